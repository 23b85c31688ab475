"""Two rules side by side on past jobs, person by person; or on a case made up on the page."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce, TruncDate
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maille.activities.models import Job, Participant
from maille.journeys.access import kpas_to_read
from maille.journeys.views.loading import number, reader
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor
from maille.sharing.actions import comparisons
from maille.sharing.actions.comparisons import IN_FORCE, Candidate, Tried
from maille.sharing.actions.drafts import roles_of_the_group
from maille.sharing.forms.comparing import PEOPLE, WHO_PAID, CompareForm, InventedForm
from maille.sharing.models import Receipt, scale_for
from maille.sharing.rules.comparing import Row, side_by_side
from maille.sharing.rules.recipients import FIXED, participant_of
from maille.sharing.rules.results import Result
from maille.sharing.rules.templates import EQUAL
from maille.sharing.rules.wording import because
from maille.ui import keyset
from maille.ui.charts import Bar, Pair, Pairs
from maille.ui.text import euros

A_PAGE = 20


@require_safe
def rule_compare(request: ActorRequest) -> HttpResponse:
    """Choose A and B, tick jobs, read who gets what under each."""
    actor, params = reader(request), request.GET
    kpas = kpas_to_read(actor).order_by("name_key", "pk")
    kpa = kpa_asked(request, kpas)
    if kpa is None:
        return render(request, "sharing/rules/compare_which.html", {"kpas": kpas})
    known = comparisons.candidates(kpa, request.today)
    other = next((each.value for each in known.all if each.group == "Brouillons"), f"t-{EQUAL}")
    first, second = known.get(params.get("a", ""), IN_FORCE), known.get(params.get("b", ""), other)
    period = {name: params.get(name, "") for name in ("since", "until")}
    form = CompareForm({"a": first.value, "b": second.value, **period}, known=known)
    asked = form.cleaned_data if form.is_valid() else {}
    page = keyset.page(past_jobs(request, kpa, asked), ("-on", "-id"), params, size=A_PAGE)
    ticked = {number(each) for each in params.getlist("job")}
    chosen = [job for job in page.rows if job.pk in ticked] or list(page.rows)
    tried = comparisons.try_on_jobs(chosen, known, first, second, request.today)
    roles = [role.name for role in roles_of_the_group(kpa.pk, request.today)]
    invented = InventedForm(params if "income" in params else None, roles=roles)
    context = {
        "kpa": kpa,
        "several": len(kpas[:2]) > 1,
        "form": form,
        "first": first,
        "second": second,
        "page": page,
        "jobs": [(job, job in chosen) for job in page.rows],
        "result": result_of(actor, tried, first, second),
        "invented": invented,
        "invented_result": invented_result(request, kpa, invented, known, first, second),
    }
    return render(request, "sharing/rules/compare.html", context)


def kpa_asked(request: ActorRequest, kpas: Any) -> Organisation | None:
    """The KPA of the address, else the only one; None when it has to be chosen. One not read is unknown."""
    if request.GET.get("kpa"):
        found: Organisation | None = kpas.filter(pk=number(request.GET["kpa"])).first()
        if found is None:
            raise Http404
        return found
    some = list(kpas[:2])
    return some[0] if len(some) == 1 else None


def past_jobs(request: ActorRequest, kpa: Organisation, asked: dict[str, Any]) -> Any:
    """The KPA's jobs up to today that received something, in a period if one is asked."""
    # unscoped: of jobs in scope
    paid = Receipt.objects.filter(job=OuterRef("pk"), kind=Receipt.Kind.RECEIPT)
    jobs = Job.objects.visible_to(request.actor).filter(Exists(paid), kpa=kpa).select_related("activity")
    dated: Any = jobs.annotate(on=Coalesce("starts_on", TruncDate("entered_at")))
    dated = dated.filter(on__lte=min(asked.get("until") or request.today, request.today))
    return dated.filter(on__gte=asked["since"]) if asked.get("since") else dated


def result_of(actor: Actor, tried: list[Tried], first: Candidate, second: Candidate) -> dict[str, Any]:
    """Everybody's totals over these jobs, then each job with its reasons."""
    names = names_of(actor, tried)
    rows = side_by_side([each.pair for each in tried if each.pair is not None])
    rows.sort(key=lambda row: (participant_of(row.to) is None, ""))
    return told(rows, tried, names, first, second)


def told(
    rows: list[Row], tried: list[Tried], names: dict[str, str], first: Candidate, second: Candidate
) -> dict[str, Any]:
    """What the page shows of a comparison."""
    most = max((max(row.first, row.second) for row in rows), default=0) or 1
    return {
        "rows": [
            {
                "name": names.get(row.to, row.to),
                "row": row,
                "signed": signed(row.difference),
                "more": row.difference > 0,
            }
            for row in rows
        ],
        "total": (sum(row.first for row in rows), sum(row.second for row in rows)),
        "chart": Pairs(
            title="Ce que chaque règle donne",
            before=f"A. {first.name}",
            after=f"B. {second.name}",
            pairs=tuple(
                Pair(names.get(row.to, row.to), bar(row.first, most), bar(row.second, most)) for row in rows
            ),
        ) if rows else None,
        "cases": [shown_case(each, names) for each in tried],
        "counted": sum(each.pair is not None for each in tried),
        "same": bool(rows) and all(row.difference == 0 for row in rows),
    }  # fmt: skip


def bar(cents: int, most: int) -> Bar:
    """A bar drawn against the largest amount."""
    return Bar("", None, round(100 * cents / most), note=euros(cents))


def signed(cents: int) -> str:
    """ "+12,50 €", "−3,00 €", "pareil"."""
    return "pareil" if cents == 0 else f"{'+' if cents > 0 else ''}{euros(cents)}"


def shown_case(tried: Tried, names: dict[str, str]) -> dict[str, Any]:
    """One job with both rules' lines."""
    return {
        "job": tried.job,
        "facts": tried.facts,
        "first": lines_of(tried.first, names),
        "second": lines_of(tried.second, names),
    }


def lines_of(result: Result | str, names: dict[str, str]) -> dict[str, Any]:
    """The lines of one result with their reasons, or why there is none."""
    if isinstance(result, str):
        return {"refused": result, "lines": []}
    lines = [{"name": names.get(line.to, line.to), "cents": line.amount, "why": because(line)} for line in result.lines]
    return {"refused": "", "lines": lines}


def names_of(actor: Actor, tried: list[Tried]) -> dict[str, str]:
    """Recipient → name, in one query."""
    results = [result for each in tried for result in (each.first, each.second) if isinstance(result, Result)]
    ids = {pk for result in results for to in result.totals if (pk := participant_of(to)) is not None}
    people = Participant.objects.visible_to(actor).named().filter(pk__in=ids)
    return {**fixed_names(), **{f"p{each.pk}": str(each) for each in people}}


def fixed_names() -> dict[str, str]:
    """Those who are nobody."""
    return {to: f"{name[0].upper()}{name[1:]}" for to, name in FIXED.items()}


def invented_result(
    request: ActorRequest,
    kpa: Organisation,
    form: InventedForm,
    known: comparisons.Candidates,
    first: Candidate,
    second: Candidate,
) -> dict[str, Any] | None:
    """The made-up case under both rules; None while nothing is typed."""
    if not form.is_valid():
        return None
    day: datetime.date = request.today
    facts = form.facts(scale_for(kpa, None, day), day)
    if facts is None:
        return None
    both = [comparisons.run(facts, known.content(each, None, day)) for each in (first, second)]
    tried = Tried(None, facts, both[0], both[1])
    rows = side_by_side([tried.pair]) if tried.pair else []
    names = {**fixed_names(), **{letter: f"Personne {letter}" for letter in PEOPLE}, WHO_PAID: "Qui a avancé les frais"}
    return told(rows, [tried], names, first, second)
