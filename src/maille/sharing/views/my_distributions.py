"""Shares on the phone: mine first, everybody's and why; saying that one does not agree."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maille.activities.models import Participant
from maille.journeys.views.loading import attempt, own_person
from maille.network.requests import ActorRequest
from maille.sharing.actions import disagreements
from maille.sharing.forms.distributions import MyDisagreementForm
from maille.sharing.models import Disagreement, Distribution
from maille.sharing.models.distributions import State
from maille.sharing.models.lines import totals_of
from maille.sharing.views.told_shares import rule_of, shares_of
from maille.ui import keyset

A_PAGE = 10


def my_distributions(request: ActorRequest) -> HttpResponse:
    """The shares of the jobs where I took part, the latest first."""
    if not Participant.objects.own(request.actor).exists():  # unscoped: one's own
        own_person(request)  # somebody of a group who has not worked yet reads an empty page
    # unscoped: of jobs where one took part
    found = Distribution.objects.open_to(request.actor).exclude(events__what="withdrawn").told()
    page = keyset.page(found, ("-id",), request.GET, size=A_PAGE)
    # unscoped: one's own
    own = {f"p{pk}" for pk in Participant.objects.own(request.actor).values_list("pk", flat=True)}
    totals = totals_of([each.pk for each in page.rows])
    rows = [(each, sum(totals[each.pk].get(mine, 0) for mine in own)) for each in page.rows]
    return render(request, "sharing/distributions/my_list.html", {"page": page, "rows": rows})


def my_distribution(request: ActorRequest, distribution_id: int) -> HttpResponse:
    """One share: what I have for my pay, why, everybody's; « Je ne suis pas d'accord »."""
    # unscoped: of jobs where one took part
    open_to_me = Distribution.objects.open_to(request.actor).told().prefetch_related("lines")
    found = get_object_or_404(open_to_me, pk=distribution_id)
    # unscoped: one's own
    own = {each.pk: each for each in Participant.objects.own(request.actor).filter(kpa=found.kpa_id)}
    state, waiting = State(found.state), found.state == State.PROPOSED
    form = MyDisagreementForm(request.POST or None)
    if request.method == "POST":
        me = next(iter(own.values()))
        done, _ = attempt(
            request,
            form,
            lambda: disagreements.disagree(request.actor, found.pk, me, form.cleaned_data["text"], timezone.now()),
        )
        if done:
            messages.success(request, "C'est noté. Votre groupe vous répond avant de décider.")
            return redirect("sharing:my_distribution", found.pk)
    before = totals_of([found.after_id])[found.after_id] if found.after_id else {}
    # unscoped: of a distribution loaded in scope, one's own
    said = Disagreement.objects.filter(distribution=found, participant__in=list(own)).select_related("entered_by")
    context = {
        "distribution": found,
        "job": found.job,
        "state": state,
        "waiting": waiting,
        "shares": shares_of(found, before, frozenset(own)),
        "disagreements": list(said.order_by("pk")),
        "form": form if waiting else None,
        **rule_of(found.rule_version, found.job, request.today),
    }
    return render(request, "sharing/distributions/mine.html", context)
