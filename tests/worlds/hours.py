"""Hours and expenses: one of each thing of this piece."""

import datetime
from typing import Any

from maille.activities.actions.participants import participant_for
from maille.activities.models import Contribution, Expense
from maille.identity.models import User
from maille.journeys.actions.files import store
from maille.journeys.models import Journey
from maille.network.models import Organisation
from tests.cast import Cast
from tests.worlds import jobs

THING_OF: dict[str, str] = {"contribution_id": "contribution", "expense_id": "expense", "role_id": "role"}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {}
"""Name of an address → parameters that name no thing."""

NOW = jobs.NOW
DAY = NOW.date() - datetime.timedelta(days=2)


def contribution(kpa: Organisation, journey: Journey, **more: Any) -> Contribution:
    """Two hours of cooking."""
    values = {"day": DAY, "minutes": 120, "role": jobs.role(kpa), "entered_at": NOW, **more}
    somebody = participant_for(kpa, person=journey.person)
    return Contribution.objects.create(kpa=kpa, participant=somebody, **values)


def expense(kpa: Organisation, journey: Journey, **more: Any) -> Expense:
    """Twelve euros of flour, with the photo of the receipt."""
    values = {"day": DAY, "cents": 1200, "what": "farine", "entered_at": NOW, **more}
    photo = store(b"\x89PNG\r\n\x1a\n", "ticket.png", content_type="image/png", now=NOW, by_id=None)
    somebody = participant_for(kpa, person=journey.person)
    return Expense.objects.create(kpa=kpa, participant=somebody, receipt=photo, **values)


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    gone = contribution(kpa, journey, withdrawn_at=NOW)
    given = contribution(kpa, journey, replaces=gone, entered_by=user)
    return {"contribution": given.pk, "expense": expense(kpa, journey).pk, "role": jobs.role(kpa).pk}


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    job = jobs.job(cast.kpa, "Buffet du samedi", "closed", starts_on=DAY, ends_on=DAY)
    meeting = jobs.role(cast.kpa, "réunion")
    meeting.kind = "meeting"
    meeting.save()
    retired = jobs.role(cast.kpa, "livraison")
    retired.retired_on = NOW.date()
    retired.save()
    amina, yanis = cast.amina_journey, cast.yanis_journey
    shift = jobs.shift(job, NOW - datetime.timedelta(days=2), minutes=90)
    for each in (amina, yanis):
        shift.sign_ups.create(participant=participant_for(cast.kpa, person=each.person), entered_at=NOW)
    gone = contribution(cast.kpa, amina, job=job, withdrawn_at=NOW, withdrawn_by=cast.fanny)
    contribution(cast.kpa, amina, job=job, replaces=gone, minutes=150, on_behalf=True, entered_by=cast.fanny,
                 note="avec les plats à laver", points=2)  # fmt: skip
    contribution(cast.kpa, yanis, job=job, confirmed_at=NOW, confirmed_by=cast.fanny)
    contribution(cast.kpa, yanis, paid=False, role=meeting)
    Contribution.objects.create(
        kpa=cast.kpa, participant=participant_for(cast.kpa, user=cast.fanny), job=job, day=DAY, minutes=120,
        role=jobs.role(cast.kpa, "coordination"), entered_at=NOW,
    )  # fmt: skip
    back = expense(cast.kpa, amina, job=job, withdrawn_at=NOW)
    expense(cast.kpa, amina, job=job, replaces=back, cents=1890, shop="le marché", on_behalf=True)
    Expense.objects.create(
        kpa=cast.kpa, job=job, day=DAY, cents=500, what="gaz", advanced_by="collective", note="ticket perdu",
        entered_at=NOW, confirmed_at=NOW,
    )  # fmt: skip
    return (
        f"/prestations/{job.pk}/heures/",
        f"/heures/?prestation={job.pk}",
        "/heures/?mois=2026-06",
        "/heures/?mois=tout&etat=retirees",
        f"/heures/noter/?kpa={cast.kpa.pk}",
        "/frais/?mois=2026-06",
        "/frais/?mois=tout&etat=retirees",
        f"/frais/noter/?kpa={cast.kpa.pk}",
        "/mes-heures/?mois=2026-06",
        "/roles/",
    )
