"""Work and money seen from above: hours by kind, jobs, income, what went to whom; per KPA and together."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maille.activities.rules.kinds import WORK_KINDS
from maille.journeys.files.writing import amount, hours
from maille.journeys.forms.support import PeriodForm
from maille.journeys.rules.register.cells import Cell
from maille.journeys.views.exporting import exported
from maille.journeys.views.loading import number
from maille.journeys.views.support_figures import asked, usual
from maille.network.access import waits_for_a_kpa
from maille.network.models import Organisation
from maille.network.requests import ActorRequest, NothingYetError
from maille.network.rules.roles import READS_FIGURES
from maille.sharing import access
from maille.sharing.models.figures import figures_of
from maille.sharing.rules.figures import Figures, added, kept_back
from maille.ui.charts import Part, Stacked
from maille.ui.text import duration, euros

MOST_KPAS = 200
"""KPAs on one page; a network has some fifteen."""
MONEY = (
    ("cooperants", "Coopérant·es"),
    ("team", "Équipe"),
    ("collective", "Groupe"),
    ("host", "Portage"),
    ("funds", "Fonds"),
)
TITLES = (
    *("kpa", "du", "au", "prestations", "personnes", "heures", "heures_non_payees", "recettes_ht_eur"),
    *("coopérant_es_eur", "equipe_eur", "dont_frais_rendus_eur", "groupe_eur", "portage_eur", "fonds_eur"),
    *(f"heures_{kind.value}" for kind in WORK_KINDS),
)


def kpas_of(request: ActorRequest) -> list[Organisation]:
    """The KPAs whose figures are read, the one asked for alone when there is one; 404 for who reads none."""
    mine = access.figures_reach(request.actor)
    if not mine:
        if waits_for_a_kpa(request.actor, READS_FIGURES):
            raise NothingYetError
        raise Http404
    # unscoped: those whose figures the actor reads
    kpas = Organisation.objects.kpas().filter(pk__in=mine).order_by("name_key", "pk")
    only = number(request.GET.get("kpa", ""))
    if only:
        kpas = kpas.filter(pk=only)
    return list(kpas[:MOST_KPAS])


def lines_of(request: ActorRequest, form: PeriodForm) -> list[tuple[Organisation, Figures]]:
    """Each KPA with its figures; small groups kept back from who does not open their files."""
    kpas = kpas_of(request)
    figures = figures_of([kpa.pk for kpa in kpas], *form.period)
    files = request.actor.files
    return [(kpa, figures[kpa.pk] if kpa.pk in files else kept_back(figures[kpa.pk])) for kpa in kpas]


@require_safe
def figures(request: ActorRequest) -> HttpResponse:
    """The page."""
    form = asked(request)
    kpas_of(request)
    lines = lines_of(request, form) if form.is_valid() else []
    whole = added(line for _, line in lines)
    query = urlencode({"du": form.period[0].isoformat(), "au": form.period[1].isoformat()}) if lines else ""
    only = lines[0][0] if len(lines) == 1 and request.GET.get("kpa") else None
    context = {
        "form": form,
        "lines": lines,
        "whole": whole,
        "several": len(lines) > 1,
        "start": form.period[0] if lines else None,
        "end": form.period[1] if lines else None,
        "query": query,
        "only": only,
        "usual": usual(request.today),
        "hours_chart": hours_chart(whole) if lines and whole.minutes else None,
        "money_chart": money_chart(whole) if lines and whole.shared > 0 else None,
        "kinds": [
            {
                "label": name,
                "paid": whole.hours.get((kind.value, True), 0),
                "unpaid": whole.hours.get((kind.value, False), 0),
            }
            for kind, name in WORK_KINDS.items()
            if whole.hours.get((kind.value, True), 0) or whole.hours.get((kind.value, False), 0)
        ],
    }
    return render(request, "sharing/figures/page.html", context)


def hours_chart(whole: Figures) -> Stacked:
    """Minutes by nature of work."""
    parts = []
    for kind, name in WORK_KINDS.items():
        minutes = sum(whole.hours.get((kind.value, paid), 0) for paid in (True, False))
        if minutes:
            parts.append(Part(name, minutes, duration(minutes)))
    return Stacked(title="Le temps donné, selon sa nature", parts=tuple(parts), total=duration(whole.minutes))


def money_chart(whole: Figures) -> Stacked:
    """Cents shared, by who received; what somebody gave back on the whole is told in the table alone."""
    parts = [Part(name, getattr(whole, key), euros(getattr(whole, key))) for key, name in MONEY]
    kept = tuple(part for part in parts if part.value > 0)
    return Stacked(title="Où est allé l'argent partagé", parts=kept, total=euros(sum(part.value for part in kept)))


@require_safe
def figures_file(request: ActorRequest) -> HttpResponseBase:
    """The same as a spreadsheet."""
    form = asked(request)
    kpas_of(request)
    if not form.is_valid():
        raise Http404
    start, end = form.period
    rows: list[list[Cell]] = [[kpa.name, start, end, *cells(line)] for kpa, line in lines_of(request, form)]
    return exported(request, TITLES, rows, f"travail-et-argent-{start}-{end}", "Travail et argent")


def cells(line: Figures) -> list[Cell]:
    """One line's cells; what is kept back is left empty."""
    people: list[Cell] = [
        line.people, hours(line.minutes), hours(line.unpaid)
    ] if not line.hidden else ["", "", ""]  # fmt: skip
    to_people: list[Cell] = (
        [amount(line.cooperants), amount(line.team), amount(line.given_back)] if not line.hidden else ["", "", ""]
    )
    kinds: list[Cell] = [
        "" if line.hidden else hours(sum(line.hours.get((kind.value, paid), 0) for paid in (True, False)))
        for kind in WORK_KINDS
    ]
    others = [amount(line.collective), amount(line.host), amount(line.funds)]
    return [line.jobs, *people, amount(line.income), *to_people, *others, *kinds]
