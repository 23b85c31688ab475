"""The tab "Droits" of a journey: what is held, what was asked, how long it is kept, erasing."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from maille.identity import vault
from maille.identity.models import log_access
from maille.journeys import access
from maille.journeys.actions import files
from maille.journeys.actions.rights import requests as actions
from maille.journeys.actions.rights.whole_file import WholeFile, whole_file, written
from maille.journeys.documents import my_data
from maille.journeys.forms.rights import AnswerForm, EraseForm, KeepForm, NotedRequestForm
from maille.journeys.models import Journey, KeepingRule, LegalArchive, Person, Retention, RightsRequest
from maille.journeys.models.information import PURPOSES, WHO_READS, information_of
from maille.journeys.models.rights import keeping_rule
from maille.journeys.rules.names import fold
from maille.journeys.views.loading import attempt, journey_to_change, log_read, reader
from maille.journeys.views.tabs import tabs
from maille.network.models import Organisation
from maille.network.models.organisations import Kind
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Role
from maille.ui import keyset

TYPES = {"pdf": "application/pdf", "json": "application/json", "zip": "application/zip"}


def journey_of(request: ActorRequest, journey_id: int) -> Journey:
    """A journey the reader may open."""
    journeys = Journey.objects.visible_to(reader(request)).select_related("person", "kpa")
    return get_object_or_404(journeys, pk=journey_id)


@require_safe
def rights(request: ActorRequest, journey_id: int) -> HttpResponse:
    """The tab."""
    journey = journey_of(request, journey_id)
    person = journey.person
    log_read(request, person, "droits")
    writable = access.may_write(request.actor, journey)
    context = {
        "journey": journey,
        "person": person,
        "tabs": tabs(journey.pk, "journeys:rights"),
        "requests": list(asked_by(person)),
        "kept": kept_of(person, request),
        "writable": writable,
        "may_erase": writable and actions.may_erase(request.actor, person),
        "today": request.today,
    }
    return render(request, "journeys/rights/rights.html", context)


def asked_by(person: Person) -> Any:
    """Everything she asked, the unanswered first."""
    # unscoped: of a person already loaded in scope
    asked = RightsRequest.objects.filter(person=person).select_related("answered_by", "entered_by")
    return asked.order_by("answered_on", "due_on", "-pk")


def kept_of(person: Person, request: ActorRequest) -> dict[str, Any]:
    """How long the file is kept, and where it stands."""
    # unscoped: of a person already loaded in scope
    held = Retention.objects.select_related("kept_by").filter(person=person).first()
    rule = keeping_rule(KeepingRule.What.FILE, request.today)
    ends = None
    if held and rule and held.noticed_on:
        ends = rule.times.anonymised_from(held.last_contact_on, held.noticed_on)
    return {"held": held, "rule": rule, "ends": ends, "today": request.today}


@require_GET
@never_cache
def rights_file(request: ActorRequest, journey_id: int, form: str) -> HttpResponse:
    """The file as PDF, JSON or zip, within what the reader may open; logged."""
    journey = journey_of(request, journey_id)
    if form not in TYPES:
        raise Http404
    log_read(request, journey.person, f"fiche complète ({form})")
    return download(whole_file(journey.person, timezone.now(), request.actor), form, own=False)


def download(told: WholeFile, form: str, *, own: bool) -> HttpResponse:
    """Served inertly, never kept by a browser."""
    if form == "pdf":
        content = my_data.render(told, own=own)
    else:
        content = my_data.as_json(told) if form == "json" else my_data.as_zip(told, own=own)
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = content_disposition_header(True, f"mes-donnees.{form}") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def request_note(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Note what the person asked by word of mouth or on paper."""
    journey = journey_to_change(request, journey_id)
    form = NotedRequestForm(request.POST or None, initial={"asked_on": request.today})

    def act() -> object:
        data = form.cleaned_data
        return actions.ask(
            request.actor, journey.person_id, data["kind"], timezone.now(),
            text=data["text"], about=data["about"], asked_on=data["asked_on"],
        )  # fmt: skip

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, "La demande est notée. Répondez dans le mois.")
        return redirect("journeys:rights", journey.pk)
    lead = "Notez-la telle que la personne l'a dite. La réponse est due dans le mois."
    return page(request, journey, form, "Noter une demande", lead, "Noter la demande")


def page(
    request: ActorRequest, journey: Journey, form: Any, title: str, lead: str, button: str, **more: Any
) -> HttpResponse:
    """The form all these share."""
    context = {"journey": journey, "person": journey.person, "form": form, "title": title, "lead": lead, **more}
    return render(request, "journeys/rights/form.html", {**context, "button": button})


def request_answer(request: ActorRequest, journey_id: int, request_id: int) -> HttpResponse:
    """Answer a request in words."""
    journey = journey_to_change(request, journey_id)
    # unscoped: of a journey loaded in scope
    asked = get_object_or_404(RightsRequest, pk=request_id, person=journey.person_id, answered_on__isnull=True)
    form = AnswerForm(request.POST or None)

    def act() -> object:
        return actions.answer(
            request.actor, asked.pk, form.cleaned_data["answer"], granted=form.cleaned_data["granted"]
        )

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, "La réponse est notée. La personne la lit dans « Mes données ».")
        return redirect("journeys:rights", journey.pk)
    lead = "Répondez avec des mots simples. Corrigez d'abord la fiche si c'est une correction."
    return page(request, journey, form, "Répondre à une demande", lead, "Répondre", asked=asked)


def keep(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Keep the file longer, with a written reason."""
    journey = journey_to_change(request, journey_id)
    form = KeepForm(request.POST or None)

    def act() -> object:
        return actions.keep_longer(
            request.actor, journey.person_id, form.cleaned_data["until"], form.cleaned_data["why"]
        )

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, "La fiche est gardée jusqu'à ce jour.")
        return redirect("journeys:rights", journey.pk)
    lead = "Une fiche ne se garde plus longtemps que pour une raison précise, écrite."
    return page(request, journey, form, "Garder plus longtemps", lead, "Garder la fiche")


def erase(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Erase at the person's request: what goes, what stays and until when."""
    journey = journey_to_change(request, journey_id)
    person = journey.person
    if not actions.may_erase(request.actor, person):
        raise PermissionDenied
    form = EraseForm(request.POST or None, person=person)

    def act() -> object:
        return actions.erase(request.actor, person.pk, timezone.now())

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, "La fiche est effacée. Le bilan compte toujours le parcours, sans le nom.")
        return redirect("journeys:people")
    stays = actions.what_stays(person, request.today)
    context = {"journey": journey, "person": person, "form": form, "stays": stays}
    return render(request, "journeys/rights/erase.html", context)


@require_safe
def archives(request: ActorRequest) -> HttpResponse:
    """Signed records kept apart: for the referents of the host that signed them, and nobody else."""
    found = archives_of(request)
    if words := fold(request.GET.get("q", "")).split():
        for word in words:
            found = found.filter(search_key__contains=word)
    shown = keyset.page(found.select_related("kpa"), ("search_key", "id"), request.GET)
    log_archives(request, [each.pk for each in shown.rows], "archives")
    context = {"page": shown, "q": request.GET.get("q", "")}
    return render(request, "journeys/rights/archives.html", context)


def archives_of(request: ActorRequest) -> Any:
    """Those the reader must be able to open; 404 for anybody but a host's referent."""
    if request.actor.role != Role.HOST_REFERENT:
        raise Http404
    return LegalArchive.objects.visible_to(request.actor)


def log_archives(request: ActorRequest, ids: list[int], what: str) -> None:
    """Each reading of an archive is logged."""
    user_id = request.actor.user_id
    if user_id is not None:
        log_access(
            at=timezone.now(), user_id=user_id, membership_id=request.actor.membership_id, kind="archive", ids=ids,
            what=what,
        )  # fmt: skip


@require_safe
def archive(request: ActorRequest, archive_id: int) -> HttpResponse:
    """One archive: what it says, its files."""
    found = get_object_or_404(archives_of(request).select_related("kpa", "host"), pk=archive_id)
    log_archives(request, [found.pk], "archive")
    groups = [
        (TITLES.get(key, key), [(name, written(value)) for name, value in lines(held) if value not in (None, "")])
        for key, held in json.loads(found.facts).items()
        if held
    ]
    context = {"archive": found, "files": list(found.files.order_by("pk")), "groups": groups}
    return render(request, "journeys/rights/archive.html", context)


TITLES = {
    "contract": "Le contrat",
    "termination": "La fin anticipée",
    "document": "Le document",
    "period": "La période",
    "signatures": "Les signatures",
}


def lines(held: Any) -> list[tuple[str, Any]]:
    """The fields of a record, or of each of several, without numbers of rows that are gone."""
    records = held if isinstance(held, list) else [held]
    return [
        (name, value)
        for record in records
        for name, value in record.items()
        if not name.endswith("_id") and name not in {"id", "version"}
    ]


@require_GET
@never_cache
def archive_file(request: ActorRequest, archive_id: int, archived_id: int) -> HttpResponse:
    """One file of an archive, opened; logged."""
    found = get_object_or_404(archives_of(request), pk=archive_id)
    file = get_object_or_404(found.files, pk=archived_id)
    log_archives(request, [found.pk], "fichier d'archive")
    try:
        content = files.read(file)
    except (OSError, vault.VaultError):
        messages.error(request, "Ce fichier ne s'ouvre plus. Prévenez qui installe Maille chez vous.")
        return redirect("journeys:archive", found.pk)
    response = HttpResponse(content, content_type=file.content_type)
    name = f"archive-{found.pk}-{file.pk}{EXTENSIONS.get(file.content_type, '')}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


EXTENSIONS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}


@require_safe
def information(request: ActorRequest, organisation_id: int) -> HttpResponse:
    """The notice of a KPA, to be printed and given (GDPR art. 13)."""
    kpa = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=organisation_id, kind=Kind.KPA)
    context = {"told": information_of(kpa, request.at), "purposes": PURPOSES, "readers": WHO_READS, "at": request.at}
    return render(request, "journeys/rights/information.html", context)
