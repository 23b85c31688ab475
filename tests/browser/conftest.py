"""What the stories in a browser share: signing in, and a world where every role exists."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maille.config.navigation import address
from maille.journeys.models import Journey
from tests.browser.world import Visitor, World, make_world
from tests.conftest import TODAY


@pytest.fixture
def world(django_db_reset_sequences: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """The fixed cast with every role, on the day the cast lives, whatever the day of the machine."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: TODAY)
    world = make_world(TODAY)
    if imports := address("journeys:imports"):
        file = SimpleUploadedFile("registre.csv", b"kpa;nom;prenom;couleur\nLa Cape;Benali;Amina;vert\n")
        response = client_for(world.visitors[0]).post(imports, {"file": file})
        world = replace(world, doors=(*world.doors, response["Location"]))
    left = Journey.objects.filter(end_kind="exit").order_by("-pk").first() or Journey.objects.create(
        person=world.cast.lea, kpa=world.cast.other_kpa, entered_on=TODAY.replace(year=2024),
        ended_on=TODAY.replace(year=2025), end_kind="exit",
    )  # fmt: skip
    pair = f"/personnes/doublons/{world.cast.amina.pk}/{world.cast.yanis.pk}/"
    world = replace(world, doors=(*world.doors, pair, f"/parcours/{left.pk}/suivi/3/"))
    return world


def client_for(visitor: Visitor | None) -> Client:
    """Django's own client, signed in without the sign-in page."""
    client = Client()
    if visitor is not None:
        client.force_login(visitor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["membership"] = visitor.membership_id
        session["account_authentication_methods"] = [
            {"method": "mfa", "type": "webauthn", "at": datetime.datetime.now(datetime.UTC).timestamp()}
        ]
        session.save()
    return client


def sign_in(page: Any, live_server: Any, visitor: Visitor | None) -> None:
    """Give the browser the session of this visitor (`None`: nobody)."""
    page.context.clear_cookies()
    if visitor is not None:
        value = client_for(visitor).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
