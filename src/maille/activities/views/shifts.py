"""Shifts at the desk: what is needed, whom to call, who came; promises of work."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.activities.actions import planned_work, shifts, sign_ups
from maille.activities.actions.promises import warnings_of
from maille.activities.actions.sign_ups import Signed
from maille.activities.forms.jobs import WhyForm
from maille.activities.forms.promises import AskedPromiseForm
from maille.activities.forms.shifts import ShiftForm
from maille.activities.models import Participant, Shift
from maille.activities.models.planning import (
    readiness_on,
    rooms_of,
    taken_elsewhere,
    team_on,
    who,
    work_lately,
)
from maille.activities.rules.chances import WEEKS, Candidate, least_first, spoken
from maille.activities.rules.jobs import OVER
from maille.activities.rules.shifts import Stretch, meeting
from maille.activities.views.confirming import attempt_seen, seen_by
from maille.activities.views.jobs import doing
from maille.activities.views.loading import job_to_change, planned_work_to_change, shift_to_change, sign_up_to_change
from maille.identity.models import User
from maille.journeys import access
from maille.journeys.models import Journey
from maille.journeys.rules.names import fold
from maille.journeys.views.loading import attempt, number, warn
from maille.network.requests import ActorRequest

CAME = {"oui": True, "non": False, "": None}
SHOWN = 30
"""People proposed at once; the others are found by their name."""


def new(request: ActorRequest, job_id: int) -> HttpResponse:
    """One more shift."""
    job = job_to_change(request, job_id)
    form = ShiftForm(request.POST or None, job=job)
    if request.method == "POST":
        done, _ = attempt(request, form, lambda: shifts.add_shift(request.actor, job.pk, form.facts, timezone.now()))
        if done:
            messages.success(request, "Le créneau est noté. Dites maintenant qui vient.")
            warn(request, warnings_of(job, request.today))
            return redirect("activities:job", job.pk)
    return render(request, "activities/jobs/shift_form.html", {"form": form, "job": job, "shift": None})


def correct(request: ActorRequest, shift_id: int) -> HttpResponse:
    """Correct or move a shift; who comes has to be told."""
    shift = shift_to_change(request, shift_id)
    form = ShiftForm(request.POST or None, job=shift.job, known=shift)
    conflict = None
    if request.method == "POST":
        people: list[Any] = []

        def act() -> None:
            version = form.cleaned_data["version"]
            people.extend(shifts.correct_shift(request.actor, shift.pk, form.facts, timezone.now(), version))

        done, conflict = attempt(request, form, act)
        if done:
            messages.success(request, "Le créneau est corrigé.")
            warn(request, warnings_of(shift.job, request.today))
            if people:
                names = ", ".join(str(each.participant) for each in people)
                messages.warning(request, f"Prévenez les personnes inscrites : {names}. Cochez ensuite « C'est dit ».")
            return redirect("activities:job", shift.job_id)
    context = {"form": form, "job": shift.job, "shift": shift, "conflict": conflict}
    return render(request, "activities/jobs/shift_form.html", context)


@require_POST
def remove(request: ActorRequest, shift_id: int) -> HttpResponse:
    """Take a shift away."""
    shift = shift_to_change(request, shift_id)
    return doing(request, shift.job_id, lambda: shifts.remove_shift(request.actor, shift.pk), "Le créneau est retiré.")


def shift(request: ActorRequest, shift_id: int) -> HttpResponse:
    """Whom to call: who may work that day, who had the least work lately first."""
    shown = shift_to_change(request, shift_id)
    words = request.GET.get("qui", "").strip()
    found = candidates(request, shown)
    chosen = [each for each in found if fold(words) in each["search"]] if words else found
    ready = [each for each in chosen if not each["lacking"]]
    context = {
        "shift": shown,
        "job": shown.job,
        "room": rooms_of([shown])[shown.pk],
        "ready": ready[:SHOWN],
        "others": [each for each in chosen if each["lacking"]][:SHOWN],
        "more": max(len(ready) - SHOWN, 0),
        "who": words,
        "anybody": bool(found),
        "weeks": WEEKS,
        "over": shown.job.state_enum in OVER,
        "started": shown.starts_at <= timezone.now(),
    }
    return render(request, "activities/jobs/shift.html", context)


def candidates(request: ActorRequest, shown: Shift) -> list[dict[str, Any]]:
    """Everybody who is not on the shift, in the order of rules.chances; ten queries whatever their number."""
    day, kpa = shown.day, shown.job.kpa
    on_it = {who(*each) for each in held_by(shown)}
    lately = work_lately(kpa.pk, request.today)
    present = access.present(request.actor, kpa.pk, day).select_related("person")
    journeys = list(present.order_by("person__identity_key", "pk"))
    journeys = [each for each in journeys if ("person", each.person_id) not in on_it]
    team = {each.pk: each for each in team_on(kpa.pk, day) if ("user", each.pk) not in on_it}
    both = {each.person.user_id for each in journeys} & team.keys()
    ready = readiness_on(kpa, [each.person for each in journeys], [day])
    busy = taken_elsewhere([each.person_id for each in journeys], list(team), day, day)
    rows: dict[Candidate, dict[str, Any]] = {}
    for each in journeys:
        told = ready[each.person_id, day]
        key = Candidate(f"{each.person.identity_key}|{each.pk}", lately.get((each.person_id, None), 0),
                        "" if told.ready or each.person.user_id in both else told.lacking)  # fmt: skip
        rows[key] = of_the_group(each)
    for user in (each for pk, each in team.items() if pk not in both):
        rows[Candidate(f"{fold(user.name)}|u{user.pk}", lately.get((None, user.pk), 0))] = of_the_team(user)
    one = Stretch(shown.starts_at, shown.minutes)
    return [
        row
        | {
            "minutes": key.minutes,
            "lately": spoken(key.minutes),
            "lacking": key.lacking,
            "busy": [each.stretch.what if each.kpa_id == kpa.pk else "une prestation d'un autre KPA"
                     for each in busy.get(row["key"], []) if meeting(one, [each.stretch])],
        }
        for key in least_first(rows)
        for row in [rows[key]]
    ]  # fmt: skip


def held_by(shown: Shift) -> list[tuple[int | None, int | None]]:
    """Who is on the shift already: person's id, account's id."""
    return list(shown.sign_ups.held().values_list("participant__person_id", "participant__user_id"))


def of_the_group(journey: Journey) -> dict[str, Any]:
    """A coopérant·e as the page shows her."""
    person = journey.person
    return {
        "key": ("person", person.pk), "field": "journey", "pk": journey.pk, "name": str(person),
        "first_name": person.first_name, "phone": person.phone, "team": False, "search": person.search_key,
    }  # fmt: skip


def of_the_team(user: User) -> dict[str, Any]:
    """A contributor as the page shows her."""
    return {
        "key": ("user", user.pk), "field": "user", "pk": user.pk, "name": user.name,
        "first_name": user.name.split(" ", 1)[0], "phone": "", "team": True, "search": fold(user.name),
    }  # fmt: skip


@require_POST
def sign_up(request: ActorRequest, shift_id: int) -> HttpResponse:
    """Sign somebody up: of the group by her journey, of the team by their account."""
    shown = shift_to_change(request, shift_id)
    if not request.POST.get("journey") and not request.POST.get("user"):
        messages.error(request, "Choisissez quelqu'un dans la liste.")
        return redirect("activities:shift", shown.pk)
    somebody = chosen(request, shown, request.POST)
    signed: list[Signed] = []

    def act() -> None:
        special = bool(request.POST.get("special"))
        signed.append(sign_ups.sign_up(request.actor, shown.pk, timezone.now(), special=special, **somebody))

    response = doing(request, shown.job_id, act, anchor=f"#creneau-{shown.pk}")
    for each in signed:
        messages.success(request, f"C'est noté : {each.sign_up.participant.first_name} vient.")
        for sentence in each.warnings:
            messages.warning(request, sentence)
    return response


def chosen(request: ActorRequest, shown: Shift, typed: QueryDict) -> dict[str, Any]:
    """Who the button names, among those the page may show; 404 for anybody else."""
    if typed.get("journey"):
        present = access.present(request.actor, shown.job.kpa_id, shown.day).select_related("person")
        return {"person": get_object_or_404(present, pk=number(str(typed["journey"]))).person}
    return {"user": get_object_or_404(team_on(shown.job.kpa_id, shown.day), pk=number(typed.get("user", "")))}


@require_POST
def withdraw(request: ActorRequest, sign_up_id: int) -> HttpResponse:
    """Somebody no longer comes."""
    held = sign_up_to_change(request, sign_up_id)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return refused(request, form, held.shift)
    why = form.cleaned_data["why"]
    return doing(
        request,
        held.shift.job_id,
        lambda: sign_ups.withdraw(request.actor, held.pk, why, timezone.now()),
        f"C'est noté : {held.participant.first_name} ne vient plus. Merci de l'avoir dit.",
        anchor=f"#creneau-{held.shift_id}",
    )


@require_POST
def mark(request: ActorRequest, sign_up_id: int) -> HttpResponse:
    """Came, could not come, or nobody knows any more."""
    held = sign_up_to_change(request, sign_up_id)
    asked, form = request.POST.get("venu", ""), WhyForm(request.POST)
    if asked not in CAME:
        raise Http404
    if not form.is_valid():
        return refused(request, form, held.shift)
    why = form.cleaned_data["why"]
    return doing(
        request,
        held.shift.job_id,
        lambda: sign_ups.mark(request.actor, held.pk, CAME[asked], why, timezone.now()),
        anchor=f"#inscription-{held.pk}",
    )


@require_POST
def told(request: ActorRequest, sign_up_id: int) -> HttpResponse:
    """« C'est dit » : this person knows; or not yet, after a tap too many."""
    held = sign_up_to_change(request, sign_up_id)
    asked = request.POST.get("dit", "oui")
    if asked not in {"oui", "non"}:
        raise Http404
    if asked == "oui":
        said = f"C'est noté : {held.participant} est prévenu·e."
        return doing(request, held.shift.job_id, lambda: sign_ups.told(request.actor, held.pk, timezone.now()), said)
    return doing(request, held.shift.job_id, lambda: sign_ups.not_told(request.actor, held.pk),
                 f"C'est noté : {held.participant} reste à prévenir.")  # fmt: skip


def refused(request: ActorRequest, form: WhyForm, shown: Shift) -> HttpResponse:
    """What the small form of a row refuses, as a message on the page."""
    for sentences in form.errors.values():
        for sentence in sentences:
            messages.error(request, str(sentence))
    return redirect("activities:job", shown.job_id)


def promise(request: ActorRequest, job_id: int) -> HttpResponse:
    """Promise work before the work."""
    job = job_to_change(request, job_id)
    form = AskedPromiseForm(request.POST or None, kpa=job.kpa, actor=request.actor)
    if request.method == "POST":

        def act() -> None:
            typed = form.cleaned_data
            participant: Participant | None = form.participant(job.kpa)
            planned_work.promise_work(
                request.actor, job.pk, typed["role"], typed["minutes"], timezone.now(),
                participant=participant, what=typed["what"], seen=seen_by(request),
            )  # fmt: skip

        if attempt_seen(request, form, act):
            messages.success(request, "L'engagement est noté.")
            return redirect("activities:job", job.pk)
    return render(request, "activities/jobs/promise.html", {"form": form, "job": job})


@require_POST
def withdraw_promise(request: ActorRequest, planned_work_id: int) -> HttpResponse:
    """This work is no longer promised."""
    promised = planned_work_to_change(request, planned_work_id)
    return doing(
        request,
        promised.job_id,
        lambda: planned_work.withdraw_promise(request.actor, promised.pk, timezone.now()),
        "L'engagement est retiré.",
        anchor="#engagements",
    )
