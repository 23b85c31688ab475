"""Every address of this app: the outsider meets 404, who reads meets the page, who may not write meets 403."""

import pytest
from django.test import Client

from maille.identity.models import User
from maille.journeys.models import Journey
from tests.cast import Cast, member
from tests.journeys.help import D

pytestmark = pytest.mark.django_db
ABOUT_A_PERSON = [
    "/personnes/{person}/",
    "/personnes/{person}/corriger/",
    "/personnes/{person}/retour/",
    "/personnes/doublons/{person}/{other}/",
    "/parcours/{journey}/corriger/",
    "/parcours/{journey}/etape/",
    "/parcours/{journey}/referent/",
    "/parcours/{journey}/pause/",
    "/parcours/{journey}/reprise/",
    "/parcours/{journey}/sortie/",
    "/parcours/{journey}/passage/",
    "/parcours/{left}/suivi/3/",
]
LISTS = [
    "/personnes/",
    "/semaine/",
    "/semaine/fins/",
    "/semaine/manques/",
    "/semaine/suivis-3-mois/",
    "/personnes/doublons/",
]
POSTED = [
    "/parcours/{journey}/sortie/annuler/",
    "/personnes/reunions/1/annuler/",
    "/parcours/{journey}/etapes/1/retirer/",
]


def ids(cast: Cast) -> dict[str, int]:
    Journey.objects.filter(pk=cast.lea_journey.pk).update(ended_on=D(2026, 3, 1), end_kind="exit")
    return {
        "person": cast.amina.pk,
        "other": cast.yanis.pk,
        "journey": cast.amina_journey.pk,
        "left": cast.lea_journey.pk,
    }


def as_(client: Client, user: User) -> Client:
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("url", ABOUT_A_PERSON)
def test_a_file_opens_for_its_kpa_and_for_nobody_else(cast: Cast, client: Client, url: str) -> None:
    address = url.format(**ids(cast))
    assert client.get(address).status_code == 302
    for user in (cast.fanny, cast.karim, cast.odile):
        assert as_(client, user).get(address).status_code == 200
    assert as_(client, cast.charlie).get(address).status_code == 404
    assert as_(client, cast.charlie).post(address).status_code == 404


@pytest.mark.parametrize("url", POSTED)
def test_nothing_is_undone_by_the_outsider(cast: Cast, client: Client, url: str) -> None:
    assert as_(client, cast.charlie).post(url.format(**ids(cast))).status_code == 404
    assert as_(client, cast.fanny).get(url.format(**ids(cast))).status_code == 405


@pytest.mark.parametrize("url", LISTS)
def test_a_list_names_only_whom_the_reader_may_open(cast: Cast, client: Client, url: str) -> None:
    ids(cast)
    page = as_(client, cast.charlie).get(url).content.decode()
    assert not [name for name in ("Benali", "Fontaine", "Mercier") if name in page]
    manager = member("Maud", cast.lead, "manager")
    assert as_(client, manager).get(url).status_code == 404


def test_a_reader_of_two_kpas_sees_only_their_journeys(cast: Cast, client: Client) -> None:
    Journey.objects.create(person=cast.amina, kpa=cast.other_kpa, entered_on=D(2024, 1, 8))
    page = as_(client, cast.fanny).get(f"/personnes/{cast.amina.pk}/").content.decode()
    assert "La Cape" in page
    assert "Moulins Coop" not in page
    assert "Moulins Coop" in as_(client, cast.odile).get(f"/personnes/{cast.amina.pk}/").content.decode()
    assert "La Cape" not in as_(client, cast.charlie).get(f"/personnes/{cast.amina.pk}/").content.decode()


def test_each_opening_is_logged_and_shown(cast: Cast, client: Client) -> None:
    as_(client, cast.karim).get(f"/personnes/{cast.amina.pk}/")
    page = as_(client, cast.fanny).get(f"/personnes/{cast.amina.pk}/").content.decode()
    assert "Karim, le" in page


def test_ones_own_page_shows_ones_own_journey_only(cast: Cast, client: Client) -> None:
    amina = member("Amina", cast.kpa, "cooperant")
    cast.amina.user = amina
    cast.amina.save()
    page = as_(client, amina).get("/mon-parcours/").content.decode()
    assert "Bonjour Amina" in page
    assert "Fontaine" not in page
    assert as_(client, amina).get(f"/personnes/{cast.amina.pk}/").status_code == 404
    assert as_(client, cast.fanny).get("/mon-parcours/").status_code == 404
