"""Whole numbers behind the published percentages (seed 003, "bilan et chiffres clés"), shared out between KPAs.

Each share of the report, rounded half up on its own base, leaves a few whole numbers possible; these are one choice
that adds up to 267 everywhere and respects each KPA (young people at La Rochelle and Tours, women at Roubaix…).
Eleven KPAs have people in the period: as many as took part in "100 % Inclusion" (seed 000).
"""

from dataclasses import dataclass

Place = tuple[str, str]
"""Postal code, commune; the first ones of a KPA hold its priority neighbourhoods (QPV)."""


@dataclass(frozen=True)
class Quota:
    """How many people of one KPA have each trait; `ages` are 16-24, 25-39, 40-54, 55+."""

    kpa: str
    women: int
    ages: tuple[int, int, int, int]
    qpv: int
    single_parent: int
    international_protection: int
    mission_locale: int
    places: tuple[Place, ...]
    priority_places: int = 1
    oldest: int = 66

    @property
    def people(self) -> int:
        """Everybody of this KPA."""
        return sum(self.ages)


ROUBAIX = (("59100", "Roubaix"), ("59200", "Tourcoing"), ("59150", "Wattrelos"), ("59170", "Croix"))
QUOTAS = (
    Quota("La Cape", 20, (8, 14, 10, 2), 29, 3, 2, 2, ROUBAIX, 2),
    Quota("Coop Manau", 51, (0, 20, 26, 6), 45, 22, 1, 0, ROUBAIX, 2),
    Quota(
        "Moulins Coop",
        31,
        (2, 14, 17, 3),
        29,
        9,
        2,
        0,
        (("59000", "Lille"), ("59120", "Loos"), ("59790", "Ronchin"), ("59139", "Wattignies")),
        2,
    ),
    Quota(
        "Illicoop",
        14,
        (7, 9, 7, 1),
        17,
        2,
        0,
        3,
        (("59370", "Mons-en-Barœul"), ("59650", "Villeneuve-d'Ascq"), ("59260", "Lille")),
    ),
    Quota(
        "Les Coopains à Bord",
        13,
        (23, 4, 0, 0),
        11,
        0,
        1,
        5,
        (("17000", "La Rochelle"), ("17440", "Aytré"), ("17180", "Périgny"), ("17140", "Lagord")),
        oldest=25,
    ),
    Quota(
        "Rhizome",
        13,
        (0, 8, 8, 2),
        12,
        2,
        0,
        0,
        (("59000", "Lille"), ("59130", "Lambersart"), ("59320", "Haubourdin")),
    ),
    Quota(
        "La Fourmilière",
        7,
        (0, 2, 4, 2),
        7,
        1,
        0,
        0,
        (("62200", "Boulogne-sur-Mer"), ("62230", "Outreau"), ("62280", "Saint-Martin-Boulogne")),
    ),
    Quota(
        "KPA Touraine",
        9,
        (17, 2, 0, 0),
        10,
        0,
        0,
        4,
        (("37000", "Tours"), ("37700", "Saint-Pierre-des-Corps"), ("37300", "Joué-lès-Tours")),
        2,
        25,
    ),
    Quota(
        "KPA Valenciennes",
        22,
        (2, 11, 13, 3),
        17,
        5,
        0,
        0,
        (("59300", "Valenciennes"), ("59410", "Anzin"), ("59770", "Marly"), ("59920", "Quiévrechain")),
        2,
    ),
    Quota("KPA Fives", 9, (0, 5, 5, 1), 6, 1, 0, 0, (("59800", "Lille"), ("59260", "Lille"))),
    Quota("KPA Grande-Synthe", 6, (0, 3, 4, 2), 4, 1, 0, 0, (("59760", "Grande-Synthe"), ("59140", "Dunkerque"))),
)


@dataclass(frozen=True)
class Course:
    """`count` people who stayed (or have been there, up to the end of the period) so long, for such a plan."""

    count: int
    left: bool
    months: tuple[int, int]
    planned: tuple[int, ...]


COURSES = (
    Course(1, False, (26, 26), (24,)),
    Course(66, False, (13, 21), (24,)),
    Course(12, False, (13, 21), (18, 18, 20)),
    Course(23, False, (6, 12), (24,)),
    Course(29, False, (6, 12), (12,)),
    Course(6, False, (6, 12), (18,)),
    Course(20, False, (0, 5), (12,)),
    Course(6, False, (0, 5), (6, 9)),
    Course(4, False, (0, 5), (24,)),
    Course(2, False, (0, 5), (18,)),
    Course(14, True, (13, 21), (24,)),
    Course(10, True, (13, 21), (18,)),
    Course(23, True, (6, 12), (12,)),
    Course(10, True, (6, 12), (24,)),
    Course(4, True, (6, 12), (15, 18)),
    Course(3, True, (6, 12), (9, 10)),
    Course(19, True, (0, 5), (12,)),
    Course(8, True, (0, 5), (4, 6, 9)),
    Course(5, True, (0, 5), (24,)),
    Course(2, True, (0, 5), (18,)),
)
LONGEST = {"Les Coopains à Bord": 12}
"""KPAs whose maximum bears on how the courses are shared out (seed 003); all plans are within 24 months."""

LEVELS = {"infra_cap": 51, "cap_bep": 61, "bac": 45, "bac_2_4": 29, "bac_5": 8, "": 73}
REGISTERED_BEFORE = {(0, 5): 24, (6, 12): 8, (13, 24): 11, (25, 60): 18, (61, 130): 11}
"""Completed months between the registration and the entry → people."""
REGISTERED_DURING = 18
DISABLED = 24
OUTCOMES = {
    ("emploi", "cdi"): 29,
    ("emploi", "cdd_6_plus"): 8,
    ("emploi", "cdd_moins_6"): 9,
    ("emploi", "interim"): 3,
    ("formation", "qualifiante"): 9,
    ("formation", "non_qualifiante"): 6,
    ("creation", ""): 8,
    ("autre_dispositif", ""): 2,
    ("sans", ""): 3,
    ("service_civique", ""): 1,
    ("", ""): 20,
}
TURNOVER = (
    ("La Fourmilière", None, 26_582_00),
    ("Coop Manau", None, 107_457_00),
    ("La Cape", None, 15_213_00),
    ("KPA Valenciennes", None, 39_674_00),
    ("Moulins Coop", None, 21_199_00),
    ("KPA Touraine", 2022, 15_510_00),
    ("KPA Touraine", 2023, 48_392_00),
)
"""KPA, year (None: the whole period) and turnover before tax, in cents."""
