"""Who is not ready, as the database finds it and as the rule tells it: the same people, on any day."""

import datetime
import random

import pytest
from django.utils import timezone

from maille.journeys.models import BankDetails, Contract, ContractPeriod, Insurance, Journey, Person, Piece, Termination
from maille.journeys.models.readiness import readiness_of
from maille.journeys.models.readiness_week import expiring, not_ready, unanswered, uninsured
from maille.journeys.models.reading_contracts import contracts_at
from maille.journeys.rules.readiness import State, ending
from maille.network.models import KpaChoices
from maille.network.rules.pieces import CHOSEN, PieceKind
from tests.cast import Cast, cooperant
from tests.journeys.help import TODAY, D, acting

DAYS = [TODAY, D(2026, 1, 1), D(2025, 11, 2), D(2027, 2, 3)]


def some_day(draw: random.Random) -> datetime.date:
    """A day around the ones asked for, often one of them."""
    return draw.choice([*DAYS, D(2025, 6, 1) + datetime.timedelta(days=draw.randrange(800))])


def papers(draw: random.Random, journey: Journey, cast: Cast) -> None:
    """Anything may happen to this one."""
    now = timezone.now()
    held = {"person": journey.person, "entered_at": now}
    Person.objects.filter(pk=journey.person_id).update(
        right_to_work_needed=draw.choice([None, True, False, False, False]),
        birth_date=draw.choice([None, D(1990, 1, 1), D(1990, 1, 1), D(2008, 6, 15), D(2009, 1, 1)]),
    )
    for rank in range(draw.randrange(3)):
        made = Contract.objects.create(
            **held, journey=journey, kpa=journey.kpa, host=cast.host, kind="cape", full_time_employee=False
        )
        start = D(2024, 1, 1) + datetime.timedelta(days=700 * rank + draw.randrange(300))
        ContractPeriod.objects.create(
            contract=made, started_on=start, ends_on=start + datetime.timedelta(days=draw.randrange(300)),
            signed_on=draw.choice([None, start, start - datetime.timedelta(days=9), some_day(draw)]), entered_at=now,
        )  # fmt: skip
        if draw.random() < 0.2:
            Termination.objects.create(
                contract=made, ended_on=start + datetime.timedelta(days=90), by="both", reason="Emploi", entered_at=now
            )
    for _ in range(draw.randrange(3)):
        sent, answer = some_day(draw), draw.choice(["", "validated", "validated", "refused"])
        start = some_day(draw)
        Insurance.objects.create(
            **held, kpa=journey.kpa, sent_on=sent, answer=answer,
            answered_on=sent + datetime.timedelta(days=5) if answer else None,
            covers_from=start if answer == "validated" else None,
            covers_to=start + datetime.timedelta(days=draw.randrange(500))
            if answer == "validated" and draw.random() < 0.7 else None,
            withdrawn_on=TODAY if draw.random() < 0.1 else None,
        )  # fmt: skip
    for kind in PieceKind:
        if kind.is_recorded and draw.random() < 0.7:
            given = some_day(draw)
            later = given + datetime.timedelta(days=draw.randrange(400))
            Piece.objects.create(
                **held, kpa=journey.kpa, kind=kind, given_on=given, expires_on=draw.choice([None, None, later]),
                withdrawn_on=draw.choice([None, None, None, later]), representative="Quelqu'un",
            )  # fmt: skip
    if draw.random() < 0.6:
        since = some_day(draw)
        BankDetails.objects.create(**held, holder="X", iban="FR76", last_four="0189", since=since)


@pytest.fixture
def crowd(cast: Cast) -> list[Journey]:
    """Sixty people with anything, in two KPAs that ask for different things."""
    draw = random.Random(3)
    KpaChoices.objects.filter(kpa=cast.other_kpa).update(required_pieces=[kind.value for kind in CHOSEN[:3]])
    for rank in range(60):
        kpa = cast.kpa if rank % 2 else cast.other_kpa
        papers(draw, cooperant("Nour", f"Numéro {rank}", D(1990, 1, 1), kpa, D(2025, 1, 6)), cast)
    return list(Journey.objects.select_related("person", "kpa", "kpa__choices"))


@pytest.mark.parametrize("day", DAYS)
def test_the_database_finds_who_the_rule_says(cast: Cast, crowd: list[Journey], day: datetime.date) -> None:
    odile = acting(cast.odile)
    told = {each.pk: one for each, one in ((each, readiness_of(crowd, day)[each.pk]) for each in crowd)}
    open_ones = {each.pk for each in crowd if each.entered_on <= day}
    assert {each.pk for each in not_ready(odile, day)} == {pk for pk in open_ones if not told[pk].ready}
    insured = {pk for pk in open_ones if state(told[pk], PieceKind.INSURANCE) == State.HELD}
    awaited = {pk for pk in open_ones if waits(pk, day)}
    assert {each.pk for each in unanswered(odile, day)} == awaited
    assert {each.pk for each in uninsured(odile, day)} == open_ones - insured - awaited
    assert {each.pk for each in expiring(odile, day)} >= {
        pk for pk in open_ones if any(each.what != "assurance" for each in ending(told[pk], day))
    }


@pytest.mark.parametrize("day", DAYS)
def test_contracts_tell_the_same(crowd: list[Journey], day: datetime.date) -> None:
    told, contracts = readiness_of(crowd, day), contracts_at(crowd, day)
    for each in crowd:
        covered = each.pk in contracts and contracts[each.pk].covers
        assert (state(told[each.pk], PieceKind.CONTRACT) == State.HELD) == covered


def test_the_samples_are_not_all_alike(crowd: list[Journey]) -> None:
    ready = [one.ready for day in DAYS for one in readiness_of(crowd, day).values()]
    assert any(ready)
    assert not all(ready)


def state(told: object, kind: PieceKind) -> State:
    """Where one line stands."""
    return next(line.state for line in told.lines if line.kind == kind)  # type: ignore[attr-defined]


def waits(pk: int, day: datetime.date) -> bool:
    """Whether a demand of this journey has no answer that day."""
    journey = Journey.objects.get(pk=pk)
    demands = Insurance.objects.filter(person=journey.person, kpa=journey.kpa, withdrawn_on=None, sent_on__lte=day)
    return any(not each.answer or each.answered_on > day for each in demands)
