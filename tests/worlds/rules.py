"""Rules, drafts, decisions and scales: one of each thing of this piece."""

import datetime
from typing import Any

from django.utils import timezone

from maille.activities.actions.participants import participant_for
from maille.activities.models import Activity
from maille.identity.models import User
from maille.journeys.models import Journey
from maille.network.models import Organisation
from maille.network.models.organisations import host_at
from maille.sharing.models import Decision, DecisionPresence, HostScale, RuleDraft, RuleVersion, SharingRule
from tests.cast import Cast
from tests.worlds.jobs import role

THING_OF: dict[str, str] = {"rule_id": "rule", "rule_draft_id": "rule_draft", "scale_id": "scale"}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {"sharing:rule_version": {"number": 1}}
"""Name of an address → parameters that name no thing."""

NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
SINCE = datetime.date(2026, 1, 1)
STEPS: list[dict[str, Any]] = [
    {"kind": "reimburse"},
    {"kind": "host", "to": "host"},
    {"kind": "percent", "to": "collective", "rate": "10", "of": "pot"},
    {"kind": "pay", "rate_per_hour": 2000, "roles": ["coordination"]},
    {
        "kind": "split",
        "roles": ["cuisine", "livraison"],
        "keys": [{"key": "hours", "part": "80"}, {"key": "equal", "part": "20"}],
        "floor_per_hour": 500,
        "cap_percent": "40",
    },
]
CONTENT: dict[str, Any] = {"shortage": "proportional", "remainder": "collective", "steps": STEPS}


def rule(kpa: Organisation, activity: Activity | None = None) -> SharingRule:
    """The KPA's rule, and the roles it names."""
    for name in ("cuisine", "livraison", "coordination"):
        role(kpa, name)
    return SharingRule.objects.get_or_create(kpa=kpa, activity=activity)[0]


def version(
    of: SharingRule, valid_from: datetime.date = SINCE, journey: Journey | None = None, **more: Any
) -> RuleVersion:
    """A version decided on its first day, somebody there."""
    decision = Decision.objects.create(kpa=of.kpa, on=valid_from, how="consent", entered_at=NOW)
    if journey is not None:
        there = participant_for(of.kpa, person=journey.person)
        DecisionPresence.objects.create(decision=decision, participant=there)
    values = {"name": "Notre partage", "content": CONTENT, "number": of.versions.count() + 1, **more}
    return RuleVersion.objects.create(rule=of, valid_from=valid_from, decision=decision, entered_at=NOW, **values)


def draft(of: SharingRule, **more: Any) -> RuleDraft:
    """A draft of it."""
    return RuleDraft.objects.create(rule=of, entered_at=NOW, **{"name": "Un essai", "content": CONTENT, **more})


def scale(kpa: Organisation, valid_from: datetime.date = SINCE, **more: Any) -> HostScale:
    """What the KPA's host asks of it."""
    host = host_at(kpa, timezone.localdate())
    values = {"brackets": [{"up_to": 3_000_000, "rate": "11.5"}, {"up_to": None, "rate": "10.5"}], **more}
    return HostScale.objects.create(host=host, kpa=kpa, valid_from=valid_from, entered_at=NOW, **values)


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    written = rule(kpa)
    version(written, journey=journey)
    return {"rule": written.pk, "rule_draft": draft(written).pk, "scale": scale(kpa, datetime.date(2030, 1, 1)).pk}


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    written = rule(cast.kpa)
    version(written, datetime.date(2025, 1, 1), cast.lea_journey)
    version(written, journey=cast.amina_journey)
    version(written, datetime.date(2030, 1, 1))
    sewing = Activity.objects.create(kpa=cast.kpa, name="Couture", opened_on=SINCE)
    draft(rule(cast.kpa, sewing), content={**CONTENT, "steps": STEPS[::-1]}, name="À l'envers")
    made = draft(written)
    scale(cast.kpa)
    scale(cast.kpa, datetime.date(2025, 1, 1), valid_to=datetime.date(2025, 12, 31), waived=True)
    scale(cast.kpa, datetime.date(2031, 1, 1))
    return (
        "/regles/",
        f"/regles/{written.pk}/",
        f"/regles/brouillons/{made.pk}/",
        f"/regles/comparer/?kpa={cast.kpa.pk}",
        f"/structures/{cast.host.pk}/bareme/",
        "/le-groupe/regle/",
    )
