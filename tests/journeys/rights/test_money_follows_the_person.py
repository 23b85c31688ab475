"""Two files joined: hours and money follow, and come back; nobody is forgotten while money is left on their account."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maille.activities.actions.participants import participant_for
from maille.activities.models import Expense, Participant
from maille.journeys.actions import files, merge_people, undo_merge, welcome
from maille.journeys.actions.rights import forgetting, retention, whole_file
from maille.journeys.models import Anonymisation, Journey, LegalArchive, Person, RightsRequest
from maille.journeys.rules.facts import Identity
from maille.ledger.actions import Words
from maille.ledger.models import Account, balance_of, balances_of
from maille.ledger.models.proving import faults
from maille.ledger.rules.kinds import AccountKind, PostingKind
from tests.cast import Cast
from tests.journeys.help import D, acting
from tests.ledger.help import DAY, NOW, Books, open_books

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keeping_rules")]
AT = datetime.datetime(2026, 6, 15, 10, tzinfo=datetime.UTC)


@pytest.fixture
def books(cast: Cast, today: datetime.date) -> Books:
    """La Cape's accounts."""
    return open_books(cast, today)


@pytest.fixture
def double(cast: Cast) -> Person:
    """Léa typed twice, the second time in the other KPA."""
    return welcome(
        acting(cast.odile), Identity("Fontaine", "Lea-Rose", D(2001, 9, 30)), cast.other_kpa, D(2024, 1, 8)
    ).person


def account_of(books: Books, person: Person, kpa: object = None) -> Account:
    """The person's account."""
    from maille.ledger.actions import account_for

    place = books.cast.kpa if kpa is None else books.cast.other_kpa
    mine = participant_for(place, person=person)
    return account_for(place, AccountKind.INDIVIDUAL, datetime.date(2026, 1, 1), participant=mine)


def test_a_participant_alone_in_its_kpa_follows_and_comes_back(books: Books, double: Person) -> None:
    odile, cast = acting(books.cast.odile), books.cast
    there = account_of(books, double, cast.other_kpa)
    merge = merge_people(odile, cast.lea.pk, double.pk, AT)
    there.refresh_from_db()
    assert there.participant is not None
    assert (there.participant.person, there.participant.joined_to) == (cast.lea, None)
    assert participant_for(cast.other_kpa, person=cast.lea) == there.participant
    undo_merge(odile, merge.pk, AT)
    assert Participant.objects.get(pk=there.participant_id).person == double


@pytest.mark.parametrize("cents", [4_320, -1_500])
def test_both_have_money_in_one_kpa(books: Books, double: Person, cents: int) -> None:
    odile, lea = acting(books.cast.odile), books.cast.lea
    twice = account_of(books, double)
    books.post(PostingKind.OPENING, (books.outside, books.lea, 10_000), key="test:1")
    if cents > 0:
        books.post(PostingKind.OPENING, (books.outside, twice, cents), key="test:2")
    else:
        books.post(PostingKind.OPENING, (books.outside, twice, 2_000), key="test:2")
        books.post(PostingKind.TRANSFER, (twice, books.outside, 2_000), key="test:3")
        from maille.ledger.actions import reverse
        from maille.ledger.models import Posting

        reverse(odile, Posting.objects.get(key="test:2"), DAY, now=NOW, reason="")
        books.post(PostingKind.OPENING, (books.outside, twice, 500), key="test:4")
    assert balance_of(twice.pk) == cents
    before = sum(balances_of([books.lea.pk, twice.pk]).values())
    merge = merge_people(odile, lea.pk, double.pk, AT)
    assert balances_of([books.lea.pk, twice.pk]) == {books.lea.pk: before, twice.pk: 0}
    joined = Participant.objects.get(pk=twice.participant_id)
    assert (joined.person, joined.joined_to_id) == (lea, books.lea.participant_id)
    assert participant_for(books.cast.kpa, person=lea).pk == books.lea.participant_id
    assert list(faults()) == []
    undo_merge(odile, merge.pk, AT)
    assert balances_of([books.lea.pk, twice.pk]) == {books.lea.pk: 10_000, twice.pk: cents}
    assert participant_for(books.cast.kpa, person=double).pk == twice.participant_id
    merge_people(odile, lea.pk, double.pk, AT + datetime.timedelta(minutes=1))
    assert balance_of(books.lea.pk) == before


def test_money_drawn_since_shows_as_owed_when_files_are_parted(books: Books, double: Person) -> None:
    odile = acting(books.cast.odile)
    twice = account_of(books, double)
    books.post(PostingKind.OPENING, (books.outside, twice, 1_000), key="test:1")
    merge = merge_people(odile, books.cast.lea.pk, double.pk, AT)
    books.post(PostingKind.TRANSFER, (books.lea, books.outside, 1_000), key="test:2", day=odile.today)
    undo_merge(odile, merge.pk, AT)
    assert balances_of([books.lea.pk, twice.pk]) == {books.lea.pk: -1_000, twice.pk: 1_000}
    assert list(faults()) == []


def gone(person: Person, on: datetime.date) -> None:
    """The person left."""
    Journey.objects.filter(person=person).update(ended_on=on, end_kind="exit", outcome="employment", detail="cdi")


def test_nobody_is_forgotten_with_money_left(books: Books) -> None:
    cast, odile = books.cast, acting(books.cast.odile)
    books.post(PostingKind.OPENING, (books.outside, books.amina, 4_320), key="test:1", words=Words("reprise"))
    gone(cast.amina, D(2026, 6, 10))
    RightsRequest.objects.create(
        person=cast.amina, kind="erase", asked_on=odile.today, due_on=odile.today, entered_at=AT
    )
    from maille.journeys.actions.rights.requests import erase

    with pytest.raises(ValidationError, match=r"Il reste 43,20.* sur son compte à La Cape"):
        erase(odile, cast.amina.pk, AT)
    assert not Anonymisation.objects.exists()
    far = D(2029, 1, 1)
    retention.run(far, AT)
    outcome = retention.run(far + datetime.timedelta(days=40), AT)
    assert list(outcome.hindered) == [cast.amina.pk]
    assert not Anonymisation.objects.filter(person=cast.amina).exists()
    books.post(PostingKind.TRANSFER, (books.amina, books.collective, 4_320), key="test:2", day=odile.today)
    assert erase(odile, cast.amina.pk, AT) == [cast.amina.pk]
    assert Participant.objects.get(pk=books.amina.participant_id).person_id == cast.amina.pk


def test_her_file_tells_her_statement_to_her_and_to_who_reads_there(books: Books) -> None:
    books.post(
        PostingKind.TRANSFER, (books.outside, books.amina, 4_320), key="test:1", words=Words("Part du projet vélo")
    )

    def told(user: object) -> str:
        reader = acting(user) if user is not None else None  # type: ignore[arg-type]
        found = whole_file.whole_file(books.cast.amina, timezone.now(), reader)
        return json.dumps(found.as_json(), ensure_ascii=False)

    for reader in (None, books.cast.fanny):
        assert "Part du projet vélo" in told(reader)
        assert "43,20" in told(reader)
    assert "43,20" not in told(books.cast.charlie)


def test_the_proof_of_an_expense_stays_ten_years_without_her_name(books: Books) -> None:
    cast = books.cast
    photo = files.store(b"ticket", "Ticket d'Amina.jpg", content_type="image/jpeg", now=AT, by_id=cast.fanny.pk)
    mine = books.amina.participant
    Expense.objects.create(
        kpa=cast.kpa, participant=mine, day=D(2024, 5, 2), cents=1_890, what="farine", receipt=photo, entered_at=AT
    )
    old = files.store(b"vieux", "vieux.jpg", content_type="image/jpeg", now=AT, by_id=cast.fanny.pk)
    Expense.objects.create(
        kpa=cast.kpa, participant=mine, day=D(2010, 5, 2), cents=900, what="sucre", receipt=old, entered_at=AT
    )
    gone(cast.amina, D(2026, 6, 10))
    forgetting.anonymise([cast.amina.pk], day=D(2026, 7, 1), at=AT, by_id=None, reason="retention")
    archive = LegalArchive.objects.get()
    assert (archive.host, archive.kept_until) == (cast.host, D(2034, 12, 31))
    assert [file.name for file in archive.files.all()] == ["document"]
    assert "Amina" not in f"{archive.name} {archive.facts}"
    assert set(Expense.objects.values_list("what", "receipt", "cents")) == {("–", None, 1_890), ("–", None, 900)}
