"""What cannot be computed is refused before anything is, with a French sentence and status 2."""

import copy
import io
import json
import pathlib
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import OutputWrapper

from maille.sharing.management.commands.simulate import Command
from maille.sharing.rules.engine import share
from maille.sharing.rules.reading import RefusedCaseError, read_case

CASES = pathlib.Path(__file__).with_name("cases")
GOOD = {
    "income": 50_000,
    "expenses": [{"to": "fanny", "amount": 1000}],
    "contributions": [{"person": "amina", "hours": "7.5", "role": "cuisine", "points": "3"}],
    "rule": {
        "steps": [
            {"kind": "reimburse"},
            {"kind": "host", "to": "host", "scale": [{"up_to": 100, "rate": "11.5"}, {"up_to": None, "rate": "9"}]},
            {"kind": "percent", "to": "collective", "rate": "10"},
            {"kind": "pay", "roles": ["coordination"], "rate_per_hour": 2000},
            {"kind": "split", "roles": ["cuisine"], "keys": [{"key": "hours", "part": "80"}]},
        ]
    },
}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The good case with one value replaced."""
    data = copy.deepcopy(GOOD)
    place: Any = data
    *way, last = [int(each) if each.isdigit() else each for each in path.split("/")]
    for each in way:
        place = place[each]
    place[last] = value
    return data


def test_the_good_case_is_good() -> None:
    assert sum(share(read_case(GOOD)).totals.values()) == 50_000


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("income", -1, "La recette compte moins que zéro (-1) : un nombre négatif est refusé"),
        ("income", "12", "La recette doit être un nombre entier de centimes"),
        ("income", True, "nombre entier"),
        ("income", 12.5, "nombre entier"),
        ("expenses/0/amount", -1, "Le frais 1 : le montant compte moins que zéro"),
        ("expenses/0/to", "", "Le frais 1 : le destinataire manque"),
        ("expenses", {}, "une liste est attendue"),
        ("contributions/0/hours", "abc", "le nombre d'heures n'est pas un nombre"),
        ("contributions/0/hours", "NaN", "n'est pas un nombre"),
        ("contributions/0/hours", "-2", "le nombre d'heures compte moins que zéro"),
        ("contributions/0/hours", None, "n'est pas un nombre"),
        ("contributions/0/points", "x", "le nombre de points n'est pas un nombre"),
        ("contributions/0/person", None, "la personne manque"),
        ("contributions/0/role", 3, "le rôle doit être un mot"),
        ("rule/shortage", "first_come", "La règle en cas de manque « first_come » n'existe pas"),
        ("income", 10**1000, "un nombre trop long : 1000 chiffres au plus"),
        ("income", -(10**2000), "un nombre trop long"),
        ("rule/steps/3/rate_per_hour", 10**1000, "un nombre trop long"),
        ("rule/shortage", ["proportional"], "n'existe pas"),
        ("rule/shortage", {}, "n'existe pas"),
        ("rule/shortage", None, "La règle en cas de manque « rien » n'existe pas"),
        ("contributions/0/hours", True, "(vrai)"),
        ("contributions/0/hours", "1e3", "n'est pas un nombre (1e3)"),
        ("contributions/0/hours", "٥", "n'est pas un nombre"),
        ("contributions/0/hours", "7,5", "n'est pas un nombre (7,5). Exemple : 7.5"),
        ("contributions/0/hours", "x" * 500, "x" * 40 + "…)"),
        ("rule/steps/0/kind", "gift", "le genre « gift » n'existe pas"),
        ("rule/steps/0", "reimburse", "un objet est attendu"),
        ("rule/steps/1/scale", [], "le barème n'a pas de tranche"),
        ("rule/steps/1/scale/1/up_to", 200, "la dernière tranche du barème doit être sans limite"),
        ("rule/steps/1/scale/0/up_to", None, "le barème doit monter"),
        ("rule/steps/1/scale/0/up_to", 0, "le barème doit monter"),
        ("rule/steps/1/scale/0/rate", "-3", "le taux compte moins que zéro"),
        ("rule/steps/1/year_to_date", "0", "nombre entier"),
        ("rule/steps/1/waived", "yes", "vrai ou faux"),
        ("rule/steps/2/of", "moon", "n'est pas une base connue"),
        ("rule/steps/2/rate", "dix", "le taux n'est pas un nombre"),
        ("rule/steps/3/roles", [], "la liste des rôles est vide"),
        ("rule/steps/3/rate_per_hour", -5, "le tarif horaire compte moins que zéro"),
        ("rule/steps/4/roles", [], "la liste des rôles est vide"),
        ("rule/steps/4/keys", [], "n'a pas de clé"),
        ("rule/steps/4/keys/0/key", "age", "la clé « age » n'existe pas"),
        ("rule/steps/4/keys/0/part", "0", "toutes les parts des clés sont nulles"),
        ("rule/steps/4/floor_per_hour", -1, "le minimum horaire compte moins que zéro"),
        ("rule/steps/4/cap_percent", "-1", "le plafond compte moins que zéro"),
    ],
)
def test_it_says_what_is_wrong(path: str, value: Any, words: str) -> None:
    with pytest.raises(RefusedCaseError) as refusal:
        share(read_case(changed(path, value)))
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ({"key": "hours", "part": "1"}, {"hours": "0"}),
        ({"key": "points", "part": "1"}, {"points": "0"}),
        ({"key": "weighted_hours", "part": "1", "weights": {"cuisine": "0"}}, {}),
    ],
)
@pytest.mark.parametrize("income", [50_000, 0])
def test_a_key_under_which_nobody_weighs_is_refused_even_for_an_empty_pot(
    key: dict[str, Any], change: dict[str, str], income: int
) -> None:
    data = changed("rule/steps/4/keys", [{"key": "equal", "part": "1"}, key])
    data["contributions"][0] |= change
    data["income"] = income
    with pytest.raises(RefusedCaseError, match="personne n'a rien sous la clé"):
        share(read_case(data))


def test_with_no_participant_nothing_is_refused_and_all_goes_to_the_other() -> None:
    data = changed("rule/steps/4/roles", ["vente"])
    data["rule"]["steps"][4]["otherwise"] = "fonds"
    assert share(read_case(data)).totals["fonds"] > 0


@pytest.mark.parametrize("text", ["{", "[1,", "", "é".encode("latin-1"), b"[" * 100_000])
def test_the_command_ends_with_status_two(tmp_path: pathlib.Path, text: Any) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    told = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command(Command(stderr=OutputWrapper(told)), str(path), stderr=told)
    assert stop.value.code == 2
    assert "case.json n'est pas" in told.getvalue()


def refused_by_the_command(path: pathlib.Path) -> str:
    """What the command says of a file it refuses, with status 2."""
    told = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command(Command(stderr=OutputWrapper(told)), str(path), stderr=told)
    assert stop.value.code == 2
    return told.getvalue()


def test_a_field_written_twice_is_refused(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"income": 5, "income": 500, "rule": {"steps": []}}')
    assert "« income » est écrit deux fois" in refused_by_the_command(path)


def test_a_number_nobody_counts_to_is_refused(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"income": ' + "9" * 5000 + ', "rule": {"steps": []}}')
    assert "un nombre trop long" in refused_by_the_command(path)


@pytest.mark.parametrize("name", ["\\ud800", "é", "🧶"])
def test_any_name_can_be_printed(name: str, tmp_path: pathlib.Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "case.json"
    text = '{"income": 5, "rule": {"steps": [], "remainder": "NAME"}}'.replace("NAME", name)
    path.write_text("\ufeff" + text, encoding="utf-8")
    call_command("simulate", str(path))
    assert json.loads(capfdbinary.readouterr().out)["totals"] == {json.loads(f'"{name}"'): 5}


def test_hours_are_exact_however_many_digits(tmp_path: pathlib.Path) -> None:
    data = changed("contributions/0/hours", "0." + "3" * 60)
    assert sum(share(read_case(data)).totals.values()) == 50_000


def test_the_longest_numbers_can_be_told(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = changed("rule/steps/3/rate_per_hour", 10**1000 - 1)
    data["rule"]["steps"][3]["roles"] = ["cuisine"]
    data["contributions"][0]["hours"] = "9" * 1000 + "." + "9" * 1000
    data["rule"]["steps"][4]["floor_per_hour"] = 10**1000 - 1
    (tmp_path / "case.json").write_text(json.dumps(data))
    call_command("simulate", str(tmp_path / "case.json"))
    assert json.loads(capsys.readouterr().out)["income"] == 50_000


def test_the_command_prints_lines_and_totals(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("simulate", str(CASES / "atelier.json"))
    told = json.loads(capsys.readouterr().out)
    assert told["income"] == sum(told["totals"].values()) == 86_400
    assert [each["kind"] for each in told["lines"]].count("split") == 3
    assert told["lines"][5]["because"].startswith("521,55")


def test_numbers_with_a_point_stay_exact(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (CASES / "atelier.json").read_text().replace('"7.5"', "7.5").replace('"6.25"', "6.25")
    (tmp_path / "case.json").write_text(text)
    call_command("simulate", str(tmp_path / "case.json"))
    assert json.loads(capsys.readouterr().out)["totals"]["amina"] == 22_997
