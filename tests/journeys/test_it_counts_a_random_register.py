"""A random register gives the counts of an independent computation; twice changes nothing; undoing restores."""

import datetime
import pathlib
import tempfile
import threading
import unicodedata

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maille.journeys.actions.register import undo_import
from maille.journeys.models import Journey, Person
from tests.journeys.register_help import ALL, NOW, OPERATOR, amina, counts, put, register, state, write
from tests.patience import PATIENCE

NAMES = ["Benali", "BENALI", "Bénali", "N'Diaye", "ndiaye", "Roux", "Nguyễn", "王", ""]
BIRTHS = ["12/05/1987", "1987-05-12", "31909", "01/01/2012", "31/02/1990", "", "05/12/1987"]
ENTRIES = ["01/03/2022", "2022-03-01", "01/02/2023", "hier", ""]
ENDS = ["", "31/12/2022", "15/06/2023", "01/01/2020"]
ROWS = st.fixed_dictionaries(
    {
        "kpa": st.sampled_from(["La Cape", "la cape", "Moulins Coop", "Illicoop", ""]),
        "nom": st.sampled_from(NAMES),
        "prenom": st.sampled_from(["Amina", "AMINA", "Zoé"]),
        "date_naissance": st.sampled_from(BIRTHS),
        "sexe": st.sampled_from(["", "F"]),
        "qpv": st.sampled_from(["", "oui", "non", "?"]),
        "entree": st.sampled_from(ENTRIES),
        "sortie": st.sampled_from(ENDS),
    }
)


def day(text):
    """The oracle reads dates its own way."""
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return datetime.date(1987, 5, 12) if text == "31909" else None


def folded(text):
    """Without case, accents or apostrophes."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain.replace("'", " ").casefold()


def readable(row):
    """Whether nothing in the row itself refuses it."""
    birth, entry, end = day(row["date_naissance"]), day(row["entree"]), day(row["sortie"])
    if not (row["kpa"] and row["nom"] and birth and entry) or row["qpv"] == "?":
        return False
    return not (end and end < entry) and birth.year + 16 <= entry.year


def identity(row):
    """Who, where."""
    return (folded(row["nom"]), folded(row["prenom"]), day(row["date_naissance"]), folded(row["kpa"]))


def oracle(rows):
    """(created, updated, unchanged, refused), by a slow and plain computation over the whole file."""
    known, sexes, refused, outcomes, finals = {}, {}, 0, [], {}
    for row in rows:
        if readable(row) and day(row["sortie"]):
            finals[identity(row), day(row["entree"])] = day(row["sortie"])
    for row in rows:
        entry, end = day(row["entree"]), day(row["sortie"])
        if not readable(row):
            refused += 1
            continue
        key = identity(row)
        person = key[:3]
        journeys = known.setdefault(key, {})
        stored = journeys.get(entry)
        new_end = end or (stored or {}).get("end")
        last = finals.get((key, entry)) or datetime.date.max
        clash = any(
            entry <= (finals.get((key, start)) or datetime.date.max) and start <= last
            for start in journeys
            if start != entry
        )
        if clash and (stored is None or end not in (None, stored["end"])):
            refused += 1
            continue
        fresh = {"end": new_end, "qpv": row["qpv"] or (stored or {}).get("qpv")}
        new_sex = row["sexe"] and not sexes.get(person)
        outcomes.append("created" if stored is None else "updated" if fresh != stored or new_sex else "unchanged")
        sexes[person] = sexes.get(person) or row["sexe"]
        journeys[entry] = fresh
    return outcomes.count("created"), outcomes.count("updated"), outcomes.count("unchanged"), refused


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=st.lists(ROWS, min_size=1, max_size=12))
def test_counts_are_those_of_an_independent_computation(cast, rows):
    rows = [row | {"nom": row["nom"] and f"X {row['nom']}"} for row in rows]
    before, exported = state(), register()
    with tempfile.TemporaryDirectory() as folder:
        path = write(pathlib.Path(folder) / "registre.csv", *rows)
        first = put(path, options=ALL)
        assert counts(first) == oracle(rows)
        assert Journey.objects.count() == 3 + first.created
        written = state()
        again = put(path, options=ALL)
        assert (again.created, again.updated, state()) == (0, 0, written)
        out = pathlib.Path(folder) / "export.csv"
        out.write_bytes(register())
        round_trip = put(out, options=ALL)
        assert counts(round_trip) == (0, 0, Journey.objects.count(), 0)
        assert state() == written
        for result in (again, first):
            undo_import(OPERATOR, result.batch.pk, NOW)
    assert state() == before
    assert register() == exported


# SQLite's tests run on one in-memory database whose threads share a lock that no real installation has.
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_same_file_imported_twice_at_once_is_imported_once(cast, tmp_path):
    path = write(tmp_path / "registre.csv", *(amina(prenom=f"Amina {letter}") for letter in "abcdefgh"))
    start, results = threading.Barrier(2), []

    def one():
        try:
            start.wait(PATIENCE)
            results.append(counts(put(path)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert sorted(results) == [(0, 0, 8, 0), (8, 0, 0, 0)]
    assert Person.objects.count() == 11
