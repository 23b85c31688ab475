"""Payslips recorded back by the host: one form, one sheet; and the certificate they make."""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maille.activities.models import Participant
from maille.journeys.models import Journey
from maille.journeys.models.reading_contracts import contract_at
from maille.journeys.views.loading import attempt
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Role
from maille.sharing import access
from maille.sharing.actions import payslips as actions
from maille.sharing.actions.payslips import Slip
from maille.sharing.documents import certificate as document
from maille.sharing.files import payroll
from maille.sharing.files.payroll import Row
from maille.sharing.forms.pay import SheetForm, SlipForm
from maille.sharing.models import Payslip
from maille.sharing.models.pay_lines import requests_of, slips_of
from maille.sharing.models.pay_money import of_all
from maille.sharing.models.pay_people import in_pay, team_in_pay
from maille.sharing.rules import pay as rules
from maille.sharing.views import pay_pictures
from maille.sharing.views.pay_loading import Somebody, log_pay, month_from, month_in_address, own_host, somebody
from maille.ui.text import month_name


def payslip(
    request: ActorRequest, month: str, journey_id: int | None = None, participant_id: int | None = None
) -> HttpResponse:
    """Record a month's payslip, or correct the one that stands."""
    who, first, actor = somebody(request, journey_id, participant_id), month_in_address(month), request.actor
    if not access.may_read_payslips(actor):
        raise PermissionDenied
    known = slips_of([who.held.pk], first).get(who.held.pk) if who.held else None
    asked = requests_of([who.held.pk], first).get(who.held.pk) if who.held else None
    may = may_pay(request, who, first, known)
    if request.method == "POST" and not may:
        raise PermissionDenied
    log_pay(request, [who.journey.person_id] if who.journey else [], "bulletin de paie")
    form = SlipForm(request.POST or None, correcting=known is not None, initial=initial(known, asked, request.today))

    def act() -> object:
        if known is not None:
            return actions.correct(actor, known, form.slip, form.cleaned_data["note"], now=timezone.now())
        return actions.record(actor, who.participant(), first, form.slip, now=timezone.now())

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, f"Le bulletin de {who.name} est noté pour {month_name(first)}.")
        return redirect(f"{reverse('sharing:pay')}?mois={first:%Y-%m}&kpa={who.kpa.pk}")
    former = []
    if known is not None:
        # unscoped: of somebody loaded in scope
        every = of_all(Payslip.objects.filter(month=first), [who.held.pk] if who.held else []).select_related(
            "entered_by"
        )
        former = [each for each in every.order_by("-pk") if each != known]
    context = {
        "who": who, "form": form, "known": known, "asked": asked, "money": who.money, "may": may,
        "month": first, "month_text": month_name(first), "former": former,
        "picture": pay_pictures.payslip(known) if known and known.cost else None,
    }  # fmt: skip
    return render(request, "sharing/pay/payslip.html", context)


def may_pay(request: ActorRequest, who: Somebody, month: datetime.date, known: Payslip | None) -> bool:
    """Whether the reader pays this person that month."""
    if request.actor.role != Role.HOST_REFERENT:
        return False
    held = who.held or Participant(kpa=who.kpa, person=who.journey.person if who.journey else None)
    try:
        host_id = known.host_id if known else actions.payer(held, month).pk
    except ValidationError:
        return False
    return access.may_pay(request.actor, host_id, held)


def initial(known: Payslip | None, asked: Any, today: datetime.date) -> dict[str, Any]:
    """What the form starts with: the payslip that stands, else what was asked."""
    if known is not None:
        names = ("cost", "gross", "net", "refund", "hours", "paid_on", "reference")
        return {name: getattr(known, name) for name in names}
    stands = {"cost": asked.pay, "refund": asked.refund} if asked is not None else {"cost": 0, "refund": 0}
    nothing = {"gross": 0, "net": 0} if not stands["cost"] else {}
    return {**stands, **nothing, "paid_on": today}


@dataclass(frozen=True)
class SheetLine:
    """A line of the sheet, whose it is, and what is wrong with it."""

    row: Row
    name: str = ""
    participant: Participant | None = None
    journey: Journey | None = None

    @property
    def good(self) -> bool:
        """Whether it may be recorded."""
        return not self.row.problems


def payslips_import(request: ActorRequest) -> HttpResponse:
    """A sheet of payslips: looked at line by line, then recorded; what is wrong stays in the box, nothing lost."""
    host = own_host(request)
    month = month_from(request.GET.get("mois", ""), request.today)
    form = SheetForm(request.POST or None, request.FILES or None, initial={"paid_on": request.today})
    lines: list[SheetLine] = []
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["file"] or form.cleaned_data["text"]
        rows, refused = payroll.read(text)
        if refused:
            form.add_error("text", refused)
        lines = found(request, host, month, rows)
        if not refused and "enregistrer" in request.POST and not form.cleaned_data["file"]:
            return recorded(request, month, lines, form)
        form = with_text(request, form, text)
    context = {
        "form": form, "lines": lines, "good": sum(each.good for each in lines),
        "bad": sum(not each.good for each in lines), "month": month, "month_text": month_name(month),
        "columns": payroll.SHEET,
    }  # fmt: skip
    return render(request, "sharing/pay/sheet.html", context)


def with_text(request: ActorRequest, form: SheetForm, text: str) -> SheetForm:
    """The same form, the file's lines in the box, where they may be corrected."""
    typed = request.POST.copy()
    typed["text"] = text
    again = SheetForm(typed)
    again.is_valid()
    for said in form.errors.get("text", []):
        again.add_error("text", said)
    return again


def found(request: ActorRequest, host: Organisation, month: datetime.date, rows: list[Row]) -> list[SheetLine]:
    """Whose each line is, by the reference of the export; a line of nobody's says so."""
    actor = request.actor
    journeys = in_pay(Journey.objects.visible_to(actor), month, host.pk).select_related("person", "kpa")
    people = list(journeys.order_by("pk"))
    # unscoped: of journeys loaded in scope
    mine_of = Participant.objects.going_on().filter(person__in=[each.person_id for each in people])
    held = mine_of.named().select_related("kpa")
    by_person = {(each.person_id, each.kpa_id): each for each in held}
    known: dict[str, SheetLine] = {}
    for journey in people:
        mine = by_person.get((journey.person_id, journey.kpa_id))
        line = SheetLine(Row(0, ""), str(journey.person), mine, journey)
        for reference in {payroll.reference(None, journey.pk, month)} | (
            {payroll.reference(mine.pk, journey.pk, month)} if mine else set()
        ):
            known[reference] = line
    for each in team_in_pay(Participant.objects.visible_to(actor), month, host.pk):
        known[payroll.reference(each.pk, 0, month)] = SheetLine(Row(0, ""), str(each), each)
    lines, seen = [], set()
    for row in rows:
        whose = known.get(row.reference)
        problems = list(row.problems)
        if whose is None and row.reference:
            name = month_name(month)
            problems.append(f"Référence « {row.reference[:20]} » : elle n'est pas dans l'export de {name}.")
        if row.reference in seen:
            problems.append("Cette référence est déjà plus haut dans la feuille.")
        seen.add(row.reference)
        told = replace(row, problems=tuple(problems))
        lines.append(replace(whose, row=told) if whose else SheetLine(told))
    return lines


def recorded(request: ActorRequest, month: datetime.date, lines: list[SheetLine], form: SheetForm) -> HttpResponse:
    """Record the lines that may be; those refused come back in the box with why."""
    done, refused = 0, []
    for line in lines:
        if not line.good:
            refused.append(line)
            continue
        row = line.row
        slip = Slip(row.cost, row.gross, row.net, form.cleaned_data["paid_on"], row.refund, row.hours, row.slip)
        try:
            somebody_ = Somebody(line.journey, line.participant)
            actions.record(request.actor, somebody_.participant(), month, slip, now=timezone.now())
            done += 1
        except ValidationError as problem:
            refused.append(replace(line, row=replace(row, problems=tuple(problem.messages))))
        except PermissionDenied:
            refused.append(replace(line, row=replace(row, problems=("Vous ne notez pas votre propre bulletin.",))))
    if done:
        messages.success(request, f"{done} bulletin{'s' if done > 1 else ''} noté{'s' if done > 1 else ''}.")
    if not refused:
        return redirect(f"{reverse('sharing:pay')}?mois={month:%Y-%m}")
    kept = {line.row.number for line in refused}
    box = [text for text in form.cleaned_data["text"].lstrip("\ufeff").splitlines() if text.strip(' ;,\t"')]
    left = [text for number, text in enumerate(box, start=1) if number == 1 or number in kept]
    typed = request.POST.copy()
    typed["text"] = "\n".join(left)
    again = SheetForm(typed)
    again.is_valid()
    context = {
        "form": again, "lines": refused, "good": 0, "bad": len(refused), "month": month,
        "month_text": month_name(month), "columns": payroll.SHEET,
    }  # fmt: skip
    return render(request, "sharing/pay/sheet.html", context)


@require_safe
def certificate(request: ActorRequest, journey_id: int, month: str) -> HttpResponse:
    """The certificate of a month, downloaded by the host."""
    who, first = somebody(request, journey_id, None), month_in_address(month)
    if not access.may_read_payslips(request.actor):
        raise PermissionDenied
    slip = slips_of([who.held.pk], first).get(who.held.pk) if who.held else None
    if slip is None:
        raise Http404
    log_pay(request, [who.journey.person_id] if who.journey else [], "attestation de revenus")
    return as_pdf(slip, request.today)


def as_pdf(slip: Payslip, today: datetime.date) -> HttpResponse:
    """The certificate of a payslip that stands, as a file of its own kind."""
    content = document.render(certified(slip, today))
    headers = {
        "Content-Disposition": f'attachment; filename="attestation-{slip.month:%Y-%m}.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def certified(slip: Payslip, today: datetime.date) -> document.Certified:
    """What a payslip certifies."""
    held, host = slip.participant, slip.host
    told = contract_at(held.person, slip.kpa, rules.last_day(slip.month)) if held.person else None
    lines = [host.address, f"{host.postal_code} {host.commune}".strip(), f"SIREN {host.siren}" if host.siren else ""]
    return document.Certified(
        name=str(held),
        birth=held.person.birth_date if held.person else None,
        kpa=slip.kpa.name,
        host=host.name,
        host_lines=tuple(line for line in lines if line),
        contract=told.sentence if told else "",
        month=slip.month,
        cost=slip.cost,
        gross=slip.gross,
        net=slip.net,
        refund=slip.refund,
        hours=slip.hours,
        paid_on=slip.paid_on,
        reference=slip.reference,
        corrects=slip.replaces_id is not None,
        made_on=today,
    )
