"""Jobs, shifts, sign-ups and promises: one of each thing of this piece."""

import datetime
from typing import Any

from django.utils import timezone

from maille.activities.actions.participants import participant_for
from maille.activities.models import Activity, Job, JobStep, News, PlannedWork, Shift, SignUp, WorkRole
from maille.identity.models import User
from maille.journeys.models import Journey
from maille.network.models import Organisation
from tests.cast import Cast

THING_OF: dict[str, str] = {
    "job_id": "job",
    "shift_id": "shift",
    "sign_up_id": "sign_up",
    "planned_work_id": "planned_work",
}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {}
"""Name of an address → parameters that name no thing."""

NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
MEALS = "Traiteur"


def activity(kpa: Organisation) -> Activity:
    """The KPA's catering."""
    return Activity.objects.get_or_create(kpa=kpa, name=MEALS, defaults={"opened_on": datetime.date(2021, 1, 1)})[0]


def role(kpa: Organisation, name: str = "cuisine") -> WorkRole:
    """A word of the KPA for some work."""
    return WorkRole.objects.get_or_create(kpa=kpa, name=name)[0]


def job(kpa: Organisation, title: str = "Buffet", state: str = "planned", **more: Any) -> Job:
    """A job written that morning."""
    values = {"activity": activity(kpa), "client": "Centre social de l'Alma", "entered_at": NOW, **more}
    made = Job.objects.create(kpa=kpa, title=title, state=state, **values)
    JobStep.objects.create(job=made, state=state, on=NOW.date(), entered_at=NOW)
    return made


def shift(of: Job, start: datetime.datetime, **more: Any) -> Shift:
    """Six hours of one job; its days follow."""
    values = {"minutes": 360, "people": 3, "role": role(of.kpa), **more}
    made = Shift.objects.create(job=of, starts_at=start, **values)
    days = sorted([each.day for each in of.shifts.all()])
    of.starts_on, of.ends_on = days[0], days[-1]
    of.save(update_fields=["starts_on", "ends_on"])
    return made


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    made = job(kpa)
    held = shift(made, timezone.now() + datetime.timedelta(hours=1))
    somebody = participant_for(kpa, person=journey.person)
    signed = SignUp.objects.create(shift=held, participant=somebody, entered_at=NOW)
    promise = PlannedWork.objects.create(job=made, role=role(kpa), minutes=120, entered_at=NOW)
    return {"job": made.pk, "shift": held.pk, "sign_up": signed.pk, "planned_work": promise.pk}


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    kpa, soon = cast.kpa, timezone.now() + datetime.timedelta(hours=2)
    amina, yanis = (participant_for(kpa, person=person) for person in (cast.amina, cast.yanis))
    fanny = participant_for(kpa, user=cast.fanny)
    coming = job(
        kpa, place="Salle des fêtes", contact="Accueil, 03 20 00 00 00", expected=86_400, planned_minutes=1_500
    )
    held = shift(coming, soon, special="le permis", special_people=1)
    for each in (amina, fanny):
        SignUp.objects.create(
            shift=held, participant=each, entered_at=NOW, on_behalf=each == amina, entered_by=cast.fanny
        )
    free = shift(coming, soon + datetime.timedelta(days=1))
    PlannedWork.objects.create(
        job=coming, role=role(kpa, "coordination"), participant=fanny, minutes=210, entered_at=NOW
    )
    done = job(kpa, "Buffet d'hier", "done")
    past = shift(done, timezone.now() - datetime.timedelta(days=1))
    SignUp.objects.create(shift=past, participant=amina, came=True, marked_at=NOW, entered_at=NOW)
    SignUp.objects.create(
        shift=past, participant=yanis, came=False, absent_why="un enfant malade", marked_at=NOW, entered_at=NOW
    )
    off = job(kpa, "Repas annulé", "cancelled")
    tea = shift(off, soon)
    for each in (amina, yanis):
        signed = SignUp.objects.create(shift=tea, participant=each, entered_at=NOW)
        told = {"told_at": NOW, "told_by": cast.fanny} if each == yanis else {}
        News.objects.create(sign_up=signed, what="cancelled", at=NOW, **told)
    JobStep.objects.create(job=off, state="cancelled", on=NOW.date(), entered_at=NOW, reason="Annulée par le client.")
    ideas = [job(kpa, "Vente de gâteaux", "idea"), job(kpa, "Goûter", "asked"), job(kpa, "Marché", "closed")]
    shown = [coming, done, off, *ideas]
    return (
        *(f"/prestations/{each.pk}/" for each in shown),
        f"/prestations/{coming.pk}/feuille/",
        *(f"/prestations/creneaux/{each.pk}/" for each in (held, free)),
        f"/mes-prestations/{coming.pk}/",
        f"/planning/?qui={amina.pk}",
        f"/prestations/nouvelle/?kpa={kpa.pk}",
        "/prestations/?quand=toutes",
        "/prestations/?quand=toutes&au=2026-01-01",
        f"/prestations/{done.pk}/?au={NOW.date()}",
        f"/prestations/{done.pk}/?au=2020-01-01",
    )
