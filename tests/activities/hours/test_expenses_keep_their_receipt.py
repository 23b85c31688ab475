"""Money advanced: who, how much, the photo encrypted and served inertly, once, corrected by another line."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from maille.activities.actions import expenses as actions
from maille.activities.actions import given
from maille.activities.actions.expenses import Photo, Spent
from maille.activities.models import Expense
from maille.identity.models import Access
from tests.activities.hours import help as told
from tests.activities.hours.help import NOW, SATURDAY, TODAY, acting, buffet, signed_in
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def that_evening(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Monday after the buffet."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a, **k: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def png() -> bytes:
    """A small photo."""
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(drawn, "PNG")
    return drawn.getvalue()


def photo(name: str = "ticket.png") -> Photo:
    return Photo(png(), name)


def spent(participant: told.Participant, **more: object) -> Spent:
    """18,90 € of bread."""
    values: dict[str, object] = {"day": SATURDAY, "cents": 1890, "what": "pain", "participant_id": participant.pk}
    return Spent(**{**values, **more})  # type: ignore[arg-type]


def amina_of(cast: Cast) -> told.Participant:
    return told.participant_for(cast.kpa, person=cast.amina)


def test_written_once_for_another(cast: Cast) -> None:
    fanny, amina, job = acting(cast.fanny), amina_of(cast), buffet(cast.kpa)
    first = actions.note_expense(fanny, cast.kpa, spent(amina, job_id=job.pk), photo(), NOW, key="une")
    again = actions.note_expense(fanny, cast.kpa, spent(amina, job_id=job.pk), None, NOW, key="une")
    assert (again.again, again.line) == (True, first.line)
    assert first.line.on_behalf
    assert list(job.expenses.all()) == [first.line]
    assert first.line.receipt is not None
    assert Expense.objects.count() == 1
    other = actions.note_expense(fanny, cast.kpa, spent(amina, cents=5), photo(), NOW, key="une")
    assert not other.again, "the page filled in again after going back"


def test_the_groups_money_and_the_hosts(cast: Cast) -> None:
    fanny = acting(cast.fanny)
    for whose in ("collective", "host"):
        line = actions.note_expense(
            fanny, cast.kpa, Spent(SATURDAY, 500, "gaz", None, whose), photo(), NOW
        ).line  # fmt: skip
        assert (line.participant, line.advanced_by, line.on_behalf) == (None, whose, False)
    her = acting(told.account(cast.amina, cast.kpa))
    with pytest.raises(PermissionDenied):
        actions.note_expense(her, cast.kpa, Spent(SATURDAY, 500, "gaz", None, "collective"), photo(), NOW)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"cents": 0}, "cents"), ({"cents": 10_000_001}, "cents"), ({"what": "  "}, "what"),
        ({"participant_id": None}, "who"), ({"day": told.D(2026, 6, 16)}, "day"), ({"day": told.D(2020, 1, 1)}, "day"),
        ({"job_id": 999_999}, "job"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(cast: Cast, change: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as problem:
        actions.note_expense(acting(cast.fanny), cast.kpa, spent(amina_of(cast), **change), photo(), NOW)
    assert field in problem.value.message_dict
    assert not Expense.objects.exists()


def test_a_receipt_or_why_there_is_none(cast: Cast) -> None:
    fanny, amina = acting(cast.fanny), amina_of(cast)
    for change, field in (({}, "receipt"), ({"lost": True}, "note"), ({"note": "perdu"}, "receipt")):
        with pytest.raises(ValidationError) as problem:
            actions.note_expense(fanny, cast.kpa, spent(amina, **change), None, NOW)
        assert field in problem.value.message_dict
    assert actions.note_expense(fanny, cast.kpa, spent(amina, lost=True, note="perdu au marché"), None, NOW).line.pk
    with pytest.raises(ValidationError) as problem:
        actions.note_expense(fanny, cast.kpa, spent(amina), Photo(b"<html>", "ticket.png"), NOW)
    assert "receipt" in problem.value.message_dict


def test_corrected_with_its_photo(cast: Cast) -> None:
    fanny, amina = acting(cast.fanny), amina_of(cast)
    old = actions.note_expense(fanny, cast.kpa, spent(amina), photo(), NOW).line
    new = actions.correct_expense(fanny, old.pk, spent(amina, cents=1980), None, NOW).line
    assert (new.cents, new.receipt, new.replaces, new.confirmed_at) == (1980, old.receipt, old, None)
    other = actions.correct_expense(fanny, new.pk, spent(amina, cents=1980), photo("autre.png"), NOW).line
    assert other.receipt != old.receipt
    assert list(Expense.objects.standing()) == [other]
    given.confirm(fanny, cast.kpa, NOW, expenses=[other.pk])
    other.refresh_from_db()
    assert other.confirmed_by == cast.fanny


def form(**more: object) -> dict[str, object]:
    sent = SimpleUploadedFile("../../<b>mon ticket</b>.png", png(), "text/html")
    return {"cents": "142,37", "what": "légumes", "day": "2026-06-13", "shop": "Marché de Wazemmes", "job": "",
            "note": "", "receipt": sent, "key": "clef", **more}  # fmt: skip


def test_at_the_desk_and_read_inertly(cast: Cast) -> None:
    fanny, job = signed_in(cast.fanny), buffet(cast.kpa)
    page = f"/frais/noter/?prestation={job.pk}"
    assert 'accept="image/jpeg,image/png,application/pdf"' in fanny.get(page).content.decode(), "an invoice too"
    fanny.post(page, form(who=f"p{cast.amina.pk}", job=job.pk))
    line = Expense.objects.get()
    assert (line.cents, line.shop, line.job) == (14237, "Marché de Wazemmes", job)
    assert line.receipt is not None
    with storages["private"].open(line.receipt.place) as kept:
        assert b"PNG" not in kept.read(), "encrypted at rest"
    answer = fanny.get(f"/frais/{line.pk}/ticket/")
    assert answer.content.startswith(b"\x89PNG") or answer.content.startswith(b"\xff\xd8")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "<" not in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] in ("image/png", "image/jpeg")
    assert list(Access.objects.values_list("subject_id", "what")) == [(cast.amina.pk, "ticket")]
    assert signed_in(cast.charlie).get(f"/frais/{line.pk}/ticket/").status_code == 404
    shown = fanny.get(f"/prestations/{job.pk}/heures/").content.decode().replace("\u00a0", " ")
    assert "142,37 €" in shown
    assert "142,37" in fanny.get("/frais/").content.decode()
    for whose, field in (("collective", None), ("host", None), (f"u{cast.charlie.pk}", "who"), ("", "who")):
        answer = fanny.post("/frais/noter/", form(who=whose, key=f"clef{whose}"))
        assert (answer.status_code == 302) == (field is None)
    fanny.post(f"/frais/{line.pk}/corriger/", form(who=f"p{cast.amina.pk}", cents="140", receipt="", key="autre"))
    assert Expense.objects.standing().filter(cents=14000, receipt=line.receipt).exists()
    newer = Expense.objects.get(cents=14000)
    fanny.post(f"/frais/{newer.pk}/retirer/")
    assert "ne compte plus" in fanny.get("/frais/?etat=retirees").content.decode()


def test_on_the_phone(cast: Cast) -> None:
    amina = signed_in(told.account(cast.amina, cast.kpa))
    page = "/mes-heures/frais/"
    asked = amina.get(page).content.decode()
    assert 'accept="image/jpeg,image/png"' in asked, "so that an iPhone sends no HEIC"
    assert 'capture="environment"' in asked
    for _ in range(2):
        amina.post(page, form(lost=""))
    line = Expense.objects.get()
    assert (line.participant, line.on_behalf) == (amina_of(cast), False)
    assert "142,37" in amina.get(page).content.decode()
    assert amina.get(f"{page}{line.pk}/ticket/").status_code == 200
    assert "Ajoutez la photo" in amina.post(page, form(receipt="", key="b")).content.decode()
    heic = SimpleUploadedFile("IMG_0001.HEIC", b"\0\0\0\x18ftypheic" + b"\0" * 99)
    assert "Le plus compatible" in amina.post(page, form(receipt=heic, key="c", cents="3,50")).content.decode()
    lea = signed_in(told.account(cast.lea, cast.kpa))
    assert lea.get(f"{page}{line.pk}/ticket/").status_code == 404
    assert lea.post(f"{page}{line.pk}/retirer/").status_code == 404
    amina.post(f"{page}{line.pk}/retirer/")
    assert not Expense.objects.standing().exists()
    assert isinstance(amina, Client)


def test_the_list_is_taken_out_as_it_is_shown(cast: Cast) -> None:
    fanny, amina = signed_in(cast.fanny), signed_in(told.account(cast.amina, cast.kpa))
    amina.post("/mes-heures/frais/", form(what="=légumes"))
    answer = fanny.get("/frais/fichier/?mois=2026-06")
    content = b"".join(answer).decode("utf-8-sig").splitlines()
    assert content[0].startswith("KPA;Jour;Qui a avancé l'argent;Montant;")
    assert content[1].startswith("La Cape;13/06/2026;Amina Benali;142,37;'=légumes;Marché de Wazemmes;")
    assert list(Access.objects.values_list("subject_id", "what")) == [(cast.amina.pk, "frais (fichier)")]
    assert len(b"".join(fanny.get("/frais/fichier/?mois=2026-05")).splitlines()) == 1
    assert "/frais/fichier/?mois=2026-06" in fanny.get("/frais/?mois=2026-06").content.decode()
    assert len(b"".join(signed_in(cast.charlie).get("/frais/fichier/?mois=tout")).splitlines()) == 1
