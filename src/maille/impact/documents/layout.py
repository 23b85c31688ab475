"""How the report is told: sections, headline figures and charts, each over the report's own JSON.

One telling serves the page, the standalone HTML file, the PDF and the workbook, so that none says more than another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from maille.impact.rules.comparison import Comparison
from maille.impact.rules.indicators import POPULATION, TABLE
from maille.impact.rules.report import COMPUTED, HIDDEN_NOTE, SMALL_BASE_NOTE
from maille.ui import charts
from maille.ui.text import euros, share, whole

AUDIENCES = {
    "team": "Document de travail : réservé aux personnes qui suivent les parcours",
    "internal": "Document interne : les effectifs de 1 à 4 ne sont pas diffusés",
    "public": "Document public : les effectifs de 1 à 10 ne sont pas diffusés",
}
AUDIENCE_NAMES = {
    "team": "L'équipe : tous les chiffres",
    "internal": "Les partenaires du KPA : sans les effectifs de 1 à 4",
    "public": "Tout le monde : sans les effectifs de 1 à 10",
}
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


@dataclass(frozen=True)
class Chart:
    """Bars over the indicators of one family, and what they have in common."""

    title: str
    family: str
    base: str
    definition: str


@dataclass(frozen=True)
class Section:
    """One chapter: a few large figures, then charts."""

    key: str
    title: str
    figures: tuple[str, ...]
    charts: tuple[Chart, ...]


SECTIONS = (
    Section(
        "people",
        "Qui sont les coopérant·es",
        ("women", "qpv", "single_parent", "international_protection"),
        (
            Chart("Âge à l'entrée", "age", POPULATION, "Âge en années révolues le jour de l'entrée."),
            Chart(
                "Département de résidence",
                "department",
                POPULATION,
                "Département du code postal donné à l'entrée (Corse : 2A ou 2B ; outre-mer : trois chiffres).",
            ),
        ),
    ),
    Section(
        "entry",
        "Leur situation à l'entrée",
        ("registered_before", "registered_during", "mission_locale", "disabled"),
        (
            Chart(
                "Plus haut niveau de formation atteint",
                "level",
                POPULATION,
                "Plus haut niveau d'études atteint à l'entrée, sans que le diplôme soit forcément obtenu.",
            ),
            Chart(
                "Inscrit·es à France Travail avant l'entrée, depuis",
                "registered_for",
                "registered_before",
                "Mois révolus entre l'inscription à France Travail et l'entrée.",
            ),
        ),
    ),
    Section(
        "journeys",
        "Les parcours",
        ("in_kpa", "left"),
        (
            Chart("Durée prévue du parcours", "planned", POPULATION, "Durée du parcours prévue à l'entrée, en mois."),
            Chart(
                "Dans un KPA depuis",
                "in_kpa_for",
                "in_kpa",
                "Mois révolus entre l'entrée et la fin de la période, pour les personnes encore dans un KPA.",
            ),
            Chart(
                "Sorti·es après",
                "stayed",
                "left",
                "Mois révolus entre l'entrée et la sortie, pour les personnes sorties pendant la période.",
            ),
        ),
    ),
    Section(
        "exits",
        "À la sortie",
        (),
        (
            Chart(
                "Situation à la sortie",
                "exit",
                "left",
                "Ce que font les personnes sorties, tel que noté à leur sortie.",
            ),
            Chart(
                "En emploi : quel contrat",
                "exit.employment",
                "exit.employment",
                "Contrat des personnes en emploi à leur sortie.",
            ),
            Chart(
                "En formation : laquelle",
                "exit.training",
                "exit.training",
                "Formation des personnes en formation à leur sortie.",
            ),
        ),
    ),
)
HEADLINES = (POPULATION, "women", "in_kpa", "left", "exit.employment")


def family(indicators: Iterable[dict[str, Any]], prefix: str) -> list[dict[str, Any]]:
    """The indicators right under `prefix` ("exit" → "exit.training", not its details), in their own order."""
    return [indicator for indicator in indicators if in_family(indicator["key"], prefix)]


def number(value: int | None) -> str:
    """12 345, or the reason when it is not published."""
    return HIDDEN_NOTE if value is None else whole(value)


def amount(cents: int) -> str:
    """ "26 582 €": cents only when there are some, since turnover is told in euros."""
    return euros(cents).replace(",00", "")


def day(iso: str) -> str:
    """ "1er mars 2022"."""
    year, month, date = (int(part) for part in iso.split("-"))
    return f"{'1er' if date == 1 else date} {MONTHS[month - 1]} {year}"


def period_words(period: dict[str, str]) -> str:
    """ "du 1er mars 2022 au 31 décembre 2023"."""
    return f"du {day(period['from'])} au {day(period['to'])}"


def told(indicator: dict[str, Any]) -> dict[str, Any]:
    """One indicator with its words: what a card or a bar shows."""
    hidden = indicator["count"] is None
    return {
        **indicator,
        "hidden": hidden,
        "unknown": indicator["key"].endswith(".unknown"),
        "count_words": number(indicator["count"]),
        "pct_words": "" if hidden else share(indicator["pct"]),
        "known_words": known_words(indicator),
        "small_base": SMALL_BASE_NOTE in indicator["notes"],
    }


def known_words(indicator: dict[str, Any]) -> str:
    """How much of the base is known, when it is not all of it."""
    base, known = indicator["base"], indicator["known"]
    if base is None or known is None or base == 0:
        return ""
    if known == base:
        return f"connu pour tout le monde ({number(base)})"
    return f"connu pour {number(known)} sur {number(base)}"


def sections(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The chapters with their figures and charts, ready to draw; a family with no one in it is left out."""
    by_key = {indicator["key"]: indicator for indicator in report["indicators"]}
    chapters = []
    for section in SECTIONS:
        drawn = [chart_rows(chart, report["indicators"], by_key) for chart in section.charts]
        chapters.append(
            {
                "key": section.key,
                "title": section.title,
                "figures": [told(by_key[key]) for key in section.figures if key in by_key],
                "charts": [chart for chart in drawn if chart["rows"]],
            }
        )
    return chapters


def chart_rows(chart: Chart, indicators: list[dict[str, Any]], by_key: dict[str, Any]) -> dict[str, Any]:
    """One chart: its bars by share of the base, the unknown last and only when there are some."""
    rows = [
        told(i) for i in family(indicators, chart.family) if not (i["key"].endswith(".unknown") and i["count"] == 0)
    ]
    base = by_key.get(chart.base, {}).get("count")
    nobody = base == 0 or all(row["count"] == 0 for row in rows)
    return {
        "title": chart.title,
        "family": chart.family,
        "base": base,
        "base_words": "base non diffusée" if base is None else f"sur {number(base)} personnes",
        "small_base": any(row["small_base"] for row in rows),
        "rows": [] if nobody else rows,
    }


def headlines(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The few figures of the cover."""
    by_key = {indicator["key"]: indicator for indicator in report["indicators"]}
    return [told(by_key[key]) for key in HEADLINES if key in by_key]


def turnover(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Turnover lines in words."""
    return [
        {**line, "amount": amount(line["cents"]), "period_words": turnover_period(line)} for line in report["turnover"]
    ]


def turnover_note(report: dict[str, Any]) -> str:
    """Where the amounts come from: by hand, computed from the jobs, or both."""
    hand = any(not line.get("computed") for line in report["turnover"])
    computed = any(line.get("computed") for line in report["turnover"])
    words = "Montants saisis à la main, tels que chaque KPA les a donnés." if hand else ""
    if computed:
        words += " Les autres sont calculés" if hand else "Montants calculés"
        words += " d'après les recettes des prestations, remboursements et impayés déduits."
    return words


def definitions(report: dict[str, Any], labels: dict[str, str]) -> list[dict[str, Any]]:
    """Each indicator's definition once, families gathered under their chart's title."""
    families = {chart.family: chart for section in SECTIONS for chart in section.charts}
    told_families: set[str] = set()
    entries = []
    for indicator in report["indicators"]:
        key = indicator["key"]
        parent = key.rpartition(".")[0]
        base = base_label(indicator, labels)
        if parent not in families:
            entries.append({"label": indicator["label"], "base_label": base, "definition": indicator["definition"]})
        elif parent not in told_families:
            told_families.add(parent)
            chart = families[parent]
            entries.append({"label": chart.title, "base_label": base, "definition": chart.definition})
    return entries


def base_label(indicator: dict[str, Any], labels: dict[str, str]) -> str:
    """What the indicator's share is of, in words."""
    base = base_key(indicator["key"])
    return labels.get(base, "") if base else "toutes les personnes de la période"


def base_key(key: str) -> str:
    """The key of the indicator whose count is this one's base; "" for the population itself."""
    return BASES.get(key, POPULATION)


BASES = {row.key: row.base for row in TABLE}


def turnover_period(line: dict[str, Any]) -> str:
    """The year, or that the line is not of one year; and whether it goes past the report's period."""
    words = str(line["year"]) if line["year"] else "Sur plusieurs années"
    if line.get("computed"):
        words = f"{words} ({COMPUTED[line['computed']]})"
    return f"{words} (dépasse la période)" if line.get("overflows") else words


def telling(report: dict[str, Any]) -> dict[str, Any]:
    """Everything a page shows of a report."""
    return {
        "headlines": headlines(report),
        "sections": sections(report),
        "turnover": turnover(report),
        "turnover_note": turnover_note(report),
    }


def comparison(compared: Comparison) -> list[dict[str, Any]]:
    """Two reports side by side, indicator by indicator; a line where neither has anybody is left out."""
    lines = []
    for pair in compared.pairs:
        one, other = (told(figure.as_json()) if figure else None for figure in (pair.first, pair.second))
        counts = [each["count"] if each else 0 for each in (one, other)]
        if counts != [0, 0]:
            lines.append(
                {
                    "key": pair.indicator.key,
                    "label": pair.indicator.label,
                    "one": one,
                    "other": other,
                    "points": pair.points,
                    "differs": counts[0] != counts[1],
                }
            )
    return lines


def side_by_side(compared: Comparison, names: tuple[str, str]) -> list[charts.Pairs]:
    """The chapters as pairs of bars, one pair an indicator; `names` are the two periods."""
    by_key = {line["key"]: line for line in comparison(compared)}
    drawn = []
    for section in SECTIONS:
        families = [(chart.title, [key for key in by_key if in_family(key, chart.family)]) for chart in section.charts]
        for title, keys in [(section.title, [key for key in section.figures if key in by_key]), *families]:
            if keys:
                drawn.append(charts.Pairs(title, *names, tuple(pair_of(by_key[key]) for key in keys)))
    return drawn


def in_family(key: str, prefix: str) -> bool:
    """Whether the key stands right under `prefix`."""
    return key.startswith(f"{prefix}.") and key.count(".") == prefix.count(".") + 1


def pair_of(line: dict[str, Any]) -> charts.Pair:
    """One indicator in both periods; a row one period does not have counts nobody there."""
    one, other = (
        charts.Bar(line["label"], each["count"], each["pct"], muted=each["unknown"])
        if each
        else charts.Bar(line["label"], 0, 0)
        for each in (line["one"], line["other"])
    )
    return charts.Pair(line["label"], one, other)
