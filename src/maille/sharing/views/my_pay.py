"""My pay on the phone: what I have, until when I ask, what became of it, my certificates. Found by my own sign-in."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maille.activities.actions.participants import participant_for
from maille.activities.models import Participant
from maille.journeys.models import Journey, Person
from maille.journeys.models.behalf import with_replies
from maille.journeys.models.notes import Reply
from maille.journeys.views.loading import attempt
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.sharing.actions import pay as actions
from maille.sharing.forms.pay import AskForm
from maille.sharing.models import PayEvent, PayRequest, Payslip
from maille.sharing.models.pay_money import PayMoney, calendar_of, money_of, of_all, state_of
from maille.sharing.rules import pay as rules
from maille.sharing.rules.pay import Step
from maille.sharing.views import pay_pictures
from maille.sharing.views.pay_loading import month_in_address
from maille.sharing.views.payslips import as_pdf
from maille.ui import keyset
from maille.ui.text import before, month_name

SHOWN = 6
SAID = {
    Step.ASKED: "Votre demande est envoyée. Votre KPA va la lire.",
    Step.CHECKED: "Votre KPA est d'accord. La structure qui paie va la lire.",
    Step.ACCEPTED: "C'est accepté. L'argent arrive avec la paie.",
    Step.PAID: "C'est payé.",
    Step.RETURNED: "Votre demande est revenue.",
    Step.WITHDRAWN: "Vous avez retiré cette demande.",
}


@dataclass(frozen=True)
class Mine:
    """Me in one KPA."""

    kpa: Organisation
    held: Participant | None
    person: Person | None

    def participant(self) -> Participant:
        """Made when something is about to be written."""
        return self.held or participant_for(self.kpa, person=self.person)


def mine(request: ActorRequest) -> list[Mine]:
    """My KPAs, the one I entered last first; 404 for who has none."""
    actor = request.actor
    found: dict[int, Mine] = {}
    for held in Participant.objects.own(actor).going_on().select_related("kpa", "person", "user").order_by("-pk"):
        if held.kpa_id not in found or held.person_id:
            found[held.kpa_id] = Mine(held.kpa, held, held.person)
    ordered: dict[int, Mine] = {}
    if actor.user_id is not None:
        # unscoped: one's own journeys
        journeys = Journey.objects.filter(person__user_id=actor.user_id, person__anonymised_at__isnull=True)
        under_way = set(journeys.at(request.today).values_list("pk", flat=True))
        for journey in journeys.select_related("kpa", "person").order_by("-entered_on", "-pk"):
            known = found.get(journey.kpa_id)
            if known or journey.pk in under_way or not (found or under_way):
                ordered.setdefault(journey.kpa_id, known or Mine(journey.kpa, None, journey.person))
    ordered.update({kpa: each for kpa, each in found.items() if kpa not in ordered})
    if not ordered:
        raise Http404
    return list(ordered.values())


def my_pay(request: ActorRequest) -> HttpResponse:
    """My balance, the next date, my request, my payslips."""
    every = mine(request)
    me = next((each for each in every if str(each.kpa.pk) == request.GET.get("kpa")), every[0])
    money = money_of(me.held.pk) if me.held else PayMoney()
    form = AskForm(request.POST or None, refundable=money.refundable)
    made: list[PayRequest] = []

    def act() -> object:
        made.append(actions.ask(request.actor, me.participant(), now=timezone.now(), **form.asked))
        return made

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, f"C'est envoyé. Votre demande est pour {month_name(made[0].month)}.")
        return redirect(f"{reverse('sharing:my_pay')}?kpa={me.kpa.pk}")
    context = {
        "me": me,
        "money": money,
        "form": form,
        "several": [(each.kpa, each is me) for each in every] if len(every) > 1 else [],
        **asked_of(request, me),
        **paid_of(request, me),
    }
    return render(request, "sharing/pay/mine.html", context)


def asked_of(request: ActorRequest, me: Mine) -> dict[str, Any]:
    """Until when, for which month, and what I asked lately."""
    try:
        host = actions.host_of(me.kpa, request.today)
    except ValidationError:
        nothing: dict[str, Any] = dict.fromkeys(("host", "current", "cut_off"))
        return nothing | {"waiting": [], "returned": [], "of_month": "", "days": 0, "month_text": ""}
    calendar = calendar_of(host.pk)
    month, cut_off = rules.month_asked(request.today, calendar), rules.next_cut_off(request.today, calendar)
    # unscoped: one's own requests
    held = of_all(PayRequest.objects.all(), [me.held.pk] if me.held else [])
    # unscoped: of one's own requests
    events = Prefetch("events", PayEvent.objects.order_by("pk"))
    lately = list(held.select_related("entered_by").prefetch_related(events).order_by("-month", "-pk")[:SHOWN])
    with_replies(Reply.Subject.PAY, lately)
    told = [tell(each) for each in lately]
    waiting = [each for each in told if each["state"] in rules.WAITING]
    again = {each["asked"].month for each in told if each["stands"]}
    current = next((each for each in told if each["asked"].month == month and each["stands"]), None)
    return {
        "host": host,
        "cut_off": cut_off,
        "days": (cut_off - request.today).days,
        "month_text": month_name(month),
        "of_month": before("de", month_name(month)),
        "current": current,
        "waiting": waiting,
        "returned": [each for each in told if each["returned"] and each["asked"].month not in again],
    }


def tell(asked: PayRequest) -> dict[str, Any]:
    """One request in my words."""
    state = state_of(asked)
    notes = [each.note for each in asked.events.all() if each.what == PayEvent.What.RETURNED]
    return {
        "asked": asked,
        "state": state,
        "said": SAID[state],
        "month_text": month_name(asked.month),
        "note": notes[-1] if notes else "",
        "may_withdraw": state == Step.ASKED,
        "stands": state not in (Step.RETURNED, Step.WITHDRAWN),
        "returned": state == Step.RETURNED,
    }


def paid_of(request: ActorRequest, me: Mine) -> dict[str, Any]:
    """My payslips, the latest first, each as a picture."""
    # unscoped: one's own payslips
    slips = of_all(Payslip.objects.standing(), [me.held.pk] if me.held else [])
    page = keyset.page(slips, ("-month", "-id"), request.GET, size=SHOWN)
    return {
        "page": page,
        "slips": [(each, month_name(each.month), pay_pictures.payslip(each) if each.cost else None) for each in page],
    }


@require_POST
def my_pay_withdraw(request: ActorRequest, pay_request_id: int) -> HttpResponse:
    """I take my request back, while nobody checked it."""
    own = PayRequest.objects.own(request.actor).select_related("participant__person", "participant__user", "kpa")
    asked = get_object_or_404(own, pk=pay_request_id)
    try:
        actions.withdraw(request.actor, asked, now=timezone.now())
        messages.success(request, "C'est fait. Votre demande est retirée.")
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(f"{reverse('sharing:my_pay')}?kpa={asked.kpa_id}")


@require_safe
def my_certificate(request: ActorRequest, kpa_id: int, month: str) -> HttpResponse:
    """My income certificate of a month."""
    own = Payslip.objects.own(request.actor).standing().filter(month=month_in_address(month))
    # unscoped: of one's own payslips; asked this way, a number however long names no KPA
    own = own.filter(kpa__in=Organisation.objects.filter(pk=kpa_id))
    slip = own.select_related("participant__person", "participant__user", "kpa", "host").order_by("-pk").first()
    if slip is None:
        raise Http404
    return as_pdf(slip, request.today)
