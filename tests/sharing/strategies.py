"""Random cases, written as the JSON people write."""

from typing import Any

from hypothesis import strategies as st

PEOPLE = ["amina", "lea", "yanis", "fanny", "karim"]
ROLES = ["cuisine", "livraison", "coordination"]
TARGETS = ["collective", "host", "fanny"]

money = st.integers(0, 200_000)
hours = st.integers(0, 4800).map(lambda minutes: f"{minutes / 100:.2f}")
rate = st.integers(0, 4000).map(lambda each: f"{each / 100:.2f}")
part = st.integers(1, 100).map(str)
roles = st.lists(st.sampled_from(ROLES), min_size=1, max_size=3, unique=True)


@st.composite
def scale(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Brackets that rise, the last one open."""
    ends = sorted(draw(st.sets(st.integers(1, 300_000), max_size=4)))
    return [{"up_to": end, "rate": draw(rate)} for end in [*ends, None]]


def maybe(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Each of these fields, or not."""
    return st.fixed_dictionaries({}, optional=optional)


@st.composite
def step(draw: st.DrawFn) -> dict[str, Any]:
    """One step of any kind."""
    kind = draw(st.sampled_from(["reimburse", "host", "percent", "pay", "split", "split"]))
    if kind == "host":
        more = draw(maybe(year_to_date=money, waived=st.booleans()))
        return {"kind": kind, "to": "host", "scale": draw(scale()), **more}
    if kind == "percent":
        of = draw(maybe(of=st.sampled_from(["pot", "margin", "income"])))
        return {"kind": kind, "to": draw(st.sampled_from(TARGETS)), "rate": draw(rate), **of}
    if kind == "pay":
        return {"kind": kind, "rate_per_hour": draw(st.integers(0, 3000)), **draw(maybe(roles=roles))}
    if kind == "split":
        more = draw(
            maybe(
                roles=roles,
                floor_per_hour=st.integers(0, 2000),
                cap_percent=st.integers(0, 110).map(str),
                otherwise=st.sampled_from(TARGETS),
            )
        )
        return {"kind": kind, "keys": draw(st.lists(key(), min_size=1, max_size=3)), **more}
    return {"kind": kind}


@st.composite
def key(draw: st.DrawFn) -> dict[str, Any]:
    """One key."""
    kind = draw(st.sampled_from(["equal", "hours", "weighted_hours", "points"]))
    found = {"key": kind, "part": draw(part)}
    if kind == "weighted_hours":
        found["weights"] = draw(st.dictionaries(st.sampled_from(ROLES), rate, max_size=3))
    return found


contribution = st.fixed_dictionaries(
    {
        "person": st.sampled_from(PEOPLE),
        "hours": hours,
        "role": st.sampled_from(ROLES),
        "points": st.integers(0, 9).map(str),
    }
)
expense = st.fixed_dictionaries({"to": st.sampled_from(PEOPLE), "amount": st.integers(0, 60_000)})
rule = st.fixed_dictionaries(
    {"steps": st.lists(step(), max_size=5)},
    optional={
        "shortage": st.sampled_from(["proportional", "equal_awards", "equal_losses"]),
        "remainder": st.sampled_from(TARGETS),
    },
)
case = st.fixed_dictionaries(
    {
        "income": money,
        "expenses": st.lists(expense, max_size=4),
        "contributions": st.lists(contribution, max_size=8),
        "rule": rule,
    }
)
"""Any case; some are refused (nobody weighs anything under a key)."""
