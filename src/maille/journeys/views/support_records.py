"""Enter, correct and remove what accompanies a journey: one short page per kind of record, all alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.journeys import access
from maille.journeys.actions import accompanying, barriers, goals, interviews, orientations
from maille.journeys.forms import support as forms
from maille.journeys.models import Barrier, Goal, Interview, Journey, NextStep, Note, Orientation, Procedure
from maille.journeys.models.behalf import with_replies
from maille.journeys.models.changes import changes_of
from maille.journeys.views.loading import attempt, journey_to_change, log_read, reader
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor

Form = Any


@dataclass(frozen=True)
class Kind:
    """One kind of record: its words, its form, its verbs; `ends` is the field "it is over" fills with today."""

    slug: str
    model: type[Any]
    title: str
    lead: str
    button: str
    noted: str
    correcting: str
    anchor: str
    form: type[forms.RecordForm]
    add: Callable[[Actor, Journey, Form, datetime], object]
    correct: Callable[[Actor, Journey, Any, Form, datetime], object]
    ends: str = ""
    new: str = "nouveau"
    first_form: type[forms.RecordForm] | None = None
    template: str = "journeys/support/record.html"


def held(actor: Actor, journey: Journey, form: Form, now: datetime) -> object:
    """An interview and what came out of it."""
    return interviews.hold_interview(actor, journey.pk, form.meeting, now, form.outcome)


def held_otherwise(actor: Actor, journey: Journey, record: Interview, form: Form, now: datetime) -> object:
    """An interview corrected."""
    return interviews.correct_interview(actor, journey.pk, record.pk, version_of(form), form.meeting, now)


def met(actor: Actor, journey: Journey, form: Form, now: datetime) -> object:
    """A barrier."""
    data = form.cleaned_data
    return barriers.open_barrier(
        actor, journey.pk, data["kind"], data["started_on"], now, data["ended_on"], data["lifted_how"]
    )


def lifted(actor: Actor, journey: Journey, record: Barrier, form: Form, now: datetime) -> object:
    """A barrier lifted or corrected."""
    data = form.cleaned_data
    return barriers.correct_barrier(
        actor, journey.pk, record.pk, version_of(form), data["kind"], data["started_on"], data["ended_on"],
        data["lifted_how"], now,
    )  # fmt: skip


def aimed(actor: Actor, journey: Journey, form: Form, now: datetime) -> object:
    """A goal."""
    return goals.set_goal(actor, journey.pk, form.aim, now)


def aimed_otherwise(actor: Actor, journey: Journey, record: Goal, form: Form, now: datetime) -> object:
    """A goal reached, given up or corrected."""
    return goals.correct_goal(actor, journey.pk, record.pk, version_of(form), form.aim, now)


def stepped_otherwise(actor: Actor, journey: Journey, record: NextStep, form: Form, now: datetime) -> object:
    """A step done or corrected."""
    data = form.cleaned_data
    return goals.correct_step(
        actor, journey.pk, record.pk, version_of(form), data["text"], data["due_on"], data["done_on"], now
    )


def sent(actor: Actor, journey: Journey, form: Form, now: datetime) -> object:
    """An orientation."""
    return orientations.orient(actor, journey.pk, form.sending, now)


def sent_otherwise(actor: Actor, journey: Journey, record: Orientation, form: Form, now: datetime) -> object:
    """What came of an orientation, or its correction."""
    return orientations.correct_orientation(actor, journey.pk, record.pk, version_of(form), form.sending, now)


def begun(actor: Actor, journey: Journey, form: Form, now: datetime) -> object:
    """A procedure."""
    return orientations.start_procedure(actor, journey.pk, form.way, now)


def begun_otherwise(actor: Actor, journey: Journey, record: Procedure, form: Form, now: datetime) -> object:
    """How a procedure ended, or its correction."""
    return orientations.correct_procedure(actor, journey.pk, record.pk, version_of(form), form.way, now)


def no_verb(*given: object) -> object:
    """A step is added from its goal."""
    raise PermissionDenied


def version_of(form: Form) -> int:
    """The version the person was looking at."""
    return form.cleaned_data["version"] or 0


KINDS = {
    "interview": Kind(
        "entretiens", Interview, "Noter un entretien", "La date et avec qui suffisent ; le reste si vous voulez.",
        "Enregistrer l'entretien", "L'entretien est noté.", "Corriger l'entretien", "rencontres",
        forms.InterviewForm, held, held_otherwise, first_form=forms.QuickForm,
        template="journeys/support/interview.html",
    ),
    "barrier": Kind(
        "freins", Barrier, "Noter un frein", "Ce qui gêne aujourd'hui, pour le lever ensemble.", "Enregistrer le frein",
        "Le frein est noté.", "Frein", "freins", forms.BarrierForm, met, lifted, ends="ended_on",
    ),
    "goal": Kind(
        "objectifs", Goal, "Noter un objectif", "Ce que la personne veut, avec ses mots.",
        "Enregistrer l'objectif", "L'objectif est noté.", "Objectif", "objectifs", forms.GoalForm, aimed,
        aimed_otherwise, ends="reached_on",
    ),
    "step": Kind(
        "pas", NextStep, "Ajouter un pas", "Une chose à faire, et pour quand.", "Ajouter ce pas", "Le pas est noté.",
        "Prochain pas", "objectifs", forms.StepToDoForm, no_verb, stepped_otherwise, ends="done_on",
    ),
    "orientation": Kind(
        "orientations", Orientation, "Noter une orientation", "Vers quel partenaire, pour quoi.",
        "Enregistrer l'orientation", "L'orientation est notée.", "Orientation", "orientations", forms.OrientationForm,
        sent, sent_otherwise, ends="outcome_on", new="nouvelle",
    ),
    "procedure": Kind(
        "demarches", Procedure, "Noter une démarche",
        "Un droit, un soin, un logement, un budget : ce qui est demandé, jamais une maladie ni un diagnostic.",
        "Enregistrer la démarche", "La démarche est notée.", "Démarche", "demarches", forms.ProcedureForm, begun,
        begun_otherwise, ends="ended_on", new="nouvelle",
    ),
}  # fmt: skip


def journey_url(journey: Journey, anchor: str = "") -> str:
    """The journey's page, at one of its parts."""
    address = reverse("journeys:journey", args=[journey.pk])
    return f"{address}#{anchor}" if anchor else address


def record_in(journey: Journey, kind: Kind, pk: int) -> Any:
    """One record of a journey loaded in scope; 404 otherwise."""
    where = "goal__journey" if kind.model is NextStep else "journey"
    rows = kind.model._default_manager.select_related("entered_by").filter(**{where: journey})
    return get_object_or_404(rows, pk=pk)


def add(request: ActorRequest, journey_id: int, key: str) -> HttpResponse:
    """A new record."""
    journey, actor, kind = journey_to_change(request, journey_id), reader(request), KINDS[key]
    form = (kind.first_form or kind.form)(request.POST or None, journey=journey, actor=actor)
    if request.method == "POST":
        done, _ = attempt(request, form, lambda: kind.add(actor, journey, form, timezone.now()))
        if done:
            messages.success(request, kind.noted)
            return redirect(journey_url(journey, kind.anchor))
    context = {"journey": journey, "person": journey.person, "form": form, "kind": kind, "record": None}
    return render(request, kind.template, context)


def add_step(request: ActorRequest, journey_id: int, goal_id: int) -> HttpResponse:
    """A new step towards a goal."""
    journey, actor, kind = journey_to_change(request, journey_id), reader(request), KINDS["step"]
    goal = record_in(journey, KINDS["goal"], goal_id)
    form = forms.StepToDoForm(request.POST or None, journey=journey, actor=actor)
    if request.method == "POST":

        def act() -> object:
            data = form.cleaned_data
            return goals.add_step(actor, journey.pk, goal.pk, data["text"], data["due_on"], timezone.now())

        done, _ = attempt(request, form, act)
        if done:
            messages.success(request, kind.noted)
            return redirect(journey_url(journey, kind.anchor))
    context = {"journey": journey, "person": journey.person, "form": form, "kind": kind, "record": None, "goal": goal}
    return render(request, kind.template, context)


def record(request: ActorRequest, journey_id: int, key: str, **named: int) -> HttpResponse:
    """One record: what it says, what came of it, its correction; `?fin=1` proposes that it is over today."""
    journey, actor, kind = journey_to_change(request, journey_id), reader(request), KINDS[key]
    stored = record_in(journey, kind, named[f"{key}_id"])
    over = {kind.ends: actor.today} if kind.ends and request.GET.get("fin") == "1" else {}
    over = {name: day for name, day in over.items() if getattr(stored, name) is None}
    form = kind.form(request.POST or None, journey=journey, actor=actor, record=stored, initial=over)
    conflict = None
    if request.method == "POST":
        done, conflict = attempt(request, form, lambda: kind.correct(actor, journey, stored, form, timezone.now()))
        if done:
            messages.success(request, "C'est enregistré.")
            return redirect(journey_url(journey, kind.anchor))
    log_read(request, journey.person, "parcours")
    with_replies(key, [stored])
    notes = Note.objects.visible_to(actor).filter(interview=stored) if kind.model is Interview else Note.objects.none()
    context = {
        "journey": journey,
        "person": journey.person,
        "form": form,
        "kind": kind,
        "record": stored,
        "conflict": conflict,
        "changes": changes_of(stored, 20),
        "notes": notes.select_related("author"),
        "may_remove": access.may_remove(actor, journey, stored),
        "remove_url": reverse(f"journeys:remove_{key}", args=[journey.pk, stored.pk]),
    }
    return render(request, kind.template, context)


@require_POST
def remove(request: ActorRequest, journey_id: int, key: str, **named: int) -> HttpResponse:
    """Take away a record entered by mistake, saying why."""
    journey, actor, kind = journey_to_change(request, journey_id), reader(request), KINDS[key]
    stored = record_in(journey, kind, named[f"{key}_id"])
    text = request.POST.get("version", "")
    version = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else stored.version
    try:
        why = request.POST.get("reason", "")
        accompanying.remove(actor, journey.pk, kind.model, stored.pk, version, why, timezone.now())
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
        return redirect(reverse(f"journeys:{key}", args=[journey.pk, stored.pk]))
    messages.success(request, "C'est retiré. L'historique garde ce qui était écrit.")
    return redirect(journey_url(journey, kind.anchor))


@require_POST
def tick(request: ActorRequest, journey_id: int, step_id: int) -> HttpResponse:
    """A step is done, or is not after all, in one tap."""
    journey, actor = journey_to_change(request, journey_id), reader(request)
    step = record_in(journey, KINDS["step"], step_id)
    goals.tick_step(actor, journey.pk, step.pk, timezone.now(), done=request.POST.get("fait") != "non")
    return redirect(back(request, journey))


@require_POST
def reach(request: ActorRequest, journey_id: int, goal_id: int) -> HttpResponse:
    """A goal is reached, in one tap."""
    journey, actor = journey_to_change(request, journey_id), reader(request)
    goal = record_in(journey, KINDS["goal"], goal_id)
    goals.reach_goal(actor, journey.pk, goal.pk, timezone.now())
    messages.success(request, f"Objectif atteint : {goal.text}")
    return redirect(back(request, journey))


def back(request: ActorRequest, journey: Journey) -> str:
    """Where the tap was: the page shown with the person, or the journey's own."""
    if request.POST.get("page") == "montrer":
        return reverse("journeys:show", args=[journey.pk])
    return journey_url(journey, "objectifs")
