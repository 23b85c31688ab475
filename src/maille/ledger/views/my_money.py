"""Money on the phone: what I have for my pay and where it comes from; what the group has."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from maille.ledger.files import papers
from maille.ledger.models import Account, held
from maille.ledger.models.aside import aside_of
from maille.ledger.models.statements import statement
from maille.ledger.rules.telling import TOTAL_COST
from maille.ledger.views.loading import own_account
from maille.ledger.views.showing import Line, address, cursor, lines, pages
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.ui import keyset

LATEST = 6
A_PAGE = 20


@dataclass(frozen=True)
class Block:
    """What I have in one KPA."""

    kpa: Organisation
    held: int
    aside: int
    """Of `held`, expenses to be given back: they are not pay."""
    account: Account
    """The one that goes on."""
    others: list[Account]
    """Those of files joined to mine."""
    lines: list[Line]
    more: bool

    @property
    def for_pay(self) -> int:
        """What may be asked as pay."""
        return self.held - self.aside


@require_safe
def my_money(request: ActorRequest) -> HttpResponse:
    """What I have, KPA by KPA, and the latest movements in words."""
    if request.actor.user_id is None:
        raise Http404
    mine = list(Account.objects.own(request.actor).named().with_balance().order_by("kpa__name_key", "pk"))
    by_kpa: dict[int, list[Account]] = {}
    for each in mine:
        by_kpa.setdefault(each.kpa_id, []).append(each)
    aside = aside_of(each.participant_id for each in mine if each.participant_id is not None)
    context = {
        "blocks": [block(each, aside) for each in by_kpa.values()],
        "total_cost": TOTAL_COST,
        "pay": address("sharing:my_pay"),
        "group": bool(mine) or request.actor.role == "cooperant",
    }
    return render(request, "ledger/my_money.html", context)


def block(accounts: list[Account], aside: Mapping[int, int]) -> Block:
    """One KPA's: its main account's latest movements, the total of all."""
    total = sum(held(each) for each in accounts)
    advanced = sum(aside.get(each.participant_id or 0, 0) for each in accounts)
    main = next((each for each in accounts if not joined(each)), accounts[0])
    told = statement(main, size=LATEST, balance=held(main))
    return Block(
        main.kpa,
        total,
        min(advanced, max(0, total)),
        main,
        [each for each in accounts if each is not main],
        lines(told, own=True),
        told.older is not None,
    )


def joined(account: Account) -> bool:
    """Whether it is that of a file joined to another."""
    return account.participant is not None and account.participant.joined_to_id is not None


@require_safe
def my_account(request: ActorRequest, account_id: int) -> HttpResponse:
    """All the movements of my account, page by page."""
    shown = own_account(request, account_id)
    before = cursor(request.GET.get(keyset.AFTER, ""))
    told = statement(shown, None, before, A_PAGE, held(shown))
    context = {"account": shown, "balance": told.balance, "lines": lines(told, own=True), "total_cost": TOTAL_COST}
    return render(request, "ledger/my_account.html", {**context, "page": pages(told, request.GET)})


@require_GET
@never_cache
def my_account_pdf(request: ActorRequest, account_id: int) -> HttpResponse:
    """My statement on paper, up to today or the day asked."""
    shown = own_account(request, account_id)
    return papers.served(papers.drawn(shown, request.at, own=True), shown, request.at)


@require_safe
def our_money(request: ActorRequest) -> HttpResponse:
    """What my group has, and its latest movements: nobody's pay, nobody's name."""
    actor = request.actor
    if actor.user_id is None:
        raise Http404
    # unscoped: those of the groups one is in, by one's own journey
    accounts = Account.objects.open_to(actor, request.today)
    found = list(accounts.named().with_balance().order_by("kpa__name_key", "activity__name", "name", "pk")[:30])
    blocks = []
    for each in found:
        told = statement(each, size=LATEST, balance=held(each))
        blocks.append({"account": each, "held": told.balance, "lines": lines(told, names=False)})
    kpas_named = {each.kpa for each in found}
    return render(request, "ledger/our_money.html", {"blocks": blocks, "several": len(kpas_named) > 1})
