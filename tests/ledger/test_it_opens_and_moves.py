"""Opening balances once per account; transfers agreed, never below zero nor to oneself; corrections that both show."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from maille.activities.actions.participants import participant_for
from maille.activities.models import Activity
from maille.identity.append_only import lifted
from maille.journeys.models import Journey
from maille.ledger.actions import account_for
from maille.ledger.actions import transfers as actions
from maille.ledger.models import Account, Posting, PostingWords, Transfer, balance_of, balances_of
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.telling import Told, sentence
from tests.cast import Cast
from tests.journeys.help import acting
from tests.ledger.help import DAY, NOW, Books, open_books

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(cast: Cast, today: datetime.date, monkeypatch: pytest.MonkeyPatch) -> Books:
    """La Cape's accounts, empty."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: today)
    return open_books(cast, today)


def opened(books: Books, amounts: dict[int, int]) -> Posting:
    """Write opening balances as Fanny."""
    return actions.open_balances(acting(books.cast.fanny), books.cast.kpa, DAY, amounts, now=NOW)


def facts(source: Account, target: Account, cents: int, **more: Any) -> actions.TransferFacts:
    """A transfer agreed."""
    values: dict[str, Any] = {"day": DAY, "reason": "Tissu", "agreed": "Le groupe", "agreed_on": DAY, **more}
    return actions.TransferFacts(source=source, target=target, cents=cents, **values)


def test_once_per_account_until_undone(books: Books) -> None:
    first = opened(books, {books.collective.pk: 5_000, books.amina.pk: 1_000, books.lea.pk: 0})
    held = balances_of([books.collective.pk, books.amina.pk, books.lea.pk])
    assert held == {books.collective.pk: 5_000, books.amina.pk: 1_000, books.lea.pk: 0}
    with pytest.raises(ValidationError, match=r"Amina Benali.*est déjà noté"):
        opened(books, {books.amina.pk: 2_000, books.lea.pk: 300})
    assert balance_of(books.lea.pk) == 0
    actions.correct(acting(books.cast.fanny), first, "Mauvais montants", now=NOW)
    assert balance_of(books.amina.pk) == 0
    later = NOW + datetime.timedelta(minutes=1)
    actions.open_balances(acting(books.cast.fanny), books.cast.kpa, DAY, {books.amina.pk: 2_000}, now=later)
    assert balance_of(books.amina.pk) == 2_000
    with pytest.raises(ValidationError, match="déjà annulée"):
        actions.correct(acting(books.cast.fanny), first, "Encore", now=NOW)
    call_command("ledger", "check")


def test_nothing_opens_for_a_stranger_nor_tomorrow(books: Books) -> None:
    with pytest.raises(PermissionDenied):
        actions.open_balances(acting(books.cast.charlie), books.cast.kpa, DAY, {books.amina.pk: 1}, now=NOW)
    tomorrow = acting(books.cast.fanny).today + datetime.timedelta(days=1)
    with pytest.raises(ValidationError, match="futur"):
        actions.open_balances(acting(books.cast.fanny), books.cast.kpa, tomorrow, {books.amina.pk: 1}, now=NOW)
    with pytest.raises(ValidationError, match="au moins un montant"):
        opened(books, {books.amina.pk: 0})


def test_a_transfer_says_why_and_who_agreed(books: Books) -> None:
    opened(books, {books.collective.pk: 5_000, books.amina.pk: 1_000, books.host.pk: 100})
    fanny, kpa = acting(books.cast.fanny), books.cast.kpa
    written = actions.transfer(fanny, facts(books.collective, books.lea, 1_500), once="1", now=NOW)
    assert PostingWords.objects.get(posting=written).agreed == "Le groupe"
    with pytest.raises(ValidationError, match="déjà écrite"):
        actions.transfer(fanny, facts(books.collective, books.lea, 1_500), once="1", now=NOW)
    with pytest.raises(ValidationError, match="n'a que"):
        actions.transfer(fanny, facts(books.collective, books.lea, 3_501), once="2", now=NOW)
    empty = facts(books.amina, books.collective, 1, agreed_on=None, reason=" ", agreed="")
    with pytest.raises(ValidationError) as refused:
        actions.transfer(fanny, empty, once="3", now=NOW)
    assert set(refused.value.message_dict) == {"agreed_on", "reason", "agreed"}
    with pytest.raises(ValidationError, match="cagnotte"):
        actions.transfer(fanny, facts(books.outside, books.amina, 1), once="4", now=NOW)
    mine = account_for(kpa, AccountKind.INDIVIDUAL, DAY, participant=participant_for(kpa, user=books.cast.fanny))
    with pytest.raises(ValidationError, match="votre propre compte"):
        actions.transfer(fanny, facts(books.collective, mine, 1), once="5", now=NOW)
    with pytest.raises(PermissionDenied):
        actions.transfer(acting(books.cast.charlie), facts(books.collective, books.lea, 1), once="6", now=NOW)
    with pytest.raises(ValidationError) as refused:
        actions.transfer(fanny, facts(books.host, books.collective, 1), once="7", now=NOW)
    assert set(refused.value.message_dict) == {"source"}
    actions.transfer(acting(books.cast.karim), facts(books.host, books.collective, 100), once="8", now=NOW)
    actions.transfer(fanny, facts(books.collective, books.host, 100), once="9", now=NOW)
    held = balances_of([books.collective.pk, books.lea.pk, mine.pk])
    assert held == {books.collective.pk: 3_500, books.lea.pk: 1_500, mine.pk: 0}


def test_a_project_and_an_activity_have_their_account(books: Books) -> None:
    fanny, kpa = acting(books.cast.fanny), books.cast.kpa
    activity = Activity.objects.create(kpa=kpa, name="Couture", opened_on=DAY)
    one = actions.new_account(fanny, kpa, AccountKind.COLLECTIVE, name="Vélo")
    assert one == actions.new_account(fanny, kpa, AccountKind.COLLECTIVE, name=" Vélo ")
    assert str(actions.new_account(fanny, kpa, AccountKind.COLLECTIVE, activity=activity)) == "Couture"
    with pytest.raises(ValidationError):
        actions.new_account(fanny, kpa, AccountKind.POT)


def test_the_check_proves_and_accuses(books: Books) -> None:
    opened(books, {books.collective.pk: 5_000})
    call_command("ledger", "check")
    with lifted():
        Transfer.objects.filter(target=books.collective).update(day=DAY + datetime.timedelta(days=1))
    with pytest.raises(CommandError, match="1 anomalie"):
        call_command("ledger", "check")


def test_on_screen(books: Books) -> None:
    fanny = Client()
    fanny.force_login(books.cast.fanny)
    assert "Chaque personne" in fanny.get("/comptes/ouverture/").content.decode()
    typed = {"day": "2026-06-01", "collective": "1 215,40", f"person-{books.cast.yanis.pk}": "12,5", "commons": ""}
    assert fanny.post("/comptes/ouverture/", typed).status_code == 302
    assert balance_of(books.collective.pk) == 121_540
    yanis = Account.objects.get(participant__person=books.cast.yanis)
    assert balance_of(yanis.pk) == 1_250
    assert not Account.objects.filter(kind="commons").exists()
    typed = {
        "source": str(yanis.pk), "target": str(books.collective.pk), "cents": "2,50", "day": "2026-06-02",
        "reason": "Vélo", "agreed": "Yanis, par écrit", "agreed_on": "", "token": "abc",
    }  # fmt: skip
    refused = fanny.post("/comptes/virement/", typed).content.decode()
    assert "accord écrit" in refused
    assert 'value="2,50"' in refused
    assert fanny.post("/comptes/virement/", {**typed, "agreed_on": "2026-06-02"}).status_code == 302
    assert balance_of(yanis.pk) == 1_000
    written = Posting.objects.get(kind="transfer")
    assert "contraire" in fanny.get(f"/comptes/operations/{written.pk}/annuler/").content.decode()
    assert fanny.post(f"/comptes/operations/{written.pk}/annuler/", {"reason": "Erreur"}).status_code == 302
    shown = fanny.get(f"/comptes/{yanis.pk}/").content.decode()
    assert "annulée ensuite" in shown
    assert "Annulation" in shown
    answer = fanny.post("/comptes/nouveau/", {"what": "project", "name": ""})
    assert "Donnez un nom" in answer.content.decode()
    assert fanny.post("/comptes/nouveau/", {"what": "project", "name": "Four"}).status_code == 302


def test_the_exit_page_and_the_week_say_what_is_left(books: Books) -> None:
    opened(books, {books.amina.pk: 4_320})
    fanny = Client()
    fanny.force_login(books.cast.fanny)
    journey = books.cast.amina_journey
    assert "Il reste 43,20" in fanny.get(reverse("journeys:step_sortie", args=[journey.pk])).content.decode()
    assert "Parties avec de l" not in fanny.get("/semaine/").content.decode()
    left = {"ended_on": datetime.date(2026, 6, 12), "end_kind": "exit", "outcome": "employment", "detail": "cdi"}
    Journey.objects.filter(pk=journey.pk).update(**left)
    week = fanny.get("/semaine/").content.decode()
    assert "Parties avec de l" in week
    assert "/comptes/?soldes=sortis" in week
    assert "à zéro" in fanny.get("/semaine/soldes/").content.decode()


@given(
    st.sampled_from(PostingKind), st.booleans(), st.booleans(),
    st.sampled_from(["pot", "individual", "collective", "outside"]),
    st.sampled_from([{}, {"month": "2026-08"}, {"month": "x"}, {"of": "transfer"}, {"joined": True}, {"net": 12_00}]),
)  # fmt: skip
def test_every_movement_has_its_words(
    kind: PostingKind, gained: bool, own: bool, other: str, said: dict[str, Any]
) -> None:
    words = sentence(Told(kind.value, gained, "Buffet", other, said), own=own)
    assert words
    assert not words.endswith(".")
    assert "None" not in words
    assert own or "otre" not in words
