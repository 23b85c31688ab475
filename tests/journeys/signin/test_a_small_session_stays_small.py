"""What a card or a code read out opens: the pages of a coopérant·e, for a short while, and nothing else."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from maille.identity import actions as identity
from maille.identity import sessions
from maille.network.models import Membership
from maille.network.rules.roles import Role
from tests.cast import Cast
from tests.journeys.signin.ways import account, card_of, enter, now


@pytest.fixture
def phone(cast: Cast) -> Client:
    """Amina came in with her card; she is also contributor of the other KPA."""
    user = account(cast.amina, cast)
    Membership.objects.create(
        user=user, organisation=cast.other_kpa, role=Role.CONTRIBUTOR, started_on=datetime.date(2020, 1, 1)
    )
    client = Client()
    enter(client, card_of(cast.amina))
    return client


def test_it_opens_her_own_pages_and_no_other_role(cast: Cast, phone: Client) -> None:
    assert phone.get("/mon-parcours/").status_code == 200
    assert phone.get("/personnes/").status_code == 404
    other = Membership.objects.get(user=cast.amina.user, role=Role.CONTRIBUTOR)
    assert phone.post(reverse("network:switch"), {"membership": other.pk}).status_code == 404
    session = phone.session
    session["membership"] = other.pk
    session.save()
    assert phone.get("/personnes/").status_code == 404


def test_with_her_own_key_she_has_every_role(cast: Cast, phone: Client) -> None:
    client = Client()
    assert cast.amina.user is not None
    client.force_login(cast.amina.user)
    assert client.get("/personnes/").status_code == 200


def test_it_adds_no_key_and_gives_no_proof(phone: Client) -> None:
    assert phone.get(reverse("mfa_add_webauthn"))["Location"].startswith(reverse("identity:prove"))


def test_a_card_opens_nothing_else_for_who_has_no_such_place(cast: Cast) -> None:
    _, spoken = identity.make_spoken_code(cast.odile, by_id=cast.fanny.pk, now=now())
    client = Client()
    client.post(reverse("identity:spoken_code"), {"code": spoken})
    assert client.get("/personnes/").status_code == 403


def test_it_lasts_half_an_hour_on_a_shared_device(phone: Client) -> None:
    assert phone.session.get_expiry_age() <= sessions.IDLE
    assert phone.cookies["sessionid"]["max-age"] == sessions.IDLE


def test_it_lasts_on_her_own_phone(cast: Cast) -> None:
    account(cast.lea, cast)
    client = Client()
    enter(client, card_of(cast.lea), mine="on")
    assert client.session.get_expiry_age() > 24 * 3600


def test_a_gesture_keeps_it_alive(phone: Client) -> None:
    session = phone.session
    session[sessions.SEEN] = int(now().timestamp()) - sessions.REFRESH - 1
    session.set_expiry(sessions.IDLE)
    session.save()
    phone.cookies["sessionid"]["max-age"] = ""
    phone.get("/mon-parcours/")
    assert phone.cookies["sessionid"]["max-age"] == sessions.IDLE
