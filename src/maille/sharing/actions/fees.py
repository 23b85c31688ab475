"""Fixed monthly contributions: dated rules, who is waived, the month's run.

The run may be made again at any time: a fee is asked once per rule, person and month (the database says so), and what
an account could not pay stays owed until a run finds it can.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from maille.activities.actions.participants import participant_for
from maille.activities.models import Participant
from maille.journeys.models import Journey
from maille.ledger.actions import account_for, post
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.moves import Move
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.sharing import access
from maille.sharing.actions.pay import lock
from maille.sharing.models import Fee, FeeRule, FeeWaiver
from maille.sharing.models.pay_people import hosted, in_pay
from maille.sharing.rules import fees as rules
from maille.sharing.rules import pay as months
from maille.sharing.rules.fees import FeeTerms


@dataclass(frozen=True)
class FeeLine:
    """What one rule asks of one person for a month, before anything is written."""

    rule: FeeRule
    journey: Journey
    waived: str
    known: bool = False
    """Already asked: the run writes nothing again."""


@dataclass(frozen=True)
class FeePlan:
    """A month's run, before it is made."""

    month: datetime.date
    lines: tuple[FeeLine, ...] = ()
    owed: tuple[Fee, ...] = field(default=())
    """Fees of earlier runs that no account could pay yet."""

    @property
    def asked(self) -> list[FeeLine]:
        """What the run will ask."""
        return [each for each in self.lines if not each.known and not each.waived]

    @property
    def waived(self) -> list[FeeLine]:
        """Of whom nothing is asked, and why."""
        return [each for each in self.lines if not each.known and each.waived]

    @property
    def known(self) -> int:
        """How many were asked or waived by an earlier run."""
        return sum(each.known for each in self.lines)

    @property
    def total(self) -> int:
        """Cents the run will ask, waivers aside."""
        return sum(each.rule.cents for each in self.asked)


@dataclass(frozen=True)
class FeesRun:
    """What a run did."""

    taken: int
    owed: int
    waived: int


def terms_of(rule: FeeRule) -> FeeTerms:
    """A rule as the pure rules know it."""
    return FeeTerms(
        rule.valid_from, rule.valid_to, rule.first_months_free, frozenset(str(each) for each in rule.waived_statuses)
    )


def add_rule(
    actor: Actor,
    host: Organisation,
    *,
    name: str,
    cents: int,
    valid_from: datetime.date,
    valid_to: datetime.date | None = None,
    kpa: Organisation | None = None,
    first_months_free: int = 0,
    waived_statuses: Iterable[str] = (),
    now: datetime.datetime,
) -> FeeRule:
    """Ask a fixed contribution each month, from a month on."""
    if not access.may_set_pay(actor, host):
        raise PermissionDenied
    refused: dict[str, list[str]] = {}
    if cents <= 0:
        refused["cents"] = ["Écrivez un montant plus grand que zéro."]
    if valid_from.day != 1:
        refused["valid_from"] = ["Une contribution commence le premier jour d'un mois."]
    if valid_to is not None and valid_to < valid_from:
        refused["valid_to"] = ["La fin précède le début."]
    if unknown := set(waived_statuses) - set(rules.STATUSES):
        refused["waived_statuses"] = [f"Dispense inconnue : {', '.join(sorted(unknown))}."]
    if refused:
        raise ValidationError(refused)
    return FeeRule.objects.create(
        host=host,
        kpa=kpa,
        name=name,
        cents=cents,
        valid_from=valid_from,
        valid_to=valid_to,
        first_months_free=first_months_free,
        waived_statuses=sorted(set(waived_statuses)),
        entered_by_id=actor.user_id,
        entered_at=now,
    )


def end_rule(actor: Actor, rule: FeeRule, last: datetime.date) -> FeeRule:
    """Ask it no more after that day; what was asked stays."""
    if not access.may_set_pay(actor, rule.host):
        raise PermissionDenied
    if last < rule.valid_from:
        raise ValidationError({"valid_to": ["La fin précède le début."]})
    with transaction.atomic():
        # unscoped: of a host loaded in scope
        if Fee.objects.filter(rule=rule, month__gt=last).exists():
            raise ValidationError({"valid_to": ["Des contributions sont déjà notées après cette date."]})
        rule.valid_to = last
        rule.save(update_fields=["valid_to"])
    return rule


def waive(
    actor: Actor,
    participant: Participant,
    status: str,
    valid_from: datetime.date,
    valid_to: datetime.date | None,
    *,
    now: datetime.datetime,
) -> FeeWaiver:
    """Note that somebody may be waived, between two days; never oneself."""
    if not access.may_write(actor, participant.kpa_id) or access.is_own_participant(actor, participant):
        raise PermissionDenied
    if status not in rules.STATUSES:
        raise ValidationError({"status": ["Choisissez une dispense dans la liste."]})
    if valid_to is not None and valid_to < valid_from:
        raise ValidationError({"valid_to": ["La fin précède le début."]})
    return FeeWaiver.objects.create(
        participant=participant,
        status=status,
        valid_from=valid_from,
        valid_to=valid_to,
        entered_by_id=actor.user_id,
        entered_at=now,
    )


def preview(host: Organisation, month: datetime.date) -> FeePlan:
    """What a run of that month would do; a constant number of queries."""
    # unscoped: of a host the actor sets
    known_rules = FeeRule.objects.filter(host=host).select_related("kpa").order_by("valid_from", "pk")
    in_force = [rule for rule in known_rules if rules.applies(terms_of(rule), month)]
    owed = Fee.objects.owed().filter(rule__host=host, month__lt=month)
    late = tuple(owed.select_related("participant__person", "participant__user", "rule").order_by("month", "pk"))
    if not in_force:
        return FeePlan(month, (), late)
    everybody = Journey.objects.filter(kpa__in=hosted(host.pk, month)).select_related("person", "kpa")
    people = list(in_pay(everybody, month, host.pk).order_by("kpa__name_key", "person__identity_key", "pk"))
    # unscoped: of journeys of the host's KPAs
    statuses: dict[tuple[int | None, int], set[str]] = defaultdict(set)
    held = FeeWaiver.objects.at(month).filter(participant__person__in={each.person_id for each in people})
    for person_id, kpa_id, status in held.values_list("participant__person_id", "participant__kpa_id", "status"):
        statuses[person_id, kpa_id].add(status)
    asked = Fee.objects.filter(rule__in=in_force, month=month).values_list(
        "rule_id", "participant__person_id", "participant__kpa_id"
    )
    done = set(asked)
    lines = []
    for journey in people:
        key = (journey.person_id, journey.kpa_id)
        for rule in in_force:
            if rule.kpa_id in (None, journey.kpa_id):
                why = rules.waived(terms_of(rule), month, journey.entered_on, statuses[key])
                lines.append(FeeLine(rule, journey, why.value if why else "", (rule.pk, *key) in done))
    return FeePlan(month, tuple(lines), late)


def run(actor: Actor, host: Organisation, month: datetime.date, *, now: datetime.datetime) -> FeesRun:
    """Ask the month's contributions, and take what was owed, oldest first; nobody goes below zero.

    Each person is a transaction of its own: interrupted, the run is simply made again.
    """
    if not access.is_of_host(actor, host.pk):
        raise PermissionDenied
    if month > months.month_of(actor.today):
        raise ValidationError("Ce mois n'est pas commencé : ses contributions se prennent quand il commence.")
    plan = preview(host, month)
    touched: dict[int, Participant] = {each.participant_id: each.participant for each in plan.owed}
    waived = 0
    for line in plan.lines:
        participant = participant_for(line.journey.kpa, person=line.journey.person)
        if not line.known:
            waived += _ask(participant, line, month) and bool(line.waived)
        touched[participant.pk] = participant
    taken = owed = 0
    for pk in sorted(touched):
        done, left = take(actor, touched[pk], host, month, now=now)
        taken += done
        owed += left
    return FeesRun(taken, owed, waived)


def _ask(participant: Participant, line: FeeLine, month: datetime.date) -> bool:
    """Write it once; False when another run just did."""
    try:
        with transaction.atomic():
            Fee.objects.create(
                rule=line.rule, participant=participant, month=month, cents=line.rule.cents, waived=line.waived
            )
    except IntegrityError:
        return False
    return True


def take(
    actor: Actor, participant: Participant, host: Organisation, month: datetime.date, *, now: datetime.datetime
) -> tuple[int, int]:
    """Take what this person owes up to that month and can pay whole: how many fees, how many stay owed.

    Neither what the host accepted to pay her, nor the expenses she advanced and waits for, is hers to pay fees with.
    """
    with transaction.atomic():
        money = lock(participant)
        # unscoped: of a participant of the host's KPAs
        owed = list(Fee.objects.owed().filter(participant=participant, rule__host=host, month__lte=month))
        owed.sort(key=lambda each: (each.month, each.pk))
        if not owed:
            return 0, 0
        mine = account_for(participant.kpa, AccountKind.INDIVIDUAL, actor.today, participant=participant)
        pays, _ = rules.taken(money.free, [each.cents for each in owed])
        for fee, paid in zip(owed, pays, strict=True):
            if not paid:
                continue
            theirs = account_for(participant.kpa, AccountKind.HOST, actor.today)
            fee.account = mine
            fee.posting = post(
                actor, participant.kpa, PostingKind.FEE, actor.today, [Move(mine.pk, theirs.pk, fee.cents)],
                key=f"fee:{fee.pk}", now=now, facts={"month": f"{fee.month:%Y-%m}"},
            )  # fmt: skip
            fee.save(update_fields=["account", "posting"])
    return sum(pays), len(pays) - sum(pays)
