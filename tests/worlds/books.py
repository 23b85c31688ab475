"""Accounts: one of each thing of this piece."""

import datetime
from typing import Any

from maille.activities.actions.participants import participant_for
from maille.identity.models import User
from maille.journeys.models import Journey
from maille.ledger.actions import Words, account_for, post
from maille.ledger.models import Account, Posting
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.moves import Move
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from tests.cast import Cast

THING_OF: dict[str, str] = {"account_id": "account", "posting_id": "posting"}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {}
"""Name of an address → parameters that name no thing."""

DAY = datetime.date(2026, 1, 5)
NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)


def money(kpa: Organisation, journey: Journey) -> tuple[Account, Posting]:
    """The group's and somebody's account, filled by an opening balance and a transfer."""
    outside, group = (account_for(kpa, kind, DAY) for kind in (AccountKind.OUTSIDE, AccountKind.COLLECTIVE))
    mine = account_for(kpa, AccountKind.INDIVIDUAL, DAY, participant=participant_for(kpa, person=journey.person))
    actor = Actor.command_line(DAY)
    opened = post(
        actor, kpa, PostingKind.OPENING, DAY, [Move(outside.pk, group.pk, 50_000)], key=f"world:{mine.pk}:1", now=NOW
    )
    words = Words("Avance pour du tissu", "Le groupe, en réunion", DAY)
    post(
        actor, kpa, PostingKind.TRANSFER, DAY, [Move(group.pk, mine.pk, 4_320)], key=f"world:{mine.pk}:2", now=NOW,
        words=words,
    )  # fmt: skip
    return mine, opened


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    mine, opened = money(kpa, journey)
    return {"account": mine.pk, "posting": opened.pk}


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    mine, opened = money(cast.kpa, cast.amina_journey)
    money(cast.kpa, cast.yanis_journey)
    return (
        *(f"/comptes/{mine.pk}/", f"/comptes/operations/{opened.pk}/annuler/", "/comptes/?soldes=sortis"),
        *(f"/comptes/{page}/?kpa={cast.kpa.pk}" for page in ("ouverture", "virement", "nouveau")),
    )
