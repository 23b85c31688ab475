"""People with a contract in force, money on their accounts, and who handles it."""

import datetime
from typing import Any

from maille.activities.actions.participants import participant_for
from maille.activities.models import Participant
from maille.identity.models import User
from maille.journeys.models import BankDetails, Journey, Person
from maille.ledger.actions import account_for, post
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.moves import Move
from maille.network.access import actor_for
from maille.network.models import Membership
from maille.network.rules.roles import Actor, Role
from maille.sharing.actions import pay, payslips
from maille.sharing.actions.payslips import Slip
from maille.sharing.models import PayCalendar, PayRequest, Payslip
from tests.cast import Cast, cooperant
from tests.worlds.contracts import written

D = datetime.date
TODAY = D(2026, 6, 15)
NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
JUNE, MAY = D(2026, 6, 1), D(2026, 5, 1)
SINCE = D(2026, 1, 1)
IBAN = "FR1420041010050500013M02606"


def under_contract(journey: Journey, user: User) -> Journey:
    """With a CAPE in force all year."""
    start = max(journey.entered_on, D(2025, 9, 1))
    written(journey, user, "cape", (start, start + datetime.timedelta(days=364), start))
    return journey


def participant(cast: Cast, person: Person) -> Participant:
    """Of La Cape."""
    return participant_for(cast.kpa, person=person)


def give(cast: Cast, held: Participant, cents: int, key: str, day: D = SINCE) -> None:
    """Money on somebody's account, from outside."""
    outside = account_for(held.kpa, AccountKind.OUTSIDE, day)
    mine = account_for(held.kpa, AccountKind.INDIVIDUAL, day, participant=held)
    everything = Actor.command_line(TODAY)
    moves = [Move(outside.pk, mine.pk, cents)]
    post(everything, held.kpa, PostingKind.OPENING, day, moves, key=key, now=NOW)


def account(person: Person, iban: str = IBAN, holder: str = "") -> BankDetails:
    """Bank details in use."""
    return BankDetails.objects.create(
        person=person, holder=holder or str(person), iban=iban, last_four=iban[-4:], since=SINCE, entered_at=NOW
    )


def user_of(cast: Cast, person: Person) -> User:
    """An account for a coopérant·e, on her file."""
    user = User.objects.create_user(f"{person.first_name.lower()}@exemple.fr", person.first_name)
    Membership.objects.create(user=user, organisation=cast.kpa, role=Role.COOPERANT, started_on=D(2025, 4, 4))
    person.user = user
    person.save(update_fields=["user"])
    return user


def by(user: User, day: D = TODAY) -> Actor:
    """As the middleware makes it."""
    return actor_for(user, None, day)


def twentieth(cast: Cast) -> PayCalendar:
    """Optéos takes requests until the 20th."""
    return PayCalendar.objects.create(host=cast.host, valid_from=SINCE, cut_off_day=20, entered_at=NOW)


def asked(cast: Cast, held: Participant, cents: int | None, day: D = TODAY, **more: Any) -> PayRequest:
    """A request written by Fanny."""
    return pay.ask(by(cast.fanny, day), held, pay=cents, now=NOW, **more)


def accepted(cast: Cast, held: Participant, cents: int | None, day: D = TODAY, **more: Any) -> PayRequest:
    """The same, checked by Fanny and accepted by Karim."""
    request = asked(cast, held, cents, day, **more)
    pay.check(by(cast.fanny, day), request, now=NOW)
    pay.accept(by(cast.karim, day), request, now=NOW)
    return request


def slip(cost: int, gross: int | None = None, net: int | None = None, **more: Any) -> Slip:
    """A payslip of that cost."""
    gross = cost * 7 // 10 if gross is None else gross
    net = gross * 8 // 10 if net is None else net
    return Slip(cost, gross, net, more.pop("paid_on", TODAY), **more)


def paid(cast: Cast, held: Participant, month: D, typed: Slip) -> Payslip:
    """Recorded by Karim."""
    return payslips.record(by(cast.karim), held, month, typed, now=NOW)


def crowd(cast: Cast, count: int, first: int = 0) -> list[Journey]:
    """So many coopérant·es of La Cape under contract."""
    made = []
    for rank in range(first, first + count):
        journey = cooperant(f"Prénom{rank:02d}", f"Nom{rank:02d}", D(1990, 1, 1), cast.kpa, D(2025, 9, 1))
        made.append(under_contract(journey, cast.fanny))
    return made
