"""Sharing a job: simulated, proposed to the group, approved and posted; undone by a counter-distribution alone.

Lock order: the KPA (the margin of its year counts for every job), the job, then accounts by id (ledger.actions.post).
"""

import datetime
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from maille.activities.models import Job
from maille.ledger.actions import reverse
from maille.ledger.models import Posting
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.sharing import access
from maille.sharing.actions.cases import Facts, facts_of
from maille.sharing.models import (
    Decision,
    Distribution,
    DistributionEvent,
    DistributionLine,
    RuleVersion,
    rule_in_force,
)
from maille.sharing.models.distributions import State
from maille.sharing.models.lines import totals_of
from maille.sharing.models.standing import Standing, closed_to_share
from maille.sharing.rules import recipients
from maille.sharing.rules.differences import differences
from maille.sharing.rules.engine import share
from maille.sharing.rules.reading import RefusedCaseError
from maille.sharing.rules.results import Result
from maille.sharing.rules.stored import stored

What = DistributionEvent.What
NOTHING = "Aucune recette n'est notée : il n'y a rien à partager pour l'instant."
SAME = "Rien n'a changé depuis la répartition du {:%d/%m/%Y} : il n'y a rien à inscrire."
NO_RULE = (
    "Aucune règle de répartition n'est valable le {:%d/%m/%Y}, le jour de la prestation. "
    "Écrivez la règle du groupe, puis revenez ici."
)
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


@contextmanager
def jobs_lock(kpa_id: int, job_ids: Collection[int]) -> Iterator[dict[int, Job]]:
    """These jobs of a KPA, alone in one transaction: whoever shares one, or another job of the KPA, waits.

    Between what is looked at and what is posted, nobody posts: two people approving at once post once.
    """
    with transaction.atomic():
        if connection.features.has_select_for_update:  # beginning a transaction is SQLite's own lock
            # unscoped: of a distribution or job loaded in scope
            kpas = Organisation.objects.select_for_update(no_key=True).filter(pk=kpa_id)
            list(kpas.order_by().values_list("pk"))
        jobs = Job.objects.select_for_update(of=("self",)).select_related("kpa", "activity").order_by("pk")
        yield {job.pk: job for job in jobs.filter(pk__in=job_ids, kpa=kpa_id)}


@contextmanager
def job_lock(kpa_id: int, job_id: int) -> Iterator[Job]:
    """The same for one job."""
    with jobs_lock(kpa_id, [job_id]) as jobs:
        yield jobs[job_id]


def simulate(job: Job, day: datetime.date) -> Simulation:
    """What the rule valid on the job's day gives of all it received and was given. ValidationError, in words."""
    version = rule_in_force(job.kpa_id, job.activity_id, job.day)
    if version is None:
        raise ValidationError(NO_RULE.format(job.day), code="no_rule")
    return simulate_with(job, version, facts_of([job], day)[job.pk])


def simulate_with(job: Job, version: RuleVersion, facts: Facts) -> Simulation:
    """The same, the rule and the facts being known. ValidationError, in words."""
    after = last_standing(job.pk)
    return computed(job, version, facts, after, totals_of([after.pk])[after.pk] if after else {})


def computed(
    job: Job, version: RuleVersion, facts: Facts, after: Distribution | None, before: Mapping[str, int]
) -> Simulation:
    """The same, what was posted before being known too. ValidationError, in words."""
    try:
        case = facts.case(version.content)
        result = share(case)
    except RefusedCaseError as refused:
        raise ValidationError(str(refused), code="refused") from None
    return Simulation(job, version, facts, result, stored(case, facts.filled(version.content)), after, before)


def last_standing(job_id: int) -> Distribution | None:
    """The job's distribution posted last and not undone."""
    pk = Standing.of([job_id]).last(job_id)
    # unscoped: of a job loaded in scope
    return Distribution.objects.get(pk=pk) if pk else None


def propose(actor: Actor, job_id: int, now: datetime.datetime) -> Distribution:
    """Write what the rule gives, for the group to look at; an earlier proposal still waiting is withdrawn.

    ValidationError, in words, when nothing would be posted.
    """
    with job_lock(_kpa_of(job_id), job_id) as job:
        check_rights(actor, job.kpa_id)
        simulation = simulate(job, actor.today)
        if not simulation.moved:
            raise ValidationError(SAME.format(simulation.after.day) if simulation.after else NOTHING, code="nothing")
        # unscoped: of a job loaded in scope
        for waiting in Distribution.objects.proposed().filter(job=job):
            _happened(actor, waiting, What.WITHDRAWN, actor.today, now, note="Une autre proposition la remplace.")
        return write(actor, simulation, now)


def propose_closed(
    actor: Actor, kpa: Organisation, now: datetime.datetime
) -> tuple[list[Distribution], list[tuple[Job, str]]]:
    """Propose all the closed jobs of a KPA whose money waits; those that cannot be, with why, in words."""
    check_rights(actor, kpa.pk)
    made, left = [], []
    for job in closed_to_share(kpa.pk):
        try:
            made.append(propose(actor, job.pk, now))
        except ValidationError as refused:
            left.append((job, refused.messages[0]))
    return made, left


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


def withdraw(actor: Actor, distribution_id: int, now: datetime.datetime, reason: str = "") -> None:
    """Take a proposal back: it stays in the history. ValidationError when it no longer waits."""
    found = _loaded(distribution_id)
    with job_lock(found.kpa_id, found.job_id) as job:
        check_rights(actor, job.kpa_id)
        check_waiting(found.state)
        _happened(actor, found, What.WITHDRAWN, actor.today, now, note=reason)


def counter(actor: Actor, distribution_id: int, now: datetime.datetime, reason: str) -> Posting:
    """Undo a posted distribution by its counter-entry; both stay and show. The last one first.

    Accounts may go below zero by it: what is owed shows.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi, pour les personnes concernées."})
    found = _loaded(distribution_id)
    with job_lock(found.kpa_id, found.job_id) as job:
        check_rights(actor, job.kpa_id)
        if found.state != State.POSTED:
            raise ValidationError(
                DONE.get(found.state, "Cette proposition n'est pas inscrite aux comptes : retirez-la.")
            )
        last = last_standing(job.pk)
        if last is not None and last.pk != found.pk:
            raise ValidationError(f"Annulez d'abord la répartition du {last.day:%d/%m/%Y}, inscrite après celle-ci.")
        event = found.events.select_related("posting", "margin").get(what=What.POSTED)
        if event.posting is None:
            raise ValidationError(DONE[State.REVERSED])
        undone = reverse(actor, event.posting, max(actor.today, event.posting.day), now=now, reason=reason)
        told = _happened(actor, found, What.REVERSED, undone.day, now, note=reason, posting=undone)
        event.margin.taken_back(told).save(force_insert=True)
    return undone


def _loaded(distribution_id: int) -> Distribution:
    """The distribution, which never changes; what happened to it is read within the lock.

    Loaded in scope by who calls; the rights are looked at within the lock.
    """
    return Distribution.objects.get(pk=distribution_id)


def _kpa_of(job_id: int) -> int:
    """The KPA of a job, loaded in scope by who calls; it never changes."""
    return Job.objects.values_list("kpa_id", flat=True).get(pk=job_id)


def check_rights(actor: Actor, kpa_id: int) -> None:
    """Refuse who may not write in that KPA."""
    if not access.may_write(actor, kpa_id):
        raise PermissionDenied


def check_waiting(state: State) -> None:
    """Refuse what no longer waits for the group."""
    if state != State.PROPOSED:
        raise ValidationError(DONE[state], code="done")


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
) -> DistributionEvent:
    """One event, once."""
    return DistributionEvent.objects.create(
        distribution=found, what=what, on=on, note=note, posting=posting, decision=decision, at=now, by_id=actor.user_id
    )
