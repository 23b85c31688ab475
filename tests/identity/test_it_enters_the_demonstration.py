"""Links that sign in exist in demonstration mode, and nowhere else."""

import sys
from collections.abc import Iterator
from importlib import import_module, reload

import pytest
from django.test import Client
from django.urls import clear_url_caches

from maille.identity.demo import CAST
from maille.identity.models import User
from tests.cast import Cast


def read_addresses_again() -> None:
    """The address tree is read once, when the site starts."""
    for name in ("maille.identity.urls", "maille.config.urls"):
        reload(sys.modules.get(name) or import_module(name))
    clear_url_caches()


@pytest.fixture
def demo(settings: pytest.FixtureRequest) -> Iterator[None]:
    """A site started in demonstration mode."""
    settings.DEMO = True
    read_addresses_again()
    yield
    settings.DEMO = False
    read_addresses_again()


def test_there_is_no_such_address_elsewhere(client: Client, cast: Cast) -> None:
    for path in ("/demo/", "/demo/entrer/fanny/"):
        assert client.get(path).status_code == 404
    assert "demo" not in client.get("/compte/connexion/").content.decode()


def test_a_second_lock_holds_should_the_address_be_there(
    client: Client, cast: Cast, demo: None, settings: pytest.FixtureRequest
) -> None:
    settings.DEMO = False
    for path in ("/demo/", "/demo/entrer/fanny/"):
        assert client.get(path).status_code == 404
    assert "_auth_user_id" not in client.session


def test_one_link_per_member_of_the_cast(client: Client, cast: Cast, demo: None) -> None:
    for part in CAST:
        User.objects.get_or_create(email=part.email, defaults={"name": part.name})
    page = client.get("/demo/").content.decode()
    for part in CAST:
        assert f"/demo/entrer/{part.key}/" in page
        client.get(f"/demo/entrer/{part.key}/")
        assert client.session["_auth_user_id"] == str(User.objects.get(email=part.email).pk)


def test_sign_in_points_to_the_entrance(client: Client, cast: Cast, demo: None) -> None:
    assert 'href="/demo/"' in client.get("/compte/connexion/").content.decode()


def test_changing_part_forgets_the_former_membership(client: Client, cast: Cast, demo: None) -> None:
    client.get("/demo/entrer/fanny/")
    session = client.session
    session["membership"] = 12345
    session.save()
    client.get("/demo/entrer/charlie/")
    assert "membership" not in client.session


@pytest.mark.parametrize("name", ["personne", "odile2"])
def test_nobody_else_enters(client: Client, cast: Cast, demo: None, name: str) -> None:
    User.objects.create_user("personne@exemple.fr", "Personne")
    assert client.get(f"/demo/entrer/{name}/").status_code == 404
