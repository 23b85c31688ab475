"""The grid of skills of one KPA: read by who sees the KPA, changed by who decides for it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from maille.journeys.actions import grids as actions
from maille.journeys.forms.skills import LineForm, NewLineForm, by_family
from maille.journeys.models import Skill
from maille.journeys.views.loading import attempt
from maille.network.access import may_decide
from maille.network.models import Organisation
from maille.network.requests import ActorRequest

CHANGES = {
    "monter": lambda actor, kpa, pk: actions.move_skill(actor, kpa, pk, up=True),
    "descendre": lambda actor, kpa, pk: actions.move_skill(actor, kpa, pk, up=False),
    "retirer": actions.retire_skill,
    "remettre": actions.restore_skill,
}


def kpa_to_read(request: ActorRequest, organisation_id: int) -> Organisation:
    """A KPA whose page the reader may open."""
    seen = Organisation.objects.visible_to(request.actor).kpas().select_related("choices")
    return get_object_or_404(seen, pk=organisation_id)


def kpa_to_change(request: ActorRequest, organisation_id: int) -> Organisation:
    """A KPA for which the reader decides."""
    kpa = kpa_to_read(request, organisation_id)
    if not may_decide(request.actor, kpa):
        raise PermissionDenied
    return kpa


def grid(request: ActorRequest, organisation_id: int) -> HttpResponse:
    """The grid, line by line, and a line more."""
    kpa = kpa_to_read(request, organisation_id)
    may_edit = may_decide(request.actor, kpa)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = NewLineForm(request.POST or None)
    if request.method == "POST":

        def act() -> None:
            typed = form.cleaned_data
            actions.add_skill(request.actor, kpa, typed["family"], typed["name"], typed["description"])

        if attempt(request, form, act)[0]:
            messages.success(request, "La compétence est dans la grille.")
            return redirect("journeys:grid", kpa.pk)
    lines = actions.grid_of(kpa.pk)
    by_id = {skill.pk: skill for skill in lines}
    families = [(family, [by_id[pk] for pk, _ in some]) for family, some in by_family(lines)]
    aside = [(skill, actions.since(skill)) for skill in actions.set_aside_of(kpa.pk)]
    context = {"kpa": kpa, "families": families, "aside": aside, "form": form, "may_edit": may_edit}
    return render(request, "journeys/skills/grid.html", context)


def rename(request: ActorRequest, organisation_id: int, skill_id: int) -> HttpResponse:
    """Other words for the same line."""
    kpa = kpa_to_change(request, organisation_id)
    # unscoped: of a KPA loaded in scope
    skill = get_object_or_404(Skill.objects.in_grid(kpa.pk), pk=skill_id)
    form = LineForm(request.POST or None, initial={"name": skill.name, "description": skill.description})
    if request.method == "POST":

        def act() -> None:
            typed = form.cleaned_data
            actions.rename_skill(request.actor, kpa, skill.pk, typed["name"], typed["description"])

        if attempt(request, form, act)[0]:
            messages.success(request, "C'est renommé. Ce qui était reconnu garde ses anciens mots.")
            return redirect("journeys:grid", kpa.pk)
    return render(request, "journeys/skills/rename.html", {"kpa": kpa, "skill": skill, "form": form})


@require_POST
def change(request: ActorRequest, organisation_id: int, skill_id: int, verb: str) -> HttpResponse:
    """Up, down, out of the grid, back in it."""
    kpa = kpa_to_change(request, organisation_id)
    # unscoped: of a KPA loaded in scope
    skill = get_object_or_404(Skill.objects.of_kpa(kpa.pk), pk=skill_id)
    act = CHANGES.get(verb)
    if act is None:
        raise Http404
    try:
        act(request.actor, kpa, skill.pk)
    except Skill.DoesNotExist as error:
        raise Http404 from error
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect(f"{reverse('journeys:grid', args=[kpa.pk])}#ligne-{skill.pk}")
