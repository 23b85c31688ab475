"""Readiness as stored: one person or many, the same answer, in a constant number of queries; and the shuttle sheet."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maille.journeys.models import Journey, Person, Termination
from maille.journeys.models.readiness import readiness_of, ready_to_work
from maille.journeys.models.shuttle import shuttle_facts
from maille.network.models import KpaChoices, Organisation
from tests.cast import Cast, cooperant
from tests.journeys.dossier.help import account, contract, cover, piece
from tests.journeys.help import TODAY, D


@pytest.fixture
def amina(cast: Cast) -> Journey:
    """Amina, who may work."""
    Person.objects.filter(pk=cast.amina.pk).update(right_to_work_needed=False)
    contract(cast.amina_journey, cast.host)
    cover(cast.amina_journey)
    return Journey.objects.select_related("person", "kpa").get(pk=cast.amina_journey.pk)


def test_amina_may_work_and_yanis_not_yet(cast: Cast, amina: Journey) -> None:
    told = ready_to_work(amina.person, amina.kpa, TODAY)
    assert told.ready
    assert {each.key for each in told.to_complete} == {"identity", "address", "notice", "bank", "charter"}
    assert {each.key for each in ready_to_work(cast.yanis, cast.kpa, TODAY).blocking} == {
        "contract",
        "insurance",
        "right_to_work",
    }


def test_what_another_kpa_holds_counts_there_only(cast: Cast, amina: Journey) -> None:
    there = cooperant("Nour", "Ailleurs", D(1990, 1, 1), cast.other_kpa, D(2025, 1, 6))
    there.person = amina.person
    there.save()
    assert not ready_to_work(amina.person, cast.other_kpa, TODAY).ready
    account(amina)
    assert "bank" not in {each.key for each in ready_to_work(amina.person, cast.other_kpa, TODAY).missing}


def test_the_kpa_decides_what_blocks(cast: Cast, amina: Journey) -> None:
    KpaChoices.objects.filter(kpa=cast.kpa).update(required_pieces=["bank", "charter"])
    kpa = Organisation.objects.get(pk=cast.kpa.pk)
    assert {each.key for each in ready_to_work(amina.person, kpa, TODAY).blocking} == {"bank", "charter"}
    account(amina)
    piece(amina, "charter")
    assert ready_to_work(amina.person, kpa, TODAY).ready
    assert not ready_to_work(amina.person, kpa, D(2026, 1, 4)).ready


def test_an_early_end_and_an_exit_stop_it(cast: Cast, amina: Journey) -> None:
    Termination.objects.create(
        contract=amina.contracts.get(), ended_on=D(2026, 6, 10), by="both", reason="Emploi", entered_at="2026-06-10T09Z"
    )
    assert ready_to_work(amina.person, amina.kpa, D(2026, 6, 10)).ready
    assert not ready_to_work(amina.person, amina.kpa, TODAY).ready
    Journey.objects.filter(pk=amina.pk).update(ended_on=D(2026, 6, 9), end_kind="exit")
    assert "journey" in {each.key for each in ready_to_work(amina.person, amina.kpa, D(2026, 6, 10)).blocking}


@pytest.mark.parametrize("day", [TODAY, D(2025, 12, 25), D(2027, 3, 1)])
def test_many_are_asked_in_one_query_with_the_same_answers(cast: Cast, amina: Journey, day: datetime.date) -> None:
    for rank in range(12):
        journey = cooperant("Nour", f"Numéro {rank}", D(1990, 1, 1), cast.kpa, D(2025, 1, 6))
        if rank % 2:
            contract(journey, cast.host)
        if rank % 3:
            cover(journey, end=None)
        piece(journey, "identity", expires=D(2026, 8, 1))
        account(journey)
    journeys = list(Journey.objects.select_related("person", "kpa", "kpa__choices"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        told = readiness_of(journeys, day)
    assert len(queries) == 1
    assert told == {each.pk: ready_to_work(each.person, each.kpa, day) for each in journeys}
    assert readiness_of([], day) == {}


def test_the_shuttle_sheet_says_what_the_insurer_needs(cast: Cast, amina: Journey) -> None:
    told = shuttle_facts(amina.person, amina.kpa, TODAY)
    assert json.loads(json.dumps(told)) == told
    assert told["person"]["last_name"] == "Benali"
    assert told["host"]["name"] == "Optéos"
    assert told["contract"]["started_on"] == "2026-01-01"
    assert told["activities"] == "Couture et retouches"
    assert told["cover"]["to"] == "2026-12-31"
    assert told["minor"] is False
    nobody = shuttle_facts(cast.yanis, cast.other_kpa, TODAY)
    assert nobody["contract"] is None


def test_the_sheet_of_a_minor_names_the_representative(cast: Cast, amina: Journey) -> None:
    Person.objects.filter(pk=cast.amina.pk).update(birth_date=D(2009, 1, 1))
    given = piece(amina, "authorisation")
    given.representative = "Karim"
    given.save()
    amina.person.refresh_from_db()
    told = shuttle_facts(amina.person, amina.kpa, TODAY)
    assert (told["minor"], told["representative"]) == (True, "Karim")
