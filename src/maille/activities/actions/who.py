"""Whose time or money a line is: people of the group and of the team, as a form proposes them, as an action finds them.

A token names one of them in a form: "p12" is a person of the group, "u5" somebody of the team.
"""

import datetime

from django.core.exceptions import ValidationError

from maille.activities import access
from maille.activities.actions.participants import participant_for
from maille.activities.models import Participant
from maille.identity.models import User
from maille.journeys.access import possible_referents
from maille.journeys.models import Journey, Person
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

LEFT_LATELY = datetime.timedelta(days=62)
"""Somebody who left is still proposed that long: hours are noted after the work."""
MOST = 400
UNKNOWN = "Choisissez une personne dans la liste."


def people_of(actor: Actor, kpa: Organisation, day: datetime.date) -> list[tuple[str, str]]:
    """Token and name of the people in the group around that day, by name."""
    lately = Journey.objects.visible_to(actor).overlapping(day - LEFT_LATELY, day).filter(kpa=kpa)
    found = Person.objects.visible_to(actor).filter(pk__in=lately.values("person"), anonymised_at__isnull=True)
    return [(f"p{person.pk}", str(person)) for person in found.order_by("identity_key", "pk")[:MOST]]


def team_of(kpa: Organisation, day: datetime.date) -> list[tuple[str, str]]:
    """Token and name of the team that day, without those who have a file in the group."""
    here = Journey.objects.filter(kpa=kpa, person__user__isnull=False).values("person__user")
    found = possible_referents(kpa.pk, day).exclude(pk__in=here)
    return [(f"u{user.pk}", str(user)) for user in found[:MOST]]


def token_of(participant: Participant) -> str:
    """How a form names this participant."""
    return f"p{participant.person_id}" if participant.person_id else f"u{participant.user_id}"


def participant_named(actor: Actor, kpa: Organisation, token: str) -> Participant:
    """The participant a form named; ValidationError for who is neither of the group nor of the team."""
    kind, number = token[:1], token[1:]
    if number.isascii() and number.isdecimal() and len(number) < 19:
        if kind == "p":
            person = Person.objects.visible_to(actor).filter(pk=int(number), journeys__kpa=kpa).distinct().first()
            if person is not None:
                return participant_for(kpa, person=person)
        user = User.objects.filter(pk=int(number), is_active=True).first() if kind == "u" else None
        if user is not None and known_here(user, kpa, actor.today):
            return participant_for(kpa, user=user)
    raise ValidationError({"people": [UNKNOWN]})


def known_here(user: User, kpa: Organisation, day: datetime.date) -> bool:
    """Whether that account follows people in the KPA that day, or did: the day of a line is checked with the line."""
    known = Participant.objects.filter(kpa=kpa, user=user).exists()
    return known or access.was_of_the_team(kpa.pk, user.pk, day)
