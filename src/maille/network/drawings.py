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
DRAWN = (RelationKind.HOST, RelationKind.LEAD)


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


def network_drawing(actor: Actor, date: datetime.date) -> Graph | None:
    """KPAs around those who carry their contracts and their project on that day; None when nobody does."""
    relations = list(
        Relation.objects.visible_to(actor)
        .at(date)
        .filter(kind__in=DRAWN, target__kind=Kind.KPA)
        .select_related("source", "target")
        .order_by("target__name_key", "kind", "id")
    )
    if not relations:
        return None
    carried = Counter(relation.source_id for relation in relations)
    drawn = [each for each in relations if each.kind == RelationKind.HOST or carried[each.source_id] > 1]
    nodes: dict[int, Node] = {}
    for relation in drawn:
        nodes.setdefault(relation.source_id, actor_node(relation.source, central=carried[relation.source_id] > 1))
        nodes.setdefault(relation.target_id, actor_node(relation.target, central=False))
    return Graph(
        title="Qui porte quels KPA",
        nodes=tuple(nodes.values()),
        links=tuple(told(each) for each in drawn),
    )


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
        links=tuple(told(each) for each in relations),
    )


def actor_node(organisation: Organisation, *, central: bool) -> Node:
    """An organisation as a dot, coloured by what it is."""
    kind = Kind(organisation.kind)
    group = {Kind.KPA: "KPA", Kind.NETWORK: "Réseau"}.get(kind, "")
    if not group:
        group = "Portage (CAE, couveuse)" if kind in {Kind.CAE, Kind.COUVEUSE} else "Autres structures"
    return Node(str(organisation.pk), organisation.name, group, central=central)


def told(relation: Relation) -> Link:
    """A relation as a line."""
    return Link(str(relation.source_id), str(relation.target_id), RelationKind(relation.kind).label)
