"""The report computed a second time, by hand and from the text of a register: what Maille's own is compared with.

Shares no code with Maille: the rules are those written in the design, read again.
"""

from collections.abc import Callable, Iterable
from datetime import date

Cells = dict[str, str]
Counts = dict[str, tuple[int | None, int | None]]
"""Indicator key → (base, count)."""
YES = {"oui", "o", "1", "vrai", "x"}
LEVELS = {"infra_cap": "below_cap", "cap_bep": "cap_bep", "bac": "bac", "bac_2_4": "bac_2_4", "bac_5": "bac_5"}
OUTCOMES = {
    "emploi": "employment",
    "formation": "training",
    "creation": "business_creation",
    "autre_dispositif": "other_scheme",
    "sans": "none",
    "service_civique": "civic_service",
}
DETAILS = {"cdi": "cdi", "cdd_6_plus": "cdd_6_plus", "cdd_moins_6": "cdd_under_6", "interim": "interim"}
TRAININGS = {"qualifiante": "qualifying", "non_qualifiante": "non_qualifying"}
STAYS = {"<6": (0, 5), "6-12": (6, 12), "13-21": (13, 21), "22+": (22, 9999)}
REGISTERED = {"<6": (0, 5), "6-12": (6, 12), "13-24": (13, 24), "25-60": (25, 60), "61+": (61, 9999)}
PLANNED = {"<12": (0, 11), "12": (12, 12), "13-23": (13, 23), "24": (24, 24), "25+": (25, 9999)}
AGES = {"16-24": (16, 24), "25-39": (25, 39), "40-54": (40, 54), "55+": (55, 200)}


def day(text: str) -> date | None:
    """DD/MM/YYYY or YYYY-MM-DD."""
    if not text:
        return None
    if "/" in text:
        day_, month, year = map(int, text.split("/"))
        return date(year, month, day_)
    return date.fromisoformat(text)


def month_end(year: int, month: int) -> int:
    """How many days the month has."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days


def months_between(start: date, end: date) -> int:
    """Months that can be walked one by one from `start` without passing `end`."""
    walked = 0
    while True:
        year, month = divmod(start.year * 12 + start.month - 1 + walked + 1, 12)
        reached = date(year, month + 1, min(start.day, month_end(year, month + 1)))
        if reached > end:
            return walked
        walked += 1


def age(birth: date, at: date) -> int:
    """Birthdays had."""
    return sum(1 for year in range(birth.year + 1, at.year + 1) if (at.year, at.month, at.day) >= birthday(birth, year))


def birthday(birth: date, year: int) -> tuple[int, int, int]:
    """The day one gets older that year; 1 March for those born on 29 February of another kind of year."""
    if (birth.month, birth.day) == (2, 29) and month_end(year, 2) == 28:
        return (year, 3, 1)
    return (year, birth.month, birth.day)


def population(rows: Iterable[Cells], since: date, until: date) -> list[Cells]:
    """Each person once, by the latest-starting journey that overlaps the period; the last row wins a tie."""
    chosen: dict[tuple[str, str, str], Cells] = {}
    for row in rows:
        entry, end = day(row["entree"]), day(row["sortie"])
        if entry is None or entry > until or (end is not None and end < since):
            continue
        key = (row["nom"], row["prenom"], row["date_naissance"])
        held = day(chosen[key]["entree"]) if key in chosen else None
        if held is None or entry >= held:
            chosen[key] = row
    return list(chosen.values())


def report(rows: Iterable[Cells], since: date, until: date) -> Counts:
    """Every indicator's base and count."""
    people = population(rows, since, until)
    inside = [row for row in people if not row["sortie"] or day(row["sortie"]) > until]
    left = [row for row in people if row not in inside]
    before = [row for row in people if row["inscription_ft"] and day(row["inscription_ft"]) <= day(row["entree"])]
    counts: Counts = {"cooperants": (None, len(people))}

    def tell(prefix: str, base: list[Cells], what: Callable[[Cells], str], keys: Iterable[str]) -> None:
        for key in keys:
            counts[prefix + key] = (len(base), sum(1 for row in base if what(row) == key))

    tell("", people, lambda row: "women" if row["sexe"] == "F" else "", ["women"])
    for key, column in [
        ("qpv", "qpv"),
        ("single_parent", "parent_isole"),
        ("international_protection", "protection_internationale"),
        ("mission_locale", "mission_locale"),
        ("disabled", "rqth"),
    ]:
        counts[key] = (len(people), sum(row[column].lower() in YES for row in people))
    tell("age.", people, lambda row: bucket(age_at_entry(row), AGES), [*AGES, "unknown"])
    departments = sorted({department(row["code_postal"]) for row in people} | {"unknown"})
    tell("department.", people, lambda row: department(row["code_postal"]), departments)
    tell("level.", people, lambda row: LEVELS.get(row["niveau_atteint"], "unknown"), [*LEVELS.values(), "unknown"])
    counts["registered_before"] = (len(people), len(before))
    counts["registered_during"] = (len(people), sum(registered_during(row, until) for row in people))
    tell("registered_for.", before, lambda row: lasted(row, "inscription_ft", "entree", REGISTERED), REGISTERED)
    tell("planned.", people, lambda row: bucket(number(row["duree_prevue_mois"]), PLANNED), [*PLANNED, "unknown"])
    counts["in_kpa"], counts["left"] = (len(people), len(inside)), (len(people), len(left))
    tell("in_kpa_for.", inside, lambda row: bucket(months_between(day(row["entree"]), until), STAYS), STAYS)
    tell("stayed.", left, lambda row: lasted(row, "entree", "sortie", STAYS), STAYS)
    tell("exit.", left, lambda row: OUTCOMES.get(row["situation_sortie"], "unknown"), [*OUTCOMES.values(), "unknown"])
    employed = [row for row in left if row["situation_sortie"] == "emploi"]
    trained = [row for row in left if row["situation_sortie"] == "formation"]
    tell(
        "exit.employment.",
        employed,
        lambda r: DETAILS.get(r["detail_sortie"], "unknown"),
        [*DETAILS.values(), "unknown"],
    )
    tell(
        "exit.training.",
        trained,
        lambda r: TRAININGS.get(r["detail_sortie"], "unknown"),
        [*TRAININGS.values(), "unknown"],
    )
    return counts


def number(text: str) -> int | None:
    """A whole number, if any."""
    return int(text) if text else None


def bucket(value: int | None, buckets: dict[str, tuple[int, int]]) -> str:
    """The bucket that holds the value."""
    if value is None:
        return "unknown"
    return next((key for key, (low, high) in buckets.items() if low <= value <= high), "none of them")


def lasted(row: Cells, start: str, end: str, buckets: dict[str, tuple[int, int]]) -> str:
    """The bucket of the months between two days of the row."""
    return bucket(months_between(day(row[start]), day(row[end])), buckets)


def age_at_entry(row: Cells) -> int | None:
    """Age on the day of entry."""
    birth = day(row["date_naissance"])
    return None if birth is None else age(birth, day(row["entree"]))


def registered_during(row: Cells, until: date) -> bool:
    """Registered after the entry, at the latest on the day of exit or at the end of the period."""
    registered = day(row["inscription_ft"])
    if registered is None:
        return False
    end = day(row["sortie"]) or until
    return day(row["entree"]) < registered <= min(end, until)


def department(postal_code: str) -> str:
    """2A and 2B in Corsica, three digits overseas, else two."""
    if len(postal_code) != 5 or not postal_code.isdigit():
        return "unknown"
    if postal_code[:2] in {"97", "98"}:
        return postal_code[:3]
    if postal_code[:2] == "20":
        return "2A" if int(postal_code) < 20200 else "2B"
    return postal_code[:2]


def share(count: int, base: int) -> int | None:
    """Per cent, rounded half up; none on an empty base."""
    return None if base == 0 else (200 * count + base) // (2 * base)


# What the published report says, in the report's own keys


def published(source: dict) -> list[tuple[str, str, int]]:
    """Every figure of data/bilan-2022-2023.json as (key, "count" | "pct" | "base", value)."""
    people, entry, journeys, exits = (
        source[k] for k in ("socio_demographic", "situation_at_entry", "journeys", "exits")
    )
    small = entry["registered_before_entry"], entry["registered_during_journey"], journeys["in_kpa"], journeys["left"]
    figures = [("cooperants", "count", source["cooperants"]), ("women", "pct", people["women_pct"])]
    figures += [(f"age.{key}", "pct", value) for key, value in people["age_pct"].items()]
    figures += [(f"department.{key}", "pct", v) for key, v in people["department_of_residence_pct"].items()]
    figures += [
        ("qpv", "pct", people["qpv_pct"]),
        ("single_parent", "pct", people["single_parents_pct"]),
        ("international_protection", "pct", people["international_protection_pct"]),
        ("mission_locale", "pct", entry["sent_by_mission_locale_pct"]),
        ("disabled", "pct", entry["disabled_workers_pct"]),
    ]
    levels = {"bac_plus_2_to_4": "bac_2_4", "bac_plus_5": "bac_5"}
    figures += [(f"level.{levels.get(k, k)}", "pct", v) for k, v in entry["highest_level_reached_pct"].items()]
    for key, values in zip(("registered_before", "registered_during", "in_kpa", "left"), small, strict=True):
        figures += [(key, "count", values["count"]), (key, "pct", values["pct"])]
    waits = dict(zip(entry["registered_for_pct_of_72"], REGISTERED, strict=True))
    figures += [(f"registered_for.{waits[k]}", "pct", v) for k, v in entry["registered_for_pct_of_72"].items()]
    figures += [(f"registered_for.{key}", "base", 72) for key in REGISTERED]
    plans = {"<1 year": "<12", "1 year": "12", ">1 and <2 years": "13-23", "2 years": "24"}
    figures += [(f"planned.{plans[k]}", "pct", v) for k, v in journeys["planned_duration_pct"].items()]
    figures += [(f"in_kpa_for.{k.split()[0]}", "pct", v) for k, v in journeys["in_kpa"]["since_pct"].items()]
    figures += [("in_kpa_for.22+", "count", 1)]
    figures += [(f"stayed.{k.split()[0]}", "pct", v) for k, v in journeys["left"]["stayed_pct"].items()]
    return figures + published_exits(exits)


def published_exits(exits: dict) -> list[tuple[str, str, int]]:
    """The figures of the exits."""
    figures = [
        (f"exit.{k}", f, exits[k][f]) for k in ("employment", "training", "business_creation") for f in ("count", "pct")
    ]
    contracts = {"cdd_6_months_or_more": "cdd_6_plus", "cdd_under_6_months": "cdd_under_6"}
    figures += [
        (f"exit.employment.{contracts.get(k, k)}", "count", v) for k, v in exits["employment"]["detail"].items()
    ]
    figures += [(f"exit.training.{k}", "count", v) for k, v in exits["training"]["detail"].items()]
    return [
        *figures,
        ("exit.other_scheme", "count", exits["other_pic_scheme"]),
        ("exit.none", "count", exits["neither_employment_nor_training"]),
        ("exit.civic_service", "count", exits["civic_service"]),
        ("exit.unknown", "count", exits["unknown"]),
    ]
