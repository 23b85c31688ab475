"""The network at a glance, its partners, and suggestions of communes."""

from collections import Counter
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from maille.network import communes, overview
from maille.network.access import may_create, may_relate
from maille.network.drawings import carriers_drawing, france
from maille.network.models import Kind, Organisation, Relation, RelationKind
from maille.network.requests import ActorRequest
from maille.network.rules.names import fold
from maille.network.rules.places import department_of
from maille.ui import keyset

ORDER = ("name_key", "id")
GRAPH_LIMIT = 40
"""Beyond this many KPAs the picture is a wall: the table alone says more."""
CARRIERS = (RelationKind.LEAD, RelationKind.HOST, RelationKind.VENUE)


def network_today(request: ActorRequest) -> Organisation | None:
    """The network whose name heads the page: the actor's own, else the first it sees."""
    actor = request.actor
    networks = Organisation.objects.visible_to(actor).filter(kind=Kind.NETWORK)
    own = networks.filter(pk=actor.organisation_id).first() if actor.organisation_id is not None else None
    return own or networks.first()


def searched(queryset: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    """Those whose name or commune holds the words, without accents or case for the name."""
    for word in fold(text).split():
        queryset = queryset.filter(Q(name_key__contains=word) | Q(commune__icontains=word))
    return queryset


def carriers_at(actor: Any, kpas: list[Organisation], date: Any) -> dict[int, dict[str, list[Organisation]]]:
    """KPA id → kind of relation → who carries it on that day, in one query."""
    found: dict[int, dict[str, list[Organisation]]] = {kpa.pk: {} for kpa in kpas}
    relations = Relation.objects.visible_to(actor).at(date).filter(target__in=found, kind__in=CARRIERS)
    for relation in relations.select_related("source"):
        found[relation.target_id].setdefault(relation.kind, []).append(relation.source)
    return found


@require_GET
def at_a_glance(request: ActorRequest) -> HttpResponse:
    """KPAs open on the day asked for, where they are, who carries them, what other apps count in them."""
    actor, date = request.actor, request.at
    everyone = Organisation.objects.visible_to(actor).kpas().open_at(date).order_by(*ORDER)
    where = list(everyone.values_list("id", "postal_code"))
    text, department = request.GET.get("q", "").strip(), request.GET.get("departement", "")
    shown = searched(everyone, text)
    if department:
        shown = shown.filter(pk__in=[pk for pk, postal_code in where if department_of(postal_code) == department])
    page = keyset.page(shown, ORDER, request.GET)
    carriers = carriers_at(actor, page.rows, date)
    columns = overview.counted(actor, [pk for pk, _ in where], date)
    departments = Counter(department_of(postal_code) for _, postal_code in where)
    network = network_today(request)
    context = {
        "network": network,
        "may_add": network is not None and may_create(actor, Kind.KPA) and may_relate(actor, network),
        "page": page,
        "columns": columns,
        "rows": [kpa_row(kpa, carriers[kpa.pk], columns) for kpa in page.rows],
        "kpa_count": len(where),
        "partner_count": partners(request).count(),
        "departments": sorted((code, count) for code, count in departments.items() if code),
        "department": department,
        "text": text,
        "map": france(departments),
        "carried": carriers_drawing(actor, date) if 1 < len(where) <= GRAPH_LIMIT else None,
    }
    return render(request, "network/overview.html", context)


def kpa_row(kpa: Organisation, carriers: dict[str, list[Organisation]], columns: list[Any]) -> dict[str, Any]:
    """One line of the table."""
    counts = [("told", column.by_kpa[kpa.pk]) if kpa.pk in column.by_kpa else ("unknown", None) for column in columns]
    return {
        "kpa": kpa,
        "carriers": [carriers.get(kind, []) for kind in CARRIERS],
        "counts": [
            {"hidden": known == "told" and count is None, "told": count is not None, "count": count}
            for known, count in counts
        ],
    }


def partners(request: ActorRequest) -> QuerySet[Organisation]:
    """Everybody around the KPAs, open on the day asked for."""
    actor, date = request.actor, request.at
    around = Organisation.objects.visible_to(actor).open_at(date)
    return around.exclude(kind__in=[Kind.KPA, Kind.NETWORK]).order_by(*ORDER)


@require_GET
def partners_by_kind(request: ActorRequest) -> HttpResponse:
    """Partners, by kind, with what each is for which KPA on that day."""
    actor, date = request.actor, request.at
    everyone = partners(request)
    kinds = Counter(dict(everyone.order_by().values_list("kind").annotate(Count("id"))))
    kind, text = request.GET.get("nature", ""), request.GET.get("q", "").strip()
    shown = searched(everyone.filter(kind=kind) if kind in kinds else everyone, text)
    page = keyset.page(shown, ORDER, request.GET)
    ties: dict[int, dict[str, list[Organisation]]] = {each.pk: {} for each in page.rows}
    relations = Relation.objects.visible_to(actor).at(date).filter(source__in=ties).select_related("target")
    for relation in relations:
        ties[relation.source_id].setdefault(relation.get_kind_display(), []).append(relation.target)
    context = {
        "page": page,
        "rows": [{"partner": each, "ties": ties[each.pk]} for each in page.rows],
        "kinds": [(value, label, kinds[value]) for value, label in Kind.choices if kinds[value]],
        "kind": kind,
        "text": text,
        "total": sum(kinds.values()),
    }
    return render(request, "network/partners.html", context)


@require_GET
@cache_control(private=True, max_age=86400)
@vary_on_headers("HX-Request")
def commune_suggestions(request: ActorRequest) -> HttpResponse:
    """Options for a commune field; `champ` and `code` name the fields of the form that asks.

    A piece of page: whoever opens its address in a browser is sent to a whole one.
    """
    if not request.htmx:
        return redirect("network:overview")
    text = request.GET.get(request.GET.get("champ", "commune"), "")
    postal_code = request.GET.get(request.GET.get("code", "postal_code"), "")
    here = communes.communes_of(postal_code)
    typed = fold(text)
    found = [each for each in here if not typed or fold(each.name).startswith(typed)] or communes.search(text)
    return render(request, "network/_communes.html", {"communes": found[: communes.LIMIT]})
