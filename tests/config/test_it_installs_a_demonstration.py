"""`./maille demo`: the synthetic network, once, in an empty database, with the published figures in it."""

import io
import json
import pathlib

import pytest
from django.core.management import CommandError, call_command
from django.core.serializers import serialize

from maille.config.demo import cast, load
from maille.config.demo.register import FROM, TO
from maille.config.environment import DEMO_MARK, is_demo_file
from maille.config.management.commands.demo import FIRST_DAY
from maille.identity.demo import CAST
from maille.identity.models import User
from maille.journeys.models import (
    FollowUp,
    ImportBatch,
    ImportLine,
    Journey,
    Merge,
    Person,
    Referent,
    Stage,
    Suspension,
)
from maille.journeys.rules.register.cells import DETAIL_CODES, LEVEL_CODES, OUTCOME_CODES
from maille.network.models import KpaChoices, Membership, Organisation, Relation
from tests import oracle
from tests.cast import organisation

SOURCE = json.loads((pathlib.Path(__file__).parents[1] / "impact/data/bilan-2022-2023.json").read_text())
MODELS = [
    *(User, Organisation, Relation, KpaChoices, Membership, Person, Journey, Stage, Referent, Suspension, FollowUp),
    *(Merge, ImportBatch, ImportLine, Person.history.model, Journey.history.model),  # type: ignore[attr-defined]
]


def dump() -> str:
    """Everything written, as text."""
    return "\n".join(serialize("jsonl", model._default_manager.order_by("pk")) for model in MODELS)


def cells(journey: Journey) -> oracle.Cells:
    """The journey as a row of the register, for the oracle; a transfer ends a journey like an exit."""
    back = {str(value): word for codes in (LEVEL_CODES, OUTCOME_CODES, DETAIL_CODES) for value, word in codes.items()}
    yes = {True: "oui", False: "non", None: ""}
    return {
        "nom": str(journey.person_id),
        "prenom": "",
        "date_naissance": str(journey.person.birth_date),
        "sexe": journey.person.sex,
        "code_postal": journey.postal_code,
        "qpv": yes[journey.qpv],
        "parent_isole": yes[journey.single_parent],
        "protection_internationale": yes[journey.international_protection],
        "mission_locale": yes[journey.mission_locale],
        "rqth": yes[journey.disabled],
        "niveau_atteint": back.get(journey.level, ""),
        "inscription_ft": str(journey.registered_on or ""),
        "entree": str(journey.entered_on),
        "duree_prevue_mois": str(journey.planned_months or ""),
        "sortie": str(journey.ended_on or ""),
        "situation_sortie": back.get(journey.outcome, ""),
        "detail_sortie": back.get(journey.detail, ""),
    }


def demo(**options: object) -> str:
    """What the command prints."""
    said = io.StringIO()
    call_command("demo", no_serve=True, stdout=said, **options)
    return said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_running_it_again_changes_nothing() -> None:
    first = demo()
    written = dump()
    again = demo()
    assert "267 personnes" in first
    assert "rien n'a changé" in again
    assert dump() == written


@pytest.mark.django_db(transaction=True)
def test_it_prints_one_link_for_each_of_the_cast() -> None:
    said = demo(port=8100)
    for key in ("amina", "lea", "yanis", "fanny", "karim", "odile", "charlie"):
        assert f"http://localhost:8100/demo/entrer/{key}/" in said


def test_the_links_and_the_accounts_are_of_the_same_people() -> None:
    assert {(part.key, part.email) for part in CAST} == {(member.key, member.email) for member in cast.CAST}


@pytest.mark.django_db(transaction=True)
def test_it_never_mixes_with_real_people() -> None:
    organisation("Un vrai réseau", "network")  # type: ignore[arg-type]
    with pytest.raises(CommandError, match="déjà des données"):
        demo()
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_the_database_holds_the_published_figures_and_the_present_does_not_touch_them() -> None:
    load.load(FIRST_DAY, lambda what, count: None)
    rows = [cells(journey) for journey in Journey.objects.select_related("person").order_by("id")]
    counts = oracle.report(rows, FROM, TO)
    for key, what, value in oracle.published(SOURCE):
        base, count = counts[key]
        told = {"base": base, "count": count, "pct": oracle.share(count or 0, base) if base else None}
        assert told[what] == value, key


@pytest.mark.django_db
def test_the_cast_lives_after_the_published_period() -> None:
    load.load(FIRST_DAY, lambda what, count: None)
    accounts = User.objects.filter(email__in=[member.email for member in cast.CAST])
    assert accounts.count() == 7
    assert all(membership.started_on > TO for membership in Membership.objects.filter(user__in=accounts))
    lived = Journey.objects.filter(person__user__in=accounts)
    assert lived.count() == 5
    assert all(journey.entered_on > TO for journey in lived)


@pytest.mark.django_db
def test_every_file_keeps_the_rules_of_its_kpa() -> None:
    load.load(FIRST_DAY, lambda what, count: None)
    for journey in Journey.objects.select_related("person", "kpa__choices"):
        journey.clean_fields()
        assert journey.planned_months is None or journey.planned_months <= journey.kpa.choices.maximum_months
    for each in [*Stage.objects.all(), *Suspension.objects.all(), *FollowUp.objects.all(), *Referent.objects.all()]:
        each.full_clean(exclude=["recorded_by"])
    for kpa in Organisation.objects.kpas():
        assert set(kpa.relations_in.values_list("kind", flat=True)) >= {"lead", "host"}


@pytest.mark.django_db
def test_an_installation_of_another_day_lives_that_day() -> None:
    later = FIRST_DAY.replace(year=2028)
    load.load(later, lambda what, count: None)
    assert Journey.objects.filter(ended_on__isnull=True, entered_on__gt=later.replace(year=2026)).count() > 40
    assert not Journey.objects.filter(entered_on__gt=later).exists()


def test_a_file_says_itself_that_it_is_a_demonstration(tmp_path: pathlib.Path) -> None:
    import sqlite3

    path = tmp_path / "maille.sqlite3"
    assert not is_demo_file(path)
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE real (id)")
    database.commit()
    assert not is_demo_file(path)
    database.execute(f"PRAGMA application_id = {DEMO_MARK}")
    database.close()
    assert is_demo_file(path)
