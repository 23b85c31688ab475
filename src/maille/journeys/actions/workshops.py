"""Workshops: plan, correct, cancel, repeat. Lock order in this app: people, journeys, then workshops, each by id."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.models import Journey, Person, Workshop, WorkshopPlace
from maille.journeys.rules.workshops import MOST_REPEATS, WorkshopFacts, has_room, problems_of, repeats
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

News = WorkshopPlace.News


def lock_workshop(actor: Actor, workshop_id: int, version: int | None = None) -> Workshop:
    """The workshop, locked until the end of the transaction, after checking rights and version.

    Every change of a place takes this lock first: it is what keeps people from outnumbering places.
    """
    workshop = Workshop.objects.visible_to(actor).select_for_update().get(pk=workshop_id)
    if not access.may_enter(actor, workshop.kpa_id):
        raise PermissionDenied
    if version is not None and workshop.version != version:
        raise support.ConflictError([], workshop.version)
    return workshop


def plan_workshop(actor: Actor, kpa: Organisation, facts: WorkshopFacts, now: datetime.datetime) -> Workshop:
    """Write a workshop of this KPA, to come or already held."""
    if not access.may_enter(actor, kpa.pk):
        raise PermissionDenied
    check(kpa.pk, facts, now)
    with support.one_transaction():
        return Workshop.objects.create(kpa=kpa, entered_by_id=actor.user_id, entered_at=now, **asdict(facts))


def check(kpa_id: int, facts: WorkshopFacts, now: datetime.datetime) -> None:
    """Refuse what cannot be: see rules.workshops; a leader must be of the KPA that day."""
    support.refuse(problems_of(facts, now))
    on = timezone.localtime(facts.starts_at).date()
    if facts.led_by_id is not None and not access.possible_referents(kpa_id, on).filter(pk=facts.led_by_id).exists():
        raise ValidationError({"led_by": ["Cette personne n'est pas de l'équipe du KPA ce jour-là."]})
    if facts.led_by_peer_id is not None and journey_on(kpa_id, facts.led_by_peer_id, on) is None:
        raise ValidationError({"led_by_peer": ["Cette personne n'est pas dans le KPA ce jour-là."]})


def journey_on(kpa_id: int, person_id: int, day: datetime.date) -> Journey | None:
    """The person's journey in that KPA on that day, if any."""
    return Journey.objects.at(day).filter(kpa_id=kpa_id, person_id=person_id).first()


def correct_workshop(
    actor: Actor, workshop_id: int, version: int | None, facts: WorkshopFacts, now: datetime.datetime
) -> list[Person]:
    """Write what was typed over what was stored; returns the people who lose their place because they are not in the
    KPA on the new day.

    When day, hour or place change, the people signed up are to be told. More places let the waiting list move up.
    """
    with support.one_transaction():
        workshop = lock_workshop(actor, workshop_id, version)
        check(workshop.kpa_id, facts, now)
        taken = workshop.taken.sitting().count()
        if facts.places is not None and taken > facts.places:
            raise ValidationError(
                {"places": [f"{taken} personnes ont déjà une place. Retirez d'abord des inscriptions."]}
            )
        moved = (workshop.starts_at, workshop.place) != (facts.starts_at, facts.place)
        values = asdict(facts)
        for name, value in values.items():
            setattr(workshop, name, value)
        workshop.version += 1
        workshop.save(update_fields=[*values, "version"])
        gone = drop_people_gone(actor, workshop, now) if moved else []
        if moved and workshop.starts_at > now:
            tell(workshop, News.MOVED, now)
        move_up(workshop, now)
    return gone


def drop_people_gone(actor: Actor, workshop: Workshop, now: datetime.datetime) -> list[Person]:
    """Take their places back from people who are not in the KPA on the workshop's day."""
    kept = Journey.objects.at(workshop.day).filter(kpa_id=workshop.kpa_id).values("pk")
    gone = list(workshop.taken.held().exclude(journey__in=kept).select_related("journey__person"))
    workshop.taken.filter(pk__in=[place.pk for place in gone]).update(
        cancelled_at=now, cancelled_by_id=actor.user_id, news=News.MOVED, news_at=now, told_at=None
    )
    return [place.journey.person for place in gone]


def cancel_workshop(actor: Actor, workshop_id: int, version: int | None, now: datetime.datetime) -> Workshop:
    """The workshop will not take place; the people signed up are to be told."""
    with support.one_transaction():
        workshop = lock_workshop(actor, workshop_id, version)
        if workshop.cancelled_at is not None:
            raise ValidationError("Cet atelier est déjà annulé.")
        if workshop.taken.held().filter(came=True).exists():
            raise ValidationError(
                "Des personnes sont notées présentes : cet atelier a eu lieu. Effacez d'abord leur présence."
            )
        workshop.cancelled_at = now
        workshop.version += 1
        workshop.save(update_fields=["cancelled_at", "version"])
        tell(workshop, News.CANCELLED, now)
    return workshop


def restore_workshop(actor: Actor, workshop_id: int, version: int | None, now: datetime.datetime) -> Workshop:
    """The workshop takes place after all."""
    with support.one_transaction():
        workshop = lock_workshop(actor, workshop_id, version)
        workshop.cancelled_at = None
        workshop.version += 1
        workshop.save(update_fields=["cancelled_at", "version"])
        # Whoever was told it was cancelled must hear that it is not; whoever was not told needs to hear nothing.
        cancelled = workshop.taken.held().filter(news=News.CANCELLED)
        cancelled.filter(told_at__isnull=True).update(news="", news_at=None)
        cancelled.filter(told_at__isnull=False).update(news=News.MOVED, news_at=now, told_at=None)
    return workshop


def repeat_workshop(
    actor: Actor, workshop_id: int, weeks: int, times: int, now: datetime.datetime
) -> Sequence[Workshop]:
    """The same workshop again, `times` times, every `weeks` weeks; nobody is signed up to those yet."""
    if not 1 <= times <= MOST_REPEATS:
        raise ValidationError({"times": [f"Choisissez de 1 à {MOST_REPEATS} fois."]})
    if weeks not in (1, 2, 3, 4):
        raise ValidationError({"weeks": ["Choisissez un rythme dans la liste."]})
    with support.one_transaction():
        known = lock_workshop(actor, workshop_id)
        facts = facts_of(known)
        made = []
        for start in repeats(known.start, weeks, times):
            again = still_led(known.kpa_id, replace(facts, starts_at=start))
            check(known.kpa_id, again, now)
            made.append(
                Workshop.objects.create(
                    kpa_id=known.kpa_id, entered_by_id=actor.user_id, entered_at=now, **asdict(again)
                )
            )
    return made


def still_led(kpa_id: int, facts: WorkshopFacts) -> WorkshopFacts:
    """Without its leader when he or she is no longer of the KPA that day: somebody will be chosen then."""
    on = timezone.localtime(facts.starts_at).date()
    if facts.led_by_id is not None and not access.possible_referents(kpa_id, on).filter(pk=facts.led_by_id).exists():
        return replace(facts, led_by_id=None)
    if facts.led_by_peer_id is not None and journey_on(kpa_id, facts.led_by_peer_id, on) is None:
        return replace(facts, led_by_peer_id=None)
    return facts


def facts_of(workshop: Workshop) -> WorkshopFacts:
    """What is stored, as a value."""
    return WorkshopFacts(**{name: getattr(workshop, name) for name in WorkshopFacts.__dataclass_fields__})


def tell(workshop: Workshop, news: str, now: datetime.datetime) -> None:
    """Everybody signed up has to hear this."""
    workshop.taken.held().update(news=news, news_at=now, told_at=None)


def move_up(workshop: Workshop, now: datetime.datetime) -> list[WorkshopPlace]:
    """Give free places to the waiting list, first come first served, until the workshop starts.

    The workshop is locked. Once it has started, a place goes to whoever is there.
    """
    moved: list[WorkshopPlace] = []
    if workshop.starts_at <= now or workshop.cancelled_at is not None:
        return moved
    taken = workshop.taken.sitting().count()
    for place in workshop.taken.held().filter(waiting=True).order_by("entered_at", "pk"):
        if not has_room(workshop.places, taken):
            break
        place.waiting, place.news, place.news_at, place.told_at = False, News.SEATED, now, None
        place.save(update_fields=["waiting", "news", "news_at", "told_at"])
        moved.append(place)
        taken += 1
    return moved
