"""The status of a contract on any day, who must sign it, and what a CESA announces."""

import pytest

from maille.journeys.rules.contracts import status
from maille.journeys.rules.contracts.cesa import deadlines
from maille.journeys.rules.contracts.facts import Held, Limits, Period
from maille.journeys.rules.contracts.lengths import Length
from maille.journeys.rules.contracts.status import Status
from tests.journeys.contracts.help import CAPE, D, held, period

CESA = Limits("cesa", trial_months=8, associate_months=36)


def on(contract: Held, day: D) -> Status:
    return status.standing_on(contract, day).status


def test_a_contract_goes_from_draft_to_its_end() -> None:
    contract = Held(1, "cape", 1, "Hôte", (Period(0, D(2026, 3, 1), D(2026, 8, 31), D(2026, 2, 20)),))
    told = [on(contract, D(2026, month, day)) for month, day in ((2, 19), (2, 20), (3, 1), (8, 31), (9, 1))]
    assert told == [Status.DRAFT, Status.TO_BEGIN, Status.RUNNING, Status.RUNNING, Status.ENDED]
    assert status.standing_on(contract, D(2026, 4, 1)).ends_on == D(2026, 8, 31)


def test_issued_and_unsigned_is_to_sign() -> None:
    contract = Held(1, "cape", 1, "Hôte", (Period(0, D(2026, 3, 1), D(2026, 8, 31), None, issued=True),))
    assert on(contract, D(2026, 2, 1)) == Status.TO_SIGN
    assert on(contract, D(2027, 2, 1)) == Status.TO_SIGN


def test_signed_late_it_holds_from_the_signature_only() -> None:
    contract = Held(1, "cape", 1, "Hôte", (Period(0, D(2026, 3, 1), D(2026, 8, 31), D(2026, 3, 10)),))
    assert on(contract, D(2026, 3, 9)) == Status.DRAFT
    assert on(contract, D(2026, 3, 10)) == Status.RUNNING


def test_terminated_it_runs_to_its_last_day() -> None:
    contract = held((D(2026, 3, 1), D(2026, 8, 31)), early=D(2026, 5, 15))
    assert on(contract, D(2026, 5, 15)) == Status.RUNNING
    assert status.standing_on(contract, D(2026, 5, 1)).ends_on == D(2026, 5, 15)
    assert on(contract, D(2026, 5, 16)) == Status.TERMINATED


def test_without_end_it_runs() -> None:
    contract = held((D(2026, 3, 1), None), kind="membership")
    standing = status.standing_on(contract, D(2050, 1, 1))
    assert standing.covers
    assert standing.ends_on is None
    assert standing.days_left(D(2050, 1, 1)) is None


@pytest.mark.parametrize(
    ("day", "notice"), [(D(2026, 7, 1), None), (D(2026, 7, 2), 60), (D(2026, 7, 31), 60), (D(2026, 8, 1), 30)]
)
def test_its_end_is_announced_sixty_and_thirty_days_ahead(day: D, notice: int | None) -> None:
    assert status.notice_of(CAPE, D(2026, 8, 31), day) == notice


def test_a_minor_signs_with_the_legal_representative() -> None:
    assert status.parties(D(2008, 6, 15), D(2026, 6, 14)) == ("person", "representative", "host")
    assert status.parties(D(2008, 6, 15), D(2026, 6, 15)) == ("person", "host")


def test_a_cesa_deducts_the_cape_held_with_the_same_host() -> None:
    cape = held((D(2025, 1, 1), D(2025, 3, 20)))
    found = deadlines(CESA, D(2025, 4, 1), 1, [cape])
    assert found.cape == Length(2, 20)
    assert found.associate_by == D(2028, 1, 12)
    assert found.trial_until == D(2025, 9, 10)
    elsewhere = deadlines(CESA, D(2025, 4, 1), 2, [cape])
    assert (elsewhere.associate_by, elsewhere.trial_until) == (D(2028, 4, 1), D(2025, 11, 30))


def test_after_a_long_cape_there_is_no_trial_left() -> None:
    cape = held((D(2022, 1, 1), D(2022, 12, 31)), (D(2023, 1, 1), D(2023, 12, 31)), (D(2024, 1, 1), D(2024, 12, 31)))
    found = deadlines(CESA, D(2025, 1, 1), 1, [cape])
    assert found.trial_until is None
    assert found.associate_by == D(2025, 1, 1)


def test_a_renewal_never_signed_leaves_the_contract_ended() -> None:
    periods = (period(0, D(2026, 1, 1), D(2026, 3, 31)), period(1, D(2026, 4, 1), D(2026, 6, 30), signed=None))
    contract = Held(1, "cape", 1, "Hôte", periods)
    standing = status.standing_on(contract, D(2026, 4, 1))
    assert standing.status == Status.ENDED
    assert standing.draft == periods[1]
