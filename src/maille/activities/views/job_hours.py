"""The hours and expenses of one job: noted from its sign-ups in one tap, read with the group, confirmed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maille.activities import access
from maille.activities.actions import contributions as actions
from maille.activities.actions import given
from maille.activities.models import Contribution, Expense, Job, SignUp
from maille.activities.models.past import given_at, unconfirmed_before
from maille.activities.views.hours import tell
from maille.activities.views.hours_list import summed
from maille.activities.views.loading import job_to_change, job_to_read
from maille.activities.views.tabs import tabs
from maille.journeys.models import Reply
from maille.journeys.models.behalf import with_replies
from maille.journeys.views.loading import warn
from maille.network.requests import ActorRequest
from maille.ui import keyset
from maille.ui.text import before, duration

LINES, SPENT, GONE = 60, 60, 30
"""Lines of work on one page; expenses and withdrawn lines shown at most, the others are in their list."""


@require_safe
def job_hours(request: ActorRequest, job_id: int) -> HttpResponse:
    """Who gave what to this job; on a past day, the lines that stood then, and nothing is offered to be done."""
    job, past = job_to_read(request, job_id), request.at != request.today
    may_write = access.may_write_job(request.actor, job) and not past
    # unscoped: of a job loaded in scope
    works, every = Contribution.objects.filter(job=job), Expense.objects.filter(job=job)
    works = given_at(works, request.at) if past else works.standing()
    told = works.told().select_related("role", "replaces")
    page = keyset.page(works, ("day", "id"), request.GET, size=LINES, told=told)
    with_replies(Reply.Subject.WORK, page.rows)
    spent = every.told().select_related("receipt", "replaces", "withdrawn_by")
    stands = given_at(spent, request.at) if past else spent.standing()
    bought = list(stands.order_by("day", "pk")[: SPENT + 1])
    with_replies(Reply.Subject.EXPENSE, bought)
    if past:
        unconfirmed_before([*page.rows, *bought], request.at)
    context = {
        "job": job,
        "tabs": tabs(job.pk, "activities:job_hours"),
        "may_write": may_write,
        "page": page,
        "bought": bought[:SPENT],
        "more_bought": len(bought) > SPENT,
        "spent": stands.aggregate(total=Sum("cents"))["total"] or 0,
        "closed": [] if past else given.said_of_closed(job),
        "past": past,
        "pending": [line.pk for line in page.rows if line.confirmed_at is None],
        "pending_spent": [line.pk for line in bought[:SPENT] if line.confirmed_at is None],
        **({"gone": [], "gone_spent": []} if past else gone_of(job, spent)),
        **summed(works),
        **to_note(request, job, may_write=may_write),
    }
    return render(request, "activities/hours/job.html", context)


def gone_of(job: Job, spent: Any) -> dict[str, Any]:
    """The lines withdrawn or corrected: nothing vanishes."""
    # unscoped: of a job loaded in scope
    gone = Contribution.objects.filter(job=job, withdrawn_at__isnull=False).told()
    told = gone.select_related("role", "withdrawn_by").prefetch_related("replacement").order_by("-withdrawn_at", "-pk")
    back = spent.filter(withdrawn_at__isnull=False).prefetch_related("replacement").order_by("-withdrawn_at", "-pk")
    return {"gone": list(told[:GONE]), "gone_spent": list(back[:GONE])}


def to_note(request: ActorRequest, job: Job, *, may_write: bool) -> dict[str, Any]:
    """The sign-ups whose shift is over and whose time nobody noted, with what their one button says."""
    found = actions.to_note(job, timezone.now()) if may_write else []
    rows = [
        {
            "sign_up": each,
            "says": f"Noter {duration(each.shift.minutes)} {before('de', each.shift.role.name)}"
            if each.shift.role
            else "",
        }
        for each in found
    ]
    return {"to_note": rows, "at_once": sum(bool(row["says"]) for row in rows)}


@require_POST
def note(request: ActorRequest, job_id: int, sign_up_id: int) -> HttpResponse:
    """One person's hours, as planned."""
    job = job_to_change(request, job_id)
    sign_up = get_object_or_404(SignUp.objects.visible_to(request.actor).filter(shift__job=job), pk=sign_up_id)
    try:
        tell(request, [actions.note_sign_up(request.actor, sign_up.pk, timezone.now())])
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect("activities:job_hours", job.pk)


@require_POST
def note_everybody(request: ActorRequest, job_id: int) -> HttpResponse:
    """Everybody's hours, as planned; each can then be adjusted."""
    job = job_to_change(request, job_id)
    done = actions.note_everybody(request.actor, job, timezone.now())
    if done.noted:
        tell(request, list(done.noted))
    elif not done.refused:
        messages.info(request, "Toutes les heures prévues sont déjà notées.")
    warn(request, list(done.refused))
    return redirect("activities:job_hours", job.pk)
