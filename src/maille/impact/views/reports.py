"""The report on screen and as files, and what is behind each of its figures."""

import json
from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maille.impact import access, reporting
from maille.impact.covers import cover_of
from maille.impact.documents import html, layout, pdf, tables, text
from maille.impact.forms import FreezeForm
from maille.impact.rules.comparison import compare
from maille.impact.views.asked import address_of, log_people, question, usual_periods, valid_question
from maille.network.requests import ActorRequest
from maille.ui import keyset

FORMATS = {
    "pdf": ("PDF", "application/pdf"),
    "html": ("Page web", "text/html; charset=utf-8"),
    "xlsx": ("Classeur", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "json": ("JSON", "application/json"),
    "text": ("Texte", "text/plain; charset=utf-8"),
}


@require_safe
def report(request: ActorRequest) -> HttpResponse:
    """The report of the period asked, every figure explained; two periods side by side when two are asked."""
    form = question(request)
    context = {"form": form, "formats": FORMATS, "asked": None}
    if form.is_valid():
        asked, *compared = form.requests()
        built = reporting.build(request.actor, asked)
        usual = [(name, address_of(replace(asked, period=period))) for name, period in usual_periods(request.today)]
        context |= {
            "asked": asked,
            "query": address_of(asked),
            "audience_words": layout.AUDIENCES[asked.audience],
            "periods": form.periods,
            "cover": cover_of(request.actor, asked, request.today),
            "telling": layout.telling(built.as_json()),
            "comparison": None,
            "usual": usual,
            "freeze_form": FreezeForm() if may_freeze(request, asked) else None,
        }
        for other in compared:
            beside = compare(built, reporting.build(request.actor, other))
            names = (str(asked.period), str(other.period))
            context["comparison"] = layout.comparison(beside)
            context["side_by_side"] = layout.side_by_side(beside, names)
    return render(request, "impact/report.html", context)


def may_freeze(request: ActorRequest, asked: reporting.Request) -> bool:
    """Whether this report may be frozen by who is asking."""
    scope = reporting.scope_of(request.actor, asked)
    return scope is not None and access.may_freeze(request.actor, scope)


@require_safe
def document(request: ActorRequest, form: str) -> HttpResponse:
    """The same report as a file."""
    if form not in FORMATS:
        raise Http404
    asked = valid_question(request)
    built = reporting.build(request.actor, asked)
    cover = cover_of(request.actor, asked, request.today)
    if form == "pdf":
        content: str | bytes = pdf.render(built.as_json(), cover)
    elif form == "html":
        content = html.render(built.as_json(), cover)
    elif form == "json":
        content = json.dumps(built.as_json(), ensure_ascii=False, indent=1)
    elif form == "xlsx":
        content = tables.render_xlsx(built)
    else:
        content = f"\ufeff{tables.render_csv(built)}" if form == "csv" else text.render(built)
    return attachment(content, form, f"bilan-{asked.period.start}-{asked.period.end}")


def attachment(content: str | bytes, form: str, name: str) -> HttpResponse:
    """A file to keep, never run by the browser on our own site."""
    suffix = "txt" if form == "text" else form
    response = HttpResponse(content, content_type=FORMATS[form][1])
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


@require_safe
def indicator(request: ActorRequest, key: str) -> HttpResponse:
    """One figure: its definition, its base, how much of it is known, and who is behind it for those allowed."""
    asked = valid_question(request)
    built = reporting.build(request.actor, asked)
    figure = built.figure(key)
    if figure is None:
        raise Http404
    base = built.figure(figure.indicator.base) if figure.indicator.base else None
    scope = reporting.scope_of(request.actor, asked)
    people = None
    if asked.audience == "team" and scope is not None and access.may_see_people(request.actor, scope):
        journeys = reporting.people_behind(request.actor, asked, key).select_related("person", "kpa")
        people = keyset.page(journeys, ("person__identity_key", "id"), request.GET)
        log_people(request, [journey.person_id for journey in people.rows])
    context = {
        "figure": layout.told(figure.as_json()),
        "base": layout.told(base.as_json()) if base else None,
        "base_label": base.label if base else "",
        "asked": asked,
        "query": address_of(asked),
        "cover": cover_of(request.actor, asked, request.today),
        "people": people,
    }
    return render(request, "impact/indicator.html", context)
