"""Pay at La Cape: the host's calendar, Amina's last payslip, Léa's request to check, Yanis's sent back, a fee."""

import datetime

from django.utils import timezone

from maille.activities.actions.participants import participant_for
from maille.activities.models import Participant
from maille.config.demo.documents import HOST
from maille.identity.models import User
from maille.journeys.models import Person
from maille.ledger.actions import account_for, post
from maille.ledger.models import balance_of
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.moves import Move
from maille.network.access import actor_for
from maille.network.models import Organisation
from maille.sharing.actions import fees, pay, pay_settings, payslips
from maille.sharing.actions.payslips import Slip
from maille.sharing.models import PayRequest
from maille.sharing.models.pay_money import money_of
from maille.sharing.rules import pay as rules

KPA = "La Cape"
CUT_OFF = 20
IBAN = "FR1420041010050500013M02606"
"""The example of the standard (ISO 13616): nobody's account."""
BIC = "PSSTFRPPLIL"
COST, GROSS, NET = 96_40, 71_20, 56_30
"""Amina's last payslip: what the share pays for, and what reaches her."""
LEA, YANIS = 60_00, 45_00
EXPLANATION = "Votre relevé d'identité bancaire manque. Donnez-le à Fanny, puis refaites la demande."


def write(day: datetime.date) -> int:
    """Everything, through the actions people use; how many requests."""
    kpa, host = Organisation.objects.get(name=KPA), Organisation.objects.get(name=HOST)
    karim, fanny = (User.objects.get(email=f"{name}@exemple.fr") for name in ("karim", "fanny"))
    amina, lea, yanis = (somebody(kpa, name) for name in ("amina", "lea", "yanis"))
    month = rules.month_of(day)
    last = rules.month_before(month)
    actor = actor_for(karim, None, day)
    pay_settings.set_calendar(actor, host, rules.month_before(last), CUT_OFF, now=at(last, 9))
    pay_settings.set_debtor(actor, host, host.name, IBAN, BIC, now=at(last, 9))
    for held, cents in ((amina, COST), (lea, LEA), (yanis, YANIS)):
        top_up(held, cents, last)
    paid_last_month(amina, karim, fanny, last)
    ask(lea, LEA, "une machine à coudre", day)
    returned = ask(yanis, YANIS, "", day)
    pay.check(actor_for(fanny, None, day), returned, now=at(day, 11))
    pay.send_back(actor, returned, EXPLANATION, now=at(day, 12))
    fees.add_rule(
        actor, host, name="Participation aux frais de portage", cents=30_00, valid_from=month, kpa=kpa,
        waived_statuses=["minimum"], now=at(day, 9),
    )  # fmt: skip
    fees.waive(actor_for(fanny, None, day), amina, "minimum", month, None, now=at(day, 10))
    return PayRequest.objects.count()


def somebody(kpa: Organisation, name: str) -> Participant:
    """Somebody of the cast, in La Cape."""
    held = participant_for(kpa, person=Person.objects.get(user__email=f"{name}@exemple.fr"))
    return Participant.objects.select_related("person__user", "user", "kpa").get(pk=held.pk)


def at(day: datetime.date, hour: int) -> datetime.datetime:
    """An hour of that day."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def top_up(held: Participant, cents: int, month: datetime.date) -> None:
    """What earlier shares left on the account, where the demonstration's own do not reach."""
    before = month - datetime.timedelta(days=1)
    mine = account_for(held.kpa, AccountKind.INDIVIDUAL, before, participant=held)
    missing = cents - balance_of(mine.pk)
    if missing > 0:
        outside = account_for(held.kpa, AccountKind.OUTSIDE, before)
        fanny = actor_for(User.objects.get(email="fanny@exemple.fr"), None, before)
        post(
            fanny, held.kpa, PostingKind.OPENING, before, [Move(outside.pk, mine.pk, missing)],
            key=f"opening:pay:{held.pk}", now=at(before, 18),
        )  # fmt: skip


def ask(held: Participant, cents: int, keeps_for: str, day: datetime.date) -> PayRequest:
    """From their phone; for everything there is when there is less."""
    person = held.person
    wanted = min(cents, money_of(held.pk).payable)
    actor = actor_for(person.user if person else None, None, day)
    return pay.ask(actor, held, pay=wanted, keeps_for=keeps_for, now=at(day, 10))


def paid_last_month(amina: Participant, karim: User, fanny: User, month: datetime.date) -> None:
    """Asked on the 10th, checked, accepted, paid on the last day."""
    asked_on, paid_on = month.replace(day=10), rules.last_day(month)
    request = ask(amina, COST, "", asked_on)
    pay.check(actor_for(fanny, None, asked_on), request, now=at(asked_on, 15))
    pay.accept(actor_for(karim, None, asked_on), request, now=at(asked_on, 16))
    slip = Slip(COST, GROSS, NET, paid_on, 0, None, f"B-{month:%Y-%m}-014")
    payslips.record(actor_for(karim, None, paid_on), amina, month, slip, now=at(paid_on, 17))
