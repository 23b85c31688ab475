"""What these tests share: somebody's papers written at once."""

import datetime

from django.utils import timezone

from maille.journeys.models import BankDetails, Contract, ContractPeriod, Insurance, Journey, Piece
from tests.journeys.help import TODAY

D = datetime.date
NEW_YEAR, LAST_DAY, BEFORE = D(2026, 1, 1), D(2026, 12, 31), D(2025, 12, 20)
SEEN = D(2026, 1, 5)


def contract(journey: Journey, host: object, *, start: D = NEW_YEAR, signed: D | None = BEFORE) -> Contract:
    """A CAPE of a year."""
    now = timezone.now()
    made = Contract.objects.create(
        person=journey.person, journey=journey, kpa=journey.kpa, host=host, kind="cape", full_time_employee=False,
        entered_at=now,
    )  # fmt: skip
    ContractPeriod.objects.create(
        contract=made, started_on=start, ends_on=start.replace(year=start.year + 1), signed_on=signed,
        programme="Couture et retouches", entered_at=now,
    )  # fmt: skip
    return made


def cover(journey: Journey, start: D = NEW_YEAR, end: D | None = LAST_DAY) -> Insurance:
    """The insurer said yes."""
    return Insurance.objects.create(
        person=journey.person, kpa=journey.kpa, sent_on=D(2025, 12, 1), answer="validated", answered_on=D(2025, 12, 10),
        covers_from=start, covers_to=end, entered_at=timezone.now(),
    )  # fmt: skip


def piece(journey: Journey, kind: str, given: D = SEEN, expires: D | None = None) -> Piece:
    """A piece seen."""
    return Piece.objects.create(
        person=journey.person, kpa=journey.kpa, kind=kind, given_on=given, expires_on=expires, entered_at=timezone.now()
    )


def account(journey: Journey) -> BankDetails:
    """Bank details in use."""
    return BankDetails.objects.create(
        person=journey.person, holder=str(journey.person), iban="FR7630006000011234567890189", last_four="0189",
        since=TODAY, entered_at=timezone.now(),
    )  # fmt: skip
