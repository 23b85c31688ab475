"""What stood on a past day: jobs where they were, shifts as they were written, who came then. Read, never saved."""

import datetime
from collections.abc import Iterable

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from maille.activities.models.contributions import Given, GivenQuerySet
from maille.activities.models.jobs import Job, JobQuerySet, JobStep, PlannedWork, Shift, SignUp, midnight
from maille.activities.models.news import WRITTEN, ShiftVersion


def after(day: datetime.date) -> datetime.datetime:
    """The moment that day is over, here."""
    return midnight(day + datetime.timedelta(days=1)) if day < datetime.date.max else midnight(day)


def jobs_at(found: JobQuerySet, day: datetime.date) -> JobQuerySet:
    """Those already written at the end of that day, each with the state it had then (`state_then`)."""
    steps = JobStep.objects.filter(job=OuterRef("pk"), entered_at__lt=after(day)).order_by("-entered_at", "-pk")
    then = Coalesce(Subquery(steps.values("state")[:1]), "state")
    return found.filter(entered_at__lt=after(day)).annotate(state_then=then)


def as_written_on(shifts: Iterable[Shift], day: datetime.date) -> list[Shift]:
    """These shifts as they were written at the end of that day; one query. Not to be saved.

    One written later is left out; one of before versions were kept stands as it is.
    """
    shifts = list(shifts)
    found = ShiftVersion.objects.filter(shift__in=[each.pk for each in shifts]).select_related("role")
    over, known, then = after(day), set[int](), dict[int, ShiftVersion]()
    for version in found.order_by("entered_at", "pk"):
        known.add(version.shift_id)
        if version.entered_at < over:
            then[version.shift_id] = version
    stood = []
    for shift in shifts:
        if shift.pk in then:
            for name in (*WRITTEN, "role"):
                setattr(shift, name, getattr(then[shift.pk], name))
        elif shift.pk in known:
            continue
        stood.append(shift)
    return sorted(stood, key=lambda shift: (shift.starts_at, shift.pk))


def sign_ups_at(found: QuerySet[SignUp], day: datetime.date) -> list[SignUp]:
    """Those held at the end of that day; whether each came is known once it was marked. Not to be saved."""
    over = after(day)
    held = list(found.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=over), entered_at__lt=over))
    for each in held:
        if each.marked_at is None or each.marked_at >= over:
            each.came, each.absent_why = None, ""
    return held


def promises_at(found: QuerySet[PlannedWork], day: datetime.date) -> QuerySet[PlannedWork]:
    """The promises that stood at the end of that day."""
    over = after(day)
    return found.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=over), entered_at__lt=over)


def given_at(found: GivenQuerySet, day: datetime.date) -> GivenQuerySet:
    """The lines of hours or expenses written by the end of that day and not withdrawn yet."""
    over = after(day)
    return found.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=over), entered_at__lt=over)


def unconfirmed_before(lines: Iterable[Given], day: datetime.date) -> None:
    """Tell as not yet confirmed what the group confirmed after that day. Not to be saved."""
    for each in lines:
        if each.confirmed_at is not None and each.confirmed_at >= after(day):
            each.confirmed_at = None


def as_it_stood(job: Job, day: datetime.date) -> Job | None:
    """The job in the state it had at the end of that day; None when it was not written yet. Not to be saved."""
    if job.entered_at >= after(day):
        return None
    reached = job.steps.filter(entered_at__lt=after(day)).order_by("-entered_at", "-pk")
    job.state = reached.values_list("state", flat=True).first() or job.state
    return job
