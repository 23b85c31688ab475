"""The indicators, declared in one table: adding one is adding a row (design: "The network's report").

A row counts the people of its `base` whose `dimension` has one of the `values`. The base is another row's key, or ""
for the one row that has none. `department.*` is open-ended: one row per code met, made by `rows_for`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from maille.impact.rules.dimensions import DIMENSIONS, UNKNOWN
from maille.network.rules.departments import department_name

POPULATION = "cooperants"

Counts = Mapping[str, Mapping[str, int]]
"""Dimension → code → number of people; `status` always holds everybody."""


@dataclass(frozen=True)
class Indicator:
    """One line of the report."""

    key: str
    label: str
    definition: str
    section: str
    base: str = POPULATION
    dimension: str = ""
    values: tuple[str, ...] = ()
    has_pct: bool = True

    @property
    def family(self) -> str:
        """What it is drawn with: "age" for age.16-24, "exit.employment" for exit.employment.cdi."""
        return self.key.rpartition(".")[0]

    @property
    def unknown(self) -> str | None:
        """The code that means nobody knows, within the base."""
        if self.dimension == "detail":
            return f"{self.family.removeprefix('exit.')}.{UNKNOWN}"
        return DIMENSIONS[self.dimension].unknown if self.dimension else None

    def count(self, counts: Counts) -> int:
        """How many people."""
        if not self.dimension:
            return population(counts)
        found = counts.get(self.dimension, {})
        return sum(found.get(value, 0) for value in self.values)


SECTIONS = {
    "people": "Les personnes",
    "entry": "La situation à l'entrée",
    "journey": "Les parcours",
    "exit": "Les sorties",
}


def population(counts: Counts) -> int:
    """Everybody counted."""
    return sum(counts.get("status", {}).values())


def _one(
    key: str, label: str, definition: str, section: str, dimension: str, value: str, base: str = POPULATION
) -> Indicator:
    return Indicator(key, label, definition, section, base, dimension, (value,))


def _within_sentence(label: str) -> str:
    """The label as it stands inside a sentence: "moins d'un an", but "CDI"."""
    return label if label[1:2].isupper() else label[0].lower() + label[1:]


def _family(
    prefix: str, dimension: str, section: str, definition: str, base: str = POPULATION, within: str = ""
) -> tuple[Indicator, ...]:
    """One row per code of the dimension; `within` keeps the codes of one outcome, as in `exit.employment.cdi`."""
    return tuple(
        Indicator(
            f"{prefix}.{code.removeprefix(within)}",
            label,
            definition.format(label=_within_sentence(label)),
            section,
            base,
            dimension,
            (code,),
        )
        for code, label in DIMENSIONS[dimension].codes.items()
        if code.startswith(within)
    )


DEPARTMENT = (
    "Personnes dont le code postal, à l'entrée, est dans le département {label} (Corse : 2A ou 2B ; outre-mer : "
    "trois chiffres)."
)

TABLE: tuple[Indicator, ...] = (
    Indicator(
        POPULATION,
        "Coopérant·es",
        "Personnes dont un parcours au moins a eu lieu, même un seul jour, pendant la période. Chacune compte une "
        "seule fois ; si elle a eu plusieurs parcours, c'est celui commencé en dernier qui est regardé. Passer d'un "
        "KPA à un autre KPA de ce bilan n'est pas une sortie.",
        "people",
        base="",
        has_pct=False,
    ),
    _one("women", "Femmes", "Personnes dont le sexe enregistré est féminin.", "people", "sex", "F"),
    *_family("age", "age", "people", "Âge en années révolues le jour de l'entrée : {label}."),
    Indicator("department.*", "{name}", DEPARTMENT, "people", dimension="department"),
    _one(
        "qpv",
        "Habitant·es d'un quartier prioritaire",
        "Personnes habitant, à leur entrée, un quartier prioritaire de la politique de la ville (QPV).",
        "people",
        "qpv",
        "yes",
    ),
    _one(
        "single_parent",
        "Parents isolés",
        "Personnes élevant seules un ou plusieurs enfants à leur entrée.",
        "people",
        "single_parent",
        "yes",
    ),
    _one(
        "international_protection",
        "Protection internationale",
        "Personnes bénéficiant, à leur entrée, d'une protection internationale (réfugiées ou protection subsidiaire).",
        "people",
        "international_protection",
        "yes",
    ),
    *_family(
        "level",
        "level",
        "entry",
        "Plus haut niveau d'études atteint à l'entrée, sans que le diplôme soit forcément obtenu : {label}.",
    ),
    _one(
        "registered_before",
        "Inscrit·es à France Travail avant l'entrée",
        "Personnes inscrites à France Travail le jour de leur entrée ou avant.",
        "entry",
        "registration",
        "before",
    ),
    *_family(
        "registered_for",
        "registered_for",
        "entry",
        "Parmi les personnes inscrites avant l'entrée, mois révolus entre l'inscription et l'entrée : {label}.",
        "registered_before",
    ),
    _one(
        "registered_during",
        "Inscrit·es à France Travail pendant le parcours",
        "Personnes inscrites à France Travail après leur entrée, et au plus tard à leur sortie ou à la fin de la "
        "période.",
        "entry",
        "registration",
        "during",
    ),
    _one(
        "mission_locale",
        "Orienté·es par une mission locale",
        "Personnes arrivées sur l'orientation d'une mission locale.",
        "entry",
        "mission_locale",
        "yes",
    ),
    _one(
        "disabled",
        "Travailleur·ses handicapé·es",
        "Personnes ayant, à leur entrée, une reconnaissance de la qualité de travailleur handicapé (RQTH).",
        "entry",
        "disabled",
        "yes",
    ),
    *_family("planned", "planned", "journey", "Durée du parcours prévue à l'entrée : {label}."),
    _one(
        "in_kpa",
        "En KPA à la fin de la période",
        "Personnes dont le parcours continue après le dernier jour de la période, ou qui sont passées dans un autre "
        "KPA de ce bilan.",
        "journey",
        "status",
        "in",
    ),
    *_family(
        "in_kpa_for",
        "in_kpa_for",
        "journey",
        "Parmi les personnes en KPA, mois révolus entre l'entrée et la fin de la période : {label}.",
        "in_kpa",
    ),
    _one(
        "left",
        "Sorties pendant la période",
        "Personnes sorties pendant la période, premier et dernier jours compris. Un passage dans un KPA hors de ce "
        "bilan compte comme une sortie.",
        "journey",
        "status",
        "left",
    ),
    *_family(
        "stayed",
        "stayed",
        "journey",
        "Parmi les personnes sorties, mois révolus entre l'entrée et la sortie : {label}.",
        "left",
    ),
    _one(
        "exit.employment",
        "En emploi",
        "Parmi les personnes sorties, celles qui sont en emploi à la sortie, quel que soit le contrat.",
        "exit",
        "exit",
        "employment",
        base="left",
    ),
    *_family(
        "exit.employment",
        "detail",
        "exit",
        "Parmi les personnes sorties en emploi, celles dont le contrat est : {label}.",
        "exit.employment",
        "employment.",
    ),
    _one(
        "exit.training",
        "En formation",
        "Parmi les personnes sorties, celles qui sont entrées en formation.",
        "exit",
        "exit",
        "training",
        base="left",
    ),
    *_family(
        "exit.training",
        "detail",
        "exit",
        "Parmi les personnes sorties en formation : {label}.",
        "exit.training",
        "training.",
    ),
    _one(
        "exit.business_creation",
        "Création ou reprise d'entreprise",
        "Parmi les personnes sorties, celles qui créent ou reprennent une entreprise.",
        "exit",
        "exit",
        "business_creation",
        base="left",
    ),
    _one(
        "exit.other_scheme",
        "Orienté·es vers un autre dispositif",
        "Parmi les personnes sorties, celles qui continuent dans un autre dispositif, y compris un KPA hors de ce "
        "bilan.",
        "exit",
        "exit",
        "other_scheme",
        base="left",
    ),
    _one(
        "exit.none",
        "Sans emploi ni formation",
        "Parmi les personnes sorties, celles qui n'ont ni emploi ni formation à la sortie.",
        "exit",
        "exit",
        "none",
        base="left",
    ),
    _one(
        "exit.civic_service",
        "En service civique",
        "Parmi les personnes sorties, celles qui sont en service civique.",
        "exit",
        "exit",
        "civic_service",
        base="left",
    ),
    _one(
        "exit.unknown",
        "Situation non renseignée",
        "Parmi les personnes sorties, celles dont la situation à la sortie n'est pas connue.",
        "exit",
        "exit",
        UNKNOWN,
        base="left",
    ),
)


def rows_for(departments: Iterable[str]) -> tuple[Indicator, ...]:
    """The table with `department.*` unfolded: the codes met in order, then `department.unknown`, always there."""
    rows: list[Indicator] = []
    for row in TABLE:
        if row.key != "department.*":
            rows.append(row)
            continue
        for code in [*sorted(set(departments) - {UNKNOWN}), UNKNOWN]:
            unknown = code == UNKNOWN
            rows.append(
                Indicator(
                    f"department.{code}",
                    "Département non renseigné" if unknown else row.label.format(name=department_name(code)),
                    "Personnes dont le code postal à l'entrée n'est pas connu, ou n'est pas français."
                    if unknown
                    else row.definition.format(label=department_name(code)),
                    row.section,
                    dimension="department",
                    values=(code,),
                )
            )
    return tuple(rows)
