"""My hours, on the phone: three big fields, what I gave this month, what the group confirmed."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Sum
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.activities.actions import contributions as actions
from maille.activities.actions import given
from maille.activities.actions import roles as role_actions
from maille.activities.actions.asking import unseen
from maille.activities.actions.participants import participant_for
from maille.activities.forms.hours import MyWorkForm
from maille.activities.models import Contribution, Job, Participant, SignUp
from maille.activities.rules.kinds import JobState
from maille.activities.views.confirming import attempt_seen, seen_by
from maille.activities.views.hours_list import WEEK, month_of, months_around
from maille.journeys.models import Journey, Person, Reply
from maille.journeys.models.behalf import KIND_OF, with_replies
from maille.journeys.views.loading import number, warn
from maille.journeys.views.own import own_person
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.ui import keyset
from maille.ui.text import before, duration

LATELY = datetime.timedelta(days=45)
USUAL = (120, 240, 420)
"""Durations proposed to who never noted any."""
A_PAGE, SOME = 20, 5
KEPT = "kept"
"""What the script says of a line that waited in the phone: its answer is shown at once, not on the next page."""


def own_kpa(request: ActorRequest, person: Person) -> Organisation | None:
    """The KPA of one's journey under way, the one asked among several; else the one left last; None without any."""
    # unscoped: one's own journeys
    journeys = list(Journey.objects.filter(person=person).select_related("kpa").order_by("-entered_on", "-pk"))
    asked = number(request.GET.get("kpa", ""))
    here = [each for each in journeys if each.kpa_id == asked] or [
        each for each in journeys if each.entered_on <= request.today <= (each.ended_on or request.today)
    ]
    found = (here or journeys)[:1]
    return found[0].kpa if found else None


def own_line(request: ActorRequest, contribution_id: int) -> Contribution:
    """One's own line."""
    own_person(request)
    found = Contribution.objects.own(request.actor).told().select_related("kpa", "role")
    line: Contribution = get_object_or_404(found, pk=contribution_id)
    return line


def form_for(request: ActorRequest, person: Person, kpa: Organisation, line: Contribution | None = None) -> MyWorkForm:
    """The three fields, with what I usually answer."""
    jobs = jobs_lately(request, person, kpa)
    roles = role_actions.roles_of(kpa, request.today)
    # unscoped: one's own hours
    last = (
        Contribution.objects.own(request.actor).filter(minutes__gt=0).order_by("-pk").values_list("minutes", flat=True)
    )
    usual = sorted(list(dict.fromkeys([*last[:12], *USUAL]))[:4])
    asked = number(request.GET.get("prestation", ""))
    initial: dict[str, Any] = {"day": request.today, "job": asked or ""}
    if line is not None:
        if line.job and line.job not in jobs:
            jobs.append(line.job)
        if line.role not in roles:
            roles.append(line.role)
        usual = sorted({line.minutes, *usual}) if line.minutes else usual
        initial = {"day": line.day, "usual": line.minutes, "role": line.role_id, "job": line.job_id or ""}
    known = actions.as_typed(line) if line is not None else None
    return MyWorkForm(request.POST or None, roles=roles, jobs=jobs, usual=usual, initial=initial, known=known)


def jobs_lately(request: ActorRequest, person: Person, kpa: Organisation) -> list[Job]:
    """The jobs of my KPA I may have worked on these weeks: a budget or a shop opened long ago is one while it lasts."""
    states = [JobState.PLANNED, JobState.DONE, JobState.CLOSED]
    since = request.today - LATELY
    # unscoped: jobs open to oneself
    found = Job.objects.open_to(person, request.today).filter(
        Q(starts_on__gte=since) | Q(ends_on__gte=since), kpa=kpa, state__in=states, starts_on__lte=request.today
    )
    return list(found.order_by("-starts_on", "-pk")[:12])


def my_hours(request: ActorRequest) -> HttpResponse:
    """Note mine, and read them."""
    person = own_person(request)
    kpa = own_kpa(request, person)
    if kpa is None:
        return render(request, "activities/hours/nothing_yet.html", {"person": person})
    form = form_for(request, person, kpa)
    if request.method == "POST":
        noted: list[actions.Noted] = []
        sent = request.headers.get("X-Maille-Later", "")
        # What waited in the phone is never asked again: it is written, and what deserves a look is told.
        seen = None if sent == KEPT else seen_by(request)

        def act() -> None:
            key = form.cleaned_data["key"]
            with transaction.atomic():
                mine = participant_for(kpa, person=person)
                noted.append(actions.note_work(request.actor, mine.pk, form.work, timezone.now(), key=key, seen=seen))

        done = attempt_seen(request, form, act)
        if done and sent != KEPT:
            messages.success(request, said(noted[0]))
            warn(request, unseen(noted[0].warnings, seen_by(request)))
        if sent:
            return answer_later(form, noted[0] if done else None)
        if done:
            return redirect("activities:my_hours")
    return render(request, "activities/hours/mine.html", page_of(request, person, kpa, form))


def said(noted: actions.Noted) -> str:
    """What was written, in one sentence."""
    if noted.again:
        return "C'était déjà noté. Rien n'est écrit deux fois."
    line = noted.line
    return f"C'est noté : {duration(line.minutes)} {before('de', line.role.name)}, le {line.day:%d/%m/%Y}."


def answer_later(form: MyWorkForm, noted: actions.Noted | None) -> JsonResponse:
    """To the script that sends what a phone kept: written, or why not."""
    if noted is not None:
        sentences = [said(noted), *noted.warnings]
        return JsonResponse({"said": sentences, "next": reverse("activities:my_hours")})
    return JsonResponse({"why": form.why}, status=422)


def page_of(request: ActorRequest, person: Person, kpa: Organisation, form: MyWorkForm) -> dict[str, Any]:
    """The month, line by line, with what it adds up to; the shifts whose time is not noted."""
    start, end = month_of(request.GET.get("mois", ""), request.today)
    # unscoped: one's own hours
    mine = Contribution.objects.own(request.actor).standing()
    if start and end:
        mine = mine.between(start, end)
    told = mine.told().select_related("role", "replaces", "kpa")
    page = keyset.page(mine, ("-day", "-id"), request.GET, size=A_PAGE, told=told)
    with_replies(Reply.Subject.WORK, page.rows)
    sums = dict(mine.order_by().values_list("paid").annotate(Sum("minutes")))
    return {
        "person": person,
        "kpa": kpa,
        "form": form,
        "page": page,
        "paid": sums.get(True, 0),
        "given": sums.get(False, 0),
        "start": start,
        "week": request.GET.get("mois") == WEEK,
        "this_month": start == request.today.replace(day=1) and request.GET.get("mois") != WEEK,
        "to_note": own_to_note(request),
        "may_contest": Reply.Subject.WORK in KIND_OF,
        **months_around(request.GET, start, request.today),
    }


def own_to_note(request: ActorRequest) -> list[SignUp]:
    """My shifts of these weeks that are over, and whose time nobody noted: one button each."""
    now = timezone.now()
    mine = Participant.objects.own(request.actor).values("pk")
    # unscoped: one's own sign-ups
    held = SignUp.objects.filter(
        participant__in=mine, withdrawn_at__isnull=True, shift__starts_at__range=(now - LATELY, now),
        shift__role__isnull=False,
    )  # fmt: skip
    return actions.without_hours(held.exclude(came=False), now)[:SOME]


@require_POST
def note(request: ActorRequest, sign_up_id: int) -> HttpResponse:
    """My shift, as planned, in one tap."""
    own_person(request)
    mine = Participant.objects.own(request.actor).values("pk")
    # unscoped: one's own sign-up
    sign_up = get_object_or_404(SignUp, participant__in=mine, pk=sign_up_id)
    try:
        noted = actions.note_sign_up(request.actor, sign_up.pk, timezone.now())
        messages.success(request, said(noted))
        warn(request, list(noted.warnings))
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect("activities:my_hours")


def correct(request: ActorRequest, contribution_id: int) -> HttpResponse:
    """Put my own line right, while the group has not confirmed it."""
    person, line = own_person(request), own_line(request, contribution_id)
    form = form_for(request, person, line.kpa, line)
    if request.method == "POST":
        noted: list[actions.Noted] = []

        def act() -> None:
            key = form.cleaned_data["key"]
            seen = seen_by(request)
            noted.append(actions.correct_work(request.actor, line.pk, form.work, timezone.now(), key=key, seen=seen))

        if attempt_seen(request, form, act):
            messages.success(request, said(noted[0]))
            warn(request, unseen(noted[0].warnings, seen_by(request)))
            return redirect("activities:my_hours")
    return render(request, "activities/hours/my_form.html", {"form": form, "line": line})


@require_POST
def withdraw(request: ActorRequest, contribution_id: int) -> HttpResponse:
    """Take my own line back, while the group has not confirmed it."""
    line = own_line(request, contribution_id)
    try:
        given.withdraw(request.actor, Contribution, line.pk, timezone.now())
        messages.success(request, "La ligne est retirée.")
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect("activities:my_hours")
