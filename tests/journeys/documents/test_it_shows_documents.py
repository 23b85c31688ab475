"""Screens: making a document, reading it, signing it at the desk and on the phone, keeping a copy."""

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from maille.identity import vault
from maille.identity.models import Access, User
from maille.journeys.actions import documents, signatures
from maille.journeys.models import Document, Signature
from maille.network.models import Membership
from maille.network.rules.roles import Actor
from tests.cast import Cast
from tests.journeys.documents.help import make_period, text_of, with_account


def client_of(user: User) -> Client:
    """A browser of theirs."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def period_of(cast: Cast, **more: Any) -> Any:
    """A period that starts next week, whatever the day of the machine."""
    start = timezone.localdate() + datetime.timedelta(days=7)
    return make_period(cast, **{"started_on": start, "ends_on": start + datetime.timedelta(days=200), **more})


def made(cast: Cast) -> Document:
    """Its document."""
    return documents.issue_for_period(Actor.command_line(timezone.localdate()), period_of(cast).pk, timezone.now())


def amina_of(cast: Cast) -> User:
    """Amina, with an account and her place in the KPA."""
    user = with_account(cast)
    Membership.objects.create(user=user, organisation=cast.kpa, role="cooperant", started_on=datetime.date(2025, 4, 4))
    return user


def test_fanny_makes_the_document_and_downloads_exactly_it(cast: Cast) -> None:
    fanny, period = client_of(cast.fanny), period_of(cast)
    page = fanny.get(f"/periodes/{period.pk}/document/")
    assert "Ce que dit ce contrat en six phrases" in page.content.decode()
    response = fanny.post(f"/periodes/{period.pk}/document/")
    document = Document.objects.get()
    assert response["Location"] == f"/documents/{document.pk}/"
    shown = fanny.get(response["Location"]).content.decode()
    assert document.file.sha256 in shown
    assert "Signer pour" not in shown
    got = fanny.get(f"/documents/{document.pk}/pdf/")
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"].startswith("attachment;")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "Amina" not in got["Content-Disposition"]
    assert got.content.startswith(b"%PDF")
    log = Access.objects.filter(subject_kind="person", subject_id=cast.amina.pk, what="document")
    assert log.count() >= 2


def test_what_lacks_is_said_with_where_to_complete_it(cast: Cast) -> None:
    period = period_of(cast, ceiling_cents=None)
    cast.host.siren = ""
    cast.host.save()
    fanny = client_of(cast.fanny)
    page = fanny.get(f"/periodes/{period.pk}/document/").content.decode()
    assert "Le document ne peut pas encore être fait" in page
    assert f"/structures/{cast.host.pk}/" in page
    assert "le plafond des engagements" in page
    assert "Faire le document" not in page
    refused = fanny.post(f"/periodes/{period.pk}/document/").content.decode()
    assert "Le numéro de Optéos manque" in refused
    assert not Document.objects.exists()


def test_a_minor_needs_the_name_of_who_signs_with_them(cast: Cast) -> None:
    cast.yanis.birth_date = timezone.localdate() - datetime.timedelta(days=365 * 17)
    cast.yanis.save()
    period = period_of(cast, journey=cast.yanis_journey)
    fanny = client_of(cast.fanny)
    assert "Représentant légal" in fanny.get(f"/periodes/{period.pk}/document/").content.decode()
    fanny.post(f"/periodes/{period.pk}/document/", {"representative": ""})
    assert not Document.objects.exists()
    fanny.post(f"/periodes/{period.pk}/document/", {"representative": "Samira Mercier"})
    assert Document.objects.get().parties == ["person", "representative", "host"]


def test_amina_reads_and_signs_on_her_phone_then_karim_at_the_desk(cast: Cast) -> None:
    document, amina = made(cast), amina_of(cast)
    phone = client_of(amina)
    assert "Lire, puis signer" in phone.get("/mon-parcours/documents/").content.decode()
    read = phone.get(f"/mon-parcours/documents/{document.pk}/").content.decode()
    assert "Vous ou Optéos pouvez arrêter avant la fin" in read
    address = f"/mon-parcours/documents/{document.pk}/signer/"
    assert "Envoyez-moi un code" in phone.get(address).content.decode()
    phone.post(f"{address}code/")
    code = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))[0]  # type: ignore[index]
    given = {"sha256": document.file.sha256, "code": code, "name": "Amina Benali", "read": "on", "drawing": "M1 1 L9 9"}
    unread = phone.post(address, {**given, "read": ""}).content.decode()
    assert "Cochez la case" in unread
    wrong = phone.post(address, {**given, "code": "12"}).content.decode()
    assert "Ce n'est pas le bon code" in wrong.replace("&#x27;", "'")
    forged = phone.post(address, {**given, "sha256": "0" * 64}).content.decode()
    assert "Relisez-le" in forged
    assert not Signature.objects.exists()
    assert phone.post(address, given)["Location"] == f"/mon-parcours/documents/{document.pk}/"
    assert Signature.objects.get().means == "drawn"
    karim = client_of(cast.karim)
    assert "Signer pour Optéos" in karim.get(f"/documents/{document.pk}/").content.decode()
    karim.post(f"/documents/{document.pk}/signer/code/")
    code = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))[0]  # type: ignore[index]
    karim.post(f"/documents/{document.pk}/signer/", {**given, "code": code, "name": "Karim", "drawing": ""})
    document.period.refresh_from_db()
    assert document.period.signed_on == timezone.localdate()
    proof = text_of(phone.get(f"/mon-parcours/documents/{document.pk}/preuve/").content)
    for words in ("Preuve de signature", "Amina Benali", "Karim", "a…a@exemple.fr", document.file.sha256[:8]):
        assert words in proof


def test_fanny_notes_a_paper_and_amina_sees_it_was_noted_for_her(cast: Cast) -> None:
    document, amina = made(cast), amina_of(cast)
    fanny = client_of(cast.fanny)
    today = timezone.localdate().isoformat()
    given = {"party": "person", "name": "Amina Benali", "signed_on": today}
    page = f"/documents/{document.pk}/papier/"
    bad = SimpleUploadedFile("papier.png", b"<html><script>alert(1)</script>", "image/png")
    assert "PDF" in fanny.post(page, {**given, "scan": bad}).content.decode()
    assert not Signature.objects.exists()
    fanny.post(page, given)
    shown = client_of(amina).get(f"/mon-parcours/documents/{document.pk}/").content.decode()
    assert "Saisi par Fanny pour Amina" in shown
    assert "Garder la preuve" in shown


def test_somebody_without_address_is_told_to_sign_on_paper(cast: Cast) -> None:
    document, amina = made(cast), amina_of(cast)
    User.objects.filter(pk=amina.pk).update(email=None)
    page = client_of(amina).get(f"/mon-parcours/documents/{document.pk}/signer/").content.decode()
    assert "Signez sur papier" in page
    assert "Envoyez-moi" not in page


def test_an_altered_file_is_not_given_out(cast: Cast) -> None:
    document = made(cast)
    storages["private"].delete(document.file.place)
    storages["private"].save(document.file.place, ContentFile(vault.close(b"%PDF-1.7 autre")))
    response = client_of(cast.fanny).get(f"/documents/{document.pk}/pdf/", follow=True)
    assert "plus celui qui a été enregistré" in response.content.decode()


def test_a_contract_that_should_have_begun_offers_to_change_its_days(cast: Cast) -> None:
    document = made(cast)
    day = timezone.localdate() - datetime.timedelta(days=2)
    period = period_of(cast, kind="volunteering", started_on=day)
    late = documents.issue_for_period(Actor.command_line(timezone.localdate()), period.pk, timezone.now())
    fanny = client_of(cast.fanny)
    assert "Changer les dates" in fanny.get(f"/documents/{late.pk}/").content.decode()
    assert "Changer les dates" not in fanny.get(f"/documents/{document.pk}/").content.decode()


@pytest.mark.parametrize("address", ["/documents/{}/", "/documents/{}/pdf/", "/documents/{}/papier/"])
def test_the_outsider_knows_of_nothing(cast: Cast, address: str) -> None:
    document = made(cast)
    given = signatures.OnPaper("person", "Amina", timezone.localdate())
    signatures.sign_on_paper(Actor.command_line(timezone.localdate()), document.pk, given, timezone.now())
    assert client_of(cast.charlie).get(address.format(document.pk)).status_code == 404
