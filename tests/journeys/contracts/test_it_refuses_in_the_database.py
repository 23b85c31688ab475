"""The database itself refuses what no screen should have let through."""

import contextlib
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from maille.journeys.models import Contract, ContractPeriod, Journey, Termination
from tests.cast import Cast, cooperant
from tests.journeys.contracts.help import D
from tests.worlds.contracts import written

pytestmark = pytest.mark.django_db


@contextlib.contextmanager
def refused(name: str) -> Iterator[None]:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        yield


def add(contract: Contract, rank: int, start: D, end: D | None, signed: D | None = None) -> ContractPeriod:
    return ContractPeriod.objects.create(
        contract=contract, rank=rank, started_on=start, ends_on=end, signed_on=signed, entered_at=timezone.now()
    )


def test_two_periods_of_one_kind_with_one_host_never_share_a_day(cast: Cast) -> None:
    first = written(cast.amina_journey, cast.fanny, "cape", (D(2026, 1, 1), D(2026, 6, 30), D(2026, 1, 1)))
    with refused("no_overlapping_periods"):
        add(first, 1, D(2026, 6, 30), D(2026, 12, 31))
    with refused("no_overlapping_periods"):
        written(cast.amina_journey, cast.fanny, "cape", (D(2025, 12, 1), D(2026, 1, 1), None))
    add(first, 1, D(2026, 7, 1), D(2026, 12, 31))
    written(cast.amina_journey, cast.fanny, "membership", (D(2026, 3, 1), None, D(2026, 3, 1)))
    written(cast.lea_journey, cast.fanny, "cape", (D(2026, 1, 1), D(2026, 6, 30), D(2026, 1, 1)))
    theirs = cooperant("Amina", "Ailleurs", D(1980, 1, 1), cast.other_kpa, D(2025, 1, 1))
    Journey.objects.filter(pk=theirs.pk).update(person=cast.amina)
    theirs.refresh_from_db()
    written(theirs, cast.charlie, "cape", (D(2026, 1, 1), D(2026, 6, 30), D(2026, 1, 1)))


def test_two_files_joined_are_one_person(cast: Cast) -> None:
    again = cooperant("Amina", "Benaly", D(1987, 5, 12), cast.kpa, D(2024, 1, 1))
    written(again, cast.fanny, "cape", (D(2026, 1, 1), D(2026, 6, 30), D(2026, 1, 1)))
    Journey.objects.filter(pk=again.pk).update(person=cast.amina, ended_on=D(2025, 1, 1), end_kind="exit")
    with refused("no_overlapping_periods"):
        written(cast.amina_journey, cast.fanny, "cape", (D(2026, 6, 1), D(2026, 12, 31), None))


def test_an_early_end_and_a_withdrawal_free_the_days_after(cast: Cast) -> None:
    first = written(cast.amina_journey, cast.fanny, "cape", (D(2026, 1, 1), D(2026, 6, 30), D(2026, 1, 1)))
    Termination.objects.create(
        contract=first, ended_on=D(2026, 2, 28), by="host", reason="x", entered_at=timezone.now()
    )
    with refused("no_overlapping_periods"):
        written(cast.amina_journey, cast.fanny, "cape", (D(2026, 2, 28), D(2026, 4, 30), None))
    second = written(cast.amina_journey, cast.fanny, "cape", (D(2026, 3, 1), D(2026, 4, 30), None))
    second.periods.update(withdrawn_at=timezone.now())
    written(cast.amina_journey, cast.fanny, "cape", (D(2026, 3, 1), D(2026, 4, 30), None))
    with refused("no_overlapping_periods"):
        second.periods.update(withdrawn_at=None)


def test_a_signed_contract_binds_the_same_people_for_ever(cast: Cast) -> None:
    draft = written(cast.amina_journey, cast.fanny, "cesa", (D(2026, 1, 1), None, None))
    Contract.objects.filter(pk=draft.pk).update(host=cast.other_host)
    draft.periods.update(signed_on=D(2026, 1, 1))
    own = Contract.objects.filter(pk=draft.pk)
    for change in (
        {"host": cast.host},
        {"person": cast.lea},
        {"journey": cast.lea_journey},
        {"kpa": cast.other_kpa},
        {"kind": "membership"},
        {"full_time_employee": True},
    ):
        with refused("signed_contract_never_changes"):
            own.update(**change)
    own.update(version=7)
    with refused("signed_period_never_changes"):
        draft.periods.update(ends_on=D(2027, 1, 1))


def test_a_signed_period_is_not_withdrawn_nor_a_fee_more_than_all(cast: Cast) -> None:
    draft = written(cast.amina_journey, cast.fanny, "cape", (D(2026, 1, 1), D(2026, 6, 30), None))
    with refused("fee_up_to_everything"):
        draft.periods.update(fee_permille=1001)
    with refused("signed_period_is_not_withdrawn"):
        draft.periods.update(withdrawn_at=timezone.now(), signed_on=D(2026, 1, 1))
