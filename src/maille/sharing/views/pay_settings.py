"""What a host sets for its pay: the cut-off, its account, fixed contributions and their monthly run."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maille.journeys.views.loading import attempt
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.sharing import access
from maille.sharing.actions import fees as fee_actions
from maille.sharing.actions import pay_settings as actions
from maille.sharing.forms.pay import CalendarForm, DebtorForm, EndForm, FeeRuleForm, WaiverForm
from maille.sharing.models import Fee, FeeRule, FeeWaiver, PayCalendar
from maille.sharing.models.pay_money import calendar_of
from maille.sharing.models.pay_people import hosted
from maille.sharing.rules import pay as rules
from maille.sharing.rules.fees import STATUSES, WHY, Waived
from maille.sharing.views.pay_loading import host_to_set, month_in_address, somebody
from maille.ui import keyset
from maille.ui.text import month_name


@require_safe
def pay_settings(request: ActorRequest, host_id: int) -> HttpResponse:
    """Everything a host sets, in one place."""
    host = host_to_set(request, host_id)
    calendar, today = calendar_of(host.pk), request.today
    # unscoped: of a host the reader sets
    known = list(PayCalendar.objects.filter(host=host).select_related("entered_by").order_by("-valid_from")[:12])
    month = rules.month_of(today)
    context = {
        "host": host,
        "calendars": known,
        "next": rules.next_cut_off(today, calendar),
        "debtor": actions.debtor_of(host),
        "is_host": access.is_of_host(request.actor, host.pk),
        "rules": rules_of(host),
        "month": month,
        "month_text": month_name(month),
        "owed": Fee.objects.owed().filter(rule__host=host).count(),  # unscoped: a count, of a host the reader sets
    }
    return render(request, "sharing/pay/settings.html", context)


def rules_of(host: Organisation) -> list[dict[str, Any]]:
    """The host's contributions, with their waivers in words."""
    # unscoped: of a host loaded in scope
    found = FeeRule.objects.filter(host=host).select_related("kpa").order_by("-valid_from", "-pk")[:50]
    return [
        {"rule": rule, "waived": [STATUSES[each] for each in rule.waived_statuses if each in STATUSES]}
        for rule in found
    ]


def pay_calendar(request: ActorRequest, host_id: int) -> HttpResponse:
    """Choose the cut-off, from a month on."""
    host, today = host_to_set(request, host_id), request.today
    calendar = calendar_of(host.pk)
    first = rules.next_month(rules.month_of(today)) if calendar else rules.month_of(today)
    form = CalendarForm(request.POST or None, first=first, initial={"valid_from": first.isoformat()})

    def act() -> object:
        typed = form.cleaned_data
        return actions.set_calendar(request.actor, host, typed["valid_from"], typed["cut_off_day"], now=timezone.now())

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, "La date limite est notée. Les personnes la voient sur leur téléphone.")
        return redirect("sharing:pay_settings", host.pk)
    lead = "Jusqu'à quel jour du mois les demandes de paie sont prises."
    return short(request, host, form, "Date limite des demandes", lead, "Enregistrer la date limite")


def pay_debtor(request: ActorRequest, host_id: int) -> HttpResponse:
    """Note the account the host pays from."""
    host = host_to_set(request, host_id)
    if not access.is_of_host(request.actor, host.pk):
        raise PermissionDenied
    form = DebtorForm(request.POST or None, initial={"name": host.name})

    def act() -> object:
        typed = form.cleaned_data
        return actions.set_debtor(request.actor, host, typed["name"], typed["iban"], typed["bic"], now=timezone.now())

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, "Le compte est noté. Les écrans n'en montrent que la fin.")
        return redirect("sharing:pay_settings", host.pk)
    return short(request, host, form, "Compte de la structure",
                 "Le compte d'où partent les virements. Il est chiffré ; seule sa fin s'affiche.",
                 "Enregistrer le compte")  # fmt: skip


def short(
    request: ActorRequest, host: Organisation, form: Any, title: str, lead: str, button: str, back: str = ""
) -> HttpResponse:
    """A page with one form."""
    context = {"host": host, "form": form, "title": title, "lead": lead, "button": button, "back": back}
    return render(request, "sharing/pay/form.html", context)


def fee_rule_new(request: ActorRequest, host_id: int) -> HttpResponse:
    """Ask a fixed contribution each month."""
    host, today = host_to_set(request, host_id), request.today
    first = rules.month_of(today)
    # unscoped: the KPAs of a host the reader sets
    kpas = Organisation.objects.filter(pk__in=hosted(host.pk, first)).order_by("name_key", "pk")
    form = FeeRuleForm(request.POST or None, kpas=kpas, first=first, initial={"valid_from": first.isoformat()})

    def act() -> object:
        return fee_actions.add_rule(request.actor, host, now=timezone.now(), **form.asked)

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, "La contribution est notée.")
        return redirect("sharing:pay_settings", host.pk)
    lead = "Une somme fixe demandée chaque mois aux personnes sous contrat."
    return short(request, host, form, "Nouvelle contribution mensuelle", lead, "Enregistrer la contribution")


def fee_rule_end(request: ActorRequest, fee_rule_id: int) -> HttpResponse:
    """Ask it no more after a month."""
    # unscoped: its host is checked on the next line
    rule = get_object_or_404(FeeRule.objects.select_related("host", "kpa"), pk=fee_rule_id)
    host = host_to_set(request, rule.host_id)
    first = max(rules.month_of(rule.valid_from), rules.month_of(request.today))
    form = EndForm(request.POST or None, first=first)

    def act() -> object:
        return fee_actions.end_rule(request.actor, rule, rules.last_day(form.cleaned_data["last"]))

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, "La contribution s'arrête après ce mois.")
        return redirect("sharing:pay_settings", host.pk)
    return short(request, host, form, f"Arrêter « {rule.name} »",
                 "Ce qui est déjà demandé reste dû.", "Arrêter la contribution")  # fmt: skip


def fee_run(request: ActorRequest, host_id: int, month: str) -> HttpResponse:
    """Look at what a month asks, of whom, and why nothing of some; then take it."""
    host, first = host_to_set(request, host_id), month_in_address(month)
    if not access.is_of_host(request.actor, host.pk):
        raise PermissionDenied
    if request.method == "POST":
        try:
            told = fee_actions.run(request.actor, host, first, now=timezone.now())
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, run_words(told))
        return redirect("sharing:fee_run", host.pk, f"{first:%Y-%m}")
    plan = fee_actions.preview(host, first)
    # unscoped: of a host the reader sets
    fees = Fee.objects.filter(rule__host=host, month=first).select_related(
        "participant__person", "participant__user", "participant__kpa", "rule"
    )
    page = keyset.page(fees, ("participant__kpa__name_key", "participant__person__identity_key", "id"), request.GET)
    context = {
        "host": host, "plan": plan, "page": page, "month": first, "month_text": month_name(first),
        "before": f"{rules.month_before(first):%Y-%m}", "after": f"{rules.next_month(first):%Y-%m}",
        "future": first > rules.month_of(request.today), "count": len(plan.asked),
        "waived": [(each, WHY[Waived(each.waived)]) for each in plan.waived[:100]], "asked": plan.asked[:100],
    }  # fmt: skip
    return render(request, "sharing/pay/fees.html", context)


def run_words(told: fee_actions.FeesRun) -> str:
    """What a run did, in a sentence."""
    found = [f"{told.taken} contribution{'s' if told.taken > 1 else ''} prise{'s' if told.taken > 1 else ''}"]
    if told.owed:
        found.append(f"{told.owed} encore due{'s' if told.owed > 1 else ''}, faute de solde")
    if told.waived:
        found.append(f"{told.waived} dispense{'s' if told.waived > 1 else ''}")
    return ", ".join(found) + "."


def fee_waiver(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Note that somebody is waived, between two days."""
    who = somebody(request, journey_id, None)
    if not access.may_write(request.actor, who.kpa.pk):
        raise PermissionDenied
    form = WaiverForm(request.POST or None, initial={"valid_from": rules.month_of(request.today)})

    def act() -> object:
        typed = form.cleaned_data
        return fee_actions.waive(
            request.actor, who.participant(), typed["status"], typed["valid_from"], typed["valid_to"],
            now=timezone.now(),
        )  # fmt: skip

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, f"La dispense de {who.name} est notée.")
        return redirect("sharing:fee_waiver", journey_id)
    # unscoped: of somebody loaded in scope
    held = FeeWaiver.objects.filter(participant=who.held) if who.held else FeeWaiver.objects.none()
    context = {
        "who": who,
        "form": form,
        "waivers": list(held.select_related("entered_by").order_by("-valid_from")[:20]),
    }
    return render(request, "sharing/pay/waiver.html", context)
