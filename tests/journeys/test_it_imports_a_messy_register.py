"""The messy register of real life, line by line."""

import pytest

from maille.journeys.actions.register import ImportOptions, check_register
from maille.journeys.models import ImportBatch, ImportLine, Journey, Person
from maille.network.models import Organisation
from maille.network.models.organisations import Kind
from tests.journeys.register_help import ALL, MESSY, OPERATOR, counts, expected, put, state

pytestmark = pytest.mark.django_db
KEEP = ImportOptions(keep_valid=True)


@pytest.fixture(autouse=True)
def kpas(db):
    for name in ("La Cape", "Moulins Coop", "Coop Manau"):
        Organisation.objects.create(kind=Kind.KPA, name=name, name_key=name.casefold())


def test_each_line_becomes_what_is_expected():
    result = put(MESSY, options=KEEP)
    lines = {line.number: line for line in result.plan.lines}
    for number, (outcome, columns) in expected().items():
        if outcome == "blank":
            assert number not in lines
            continue
        line = lines[number]
        named = ", ".join(dict.fromkeys(problem.column for problem in line.problems))
        warned = "_with_warning" if line.warned else ""
        assert f"{line.outcome.value}{warned}" == outcome, (number, line.problems)
        if outcome != "created":  # line 8 names the column that was read from a serial number: nothing to say there
            assert named == columns, (number, line.problems)
    assert set(lines) == {number for number, (outcome, _) in expected().items() if outcome != "blank"}


def test_each_refusal_says_what_and_which():
    result = put(MESSY, options=KEEP)
    said = {line.number: " ".join(problem.message for problem in line.problems) for line in result.reported}
    for number, words in {
        4: "Ressemble à Amina BENALI (ligne 2)",
        5: "31/02/1990 n'existe pas",
        6: "13 ans à l'entrée",
        7: "La sortie (01/06/2022) précède l'entrée (15/06/2022)",
        9: "n'est pas un nom",
        10: "n'est pas un nom",
        11: "n'est pas un KPA connu",
        12: "Il faut remplir",
        13: "« peut-être »",
        17: "ne va pas avec",
    }.items():
        assert words in said[number]
    assert "« douze »" in said[13]
    assert set(said) == {4, 5, 6, 7, 9, 10, 11, 12, 13, 17}


def test_what_is_stored_is_what_the_lines_say():
    put(MESSY, options=KEEP)
    sian = Person.objects.get(first_name="Siân")
    assert str(sian.birth_date) == "1993-01-01"
    corsican = Journey.objects.filter(person__first_name="Maëlle").order_by("entered_on")
    assert [(j.department, j.end_kind, j.detail) for j in corsican] == [("2B", "exit", "cdd_under_6"), ("2B", "", "")]
    assert corsican[0].commune_code == "2B033"
    assert corsican[0].person == corsican[1].person
    line = ImportLine.objects.get(line=2)
    assert line.extra == {"Observations": "parle arabe et français"}
    assert ImportLine.objects.get(line=13).cells[1:3] == ["Roux", "Noémie"]


def test_an_unknown_kpa_is_created_when_asked():
    result = put(MESSY, options=ALL)
    assert counts(result) == (6, 0, 1, 8)
    assert Organisation.objects.filter(name="KPA inconnu", kind=Kind.KPA).count() == 1


def test_nothing_is_imported_when_one_line_is_refused():
    result = put(MESSY, options=ImportOptions())
    assert not result.written
    assert counts(result) == (5, 0, 1, 9)
    assert not Person.objects.exists()
    assert not ImportBatch.objects.exists()


def test_checking_says_the_same_and_writes_nothing():
    checked = check_register(OPERATOR, MESSY, KEEP)
    assert not Person.objects.exists()
    done = put(MESSY, options=KEEP)
    assert counts(checked) == counts(done)
    assert [line.problems for line in checked.reported] == [line.problems for line in done.reported]


def test_importing_it_twice_changes_nothing():
    put(MESSY, options=ALL)
    before, history = state(), Journey.history.count()
    assert counts(put(MESSY, options=ALL)) == (0, 0, 7, 8)
    assert state() == before
    assert Journey.history.count() == history
