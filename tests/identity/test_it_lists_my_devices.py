"""Where I am signed in, closed one by one; and my address, changed once the new one is proven."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maille.identity import devices, sessions
from maille.identity.models import User
from tests.cast import Cast
from tests.identity.codes import ask_for_code, code_received, signed_in, type_code

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"


def fanny_on(agent: str) -> Client:
    """Fanny signed in from a device."""
    client = Client(headers={"User-Agent": agent})
    ask_for_code(client, "fanny@exemple.fr")
    type_code(client, code_received())
    return client


def test_i_see_my_devices_and_close_one(cast: Cast) -> None:
    here, phone = fanny_on("Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0"), fanny_on(PHONE)
    page = here.get(reverse("identity:account")).content.decode()
    assert "Firefox, ordinateur Linux" in page
    assert "Chrome, téléphone ou tablette Android" in page
    other = next(each for each in sessions.of(cast.fanny) if "Android" in each.user_agent)
    here.post(reverse("identity:close_session", args=[other.pk]))
    assert phone.get("/personnes/")["Location"].startswith(reverse("account_login"))
    assert here.get("/personnes/").status_code == 200


def test_nobody_closes_anothers(cast: Cast) -> None:
    phone = fanny_on(PHONE)
    charlie = Client()
    charlie.force_login(cast.charlie)
    [mine] = sessions.of(cast.fanny)
    assert charlie.post(reverse("identity:close_session", args=[mine.pk])).status_code == 404
    assert phone.get("/personnes/").status_code == 200


def test_signing_in_takes_a_new_session(cast: Cast) -> None:
    client = Client()
    ask_for_code(client, "fanny@exemple.fr")
    before = client.session.session_key
    type_code(client, code_received())
    assert client.session.session_key != before


def test_sessions_that_ended_are_forgotten(cast: Cast) -> None:
    client = fanny_on(PHONE)
    assert sessions.forget_ended() == 0
    client.session.delete()
    assert sessions.forget_ended() == 1


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge, ordinateur Windows"),
        ("", "appareil inconnu"),
        ("<script>alert(1)</script>", "appareil inconnu"),
    ],
)
def test_a_device_is_told_in_words(agent: str, name: str) -> None:
    assert devices.name_of(agent) == name


def ask_for_change(client: Client, email: str) -> str:
    """Write a new address; the code it received."""
    client.post(reverse("identity:change_email"), {"email": email})
    return code_received()


def test_i_change_my_address_and_the_old_one_is_told(cast: Cast) -> None:
    client = fanny_on(PHONE)
    code = ask_for_change(client, "Fanny.D@exemple.fr")
    assert mail.outbox[-1].to == ["fanny.d@exemple.fr"]
    assert client.post(reverse("identity:change_email"), {"code": code})["Location"] == reverse("identity:account")
    cast.fanny.refresh_from_db()
    assert cast.fanny.email == "fanny.d@exemple.fr"
    assert mail.outbox[-1].to == ["fanny@exemple.fr"]
    assert "n'y sert plus" in str(mail.outbox[-1].body)
    assert signed_in(client)


def test_an_old_session_proves_itself_first(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.fanny)
    answer = client.post(reverse("identity:change_email"), {"email": "voleuse@exemple.fr"})
    assert answer["Location"].startswith(reverse("identity:prove"))
    assert not mail.outbox


def test_three_wrong_codes_and_the_address_stays(cast: Cast) -> None:
    client = fanny_on(PHONE)
    code = ask_for_change(client, "fanny.d@exemple.fr")
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(3):
        client.post(reverse("identity:change_email"), {"code": wrong})
    client.post(reverse("identity:change_email"), {"code": code})
    cast.fanny.refresh_from_db()
    assert cast.fanny.email == "fanny@exemple.fr"


def test_the_page_does_not_tell_whether_an_address_is_taken(cast: Cast) -> None:
    client = fanny_on(PHONE)
    taken = client.post(reverse("identity:change_email"), {"email": "karim@exemple.fr"})
    assert "Elle sert déjà" in str(mail.outbox[-1].body)
    client.post(reverse("identity:forget_change"))
    free = client.post(reverse("identity:change_email"), {"email": "libre@exemple.fr"})
    assert (taken.status_code, taken["Location"], taken.content) == (free.status_code, free["Location"], free.content)


@pytest.mark.parametrize("email", ["x@y.fr\nBcc: z@z.fr", "a b@c.fr", "pas une adresse", "é\r\n@x.fr"])
def test_a_forged_address_goes_nowhere(cast: Cast, email: str) -> None:
    client = fanny_on(PHONE)
    sent = len(mail.outbox)
    assert client.post(reverse("identity:change_email"), {"email": email}).status_code == 200
    assert len(mail.outbox) == sent


def test_who_has_none_adds_one(cast: Cast) -> None:
    user = User.objects.create_user(None, "Amina Benali")
    client = Client()
    client.force_login(user)
    code = ask_for_change(client, "amina@exemple.fr")
    client.post(reverse("identity:change_email"), {"code": code})
    user.refresh_from_db()
    assert user.email == "amina@exemple.fr"
    assert timezone.now() >= user.date_joined
