"""Accounts of La Cape, and money to move between them."""

import datetime
from dataclasses import dataclass

from maille.activities.actions.participants import participant_for
from maille.ledger.actions import Words, account_for, post
from maille.ledger.models import Account, Posting
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.moves import Move
from maille.network.access import actor_for
from maille.network.rules.roles import Actor
from tests.cast import Cast

DAY = datetime.date(2026, 6, 1)
NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Books:
    """La Cape's accounts."""

    cast: Cast
    actor: Actor
    outside: Account
    collective: Account
    host: Account
    amina: Account
    lea: Account

    def post(
        self,
        kind: PostingKind,
        *moves: tuple[Account, Account, int],
        key: str,
        day: datetime.date = DAY,
        words: Words | None = None,
    ) -> Posting:
        """Write these moves."""
        made = [Move(source.pk, target.pk, cents) for source, target, cents in moves]
        return post(self.actor, self.cast.kpa, kind, day, made, key=key, now=NOW, words=words)


def open_books(cast: Cast, today: datetime.date) -> Books:
    """The accounts, all empty."""

    def opened(kind: AccountKind, **more: object) -> Account:
        return account_for(cast.kpa, kind, datetime.date(2026, 1, 1), **more)  # type: ignore[arg-type]

    return Books(
        cast,
        actor_for(cast.fanny, None, today),
        opened(AccountKind.OUTSIDE),
        opened(AccountKind.COLLECTIVE),
        opened(AccountKind.HOST),
        opened(AccountKind.INDIVIDUAL, participant=participant_for(cast.kpa, person=cast.amina)),
        opened(AccountKind.INDIVIDUAL, participant=participant_for(cast.kpa, person=cast.lea)),
    )
