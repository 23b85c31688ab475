"""Frozen reports: made, listed, read as they were sent, and compared with the living figures."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maille.impact import access, explaining
from maille.impact.actions.freezing import freeze as freeze_report
from maille.impact.covers import scope_words
from maille.impact.documents import html, layout, pdf
from maille.impact.documents.cover import Cover
from maille.impact.forms import FreezeForm
from maille.impact.models import FrozenReport
from maille.impact.rules.snapshots import KINDS
from maille.impact.views.asked import address_of, log_people, refuse_strangers, valid_question
from maille.impact.views.reports import attachment, may_freeze
from maille.journeys.models import Person
from maille.network.requests import ActorRequest
from maille.ui import keyset

SHOWN = 200
"""Differences told person by person on one page; past that, the totals say the rest."""
FORMATS = {"pdf": "PDF", "html": "Page web", "json": "JSON"}


@require_POST
def freeze(request: ActorRequest) -> HttpResponse:
    """Freeze the report asked in the address, then show it."""
    asked = valid_question(request)
    if not may_freeze(request, asked):
        raise PermissionDenied("Figer un bilan demande de suivre tous les KPA qu'il couvre.")
    form = FreezeForm(request.POST)
    if form.is_valid():
        try:
            frozen = freeze_report(request.actor, asked, timezone.now(), form.cleaned_data["sent_to"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("impact:frozen", frozen.pk)
    context = {"form": form, "query": address_of(asked), "asked": asked}
    return render(request, "impact/freeze.html", context)


@require_safe
def frozen_list(request: ActorRequest) -> HttpResponse:
    """Every report frozen that the reader may open, the latest first."""
    refuse_strangers(request)
    reports = FrozenReport.objects.visible_to(request.actor).select_related("network")
    return render(request, "impact/frozen_list.html", {"page": keyset.page(reports, ("-at", "-id"), request.GET)})


@require_safe
def frozen(request: ActorRequest, pk: int) -> HttpResponse:
    """One frozen report as it was sent, and what differs today."""
    report = found(request, pk)
    compared = explaining.living(request.actor, report)
    differences = [line for line in layout.comparison(compared) if line["differs"]]
    context = {
        "frozen": report,
        "cover": cover_of(report),
        "telling": layout.telling(report.as_json),
        "formats": FORMATS,
        "audience_words": layout.AUDIENCES[report.audience],
        "differences": differences,
        "people": people_differing(request, report) if differences else None,
    }
    return render(request, "impact/frozen.html", context)


@require_safe
def frozen_document(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """The frozen report as a file, today and in ten years."""
    report = found(request, pk)
    if form not in FORMATS:
        raise Http404
    held, cover = report.as_json, cover_of(report)
    if form == "json":
        content: str | bytes = json.dumps(held, ensure_ascii=False, indent=1)
    else:
        content = pdf.render(held, cover) if form == "pdf" else html.render(held, cover)
    return attachment(content, form, f"bilan-{report.number}")


def found(request: ActorRequest, pk: int) -> FrozenReport:
    """The report, or 404 where the reader may not know it exists."""
    reports = FrozenReport.objects.visible_to(request.actor).select_related("network", "by")
    return get_object_or_404(reports, pk=pk)


def cover_of(report: FrozenReport) -> Cover:
    """The cover as it was sent."""
    scope = scope_words(report.kpa_names, whole=False) if report.kpa_names else f"{len(report.kpa_ids)} KPA du réseau"
    return Cover(
        network=report.network.name,
        scope=scope,
        made_on=timezone.localdate(report.at),
        number=report.number,
        digest=report.sha256,
    )


def people_differing(request: ActorRequest, report: FrozenReport) -> dict[str, Any] | None:
    """Row by row, for those who may open the files: each read is logged; None for the others."""
    if not access.may_see_people(request.actor, frozenset(report.kpa_ids)):
        return None
    explained = explaining.explain(request.actor, report)
    shown = explained[:SHOWN]
    people = Person.objects.visible_to(request.actor).in_bulk({each.difference.person for each in shown})
    log_people(request, sorted(people))
    rows = [
        {"person": people.get(each.difference.person), "kind": KINDS[each.difference.kind], "why": each.why}
        for each in shown
    ]
    return {"rows": rows, "more": len(explained) - len(shown)}
