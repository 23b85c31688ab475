"""The pocket: my next shift, where I am needed, « Je viens », « Je ne viens plus », refusals beside the button."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from maille.activities.actions import jobs, planned_work, sign_ups
from maille.activities.actions.participants import participant_for
from maille.activities.models import SignUp
from maille.journeys.models import Journey
from tests.activities.jobs.help import (
    NOW,
    account,
    at,
    crowd,
    everybody_ready,
    planned,
    queries_of,
    ready,
    shift,
    signed_in,
)
from tests.cast import Cast
from tests.journeys.help import acting
from tests.worlds.jobs import role

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + datetime.timedelta(days=3)


@pytest.fixture
def amina(cast: Cast) -> Client:
    """Amina's phone."""
    return signed_in(account(cast.amina_journey))


def text(client: Client, path: str) -> str:
    """What a page says, every space alike."""
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")


def test_i_come_then_i_no_longer_do(cast: Cast, amina: Client) -> None:
    everybody_ready(cast)
    held = shift(cast, planned(cast, place="Salle des fêtes", starts_on=SOON, ends_on=SOON), at(9, day=SOON))
    page = text(amina, "/aujourdhui/")
    assert "Il manque 3 personnes" in page
    assert "Vous n'êtes inscrit·e à rien" in page
    amina.post(f"/mes-prestations/creneaux/{held.pk}/je-viens/")
    page = text(amina, "/aujourdhui/")
    assert "Vous venez." in page
    assert "Salle des fêtes" in page
    assert page.index("9 h – 15 h") < page.index("On a besoin de vous")
    said = amina.post(
        f"/mes-prestations/creneaux/{held.pk}/je-ne-viens-plus/",
        {"why": "un rendez-vous", "page": "prestation"},
        follow=True,
    )
    assert "Merci de l&#x27;avoir dit." in said.content.decode()
    assert SignUp.objects.get().withdrawn_why == "un rendez-vous"


def test_my_other_shifts_and_what_is_promised_are_told(cast: Cast, amina: Client) -> None:
    everybody_ready(cast)
    fanny = acting(cast.fanny)
    first = planned(cast, starts_on=SOON, ends_on=SOON)
    later = planned(cast, title="Marché de Noël", starts_on=SOON, ends_on=SOON)
    sign_ups.sign_up(fanny, shift(cast, later, at(18, day=SOON)).pk, NOW, person=cast.amina)
    sign_ups.sign_up(fanny, shift(cast, first, at(9, day=SOON)).pk, NOW, person=cast.amina)
    page = text(amina, "/aujourdhui/")
    assert page.index("9 h – 15 h") < page.index("Mes autres rendez-vous") < page.index("Marché de Noël")
    hers = participant_for(cast.kpa, person=cast.amina)
    planned_work.promise_work(fanny, first.pk, role(cast.kpa), 90, NOW, participant=hers, what="les courses")
    page = text(amina, f"/mes-prestations/{first.pk}/")
    assert "On compte aussi sur vous" in page
    assert "1 h 30 de cuisine : les courses." in page
    assert "Noté par Fanny." in page


def test_what_stops_me_is_said_instead_of_the_button(cast: Cast, amina: Client) -> None:
    held = shift(cast, planned(cast, starts_on=SOON, ends_on=SOON), at(9, day=SOON))
    page = text(amina, "/aujourdhui/")
    assert "Vous ne pouvez pas encore travailler ce jour-là." in page
    assert "je-viens" not in page
    said = amina.post(f"/mes-prestations/creneaux/{held.pk}/je-viens/", follow=True).content.decode()
    assert "Vous ne pouvez pas encore travailler" in said
    assert not SignUp.objects.exists()


def test_a_number_that_may_be_a_nir_is_not_kept(cast: Cast, amina: Client) -> None:
    everybody_ready(cast)
    held = shift(cast, planned(cast, starts_on=SOON, ends_on=SOON), at(9, day=SOON))
    amina.post(f"/mes-prestations/creneaux/{held.pk}/je-viens/")
    amina.post(f"/mes-prestations/creneaux/{held.pk}/je-ne-viens-plus/", {"why": "2 69 05 49 588 157 80"})
    assert SignUp.objects.get().withdrawn_at is None


def test_who_is_no_longer_ready_is_told(cast: Cast, amina: Client) -> None:
    everybody_ready(cast)
    held = shift(cast, planned(cast, starts_on=SOON, ends_on=SOON), at(9, day=SOON))
    sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=cast.amina)
    page = text(amina, "/aujourdhui/")
    assert "Fanny vous a inscrit·e." in page
    assert "Vous ne pouvez plus travailler ce jour-là" not in page
    Journey.objects.filter(pk=cast.amina_journey.pk).update(ended_on=SOON - datetime.timedelta(days=1), end_kind="exit")
    assert "Vous ne pouvez plus travailler ce jour-là" in text(amina, "/aujourdhui/")


def test_a_cancelled_job_is_told_with_why(cast: Cast, amina: Client) -> None:
    everybody_ready(cast)
    job = planned(cast, starts_on=SOON, ends_on=SOON)
    sign_ups.sign_up(acting(cast.fanny), shift(cast, job, at(9, day=SOON)).pk, NOW, person=cast.amina)
    jobs.cancel_job(acting(cast.fanny), job.pk, None, "client", "la fête est reportée", NOW)
    page = text(amina, "/aujourdhui/")
    assert "Annulé : Buffet" in page
    assert "Annulée par le client : la fête est reportée" in page


def test_an_idea_and_another_kpa_are_not_offered(cast: Cast, amina: Client) -> None:
    everybody_ready(cast)
    idea = jobs.plan_job(acting(cast.fanny), cast.kpa, jobs.JobFacts(title="Une idée folle"), NOW)
    shift(cast, idea, at(9, day=SOON))
    assert "Une idée folle" not in text(amina, "/aujourdhui/")
    theirs = jobs.plan_job(acting(cast.charlie), cast.other_kpa, jobs.JobFacts(title="Chez Charlie"), NOW)
    assert amina.get(f"/mes-prestations/{theirs.pk}/").status_code == 404
    assert "Chez Charlie" not in text(amina, "/aujourdhui/")


def test_the_page_asks_a_constant_number_of_queries(cast: Cast, amina: Client) -> None:
    everybody_ready(cast)
    held = shift(cast, planned(cast, starts_on=SOON, ends_on=SOON), at(9, day=SOON), people=40)
    sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=cast.amina)
    shift(cast, planned(cast, starts_on=SOON, ends_on=SOON), at(9, day=SOON), people=40)
    few = queries_of(amina, "/aujourdhui/")
    people = crowd(cast, 12)
    ready(*people)
    for rank, journey in enumerate(people):
        sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=journey.person)
        shift(cast, planned(cast, title=f"Autre {rank}", starts_on=SOON, ends_on=SOON), at(10, day=SOON))
    assert queries_of(amina, "/aujourdhui/") == few
    assert "Page suivante" in text(amina, "/aujourdhui/")


def test_who_has_no_file_knows_of_no_such_page(cast: Cast) -> None:
    assert signed_in(cast.fanny).get("/aujourdhui/").status_code == 404
    assert Client().get("/aujourdhui/").status_code == 302


def test_the_same_work_on_several_days_is_one_card(cast: Cast, amina: Client) -> None:
    """The launderette of each Tuesday: the nearest one, the others behind one press; another job stands apart."""
    everybody_ready(cast)
    held = []
    for week in range(3):
        day = SOON + datetime.timedelta(days=7 * week)
        held.append(shift(cast, planned(cast, title="Laverie", starts_on=day, ends_on=day), at(9, day=day)))
    shift(cast, planned(cast, title="Marché", starts_on=SOON, ends_on=SOON), at(10, day=SOON))
    answer = amina.get("/aujourdhui/")
    cards = answer.context["needed"]
    assert [cards[0]["shift"], *(each["shift"] for each in cards[0]["again"])] == held
    assert [each["job"].title for each in cards] == ["Laverie", "Marché"]
    page = answer.content.decode()
    assert "2 autres moments" in page
    assert page.count("/je-viens/") == 4, "one may come on each of them"
    amina.post(f"/mes-prestations/creneaux/{held[2].pk}/je-viens/")
    assert SignUp.objects.get().shift == held[2]
