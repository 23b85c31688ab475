"""One of each thing of individual support."""

import datetime
from typing import Any

from django.utils import timezone

from maille.identity.models import User
from maille.journeys.models import Barrier, Goal, Interview, Journey, NextStep, Orientation, Procedure
from maille.network.models import Organisation
from tests.cast import Cast

THING_OF: dict[str, str] = {
    f"{key}_id": key for key in ("interview", "barrier", "goal", "step", "orientation", "procedure")
}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {}
"""Name of an address → parameters that name no thing."""

DAY = datetime.date(2026, 3, 2)


def records(journey: Journey, user: User) -> dict[str, Any]:
    """One record of each kind, under way."""
    entered = {"entered_by": user, "entered_at": timezone.now(), "on_behalf": True}
    on = {"journey": journey, **entered}
    goal = Goal.objects.create(text="Passer mon permis", set_on=DAY, wanted_on=datetime.date(2026, 9, 1), **on)
    late = datetime.date(2026, 4, 1)
    return {
        "interview": Interview.objects.create(
            kind="follow_up", held_on=DAY, led_by=user, domains=["mobility"], next_on=late, **on
        ),
        "barrier": Barrier.objects.create(kind="mobility", started_on=DAY, **on),
        "goal": goal,
        "step": NextStep.objects.create(goal=goal, text="M'inscrire à l'auto-école", due_on=late, **entered),
        "orientation": Orientation.objects.create(
            partner_name="Auto-école solidaire", domain="mobility", oriented_on=DAY, purpose="Le code", **on
        ),
        "procedure": Procedure.objects.create(domain="rights", title="Aide au permis", started_on=DAY, **on),
    }


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    return {name: record.pk for name, record in records(journey, user).items()}


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    made = records(cast.amina_journey, cast.fanny)
    entered = {"entered_by": cast.fanny, "entered_at": timezone.now()}
    Interview.objects.create(
        journey=cast.amina_journey, kind="stage", held_on=datetime.date(2026, 5, 4), peer=cast.yanis, **entered
    )
    Barrier.objects.create(
        journey=cast.amina_journey, kind="digital", started_on=DAY, ended_on=datetime.date(2026, 5, 4),
        lifted_how="Un atelier", **entered,
    )  # fmt: skip
    Goal.objects.create(journey=cast.amina_journey, text="Vendre mes plats", set_on=DAY, reached_on=DAY, **entered)
    return (f"/parcours/{cast.amina_journey.pk}/freins/{made['barrier'].pk}/?fin=1",)
