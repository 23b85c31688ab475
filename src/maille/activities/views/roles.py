"""A KPA's words for work: the page where it adds, retires, takes back, and says the nature of each."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from maille.activities import access
from maille.activities.actions import roles as actions
from maille.activities.forms.hours import KindForm, RoleForm
from maille.activities.models import WorkRole
from maille.journeys.access import kpas_to_read
from maille.journeys.views.filtering import Choice
from maille.journeys.views.loading import attempt, number, reader
from maille.network.models import Organisation
from maille.network.requests import ActorRequest


def roles(request: ActorRequest) -> HttpResponse:
    """The roles of one KPA, used and retired."""
    actor = reader(request)
    kpas = list(kpas_to_read(actor).order_by("name_key", "pk"))
    asked = number(request.GET.get("kpa", ""))
    kpa = next((each for each in kpas if each.pk == asked), None if asked else kpas[0])
    if kpa is None:
        raise Http404
    may_write = access.may_write(actor, kpa.pk)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    form = RoleForm(request.POST or None)
    if request.method == "POST":

        def act() -> None:
            actions.add_role(actor, kpa, form.cleaned_data["name"], form.cleaned_data["kind"])

        if attempt(request, form, act)[0]:
            messages.success(request, "Le rôle est ajouté.")
            return redirect(f"{reverse('activities:roles')}?kpa={kpa.pk}")
    found = actions.all_roles(kpa)
    used = [role for role in found if role.retired_on is None or role.retired_on > request.today]
    context = {
        "kpa": kpa,
        "kpas": [Choice(each.name, f"kpa={each.pk}", each == kpa) for each in kpas] if len(kpas) > 1 else [],
        "form": form,
        "may_write": may_write,
        "used": [(role, KindForm(initial={"kind": role.kind}, auto_id=f"nature-{role.pk}-%s")) for role in used],
        "retired": [role for role in found if role not in used],
    }
    return render(request, "activities/hours/roles.html", context)


def role_to_change(request: ActorRequest, role_id: int) -> tuple[WorkRole, Organisation]:
    """A role of a KPA where the reader writes."""
    kpas = kpas_to_read(reader(request))
    # unscoped: of a KPA the reader opens
    role = get_object_or_404(WorkRole.objects.select_related("kpa").filter(kpa__in=kpas), pk=role_id)
    if not access.may_write(request.actor, role.kpa_id):
        raise PermissionDenied
    return role, role.kpa


@require_POST
def kind(request: ActorRequest, role_id: int) -> HttpResponse:
    """Put the nature right."""
    role, kpa = role_to_change(request, role_id)
    wanted = request.POST.get("kind", "")
    return doing(
        request, kpa, lambda: actions.change_kind(request.actor, kpa, role.pk, wanted),
        f"« {role} » : la nature est corrigée, aussi pour les heures déjà notées.",
    )  # fmt: skip


@require_POST
def retire(request: ActorRequest, role_id: int) -> HttpResponse:
    """No longer proposed."""
    role, kpa = role_to_change(request, role_id)
    return doing(
        request, kpa, lambda: actions.retire_role(request.actor, kpa, role.pk, request.today),
        f"« {role} » n'est plus proposé. Les heures déjà notées le gardent.",
    )  # fmt: skip


@require_POST
def restore(request: ActorRequest, role_id: int) -> HttpResponse:
    """Proposed again."""
    role, kpa = role_to_change(request, role_id)
    return doing(
        request, kpa, lambda: actions.restore_role(request.actor, kpa, role.pk), f"« {role} » est de nouveau proposé."
    )


def doing(request: ActorRequest, kpa: Organisation, act: Callable[[], object], done: str) -> HttpResponse:
    """One button, one action, one sentence."""
    try:
        act()
        messages.success(request, done)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect(f"{reverse('activities:roles')}?kpa={kpa.pk}")
