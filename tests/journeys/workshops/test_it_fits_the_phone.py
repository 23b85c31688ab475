"""On the phone: "Je viens", "Je ne viens plus", what I can do, what I saw others do; one's own file alone."""

import pytest
from django.test import Client

from maille.identity.models import Message, User
from maille.journeys.actions import news, places, skills, workshops
from maille.journeys.models import Journey, Recognition, Skill, Workshop
from tests.cast import Cast
from tests.journeys.help import TODAY, D, acting
from tests.journeys.workshops.help import AFTER, BEFORE, account, at, facts, planned

pytestmark = pytest.mark.django_db
WORKSHOPS, SKILLS = "/mon-parcours/ateliers/", "/mon-parcours/competences/"


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """The morning of the workshop."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a, **k: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: BEFORE)


def phone(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def read(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_i_come_i_wait_i_no_longer_come(cast: Cast, morning: None) -> None:
    workshop = planned(cast, places=1)
    amina = phone(account(cast.amina, cast.amina_journey))
    lea = phone(account(cast.lea, cast.lea_journey))
    assert "Il reste 1 place." in read(amina, WORKSHOPS)
    answer = amina.post(f"{WORKSHOPS}{workshop.pk}/je-viens/")
    assert answer["Location"] == f"{WORKSHOPS}#atelier-{workshop.pk}"
    assert "<strong>Vous venez.</strong>" in read(amina, WORKSHOPS)
    assert "Vous pouvez attendre une place." in read(lea, WORKSHOPS)
    lea.post(f"{WORKSHOPS}{workshop.pk}/je-viens/")
    assert "Vous êtes numéro 1 sur la liste." in read(lea, WORKSHOPS)
    amina.post(f"{WORKSHOPS}{workshop.pk}/je-ne-viens-plus/")
    page = read(lea, WORKSHOPS)
    assert "<strong>Vous venez.</strong>" in page
    assert "libérée pour vous." in page


def test_i_see_the_workshops_of_my_own_days_only(cast: Cast, morning: None) -> None:
    Journey.objects.filter(pk=cast.amina_journey.pk).update(ended_on=D(2026, 6, 20), end_kind="exit")
    mine = planned(cast, title="Cette semaine")
    planned(cast, title="Quand je serai partie", starts_at=at(9, day=D(2026, 6, 21)))
    theirs = workshops.plan_workshop(acting(cast.charlie), cast.other_kpa, facts(title="Ailleurs"), BEFORE)
    amina = phone(account(cast.amina, cast.amina_journey))
    assert [card["workshop"] for card in amina.get(WORKSHOPS).context["cards"]] == [mine]
    for other in Workshop.objects.exclude(pk=mine.pk):
        assert amina.post(f"{WORKSHOPS}{other.pk}/je-viens/").status_code == 404
    assert theirs.taken.count() == 0
    assert phone(cast.fanny).get(WORKSHOPS).status_code == 404, "she has no file of her own"


def test_i_say_what_i_can_do_and_answer_what_others_said(cast: Cast, morning: None) -> None:
    sewing = Skill.objects.get(name="Coudre à la machine")
    given = skills.recognise(acting(cast.fanny), cast.amina_journey.pk, sewing.pk, 3, TODAY, "le marché", BEFORE)
    amina = phone(account(cast.amina, cast.amina_journey))
    amina.post(f"{SKILLS}{sewing.pk}/", {"level": "2"})
    assert Recognition.objects.get(by="self").level == 2
    assert "Vu dans&nbsp;: le marché." in read(amina, SKILLS)
    amina.post(f"{SKILLS}reconnues/{given.pk}/", {"garder": "non"})
    given.refresh_from_db()
    assert given.refused_on == TODAY
    desk = read(phone(cast.fanny), f"/parcours/{cast.amina_journey.pk}/competences/")
    assert "écartée par la personne" in desk
    amina.post(f"{SKILLS}reconnues/{given.pk}/", {"garder": "oui"})
    given.refresh_from_db()
    assert given.refused_on is None


def test_i_recognise_who_i_was_with_and_see_first_names_only(cast: Cast, morning: None) -> None:
    past = planned(cast, starts_at=at(14, day=D(2026, 6, 8)), places=None)
    for person in (cast.amina, cast.lea):
        places.walk_in(acting(cast.fanny), past.pk, person.pk, at(15, day=D(2026, 6, 8)))
    lea = phone(account(cast.lea, cast.lea_journey))
    page = read(lea, f"{SKILLS}autour-de-moi/")
    assert "Amina" in page
    assert "Benali" not in page
    assert "Yanis" not in page
    singing = Skill.objects.get(name="Animer une réunion")
    address = f"{SKILLS}autour-de-moi/{cast.amina_journey.pk}/{singing.pk}/"
    lea.post(address, {"level": "4", "evidence": "l'atelier"})
    found = Recognition.objects.get(by="peer")
    assert (found.peer, found.journey, found.level, found.on_behalf) == (cast.lea, cast.amina_journey, 4, False)
    assert lea.get(f"{SKILLS}autour-de-moi/{cast.yanis_journey.pk}/").status_code == 404


def test_who_has_an_address_is_written_to_and_told(cast: Cast, morning: None) -> None:
    workshop, fanny = planned(cast), acting(cast.fanny)
    cast.amina.email = "amina@exemple.fr"
    cast.amina.save(update_fields=["email"])
    for person in (cast.amina, cast.lea):
        places.sign_up(fanny, workshop.pk, person.pk, BEFORE)
    workshops.cancel_workshop(fanny, workshop.pk, None, BEFORE)
    assert news.write_to_all(fanny, workshop.pk, BEFORE) == (1, 0)
    message = Message.objects.get(purpose="workshop")
    assert "est annulé" in message.body
    assert workshop.taken.get(journey=cast.amina_journey).told_at == BEFORE
    assert workshop.taken.get(journey=cast.lea_journey).told_at is None, "Léa has no address: call her"
    assert news.write_to_all(fanny, workshop.pk, AFTER) == (0, 0), "nobody is written to twice"


def test_the_desk_reads_the_picture_and_recognises(cast: Cast, morning: None) -> None:
    desk = phone(cast.fanny)
    page = f"/parcours/{cast.amina_journey.pk}/competences/"
    assert "Aucune compétence" in read(desk, page)
    sewing = Skill.objects.get(name="Coudre à la machine")
    typed = {"skill": sewing.pk, "level": "3", "by": "peer", "on": "2026-06-10", "evidence": ""}
    assert "quel pair" in read_post(desk, f"{page}reconnaitre/", typed)
    desk.post(f"{page}reconnaitre/", {**typed, "peer": cast.lea.pk})
    shown = read(desk, page)
    assert "Saisi par Fanny pour Léa." in shown
    given = Recognition.objects.get()
    desk.post(f"{page}{given.pk}/retirer/")
    assert "retirée" in read(desk, page)
    assert "En autonomie" in read(desk, f"{page}?au=2026-06-11"), "as it stood that day"


def read_post(client: Client, address: str, typed: dict[str, object]) -> str:
    return client.post(address, typed).content.decode()
