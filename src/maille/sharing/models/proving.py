"""The proof that books tell what was received, shared and paid: each posting moves exactly its record's cents.

Registered with `ledger.models.proving`, run by `./maille ledger check`.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from maille.ledger.models import Posting, Transfer
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.sharing.models.distributions import Distribution, DistributionEvent
from maille.sharing.models.pay import Fee, Payslip
from maille.sharing.models.pots import Receipt
from maille.sharing.rules import recipients
from maille.sharing.rules.engine import share
from maille.sharing.rules.reading import RefusedCaseError
from maille.sharing.rules.stored import read_stored
from maille.ui.text import euros

BLOCK = 500
RECORDS = {
    PostingKind.RECEIPT: ("receipt", "sa recette"),
    PostingKind.REFUND: ("receipt", "son remboursement"),
    PostingKind.BAD_DEBT: ("receipt", "son impayé"),
    PostingKind.DISTRIBUTION: ("distribution_event", "sa répartition"),
    PostingKind.PAY: ("payslip", "son bulletin"),
    PostingKind.REFUND_PAID: ("payslip_refund", "son bulletin"),
    PostingKind.FEE: ("fee", "sa contribution"),
}
"""Kind of posting → what was written with it, and how it is called."""
What = DistributionEvent.What


def faults() -> Iterator[str]:
    """What is wrong between the books and what was written with them, in French; nothing when all agrees."""
    yield from _records()
    yield from _receipts()
    yield from _distributions()
    yield from _computed_again()
    yield from _margins()
    yield from _payslips()
    yield from _fees()


def _records() -> Iterator[str]:
    """What moved money was written somewhere: a receipt, a distribution, a payslip, a contribution."""
    for kind, (record, words) in RECORDS.items():
        # unscoped: the proof looks at everything
        alone = Posting.objects.filter(kind=kind, **{f"{record}__isnull": True}).order_by("pk")
        for posting in alone.iterator():
            yield f"L'opération {posting.pk} ({posting}) n'a plus {words}."


def _receipts() -> Iterator[str]:
    """A receipt adds its cents to its job's pot, a refund takes them."""
    # unscoped: the proof looks at everything
    found = Receipt.objects.order_by("pk").select_related("corrects")
    found = found.prefetch_related("posting__transfers__source", "posting__transfers__target")
    for receipt in found.iterator(chunk_size=BLOCK):
        added = 0
        for each in receipt.posting.transfers.all():
            added += each.cents if each.target.job_id == receipt.job_id else 0
            added -= each.cents if each.source.job_id == receipt.job_id else 0
        if added != receipt.cents:
            yield (
                f"La recette {receipt.pk} est de {euros(receipt.cents)} et la cagnotte a bougé de {euros(added)} "
                f"(opération {receipt.posting_id})."
            )
        if _said_of(receipt) != _said_when_written(receipt):
            yield (
                f"La recette {receipt.pk} n'a plus la taxe ou les dates inscrites aux comptes "
                f"(opération {receipt.posting_id})."
            )


def _said_of(receipt: Receipt) -> list[object]:
    """What it says besides its cents: its tax and its days."""
    return [receipt.tax, receipt.received_on.isoformat(), receipt.invoiced_on and receipt.invoiced_on.isoformat()]


def _said_when_written(receipt: Receipt) -> list[object]:
    """The same as its posting sealed it, or as what it corrects says."""
    if receipt.corrects is not None:
        return [-receipt.corrects.tax, *_said_of(receipt.corrects)[1:]]
    facts = receipt.posting.facts
    if "received_on" not in facts:  # written before postings told the days
        return _said_of(receipt)
    sign = 1 if receipt.kind == Receipt.Kind.RECEIPT else -1
    return [sign * facts["tax"], facts["received_on"], facts["invoiced_on"]]


def _distributions() -> Iterator[str]:
    """What a distribution posted is what its lines give, less what those of the one before gave."""
    # unscoped: the proof looks at everything
    posted: Any = DistributionEvent.objects.filter(what=DistributionEvent.What.POSTED).order_by("pk")
    posted = posted.prefetch_related(
        "distribution__lines",
        "distribution__after__lines",
        "posting__transfers__source",
        "posting__transfers__target",
    )
    for event in posted.iterator(chunk_size=BLOCK):
        given = _given(event.distribution)
        if event.distribution.after is not None:
            given.subtract(_given(event.distribution.after))
        written: Counter[str] = Counter()
        for each in event.posting.transfers.all() if event.posting is not None else ():
            written[_recipient(each, "target")] += each.cents
            written[_recipient(each, "source")] -= each.cents
        written.pop("", None)
        for who in sorted({who for who in (*given, *written) if given[who] != written[who]}):
            yield (
                f"La répartition {event.distribution_id} donne {euros(given[who])} à « {who} » et les comptes disent "
                f"{euros(written[who])}."
            )


def _computed_again() -> Iterator[str]:
    """What a posted distribution looked at gives its lines again, to the cent (docs/decisions/014)."""
    # unscoped: the proof looks at everything
    posted = Distribution.objects.filter(events__what=DistributionEvent.What.POSTED).order_by("pk")
    for each in posted.prefetch_related("lines").iterator(chunk_size=BLOCK):
        try:
            case = read_stored(each.case)
            again = [(line.step, line.kind, line.to, line.amount) for line in share(case).lines]
        except (RefusedCaseError, KeyError, TypeError, ValueError):
            yield f"La répartition {each.pk} ne se recalcule plus : ce qu'elle a regardé a été changé."
            continue
        kept = [(line.step, line.kind, line.recipient, line.cents) for line in each.lines.all()]
        looked_at = [case.income, case.income - case.margin]
        if again != kept or looked_at != [each.income, each.expenses]:
            yield f"La répartition {each.pk} ne donne plus les mêmes parts quand on la recalcule."


def _margins() -> Iterator[str]:
    """Each distribution counts, in the year of its last receipt, the margin it added; undone, it is taken back."""
    # unscoped: the proof looks at everything
    events: Any = DistributionEvent.objects.filter(what__in=[What.POSTED, What.REVERSED]).order_by("pk")
    for event in events.select_related("margin", "distribution__after").iterator(chunk_size=BLOCK):
        found: Distribution = event.distribution
        added = found.margin - (found.after.margin if found.after is not None else 0)
        wanted = (found.year, added if event.what == What.POSTED else -added)
        kept = getattr(event, "margin", None)
        if kept is None or (kept.year, kept.cents) != wanted or kept.job_id != found.job_id:
            said = f"en retient {euros(kept.cents)} en {kept.year}" if kept is not None else "n'en retient rien"
            yield (
                f"La répartition {found.pk} compte {euros(wanted[1])} de marge en {wanted[0]}, "
                f"et la marge partagée de l'année {said}."
            )


def _given(distribution: Distribution) -> Counter[str]:
    """Recipient → cents its lines give; the group's and its activity's together, as accounts may tell either."""
    found: Counter[str] = Counter()
    for line in distribution.lines.all():
        found[_one_word(line.recipient)] += line.cents
    return found


def _recipient(transfer: Transfer, side: str) -> str:
    """Who that side is, as lines name it; "" for the pot."""
    account = getattr(transfer, side)
    if account.kind == AccountKind.POT:
        return ""
    return recipients.of_participant(account.participant_id) if account.participant_id else str(account.kind)


def _one_word(recipient: str) -> str:
    """The word of a recipient, an activity's account being a collective one."""
    return recipients.COLLECTIVE if recipient == recipients.ACTIVITY else recipient


def _payslips() -> Iterator[str]:
    """A payslip takes its total cost from the person's account, and beside it the expenses given back."""
    # unscoped: the proof looks at everything
    found = Payslip.objects.order_by("pk").prefetch_related("posting__transfers", "refund_posting__transfers")
    for slip in found.iterator(chunk_size=BLOCK):
        for said, posting in ((slip.cost, slip.posting), (slip.refund, slip.refund_posting)):
            taken = _moved(posting)
            if taken != said:
                yield f"Le bulletin {slip.pk} dit {euros(said)} et les comptes {euros(taken)}."
        told = slip.posting.facts if slip.posting is not None else {}
        for name, words, cents in (("gross", "brut", slip.gross), ("net", "net", slip.net)):
            if told.get(name, cents) != cents:
                yield f"Le bulletin {slip.pk} dit {euros(cents)} de {words} et les comptes {euros(told[name])}."


def _fees() -> Iterator[str]:
    """A contribution taken is what was asked."""
    # unscoped: the proof looks at everything
    found = Fee.objects.filter(posting__isnull=False).order_by("pk").prefetch_related("posting__transfers")
    for fee in found.iterator(chunk_size=BLOCK):
        if _moved(fee.posting) != fee.cents:
            yield f"La contribution {fee.pk} dit {euros(fee.cents)} et les comptes {euros(_moved(fee.posting))}."


def _moved(posting: Posting | None) -> int:
    """All that a posting moves."""
    return sum(each.cents for each in posting.transfers.all()) if posting is not None else 0
