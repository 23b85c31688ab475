"""Who comes: only people ready that day, never more than places, no blame, a warning when two shifts meet."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from maille.activities.actions import jobs, sign_ups
from maille.activities.actions.participants import participant_for
from maille.activities.models import Contribution, Participant, Shift, SignUp
from maille.activities.models.planning import work_lately
from maille.activities.rules.kinds import JobState
from maille.journeys.models import Journey, Person
from maille.network.models import Membership
from tests.activities.jobs.help import NOW, SATURDAY, account, at, everybody_ready, facts, planned, ready, shift
from tests.cast import Cast, cooperant
from tests.journeys.help import TODAY, D, acting
from tests.worlds.jobs import role

pytestmark = pytest.mark.django_db


def test_nobody_comes_before_the_contract_and_the_insurer(cast: Cast) -> None:
    held, fanny = shift(cast, planned(cast)), acting(cast.fanny)
    with pytest.raises(ValidationError) as refused:
        sign_ups.sign_up(fanny, held.pk, NOW, person=cast.amina)
    assert "Amina ne peut pas encore travailler le 20/06/2026 : il manque" in refused.value.messages[0]
    assert "contrat" in refused.value.messages[0]
    user = account(cast.amina_journey)
    amina = Person.objects.get(pk=cast.amina.pk)
    with pytest.raises(ValidationError, match="Vous ne pouvez pas encore travailler le 20/06/2026"):
        sign_ups.sign_myself_up(acting(user), amina, held.pk, NOW)
    ready(cast.amina_journey)
    amina.refresh_from_db()
    signed = sign_ups.sign_myself_up(acting(user), amina, held.pk, NOW).sign_up
    assert (signed.on_behalf, signed.entered_by) == (False, user)


def test_ready_today_is_not_ready_that_day(cast: Cast) -> None:
    ready(cast.amina_journey, until=D(2026, 12, 31))
    cast.amina.refresh_from_db()
    far = D(2027, 3, 1)
    held = shift(cast, planned(cast, starts_on=far, ends_on=far), at(8, day=far))
    with pytest.raises(ValidationError, match="ne peut pas encore travailler le 01/03/2027"):
        sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=cast.amina)


def test_who_left_the_kpa_does_not_come(cast: Cast) -> None:
    everybody_ready(cast)
    Journey.objects.filter(pk=cast.lea_journey.pk).update(ended_on=TODAY, end_kind="exit")
    with pytest.raises(ValidationError, match="Léa ne peut pas encore travailler"):
        sign_ups.sign_up(acting(cast.fanny), shift(cast, planned(cast)).pk, NOW, person=cast.lea)


def test_nobody_signs_up_to_an_idea_from_the_phone(cast: Cast) -> None:
    everybody_ready(cast)
    held = shift(cast, jobs.plan_job(acting(cast.fanny), cast.kpa, facts(), NOW))
    her = acting(account(cast.amina_journey))
    cast.amina.refresh_from_db()
    with pytest.raises(ValidationError, match="encore qu'une idée"):
        sign_ups.sign_myself_up(her, cast.amina, held.pk, NOW)
    assert sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=cast.amina).sign_up.pk, "the desk may"


def test_a_file_joined_takes_one_place(cast: Cast) -> None:
    everybody_ready(cast)
    held = shift(cast, planned(cast))
    amina = participant_for(cast.kpa, person=cast.amina)
    former = Participant.objects.create(kpa=cast.kpa, person=cast.amina, joined_to=amina)
    SignUp.objects.create(shift=held, participant=former, entered_at=NOW)
    with pytest.raises(ValidationError, match="vient déjà"):
        sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=cast.amina)


def test_the_team_comes_without_papers_while_it_is_the_team(cast: Cast) -> None:
    held, fanny = shift(cast, planned(cast)), acting(cast.fanny)
    own = sign_ups.sign_up(fanny, held.pk, NOW, user=cast.fanny).sign_up
    assert own.on_behalf is False, "she signed herself up"
    with pytest.raises(ValidationError, match="une place dans l'équipe"):
        sign_ups.sign_up(fanny, held.pk, NOW, user=cast.charlie)
    Membership.objects.filter(user=cast.fanny).update(ended_on=D(2026, 6, 18))
    sign_ups.withdraw(fanny, own.pk, "", NOW)
    with pytest.raises(ValidationError, match="une place dans l'équipe"):
        sign_ups.sign_up(fanny, held.pk, NOW, user=cast.fanny)


def test_a_contributor_with_a_file_of_her_own_is_of_the_team(cast: Cast) -> None:
    Person.objects.filter(pk=cast.lea.pk).update(user=cast.fanny)
    lea = Person.objects.get(pk=cast.lea.pk)
    signed = sign_ups.sign_up(acting(cast.fanny), shift(cast, planned(cast)).pk, NOW, person=lea).sign_up
    assert signed.on_behalf is False, "without papers, and for herself"


def test_who_signed_up_for_whom_is_kept(cast: Cast) -> None:
    everybody_ready(cast)
    signed = sign_ups.sign_up(acting(cast.fanny), shift(cast, planned(cast)).pk, NOW, person=cast.amina).sign_up
    assert (signed.on_behalf, signed.entered_by) == (True, cast.fanny)


def test_a_full_shift_says_so_and_keeps_a_place_for_the_permit(cast: Cast) -> None:
    everybody_ready(cast)
    fanny = acting(cast.fanny)
    held = shift(cast, planned(cast), people=2, special="le permis", special_people=1)
    sign_ups.sign_up(fanny, held.pk, NOW, person=cast.amina)
    with pytest.raises(ValidationError, match="gardée pour quelqu'un qui répond au besoin : le permis"):
        sign_ups.sign_up(fanny, held.pk, NOW, person=cast.lea)
    sign_ups.sign_up(fanny, held.pk, NOW, person=cast.lea, special=True)
    with pytest.raises(ValidationError, match="C'est complet"):
        sign_ups.sign_up(fanny, held.pk, NOW, person=cast.yanis, special=True)
    with pytest.raises(ValidationError, match="Amina vient déjà"):
        sign_ups.sign_up(fanny, held.pk, NOW, person=cast.amina)


def test_two_shifts_that_meet_are_warned_and_not_refused(cast: Cast) -> None:
    everybody_ready(cast)
    fanny = acting(cast.fanny)
    first = shift(cast, planned(cast, title="Buffet"))
    second = shift(cast, planned(cast, title="Marché"), at(13, day=SATURDAY))
    after = shift(cast, planned(cast, title="Soirée"), at(19, day=SATURDAY))
    assert sign_ups.sign_up(fanny, first.pk, NOW, person=cast.amina).warnings == []
    told = sign_ups.sign_up(fanny, second.pk, NOW, person=cast.amina).warnings
    assert len(told) == 1
    assert "Amina est aussi à « Buffet », le 20/06/2026, 8\u00a0h\u00a0– 14\u00a0h" in told[0]
    assert sign_ups.sign_up(fanny, after.pk, NOW, person=cast.amina).warnings == [], "one ends when the other begins"
    jobs.cancel_job(fanny, first.job_id, None, "client", "", NOW)
    again = shift(cast, planned(cast, title="Encore"), at(9, day=SATURDAY), minutes=60)
    assert sign_ups.sign_up(fanny, again.pk, NOW, person=cast.amina).warnings == [], "the cancelled one takes nobody"


def test_another_kpas_job_is_not_named_at_the_desk(cast: Cast) -> None:
    theirs = cooperant("Nour", "Deux", D(1990, 1, 1), cast.other_kpa, D(2025, 1, 6))
    here = Journey.objects.create(person=theirs.person, kpa=cast.kpa, entered_on=D(2026, 1, 5))
    ready(theirs, here)
    there = shift_of_charlie(cast)
    sign_ups.sign_up(acting(cast.charlie), there.pk, NOW, person=theirs.person)
    told = sign_ups.sign_up(acting(cast.fanny), shift(cast, planned(cast)).pk, NOW, person=theirs.person).warnings
    assert len(told) == 1
    assert told[0].startswith(
        "Nour est aussi à une prestation d'un autre KPA, le 20/06/2026, 8\u00a0h\u00a0– 14\u00a0h."
    )


def shift_of_charlie(cast: Cast) -> Shift:
    """A shift of Moulins Coop on the same Saturday."""
    from maille.activities.actions import shifts
    from maille.activities.rules.shifts import ShiftFacts
    from tests.activities.jobs.help import facts

    charlie = acting(cast.charlie)
    job = jobs.plan_job(charlie, cast.other_kpa, facts(title="Secret"), NOW, JobState.PLANNED)
    return shifts.add_shift(charlie, job.pk, ShiftFacts(at(8, day=SATURDAY), 360, 2), NOW)


def test_a_closed_job_takes_nobody_more(cast: Cast) -> None:
    everybody_ready(cast)
    job = planned(cast)
    held, evening = shift(cast, job), acting(cast.fanny, SATURDAY)
    for wanted in (JobState.DONE, JobState.CLOSED):
        jobs.move_job(evening, job.pk, None, wanted, at(18, day=SATURDAY))
    with pytest.raises(ValidationError, match="clôturée"):
        sign_ups.sign_up(evening, held.pk, at(19, day=SATURDAY), person=cast.amina)


def test_somebody_who_could_not_come_is_written_without_blame(cast: Cast) -> None:
    everybody_ready(cast)
    held = shift(cast, planned(cast), people=1)
    signed = sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=cast.amina).sign_up
    with pytest.raises(ValidationError, match="notez qui est venu à partir de ce jour"):
        sign_ups.mark(acting(cast.fanny), signed.pk, True, "", NOW)
    evening, late = acting(cast.fanny, SATURDAY), at(18, day=SATURDAY)
    told = sign_ups.mark(evening, signed.pk, False, " un enfant malade ", late)
    assert (told.came, told.absent_why, told.marked_at) == (False, "un enfant malade", late)
    sign_ups.sign_up(evening, held.pk, late, person=cast.lea)
    with pytest.raises(ValidationError, match="Ajoutez une place"):
        sign_ups.mark(evening, signed.pk, True, "", late)
    lea = SignUp.objects.get(participant__person=cast.lea)
    sign_ups.mark(evening, lea.pk, True, "ignoré", late)
    lea.refresh_from_db()
    assert (lea.came, lea.absent_why) == (True, "")
    with pytest.raises(ValidationError, match="notée venue"):
        sign_ups.withdraw(evening, lea.pk, "", late)


def test_withdrawing_says_why_if_one_wants_and_frees_the_place(cast: Cast) -> None:
    everybody_ready(cast)
    user = account(cast.amina_journey)
    amina = Person.objects.get(pk=cast.amina.pk)
    held = shift(cast, planned(cast), people=1)
    sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=amina)
    left = sign_ups.withdraw_myself(acting(user), amina, held.pk, " rendez-vous médical ", NOW)
    assert (left.withdrawn_why, left.withdrawn_by, left.withdrawn_at) == ("rendez-vous médical", user, NOW)
    with pytest.raises(ValidationError, match="pas inscrit·e"):
        sign_ups.withdraw_myself(acting(user), amina, held.pk, "", NOW)
    sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=cast.lea)
    with pytest.raises(ValidationError, match="a commencé"):
        sign_ups.sign_myself_up(acting(user, SATURDAY), amina, held.pk, at(9, day=SATURDAY))


def test_hours_written_keep_their_sign_up(cast: Cast) -> None:
    everybody_ready(cast)
    signed = sign_ups.sign_up(acting(cast.fanny), shift(cast, planned(cast)).pk, NOW, person=cast.amina).sign_up
    given(cast, signed, 360, sign_up=signed)
    with pytest.raises(ValidationError, match="Des heures sont notées"):
        sign_ups.withdraw(acting(cast.fanny), signed.pk, "", NOW)


def given(cast: Cast, signed: SignUp, minutes: int, **more: object) -> Contribution:
    """Hours written down for that sign-up's job."""
    values = {"job": signed.shift.job, "day": signed.shift.day, "role": role(cast.kpa), "entered_at": NOW, **more}
    return Contribution.objects.create(kpa=cast.kpa, participant=signed.participant, minutes=minutes, **values)


def test_work_lately_counts_hours_and_shifts_whose_hours_are_not_written(cast: Cast) -> None:
    everybody_ready(cast)
    fanny = acting(cast.fanny)
    first, second = shift(cast, planned(cast)), shift(cast, planned(cast), at(15, day=D(2026, 6, 22)), minutes=60)
    amina = sign_ups.sign_up(fanny, first.pk, NOW, person=cast.amina).sign_up
    lea = sign_ups.sign_up(fanny, first.pk, NOW, person=cast.lea).sign_up
    sign_ups.sign_up(fanny, second.pk, NOW, person=cast.amina)
    sign_ups.sign_up(fanny, second.pk, NOW, user=cast.fanny)
    assert work_lately(cast.kpa.pk, TODAY) == {
        (cast.amina.pk, None): 420, (cast.lea.pk, None): 360, (None, cast.fanny.pk): 60,
    }  # fmt: skip
    given(cast, amina, 300, sign_up=amina)
    given(cast, lea, 90)
    given(cast, lea, 45, day=D(2026, 4, 19), job=None)
    found = work_lately(cast.kpa.pk, TODAY)
    assert found[cast.amina.pk, None] == 360, "hours written take the place of the shift"
    assert found[cast.lea.pk, None] == 90, "written for the same job and day; older than eight weeks does not count"
    sign_ups.mark(acting(cast.fanny, SATURDAY), lea.pk, False, "", at(18, day=SATURDAY))
    assert work_lately(cast.kpa.pk, TODAY)[cast.lea.pk, None] == 90


def test_work_lately_is_two_queries(cast: Cast, django_assert_num_queries: object) -> None:
    everybody_ready(cast)
    sign_ups.sign_up(acting(cast.fanny), shift(cast, planned(cast)).pk, NOW, person=cast.amina)
    with django_assert_num_queries(2):  # type: ignore[operator]  # a fixture
        work_lately(cast.kpa.pk, TODAY)


def test_nobody_touches_another_kpa_nor_somebody_elses_place(cast: Cast) -> None:
    everybody_ready(cast)
    held = shift(cast, planned(cast))
    signed = sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=cast.amina).sign_up
    with pytest.raises(Shift.DoesNotExist):
        sign_ups.sign_up(acting(cast.charlie), held.pk, NOW, person=cast.lea)
    with pytest.raises(SignUp.DoesNotExist):
        sign_ups.mark(acting(cast.charlie), signed.pk, True, "", NOW)
    user = account(cast.lea_journey)
    with pytest.raises(PermissionDenied):
        sign_ups.withdraw_myself(acting(user), cast.amina, held.pk, "", NOW)
    theirs = shift_of_charlie(cast)
    lea = Person.objects.get(pk=cast.lea.pk)
    with pytest.raises(Shift.DoesNotExist):
        sign_ups.sign_myself_up(acting(user), lea, theirs.pk, NOW)
