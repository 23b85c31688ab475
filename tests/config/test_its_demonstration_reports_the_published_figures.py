"""`./maille demo` then `./maille report` on the published period: every figure, as published and as the oracle."""

import io
import json
import pathlib
from typing import Any

import pytest
from django.core.management import call_command

from maille.config.demo import cast
from maille.config.demo.register import FROM, TO, rows
from maille.config.management.commands.demo import FIRST_DAY
from maille.identity.models import User
from maille.journeys.actions.register import ImportOptions, check_register
from maille.journeys.models import FollowUp, Journey, Referent, Stage, Suspension
from maille.journeys.rules.register.cells import DETAIL_CODES, LEVEL_CODES, OUTCOME_CODES
from maille.network.models import Membership, Organisation
from maille.network.rules.roles import Actor
from tests import oracle
from tests.journeys.register_help import MESSY, expected

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
SOURCE = json.loads((pathlib.Path(__file__).parents[1] / "impact/data/bilan-2022-2023.json").read_text())


@pytest.fixture
def report() -> dict[str, Any]:
    """What the command prints."""
    said = io.StringIO()
    call_command("report", "--from", "2022-03-01", "--to", "2023-12-31", "--format", "json", stdout=said)
    printed: dict[str, Any] = json.loads(said.getvalue())
    return printed


def cells(journey: Journey) -> oracle.Cells:
    """The journey as a row of the register, for the oracle; a transfer ends a journey like an exit."""
    back = {str(value): word for codes in (LEVEL_CODES, OUTCOME_CODES, DETAIL_CODES) for value, word in codes.items()}
    yes = {True: "oui", False: "non", None: ""}
    return {
        "nom": str(journey.person_id),
        "prenom": "",
        "date_naissance": str(journey.person.birth_date),
        "sexe": journey.person.sex,
        "code_postal": f"{journey.department}000" if journey.anonymised else journey.postal_code,
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


def test_it_equals_the_published_figures_and_the_oracle(report: dict[str, Any]) -> None:
    indicators = {line["key"]: line for line in report["indicators"]}
    wrong = [
        (key, what, value, indicators[key][what])
        for key, what, value in oracle.published(SOURCE)
        if indicators[key][what] != value
    ]
    assert wrong == []
    counts = oracle.report([row.cells() for row in rows()], FROM, TO)
    told = {key: (line["base"], line["count"]) for key, line in indicators.items()}
    assert told == {key: pair for key, pair in counts.items() if key in told}
    assert {key for key in counts if key not in told} <= {"department.unknown"}


def test_it_lists_the_published_turnover(report: dict[str, Any]) -> None:
    published = [
        {"kpa": line["kpa"], "year": line.get("year"), "cents": line["amount"] * 100}
        for line in SOURCE["turnover_excl_tax_eur"]
    ]

    def by_kpa(line: dict[str, Any]) -> tuple[str, int]:
        return (line["kpa"], line["year"] or 0)

    assert sorted(report["turnover"], key=by_kpa) == sorted(published, key=by_kpa)


def test_the_database_holds_the_published_figures_and_the_present_does_not_touch_them() -> None:
    rows = [cells(journey) for journey in Journey.objects.select_related("person").order_by("id")]
    counts = oracle.report(rows, FROM, TO)
    for key, what, value in oracle.published(SOURCE):
        base, count = counts[key]
        told = {"base": base, "count": count, "pct": oracle.share(count or 0, base) if base else None}
        assert told[what] == value, key


def test_the_cast_lives_after_the_published_period() -> None:
    accounts = User.objects.filter(email__in=[member.email for member in cast.CAST])
    assert accounts.count() == 8  # the cast, and a partner to whom a file is open
    assert all(membership.started_on > TO for membership in Membership.objects.filter(user__in=accounts))
    lived = Journey.objects.filter(person__user__in=accounts)
    assert lived.count() == 5
    assert all(journey.entered_on > TO for journey in lived)


def test_every_file_keeps_the_rules_of_its_kpa() -> None:
    for journey in Journey.objects.select_related("person", "kpa__choices"):
        journey.clean_fields()
        assert journey.planned_months is None or journey.planned_months <= journey.kpa.choices.maximum_months
    for each in [*Stage.objects.all(), *Suspension.objects.all(), *FollowUp.objects.all(), *Referent.objects.all()]:
        each.full_clean(exclude=["recorded_by"])
    for kpa in Organisation.objects.kpas():
        assert set(kpa.relations_in.values_list("kind", flat=True)) >= {"lead", "host"}


def test_the_messy_register_finds_nobody_of_the_cast() -> None:
    actor = Actor.command_line(FIRST_DAY)
    result = check_register(actor, MESSY, ImportOptions(keep_valid=True))
    became = {line.number: line.outcome.value + "_with_warning" * line.warned for line in result.plan.lines}
    assert became == {line: outcome for line, (outcome, _) in expected().items() if outcome != "blank"}
