"""Before work, in the demonstration: Amina has everything, Yanis's cover ends soon and the insurer was asked again,
Léa's permit ends soon.
"""

import datetime
from dataclasses import replace

from django.utils import timezone

from maille.identity.models import User
from maille.journeys.actions import dossier as actions
from maille.journeys.models import Journey
from maille.journeys.rules.papers import InsurerSaid, Paper
from maille.network.access import actor_for

INSURER = "Assurance mutuelle de démonstration"
IBAN = "FR7630006000011234567890189"
"""The account number that textbooks give as an example."""


def write(day: datetime.date) -> None:
    """What Fanny and Karim wrote down for the three coopérant·es, through their own actions."""
    fanny, karim = (actor_for(User.objects.get(email=f"{key}@exemple.fr"), None, day) for key in ("fanny", "karim"))

    def ago(days: int) -> datetime.date:
        return day - datetime.timedelta(days=days)

    def at(days: int) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(ago(days), datetime.time(10, 30)))

    def said(start: int, end: int) -> InsurerSaid:
        return InsurerSaid("validated", ago(start), ago(start), ago(end))

    amina, lea, yanis = (present(key, day) for key in ("amina", "lea", "yanis"))
    for journey, kinds, since in (
        (amina, ("identity", "address", "notice", "charter"), 590),
        (lea, ("identity", "notice", "charter"), 440),
        (yanis, ("identity", "notice", "charter"), 300),
    ):
        for rank, kind in enumerate(kinds):
            actions.record_piece(fanny, journey.pk, Paper(kind, ago(since - rank)), at(since - rank))
        actions.say_right_to_work(fanny, journey.pk, needed=journey == lea)
    permit = Paper("right_to_work", ago(320), day + datetime.timedelta(days=41))
    actions.record_piece(fanny, lea.pk, permit, at(320))
    covers = ((amina, 588, 225), (amina, 240, -130), (lea, 436, -52), (yanis, 198, -21))
    for journey, sent, until in covers:
        demand = actions.ask_insurer(karim, [journey.pk], INSURER, ago(sent), at(sent))[0]
        actions.note_answers(karim, [demand.pk], said(sent - 6, until), at(sent - 6))
    actions.ask_insurer(karim, [yanis.pk], INSURER, ago(5), at(5))
    actions.give_account(replace(fanny, today=ago(580)), amina.person_id, "Amina Benali", IBAN, at(580))


def present(key: str, day: datetime.date) -> Journey:
    """The journey under way of one of the three."""
    return Journey.objects.at(day).get(person__user__email=f"{key}@exemple.fr")
