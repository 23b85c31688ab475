"""What is missing before somebody works: the checklist of a journey, and each thing written down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from maille.journeys import access
from maille.journeys.actions import dossier as actions
from maille.journeys.actions import files
from maille.journeys.forms.dossier import HELP, AccountForm, AnswerForm, DemandForm, PieceForm, RightToWorkForm
from maille.journeys.models import BankDetails, Insurance, Journey, Piece
from maille.journeys.models.behalf import with_replies
from maille.journeys.models.dossier import Dossier, LineTold, dossier_of
from maille.journeys.models.notes import Reply
from maille.journeys.models.reading import with_events
from maille.journeys.rules.iban import spaced
from maille.journeys.rules.readiness import State
from maille.journeys.views.loading import attempt, journey_to_vouch, log_read, reader
from maille.journeys.views.tabs import tabs
from maille.network.requests import ActorRequest
from maille.network.rules.pieces import PIECE_NAMES, PieceKind
from maille.network.rules.roles import Actor


@dataclass(frozen=True)
class Action:
    """One thing to do on a line."""

    label: str
    url: str
    main: bool = True


@require_safe
def dossier(request: ActorRequest, journey_id: int) -> HttpResponse:
    """The checklist on the day asked: what is there, since when and by whom, what is missing and what to do."""
    actor, at = reader(request), request.at
    journey = get_object_or_404(with_events(Journey.objects.visible_to(actor)), pk=journey_id)
    told = dossier_of(journey, at)
    writable = access.may_vouch(actor, journey, journey.person) and at == request.today
    answer_records(told)
    log_read(request, journey.person, "avant de travailler")
    groups = [
        ("required", "Obligatoire avant de travailler", told.required),
        ("asked", "Demandé, sans empêcher de travailler", told.asked),
    ]
    context = {
        "journey": journey,
        "person": journey.person,
        "dossier": told,
        "readiness": told.readiness,
        "groups": [
            (key, title, [(line, actions_of(line, journey) if writable else []) for line in lines])
            for key, title, lines in groups
            if lines
        ],
        "spared": [(line, actions_of(line, journey) if writable else []) for line in told.spared],
        "tabs": tabs(journey.pk, "journeys:dossier"),
        "writable": writable,
        "own": access.is_own(actor, journey.person),
        "may_show_account": access.may_show_account(actor, journey),
        "at": at,
        "sheet_url": address("document", told.sheet_id) if told.sheet_id else "",
        "prepare_url": address("issue_shuttle_sheet", journey.pk),
    }
    return render(request, "journeys/dossier/dossier.html", context)


def answer_records(told: Dossier) -> None:
    """Give each record what the person answered to it; one query per kind of record."""
    records = [each.record for each in told.lines if each.record is not None]
    for subject, model in ((Reply.Subject.PIECE, Piece), (Reply.Subject.INSURANCE, Insurance),
                           (Reply.Subject.BANK, BankDetails)):  # fmt: skip
        with_replies(subject, [record for record in records if isinstance(record, model)])


def actions_of(line: LineTold, journey: Journey) -> list[Action]:
    """What may be done on a line, the main thing first."""
    kind, state = line.line.kind, line.line.state

    def to(route: str, *more: object) -> str:
        return reverse(f"journeys:{route}", args=[journey.pk, *more])

    if kind == PieceKind.CONTRACT:
        return contract_actions(journey)
    if kind == PieceKind.INSURANCE:
        demand = line.record
        if state == State.AWAITED and demand is not None:
            return [Action("Noter la réponse", to("insurance_answer", demand.pk))]
        return [Action("Noter une demande envoyée", to("insurance_ask"), main=state != State.HELD)]
    if kind == PieceKind.BANK:
        return [Action("Changer de compte" if line.record else "Noter l'IBAN", to("account"), main=not line.record)]
    if kind == PieceKind.AUTHORISATION and state == State.UNKNOWN:
        return [Action("Noter la date de naissance", reverse("journeys:correct_person", args=[journey.person_id]))]
    if kind == PieceKind.RIGHT_TO_WORK:
        ask = Action("Changer la réponse", to("right_to_work"), main=False)
        if state == State.UNKNOWN:
            return [Action("Poser la question", to("right_to_work"))]
        if state == State.NOT_NEEDED:
            return [ask]
        return [Action("Noter le document", to("piece_new", kind.value), main=state != State.HELD), ask]
    if state == State.NOT_NEEDED:
        return []
    label = "Noter à nouveau" if line.record else "Noter"
    return [Action(label, to("piece_new", kind.value), main=not line.line.is_met)]


def contract_actions(journey: Journey) -> list[Action]:
    """The journey's contracts, where the installation has their page."""
    url = address("contracts", journey.pk)
    return [Action("Voir les contrats", url)] if url else []


def address(route: str, *args: object) -> str:
    """The address of a page, "" where the installation has none."""
    try:
        return reverse(f"journeys:{route}", args=args)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class Page:
    """What a short form's page says."""

    title: str
    lead: str
    button: str
    done: str


def short_page(
    request: ActorRequest, journey: Journey, form: forms.Form, page: Page, act: Callable[[], object]
) -> HttpResponse:
    """One form, one action, and back to the checklist."""
    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, page.done)
        return redirect("journeys:dossier", journey.pk)
    context = {"journey": journey, "person": journey.person, "form": form, "page": page}
    return render(request, "journeys/dossier/form.html", context)


def piece_new(request: ActorRequest, journey_id: int, kind: str) -> HttpResponse:
    """Record a piece; the former of its kind gives way to it."""
    journey, actor = journey_to_vouch(request, journey_id), reader(request)
    if kind not in PIECE_NAMES or not PieceKind(kind).is_recorded:
        raise Http404
    sort = PieceKind(kind)
    form = PieceForm(request.POST or None, request.FILES or None, kind=sort, today=request.today)
    page = Page(PIECE_NAMES[sort], HELP[sort], "Enregistrer", "C'est noté.")

    def act() -> object:
        return actions.record_piece(actor, journey.pk, form.paper, timezone.now(), form.upload)

    return short_page(request, journey, form, page, act)


@require_POST
def piece_withdraw(request: ActorRequest, journey_id: int, piece_id: int) -> HttpResponse:
    """A piece no longer counts from today."""
    journey, actor = journey_to_vouch(request, journey_id), reader(request)
    get_object_or_404(Piece.objects.visible_to(actor), pk=piece_id, person=journey.person_id, kpa=journey.kpa_id)
    return undoing(
        request,
        journey,
        lambda: actions.withdraw_piece(actor, journey.pk, piece_id),
        "La pièce est retirée. Elle reste écrite, avec ses dates.",
    )


def undoing(request: ActorRequest, journey: Journey, act: Callable[[], object], done: str) -> HttpResponse:
    """One button, one action; a refusal comes back as a message."""
    try:
        act()
        messages.success(request, done)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect("journeys:dossier", journey.pk)


@require_GET
@never_cache
def piece_file(request: ActorRequest, journey_id: int, piece_id: int) -> HttpResponse:
    """The copy of a piece, to be saved and never shown by the browser itself; each reading is logged."""
    actor = reader(request)
    journey = get_object_or_404(Journey.objects.visible_to(actor).select_related("person"), pk=journey_id)
    pieces = Piece.objects.visible_to(actor).select_related("file")
    piece = get_object_or_404(pieces, pk=piece_id, person=journey.person_id, kpa=journey.kpa_id, file__isnull=False)
    if piece.file is None:
        raise Http404
    content = files.read(piece.file)
    log_read(request, journey.person, f"copie : {piece.kind}")
    return inert_response(content, piece.file.content_type, piece.file.name)


def inert_response(content: bytes, content_type: str, name: str) -> HttpResponse:
    """A file that no browser runs nor guesses about."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = str(content_disposition_header(True, name))
    response["X-Content-Type-Options"] = "nosniff"
    return response


def right_to_work(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Ask once whether a document is needed to work."""
    journey, actor = journey_to_vouch(request, journey_id), reader(request)
    known = journey.person.right_to_work_needed
    form = RightToWorkForm(request.POST or None, initial={} if known is None else {"needed": "oui" if known else "non"})
    page = Page(
        "Autorisation de travail",
        "Posez la question une fois, simplement. Seul « oui » ou « non » est gardé.",
        "Enregistrer la réponse",
        "La réponse est notée.",
    )

    def act() -> object:
        return actions.say_right_to_work(actor, journey.pk, needed=form.cleaned_data["needed"])

    return short_page(request, journey, form, page, act)


def insurance_ask(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Note that the shuttle sheet left."""
    journey, actor = journey_to_vouch(request, journey_id), reader(request)
    form = DemandForm(request.POST or None, initial={"sent_on": request.today, "insurer": last_insurer(actor, journey)})
    page = Page(
        "Demande à l'assureur",
        "La fiche navette est partie chez l'assureur : notez quand. Personne ne travaille avant sa réponse.",
        "Noter l'envoi",
        "La demande est notée. Personne ne travaille avant la réponse.",
    )

    def act() -> object:
        data = form.cleaned_data
        return actions.ask_insurer(actor, [journey.pk], data["insurer"], data["sent_on"], timezone.now())

    return short_page(request, journey, form, page, act)


def last_insurer(actor: Actor, journey: Journey) -> str:
    """The insurer named last in this KPA: it is the host's, and rarely changes."""
    named = Insurance.objects.visible_to(actor).filter(kpa=journey.kpa_id).exclude(insurer="")
    return named.order_by("-sent_on", "-pk").values_list("insurer", flat=True).first() or ""


def insurance_answer(request: ActorRequest, journey_id: int, insurance_id: int) -> HttpResponse:
    """Note what the insurer said."""
    journey, actor = journey_to_vouch(request, journey_id), reader(request)
    demands = Insurance.objects.visible_to(actor).kept()
    demand = get_object_or_404(demands, pk=insurance_id, person=journey.person_id, kpa=journey.kpa_id)
    form = AnswerForm(
        request.POST or None,
        initial={"answer": "validated", "answered_on": request.today, "covers_from": request.today},
    )
    page = Page(
        "Réponse de l'assureur",
        f"Demande envoyée le {demand.sent_on:%d/%m/%Y}. Notez ce que l'assureur a écrit.",
        "Noter la réponse",
        "La réponse de l'assureur est notée.",
    )

    def act() -> object:
        return actions.note_answers(actor, [demand.pk], form.said, timezone.now())

    return short_page(request, journey, form, page, act)


@require_POST
def insurance_withdraw(request: ActorRequest, journey_id: int, insurance_id: int) -> HttpResponse:
    """A demand or an answer was noted by mistake."""
    journey, actor = journey_to_vouch(request, journey_id), reader(request)
    demands = Insurance.objects.visible_to(actor)
    get_object_or_404(demands, pk=insurance_id, person=journey.person_id, kpa=journey.kpa_id)
    return undoing(
        request,
        journey,
        lambda: actions.withdraw_insurance(actor, journey.pk, insurance_id),
        "Retiré. Notez maintenant ce qui s'est vraiment passé.",
    )


def account(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Note the account to pay the person into; the former ends."""
    journey, actor = journey_to_vouch(request, journey_id), reader(request)
    form = AccountForm(request.POST or None, initial={"holder": str(journey.person)})
    page = Page(
        "Coordonnées bancaires",
        "Recopiez l'IBAN du RIB. L'ancien compte s'arrête aujourd'hui.",
        "Enregistrer le compte",
        "Le compte est noté. Les écrans n'en montrent que la fin.",
    )

    def act() -> object:
        data = form.cleaned_data
        return actions.give_account(actor, journey.person_id, data["holder"], data["iban"], timezone.now())

    return short_page(request, journey, form, page, act)


@require_POST
@never_cache
def account_show(request: ActorRequest, journey_id: int) -> HttpResponse:
    """The whole account number, for the host who pays; each reading is logged."""
    journey, actor = journey_to_vouch(request, journey_id), reader(request)
    if not access.may_show_account(actor, journey):
        raise PermissionDenied
    # unscoped: of a journey loaded in scope
    found = get_object_or_404(BankDetails.objects.filter(person=journey.person_id), ended_on__isnull=True)
    log_read(request, journey.person, "IBAN entier")
    context: dict[str, Any] = {
        "journey": journey, "person": journey.person, "account": found, "iban": spaced(found.iban),
    }  # fmt: skip
    return render(request, "journeys/dossier/account.html", context)
