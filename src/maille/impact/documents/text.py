"""The report for a terminal or an e-mail: aligned columns, plain text."""

import datetime
import textwrap

from maille.impact.rules.dimensions import DIMENSIONS
from maille.impact.rules.indicators import SECTIONS
from maille.impact.rules.report import COMPUTED, HIDDEN_NOTE, Figure, Report, Turnover

AUDIENCES = {"team": "équipe", "internal": "interne", "public": "public"}
WIDTH = 100
LABEL, NUMBER = 50, 9


def render(report: Report) -> str:
    """Every figure with its base and its share, then the turnover, then what the notes mean."""
    title = f"Bilan {report.period}"
    kpas = ", ".join(report.kpas) or "ensemble du réseau"
    lines = [title, "=" * len(title), f"KPA : {kpas}", f"Diffusion : {AUDIENCES[report.audience]}", ""]
    for section, heading in SECTIONS.items():
        lines += [heading, "-" * len(heading), header(), *section_lines(report.section(section)), ""]
    if report.turnover:
        lines += ["Chiffre d'affaires hors taxes", "-" * 29, *(turnover_line(line) for line in report.turnover), ""]
    return "\n".join([*lines, *legend(report)])


def header() -> str:
    """The columns' names."""
    return f"{'':{LABEL}}{'effectif':>{NUMBER + 2}}{'part':>{NUMBER - 2}}{'base':>{NUMBER}}{'connus':>{NUMBER}}"


def section_lines(figures: tuple[Figure, ...]) -> list[str]:
    """One line per figure; those of a family stand indented under its question."""
    lines, family = [], ""
    for figure in figures:
        indent = "  " * (figure.key.count(".") or 0)
        if figure.indicator.family != family:
            family = figure.indicator.family
            if family in DIMENSIONS and family != "exit":
                lines.append(DIMENSIONS[family].label)
        lines.append(figure_line(figure, indent))
    return lines


def figure_line(figure: Figure, indent: str) -> str:
    """Label, count, share, base, known; a star for a small base."""
    share = "" if figure.pct is None else f"{figure.pct} %"
    star = " *" if any("effectif" in note for note in figure.notes) else ""
    count = HIDDEN_NOTE if figure.hidden else number(figure.count)
    label = textwrap.shorten(indent + figure.label, LABEL - 2, placeholder="…") if not indent else indent + figure.label
    return (
        f"{label:{LABEL}}{count:>{NUMBER + 2}}{share:>{NUMBER - 2}}{number(figure.base):>{NUMBER}}"
        f"{number(figure.known):>{NUMBER}}{star}"
    )


def number(value: int | None) -> str:
    """A whole number with narrow groups, or a dash."""
    return "–" if value is None else f"{value:,}".replace(",", " ")


def euros(cents: int) -> str:
    """1 234,50 €, or what went back, with a minus."""
    sign = "−" if cents < 0 else ""
    return f"{sign}{number(abs(cents) // 100)},{abs(cents) % 100:02} €"


def turnover_line(line: Turnover) -> str:
    """Name, days, amount."""
    remark = "déborde de la période" if line.overflows else COMPUTED.get(line.computed, "")
    mark = f"  ({remark})" if remark else ""
    return f"{line.kpa:{LABEL - 12}}{days(line.start, line.end):>28}{euros(line.cents):>18}{mark}"


def days(start: datetime.date, end: datetime.date) -> str:
    """The year when it is a whole one, else both days."""
    if (start.month, start.day, end.month, end.day, start.year) == (1, 1, 12, 31, end.year):
        return str(start.year)
    return f"{start:%d/%m/%Y} – {end:%d/%m/%Y}"


def legend(report: Report) -> list[str]:
    """What the star and the dashes mean, where there are some."""
    lines = []
    if any("effectif" in note for figure in report.figures for note in figure.notes):
        lines.append("* effectif de la base inférieur à 80 : la part est fragile.")
    if any(HIDDEN_NOTE in figure.notes for figure in report.figures):
        lines.append("– : non diffusé, pour que personne ne puisse être reconnu.")
    lines.append("Les parts sont arrondies chacune sur sa base ; leur somme peut différer de 100 %.")
    return lines
