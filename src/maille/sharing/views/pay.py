"""The desk of a month's pay: a line per person even at 0 €, requests checked, accepted or sent back."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maille.activities.models import Participant
from maille.journeys.access import kpas_to_read
from maille.journeys.models import Journey
from maille.journeys.models.behalf import with_replies
from maille.journeys.models.notes import Reply
from maille.journeys.views.loading import attempt, number, reader
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor, Role
from maille.sharing import access
from maille.sharing.actions import pay as actions
from maille.sharing.forms.pay import AskForm, ReturnForm
from maille.sharing.models import PayEvent, PayRequest, Payslip
from maille.sharing.models.pay import PayRequestQuerySet, PayslipQuerySet
from maille.sharing.models.pay_lines import PayLine, lines_of, requests_of, slips_of
from maille.sharing.models.pay_money import calendar_of, money_of, state_of
from maille.sharing.models.pay_people import in_pay, team_in_pay
from maille.sharing.rules import pay as rules
from maille.sharing.rules.pay import Step
from maille.sharing.views import pay_pictures
from maille.sharing.views.pay_loading import log_pay, month_from, request_to_read, somebody
from maille.ui import keyset
from maille.ui.text import month_name

ORDER = ("kpa__name_key", "person__identity_key", "id")
MOST_TEAM = 50
STATES = (("verifier", "À vérifier"), ("accepter", "À accepter"), ("payer", "À payer"), ("renvoyees", "Renvoyées"))
What = PayEvent.What


@dataclass(frozen=True)
class Choice:
    """One link of a filter."""

    label: str
    query: str
    current: bool


def choices(params: QueryDict, name: str, everything: str, values: list[tuple[str, str]]) -> list[Choice]:
    """The links of one filter, keeping the others."""
    asked = params.get(name, "")
    found = []
    for key, label in [("", everything), *values]:
        kept = keyset.without_place(params)
        kept.pop(name, None)
        if key:
            kept[name] = key
        found.append(Choice(label, kept.urlencode(), key == asked or (not key and asked not in dict(values))))
    return found


def in_state(state: str, requests: PayRequestQuerySet) -> PayRequestQuerySet:
    """Of these requests, those of one filter."""
    # unscoped: only asked whether there is one, for requests of the scope
    done = PayEvent.objects.filter(request=OuterRef("pk")).order_by()
    if state == "verifier":
        return requests.filter(~Exists(done))
    if state == "accepter":
        after = done.filter(what__in=[What.ACCEPTED, What.RETURNED])
        return requests.filter(Exists(done.filter(what=What.CHECKED)), ~Exists(after))
    if state == "payer":
        after = done.filter(what__in=[What.PAID, What.RETURNED])
        return requests.filter(Exists(done.filter(what=What.ACCEPTED)), ~Exists(after))
    return requests.filter(Exists(done.filter(what=What.RETURNED)))


def elsewhere(actor: Actor, month: datetime.date) -> list[dict[str, Any]]:
    """The other months for which requests wait, the nearest first: after the cut-off, those of the next one."""
    waiting = PayRequest.objects.visible_to(actor).waiting().exclude(month=month).order_by()
    found = waiting.values("month").annotate(count=Count("pk")).order_by("-month")[:6]
    return [{"month": row["month"], "count": row["count"]} for row in found]


@require_safe
def pay(request: ActorRequest) -> HttpResponse:
    """Everybody's month, of the KPAs I reach."""
    actor, params = reader(request), request.GET
    month = month_from(params.get("mois", ""), request.today)
    kpas = list(kpas_to_read(actor).order_by("name_key", "pk"))
    kpa = next((each for each in kpas if str(each.pk) == params.get("kpa")), None)
    state = params.get("etat", "") if params.get("etat") in dict(STATES) else ""
    journeys, team, requests, slips = scoped(actor, month, kpa.pk if kpa else None)
    if state:
        some = in_state(state, requests)
        theirs = some.filter(participant__person=OuterRef("person"), participant__kpa=OuterRef("kpa"))
        journeys = journeys.filter(Exists(theirs.order_by()))
        team = team.filter(Exists(some.filter(participant=OuterRef("pk")).order_by()))
    page = keyset.page(journeys.select_related("person", "kpa"), ORDER, params)
    first = keyset.AFTER not in params and keyset.BEFORE not in params
    lines = lines_of(page.rows, list(team.order_by("kpa__name_key", "pk")[:MOST_TEAM]) if first else [], month)
    context = {
        "month": month,
        "month_text": month_name(month),
        "months": months_around(params, month),
        "kpas": choices(params, "kpa", "Tous les KPA", [(str(each.pk), each.name) for each in kpas])
        if len(kpas) > 1
        else [],
        "states": choices(params, "etat", "Tout le monde", list(STATES)),
        "page": page,
        "lines": lines,
        "several": len(kpas) > 1 and kpa is None,
        "filtered": bool(state or kpa),
        "totals": totals(requests, slips),
        "people": journeys.count(),
        "elsewhere": elsewhere(actor, month),
        "to_check": [each.request for each in lines if checkable(actor, each)],
        "to_accept": [each.request for each in lines if acceptable(actor, each)],
        "is_host": actor.role == Role.HOST_REFERENT,
        "host_id": actor.organisation_id if actor.role == Role.HOST_REFERENT else None,
        "cut_off": rules.cut_off_of(month, calendar_of(actor.organisation_id or 0))
        if actor.role == Role.HOST_REFERENT
        else None,
    }
    return render(request, "sharing/pay/month.html", context)


def scoped(
    actor: Actor, month: datetime.date, kpa_id: int | None
) -> tuple[QuerySet[Journey], QuerySet[Participant], PayRequestQuerySet, PayslipQuerySet]:
    """People with a line, and the month's requests and payslips, within what the reader opens."""
    only = {} if kpa_id is None else {"kpa_id": kpa_id}
    return (
        in_pay(Journey.objects.visible_to(actor).filter(**only), month),
        team_in_pay(Participant.objects.visible_to(actor).filter(**only), month),
        PayRequest.objects.visible_to(actor).filter(month=month, **only),
        Payslip.objects.visible_to(actor).filter(month=month, **only),
    )


def months_around(params: QueryDict, month: datetime.date) -> list[Choice]:
    """The month before, this one, the next."""
    found = []
    for each in (rules.month_before(month), month, rules.next_month(month)):
        kept = keyset.without_place(params)
        kept["mois"] = f"{each:%Y-%m}"
        found.append(Choice(month_name(each), kept.urlencode(), each == month))
    return found


def totals(requests: PayRequestQuerySet, slips: PayslipQuerySet) -> dict[str, int]:
    """What the whole month asks and pays, whatever the page; two queries."""
    asked = requests.standing().order_by().aggregate(pay=Sum("pay"), refund=Sum("refund"), count=Count("pk"))
    paid = (
        slips.standing()
        .order_by()
        .aggregate(cost=Sum("cost"), gross=Sum("gross"), net=Sum("net"), back=Sum("refund"), slips=Count("pk"))
    )
    return {name: int(value or 0) for name, value in {**asked, **paid}.items()}


def checkable(actor: Actor, line: PayLine) -> bool:
    """Whether the reader may check this line now."""
    return line.request is not None and line.state == Step.ASKED and access.may_check(actor, line.request)


def acceptable(actor: Actor, line: PayLine) -> bool:
    """Whether the reader may accept this line now."""
    return line.request is not None and line.state == Step.CHECKED and access.may_accept(actor, line.request)


@require_POST
def pay_bulk(request: ActorRequest, verb: str) -> HttpResponse:
    """The listed requests at once: shown with their count first, then done one by one; what is refused says why."""
    if verb not in ("verifier", "accepter"):
        raise Http404
    actor = reader(request)
    ids = [number(each) for each in request.POST.getlist("demandes")][:100]
    found = PayRequest.objects.visible_to(actor).filter(pk__in=ids).prefetch_related("events")
    named = found.select_related("participant__person", "participant__user", "kpa", "host")
    may = access.may_check if verb == "verifier" else access.may_accept
    wanted = Step.ASKED if verb == "verifier" else Step.CHECKED
    every = sorted(named, key=lambda each: (each.kpa.name_key, str(each.participant), each.pk))
    able = [each for each in every if may(actor, each) and state_of(each) == wanted]
    if every and not able and not any(may(actor, each) for each in every):
        raise PermissionDenied
    back = f"{reverse('sharing:pay')}?{request.POST.get('retour', '')[:300]}"
    if "confirmer" not in request.POST:
        context = {"requests": able, "verb": verb, "total": sum(each.total for each in able), "back": back,
                   "query": request.POST.get("retour", "")[:300]}  # fmt: skip
        return render(request, "sharing/pay/bulk.html", context)
    act = actions.check if verb == "verifier" else actions.accept
    done = 0
    for each in able:
        try:
            act(actor, each, now=timezone.now())
            done += 1
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
    if done:
        word = "vérifiée" if verb == "verifier" else "acceptée"
        messages.success(request, f"{done} demande{'s' if done > 1 else ''} {word}{'s' if done > 1 else ''}.")
    return redirect(back)


@require_safe
def pay_request(request: ActorRequest, pay_request_id: int) -> HttpResponse:
    """One request: what is asked, where it stands, what may be done."""
    asked, actor = request_to_read(request, pay_request_id), request.actor
    person = asked.participant.person
    log_pay(request, [person.pk] if person else [], "demande de paie")
    with_replies(Reply.Subject.PAY, [asked])
    # unscoped: of a request loaded in scope
    events = list(asked.events.select_related("by").order_by("pk"))
    state = rules.state_of(Step(each.what) for each in events)
    slip = slips_of([asked.participant_id], asked.month).get(asked.participant_id)
    context = {
        "asked": asked,
        "person": person,
        "month_text": month_name(asked.month),
        "events": events,
        "state": state,
        "line": requests_line(asked, state),
        "money": money_of(asked.participant_id),
        "slip": slip,
        "picture": pay_pictures.payslip(slip) if slip and slip.cost and access.may_read_payslips(actor) else None,
        "may_check": state == Step.ASKED and access.may_check(actor, asked),
        "may_accept": state == Step.CHECKED and access.may_accept(actor, asked),
        "may_return": may_return(actor, asked, state),
        "may_withdraw": state == Step.ASKED and access.may_write(actor, asked.kpa_id),
        "may_pay": state in (Step.ACCEPTED, Step.PAID) and access.may_pay(actor, asked.host_id, asked.participant),
        "slip_address": slip_address(asked),
    }
    return render(request, "sharing/pay/request.html", context)


def requests_line(asked: PayRequest, state: Step) -> PayLine:
    """The words and colour of a state."""
    return PayLine(asked.kpa, asked.participant, None, asked, state)


def may_return(actor: Actor, asked: PayRequest, state: Step) -> bool:
    """Whether the reader may send it back now: the host until it is paid, the KPA until it is accepted."""
    if state == Step.ACCEPTED:
        return access.may_accept(actor, asked)
    return state in (Step.ASKED, Step.CHECKED) and (access.may_check(actor, asked) or access.may_accept(actor, asked))


def slip_address(asked: PayRequest) -> str:
    """Where the payslip of that month is recorded."""
    month = f"{asked.month:%Y-%m}"
    if asked.participant.person_id is None:
        return reverse("sharing:payslip_team", args=[asked.participant_id, month])
    # unscoped: of a request loaded in scope
    journeys = Journey.objects.filter(person=asked.participant.person_id, kpa=asked.kpa_id).order_by(
        "-entered_on", "-pk"
    )
    latest = journeys.values_list("pk", flat=True).first()
    return reverse("sharing:payslip", args=[latest, month]) if latest else ""


def done(request: ActorRequest, asked: PayRequest, act: Callable[[], object], said: str) -> HttpResponse:
    """One button, one action, one sentence."""
    try:
        act()
        messages.success(request, said)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect("sharing:pay_request", asked.pk)


@require_POST
def pay_check(request: ActorRequest, pay_request_id: int) -> HttpResponse:
    """The KPA agrees."""
    asked = request_to_read(request, pay_request_id)
    return done(request, asked, lambda: actions.check(request.actor, asked, now=timezone.now()),
                "La demande est vérifiée. La structure de portage la voit.")  # fmt: skip


@require_POST
def pay_accept(request: ActorRequest, pay_request_id: int) -> HttpResponse:
    """The host will pay."""
    asked = request_to_read(request, pay_request_id)
    return done(request, asked, lambda: actions.accept(request.actor, asked, now=timezone.now()),
                "La demande est acceptée. Elle est dans l'export pour la paie.")  # fmt: skip


@require_POST
def pay_withdraw(request: ActorRequest, pay_request_id: int) -> HttpResponse:
    """Taken back for somebody."""
    asked = request_to_read(request, pay_request_id)
    return done(request, asked, lambda: actions.withdraw(request.actor, asked, now=timezone.now()),
                "La demande est retirée.")  # fmt: skip


def pay_return(request: ActorRequest, pay_request_id: int) -> HttpResponse:
    """Given back, with an explanation."""
    asked = request_to_read(request, pay_request_id)
    # unscoped: of a request loaded in scope
    state = state_of(asked)
    if not access.may_check(request.actor, asked) and not access.may_accept(request.actor, asked):
        raise PermissionDenied
    form = ReturnForm(request.POST or None)

    def act() -> object:
        return actions.send_back(request.actor, asked, form.cleaned_data["note"], now=timezone.now())

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, f"La demande est renvoyée. {asked.participant.first_name} lit votre explication.")
        return redirect("sharing:pay_request", asked.pk)
    context = {"asked": asked, "form": form, "month_text": month_name(asked.month),
               "line": requests_line(asked, state)}  # fmt: skip
    return render(request, "sharing/pay/return.html", context)


def pay_ask(request: ActorRequest, journey_id: int | None = None, participant_id: int | None = None) -> HttpResponse:
    """A request written for somebody: « saisi par X pour Y »."""
    who, actor = somebody(request, journey_id, participant_id), request.actor
    if not access.may_write(actor, who.kpa.pk):
        raise PermissionDenied
    money = who.money
    name = who.held.first_name if who.held else who.name
    form = AskForm(request.POST or None, refundable=money.refundable, name=name)
    made: list[PayRequest] = []

    def act() -> object:
        made.append(actions.ask(actor, who.participant(), now=timezone.now(), **form.asked))
        return made

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, f"La demande est notée pour {month_name(made[0].month)}, au nom de {who.name}.")
        return redirect("sharing:pay_request", made[0].pk)
    calendar, host = host_calendar(who, request.today)
    month = rules.month_asked(request.today, calendar)
    known = requests_of([who.held.pk], month).get(who.held.pk) if who.held else None
    context: dict[str, Any] = {
        "who": who, "form": form, "money": money, "host": host, "month_text": month_name(month),
        "cut_off": rules.next_cut_off(request.today, calendar), "known": known,
    }  # fmt: skip
    return render(request, "sharing/pay/ask.html", context)


def host_calendar(who: Any, today: datetime.date) -> tuple[list[rules.CutOff], Any]:
    """The calendar of who pays in that KPA, and who it is; nothing when nobody does."""
    try:
        host = actions.host_of(who.kpa, today)
    except ValidationError:
        return [], None
    return calendar_of(host.pk), host
