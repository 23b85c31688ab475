"""Turnover typed by hand: seen, entered, corrected, withdrawn."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from maille.impact import access
from maille.impact.actions import turnover as actions
from maille.impact.forms import ComputedForm, TurnoverForm
from maille.impact.models import TurnoverLine, TurnoverSource
from maille.impact.views.asked import refuse_strangers
from maille.network.requests import ActorRequest
from maille.ui import keyset
from maille.ui.text import euros


@require_http_methods(["GET", "HEAD", "POST"])
def turnover(request: ActorRequest) -> HttpResponse:
    """Lines that stand, the latest first, and a form for another."""
    refuse_strangers(request)
    form = TurnoverForm(request.POST or None, actor=request.actor)
    may_enter = bool(form.kpas)
    if request.method == "POST":
        if not may_enter:
            raise PermissionDenied("Vous n'avez pas la main sur le chiffre d'affaires d'un KPA.")
        if form.is_valid() and saved(request, form, None):
            return redirect("impact:turnover")
    lines = TurnoverLine.objects.visible_to(request.actor).current().select_related("kpa")
    changeable = {pk for pk in lines.order_by().values_list("kpa_id", flat=True).distinct() if may_change(request, pk)}
    context = {
        "form": form if may_enter else None,
        "page": keyset.page(lines, ("-end", "-id"), request.GET),
        "changeable": changeable,
        "sources": TurnoverSource.objects.visible_to(request.actor).order_by("kpa__name_key", "pk"),
    }
    return render(request, "impact/turnover.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def computed(request: ActorRequest) -> HttpResponse:
    """Say from which day a KPA's turnover is computed from its jobs."""
    refuse_strangers(request)
    form = ComputedForm(request.POST or None, actor=request.actor, initial={"since": request.today.replace(day=1)})
    if not form.kpas:
        raise PermissionDenied("Vous n'avez pas la main sur le chiffre d'affaires d'un KPA.")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            source = actions.compute_turnover(request.actor, int(data["kpa"]), data["since"], data["by"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Le chiffre d'affaires de {source.kpa} est calculé depuis cette date.")
            return redirect("impact:turnover")
    return render(request, "impact/turnover_computed.html", {"form": form})


def may_change(request: ActorRequest, kpa_id: int) -> bool:
    """Whether who is asking may change this KPA's lines."""
    return access.may_enter_turnover(request.actor, kpa_id)


def saved(request: ActorRequest, form: TurnoverForm, line: TurnoverLine | None) -> bool:
    """Write the line; a refusal goes back beside its field, an overlap is told."""
    data: dict[str, Any] = form.cleaned_data
    kpa_id, span, now = int(data["kpa"]), (data["start"], data["end"]), timezone.now()
    overlapping = actions.overlaps_of(kpa_id, *span, besides=line)
    try:
        if line is None:
            actions.enter_turnover(request.actor, kpa_id, *span, data["cents"], now, data["note"])
        else:
            actions.correct_turnover(request.actor, line.pk, *span, data["cents"], now, data["note"])
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, f"Chiffre d'affaires noté : {euros(data['cents'])}.")
    for other in overlapping:
        words = f"du {other.start:%d/%m/%Y} au {other.end:%d/%m/%Y}"
        messages.warning(request, f"Une autre ligne ({words}) couvre une partie des mêmes jours : les deux comptent.")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ActorRequest, pk: int) -> HttpResponse:
    """A new line in the place of one that stands."""
    line = standing(request, pk)
    initial = {"kpa": line.kpa_id, "start": line.start, "end": line.end, "note": line.note}
    form = TurnoverForm(request.POST or None, actor=request.actor, initial={**initial, "cents": line.cents})
    form.fields["kpa"].disabled = True
    if request.method == "POST" and form.is_valid() and saved(request, form, line):
        return redirect("impact:turnover")
    return render(request, "impact/turnover_correct.html", {"form": form, "line": line})


@require_POST
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """A line entered by mistake counts no more."""
    line = standing(request, pk)
    try:
        actions.withdraw_turnover(request.actor, line.pk, timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "La ligne ne compte plus. Elle reste dans l'historique.")
    return redirect("impact:turnover")


def standing(request: ActorRequest, pk: int) -> TurnoverLine:
    """The line: 404 for a stranger, 403 for who may only read it."""
    lines = TurnoverLine.objects.visible_to(request.actor).current().select_related("kpa")
    line = get_object_or_404(lines, pk=pk)
    if not may_change(request, line.kpa_id):
        raise PermissionDenied("Vous n'avez pas la main sur le chiffre d'affaires de ce KPA.")
    return line
