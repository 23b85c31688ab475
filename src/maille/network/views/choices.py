"""A KPA's own choices, and how they changed."""

import itertools
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from maille.network.access import may_decide
from maille.network.actions.choices import choices_of, update_choices
from maille.network.actions.saving import ConflictError
from maille.network.forms.base import take_refusal
from maille.network.forms.choices import ChoicesForm
from maille.network.models import Kind, KpaChoices, Organisation
from maille.network.requests import ActorRequest
from maille.network.rules import words
from maille.network.rules.choices import CONTROLLER_NAMES
from maille.network.rules.pieces import CHOSEN, PIECE_NAMES
from maille.network.rules.stages import CONTRACT_NAMES, STAGE_NAMES
from maille.network.views.loading import organisation_or_404, require
from maille.network.views.organisations import say

SHOWN_CHANGES = 20
PLAIN = {
    "publics": "Publics accueillis",
    "minimum_age": "Âge minimum",
    "maximum_age": "Âge maximum",
    "maximum_months": "Durée maximale (mois)",
}


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: ActorRequest, pk: int) -> HttpResponse:
    """Read a KPA's choices; those who govern it change them."""
    kpa = organisation_or_404(request, pk)
    if kpa.kind != Kind.KPA:
        raise Http404
    actor = request.actor
    decides, stored = may_decide(actor, kpa), choices_of(kpa)
    require(decides or request.method != "POST")
    form = ChoicesForm(request.POST or None, initial=ChoicesForm.start(stored))
    theirs: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            update_choices(actor, kpa, form.cleaned_data["version"], form.choices())
        except ConflictError as refusal:
            take_refusal(form, refusal)
            theirs = differences(form, stored)
            form.offer_again(stored.version)
        except ValidationError as refusal:
            take_refusal(form, refusal)
        else:
            say(request, f"Les réglages de {kpa} sont enregistrés.", [])
            return redirect("network:choices", pk)
    context = {
        "organisation": kpa,
        "choices": stored,
        "form": form,
        "may_decide": decides,
        "stored": theirs,
        "changes": changes(kpa),
        "told": values(stored),
    }
    return render(request, "network/choices.html", context)


def differences(form: ChoicesForm, stored: KpaChoices) -> list[tuple[str, str, str]]:
    """Field by field, what is stored and what was typed, where they differ."""
    start = ChoicesForm.start(stored)
    listed = {kind.value: name for kind, name in CONTRACT_NAMES.items()}
    listed |= {kind.value: PIECE_NAMES[kind] for kind in CHOSEN}

    def told(value: Any) -> str:
        if isinstance(value, list):
            return ", ".join(listed.get(each) or str(each) for each in value) or "–"
        return CONTROLLER_NAMES.get(value, str(value)) if value not in (None, "") else "–"

    return [
        (str(form.fields[name].label), told(start[name]), told(form.cleaned_data.get(name)))
        for name in form.fields
        if name != "version" and told(start[name]) != told(form.cleaned_data.get(name))
    ]


def values(choices: Any) -> dict[str, str]:
    """Every choice in words, stored or historical: label → value, "–" for none."""
    told: dict[str, Any] = {label: getattr(choices, name) for name, label in PLAIN.items()}
    told["Contrats proposés"] = ", ".join(
        CONTRACT_NAMES[kind] for kind in CONTRACT_NAMES if kind in choices.contract_kinds
    )
    told["Personne ne travaille sans"] = ", ".join(
        PIECE_NAMES[kind] for kind in CHOSEN if kind in choices.required_pieces
    )
    told["Responsable des données"] = CONTROLLER_NAMES.get(choices.controller, "")
    for stage, name in STAGE_NAMES.items():
        told[f"Étape « {name} »"] = choices.stage_names.get(stage.value) or name
    for key, word in words.WORDS.items():
        told[f"Mot « {word.one} »"] = words.say(choices.vocabulary, key)
    return {label: str(value) if value not in (None, "") else "–" for label, value in told.items()}


def changes(kpa: Organisation) -> list[dict[str, Any]]:
    """The latest changes: when, who, and each choice before and after."""
    records = list(
        KpaChoices.history.filter(kpa_id=kpa.pk)
        .select_related("history_user")
        .order_by("-history_date", "-history_id")[: SHOWN_CHANGES + 1]
    )
    found = []
    for after, before in itertools.pairwise(records):
        old, new = values(before), values(after)
        lines = [(label, old[label], new[label]) for label in new if old[label] != new[label]]
        if lines:
            found.append({"at": after.history_date, "who": after.history_user, "lines": lines})
    return found
