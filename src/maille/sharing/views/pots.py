"""Pots: what came for a job, what was spent, what waits, what was shared, and what may still be promised."""

import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maille.activities.actions import budgets
from maille.activities.models import Expense, Job
from maille.activities.models.participants import Participant
from maille.activities.rules.kinds import JobState, PotKind
from maille.activities.views.loading import job_to_change, job_to_read
from maille.activities.views.tabs import address, tabs
from maille.journeys.access import kpas_to_read
from maille.journeys.views.filtering import Choice, with_, without
from maille.journeys.views.loading import attempt, kpa_to_write_in, number, reader, which_kpa
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor
from maille.sharing import access
from maille.sharing.actions.forecasts import FREE, MATERIALS, REST, JobForecast, forecast_of, forecasts_of
from maille.sharing.forms.receipts import BudgetForm
from maille.sharing.models import Distribution, Receipt
from maille.sharing.models.pot_figures import Pot, pot_of, with_waiting
from maille.sharing.rules.forecast import Share
from maille.sharing.rules.forecast_wording import room
from maille.sharing.rules.recipients import FIXED, participant_of
from maille.sharing.views.carriers import carried_by
from maille.ui import keyset
from maille.ui.charts import Part, Stacked
from maille.ui.text import euros

LATEST_EXPENSES = 10
WAITING, OWING, BUDGETS = "attend", "manque", "budget"
FILTERS = ((WAITING, "De l'argent attend"), (OWING, "Il manque de l'argent"), (BUDGETS, "Budgets et ventes"))


def pot(request: ActorRequest, job_id: int) -> HttpResponse:
    """The money of one job, on the day asked; its forecast is told today alone."""
    job, actor = job_to_read(request, job_id), request.actor
    past = request.at != request.today
    found = pot_of(job, request.at if past else None)
    written = Receipt.objects.visible_to(actor).filter(job=job, posting__day__lte=request.at)
    page = keyset.page(
        written.select_related("posting", "entered_by", "corrects", "corrected_by"),
        ("-received_on", "-id"),
        request.GET,
        size=20,
    )
    told = None if past else forecast_of(job, request.today)
    context = {
        "job": job,
        "tabs": tabs(job.pk, "sharing:pot"),
        "pot": found,
        "chart": chart_of(job, found),
        "page": page,
        "spent": spent_on(actor, job, request.at),
        "hours_url": address("activities:job_hours", job.pk),
        "job_url": address("activities:job", job.pk),
        "distributions_url": address("sharing:distributions", job.pk),
        "is_budget": job.kind != PotKind.JOB,
        "may_write": access.may_write(actor, job.kpa_id) and not past,
        "day": request.at,
        "by_person": told is not None and told.facts.by_person,
        "carrier": carried_by(job) if told and told.facts.by_person else None,
        **(told_of(actor, told) if told else {"told": None}),
    }
    return render(request, "sharing/pots/page.html", context)


def chart_of(job: Job, found: Pot) -> Stacked | None:
    """Where the money is, as parts of what came and of what is still awaited; None while there is nothing."""
    shared = found.shared_between or ((("Déjà partagé", found.shared),) if found.shared > 0 else ())
    parts = [Part(label, cents, euros(cents)) for label, cents in shared]
    if found.waiting > 0:
        parts.append(Part("Attend d'être partagé", found.waiting, euros(found.waiting)))
    awaited = max((job.expected or 0) - found.received, 0) if job.state_enum not in ENDED else 0
    if awaited:
        parts.append(Part("Attendu, pas encore reçu", awaited, euros(awaited), muted=True))
    if not parts:
        return None
    return Stacked("Où est l'argent", tuple(parts), total=f"{euros(sum(part.value for part in parts))} en tout")


ENDED = frozenset({JobState.CLOSED, JobState.CANCELLED})


def spent_on(actor: Actor, job: Job, day: datetime.date) -> dict[str, Any]:
    """The latest expenses of the job, and all of them in one sum."""
    standing = Expense.objects.visible_to(actor).standing().filter(job=job, day__lte=day)
    return {
        "latest": list(standing.told().order_by("-day", "-pk")[:LATEST_EXPENSES]),
        "total": standing.aggregate(total=Sum("cents"))["total"] or 0,
    }


def told_of(actor: Actor, told: JobForecast) -> dict[str, Any]:
    """The forecast as the page tells it: who would receive what, named."""
    shares = told.told.shares if told.told else ()
    ids = {pk for each in shares if (pk := participant_of(each.to)) is not None}
    names = {each.pk: str(each) for each in Participant.objects.visible_to(actor).named().filter(pk__in=ids)}
    return {
        "told": told,
        "rows": [row_of(each, names) for each in shares if each.cents or each.hours],
        "room": room(told.told) if told.told and told.is_close else None,
    }


def row_of(share: Share, names: dict[int, str]) -> dict[str, Any]:
    """One line of the forecast."""
    return {"name": name_of(share.to, names), "share": share, "minutes": int(share.hours * 60)}


def name_of(to: str, names: dict[int, str]) -> str:
    """Who receives, in words: a person, a free place, a fund."""
    pk = participant_of(to)
    if pk is not None:
        return names.get(pk, "Quelqu'un")
    kind, _, rest = to.partition(":")
    if kind == FREE:
        role = rest.partition(":")[0]
        return f"Place libre, {role}" if role else "Place libre"
    known = {REST: "Travail pas encore réparti", MATERIALS: "Achats prévus par l'offre"}
    found = known.get(kind) or FIXED.get(to, to)
    return found[:1].upper() + found[1:]


def pots(request: ActorRequest) -> HttpResponse:
    """Pots where money waits or lacks, and the budgets under way with what they promise."""
    actor, params = reader(request), request.GET
    kpas = list(kpas_to_read(actor).order_by("name_key", "pk"))
    asked = params.get("voir", "")
    found = with_waiting(Job.objects.visible_to(actor).select_related("kpa", "activity", "offer"))
    budget = ~Q(kind=PotKind.JOB.value) & ~Q(state__in=[each.value for each in ENDED])
    shown = {WAITING: Q(waiting__gt=0), OWING: Q(waiting__lt=0), BUDGETS: ~Q(kind=PotKind.JOB.value)}
    found = found.filter(shown.get(asked, ~Q(waiting=0) | budget))
    kpa = number(params.get("kpa", ""))
    if kpa:
        found = found.filter(kpa_id=kpa)
    page = keyset.page(found, ("-id",), params, size=25)
    told = forecasts_of(page.rows, request.today)
    context = {
        "page": page,
        "rows": [{"job": job, "told": told[job.pk]} for job in page.rows],
        "filters": [Choice("Tout", without(params, "voir"), asked not in shown)]
        + [Choice(label, with_(params, "voir", key), asked == key) for key, label in FILTERS],
        "kpas": [Choice("Tous les KPA", without(params, "kpa"), not kpa)]
        + [Choice(each.name, with_(params, "kpa", str(each.pk)), kpa == each.pk) for each in kpas]
        if len(kpas) > 1
        else [],
        "several": len(kpas) > 1,
        "kpa": kpa,
        "may_write": bool(actor.writes),
        "proposed": proposed_in(actor, kpa),
        "filtered": bool(asked or kpa),
    }
    return render(request, "sharing/pots/list.html", context)


def proposed_in(actor: Actor, kpa: int | None) -> int:
    """Proposals that wait for a group's answer, of this KPA or of all those where the actor may write."""
    theirs = Distribution.objects.visible_to(actor).filter(kpa__in=actor.writes).proposed()
    return (theirs.filter(kpa=kpa) if kpa else theirs).count()


def new_budget(request: ActorRequest) -> HttpResponse:
    """Open a contributory budget or a sale; first in which KPA, for those who look after several."""
    actor = reader(request)
    kpa = kpa_to_write_in(request)
    if kpa is None:
        return which_kpa(request, "Ouvrir un budget", "Cagnottes", "sharing:pots")
    form = BudgetForm(request.POST or None, kpa=kpa, actor=actor)
    if request.method == "POST":
        made: list[Job] = []
        done, _ = attempt(
            request, form, lambda: made.append(budgets.open_budget(actor, kpa, form.facts, now=timezone.now()))
        )
        if done:
            messages.success(request, "Le budget est ouvert. Notez maintenant les heures promises.")
            return redirect("sharing:pot", made[0].pk)
    return render(request, "sharing/pots/budget.html", {"form": form, "kpa": kpa, "job": None, "conflict": None})


def correct_budget(request: ActorRequest, budget_id: int) -> HttpResponse:
    """Correct a budget or a sale: its period, what it expects."""
    actor, job = request.actor, job_to_change(request, budget_id)
    get_object_or_404(Job.objects.visible_to(actor).exclude(kind=PotKind.JOB.value), pk=job.pk)
    form = BudgetForm(request.POST or None, kpa=job.kpa, actor=actor, known=job)
    conflict = None
    if request.method == "POST":
        done, conflict = attempt(
            request, form, lambda: budgets.correct_budget(actor, job.pk, form.cleaned_data["version"], form.facts)
        )
        if done:
            messages.success(request, "Le budget est corrigé.")
            return redirect("sharing:pot", job.pk)
    context = {"form": form, "kpa": job.kpa, "job": job, "conflict": conflict}
    return render(request, "sharing/pots/budget.html", context)
