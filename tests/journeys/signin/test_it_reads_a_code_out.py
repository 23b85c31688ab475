"""Eight digits, read out to somebody recognised; once, for ten minutes, and she sees who gave them."""

import datetime
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from maille.identity import actions as identity
from maille.identity.actions.cards import WrongError
from maille.identity.models import SpokenCode
from maille.journeys.models import PersonAccess
from tests.cast import Cast
from tests.journeys.signin.ways import account, now, signed_in, text_of


def ask(cast: Cast, recognised: bool = True) -> HttpResponse:
    """Fanny asks for a code for Amina."""
    client = Client()
    client.force_login(cast.fanny)
    data = {"recognised": "on"} if recognised else {}
    return client.post(reverse("journeys:spoken_code", args=[cast.amina.pk]), data)


def read_out(cast: Cast) -> str:
    """The digits Fanny reads."""
    found = re.search(r"(\d{4} \d{4})<", ask(cast).content.decode())
    assert found
    return found[1]


def type_code(client: Client, code: str) -> HttpResponse:
    """Amina types them."""
    return client.post(reverse("identity:spoken_code"), {"code": code})


def test_she_enters_and_sees_who_gave_it(cast: Cast) -> None:
    phone = Client()
    assert type_code(phone, read_out(cast))["Location"] == "/"
    page = text_of(phone.get(reverse("journeys:my_card")))
    assert "Fanny vous a donné un code le" in page
    assert "Il a servi" in page
    assert PersonAccess.objects.get(person=cast.amina).given_by == cast.fanny


def test_nobody_unrecognised_gets_a_code(cast: Cast) -> None:
    assert "reconnu la personne" in text_of(ask(cast, recognised=False))
    assert not SpokenCode.objects.exists()
    assert not PersonAccess.objects.exists()


def test_it_serves_once(cast: Cast) -> None:
    code = read_out(cast)
    first, second = Client(), Client()
    type_code(first, code)
    assert "ne sert plus" in text_of(type_code(second, code))
    assert signed_in(first)
    assert not signed_in(second)


def test_it_serves_ten_minutes(cast: Cast) -> None:
    user = account(cast.amina, cast)
    spoken, code = identity.make_spoken_code(user, by_id=cast.fanny.pk, now=now())
    assert spoken.serves_at(now())
    with pytest.raises(WrongError):
        identity.use_spoken_code(code, now() + datetime.timedelta(minutes=11))
    assert identity.use_spoken_code(code, now() + datetime.timedelta(minutes=9)).user == user


def test_another_code_replaces_the_former(cast: Cast) -> None:
    former = read_out(cast)
    latest = read_out(cast)
    assert type_code(Client(), former).status_code == 200
    assert type_code(Client(), latest).status_code == 302


def test_it_is_not_kept(cast: Cast) -> None:
    code = read_out(cast).replace(" ", "")
    assert all(code not in str(value) for value in vars(SpokenCode.objects.get()).values())


def test_guessing_stops_at_twenty(cast: Cast) -> None:
    code = read_out(cast)
    for number in range(20):
        type_code(Client(), f"{number:08}")
    assert "Trop d'essais depuis ici" in text_of(type_code(Client(), code))


@pytest.mark.parametrize("typed", ["1234", "123456789", "abcdefgh", "<script>"])
def test_a_slip_is_told(cast: Cast, typed: str) -> None:
    assert "a 8 chiffres" in text_of(type_code(Client(), typed))


def test_withdrawing_makes_it_worthless(cast: Cast) -> None:
    code = read_out(cast)
    fanny = Client()
    fanny.force_login(cast.fanny)
    fanny.post(reverse("journeys:withdraw_access", args=[cast.amina.pk]))
    assert type_code(Client(), code).status_code == 200
