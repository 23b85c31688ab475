"""An organisation: its page, its facts, its closing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maille.network.access import may_decide, may_edit, may_govern, may_relate
from maille.network.actions.organisations import close_organisation, reopen_organisation, update_organisation
from maille.network.actions.saving import ConflictError
from maille.network.drawings import actors_drawing
from maille.network.forms.base import take_refusal
from maille.network.forms.organisations import CloseForm, FactsForm, OrganisationForm, kinds_for
from maille.network.models import Kind, Organisation, Relation, RelationKind
from maille.network.requests import ActorRequest
from maille.network.views.loading import organisation_or_404, require
from maille.network.views.panels import panels_of

DRAWN_LIMIT = 30
LISTED_LIMIT = 200
"""Relations one page lists; a network with more KPAs than that is read on the overview."""
CARRIERS = (RelationKind.LEAD, RelationKind.HOST, RelationKind.VENUE)
IS_FOR = {
    RelationKind.LEAD: "Porte",
    RelationKind.HOST: "Assure le portage de",
    RelationKind.VENUE: "Accueille",
    RelationKind.MEMBER: "Est membre de",
    RelationKind.PRESCRIBER: "Oriente des personnes vers",
    RelationKind.TRAINER: "Forme pour",
    RelationKind.FUNDER: "Finance",
}
"""A relation seen from its source."""


@require_GET
def organisation(request: ActorRequest, pk: int) -> HttpResponse:
    """An organisation, its partners on the day asked for, and how its relations changed."""
    actor, date = request.actor, request.at
    shown = organisation_or_404(request, pk)
    relations = list(told(request, shown)[:LISTED_LIMIT])
    present = [each for each in relations if each.span.holds_on(date)]
    carried = carriers(shown, present) if shown.kind in {Kind.KPA, Kind.COLLECTIVE} else []
    apart = {each["kind"] for each in carried}
    context = {
        "organisation": shown,
        "carriers": carried,
        "incoming": grouped(
            (each for each in present if each.target_id == pk and each.kind not in apart), RelationKind.choices
        ),
        "outgoing": grouped((each for each in present if each.source_id == pk), IS_FOR.items()),
        "timeline": [(each, each.span.state_on(date)) for each in reversed(relations)],
        "graph": actors_drawing(shown, present) if len(present) <= DRAWN_LIMIT else None,
        "choices": getattr(shown, "choices", None),
        "panels": panels_of(request, shown),
        "is_open": shown.is_open_at(date),
        "may_edit": may_edit(actor, shown),
        "may_govern": may_govern(actor, shown),
        "may_relate": may_relate(actor, shown),
        "may_decide": may_decide(actor, shown),
        "relation_name": "KPA" if shown.kind == Kind.NETWORK else "partenaire",
    }
    return render(request, "network/organisation.html", context)


def told(request: ActorRequest, shown: Organisation) -> Any:
    """Every relation of an organisation that the actor may see, the earliest first."""
    relations = Relation.objects.visible_to(request.actor)
    around = relations.filter(source=shown) | relations.filter(target=shown)
    return around.select_related("source", "target").order_by("started_on", "id")


def carriers(shown: Organisation, present: list[Relation]) -> list[dict[str, Any]]:
    """The three that carry a KPA; the one that carries a collective."""
    kinds = CARRIERS if shown.kind == Kind.KPA else (RelationKind.HOST,)
    return [
        {
            "kind": kind.value,
            "label": kind.label,
            "relations": [each for each in present if each.kind == kind and each.target_id == shown.pk],
        }
        for kind in kinds
    ]


def grouped(relations: Any, labels: Any) -> list[tuple[str, list[Relation]]]:
    """Relations by kind, in the order of the labels (kind, words)."""
    found = list(relations)
    by_kind = [(label, [each for each in found if each.kind == kind]) for kind, label in labels]
    return [(label, some) for label, some in by_kind if some]


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Correct an organisation's facts; whoever saves second is told and keeps their text."""
    shown = organisation_or_404(request, pk)
    require(may_edit(request.actor, shown))
    start = FactsForm.start(shown) | {"version": shown.version}
    form = OrganisationForm(request.POST or None, initial=start, kinds=kinds_for(shown))
    stored = None
    if request.method == "POST" and form.is_valid():
        try:
            outcome = update_organisation(
                request.actor,
                pk,
                form.cleaned_data["version"],
                form.facts(),
            )
        except ConflictError as refusal:
            take_refusal(form, refusal)
            stored = organisation_or_404(request, pk)
            form.offer_again(stored.version)
        except ValidationError as refusal:
            take_refusal(form, refusal)
        else:
            say(request, f"{outcome.organisation} : c'est enregistré.", outcome.warnings)
            return redirect("network:organisation", pk)
    context = {"organisation": shown, "form": form, "stored": differences(form, stored) if stored else []}
    return render(request, "network/edit.html", context)


def differences(form: OrganisationForm, stored: Organisation) -> list[tuple[str, str, str]]:
    """Field by field, what is stored and what was typed, where they differ."""
    found = []
    for name, value in FactsForm.start(stored).items():
        typed = form.cleaned_data.get(name) or ""
        if str(value or "") != str(typed):
            found.append((str(form.fields[name].label), str(value or "–"), str(typed or "–")))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: ActorRequest, pk: int) -> HttpResponse:
    """Note that an organisation closes."""
    shown = organisation_or_404(request, pk)
    require(may_edit(request.actor, shown))
    start = {"closed_on": request.today, "version": shown.version}
    form = CloseForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            close_organisation(request.actor, pk, typed["version"], typed["closed_on"])
        except ValidationError as refusal:
            take_refusal(form, refusal)
        else:
            say(request, f"{shown} : la fermeture est notée, ses liens et ses rôles finissent ce jour-là.", [])
            return redirect("network:organisation", pk)
    return render(request, "network/close.html", {"organisation": shown, "form": form})


@require_POST
def reopen(request: ActorRequest, pk: int) -> HttpResponse:
    """Note that the closing was a mistake."""
    shown = organisation_or_404(request, pk)
    require(may_edit(request.actor, shown))
    try:
        reopen_organisation(request.actor, pk, shown.version)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        say(request, f"{shown} est à nouveau ouverte. Ajoutez à nouveau les liens qui avaient pris fin.", [])
    return redirect("network:organisation", pk)


def say(request: ActorRequest, sentence: str, warnings: list[str]) -> None:
    """Tell what was done, then what is doubtful."""
    messages.success(request, sentence)
    for warning in warnings:
        messages.warning(request, warning)
