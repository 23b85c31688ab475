"""Upload, columns, every problem in words, confirm, undo; and what strangers may not."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maille.identity.models import Access
from maille.journeys.actions.register import batches
from maille.journeys.files import progress
from maille.journeys.models import ImportBatch, Journey, Person
from tests.journeys.register_help import MESSY, amina, register, state, write

pytestmark = pytest.mark.django_db
UPLOAD = "/registre/import/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def fanny(cast, client):
    client.force_login(cast.fanny)
    return client


def deposit(client, content, name="registre.csv"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)}, follow=True)


def columns(batch):
    return {f"column_{place}": batch.mapping.get(str(place), "-") for place in range(len(batch.headings))}


def checked(client, content):
    """Put in and checked with the columns as guessed."""
    deposit(client, content)
    batch = ImportBatch.objects.order_by("-id")[0]
    page = client.post(reverse("journeys:import", args=[batch.pk]), columns(batch), follow=True)
    batch.refresh_from_db()
    return batch, page.content.decode()


def test_a_contributor_imports_the_messy_register_into_her_kpa(fanny, cast):
    batch, page = checked(fanny, MESSY.read_bytes())
    assert batch.state == "checked"
    assert (batch.created, batch.unchanged, batch.refused, batch.warned) == (1, 0, 14, 1)
    assert "Cette personne a déjà un parcours à La Cape à ces dates (commencé le 04/04/2025, sans sortie)" in page
    assert "Ressemble à Amina Benali, né·e le 12/05/1987, qui a déjà une fiche" in page
    assert "31/02/1990 n" in page
    assert "Vous ne pouvez pas" in page or "où vous pouvez importer" in page
    assert "Colonnes mises de côté&nbsp;: Observations" in page
    assert Person.objects.count() == 3
    done = fanny.post(reverse("journeys:import_confirm", args=[batch.pk]), {"keep_valid": "1"}, follow=True)
    assert "L&#x27;import est fait" in done.content.decode() or "L'import est fait" in done.content.decode()
    assert Journey.objects.filter(kpa=cast.kpa).count() == 4
    assert not Journey.objects.filter(kpa=cast.other_kpa).exists()
    batch.refresh_from_db()
    assert not batch.stored
    rows = fanny.get(reverse("journeys:import_correction", args=[batch.pk]))
    table = list(csv.DictReader(io.StringIO(rows.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert len(table) == 14


def test_undo_puts_everything_back(fanny):
    before, exported = state(), register()
    batch, _ = checked(fanny, MESSY.read_bytes())
    fanny.post(reverse("journeys:import_confirm", args=[batch.pk]), {"keep_valid": "1"})
    assert state() != before
    page = fanny.post(reverse("journeys:import_undo", args=[batch.pk]), follow=True)
    assert "tout est comme avant" in page.content.decode()
    assert state() == before
    assert register() == exported


def test_columns_can_be_told_by_hand(fanny, tmp_path):
    row = amina()
    odd = {
        "kpa": row["kpa"],
        "Qui": row["nom"],
        "prenom": "Salma",
        "Nee": row["date_naissance"],
        "entree": row["entree"],
    }
    page = deposit(fanny, write(tmp_path / "odd.csv", odd).read_bytes())
    batch = ImportBatch.objects.get()
    address = reverse("journeys:import", args=[batch.pk])
    assert "Qui" in page.content.decode()
    guessed = columns(batch)
    refused = fanny.post(address, guessed)
    assert "Dites quelle colonne contient «\u00a0Nom\u00a0»" in refused.content.decode()
    told = guessed | {
        f"column_{batch.headings.index('Qui')}": "nom",
        f"column_{batch.headings.index('Nee')}": "date_naissance",
    }
    fanny.post(address, told)
    batch.refresh_from_db()
    assert (batch.state, batch.created) == ("checked", 1)
    twice = told | {f"column_{batch.headings.index('Qui')}": "prenom"}
    ImportBatch.objects.update(state="uploaded")
    assert "est déjà la colonne" in fanny.post(address, twice).content.decode()


@pytest.mark.parametrize(("content", "sentence"), [(b"%PDF-1.7", "PDF"), (b"", "vide"), (b"\x00" * 50, "texte")])
def test_a_bad_file_is_refused_in_words_and_nothing_is_kept(fanny, settings, content, sentence):
    page = deposit(fanny, content)
    assert sentence in page.content.decode()
    assert not ImportBatch.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_file_given_up_leaves_no_trace(fanny, settings, tmp_path):
    batch, _ = checked(fanny, write(tmp_path / "one.csv", amina()).read_bytes())
    fanny.post(reverse("journeys:import_give_up", args=[batch.pk]))
    assert not ImportBatch.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_work_that_died_can_be_started_again(fanny, tmp_path):
    batch, _ = checked(fanny, write(tmp_path / "one.csv", amina()).read_bytes())
    address = reverse("journeys:import", args=[batch.pk])
    ImportBatch.objects.update(state="running")
    assert (
        "n&#x27;avance plus" in fanny.get(address).content.decode()
        or "n'avance plus" in fanny.get(address).content.decode()
    )
    path = batches.pathlib.Path(batch.stored.path)
    progress.tell(path, "Enregistrement", 3, 10)
    assert "3 sur 10" in fanny.get(address).content.decode().replace("\xa0", " ")
    assert batches.start_again(ImportBatch.objects.get()) is False
    progress.forget(path)
    fanny.post(reverse("journeys:import_start_again", args=[batch.pk]))
    fanny.post(reverse("journeys:import_confirm", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.state, batch.created) == ("done", 1)


def test_strangers_see_nothing(fanny, cast, client, tmp_path):
    batch, _ = checked(fanny, write(tmp_path / "one.csv", amina()).read_bytes())
    fanny.post(reverse("journeys:import_confirm", args=[batch.pk]))
    client.force_login(cast.charlie)
    for name in ("import", "import_correction"):
        assert client.get(reverse(f"journeys:{name}", args=[batch.pk])).status_code == 404
    for name in ("import_confirm", "import_give_up", "import_undo", "import_start_again"):
        assert client.post(reverse(f"journeys:{name}", args=[batch.pk])).status_code == 404
    assert b"one.csv" not in client.get(UPLOAD).content
    client.force_login(cast.karim)
    page = client.get(reverse("journeys:import", args=[batch.pk]))
    assert page.status_code == 200
    assert client.get(reverse("journeys:import_correction", args=[batch.pk])).status_code == 403
    assert b"registre.csv" in client.get(UPLOAD).content


def test_who_writes_nowhere_may_not_import(cast, client):
    from maille.network.rules.roles import Role
    from tests.cast import member

    for role, status in ((Role.OBSERVER, 404), (Role.MANAGER, 404), (Role.COOPERANT, 404)):
        client.force_login(member(f"Odile{role.value}", cast.kpa, role))
        assert client.get(UPLOAD).status_code == status
        assert client.get("/registre/export/").status_code == status


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_holds_my_kpas_only_and_is_logged(fanny, cast, form):
    other = cast.amina_journey
    other.pk, other.kpa = None, cast.other_kpa
    other.save()
    response = fanny.get(f"/registre/export/?format={form}")
    content = response.getvalue()
    if form == "csv":
        assert content.decode("utf-8-sig").count("La Cape") == 3
        assert "Moulins" not in content.decode()
    assert sorted(Access.objects.filter(what="export").values_list("subject_id", flat=True)) == sorted(
        [cast.amina.pk, cast.lea.pk, cast.yanis.pk]
    )
    day = fanny.get("/registre/export/?au=2025-05-01").getvalue().decode()
    assert "Amina" in day
    assert "Yanis" not in day
    assert fanny.get("/registre/export/?au=hier").status_code == 404


def test_the_list_of_people_leads_to_imports_and_exports(fanny):
    page = fanny.get("/personnes/").content.decode()
    assert 'href="/registre/import/"' in page
    assert 'href="/registre/export/?liste=1' in page
