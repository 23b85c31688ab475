"""Contributory budgets and sales: a pot without a client's job, between two days, for an income expected."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from maille.activities import access
from maille.activities.models import Activity, Job, JobStep
from maille.activities.rules.jobs import EARLIEST, FARTHEST, TOO_OLD
from maille.activities.rules.kinds import JobState, PotKind
from maille.journeys.actions.support import ConflictError
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

KINDS = (PotKind.BUDGET, PotKind.SALE)


@dataclass(frozen=True)
class BudgetFacts:
    """What is typed of a budget or a sale."""

    title: str
    starts_on: datetime.date
    ends_on: datetime.date
    expected: int | None = None
    kind: PotKind = PotKind.BUDGET
    activity: Activity | None = None
    description: str = ""
    client: str = ""
    """Where the money comes from: a grant, a fund, the customers of a shop."""


def open_budget(actor: Actor, kpa: Organisation, facts: BudgetFacts, *, now: datetime.datetime) -> Job:
    """Write a budget or a sale: people may promise hours on it at once. ValidationError by field."""
    if not access.may_write(actor, kpa.pk):
        raise PermissionDenied
    _check(kpa.pk, facts, actor.today)
    with transaction.atomic():
        job = Job(kpa=kpa, state=JobState.PLANNED.value, entered_by_id=actor.user_id, entered_at=now)
        _fill(job, facts)
        JobStep.objects.create(
            job=job, state=job.state, on=actor.today, entered_by_id=actor.user_id, entered_at=now
        )  # fmt: skip
    return job


def correct_budget(actor: Actor, job_id: int, version: int | None, facts: BudgetFacts) -> Job:
    """Write what was typed over what was stored."""
    with transaction.atomic():
        job = Job.objects.visible_to(actor).select_for_update().get(pk=job_id)
        if not access.may_write_job(actor, job):
            raise PermissionDenied
        if job.kind not in KINDS:
            raise ValidationError("C'est une prestation pour un client : corrigez-la sur sa page.")
        if version is not None and job.version != version:
            raise ConflictError([], job.version)
        _check(job.kpa_id, facts, actor.today)
        job.version += 1
        _fill(job, facts)
    return job


def _check(kpa_id: int, facts: BudgetFacts, today: datetime.date) -> None:
    refused: dict[str, list[str]] = {}
    if facts.ends_on < facts.starts_on:
        refused["ends_on"] = ["La fin précède le début."]
    for name, on in (("starts_on", facts.starts_on), ("ends_on", facts.ends_on)):
        if on < EARLIEST:
            refused.setdefault(name, []).append(TOO_OLD)
        if on > today + FARTHEST:
            refused.setdefault(name, []).append("C'est dans plus de trois ans : vérifiez.")
    if facts.kind not in KINDS:
        refused["kind"] = ["Choisissez un budget contributif ou une vente."]
    if facts.activity is not None and facts.activity.kpa_id != kpa_id:
        refused["activity"] = ["Cette activité est d'un autre KPA."]
    if refused:
        raise ValidationError(refused)


def _fill(job: Job, facts: BudgetFacts) -> None:
    job.title, job.description, job.client = facts.title, facts.description, facts.client
    job.starts_on, job.ends_on = facts.starts_on, facts.ends_on
    job.expected, job.kind, job.activity = facts.expected, facts.kind.value, facts.activity
    job.save()
