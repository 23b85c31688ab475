"""A group with its roles, a draft, a version adopted."""

import datetime
from typing import Any

from maille.activities.models import Activity, WorkRole
from maille.network.access import actor_for
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.sharing.actions.adopting import Adoption, adopt
from maille.sharing.actions.drafts import begin_draft, rule_for
from maille.sharing.models import RuleDraft, RuleVersion
from tests.cast import Cast

TODAY = datetime.date(2026, 6, 15)
NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
ROLES = (("cuisine", "production"), ("livraison", "production"), ("coordination", "coordination"))
RULE: dict[str, Any] = {
    "shortage": "proportional",
    "remainder": "collective",
    "steps": [
        {"kind": "reimburse"},
        {"kind": "host", "to": "host"},
        {"kind": "percent", "to": "collective", "rate": "10", "of": "pot"},
        {"kind": "pay", "rate_per_hour": 2000, "roles": ["coordination"]},
        {
            "kind": "split",
            "roles": ["cuisine", "livraison"],
            "keys": [{"key": "hours", "part": "80"}, {"key": "equal", "part": "20"}],
        },
    ],
}


def day(month: int, on: int = 1, year: int = 2026) -> datetime.date:
    return datetime.date(year, month, on)


def fanny(cast: Cast) -> Actor:
    return actor_for(cast.fanny, None, TODAY)


def write_roles(kpa: Organisation) -> None:
    WorkRole.objects.bulk_create(
        WorkRole(kpa=kpa, name=name, kind=kind, rank=rank) for rank, (name, kind) in enumerate(ROLES)
    )


def write_draft(cast: Cast, activity: Activity | None = None, **more: Any) -> RuleDraft:
    if not WorkRole.objects.filter(kpa=cast.kpa).exists():
        write_roles(cast.kpa)
    rule = rule_for(fanny(cast), cast.kpa, activity)
    return begin_draft(fanny(cast), rule, more.get("name", "Notre partage"), more.get("content", RULE), NOW)


def write_version(cast: Cast, valid_from: datetime.date, activity: Activity | None = None, **more: Any) -> RuleVersion:
    """A version decided that very day, with Amina and Fanny there."""
    draft = write_draft(cast, activity, **{name: more.pop(name) for name in ("name", "content") if name in more})
    told = {"on": min(valid_from, TODAY), "how": "consent", "people": [cast.amina.pk], "users": [cast.fanny.pk]}
    return adopt(fanny(cast), draft.pk, Adoption(valid_from=valid_from, **{**told, **more}), NOW)  # type: ignore[arg-type]
