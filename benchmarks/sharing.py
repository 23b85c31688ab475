"""What a sharing rule costs: one case of forty people and eighty contributions, read, shared and told."""

from random import Random
from typing import Any

from benchmarks.timing import Measure, timed
from maille.sharing.rules.engine import share
from maille.sharing.rules.reading import read_case
from maille.sharing.rules.wording import because

PEOPLE, CONTRIBUTIONS, AIM = 40, 80, 5.0
ROLES = ("cuisine", "livraison", "coordination")
STEPS: list[dict[str, Any]] = [
    {"kind": "reimburse"},
    {
        "kind": "host",
        "to": "host",
        "year_to_date": 2_950_000,
        "scale": [{"up_to": 3_000_000, "rate": "11.5"}, {"up_to": None, "rate": "10.5"}],
    },
    {"kind": "percent", "to": "collective", "rate": "10"},
    {"kind": "pay", "roles": ["coordination"], "rate_per_hour": 2000},
    {
        "kind": "split",
        "floor_per_hour": 300,
        "cap_percent": "10",
        "keys": [
            {"key": "hours", "part": "80"},
            {"key": "weighted_hours", "part": "10", "weights": {"cuisine": "1.5"}},
            {"key": "equal", "part": "10"},
        ],
    },
]


def a_case(random: Random) -> dict[str, Any]:
    """One of these, with every kind of step."""
    people = [f"personne-{rank}" for rank in range(PEOPLE)]
    given = [
        {"person": people[rank % PEOPLE], "hours": f"{random.randint(1, 40) / 4}", "role": random.choice(ROLES)}
        for rank in range(CONTRIBUTIONS)
    ]
    expenses = [{"to": person, "amount": random.randint(100, 9000)} for person in people[:10]]
    return {"income": 486_400, "expenses": expenses, "contributions": given, "rule": {"steps": STEPS}}


def sharing(size: int, runs: int) -> list[Measure]:
    """Simulate the case, sentences included."""
    data = a_case(Random(1))

    def simulate() -> list[str]:
        return [because(line) for line in share(read_case(data)).lines]

    name = f"a sharing rule simulated, {PEOPLE} people, {CONTRIBUTIONS} contributions"
    return [timed(name, CONTRIBUTIONS, simulate, runs=runs, count=False, aim_ms=AIM)]
