"""The structures of the synthetic network, as seeds 000, 001 and 003 name them, and what each KPA decides.

The seeds name the KPAs, their towns, the carriers of the first ones, Optéos, Tilt, BGE, ANIS and the State's call for
projects. Where they are silent (most dates, who carries the later KPAs, prescribers) this is invention; identifiers
(SIREN, RNA), addresses and telephones are left out, since most of these structures exist.
"""

import datetime
from dataclasses import dataclass, field

Day = datetime.date
NETWORK = "KPA-Cité"
FOUNDED = Day(2017, 7, 1)


@dataclass(frozen=True)
class Structure:
    """A supporting structure: `kind` is a network.models.Kind."""

    name: str
    kind: str
    postal_code: str = ""
    commune: str = ""


@dataclass(frozen=True)
class Kpa:
    """A KPA, who carries it, and its own choices."""

    name: str
    postal_code: str
    commune: str
    opened: Day
    lead: str
    host: str
    venue: str = ""
    prescribers: tuple[str, ...] = ()
    publics: str = "Toute personne volontaire de 16 ans ou plus"
    maximum_age: int | None = None
    maximum_months: int = 36
    contracts: tuple[str, ...] = ("cape",)
    stage_names: dict[str, str] = field(default_factory=dict)
    vocabulary: dict[str, str] = field(default_factory=dict)
    inclusion: bool = True
    """Took part in "100 % Inclusion", the State's call for projects, from 2022 to 2023 (seed 000: eleven did)."""


STRUCTURES = (
    Structure("ANIS", "association"),
    Structure("Optéos", "cae"),
    Structure("Tilt", "cae"),
    Structure("BGE", "couveuse"),
    Structure("La Condition Publique", "tiers_lieu", "59100", "Roubaix"),
    Structure("Maison de Quartier de Moulins", "centre_social", "59000", "Lille"),
    Structure("Centre social Imagine", "centre_social", "59370", "Mons-en-Barœul"),
    Structure("MonsFabrica", "tiers_lieu", "59370", "Mons-en-Barœul"),
    Structure("Association KPA La Rochelle", "association", "17000", "La Rochelle"),
    Structure("Association KPA Tours", "association", "37000", "Tours"),
    Structure("Association du Chemin Vert", "association", "62200", "Boulogne-sur-Mer"),
    Structure("EBE de Valenciennes", "ebe", "59300", "Valenciennes"),
    Structure("Épicerie solidaire du Faubourg de Béthune", "association", "59000", "Lille"),
    Structure("Conseil citoyen de Fives", "collective", "59800", "Lille"),
    Structure("Association inter-KPA", "association"),
    Structure("Mission locale de Roubaix", "public_service", "59100", "Roubaix"),
    Structure("Mission locale de Lille", "public_service", "59000", "Lille"),
    Structure("Mission locale de La Rochelle", "public_service", "17000", "La Rochelle"),
    Structure("Mission locale de Tours", "public_service", "37000", "Tours"),
    Structure("France Travail", "public_service"),
    Structure("Fonds d'expérimentation pour la jeunesse", "funder"),
    Structure("État, appel à projets « 100 % Inclusion »", "funder"),
)
YOUTH_FUND, INCLUSION = STRUCTURES[-2].name, STRUCTURES[-1].name
JOINT = "Association inter-KPA"
TRAVAIL = "France Travail"

KPAS = (
    Kpa(
        "La Cape",
        "59100",
        "Roubaix",
        Day(2017, 7, 3),
        "ANIS",
        "Optéos",
        "La Condition Publique",
        ("Mission locale de Roubaix", TRAVAIL),
        contracts=("cape", "cesa"),
    ),
    Kpa(
        "Moulins Coop",
        "59000",
        "Lille",
        Day(2018, 3, 1),
        "Maison de Quartier de Moulins",
        "Tilt",
        "Maison de Quartier de Moulins",
        ("Mission locale de Lille", TRAVAIL),
        contracts=("cape", "membership"),
    ),
    Kpa(
        "Illicoop",
        "59370",
        "Mons-en-Barœul",
        Day(2018, 9, 3),
        "Centre social Imagine",
        "Optéos",
        "MonsFabrica",
        ("Centre social Imagine", "Mission locale de Lille"),
        publics="Habitant·es volontaires de 16 ans ou plus, plutôt jeunes",
        contracts=("cape", "membership"),
    ),
    Kpa(
        "Les Coopains à Bord",
        "17000",
        "La Rochelle",
        Day(2018, 11, 5),
        "Association KPA La Rochelle",
        "Association KPA La Rochelle",
        "",
        ("Mission locale de La Rochelle",),
        "Jeunes de 16 à 25 ans",
        25,
        12,
        ("cape", "volunteering"),
        {"immerse": "Monter à bord", "open_up": "Prendre le large"},
        {"group": "équipage", "job": "mission"},
    ),
    Kpa(
        "La Fourmilière",
        "62200",
        "Boulogne-sur-Mer",
        Day(2019, 9, 2),
        "Association du Chemin Vert",
        "BGE",
        publics="Habitant·es du Chemin Vert et des quartiers voisins",
    ),
    Kpa(
        "Coop Manau",
        "59100",
        "Roubaix",
        Day(2019, 10, 1),
        "ANIS",
        "Optéos",
        "La Condition Publique",
        (TRAVAIL,),
        "Prioritairement des femmes isolées",
        maximum_months=24,
    ),
    Kpa("Rhizome", "", "", Day(2020, 9, 1), JOINT, "Tilt", "", ("Mission locale de Lille",), maximum_months=24),
    Kpa(
        "KPA Touraine",
        "37000",
        "Tours",
        Day(2020, 10, 5),
        "Association KPA Tours",
        "Association KPA Tours",
        "",
        ("Mission locale de Tours",),
        "Jeunes de 16 à 25 ans",
        25,
        24,
        ("cape", "volunteering"),
    ),
    Kpa(
        "KPA Valenciennes",
        "59300",
        "Valenciennes",
        Day(2021, 3, 1),
        JOINT,
        "BGE",
        "",
        ("EBE de Valenciennes", TRAVAIL),
    ),
    Kpa("KPA Fives", "59800", "Lille", Day(2020, 1, 6), JOINT, "Tilt", "", ("Conseil citoyen de Fives",)),
    Kpa("KPA Grande-Synthe", "59760", "Grande-Synthe", Day(2019, 4, 1), JOINT, "BGE"),
    Kpa("KPA Arras", "62000", "Arras", Day(2019, 5, 6), JOINT, "BGE", inclusion=False),
    Kpa("KPA Coudekerque-Branche", "59210", "Coudekerque-Branche", Day(2020, 2, 3), JOINT, "BGE", inclusion=False),
    Kpa("KPA Marcq-en-Barœul", "59700", "Marcq-en-Barœul", Day(2019, 11, 4), JOINT, "Optéos", inclusion=False),
    Kpa("KPA Nogent-sur-Oise", "60180", "Nogent-sur-Oise", Day(2020, 9, 7), JOINT, "BGE", inclusion=False),
    Kpa("KPA Onnaing", "59264", "Onnaing", Day(2021, 9, 6), JOINT, "BGE", inclusion=False),
    Kpa(
        "KPA Faubourg de Béthune",
        "59000",
        "Lille",
        Day(2020, 3, 2),
        "Épicerie solidaire du Faubourg de Béthune",
        "Tilt",
        "Épicerie solidaire du Faubourg de Béthune",
        inclusion=False,
    ),
)

Link = tuple[str, str, str, Day, Day | None]
"""Source, kind of relation, target, from, to."""


def links() -> list[Link]:
    """Every relation: who is lead, host, venue… of each KPA, and all KPAs in the network."""
    found: list[Link] = []
    for kpa in KPAS:
        partners = [("lead", kpa.lead), ("host", kpa.host), ("venue", kpa.venue)]
        partners += [("prescriber", prescriber) for prescriber in kpa.prescribers]
        found.append((kpa.name, "member", NETWORK, kpa.opened, None))
        found += [(partner, kind, kpa.name, kpa.opened, None) for kind, partner in partners if partner]
        if kpa.inclusion:
            found.append((INCLUSION, "funder", kpa.name, Day(2022, 3, 1), Day(2023, 12, 31)))
    found += [(YOUTH_FUND, "funder", kpa.name, max(kpa.opened, FOUNDED), Day(2020, 12, 31)) for kpa in KPAS[:3]]
    found += [(name, "member", NETWORK, FOUNDED, None) for name in ("ANIS", "Optéos", "Tilt")]
    return found
