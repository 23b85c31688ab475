""" "Mon parcours": her goals in her words, what she did, who helps; she ticks, a contributor may open the same page."""

import pytest
from django.test import Client
from django.urls import reverse

from maille.journeys.models import Goal, NextStep, Person
from maille.journeys.models.mine import SHOWN, mine
from maille.network.rules.roles import Role
from tests.cast import Cast, member
from tests.journeys.help import TODAY
from tests.journeys.support.lives import eventful
from tests.worlds.support import records


@pytest.fixture
def amina(client: Client, cast: Cast) -> Client:
    """Amina's phone."""
    user = member("Amina", cast.kpa, Role.COOPERANT)
    Person.objects.filter(pk=cast.amina.pk).update(user=user)
    client.force_login(user)
    return client


def test_she_writes_her_goal_and_her_steps_then_ticks_them(amina: Client, cast: Cast) -> None:
    home = reverse("journeys:my_journey")
    assert "Je n'ai pas encore d'objectif" in amina.get(home).content.decode()
    page = amina.post(reverse("journeys:my_goal_new"), {"text": "Vendre mes plats", "wanted_on": ""}, follow=True)
    goal = Goal.objects.get()
    assert not goal.on_behalf
    assert "Vendre mes plats" in page.content.decode()
    amina.post(reverse("journeys:my_step_new", args=[goal.pk]), {"text": "Goûter", "due_on": "2030-01-01"})
    step = NextStep.objects.get()
    tick = reverse("journeys:my_tick", args=[step.pk])
    assert "C&#x27;est fait\u00a0: Goûter" in amina.post(tick, follow=True).content.decode()
    amina.post(tick, {"fait": "non"})
    step.refresh_from_db()
    assert step.done_on is None
    done = amina.post(reverse("journeys:my_goal_end", args=[goal.pk]), follow=True).content.decode()
    assert "Ce que j'ai réussi" in done
    goal.refresh_from_db()
    assert goal.reached_on is not None


def test_she_gives_a_goal_up(amina: Client, cast: Cast) -> None:
    goal = records(cast.amina_journey, cast.fanny)["goal"]
    amina.post(reverse("journeys:my_goal_end", args=[goal.pk]), {"fin": "abandon"})
    goal.refresh_from_db()
    assert goal.dropped_on is not None
    assert goal.reached_on is None


def test_nothing_is_lost_when_she_forgets_the_words(amina: Client) -> None:
    page = amina.post(reverse("journeys:my_goal_new"), {"text": "", "wanted_on": "2030-01-01"})
    assert page.status_code == 200
    assert "2030-01-01" in page.content.decode()
    assert not Goal.objects.exists()


def test_she_touches_nobody_else_s_goals(amina: Client, cast: Cast) -> None:
    theirs = records(cast.lea_journey, cast.fanny)
    for name, pk in [
        ("my_goal_end", theirs["goal"].pk),
        ("my_step_new", theirs["goal"].pk),
        ("my_tick", theirs["step"].pk),
    ]:
        assert amina.post(reverse(f"journeys:{name}", args=[pk]), {"text": "x"}).status_code == 404
    assert amina.get(reverse("journeys:show", args=[cast.amina_journey.pk])).status_code == 404


def test_who_has_no_journey_has_no_such_pages(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    assert client.get(reverse("journeys:my_goal_new")).status_code == 404


def test_each_block_stays_short_however_long_the_journey(cast: Cast) -> None:
    eventful(cast.amina_journey, cast.fanny)
    told = mine(cast.amina_journey, TODAY)
    for name, limit in SHOWN.items():
        assert len(getattr(told, name)) <= limit, name
    assert len(told.skills) == SHOWN["skills"]
    assert told.helpers == ["Fanny"]
    assert told.lifted[0].more == "Un rendez-vous"


def test_a_contributor_opens_it_to_look_at_it_together_and_ticks_there(client: Client, cast: Cast) -> None:
    made = records(cast.amina_journey, cast.fanny)
    client.force_login(cast.fanny)
    address = reverse("journeys:show", args=[cast.amina_journey.pk])
    shown = client.get(address).content.decode()
    assert "Passer mon permis" in shown
    tick = reverse("journeys:tick_step", args=[cast.amina_journey.pk, made["step"].pk])
    response = client.post(tick, {"page": "montrer"})
    assert response["Location"] == address
