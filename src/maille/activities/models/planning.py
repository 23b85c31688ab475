"""What planning asks: who may work on which days, who is of the team, who worked lately, who is taken elsewhere.

Each answer is one or two queries, whatever the number of people. The caller has loaded the KPA or the job in scope.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from maille.activities.models.contributions import Contribution
from maille.activities.models.jobs import Job, Shift, SignUp, midnight
from maille.activities.models.participants import Participant
from maille.activities.rules.chances import window
from maille.activities.rules.shifts import Room, Stretch
from maille.identity.models import User
from maille.journeys.models import Journey, Person
from maille.journeys.models.readiness import facts, facts_of, runs
from maille.journeys.rules.readiness import Readiness, readiness
from maille.network.models import Membership, Organisation
from maille.network.rules.roles import Role

Ready = dict[tuple[int, datetime.date], Readiness]
"""(Person's id, day) → whether she may work that day."""
Lacking = dict[tuple[int, datetime.date], str]
"""(Participant's id, day) → what stops them, in words."""
Key = tuple[int | None, int | None]
"""Who a participant is: person's id, or account's id."""


class Taken(NamedTuple):
    """A shift somebody is on: its id, when and of what, its KPA's id."""

    shift_id: int
    stretch: Stretch
    kpa_id: int


def readiness_on(kpa: Organisation, people: Iterable[Person], days: Iterable[datetime.date]) -> Ready:
    """Whether each of these people may work in the KPA on each of these days (two queries). `kpa` with its choices."""
    people, days = list({person.pk: person for person in people}.values()), set(days)
    if not people or not days:
        return {}
    kept = facts_of([person.pk for person in people])
    journeys: dict[int, list[Journey]] = defaultdict(list)
    for journey in Journey.objects.filter(kpa=kpa, person__in=people):
        journeys[journey.person_id].append(journey)
    return {
        (person.pk, day): readiness(
            facts(person, kpa, kept[person.pk], under_way=any(runs(journey, day) for journey in journeys[person.pk])),
            day,
        )
        for person in people
        for day in days
    }


def team_on(kpa_id: int, day: datetime.date) -> QuerySet[User]:
    """The KPA's contributors that day: they need no contract to come (they have their own)."""
    able = Membership.objects.at(day).filter(organisation_id=kpa_id, role=Role.CONTRIBUTOR.value)
    return User.objects.filter(pk__in=able.values("user_id"), is_active=True).order_by("name", "pk")


def team_days(kpa_id: int, users: Iterable[int]) -> dict[int, list[tuple[datetime.date, datetime.date | None]]]:
    """When each of these accounts is of the KPA's team; one query."""
    found: dict[int, list[tuple[datetime.date, datetime.date | None]]] = defaultdict(list)
    held = Membership.objects.filter(organisation_id=kpa_id, role=Role.CONTRIBUTOR.value, user__in=list(users))
    for user, start, end in held.values_list("user_id", "started_on", "ended_on"):
        found[user].append((start, end))
    return found


def lacking_of(kpa: Organisation, wanted: Iterable[tuple[Participant, datetime.date]]) -> Lacking:
    """What stops each participant on that day, in words; "" when nothing does (three queries for all).

    Load the participants' person and user. Somebody of the team needs nothing but to be of it that day.
    """
    wanted = list(wanted)
    users = {account_of(each) for each, _ in wanted} - {None}
    team = team_days(kpa.pk, [user for user in users if user is not None]) if users else {}
    ready = readiness_on(kpa, [each.person for each, _ in wanted if each.person], [day for _, day in wanted])
    found = {}
    for each, day in wanted:
        spans = team.get(account_of(each) or 0, [])
        if any(start <= day and (end is None or end >= day) for start, end in spans):
            found[each.pk, day] = ""
        elif each.person is None:
            found[each.pk, day] = "une place dans l'équipe ce jour-là"
        else:
            told = ready[each.person.pk, day]
            found[each.pk, day] = "" if told.ready else told.lacking
    return found


def account_of(participant: Participant) -> int | None:
    """The account of somebody of the team, or the one that opens her own file."""
    return participant.person.user_id if participant.person is not None else participant.user_id


def work_lately(kpa_id: int, today: datetime.date) -> dict[Key, int]:
    """Minutes of work of everybody in the KPA around that day (rules.chances): two queries.

    Hours written down, and shifts people are on whose hours are not: compared here, for no database knows which of its
    indexes tells the hours of a shift soonest.
    """
    first, last = window(today)
    given = Contribution.objects.standing().filter(kpa_id=kpa_id, day__range=(first, last)).order_by()
    held = SignUp.objects.sitting().filter(
        ~Q(shift__job__state="cancelled"),
        shift__job__kpa_id=kpa_id,
        shift__starts_at__gte=midnight(first),
        shift__starts_at__lt=midnight(last + datetime.timedelta(days=1)),
    )
    found: dict[Key, int] = defaultdict(int)
    by_sign_up, by_day = set(), set()
    of = ("participant__person_id", "participant__user_id", "participant_id")
    for person, user, participant, job, day, sign_up, minutes in given.values_list(
        *of, "job_id", "day", "sign_up_id", "minutes"
    ):
        found[person, user] += minutes
        by_sign_up.add(sign_up)
        by_day.add((participant, job, day))
    for person, user, participant, job, starts_at, sign_up, minutes in held.order_by().values_list(
        *of, "shift__job_id", "shift__starts_at", "pk", "shift__minutes"
    ):
        if sign_up not in by_sign_up and (participant, job, timezone.localtime(starts_at).date()) not in by_day:
            found[person, user] += minutes
    return found


def taken_elsewhere(
    people: Iterable[int], users: Iterable[int], first: datetime.date, last: datetime.date
) -> dict[tuple[str, int], list[Taken]]:
    """Shifts each of these people and accounts, by id, is on around these days, in any KPA, by `who`; one query."""
    held = SignUp.objects.sitting().filter(
        Q(participant__person_id__in=list(people)) | Q(participant__user_id__in=list(users)),
        ~Q(shift__job__state="cancelled"),
        shift__starts_at__gte=midnight(first - datetime.timedelta(days=2)),
        shift__starts_at__lt=midnight(last + datetime.timedelta(days=2)),
    )
    found: dict[tuple[str, int], list[Taken]] = defaultdict(list)
    columns = (
        "shift_id", "shift__starts_at", "shift__minutes", "shift__job__title", "shift__job__kpa_id",
        "participant__person_id", "participant__user_id",
    )  # fmt: skip
    rows = held.order_by("shift__starts_at", "pk").values_list(*columns)
    for shift, start, minutes, title, kpa, person, user in rows:
        found[who(person, user)].append(Taken(shift, Stretch(start, minutes, title), kpa))
    return found


def who(person_id: int | None, user_id: int | None) -> tuple[str, int]:
    """The same key for the same human being in every KPA."""
    return ("person", person_id) if person_id else ("user", user_id or 0)


class Window(NamedTuple):
    """Some of a job's shifts, whole days; the day to begin at to see those before, and those after, if any."""

    shifts: list[Shift]
    before: datetime.date | None = None
    after: datetime.date | None = None


def window_of(job: Job, day: datetime.date, start: datetime.date | None = None, many: int = 30) -> Window:
    """The shifts of a job, all of them when they are few; of a shop open all year, `many` or so.

    From `start`, else from a week before that day, else the last ones. One query, or five.
    """
    every = job.shifts.select_related("role").order_by("starts_at", "pk")
    some = list(every[: many + 1])
    if start is None and len(some) <= many:
        return Window(some)
    since = midnight(start or day - datetime.timedelta(days=7))
    found = list(every.filter(starts_at__gte=since)[:many]) or list(every.reverse()[:many])[::-1]
    if not found:
        return Window([])
    first, last = found[0].day, found[-1].day
    earlier = list(every.reverse().filter(starts_at__lt=midnight(first))[:many])
    later = every.filter(starts_at__gte=midnight(last + datetime.timedelta(days=1))).first()
    whole = list(every.between(first, last))
    return Window(whole, earlier[-1].day if earlier else None, later.day if later else None)


def rooms_of(shifts: Iterable[Shift]) -> dict[int, Room]:
    """How full each of these shifts is; one query."""
    shifts = list(shifts)
    taken: dict[int, list[bool]] = defaultdict(list)
    found = SignUp.objects.sitting().filter(shift__in=[each.pk for each in shifts]).order_by()
    for pk, special in found.values_list("shift_id", "special"):
        taken[pk].append(special)
    return {each.pk: room(each, taken[each.pk]) for each in shifts}


def room(shift: Shift, specials: list[bool]) -> Room:
    """How full one shift is, knowing of each who comes whether they answer its special need."""
    return Room(shift.people, shift.special_people, len(specials), sum(specials))


def missing_of(jobs: Iterable[Job], now: datetime.datetime) -> dict[int, int]:
    """How many people the shifts to come of each of these jobs still need; one query."""
    sitting = Count("sign_ups", filter=Q(sign_ups__withdrawn_at__isnull=True, sign_ups__came__isnull=True)
                    | Q(sign_ups__withdrawn_at__isnull=True, sign_ups__came=True))  # fmt: skip
    shifts = Shift.objects.filter(job__in=[each.pk for each in jobs], starts_at__gt=now)
    found: dict[int, int] = defaultdict(int)
    for job, people, taken in shifts.order_by().annotate(taken=sitting).values_list("job_id", "people", "taken"):
        found[job] += max(people - taken, 0)
    return found


def named_before(kpa_id: int, many: int = 60) -> dict[str, list[str]]:
    """What former jobs of the KPA name, to be proposed: clients, contacts, places; the latest first, each once."""
    found: dict[str, list[str]] = {"clients": [], "contacts": [], "places": []}
    rows = Job.objects.filter(kpa_id=kpa_id).order_by("-pk").values_list("client", "contact", "place")
    for client, contact, place in rows[: many * 4]:
        for name, text in (("clients", client), ("contacts", contact), ("places", place)):
            if text and text not in found[name] and len(found[name]) < many:
                found[name].append(text)
    return found
