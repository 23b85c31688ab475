"""What a person's money becomes when her data is told, emptied, or joined to another file of hers.

The entries stay, nameless, ten years (C. com. L123-22); nobody is anonymised while money is left on their account.
"""

import datetime
from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from maille.activities.actions.rights import of_participant
from maille.activities.models import Participant
from maille.journeys.actions import merges
from maille.journeys.actions.rights import forgetting, holdings, whole_file
from maille.journeys.actions.rights.holdings import Holding
from maille.journeys.actions.rights.whole_file import Fact, Section, written
from maille.journeys.models import Person, leaving
from maille.journeys.models.many import these
from maille.ledger.actions.books import forward, reverse
from maille.ledger.models import Account, Posting, PostingWords, Transfer, balances_of
from maille.ledger.models.leaving import money_of
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.network.rules.roles import Actor
from maille.ui.text import euros

HELD = (
    *of_participant(Account, "Mes comptes", "opened_on", forget={}, kpa="kpa", harmless=frozenset({"name"}),
                    silent=frozenset({"activity", "job"})),
    *(
        Holding(PostingWords, "", f"posting__transfers__{side}__participant__{owner}",
                forget={"reason": "", "agreed": ""})
        for side in ("source", "target")
        for owner in ("person", "user__person")
    ),
)  # fmt: skip
PARTED = "Les deux fiches sont séparées."
EXCEPTIONS = {
    "ledger.Transfer.source": "mouvements : des montants entre numéros de comptes, dits par le relevé de la fiche",
    "ledger.Transfer.target": "mouvements : des montants entre numéros de comptes, dits par le relevé de la fiche",
}


def declare() -> None:
    """Fill the registries of apps below; called when the app is ready."""
    holdings.declare(HELD, EXCEPTIONS)
    if money_of not in leaving.SPEAKERS:
        leaving.SPEAKERS.append(money_of)
    if money_left not in forgetting.HINDRANCES:
        forgetting.HINDRANCES.append(money_left)
    if statements not in whole_file.SECTIONS:
        whole_file.SECTIONS.append(statements)
    merges.FOLLOWERS["money"] = merges.Follower(2, gather, give_back)
    merges.FOLLOWERS["later money"] = merges.Follower(0, nothing, give_back_later)


def accounts_of(ids: Collection[int]) -> QuerySet[Account]:
    """The individual accounts of these files, by the file or by its account in the team."""
    owners = Q(participant__person__in=these(ids)) | Q(participant__user__person__in=these(ids))
    # unscoped: for rules about the whole of a person's money
    return Account.objects.filter(owners).named().select_related("participant__user__person").order_by("pk")


def money_left(ids: Collection[int]) -> dict[int, str]:
    """Why a file cannot be anonymised: its accounts are not at zero."""
    accounts = list(accounts_of(ids))
    held = balances_of([each.pk for each in accounts]) if accounts else {}
    found: dict[int, str] = {}
    for account in accounts:
        who = file_of(account.participant)
        if held[account.pk] and who is not None:
            found[who] = (
                f"Il reste {euros(held[account.pk])} sur son compte à {account.kpa}. Réglez-le d'abord : une dernière "
                "paie, ou un virement au groupe avec son accord. La fiche s'efface ensuite."
            )
    return found


def file_of(participant: Participant | None) -> int | None:
    """The file of who holds an account, by itself or by its account in the team. Load `user__person`."""
    if participant is None or participant.person_id is not None:
        return participant.person_id if participant else None
    file: Person | None = getattr(participant.user, "person", None)
    return file.pk if file else None


def statements(ids: list[int], reader: Actor | None) -> Iterable[Section]:
    """Every movement of the person's accounts, oldest first, each with what it left."""
    accounts = {each.pk: each for each in accounts_of(ids)}
    if reader is not None and not reader.everything:
        accounts = {pk: each for pk, each in accounts.items() if each.kpa_id in reader.files}
    if not accounts:
        return
    left = dict.fromkeys(accounts, 0)
    rows = Transfer.objects.filter(Q(source__in=accounts) | Q(target__in=accounts)).order_by("day", "pk")
    told = []
    for each in rows.select_related("posting", "posting__words"):
        for pk, cents in ((each.source_id, -each.cents), (each.target_id, each.cents)):
            if pk in left:
                left[pk] += cents
                told.append(movement_facts(each.posting, accounts[pk], cents, left[pk]))
    yield Section("releve", "Mon argent, mouvement par mouvement", told)


def movement_facts(posting: Posting, account: Account, cents: int, balance: int) -> list[Fact]:
    """One movement, and why when it was written."""
    found = [
        Fact("le", "le", written(posting.day)),
        Fact("kpa", "KPA", str(account.kpa)),
        Fact("quoi", "quoi", str(posting.get_kind_display())),
        Fact("montant", "montant", euros(cents)),
        Fact("solde", "ensuite sur le compte", euros(balance)),
    ]
    words = getattr(posting, "words", None)
    return [*found, Fact("pourquoi", "pourquoi", words.reason)] if words is not None and words.reason else found


def gather(actor: Actor, absorbed: Person, kept: Person, at: datetime.datetime) -> list[int]:
    """What the joined accounts hold goes to the account that goes on, by a transfer both show; ids of the postings."""
    # unscoped: of people whose files are being joined, in scope
    joined = list(Account.objects.filter(participant__person=kept, participant__joined_to__isnull=False).named())
    made = [forward(actor, each, actor.today, now=at) for each in joined]
    return [posting.pk for posting in made if posting is not None]


def give_back(actor: Actor, kept: Person, absorbed: Person, at: datetime.datetime, postings: list[int]) -> None:
    """Each file has its money again, by counter-entries; the kept one may be below zero if it was spent since."""
    # unscoped: written by the merge being undone, in scope
    for posting in Posting.objects.filter(pk__in=postings, reversed_by=None).order_by("pk"):
        reverse(actor, posting, actor.today, now=at, reason=PARTED)


def nothing(actor: Actor, absorbed: Person, kept: Person, at: datetime.datetime) -> list[int]:
    """What arrives on a joined account after the merge goes on by itself (actions.books.forward)."""
    return []


def give_back_later(actor: Actor, kept: Person, absorbed: Person, at: datetime.datetime, noted: list[int]) -> None:
    """What reached the joined accounts since the merge, and went on, comes back too: participants are parted by now."""
    # unscoped: of people whose files are being parted, in scope
    individual = Account.objects.filter(kind=AccountKind.INDIVIDUAL)
    hers = individual.filter(participant__person=absorbed).values("pk")
    theirs = individual.filter(participant__person=kept).values("pk")
    moved = Transfer.objects.filter(Q(source__in=hers, target__in=theirs) | Q(source__in=theirs, target__in=hers))
    later = Posting.objects.filter(pk__in=moved.values("posting"), kind=PostingKind.TRANSFER, facts__joined=True)
    for posting in later.filter(reversed_by=None).order_by("pk"):
        reverse(actor, posting, actor.today, now=at, reason=PARTED)
