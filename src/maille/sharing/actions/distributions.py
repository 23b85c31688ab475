"""Sharing a job: simulated, proposed to the group, approved and posted; undone by a counter-distribution alone.

Lock order: the KPA (the margin of its year counts for every job), the job, then accounts by id (ledger.actions.post).
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Q

from maille.activities.models import Job, Participant
from maille.ledger.actions import account_for, post, reverse
from maille.ledger.models import Account, Posting
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.moves import Move
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.sharing import access
from maille.sharing.actions.cases import Facts, facts_of
from maille.sharing.models import (
    Decision,
    DecisionPresence,
    Distribution,
    DistributionEvent,
    DistributionLine,
    RuleVersion,
    rule_in_force,
)
from maille.sharing.models.distributions import State
from maille.sharing.models.lines import totals_of
from maille.sharing.models.rules import in_force
from maille.sharing.rules import recipients
from maille.sharing.rules.differences import differences, given_back
from maille.sharing.rules.engine import share
from maille.sharing.rules.reading import RefusedCaseError
from maille.sharing.rules.results import Result
from maille.sharing.rules.stored import changed, stored

What = DistributionEvent.What
KINDS = {
    recipients.HOST: AccountKind.HOST,
    recipients.COLLECTIVE: AccountKind.COLLECTIVE,
    recipients.ACTIVITY: AccountKind.COLLECTIVE,
    recipients.SOLIDARITY: AccountKind.SOLIDARITY,
    recipients.COMMONS: AccountKind.COMMONS,
}
"""Recipient a rule names → the account that receives."""
NOTHING = "Aucune recette n'est notée : il n'y a rien à partager pour l'instant."
SAME = "Rien n'a changé depuis la répartition du {:%d/%m/%Y} : il n'y a rien à inscrire."
NO_RULE = (
    "Aucune règle de répartition n'est valable le {:%d/%m/%Y}, le jour de la prestation. "
    "Écrivez la règle du groupe, puis revenez ici."
)
STALE = "Quelque chose a changé depuis cette proposition : {}. Retirez-la et refaites la proposition."
UNANSWERED = "Un désaccord attend encore la réponse du groupe. Répondez-y, puis approuvez."
GIVING_BACK = "Des personnes ou des comptes rendent de l'argent. Cochez la case pour dire que le groupe est d'accord."
DONE = {
    State.POSTED: "Cette répartition est déjà inscrite aux comptes.",
    State.WITHDRAWN: "Cette proposition a été retirée. Rechargez la page.",
    State.REVERSED: "Cette répartition a été annulée. Rechargez la page.",
}


@dataclass(frozen=True)
class Simulation:
    """What the rule gives of a job today, and what would be posted; nothing is written."""

    job: Job
    version: RuleVersion
    facts: Facts
    result: Result
    case: Mapping[str, object]
    """As a distribution would keep it (rules.stored)."""
    after: Distribution | None
    before: Mapping[str, int]

    @property
    def moved(self) -> dict[str, int]:
        """Recipient → cents posting it would move."""
        return differences(self.result.totals, self.before)


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


@contextmanager
def job_lock(job_id: int) -> Iterator[Job]:
    """The job alone, in one transaction: whoever shares it, or another job of its KPA, waits.

    Between what is looked at and what is posted, nobody posts: two people approving at once post once.
    """
    with transaction.atomic():
        if connection.features.has_select_for_update:  # beginning a transaction is SQLite's own lock
            # unscoped: of a distribution or job loaded in scope
            kpas = Organisation.objects.select_for_update(of=("self",), no_key=True).filter(jobs=job_id)
            list(kpas.order_by("pk"))
        jobs = Job.objects.select_for_update(of=("self",)).select_related("kpa", "activity")
        yield jobs.get(pk=job_id)


def simulate(job: Job, day: datetime.date) -> Simulation:
    """What the rule valid on the job's day gives of all it received and was given. ValidationError, in words."""
    version = rule_in_force(job.kpa_id, job.activity_id, job.day)
    if version is None:
        raise ValidationError(NO_RULE.format(job.day), code="no_rule")
    return simulate_with(job, version, facts_of([job], day)[job.pk])


def simulate_with(job: Job, version: RuleVersion, facts: Facts) -> Simulation:
    """The same, the rule and the facts being known. ValidationError, in words."""
    try:
        case = facts.case(version.content)
        result = share(case)
    except RefusedCaseError as refused:
        raise ValidationError(str(refused), code="refused") from None
    after = last_standing(job.pk)
    before = totals_of([after.pk])[after.pk] if after else {}
    return Simulation(job, version, facts, result, stored(case, facts.filled(version.content)), after, before)


def last_standing(job_id: int) -> Distribution | None:
    """The job's distribution posted last and not undone."""
    # unscoped: of a job loaded in scope
    happened = DistributionEvent.objects.filter(distribution__job=job_id, what__in=[What.POSTED, What.REVERSED])
    told = set(happened.order_by().values_list("distribution_id", "what"))
    standing = [pk for pk, what in told if what == What.POSTED and (pk, What.REVERSED.value) not in told]
    return Distribution.objects.get(pk=max(standing)) if standing else None


def propose(actor: Actor, job_id: int, now: datetime.datetime) -> Distribution:
    """Write what the rule gives, for the group to look at; an earlier proposal still waiting is withdrawn.

    ValidationError, in words, when nothing would be posted.
    """
    with job_lock(job_id) as job:
        _check_rights(actor, job.kpa_id)
        simulation = simulate(job, actor.today)
        if not simulation.moved:
            raise ValidationError(SAME.format(simulation.after.day) if simulation.after else NOTHING, code="nothing")
        # unscoped: of a job loaded in scope
        for waiting in Distribution.objects.proposed().filter(job=job):
            _happened(actor, waiting, What.WITHDRAWN, actor.today, now, note="Une autre proposition la remplace.")
        return write(actor, simulation, now)


def write(actor: Actor, simulation: Simulation, now: datetime.datetime) -> Distribution:
    """Store the proposal with its lines."""
    job = simulation.job
    found = Distribution.objects.create(
        kpa_id=job.kpa_id,
        job=job,
        rule_version=simulation.version,
        day=actor.today,
        after=simulation.after,
        income=simulation.facts.income,
        expenses=sum(each.amount for each in simulation.facts.expenses),
        year=simulation.facts.year,
        year_to_date=simulation.facts.year_to_date,
        case=simulation.case,
        entered_by_id=actor.user_id,
        entered_at=now,
    )
    DistributionLine.objects.bulk_create(
        DistributionLine(
            distribution=found,
            rank=rank,
            step=line.step,
            kind=line.kind,
            recipient=line.to,
            participant_id=recipients.participant_of(line.to),
            cents=line.amount,
            figures=line.figures,
        )
        for rank, line in enumerate(simulation.result.lines, 1)
    )
    return found


def approve(actor: Actor, distribution_id: int, approval: Approval, now: datetime.datetime) -> Posting:
    """Write that the group approved, and post the differences: once, whoever else approves at the same time.

    ValidationError, in words, when it is no longer what the group looked at, or something is left to answer.
    """
    found = _loaded(distribution_id)
    with job_lock(found.job_id) as job:
        _check_rights(actor, job.kpa_id)
        _check_waiting(found)
        _check_day(found, approval.on, actor.today)
        if None in found.disagreements.order_by().values_list("answered_on", flat=True):
            raise ValidationError(UNANSWERED, code="unanswered")
        moved = _still_true(job, found)
        back = given_back(moved)
        if back and not approval.gives_back:
            raise ValidationError({"gives_back": GIVING_BACK})
        posting = _post(actor, job, found, moved, approval.on, now)
        decision = _decided(actor, job, approval, now)
        at = {"distribution": found, "on": approval.on, "at": now, "by_id": actor.user_id}
        approved = DistributionEvent(what=What.APPROVED, note=approval.note, decision=decision, **at)
        DistributionEvent.objects.bulk_create([approved, DistributionEvent(what=What.POSTED, posting=posting, **at)])
    return posting


def withdraw(actor: Actor, distribution_id: int, now: datetime.datetime, reason: str = "") -> None:
    """Take a proposal back: it stays in the history. ValidationError when it no longer waits."""
    found = _loaded(distribution_id)
    with job_lock(found.job_id) as job:
        _check_rights(actor, job.kpa_id)
        _check_waiting(found)
        _happened(actor, found, What.WITHDRAWN, actor.today, now, note=reason)


def counter(actor: Actor, distribution_id: int, now: datetime.datetime, reason: str) -> Posting:
    """Undo a posted distribution by its counter-entry; both stay and show. The last one first.

    Accounts may go below zero by it: what is owed shows.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi, pour les personnes concernées."})
    found = _loaded(distribution_id)
    with job_lock(found.job_id) as job:
        _check_rights(actor, job.kpa_id)
        if found.state != State.POSTED:
            raise ValidationError(
                DONE.get(found.state, "Cette proposition n'est pas inscrite aux comptes : retirez-la.")
            )
        last = last_standing(job.pk)
        if last is not None and last.pk != found.pk:
            raise ValidationError(f"Annulez d'abord la répartition du {last.day:%d/%m/%Y}, inscrite après celle-ci.")
        posted = found.events.get(what=What.POSTED).posting
        if posted is None:
            raise ValidationError(DONE[State.REVERSED])
        undone = reverse(actor, posted, max(actor.today, posted.day), now=now, reason=reason)
        _happened(actor, found, What.REVERSED, undone.day, now, note=reason, posting=undone)
    return undone


def _loaded(distribution_id: int) -> Distribution:
    """The distribution, which never changes; what happened to it is read within the lock.

    Loaded in scope by who calls; the rights are looked at within the lock.
    """
    return Distribution.objects.select_related("rule_version").get(pk=distribution_id)


def _check_rights(actor: Actor, kpa_id: int) -> None:
    if not access.may_write(actor, kpa_id):
        raise PermissionDenied


def _check_waiting(found: Distribution) -> None:
    """Refuse what no longer waits for the group."""
    if found.state != State.PROPOSED:
        raise ValidationError(DONE[found.state], code="done")


def _check_day(found: Distribution, on: datetime.date, today: datetime.date) -> None:
    """The group approves what was proposed to it, and not tomorrow."""
    if on > today:
        raise ValidationError({"on": "Cette date est à venir."})
    if on < found.day:
        raise ValidationError(
            {"on": f"La proposition est du {found.day:%d/%m/%Y} : choisissez ce jour ou un autre après."}
        )


def _still_true(job: Job, found: Distribution) -> dict[str, int]:
    """What posting moves; refused when another was posted since, or anything it looked at has changed."""
    version = found.rule_version
    if in_force(job.kpa_id, job.activity_id, job.day).values_list("pk", flat=True).first() != version.pk:
        raise ValidationError(STALE.format("la règle du jour de la prestation"), code="stale")
    simulation = simulate_with(job, version, facts_of([job], found.day)[job.pk])
    if (simulation.after.pk if simulation.after else None) != found.after_id:
        raise ValidationError(STALE.format("une autre répartition est inscrite, ou annulée"), code="stale")
    differs = changed(found.case, simulation.case)
    if differs:
        raise ValidationError(STALE.format(", ".join(differs)), code="stale")
    kept = list(found.lines.values_list("step", "recipient", "cents", "figures"))
    if kept != [(each.step, each.to, each.amount, each.figures) for each in simulation.result.lines]:
        what = "la marge partagée par le groupe cette année, dont dépend la part de la structure de portage"
        raise ValidationError(STALE.format(what), code="stale")
    return simulation.moved


def _post(
    actor: Actor, job: Job, found: Distribution, moved: Mapping[str, int], day: datetime.date, now: datetime.datetime
) -> Posting:
    """From the pot to each, or back to it."""
    pot, accounts = _accounts(job, moved, day)
    moves, owing = [], []
    for each, cents in moved.items():
        account = accounts[each]
        if cents > 0:
            moves.append(Move(pot.pk, account.pk, cents))
        else:
            moves.append(Move(account.pk, pot.pk, -cents))
            owing.append(account.pk)
    return post(
        actor,
        job.kpa,
        PostingKind.DISTRIBUTION,
        day,
        moves,
        key=f"distribution:{found.pk}",
        now=now,
        facts={"distribution": found.pk, "job": job.pk},
        may_go_below=owing,
    )


def _accounts(job: Job, moved: Iterable[str], day: datetime.date) -> tuple[Account, dict[str, Account]]:
    """The job's pot and the account of each recipient; those that exist in one query, the others made."""
    numbers = {each: recipients.participant_of(each) for each in moved}
    people = [each for each in numbers.values() if each is not None]
    kinds = {KINDS[each] for each, number in numbers.items() if number is None}
    # unscoped: of a job loaded in scope
    known = Account.objects.filter(
        Q(job=job) | Q(participant__in=people) | Q(kind__in=kinds, name=""), kpa=job.kpa_id, opened_on__lte=day
    )
    found = {(each.kind, each.participant_id, each.activity_id, each.job_id): each for each in known}
    pot = found.get((AccountKind.POT.value, None, None, job.pk)) or account_for(job.kpa, AccountKind.POT, day, job=job)
    accounts = {}
    for each, number in numbers.items():
        activity = job.activity if each == recipients.ACTIVITY else None
        kind = KINDS[each] if number is None else AccountKind.INDIVIDUAL
        account = found.get((kind.value, number, activity.pk if activity else None, None))
        if account is None:
            whose = None if number is None else Participant.objects.get(pk=number)
            account = account_for(job.kpa, kind, day, participant=whose, activity=activity)
        accounts[each] = account
    return pot, accounts


def _decided(actor: Actor, job: Job, approval: Approval, now: datetime.datetime) -> Decision:
    """How the group approved, and who was there."""
    if approval.how not in Decision.How.values:
        raise ValidationError({"how": "Dites comment le groupe a décidé."})
    decision = Decision.objects.create(
        kpa=job.kpa,
        on=approval.on,
        how=approval.how,
        others_present=approval.others,
        note=f"Répartition de la prestation n° {job.pk}",
        entered_by_id=actor.user_id,
        entered_at=now,
    )
    # unscoped: of the KPA of a job loaded in scope
    there = Participant.objects.filter(kpa=job.kpa_id, pk__in=set(approval.present)).order_by("pk")
    there = there if approval.present else there.none()
    DecisionPresence.objects.bulk_create(DecisionPresence(decision=decision, participant=each) for each in there)
    return decision


def _happened(
    actor: Actor,
    found: Distribution,
    what: DistributionEvent.What,
    on: datetime.date,
    now: datetime.datetime,
    *,
    note: str = "",
    posting: Posting | None = None,
    decision: Decision | None = None,
) -> None:
    """One event, once."""
    DistributionEvent.objects.create(
        distribution=found, what=what, on=on, note=note, posting=posting, decision=decision, at=now, by_id=actor.user_id
    )
