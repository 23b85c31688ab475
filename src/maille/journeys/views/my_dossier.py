"""What is missing before I may work, and my account: one's own pages, in simple words."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maille.journeys.actions import dossier as actions
from maille.journeys.forms.dossier import AccountForm
from maille.journeys.models import BankDetails, Journey
from maille.journeys.models.readiness import readiness_of
from maille.journeys.models.reading import newest_first
from maille.journeys.views.loading import attempt, own_person
from maille.network.requests import ActorRequest


@require_safe
def my_dossier(request: ActorRequest) -> HttpResponse:
    """What is missing before I may work, in each KPA where I am."""
    person, at = own_person(request), request.at
    # unscoped: one's own journeys
    journeys = Journey.objects.filter(person=person).at(at).select_related("person", "kpa", "kpa__choices")
    own = newest_first(journeys)
    told = readiness_of(own, at)
    # unscoped: one's own account
    account = BankDetails.objects.filter(person=person, ended_on__isnull=True).first()
    context = {
        "person": person,
        "cards": [(journey, told[journey.pk]) for journey in own],
        "account": account,
        "at": at,
    }
    return render(request, "journeys/dossier/my_dossier.html", context)


def my_account(request: ActorRequest) -> HttpResponse:
    """I give the account where I want to be paid."""
    person = own_person(request)
    # unscoped: one's own account
    known = BankDetails.objects.filter(person=person, ended_on__isnull=True).first()
    form = AccountForm(request.POST or None, initial={"holder": str(person)})

    def act() -> object:
        data = form.cleaned_data
        return actions.give_account(request.actor, person.pk, data["holder"], data["iban"], timezone.now())

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, "Votre compte est noté. Merci.")
        return redirect("journeys:my_dossier")
    return render(request, "journeys/dossier/my_account.html", {"person": person, "form": form, "account": known})
