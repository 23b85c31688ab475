"""« Aujourd'hui », on the phone: my next shift, the week, where people are needed. "Je viens", "Je ne viens plus"."""

import datetime
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.activities.actions import sign_ups as actions
from maille.activities.actions.sign_ups import Signed
from maille.activities.forms.jobs import WhyForm
from maille.activities.models import Job, Shift, SignUp
from maille.activities.models.planning import readiness_on, window_of
from maille.activities.rules.kinds import JobState
from maille.activities.rules.weeks import week_of
from maille.activities.views.jobs import asked_day, window_page
from maille.activities.views.planning import people_of, told
from maille.activities.views.tabs import address
from maille.journeys.models import Person
from maille.journeys.views.own import own_person
from maille.journeys.views.pocket import no_file
from maille.network.requests import ActorRequest
from maille.ui import keyset

A_PAGE = 6
MOST, A_JOB = 40, 20
COMING = (JobState.ASKED.value, JobState.PLANNED.value)
"""Jobs people may sign up to from the phone: an idea is not work yet."""


def today(request: ActorRequest) -> HttpResponse:
    """What do I do today and this week, and where am I needed."""
    # unscoped: one's own file, found by one's own sign-in
    if not Person.objects.filter(user_id=request.actor.user_id or 0, merged_into__isnull=True).exists():
        return no_file(request, request.actor)
    person, now = own_person(request), timezone.now()
    mine = own_sign_ups(person, now)
    going = [each for each in mine if each.shift.job.state != JobState.CANCELLED]
    wanted = needed(person, request.today, now)
    told_of = wanted.select_related("job__kpa__choices", "role")
    needing = keyset.page(wanted, ("starts_at", "id"), request.GET, size=A_PAGE, told=told_of)
    cancelled = [each for each in mine if each.shift.job.state == JobState.CANCELLED]
    reasons = reasons_of([each.shift.job_id for each in cancelled])
    context = {
        "person": person,
        "next": cards(request, person, [going[0].shift], mine)[0] if going else None,
        "others": going[1:],
        "cancelled": [{"shift": each.shift, "reason": reasons.get(each.shift.job_id, "")} for each in cancelled],
        "week": this_week(request, person, now),
        "page": needing,
        "needed": gathered(cards(request, person, needing.rows, mine)),
        "first_page": "apres" not in request.GET and "avant" not in request.GET,
        "hours_url": address("activities:my_hours"),
        "money_url": address("ledger:my_money"),
    }
    return render(request, "activities/today/today.html", context)


def own_sign_ups(person: Person, now: datetime.datetime) -> list[SignUp]:
    """The shifts I am on, under way or to come, the nearest first."""
    since = now - datetime.timedelta(days=1)
    # unscoped: one's own
    held = SignUp.objects.sitting().filter(participant__person=person, shift__starts_at__gt=since)
    found = held.select_related("shift__job__kpa__choices", "shift__role", "entered_by")
    rows = found.order_by("shift__starts_at", "pk")[:MOST]
    return [each for each in rows if each.shift.ends_at > now]


def needed(person: Person, day: datetime.date, now: datetime.datetime) -> QuerySet[Shift]:
    """Shifts to come of my KPA where somebody is missing and that I am not on."""
    # unscoped: shifts of jobs open to oneself
    found = Shift.objects.filter(job__in=Job.objects.open_to(person, day), job__state__in=COMING, starts_at__gt=now)
    # unscoped: of shifts of jobs open to oneself; counted for the shifts met, from the nearest, not for all of them
    coming = SignUp.objects.sitting().filter(shift=OuterRef("pk")).order_by().values("shift")
    taken = Coalesce(Subquery(coming.annotate(many=Count("pk")).values("many")), 0)
    # unscoped: one's own
    own = SignUp.objects.held().filter(participant__person=person)
    return found.alias(taken=taken).filter(people__gt=F("taken")).exclude(pk__in=own.values("shift"))


def this_week(request: ActorRequest, person: Person, now: datetime.datetime) -> list[dict[str, Any]]:
    """What the group does from today to Sunday."""
    last = week_of(request.today).sunday
    # unscoped: shifts of jobs open to oneself
    found = Shift.objects.filter(job__in=Job.objects.open_to(person, request.today), job__state__in=COMING)
    rows = list(found.between(request.today, last).select_related("job", "role").order_by("starts_at", "pk")[:MOST])
    people = people_of(rows)
    return [told(shift, people[shift.pk]) for shift in rows if shift.ends_at > now]


def cards(request: ActorRequest, person: Person, shifts: list[Shift], mine: list[SignUp]) -> list[dict[str, Any]]:
    """Shifts with who comes, my own place, or what stops me, in words; three queries per KPA of mine."""
    people, lacking = people_of(shifts), own_lacking(person, shifts)
    held = {each.shift_id: each for each in mine}
    found = []
    for shift in shifts:
        others = [each for each in people[shift.pk] if each.participant.person_id != person.pk]
        found.append({
            **told(shift, people[shift.pk]),
            "mine": held.get(shift.pk),
            "with": ", ".join(each.participant.first_name for each in others),
            "lacking": lacking.get(shift.pk, ""),
            "started": shift.starts_at <= timezone.now(),
        })  # fmt: skip
    return found


def gathered(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One card for the same work on several days: its nearest shift, with the following ones as `again`."""
    first: dict[Any, dict[str, Any]] = {}
    for card in found:
        shift: Shift = card["shift"]
        same = (shift.job.kpa_id, shift.job.title, shift.role_id, shift.where)
        if same in first:
            first[same]["again"].append(card)
        else:
            first[same] = {**card, "again": []}
    return list(first.values())


def own_lacking(person: Person, shifts: list[Shift]) -> dict[int, str]:
    """What stops me from working on each of these shifts' days, by the shift's id."""
    by_kpa: dict[int, list[Shift]] = defaultdict(list)
    for shift in shifts:
        by_kpa[shift.job.kpa_id].append(shift)
    found = {}
    for those in by_kpa.values():
        ready = readiness_on(those[0].job.kpa, [person], [shift.day for shift in those])
        for shift in those:
            one = ready[person.pk, shift.day]
            found[shift.pk] = "" if one.ready else one.lacking
    return found


def reasons_of(jobs: list[int]) -> dict[int, str]:
    """Why each of these jobs was cancelled, as it was told."""
    # unscoped: of jobs one is on
    rows = Job.objects.filter(pk__in=jobs, steps__state=JobState.CANCELLED).order_by("steps__entered_at", "steps__pk")
    return dict(rows.values_list("pk", "steps__reason"))


def my_job(request: ActorRequest, job_id: int) -> HttpResponse:
    """One job of my KPA: what is asked, where, with whom; say whether I come."""
    person = own_person(request)
    # unscoped: jobs open to oneself
    found = Job.objects.open_to(person, request.today).select_related("kpa__choices", "activity")
    shown = get_object_or_404(found, pk=job_id)
    window = window_of(shown, request.today, asked_day(request.GET), A_JOB)
    shifts = window.shifts
    for shift in shifts:
        shift.job = shown
    # unscoped: one's own
    mine = list(SignUp.objects.held().filter(participant__person=person, shift__job=shown).select_related("entered_by"))
    # unscoped: one's own
    promises = shown.planned_work.standing().filter(participant__person=person).select_related("role", "entered_by")
    context = {
        "person": person,
        "job": shown,
        "cards": cards(request, person, shifts, mine),
        "window": window_page(window, request.GET),
        "cancelled": shown.state == JobState.CANCELLED,
        "reason": reasons_of([shown.pk]).get(shown.pk, "") if shown.state == JobState.CANCELLED else "",
        "open": shown.state in COMING,
        "promises": list(promises.order_by("pk")),
    }
    return render(request, "activities/today/job.html", context)


@require_POST
def come(request: ActorRequest, shift_id: int) -> HttpResponse:
    """ "Je viens"."""
    person = own_person(request)
    signed: list[Signed] = []
    special = bool(request.POST.get("special"))

    def act() -> None:
        signed.append(actions.sign_myself_up(request.actor, person, shift_id, timezone.now(), special=special))

    response = doing(request, person, shift_id, act, "C'est noté. Vous venez.")
    for each in signed:
        for sentence in each.warnings:
            messages.warning(request, sentence)
    return response


@require_POST
def leave(request: ActorRequest, shift_id: int) -> HttpResponse:
    """ "Je ne viens plus", with why when one wants to say it."""
    person, form = own_person(request), WhyForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""

    def act() -> None:
        if form.errors:
            raise ValidationError([str(each) for sentences in form.errors.values() for each in sentences])
        actions.withdraw_myself(request.actor, person, shift_id, why, timezone.now())

    return doing(request, person, shift_id, act, "C'est noté. Vous ne venez plus. Merci de l'avoir dit.")


def doing(request: ActorRequest, person: Person, shift_id: int, act: Callable[[], object], done: str) -> HttpResponse:
    """One button, one action, one sentence; then the page where the button was."""
    # unscoped: shifts of jobs open to oneself
    shifts = Shift.objects.filter(job__in=Job.objects.open_to(person, request.today))
    shown = get_object_or_404(shifts, pk=shift_id)
    try:
        act()
        messages.success(request, done)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    if request.POST.get("page") == "prestation":
        return redirect(reverse("activities:my_job", args=[shown.job_id]) + f"#creneau-{shown.pk}")
    return redirect("activities:today")
