"""What is written about Amina and Yanis, what Amina answers, and what a partner may read, through the same actions."""

import datetime

from django.utils import timezone

from maille.config.demo import cast
from maille.identity.models import User
from maille.journeys.actions.handovers import hand_over
from maille.journeys.actions.notes import correct_note, write_note
from maille.journeys.actions.openings import open_to_partner
from maille.journeys.actions.replies import reply
from maille.journeys.models import Journey
from maille.network.access import actor_for
from maille.network.models import Membership
from maille.network.rules.roles import Actor

MORNINGS = "Arrivée après 9 h trois mardis d'octobre. Elle dit que le bus de 8 h ne passe plus."
STAND = (
    "Elle dit vouloir tenir le stand seule. Le jour du marché, elle a compté la caisse sans erreur ; Léa l'a aidée à "
    "ouvrir."
)
TUESDAYS = "À voir en équipe : qui ouvre la cuisine le mardi, pour qu'Amina dépose son enfant à l'école."
ANSWER = "J'avais prévenu par téléphone à chaque fois. Je voudrais que ce soit écrit aussi."
WORD = "Il préfère qu'on l'appelle le matin. Son dossier de formation est à finir ensemble."


def write(day: datetime.date) -> None:
    """All of it, on days before `day`."""
    fanny, amina, karim = (User.objects.get(email=f"{key}@exemple.fr") for key in ("fanny", "amina", "karim"))
    hers = Journey.objects.get(person__user=amina)
    notes(hers, fanny, amina, day)
    partner = Membership.objects.get(user__email="partenaire@exemple.fr")
    agreed = day - datetime.timedelta(days=12)
    open_to_partner(
        acting(fanny, agreed),
        hers.pk,
        partner.pk,
        ["stages", "goals", "notes"],
        "chercher ensemble une formation à la vente",
        agreed + datetime.timedelta(days=150),
        agreed,
        at(agreed),
    )
    his = Journey.objects.get(person__user__email="yanis@exemple.fr", ended_on__isnull=True)
    handed = day - datetime.timedelta(days=33)
    write_note(acting(fanny, handed), his.pk, "Il dit vouloir essayer la cuisine avant l'été.", at(handed))
    hand_over(acting(fanny, handed), his.pk, None, karim.pk, WORD, set(), at(handed))


def notes(journey: Journey, fanny: User, amina: User, day: datetime.date) -> None:
    """Three of Fanny's: one corrected, one contested, one for the team."""
    then = day - datetime.timedelta(days=24)
    actor = acting(fanny, then)
    first = write_note(actor, journey.pk, "Elle dit vouloir tenir le stand seule.", at(then))
    correct_note(actor, first.pk, first.version, STAND, then, "Le marché a eu lieu")
    late = day - datetime.timedelta(days=9)
    contested = write_note(acting(fanny, late), journey.pk, MORNINGS, at(late))
    write_note(acting(fanny, late), journey.pk, TUESDAYS, at(late), visibility="team")
    answered = day - datetime.timedelta(days=3)
    reply(acting(amina, answered), journey.person_id, "note", contested.pk, "contest", ANSWER, at(answered))


def acting(user: User, day: datetime.date) -> Actor:
    """That member of the cast, on that day, under the usual membership."""
    return actor_for(user, None, max(day, cast.SINCE))


def at(day: datetime.date) -> datetime.datetime:
    """Ten in the morning."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(10)))
