"""Accounts at the desk: the list, one account's statement, the same as PDF and CSV."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from maille.journeys.access import kpas_to_read
from maille.journeys.files.writing import amount
from maille.journeys.views.exporting import exported
from maille.journeys.views.filtering import Choice, with_, without
from maille.journeys.views.loading import number, reader
from maille.ledger import access
from maille.ledger.files import papers
from maille.ledger.models import Account, held
from maille.ledger.models.listing import GROUPS, ORDER, listed
from maille.ledger.models.statements import everything, statement
from maille.ledger.rules.kinds import AccountKind
from maille.ledger.rules.telling import TOTAL_COST, sentence
from maille.ledger.views.loading import account_to_read, log_account, until
from maille.ledger.views.showing import cursor, kind_of, lines, pages
from maille.network.requests import ActorRequest
from maille.ui import keyset

LEFT = "sortis"
TITLES = ("Date", "Opération", "Motif", "Qui est d'accord", "Autre compte", "Montant", "Solde ensuite")
PAPERS = frozenset({AccountKind.INDIVIDUAL, AccountKind.COLLECTIVE})
"""Accounts whose statement is drawn on paper."""


@require_safe
def accounts(request: ActorRequest) -> HttpResponse:
    """Every account with its balance, the group's first; or those of people who left with money."""
    actor, params = reader(request), request.GET
    kpas = list(kpas_to_read(actor).order_by("name_key", "pk"))
    group, asked, left = params.get("nature", ""), params.get("q", "").strip(), params.get("soldes") == LEFT
    found = Account.objects.visible_to(actor)
    wanted = number(params.get("kpa", ""))
    if wanted:
        found = found.filter(kpa=wanted)
    found = found.left(request.at) if left else found.with_balance(until(request))
    found = found.filter(opened_on__lte=request.at)
    page = keyset.page(listed(found, group, asked), ORDER, params)
    context = {
        "page": page,
        "q": asked,
        "left": left,
        "everything": Choice("Tous", without(QueryDict(without(params, "nature")), "soldes"), not group and not left),
        "groups": options(params, "nature", [(key, name) for key, (name, _) in GROUPS.items()]),
        "kpas": options(params, "kpa", [(str(kpa.pk), kpa.name) for kpa in kpas]) if len(kpas) > 1 else [],
        "left_query": without(params, "soldes") if left else with_(params, "soldes", LEFT),
        "kept": [(name, params[name]) for name in ("nature", "kpa", "soldes", "au") if params.get(name)],
        "filtered": bool(group or wanted or asked),
        "several": len(kpas) > 1,
        "may_write": bool(actor.writes or actor.everything),
    }
    return render(request, "ledger/accounts.html", context)


def options(params: Any, name: str, values: list[tuple[str, str]]) -> list[Choice]:
    """The links of one filter; the current one takes the filter away."""
    current = params.get(name)
    return [
        Choice(label, without(params, name) if value == current else with_(params, name, value), value == current)
        for value, label in values
    ]


@require_safe
def account(request: ActorRequest, account_id: int) -> HttpResponse:
    """One account: its balance that day, its movements from the latest."""
    before = cursor(request.GET.get(keyset.AFTER, ""))
    shown = account_to_read(request, account_id, before)
    log_account(request, shown, "relevé de compte")
    told = statement(shown, until(request), before, balance=held(shown), since=vars(shown).get("since"))
    may_write = access.may_write_books(request.actor, shown.kpa_id)
    context = {
        "account": shown,
        "balance": told.balance,
        "lines": lines(told),
        "page": pages(told, request.GET),
        "individual": shown.kind == AccountKind.INDIVIDUAL,
        "on_paper": kind_of(shown) in PAPERS,
        "may_write": may_write and request.at == request.today,
        "may_move": may_write and kind_of(shown) not in (AccountKind.POT, AccountKind.OUTSIDE),
        "total_cost": TOTAL_COST,
    }
    return render(request, "ledger/account.html", context)


@require_GET
@never_cache
def account_pdf(request: ActorRequest, account_id: int) -> HttpResponse:
    """The statement on paper: the year up to the day asked."""
    shown = account_to_read(request, account_id)
    if kind_of(shown) not in PAPERS:
        raise Http404
    log_account(request, shown, "relevé de compte (pdf)")
    return papers.served(papers.drawn(shown, request.at, own=False), shown, request.at)


@require_GET
@never_cache
def account_csv(request: ActorRequest, account_id: int) -> HttpResponseBase:
    """Every movement up to the day asked, the latest first."""
    shown = account_to_read(request, account_id)
    log_account(request, shown, "relevé de compte (csv)")

    def rows() -> Iterator[tuple[Any, ...]]:
        for each in everything(shown, until(request)):
            words = sentence(each.told, own=False)
            yield (
                *(each.day, words, each.reason, each.agreed, each.other_name),
                *(amount(each.cents), amount(each.balance)),
            )

    return exported(request, TITLES, rows(), f"releve-{shown.pk}-{request.at}", "Relevé")
