"""Places in workshops: sign up, withdraw, who came, who was told."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.actions.workshops import journey_on, lock_workshop, move_up
from maille.journeys.models import Person, Workshop, WorkshopPlace
from maille.journeys.rules.checks import day
from maille.journeys.rules.workshops import has_room
from maille.network.rules.roles import Actor


def sign_up(actor: Actor, workshop_id: int, person_id: int, now: datetime.datetime) -> WorkshopPlace:
    """Sign somebody up for a workshop, in her place ("saisi par X pour Y"); on the waiting list when it is full."""
    with support.one_transaction():
        return take(lock_workshop(actor, workshop_id), person_id, actor, now, on_behalf=True)


def sign_myself_up(actor: Actor, person: Person, workshop_id: int, now: datetime.datetime) -> WorkshopPlace:
    """ "Je viens": the person takes a place herself."""
    with support.one_transaction():
        return take(lock_own(actor, person, workshop_id), person.pk, actor, now, on_behalf=False)


def lock_own(actor: Actor, person: Person, workshop_id: int) -> Workshop:
    """A workshop of one of the person's KPAs, locked, for the person herself."""
    if not access.is_own(actor, person):
        raise PermissionDenied
    return Workshop.objects.open_to(person).select_for_update().get(pk=workshop_id)


def take(workshop: Workshop, person_id: int, actor: Actor, now: datetime.datetime, *, on_behalf: bool) -> WorkshopPlace:
    """A place in a locked workshop, or a turn on its waiting list."""
    if workshop.cancelled_at is not None:
        raise ValidationError("Cet atelier est annulé : on ne peut plus s'y inscrire.")
    if workshop.starts_at <= now:
        raise ValidationError("Cet atelier a commencé : on ne peut plus s'y inscrire.")
    journey = journey_on(workshop.kpa_id, person_id, workshop.day)
    if journey is None:
        raise ValidationError(f"Le {day(workshop.day)}, cette personne n'est pas en parcours dans ce KPA.")
    return WorkshopPlace.objects.create(
        workshop=workshop,
        journey=journey,
        waiting=not has_room(workshop.places, workshop.taken.sitting().count()),
        entered_by_id=actor.user_id,
        entered_at=now,
        on_behalf=on_behalf,
    )


def withdraw(actor: Actor, place_id: int, now: datetime.datetime) -> list[WorkshopPlace]:
    """Take somebody off the list; returns those who move up from the waiting list."""
    with support.one_transaction():
        place = lock_place(actor, place_id)
        return leave(place.workshop, place, actor, now)


def withdraw_myself(actor: Actor, person: Person, workshop_id: int, now: datetime.datetime) -> list[WorkshopPlace]:
    """ "Je ne viens plus": until it starts; returns those who move up."""
    with support.one_transaction():
        workshop = lock_own(actor, person, workshop_id)
        if workshop.starts_at <= now:
            raise ValidationError("Cet atelier a commencé. Dites à l'équipe que vous ne venez pas.")
        place = workshop.taken.held().filter(journey__person=person).first()
        if place is None:
            raise ValidationError("Vous n'êtes pas inscrit·e à cet atelier.")
        return leave(workshop, place, actor, now)


def leave(workshop: Workshop, place: WorkshopPlace, actor: Actor, now: datetime.datetime) -> list[WorkshopPlace]:
    """Free a place of a locked workshop, and let the waiting list move up."""
    if place.cancelled_at is not None:
        return []
    place.cancelled_at, place.cancelled_by_id, place.news = now, actor.user_id, ""
    place.save(update_fields=["cancelled_at", "cancelled_by", "news"])
    return move_up(workshop, now)


def lock_place(actor: Actor, place_id: int) -> WorkshopPlace:
    """A place, its workshop locked first, then read again."""
    workshop_id = WorkshopPlace.objects.visible_to(actor).values_list("workshop_id", flat=True).get(pk=place_id)
    workshop = lock_workshop(actor, workshop_id)
    place = workshop.taken.get(pk=place_id)
    place.workshop = workshop
    return place


def mark(actor: Actor, place_id: int, came: bool | None, now: datetime.datetime) -> WorkshopPlace:
    """Somebody came, did not, or nobody knows any more (None undoes).

    Being there takes a place: somebody waiting, or first marked absent, needs a free one.
    """
    with support.one_transaction():
        place = lock_place(actor, place_id)
        workshop = place.workshop
        held_on(actor, workshop)
        if place.cancelled_at is not None:
            raise ValidationError("Cette inscription a été retirée. Rechargez la page.")
        sits = not place.waiting and place.came is not False
        wants = came is not False and not (place.waiting and came is None)
        if wants and not sits:
            need_room(workshop)
        if came:
            place.waiting = False
        place.came = came
        place.marked_at = None if came is None else now
        place.marked_by_id = None if came is None else actor.user_id
        place.save(update_fields=["waiting", "came", "marked_at", "marked_by"])
    return place


def walk_in(actor: Actor, workshop_id: int, person_id: int, now: datetime.datetime) -> WorkshopPlace:
    """Somebody came without signing up; on the list already, she is simply marked."""
    with support.one_transaction():
        workshop = lock_workshop(actor, workshop_id)
        held_on(actor, workshop)
        known = workshop.taken.held().filter(journey__person=person_id).first()
        if known is not None:
            return mark(actor, known.pk, True, now)
        journey = journey_on(workshop.kpa_id, person_id, workshop.day)
        if journey is None:
            raise ValidationError(f"Le {day(workshop.day)}, cette personne n'était pas en parcours dans ce KPA.")
        need_room(workshop)
        return WorkshopPlace.objects.create(
            workshop=workshop,
            journey=journey,
            came=True,
            marked_at=now,
            marked_by_id=actor.user_id,
            entered_by_id=actor.user_id,
            entered_at=now,
        )


def held_on(actor: Actor, workshop: Workshop) -> None:
    """Attendance is noted from the day of the workshop on."""
    if workshop.cancelled_at is not None:
        raise ValidationError("Cet atelier est annulé : il n'y a pas de présence à noter.")
    if workshop.day > actor.today:
        raise ValidationError(f"L'atelier est le {day(workshop.day)} : notez les présences ce jour-là.")


def need_room(workshop: Workshop) -> None:
    """Refuse one more person when every place of the locked workshop is taken."""
    if not has_room(workshop.places, workshop.taken.sitting().count()):
        raise ValidationError(
            f"Les {workshop.places} places sont prises. Notez d'abord les absents, ou ajoutez des places."
        )


def told(actor: Actor, place_id: int, now: datetime.datetime) -> WorkshopPlace:
    """Somebody called or met the person: she knows the latest news."""
    with support.one_transaction():
        place = WorkshopPlace.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=place_id)
        if not access.may_enter(actor, place.workshop.kpa_id):
            raise PermissionDenied
        place.told_at = now
        place.save(update_fields=["told_at"])
    return place
