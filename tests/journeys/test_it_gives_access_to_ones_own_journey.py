"""Somebody is given access to her own journey: offered, accepted, linked, sent again, withdrawn, given again."""

import datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from maille.identity.models import User
from maille.journeys.actions import Given, give_access, send_access_again, withdraw_access
from maille.journeys.models import Person, PersonAccess
from maille.journeys.models.accesses import access_told
from maille.network.actions import invitations
from maille.network.models import Invitation, Membership
from maille.network.rules.roles import Role
from tests.cast import Cast, member
from tests.journeys.help import TODAY, D, acting

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 6, 15, 10, tzinfo=datetime.UTC)
ADDRESS = "amina@exemple.fr"


def give(cast: Cast, person: Person | None = None, email: str = ADDRESS) -> Given:
    """Fanny gives Amina access."""
    return give_access(acting(cast.fanny), (person or cast.amina).pk, cast.kpa, email, NOW)


def accept(given: Given, user: User | None = None) -> User:
    """The link is opened and the button pressed."""
    assert given.invitation is not None
    return invitations.accept(given.invitation.pk, user=user, name="Amina", now=NOW, today=TODAY)[0]


def state(person: Person, now: datetime.datetime = NOW) -> str:
    """Where the access stands, as the person's page tells it."""
    return access_told(Person.objects.get(pk=person.pk), now, TODAY).state


def test_accepting_opens_the_file_and_the_role(cast: Cast) -> None:
    assert state(cast.amina) == "none"
    given = give(cast, email=" Amina@Exemple.fr ")
    assert given.invitation is not None
    assert (given.invitation.email, given.invitation.role) == (ADDRESS, Role.COOPERANT)
    assert state(cast.amina) == "invited"
    assert state(cast.amina, NOW + datetime.timedelta(days=15)) == "expired"
    user = accept(given)
    amina = Person.objects.get(pk=cast.amina.pk)
    assert (amina.user, amina.email) == (user, ADDRESS)
    held = amina.accesses.get()
    assert (held.user, held.opened_at, held.given_by) == (user, NOW, cast.fanny)
    assert user.memberships.get().organisation == cast.kpa
    assert state(cast.amina) == "open"
    reasons = list(amina.history.order_by("-history_id").values_list("history_change_reason", "history_user_id")[:2])
    assert reasons == [("Accès à son parcours ouvert", user.pk), ("Accès à son parcours donné", cast.fanny.pk)]


def test_an_ordinary_invitation_opens_no_file(cast: Cast) -> None:
    fanny = acting(cast.fanny)
    sent, _ = invitations.invite(
        fanny, organisation=cast.kpa, email=ADDRESS, name="Amina", role=Role.COOPERANT, now=NOW
    )
    user, _ = invitations.accept(sent.pk, user=None, name="Amina", now=NOW, today=TODAY)
    assert not Person.objects.filter(user=user).exists()
    given = give(cast)
    assert given.invitation is None
    assert Person.objects.get(user=user) == cast.amina
    assert state(cast.amina) == "open"


def test_an_invitation_already_waiting_for_nobodys_file_serves(cast: Cast) -> None:
    sent, old = invitations.invite(
        acting(cast.fanny), organisation=cast.kpa, email=ADDRESS, name="Amina", role=Role.COOPERANT, now=NOW
    )
    given = give(cast)
    assert given.invitation == sent
    assert given.token != old
    assert Person.objects.get(user=accept(given)) == cast.amina


def test_a_contributor_keeps_her_account(cast: Cast) -> None:
    samira = member("Samira", cast.other_kpa, Role.CONTRIBUTOR)
    assert accept(give(cast, email=samira.email), samira) == samira
    assert Person.objects.get(user=samira) == cast.amina
    roles = {(each.organisation, each.role_enum) for each in samira.memberships.all()}
    assert roles == {(cast.other_kpa, Role.CONTRIBUTOR), (cast.kpa, Role.COOPERANT)}
    withdraw_access(acting(cast.fanny), cast.amina.pk, NOW)
    assert samira.memberships.get(ended_on__isnull=True).role_enum == Role.CONTRIBUTOR


def test_only_those_who_write_there_and_name_cooperants_may(cast: Cast) -> None:
    for user in (cast.karim, cast.charlie, member("Responsable", cast.lead, Role.MANAGER)):
        with pytest.raises(PermissionDenied):
            give_access(acting(user), cast.amina.pk, cast.kpa, ADDRESS, NOW)
    with pytest.raises(PermissionDenied):
        give_access(acting(cast.odile), cast.amina.pk, cast.other_kpa, ADDRESS, NOW)
    give(cast)
    for user in (cast.karim, cast.charlie):
        with pytest.raises(PermissionDenied):
            send_access_again(acting(user), cast.amina.pk, NOW)
        with pytest.raises(PermissionDenied):
            withdraw_access(acting(user), cast.amina.pk, NOW)
    withdraw_access(acting(cast.odile), cast.amina.pk, NOW)


def test_one_access_per_file_and_one_file_per_account(cast: Cast) -> None:
    given = give(cast)
    with pytest.raises(ValidationError, match="Une invitation attend déjà Amina"):
        give(cast, email="autre@exemple.fr")
    with pytest.raises(ValidationError, match="propre adresse"):
        give(cast, cast.yanis)
    accept(given)
    with pytest.raises(ValidationError, match="a déjà son accès"):
        give(cast)
    with pytest.raises(ValidationError, match="ouvre déjà une autre fiche"):
        give(cast, cast.yanis)
    with pytest.raises(ValidationError, match="votre propre adresse"):
        give(cast, cast.yanis, cast.fanny.email or "")
    assert PersonAccess.objects.count() == 1
    assert Person.objects.get(pk=cast.yanis.pk).version == cast.yanis.version


def test_accepting_is_refused_in_words_when_the_account_or_the_file_is_taken(cast: Cast) -> None:
    samira = member("Samira", cast.other_kpa, Role.CONTRIBUTOR)
    given = give(cast, email=samira.email)
    Person.objects.filter(pk=cast.yanis.pk).update(user=samira)
    with pytest.raises(ValidationError, match="Votre compte ouvre déjà une autre fiche"):
        accept(given, samira)
    assert samira.memberships.count() == 1
    Person.objects.filter(pk=cast.yanis.pk).update(user=None)
    Person.objects.filter(pk=cast.amina.pk).update(user=cast.karim)
    with pytest.raises(ValidationError, match="Un autre compte ouvre déjà cette fiche"):
        accept(given, samira)
    assert Invitation.objects.waiting().count() == 1


def test_withdrawing_before_acceptance_kills_the_link(cast: Cast) -> None:
    given = give(cast)
    withdraw_access(acting(cast.fanny), cast.amina.pk, NOW)
    assert state(cast.amina) == "closed"
    with pytest.raises(ValidationError, match="ne sert plus"):
        accept(given)
    with pytest.raises(ValidationError, match="n'a pas d'accès"):
        withdraw_access(acting(cast.fanny), cast.amina.pk, NOW)
    assert Person.objects.get(user=accept(give(cast, email="autre@exemple.fr"))) == cast.amina


def test_withdrawing_an_open_access_is_dated_and_another_may_be_given_the_same_day(cast: Cast) -> None:
    user = accept(give(cast))
    held = withdraw_access(acting(cast.fanny), cast.amina.pk, NOW)
    assert (held.user, held.closed_at, held.closed_by_id) == (user, NOW, cast.fanny.pk)
    assert not Person.objects.filter(user=user).exists()
    assert user.memberships.get().ended_on == TODAY
    assert state(cast.amina) == "closed"
    with pytest.raises(ValidationError, match="n'a pas d'accès"):
        send_access_again(acting(cast.fanny), cast.amina.pk, NOW)
    again = give_access(acting(cast.fanny), cast.amina.pk, cast.kpa, ADDRESS, NOW + datetime.timedelta(hours=1))
    assert accept(again, user) == user
    assert user.memberships.filter(ended_on__isnull=True).count() == 1
    assert state(cast.amina) == "open"


def test_what_the_kpas_own_page_does_is_told(cast: Cast) -> None:
    given = give(cast)
    assert given.invitation is not None
    invitations.revoke(acting(cast.fanny), given.invitation.pk, NOW)
    assert state(cast.amina) == "cancelled"
    user = accept(give_access(acting(cast.fanny), cast.amina.pk, cast.kpa, ADDRESS, NOW + datetime.timedelta(hours=1)))
    Membership.objects.filter(user=user).update(ended_on=D(2026, 6, 14), started_on=D(2026, 6, 1))
    assert state(cast.amina) == "outside"
    withdraw_access(acting(cast.fanny), cast.amina.pk, NOW)
    assert user.memberships.get().ended_on == D(2026, 6, 14)


def test_on_screen_from_the_file_to_her_own_page(client: Client, cast: Cast) -> None:
    page, access = f"/personnes/{cast.amina.pk}/", f"/personnes/{cast.amina.pk}/acces/"
    client.force_login(cast.fanny)
    assert "Donner un accès à cette personne" in client.get(page).content.decode()
    shown = client.post(access, {"email": "amina chez exemple"}).content.decode()
    assert "n&#x27;est pas complète" in shown
    assert "amina chez exemple" in shown
    assert client.post(access, {"email": ADDRESS})["Location"] == page
    assert "Invitation envoyée à amina@exemple.fr" in client.get(page).content.decode()
    assert client.post(f"{access}renvoyer/")["Location"] == page
    assert [message.to for message in mail.outbox] == [[ADDRESS], [ADDRESS]]
    assert "Renvoyer l'invitation" in client.get(access).content.decode()
    client.post(f"{access}retirer/")
    assert "retiré le" in client.get(page).content.decode()

    client.force_login(cast.karim)
    assert "Donner un accès" not in client.get(page).content.decode()


def test_without_a_file_her_page_says_what_to_do(client: Client, cast: Cast) -> None:
    user = member("Amina", cast.kpa, Role.COOPERANT)
    client.force_login(user)
    shown = client.get("/mon-parcours/").content.decode()
    assert "pas encore relié" in shown
    assert ADDRESS in shown
    give(cast)
    assert "Bonjour Amina" in client.get("/mon-parcours/").content.decode()
    withdraw_access(acting(cast.fanny), cast.amina.pk, NOW)
    Membership.objects.filter(user=user).update(ended_on=None)
    assert "a été retiré le 15 juin 2026" in client.get("/mon-parcours/").content.decode()
    client.force_login(cast.fanny)
    assert client.get("/mon-parcours/").status_code == 404
