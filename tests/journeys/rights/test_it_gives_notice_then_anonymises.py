"""700 days without news: notice; 730, and 30 days after the notice at least: anonymised. Stopped, it is run again."""

import datetime
import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maille.identity.models import Message
from maille.journeys.actions.rights import forgetting, retention
from maille.journeys.models import (
    Anonymisation,
    FollowUp,
    Interview,
    Journey,
    LegalArchive,
    Person,
    Retention,
    Workshop,
    WorkshopPlace,
)
from maille.journeys.rules.retention import Decision, Times, decide
from tests.cast import Cast, cooperant
from tests.journeys.rights.test_nothing_of_an_anonymised_person_remains import dump
from tests.journeys.rights.whole_file import everything

D, DAYS = datetime.date, datetime.timedelta
GONE = D(2024, 1, 31)
TIMES = Times(700, 730, 30)
pytestmark = pytest.mark.usefixtures("keeping_rules")


def run(day: datetime.date, **more: Any) -> retention.Outcome:
    return retention.run(day, timezone.now(), **more)


def left(journey: Journey, day: datetime.date = GONE) -> Person:
    """Her journey ended that day, and nothing is known since."""
    Journey.objects.filter(pk=journey.pk).update(entered_on=D(2023, 1, 9), ended_on=day, end_kind="exit")
    return Person.objects.get(pk=journey.person_id)


def is_anonymised(person: Person) -> bool:
    return Person.objects.filter(pk=person.pk, anonymised_at__isnull=False).exists()


@given(st.integers(0, 1500), st.none() | st.integers(0, 1500), st.none() | st.integers(0, 1500))
def test_nobody_is_anonymised_without_time_to_answer(silent: int, noticed: int | None, kept: int | None) -> None:
    today = D(2026, 6, 15)
    noticed_on = today - DAYS(noticed) if noticed is not None else None
    found = decide(TIMES, today - DAYS(silent), noticed_on, today - DAYS(kept) if kept else None, today)
    if found == Decision.ANONYMISE:
        assert silent >= 730
        assert noticed is not None
        assert 30 <= noticed < silent
    if silent < 700:
        assert found == Decision.KEEP


def test_notice_at_700_days_anonymised_at_730(cast: Cast) -> None:
    person = left(cast.lea_journey)
    assert run(GONE + DAYS(699)).noticed == []
    assert run(GONE + DAYS(700)).noticed == [person.pk]
    held = Retention.objects.get()
    assert (held.last_contact_on, held.noticed_on) == (GONE, GONE + DAYS(700))
    assert run(GONE + DAYS(701)).noticed == []
    assert run(GONE + DAYS(729)).anonymised == 0
    assert run(GONE + DAYS(730)).anonymised == 1
    assert is_anonymised(person)
    assert Anonymisation.objects.get().reason == "retention"
    assert not Retention.objects.exists()
    assert not is_anonymised(cast.amina)


def test_a_late_notice_still_leaves_thirty_days(cast: Cast) -> None:
    person = left(cast.lea_journey)
    assert run(GONE + DAYS(900)).noticed == [person.pk]
    assert run(GONE + DAYS(929)).anonymised == 0
    assert run(GONE + DAYS(930)).anonymised == 1


def test_news_void_the_notice(cast: Cast) -> None:
    person = left(cast.lea_journey)
    run(GONE + DAYS(700))
    Interview.objects.create(
        journey=cast.lea_journey, kind="after", held_on=GONE + DAYS(710), led_by=cast.fanny, entered_at=timezone.now()
    )
    assert run(GONE + DAYS(740)).anonymised == 0
    assert run(GONE + DAYS(1409)).noticed == []
    assert run(GONE + DAYS(1410)).noticed == [person.pk]


def test_coming_back_voids_the_notice(cast: Cast) -> None:
    left(cast.lea_journey)
    run(GONE + DAYS(700))
    Journey.objects.create(person=cast.lea, kpa=cast.kpa, entered_on=GONE + DAYS(705))
    run(GONE + DAYS(740))
    assert Retention.objects.get().noticed_on is None


@pytest.mark.parametrize("kind", ["follow-up", "unreachable", "workshop", "absent", "sign-in", "peer"])
def test_what_counts_as_a_contact(cast: Cast, kind: str) -> None:
    left(cast.lea_journey)
    day, by = GONE + DAYS(100), {"entered_at": timezone.now()}
    moment = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
    if kind in {"follow-up", "unreachable"}:
        unreachable = kind == "unreachable"
        FollowUp.objects.create(
            journey=cast.lea_journey, months=3, done_on=day, unreachable=unreachable,
            outcome="" if unreachable else "none",
        )  # fmt: skip
    elif kind in {"workshop", "absent"}:
        workshop = Workshop.objects.create(kpa=cast.kpa, title="A", domain="skills", starts_at=moment, minutes=5, **by)
        WorkshopPlace.objects.create(workshop=workshop, journey=cast.lea_journey, came=kind == "workshop", **by)
    elif kind == "sign-in":
        Person.objects.filter(pk=cast.lea.pk).update(user=cast.charlie)
        type(cast.charlie).objects.filter(pk=cast.charlie.pk).update(last_login=moment)
    else:
        Interview.objects.create(journey=cast.amina_journey, kind="follow_up", held_on=day, peer=cast.lea, **by)
    expected = GONE if kind in {"unreachable", "absent"} else day
    run(expected + DAYS(700))
    assert Retention.objects.get().last_contact_on == expected


def test_a_written_reason_keeps_a_file_until_its_day(cast: Cast) -> None:
    person = left(cast.lea_journey)
    run(GONE + DAYS(700))
    Retention.objects.update(kept_until=GONE + DAYS(1000), kept_why="Procès en cours", kept_by=cast.karim)
    assert run(GONE + DAYS(1000)).anonymised == 0
    assert run(GONE + DAYS(1001)).noticed == [person.pk]
    assert run(GONE + DAYS(1031)).anonymised == 1


def test_a_dry_run_writes_nothing(cast: Cast) -> None:
    left(cast.lea_journey)
    before = dump()
    outcome = run(GONE + DAYS(700), dry=True)
    assert len(outcome.noticed) == 1
    assert dump() == before


def crowd(cast: Cast, count: int) -> list[Person]:
    names = ["".join(chr(97 + int(digit)) for digit in str(1000 + rank)) for rank in range(count)]
    return [left(cooperant("Ida", name, D(1990, 1, 1), cast.kpa, D(2023, 1, 9))) for name in names]


def test_stopped_in_the_middle_it_ends_the_same(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = crowd(cast, 7)
    monkeypatch.setattr(retention, "BATCH", 2)
    run(GONE + DAYS(700))
    assert Retention.objects.count() == 7
    anonymise, calls = forgetting.anonymise, []

    def stops(*args: Any, **more: Any) -> list[int]:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return anonymise(*args, **more)

    monkeypatch.setattr(forgetting, "anonymise", stops)
    with pytest.raises(KeyboardInterrupt):
        run(GONE + DAYS(730))
    assert sum(map(is_anonymised, everybody)) == 4
    monkeypatch.setattr(forgetting, "anonymise", anonymise)
    assert run(GONE + DAYS(730)).anonymised == 3
    assert all(map(is_anonymised, everybody))
    assert run(GONE + DAYS(730)).looked_at == 0


def test_the_number_of_statements_does_not_grow_with_people(cast: Cast, django_assert_max_num_queries: Any) -> None:
    crowd(cast, 12)
    with django_assert_max_num_queries(70):
        assert len(run(GONE + DAYS(700)).noticed) == 12
    with django_assert_max_num_queries(320):
        assert run(GONE + DAYS(730)).anonymised == 12


def test_archives_go_when_their_time_is_over(cast: Cast) -> None:
    person = everything(cast, signed=True)
    run(GONE + DAYS(700))
    run(GONE + DAYS(730))
    assert is_anonymised(person)
    until = LegalArchive.objects.get().kept_until
    assert run(until).archives == 0
    assert run(until + DAYS(1), dry=True).archives == 1
    assert run(until + DAYS(1)).archives == 1
    assert not LegalArchive.objects.exists()


def test_the_command_says_what_it_did(cast: Cast, settings: Any) -> None:
    settings.DEMO = False
    left(cast.lea_journey)
    out = io.StringIO()
    call_command("retention", "--au", str(GONE + DAYS(700)), stdout=out)
    assert "1 préavis" in out.getvalue()
    with pytest.raises(CommandError, match="date à venir"):
        call_command("retention", "--au", "2999-01-01", stdout=out)
    with pytest.raises(CommandError, match="AAAA-MM-JJ"):
        call_command("retention", "--au", "demain", stdout=out)
    call_command("retention", "--au", "2999-01-01", "--dry-run", stdout=out)
    assert "Rien n’est écrit" in out.getvalue()


def test_whoever_a_message_reaches_is_told_once(cast: Cast) -> None:
    left(cast.lea_journey)
    Person.objects.filter(pk=cast.lea.pk).update(email="lea@exemple.fr")
    assert run(GONE + DAYS(700)).told == 1
    message = Message.objects.get()
    assert "30/01/2026" in message.body
    assert run(GONE + DAYS(701)).told == 0
