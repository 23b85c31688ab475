"""Nobody meets a dead end before the first KPA: each page of a role says what comes first."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maille.config.installation import install
from maille.config.navigation import DESK, address
from maille.identity.models import User
from maille.journeys.models import Journey
from maille.network.models import Invitation, Kind, Organisation, RelationKind
from maille.network.rules.roles import Role
from tests.cast import member, organisation

SINCE = datetime.date(2021, 1, 1)


@pytest.fixture
def odile(client: Client, db: None) -> User:
    """The administrator of a network installed a minute ago, signed in."""
    install("KPA-Cité", "Odile", "odile@exemple.fr", SINCE)
    user = User.objects.get()
    client.force_login(user)
    return user


def new_kpa(client: Client) -> str:
    """The page shown after adding La Cape to the network."""
    network = Organisation.objects.get(kind=Kind.NETWORK)
    typed = {"relation": "member", "started_on": "2026-01-05", "kind": "kpa", "name": "La Cape", "postal_code": "59100"}
    return client.post(f"/structures/{network.pk}/partenaires/nouveau/", typed, follow=True).content.decode()


def test_the_administrator_is_led_to_the_first_kpa(client: Client, odile: User) -> None:
    first = client.get("/", follow=True).content.decode()
    network = Organisation.objects.get()
    assert f"/structures/{network.pk}/partenaires/nouveau/" in first
    for page in ("/bilan/", "/bilans-figes/", "/bilan/chiffre-affaires/"):
        answer = client.get(page)
        assert (answer.status_code, "Ajouter le premier KPA" in answer.content.decode()) == (200, True)
    assert client.get("/personnes/").status_code == 404
    assert "Aucun partenaire" in client.get("/reseau/partenaires/").content.decode()


def test_a_new_kpa_is_followed_by_its_own_beginning(client: Client, odile: User) -> None:
    shown = new_kpa(client)
    kpa = Organisation.objects.get(kind=Kind.KPA)
    assert "<h1>La Cape</h1>" in shown.replace("\n", "")
    assert "invitez la personne qui l'anime" in shown.replace("&#x27;", "'")
    typed = {"name": "Fanny", "email": "fanny@exemple.fr", "role": "contributor"}
    assert client.post(f"/invitations/structures/{kpa.pk}/", typed).status_code == 302
    assert Invitation.objects.get().role == Role.CONTRIBUTOR
    assert client.get("/bilan/").status_code == 200


def test_the_first_host_of_a_kpa_is_alone(client: Client, odile: User) -> None:
    new_kpa(client)
    kpa = Organisation.objects.get(kind=Kind.KPA)
    typed = {"relation": RelationKind.HOST, "started_on": "2026-01-05", "kind": "cae", "name": "Optéos"}
    shown = client.post(f"/structures/{kpa.pk}/partenaires/nouveau/", typed, follow=True).content.decode()
    assert "Optéos" in shown
    assert "déjà un portage" not in shown


@pytest.mark.parametrize(
    ("role", "kind"),
    [(Role.COORDINATOR, Kind.NETWORK), (Role.HOST_REFERENT, Kind.CAE), (Role.MANAGER, Kind.ASSOCIATION),
     (Role.OBSERVER, Kind.FUNDER), (Role.CONTRIBUTOR, Kind.KPA)],
)  # fmt: skip
def test_every_place_in_the_bar_opens_before_anything_is_there(
    client: Client, db: None, role: Role, kind: Kind
) -> None:
    client.force_login(member("Quelqu'un", organisation("Sa structure", kind), role))
    assert client.get("/", follow=True).status_code == 200
    for place in [each for found in DESK[role] for each in (found.rooms or (found,))]:
        if url := address(place.route):
            assert client.get(url).status_code == 200, place


def test_a_contributor_without_anybody_may_welcome_or_import(client: Client, db: None) -> None:
    client.force_login(member("Fanny", organisation("La Cape", Kind.KPA), Role.CONTRIBUTOR))
    for page in ("/semaine/", "/personnes/", "/personnes/?etat=tous"):
        shown = client.get(page).content.decode()
        assert "/registre/import/" in shown
        assert "/personnes/nouvelle/" in shown


def test_the_coordination_makes_the_first_kpas_from_a_register(client: Client, db: None) -> None:
    client.force_login(member("Odile", organisation("KPA-Cité", Kind.NETWORK), Role.COORDINATOR))
    assert "/registre/import/" in client.get("/semaine/").content.decode()
    register = b"kpa;nom;prenom;date_naissance;entree\nLa Cape;Benali;Amina;12/05/1987;04/04/2025\n"
    batch = client.post("/registre/import/", {"file": SimpleUploadedFile("registre.csv", register)})["Location"]
    columns = {
        f"column_{place}": name for place, name in enumerate(("kpa", "nom", "prenom", "date_naissance", "entree"))
    }
    client.post(batch, columns | {"create_kpa": "on"})
    client.post(batch + "confirmer/")
    assert Journey.objects.get().kpa.name == "La Cape"
    assert client.get("/personnes/").status_code == 200
