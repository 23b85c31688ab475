"""Four rules to start from (brief: equal parts; by hours; by hours with a floor; the contributory budget).

They name no role, but those the group has: each group then makes the rule its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from maille.sharing.rules.contents import Content
from maille.sharing.rules.recipients import COLLECTIVE


@dataclass(frozen=True)
class Template:
    """A rule to start from, and when it suits."""

    key: str
    name: str
    note: str


EQUAL, HOURS, FLOOR, BUDGET = "equal", "hours", "floor", "budget"
TEMPLATES = (
    Template(EQUAL, "À parts égales", "Chaque personne qui a travaillé reçoit la même somme."),
    Template(HOURS, "Selon les heures", "Chaque heure de production donne la même somme."),
    Template(
        FLOOR,
        "Selon les heures, avec un minimum",
        "Une part au groupe, la coordination payée à l'heure, puis au moins 5 € par heure et le reste partagé.",
    ),
    Template(
        BUDGET,
        "Le budget contributif",
        "Pour une subvention ou un fonds : chaque heure est payée, et la règle dit d'avance ce qui se passe s'il "
        "n'y a pas assez.",
    ),
)
SCRATCH = Template("empty", "Une page blanche", "Vous ajoutez chaque étape vous-même.")


def template(key: str, production: Sequence[str] = (), coordination: Sequence[str] = ()) -> Content | None:
    """The content of a template for a group with these roles; None when there is no such template."""
    making = {"roles": list(production)} if production else {}
    first: list[Content] = [{"kind": "reimburse"}, {"kind": "host", "to": "host"}]
    to_the_group: Content = {"kind": "percent", "to": COLLECTIVE, "rate": "10", "of": "pot"}
    steps: list[Content]
    if key == EQUAL:
        steps = [*first, {"kind": "split", "keys": [{"key": "equal", "part": "100"}]}]
    elif key == HOURS:
        steps = [*first, {"kind": "split", **making, "keys": [{"key": "hours", "part": "100"}]}]
    elif key == FLOOR:
        paid: list[Content] = (
            [{"kind": "pay", "rate_per_hour": 2000, "roles": list(coordination)}] if coordination else []
        )
        keys: list[Content] = [{"key": "hours", "part": "80"}, {"key": "equal", "part": "20"}]
        steps = [*first, to_the_group, *paid, {"kind": "split", **making, "keys": keys, "floor_per_hour": 500}]
    elif key == BUDGET:
        steps = [{"kind": "reimburse"}, {"kind": "pay", "rate_per_hour": 1500}]
    elif key == SCRATCH.key:
        steps = []
    else:
        return None
    return {"shortage": "proportional", "remainder": COLLECTIVE, "steps": steps}
