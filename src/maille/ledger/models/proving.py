"""The proof that the books are whole: what must hold, looked at in one pass per rule."""

from collections.abc import Callable, Iterator

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from maille.ledger.models.books import Account, Posting, Transfer, balances_of
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.seals import seal
from maille.ui.text import euros

PROOFS: list[Callable[[], Iterator[str]]] = []
"""Of apps above: what must hold between the books and what was written with them; filled from their AppConfig.ready."""


def faults() -> Iterator[str]:
    """What is wrong in the books and around them, in French; nothing when they are whole."""
    yield from _books()
    for proof in PROOFS:
        yield from proof()


def _books() -> Iterator[str]:
    """What must hold between accounts, postings and transfers."""
    # unscoped: the proof looks at everything
    transfers, postings = Transfer.objects.order_by(), Posting.objects.order_by()
    for posting in postings.annotate(count=Count("transfers")).filter(count=0).iterator():
        yield f"L'opération {posting.pk} ne contient aucun mouvement."
    for each in transfers.exclude(day=F("posting__day")).values_list("pk", flat=True).iterator():
        yield f"Le mouvement {each} n'a pas la date de son opération."
    crossed = transfers.exclude(source__kpa=F("target__kpa")) | transfers.exclude(source__kpa=F("posting__kpa"))
    for each in crossed.values_list("pk", flat=True).iterator():
        yield f"Le mouvement {each} passe d'un KPA à un autre."
    yield from _seals()
    yield from _reversals()
    yield from _balances()


def _seals() -> Iterator[str]:
    """Each posting is the one that was written, and none is missing."""
    # unscoped: the proof looks at everything
    postings = Posting.objects.order_by("pk").prefetch_related("transfers__source", "transfers__target")
    seals: dict[int, str] = {}
    for posting in postings.iterator(chunk_size=500):
        seals[posting.pk] = posting.seal
        if not posting.seal:
            yield f"L'opération {posting.pk} ({posting}) n'a pas de sceau : elle n'a pas été écrite par Maille."
            continue
        before = "" if posting.previous is None else seals.get(posting.previous)
        if before is None:
            yield f"L'opération {posting.previous} a disparu : l'opération {posting.pk} a été écrite juste après elle."
            continue
        moves = [(each.source.owner, each.target.owner, each.cents) for each in posting.transfers.all()]
        if seal(posting.said(before), moves) != posting.seal:
            yield (
                f"L'opération {posting.pk} ({posting}), ou le sceau de celle d'avant, a été changée depuis qu'elle "
                "est écrite."
            )


def last_seal() -> str:
    """The seal of the last posting: kept elsewhere, it proves later that nothing before was written again."""
    return Posting.objects.order_by("-pk").values_list("seal", flat=True).first() or ""


def _reversals() -> Iterator[str]:
    """A counter-entry undoes exactly what it reverses."""
    reversals = Posting.objects.filter(kind=PostingKind.REVERSAL).prefetch_related("transfers", "reverses__transfers")
    for posting in reversals.order_by("pk").iterator(chunk_size=500):
        if posting.reverses is None:
            yield f"L'annulation {posting.pk} n'annule rien."
            continue
        done = sorted((each.source_id, each.target_id, each.cents) for each in posting.reverses.transfers.all())
        undone = sorted((each.target_id, each.source_id, each.cents) for each in posting.transfers.all())
        if done != undone:
            yield f"L'annulation {posting.pk} ne défait pas exactement l'opération {posting.reverses.pk}."


def _balances() -> Iterator[str]:
    """What everybody holds comes from outside, to the cent; nobody owes without a correction saying so."""
    accounts = {account.pk: account for account in Account.objects.named().order_by("pk")}
    held = balances_of(list(accounts))
    if sum(held.values()):
        yield f"Les comptes ne s'équilibrent pas : {euros(sum(held.values()))} de trop."
    counted = Transfer.objects.aggregate(total=Coalesce(Sum("cents"), 0))["total"]
    received = sum(
        row["total"] for row in Transfer.objects.order_by().values("target").annotate(total=Sum("cents")).iterator()
    )
    if received != counted:
        yield f"Des mouvements n'ont pas de compte : {euros(int(counted) - int(received))}."
    for pk, account in accounts.items():
        if held[pk] < 0 and account.kind != AccountKind.OUTSIDE and not _corrected(account):
            yield f"Le compte « {account} » ({account.kpa}) est à {euros(held[pk])} sans correction qui l'explique."


def _corrected(account: Account) -> bool:
    """Whether a counter-entry took from this account; a distribution by which it gave back, as the group approved; or,
    for a pot already shared, a refund or a bad debt.
    """
    said = {PostingKind.REVERSAL}
    if account.kind == AccountKind.POT:
        said |= {PostingKind.REFUND, PostingKind.BAD_DEBT}
    else:
        said.add(PostingKind.DISTRIBUTION)
    return account.given.filter(posting__kind__in=said).exists()
