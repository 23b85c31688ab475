"""What a host takes out of a month: the payroll's sheet, the bank's file. Both are logged."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maille.activities.models import Participant
from maille.journeys.files.writing import csv_lines
from maille.journeys.forms import add_refusal
from maille.journeys.models import Journey
from maille.network.requests import ActorRequest
from maille.sharing.actions import transfers as actions
from maille.sharing.actions.pay_settings import debtor_of
from maille.sharing.files import payroll
from maille.sharing.forms.pay import TransfersForm
from maille.sharing.models.pay_lines import PayLine, lines_of
from maille.sharing.models.pay_people import in_pay, team_in_pay
from maille.sharing.views.pay_loading import log_pay, month_from, own_host
from maille.ui.text import month_name

CHUNK = 200


@require_safe
@never_cache
def pay_csv(request: ActorRequest) -> HttpResponse:
    """One line per person of the month, even at 0 €; what is not accepted counts for nothing and says so."""
    host = own_host(request)
    month = month_from(request.GET.get("mois", ""), request.today)
    lines = list(month_lines(request, host.pk, month))
    log_pay(request, [each.person.pk for each in lines if each.person], "export de paie")
    rows = (cells(line, month) for line in lines)
    response = HttpResponse(b"".join(csv_lines(payroll.COLUMNS, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="paie-{month:%Y-%m}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def month_lines(request: ActorRequest, host_id: int, month: datetime.date) -> Iterator[PayLine]:
    """Every line of a host's month, a block at a time."""
    everybody = in_pay(Journey.objects.visible_to(request.actor), month, host_id).select_related("person", "kpa")
    journeys = list(everybody.order_by("kpa__name_key", "person__identity_key", "pk"))
    for start in range(0, len(journeys), CHUNK):
        yield from lines_of(journeys[start : start + CHUNK], [], month)
    team = team_in_pay(Participant.objects.visible_to(request.actor), month, host_id)
    yield from lines_of([], list(team.order_by("kpa__name_key", "pk")), month)


def cells(line: PayLine, month: datetime.date) -> list[Any]:
    """One person's line for the payroll."""
    person, told = line.person, line.contract
    last, first = (person.last_name, person.first_name) if person else (line.name, "")
    periods = told.held.signed if told else ()
    held, journey = line.participant, line.journey
    return [
        payroll.reference(held.pk if held else None, journey.pk if journey else 0, month),
        last,
        first,
        line.kpa.name,
        payroll.decimals(line.asked if line.is_accepted else 0),
        payroll.decimals(line.back if line.is_accepted else 0),
        payroll.hours(line.minutes),
        told.name if told else "",
        min((each.started_on for each in periods), default=None),
        told.ends_on if told else None,
        line.words,
        line.request.keeps_for if line.request and line.stands else "",
    ]


@never_cache
def pay_transfers(request: ActorRequest) -> HttpResponse:
    """Who is due what this month; the file for the bank, refused by name for who has no valid account."""
    host = own_host(request)
    month = month_from(request.GET.get("mois", ""), request.today)
    form = TransfersForm(request.POST or None, initial={"execution_on": request.today})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made, content = actions.make_file(
                request.actor, host, month, typed["execution_on"], typed["schema"], without=typed["without"],
                now=timezone.now(),
            )  # fmt: skip
        except ValidationError as refused:
            add_refusal(form, refused)
        else:
            response = HttpResponse(content, content_type="application/xml")
            response["Content-Disposition"] = f'attachment; filename="virements-{month:%Y-%m}-{made.pk}.xml"'
            response["X-Content-Type-Options"] = "nosniff"
            return response
    dues = actions.dues(request.actor, host, month)
    context = {
        "host": host,
        "form": form,
        "dues": dues,
        "due": [each for each in dues if each.cents],
        "barred": [each for each in dues if each.cents and each.problem],
        "sent": [each for each in dues if not each.cents],
        "total": sum(each.cents for each in dues if not each.problem),
        "files": actions.files_of(request.actor, host),
        "debtor": debtor_of(host),
        "month": month,
        "month_text": month_name(month),
    }
    return render(request, "sharing/pay/transfers.html", context)
