"""The screens of individual support: a minute, nothing lost, corrections kept."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maille.journeys.models import Barrier, Goal, Interview, NextStep, Note
from tests.cast import Cast
from tests.worlds.support import records


@pytest.fixture
def fanny(client: Client, cast: Cast) -> Client:
    """Fanny's browser."""
    client.force_login(cast.fanny)
    return client


def typed(cast: Cast, **more: Any) -> dict[str, Any]:
    """The quick page with its first values."""
    return {
        "held_on": "2026-06-10", "kind": "follow_up", "led_by": cast.fanny.pk, "peer": "", "minutes": "",
        "next_on": "", "note": "", "visibility": "shared", "goal": "", "wanted_on": "", "step": "", "due_on": "",
        **more,
    }  # fmt: skip


def test_an_interview_is_noted_from_the_journey_in_one_page(fanny: Client, cast: Cast, settings: Any) -> None:
    page = fanny.get(reverse("journeys:journey", args=[cast.amina_journey.pk])).content.decode()
    address = reverse("journeys:new_interview", args=[cast.amina_journey.pk])
    assert address in page
    first = fanny.get(address).context["form"]
    assert first["led_by"].value() == cast.fanny.pk
    data = typed(
        cast, note="Un fait.", goal="Vendre mes plats", step="Goûter", barriers=["digital"], next_on="2026-07-01"
    )
    response = fanny.post(address, data, follow=True)
    assert response.redirect_chain[0][0].endswith("#rencontres")
    shown = response.content.decode()
    for each in ("L&#x27;entretien est noté.", "Vendre mes plats", "Goûter", "Numérique", "1er juillet 2026"):
        assert each in shown, each
    assert Note.objects.get().text == "Un fait."


def test_nothing_is_lost_on_an_error(fanny: Client, cast: Cast) -> None:
    address = reverse("journeys:new_interview", args=[cast.amina_journey.pk])
    data = typed(
        cast, held_on="2030-01-01", note="Un long récit.", goal="Un but", domains=["health"], barriers=["health"]
    )
    response = fanny.post(address, data)
    shown = response.content.decode()
    assert "est dans le futur" in shown
    assert "Un long récit." in shown
    assert 'value="Un but"' in shown
    assert shown.count("checked") == 2
    assert not Interview.objects.exists()


def test_a_social_security_number_has_no_place_here(fanny: Client, cast: Cast) -> None:
    address = reverse("journeys:new_interview", args=[cast.amina_journey.pk])
    shown = fanny.post(address, typed(cast, note="Son numéro : 2 89 10 59 123 456 72")).content.decode()
    assert "sécurité sociale" in shown
    assert not Interview.objects.exists()


@pytest.mark.parametrize("key", ["interview", "barrier", "goal", "step", "orientation", "procedure"])
def test_each_record_is_corrected_and_removed_with_a_reason(fanny: Client, cast: Cast, key: str) -> None:
    record = records(cast.amina_journey, cast.fanny)[key]
    address = reverse(f"journeys:{key}", args=[cast.amina_journey.pk, record.pk])
    page = fanny.get(address)
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in data.items()}
    assert fanny.post(address, data).status_code == 302
    record.refresh_from_db()
    assert record.version == 2
    stale = fanny.post(address, data)
    assert stale.status_code == 200
    assert "pendant que vous écriviez" in stale.content.decode()
    remove = reverse(f"journeys:remove_{key}", args=[cast.amina_journey.pk, record.pk])
    assert "Dites pourquoi" in fanny.post(remove, {"version": "2"}, follow=True).content.decode()
    assert fanny.post(remove, {"version": "2", "reason": "Doublon"}).status_code == 302
    assert not type(record).objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize(
    ("key", "slug", "data"),
    [
        ("barrier", "freins", {"kind": "health", "started_on": "2026-01-01"}),
        ("goal", "objectifs", {"text": "Passer le permis", "set_on": "2026-06-01"}),
        ("orientation", "orientations", {"partner_name": "CCAS", "domain": "housing", "oriented_on": "2026-06-01"}),
        ("procedure", "demarches", {"title": "Logement", "domain": "housing", "started_on": "2026-06-01"}),
    ],
)
def test_each_kind_has_its_page(fanny: Client, cast: Cast, key: str, slug: str, data: dict[str, str]) -> None:
    address = reverse(f"journeys:new_{key}", args=[cast.amina_journey.pk])
    assert f"/{slug}/" in address
    assert fanny.get(address).status_code == 200
    assert fanny.post(address, {}).status_code == 200
    assert fanny.post(address, data).status_code == 302
    assert fanny.get(reverse("journeys:journey", args=[cast.amina_journey.pk])).status_code == 200


def test_it_proposes_today_when_something_is_over(fanny: Client, cast: Cast) -> None:
    barrier = records(cast.amina_journey, cast.fanny)["barrier"]
    address = reverse("journeys:barrier", args=[cast.amina_journey.pk, barrier.pk])
    assert fanny.get(address).context["form"]["ended_on"].value() is None
    assert fanny.get(address, {"fin": "1"}).context["form"]["ended_on"].value() is not None
    assert Barrier.objects.get().ended_on is None


def test_one_tap_says_a_step_done_or_a_goal_reached(fanny: Client, cast: Cast) -> None:
    made = records(cast.amina_journey, cast.fanny)
    tick = reverse("journeys:tick_step", args=[cast.amina_journey.pk, made["step"].pk])
    fanny.post(tick)
    assert NextStep.objects.get().done_on is not None
    fanny.post(tick, {"fait": "non"})
    assert NextStep.objects.get().done_on is None
    fanny.post(reverse("journeys:reach_goal", args=[cast.amina_journey.pk, made["goal"].pk]))
    assert Goal.objects.get().reached_on is not None


def test_a_step_belongs_to_its_goal(fanny: Client, cast: Cast) -> None:
    made = records(cast.amina_journey, cast.fanny)
    address = reverse("journeys:new_step", args=[cast.amina_journey.pk, made["goal"].pk])
    assert "Passer mon permis" in fanny.get(address).content.decode()
    fanny.post(address, {"text": "Apprendre le code", "due_on": "2026-07-01"})
    assert NextStep.objects.filter(goal=made["goal"], text="Apprendre le code").exists()
    elsewhere = reverse("journeys:new_step", args=[cast.lea_journey.pk, made["goal"].pk])
    assert fanny.get(elsewhere).status_code == 404


def test_the_outsider_knows_of_nothing(client: Client, cast: Cast) -> None:
    made = records(cast.amina_journey, cast.fanny)
    client.force_login(cast.charlie)
    for key in ("interview", "barrier", "goal", "step", "orientation", "procedure"):
        assert client.get(reverse(f"journeys:{key}", args=[cast.amina_journey.pk, made[key].pk])).status_code == 404
        remove = reverse(f"journeys:remove_{key}", args=[cast.amina_journey.pk, made[key].pk])
        assert client.post(remove, {"reason": "x"}).status_code == 404
