"""The engine's case of a job is what the job received and what people gave, and nothing else."""

import datetime
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maille.activities.models import Activity
from maille.sharing.actions import cases
from maille.sharing.actions.receipts import correct_receipt
from maille.sharing.models.scales import scale_for
from maille.sharing.rules.cases import Expense
from maille.sharing.rules.engine import share
from maille.sharing.rules.reading import RefusedCaseError
from tests.cast import Cast
from tests.sharing.pots.help import DAY, NOW, Buffet, job_of
from tests.sharing.shares.help import CONTENT, agree, gave, named, spent, the_buffet

D = datetime.date


@pytest.fixture
def buffet(cast: Cast, today: datetime.date) -> Buffet:
    """Ready to be shared."""
    return the_buffet(cast, today)


def test_the_worked_example_but_for_the_margin_of_the_year(buffet: Buffet) -> None:
    content = {**CONTENT, "steps": [each for each in CONTENT["steps"] if each["kind"] != "host"]}
    case = cases.case_of(buffet.job, content, DAY)
    assert (case.income, case.margin) == (86_400, 86_400 - 14_237 - 1_890)
    assert {each.hours for each in case.contributions} == {
        Fraction(15, 2), Fraction(25, 4), Fraction(4), Fraction(2),
    }  # fmt: skip
    totals = named(buffet, share(case).totals)
    assert sum(totals.values()) == 86_400
    assert set(totals) == {"amina", "lea", "yanis", "fanny", "collective"}


def test_unpaid_and_withdrawn_lines_are_left_out_and_thirds_of_hours_are_exact(buffet: Buffet) -> None:
    before = cases.case_of(buffet.job, CONTENT, DAY)
    gave(buffet.job, buffet.lea, buffet.roles["cuisine"], "3", paid=False)
    gave(buffet.job, buffet.lea, buffet.roles["cuisine"], "3", withdrawn_at=NOW)
    spent(buffet.job, buffet.lea, 100, withdrawn_at=NOW)
    assert cases.case_of(buffet.job, CONTENT, DAY) == before
    gave(buffet.job, buffet.lea, buffet.roles["cuisine"], "1/3", points="1.5")
    added = set(cases.case_of(buffet.job, CONTENT, DAY).contributions) - set(before.contributions)
    assert [(each.hours, each.points) for each in added] == [(Fraction(1, 3), Fraction(3, 2))]


def test_who_advanced_the_money_gets_it_back(buffet: Buffet) -> None:
    spent(buffet.job, None, 300)
    spent(buffet.job, None, 200, advanced_by="host")
    expenses = cases.case_of(buffet.job, CONTENT, DAY).expenses
    assert {Expense("collective", 300), Expense("host", 200), Expense(f"p{buffet.amina.pk}", 1_890)} <= set(expenses)


def test_refunds_count_and_an_income_below_zero_is_refused_in_words(buffet: Buffet) -> None:
    buffet.receive(400, "refund")
    assert cases.case_of(buffet.job, CONTENT, DAY).income == 86_000
    facts = cases.facts_of([buffet.job], DAY)[buffet.job.pk]
    with pytest.raises(RefusedCaseError, match="rien à partager"):
        cases.Facts(**{**vars(facts), "income": -1}).case(CONTENT)


def test_a_corrected_receipt_no_longer_says_the_year(buffet: Buffet) -> None:
    late = buffet.receive(100, received_on=D(2026, 6, 15))
    assert cases.facts_of([buffet.job], DAY)[buffet.job.pk].last_receipt == D(2026, 6, 15)
    correct_receipt(buffet.actor, late, None, now=NOW, reason="compté deux fois")
    facts = cases.facts_of([buffet.job], DAY)[buffet.job.pk]
    assert (facts.income, facts.last_receipt, facts.year) == (86_400, DAY, 2026)


def test_what_is_not_confirmed_is_counted_and_said(buffet: Buffet) -> None:
    assert cases.facts_of([buffet.job], DAY)[buffet.job.pk].unconfirmed == 0
    gave(buffet.job, buffet.lea, buffet.roles["cuisine"], "1", confirmed_at=None)
    spent(buffet.job, buffet.lea, 100, confirmed_at=None)
    assert cases.facts_of([buffet.job], DAY)[buffet.job.pk].unconfirmed == 2


def test_the_scale_is_the_one_of_the_last_receipt_as_everywhere_else(cast: Cast, today: datetime.date) -> None:
    buffet = the_buffet(cast, today)
    other = Activity.objects.create(kpa=cast.kpa, name="Formation", opened_on=D(2024, 1, 1))
    agree(cast, kpa=cast.kpa, valid_from=D(2026, 2, 1), valid_to=D(2026, 7, 1))
    agree(cast, kpa=cast.kpa, activity=other, valid_from=D(2026, 5, 1), per="activity")
    agree(cast, kpa=cast.other_kpa, valid_from=D(2025, 5, 1))
    for activity in (None, buffet.activity, other):
        job = job_of(cast.kpa, activity=activity)
        for day in (D(2024, 12, 31), D(2025, 6, 1), D(2026, 2, 1), D(2026, 5, 1), D(2026, 7, 1), D(2026, 7, 2)):
            expected = scale_for(cast.kpa, activity.pk if activity else None, day)
            assert cases.facts_of([job], day)[job.pk].scale == expected, (activity, day)


def test_without_a_scale_nothing_is_taken_for_the_host(cast: Cast, today: datetime.date) -> None:
    buffet = the_buffet(cast, today)
    buffet.receive(100, received_on=D(2024, 12, 31))
    job = job_of(cast.kpa)
    facts = cases.facts_of([job], D(2024, 12, 31))[job.pk]
    assert facts.scale is None
    host = next(each for each in facts.filled(CONTENT)["steps"] if each["kind"] == "host")
    assert (host["waived"], host["scale"]) == (True, [{"up_to": None, "rate": "0"}])


def test_as_many_queries_for_thirty_jobs_as_for_one(buffet: Buffet, cast: Cast) -> None:
    many = [job_of(cast.kpa, f"Prestation {rank}", activity=buffet.activity) for rank in range(30)]
    for job in many:
        gave(job, buffet.amina, buffet.roles["cuisine"], "2")
        spent(job, buffet.amina, 100)
    with CaptureQueriesContext(
        connection,
    ) as one:
        cases.facts_of([buffet.job], timezone.localdate())
    with CaptureQueriesContext(connection) as all_:
        found = cases.cases_of([buffet.job, *many], CONTENT, DAY)
    assert len(found) == 31
    assert len(one) == len(all_) == 5
