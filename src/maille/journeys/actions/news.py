"""Tell people signed up to a workshop what changed, by message, when they have an address."""

import datetime

from maille.identity.actions import send_message
from maille.journeys.actions import support
from maille.journeys.actions.workshops import lock_workshop
from maille.journeys.models import Workshop, WorkshopPlace
from maille.network.rules.roles import Actor

SUBJECTS = {
    "moved": "Un atelier change",
    "cancelled": "Un atelier est annulé",
    "seated": "Vous avez une place",
}


def write_to_all(actor: Actor, workshop_id: int, now: datetime.datetime) -> tuple[int, int]:
    """Write to everybody with an address who does not know yet; how many messages left, and how many did not.

    Each message is sent after its own reading of the place, and the place is marked only when the message left.
    """
    with support.one_transaction():
        workshop = lock_workshop(actor, workshop_id)
        waiting = workshop.taken.exclude(news="").filter(told_at__isnull=True).exclude(journey__person__email="")
        places = list(waiting.select_related("journey__person").order_by("pk"))
    left = 0
    for place in places:
        person = place.journey.person
        message = send_message(
            person.email,
            name=str(person),
            purpose="workshop",
            subject=SUBJECTS[place.news],
            text=text_of(workshop, place),
            now=now,
            about=("person", person.pk),
            sent_by_id=actor.user_id,
        )
        if message.left:
            left += WorkshopPlace.objects.filter(pk=place.pk, news=place.news).update(told_at=now)
    return left, len(places) - left


def text_of(workshop: Workshop, place: WorkshopPlace) -> str:
    """Short sentences, one idea each, and somebody to call (field notes: few words)."""
    lines = [f"Bonjour {place.journey.person.first_name},", ""]
    if place.news == "cancelled":
        lines.append(f"L'atelier « {workshop.title} » du {workshop.when} est annulé.")
    elif place.cancelled_at is not None:
        lines.append(f"L'atelier « {workshop.title} » change de jour : vous n'y êtes plus inscrit·e.")
    else:
        first = "Vous avez une place à l'atelier" if place.news == "seated" else "Voici le rendez-vous de l'atelier"
        lines.append(f"{first} « {workshop.title} ».")
        lines.append(f"C'est {workshop.when}.")
        if workshop.place:
            lines.append(f"Lieu : {workshop.place}.")
    kpa = workshop.kpa
    lines += ["", f"Une question ? {f'Appelez le {kpa.phone}.' if kpa.phone else 'Parlez-en à votre KPA.'}", kpa.name]
    return "\n".join(lines)
