"""`./maille import` and `./maille export`, as somebody at a terminal sees them."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from maille.journeys.models import Journey, Person
from maille.network.models import Organisation
from maille.network.models.organisations import Kind
from tests.journeys.register_help import MESSY, amina, expected, register, state, write

pytestmark = pytest.mark.django_db


def run(*arguments, status=0):
    """What the command prints; `status` is how it must end."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import", *map(str, arguments), stdout=out, stderr=err)
        ended = 0
    except SystemExit as end:
        ended = end.code
    assert ended == status, out.getvalue()
    return out.getvalue(), err.getvalue()


@pytest.fixture
def kpas(db):
    for name in ("La Cape", "Moulins Coop", "Coop Manau"):
        Organisation.objects.create(kind=Kind.KPA, name=name, name_key=name.casefold())


def test_it_prints_counts_and_every_refused_line_and_ends_with_1(kpas, tmp_path):
    out, err = run(MESSY, "--keep-valid", "--refused", tmp_path / "refused.csv", status=1)
    for number, (outcome, columns) in expected().items():
        if outcome == "refused":
            for column in columns.split(", "):
                assert f"Ligne {number}, {column} (refusée)" in out
    assert "Ligne 4, nom (à vérifier)" in out
    assert "Créées : 5\nMises à jour : 0\nInchangées : 1\nRefusées : 9\n" in out
    assert "Colonnes inconnues, mises de côté : Observations" in out
    assert "Enregistrement : 15 / 15" in err


def test_the_correction_file_is_corrected_and_imported(kpas, tmp_path):
    refused = tmp_path / "refused.csv"
    run(MESSY, "--keep-valid", "--refused", refused, status=1)
    with refused.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter=";"))
    assert [row["Ligne d'origine"] for row in rows] == ["5", "6", "7", "9", "10", "11", "12", "13", "17"]
    assert rows[3]["Nom"].startswith("'=HYPERLINK")
    assert "« douze »" in rows[7]["Problèmes signalés"]
    row = rows[0] | {"Date de naissance": "01/02/1990"}
    out, _ = run(write(tmp_path / "again.csv", row), status=0)
    assert "Créées : 1" in out
    assert "Colonnes inconnues, mises de côté : Observations\n" in out
    out, _ = run(write(tmp_path / "again.csv", rows[1]), "--refused", refused, status=1)
    assert refused.read_text(encoding="utf-8").count("Problèmes signalés") == 1


def test_all_or_nothing_is_the_default(kpas):
    out, _ = run(MESSY, status=1)
    assert "Rien n'est importé" in out
    assert not Person.objects.exists()


def test_a_dry_run_writes_nothing(cast, tmp_path):
    before = state()
    out, _ = run(write(tmp_path / "good.csv", amina()), "--dry-run")
    assert "Créées : 1" in out
    assert "rien n'est écrit" in out
    assert state() == before


def test_it_creates_kpas_when_asked(cast, tmp_path):
    path = write(tmp_path / "new.csv", amina(kpa="Illicoop"))
    out, _ = run(path, status=1)
    assert "« Illicoop » n'est pas un KPA connu. KPA connus : La Cape, Moulins Coop." in out
    run(path, "--create-kpa")
    kpa = Organisation.objects.get(name="Illicoop")
    assert kpa.relations_out.get().target == cast.network


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"%PDF-1.4", "PDF"), (b"kpa;nom\na;b\n", "Prénom"), (None, "ne peut pas être ouvert")]
)
def test_a_file_that_cannot_be_read_is_an_error_in_words(db, tmp_path, content, sentence):
    path = tmp_path / "x"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        run(path)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_and_imported_again_changes_nothing(kpas, tmp_path, form):
    run(MESSY, "--keep-valid", status=1)
    before = state()
    path = tmp_path / f"registre.{form}"
    call_command("export", "-o", str(path))
    out, _ = run(path)
    assert "Créées : 0\nMises à jour : 0\nInchangées : 5\nRefusées : 0\n" in out
    assert state() == before


def test_it_exports_one_kpa_at_a_day(cast, tmp_path):
    path = tmp_path / "registre.csv"
    call_command("export", "--kpa", "LA CAPE", "--at", "01/05/2025", "-o", str(path))
    assert path.read_text(encoding="utf-8-sig").splitlines()[1:] == [
        "La Cape;Benali;Amina;12/05/1987;F;;;;;;;;;;04/04/2025;24;;;"
    ]
    with pytest.raises(CommandError, match="KPA connus : La Cape, Moulins Coop"):
        call_command("export", "--kpa", "Illicoop", "-o", str(path))


def test_a_person_without_birth_date_comes_back_the_same(cast, tmp_path):
    Person.objects.filter(pk=cast.lea.pk).update(birth_date=None)
    path = tmp_path / "registre.csv"
    path.write_bytes(register())
    out, _ = run(path)
    assert "Inchangées : 3" in out
    assert Journey.objects.count() == 3
    run(write(tmp_path / "unknown.csv", amina(date_naissance="")), status=1)


def test_a_file_that_cannot_be_opened_or_written_is_said_in_french(kpas, tmp_path):
    nowhere = tmp_path / "nulle" / "part.csv"
    with pytest.raises(CommandError, match=r"ne peut pas être ouvert \(ce fichier ou ce dossier n'existe pas"):
        run(nowhere)
    with pytest.raises(CommandError, match=r"Impossible d'écrire .* : ce fichier ou ce dossier n'existe pas"):
        run(MESSY, "--refused", nowhere)
    with pytest.raises(CommandError, match=r"Impossible d'écrire .* : c'est un dossier"):
        call_command("export", "-o", str(tmp_path))


def test_cells_beyond_the_headings_are_reported(kpas, tmp_path):
    path = tmp_path / "long.csv"
    path.write_text(
        "kpa;nom;prenom;date_naissance;entree\nLa Cape;Haddad;Amina;03/03/1990;01/02/2024;très motivée\n",
        encoding="utf-8",
    )
    assert "Colonnes inconnues, mises de côté : Colonne 6\n" in run(path)[0]
