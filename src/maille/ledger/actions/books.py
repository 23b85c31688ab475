"""Writing in the books: one door, once, between accounts of one KPA."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Subquery

from maille.activities.models import Activity, Job, Participant
from maille.ledger.models import Account, Posting, PostingWords, Transfer, balance_of, balances_of
from maille.ledger.models.books import AccountQuerySet
from maille.ledger.rules import moves as rules
from maille.ledger.rules.kinds import ACCOUNT_NAMES, MAY_OWE, AccountKind, PostingKind
from maille.ledger.rules.moves import Move
from maille.ledger.rules.seals import seal
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.ui.text import euros


@dataclass(frozen=True)
class Words:
    """Why somebody writes a posting, who agreed and when: free text, never among the posting's facts."""

    reason: str = ""
    agreed: str = ""
    agreed_on: datetime.date | None = None


def account_for(
    kpa: Organisation,
    kind: AccountKind,
    day: datetime.date,
    *,
    participant: Participant | None = None,
    activity: Activity | None = None,
    job: Job | None = None,
    name: str = "",
) -> Account:
    """The account of that kind, the same one however many ask at once; open that day, whether made now or before."""
    account, made = Account.objects.get_or_create(
        kpa=kpa,
        kind=kind.value,
        participant=participant,
        activity=activity,
        job=job,
        name=name,
        defaults={"opened_on": day},
    )
    if not made and account.opened_on > day:
        account.opened_on = day
        account.save(update_fields=["opened_on"])
    return account


@dataclass(frozen=True)
class Entry:
    """One posting to write: its moves, once for its `key`."""

    day: datetime.date
    moves: Sequence[Move]
    key: str
    facts: dict[str, Any] = field(default_factory=dict)
    may_go_below: frozenset[int] = frozenset()
    """Accounts let through below zero, as a correction may need: the balance shows what is owed."""
    reverses: Posting | None = None
    words: Words | None = None


def post(
    actor: Actor,
    kpa: Organisation,
    kind: PostingKind,
    day: datetime.date,
    moves: Sequence[Move],
    *,
    key: str,
    now: datetime.datetime,
    facts: dict[str, Any] | None = None,
    reverses: Posting | None = None,
    may_go_below: Iterable[int] = (),
    words: Words | None = None,
    stays: bool = False,
) -> Posting:
    """Write these moves, all or nothing, once for this `key`. ValidationError, in words, as `post_all`."""
    entry = Entry(day, moves, key, facts or {}, frozenset(may_go_below), reverses, words)
    return post_all(actor, kpa, kind, [entry], now=now, stays=stays)[0]


def post_all(
    actor: Actor,
    kpa: Organisation,
    kind: PostingKind,
    entries: Sequence[Entry],
    *,
    now: datetime.datetime,
    stays: bool = False,
) -> list[Posting]:
    """Write these postings in their order, all or none of them, each once for its key.

    Accounts are locked by id, so that two postings never spend the same money. ValidationError, in words, when nothing
    would move, an account is closed or of another KPA, or one would go below zero (design: "a draw never exceeds the
    balance"). What reaches the account of a joined participant goes on to the other (`forward`), unless it `stays`.
    """
    for entry in entries:
        refused = rules.problems(entry.moves)
        if refused:
            raise ValidationError(refused)
    postings: list[Posting] = []
    try:
        with transaction.atomic():
            accounts = lock({each for entry in entries for move in entry.moves for each in (move.source, move.target)})
            _check(kpa, entries, accounts)
            for entry in entries:
                posting = Posting(
                    kpa=kpa,
                    kind=kind.value,
                    day=entry.day,
                    key=entry.key,
                    facts=entry.facts,
                    reverses=entry.reverses,
                    posted_at=now,
                    posted_by_id=actor.user_id,
                )
                _seal(posting, entry.moves, accounts, postings[-1] if postings else None)
                posting.save(force_insert=True)  # one by one: each is sealed after the number of the one before
                postings.append(posting)
            written = list(zip(postings, entries, strict=True))
            Transfer.objects.bulk_create(
                Transfer(posting=posting, source_id=move.source, target_id=move.target, cents=move.cents, day=entry.day)
                for posting, entry in written
                for move in entry.moves
            )
            PostingWords.objects.bulk_create(
                PostingWords(posting=posting, reason=said.reason, agreed=said.agreed, agreed_on=said.agreed_on)
                for posting, entry in written
                if (said := entry.words) is not None
            )
            for account in accounts.values():
                if vars(account)["goes_on"] is not None and not stays:
                    forward(actor, account, max(entry.day for entry in entries), now=now)
    except IntegrityError:
        # The key alone is unique among what is written here, and what a posting reverses.
        raise ValidationError("Cette opération est déjà écrite.", code="already_posted") from None
    return postings


def forward(actor: Actor, account: Account, day: datetime.date, *, now: datetime.datetime) -> Posting | None:
    """What the account of a joined participant holds, or owes, goes to the one that goes on (docs/decisions/014).

    By a written transfer that both statements show, so that all of somebody's money is in one place.
    """
    cents = balance_of(account.pk)
    mine = account.participant.joined_to if account.participant is not None else None
    if not cents or mine is None:
        return None
    goes_on = account_for(account.kpa, AccountKind.INDIVIDUAL, day, participant=mine)
    source, target = (account, goes_on) if cents > 0 else (goes_on, account)
    # unscoped: whose number alone is read, for a name of its own
    latest = Posting.objects.order_by("-pk").values_list("pk", flat=True).first()
    return post(
        actor,
        account.kpa,
        PostingKind.TRANSFER,
        day,
        [Move(source.pk, target.pk, abs(cents))],
        key=f"joined:{account.pk}:{latest}",
        now=now,
        facts={"joined": True},
        may_go_below={source.pk},
    )


def reverse(actor: Actor, posting: Posting, day: datetime.date, *, now: datetime.datetime, reason: str) -> Posting:
    """Write the counter-entry of a posting: both stay, and both show. ValidationError when it is already reversed."""
    if posting.kind == PostingKind.REVERSAL:
        raise ValidationError("Une annulation ne s'annule pas : écrivez l'opération de nouveau.")
    # unscoped: of a posting loaded in scope
    written = [Move(each.source_id, each.target_id, each.cents) for each in posting.transfers.all()]
    back = rules.reversed_(written)
    return post(
        actor,
        posting.kpa,
        PostingKind.REVERSAL,
        day,
        back,
        key=f"reversal:{posting.pk}",
        now=now,
        facts={"of": posting.kind},
        reverses=posting,
        may_go_below={move.source for move in back},
        words=Words(reason) if reason else None,
        stays=bool(posting.facts.get("joined")),
    )


def lock(ids: Iterable[int]) -> dict[int, Account]:
    """These accounts, locked in the documented order, by id; told as `these` does."""
    return {account.pk: account for account in these(ids).select_for_update(of=("self",))}


def these(ids: Iterable[int]) -> AccountQuerySet:
    """These accounts by id, with the `latest` posting and its seal, and the participant their owner `goes_on` as."""
    latest = Posting.objects.order_by("-pk")  # unscoped: whose number and seal alone are read
    found = Account.objects.filter(pk__in=set(ids)).order_by("pk").annotate(goes_on=F("participant__joined_to"))
    return found.annotate(latest=Subquery(latest.values("pk")[:1]), latest_seal=Subquery(latest.values("seal")[:1]))


def _seal(posting: Posting, moves: Sequence[Move], accounts: Mapping[int, Account], before: Posting | None) -> None:
    """Seal it after the one before: just written, or the latest that the accounts it locked tell."""
    known = vars(next(iter(accounts.values())))
    posting.previous, seal_before = (before.pk, before.seal) if before else (known["latest"], known["latest_seal"])
    owners = {pk: account.owner for pk, account in accounts.items()}
    posting.seal = seal(
        posting.said(seal_before or ""),
        [(owners[move.source], owners[move.target], move.cents) for move in moves],
    )


def _check(kpa: Organisation, entries: Sequence[Entry], accounts: dict[int, Account]) -> None:
    """Refuse what the accounts do not allow, one entry after the other."""
    for entry in entries:
        for each in {each for move in entry.moves for each in (move.source, move.target)}:
            account = accounts.get(each)
            if account is None or account.kpa_id != kpa.pk:
                raise ValidationError("Ce compte n'est pas de ce KPA.")
            if account.closed_on is not None and account.closed_on < entry.day:
                raise ValidationError(f"Le compte « {account} » est clos depuis le {account.closed_on:%d/%m/%Y}.")
            if account.opened_on > entry.day:
                raise ValidationError(f"Le compte « {account} » n'est ouvert que le {account.opened_on:%d/%m/%Y}.")
    nets = [rules.net(entry.moves) for entry in entries]
    may_owe = {pk for pk, account in accounts.items() if account.kind in MAY_OWE}
    looked_at = {each for net in nets for each, gain in net.items() if gain < 0} - may_owe
    held = balances_of(sorted(looked_at)) if looked_at else {}
    for entry, net in zip(entries, nets, strict=True):
        for each in looked_at & net.keys():
            if net[each] < 0 and held[each] + net[each] < 0 and each not in entry.may_go_below:
                raise ValidationError(
                    f"{_name(accounts[each])} n'a que {euros(held[each])} : "
                    f"il manque {euros(-held[each] - net[each])}.",
                    code="not_enough",
                )
            held[each] += net[each]


def _name(account: Account) -> str:
    """How a refusal names an account."""
    return (
        f"Le compte « {account} »"
        if account.name or account.participant_id
        else ACCOUNT_NAMES[AccountKind(account.kind)]
    )
