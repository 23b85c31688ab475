"""People who leave while money is on their account: told when the exit is noted, and every week until it is settled."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from maille.journeys.models import Journey
from maille.journeys.models.journeys import JourneyQuerySet
from maille.journeys.models.leaving import Left
from maille.ledger.models.books import Account, balances_of
from maille.ledger.rules.kinds import AccountKind
from maille.network.rules.roles import Actor
from maille.ui.text import euros


def money_of(actor: Actor, journey: Journey) -> Iterable[Left]:
    """What is on the person's accounts in this KPA."""
    accounts = Account.objects.visible_to(actor).filter(
        kind=AccountKind.INDIVIDUAL, kpa=journey.kpa_id, participant__person=journey.person_id
    )
    found = list(accounts.order_by("pk"))
    held = balances_of([each.pk for each in found]) if found else {}
    for each in found:
        cents = held[each.pk]
        if cents:
            ways = (
                "Cet argent est à la personne. Parlez-en avec elle : une dernière paie, ou un don au groupe, par écrit."
                if cents > 0
                else "Une correction a repris plus que ce qu'il restait. Parlez-en avec le groupe."
            )
            sentence = f"Il reste {euros(cents)} sur son compte à {journey.kpa}. {ways}"
            yield Left(sentence, "ledger:account", each.pk, "Voir son compte")


def left_with_money(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """The last journey in a KPA of people gone from it whose account there is not at zero."""
    left = Account.objects.visible_to(actor).left(day)
    ended = Journey.objects.visible_to(actor).filter(ended_on__lte=day)
    later = Journey.objects.filter(
        person=OuterRef("person"), kpa=OuterRef("kpa"), entered_on__gt=OuterRef("entered_on")
    )
    there = Account.objects.filter(participant__person=OuterRef("person"), kpa=OuterRef("kpa"))
    found = ended.filter(person__in=left.order_by().values("participant__person"))
    return found.filter(Exists(there), ~Exists(later))
