"""What I advanced, on the phone: the photo of the receipt first, then how much and for what."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maille.activities.actions import expenses as actions
from maille.activities.actions import given
from maille.activities.actions.asking import unseen
from maille.activities.actions.participants import participant_for
from maille.activities.forms.expenses import MyExpenseForm
from maille.activities.models import Expense
from maille.activities.views.confirming import attempt_seen, seen_by
from maille.activities.views.my_hours import jobs_lately, own_kpa
from maille.journeys.models import Reply
from maille.journeys.models.behalf import KIND_OF, with_replies
from maille.journeys.views.loading import warn
from maille.journeys.views.own import own_person
from maille.journeys.views.papers import attached
from maille.network.requests import ActorRequest
from maille.ui import keyset

A_PAGE = 10


def my_expenses(request: ActorRequest) -> HttpResponse:
    """Note mine, and read them."""
    person = own_person(request)
    kpa = own_kpa(request, person)
    if kpa is None:
        return render(request, "activities/hours/nothing_yet.html", {"person": person})
    form = MyExpenseForm(
        request.POST or None, request.FILES or None, by=request.actor.user_id,
        jobs=jobs_lately(request, person, kpa),
        initial={"day": request.today},
    )  # fmt: skip
    if request.method == "POST":
        kept: list[actions.Kept] = []

        def act() -> None:
            spent = form.spent_by(participant_for(kpa, person=person).pk)
            key = form.cleaned_data["key"]
            seen, now = seen_by(request), timezone.now()
            kept.append(actions.note_expense(request.actor, kpa, spent, form.photo, now, key=key, seen=seen))

        if attempt_seen(request, form, act):
            again = "C'était déjà noté. Rien n'est écrit deux fois."
            messages.success(request, again if kept[0].again else "C'est noté. Le groupe va le lire.")
            warn(request, unseen(kept[0].warnings, seen_by(request)))
            return redirect("activities:my_expenses")
        form.set_aside(timezone.now())
    # unscoped: one's own expenses
    mine = Expense.objects.own(request.actor).standing()
    told = mine.told().select_related("receipt", "replaces")
    page = keyset.page(mine, ("-day", "-id"), request.GET, size=A_PAGE, told=told)
    with_replies(Reply.Subject.EXPENSE, page.rows)
    context = {
        "person": person,
        "kpa": kpa,
        "form": form,
        "page": page,
        "may_contest": Reply.Subject.EXPENSE in KIND_OF,
    }
    return render(request, "activities/expenses/mine.html", context)


def own_line(request: ActorRequest, expense_id: int) -> Expense:
    """One's own expense."""
    own_person(request)
    found = Expense.objects.own(request.actor).told().select_related("receipt")
    line: Expense = get_object_or_404(found, pk=expense_id)
    return line


@require_POST
def withdraw(request: ActorRequest, expense_id: int) -> HttpResponse:
    """Take my own line back, while the group has not confirmed it."""
    line = own_line(request, expense_id)
    try:
        given.withdraw(request.actor, Expense, line.pk, timezone.now())
        messages.success(request, "La ligne est retirée.")
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect("activities:my_expenses")


@require_safe
def receipt(request: ActorRequest, expense_id: int) -> HttpResponse:
    """The photo of my own receipt."""
    line = own_line(request, expense_id)
    if line.receipt is None:
        raise Http404
    return attached(request, line.receipt, reverse("activities:my_expenses"))
