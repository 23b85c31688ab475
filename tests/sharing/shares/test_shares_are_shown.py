"""Pages of a share: everybody's part and why, the group's decision, disagreements; who may open them."""

import datetime
import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maille.activities.actions.participants import participant_for
from maille.identity.models import User
from maille.network.models import Membership
from maille.network.models.organisations import Kind
from maille.network.rules.roles import Role
from maille.sharing.actions.approvals import approve
from maille.sharing.actions.disagreements import disagree
from maille.sharing.actions.distributions import counter, propose
from maille.sharing.models import Disagreement, Distribution
from maille.sharing.models.distributions import State
from tests.cast import Cast, cooperant, member, organisation
from tests.journeys.workshops.help import account
from tests.sharing.pots.help import NOW, Buffet, job_of
from tests.sharing.shares.help import adopt, agreed, elsewhere, gave, shared, spent, the_buffet


def june(day: int) -> datetime.date:
    """A day of June 2026."""
    return datetime.date(2026, 6, day)


@pytest.fixture(autouse=True)
def _that_day(monkeypatch: pytest.MonkeyPatch, today: datetime.date) -> None:
    """Requests live the day of the cast."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: today)


@pytest.fixture
def buffet(cast: Cast, today: datetime.date) -> Buffet:
    """Ready to be shared, the worked example."""
    found = the_buffet(cast, today)
    elsewhere(found)
    return found


def as_(user: User) -> Client:
    """Signed in."""
    client = Client()
    client.force_login(user)
    return client


def text_of(response: Any) -> str:
    """What the page says, spaces joined."""
    assert response.status_code == 200, response.status_code
    words = re.sub(r"<[^>]*>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words.replace("&#x27;", "'"))


def test_the_tab_simulates_then_proposes(buffet: Buffet) -> None:
    fanny = as_(buffet.cast.fanny)
    page = text_of(fanny.get(reverse("sharing:distributions", args=[buffet.job.pk])))
    assert "229,97 €" in page
    assert "Pourquoi 229,97 € ?" in page
    assert "7,5 h sur 17,75 h en tout" in page
    assert "Ce n'est pas le salaire net." in page
    assert not Distribution.objects.filter(job=buffet.job).exists()
    answer = fanny.post(reverse("sharing:distribution_propose", args=[buffet.job.pk]))
    found = Distribution.objects.get(job=buffet.job)
    assert answer["Location"] == reverse("sharing:distribution", args=[found.pk])
    assert "Amina" in text_of(fanny.get(answer["Location"]))
    assert "attend la décision du groupe" in text_of(fanny.get(reverse("sharing:distributions", args=[buffet.job.pk])))


def approval(buffet: Buffet, **more: Any) -> dict[str, Any]:
    """What is typed."""
    return {"on": str(buffet.actor.today), "how": "consent", "present": [str(buffet.amina.pk)], "others": "", **more}


def test_the_group_approves_on_the_page(buffet: Buffet) -> None:
    fanny, found = as_(buffet.cast.fanny), propose(buffet.actor, buffet.job.pk, NOW)
    address = reverse("sharing:distribution_approve", args=[found.pk])
    assert "Ce champ est obligatoire" in text_of(fanny.post(address, approval(buffet, how="")))
    assert found.state == State.PROPOSED
    page = text_of(fanny.post(address, approval(buffet), follow=True))
    assert "inscrite aux comptes" in page
    assert Distribution.objects.get(pk=found.pk).state == State.POSTED
    assert "déjà inscrite" in text_of(fanny.post(address, approval(buffet), follow=True))


def test_a_difference_shows_who_gives_back_and_asks(buffet: Buffet) -> None:
    fanny = as_(buffet.cast.fanny)
    shared(buffet)
    gave(buffet.job, buffet.lea, buffet.roles["cuisine"], "3")
    found = propose(buffet.actor, buffet.job.pk, NOW)
    page = text_of(fanny.get(reverse("sharing:distribution", args=[found.pk])))
    assert re.search(r"Amina Benali rend \d+,\d\d €", page)
    address = reverse("sharing:distribution_approve", args=[found.pk])
    assert "Cochez la case" in text_of(fanny.post(address, approval(buffet)))
    fanny.post(address, approval(buffet, gives_back="on"))
    assert Distribution.objects.get(pk=found.pk).state == State.POSTED


def test_a_disagreement_from_the_phone_to_its_answer(buffet: Buffet) -> None:
    fanny, found = as_(buffet.cast.fanny), propose(buffet.actor, buffet.job.pk, NOW)
    lea = as_(account(buffet.cast.lea, buffet.cast.lea_journey))
    mine = reverse("sharing:my_distribution", args=[found.pk])
    page = text_of(lea.get(mine))
    assert "Vous auriez 181,68 € pour votre paie." in page
    assert "Amina Benali" in page, "the group is transparent about its own jobs"
    assert "C'est noté." in text_of(lea.post(mine, {"text": "Il me manque une heure."}, follow=True))
    said = Disagreement.objects.get()
    assert (said.participant, said.on_behalf) == (buffet.lea, False)
    page = text_of(fanny.get(reverse("sharing:distribution", args=[found.pk])))
    assert "Il me manque une heure." in page
    assert "Inscrire aux comptes" not in page
    fanny.post(reverse("sharing:disagreement_answer", args=[said.pk]), {"answer": "Comptée vendredi."})
    assert "Inscrire aux comptes" in text_of(fanny.get(reverse("sharing:distribution", args=[found.pk])))
    fanny.post(reverse("sharing:distribution_approve", args=[found.pk]), approval(buffet))
    page = text_of(lea.get(mine))
    assert "Vous avez 181,68 € pour votre paie." in page
    assert "Comptée vendredi." in page
    assert "Je ne suis pas d'accord" not in page
    assert "181,68 €" in text_of(lea.get(reverse("sharing:my_distributions")))
    assert "Ce n'est pas ce que vous touchez à la fin" in text_of(lea.get(reverse("sharing:my_distributions")))


def test_money_given_back_alone_is_not_told_as_pay(buffet: Buffet) -> None:
    """Yanis gave no paid hour that day, and advanced 12 €: nothing is said of a pay of 0 €."""
    buffet.job.contributions.filter(participant=buffet.yanis).delete()
    spent(buffet.job, buffet.yanis, 1_200)
    yanis = as_(account(buffet.cast.yanis, buffet.cast.yanis_journey))
    found = propose(buffet.actor, buffet.job.pk, NOW)
    mine = reverse("sharing:my_distribution", args=[found.pk])
    page = text_of(yanis.get(mine))
    assert "On vous rendrait 12,00 €" in page
    assert "0,00 €" not in page.split("Le partage entier")[0]
    as_(buffet.cast.fanny).post(reverse("sharing:distribution_approve", args=[found.pk]), approval(buffet))
    page = text_of(yanis.get(mine)).split("Le partage entier")[0]
    assert "On vous rend 12,00 €" in page
    assert "C'est l'argent que vous avez avancé." in page
    assert "Ce n'est pas ce que vous touchez" not in page


def test_a_past_day_tells_the_distributions_of_then(buffet: Buffet, today: datetime.date) -> None:
    """Proposed on 10 June, approved on 12, reversed on 15: each day says where it stood, and offers nothing."""
    found = Distribution.objects.get(pk=propose(replace(buffet.actor, today=june(10)), buffet.job.pk, NOW).pk)
    approve(replace(buffet.actor, today=june(12)), found.pk, agreed(buffet, on=june(12)), NOW)
    counter(buffet.actor, found.pk, NOW, "Une erreur")
    fanny, path = as_(buffet.cast.fanny), reverse("sharing:distributions", args=[buffet.job.pk])
    states = {
        june(9): "Aucune n'était encore écrite",
        june(10): "Proposée",
        june(11): "Proposée",
        june(12): "Inscrite aux comptes",
    }
    for day, state in states.items():
        page = text_of(fanny.get(f"{path}?au={day}"))
        assert state in page, day
        assert "Annulée" not in page
        assert "Ce que donne la règle" not in page
        assert "Proposer au groupe" not in page
    assert "Annulée" in text_of(fanny.get(path))
    assert as_(buffet.cast.charlie).get(f"{path}?au={june(12)}").status_code == 404


def test_a_disagreement_told_to_the_team_is_written_for_her(buffet: Buffet) -> None:
    fanny, found = as_(buffet.cast.fanny), propose(buffet.actor, buffet.job.pk, NOW)
    typed = {"participant": str(buffet.lea.pk), "text": "Trop peu.", "said_on": str(buffet.actor.today)}
    page = text_of(fanny.post(reverse("sharing:distribution_disagree", args=[found.pk]), typed, follow=True))
    assert "Saisi par Fanny pour Léa" in page
    assert Disagreement.objects.get().on_behalf


def test_withdrawing_and_undoing_on_the_page(buffet: Buffet) -> None:
    fanny, found = as_(buffet.cast.fanny), propose(buffet.actor, buffet.job.pk, NOW)
    fanny.post(reverse("sharing:distribution_withdraw", args=[found.pk]))
    assert found.state == State.WITHDRAWN
    posted = shared(buffet)
    address = reverse("sharing:distribution_counter", args=[posted.pk])
    assert "Ce champ est obligatoire" in text_of(fanny.post(address, {"reason": ""}))
    assert "Une erreur de prestation." in text_of(
        fanny.post(address, {"reason": "Une erreur de prestation."}, follow=True)
    )
    assert posted.state == State.REVERSED


def test_another_rule_in_force_today_is_said(buffet: Buffet) -> None:
    adopt(buffet.cast.kpa, {"steps": [{"kind": "reimburse"}]}, datetime.date(2026, 6, 10))
    page = text_of(as_(buffet.cast.fanny).get(reverse("sharing:distributions", args=[buffet.job.pk])))
    assert "Elle ne change pas cette prestation." in page


def test_what_cannot_be_shared_is_said_on_the_page(buffet: Buffet, cast: Cast) -> None:
    fanny = as_(cast.fanny)
    empty = job_of(cast.kpa, "Sans recette")
    assert "rien à partager" in text_of(fanny.get(reverse("sharing:distributions", args=[empty.pk])))
    gave(buffet.job, buffet.lea, buffet.roles["cuisine"], "1", confirmed_at=None)
    page = text_of(fanny.get(reverse("sharing:distributions", args=[buffet.job.pk])))
    assert "n'est pas encore confirmée" in page


def test_who_opens_what(buffet: Buffet, cast: Cast) -> None:
    found = shared(buffet)
    desk = [reverse("sharing:distributions", args=[buffet.job.pk]), reverse("sharing:distribution", args=[found.pk])]
    mine = reverse("sharing:my_distribution", args=[found.pk])
    funder = organisation("Métropole", Kind.FUNDER)
    stranger = cooperant("Nadia", "Sans part", datetime.date(1990, 1, 1), cast.kpa, datetime.date(2026, 1, 5))
    amina = account(cast.amina, cast.amina_journey)
    nadia = account(stranger.person, stranger)
    for user, of_desk, own in (
        (cast.fanny, 200, 200),
        (cast.karim, 200, 404),
        (cast.odile, 200, 404),
        (cast.charlie, 404, 404),
        (member("Partenaire", funder, Role.OBSERVER), 404, 404),
        (nadia, 404, 404),
        (amina, 404, 200),
    ):
        client = as_(user)
        assert [client.get(each).status_code for each in desk] == [of_desk] * 2, user
        assert client.get(mine).status_code == own, user
    assert Membership.objects.filter(user=amina).exists()


def test_pages_ask_as_many_queries_for_many_people(buffet: Buffet, cast: Cast) -> None:
    fanny = as_(cast.fanny)
    found = propose(buffet.actor, buffet.job.pk, NOW)
    disagree(buffet.actor, found.pk, buffet.lea, "Non.", NOW)

    def counts() -> list[int]:
        last = Distribution.objects.filter(job=buffet.job).latest("pk")
        pages = [
            reverse("sharing:distributions", args=[buffet.job.pk]),
            reverse("sharing:distribution", args=[last.pk]),
        ]
        asked = []
        for each in pages:
            with CaptureQueriesContext(connection) as queries:
                assert fanny.get(each).status_code == 200
            asked.append(len(queries))
        return asked

    counts()
    before = counts()

    for rank in range(20):
        person = cooperant(f"Ida{rank}", "Double", datetime.date(1990, 1, 1), cast.kpa, datetime.date(2026, 1, 5))
        gave(buffet.job, participant_for(cast.kpa, person=person.person), buffet.roles["cuisine"], "2")
    again = propose(buffet.actor, buffet.job.pk, NOW)
    disagree(buffet.actor, again.pk, buffet.lea, "Non.", NOW)
    assert counts() == before


def test_the_page_tells_who_was_there_and_the_sites_own_version_stays(buffet: Buffet) -> None:
    found = shared(buffet)
    page = text_of(as_(buffet.cast.fanny).get(reverse("sharing:distribution", args=[found.pk])))
    assert "Étaient là&nbsp;: Amina Benali, Léa Fontaine, Yanis Mercier" in page
    assert "Maille Au temps" not in page, "the footer names Maille's version, not the rule's"
