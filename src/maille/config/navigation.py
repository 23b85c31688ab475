"""Where each role goes: the places in the bar, and the first page."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from maille.journeys.access import reads_openings
from maille.network.rules.roles import Actor, Role


@dataclass(frozen=True)
class Place:
    """One place in the bar; `prefixes` are the addresses under which it is the current one."""

    label: str
    route: str
    prefixes: tuple[str, ...]


WEEK = Place("Cette semaine", "journeys:week", ("/semaine/", "/reponses/", "/relais/"))
PEOPLE = Place("Personnes", "journeys:people", ("/personnes/", "/parcours/", "/registre/", "/notes/"))
WORKSHOPS = Place("Ateliers", "journeys:workshops", ("/ateliers/",))
NETWORK = Place("Réseau", "network:overview", ("/reseau/", "/structures/"))
REPORT = Place("Bilan", "impact:report", ("/bilan/", "/bilans-figes/"))
CONTRACT_LAWS = Place("Règles des contrats", "journeys:contract_laws", ("/reglages/contrats/",))
OPEN_FILES = Place("Dossiers ouverts", "journeys:open_files", ("/dossiers-ouverts/",))
MY_JOURNEY = Place("Mon parcours", "journeys:my_journey", ("/mon-parcours/",))

DESK: dict[Role, tuple[Place, ...]] = {
    Role.CONTRIBUTOR: (WEEK, PEOPLE, WORKSHOPS, REPORT, NETWORK),
    Role.HOST_REFERENT: (WEEK, PEOPLE, WORKSHOPS, REPORT, NETWORK),
    Role.COORDINATOR: (WEEK, PEOPLE, WORKSHOPS, REPORT, NETWORK),
    Role.MANAGER: (REPORT, NETWORK),
    Role.ADMINISTRATOR: (NETWORK, REPORT, CONTRACT_LAWS),
    Role.OBSERVER: (REPORT, NETWORK),
    Role.COOPERANT: (MY_JOURNEY,),
}
POCKET = (MY_JOURNEY,)


def address(route: str) -> str:
    """The address of a route, or "" while the installation has no such page."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def places(wanted: tuple[Place, ...], path: str) -> list[dict[str, object]]:
    """The places that exist, the one that `path` belongs to being current."""
    return [
        {"label": place.label, "url": url, "current": path.startswith(place.prefixes)}
        for place in wanted
        if (url := address(place.route))
    ]


def desk_of(actor: Actor) -> tuple[Place, ...]:
    """The places of somebody's role; a partner to whom a file is open has one more, and it comes first."""
    if actor.role is None:
        return ()
    own = DESK.get(actor.role, ())
    return (OPEN_FILES, *own) if reads_openings(actor) else own


def first_page(actor: Actor) -> str:
    """Where somebody starts the day; "" when no page is open to them."""
    return next((url for place in desk_of(actor) if (url := address(place.route))), "")
