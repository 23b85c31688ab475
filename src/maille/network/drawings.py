"""Pictures of the network: who works with whom, and where the KPAs are."""

import datetime
import functools
import gzip
import pathlib
from collections import Counter
from dataclasses import dataclass

from maille.network.models import Kind, Organisation, Relation, RelationKind
from maille.network.rules.roles import Actor
from maille.ui.charts import Graph, Link, Node

SHAPES = pathlib.Path(__file__).with_name("data") / "departments.tsv.gz"
CARRYING = (RelationKind.LEAD, RelationKind.HOST)
ROW = 30
"""Pixels between two KPAs of the picture."""
TOP = 44
"""Height of the first one, under the headings."""
WIDEST = 28
"""Letters of a name that fit its column."""
COLUMNS = {"left": 262, "kpa": 430, "right": 598}
"""Where things stand across the picture, in pixels."""


@dataclass(frozen=True)
class Department:
    """A department's outline, with how many KPAs are in it."""

    code: str
    name: str
    path: str
    count: int


@dataclass(frozen=True)
class France:
    """The departments of metropolitan France; KPAs elsewhere, or nowhere known, are counted apart."""

    empty: str
    """Every department without a KPA, in one outline."""
    here: tuple[Department, ...]
    elsewhere: int
    description: str


@dataclass(frozen=True)
class Label:
    """A name at a height."""

    y: float
    text: str


@dataclass(frozen=True)
class Thread:
    """A line from one side of a KPA to whoever carries it."""

    path: str
    tone: str


@dataclass(frozen=True)
class Carriers:
    """Three columns: who carries the project, the KPA, who carries the contracts and the money."""

    height: int
    leads: tuple[Label, ...]
    kpas: tuple[Label, ...]
    hosts: tuple[Label, ...]
    threads: tuple[Thread, ...]
    title: str
    description: str
    caption: str
    legend: tuple[tuple[str, str, str], ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@functools.cache
def shapes() -> dict[str, tuple[str, str]]:
    """Department's code → its name and outline."""
    lines = gzip.decompress(SHAPES.read_bytes()).decode().splitlines()
    return {code: (name, path) for code, name, path in (line.split("\t") for line in lines)}


def france(counts: Counter[str]) -> France:
    """The map of KPAs per department."""
    known = shapes()
    here = tuple(
        Department(code, *known[code], count) for code, count in sorted(counts.items()) if code in known and count
    )
    return France(
        empty=" ".join(path for code, (_, path) in known.items() if not counts[code]),
        here=here,
        elsewhere=sum(count for code, count in counts.items() if code not in known),
        description=", ".join(f"{each.name} : {each.count}" for each in here) or "Aucun KPA en métropole.",
    )


def carriers_drawing(actor: Actor, date: datetime.date) -> Carriers | None:
    """Who carries which KPA on that day; None when nobody is told to."""
    relations = Relation.objects.visible_to(actor).at(date).filter(kind__in=CARRYING, target__kind=Kind.KPA)
    told = list(relations.values_list("kind", "source__name", "target__name", "target__name_key"))
    if not told:
        return None
    found: dict[str, dict[str, list[str]]] = {}
    for kind, source, kpa, _ in sorted(told, key=lambda each: each[3]):
        found.setdefault(kpa, {}).setdefault(kind, []).append(source)
    return draw_carriers([(kpa, each.get("lead", []), each.get("host", [])) for kpa, each in found.items()])


def draw_carriers(told: list[tuple[str, list[str], list[str]]]) -> Carriers:
    """Lay out (KPA, leads, hosts): KPAs of one host together, each carrier level with the middle of its own."""
    told = sorted(told, key=lambda each: (each[2][:1], each[1][:1]))
    heights = {kpa: TOP + ROW * index for index, (kpa, _, _) in enumerate(told)}
    leads = beside({name: [heights[kpa] for kpa, those, _ in told if name in those] for name in names(told, 1)})
    hosts = beside({name: [heights[kpa] for kpa, _, those in told if name in those] for name in names(told, 2)})
    threads = [
        Thread(curve(COLUMNS["left"], leads[name], COLUMNS["kpa"] - 98, heights[kpa]), "lead")
        for kpa, those, _ in told
        for name in those
    ] + [
        Thread(curve(COLUMNS["kpa"] + 98, heights[kpa], COLUMNS["right"], hosts[name]), "host")
        for kpa, _, those in told
        for name in those
    ]
    return Carriers(
        height=TOP + ROW * max(len(told), len(leads), len(hosts)),
        leads=tuple(Label(y, short(name)) for name, y in leads.items()),
        kpas=tuple(Label(y, short(name)) for name, y in heights.items()),
        hosts=tuple(Label(y, short(name)) for name, y in hosts.items()),
        threads=tuple(threads),
        title="Qui porte quels KPA",
        description=f"{len(told)} KPA, {len(leads)} structures porteuses et {len(hosts)} portages, listés ci-après.",
        caption="",
        legend=(),
        headings=("KPA", "Structure porteuse", "Portage"),
        rows=tuple((kpa, ", ".join(those) or "–", ", ".join(others) or "–") for kpa, those, others in told),
    )


def names(told: list[tuple[str, list[str], list[str]]], column: int) -> list[str]:
    """Every carrier of one column, in the order met."""
    return list(dict.fromkeys(name for each in told for name in each[column]))


def beside(wanted: dict[str, list[int]]) -> dict[str, float]:
    """A height per name, as level with the middle of its KPAs as a row between neighbours allows."""
    middles = {name: sum(heights) / len(heights) for name, heights in wanted.items()}
    order = sorted(middles, key=lambda name: middles[name])
    placed: dict[str, float] = {}
    last = float(TOP - ROW)
    for name in order:
        last = placed[name] = max(middles[name], last + ROW)
    limit = float(max([TOP + ROW * (len(order) - 1), *(height for heights in wanted.values() for height in heights)]))
    for name in reversed(order):
        placed[name] = min(placed[name], limit)
        limit = placed[name] - ROW
    return placed


def curve(x: float, y: float, to_x: float, to_y: float) -> str:
    """A smooth line leaving and arriving level."""
    middle = (x + to_x) / 2
    return f"M{x:.0f} {y:.1f}C{middle:.0f} {y:.1f} {middle:.0f} {to_y:.1f} {to_x:.0f} {to_y:.1f}"


def short(name: str) -> str:
    """A name that fits its column."""
    return name if len(name) <= WIDEST else f"{name[: WIDEST - 1].rstrip()}…"


def actors_drawing(organisation: Organisation, relations: list[Relation]) -> Graph | None:
    """An organisation in the middle of those it works with; None when it works with nobody."""
    if not relations:
        return None
    nodes = {organisation.pk: actor_node(organisation, central=True)}
    for relation in relations:
        for each in (relation.source, relation.target):
            nodes.setdefault(each.pk, actor_node(each, central=False))
    return Graph(
        title=f"Autour de {organisation}",
        nodes=tuple(nodes.values()),
        links=tuple(
            Link(str(each.source_id), str(each.target_id), RelationKind(each.kind).label) for each in relations
        ),
    )


def actor_node(organisation: Organisation, *, central: bool) -> Node:
    """An organisation as a dot, coloured by what it is."""
    kind = Kind(organisation.kind)
    group = {Kind.KPA: "KPA", Kind.NETWORK: "Réseau"}.get(kind, "")
    if not group:
        group = "CAE ou couveuse" if kind in {Kind.CAE, Kind.COUVEUSE} else "Autres structures"
    return Node(str(organisation.pk), organisation.name, group, central=central)
