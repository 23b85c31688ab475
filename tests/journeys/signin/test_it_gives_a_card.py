"""A person without e-mail gets a card, and with it her access."""

import pytest
from django.test import Client
from django.urls import reverse

from maille.identity.models import Access, Card, User
from maille.journeys.actions import withdraw_access
from maille.journeys.models import PersonAccess
from maille.network.models import Membership
from tests.cast import Cast
from tests.journeys.signin.ways import PIN, actor, code_on, enter, form, make_card, now, signed_in, text_of


@pytest.fixture
def fanny(client: Client, cast: Cast) -> Client:
    """Fanny's browser."""
    client.force_login(cast.fanny)
    return client


def test_the_card_opens_her_access_and_her_journey(cast: Cast) -> None:
    code = make_card(cast, cast.amina)
    cast.amina.refresh_from_db()
    user = cast.amina.user
    assert user is not None
    assert (user.email, user.name) == (None, "Amina Benali")
    assert Membership.objects.get(user=user).role == "cooperant"
    held = PersonAccess.objects.get(person=cast.amina)
    assert (held.user, held.given_by, held.invitation) == (user, cast.fanny, None)
    phone = Client()
    assert enter(phone, code)["Location"] == "/"
    page = phone.get("/", follow=True)
    assert "Bonjour Amina" in text_of(page)


def test_the_codes_are_kept_nowhere(cast: Cast, fanny: Client) -> None:
    response = fanny.post(reverse("journeys:card", args=[cast.amina.pk]), form())
    code = code_on(response).replace(" ", "")
    card = Card.objects.get()
    stored = " ".join(str(value) for value in vars(card).values())
    assert code not in stored
    assert PIN not in card.pin_hash
    assert "no-store" in response["Cache-Control"]
    again = text_of(fanny.get(reverse("journeys:card", args=[cast.amina.pk])))
    assert code not in again.replace(" ", "")
    assert f"#{code}" not in str(Access.objects.values_list("what", flat=True))


def test_sending_the_form_twice_makes_one_card(cast: Cast, fanny: Client) -> None:
    page = reverse("journeys:card", args=[cast.amina.pk])
    first = code_on(fanny.post(page, form()))
    assert "vient d'être faite" in text_of(fanny.post(page, form()))
    assert Card.objects.count() == 1
    assert enter(Client(), first).status_code == 302


def test_another_card_replaces_the_lost_one(cast: Cast, fanny: Client) -> None:
    lost = make_card(cast, cast.amina)
    phone = Client()
    enter(phone, lost)
    new = make_card(cast, cast.amina, replaces=Card.objects.get().pk)
    assert enter(Client(), lost).status_code == 200
    assert not signed_in(phone) or phone.get("/mon-parcours/").status_code == 302
    assert enter(Client(), new).status_code == 302


def test_a_card_withdrawn_opens_nothing_and_closes_what_it_opened(cast: Cast, fanny: Client) -> None:
    code = make_card(cast, cast.amina)
    phone = Client()
    enter(phone, code)
    fanny.post(reverse("journeys:revoke_card", args=[cast.amina.pk]))
    assert phone.get("/mon-parcours/").status_code == 302
    assert "n'est pas bon" in text_of(enter(Client(), code))
    cast.amina.refresh_from_db()
    assert cast.amina.user is not None


def test_withdrawing_the_access_ends_card_codes_and_sessions(cast: Cast, fanny: Client) -> None:
    code = make_card(cast, cast.amina)
    phone = Client()
    enter(phone, code)
    withdraw_access(actor(cast.fanny), cast.amina.pk, now())
    assert phone.get("/mon-parcours/").status_code == 302
    assert enter(Client(), code).status_code == 200
    assert make_card(cast, cast.amina)
    assert User.objects.filter(email=None).count() == 2


@pytest.mark.parametrize("pin", ["1234", "0000", "1987", "1205", "12", "abcd"])
def test_a_trivial_secret_code_is_refused_kindly_and_nothing_is_made(cast: Cast, fanny: Client, pin: str) -> None:
    response = fanny.post(reverse("journeys:card", args=[cast.amina.pk]), form(pin=pin, again=pin))
    assert "Choisissez" in text_of(response)
    assert f'value="{pin}"' not in response.content.decode()
    assert not Card.objects.exists()
    assert not PersonAccess.objects.exists()


def test_two_different_secret_codes_are_a_slip(cast: Cast, fanny: Client) -> None:
    response = fanny.post(reverse("journeys:card", args=[cast.amina.pk]), form(again="2718"))
    assert "pas le même code" in text_of(response)
    assert not Card.objects.exists()


def test_without_secret_code_the_card_opens_nothing_until_she_chooses_it(cast: Cast) -> None:
    code = make_card(cast, cast.amina, when="later", pin="", again="")
    for pin in ("", PIN, "0000"):
        assert not signed_in_with(code, pin)
    cast.amina.refresh_from_db()
    phone = Client()
    assert cast.amina.user is not None
    phone.force_login(cast.amina.user)
    assert "Choisir mon code secret" in text_of(phone.get(reverse("journeys:my_card")))
    refused = phone.post(reverse("journeys:my_card"), {"pin": "1987", "again": "1987"})
    assert "se devine" in text_of(refused)
    phone.post(reverse("journeys:my_card"), {"pin": PIN, "again": PIN})
    assert signed_in_with(code, PIN)


def signed_in_with(code: str, pin: str) -> bool:
    """Whether these codes open the door."""
    client = Client()
    enter(client, code, pin)
    return signed_in(client)


def test_she_sees_who_made_it_and_says_that_it_is_lost(cast: Cast) -> None:
    code = make_card(cast, cast.amina)
    phone = Client()
    enter(phone, code)
    page = text_of(phone.get(reverse("journeys:my_card")))
    assert "par Fanny" in page
    assert "sur l'appareil de Fanny" in page
    phone.post(reverse("journeys:lose_my_card"))
    assert not signed_in_with(code, PIN)
    assert "pas de carte" in text_of(phone.get(reverse("journeys:my_card")))


def test_nobody_makes_a_card_for_oneself(cast: Cast, fanny: Client) -> None:
    cast.amina.user = cast.fanny
    cast.amina.save(update_fields=["user"])
    assert fanny.post(reverse("journeys:card", args=[cast.amina.pk]), form()).status_code == 403


def test_one_person_in_two_kpas_has_one_card(cast: Cast) -> None:
    code = make_card(cast, cast.amina)
    cast.amina.refresh_from_db()
    Membership.objects.create(
        user=cast.amina.user, organisation=cast.other_kpa, role="cooperant", started_on=cast.amina_journey.entered_on
    )
    phone = Client()
    enter(phone, code)
    assert phone.get("/mon-parcours/").status_code == 200


def test_the_person_page_says_where_the_card_stands(cast: Cast, fanny: Client) -> None:
    page = reverse("journeys:person", args=[cast.amina.pk])
    assert "Sans e-mail" in text_of(fanny.get(page))
    make_card(cast, cast.amina)
    assert "carte active" in text_of(fanny.get(page))
