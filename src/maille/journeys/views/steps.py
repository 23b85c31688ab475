"""What happens along a journey: one short page per verb, all alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from maille.journeys import access, actions
from maille.journeys.forms import steps as forms
from maille.journeys.models import Journey
from maille.journeys.models.journeys import EndKind
from maille.journeys.models.leaving import Left, left_behind
from maille.journeys.models.reading_contracts import all_contracts_of
from maille.journeys.rules import checks
from maille.journeys.rules.attention import FOLLOW_UP_MONTHS
from maille.journeys.views.contract_lines import outliving
from maille.journeys.views.entry import person_url
from maille.journeys.views.loading import attempt, journey_to_change, reader, warn
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor


@dataclass(frozen=True)
class Verb:
    """One thing that can be noted on a journey."""

    title: str
    lead: str
    button: str
    done: str
    form: type[forms.StepForm]
    act: Callable[[Actor, Journey, dict[str, Any]], object]


def noted_stage(actor: Actor, journey: Journey, data: dict[str, Any]) -> object:
    """A stage."""
    return actions.reach_stage(actor, journey.pk, data["version"], data["kind"], data["started_on"])


def noted_referent(actor: Actor, journey: Journey, data: dict[str, Any]) -> object:
    """A referent."""
    return actions.change_referent(actor, journey.pk, data["version"], data["user"].pk, data["started_on"])


def noted_pause(actor: Actor, journey: Journey, data: dict[str, Any]) -> object:
    """A pause."""
    return actions.suspend(actor, journey.pk, data["version"], data["started_on"], data["ended_on"], data["reason"])


def noted_return(actor: Actor, journey: Journey, data: dict[str, Any]) -> object:
    """The end of a pause."""
    return actions.resume(actor, journey.pk, data["version"], data["resumed_on"])


def noted_exit(actor: Actor, journey: Journey, data: dict[str, Any]) -> object:
    """An exit."""
    return actions.record_exit(
        actor, journey.pk, data["version"] or 0, data["ended_on"], data["outcome"], data["detail"], data["exit_note"]
    )


def noted_passage(actor: Actor, journey: Journey, data: dict[str, Any]) -> object:
    """A passage to another KPA."""
    return actions.transfer(actor, journey.pk, data["version"] or 0, data["kpa"], data["on"], data["planned_months"])


VERBS = {
    "etape": Verb(
        "Noter une étape",
        "Où en est la personne, et depuis quel jour.",
        "Noter l'étape",
        "L'étape est notée.",
        forms.StageForm,
        noted_stage,
    ),
    "referent": Verb(
        "Changer de référent·e",
        "Qui suit la personne, et depuis quel jour. Les suivis d'avant restent notés.",
        "Enregistrer",
        "Le suivi est noté.",
        forms.ReferentForm,
        noted_referent,
    ),
    "pause": Verb(
        "Mettre en pause",
        "Une pause n'est pas une sortie : la place reste gardée.",
        "Mettre en pause",
        "La pause est notée.",
        forms.PauseForm,
        noted_pause,
    ),
    "reprise": Verb(
        "Noter la reprise", "La personne est de retour.", "Noter la reprise", "La reprise est notée.",
        forms.ResumeForm, noted_return,
    ),
    "sortie": Verb(
        "Noter la sortie",
        "La personne quitte le réseau. Elle pourra revenir : ce sera un nouveau parcours.",
        "Enregistrer la sortie",
        "La sortie est notée. Le suivi se fera 3 mois puis 6 mois après.",
        forms.ExitForm,
        noted_exit,
    ),
    "passage": Verb(
        "Passer dans un autre KPA",
        "Le parcours continue ailleurs dans le réseau. Ce n'est pas une sortie.",
        "Enregistrer le passage",
        "Le passage est noté. Un nouveau parcours est ouvert.",
        forms.PassageForm,
        noted_passage,
    ),
}  # fmt: skip


ENDS = {"sortie": "ended_on", "passage": "on"}
"""The verbs that end a journey, and the field that says when: what still runs is told."""


def step(request: ActorRequest, journey_id: int, verb: str) -> HttpResponse:
    """Note one thing on a journey."""
    journey, actor = journey_to_change(request, journey_id), reader(request)
    told = VERBS.get(verb)
    if told is None:
        raise Http404
    if verb == "passage" and not access.kpas_to_enter(actor).exclude(pk=journey.kpa_id).exists():
        return render(request, "journeys/passage_refused.html", {"journey": journey, "person": journey.person})
    form = told.form(request.POST or None, journey=journey, actor=actor)
    conflict = None
    if request.method == "POST":
        done, conflict = attempt(request, form, lambda: told.act(actor, journey, form.cleaned_data))
        if done:
            messages.success(request, told.done)
            if verb in ENDS:
                left = all_contracts_of([journey], request.today)[journey.pk]
                warn(request, outliving(left, form.cleaned_data[ENDS[verb]]))
                warn(request, [each.sentence for each in left_behind(actor, journey)])
            return redirect(person_url(journey))
    behind = left_behind(actor, journey) if verb in ENDS else []
    return page(request, journey, form, told, conflict, behind)


def page(
    request: ActorRequest,
    journey: Journey,
    form: forms.StepForm,
    told: Verb,
    conflict: actions.ConflictError | None,
    left: Sequence[Left] = (),
) -> HttpResponse:
    """The page all verbs share."""
    context = {"journey": journey, "person": journey.person, "form": form, "verb": told, "conflict": conflict}
    context["left"] = left
    return render(request, "journeys/step.html", context)


def follow_up(request: ActorRequest, journey_id: int, months: int) -> HttpResponse:
    """What became of the person 3 or 6 months after exit."""
    journey, actor = journey_to_change(request, journey_id), reader(request)
    if months not in FOLLOW_UP_MONTHS or journey.end_kind != EndKind.EXIT or journey.ended_on is None:
        raise Http404
    known = next((each for each in journey.follow_ups.all() if each.months == months), None)
    form = forms.FollowUpForm(request.POST or None, journey=journey, actor=actor, known=known)
    told = Verb(
        f"Suivi à {months} mois",
        f"Sortie le {checks.day(journey.ended_on)}. Que fait la personne maintenant ?",
        "Enregistrer le suivi",
        "Le suivi est noté.",
        forms.FollowUpForm,
        lambda actor, journey, data: actions.record_follow_up(
            actor,
            journey.pk,
            months,
            data["done_on"],
            data["outcome"],
            data["detail"],
            data["note"],
            unreachable=data["unreachable"],
        ),
    )
    if request.method == "POST":
        done, _ = attempt(request, form, lambda: told.act(actor, journey, form.cleaned_data))
        if done:
            messages.success(request, told.done)
            return redirect(person_url(journey))
    return page(request, journey, form, told, None)


@require_POST
def cancel_exit(request: ActorRequest, journey_id: int) -> HttpResponse:
    """The exit was a mistake."""
    journey, actor = journey_to_change(request, journey_id), reader(request)
    return undoing(
        request,
        journey,
        lambda version: actions.cancel_exit(actor, journey.pk, version),
        "La fin du parcours est annulée : il continue.",
    )


@require_POST
def remove_stage(request: ActorRequest, journey_id: int, stage_id: int) -> HttpResponse:
    """A stage was noted by mistake."""
    journey, actor = journey_to_change(request, journey_id), reader(request)
    stage = get_object_or_404(journey.stages, pk=stage_id)
    return undoing(
        request,
        journey,
        lambda version: actions.remove_stage(actor, journey.pk, version, stage.pk),
        "L'étape est retirée.",
    )


def undoing(request: ActorRequest, journey: Journey, act: Callable[[int], object], done: str) -> HttpResponse:
    """One button, one action; a refusal comes back as a message."""
    text = request.POST.get("version", "")
    try:
        act(int(text) if text.isdecimal() else journey.version)
        messages.success(request, done)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect(person_url(journey))
