"""Shifts of a job: what is needed, when; the job's days follow."""

import datetime
import zlib
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction

from maille.activities.actions import telling
from maille.activities.actions.jobs import HAVE_DAYS_OF_THEIR_OWN, follow_shifts, lock_job
from maille.activities.models import Job, Shift, SignUp, WorkRole
from maille.activities.models.news import version_of
from maille.activities.models.planning import rooms_of
from maille.activities.rules.jobs import OVER
from maille.activities.rules.shifts import ShiftFacts, problems_of
from maille.journeys.actions import support
from maille.network.rules.roles import Actor


def add_shift(actor: Actor, job_id: int, facts: ShiftFacts, now: datetime.datetime) -> Shift:
    """One more stretch of work on this job."""
    with transaction.atomic():
        job = lock_job(actor, job_id)
        check(job, facts, now)
        if job.shifts.filter(**asdict(facts)).exists():
            raise ValidationError(
                "Ce créneau est déjà écrit. S'il faut plus de monde, corrigez son nombre de personnes."
            )
        shift = Shift.objects.create(job=job, **asdict(facts))
        version_of(shift, actor.user_id, now).save()
        settle(job)
    return shift


def check(job: Job, facts: ShiftFacts, now: datetime.datetime) -> None:
    """Refuse what cannot be: see rules.shifts; the role is the KPA's, the job still open."""
    support.refuse(problems_of(facts, now))
    if job.state_enum in OVER:
        raise ValidationError(
            f"Cette prestation est {job.get_state_display().lower()} : ses créneaux ne changent plus."
        )
    if facts.role_id and not WorkRole.objects.filter(pk=facts.role_id, kpa_id=job.kpa_id).exists():
        raise ValidationError({"role": ["Choisissez un rôle de ce KPA."]})


def stamp_of(shift: Shift) -> int:
    """What tells a shift changed meanwhile: a number drawn from all it says."""
    said = tuple(getattr(shift, name) for name in ShiftFacts.__dataclass_fields__ if name != "starts_at")
    return zlib.crc32(repr((round(shift.starts_at.timestamp()), *said)).encode())


def correct_shift(
    actor: Actor, shift_id: int, facts: ShiftFacts, now: datetime.datetime, version: int | None = None
) -> list[SignUp]:
    """Write what was typed over what was stored; returns who has to be told that day, hour or place changed."""
    with transaction.atomic():
        shift = lock_shift(actor, shift_id)
        if version is not None and version != stamp_of(shift):
            raise support.ConflictError([], stamp_of(shift))
        check(shift.job, facts, now)
        taken = rooms_of([shift])[shift.pk].taken
        if facts.people < taken:
            raise ValidationError({"people": [f"{taken} personnes viennent déjà. Retirez d'abord des inscriptions."]})
        was = telling.where_and_when(shift)
        if not shift.versions.exists():  # written before versions were kept
            version_of(shift, shift.job.entered_by_id, shift.job.entered_at).save()
        for name, value in asdict(facts).items():
            setattr(shift, name, value)
        shift.save(update_fields=list(asdict(facts)))
        version_of(shift, actor.user_id, now).save()
        settle(shift.job)
        return telling.moved(shift, was, now)


def remove_shift(actor: Actor, shift_id: int) -> Job:
    """Take away a stretch nobody ever signed up to."""
    with transaction.atomic():
        shift = lock_shift(actor, shift_id)
        if shift.sign_ups.exists():
            raise ValidationError("Des personnes s'y sont inscrites : leur trace se garde. Déplacez plutôt ce créneau.")
        job = shift.job
        if job.state == "planned" and job.shifts.count() == 1 and job.kind not in HAVE_DAYS_OF_THEIR_OWN:
            raise ValidationError("C'est le seul créneau d'une prestation prévue. Déplacez-le plutôt.")
        shift.delete()
        settle(job)
    return job


def lock_shift(actor: Actor, shift_id: int) -> Shift:
    """A shift, its job locked first, then read again."""
    job_id = Shift.objects.visible_to(actor).values_list("job_id", flat=True).get(pk=shift_id)
    job = lock_job(actor, job_id)
    shift = job.shifts.get(pk=shift_id)
    shift.job = job
    return shift


def settle(job: Job) -> None:
    """The days of a locked job follow its shifts."""
    if follow_shifts(job):
        job.version += 1
        job.save(update_fields=["starts_on", "ends_on", "version"])
