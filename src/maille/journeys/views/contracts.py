"""The contracts of a journey: cards, and one short page per verb."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.journeys import access, actions
from maille.journeys.actions import contracts as verbs
from maille.journeys.forms import contracts as forms
from maille.journeys.models import Contract, ContractPeriod, Journey
from maille.journeys.models.issued import documents_of
from maille.journeys.models.reading import choices_of, with_events
from maille.journeys.models.reading_contracts import (
    ContractTold,
    foremost,
    held_by,
    held_of,
    law_at,
    laws_at,
    tell_contract,
    with_periods,
)
from maille.journeys.rules.checks import day
from maille.journeys.rules.contracts import limits
from maille.journeys.rules.contracts.facts import FOREVER, Limits, Planned, short
from maille.journeys.rules.contracts.status import Status
from maille.journeys.views.contract_cards import Card, card_of, offered, renewal_refusal, terms_of
from maille.journeys.views.loading import attempt, journey_to_change, log_read, reader, warn
from maille.journeys.views.tabs import tabs
from maille.network.models.organisations import host_at
from maille.network.requests import ActorRequest
from maille.network.rules.stages import CONTRACT_NAMES, ContractKind


def contracts(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Every contract of the journey as a card, the one people work under first."""
    actor, at = reader(request), request.at
    journey = get_object_or_404(with_events(Journey.objects.visible_to(actor)), pk=journey_id)
    log_read(request, journey.person, "contrats")
    past = at < request.today
    told = told_contracts(request, journey, past=past)
    held, laws = held_by([journey.person_id])[journey.person_id], laws_at(at)
    cards = once_each([card_of(each, journey, held, laws.get(each.contract.kind), past=past) for each in told])
    writable, host = access.may_write(actor, journey), host_at(journey.kpa, at)
    context = {
        "journey": journey,
        "person": journey.person,
        "cards": cards,
        "tabs": tabs(journey.pk, "journeys:contracts"),
        "writable": writable and not past,
        "kinds": offered(choices_of(journey.kpa).contract_kinds),
        "covered": any(each.covers for each in told),
        "waiting": any(each.standing.draft is not None for each in told),
        "at": at,
        "host": host if host and access.may_read_clauses(actor, host) else None,
        "documents": [] if past else documents_of(journey),
    }
    return render(request, "journeys/contracts/contracts.html", context)


def once_each(cards: list[Card]) -> list[Card]:
    """Contracts of one kind with one host count their months together: the picture of them stands once on the page."""
    seen: list[object] = []
    found = []
    for card in cards:
        found.append(replace(card, months=None) if card.months in seen else card)
        seen.append(card.months)
    return found


def told_contracts(request: ActorRequest, journey: Journey, *, past: bool) -> list[ContractTold]:
    """The journey's contracts on the day asked; a past day knows only those signed by then."""
    # of a journey loaded in scope
    found = with_periods(Contract.objects.visible_to(request.actor).filter(journey=journey))
    told = [tell_contract(each, request.at) for each in found]
    unknown = {Status.DRAFT, Status.TO_SIGN} if past else set()
    told = [each for each in told if each.held.periods and each.status not in unknown]
    first = foremost(told)
    return sorted(told, key=lambda each: (each is not first, -each.contract.pk))


def contract_to_change(request: ActorRequest, journey_id: int, contract_id: int) -> tuple[Journey, Contract]:
    """A contract of a journey the reader may change."""
    journey = journey_to_change(request, journey_id)
    found = with_periods(Contract.objects.visible_to(request.actor).filter(journey=journey))
    return journey, get_object_or_404(found, pk=contract_id)


def draft_to_change(request: ActorRequest, journey_id: int, draft_id: int) -> tuple[Journey, Contract, ContractPeriod]:
    """A period nobody has signed yet, of a journey the reader may change."""
    journey = journey_to_change(request, journey_id)
    found = with_periods(Contract.objects.visible_to(request.actor).filter(journey=journey))
    contract = get_object_or_404(found, periods=draft_id)
    period = next((each for each in contract.periods.all() if each.pk == draft_id), None)
    if period is None or period.signed_on is not None:
        raise Http404
    return journey, contract, period


def choose(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Which contract, among those the KPA proposes; straight to the form when there is one."""
    journey = journey_to_change(request, journey_id)
    kinds = offered(choices_of(journey.kpa).contract_kinds)
    if len(kinds) == 1:
        return redirect("journeys:contract_prepare", journey.pk, kinds[0]["kind"])
    laws = laws_at(request.today)
    for each in kinds:
        each |= {"law": laws.get(each["kind"]), "full": CONTRACT_NAMES[ContractKind(each["kind"])]}
    context = {"journey": journey, "person": journey.person, "kinds": kinds, "may_decide": may_decide(request, journey)}
    return render(request, "journeys/contracts/choose.html", context)


def may_decide(request: ActorRequest, journey: Journey) -> bool:
    """Whether the reader may change what the KPA proposes."""
    return request.actor.everything or journey.kpa_id in request.actor.governs


def prepare(request: ActorRequest, journey_id: int, kind: str) -> HttpResponse:
    """The first period of a new contract."""
    journey, actor = journey_to_change(request, journey_id), reader(request)
    if kind not in choices_of(journey.kpa).contract_kinds:
        raise Http404
    law, held = law_at(kind, request.today), held_by([journey.person_id])[journey.person_id]
    host = host_at(journey.kpa, request.today)
    latest = None
    if law is not None and host is not None:
        planned = Planned(kind, host.pk, host.name, request.today, None)
        latest = bounded(limits.latest_end(law, planned, held))
    form = forms.PeriodForm(
        request.POST or None,
        journey=journey,
        actor=actor,
        kind=kind,
        ends_needed=law is not None and law.period_months is not None,
        initial={"started_on": request.today, "ends_on": latest},
    )
    lead = f"Avec {host.name}, qui porte les contrats de {journey.kpa.name}." if host else ""
    return period_page(
        request,
        journey,
        form,
        title=f"Préparer : {short(kind)}",
        lead=f"{lead} Personne ne travaille avant la signature de tous.",
        rules=rules_in_words(law),
        act=lambda data: verbs.prepare_contract(
            actor, journey.pk, data["version"], kind, data["started_on"], data["ends_on"], form.terms,
            now=timezone.now(), full_time_employee=data.get("full_time_employee"),
        ),
    )  # fmt: skip


def renew(request: ActorRequest, journey_id: int, contract_id: int) -> HttpResponse:
    """The next period; when there can be none, the page says why and what to do."""
    journey, contract = contract_to_change(request, journey_id, contract_id)
    actor, own = reader(request), held_of(contract)
    held = held_by([journey.person_id])[journey.person_id]
    try:
        planned = verbs.next_period(contract, own, None)
    except ValidationError as refused:
        return refusal(request, journey, "Renouveler", " ".join(refused.messages))
    law = law_at(contract.kind, planned.started_on)
    sentence = renewal_refusal(law, own, held) if law else ""
    if sentence:
        return refusal(request, journey, "Renouveler", sentence)
    latest = bounded(limits.latest_end(law, planned, held)) if law else None
    before = max(contract.periods.all(), key=lambda period: period.rank)
    form = forms.PeriodForm(
        request.POST or None,
        journey=journey,
        actor=actor,
        kind=contract.kind,
        rank=planned.rank,
        latest=latest,
        ends_needed=law is not None and law.period_months is not None,
        initial={"ends_on": latest, **terms_of(before).__dict__},
    )
    return period_page(
        request,
        journey,
        form,
        title="Préparer le renouvellement",
        lead=f"Il commence le {day(planned.started_on)}, sans un jour d'écart, et se signe la veille au plus tard.",
        rules=rules_in_words(law),
        act=lambda data: verbs.prepare_renewal(
            actor, contract.pk, data["version"], data["ends_on"], form.terms,
            now=timezone.now(), full_time_employee=data.get("full_time_employee"),
        ),
    )  # fmt: skip


def correct(request: ActorRequest, journey_id: int, draft_id: int) -> HttpResponse:
    """What is prepared and not signed."""
    journey, contract, period = draft_to_change(request, journey_id, draft_id)
    actor, held = reader(request), held_by([journey.person_id])[journey.person_id]
    law = law_at(contract.kind, period.started_on)
    planned = Planned(
        contract.kind, contract.host_id, contract.host.name, period.started_on, None, contract.pk, period.rank
    )
    latest = bounded(limits.latest_end(law, planned, held)) if law else None
    known = {name: getattr(period, name) for name in ("started_on", "ends_on")} | terms_of(period).__dict__
    known["full_time_employee"] = {True: "oui", False: "non", None: None}[period.full_time_employee]
    form = forms.PeriodForm(
        request.POST or None,
        journey=journey,
        actor=actor,
        kind=contract.kind,
        rank=period.rank,
        latest=latest if period.rank else None,
        ends_needed=law is not None and law.period_months is not None,
        initial=known,
    )
    return period_page(
        request,
        journey,
        form,
        title="Corriger le projet de contrat",
        lead="Rien n'est signé : tout peut encore changer. Un document déjà imprimé est à refaire.",
        rules=rules_in_words(law),
        act=lambda data: verbs.correct_draft(
            actor, period.pk, data["version"], data.get("started_on") or period.started_on, data["ends_on"],
            form.terms, now=timezone.now(), full_time_employee=data.get("full_time_employee"),
        ),
    )  # fmt: skip


def period_page(
    request: ActorRequest,
    journey: Journey,
    form: forms.PeriodForm,
    *,
    title: str,
    lead: str,
    rules: str,
    act: Callable[[dict[str, Any]], verbs.Prepared],
) -> HttpResponse:
    """The page of a period: what is typed, the rules beside it, and what the action warns of once saved."""
    conflict: actions.ConflictError | None = None
    if request.method == "POST":
        kept: list[verbs.Prepared] = []
        done, conflict = attempt(request, form, lambda: kept.append(act(form.cleaned_data)))
        if done:
            messages.success(request, "C'est enregistré. Le contrat attend ses signatures.")
            warn(request, list(kept[0].warnings))
            return redirect("journeys:contracts", journey.pk)
    context = {"journey": journey, "person": journey.person, "form": form, "conflict": conflict}
    context |= {"title": title, "lead": lead, "rules": rules}
    return render(request, "journeys/contracts/period.html", context)


def refusal(request: ActorRequest, journey: Journey, title: str, sentence: str) -> HttpResponse:
    """What cannot be, why, and what to do."""
    context = {"journey": journey, "person": journey.person, "title": title, "sentence": sentence}
    return render(request, "journeys/contracts/refused.html", context)


@require_POST
def discard(request: ActorRequest, journey_id: int, draft_id: int) -> HttpResponse:
    """Withdraw what is prepared and not signed."""
    journey, _, period = draft_to_change(request, journey_id, draft_id)
    text = request.POST.get("version", "")
    version = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else journey.version
    try:
        verbs.discard_draft(reader(request), period.pk, version, now=timezone.now())
        messages.success(request, "Le projet est retiré. L'historique garde qu'il a existé.")
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect("journeys:contracts", journey.pk)


def terminate(request: ActorRequest, journey_id: int, contract_id: int) -> HttpResponse:
    """The early end of a contract."""
    journey, contract = contract_to_change(request, journey_id, contract_id)
    actor, own = reader(request), held_of(contract)
    stands = verbs.termination_problems(own, own.last_day or request.today, request.today)
    if sentence := " ".join(each.message for each in stands if each.field == "__all__"):
        return refusal(request, journey, "Rompre le contrat", sentence)
    form = forms.TerminationForm(request.POST or None, journey=journey, actor=actor)
    conflict: actions.ConflictError | None = None
    if request.method == "POST":
        done, conflict = attempt(
            request,
            form,
            lambda: verbs.terminate_contract(
                actor, contract.pk, form.cleaned_data["version"], form.cleaned_data["ended_on"],
                form.cleaned_data["by"], form.cleaned_data["reason"], now=timezone.now(),
            ),
        )  # fmt: skip
        if done:
            messages.success(request, "La rupture est notée.")
            return redirect("journeys:contracts", journey.pk)
    context = {"journey": journey, "person": journey.person, "form": form, "conflict": conflict}
    context |= {"told": tell_contract(contract, request.today)}
    return render(request, "journeys/contracts/terminate.html", context)


def bounded(end: Any) -> Any:
    """No day when there is no limit."""
    return None if end == FOREVER else end


def rules_in_words(law: Limits | None) -> str:
    """The law's limits in a sentence, with its source; "" when it sets none."""
    if law is None:
        return ""
    said = []
    if law.period_months is not None:
        said.append(f"{law.period_months} mois au plus par période")
    if law.renewals is not None:
        said.append(f"{limits.times(law.renewals)} renouvelable" if law.renewals else "non renouvelable")
    if law.total_months is not None:
        said.append(f"{law.total_months} mois en tout avec la même structure")
    words = ", ".join(said)
    return f"{words[0].upper()}{words[1:]} ({law.source})." if words else ""
