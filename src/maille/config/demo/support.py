"""How Fanny, Karim and the others accompany Amina, Léa and Yanis: the demonstration's interviews, goals, barriers.

All days are told from `day`, the day the demonstration was first installed; each thing is entered on its own day.
"""

import datetime
from dataclasses import dataclass, replace

from django.utils import timezone

from maille.identity.models import User
from maille.journeys.actions import barriers, goals, interviews, orientations
from maille.journeys.models import Journey
from maille.network.access import actor_for
from maille.network.rules.roles import Actor


@dataclass(frozen=True)
class Pen:
    """Somebody writing in one journey, on a day so long ago."""

    actor: Actor
    journey: Journey
    day: datetime.date

    def ago(self, days: int) -> datetime.date:
        """That many days before the demonstration was installed; negative for after."""
        return self.day - datetime.timedelta(days=days)

    def on(self, days: int) -> tuple[Actor, int, datetime.datetime]:
        """Who, where and when, for an action of that day."""
        when = self.ago(days)
        now = timezone.make_aware(datetime.datetime.combine(when, datetime.time(16, 30)))
        return replace(self.actor, today=when), self.journey.pk, now

    def meet(
        self,
        days: int,
        kind: str,
        *domains: str,
        peer: int | None = None,
        next_in: int | None = None,
        outcome: interviews.Outcome | None = None,
    ) -> None:
        """An interview; `next_in` days later the next one."""
        actor, journey, now = self.on(days)
        meeting = interviews.Meeting(
            kind=kind,
            held_on=actor.today,
            led_by_id=None if peer else actor.user_id,
            peer_id=peer,
            minutes=45,
            domains=domains,
            next_on=self.ago(days - next_in) if next_in else None,
        )
        interviews.hold_interview(actor, journey, meeting, now, outcome)

    def hinder(self, days: int, kind: str, lifted: int | None = None, how: str = "") -> None:
        """A barrier met that many days ago, lifted or not."""
        actor, journey, now = self.on(days if lifted is None else lifted)
        ended = None if lifted is None else self.ago(lifted)
        barriers.open_barrier(actor, journey, kind, self.ago(days), now, ended, how)

    def aim(self, days: int, text: str, *steps: tuple[str, int, int | None], wanted: int | None = None) -> int:
        """A goal with its steps: what, due when, done when (days ago); its number."""
        actor, journey, now = self.on(days)
        goal = goals.set_goal(
            actor, journey, goals.Aim(text, actor.today, None if wanted is None else self.ago(wanted)), now
        )
        for what, due, done in steps:
            step = goals.add_step(actor, journey, goal.pk, what, self.ago(due), now)
            if done is not None:
                doer, _, then = self.on(done)
                goals.tick_step(doer, journey, step.pk, then, done=True)
        return goal.pk

    def send(self, days: int, domain: str, partner: str, purpose: str, outcome: str = "", after: int = 0) -> None:
        """An orientation, and what came of it so many days ago."""
        actor, journey, now = self.on(after if outcome else days)
        sending = orientations.Sending(
            domain, self.ago(days), partner_name=partner, purpose=purpose, outcome=outcome,
            outcome_on=self.ago(after) if outcome else None,
        )  # fmt: skip
        orientations.orient(actor, journey, sending, now)

    def start(self, days: int, domain: str, title: str, outcome: str = "", after: int = 0) -> None:
        """A procedure, and its result so many days ago."""
        actor, journey, now = self.on(after if outcome else days)
        way = orientations.Way(domain, title, self.ago(days), outcome, self.ago(after) if outcome else None)
        orientations.start_procedure(actor, journey, way, now)


def write(day: datetime.date) -> int:
    """The three stories; how many interviews they hold."""
    fanny = actor_for(User.objects.get(email="fanny@exemple.fr"), None, day)
    found = Journey.objects.filter(kpa__name="La Cape", person__user__email__isnull=False).select_related("person")
    journeys = {str(journey.person.user.email).partition("@")[0]: journey for journey in found if journey.person.user}
    amina(Pen(fanny, journeys["amina"], day), journeys["lea"].person_id)
    lea(Pen(fanny, journeys["lea"], day), journeys["amina"])
    yanis(Pen(fanny, journeys["yanis"], day))
    return sum(journey.interviews.count() for journey in journeys.values())


def amina(pen: Pen, lea_id: int) -> None:
    """A caterer in the making: childcare and driving in the way, one lifted, the other under way."""
    pen.meet(590, "welcome", "project", "family", next_in=30)
    pen.hinder(590, "family", 402, "Une place en crèche à mi-temps")
    pen.hinder(585, "mobility")
    pen.start(580, "rights", "Prime d'activité", "obtained", 510)
    pen.send(560, "family", "Crèche Les Lucioles", "Une place à mi-temps", "helped", 405)
    pen.meet(555, "follow_up", "family", "rights", next_in=35)
    first = pen.aim(
        520, "Cuisiner pour un vrai buffet", ("Faire goûter trois recettes au groupe", 500, 498),
        ("Calculer le prix d'une part", 470, 455), wanted=400,
    )  # fmt: skip
    pen.meet(478, "stage", "project", next_in=60)
    pen.hinder(470, "digital", 380, "L'atelier « Mon espace en ligne »")
    pen.meet(395, "follow_up", "project", "mobility", peer=lea_id)
    actor, journey, now = pen.on(390)
    goals.reach_goal(actor, journey, first, now)
    pen.meet(298, "stage", "project", "money", next_in=60)
    pen.send(290, "project", "BGE Hauts-de-France", "Chiffrer l'activité traiteur", "welcomed", 260)
    pen.meet(204, "follow_up", "mobility", next_in=60)
    pen.aim(
        200, "Passer mon permis", ("M'inscrire au code", 170, 175), ("Réussir le code", 60, 48),
        ("Trouver dix heures de conduite par mois", 10, None), wanted=-90,
    )  # fmt: skip
    pen.start(180, "mobility", "Aide au permis de la Région")
    pen.meet(120, "follow_up", "project", peer=lea_id)
    pen.aim(
        100, "Vendre mes plats au marché de Noël", ("Demander un emplacement à la mairie", 5, None),
        ("Choisir cinq plats", -10, None), wanted=-35,
    )  # fmt: skip
    note = "Amina a réussi le code. Elle conduit avec l'auto-école solidaire, deux heures par semaine. Elle est fière."
    pen.meet(47, "follow_up", "mobility", "project", next_in=50, outcome=interviews.Outcome(note=note))


def lea(pen: Pen, amina_journey: Journey) -> None:
    """Nearly out: she looks for a job in a shop, and helps others."""
    pen.meet(440, "welcome", "project", next_in=40)
    pen.hinder(430, "housing", 210, "Un studio au foyer de jeunes travailleurs")
    pen.start(420, "housing", "Demande de logement en foyer de jeunes travailleurs", "obtained", 215)
    pen.meet(268, "stage", "employment", next_in=60)
    pen.meet(88, "stage", "employment", next_in=80)
    pen.send(45, "employment", "Mission locale de Roubaix", "Préparer les entretiens d'embauche")
    pen.aim(
        85, "Trouver un CDI dans un magasin", ("Refaire mon CV", 60, 62), ("Poser trois candidatures", 12, None),
        wanted=-60,
    )  # fmt: skip


def yanis(pen: Pen) -> None:
    """Young, sent by a mission locale; not met for a while."""
    pen.meet(305, "welcome", "project", "training")
    pen.hinder(300, "training")
    pen.meet(199, "stage", "project", next_in=60)
    pen.aim(195, "Apprendre à réparer des vélos", ("Passer une journée à l'atelier vélo", 150, 141))
    pen.meet(96, "follow_up", "training")
