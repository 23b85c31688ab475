"""Accounts on screen: balances at any date, statements in words, on paper, on the phone; nobody else's."""

import datetime
import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maille.activities.models import Job
from maille.identity.models import Access
from maille.journeys.models import Journey, Person
from maille.ledger.actions import Words, account_for, post
from maille.ledger.models import Account
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.moves import Move
from maille.network.rules.roles import Role
from tests.cast import Cast, member
from tests.ledger.help import DAY, NOW, Books, open_books

pytestmark = pytest.mark.django_db
LATER = datetime.date(2026, 6, 10)


@pytest.fixture
def books(cast: Cast, today: datetime.date, monkeypatch: pytest.MonkeyPatch) -> Books:
    """La Cape's accounts: a buffet shared, something moved by agreement."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: today)
    found = open_books(cast, today)
    job = Job.objects.create(kpa=cast.kpa, title="Buffet du samedi", entered_at=NOW)
    pot = account_for(cast.kpa, AccountKind.POT, DAY, job=job)
    found.post(PostingKind.RECEIPT, (found.outside, pot, 86_400), key="receipt:1")
    found.post(
        PostingKind.DISTRIBUTION, (pot, found.amina, 22_997), (pot, found.lea, 18_168), (pot, found.collective, 6_239),
        key="distribution:1",
    )  # fmt: skip
    found.post(
        PostingKind.TRANSFER, (found.collective, found.amina, 1_000), key="transfer:1", day=LATER,
        words=Words("Remerciement", "Le groupe, en réunion", LATER),
    )  # fmt: skip
    return found


def signed_in(user: Any) -> Client:
    """A browser of theirs."""
    client = Client()
    client.force_login(user)
    return client


def amina_of(books: Books) -> Client:
    """Amina's own browser."""
    user = member("Amina", books.cast.kpa, Role.COOPERANT)
    Person.objects.filter(pk=books.cast.amina.pk).update(user=user)
    return signed_in(user)


def text(client: Client, address: str) -> str:
    """The page, its no-break spaces made plain."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return (
        response.content.decode()
        .replace("\u202f", " ")
        .replace("\xa0", " ")
        .replace("&nbsp;", " ")
        .replace("&#x27;", "'")
    )


def test_the_list_tells_every_balance(books: Books) -> None:
    fanny = signed_in(books.cast.fanny)
    shown = text(fanny, "/comptes/")
    for amount in ("239,97 €", "181,68 €", "52,39 €", "−864,00 €"):
        assert amount in shown
    assert "Amina Benali" in text(fanny, "/comptes/?nature=personnes&q=benali")
    assert "Léa" not in text(fanny, "/comptes/?nature=personnes&q=benali")
    assert "229,97 €" in text(fanny, "/comptes/?au=2026-06-05")
    assert "Aucun compte ne répond" in text(fanny, "/comptes/?q=zzz")


def test_a_statement_tells_each_movement_and_any_day(books: Books) -> None:
    fanny, address = signed_in(books.cast.fanny), f"/comptes/{books.amina.pk}/"
    shown = text(fanny, address)
    assert "Part de « Buffet du samedi »" in shown
    assert "Virement reçu de « Trésorerie collective »" in shown
    assert "Remerciement" in shown
    assert "D'accord : Le groupe, en réunion" in shown
    assert "239,97 €" in shown
    assert "Solde au 5 juin 2026 : <" in text(fanny, f"{address}?au=2026-06-05") or "229,97 €" in text(
        fanny, f"{address}?au=2026-06-05"
    )
    assert "Remerciement" not in text(fanny, f"{address}?au=2026-06-05")
    assert Access.objects.filter(subject_kind="person", subject_id=books.cast.amina.pk).exists()


def test_paper_and_spreadsheet_tell_the_same(books: Books, tmp_path: Path) -> None:
    fanny = signed_in(books.cast.fanny)
    made = fanny.get(f"/comptes/{books.amina.pk}/releve.pdf")
    assert made["X-Content-Type-Options"] == "nosniff"
    assert made["Content-Disposition"].startswith("attachment")
    assert b"pdfaid:part>3" in made.content
    assert b"pdfuaid:part>1" in made.content
    path = tmp_path / "releve.pdf"
    path.write_bytes(made.content)
    words = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    words = words.replace("\xa0", " ")
    for each in ("Amina Benali", "229,97 €", "10,00 €", "239,97 €", "Remerciement", "Buffet du samedi"):
        assert each in words
    csv = b"".join(fanny.get(f"/comptes/{books.amina.pk}/releve.csv").streaming_content).decode()  # type: ignore[attr-defined]  # it streams
    assert "10,00;239,97" in csv.replace('"', "")
    below = b"".join(fanny.get(f"/comptes/{books.outside.pk}/releve.csv").streaming_content).decode()  # type: ignore[attr-defined]  # it streams
    assert ";-864,00" in below, "a number, not text behind an apostrophe"
    assert fanny.get(f"/comptes/{books.outside.pk}/releve.pdf").status_code == 404
    assert fanny.get(f"/comptes/{books.collective.pk}/releve.pdf").status_code == 200
    assert not zipfile.is_zipfile(io.BytesIO(made.content))


def test_on_the_phone(books: Books) -> None:
    amina = amina_of(books)
    shown = text(amina, "/mon-argent/")
    assert "239,97 €" in shown
    assert "Votre part de « Buffet du samedi »" in shown
    assert "le salaire net" in shown
    assert amina.get(f"/mon-argent/comptes/{books.amina.pk}/releve.pdf").status_code == 200
    assert amina.get(f"/mon-argent/comptes/{books.lea.pk}/releve.pdf").status_code == 404
    assert amina.get(f"/mon-argent/comptes/{books.lea.pk}/").status_code == 404
    assert amina.get(f"/comptes/{books.amina.pk}/").status_code == 404
    for place in (f"/mon-argent/comptes/{books.amina.pk}/", "/mon-argent/"):
        assert "le salaire net" in text(amina, place), "every screen that shows a share says what it is"
    fanny = signed_in(books.cast.fanny)
    for place in ("/comptes/", "/comptes/ouverture/"):
        assert "as le salaire net" in text(fanny, place)
    group = text(amina, "/le-groupe/tresorerie/")
    assert "52,39 €" in group
    assert "une personne du groupe" in group
    assert "Remerciement" not in group
    assert "Amina" not in group.partition("<main")[2].partition("</main>")[0]


def test_the_outsider_sees_nothing(books: Books) -> None:
    charlie = signed_in(books.cast.charlie)
    for address in (
        f"/comptes/{books.amina.pk}/",
        f"/comptes/{books.amina.pk}/releve.csv",
        f"/mon-argent/comptes/{books.amina.pk}/",
    ):
        assert charlie.get(address).status_code == 404
    for address in ("/comptes/", "/mon-argent/", "/le-groupe/tresorerie/"):
        assert "52,39" not in text(charlie, address)


def test_pages_follow_each_other_at_the_same_cost(books: Books) -> None:
    fanny, amina = signed_in(books.cast.fanny), amina_of(books)
    address = f"/comptes/{books.amina.pk}/"

    def counts() -> list[int]:
        found = []
        for client, asked in ((fanny, address), (amina, "/mon-argent/"), (fanny, "/comptes/")):
            client.get(asked)
            with CaptureQueriesContext(connection) as captured:
                client.get(asked)
            found.append(len(captured))
        return found

    few = counts()
    actor = books.actor
    for rank in range(300):
        post(actor, books.cast.kpa, PostingKind.TRANSFER, DAY, [Move(books.outside.pk, books.amina.pk, 1)],
             key=f"many:{rank}", now=NOW)  # fmt: skip
    assert counts() == few
    assert max(few[:2]) <= 8
    seen, page = 0, text(fanny, address)
    while True:
        seen += len(re.findall(r'<td class="nowrap">[0-3]', page))
        if 'rel="next"' not in page:
            break
        query = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
        page = text(fanny, address + query)
    assert seen == 302


def test_those_who_left_with_money(books: Books) -> None:
    fanny = signed_in(books.cast.fanny)
    assert "Personne n'est parti" in text(fanny, "/comptes/?soldes=sortis")
    Journey.objects.filter(person=books.cast.amina).update(
        ended_on=datetime.date(2026, 6, 12), end_kind="exit", outcome="employment", detail="cdi"
    )
    shown = text(fanny, "/comptes/?soldes=sortis")
    assert "Amina Benali" in shown
    assert "239,97 €" in shown
    assert "Léa" not in shown
    assert Account.objects.left(datetime.date(2026, 6, 15)).count() == 1
