"""What a host sets once: until which day requests are taken, the account it pays from."""

import datetime
import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from stdnum import bic as stdnum_bic

from maille.journeys.rules import iban as ibans
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.sharing import access
from maille.sharing.models import DebtorAccount, PayCalendar
from maille.sharing.rules import pay as rules


def set_calendar(
    actor: Actor, host: Organisation, valid_from: datetime.date, cut_off_day: int, *, now: datetime.datetime
) -> PayCalendar:
    """Take requests until this day of the month, from that month on; months already begun keep theirs."""
    if not access.may_set_pay(actor, host):
        raise PermissionDenied
    if valid_from != rules.month_of(valid_from):
        raise ValidationError({"valid_from": ["Un calendrier commence le premier jour d'un mois."]})
    # unscoped: of a host the actor sets
    known = PayCalendar.objects.filter(host=host)
    if valid_from < rules.month_of(actor.today) and known.exists():
        raise ValidationError({"valid_from": ["Ce mois est passé : ses demandes gardent leur date limite."]})
    if valid_from == rules.month_of(actor.today) and known.exists():
        raise ValidationError({"valid_from": ["Ce mois est commencé : choisissez le mois prochain, ou plus tard."]})
    if not 1 <= cut_off_day <= rules.LAST_CUT_OFF:
        raise ValidationError({"cut_off_day": ["Choisissez un jour entre 1 et 28."]})
    try:
        with transaction.atomic():
            return PayCalendar.objects.create(
                host=host, valid_from=valid_from, cut_off_day=cut_off_day, entered_by_id=actor.user_id, entered_at=now
            )
    except IntegrityError:
        raise ValidationError({"valid_from": ["Un calendrier commence déjà ce mois-là."]}) from None


def set_debtor(
    actor: Actor, host: Organisation, name: str, iban: str, bic: str, *, now: datetime.datetime
) -> DebtorAccount:
    """Note the account the host pays from; the former stay. Its referents alone."""
    if not access.is_of_host(actor, host.pk):
        raise PermissionDenied
    number, bank = ibans.compact(iban), re.sub(r"\s", "", bic).upper()
    refused: dict[str, list[str]] = {}
    if wrong := ibans.problem(number):
        refused["iban"] = [wrong]
    if not stdnum_bic.is_valid(bank):
        refused["bic"] = ["Un BIC a 8 ou 11 signes, par exemple AGRIFRPP867. Recopiez-le depuis le RIB."]
    if refused:
        raise ValidationError(refused)
    return DebtorAccount.objects.create(
        host=host,
        name=name,
        iban=number,
        last_four=ibans.last_four(number),
        bic=bank,
        entered_by_id=actor.user_id,
        entered_at=now,
    )


def debtor_of(host: Organisation) -> DebtorAccount | None:
    """The account in use."""
    # unscoped: of a host loaded in scope
    return DebtorAccount.objects.filter(host=host).order_by("-pk").first()
