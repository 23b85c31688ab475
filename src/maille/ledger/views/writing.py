"""Writing in the books by hand: opening balances, transfers, accounts of projects, corrections."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maille.activities.actions.participants import participant_for
from maille.activities.models import Activity
from maille.journeys.views.loading import attempt, kpa_to_write_in, number, which_kpa
from maille.ledger.actions import account_for
from maille.ledger.actions import transfers as actions
from maille.ledger.forms.books import CorrectionForm, NewAccountForm, OpeningForm, Row, TransferForm, rows_of
from maille.ledger.models import Account, Transfer
from maille.ledger.models.listing import ORDER, listed
from maille.ledger.rules.kinds import AccountKind
from maille.ledger.views.loading import posting_to_correct
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor


def opening(request: ActorRequest) -> HttpResponse:
    """Opening balances of a KPA, all at once."""
    kpa = kpa_to_write_in(request)
    if kpa is None:
        return which_kpa(request, "Soldes d'ouverture", "Comptes", "ledger:accounts")
    form = OpeningForm(
        request.POST or None, rows=rows_of(request.actor, kpa, request.today), initial={"day": request.today}
    )
    if request.method == "POST" and attempt(request, form, lambda: opened(request.actor, kpa, form))[0]:
        messages.success(request, "Les soldes d'ouverture sont notés.")
        return redirect("ledger:accounts")
    known = Transfer.objects.filter(  # unscoped: of a KPA where the actor writes
        posting__kpa=kpa, posting__kind="opening", posting__reversed_by__isnull=True
    )
    context = {
        "kpa": kpa,
        "form": form,
        "funds": [form[row.field] for row in form.rows if row.kind != AccountKind.INDIVIDUAL],
        "people": [form[row.field] for row in form.rows if row.kind == AccountKind.INDIVIDUAL],
        "known": known.select_related("target__participant__person", "target__participant__user", "target__activity")
        .select_related("target__job", "target__kpa")
        .order_by("day", "pk")[:200],
    }
    return render(request, "ledger/opening.html", context)


def opened(actor: Actor, kpa: Organisation, form: OpeningForm) -> object:
    """Open the accounts that were given an amount, and write it, all or nothing."""
    day = form.cleaned_data["day"]
    with transaction.atomic():
        amounts = {account_of(kpa, row, day).pk: cents for row, cents in form.typed()}
        return actions.open_balances(actor, kpa, day, amounts, now=timezone.now())


def account_of(kpa: Organisation, row: Row, day: datetime.date) -> Account:
    """The account of one line of the form."""
    participant = row.participant
    if row.person is not None:
        participant = participant_for(kpa, person=row.person)
    return account_for(kpa, row.kind, day, participant=participant, activity=row.activity)


def transfer(request: ActorRequest) -> HttpResponse:
    """From one account to another."""
    kpa = kpa_to_write_in(request)
    if kpa is None:
        return which_kpa(request, "Virement entre comptes", "Comptes", "ledger:accounts")
    accounts = Account.objects.visible_to(request.actor).filter(kpa=kpa, closed_on=None)
    accounts = listed(accounts.exclude(kind__in=[kind.value for kind in actions.NOT_BY_HAND])).order_by(*ORDER)
    initial = {"day": request.today, "source": number(request.GET.get("de", "")) or None}
    form = TransferForm(request.POST or None, accounts=accounts, initial=initial)
    done: list[Account] = []

    def act() -> object:
        data = dict(form.cleaned_data)
        once = data.pop("token")
        facts = actions.TransferFacts(**{name: data[name] for name in actions.TransferFacts.__dataclass_fields__})
        done.append(facts.source)
        return actions.transfer(request.actor, facts, once=once, now=timezone.now())

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, "Le virement est écrit sur les deux comptes.")
        return redirect("ledger:account", done[-1].pk)
    return render(request, "ledger/transfer.html", {"kpa": kpa, "form": form})


def new_account(request: ActorRequest) -> HttpResponse:
    """An account for a project, an activity or a fund."""
    kpa = kpa_to_write_in(request)
    if kpa is None:
        return which_kpa(request, "Ouvrir un compte", "Comptes", "ledger:accounts")
    activities = Activity.objects.visible_to(request.actor).filter(kpa=kpa, closed_on=None)
    form = NewAccountForm(request.POST or None, activities=activities)
    made: list[Account] = []

    def act() -> object:
        data = form.cleaned_data
        named = data["what"] in ("project", "activity")
        made.append(
            actions.new_account(
                request.actor,
                kpa,
                AccountKind.COLLECTIVE if named else AccountKind(data["what"]),
                name=data["name"] if data["what"] == "project" else "",
                activity=data["activity"] if data["what"] == "activity" else None,
            )
        )
        return made[-1]

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, "Le compte est ouvert.")
        return redirect("ledger:account", made[-1].pk)
    return render(request, "ledger/new_account.html", {"kpa": kpa, "form": form})


def correct(request: ActorRequest, posting_id: int) -> HttpResponse:
    """Undo an opening balance or a transfer."""
    posting = posting_to_correct(request, posting_id)
    if posting.kind not in actions.BY_HAND:
        raise PermissionDenied
    # unscoped: of a posting loaded in scope
    moves = list(posting.transfers.select_related("source__participant__person", "target__participant__person")
                 .select_related("source__participant__user", "target__participant__user", "source__activity")
                 .select_related("target__activity", "source__job", "target__job", "source__kpa", "target__kpa")
                 .order_by("pk"))  # fmt: skip
    form = CorrectionForm(request.POST or None)

    def act() -> object:
        return actions.correct(request.actor, posting, form.cleaned_data["reason"], now=timezone.now())

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, "L'opération est annulée : les deux écritures se voient sur les relevés.")
        return redirect("ledger:account", moves[0].target_id)
    return render(request, "ledger/correct.html", {"posting": posting, "moves": moves, "form": form})
