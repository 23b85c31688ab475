"""What a forecast counts before the work: who signed up, free places, promises; and what was recorded instead."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maille.activities.models import (
    Activity,
    Contribution,
    Expense,
    Job,
    Offer,
    OfferMaterial,
    Participant,
    PlannedWork,
    Shift,
    SignUp,
)
from maille.sharing.actions.forecasts import (
    MATERIALS,
    REST,
    Planned,
    forecast_of,
    forecasts_of,
    planned_of,
    versions_in_force,
)
from maille.sharing.models import Decision, RuleVersion, SharingRule, rule_in_force
from maille.sharing.rules.recipients import of_participant
from tests.cast import Cast
from tests.sharing.pots.help import DAY, NOW, Buffet, job_of, make_buffet

BEFORE, AFTER = DAY - datetime.timedelta(days=3), DAY + datetime.timedelta(days=3)
RULE = {"steps": [{"kind": "reimburse"}, {"kind": "split", "keys": [{"key": "hours", "part": "1"}]}]}


@pytest.fixture
def buffet(cast: Cast, today: datetime.date) -> Buffet:
    """The buffet, to come."""
    return make_buffet(cast, today, state="planned", expected=86_400)


def shift(buffet: Buffet, role: str = "cuisine", people: int = 2, minutes: int = 360) -> Shift:
    """A morning of the buffet."""
    starts = timezone.make_aware(datetime.datetime.combine(DAY, datetime.time(8)))
    return Shift.objects.create(
        job=buffet.job, starts_at=starts, minutes=minutes, people=people, role=buffet.roles[role]
    )


def comes(held: Shift, who: Participant, **more: object) -> SignUp:
    """Somebody signed up."""
    return SignUp.objects.create(shift=held, participant=who, entered_at=NOW, **more)


def noted(buffet: Buffet, who: Participant, minutes: int, role: str = "cuisine", **more: object) -> Contribution:
    """Somebody's time, recorded."""
    values = {"day": DAY, "entered_at": NOW, **more}
    return Contribution.objects.create(
        kpa=buffet.cast.kpa, job=buffet.job, participant=who, role=buffet.roles[role], minutes=minutes, **values
    )


def promised(buffet: Buffet, who: Participant | None, minutes: int, role: str = "coordination") -> PlannedWork:
    """Hours promised beyond shifts."""
    return PlannedWork.objects.create(
        job=buffet.job, role=buffet.roles[role], participant=who, minutes=minutes, entered_at=NOW
    )


def plans(buffet: Buffet, day: datetime.date = BEFORE) -> list[Planned]:
    """What is planned of the buffet."""
    buffet.job.refresh_from_db()
    return list(planned_of([buffet.job], day).get(buffet.job.pk, ()))


def test_those_who_come_then_free_places(buffet: Buffet) -> None:
    held = shift(buffet, people=3)
    comes(held, buffet.amina)
    comes(held, buffet.lea, withdrawn_at=NOW)
    assert plans(buffet) == [
        Planned(of_participant(buffet.amina.pk), "cuisine", 360),
        Planned("free:cuisine:0", "cuisine", 360),
        Planned("free:cuisine:1", "cuisine", 360),
    ]


def test_once_past_free_places_are_gone_and_those_who_came_wait_to_be_noted(buffet: Buffet) -> None:
    held = shift(buffet, people=3)
    comes(held, buffet.amina)
    comes(held, buffet.lea, came=False)
    comes(held, buffet.yanis, came=True)
    noted(buffet, buffet.yanis, 240)
    assert plans(buffet, AFTER) == [Planned(of_participant(buffet.amina.pk), "cuisine", 360)]


def test_half_an_hour_of_cleaning_is_not_the_morning_in_the_kitchen(buffet: Buffet) -> None:
    """As activities tell what is still to note: noted from the sign-up, or by hand in the shift's own role."""
    held = shift(buffet, people=1)
    signed = comes(held, buffet.amina)
    noted(buffet, buffet.amina, 30, "livraison", paid=False)
    assert [each.minutes for each in planned_of([buffet.job], DAY)[buffet.job.pk]] == [360]
    noted(buffet, buffet.amina, 200, "coordination", sign_up=signed)
    assert planned_of([buffet.job], DAY).get(buffet.job.pk, ()) == ()


def test_recorded_hours_keep_promises(buffet: Buffet) -> None:
    promised(buffet, buffet.fanny, 120)
    promised(buffet, None, 60)
    noted(buffet, buffet.fanny, 90, "coordination")
    assert plans(buffet) == [
        Planned(of_participant(buffet.fanny.pk), "coordination", 30),
        plans(buffet)[1],
    ]
    assert (plans(buffet)[1].role, plans(buffet)[1].minutes) == ("coordination", 60)
    noted(buffet, buffet.lea, 45, "coordination")
    assert [each.minutes for each in plans(buffet)] == [30, 15]
    noted(buffet, buffet.fanny, 500, "coordination")
    assert [each.minutes for each in plans(buffet)] == []


def test_hours_of_a_shift_keep_no_promise(buffet: Buffet) -> None:
    held = shift(buffet, "coordination", people=1)
    promised(buffet, buffet.fanny, 120)
    noted(buffet, buffet.fanny, 360, "coordination", sign_up=comes(held, buffet.fanny))
    assert [each.minutes for each in plans(buffet)] == [120]


def test_what_the_job_should_take_beyond_is_counted(buffet: Buffet) -> None:
    Job.objects.filter(pk=buffet.job.pk).update(planned_minutes=600)
    shift(buffet, people=1)
    assert plans(buffet)[-1] == Planned(REST, "cuisine", 240)
    Job.objects.filter(pk=buffet.job.pk).update(state="closed")
    assert plans(buffet) == []


def adopt(buffet: Buffet, activity: Activity | None, start: datetime.date, number: int = 1) -> RuleVersion:
    """A version of a rule."""
    rule, _ = SharingRule.objects.get_or_create(kpa=buffet.cast.kpa, activity=activity)
    decision = Decision.objects.create(kpa=buffet.cast.kpa, on=start, how="consent", entered_at=NOW)
    return RuleVersion.objects.create(
        rule=rule, number=number, name="R", content=RULE, valid_from=start, decision=decision, entered_at=NOW
    )


def test_the_rule_is_the_one_of_the_jobs_day(buffet: Buffet) -> None:
    year = datetime.timedelta(days=365)
    adopt(buffet, None, DAY - 2 * year)
    adopt(buffet, None, DAY - year, 2)
    adopt(buffet, buffet.activity, DAY - datetime.timedelta(days=30))
    jobs = [
        job_of(buffet.cast.kpa, str(days), activity=activity, starts_on=on, ends_on=on)
        for activity in (None, buffet.activity)
        for days in (0, 31, 366, 800)
        for on in [DAY - datetime.timedelta(days=days)]
    ]
    found = versions_in_force(jobs)
    for job in jobs:
        assert found[job.pk] == rule_in_force(job.kpa_id, job.activity_id, job.day), job


def test_what_the_offer_says_to_buy_is_counted_until_it_is_bought(buffet: Buffet) -> None:
    adopt(buffet, None, datetime.date(2024, 1, 1))
    offer = Offer.objects.create(activity=buffet.activity, name="Buffet", unit="personne")
    OfferMaterial.objects.create(offer=offer, name="Pain", quantity=Decimal("0.4"), unit_cents=800)
    Job.objects.filter(pk=buffet.job.pk).update(offer=offer, quantity=60)
    buffet.job.refresh_from_db()

    def to_buy() -> int:
        told = forecast_of(buffet.job, BEFORE)
        assert told.told is not None
        return told.told.result.totals.get(MATERIALS, 0)

    shift(buffet)
    assert to_buy() == 19_200
    Expense.objects.create(
        kpa=buffet.cast.kpa, job=buffet.job, participant=buffet.amina, cents=15_000, what="pain", day=DAY,
        entered_at=NOW,
    )  # fmt: skip
    assert to_buy() == 4_200
    Job.objects.filter(pk=buffet.job.pk).update(state="done")
    buffet.job.refresh_from_db()
    assert to_buy() == 0


def test_more_received_than_expected_is_what_counts_and_once_closed_only_what_came(buffet: Buffet) -> None:
    adopt(buffet, None, datetime.date(2024, 1, 1))
    assert (forecast_of(buffet.job, BEFORE).income, forecast_of(buffet.job, BEFORE).expected) == (86_400, True)
    buffet.receive(90_000)
    assert (forecast_of(buffet.job, BEFORE).income, forecast_of(buffet.job, BEFORE).expected) == (90_000, False)
    other = job_of(buffet.cast.kpa, expected=5_000, state="closed")
    assert forecast_of(other, AFTER).income == 0


def test_one_forecast_or_thirty_take_as_many_queries(buffet: Buffet) -> None:
    adopt(buffet, None, datetime.date(2024, 1, 1))
    jobs = [job_of(buffet.cast.kpa, str(rank), state="planned", expected=1_000) for rank in range(30)]
    for job in jobs:
        PlannedWork.objects.create(job=job, role=buffet.roles["cuisine"], minutes=60, entered_at=NOW)
    counts = []
    for some in (jobs[:3], jobs):
        with CaptureQueriesContext(connection) as queries:
            forecasts_of(some, BEFORE)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16
