"""Inviting somebody: who may, to what, and what leaves by e-mail."""

import hashlib
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from maille.identity.models import User
from maille.network.models import Invitation, Organisation
from maille.network.rules.roles import Role
from tests.cast import Cast

ROLES = {
    "fanny": {"kpa": {Role.COOPERANT, Role.CONTRIBUTOR}, "other_kpa": 404, "host": 403, "network": 403},
    "karim": {"kpa": 403, "other_kpa": 404, "host": 403},
    "odile": {
        "kpa": {Role.COOPERANT, Role.CONTRIBUTOR},
        "other_kpa": {Role.COOPERANT, Role.CONTRIBUTOR},
        "network": {Role.COORDINATOR, Role.OBSERVER},
        "host": {Role.MANAGER, Role.HOST_REFERENT, Role.OBSERVER},
    },
    "charlie": {"kpa": 404, "host": 404, "lead": 404, "other_kpa": {Role.COOPERANT, Role.CONTRIBUTOR}},
}


def page(organisation: Organisation) -> str:
    """Where one invites to an organisation."""
    return reverse("network:invite", args=[organisation.pk])


def invite(client: Client, organisation: Organisation, **typed: str) -> Any:
    """Fill the form in."""
    data = {"name": "Samira Haddad", "email": "samira@exemple.fr", "role": Role.CONTRIBUTOR} | typed
    return client.post(page(organisation), data)


def link_received() -> str:
    """The link of the last e-mail, without the site."""
    found = re.search(r"https?://[^/]+(/invitations/\S+/)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


@pytest.mark.parametrize("who", ROLES)
def test_each_gives_what_their_role_allows(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    for where, expected in ROLES[who].items():
        response = client.get(page(getattr(cast, where)))
        if isinstance(expected, int):
            assert response.status_code == expected, where
            assert invite(client, getattr(cast, where)).status_code == expected, where
        else:
            assert {value for value, _ in response.context["form"].fields["role"].choices} == expected, where


def test_a_role_above_mine_is_refused_in_words(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    response = invite(client, cast.kpa, role=Role.ADMINISTRATOR)
    assert response.status_code == 200
    assert "Vous ne pouvez pas donner ce rôle ici" in response.content.decode()
    assert not Invitation.objects.exists()


def test_the_link_leaves_once_and_only_its_hash_stays(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    response = invite(client, cast.kpa, email="Samira@Exemple.fr")
    assert response.status_code == 302
    message = mail.outbox[0]
    assert message.to == ["samira@exemple.fr"]
    assert "Fanny vous invite à rejoindre La Cape" in str(message.body)
    token = link_received().strip("/").rpartition("/")[2]
    stored = Invitation.objects.get()
    assert stored.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(vars(stored))
    assert token not in client.get(page(cast.kpa)).content.decode()


def test_the_same_invitation_twice_is_told(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    invite(client, cast.kpa)
    assert "attend déjà" in invite(client, cast.kpa).content.decode()
    assert "a déjà ce rôle ici" in invite(client, cast.kpa, email="fanny@exemple.fr").content.decode()
    assert len(mail.outbox) == 1


def test_sending_again_replaces_the_link(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    invite(client, cast.kpa)
    first = link_received()
    client.post(reverse("network:resend_invitation", args=[Invitation.objects.get().pk]))
    assert Client().get(first).status_code == 404
    assert Client().get(link_received()).status_code == 200


def test_a_revoked_link_leads_nowhere(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    invite(client, cast.kpa)
    pk = Invitation.objects.get().pk
    client.post(reverse("network:revoke_invitation", args=[pk]))
    response = Client().get(link_received())
    assert response.status_code == 404
    assert "redemandez une invitation" in response.content.decode()
    client.post(reverse("network:resend_invitation", args=[pk]))
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("verb", ["resend_invitation", "revoke_invitation"])
def test_another_kpa_cannot_touch_it(client: Client, cast: Cast, verb: str) -> None:
    client.force_login(cast.fanny)
    invite(client, cast.kpa)
    stranger = Client()
    stranger.force_login(cast.charlie)
    assert stranger.post(reverse(f"network:{verb}", args=[Invitation.objects.get().pk])).status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Samira\r\nBcc: x@exemple.fr"},
        {"name": "=HYPERLINK(1)"},
        {"name": "<script>"},
        {"name": "Samira\u202e"},
        {"email": "samira@exemple.fr\nBcc: x@exemple.fr"},
        {"email": "samira@exemple.fr, x@exemple.fr"},
    ],
)
def test_nothing_typed_can_carry_a_header(client: Client, cast: Cast, typed: dict[str, str]) -> None:
    client.force_login(cast.fanny)
    assert invite(client, cast.kpa, **typed).status_code == 200
    assert not mail.outbox
    assert not Invitation.objects.exists()


def test_a_failing_mail_server_is_said_and_nothing_is_lost(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("maille.identity.senders.email.send_mail", refuse)
    client.force_login(cast.fanny)
    invite(client, cast.kpa)
    assert Invitation.objects.waiting().count() == 1
    assert "pas pu partir" in client.get(page(cast.kpa)).content.decode()


def test_inviting_makes_no_account(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    invite(client, cast.kpa)
    assert not User.objects.filter(email="samira@exemple.fr").exists()
