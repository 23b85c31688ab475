"""The clock test: a CAPE day by day, through two short renewals to no third, and through long ones to 36 months."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maille.journeys.actions import contracts
from maille.journeys.models import Contract, ContractPeriod, Person
from maille.journeys.models.reading_contracts import contract_at, contracts_at
from maille.journeys.rules.contracts.status import Status
from maille.network.models import Organisation
from tests.cast import Cast, cooperant
from tests.journeys.contracts.help import TERMS, D, offer_all, prepare, renew, sign, signed, terminate
from tests.journeys.help import acting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_offered(cast: Cast) -> None:
    offer_all(cast)


def status(person: Person, kpa: Organisation, day: D) -> Status | None:
    told = contract_at(person, kpa, day)
    return told.status if told else None


def test_two_short_renewals_use_up_both_and_a_third_is_refused(cast: Cast) -> None:
    amina, kpa, fanny = cast.amina, cast.kpa, cast.fanny
    assert status(amina, kpa, D(2025, 9, 1)) is None
    first = prepare(fanny, cast.amina_journey, D(2025, 10, 1), D(2025, 12, 31), today=D(2025, 9, 15))
    assert status(amina, kpa, D(2025, 9, 15)) == Status.DRAFT
    sign(fanny, first, D(2025, 9, 20))
    assert status(amina, kpa, D(2025, 9, 19)) == Status.DRAFT
    assert status(amina, kpa, D(2025, 9, 20)) == Status.TO_BEGIN
    assert status(amina, kpa, D(2025, 9, 30)) == Status.TO_BEGIN
    assert status(amina, kpa, D(2025, 10, 1)) == Status.RUNNING
    assert status(amina, kpa, D(2025, 12, 31)) == Status.RUNNING
    assert status(amina, kpa, D(2026, 1, 1)) == Status.ENDED
    second = renew(fanny, first, D(2026, 2, 28), today=D(2025, 12, 10))
    assert (second.started_on, second.rank) == (D(2026, 1, 1), 1)
    assert status(amina, kpa, D(2026, 1, 1)) == Status.ENDED, "a renewal that nobody signed renews nothing"
    sign(fanny, second, D(2025, 12, 31))
    assert status(amina, kpa, D(2026, 1, 1)) == Status.RUNNING
    third = sign(fanny, renew(fanny, second, D(2026, 4, 30), today=D(2026, 2, 1)), D(2026, 2, 15))
    assert status(amina, kpa, D(2026, 4, 30)) == Status.RUNNING
    with pytest.raises(ValidationError, match="Un CAPE se renouvelle deux fois, et c'est déjà fait"):
        renew(fanny, third, D(2026, 6, 30), today=D(2026, 4, 15))
    assert status(amina, kpa, D(2026, 5, 1)) == Status.ENDED
    assert ContractPeriod.objects.count() == 3, "seven months in all: the months were not what refused"


def test_the_same_by_another_name_is_refused_too(cast: Cast) -> None:
    first = signed(cast.fanny, cast.amina_journey, D(2025, 10, 1), D(2025, 10, 31))
    second = sign(cast.fanny, renew(cast.fanny, first, D(2025, 11, 30), today=D(2025, 10, 15)), D(2025, 10, 20))
    sign(cast.fanny, renew(cast.fanny, second, D(2025, 12, 31), today=D(2025, 11, 15)), D(2025, 11, 20))
    with pytest.raises(ValidationError, match="sans un jour d'écart"):
        prepare(cast.fanny, cast.amina_journey, D(2026, 1, 1), D(2026, 6, 30), today=D(2025, 12, 15))
    assert prepare(cast.fanny, cast.amina_journey, D(2026, 2, 1), D(2026, 6, 30), today=D(2025, 12, 15))


def test_long_periods_reach_thirty_six_months_and_not_a_day_more(cast: Cast) -> None:
    fanny, journey = cast.fanny, cooperant("Amina", "Benali", D(1980, 1, 1), cast.kpa, D(2022, 12, 1))
    first = signed(fanny, journey, D(2023, 1, 31), D(2024, 1, 30))
    with pytest.raises(ValidationError, match="12 mois au plus par période") as refused:
        renew(fanny, first, D(2025, 1, 31), today=D(2024, 1, 1))
    assert "30/01/2025" in str(refused.value), "the sentence says which end is possible"
    second = sign(fanny, renew(fanny, first, D(2025, 1, 30), today=D(2024, 1, 1)), D(2024, 1, 15))
    third = sign(fanny, renew(fanny, second, D(2026, 1, 30), today=D(2025, 1, 1)), D(2025, 1, 15))
    with pytest.raises(ValidationError, match="deux fois"):
        renew(fanny, third, D(2026, 2, 28), today=D(2026, 1, 15))
    with pytest.raises(ValidationError, match=r"36 en tout.*Il n'en reste plus"):
        prepare(fanny, journey, D(2026, 3, 1), D(2026, 3, 1), today=D(2026, 2, 15))


def test_thirty_six_months_are_counted_across_two_contracts_with_the_same_host(cast: Cast) -> None:
    fanny, journey = cast.fanny, cooperant("Amina", "Benali", D(1980, 1, 1), cast.kpa, D(2022, 12, 1))
    first = signed(fanny, journey, D(2023, 1, 1), D(2023, 12, 31))
    renewal = sign(fanny, renew(fanny, first, D(2024, 12, 31), today=D(2023, 12, 1)), D(2023, 12, 15))
    terminate(fanny, renewal, D(2024, 10, 15), today=D(2024, 10, 1))  # 21 months and 15 days
    again = signed(fanny, journey, D(2025, 3, 1), D(2026, 2, 28))  # 12 months: 33 and 15 days
    with pytest.raises(ValidationError, match="36 en tout") as refused:
        renew(fanny, again, D(2026, 5, 16), today=D(2026, 2, 1))
    assert "15/05/2026" in str(refused.value)
    assert renew(fanny, again, D(2026, 5, 15), today=D(2026, 2, 1))


def test_months_with_another_host_only_warn(cast: Cast) -> None:
    person = cast.amina
    there = cooperant("Amina", "Ailleurs", D(1980, 1, 1), cast.other_kpa, D(2020, 1, 1))
    type(there).objects.filter(pk=there.pk).update(person=person, ended_on=D(2024, 2, 1), end_kind="exit")
    there.refresh_from_db()
    first = signed(cast.charlie, there, D(2021, 2, 1), D(2022, 1, 31))
    second = sign(cast.charlie, renew(cast.charlie, first, D(2023, 1, 31), today=D(2021, 12, 1)), D(2021, 12, 2))
    sign(cast.charlie, renew(cast.charlie, second, D(2024, 1, 31), today=D(2022, 12, 1)), D(2022, 12, 2))
    prepared = contracts.prepare_contract(
        acting(cast.fanny), cast.amina_journey.pk, None, "cape", D(2026, 7, 1), D(2027, 6, 30), TERMS,
        now=timezone.now(), full_time_employee=False,
    )  # fmt: skip
    (warning,) = prepared.warnings
    assert "36 mois de CAPE avec une autre structure de portage : 48 mois en tout, plus que 36" in warning
    assert cast.other_host.name not in warning, "the other host is nobody's business here"


def test_a_list_of_journeys_is_told_in_two_queries(cast: Cast, django_assert_num_queries: object) -> None:
    for journey in (cast.amina_journey, cast.lea_journey):
        signed(cast.fanny, journey, D(2026, 2, 1), D(2027, 1, 31))
    with django_assert_num_queries(2):  # type: ignore[operator]
        found = contracts_at([cast.amina_journey, cast.lea_journey, cast.yanis_journey], D(2026, 6, 15))
        said = {pk: told.sentence for pk, told in found.items()}
    assert set(said) == {cast.amina_journey.pk, cast.lea_journey.pk}
    assert said[cast.lea_journey.pk] == "CAPE avec Optéos, en cours jusqu'au 31/01/2027"
    assert Contract.objects.count() == 2
