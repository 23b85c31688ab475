"""The scale of a host's agreement: what it asks, since when, of whom; written by the host."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.journeys.views.loading import attempt
from maille.network.models import Organisation, Relation
from maille.network.models.organisations import RelationKind
from maille.network.requests import ActorRequest
from maille.sharing import access
from maille.sharing.actions import scales as actions
from maille.sharing.forms.scales import CloseForm, ScaleForm
from maille.sharing.models import HostScale
from maille.sharing.rules.known_scales import KNOWN, known_scale
from maille.sharing.rules.wording import percent
from maille.sharing.views.rules import refusals_said
from maille.ui import keyset
from maille.ui.text import NO_BREAK, whole

A_PAGE = 30


def host_to_read(request: ActorRequest, host_id: int) -> Organisation:
    """A structure that hosts, whose scale the reader may read."""
    host = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=host_id)
    if not access.may_read_scale(request.actor, host):
        raise Http404
    # unscoped: of a structure loaded in scope
    if not Relation.objects.filter(source=host, kind=RelationKind.HOST).exists():
        raise Http404
    return host


def scales(request: ActorRequest, host_id: int) -> HttpResponse:
    """Each scale, the latest first; the host adds one, from what it knows or from a known one."""
    host = host_to_read(request, host_id)
    may_set = access.may_set_scale(request.actor, host)
    if request.method == "POST" and not may_set:
        raise PermissionDenied
    known = known_scale(request.GET.get("modele", ""))
    start = {"valid_from": request.today, **(ScaleForm.initial_of(known) if known else {})}
    form = ScaleForm(request.POST or None, host=host, initial=start)
    if request.method == "POST":
        waived = form.cleaned_data["waived_until"] if form.is_valid() else None
        done, _ = attempt(
            request,
            form,
            lambda: actions.write_scale(request.actor, host, form.facts, timezone.now(), waived_until=waived),
        )
        if done:
            messages.success(request, "Le barème est noté. Les répartitions déjà inscrites ne changent pas.")
            return redirect("sharing:scales", host.pk)
    # unscoped: of a host loaded in scope
    found = HostScale.objects.filter(host=host)
    found = found if may_set else found.of_kpas(request.actor.files)
    page = keyset.page(found.select_related("kpa", "activity"), ("-valid_from", "-id"), request.GET, size=A_PAGE)
    context = {
        "host": host,
        "form": form,
        "page": page,
        "rows": [shown_scale(each, request.today) for each in page.rows],
        "known": KNOWN,
        "chosen": known,
        "may_set": may_set,
        "day": request.today,
    }
    return render(request, "sharing/rules/scales.html", context)


def shown_scale(scale: HostScale, day: datetime.date) -> dict[str, Any]:
    """A scale as a sentence, and where it stands."""
    if scale.valid_from > day:
        state = "coming"
    else:
        state = "current" if scale.valid_to is None or scale.valid_to >= day else "past"
    return {"scale": scale, "told": brackets_told(scale), "state": state}


def brackets_told(scale: HostScale) -> str:
    """ "11,5 % jusqu'à 30 000 €, 10,5 % jusqu'à 60 000 €, puis 9,5 %"."""
    if scale.waived:
        return "Rien à verser"
    said = [
        f"{percent(each['rate'])} jusqu'à {whole(each['up_to'] // 100)}{NO_BREAK}€"
        for each in scale.brackets
        if each["up_to"] is not None
    ]
    last = percent(scale.brackets[-1]["rate"])
    return f"{', '.join(said)}, puis {last}" if said else f"{last} de la marge"


def scale_close(request: ActorRequest, host_id: int, scale_id: int) -> HttpResponse:
    """Give it a last day."""
    host, scale = scale_to_set(request, host_id, scale_id)
    form = CloseForm(request.POST or None, initial={"valid_to": request.today})
    if request.method == "POST":
        done, _ = attempt(
            request, form, lambda: actions.close_scale(request.actor, host, scale.pk, form.cleaned_data["valid_to"])
        )
        if done:
            messages.success(request, "Ce barème a maintenant une fin.")
            return redirect("sharing:scales", host.pk)
    context = {"host": host, "form": form, "shown": shown_scale(scale, request.today)}
    return render(request, "sharing/rules/scale_close.html", context)


@require_POST
def scale_remove(request: ActorRequest, host_id: int, scale_id: int) -> HttpResponse:
    """Take back one that has not begun."""
    host, scale = scale_to_set(request, host_id, scale_id)
    with refusals_said(request):
        actions.remove_scale(request.actor, host, scale.pk)
        messages.success(request, "Ce barème est retiré : il n'avait pas commencé.")
    return redirect("sharing:scales", host.pk)


def scale_to_set(request: ActorRequest, host_id: int, scale_id: int) -> tuple[Organisation, HostScale]:
    """A scale of a host the reader may set the scale of."""
    host = host_to_read(request, host_id)
    # unscoped: of a host loaded in scope
    found = HostScale.objects.filter(host=host).of_kpas(request.actor.files)
    if access.may_set_scale(request.actor, host):
        # unscoped: the same
        found = HostScale.objects.filter(host=host)
    scale = get_object_or_404(found.select_related("kpa", "activity"), pk=scale_id)
    if not access.may_set_scale(request.actor, host):
        raise PermissionDenied
    return host, scale
