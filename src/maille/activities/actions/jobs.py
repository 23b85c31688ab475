"""Jobs: write, correct, move from one state to another, cancel kindly, repeat.

Lock order in this app: jobs by id. A job's lock guards its shifts, its sign-ups and its promises.
"""

import datetime
from dataclasses import asdict, replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from maille.activities import access
from maille.activities.actions import telling
from maille.activities.actions.telling import to_tell
from maille.activities.models import Activity, Job, JobStep, Offer, Shift, ShiftVersion, SignUp
from maille.activities.models.news import version_of
from maille.activities.rules import jobs as rules
from maille.activities.rules.jobs import JobFacts
from maille.activities.rules.kinds import JobState, PotKind
from maille.journeys.actions import support
from maille.journeys.rules.workshops import MOST_REPEATS
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

HAVE_DAYS_OF_THEIR_OWN = (PotKind.BUDGET.value, PotKind.SALE.value)
"""Kinds whose days, once typed, stand whatever their shifts: a budget, a shop, last from one day to another."""


AT_ONCE = datetime.timedelta(seconds=30)
"""Within this time, the same thing written by the same person is one form sent twice."""


def lock_job(actor: Actor, job_id: int, version: int | None = None) -> Job:
    """The job, locked until the end of the transaction, after checking rights and version.

    Every change of who comes takes this lock first: it is what keeps people from outnumbering places.
    """
    job = Job.objects.visible_to(actor).select_for_update().get(pk=job_id)
    if not access.may_write_job(actor, job):
        raise PermissionDenied
    if version is not None and job.version != version:
        raise support.ConflictError([], job.version)
    return job


def plan_job(
    actor: Actor, kpa: Organisation, facts: JobFacts, now: datetime.datetime, state: JobState = JobState.IDEA, *,
    once: bool = False,
) -> Job:  # fmt: skip
    """Write a job of this KPA: an idea, a request or something planned.

    `once`: a form sent twice in a row by the same person gives back the job the first one wrote.
    """
    if not access.may_write(actor, kpa.pk):
        raise PermissionDenied
    check(kpa.pk, facts, actor.today)
    if state not in rules.OPEN:
        raise ValidationError({"state": ["Une prestation commence comme une idée, une demande, ou prévue."]})
    with transaction.atomic():
        said = {**asdict(known_contact(kpa.pk, facts)), "state": state.value}
        if once:
            Organisation.objects.select_for_update().get(pk=kpa.pk)
            mine = Job.objects.filter(kpa=kpa, entered_by_id=actor.user_id, entered_at__gt=now - AT_ONCE)
            known = mine.filter(**said).first()
            if known is not None:
                return known
        job = Job.objects.create(kpa=kpa, entered_by_id=actor.user_id, entered_at=now, **said)
        step(actor, job, state, now)
    return job


def check(kpa_id: int, facts: JobFacts, today: datetime.date) -> None:
    """Refuse what cannot be: see rules.jobs; the activity and the offer are the KPA's."""
    support.refuse(rules.problems_of(facts, today))
    if facts.activity_id and not Activity.objects.filter(pk=facts.activity_id, kpa_id=kpa_id).exists():
        raise ValidationError({"activity": ["Choisissez une activité de ce KPA."]})
    if facts.offer_id and not Offer.objects.filter(pk=facts.offer_id, activity__kpa_id=kpa_id).exists():
        raise ValidationError({"offer": ["Choisissez une offre du catalogue de ce KPA."]})


def known_contact(kpa_id: int, facts: JobFacts) -> JobFacts:
    """With the contact of the client's latest job when none was typed: no fact is typed twice."""
    if not facts.client or facts.contact:
        return facts
    former = Job.objects.filter(kpa_id=kpa_id, client__iexact=facts.client).exclude(contact="").order_by("-pk")
    return replace(facts, contact=former.values_list("contact", flat=True).first() or "")


def correct_job(actor: Actor, job_id: int, version: int | None, facts: JobFacts, now: datetime.datetime) -> Job:
    """Write what was typed over what was stored; days follow the shifts, when there are some."""
    with transaction.atomic():
        job = lock_job(actor, job_id, version)
        check(job.kpa_id, facts, actor.today)
        there = {} if facts.place == job.place else {each.pk: telling.where_and_when(each) for each in job.shifts.all()}
        for name, value in asdict(facts).items():
            setattr(job, name, value)
        follow_shifts(job)
        if job.state == JobState.PLANNED and job.starts_on is None:
            raise ValidationError({"starts_on": ["Cette prestation est prévue : dites quel jour."]})
        job.version += 1
        job.save(update_fields=[*asdict(facts), "version"])
        for shift in job.shifts.filter(pk__in=there, place=""):
            telling.moved(shift, there[shift.pk], now)
    return job


def follow_shifts(job: Job) -> bool:
    """Set a locked job's days from its shifts, not saved; False when they do not come from there."""
    if job.kind in HAVE_DAYS_OF_THEIR_OWN and job.starts_on is not None:
        return False
    days = sorted(shift.day for shift in job.shifts.all())
    if not days:
        return False
    job.starts_on, job.ends_on = days[0], days[-1]
    return True


def step(actor: Actor, job: Job, state: JobState, now: datetime.datetime, reason: str = "") -> None:
    """Write into the history that the job reached a state."""
    JobStep.objects.create(
        job=job, state=state.value, on=timezone.localtime(now).date(), reason=reason,
        entered_by_id=actor.user_id, entered_at=now,
    )  # fmt: skip


def move_job(
    actor: Actor, job_id: int, version: int | None, wanted: JobState, now: datetime.datetime, reason: str = ""
) -> Job:
    """The job reaches another state; the history says when and by whom."""
    with transaction.atomic():
        job = lock_job(actor, job_id, version)
        came = SignUp.objects.held().filter(shift__job=job, came=True).count()
        refused = rules.refusal(job.state_enum, wanted, job.starts_on, actor.today, came)
        if refused:
            raise ValidationError(refused)
        if wanted == JobState.CANCELLED:
            telling.cancelled(job, now)
        elif job.state_enum == JobState.CANCELLED:
            telling.restored(job, now)
        job.state = wanted.value
        job.version += 1
        job.save(update_fields=["state", "version"])
        step(actor, job, wanted, now, reason)
    return job


def cancel_job(
    actor: Actor, job_id: int, version: int | None, who: str, why: str, now: datetime.datetime
) -> list[SignUp]:
    """It will not take place: who decided and why, told kindly; returns who was to come, to be told."""
    if who not in rules.WHO_CANCELS:
        raise ValidationError({"who": ["Dites qui annule."]})
    job = move_job(actor, job_id, version, JobState.CANCELLED, now, rules.said_kindly(who, why))
    return to_tell(job, now)


def repeat_job(actor: Actor, job_id: int, weeks: int, times: int, now: datetime.datetime) -> list[Job]:
    """The same job again every `weeks` weeks, `times` times: same shifts at the same local hour, nobody on them yet.

    A job already repeated on one of these days is not repeated there again.
    """
    if not 1 <= times <= MOST_REPEATS:
        raise ValidationError({"times": [f"Choisissez de 1 à {MOST_REPEATS} fois."]})
    if not 1 <= weeks <= 8:
        raise ValidationError({"weeks": ["Choisissez dans la liste."]})
    with transaction.atomic():
        job = lock_job(actor, job_id)
        if job.starts_on is None:
            raise ValidationError("Dites d'abord quel jour elle a lieu : ajoutez un créneau, ou une date.")
        root = job.repeats_id or job.pk
        there = set(Job.objects.filter(repeats_id=root).values_list("starts_on", flat=True))
        shifts = list(job.shifts.order_by("starts_at", "pk"))
        made = [
            copy(actor, job, root, shifts, weeks * rank, now)
            for rank in range(1, times + 1)
            if job.starts_on + datetime.timedelta(weeks=weeks * rank) not in there
        ]
    if not made:
        raise ValidationError("Elle est déjà prévue ces jours-là.")
    return made


def copy(actor: Actor, job: Job, root: int, shifts: list[Shift], weeks: int, now: datetime.datetime) -> Job:
    """The same job so many weeks later, planned; an idea stays one."""
    later = datetime.timedelta(weeks=weeks)
    facts = facts_of(job)
    facts = replace(
        facts,
        starts_on=facts.starts_on + later if facts.starts_on else None,
        ends_on=facts.ends_on + later if facts.ends_on else None,
    )
    state = job.state_enum if job.state_enum in (JobState.IDEA, JobState.ASKED) else JobState.PLANNED
    made = Job.objects.create(
        kpa_id=job.kpa_id, state=state.value, repeats_id=root, entered_by_id=actor.user_id, entered_at=now,
        **asdict(facts),
    )  # fmt: skip
    step(actor, made, state, now)
    names = ("minutes", "place", "role_id", "people", "special", "special_people")
    written = Shift.objects.bulk_create(
        Shift(
            job=made,
            starts_at=rules.again(timezone.localtime(shift.starts_at), weeks),
            **{name: getattr(shift, name) for name in names},
        )
        for shift in shifts
    )
    ShiftVersion.objects.bulk_create(version_of(each, actor.user_id, now) for each in written)
    return made


def facts_of(job: Job) -> JobFacts:
    """What is stored, as a value."""
    return JobFacts(**{name: getattr(job, name) for name in JobFacts.__dataclass_fields__})
