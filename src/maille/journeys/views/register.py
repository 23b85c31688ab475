"""Screens of registers: put a file in, tell its columns, see every problem in words, confirm, undo; take one out."""

import pathlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from maille.identity.models import log_access
from maille.journeys.actions.register import ExportFilter, batches, export_rows, export_titles, undo_import
from maille.journeys.actions.register.exporting import people_to_export
from maille.journeys.actions.register.kpas import may_create_kpas
from maille.journeys.files import RefusedFileError, progress
from maille.journeys.files.correction import Refused, correction_csv
from maille.journeys.forms.register import ColumnsForm, UploadForm
from maille.journeys.models import ImportBatch, ImportLine
from maille.journeys.rules.filters import Filters
from maille.journeys.rules.register.cells import UnreadableError, read_date
from maille.journeys.rules.register.columns import LABELS, Column
from maille.journeys.views.exporting import download, exported
from maille.journeys.views.loading import reader
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor
from maille.ui import keyset

State = ImportBatch.State
NEWEST = ("-created_at", "-id")
LINES = ("line", "id")


def importer(request: ActorRequest) -> Actor:
    """Somebody who may write in at least one KPA, or whose register makes them; a stranger gets 404, a reader 403."""
    actor: Actor = request.actor
    if may_create_kpas(actor):
        return actor
    reader(request)
    if not actor.writes:
        raise PermissionDenied
    return actor


def batch_to_read(request: ActorRequest, pk: int) -> ImportBatch:
    """An import within the actor's reach."""
    return get_object_or_404(ImportBatch.objects.visible_to(importer(request)), pk=pk)


def may_read_lines(actor: Actor, batch: ImportBatch) -> bool:
    """I read the lines of the files I put in myself: others see counts, a file may name people who are not theirs."""
    return batch.by_id == actor.user_id and batch.organisation_id == actor.organisation_id


def own_batch(request: ActorRequest, pk: int) -> ImportBatch:
    """An import of the actor's own."""
    batch = batch_to_read(request, pk)
    if not may_read_lines(request.actor, batch):
        raise PermissionDenied
    return batch


def imports(request: ActorRequest) -> HttpResponse:
    """Put a file in; the imports already made."""
    actor = importer(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("journeys:import", batches.put_in(actor, form.cleaned_data["file"], timezone.now()).pk)
        except ValidationError as refused:
            form.add_error("file", refused.message_dict["file"])
    made = ImportBatch.objects.visible_to(actor).select_related("by")
    page = keyset.page(made, NEWEST, request.GET, 20)
    return render(
        request,
        "journeys/register/imports.html",
        {"form": form, "page": page, "titles": export_titles(), "may_export": bool(actor.files)},
    )


def one_import(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Where an import stands: its columns to tell, its check, its confirmation, its result."""
    batch = batch_to_read(request, batch_id)
    actor: Actor = request.actor
    own = may_read_lines(actor, batch)
    context: dict[str, Any] = {"batch": batch, "own": own, "step": step_of(batch)}
    if batch.state == State.UPLOADED:
        if not own:
            raise Http404  # somebody else's file, not checked yet: nothing to show
        return columns(request, batch)
    if batch.state in {State.CHECKING, State.RUNNING}:
        context["far"] = progress.how_far(pathlib.Path(batch.stored.path)) if batch.stored else None
        return render(request, "journeys/register/working.html", context)
    if own:
        context |= lines_shown(batch, request)
        context["unknown"] = list(batches.headings_of(batch).unknown.values())
    context["importable"] = batch.created + batch.updated
    return render(request, "journeys/register/checked.html", context)


def step_of(batch: ImportBatch) -> int:
    """1 columns, 2 check, 3 done."""
    return {State.UPLOADED: 1, State.CHECKING: 2, State.CHECKED: 2}.get(State(batch.state), 3)


def columns(request: ActorRequest, batch: ImportBatch) -> HttpResponse:
    """Tell what each column is: guessed, to be corrected."""
    actor = importer(request)
    try:
        samples = batches.samples_of(batch)
    except (RefusedFileError, OSError):
        raise Http404 from None
    form = ColumnsForm(request.POST or None, batch=batch, samples=samples, may_create=may_create_kpas(actor))
    if request.method == "POST" and form.is_valid():
        try:
            create_kpa = bool(form.cleaned_data.get("create_kpa"))
            batches.tell_columns(actor, batch, form.mapping, create_kpa=create_kpa)
            return redirect("journeys:import", batch.pk)
        except ValidationError as refused:
            form.add_error(None, refused)
    known = sum(1 for place in range(len(batch.headings)) if str(place) in batch.mapping)
    missing = ", ".join(f"« {LABELS[column]} »" for column in batches.headings_of(batch).missing)
    context = {"batch": batch, "form": form, "step": 1, "known": known, "aside": len(batch.headings) - known}
    context["missing"] = missing
    return render(request, "journeys/register/columns.html", context)


def lines_shown(batch: ImportBatch, request: ActorRequest) -> dict[str, Any]:
    """Lines with something to say, the refused ones or those to check."""
    wanted = request.GET.get("lignes", "")
    lines = ImportLine.objects.filter(batch=batch).exclude(problems=[])  # unscoped: the batch was loaded in scope
    if wanted == "refusees":
        lines = lines.filter(outcome="refused")
    elif wanted == "a-verifier":
        lines = lines.exclude(outcome="refused")
    page = keyset.page(lines, LINES, request.GET, 50)
    rows = [
        {
            "line": line.line,
            "refused": line.outcome == "refused",
            "problems": [
                {"label": LABELS[Column(problem["column"])], "message": kept_together(problem["message"])}
                for problem in line.problems
            ],
        }
        for line in page.rows
    ]
    return {"page": page, "rows": rows, "wanted": wanted}


def kept_together(sentence: str) -> str:
    """No line ends or begins with a lone guillemet."""
    return sentence.replace("« ", "«\xa0").replace(" »", "\xa0»")


@require_POST
def confirm(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Import for good."""
    batch = own_batch(request, batch_id)
    batches.confirm(importer(request), batch, timezone.now(), keep_valid="keep_valid" in request.POST)
    return redirect("journeys:import", batch.pk)


@require_POST
def give_up(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Forget the file."""
    batches.give_up(own_batch(request, batch_id))
    messages.success(request, "Le fichier est oublié : rien n'a été importé.")
    return redirect("journeys:imports")


@require_POST
def start_again(request: ActorRequest, batch_id: int) -> HttpResponse:
    """What ran has died: go back to the step before."""
    batch = own_batch(request, batch_id)
    batches.start_again(batch)
    return redirect("journeys:import", batch.pk)


@require_POST
def undo(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Put everything back as it was before the import."""
    batch = batch_to_read(request, batch_id)
    try:
        undo_import(importer(request), batch.pk, timezone.now())
        messages.success(request, "L'import est annulé : tout est comme avant.")
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("journeys:import", batch.pk)


@require_GET
def correction(request: ActorRequest, batch_id: int) -> HttpResponseBase:
    """The refused lines, to correct and import again."""
    batch = own_batch(request, batch_id)
    lines = ImportLine.objects.filter(batch=batch, outcome="refused")  # unscoped: the batch was loaded in scope
    return download(correction_csv(batch.headings, refused_of(lines.order_by("line").iterator(1000))), "a-corriger.csv")


def refused_of(lines: Iterable[ImportLine]) -> Iterator[Refused]:
    """Lines as the correction file wants them."""
    for line in lines:
        said = [(each["column"], each["message"]) for each in line.problems if each["level"] == "error"]
        yield line.line, line.cells, said


@require_GET
def export(request: ActorRequest) -> HttpResponseBase:
    """Take the register out: the KPAs the reader may open, the filters of the address; each file read is logged."""
    actor: Actor = request.actor
    if not actor.files:
        raise Http404
    chosen = export_filter(request)
    if actor.user_id is not None:
        log_access(
            at=timezone.now(),
            user_id=actor.user_id,
            membership_id=actor.membership_id,
            kind="person",
            ids=people_to_export(actor, chosen),
            what="export",
        )
    name = f"registre-{actor.today:%Y-%m-%d}"
    return exported(request, export_titles(), export_rows(actor, chosen), name)


def export_filter(request: ActorRequest) -> ExportFilter:
    """`?au=` a day, `?du=` and `?jusqu_au=` a period, `?kpa=` one KPA; what cannot be read is left out."""
    if request.GET.get("liste") == "1":  # exactly what the list of people shows under the same address
        return ExportFilter(at=request.at, listed=Filters.of(request.GET.dict()))
    days: dict[str, Any] = {}
    for name, field in (("au", "at"), ("du", "start"), ("jusqu_au", "end")):
        try:
            days[field] = read_date(request.GET[name]) if request.GET.get(name) else None
        except UnreadableError:
            raise Http404 from None
    kpas = frozenset(int(pk) for pk in request.GET.getlist("kpa") if pk.isascii() and pk.isdigit() and len(pk) < 19)
    return ExportFilter(**days, kpa_ids=kpas)
