"""A journey's own page: everything that happened on one line, in a constant number of queries."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maille.identity.models import Access
from maille.journeys.models import Barrier, Contract, ContractPeriod, Goal, Interview, Journey, NextStep, Note
from maille.journeys.models.timeline import timeline
from maille.network.models import Membership
from maille.network.rules.roles import Role
from tests.cast import Cast
from tests.journeys.help import TODAY, D, acting
from tests.journeys.support.lives import NOW, eventful


@pytest.fixture
def eventful_journey(cast: Cast) -> Journey:
    """Amina's journey, with two hundred events."""
    eventful(cast.amina_journey, cast.fanny)
    return cast.amina_journey


def page_of(journey: Journey) -> str:
    """The journey's address."""
    return reverse("journeys:journey", args=[journey.pk])


@pytest.mark.parametrize("over", [False, True])
def test_the_page_stays_at_fifteen_queries_with_two_hundred_events(
    client: Client, cast: Cast, eventful_journey: Journey, django_assert_max_num_queries: Any, over: bool
) -> None:
    """For somebody with two roles, a contract, a contest; under way or over."""
    journey, who = eventful_journey, {"entered_by": cast.karim, "entered_at": NOW}
    Membership.objects.create(user=cast.fanny, organisation=cast.lead, role=Role.MANAGER, started_on=D(2022, 1, 1))
    contract = Contract.objects.create(
        person=cast.amina, journey=journey, kpa=cast.kpa, host=cast.host, kind="cape", full_time_employee=False, **who
    )
    for rank, start, end in [(0, D(2025, 4, 4), D(2026, 4, 3)), (1, D(2026, 4, 4), D(2027, 4, 3))]:
        ContractPeriod.objects.create(
            contract=contract,
            rank=rank,
            started_on=start,
            ends_on=end,
            signed_on=start,
            full_time_employee=False,
            **who,
        )
    if over:
        Journey.objects.filter(pk=journey.pk).update(ended_on=D(2026, 6, 1), end_kind="exit", outcome="employment")
    client.force_login(cast.fanny)
    client.get(page_of(journey), {"au": "2026-06-15"})
    with django_assert_max_num_queries(15):
        response = client.get(page_of(journey), {"au": "2026-06-15"})
    assert response.status_code == 200
    assert len(response.context["events"]) == 40


def test_pages_follow_each_other_without_loss_nor_repetition(cast: Cast, eventful_journey: Journey) -> None:
    actor = acting(cast.fanny)
    whole = timeline(eventful_journey, actor, TODAY, size=1000)
    assert len(whole.rows) > 175
    assert not whole.next_key
    seen, key = [], ""
    while True:
        page = timeline(eventful_journey, actor, TODAY, key, size=17)
        seen += page.rows
        key = page.next_key
        if not key:
            break
    assert seen == whole.rows
    assert [row.day for row in seen] == sorted((row.day for row in seen), reverse=True)


@pytest.mark.parametrize("key", ["x", "2026-02-30.1.1", "2026-01-01", "2026-01-01.-1.2", "2026-01-01.1." + "9" * 30])
def test_a_place_nobody_wrote_gives_the_first_page(cast: Cast, eventful_journey: Journey, key: str) -> None:
    actor = acting(cast.fanny)
    assert timeline(eventful_journey, actor, TODAY, key) == timeline(eventful_journey, actor, TODAY)


def test_the_page_tells_the_day_asked(client: Client, cast: Cast) -> None:
    journey, who = cast.amina_journey, {"entered_by": cast.fanny, "entered_at": NOW}
    goal = Goal.objects.create(
        journey=journey, text="Passer le permis", set_on=D(2026, 2, 1), reached_on=D(2026, 5, 1), **who
    )
    NextStep.objects.create(goal=goal, text="S'inscrire", due_on=D(2026, 3, 1), done_on=D(2026, 3, 5), **who)
    Barrier.objects.create(journey=journey, kind="mobility", started_on=D(2026, 1, 10), ended_on=D(2026, 5, 1), **who)
    client.force_login(cast.fanny)
    before = client.get(page_of(journey), {"au": "2026-02-15"})
    shown = before.context["present"]
    assert [aim.text for aim in shown.aims] == ["Passer le permis"]
    assert not shown.aims[0].steps[0].done
    assert [line.title for line in shown.barriers] == ["Mobilité"]
    after = client.get(page_of(journey), {"au": "2026-05-02"})
    assert not after.context["present"].aims
    assert not after.context["present"].barriers
    titles = [event.title for event in after.context["events"]]
    assert titles[:2] == ["Objectif atteint", "Frein levé : Mobilité"]
    assert "Frein levé" not in before.content.decode()


def test_the_next_interview_is_the_one_agreed_last(client: Client, cast: Cast) -> None:
    for held, following in [(D(2026, 4, 1), D(2026, 5, 1)), (D(2026, 5, 4), D(2026, 6, 20))]:
        Interview.objects.create(
            journey=cast.amina_journey, kind="follow_up", held_on=held, peer=cast.lea, next_on=following,
            domains=["health", "housing"], entered_by=cast.fanny, entered_at=NOW,
        )  # fmt: skip
    client.force_login(cast.fanny)
    shown = client.get(page_of(cast.amina_journey), {"au": "2026-06-15"})
    assert shown.context["present"].next_on == D(2026, 6, 20)
    assert "avec Léa Fontaine" in shown.content.decode()
    assert "santé, logement" in shown.content.decode()


def test_a_note_for_its_author_alone_is_not_told(client: Client, cast: Cast) -> None:
    for text, visibility in [("Partagée", "shared"), ("Réservée", "author")]:
        Note.objects.create(
            journey=cast.amina_journey, author=cast.karim, written_on=D(2026, 5, 1), text=text,
            visibility=visibility, entered_by=cast.karim, entered_at=NOW,
        )  # fmt: skip
    client.force_login(cast.fanny)
    shown = client.get(page_of(cast.amina_journey)).content.decode()
    assert "Partagée" in shown
    assert "Réservée" not in shown


def test_reading_it_is_logged_and_the_outsider_knows_of_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.charlie)
    assert client.get(page_of(cast.amina_journey)).status_code == 404
    assert not Access.objects.exists()
    client.force_login(cast.fanny)
    client.get(page_of(cast.amina_journey))
    assert Access.objects.filter(subject_id=cast.amina.pk, at__gt=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
