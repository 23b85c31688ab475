"""A journey with many events of every kind, written straight into the tables."""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from maille.identity.models import User
from maille.journeys.models import (
    Barrier,
    Goal,
    Interview,
    Journey,
    NextStep,
    Note,
    Orientation,
    Procedure,
    Recognition,
    Referent,
    Skill,
    Stage,
    Suspension,
    Workshop,
    WorkshopPlace,
)
from maille.journeys.rules.support import BarrierKind, InterviewKind

NOW = datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC)
KINDS = [kind.value for kind in BarrierKind]


def eventful(journey: Journey, user: User, events: int = 200) -> None:
    """At least `events` things on one journey, from its entry on, one kind after the other."""
    entered = {"entered_by": user, "entered_at": NOW}

    def days(every: int, start: int = 0) -> Iterable[tuple[int, datetime.date]]:
        count = max(events // 20, 1)
        return ((n, journey.entered_on + datetime.timedelta(days=start + every * n)) for n in range(count))

    at_entry = {"journey": journey, "started_on": journey.entered_on}
    Stage.objects.get_or_create(**at_entry, defaults={"kind": "immerse"})
    Referent.objects.get_or_create(**at_entry, defaults={"user": user})
    for n, day in days(30):
        end = day + datetime.timedelta(days=5)
        Suspension.objects.create(journey=journey, started_on=day + datetime.timedelta(days=3), ended_on=end)
        Barrier.objects.create(
            journey=journey, kind=KINDS[n % 10], started_on=day, ended_on=end, lifted_how="Un rendez-vous", **entered
        )
        Orientation.objects.create(
            journey=journey, partner_name="Mission locale", domain="housing", oriented_on=day, outcome="helped",
            outcome_on=end, **entered,
        )  # fmt: skip
        Procedure.objects.create(
            journey=journey, domain="rights", title="Prime d'activité", started_on=day, outcome="obtained",
            ended_on=end, **entered,
        )  # fmt: skip
        goal = Goal.objects.create(journey=journey, text=f"Objectif {n}", set_on=day, reached_on=end, **entered)
        NextStep.objects.create(goal=goal, text=f"Pas {n}", due_on=end, done_on=end, **entered)
        still = Goal.objects.create(journey=journey, text=f"Encore {n}", set_on=day, **entered)
        NextStep.objects.create(goal=still, text="À faire", due_on=end, **entered)
        skill = Skill.objects.create(name=f"Savoir {journey.pk} {n}")
        Recognition.objects.create(
            journey=journey, skill=skill, by="contributor", user=user, level=3, recognised_on=day, **entered
        )
    for _, day in days(20, 4):
        for kind in (InterviewKind.FOLLOW_UP.value, InterviewKind.STAGE.value):
            met = Interview.objects.create(
                journey=journey, kind=kind, held_on=day, led_by=user, domains=["project"], next_on=day, **entered
            )
            Note.objects.create(
                journey=journey, author=user, interview=met, written_on=day, text="Un fait. " * 40, **entered
            )
        workshop = Workshop.objects.create(
            kpa=journey.kpa, title="Faire un devis", domain="project", minutes=120, places=8,
            starts_at=timezone.make_aware(datetime.datetime.combine(day, datetime.time(14))), **entered,
        )  # fmt: skip
        WorkshopPlace.objects.create(workshop=workshop, journey=journey, came=True, **entered)
