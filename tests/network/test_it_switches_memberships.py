"""One identity, several memberships, one at a time."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maille.network.access import actor_for
from maille.network.models import Membership
from maille.network.rules.roles import Role
from tests.cast import Cast

YESTERDAY = datetime.timedelta(days=1)


@pytest.fixture
def manager(cast: Cast) -> Membership:
    """Fanny is also responsible at ANIS, since less long."""
    return Membership.objects.create(
        user=cast.fanny, organisation=cast.lead, role=Role.MANAGER, started_on=datetime.date(2022, 1, 1)
    )


def here(client: Client) -> Any:
    """The actor of a page read now."""
    return client.get(reverse("identity:account")).context["request"].actor


def test_the_oldest_membership_first_then_the_one_chosen(client: Client, cast: Cast, manager: Membership) -> None:
    client.force_login(cast.fanny)
    assert here(client).role == Role.CONTRIBUTOR
    response = client.post(reverse("network:switch"), {"membership": manager.pk})
    assert response["Location"] == "/"
    actor = here(client)
    assert (actor.role, actor.organisation_id) == (Role.MANAGER, cast.lead.pk)
    assert actor.files == frozenset()
    shown = client.get(reverse("identity:account")).content.decode()
    assert "Responsable de la structure porteuse, </span>ANIS" in shown
    assert f'value="{cast.fanny.memberships.first().pk}"' in shown  # type: ignore[union-attr]


@pytest.mark.parametrize("asked", ["", "0", "x", "-1", "9" * 30])
def test_nothing_but_my_own_memberships_can_be_chosen(client: Client, cast: Cast, asked: str) -> None:
    client.force_login(cast.fanny)
    assert client.post(reverse("network:switch"), {"membership": asked}).status_code == 404
    charlies = cast.charlie.memberships.get()
    assert client.post(reverse("network:switch"), {"membership": charlies.pk}).status_code == 404
    assert client.get(reverse("network:switch")).status_code == 405
    assert here(client).organisation_id == cast.kpa.pk


def test_a_membership_that_ended_yesterday_opens_nothing(client: Client, cast: Cast, manager: Membership) -> None:
    client.force_login(cast.fanny)
    client.post(reverse("network:switch"), {"membership": manager.pk})
    Membership.objects.filter(pk=manager.pk).update(ended_on=timezone.localdate() - YESTERDAY)
    assert here(client).role == Role.CONTRIBUTOR
    assert client.post(reverse("network:switch"), {"membership": manager.pk}).status_code == 404
    Membership.objects.filter(user=cast.fanny, ended_on__isnull=True).update(ended_on=timezone.localdate() - YESTERDAY)
    response = client.get("/")
    assert response.status_code == 403
    assert "Votre place a pris fin" in response.content.decode()
    assert "ANIS" in response.content.decode()


def test_somebody_who_never_had_a_place_is_told_so(client: Client, cast: Cast) -> None:
    Membership.objects.filter(user=cast.fanny).delete()
    client.force_login(cast.fanny)
    assert "pas encore de place" in client.get("/").content.decode()


def test_a_membership_holds_on_its_last_day_and_not_before_its_first(cast: Cast, today: datetime.date) -> None:
    Membership.objects.filter(user=cast.fanny).update(started_on=today, ended_on=today)
    assert actor_for(cast.fanny, None, today).files == frozenset({cast.kpa.pk})
    assert actor_for(cast.fanny, None, today - YESTERDAY).role is None
    assert actor_for(cast.fanny, None, today + YESTERDAY).files == frozenset()


def test_somebody_without_a_place_keeps_their_account(client: Client, cast: Cast) -> None:
    Membership.objects.filter(user=cast.fanny).update(ended_on=timezone.localdate() - YESTERDAY)
    client.force_login(cast.fanny)
    for name in ("identity:account", "mfa_list_webauthn", "account_logout", "identity:prove"):
        assert client.get(reverse(name)).status_code == 200, name


@pytest.mark.parametrize("who", ["fanny", "karim", "odile", "charlie"])
def test_knowing_who_asks_costs_three_queries(
    cast: Cast, today: datetime.date, who: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(3):
        actor_for(getattr(cast, who), None, today)


def test_knowing_that_nobody_asks_costs_none(today: datetime.date, django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        assert actor_for(AnonymousUser(), None, today).sees == frozenset()


def test_the_switcher_costs_no_query_of_its_own(
    client: Client, cast: Cast, manager: Membership, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.fanny)
    # session, user, memberships, reach, partners, and the page's keys and devices
    with django_assert_max_num_queries(7):
        client.get(reverse("identity:account"))
