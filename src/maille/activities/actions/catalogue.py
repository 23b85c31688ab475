"""The catalogue: what a KPA does, what it sells, and what making it costs."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from maille.activities import access
from maille.activities.models import Activity, Offer, OfferMaterial
from maille.journeys.actions.support import ConflictError
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

MOST_CENTS = 2_000_000_000
"""What a column of cents holds: no price of ours is near it."""
COMMON_HOST_RATE = Decimal("11.5")
HOST_RATES: list[Callable[[Organisation, datetime.date], Decimal | None]] = []
"""Who knows the first rate of a KPA's host: `sharing` adds its own (AppConfig.ready), for activities know no scale."""


@dataclass(frozen=True)
class ActivityFacts:
    """What is typed of an activity."""

    name: str
    opened_on: datetime.date
    description: str = ""
    closed_on: datetime.date | None = None


@dataclass(frozen=True)
class MaterialFacts:
    """What is typed of something to buy."""

    name: str
    quantity: Decimal
    unit_cents: int
    unit: str = ""


@dataclass(frozen=True)
class OfferFacts:
    """What is typed of an offer."""

    name: str
    description: str = ""
    unit: str = "prestation"
    price: int | None = None
    minutes: int = 0
    target_rate: int = 0
    host_rate: Decimal = COMMON_HOST_RATE
    materials: tuple[MaterialFacts, ...] = ()


def host_rate_for(kpa: Organisation, day: datetime.date) -> Decimal:
    """The percentage a new offer assumes: the first of the scale in force, else the one met most often."""
    found = (known(kpa, day) for known in HOST_RATES)
    return next((rate for rate in found if rate is not None), COMMON_HOST_RATE)


def open_activity(actor: Actor, kpa: Organisation, facts: ActivityFacts) -> Activity:
    """Write something the KPA does. ValidationError by field."""
    _check_rights(actor, kpa.pk)
    activity = Activity(kpa=kpa)
    with transaction.atomic():
        _fill_activity(activity, facts)
    return activity


def correct_activity(actor: Actor, activity_id: int, version: int | None, facts: ActivityFacts) -> Activity:
    """Write what was typed over what was stored; close it or open it again by its dates."""
    with transaction.atomic():
        activity = Activity.objects.visible_to(actor).select_for_update().get(pk=activity_id)
        _check_rights(actor, activity.kpa_id)
        _check_version(activity.version, version)
        activity.version += 1
        _fill_activity(activity, facts)
    return activity


def add_offer(actor: Actor, activity: Activity, facts: OfferFacts) -> Offer:
    """Write something of the catalogue, and what making it costs. ValidationError by field."""
    _check_rights(actor, activity.kpa_id)
    offer = Offer(activity=activity)
    with transaction.atomic():
        _fill_offer(offer, facts)
    return offer


def correct_offer(actor: Actor, offer_id: int, version: int | None, facts: OfferFacts) -> Offer:
    """Write what was typed over what was stored; jobs already agreed keep what they expect."""
    with transaction.atomic():
        offer = _locked_offer(actor, offer_id, version)
        offer.version += 1
        _fill_offer(offer, facts)
    return offer


def retire_offer(actor: Actor, offer_id: int, day: datetime.date | None) -> Offer:
    """It is not sold any more from that day; None: it is again."""
    with transaction.atomic():
        offer = _locked_offer(actor, offer_id, None)
        offer.retired_on = day
        offer.version += 1
        offer.save(update_fields=["retired_on", "version"])
    return offer


def set_price(actor: Actor, offer_id: int, version: int | None, cents: int) -> Offer:
    """Take this price, the suggested one for instance."""
    with transaction.atomic():
        offer = _locked_offer(actor, offer_id, version)
        _check_cents({"price": cents})
        offer.price = cents
        offer.version += 1
        offer.save(update_fields=["price", "version"])
    return offer


def _locked_offer(actor: Actor, offer_id: int, version: int | None) -> Offer:
    offer = Offer.objects.visible_to(actor).select_for_update(of=("self",)).select_related("activity").get(pk=offer_id)
    _check_rights(actor, offer.activity.kpa_id)
    _check_version(offer.version, version)
    return offer


def _check_rights(actor: Actor, kpa_id: int) -> None:
    if not access.may_write(actor, kpa_id):
        raise PermissionDenied


def _check_version(stored: int, version: int | None) -> None:
    if version is not None and version != stored:
        raise ConflictError([], stored)


def _check_cents(amounts: dict[str, int | None]) -> None:
    refused = {
        field: ["Ce montant est trop grand : vérifiez-le."]
        for field, cents in amounts.items()
        if cents is not None and not 0 <= cents <= MOST_CENTS
    }
    if refused:
        raise ValidationError(refused)


def _fill_activity(activity: Activity, facts: ActivityFacts) -> None:
    """Store an activity; its name is one of a kind in its KPA."""
    if facts.closed_on is not None and facts.closed_on < facts.opened_on:
        raise ValidationError({"closed_on": ["La fin précède le début."]})
    activity.name, activity.description = facts.name, facts.description
    activity.opened_on, activity.closed_on = facts.opened_on, facts.closed_on
    try:
        with transaction.atomic():
            activity.save()
    except IntegrityError:
        raise ValidationError({"name": ["Une activité porte déjà ce nom. Choisissez-en un autre."]}) from None


def _fill_offer(offer: Offer, facts: OfferFacts) -> None:
    """Store an offer and its materials, in their order."""
    _check_cents({"price": facts.price, "target_rate": facts.target_rate})
    if any(each.quantity <= 0 or not 0 <= each.unit_cents <= MOST_CENTS for each in facts.materials):
        raise ValidationError("Une matière a une quantité plus grande que zéro et un prix.")
    if not 0 <= facts.host_rate < 100:
        raise ValidationError({"host_rate": ["Écrivez un pourcentage de 0 à moins de 100."]})
    for name in ("name", "description", "unit", "price", "minutes", "target_rate", "host_rate"):
        setattr(offer, name, getattr(facts, name))
    try:
        with transaction.atomic():
            offer.save()
    except IntegrityError:
        raise ValidationError({"name": ["Une offre de cette activité porte déjà ce nom."]}) from None
    offer.materials.all().delete()
    OfferMaterial.objects.bulk_create(
        OfferMaterial(
            offer=offer, name=each.name, quantity=each.quantity, unit=each.unit, unit_cents=each.unit_cents, rank=rank
        )
        for rank, each in enumerate(facts.materials)
    )
