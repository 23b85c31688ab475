"""The bar holds what the role may open, and signing in leads there; a page that does not exist is not offered."""

import datetime
from dataclasses import replace

import pytest
from django.test import Client

from maille.config import navigation
from maille.config.navigation import DESK, Place, first_page, places
from maille.network.rules.roles import Actor, Role


def test_every_role_has_places():
    assert set(DESK) == set(Role)


def test_a_missing_page_is_left_out():
    assert places((Place("Nulle part", "nowhere:at_all", ("/nulle-part/",)),), "/") == []


def test_the_current_place_is_marked():
    here = Place("Guide", "ui:styleguide", ("/ui/",))
    assert places((here,), "/ui/poche/") == [{"label": "Guide", "url": "/ui/", "current": True}]
    assert places((here,), "/")[0]["current"] is False


def test_a_place_shows_its_rooms_while_one_is_in_it():
    guide = Place("Guide", "ui:styleguide", ("/ui/",))
    house = Place(
        "Maison", "ui:styleguide", ("/ui/", "/a-propos/"), (guide, Place("Nulle part", "nowhere:at", ("/x/",)))
    )
    assert navigation.rooms((house,), "/a-propos/") == [{"label": "Guide", "url": "/ui/", "current": False}]
    assert navigation.rooms((house,), "/semaine/") == navigation.rooms((guide,), "/ui/") == []


@pytest.mark.parametrize(("role", "labels"), [
    (Role.COOPERANT, ["Aujourd'hui", "Mon argent", "Mon parcours", "Le groupe"]),
    (Role.CONTRIBUTOR, ["Cette semaine", "Mon argent"]),
])  # fmt: skip
def test_the_pocket_of_the_team_leads_back_to_the_desk(role: Role, labels: list[str]):
    actor = replace(Actor.nobody(datetime.date(2026, 6, 15)), role=role)
    assert [place.label for place in navigation.pocket_of(actor)] == labels


def test_nobody_has_none():
    assert first_page(Actor.nobody(datetime.date(2026, 6, 15))) == ""


@pytest.mark.parametrize("name", ["ui:accessibility", "ui:about"])
def test_what_every_site_owes_its_readers_is_open(client: Client, db: None, name: str):
    assert client.get(navigation.address(name)).status_code == 200
