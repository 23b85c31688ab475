"""The notes of one journey: read, write, correct, withdraw, say who may read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maille.journeys import access
from maille.journeys.actions import notes as actions
from maille.journeys.forms import notes as forms
from maille.journeys.models import Journey, Note
from maille.journeys.models.notes_read import tell_notes
from maille.journeys.rules.wording import DIAGNOSIS, JUDGEMENT, hints
from maille.journeys.views.loading import attempt, journey_to_change, log_read, reader
from maille.journeys.views.tabs import tabs
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor
from maille.ui import keyset

ORDER = ("-written_on", "-id")
LONGEST_READ = 8000


@require_safe
def notes(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Those the reader needs, the latest first, as of the day asked."""
    actor = reader(request)
    journey = journey_to_read(actor, journey_id)
    shown = Note.objects.visible_to(actor, withdrawn=True).filter(journey=journey, written_on__lte=request.at)
    page = keyset.page(shown.select_related("author", "withdrawn_by", "entered_by"), ORDER, request.GET, size=20)
    follows = access.is_referent(actor, journey.pk)
    herself = journey.person.user_id == actor.user_id
    writes = access.may_write(actor, journey)
    told = tell_notes(
        actor,
        journey,
        page.rows,
        follows=follows,
        changes=lambda note: writes and (note.author_id == actor.user_id or (follows and not herself)),
    )
    log_read(request, journey.person, "notes")
    context = {"journey": journey, "person": journey.person, "page": page, "notes": told, "may_write": writes}
    return render(request, "journeys/notes/notes.html", {**context, "tabs": tabs(journey.pk, "journeys:notes")})


def journey_to_read(actor: Actor, journey_id: int) -> Journey:
    """A journey whose file the reader opens."""
    return get_object_or_404(
        Journey.objects.visible_to(actor).select_related("person", "kpa", "kpa__choices"), pk=journey_id
    )


def write(request: ActorRequest, journey_id: int) -> HttpResponse:
    """One more note."""
    journey, actor = journey_to_change(request, journey_id), reader(request)
    form = forms.NoteForm(request.POST or None, today=actor.today)
    if request.method == "POST":
        data = form.cleaned_data if form.is_valid() else {}
        done, _ = attempt(
            request,
            form,
            lambda: actions.write_note(
                actor,
                journey.pk,
                data["text"],
                timezone.now(),
                visibility=data["visibility"],
                written_on=data["written_on"],
            ),
        )
        if done:
            messages.success(request, "La note est enregistrée.")
            warn_of_words(request, data["text"])
            return redirect("journeys:notes", journey.pk)
    context = {"journey": journey, "person": journey.person, "form": form, "verb": WRITE}
    return render(request, "journeys/notes/write.html", context)


def warn_of_words(request: ActorRequest, text: str) -> None:
    """What was saved all the same and deserves another look."""
    if any(hint.kind in (JUDGEMENT, DIAGNOSIS) for hint in hints(text)):
        messages.warning(request, "Certains mots sont à relire : ils sont montrés à côté de la note.")


@dataclass(frozen=True)
class Verb:
    """One thing done to a note."""

    title: str
    lead: str
    button: str
    done: str
    form: type[django_forms.Form]
    initial: Callable[[Note], dict[str, Any]]
    act: Callable[[Actor, Note, dict[str, Any]], object]
    danger: bool = False


WRITE = {"title": "Écrire une note", "button": "Enregistrer la note", "lead": "Des faits : ce qui a été vu ou dit."}

VERBS = {
    "corriger": Verb(
        "Corriger la note",
        "L'ancienne version reste, avec qui et quand.",
        "Enregistrer la correction",
        "La note est corrigée.",
        forms.CorrectNoteForm,
        lambda note: {"text": note.text, "written_on": note.written_on},
        lambda actor, note, data: actions.correct_note(
            actor, note.pk, data["version"], data["text"], data["written_on"], data["reason"]
        ),
    ),
    "lecteurs": Verb(
        "Qui peut lire cette note",
        "À partir de maintenant. Le changement reste noté.",
        "Enregistrer",
        "C'est noté.",
        forms.VisibilityForm,
        lambda note: {"visibility": note.visibility},
        lambda actor, note, data: actions.change_visibility(actor, note.pk, data["version"], data["visibility"]),
    ),
    "retirer": Verb(
        "Retirer la note",
        "Le texte ne se lit plus. À sa place restent votre nom, la date et la raison.",
        "Retirer la note",
        "La note est retirée.",
        forms.WithdrawForm,
        lambda note: {},
        lambda actor, note, data: actions.withdraw_note(actor, note.pk, data["version"], data["why"], timezone.now()),
        danger=True,
    ),
}


def change(request: ActorRequest, note_id: int, verb: str) -> HttpResponse:
    """Correct, withdraw, or say who reads; by its author or the referent of the day."""
    actor = reader(request)
    told = VERBS.get(verb)
    if told is None:
        raise Http404
    seen = Note.objects.visible_to(actor).select_related("journey__person", "journey__kpa", "author")
    note = get_object_or_404(seen, pk=note_id)
    if not access.may_change_note(actor, note):
        raise PermissionDenied
    form = told.form(request.POST or None, initial={**told.initial(note), "version": note.version})
    if request.method == "POST":
        done, _ = attempt(request, form, lambda: told.act(actor, note, form.cleaned_data))
        if done:
            messages.success(request, told.done)
            return redirect("journeys:notes", note.journey_id)
    context = {"journey": note.journey, "person": note.journey.person, "form": form, "verb": told, "note": note}
    return render(request, "journeys/notes/write.html", context)


@require_POST
def note_hints(request: ActorRequest) -> HttpResponse:
    """What to read again in the text being typed; nothing is kept."""
    reader(request)
    found = hints(request.POST.get("text", "")[:LONGEST_READ])
    return render(request, "journeys/notes/_hints.html", {"hints": found})
