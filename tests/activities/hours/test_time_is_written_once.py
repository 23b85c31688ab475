"""Time given: by oneself or for another, once, corrected by another line, confirmed with the group."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from maille.activities.actions import contributions as actions
from maille.activities.actions import given
from maille.activities.models import Contribution
from maille.activities.models.hours_figures import hours_by_kind, unpaid_percent
from maille.activities.rules.kinds import WorkKind
from maille.network.rules.roles import Actor
from tests.activities.hours import help as told
from tests.activities.hours.help import NOW, SATURDAY, TODAY, acting, buffet, note, ready, role, work
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_written_for_another_says_so(cast: Cast) -> None:
    line = note(cast, ready(cast.amina_journey), note="  le   samedi ").line
    assert (line.on_behalf, line.entered_by, line.note) == (True, cast.fanny, "le samedi")
    assert line.confirmed_at is None


def test_written_by_oneself(cast: Cast) -> None:
    amina = ready(cast.amina_journey)
    user = told.account(cast.amina, cast.kpa)
    line = actions.note_work(acting(user), amina.pk, work(cast.kpa), NOW).line
    assert not line.on_behalf
    with pytest.raises(PermissionDenied):
        actions.note_work(acting(user), ready(cast.lea_journey).pk, work(cast.kpa), NOW)


def test_the_same_form_writes_once(cast: Cast) -> None:
    amina = ready(cast.amina_journey)
    first, second = note(cast, amina, "clef"), note(cast, amina, "clef")
    assert (second.again, second.line) == (True, first.line)
    assert Contribution.objects.count() == 1
    with transaction.atomic(), pytest.raises(IntegrityError):
        told.given(amina, key=first.line.key, entered_by=cast.fanny)
    karim = actions.note_work(acting(cast.karim), amina.pk, work(cast.kpa), NOW, key="clef")
    assert not karim.again, "somebody else's key is somebody else's"


def test_the_page_filled_in_again_after_going_back_writes_another_line(cast: Cast) -> None:
    amina = ready(cast.amina_journey)
    note(cast, amina, "clef")
    other = note(cast, amina, "clef", minutes=999)
    assert (other.again, other.line.minutes) == (False, 999)
    given.withdraw(acting(cast.fanny), Contribution, other.line.pk, NOW)
    with pytest.raises(ValidationError, match="notée, puis retirée"):
        note(cast, amina, "clef", minutes=999)


def test_a_sign_up_is_noted_once(cast: Cast) -> None:
    amina, job = ready(cast.amina_journey), buffet(cast.kpa)
    signed = told.signed(told.shift(job, role(cast.kpa)), amina)
    fanny = acting(cast.fanny)
    first = actions.note_sign_up(fanny, signed.pk, NOW)
    assert (first.line.minutes, first.line.role.name, first.line.day, first.line.job) == (360, "cuisine", SATURDAY, job)
    signed.refresh_from_db()
    assert signed.came is True, "noting her hours says she came"
    assert actions.note_sign_up(fanny, signed.pk, NOW).again
    assert actions.to_note(job, NOW) == []
    right = actions.correct_work(fanny, first.line.pk, work(cast.kpa, minutes=300, job_id=job.pk), NOW).line
    assert right.sign_up == signed
    assert actions.note_sign_up(fanny, signed.pk, NOW).line == right
    given.withdraw(fanny, Contribution, right.pk, NOW)
    assert actions.to_note(job, NOW) == [signed]


def test_everybody_at_once_leaves_out_who_may_not_and_says_why(cast: Cast) -> None:
    job, cooking = buffet(cast.kpa), role(cast.kpa)
    held = told.shift(job, cooking)
    amina, lea = ready(cast.amina_journey), ready(cast.lea_journey)
    yanis = told.participant_for(cast.kpa, person=cast.yanis)
    for each in (amina, lea, yanis):
        told.signed(held, each)
    late = told.shift(job, cooking, day=TODAY, hour=17)
    told.signed(late, amina)
    told.signed(told.shift(job, None, hour=15, minutes=60), lea)
    gone = told.shift(job, cooking, hour=16, minutes=30)
    told.signed(gone, amina, came=False)
    told.signed(gone, lea, withdrawn_at=NOW)
    done = actions.note_everybody(acting(cast.fanny), job, NOW)
    assert sorted(each.line.participant.first_name for each in done.noted) == ["Amina", "Léa"]
    assert len(done.refused) == 2
    assert any("Yanis" in sentence and "le contrat signé" in sentence for sentence in done.refused)
    assert any("Léa" in sentence and "quel travail" in sentence for sentence in done.refused)
    assert set(job.contributions.values_list("minutes", flat=True)) == {360}
    assert not actions.note_everybody(acting(cast.fanny), job, NOW).noted


def test_a_line_typed_by_hand_counts_as_noted(cast: Cast) -> None:
    amina, job = ready(cast.amina_journey), buffet(cast.kpa)
    cooking = told.signed(told.shift(job, role(cast.kpa)), amina)
    anything = told.signed(told.shift(job, None, 15, 60), amina)
    note(cast, amina, job_id=job.pk, day=told.D(2026, 6, 12))
    assert actions.to_note(job, NOW) == [cooking, anything], "another day"
    cleaning = role(cast.kpa, "ménage")
    note(cast, amina, job_id=job.pk, role_id=cleaning.pk, paid=False)
    assert actions.to_note(job, NOW) == [cooking], "cleaning after the shift is not the shift"
    note(cast, amina, job_id=job.pk)
    assert actions.to_note(job, NOW) == []


def test_corrected_by_another_line(cast: Cast) -> None:
    fanny, old = acting(cast.fanny), note(cast, ready(cast.amina_journey)).line
    given.confirm(fanny, cast.kpa, NOW, works=[old.pk])
    new = actions.correct_work(fanny, old.pk, work(cast.kpa, minutes=90), NOW, key="une").line
    old.refresh_from_db()
    assert (old.minutes, old.withdrawn_by, new.replaces) == (120, cast.fanny, old)
    assert new.confirmed_at is None, "the group confirms again"
    assert actions.correct_work(fanny, old.pk, work(cast.kpa, minutes=90), NOW, key="une").again
    with pytest.raises(ValidationError, match="vient d'être corrigée"):
        actions.correct_work(fanny, old.pk, work(cast.kpa, minutes=60), NOW)
    assert list(Contribution.objects.standing()) == [new]


def test_mine_until_the_group_confirms(cast: Cast) -> None:
    amina = ready(cast.amina_journey)
    her = acting(told.account(cast.amina, cast.kpa))
    mine = actions.note_work(her, amina.pk, work(cast.kpa), NOW).line
    mine = actions.correct_work(her, mine.pk, work(cast.kpa, minutes=60), NOW).line
    given.confirm(acting(cast.fanny), cast.kpa, NOW, works=[mine.pk])
    with pytest.raises(ValidationError, match="groupe a confirmé"):
        given.withdraw(her, Contribution, mine.pk, NOW)
    theirs = note(cast, amina).line
    with pytest.raises(ValidationError, match="écrit cette ligne pour vous"):
        given.withdraw(her, Contribution, theirs.pk, NOW)
    other = note(cast, ready(cast.lea_journey)).line
    with pytest.raises(PermissionDenied):
        given.withdraw(her, Contribution, other.pk, NOW)


def test_only_the_lines_shown_are_confirmed(cast: Cast) -> None:
    amina = ready(cast.amina_journey)
    shown, later = note(cast, amina).line, note(cast, amina).line
    elsewhere = told.given(told.participant_for(cast.other_kpa, user=cast.charlie))
    fanny = acting(cast.fanny)
    assert given.confirm(fanny, cast.kpa, NOW, works=[shown.pk, elsewhere.pk]) == 1
    assert given.confirm(fanny, cast.kpa, NOW, works=[shown.pk]) == 0
    later.refresh_from_db()
    elsewhere.refresh_from_db()
    assert later.confirmed_at is None
    assert elsewhere.confirmed_at is None
    with pytest.raises(PermissionDenied):
        given.confirm(acting(told.account(cast.amina, cast.kpa)), cast.kpa, NOW, works=[later.pk])
    with pytest.raises(PermissionDenied):
        given.confirm(fanny, cast.other_kpa, NOW, works=[elsewhere.pk])


def test_zero_euro_work_counts(cast: Cast) -> None:
    amina, lea = ready(cast.amina_journey), told.participant_for(cast.kpa, person=cast.lea)
    note(cast, amina, minutes=200)
    meeting = role(cast.kpa, "réunion")
    for each in (amina, lea):
        note(cast, each, minutes=100, paid=False, role_id=meeting.pk)
    gone = note(cast, amina, minutes=77).line
    given.withdraw(acting(cast.fanny), Contribution, gone.pk, NOW)
    note(cast, amina, minutes=0, points=Decimal("2.5"))
    told.given(told.participant_for(cast.other_kpa, user=cast.charlie), minutes=11)
    found = hours_by_kind([cast.kpa.pk], SATURDAY, TODAY)
    production, meetings = (cast.kpa.pk, WorkKind.PRODUCTION, True), (cast.kpa.pk, WorkKind.MEETING, False)
    assert found == {production: 200, meetings: 200}
    assert unpaid_percent(found) == 50
    assert hours_by_kind([cast.kpa.pk], TODAY, TODAY) == {}
    assert unpaid_percent({}) is None


def test_the_command_line_writes_too(cast: Cast) -> None:
    line = actions.note_work(Actor.command_line(TODAY), ready(cast.amina_journey).pk, work(cast.kpa), NOW).line
    assert line.on_behalf
    assert line.entered_by is None
