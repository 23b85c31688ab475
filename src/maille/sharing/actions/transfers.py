"""A host's transfers of a month: who is due what, and the file for its bank; nobody is paid twice by a second file."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum

from maille.identity.models import log_access
from maille.journeys.models import BankDetails
from maille.network.models import Organisation
from maille.network.rules.roles import Actor, Role
from maille.sharing import access
from maille.sharing.actions.pay_settings import debtor_of
from maille.sharing.files import sepa
from maille.sharing.models import Payslip, TransferFile, TransferLine
from maille.ui.text import month_name

MOST_DAYS = 60
"""An execution date further away is a mistake of typing."""


@dataclass(frozen=True)
class Due:
    """What is still to be paid to somebody for a month, and what forbids it; no account number in it."""

    slip: Payslip
    cents: int
    """Net and expenses, less what earlier files carried; never negative."""
    sent: int
    last_four: str = ""
    problem: str = ""

    @property
    def overpaid(self) -> int:
        """What earlier files paid too much, after a correction."""
        return max(self.sent - self.slip.due, 0)


def dues(actor: Actor, host: Organisation, month: datetime.date) -> list[Due]:
    """One line per payslip of the month that pays something, with why it cannot be; three queries."""
    slips = _slips(actor, host, month)
    accounts = _accounts(slips)
    sent = _sent(slips, month)
    found = []
    for slip in slips:
        paid = sent.get(slip.participant_id, 0)
        if not slip.due and not paid:
            continue
        account = accounts.get(slip.participant.person_id or 0)
        found.append(
            Due(slip, max(slip.due - paid, 0), paid, account.last_four if account else "", problem_of(slip, account))
        )
    return found


def make_file(
    actor: Actor,
    host: Organisation,
    month: datetime.date,
    execution_on: datetime.date,
    schema: str,
    *,
    without: bool,
    now: datetime.datetime,
) -> tuple[TransferFile, bytes]:
    """The file for the bank: everybody still due, those without a valid account left out only when said so.

    Account numbers are opened here and nowhere else; who was read is logged.
    """
    if not access.is_of_host(actor, host.pk) or actor.role != Role.HOST_REFERENT:
        raise PermissionDenied
    debtor = debtor_of(host)
    if debtor is None:
        raise ValidationError("Notez d'abord le compte d'où part l'argent, dans les réglages de la paie.")
    if schema not in sepa.SCHEMAS:
        raise ValidationError({"schema": ["Choisissez un format dans la liste."]})
    if not actor.today <= execution_on <= actor.today + datetime.timedelta(days=MOST_DAYS):
        raise ValidationError({"execution_on": ["Choisissez un jour entre aujourd'hui et dans deux mois."]})
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",)).get(pk=host.pk)
        wanted = [each for each in dues(actor, host, month) if each.cents]
        barred = [each for each in wanted if each.problem]
        if barred and not without:
            names = ", ".join(f"{each.slip.participant} ({each.problem})" for each in barred)
            raise ValidationError(
                f"{len(barred)} virement{'s' if len(barred) > 1 else ''} impossible{'s' if len(barred) > 1 else ''} : "
                f"{names}. Complétez leur dossier, ou cochez la case pour préparer le fichier sans ces personnes.",
                code="no_account",
            )
        payable = [each for each in wanted if not each.problem]
        if not payable:
            raise ValidationError("Il n'y a rien à virer pour ce mois : tout est payé, ou aucun bulletin n'est noté.")
        told = sepa.Debtor(debtor.name, debtor.iban, debtor.bic, host.postal_code, host.commune)
        written = _written(told, payable, month, execution_on, schema)
        made = TransferFile.objects.create(
            host=host,
            month=month,
            execution_on=execution_on,
            message=written.message,
            count=len(payable),
            cents=sum(each.cents for each in payable),
            made_at=now,
            made_by_id=actor.user_id,
        )
        TransferLine.objects.bulk_create(
            TransferLine(file=made, payslip=each.slip, cents=each.cents) for each in payable
        )
    _log(actor, payable, now)
    return made, written.content


def problem_of(slip: Payslip, account: BankDetails | None) -> str:
    """Why no transfer reaches somebody; "" when one does."""
    if account is None:
        return "pas d'IBAN noté"
    if not any(each.isalpha() for each in sepa.latin(account.holder, sepa.LONGEST_NAME)):
        return "nom du titulaire à écrire en lettres latines"
    return "" if sepa.is_valid_iban(account.iban) else "IBAN à vérifier"


def _slips(actor: Actor, host: Organisation, month: datetime.date) -> list[Payslip]:
    """The month's payslips of this host, of the KPAs it may write in today."""
    found = Payslip.objects.visible_to(actor).filter(host=host, month=month).standing()
    named = found.select_related("participant__person", "participant__user", "kpa")
    return sorted(named, key=lambda each: (each.kpa.name_key, str(each.participant), each.pk))


def _accounts(slips: Iterable[Payslip]) -> dict[int, BankDetails]:
    """Person → the account in use."""
    # unscoped: of payslips loaded in scope
    people = [each.participant.person_id for each in slips if each.participant.person_id]
    return {each.person_id: each for each in BankDetails.objects.filter(person__in=people, ended_on__isnull=True)}


def _sent(slips: Iterable[Payslip], month: datetime.date) -> dict[int, int]:
    """Participant → what earlier files carried for that month, whichever payslip they were made from."""
    # unscoped: of payslips loaded in scope
    lines = TransferLine.objects.filter(
        payslip__participant__in=[each.participant_id for each in slips], payslip__month=month
    )
    found = lines.order_by().values("payslip__participant").annotate(total=Sum("cents"))
    return {row["payslip__participant"]: int(row["total"]) for row in found}


def _written(
    debtor: sepa.Debtor,
    payable: list[Due],
    month: datetime.date,
    execution_on: datetime.date,
    schema: str,
) -> sepa.Written:
    """The file itself; what the schema refuses is said in words."""
    accounts = _accounts(each.slip for each in payable)
    transfers = []
    for each in payable:
        account = accounts[each.slip.participant.person_id or 0]
        label = f"{'Paie' if each.slip.net else 'Frais'} {month_name(month)} {each.slip.kpa.name}"
        reference = f"PAIE-{month:%Y%m}-{each.slip.pk}"
        transfers.append(sepa.Transfer(account.holder, account.iban, each.cents, label, reference))
    try:
        return sepa.write(debtor, transfers, execution_on, schema)
    except Exception as refused:  # the library raises its own kinds, each about a value of ours
        raise ValidationError(
            "Le fichier n'est pas conforme : vérifiez le nom, l'IBAN et le BIC de la structure, puis les noms des "
            "titulaires de comptes."
        ) from refused


def _log(actor: Actor, payable: list[Due], now: datetime.datetime) -> None:
    """Whose account number was read."""
    people = [each.slip.participant.person_id for each in payable if each.slip.participant.person_id]
    if actor.user_id is not None and people:
        log_access(at=now, user_id=actor.user_id, membership_id=actor.membership_id, kind="person", ids=people,
                   what="IBAN, fichier de virements")  # fmt: skip


def files_of(actor: Actor, host: Organisation) -> list[TransferFile]:
    """The latest files, for the page to say what was already given to the bank."""
    if not access.is_of_host(actor, host.pk):
        return []
    # unscoped: of a host the actor is a referent of
    return list(TransferFile.objects.filter(host=host).select_related("made_by").order_by("-pk")[:12])
