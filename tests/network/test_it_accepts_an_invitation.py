"""Opening the link: a new person, a known one, the wrong one, too late, twice."""

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from maille.identity.models import User
from maille.network.models import Invitation, Membership
from maille.network.rules.roles import Role
from tests.cast import Cast
from tests.identity.codes import ask_for_code, code_received, signed_in, type_code
from tests.network.test_it_invites import invite, link_received


@pytest.fixture
def link(cast: Cast) -> str:
    """Fanny invited Samira."""
    fanny = Client()
    fanny.force_login(cast.fanny)
    invite(fanny, cast.kpa)
    return link_received()


def link_for(cast: Cast, email: str, role: Role = Role.CONTRIBUTOR) -> str:
    """Fanny invites somebody at that address."""
    fanny = Client()
    fanny.force_login(cast.fanny)
    invite(fanny, cast.kpa, email=email, role=role)
    return link_received()


def test_a_new_person_arrives_signed_in_with_a_place(client: Client, cast: Cast, link: str) -> None:
    shown = client.get(link).content.decode()
    assert "Bienvenue à La Cape" in shown
    assert "Samira Haddad" in shown
    response = client.post(link, {"name": "Samira H."})
    assert response["Location"] == "/"
    samira = User.objects.get(email="samira@exemple.fr")
    assert samira.name == "Samira H."
    assert not samira.has_usable_password()
    assert client.session["_auth_user_id"] == str(samira.pk)
    membership = samira.memberships.get()
    assert (membership.organisation, membership.role_enum) == (cast.kpa, Role.CONTRIBUTOR)
    assert membership.started_on == timezone.localdate()
    assert client.session["membership"] == membership.pk
    assert Invitation.objects.get().accepted_by == samira


def test_looking_at_the_page_accepts_nothing(client: Client, cast: Cast, link: str) -> None:
    """Mail programs open links by themselves."""
    client.get(link)
    assert not User.objects.filter(email="samira@exemple.fr").exists()
    assert Invitation.objects.waiting().count() == 1


def test_the_link_serves_once(client: Client, cast: Cast, link: str) -> None:
    client.post(link, {"name": "Samira"})
    again = Client()
    response = again.post(link, {"name": "Samira"})
    assert response.status_code == 410
    assert "déjà été acceptée" in response.content.decode()
    assert not signed_in(again)


def test_a_known_person_signs_in_first_then_has_two_places(client: Client, cast: Cast) -> None:
    link = link_for(cast, "charlie@exemple.fr")
    assert "Vous avez déjà un compte" in client.get(link).content.decode()
    response = client.post(link)
    assert response.status_code == 200
    assert not signed_in(client)
    assert cast.charlie.memberships.count() == 1

    ask_for_code(client, "charlie@exemple.fr", link)
    assert type_code(client, code_received(), link)["Location"] == link
    assert client.post(link)["Location"] == "/"
    assert {m.organisation for m in cast.charlie.memberships.all()} == {cast.kpa, cast.other_kpa}


def test_the_wrong_person_is_told_kindly(client: Client, cast: Cast, link: str) -> None:
    client.force_login(cast.charlie)
    response = client.get(link)
    assert response.status_code == 403
    shown = response.content.decode()
    assert "s…@exemple.fr" in shown
    assert "samira@exemple.fr" not in shown
    assert client.post(link).status_code == 403
    assert not Membership.objects.filter(user=cast.charlie, organisation=cast.kpa).exists()


def test_too_late_says_what_to_do(client: Client, cast: Cast, link: str) -> None:
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    response = client.post(link, {"name": "Samira"})
    assert response.status_code == 410
    assert "renvoyer" in response.content.decode()
    assert not User.objects.filter(email="samira@exemple.fr").exists()


def test_a_link_one_letter_off_is_worth_nothing(client: Client, cast: Cast, link: str) -> None:
    assert client.get(link[:-2] + ("A/" if link[-2] != "A" else "B/")).status_code == 404
    assert client.get("/invitations/x/").status_code == 404


def test_somebody_without_a_place_may_still_accept(client: Client, cast: Cast) -> None:
    Membership.objects.filter(user=cast.charlie).update(ended_on=timezone.localdate() - datetime.timedelta(days=1))
    link = link_for(cast, "charlie@exemple.fr", Role.COOPERANT)
    client.force_login(cast.charlie)
    assert client.get("/").status_code == 403
    assert client.post(link).status_code == 302
    assert len(mail.outbox) == 1
