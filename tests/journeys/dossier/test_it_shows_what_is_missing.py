"""The checklist on screen, for the team and for the person; the insurer's page; what is read is logged."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from maille.identity.models import Access, User
from maille.journeys.models import BankDetails, Insurance, Person, Piece
from maille.network.models import Membership
from tests.cast import Cast
from tests.conftest import TODAY
from tests.journeys.dossier.help import account, contract, cover, piece
from tests.journeys.help import D


@pytest.fixture(autouse=True)
def that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day the cast lives."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: TODAY)


def signed_in(user: User) -> Client:
    """A browser of this user."""
    client = Client()
    client.force_login(user)
    return client


def page(cast: Cast, user: User, name: str = "dossier", *more: object, query: str = "") -> str:
    """A page of Amina's journey."""
    url = reverse(f"journeys:{name}", args=[cast.amina_journey.pk, *more])
    return signed_in(user).get(url + query).content.decode()


def test_it_says_no_then_yes(cast: Cast) -> None:
    assert "Amina ne peut pas encore travailler" in page(cast, cast.fanny)
    Person.objects.filter(pk=cast.amina.pk).update(right_to_work_needed=False)
    contract(cast.amina_journey, cast.host)
    cover(cast.amina_journey)
    assert "Amina peut travailler" in page(cast, cast.fanny)
    assert "Amina ne peut pas encore travailler" in page(cast, cast.fanny, query="?au=2025-12-05")
    for url in ("/personnes/", f"/personnes/{cast.amina.pk}/"):
        assert "Peut travailler" in signed_in(cast.fanny).get(url).content.decode()


def test_the_page_asks_a_constant_number_of_queries(cast: Cast) -> None:
    client, url = signed_in(cast.fanny), reverse("journeys:dossier", args=[cast.amina_journey.pk])
    account(cast.amina_journey)
    counts = []
    for _ in range(3):
        for kind in ("identity", "address", "charter", "notice"):
            for day in (D(2026, 1, 1), D(2026, 2, 1), D(2026, 3, 1)):
                piece(cast.amina_journey, kind, day)
        cover(cast.amina_journey)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[1] == counts[2]
    assert counts[2] <= 30


def test_a_copy_is_given_as_a_file_and_the_reading_is_logged(cast: Cast) -> None:
    client, written = signed_in(cast.fanny), io.BytesIO()
    Image.new("RGB", (20, 20)).save(written, "JPEG")
    upload = SimpleUploadedFile("carte d'été.html", written.getvalue(), content_type="text/html")
    address = reverse("journeys:piece_new", args=[cast.amina_journey.pk, "identity"])
    assert client.post(address, {"given_on": "2026-06-01", "note": "", "file": upload}).status_code == 302
    kept = Piece.objects.get()
    response = client.get(reverse("journeys:piece_file", args=[cast.amina_journey.pk, kept.pk]))
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert Access.objects.filter(what="copie : identity", user=cast.fanny, subject_id=cast.amina.pk).exists()
    assert signed_in(cast.charlie).get(response.request["PATH_INFO"]).status_code == 404


def test_a_refused_copy_is_said_beside_its_field(cast: Cast) -> None:
    upload = SimpleUploadedFile("a.png", b"<svg onload='alert(1)'>", content_type="image/png")
    address = reverse("journeys:piece_new", args=[cast.amina_journey.pk, "identity"])
    response = signed_in(cast.fanny).post(address, {"given_on": "2026-06-01", "file": upload})
    assert "ni un PDF, ni une photo" in response.content.decode()


def test_only_the_host_reads_a_whole_account_and_it_is_logged(cast: Cast) -> None:
    account(cast.amina_journey)
    assert "•••• 0189" in page(cast, cast.fanny)
    assert "3000 6000" not in page(cast, cast.karim)
    address = reverse("journeys:account_show", args=[cast.amina_journey.pk])
    assert signed_in(cast.fanny).post(address).status_code == 403
    shown = signed_in(cast.karim).post(address)
    assert "FR76 3000 6000 0112 3456 7890 189" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert Access.objects.filter(what="IBAN entier", user=cast.karim).count() == 1


def test_she_reads_what_is_missing_and_gives_her_account(cast: Cast) -> None:
    user = User.objects.create_user("amina@exemple.fr", "Amina")
    Membership.objects.create(user=user, organisation=cast.kpa, role="cooperant", started_on=D(2025, 4, 4))
    Person.objects.filter(pk=cast.amina.pk).update(user=user)
    client = signed_in(user)
    text = client.get(reverse("journeys:my_dossier")).content.decode()
    assert "Vous ne pouvez pas encore travailler" in text
    assert "Vous devez signer un contrat." in text
    wrong = client.post(reverse("journeys:my_account"), {"holder": "Amina Benali", "iban": "FR76"})
    assert "4 signes" in wrong.content.decode() or "commence par" in wrong.content.decode()
    typed = {"holder": "Amina Benali", "iban": "FR76 3000 6000 0112 3456 7890 189"}
    assert client.post(reverse("journeys:my_account"), typed).status_code == 302
    assert not BankDetails.objects.get().on_behalf
    after = client.get(reverse("journeys:my_dossier")).content.decode()
    assert "0189" in after
    assert "3000 6000" not in after


def test_the_host_tells_several_people_and_notes_the_answers_at_once(cast: Cast) -> None:
    karim, url = signed_in(cast.karim), reverse("journeys:insurance")
    ids = [cast.amina_journey.pk, cast.yanis_journey.pk]
    slip = karim.get(reverse("journeys:insurance_slip"), {"envoi-journeys": ids})
    assert "Benali" in slip.content.decode()
    assert Access.objects.filter(what="fiche navette").count() == 2
    sheet = karim.get(reverse("journeys:insurance_slip"), {"envoi-journeys": ids, "format": "csv"})
    assert sheet["Content-Disposition"].startswith("attachment")
    assert len(sheet.content.decode("utf-8-sig").splitlines()) == 3
    sent = {"quoi": "envoi", "envoi-journeys": ids, "envoi-insurer": "MAIF", "envoi-sent_on": "2026-06-10"}
    assert karim.post(url, sent).status_code == 302
    demands = list(Insurance.objects.values_list("pk", flat=True))
    said = {"quoi": "reponse", "reponse-demands": demands, "reponse-answer": "validated",
            "reponse-answered_on": "2026-06-12", "reponse-covers_from": "2026-06-12"}  # fmt: skip
    assert karim.post(url, said).status_code == 302
    assert Insurance.objects.filter(answer="validated").count() == 2
    nothing = karim.post(url, {"quoi": "reponse", "reponse-answer": "validated"})
    assert nothing.status_code == 200


def test_nobody_of_another_kpa_is_told_nor_listed(cast: Cast) -> None:
    charlie = signed_in(cast.charlie)
    slip = charlie.get(reverse("journeys:insurance_slip"), {"envoi-journeys": [cast.amina_journey.pk]})
    assert "Benali" not in slip.content.decode()
    assert "Benali" not in charlie.get(reverse("journeys:insurance")).content.decode()


def test_the_week_says_who_waits(cast: Cast) -> None:
    Insurance.objects.create(person=cast.yanis, kpa=cast.kpa, sent_on=D(2026, 6, 1), entered_at="2026-06-01T09:00:00Z")
    piece(cast.amina_journey, "identity", expires=D(2026, 7, 1))
    text = signed_in(cast.fanny).get(reverse("journeys:week")).content.decode()
    assert "Réponses de l&#x27;assureur attendues" in text or "Réponses de l'assureur attendues" in text
    assert "pièce d'identité jusqu'au 1er juillet 2026" in text.replace("&#x27;", "'")
    for key in ("assureur", "avant-travail", "echeances"):
        assert signed_in(cast.fanny).get(reverse("journeys:week_group", args=[key])).status_code == 200
