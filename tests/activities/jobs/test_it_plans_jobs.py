"""Jobs: from an idea to closed, cancelled kindly, corrected by two people, repeated across the change of the clock."""

import datetime
import zoneinfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from maille.activities.actions import jobs, planned_work, shifts, sign_ups
from maille.activities.actions.participants import participant_for
from maille.activities.models import Activity, Job, Shift
from maille.activities.rules.kinds import JobState
from maille.activities.rules.shifts import ShiftFacts
from maille.journeys.actions import ConflictError
from tests.activities.jobs.help import CLIENT, NOW, SATURDAY, at, everybody_ready, facts, planned, shift
from tests.cast import Cast
from tests.journeys.help import TODAY, D, acting
from tests.worlds.jobs import role

pytestmark = pytest.mark.django_db
State = JobState


def test_a_job_goes_from_an_idea_to_closed_and_each_step_is_dated(cast: Cast) -> None:
    fanny = acting(cast.fanny)
    job = jobs.plan_job(fanny, cast.kpa, facts(starts_on=None, ends_on=None), NOW)
    jobs.move_job(fanny, job.pk, None, State.ASKED, NOW)
    with pytest.raises(ValidationError, match="quel jour"):
        jobs.move_job(fanny, job.pk, None, State.PLANNED, NOW)
    shift(cast, job)
    jobs.move_job(fanny, job.pk, None, State.PLANNED, NOW)
    with pytest.raises(ValidationError, match="à partir de ce jour"):
        jobs.move_job(fanny, job.pk, None, State.DONE, NOW)
    evening = acting(cast.fanny, SATURDAY)
    jobs.move_job(evening, job.pk, None, State.DONE, at(18, day=SATURDAY))
    jobs.move_job(evening, job.pk, None, State.CLOSED, at(19, day=SATURDAY))
    told = [(step.state, step.on, step.entered_by) for step in job.steps.all()]
    assert told == [
        ("idea", TODAY, cast.fanny), ("asked", TODAY, cast.fanny), ("planned", TODAY, cast.fanny),
        ("done", SATURDAY, cast.fanny), ("closed", SATURDAY, cast.fanny),
    ]  # fmt: skip
    jobs.move_job(evening, job.pk, None, State.DONE, at(20, day=SATURDAY))
    job.refresh_from_db()
    assert job.state_enum == State.DONE, "the group may open it again"


def test_it_is_cancelled_kindly_and_says_who_to_tell(cast: Cast) -> None:
    everybody_ready(cast)
    job = planned(cast)
    held = shift(cast, job)
    sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=cast.amina)
    told = jobs.cancel_job(acting(cast.fanny), job.pk, None, "client", "la fête est reportée", NOW)
    assert [each.participant.person for each in told] == [cast.amina]
    assert job.steps.last().reason == "Annulée par le client\u00a0: la fête est reportée"  # type: ignore[union-attr]
    with pytest.raises(ValidationError, match="annulée"):
        sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=cast.lea)
    with pytest.raises(ValidationError, match="ne changent plus"):
        shift(cast, job)
    jobs.move_job(acting(cast.fanny), job.pk, None, State.PLANNED, NOW)
    sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=cast.lea)
    with pytest.raises(ValidationError, match="Dites qui annule"):
        jobs.cancel_job(acting(cast.fanny), job.pk, None, "personne", "", NOW)


def test_what_took_place_is_not_cancelled(cast: Cast) -> None:
    everybody_ready(cast)
    job, evening = planned(cast), acting(cast.fanny, SATURDAY)
    held = sign_ups.sign_up(acting(cast.fanny), shift(cast, job).pk, NOW, person=cast.amina).sign_up
    sign_ups.mark(evening, held.pk, True, "", at(18, day=SATURDAY))
    with pytest.raises(ValidationError, match="a eu lieu"):
        jobs.cancel_job(evening, job.pk, None, "group", "", at(18, day=SATURDAY))


def test_the_contact_of_a_known_client_is_not_typed_twice(cast: Cast) -> None:
    planned(cast, contact="Accueil, 03 20 00 00 01")
    assert planned(cast).contact == "Accueil, 03 20 00 00 01"
    assert planned(cast, client=CLIENT.upper()).contact == "Accueil, 03 20 00 00 01"
    assert planned(cast, client="Quelqu'un d'autre").contact == ""
    assert planned(cast, contact="Le directeur").contact == "Le directeur"


def test_the_second_who_saves_is_told(cast: Cast) -> None:
    job, fanny = planned(cast), acting(cast.fanny)
    jobs.correct_job(fanny, job.pk, 1, facts(title="Un"), NOW)
    with pytest.raises(ConflictError) as conflict:
        jobs.correct_job(fanny, job.pk, 1, facts(title="Deux"), NOW)
    assert conflict.value.version == 2


def test_its_days_follow_its_shifts(cast: Cast) -> None:
    job = planned(cast)
    friday = shift(cast, job, at(14, day=D(2026, 6, 19)))
    shift(cast, job)
    job.refresh_from_db()
    assert (job.starts_on, job.ends_on) == (D(2026, 6, 19), SATURDAY)
    jobs.correct_job(acting(cast.fanny), job.pk, None, facts(starts_on=D(2027, 1, 1), ends_on=D(2027, 1, 1)), NOW)
    job.refresh_from_db()
    assert job.starts_on == D(2026, 6, 19), "what the shifts say wins"
    shifts.remove_shift(acting(cast.fanny), friday.pk)
    job.refresh_from_db()
    assert job.starts_on == SATURDAY
    with pytest.raises(ValidationError, match="seul créneau"):
        shifts.remove_shift(acting(cast.fanny), job.shifts.get().pk)


def test_a_budget_keeps_its_own_days(cast: Cast) -> None:
    job = planned(cast, kind="budget", starts_on=D(2026, 1, 1), ends_on=D(2026, 12, 31))
    shift(cast, job)
    job.refresh_from_db()
    assert (job.starts_on, job.ends_on) == (D(2026, 1, 1), D(2026, 12, 31))


def test_a_sale_without_a_day_takes_those_of_its_shifts(cast: Cast) -> None:
    sale = jobs.plan_job(acting(cast.fanny), cast.kpa, facts(kind="sale", starts_on=None, ends_on=None), NOW)
    shift(cast, sale)
    sale.refresh_from_db()
    assert sale.starts_on == SATURDAY
    shift(cast, sale, at(9, day=D(2026, 6, 27)))
    sale.refresh_from_db()
    assert (sale.starts_on, sale.ends_on) == (SATURDAY, SATURDAY), "once said, its days stand"


def test_nothing_of_another_kpa_is_named(cast: Cast) -> None:
    theirs = Activity.objects.create(kpa=cast.other_kpa, name="Menuiserie", opened_on=D(2021, 1, 1))
    with pytest.raises(ValidationError, match="activité de ce KPA"):
        planned(cast, activity_id=theirs.pk)
    with pytest.raises(ValidationError, match="rôle de ce KPA"):
        shift(cast, planned(cast), role_id=role(cast.other_kpa).pk)


def test_only_who_writes_in_the_kpa_plans(cast: Cast) -> None:
    job = planned(cast)
    with pytest.raises(PermissionDenied):
        jobs.plan_job(acting(cast.charlie), cast.kpa, facts(), NOW)
    with pytest.raises(Job.DoesNotExist):
        jobs.move_job(acting(cast.charlie), job.pk, None, State.ASKED, NOW)
    with pytest.raises(Shift.DoesNotExist):
        shifts.remove_shift(acting(cast.charlie), shift(cast, job).pk)


def test_it_repeats_at_the_same_time_on_the_clock(cast: Cast) -> None:
    monday = D(2026, 10, 19)
    job = planned(cast, starts_on=monday, ends_on=monday)
    shift(cast, job, at(8, day=monday), special="le permis", special_people=1)
    shift(cast, job, at(14, day=monday), minutes=90)
    made = jobs.repeat_job(acting(cast.fanny), job.pk, 1, 3, NOW)
    assert [each.starts_on for each in made] == [D(2026, 10, 26), D(2026, 11, 2), D(2026, 11, 9)]
    for each in made:
        hours = [timezone.localtime(one.starts_at).hour for one in each.shifts.all()]
        assert hours == [8, 14], "the clock changed on 25 October"
        assert [one.special for one in each.shifts.all()] == ["le permis", ""]
        assert each.repeats_id == job.pk
        assert each.state_enum == State.PLANNED
    with pytest.raises(ValidationError, match="déjà prévue"):
        jobs.repeat_job(acting(cast.fanny), made[0].pk, 1, 2, NOW)
    assert len(jobs.repeat_job(acting(cast.fanny), made[0].pk, 1, 4, NOW)) == 2, "only the days not there yet"
    with pytest.raises(ValidationError, match="de 1 à 52 fois"):
        jobs.repeat_job(acting(cast.fanny), job.pk, 1, 53, NOW)


def test_a_shift_moved_says_who_to_tell_and_never_shrinks_under_its_people(cast: Cast) -> None:
    everybody_ready(cast)
    held = shift(cast, planned(cast))
    for person in (cast.amina, cast.lea):
        sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=person)
    one = ShiftFacts(held.starts_at, held.minutes, 1)
    with pytest.raises(ValidationError, match="2 personnes viennent déjà"):
        shifts.correct_shift(acting(cast.fanny), held.pk, one, NOW)
    more = ShiftFacts(held.starts_at, held.minutes, 5)
    assert shifts.correct_shift(acting(cast.fanny), held.pk, more, NOW) == []
    later = ShiftFacts(at(9, day=SATURDAY), held.minutes, 5)
    told = shifts.correct_shift(acting(cast.fanny), held.pk, later, NOW)
    assert [each.participant.person for each in told] == [cast.amina, cast.lea]
    with pytest.raises(ValidationError, match="leur trace se garde"):
        shifts.remove_shift(acting(cast.fanny), held.pk)


def test_work_is_promised_before_the_work_and_withdrawn_with_a_trace(cast: Cast) -> None:
    job, fanny = planned(cast), acting(cast.fanny)
    amina = participant_for(cast.kpa, person=cast.amina)
    hers = planned_work.promise_work(fanny, job.pk, role(cast.kpa), 210, NOW, participant=amina)
    nobody = planned_work.promise_work(fanny, job.pk, role(cast.kpa), 120, NOW)
    own = participant_for(cast.kpa, user=cast.fanny)
    fannys = planned_work.promise_work(fanny, job.pk, role(cast.kpa), 60, NOW, participant=own)
    assert [each.on_behalf for each in (hers, nobody, fannys)] == [True, False, False]
    planned_work.withdraw_promise(fanny, hers.pk, NOW)
    assert list(job.planned_work.standing().order_by("pk")) == [nobody, fannys]
    with pytest.raises(ValidationError, match="rôle de ce KPA"):
        planned_work.promise_work(fanny, job.pk, role(cast.other_kpa), 60, NOW)
    theirs = participant_for(cast.other_kpa, user=cast.charlie)
    with pytest.raises(ValidationError, match="n'est pas de ce KPA"):
        planned_work.promise_work(fanny, job.pk, role(cast.kpa), 60, NOW, participant=theirs)
    jobs.cancel_job(fanny, job.pk, None, "group", "", NOW)
    with pytest.raises(ValidationError, match="on n'y promet plus"):
        planned_work.promise_work(fanny, job.pk, role(cast.kpa), 60, NOW)


def test_a_shift_of_the_night_the_clock_changes_lasts_its_minutes() -> None:
    """From 22:00 on 24 October, eight hours end at 5:00 winter time, read again or not."""
    start = datetime.datetime(2026, 10, 24, 22, tzinfo=zoneinfo.ZoneInfo("Europe/Paris"))
    assert Shift(starts_at=start, minutes=480).hours.replace("\N{NO-BREAK SPACE}", " ").startswith("22 h – ")
    assert timezone.localtime(Shift(starts_at=start, minutes=480).ends_at).hour == 5
