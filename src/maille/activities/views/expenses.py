"""Money advanced, at the desk: the list of a month, noting, correcting, the photo of the receipt."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Sum
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maille.activities import access
from maille.activities.actions import expenses as actions
from maille.activities.actions import given, who
from maille.activities.actions.asking import unseen
from maille.activities.actions.promises import warnings_of
from maille.activities.forms.expenses import ExpenseForm
from maille.activities.models import Expense
from maille.activities.models.contributions import GivenQuerySet
from maille.activities.views.confirming import attempt_seen, seen_by
from maille.activities.views.hours_list import (
    STATES,
    TO_CONFIRM,
    WITHDRAWN,
    Asked,
    asked,
    links,
    log_one,
    log_people,
    month_in_words,
    months_around,
)
from maille.activities.views.loading import job_to_change
from maille.journeys import access as journeys_access
from maille.journeys.files.writing import amount
from maille.journeys.models import Reply
from maille.journeys.models.behalf import with_replies
from maille.journeys.rules.register.cells import Cell
from maille.journeys.views.exporting import exported
from maille.journeys.views.filtering import Choice, without
from maille.journeys.views.loading import kpa_to_write_in, number, reader, warn, which_kpa
from maille.journeys.views.papers import attached
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor
from maille.ui import keyset

TITLES = (
    "KPA", "Jour", "Qui a avancé l'argent", "Montant", "Pour acheter", "Où", "Prestation", "Précision", "Ticket gardé",
    "Confirmés le", "Confirmés par", "Saisis par", "Saisis pour la personne",
)  # fmt: skip


def of_list(actor: Actor, wanted: Asked) -> GivenQuerySet:
    """The expenses asked for, unordered."""
    found = Expense.objects.visible_to(actor).filter(withdrawn_at__isnull=wanted.state != WITHDRAWN)
    if wanted.start and wanted.end:
        found = found.between(wanted.start, wanted.end)
    if wanted.kpa:
        found = found.filter(kpa_id=wanted.kpa)
    if wanted.job:
        found = found.filter(job_id=wanted.job)
    if wanted.participant:
        found = found.filter(participant_id=wanted.participant)
    if wanted.state == TO_CONFIRM:
        found = found.filter(confirmed_at__isnull=True)
    return found


@require_safe
def expenses(request: ActorRequest) -> HttpResponse:
    """Who advanced what this month."""
    actor, wanted = reader(request), asked(request.GET, request.at)
    found = of_list(actor, wanted)
    told = found.told().select_related("receipt", "replaces", "withdrawn_by", "kpa").prefetch_related("replacement")
    page = keyset.page(found, ("-day", "-id"), request.GET, told=told)
    with_replies(Reply.Subject.EXPENSE, page.rows)
    log_one(request, wanted, "frais")
    kpas = list(journeys_access.kpas_to_read(actor).order_by("name_key", "pk"))
    writes = frozenset(kpa.pk for kpa in kpas if access.may_write(actor, kpa.pk))
    context = {
        "page": page,
        "total": found.aggregate(total=Sum("cents"))["total"] or 0,
        "several": len(kpas) > 1,
        "writes": writes,
        "pending": [
            line.pk for line in page.rows
            if line.confirmed_at is None and line.withdrawn_at is None and line.kpa_id in writes
        ],
        "withdrawn": wanted.state == WITHDRAWN,
        "query": keyset.without_place(request.GET).urlencode(),
        "month": month_in_words(wanted),
        "kpa_query": f"?kpa={wanted.kpa}" if wanted.kpa else "",
        "states": [Choice("Tous", without(request.GET, "etat"), not wanted.state),
                   *links(request.GET, "etat", STATES)],
        "groups": [("KPA", links(request.GET, "kpa", [(str(kpa.pk), kpa.name) for kpa in kpas]))]
        if len(kpas) > 1
        else [],
        "folded": bool(wanted.kpa),
        **months_around(request.GET, wanted.start, request.today),
    }  # fmt: skip
    return render(request, "activities/expenses/list.html", context)


@require_safe
def file(request: ActorRequest) -> HttpResponseBase:
    """Exactly the list asked, as a file; the reading is logged for each person in it."""
    actor, wanted = reader(request), asked(request.GET, request.at)
    found = of_list(actor, wanted)
    people = found.order_by().filter(participant__person__isnull=False).values_list("participant__person", flat=True)
    log_people(request, sorted(set(people)), "frais (fichier)")
    name = f"frais-{wanted.start:%Y-%m}" if wanted.start else f"frais-{request.today}"
    told = found.told().select_related("kpa").order_by("day", "pk")
    return exported(request, TITLES, rows_of(told), name, "Frais")


def rows_of(told: GivenQuerySet) -> Iterator[list[Cell]]:
    """The cells of each line."""
    for line in told.iterator(chunk_size=500):
        yield [
            line.kpa.name,
            line.day,
            str(line.participant) if line.participant else line.get_advanced_by_display(),
            amount(line.cents),
            line.what,
            line.shop,
            line.job.title if line.job else "",
            line.note,
            line.receipt_id is not None,
            timezone.localtime(line.confirmed_at).date() if line.confirmed_at else None,
            str(line.confirmed_by) if line.confirmed_by else "",
            str(line.entered_by) if line.entered_by else "",
            line.on_behalf,
        ]


def line_to_read(request: ActorRequest, expense_id: int) -> Expense:
    """An expense of a KPA whose files the reader opens."""
    found = Expense.objects.visible_to(reader(request)).told().select_related("kpa", "receipt")
    line: Expense = get_object_or_404(found, pk=expense_id)
    return line


def line_to_change(request: ActorRequest, expense_id: int) -> Expense:
    """One of a KPA where the reader writes."""
    line = line_to_read(request, expense_id)
    if not access.may_write(request.actor, line.kpa_id):
        raise PermissionDenied
    return line


def new(request: ActorRequest) -> HttpResponse:
    """Note what somebody spent."""
    actor, wanted = reader(request), number(request.GET.get("prestation", ""))
    job = job_to_change(request, wanted) if wanted else None
    kpa = job.kpa if job else kpa_to_write_in(request)
    if kpa is None:
        return which_kpa(request, "Noter des frais", "Frais", "activities:expenses")
    form = ExpenseForm(
        request.POST or None, request.FILES or None, kpa=kpa, actor=actor, job=job.pk if job else None
    )  # fmt: skip
    if request.method == "POST":
        kept: list[actions.Kept] = []

        def act() -> None:
            key = form.cleaned_data["key"]
            spent = spent_of(actor, kpa, form)
            seen = seen_by(request)
            kept.append(actions.note_expense(actor, kpa, spent, form.photo, timezone.now(), key=key, seen=seen))

        if attempt_seen(request, form, act):
            said = "C'était déjà noté. Rien n'est écrit deux fois." if kept[0].again else "C'est noté."
            messages.success(request, said)
            warn(request, unseen([*kept[0].warnings, *of_pot(request, kept[0].line)], seen_by(request)))
            return redirect(back_to(kept[0].line))
        form.set_aside(timezone.now())
    context = {"form": form, "kpa": kpa, "job": job, "line": None}
    return render(request, "activities/expenses/form.html", context)


def spent_of(actor: Actor, kpa: Organisation, form: ExpenseForm) -> actions.Spent:
    """What was typed, with the participant it names."""
    participant = None
    if form.token:
        try:
            participant = who.participant_named(actor, kpa, form.token)
        except ValidationError as unknown:
            raise ValidationError({"who": unknown.messages}) from unknown
    return form.spent_by(participant.pk if participant else None, form.advanced_by)


def of_pot(request: ActorRequest, line: Expense) -> list[str]:
    """What to say when the pot of its job no longer holds."""
    return warnings_of(line.job, request.today) if line.job else []


def back_to(line: Expense) -> str:
    """The job's page, or the list of the line's month."""
    if line.job_id:
        return f"{reverse('activities:job_hours', args=[line.job_id])}#frais-{line.pk}"
    return f"{reverse('activities:expenses')}?mois={line.day:%Y-%m}#frais-{line.pk}"


def correct(request: ActorRequest, expense_id: int) -> HttpResponse:
    """Withdraw the line and write another; both stay."""
    line = line_to_change(request, expense_id)
    form = ExpenseForm(request.POST or None, request.FILES or None, kpa=line.kpa, actor=request.actor, known=line)
    if request.method == "POST":
        kept: list[actions.Kept] = []

        def act() -> None:
            spent = spent_of(request.actor, line.kpa, form)
            key = form.cleaned_data["key"]
            seen, now = seen_by(request), timezone.now()
            kept.append(actions.correct_expense(request.actor, line.pk, spent, form.photo, now, key=key, seen=seen))

        if attempt_seen(request, form, act):
            messages.success(request, "C'est corrigé. L'ancienne ligne reste lisible, le groupe confirme la nouvelle.")
            warn(request, unseen([*kept[0].warnings, *of_pot(request, kept[0].line)], seen_by(request)))
            return redirect(back_to(kept[0].line))
        form.set_aside(timezone.now())
    context = {"form": form, "kpa": line.kpa, "job": line.job, "line": line}
    return render(request, "activities/expenses/form.html", context)


@require_POST
def withdraw(request: ActorRequest, expense_id: int) -> HttpResponse:
    """The line no longer counts."""
    line = line_to_change(request, expense_id)
    try:
        given.withdraw(request.actor, Expense, line.pk, timezone.now())
        messages.success(request, "La ligne est retirée. Elle reste lisible, et ne compte plus.")
        warn(request, given.said_of_closed(line.job))
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect(back_to(line).partition("#")[0])


@require_safe
def receipt(request: ActorRequest, expense_id: int) -> HttpResponse:
    """The photo, to save and not to run; the reading is logged for the person."""
    line = line_to_read(request, expense_id)
    if line.receipt is None:
        raise Http404
    person = line.participant.person_id if line.participant else None
    log_people(request, [person] if person else [], "ticket")
    return attached(request, line.receipt, back_to(line))
