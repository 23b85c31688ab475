"""Money people move by themselves: opening balances, once; transfers between accounts, agreed; their corrections."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from maille.activities.models import Activity
from maille.ledger import access
from maille.ledger.actions.books import Words, account_for, lock, post, reverse
from maille.ledger.models import Account, Posting, Transfer
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.moves import Move
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

NOT_BY_HAND = frozenset({AccountKind.POT, AccountKind.OUTSIDE})
"""Filled and emptied by receipts, shares and pay alone."""
BY_HAND = frozenset({PostingKind.OPENING, PostingKind.TRANSFER})
"""What is corrected here; the rest is corrected where it was written."""


@dataclass(frozen=True)
class TransferFacts:
    """A transfer as it is typed."""

    source: Account
    target: Account
    cents: int
    day: datetime.date
    reason: str
    agreed: str
    agreed_on: datetime.date | None


def open_balances(
    actor: Actor, kpa: Organisation, day: datetime.date, amounts: Mapping[int, int], *, now: datetime.datetime
) -> Posting:
    """What accounts held before Maille: one posting for all these, once per account while it stands."""
    if not access.may_write_books(actor, kpa.pk):
        raise PermissionDenied
    if day > actor.today:
        raise ValidationError({"day": ["Cette date est dans le futur. Notez le jour où ces montants étaient vrais."]})
    wanted = {pk: cents for pk, cents in amounts.items() if cents}
    if not wanted:
        raise ValidationError("Écrivez au moins un montant.")
    with transaction.atomic():
        outside = account_for(kpa, AccountKind.OUTSIDE, day)
        accounts = lock([*wanted, outside.pk])
        if any(pk not in accounts or accounts[pk].kind in NOT_BY_HAND for pk in wanted):
            raise ValidationError("Ce compte n'a pas de solde d'ouverture.")
        # unscoped: of accounts of a KPA loaded in scope
        known = Transfer.objects.filter(
            target__in=wanted, posting__kind=PostingKind.OPENING, posting__reversed_by__isnull=True
        )
        for each in known.select_related("target__participant__person", "target__participant__user"):
            raise ValidationError(
                f"Le solde d'ouverture de « {each.target} » est déjà noté, le {each.day:%d/%m/%Y}. "
                "Annulez-le depuis son relevé, puis notez-le de nouveau."
            )
        moves = [Move(outside.pk, pk, cents) for pk, cents in sorted(wanted.items())]
        key = f"opening:{kpa.pk}:{now:%Y%m%d%H%M%S%f}"
        return post(actor, kpa, PostingKind.OPENING, day, moves, key=key, now=now)


def transfer(actor: Actor, facts: TransferFacts, *, once: str, now: datetime.datetime) -> Posting:
    """Move money between two accounts of a KPA: why, who agreed; `once` is the form's, so that it is written once.

    From somebody's own account, only with their written agreement and its day. Nobody moves money to their own account.
    """
    source, target = facts.source, facts.target
    if not access.may_write_books(actor, source.kpa_id):
        raise PermissionDenied
    problems: dict[str, list[str]] = {}
    if source.kind in NOT_BY_HAND or target.kind in NOT_BY_HAND:
        raise ValidationError("Une cagnotte se remplit par une recette et se vide par une répartition.")
    if source.kind == AccountKind.HOST and not access.is_of_the_host(actor):
        problems["source"] = [
            "C'est l'argent de la structure de portage : sa personne référente écrit ce virement. Demandez-lui."
        ]
    if source.pk == target.pk:
        problems["target"] = ["Choisissez un autre compte que celui d'où part l'argent."]
    if access.is_own(actor, target):
        problems["target"] = ["C'est votre propre compte : demandez à une autre personne d'écrire ce virement."]
    if facts.day > actor.today:
        problems["day"] = ["Cette date est dans le futur. Notez le jour du virement."]
    if not facts.reason.strip():
        problems["reason"] = ["Dites pourquoi : les deux relevés le montrent."]
    if not facts.agreed.strip():
        problems["agreed"] = ["Dites qui est d'accord : le groupe en réunion, une personne par écrit…"]
    if source.kind == AccountKind.INDIVIDUAL and facts.agreed_on is None:
        problems["agreed_on"] = ["C'est l'argent d'une personne : notez le jour de son accord écrit."]
    if facts.agreed_on is not None and facts.agreed_on > actor.today:
        problems["agreed_on"] = ["Cette date est dans le futur."]
    if problems:
        raise ValidationError(problems)
    return post(
        actor,
        source.kpa,
        PostingKind.TRANSFER,
        facts.day,
        [Move(source.pk, target.pk, facts.cents)],
        key=f"transfer:{once}"[:80],
        now=now,
        words=Words(facts.reason.strip(), facts.agreed.strip(), facts.agreed_on),
    )


def correct(actor: Actor, posting: Posting, reason: str, *, now: datetime.datetime) -> Posting:
    """Undo an opening balance or a transfer by its counter-entry, with why."""
    if not access.may_write_books(actor, posting.kpa_id):
        raise PermissionDenied
    if posting.kind not in BY_HAND or posting.facts.get("joined"):
        raise ValidationError("Cette opération se corrige là où elle a été écrite : la prestation, ou la paie.")
    if Posting.objects.filter(reverses=posting).exists():  # unscoped: of a posting loaded in scope
        raise ValidationError("Cette opération est déjà annulée.")
    if not reason.strip():
        raise ValidationError({"reason": ["Dites pourquoi : les relevés le montrent."]})
    return reverse(actor, posting, actor.today, now=now, reason=reason.strip())


def new_account(
    actor: Actor, kpa: Organisation, kind: AccountKind, *, name: str = "", activity: Activity | None = None
) -> Account:
    """Open the account of a project, of an activity or of a fund; the one there is when it exists."""
    if not access.may_write_books(actor, kpa.pk):
        raise PermissionDenied
    if kind in NOT_BY_HAND or kind == AccountKind.INDIVIDUAL:
        raise ValidationError("Ce compte s'ouvre tout seul, au premier mouvement.")
    if activity is not None and (activity.kpa_id != kpa.pk or kind != AccountKind.COLLECTIVE):
        raise ValidationError({"activity": ["Cette activité n'est pas de ce KPA."]})
    return account_for(kpa, kind, actor.today, activity=activity, name="" if activity else name.strip()[:120])
