"""The accounts La Cape brought along a year ago: the group's, the host's, the solidarity fund; and one project's."""

import datetime

from django.utils import timezone

from maille.config.demo.catalogue import KPA
from maille.ledger.actions import account_for
from maille.ledger.actions import transfers as actions
from maille.ledger.models import Posting
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

PROJECT = "Machine à coudre"
BEFORE = {AccountKind.COLLECTIVE: 182_640, AccountKind.HOST: 24_310, AccountKind.SOLIDARITY: 36_000}
"""What each account held then, in cents."""


def write(day: datetime.date) -> int:
    """Opening balances dated a year ago, and money kept for a project since; how many operations."""
    kpa = Organisation.objects.get(name=KPA, kind="kpa")
    if Posting.objects.filter(kpa=kpa, kind=PostingKind.OPENING).exists():
        return 0
    opened, agreed = day - datetime.timedelta(days=365), day - datetime.timedelta(days=75)
    accounts = {kind: account_for(kpa, kind, opened) for kind in BEFORE}
    actor, now = Actor.command_line(day), timezone.now()
    amounts = {accounts[kind].pk: cents for kind, cents in BEFORE.items()}
    actions.open_balances(actor, kpa, opened, amounts, now=now)
    facts = actions.TransferFacts(
        source=accounts[AccountKind.COLLECTIVE],
        target=account_for(kpa, AccountKind.COLLECTIVE, agreed, name=PROJECT),
        cents=45_000,
        day=agreed,
        reason="Acheter une machine à coudre solide",
        agreed="Le groupe, en réunion",
        agreed_on=agreed,
    )
    actions.transfer(actor, facts, once="demo-project", now=now)
    return 2
