"""Pay: one of each thing of this piece."""

import datetime
from typing import Any

from django.utils import timezone

from maille.activities.actions.participants import participant_for
from maille.activities.models import Participant
from maille.identity.models import User
from maille.journeys.models import Journey
from maille.ledger.actions import account_for, post
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.moves import Move
from maille.network.models import Organisation
from maille.network.models.organisations import host_at
from maille.network.rules.roles import Actor
from maille.sharing.actions import fees, pay, payslips, transfers
from maille.sharing.actions.payslips import Slip
from maille.sharing.models import DebtorAccount, FeeRule, FeeWaiver, PayCalendar, PayEvent, PayRequest
from maille.sharing.rules import pay as rules
from tests.cast import Cast

THING_OF: dict[str, str] = {
    "pay_request_id": "pay_request",
    "fee_rule_id": "fee_rule",
    "participant_id": "team_participant",
    "kpa_id": "organisation",
}
"""Parameter of an address → the thing it names (a key of `things`)."""

MONTH = {"month": "2026-05"}
FIXED: dict[str, dict[str, Any]] = {
    "sharing:pay_bulk": {"verb": "verifier"},
    **{f"sharing:{name}": MONTH for name in ("payslip", "payslip_team", "certificate", "my_certificate", "fee_run")},
}
"""Name of an address → parameters that name no thing."""
D = datetime.date
SINCE = D(2026, 1, 1)
NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
IBAN = "FR7630006000011234567890189"


def money(held: Participant, cents: int) -> None:
    """On somebody's account, from outside."""
    outside = account_for(held.kpa, AccountKind.OUTSIDE, SINCE)
    mine = account_for(held.kpa, AccountKind.INDIVIDUAL, SINCE, participant=held)
    post(
        Actor.command_line(D(2026, 6, 15)), held.kpa, PostingKind.OPENING, SINCE, [Move(outside.pk, mine.pk, cents)],
        key=f"pay-world:{held.pk}", now=NOW,
    )  # fmt: skip


def request(held: Participant, month: D, cents: int, *whats: str, user: User, note: str = "") -> PayRequest:
    """A request of that month, and what happened to it."""
    host = host_at(held.kpa, SINCE)
    assert host is not None
    made = PayRequest.objects.create(
        kpa=held.kpa, host=host, participant=held, month=month, pay=cents, asked_on=month, entered_by=user,
        entered_at=NOW, on_behalf=True, keeps_for="la machine",
    )  # fmt: skip
    for what in whats:
        PayEvent.objects.create(request=made, what=what, on=month, note=note, at=NOW, by=user)
    return made


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    host = host_at(kpa, SINCE)
    assert host is not None
    held, team = participant_for(kpa, person=journey.person), participant_for(kpa, user=user)
    asked = request(held, D(2026, 6, 1), 10_00, user=user)
    everything = Actor.command_line(D(2026, 6, 15))
    payslips.record(everything, held, D(2026, 5, 1), Slip(0, 0, 0, D(2026, 5, 31)), now=NOW)
    rule = FeeRule.objects.create(host=host, name="Portage", cents=30_00, valid_from=SINCE, entered_at=NOW)
    return {"pay_request": asked.pk, "fee_rule": rule.pk, "team_participant": team.pk}


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    amina, lea, yanis = (participant_for(cast.kpa, person=each) for each in (cast.amina, cast.lea, cast.yanis))
    for each in (amina, lea, yanis):
        money(each, 300_00)
    PayCalendar.objects.create(host=cast.host, valid_from=SINCE, cut_off_day=20, entered_at=NOW, entered_by=cast.karim)
    month = rules.month_of(timezone.localdate())
    before = rules.month_before(month)
    everything = Actor.command_line(timezone.localdate())
    paid = request(amina, before, 120_00, "checked", "accepted", user=cast.fanny)
    slip = Slip(120_00, 90_00, 71_00, before, 0, None, "B-1")
    wrong = payslips.record(everything, amina, before, slip, now=NOW)
    payslips.correct(everything, wrong, Slip(110_00, 85_00, 67_00, before), "Taux corrigé", now=NOW)
    request(amina, month, 20_00, user=cast.fanny)
    request(lea, month, 30_00, "checked", user=cast.fanny)
    request(yanis, month, 40_00, "returned", user=cast.fanny, note="Il manque votre RIB.")
    team = participant_for(cast.kpa, user=cast.fanny)
    money(team, 40_00)
    pay.ask(everything, team, pay=None, now=NOW)
    DebtorAccount.objects.create(
        host=cast.host, name="Optéos", iban=IBAN, last_four="0189", bic="AGRIFRPP867", entered_at=NOW
    )
    FeeRule.objects.create(
        host=cast.host, name="Portage", cents=30_00, valid_from=SINCE, entered_at=NOW, first_months_free=2,
        waived_statuses=["minimum"],
    )  # fmt: skip
    FeeWaiver.objects.create(participant=lea, status="minimum", valid_from=SINCE, entered_at=NOW)
    fees.run(everything, cast.host, month, now=NOW)
    transfers.dues(everything, cast.host, before)
    text = f"{month:%Y-%m}"
    return (
        f"/paie/?mois={before:%Y-%m}", "/paie/?etat=accepter", f"/paie/demandes/{paid.pk}/",
        f"/paie/bulletins/?mois={text}", f"/paie/virements/?mois={before:%Y-%m}",
        f"/paie/reglages/{cast.host.pk}/contributions/{before:%Y-%m}/",
        f"/paie/parcours/{cast.amina_journey.pk}/bulletin/{before:%Y-%m}/",
        f"/paie/equipe/{team.pk}/demander/", f"/paie/equipe/{team.pk}/bulletin/{before:%Y-%m}/",
    )  # fmt: skip
