"""The group approves what was proposed to it, one distribution or all those of a meeting: decided and posted."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q

from maille.activities.models import Job, Participant
from maille.ledger.actions import Entry, account_for, post_all
from maille.ledger.models import Account, Posting
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.moves import Move
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.sharing.actions.cases import Read
from maille.sharing.actions.distributions import Simulation, check_rights, check_waiting, computed, jobs_lock
from maille.sharing.models import (
    Decision,
    DecisionPresence,
    Distribution,
    DistributionEvent,
    DistributionLine,
    SharedMargin,
)
from maille.sharing.models.rules import versions_in_force
from maille.sharing.models.standing import Standing
from maille.sharing.rules import recipients
from maille.sharing.rules.differences import given_back
from maille.sharing.rules.stored import changed

What = DistributionEvent.What
KINDS = {
    recipients.HOST: AccountKind.HOST,
    recipients.COLLECTIVE: AccountKind.COLLECTIVE,
    recipients.ACTIVITY: AccountKind.COLLECTIVE,
    recipients.SOLIDARITY: AccountKind.SOLIDARITY,
    recipients.COMMONS: AccountKind.COMMONS,
}
"""Recipient a rule names → the account that receives."""
STALE = "Quelque chose a changé depuis cette proposition : {}. Retirez-la et refaites la proposition."
UNANSWERED = "Un désaccord attend encore la réponse du groupe. Répondez-y, puis approuvez."
GIVING_BACK = "Des personnes ou des comptes rendent de l'argent. Cochez la case pour dire que le groupe est d'accord."
Step = tuple[int, str, int, dict[str, object]]


@dataclass(frozen=True)
class Approval:
    """How the group approved, the day it did, and who was there."""

    on: datetime.date
    how: str
    present: Collection[int] = ()
    """Participants of the KPA."""
    others: str = ""
    note: str = ""
    gives_back: bool = False
    """The group saw who gives money back, and agrees."""


class NotApprovedError(ValidationError):
    """Some of the distributions cannot be approved, so none is; each says why."""

    def __init__(self, reasons: Mapping[int, ValidationError], titles: Mapping[int, str]) -> None:
        self.reasons = dict(reasons)
        super().__init__([f"{titles[pk]} : {' '.join(each.messages)}" for pk, each in reasons.items()])


def approve(actor: Actor, distribution_id: int, approval: Approval, now: datetime.datetime) -> Posting:
    """Write that the group approved, and post the differences: once, whoever else approves at the same time.

    ValidationError, in words, when it is no longer what the group looked at, or something is left to answer.
    """
    try:
        return approve_all(actor, [distribution_id], approval, now)[0]
    except NotApprovedError as refused:
        raise refused.reasons[distribution_id] from None


def approve_all(
    actor: Actor, distribution_ids: Collection[int], approval: Approval, now: datetime.datetime
) -> list[Posting]:
    """The same for all that one meeting of a group approves, by one decision: all of them, or none.

    A constant number of queries however many they are. ValidationError when they are not of one KPA, NotApprovedError
    when one of them cannot be approved.
    """
    # unscoped: loaded in scope by who calls; the rights are looked at within the lock
    loaded = Distribution.objects.select_related("rule_version", "after").filter(pk__in=distribution_ids)
    found = list(loaded.order_by("pk"))
    if len({each.kpa_id for each in found}) != 1:
        raise ValidationError("Choisissez des propositions d'un même groupe.")
    kpa_id, people = found[0].kpa_id, set(approval.present)
    with jobs_lock(kpa_id, {each.job_id for each in found}) as jobs:
        check_rights(actor, kpa_id)
        simulations = _computed_again(actor, jobs, found, approval)
        kpa = jobs[found[0].job_id].kpa
        entries = _entries(kpa, jobs, simulations, approval.on)
        postings = post_all(actor, kpa, PostingKind.DISTRIBUTION, entries, now=now)
        decision = _decided(actor, kpa, approval, people, found, now)
        _happened(actor, decision, approval, list(zip(found, postings, strict=True)), simulations, now)
    return postings


def _happened(
    actor: Actor,
    decision: Decision,
    approval: Approval,
    posted: Sequence[tuple[Distribution, Posting]],
    simulations: Mapping[int, Simulation],
    now: datetime.datetime,
) -> None:
    """Each was approved, posted, and counts in the margin of its year."""
    at = {"on": approval.on, "at": now, "by_id": actor.user_id}
    approved = [
        DistributionEvent(distribution=each, what=What.APPROVED, note=approval.note, decision=decision, **at)
        for each, _ in posted
    ]
    written = [
        DistributionEvent(distribution=each, what=What.POSTED, posting=posting, **at) for each, posting in posted
    ]
    DistributionEvent.objects.bulk_create([*approved, *written])
    SharedMargin.objects.bulk_create(
        SharedMargin.of_posted(event, each, simulations[each.pk].job, simulations[each.pk].facts.carrier)
        for event, (each, _) in zip(written, posted, strict=True)
    )


def _computed_again(
    actor: Actor, jobs: Mapping[int, Job], found: Sequence[Distribution], approval: Approval
) -> dict[int, Simulation]:
    """Distribution → what its rule gives now, the same as was proposed; each counts the margin of those before it.

    NotApprovedError when one no longer waits, has a disagreement left, gives back unseen, or differs.
    """
    standing = Standing.of(jobs)
    read = Read(list(jobs.values()), {each.job_id: each.day for each in found})
    versions = versions_in_force(list(jobs.values()))
    lines = _lines(found)
    simulations: dict[int, Simulation] = {}
    refused: dict[int, ValidationError] = {}
    taken: set[int] = set()
    for each in found:
        job = jobs[each.job_id]
        try:
            check_waiting(standing.state(each))
            _check_day(each, approval.on, actor.today)
            if each.pk in standing.unanswered:
                raise ValidationError(UNANSWERED, code="unanswered")
            version = versions[job.pk]
            if version is None or version.pk != each.rule_version_id:
                raise ValidationError(STALE.format("la règle du jour de la prestation"), code="stale")
            if standing.last(job.pk) != each.after_id or job.pk in taken:
                raise ValidationError(STALE.format("une autre répartition est inscrite, ou annulée"), code="stale")
            before = _totals(lines[each.after_id]) if each.after_id else {}
            simulation = computed(job, each.rule_version, read.facts(job), each.after, before)
            _check_same(each, lines[each.pk], simulation)
            if given_back(simulation.moved) and not approval.gives_back:
                raise ValidationError({"gives_back": GIVING_BACK})
        except ValidationError as reason:
            refused[each.pk] = reason
            continue
        simulations[each.pk] = simulation
        taken.add(job.pk)
        read.add(SharedMargin.of_posted(DistributionEvent(), each, job, simulation.facts.carrier))
    if refused:
        raise NotApprovedError(refused, {each.pk: str(jobs[each.job_id]) for each in found})
    return simulations


def _lines(found: Sequence[Distribution]) -> dict[int, list[Step]]:
    """Distribution → its stored lines, those each follows too; one query."""
    wanted = {pk for each in found for pk in (each.pk, each.after_id) if pk is not None}
    lines: dict[int, list[Step]] = {pk: [] for pk in wanted}
    # unscoped: of distributions loaded in scope
    rows = DistributionLine.objects.filter(distribution__in=wanted).order_by("distribution", "rank")
    for pk, *line in rows.values_list("distribution", "step", "recipient", "cents", "figures"):
        lines[pk].append(tuple(line))
    return lines


def _totals(lines: Iterable[Step]) -> dict[str, int]:
    """Recipient → cents."""
    found: dict[str, int] = {}
    for _, recipient, cents, _ in lines:
        found[recipient] = found.get(recipient, 0) + cents
    return found


def _check_day(found: Distribution, on: datetime.date, today: datetime.date) -> None:
    """The group approves what was proposed to it, and not tomorrow."""
    if on > today:
        raise ValidationError({"on": "Cette date est à venir."})
    if on < found.day:
        raise ValidationError(
            {"on": f"La proposition est du {found.day:%d/%m/%Y} : choisissez ce jour ou un autre après."}
        )


def _check_same(found: Distribution, kept: Sequence[Step], simulation: Simulation) -> None:
    """Refuse when anything the proposal looked at has changed since."""
    differs = changed(found.case, simulation.case)
    if differs:
        raise ValidationError(STALE.format(", ".join(differs)), code="stale")
    if kept != [(each.step, each.to, each.amount, each.figures) for each in simulation.result.lines]:
        what = "la marge partagée par le groupe cette année, dont dépend la part de la structure de portage"
        raise ValidationError(STALE.format(what), code="stale")


def _entries(
    kpa: Organisation, jobs: Mapping[int, Job], simulations: Mapping[int, Simulation], day: datetime.date
) -> list[Entry]:
    """From each pot to each, or back to it."""
    accounts = _Accounts(kpa, jobs, simulations.values(), day)
    entries = []
    for pk, simulation in simulations.items():
        pot, moves, owing = accounts.pot(simulation.job), [], set()
        for to, cents in simulation.moved.items():
            account = accounts.of(simulation.job, to)
            if cents > 0:
                moves.append(Move(pot, account, cents))
            else:
                moves.append(Move(account, pot, -cents))
                owing.add(account)
        facts = {"distribution": pk, "job": simulation.job.pk}
        entries.append(Entry(day, moves, f"distribution:{pk}", facts, frozenset(owing)))
    return entries


class _Accounts:
    """The pots of some jobs and the accounts of who receives: those that exist in one query, the others made."""

    def __init__(
        self, kpa: Organisation, jobs: Mapping[int, Job], simulations: Iterable[Simulation], day: datetime.date
    ) -> None:
        self.kpa, self.day = kpa, day
        named = {to: recipients.participant_of(to) for each in simulations for to in each.moved}
        people = {number for number in named.values() if number is not None}
        kinds = {KINDS[to] for to, number in named.items() if number is None}
        # unscoped: of jobs loaded in scope
        known = Account.objects.filter(
            Q(job__in=jobs) | Q(participant__in=people) | Q(kind__in=kinds, name=""), kpa=kpa, opened_on__lte=day
        )
        rows = known.order_by().values_list("kind", "participant", "activity", "job", "pk")
        self.known: dict[tuple[str, int | None, int | None, int | None], int] = {
            (kind, who, activity, job): pk for kind, who, activity, job, pk in rows
        }

    def pot(self, job: Job) -> int:
        """The account of a job's pot."""
        found = self.known.get((AccountKind.POT.value, None, None, job.pk))
        return found or account_for(self.kpa, AccountKind.POT, self.day, job=job).pk

    def of(self, job: Job, to: str) -> int:
        """The account of a recipient of this job's rule."""
        number = recipients.participant_of(to)
        activity = job.activity if to == recipients.ACTIVITY else None
        kind = KINDS[to] if number is None else AccountKind.INDIVIDUAL
        key = (kind.value, number, activity.pk if activity else None, None)
        if key not in self.known:
            whose = None if number is None else Participant.objects.get(pk=number)
            self.known[key] = account_for(self.kpa, kind, self.day, participant=whose, activity=activity).pk
        return self.known[key]


def _decided(
    actor: Actor,
    kpa: Organisation,
    approval: Approval,
    people: Collection[int],
    found: Sequence[Distribution],
    now: datetime.datetime,
) -> Decision:
    """How the group approved, and who was there: one decision, whatever it approved."""
    if approval.how not in Decision.How.values:
        raise ValidationError({"how": "Dites comment le groupe a décidé."})
    one = f"Répartition de la prestation n° {found[0].job_id}"
    decision = Decision.objects.create(
        kpa=kpa,
        on=approval.on,
        how=approval.how,
        others_present=approval.others,
        note=one if len(found) == 1 else f"Répartition de {len(found)} prestations",
        entered_by_id=actor.user_id,
        entered_at=now,
    )
    if people:
        # unscoped: of the KPA of jobs loaded in scope
        there = Participant.objects.filter(kpa=kpa, pk__in=people).order_by("pk")
        DecisionPresence.objects.bulk_create(DecisionPresence(decision=decision, participant=each) for each in there)
    return decision
