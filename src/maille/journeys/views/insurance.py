"""Several people told to the insurer at once, and its answers noted at once."""

import csv
import io
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from maille.identity.models import log_access
from maille.journeys.actions import dossier as actions
from maille.journeys.forms.dossier import BulkAnswerForm, BulkDemandForm
from maille.journeys.models import Insurance, Journey
from maille.journeys.models.readiness_week import uninsured
from maille.journeys.models.shuttle import shuttle_facts
from maille.journeys.views.loading import attempt, reader
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor

SHOWN = 100
"""People shown at once in each list; the next ones come when these are dealt with."""
COLUMNS = (
    "Nom", "Prénom", "Né·e le", "Code postal", "Commune", "KPA", "Structure de portage", "Contrat", "Du", "Au",
    "Signé le", "Activités", "Moins de 18 ans", "Représentant légal",
)  # fmt: skip


def to_tell(actor: Actor, request: ActorRequest) -> list[Journey]:
    """People under way without a cover nor a demand, those I may vouch for."""
    found = uninsured(actor, request.today).select_related("person", "kpa").exclude(person__user_id=actor.user_id or 0)
    return list(found.order_by("kpa__name_key", "person__identity_key", "pk")[:SHOWN])


def awaited(actor: Actor, request: ActorRequest) -> list[Insurance]:
    """Demands waiting for an answer, the oldest first."""
    found = Insurance.objects.visible_to(actor).kept().filter(answer="").select_related("person", "kpa")
    return list(found.exclude(person__user_id=actor.user_id or 0).order_by("sent_on", "pk")[:SHOWN])


def insurance(request: ActorRequest) -> HttpResponse:
    """The insurer's page: who to tell, who waits for an answer."""
    actor = reader(request)
    journeys, demands = to_tell(actor, request), awaited(actor, request)
    which = request.POST.get("quoi", "")
    several = len({each.kpa_id for each in journeys} | {each.kpa_id for each in demands}) > 1
    last = Insurance.objects.visible_to(actor).exclude(insurer="").order_by("-sent_on", "-pk").first()
    sending = BulkDemandForm(
        request.POST if which == "envoi" else None,
        journeys=journeys,
        several=several,
        initial={"sent_on": request.today, "insurer": last.insurer if last else ""},
        prefix="envoi",
    )
    answering = BulkAnswerForm(
        request.POST if which == "reponse" else None,
        demands=demands,
        initial={"answer": "validated", "answered_on": request.today, "covers_from": request.today},
        prefix="reponse",
    )
    if request.method == "POST":
        done = sent(request, sending) if which == "envoi" else answered(request, answering)
        if done:
            return redirect("journeys:insurance")
    context = {"sending": sending, "answering": answering, "journeys": journeys, "demands": demands, "shown": SHOWN}
    return render(request, "journeys/dossier/insurance.html", context)


def sent(request: ActorRequest, form: BulkDemandForm) -> bool:
    """Note that sheets left."""
    made: list[Insurance] = []

    def act() -> None:
        data = form.cleaned_data
        made.extend(
            actions.ask_insurer(request.actor, data["journeys"], data["insurer"], data["sent_on"], timezone.now())
        )

    if not attempt(request, form, act)[0]:
        return False
    messages.success(request, f"{people(len(made))} : la demande est notée.")
    return True


def answered(request: ActorRequest, form: BulkAnswerForm) -> bool:
    """Note the same answer for several people."""
    made: list[Insurance] = []

    def act() -> None:
        made.extend(actions.note_answers(request.actor, form.cleaned_data["demands"], form.said, timezone.now()))

    if not attempt(request, form, act)[0]:
        return False
    messages.success(request, f"{people(len(made))} : la réponse est notée.")
    return True


def people(count: int) -> str:
    """A count of people."""
    return f"{count} personne{'s' if count > 1 else ''}"


@require_GET
def slip(request: ActorRequest) -> HttpResponse:
    """One sheet listing several people for the insurer, to print; or as a file for its spreadsheet."""
    actor = reader(request)
    wanted = [int(each) for each in request.GET.getlist("envoi-journeys") if each.isdecimal() and len(each) < 19]
    journeys = Journey.objects.visible_to(actor).filter(pk__in=wanted[:SHOWN]).select_related("person", "kpa")
    shown = list(journeys.order_by("kpa__name_key", "person__identity_key", "pk"))
    sheets = [shuttle_facts(each.person, each.kpa, request.today) for each in shown]
    if actor.user_id is not None and shown:
        log_access(
            at=timezone.now(), user_id=actor.user_id, membership_id=actor.membership_id, kind="person",
            ids=[each.person_id for each in shown], what="fiche navette",
        )  # fmt: skip
    rows = [cells(sheet) for sheet in sheets]
    if request.GET.get("format") == "csv":
        return as_file(rows, request)
    people_told = [(row[0], row[1], told(row)) for row in rows]
    context = {"people": people_told, "day": request.today, "hosts": hosts(sheets)}
    return render(request, "journeys/dossier/slip.html", context | {"query": request.GET.urlencode()})


def told(row: list[str]) -> list[tuple[str, str]]:
    """One person's facts by label, the representative only of a minor."""
    pairs = list(zip(COLUMNS[2:], row[2:], strict=True))
    return pairs if row[-2] == "oui" else pairs[:-2]


def hosts(sheets: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The structures that send it, each once."""
    named = {sheet["host"]["name"]: sheet["host"] for sheet in sheets if sheet["host"]}
    return list(named.values())


def cells(sheet: dict[str, Any]) -> list[str]:
    """One person's line."""
    person, contract = sheet["person"], sheet["contract"] or {}
    return [
        person["last_name"], person["first_name"], day(person["birth_date"]), person["postal_code"], person["commune"],
        sheet["kpa"]["name"], sheet["host"]["name"] if sheet["host"] else "", contract.get("name", ""),
        day(contract.get("started_on")), day(contract.get("ends_on")), day(contract.get("signed_on")),
        sheet["activities"], "oui" if sheet["minor"] else "non", sheet["representative"],
    ]  # fmt: skip


def day(iso: str | None) -> str:
    """A day as people write it."""
    return "/".join(reversed(iso.split("-"))) if iso else ""


def as_file(rows: list[list[str]], request: ActorRequest) -> HttpResponse:
    """The same as CSV; a cell that a spreadsheet would compute is quoted by an apostrophe."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(COLUMNS)
    writer.writerows([[f"'{cell}" if cell[:1] in set("=+-@\t\r") else cell for cell in row] for row in rows])
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bordereau-assureur-{request.today}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
