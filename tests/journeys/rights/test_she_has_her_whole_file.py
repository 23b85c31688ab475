"""Everything held about somebody is told to her, in words and for machines; others read what their role opens."""

import datetime
import io
import json
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maille.identity.models import Access
from maille.journeys.actions.rights import forgetting
from maille.journeys.actions.rights.holdings import STATED
from maille.journeys.actions.rights.whole_file import label_of, told_fields, whole_file
from maille.journeys.models import Anonymisation, Interview, LegalArchive, Note, Person, RightsRequest
from tests.cast import Cast
from tests.journeys.help import acting
from tests.journeys.rights.whole_file import IBAN, everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keeping_rules")]
MINE = "/mon-parcours/mes-donnees/"


@pytest.fixture
def person(cast: Cast) -> Person:
    return everything(cast, signed=True)


def own(client: Client, person: Person) -> Client:
    assert person.user
    client.force_login(person.user)
    return client


def test_it_tells_every_kind_of_record(person: Person) -> None:
    told = {section.key for section in whole_file(person, timezone.now()).sections}
    silent = {"insurance", "anonymisation", "message", "usersession"} - told
    expected = {holding.key for holding in STATED if holding.title} - silent
    assert expected - told == set()
    assert {"changements", "lectures"} <= told


def test_her_copy_holds_notes_she_was_not_shown_and_her_account(person: Person) -> None:
    text = json.dumps(whole_file(person, timezone.now()).as_json(), ensure_ascii=False)
    for words in ("Zébulonne parle", IBAN, "Fanny", "veut conduire", "Zébulonne-sur-Lys"):
        assert words in text


def test_a_reader_has_neither_hidden_notes_nor_the_account(cast: Cast, person: Person) -> None:
    told = whole_file(person, timezone.now(), acting(cast.karim))
    text = json.dumps(told.as_json(), ensure_ascii=False)
    assert IBAN not in text
    assert "•••• 0189" in text
    assert "Zébulonne parle" not in text
    assert "Mon compte" not in text


def test_the_number_of_queries_does_not_depend_on_events(cast: Cast, person: Person) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            whole_file(person, timezone.now())
        return len(captured)

    before, journey = count(), person.journeys.get()
    for rank in range(30):
        day = datetime.date(2023, 2, 1) + datetime.timedelta(days=rank)
        by: dict[str, Any] = {"entered_by": cast.fanny, "entered_at": timezone.now()}
        Interview.objects.create(journey=journey, kind="follow_up", held_on=day, led_by=cast.fanny, **by)
        Note.objects.create(journey=journey, author=cast.fanny, written_on=day, text="Encore", **by)
    assert count() == before
    assert before < 110


def test_two_clicks_to_the_pdf_and_it_is_logged(client: Client, person: Person) -> None:
    page = own(client, person).get(MINE).content.decode()
    assert 'href="/mon-parcours/mes-donnees/fiche.pdf"' in page
    made = client.get(f"{MINE}fiche.pdf")
    assert made.content.startswith(b"%PDF")
    assert made["X-Content-Type-Options"] == "nosniff"
    assert made["Content-Disposition"].startswith("attachment")
    assert Access.objects.filter(subject_id=person.pk, what="sa propre copie (pdf)").count() == 1


def test_the_zip_holds_the_kept_files(client: Client, person: Person) -> None:
    content = own(client, person).get(f"{MINE}fiche.zip").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert {"mes-donnees.pdf", "mes-donnees.json"} <= set(names)
        assert any(archive.read(name) == "Zébulonne contrat".encode() for name in names)


def test_she_asks_and_is_answered(cast: Cast, client: Client, person: Person) -> None:
    own(client, person).post(f"{MINE}demander/rectify/", {"about": "Commune", "text": "J'habite Lille"})
    asked = RightsRequest.objects.get(person=person, about="Commune")
    assert not asked.on_behalf
    assert asked.due_on > asked.asked_on + datetime.timedelta(days=27)
    client.force_login(cast.fanny)
    journey = person.journeys.get()
    assert "Demandes sur leurs données" in client.get("/semaine/").content.decode()
    client.post(f"/parcours/{journey.pk}/droits/demandes/{asked.pk}/", {"granted": "1", "answer": "C'est corrigé."})
    assert "C&#x27;est corrigé." in own(client, person).get(MINE).content.decode()


def test_she_corrects_her_own_phone(client: Client, person: Person) -> None:
    own(client, person).post(f"{MINE}me-joindre/", {"phone": "0611223344", "email": "moi@exemple.fr"})
    person.refresh_from_db()
    assert (person.phone, person.email) == ("0611223344", "moi@exemple.fr")
    latest = person.history.latest()  # type: ignore[attr-defined]
    assert latest.history_change_reason == "Corrigé par la personne elle-même"


def test_erasing_says_what_stays_then_does_it(cast: Cast, client: Client, person: Person) -> None:
    journey = person.journeys.get()
    address = f"/parcours/{journey.pk}/droits/effacer/"
    client.force_login(cast.fanny)
    assert "jusqu&#x27;au 30 avril 2028" in client.get(address).content.decode().replace("'", "&#x27;")
    refused = client.post(address, {"name": str(person)})
    assert "Notez d" in refused.content.decode()
    client.post(
        f"/parcours/{journey.pk}/droits/demandes/noter/", {"kind": "erase", "asked_on": "2026-06-01", "text": "Effacez"}
    )
    assert client.post(address, {"name": "Quelqu'un"}).status_code == 200
    assert client.post(address, {"name": str(person)}).status_code == 302
    assert Anonymisation.objects.get().reason == "request"
    assert client.get(address).status_code == 404


def test_nobody_is_erased_while_there(cast: Cast, client: Client) -> None:
    client.force_login(cast.fanny)
    page = f"/parcours/{cast.amina_journey.pk}/droits/"
    client.post(f"{page}demandes/noter/", {"kind": "erase", "asked_on": "2026-06-01"})
    answer = client.post(f"{page}effacer/", {"name": "Benali"})
    assert "en cours" in answer.content.decode()
    assert not Anonymisation.objects.exists()


def test_archives_open_to_the_hosts_referents_alone(cast: Cast, client: Client, person: Person) -> None:
    forgetting.anonymise([person.pk], day=datetime.date(2026, 6, 15), at=timezone.now(), by_id=None, reason="retention")
    archive = LegalArchive.objects.get()
    file = archive.files.order_by("pk")[0]
    pages = ["/archives-legales/", f"/archives-legales/{archive.pk}/"]
    pages.append(f"/archives-legales/{archive.pk}/fichiers/{file.pk}/")
    for user in (cast.odile, cast.fanny, cast.charlie):
        client.force_login(user)
        assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    client.force_login(cast.karim)
    found = client.get("/archives-legales/?q=zebulonne").content.decode()
    assert "Zébulonne Durand Zébulonne" in found
    assert "Zébulonne Durand" not in client.get("/archives-legales/?q=inconnue").content.decode()
    assert client.get(pages[1]).status_code == 200
    assert client.get(pages[2]).content == "Zébulonne contrat".encode()
    assert Access.objects.filter(subject_kind="archive", subject_id=archive.pk).count() == 3


def test_every_label_is_in_french() -> None:
    french = {"note", "version", "message", "commune", "clauses", "invitation", "points", "net"}
    english = {
        f"{holding.model._meta.label}.{field.name}"
        for holding in STATED
        if holding.title
        for field in told_fields(holding)
        if label_of(field) == field.name.replace("_", " ") and field.name not in french
    }
    assert english == set()
