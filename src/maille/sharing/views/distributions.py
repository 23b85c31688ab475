"""Sharing a job at the desk: what the rule gives now, the proposal to the group, what was posted."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.activities.models import Job, Participant
from maille.activities.rules.kinds import JobState
from maille.activities.views.tabs import tabs
from maille.journeys.models import Reply
from maille.journeys.models.behalf import with_replies
from maille.journeys.views.loading import attempt, reader
from maille.network.requests import ActorRequest
from maille.sharing import access
from maille.sharing.actions import disagreements
from maille.sharing.actions import distributions as actions
from maille.sharing.actions.approvals import approve as approve_one
from maille.sharing.forms.distributions import AnswerForm, ApprovalForm, DisagreementForm, ReasonForm
from maille.sharing.models import DecisionPresence, Disagreement, Distribution, DistributionEvent
from maille.sharing.models.distributions import DistributionQuerySet, State
from maille.sharing.models.lines import totals_of
from maille.sharing.rules.recipients import participant_of
from maille.sharing.views.told_shares import Shares, rule_of, shares, shares_of
from maille.ui import keyset
from maille.ui.text import euros

A_PAGE = 20


def distributions(request: ActorRequest, job_id: int) -> HttpResponse:
    """What the rule gives of the job now, and every distribution before; on a past day, those of then alone."""
    job = get_object_or_404(Job.objects.visible_to(reader(request)).select_related("kpa", "activity"), pk=job_id)
    past = request.at != request.today
    found = Distribution.objects.visible_to(request.actor).filter(job=job).told()
    page = keyset.page(on_day(found, request.at) if past else found, ("-id",), request.GET, size=A_PAGE)
    context: dict[str, Any] = {
        "refused": "",
        "job": job,
        "tabs": tabs(job.pk, "sharing:distributions"),
        "page": page,
        "waiting": next((each for each in page.rows if each.state == State.PROPOSED), None),
        "may_write": access.may_write(request.actor, job.kpa_id) and not past,
        "closed": job.state == JobState.CLOSED,
        "past": past,
    }
    if past:
        return render(request, "sharing/distributions/job.html", context)
    try:
        simulated = actions.simulate(job, request.today)
    except ValidationError as refused:
        context |= {"refused": refused.messages[0], "no_rule": refused.code == "no_rule", "simulated": None}
        return render(request, "sharing/distributions/job.html", context)
    told = shares(simulated.result.lines, simulated.case, simulated.before)
    context |= {
        "simulated": simulated,
        "shares": told,
        "moved": bool(simulated.moved),
        "nobody": not simulated.facts.contributions,
        "host_without_scale": simulated.facts.scale is None and has_host(simulated.case),
        **rule_of(simulated.version, job, request.today),
    }
    return render(request, "sharing/distributions/job.html", context)


def on_day(found: DistributionQuerySet, day: datetime.date) -> DistributionQuerySet:
    """Those written by that day, with what had happened to them by then; no other event of theirs is read."""
    # unscoped: of distributions loaded in scope
    events = Prefetch("events", DistributionEvent.objects.filter(on__lte=day).order_by("pk"))
    return found.filter(day__lte=day).prefetch_related(None).prefetch_related(events)


def has_host(case: Any) -> bool:
    """Whether the rule has a step for the host."""
    return any(each.get("kind") == "host" for each in case["rule"].get("steps", []))


@require_POST
def propose(request: ActorRequest, job_id: int) -> HttpResponse:
    """Write the simulation as a proposal to the group."""
    job = get_object_or_404(Job.objects.visible_to(reader(request)), pk=job_id)
    if not access.may_write(request.actor, job.kpa_id):
        raise PermissionDenied
    try:
        found = actions.propose(request.actor, job.pk, timezone.now())
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect("sharing:distributions", job.pk)
    messages.success(request, "La proposition est écrite. Montrez-la au groupe, puis notez sa décision.")
    return redirect("sharing:distribution", found.pk)


def to_read(request: ActorRequest, distribution_id: int) -> Distribution:
    """A distribution of a KPA whose files the reader opens."""
    # unscoped: of a distribution loaded in scope
    theirs = Disagreement.objects.select_related("entered_by", "answered_by").order_by("pk")
    said = Prefetch("disagreements", theirs)
    found = Distribution.objects.visible_to(reader(request)).told().prefetch_related("lines", said)
    return get_object_or_404(found, pk=distribution_id)


def to_change(request: ActorRequest, distribution_id: int) -> Distribution:
    """A distribution the reader may decide on."""
    found = to_read(request, distribution_id)
    if not access.may_approve(request.actor, found):
        raise PermissionDenied
    return found


def before_of(found: Distribution) -> dict[str, int]:
    """What was posted before this one."""
    return totals_of([found.after_id])[found.after_id] if found.after_id else {}


def people_of(found: Distribution) -> list[Participant]:
    """Those who took part, or receive."""
    numbers = {participant_of(each["person"]) for each in found.case["contributions"]}
    numbers |= {participant_of(each["to"]) for each in found.case["expenses"]}
    numbers |= {each.participant_id for each in found.lines.all()}
    # unscoped: of a distribution loaded in scope
    people = Participant.objects.named().filter(pk__in=[each for each in numbers if each is not None])
    return sorted(people, key=str)


def present_at(found: Distribution) -> list[str]:
    """Who was there when the group approved."""
    decisions = [each.decision_id for each in found.events.all() if each.decision_id]
    # unscoped: of a distribution loaded in scope
    there = DecisionPresence.objects.filter(decision__in=decisions)
    named = there.select_related("participant__person", "participant__user") if decisions else []
    return sorted(str(each.participant) for each in named)


def approval_form(request: ActorRequest, found: Distribution, told: Shares, data: Any = None) -> ApprovalForm:
    """The form of the group's decision, with who gives back how much when somebody does."""
    back = " ".join(f"{each.name} rend {euros(each.owed_back)}." for each in told.back)
    return ApprovalForm(data, people=people_of(found), today=request.today, back=back)


def distribution(request: ActorRequest, distribution_id: int) -> HttpResponse:
    """One distribution: where it stands, everybody's share and why, who disagrees, what the group decides."""
    return shown(request, to_read(request, distribution_id))


def shown(request: ActorRequest, found: Distribution, form: ApprovalForm | None = None) -> HttpResponse:
    """The page, with a form sent when one was."""
    told = shares_of(found, before_of(found))
    said = list(found.disagreements.all())
    # unscoped: of a distribution loaded in scope
    people = Participant.objects.named().in_bulk({each.participant_id for each in said})
    with_replies(Reply.Subject.OBJECTION, said)
    may_write = access.may_approve(request.actor, found)
    waiting = found.state == State.PROPOSED
    unanswered = sum(each.answered_on is None for each in said)
    open_ = may_write and waiting and not unanswered
    context = {
        "distribution": found,
        "job": found.job,
        "tabs": tabs(found.job_id, "sharing:distributions"),
        "shares": told,
        "present": present_at(found),
        "state": State(found.state),
        "events": list(found.events.all()),
        "disagreements": [(each, people[each.participant_id]) for each in said],
        "unanswered": unanswered,
        "may_write": may_write,
        "waiting": waiting,
        "form": (form or approval_form(request, found, told)) if open_ else None,
        **rule_of(found.rule_version, found.job, request.today),
    }
    return render(request, "sharing/distributions/one.html", context)


@require_POST
def approve(request: ActorRequest, distribution_id: int) -> HttpResponse:
    """The group approved: post."""
    found = to_change(request, distribution_id)
    form = approval_form(request, found, shares_of(found, before_of(found)), request.POST)
    done, _ = attempt(request, form, lambda: approve_one(request.actor, found.pk, form.approval, timezone.now()))
    if not done:
        again = to_read(request, distribution_id)
        if again.state != State.PROPOSED or any(each.answered_on is None for each in again.disagreements.all()):
            for sentence in form.non_field_errors():
                messages.error(request, str(sentence))
            return redirect("sharing:distribution", found.pk)
        return shown(request, again, form)
    messages.success(request, "C'est inscrit aux comptes. Chaque personne voit sa part et pourquoi.")
    return redirect("sharing:distribution", found.pk)


@require_POST
def withdraw(request: ActorRequest, distribution_id: int) -> HttpResponse:
    """Take a proposal back."""
    found = to_change(request, distribution_id)
    try:
        actions.withdraw(request.actor, found.pk, timezone.now())
        messages.success(request, "La proposition est retirée. Elle reste dans l'historique.")
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("sharing:distributions", found.job_id)


def counter(request: ActorRequest, distribution_id: int) -> HttpResponse:
    """Undo a posted distribution, and say why."""
    found = to_change(request, distribution_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        done, _ = attempt(
            request,
            form,
            lambda: actions.counter(request.actor, found.pk, timezone.now(), form.cleaned_data["reason"]),
        )
        if done:
            messages.success(request, "La répartition est annulée aux comptes. Les deux écritures restent visibles.")
            return redirect("sharing:distribution", found.pk)
    context = {"distribution": found, "job": found.job, "form": form, "state": State(found.state)}
    return render(request, "sharing/distributions/counter.html", context)


def disagree(request: ActorRequest, distribution_id: int) -> HttpResponse:
    """Write a disagreement somebody said."""
    found = to_change(request, distribution_id)
    people = people_of(found)
    form = DisagreementForm(request.POST or None, people=people, today=request.today)
    if request.method == "POST":

        def act() -> None:
            typed = form.cleaned_data
            whose = next(each for each in people if str(each.pk) == typed["participant"])
            disagreements.disagree(request.actor, found.pk, whose, typed["text"], timezone.now(), typed["said_on"])

        if attempt(request, form, act)[0]:
            messages.success(request, "Le désaccord est noté. Le groupe y répond avant d'approuver.")
            return redirect("sharing:distribution", found.pk)
    context = {"distribution": found, "job": found.job, "form": form}
    return render(request, "sharing/distributions/disagree.html", context)


def answer(request: ActorRequest, disagreement_id: int) -> HttpResponse:
    """Write what the group answered."""
    # unscoped: its distribution is loaded in scope below
    of = get_object_or_404(Disagreement.objects.select_related("participant__person", "participant__user"),
                           pk=disagreement_id)  # fmt: skip
    found = to_change(request, of.distribution_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        done, _ = attempt(
            request,
            form,
            lambda: disagreements.answer(request.actor, of.pk, form.cleaned_data["answer"], request.today),
        )
        if done:
            messages.success(request, "La réponse est notée.")
            return redirect("sharing:distribution", found.pk)
    context = {"distribution": found, "job": found.job, "disagreement": of, "form": form}
    return render(request, "sharing/distributions/answer.html", context)
