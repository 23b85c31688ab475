"""Where each role goes: the places in the bar, and the first page."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from maille.journeys.access import reads_openings
from maille.network.rules.roles import Actor, Role


@dataclass(frozen=True)
class Place:
    """One place in the bar; `prefixes` are the addresses under which it is the current one.

    `rooms` are the pages a place opens on, shown under the bar while one is in it.
    """

    label: str
    route: str
    prefixes: tuple[str, ...]
    rooms: tuple["Place", ...] = ()


WEEK = Place("Cette semaine", "journeys:week", ("/semaine/", "/reponses/", "/relais/"))
PEOPLE = Place("Personnes", "journeys:people", ("/personnes/", "/parcours/", "/registre/", "/notes/"))
WORKSHOPS = Place("Ateliers", "journeys:workshops", ("/ateliers/",))
NETWORK = Place("Réseau", "network:overview", ("/reseau/", "/structures/"))
REPORT = Place("Bilan", "impact:report", ("/bilan/", "/bilans-figes/"))
CONTRACT_LAWS = Place("Règles des contrats", "journeys:contract_laws", ("/reglages/contrats/",))
OPEN_FILES = Place("Dossiers ouverts", "journeys:open_files", ("/dossiers-ouverts/",))
JOBS_ROOMS = (
    Place("Prestations", "activities:jobs", ("/prestations/", "/repartitions/", "/recettes/")),
    Place("Planning", "activities:planning", ("/planning/",)),
    Place("Heures et frais", "activities:hours", ("/heures/", "/frais/", "/roles/")),
    Place("Catalogue", "activities:activities", ("/activites/", "/offres/")),
)
MONEY_ROOMS = (
    Place("Comptes", "ledger:accounts", ("/comptes/",)),
    Place("Cagnottes", "sharing:pots", ("/cagnottes/",)),
    Place("Règles", "sharing:rules", ("/regles/",)),
    Place("Paie", "sharing:pay", ("/paie/",)),
    Place("Chiffres", "sharing:figures", ("/chiffres/",)),
)
JOBS = Place("Prestations", "activities:jobs", tuple(each for room in JOBS_ROOMS for each in room.prefixes), JOBS_ROOMS)
MONEY = Place(
    "Argent",
    "ledger:accounts",
    tuple(each for room in MONEY_ROOMS for each in room.prefixes),
    MONEY_ROOMS,
)
FIGURES = MONEY_ROOMS[-1]
TODAY = Place("Aujourd'hui", "activities:today", ("/aujourdhui/", "/mes-heures/", "/mes-prestations/"))
MY_MONEY = Place("Mon argent", "ledger:my_money", ("/mon-argent/",))
MY_JOURNEY = Place("Mon parcours", "journeys:my_journey", ("/mon-parcours/",))
MY_GROUP = Place("Le groupe", "sharing:my_group", ("/le-groupe/",))

DESK: dict[Role, tuple[Place, ...]] = {
    Role.CONTRIBUTOR: (WEEK, PEOPLE, WORKSHOPS, JOBS, MONEY, REPORT, NETWORK),
    Role.HOST_REFERENT: (WEEK, PEOPLE, WORKSHOPS, JOBS, MONEY, REPORT, NETWORK),
    Role.COORDINATOR: (WEEK, PEOPLE, WORKSHOPS, JOBS, MONEY, REPORT, NETWORK),
    Role.MANAGER: (REPORT, FIGURES, NETWORK),
    Role.ADMINISTRATOR: (NETWORK, REPORT, FIGURES, CONTRACT_LAWS),
    Role.OBSERVER: (REPORT, NETWORK),
    Role.COOPERANT: (TODAY, MY_MONEY, MY_JOURNEY, MY_GROUP),
}
POCKET = DESK[Role.COOPERANT]


def address(route: str) -> str:
    """The address of a route, or "" while the installation has no such page."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def nearness(place: Place, path: str) -> int:
    """How much of `path` a place claims, in letters; 0 when it lies elsewhere."""
    return max((len(prefix) for prefix in place.prefixes if path.startswith(prefix)), default=0)


def places(wanted: tuple[Place, ...], path: str) -> list[dict[str, object]]:
    """The places that exist, the one that `path` belongs to being current."""
    here = max((nearness(place, path) for place in wanted), default=0)
    return [
        {"label": place.label, "url": url, "current": here > 0 and nearness(place, path) == here}
        for place in wanted
        if (url := address(place.route))
    ]


def rooms(wanted: tuple[Place, ...], path: str) -> list[dict[str, object]]:
    """The rooms of the place that `path` belongs to; none for a place of one room."""
    found = max(wanted, key=lambda place: nearness(place, path), default=None)
    return places(found.rooms, path) if found is not None and nearness(found, path) else []


def desk_of(actor: Actor) -> tuple[Place, ...]:
    """The places of somebody's role; a partner to whom a file is open has one more, and it comes first."""
    if actor.role is None:
        return ()
    own = DESK.get(actor.role, ())
    return (OPEN_FILES, *own) if reads_openings(actor) else own


def pocket_of(actor: Actor) -> tuple[Place, ...]:
    """The bar of a pocket page: all four for a coopérant·e; one's money and the way back to the desk for the team."""
    return POCKET if actor.role is Role.COOPERANT else (*desk_of(actor)[:1], MY_MONEY)


def first_page(actor: Actor) -> str:
    """Where somebody starts the day; "" when no page is open to them."""
    return next((url for place in desk_of(actor) if (url := address(place.route))), "")
