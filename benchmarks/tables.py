"""The figures as the tables of docs/performance.md."""

from typing import Any

HEADINGS = ("What", "People", "Median", "p95", "CPU", "Queries", "Aim", "")


def markdown(told: dict[str, Any]) -> str:
    """One table per database, under the machine it was measured on."""
    machine = told["machine"]
    lines = [
        f"{machine['cores']} cores ({machine['processor']}), {machine['memory_gib']} GiB, {machine['system']}, "
        f"Python {machine['python']}, Django {machine['django']}; load before measuring: {machine['load_before']}.",
    ]
    for database in dict.fromkeys(result["database"].split()[0] for result in told["results"]):
        results = [result for result in told["results"] if result["database"].startswith(database)]
        lines += ["", f"### {results[0]['database']}", "", row(HEADINGS), row(["---"] * len(HEADINGS))]
        lines += [row(cells(measure)) for result in results for measure in result["measures"]]
    return "\n".join(lines) + "\n"


def row(cells: Any) -> str:
    """A line of a table."""
    return f"| {' | '.join(map(str, cells))} |"


def cells(measure: dict[str, Any]) -> list[str]:
    """A measure's line."""
    aim = f"≤ {duration(measure['aim_ms'])}" if measure["aim_ms"] else ""
    if measure["aim_queries"]:
        aim += f", ≤ {measure['aim_queries']} queries"
    verdict = {True: "met", False: "**missed**", None: ""}[measure["met"]]
    name = f"{measure['name']} ({measure['note']})" if measure["note"] else measure["name"]
    once = measure["runs"] == 1
    return [
        name,
        f"{measure['size']:,}".replace(",", " "),
        duration(measure["median_ms"]),
        "one run" if once else duration(measure["p95_ms"]),
        duration(measure["cpu_ms"]),
        "" if measure["queries"] is None else str(measure["queries"]),
        aim,
        verdict,
    ]


def duration(milliseconds: float) -> str:
    """Seconds above one second."""
    return f"{milliseconds / 1000:.2f} s" if milliseconds >= 1000 else f"{milliseconds:.1f} ms"
