"""The week: who comes where, how many are missing; of a KPA or of one person. And the sheet of a job, to print."""

import datetime
from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from maille.activities.models import Job, Participant, Shift, SignUp
from maille.activities.models.jobs import ShiftQuerySet
from maille.activities.models.planning import room, window_of
from maille.activities.rules import weeks
from maille.activities.rules.chances import spoken
from maille.activities.rules.kinds import JobState
from maille.activities.rules.weeks import Week
from maille.activities.views.jobs import asked_day, filter_links
from maille.activities.views.loading import job_to_read
from maille.identity.models import log_access
from maille.journeys.access import kpas_to_read
from maille.journeys.models import Journey
from maille.journeys.views.filtering import with_, without
from maille.journeys.views.loading import number, reader
from maille.journeys.views.tabs import tabs
from maille.network.models import Organisation
from maille.network.requests import ActorRequest

MOST = 300
"""Shifts one week shows at most."""


def planning(request: ActorRequest) -> HttpResponse:
    """The week of one KPA, or of one person in it (`?qui=`)."""
    actor, params = reader(request), request.GET
    kpas = list(kpas_to_read(actor).order_by("name_key", "pk"))
    if not kpas:
        raise Http404
    asked = number(params.get("qui", ""))
    participant = None
    if asked:
        participant = get_object_or_404(Participant.objects.visible_to(actor).named(), pk=asked)
    wanted = participant.kpa_id if participant else number(params.get("kpa", ""))
    kpa = next((each for each in kpas if each.pk == wanted), kpas[0])
    shifts = Shift.objects.visible_to(actor).filter(job__kpa=kpa)
    if participant:
        mine = SignUp.objects.visible_to(actor).held().filter(participant=participant)
        shifts = shifts.filter(pk__in=mine.values("shift"))
    context = of_week(request, kpa, shifts, str(participant) if participant else "")
    links = [(str(each.pk), each.name) for each in kpas] if len(kpas) > 1 and not participant else []
    context["kpas"] = filter_links(with_kpa(params, kpa), "kpa", links)
    context["everybody"] = without(params, "qui") if participant else ""
    return render(request, "activities/planning/week.html", context)


def with_kpa(params: QueryDict, kpa: Organisation) -> QueryDict:
    """The same address, saying which KPA is shown."""
    found = params.copy()
    found["kpa"] = str(kpa.pk)
    return found


def journey_planning(request: ActorRequest, journey_id: int) -> HttpResponse:
    """The week of somebody of the group, from her file."""
    journeys = Journey.objects.visible_to(reader(request)).select_related("person", "kpa")
    journey = get_object_or_404(journeys, pk=journey_id)
    mine = SignUp.objects.visible_to(request.actor).held().filter(participant__person_id=journey.person_id)
    shifts = Shift.objects.visible_to(request.actor).filter(job__kpa=journey.kpa, pk__in=mine.values("shift"))
    context = of_week(request, journey.kpa, shifts, str(journey.person))
    shown = tabs(journey.pk, "activities:journey_planning")
    context |= {"kpas": [], "everybody": "", "journey": journey, "tabs": shown}
    return render(request, "activities/planning/week.html", context)


def of_week(request: ActorRequest, kpa: Organisation, shifts: ShiftQuerySet, whose: str) -> dict[str, Any]:
    """What the page tells of these shifts' week; five queries."""
    week = weeks.asked(request.GET.get("semaine", ""), request.today)
    found = shifts.exclude(job__state=JobState.CANCELLED).between(week.monday, week.sunday)
    rows = list(found.select_related("job", "role").order_by("starts_at", "pk")[:MOST])
    people = people_of(rows)
    days: dict[datetime.date, list[dict[str, Any]]] = {day: [] for day in week.days}
    for shift in rows:
        days[shift.day].append(told(shift, people[shift.pk]))
    loose = [] if whose else jobs_without_shifts(request, kpa, week)
    for job in loose:
        days[max(job.starts_on or week.monday, week.monday)].append({"job": job, "shift": None})
    return {
        "kpa": kpa,
        "week": week,
        "days": [{"day": day, "rows": days[day], "today": day == request.today} for day in week.days],
        "nothing": not rows and not loose,
        "missing": sum(row["room"].missing for of in days.values() for row in of if row["shift"] and not row["past"]),
        "whose": whose,
        "total": spoken(sum(shift.minutes for shift in rows)) if whose and rows else "",
        "previous": with_(request.GET, "semaine", str(week.previous.monday)),
        "next": with_(request.GET, "semaine", str(week.next.monday)),
        "now": without(request.GET, "semaine"),
        "this_week": request.today in week.days,
        "today": request.today,
        "journey": None,
    }


def people_of(shifts: list[Shift]) -> dict[int, list[SignUp]]:
    """Who comes to each of these shifts, by its id; one query."""
    found: dict[int, list[SignUp]] = defaultdict(list)
    # unscoped: of shifts loaded in scope
    held = SignUp.objects.sitting().filter(shift__in=[each.pk for each in shifts])
    for each in held.select_related("participant__person", "participant__user").order_by("entered_at", "pk"):
        found[each.shift_id].append(each)
    return found


def told(shift: Shift, people: list[SignUp]) -> dict[str, Any]:
    """One shift as the week tells it."""
    return {
        "shift": shift,
        "job": shift.job,
        "room": room(shift, [each.special for each in people]),
        "people": people,
        "names": ", ".join(each.participant.first_name for each in people),
        "past": shift.ends_at <= timezone.now(),
    }


def jobs_without_shifts(request: ActorRequest, kpa: Organisation, week: Week) -> list[Job]:
    """Jobs of the week nobody said who is needed for yet; one begun before is told on Monday."""
    found = Job.objects.visible_to(request.actor).filter(kpa=kpa, kind="job", shifts__isnull=True)
    found = found.filter(
        Q(starts_on__gte=week.monday) | Q(ends_on__gte=week.monday), starts_on__lte=week.sunday
    ).exclude(state=JobState.CANCELLED)
    return list(found.order_by("starts_on", "pk")[:MOST])


def sheet(request: ActorRequest, job_id: int) -> HttpResponse:
    """A job on paper: who, when, where, whom to call, a column to sign. Names leave the house: it is logged."""
    shown = job_to_read(request, job_id)
    shifts = window_of(shown, request.today, asked_day(request.GET)).shifts
    people = people_of(shifts)
    for shift in shifts:
        shift.job = shown
    if request.actor.user_id is not None:
        persons = {each.participant.person_id for rows in people.values() for each in rows} - {None}
        log_access(
            at=timezone.now(),
            user_id=request.actor.user_id,
            membership_id=request.actor.membership_id,
            kind="person",
            ids=sorted(pk for pk in persons if pk is not None),
            what="feuille de prestation",
        )
    rows = [
        {**told(shift, people[shift.pk]), "blank": range(room(shift, [False] * len(people[shift.pk])).missing)}
        for shift in shifts
    ]
    return render(request, "activities/jobs/sheet.html", {"job": shown, "rows": rows})
