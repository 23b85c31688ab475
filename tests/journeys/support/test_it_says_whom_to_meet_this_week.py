"""The week: interviews agreed, steps overdue, orientations without an answer, people not met, interviews of a CESA."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maille.journeys.models import (
    Contract,
    ContractPeriod,
    Goal,
    Interview,
    Journey,
    NextStep,
    Orientation,
    Suspension,
    Workshop,
    WorkshopPlace,
)
from maille.journeys.models.support_week import ASKED
from tests.cast import Cast
from tests.journeys.help import TODAY, D, acting
from tests.journeys.support.lives import NOW

DAYS = datetime.timedelta


def asked(cast: Cast, key: str, day: datetime.date = TODAY) -> dict[str, tuple[Any, str]]:
    """Whom this group names on that day, and about what."""
    rows = ASKED[key](acting(cast.fanny), day)
    return {row.person.first_name: (row.asked_on, row.asked_what) for row in rows.select_related("person")}


def meet(cast: Cast, journey: Journey, on: datetime.date, following: datetime.date | None = None, **who: Any) -> None:
    """An interview with Fanny, unless said otherwise."""
    who = who or {"led_by": cast.fanny}
    Interview.objects.create(
        journey=journey, kind="follow_up", held_on=on, next_on=following, entered_by=cast.fanny, entered_at=NOW, **who
    )


def test_an_interview_agreed_is_announced_a_week_ahead_until_another_is_noted(cast: Cast) -> None:
    meet(cast, cast.amina_journey, D(2026, 5, 1), TODAY + DAYS(7))
    meet(cast, cast.lea_journey, D(2026, 5, 1), TODAY + DAYS(8))
    meet(cast, cast.yanis_journey, D(2026, 4, 1), D(2026, 5, 1))
    assert asked(cast, "entretiens") == {"Amina": (TODAY + DAYS(7), ""), "Yanis": (D(2026, 5, 1), "")}
    meet(cast, cast.yanis_journey, D(2026, 6, 1))
    assert set(asked(cast, "entretiens")) == {"Amina"}
    assert set(asked(cast, "entretiens", D(2026, 5, 15))) == {"Yanis"}


def test_a_step_is_overdue_the_day_after_its_day_while_its_goal_is_pursued(cast: Cast) -> None:
    who = {"entered_by": cast.fanny, "entered_at": NOW}
    goal = Goal.objects.create(journey=cast.amina_journey, text="Permis", set_on=D(2026, 1, 1), **who)
    for text, due, done in [
        ("Fait", D(2026, 2, 1), D(2026, 2, 2)),
        ("En retard", TODAY - DAYS(1), None),
        ("Aussi", TODAY - DAYS(1), None),
        ("Aujourd'hui", TODAY, None),
        ("Sans date", None, None),
    ]:
        NextStep.objects.create(goal=goal, text=text, due_on=due, done_on=done, **who)
    assert asked(cast, "pas-en-retard") == {"Amina": (TODAY - DAYS(1), "En retard")}
    assert asked(cast, "pas-en-retard", TODAY - DAYS(1)) == {}
    Goal.objects.update(reached_on=TODAY)
    assert asked(cast, "pas-en-retard") == {}


def test_an_orientation_waits_a_month(cast: Cast) -> None:
    who = {"entered_by": cast.fanny, "entered_at": NOW, "domain": "housing"}
    sent = Orientation.objects.create(journey=cast.lea_journey, partner_name="CCAS", oriented_on=D(2026, 5, 15), **who)
    Orientation.objects.create(journey=cast.amina_journey, partner=cast.lead, oriented_on=D(2026, 5, 16), **who)
    assert asked(cast, "sans-suite") == {"Léa": (D(2026, 5, 15), "CCAS")}
    assert set(asked(cast, "sans-suite", D(2026, 6, 16))) == {"Léa", "Amina"}
    Orientation.objects.filter(pk=sent.pk).update(outcome="helped", outcome_on=TODAY)
    assert asked(cast, "sans-suite") == {}


def test_sixty_days_without_meeting_count_interviews_workshops_and_the_entry_but_no_pause(cast: Cast) -> None:
    limit = TODAY - DAYS(60)
    assert set(asked(cast, "pas-vus")) == {"Amina", "Léa", "Yanis"}
    meet(cast, cast.amina_journey, limit, peer=cast.lea)
    Suspension.objects.create(journey=cast.yanis_journey, started_on=D(2026, 6, 1))
    workshop = Workshop.objects.create(
        kpa=cast.kpa, title="Vendre", domain="project", minutes=60, entered_by=cast.fanny, entered_at=NOW,
        starts_at=datetime.datetime(2026, 4, 15, 23, 30, tzinfo=datetime.UTC),
    )  # fmt: skip
    place = WorkshopPlace.objects.create(
        workshop=workshop, journey=cast.lea_journey, came=True, entered_by=cast.fanny, entered_at=NOW
    )
    assert asked(cast, "pas-vus") == {}
    assert asked(cast, "pas-vus", TODAY + DAYS(1)) == {"Amina": (limit, ""), "Léa": (D(2026, 4, 16), "")}
    WorkshopPlace.objects.filter(pk=place.pk).update(came=False)
    assert set(asked(cast, "pas-vus")) == {"Léa"}


@pytest.mark.parametrize(
    ("months", "held", "due"),
    [(5, 0, False), (6, 0, True), (6, 1, False), (9, 1, False), (10, 1, True), (14, 2, False)],
)
def test_a_cesa_asks_for_two_interviews_a_year(cast: Cast, months: int, held: int, due: bool) -> None:
    index = TODAY.year * 12 + TODAY.month - 1 - months
    began = D(index // 12, index % 12 + 1, TODAY.day)
    contract = Contract.objects.create(
        person=cast.amina, journey=cast.amina_journey, kpa=cast.kpa, host=cast.host, kind="cesa",
        entered_by=cast.karim, entered_at=NOW,
    )  # fmt: skip
    ContractPeriod.objects.create(
        contract=contract, started_on=began, signed_on=began, entered_by=cast.karim, entered_at=NOW
    )
    for rank in range(held):
        meet(cast, cast.amina_journey, TODAY - DAYS(10 * rank))
    meet(cast, cast.amina_journey, TODAY, peer=cast.lea)
    assert asked(cast, "cesa") == ({"Amina": (began, str(held))} if due else {})


def test_the_page_of_the_week_shows_each_group_and_its_own_page(client: Client, cast: Cast) -> None:
    who = {"entered_by": cast.fanny, "entered_at": NOW}
    meet(cast, cast.amina_journey, D(2026, 5, 1), TODAY)
    goal = Goal.objects.create(journey=cast.amina_journey, text="Permis", set_on=D(2026, 1, 1), **who)
    NextStep.objects.create(goal=goal, text="M'inscrire", due_on=D(2026, 5, 1), **who)
    Orientation.objects.create(
        journey=cast.amina_journey, partner_name="CCAS", oriented_on=D(2026, 3, 1), domain="housing", **who
    )
    client.force_login(cast.fanny)
    week = client.get(reverse("journeys:week"), {"au": "2026-06-15"}).content.decode()
    for sentence in ("entretien prévu le lundi 15 juin", "M&#x27;inscrire", "vers CCAS", "pas vue depuis le"):
        assert sentence in week, sentence
    for key in ASKED:
        page = client.get(reverse("journeys:week_group", args=[key]), {"au": "2026-06-15"})
        assert page.status_code == 200
    client.force_login(cast.charlie)
    assert "Amina" not in client.get(reverse("journeys:week"), {"au": "2026-06-15"}).content.decode()
