"""Adding partners to an organisation; correcting, ending, taking away a relation."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from maille.network.access import may_create, may_relate
from maille.network.actions.relations import (
    Told,
    add_new_partner,
    add_relation,
    correct_relation,
    end_relation,
    remove_relation,
)
from maille.network.forms.base import take_refusal
from maille.network.forms.organisations import CorrectionForm, EndForm, NewPartnerForm, RelationForm, relation_start
from maille.network.models import Kind, Organisation, RelationKind
from maille.network.requests import ActorRequest
from maille.network.views.loading import organisation_or_404, relation_or_404, require
from maille.network.views.organisations import say


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActorRequest, pk: int) -> HttpResponse:
    """Say that an organisation already known is lead, host, venue… of this one."""
    target = organisation_or_404(request, pk)
    actor, today = request.actor, request.today
    require(may_relate(actor, target))
    among = Organisation.objects.visible_to(actor).open_at(today).exclude(pk=pk).order_by("name_key", "id")
    form = RelationForm(request.POST or None, among=among, initial=relation_start(asked(request, target), today))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            told = add_relation(actor, source=typed["source"], kind=typed["relation"], target=target, span=form.span())
        except ValidationError as refusal:
            take_refusal(form, refusal)
        else:
            return done(request, target, told)
    return render(request, "network/add.html", adding(request, target, form, "known"))


@require_http_methods(["GET", "HEAD", "POST"])
def add_new(request: ActorRequest, pk: int) -> HttpResponse:
    """Add an organisation nobody knows yet, with what it is for this one."""
    target = organisation_or_404(request, pk)
    actor, today = request.actor, request.today
    require(may_relate(actor, target))
    kinds = [kind for kind in Kind.values if may_create(actor, kind) and kind != Kind.NETWORK]
    kind = asked(request, target)
    start = relation_start(kind, today) | {"kind": USUAL.get(kind, Kind.ASSOCIATION)}
    form = NewPartnerForm(request.POST or None, kinds=kinds, initial=start)
    if request.method == "POST" and form.is_valid():
        relation = form.cleaned_data["relation"]
        try:
            told = add_new_partner(actor, form.facts(), kind=relation, target=target, span=form.span())
        except ValidationError as refusal:
            take_refusal(form, refusal)
        else:
            return done(request, target, told, is_new=True)
    return render(request, "network/add.html", adding(request, target, form, "new"))


USUAL: dict[str, Kind] = {
    RelationKind.MEMBER: Kind.KPA,
    RelationKind.HOST: Kind.CAE,
    RelationKind.VENUE: Kind.TIERS_LIEU,
    RelationKind.PRESCRIBER: Kind.PUBLIC_SERVICE,
    RelationKind.TRAINER: Kind.TRAINING,
    RelationKind.FUNDER: Kind.FUNDER,
}
"""Relation → the kind of organisation it usually is."""


def asked(request: ActorRequest, target: Organisation) -> str:
    """The relation the address asks for (`?lien=host`), else the usual one."""
    wanted = request.GET.get("lien", "")
    if wanted in RelationKind.values:
        return wanted
    return RelationKind.MEMBER if target.kind == Kind.NETWORK else RelationKind.LEAD


def adding(request: ActorRequest, target: Organisation, form: Any, mode: str) -> dict[str, Any]:
    """What both ways of adding show."""
    return {"organisation": target, "form": form, "mode": mode, "query": request.GET.urlencode()}


def done(request: ActorRequest, target: Organisation, told: Told, *, is_new: bool = False) -> HttpResponse:
    """Say what was written and go back to the organisation; from a new KPA's page its own beginning goes on."""
    relation = told.relation
    sentence = f"{relation.source} : {relation.get_kind_display().lower()} de {target}, c'est enregistré."
    if told.reused:
        sentence += " Cette structure était déjà connue : seul le lien est ajouté."
    if target.kind == Kind.NETWORK and relation.source.kind == Kind.KPA and is_new:
        sentence += " Dites qui le porte, vérifiez ses réglages, puis invitez la personne qui l'anime (Membres)."
        target = relation.source
    say(request, sentence, told.warnings)
    return redirect("network:organisation", target.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def relation(request: ActorRequest, pk: int, relation_pk: int) -> HttpResponse:
    """Correct a relation, or end it."""
    target = organisation_or_404(request, pk)
    shown = relation_or_404(request, target, relation_pk)
    require(may_relate(request.actor, target))
    start = {"relation": shown.kind, "started_on": shown.started_on, "ended_on": shown.ended_on}
    form = CorrectionForm(initial=start | {"version": shown.version})
    ending = EndForm(
        prefix="fin",
        initial={"ended_on": request.today, "version": shown.version},
    )
    if request.method == "POST":
        if "terminer" in request.POST:
            ending = EndForm(request.POST, prefix="fin")
            told = ended(request, shown.pk, ending)
        else:
            form = CorrectionForm(request.POST)
            told = corrected(request, shown.pk, form)
        if told is not None:
            say(request, "Le lien est corrigé.", told.warnings)
            return redirect("network:organisation", pk)
    shown.refresh_from_db()
    context = {"organisation": target, "relation": shown, "form": form, "ending": ending}
    return render(request, "network/relation.html", context)


def ended(request: ActorRequest, relation_pk: int, form: EndForm) -> Told | None:
    """End a relation as the form says; None when it was refused."""
    if not form.is_valid():
        return None
    typed = form.cleaned_data
    try:
        return end_relation(request.actor, relation_pk, typed["version"], typed["ended_on"])
    except ValidationError as refusal:
        take_refusal(form, refusal)
        return None


def corrected(request: ActorRequest, relation_pk: int, form: CorrectionForm) -> Told | None:
    """Correct a relation as the form says; None when it was refused."""
    if not form.is_valid():
        return None
    typed = form.cleaned_data
    try:
        return correct_relation(
            request.actor,
            relation_pk,
            typed["version"],
            kind=typed["relation"],
            span=form.span(),
        )
    except ValidationError as refusal:
        take_refusal(form, refusal)
        return None


@require_POST
def remove(request: ActorRequest, pk: int, relation_pk: int) -> HttpResponse:
    """Take away a relation that never was."""
    target = organisation_or_404(request, pk)
    shown = relation_or_404(request, target, relation_pk)
    require(may_relate(request.actor, target))
    version = request.POST.get("version", "")
    try:
        remove_relation(request.actor, shown.pk, int(version) if version.isdecimal() else 0)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("network:relation", pk, relation_pk)
    say(request, "Le lien saisi par erreur est retiré.", [])
    return redirect("network:organisation", pk)
