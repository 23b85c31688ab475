"""Who has to hear that a shift moved, or that a job is cancelled or takes place after all.

The job is locked by whoever calls: its lock guards its shifts, its sign-ups and their news.
"""

import datetime
from collections.abc import Iterable

from maille.activities.models import Job, News, Shift, SignUp
from maille.activities.models.news import NewsQuerySet

What = News.What


def where_and_when(shift: Shift) -> str:
    """What people know of a shift, in words. Load `job`."""
    return ", ".join(each for each in (shift.when, shift.where) if each)


def to_tell(job: Job, now: datetime.datetime) -> list[SignUp]:
    """Who is on a shift to come of this job."""
    held = SignUp.objects.sitting().filter(shift__job=job, shift__starts_at__gt=now)
    found = held.select_related("participant__person", "participant__user", "shift")
    return list(found.order_by("shift__starts_at", "pk"))


def moved(shift: Shift, was: str, now: datetime.datetime) -> list[SignUp]:
    """Its people have to hear when and where it is now; nothing any more if it came back to what they knew."""
    people = [each for each in to_tell(shift.job, now) if each.shift_id == shift.pk]
    is_now = where_and_when(shift)
    known = {each.sign_up_id: each for each in waiting(people, What.MOVED)}
    back = [each for each in known.values() if each.was == is_now]
    News.objects.filter(pk__in=[each.pk for each in back]).delete()
    if is_now != was:
        write((each for each in people if each.pk not in known), What.MOVED, now, was)
    settled = {each.sign_up_id for each in back}
    return [each for each in people if each.pk not in settled] if is_now != was else []


def cancelled(job: Job, now: datetime.datetime) -> list[SignUp]:
    """Its people have to hear that it will not take place."""
    people = to_tell(job, now)
    known = {each.sign_up_id for each in waiting(people, What.CANCELLED)}
    write((each for each in people if each.pk not in known), What.CANCELLED, now)
    return people


def restored(job: Job, now: datetime.datetime) -> None:
    """Whoever was told it was cancelled has to hear that it is not; whoever was not has nothing to hear."""
    people = to_tell(job, now)
    waiting(people, What.CANCELLED).delete()
    latest: dict[int, str] = {}
    told = News.objects.filter(sign_up__in=[each.pk for each in people], what__in=[What.CANCELLED, What.RESTORED])
    for sign_up, what in told.order_by("at", "pk").values_list("sign_up_id", "what"):
        latest[sign_up] = what
    write((each for each in people if latest.get(each.pk) == What.CANCELLED), What.RESTORED, now)


def waiting(people: Iterable[SignUp], what: str) -> NewsQuerySet:
    """What these people still have to hear of that kind."""
    return News.objects.waiting().filter(sign_up__in=[each.pk for each in people], what=what)


def write(people: Iterable[SignUp], what: str, now: datetime.datetime, was: str = "") -> None:
    """Something to tell each of them."""
    News.objects.bulk_create(News(sign_up=each, what=what, at=now, was=was[:300]) for each in people)
