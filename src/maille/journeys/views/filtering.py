"""The filters of the list as plain links: main states above, the others folded, those in force easy to take away."""

import datetime
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from maille.journeys import access
from maille.journeys.models.reading import stage_names
from maille.journeys.rules.filters import STATES, Filters, Wanted
from maille.journeys.rules.terms import STAGE_NAMES
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.ui import keyset

MAIN_STATES = (Wanted.UNDER_WAY, Wanted.LEFT, Wanted.SUSPENDED)
EVERYBODY = "Tout le monde"
OLDEST_YEAR = 2020
UNKEPT = ("apres", "avant", "compter")
SAID = {
    Wanted.UNDER_WAY: ("en cours de parcours", "en cours de parcours"),
    Wanted.SUSPENDED: ("en pause", "en pause"),
    Wanted.LEFT: ("sortie", "sorties"),
    Wanted.MOVED: ("passée dans un autre KPA", "passées dans un autre KPA"),
}


@dataclass(frozen=True)
class Choice:
    """One link of a filter."""

    label: str
    query: str
    current: bool


@dataclass(frozen=True)
class Group:
    """One filter: its name in the address, its title, what may be asked; a word when nothing may."""

    name: str
    title: str
    options: list[tuple[str, str]]
    instead: str = ""


@dataclass(frozen=True)
class Bar:
    """Everything the page shows of its filters."""

    states: list[Choice]
    groups: list[tuple[str, list[Choice], str]]
    active: list[Choice]
    """What narrows the list besides the main states: each link takes one away."""
    counting: str
    """The same list, counted."""
    everybody: str
    """The same search among everybody."""
    hidden: list[tuple[str, str]]
    """What a new search keeps: it looks in everybody again."""
    several: bool
    """Whether the reader opens the files of several KPAs."""


def bar(request: HttpRequest, actor: Actor, filters: Filters, at: datetime.date) -> Bar:
    """The links of this page, each keeping the others."""
    kpas = list(access.kpas_to_read(actor).select_related("choices"))
    groups = filter_groups(actor, filters, kpas, at)
    params = request.GET
    state = filters.state or Wanted.ANY
    names = [(each, STATES[each]) for each in MAIN_STATES] + [(Wanted.ANY, EVERYBODY)]
    return Bar(
        states=[Choice(label, with_(params, "etat", each), state == each) for each, label in names],
        groups=[(group.title, choices(params, group), group.instead) for group in groups if shows(group)],
        active=active(params, groups),
        counting=with_(params, "compter", "1"),
        everybody=with_(params, "etat", Wanted.ANY),
        hidden=[(name, str(value)) for name, value in params.items() if name not in ("q", "etat", *UNKEPT)],
        several=len(kpas) > 1,
    )


def filter_groups(actor: Actor, filters: Filters, kpas: list[Organisation], at: datetime.date) -> list[Group]:
    """The folded filters; stages and referents are those of the KPA seen when there is only one."""
    seen = [kpa for kpa in kpas if filters.kpa in (None, kpa.pk)]
    only = seen[0] if len(seen) == 1 else None
    stages = stage_names(only) if only else {kind.value: name for kind, name in STAGE_NAMES.items()}
    groups = [
        Group("etape", "Étape", list(stages.items())),
        referents(actor, filters, only, at),
        Group("manque", "Fiches", [("1", "À compléter")]),
        Group("annee", "Année d'entrée", [(str(year), str(year)) for year in range(at.year, OLDEST_YEAR - 1, -1)]),
        Group("etat", "Autre situation", [(Wanted.MOVED, STATES[Wanted.MOVED])]),
    ]
    if len(kpas) > 1:
        groups.insert(0, Group("kpa", "KPA", [(str(kpa.pk), kpa.name) for kpa in kpas]))
    return groups


def referents(actor: Actor, filters: Filters, only: Organisation | None, at: datetime.date) -> Group:
    """Who may follow people of the KPA that day, and whoever the address already asks for."""
    options: list[tuple[str, str]] = []
    if only:
        options = [(str(user.pk), user.name) for user in access.possible_referents(only.pk, at)]
    if filters.referent and str(filters.referent) not in dict(options):
        options += [(str(user.pk), user.name) for user in access.referents_met(actor, filters.referent)]
    instead = "" if only else "Choisissez d'abord un KPA."
    return Group("referent", "Suivi·e par", options, instead)


def shows(group: Group) -> bool:
    """Whether there is anything to say of this filter."""
    return bool(group.options or group.instead)


def choices(params: QueryDict, group: Group) -> list[Choice]:
    """The links of one filter; the current one takes the filter away."""
    made = []
    for value, label in group.options:
        current = params.get(group.name) == value
        query = without(params, group.name) if current else with_(params, group.name, value)
        made.append(Choice(label, query, current))
    return made


def active(params: QueryDict, groups: list[Group]) -> list[Choice]:
    """What is in force among the folded filters, in words."""
    return [
        Choice(f"{group.title} : {label}", without(params, group.name), current=True)
        for group in groups
        for value, label in group.options
        if params.get(group.name) == value
    ]


def with_(params: QueryDict, name: str, value: str) -> str:
    """The same list with this asked, from its first page."""
    query = without_place(params)
    query[name] = value
    if name == "kpa":
        query.pop("referent", None)  # those who follow people there are others
    return query.urlencode()


def without(params: QueryDict, name: str) -> str:
    """The same list without this asked, from its first page."""
    query = without_place(params)
    query.pop(name, None)
    return query.urlencode()


def without_place(params: QueryDict) -> QueryDict:
    """The parameters of the list itself: neither the page nor the count."""
    query = keyset.without_place(params)
    query.pop("compter", None)
    return query


def headline(page: keyset.Page, count: int, filters: Filters, *, counted: bool) -> str:
    """How many people the list holds, in words: all of them when they stand on one page or were asked to be counted.

    Counting reads everybody who answers, where a page reads fifty: it waits for somebody to ask.
    """
    if page.previous_query and not counted:
        return "Suite de la liste"
    one, many = SAID.get(filters.state, ("", ""))
    amount = f"Plus de {count}" if page.next_query and not counted else str(count)
    amount = amount if count else "Aucune"
    people = f"{amount} personne{'s' if count > 1 else ''} {one if count < 2 else many}".strip()
    return f"{people} (sorties comprises)" if filters.words and not filters.state else people
