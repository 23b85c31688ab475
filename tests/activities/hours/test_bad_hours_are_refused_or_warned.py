"""Hours that cannot be, refused with why; hours that are odd, saved and said."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from maille.activities.actions import contributions as actions
from maille.activities.actions import given, roles, sign_ups
from maille.activities.models import Contribution
from maille.journeys.models import Journey
from tests.activities.hours import help as told
from tests.activities.hours.help import NOW, SATURDAY, TODAY, acting, buffet, note, ready, role
from tests.cast import Cast
from tests.journeys.help import D

pytestmark = pytest.mark.django_db


def refused(cast: Cast, participant: told.Participant, field: str, **more: object) -> str:
    """What Fanny is told."""
    before = Contribution.objects.count()
    with pytest.raises(ValidationError) as problem:
        note(cast, participant, **more)
    assert Contribution.objects.count() == before
    return " ".join(problem.value.message_dict[field])


def test_days_that_cannot_be(cast: Cast) -> None:
    amina = ready(cast.amina_journey)
    assert "pas encore là" in refused(cast, amina, "day", day=TODAY + datetime.timedelta(days=1))
    assert "n'était pas en cours" in refused(cast, amina, "day", day=D(2025, 4, 3))
    cast.amina_journey.ended_on = D(2026, 6, 12)
    cast.amina_journey.end_kind = "exit"
    cast.amina_journey.save()
    assert "n'était pas en cours" in refused(cast, amina, "day")


def test_who_was_not_ready_is_told_what_was_missing(cast: Cast) -> None:
    yanis = told.participant_for(cast.kpa, person=cast.yanis)
    said = refused(cast, yanis, "day")
    assert "Yanis ne pouvait pas travailler" in said
    assert "le contrat signé" in said
    assert "l'accord de l'assureur" in said
    meeting, job = role(cast.kpa, "réunion"), buffet(cast.kpa)
    assert "Yanis" in refused(cast, yanis, "day", role_id=meeting.pk, paid=True)
    assert "Yanis" in refused(cast, yanis, "day", paid=False)
    assert "Yanis" in refused(cast, yanis, "day", role_id=meeting.pk, paid=False, job_id=job.pk)
    assert note(cast, yanis, role_id=meeting.pk, paid=False).line.pk, "a group meets before anybody's contract"


def test_she_is_told_in_simple_words(cast: Cast) -> None:
    her = acting(told.account(cast.lea, cast.kpa))
    mine = told.participant_for(cast.kpa, person=cast.lea)
    with pytest.raises(ValidationError, match="pouviez pas encore travailler"):
        actions.note_work(her, mine.pk, told.work(cast.kpa), NOW)


def test_the_team_needs_no_papers_but_was_there(cast: Cast) -> None:
    fanny = told.participant_for(cast.kpa, user=cast.fanny)
    coordination = role(cast.kpa, "coordination")
    assert not note(cast, fanny, role_id=coordination.pk).line.on_behalf
    assert "n'était pas de l'équipe" in refused(cast, fanny, "day", day=D(2020, 6, 1))
    stranger = told.participant_for(cast.kpa, user=cast.charlie)
    assert "n'était pas de l'équipe" in refused(cast, stranger, "day")


def test_roles_and_jobs_of_the_kpa_alone(cast: Cast) -> None:
    amina, fanny = ready(cast.amina_journey), acting(cast.fanny)
    assert "plus, utilisé" in refused(cast, amina, "role", role_id=role(cast.other_kpa).pk)
    assert "plus, utilisé" in refused(cast, amina, "role", role_id=0)
    assert "pas de ce KPA" in refused(cast, amina, "job", job_id=buffet(cast.other_kpa).pk)
    line = note(cast, amina).line
    roles.retire_role(fanny, cast.kpa, line.role_id, SATURDAY)
    assert "plus, utilisé" in refused(cast, amina, "role")
    assert note(cast, amina, day=SATURDAY - datetime.timedelta(days=1)).line.pk, "it was in use the day before"
    kept = actions.correct_work(fanny, line.pk, told.work(cast.kpa, minutes=60), NOW).line
    assert kept.role == line.role, "a line corrected keeps its role, retired since"


@pytest.mark.parametrize("minutes", [0, -5, 6000])
def test_lengths_that_cannot_be(cast: Cast, minutes: int) -> None:
    assert "combien de temps" in refused(cast, ready(cast.amina_journey), "duration", minutes=minutes)


def test_more_than_a_day_is_said(cast: Cast) -> None:
    amina = ready(cast.amina_journey)
    assert not note(cast, amina, minutes=23 * 60).warnings
    assert not note(cast, amina, minutes=60).warnings, "24 hours are a day"
    said = note(cast, amina, minutes=1).warnings
    assert len(said) == 1
    assert "24\u00a0h\u00a001 pour Amina le 13/06/2026" in said[0]
    assert not note(cast, amina, minutes=60, day=D(2026, 6, 12)).warnings


def elsewhere(cast: Cast) -> told.Participant:
    """Amina in Moulins Coop too."""
    Journey.objects.create(person=cast.amina, kpa=cast.other_kpa, entered_on=D(2025, 5, 1))
    return told.participant_for(cast.other_kpa, person=cast.amina)


def test_a_day_has_24_hours_in_all_the_kpas_of_somebody(cast: Cast) -> None:
    amina, there = ready(cast.amina_journey), elsewhere(cast)
    told.given(there, minutes=14 * 60)
    said = note(cast, amina, minutes=12 * 60).warnings
    assert len(said) == 1
    assert "26\u00a0h pour Amina le 13/06/2026, en comptant un autre KPA." in said[0]


def test_a_day_has_24_hours_for_a_file_joined_and_for_an_account(cast: Cast) -> None:
    amina = ready(cast.amina_journey)
    former = told.Participant.objects.create(kpa=cast.kpa, person=cast.amina, joined_to=amina)
    told.given(former, minutes=20 * 60)
    assert "25\u00a0h" in note(cast, amina, minutes=5 * 60).warnings[0]
    user = told.account(cast.lea, cast.kpa)
    told.given(told.participant_for(cast.other_kpa, user=user), minutes=20 * 60)
    cast.lea.refresh_from_db()
    lea = ready(cast.lea_journey)
    assert "25\u00a0h" in note(cast, lea, minutes=5 * 60).warnings[0]


def test_another_kpas_job_is_not_named_to_the_desk(cast: Cast) -> None:
    amina, there = ready(cast.amina_journey), elsewhere(cast)
    told.given(there, job=buffet(cast.other_kpa, title="Couscous de Moulins"))
    job = buffet(cast.kpa)
    said = note(cast, amina, job_id=job.pk).warnings[0]
    assert "une prestation d'un autre KPA le même jour" in said
    assert "Couscous" not in said
    her = acting(told.account(cast.amina, cast.kpa))
    mine = actions.note_work(her, amina.pk, told.work(cast.kpa, job_id=job.pk, minutes=30), NOW).warnings
    assert any("« Couscous de Moulins »" in each for each in mine), "her own, to herself"


def test_a_job_that_did_not_take_place_has_no_hours_to_note(cast: Cast) -> None:
    amina, cooking = ready(cast.amina_journey), role(cast.kpa)
    job = buffet(cast.kpa, state="cancelled")
    signed = told.signed(told.shift(job, cooking), amina)
    assert actions.to_note(job, NOW) == []
    with pytest.raises(ValidationError, match="annulée"):
        actions.note_sign_up(acting(cast.fanny), signed.pk, NOW)
    signed.refresh_from_db()
    assert signed.came is None
    assert note(cast, amina, job_id=job.pk, minutes=30).line.pk, "what was prepared before is noted by hand"


def test_who_has_hours_is_not_noted_absent(cast: Cast) -> None:
    amina, job = ready(cast.amina_journey), buffet(cast.kpa)
    signed = told.signed(told.shift(job, role(cast.kpa)), amina)
    line = actions.note_sign_up(acting(cast.fanny), signed.pk, NOW).line
    with pytest.raises(ValidationError, match="Des heures sont notées"):
        sign_ups.mark(acting(cast.fanny), signed.pk, False, "", NOW)
    given.withdraw(acting(cast.fanny), Contribution, line.pk, NOW)
    assert sign_ups.mark(acting(cast.fanny), signed.pk, False, "malade", NOW).came is False


def test_two_jobs_the_same_day_are_said(cast: Cast) -> None:
    amina, cooking = ready(cast.amina_journey), role(cast.kpa)
    one, two, three = buffet(cast.kpa), buffet(cast.kpa, title="Marché"), buffet(cast.kpa, title="Goûter")
    assert not note(cast, amina, job_id=one.pk).warnings
    assert "« Buffet du samedi » le même jour" in note(cast, amina, job_id=two.pk).warnings[0]
    lea = ready(cast.lea_journey)
    told.signed(told.shift(one, cooking, 8, 240), lea)
    told.signed(told.shift(two, cooking, 14, 120), lea)
    told.signed(told.shift(three, cooking, 11, 120), lea)
    assert not note(cast, lea, job_id=one.pk).warnings
    assert not note(cast, lea, job_id=two.pk).warnings, "morning and afternoon are apart"
    assert "« Buffet du samedi »" in note(cast, lea, job_id=three.pk).warnings[0]


def test_a_closed_job_takes_lines_and_says_what_follows(cast: Cast) -> None:
    job = buffet(cast.kpa, state="closed")
    said = note(cast, ready(cast.amina_journey), job_id=job.pk).warnings
    assert "une nouvelle répartition reprendra la différence" in said[0]
