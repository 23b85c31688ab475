"""The Saturday buffet of La Cape, its money, its hours and its rule: the worked example of the specification."""

import datetime
from fractions import Fraction
from typing import Any

from maille.activities.models import Contribution, Expense, Job, Participant, WorkRole
from maille.ledger.models import Account, Transfer
from maille.network.models import Organisation
from maille.sharing.actions.approvals import Approval, approve
from maille.sharing.actions.distributions import propose
from maille.sharing.actions.receipts import receive
from maille.sharing.models import Decision, Distribution, HostScale, RuleVersion, SharingRule
from tests.cast import Cast
from tests.sharing.pots.help import DAY, NOW, Buffet, job_of, make_buffet

BRACKETS = [
    {"up_to": 3_000_000, "rate": "11.5"},
    {"up_to": 6_000_000, "rate": "10.5"},
    {"up_to": None, "rate": "9.5"},
]
CONTENT: dict[str, Any] = {
    "steps": [
        {"kind": "reimburse"},
        {"kind": "host", "to": "host"},
        {"kind": "percent", "to": "collective", "rate": "10", "of": "pot"},
        {"kind": "pay", "roles": ["coordination"], "rate_per_hour": 2000},
        {
            "kind": "split",
            "roles": ["cuisine", "livraison"],
            "keys": [{"key": "hours", "part": "80"}, {"key": "equal", "part": "20"}],
        },
    ]
}
"""The worked example's rule, as a version holds it."""
ALREADY = 2_950_000
"""The worked example's margin already counted that year."""


def gave(job: Job, who: Participant, role: WorkRole, hours: str, **more: Any) -> Contribution:
    """Paid work, confirmed."""
    values = {"day": DAY, "paid": True, "entered_at": NOW, "confirmed_at": NOW, **more}
    minutes = int(Fraction(hours) * 60)
    return Contribution.objects.create(
        kpa_id=job.kpa_id, participant=who, job=job, role=role, minutes=minutes, **values
    )


def spent(job: Job, who: Participant | None, cents: int, **more: Any) -> Expense:
    """Money somebody advanced, confirmed; by the collective when nobody did."""
    values = {"day": DAY, "what": "Courses", "entered_at": NOW, "confirmed_at": NOW, **more}
    if who is None:
        values.setdefault("advanced_by", "collective")
    return Expense.objects.create(kpa_id=job.kpa_id, job=job, participant=who, cents=cents, **values)


def adopt(
    kpa: Organisation, content: dict[str, Any] = CONTENT, day: datetime.date = datetime.date(2026, 1, 1), **more: Any
) -> RuleVersion:
    """A version of the KPA's rule (or of an activity's), valid from that day."""
    rule, _ = SharingRule.objects.get_or_create(kpa=kpa, activity=more.pop("activity", None))
    decision = Decision.objects.create(kpa=kpa, on=day, how="consent", entered_at=NOW)
    number = rule.versions.count() + 1
    values = {"name": f"Au temps passé {number}", "entered_at": NOW, **more}
    return RuleVersion.objects.create(
        rule=rule, number=number, content=content, valid_from=day, decision=decision, **values
    )


def agree(cast: Cast, **more: Any) -> HostScale:
    """The scale Optéos asks of everybody since 2025."""
    values = {"valid_from": datetime.date(2025, 1, 1), "brackets": BRACKETS, "entered_at": NOW, **more}
    return HostScale.objects.create(host=cast.host, **values)


def worked(buffet: Buffet) -> None:
    """Who did what, and who advanced what."""
    job, roles = buffet.job, buffet.roles
    gave(job, buffet.amina, roles["cuisine"], "7.5")
    gave(job, buffet.lea, roles["cuisine"], "6.25")
    gave(job, buffet.yanis, roles["livraison"], "4")
    gave(job, buffet.fanny, roles["coordination"], "2")
    spent(job, buffet.fanny, 14_237)
    spent(job, buffet.amina, 1_890)


def the_buffet(cast: Cast, today: datetime.date, *, paid: bool = True) -> Buffet:
    """All of it, ready to be shared."""
    buffet = make_buffet(cast, today)
    agree(cast)
    adopt(cast.kpa)
    worked(buffet)
    if paid:
        buffet.receive()
    return buffet


def named(buffet: Buffet, totals: dict[str, int]) -> dict[str, int]:
    """Totals by first name rather than by participant number."""
    names = {f"p{getattr(buffet, name).pk}": name for name in ("amina", "lea", "yanis", "fanny")}
    return {names.get(each, each): cents for each, cents in totals.items()}


def elsewhere(buffet: Buffet, cents: int = ALREADY) -> Distribution:
    """Another job of La Cape shared that much margin this year already, by whoever delivered."""
    job = job_of(buffet.cast.kpa, "Marchés de l'année", activity=buffet.activity)
    gave(job, buffet.yanis, buffet.roles["livraison"], "10")
    receive(buffet.actor, job, "receipt", cents, 0, DAY, now=NOW)
    proposed = propose(buffet.actor, job.pk, NOW)
    approve(buffet.actor, proposed.pk, agreed(buffet), NOW)
    return proposed


def agreed(buffet: Buffet, **more: Any) -> Approval:
    """By consent, today, everybody there."""
    present = [each.pk for each in (buffet.amina, buffet.lea, buffet.yanis)]
    return Approval(on=more.pop("on", buffet.actor.today), how="consent", present=present, **more)


def shared(buffet: Buffet, **more: Any) -> Distribution:
    """Proposed and approved at once."""
    proposed = propose(buffet.actor, buffet.job.pk, NOW)
    approve(buffet.actor, proposed.pk, agreed(buffet, **more), NOW)
    return proposed


def balances(buffet: Buffet, job: Job | None = None) -> dict[str, int]:
    """What each account of the KPA received from (less what it gave back to) a job's pot, by name."""
    pot = Account.objects.filter(kind="pot", job=job or buffet.job).first()
    found: dict[str, int] = {}
    for each in Transfer.objects.filter(source=pot).exclude(target__kind="outside").select_related("target"):
        found[_name(buffet, each.target)] = found.get(_name(buffet, each.target), 0) + each.cents
    for each in Transfer.objects.filter(target=pot).exclude(source__kind="outside").select_related("source"):
        found[_name(buffet, each.source)] = found.get(_name(buffet, each.source), 0) - each.cents
    return {name: cents for name, cents in found.items() if cents}


def _name(buffet: Buffet, account: Account) -> str:
    if account.participant_id is None:
        return account.kind
    return named(buffet, {f"p{account.participant_id}": 0}).popitem()[0]


WORKED_EXAMPLE = {
    "fanny": 18_237, "amina": 22_997, "host": 7_879, "collective": 6_239, "yanis": 12_880, "lea": 18_168,
}  # fmt: skip
