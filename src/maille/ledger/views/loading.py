"""Load and authorise in one step: a stranger gets 404, a reader who may not write gets 403."""

import datetime

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maille.identity.models import log_access
from maille.journeys.views.loading import reader
from maille.ledger import access
from maille.ledger.models import Account, Posting
from maille.ledger.models.statements import Cursor, came_since
from maille.network.requests import ActorRequest


def until(request: ActorRequest) -> datetime.date | None:
    """The day asked (`?au=`); None for today, when everything already written counts."""
    return None if request.at == request.today else request.at


def account_to_read(request: ActorRequest, account_id: int, before: Cursor | None = None) -> Account:
    """An account of a KPA whose files the reader opens, with its balance, and what came since `before`."""
    found = Account.objects.visible_to(reader(request)).named().select_related("participant__user__person")
    found = found.with_balance(until(request))
    if before is not None:
        return get_object_or_404(found.annotate(since=came_since(until(request), before)), pk=account_id)
    return get_object_or_404(found, pk=account_id)


def log_account(request: ActorRequest, account: Account, what: str) -> None:
    """Who opens somebody's money leaves a trace that the person can read."""
    held = account.participant
    person = None if held is None else held.person_id
    if request.actor.user_id is not None and person is not None:
        log_access(
            at=timezone.now(),
            user_id=request.actor.user_id,
            membership_id=request.actor.membership_id,
            kind="person",
            ids=[person],
            what=what,
        )


def own_account(request: ActorRequest, account_id: int) -> Account:
    """My account; anybody else's is not there."""
    return get_object_or_404(Account.objects.own(request.actor).named().with_balance(), pk=account_id)


def posting_to_correct(request: ActorRequest, posting_id: int) -> Posting:
    """An operation of a KPA where the reader writes."""
    posting = get_object_or_404(Posting.objects.visible_to(reader(request)).select_related("kpa"), pk=posting_id)
    if not access.may_write_books(request.actor, posting.kpa_id):
        raise PermissionDenied
    return posting
