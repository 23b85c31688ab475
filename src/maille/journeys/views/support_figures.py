"""The page and the file of support as figures, for those who open the files: no small count needs hiding from them."""

import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from maille.journeys import access
from maille.journeys.forms.support import PeriodForm
from maille.journeys.models.support_figures import MEASURES, figures, total
from maille.journeys.rules.register.cells import Cell
from maille.journeys.views.exporting import exported
from maille.journeys.views.loading import reader
from maille.network.requests import ActorRequest


def asked(request: ActorRequest) -> PeriodForm:
    """The period in the address; this year so far without one."""
    data = request.GET.copy()
    if not data.get("du") and not data.get("au"):
        data["du"], data["au"] = request.today.replace(month=1, day=1).isoformat(), request.today.isoformat()
    return PeriodForm(data)


def page(request: ActorRequest) -> HttpResponse:
    """Counts per KPA."""
    actor, form = reader(request), asked(request)
    lines = figures(access.kpas_to_read(actor), *form.period) if form.is_valid() else []
    context = {
        "form": form,
        "measures": MEASURES,
        "lines": lines,
        "total": total(lines) if len(lines) > 1 else (),
        "start": form.period[0] if lines else None,
        "end": form.period[1] if lines else None,
        "query": urlencode({"du": form.period[0].isoformat(), "au": form.period[1].isoformat()}) if lines else "",
        "usual": usual(request.today),
    }
    return render(request, "journeys/support/figures.html", context)


def file(request: ActorRequest) -> HttpResponseBase:
    """The same as a spreadsheet."""
    actor, form = reader(request), asked(request)
    if not form.is_valid():
        raise Http404
    start, end = form.period
    lines = figures(access.kpas_to_read(actor), start, end)
    titles = ["KPA", "Du", "Au", *(each.label for each in MEASURES)]
    rows: list[list[Cell]] = [[line.name, start, end, *line.counts] for line in lines]
    return exported(request, titles, rows, f"accompagnement-{start}-{end}", "Accompagnement")


def usual(today: datetime.date) -> list[tuple[str, str]]:
    """The periods people ask for most: label and address."""
    last = today.year - 1
    spans = [
        (f"{today.year} à ce jour", today.replace(month=1, day=1), today),
        (f"Année {last}", datetime.date(last, 1, 1), datetime.date(last, 12, 31)),
        ("Les 90 derniers jours", today - datetime.timedelta(days=90), today),
    ]
    return [(label, urlencode({"du": start.isoformat(), "au": end.isoformat()})) for label, start, end in spans]
