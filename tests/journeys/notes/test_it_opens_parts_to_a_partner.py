"""A partner reads the parts the person agreed to, for a while, and nothing else; the person sees every reading."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from maille.identity.models import Access, User
from maille.journeys.actions.openings import close_opening, open_to_partner
from maille.journeys.models import Goal, Opening, Stage
from maille.network.models import Membership, Relation
from maille.network.models.organisations import Kind, RelationKind
from maille.network.rules.roles import Role
from tests.cast import Cast, member, organisation
from tests.journeys.help import TODAY, acting
from tests.journeys.notes.help import NOW, note

LATER = TODAY + datetime.timedelta(days=60)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime.date]:
    """A day one can move."""
    held = {"day": TODAY}
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: held["day"])
    return held


@pytest.fixture
def partner(cast: Cast) -> User:
    """Somebody of a mission locale that sends people to La Cape."""
    place = organisation("Mission locale", Kind.PUBLIC_SERVICE)
    Relation.objects.create(
        source=place, kind=RelationKind.PRESCRIBER, target=cast.kpa, started_on=datetime.date(2021, 1, 1)
    )
    Stage.objects.create(journey=cast.amina_journey, kind="explore", started_on=datetime.date(2025, 10, 1))
    Goal.objects.create(journey=cast.amina_journey, text="Tenir le stand", set_on=TODAY, entered_at=NOW)
    note(cast.amina_journey, cast.fanny, "shared", "Ce que tous lisent.")
    note(cast.amina_journey, cast.fanny, "host", "Ce que le portage lit.")
    return member("Partenaire", place, Role.OBSERVER)


def opened(cast: Cast, partner: User, parts: list[str], **more: Any) -> Opening:
    """By Fanny, today, for two months."""
    place = Membership.objects.get(user=partner)
    given = {"ends_on": LATER, "agreed_on": TODAY, "reason": "une formation", **more}
    return open_to_partner(
        acting(cast.fanny), cast.amina_journey.pk, place.pk, parts, given["reason"], given["ends_on"],
        given["agreed_on"], NOW,
    )  # fmt: skip


def address(opening: Opening) -> str:
    """Where the partner reads."""
    return reverse("journeys:open_file", args=[opening.pk])


def test_only_the_chosen_parts_are_shown_and_the_reading_is_logged(client: Client, cast: Cast, partner: User) -> None:
    opening = opened(cast, partner, ["goals", "notes"])
    client.force_login(partner)
    shown = client.get(address(opening)).content.decode()
    assert "Tenir le stand" in shown
    assert "Ce que tous lisent." in shown
    assert "Ce que le portage lit." not in shown
    assert "Explorer" not in shown
    assert "1987" not in shown
    assert client.get(reverse("journeys:person", args=[cast.amina.pk])).status_code == 404
    line = Access.objects.get(subject_id=cast.amina.pk)
    assert (line.user, line.what) == (partner, "partenaire")


def test_the_first_page_and_the_bar_lead_there_only_while_something_is_open(
    client: Client, cast: Cast, partner: User, clock: dict[str, datetime.date]
) -> None:
    client.force_login(partner)
    assert client.get("/")["Location"] != reverse("journeys:open_files")
    opened(cast, partner, ["goals"])
    assert client.get("/")["Location"] == reverse("journeys:open_files")
    assert "Dossiers ouverts" in client.get(reverse("journeys:open_files")).content.decode()
    clock["day"] = LATER + datetime.timedelta(days=1)
    assert client.get("/")["Location"] != reverse("journeys:open_files")
    assert client.get(reverse("journeys:open_files")).status_code == 404


def test_the_last_day_counts_and_the_next_is_404(
    client: Client, cast: Cast, partner: User, clock: dict[str, datetime.date]
) -> None:
    opening = opened(cast, partner, ["goals"])
    client.force_login(partner)
    clock["day"] = LATER
    assert client.get(address(opening)).status_code == 200
    clock["day"] = LATER + datetime.timedelta(days=1)
    assert client.get(address(opening)).status_code == 404


def test_stopped_it_is_404_at_once(client: Client, cast: Cast, partner: User) -> None:
    opening = opened(cast, partner, ["goals"])
    client.force_login(cast.fanny)
    client.post(reverse("journeys:close_opening", args=[cast.amina_journey.pk, opening.pk]))
    client.force_login(partner)
    assert client.get(address(opening)).status_code == 404


def test_the_person_stops_it_herself(client: Client, cast: Cast, partner: User) -> None:
    opening = opened(cast, partner, ["goals"])
    amina, lea = member("Amina", cast.kpa, Role.COOPERANT), member("Léa", cast.kpa, Role.COOPERANT)
    cast.amina.user, cast.lea.user = amina, lea
    cast.amina.save()
    cast.lea.save()
    stop = reverse("journeys:stop_sharing", args=[opening.pk])
    client.force_login(lea)
    assert client.post(stop).status_code == 404
    client.force_login(amina)
    assert "Partenaire, Mission locale" in client.get(reverse("journeys:my_reads")).content.decode()
    client.post(stop)
    client.force_login(partner)
    assert client.get(address(opening)).status_code == 404


def test_a_partner_who_left_the_partner_reads_nothing(client: Client, cast: Cast, partner: User) -> None:
    opening = opened(cast, partner, ["goals"])
    Membership.objects.filter(user=partner).update(ended_on=TODAY - datetime.timedelta(days=1))
    elsewhere = organisation("Région", Kind.FUNDER)
    Membership.objects.create(user=partner, organisation=elsewhere, role=Role.OBSERVER, started_on=TODAY)
    client.force_login(partner)
    assert client.get(address(opening)).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": datetime.date(2026, 12, 16)}, "ends_on"),
        ({"ends_on": TODAY - datetime.timedelta(days=1)}, "ends_on"),
        ({"agreed_on": TODAY + datetime.timedelta(days=1)}, "agreed_on"),
        ({"reason": " "}, "reason"),
        ({"parts": ["tout"]}, "parts"),
    ],
)
def test_it_is_bounded(cast: Cast, partner: User, wrong: dict[str, Any], field: str) -> None:
    parts = wrong.pop("parts", ["goals"])
    with pytest.raises(ValidationError) as refused:
        opened(cast, partner, parts, **wrong)
    assert list(refused.value.message_dict) == [field]
    opened(cast, partner, ["goals"], ends_on=datetime.date(2026, 12, 15))


def test_one_access_at_a_time(cast: Cast, partner: User) -> None:
    opened(cast, partner, ["goals"])
    with pytest.raises(ValidationError, match="déjà un accès"):
        opened(cast, partner, ["notes"])


def test_nobody_opens_to_a_partner_of_others_nor_to_a_colleague(cast: Cast, partner: User) -> None:
    far = member("Ailleurs", organisation("Mission d'ailleurs", Kind.PUBLIC_SERVICE), Role.OBSERVER)
    for somebody in (far, cast.charlie, cast.karim):
        with pytest.raises(ValidationError, match="parmi ceux de votre KPA"):
            opened(cast, somebody, ["goals"])


def test_charlie_opens_and_stops_nothing(client: Client, cast: Cast, partner: User) -> None:
    opening = opened(cast, partner, ["goals"])
    client.force_login(cast.charlie)
    assert client.get(reverse("journeys:openings", args=[cast.amina_journey.pk])).status_code == 404
    assert client.get(address(opening)).status_code == 404
    with pytest.raises(PermissionDenied):
        close_opening(acting(cast.charlie), opening.pk)


def test_what_a_partner_reads_costs_the_same(
    client: Client, cast: Cast, partner: User, django_assert_max_num_queries: Any
) -> None:
    every = ["situation", "stages", "goals", "barriers", "orientations", "skills", "notes"]
    opening = opened(cast, partner, every)
    for number in range(20):
        note(cast.amina_journey, cast.fanny, "shared", f"Fait {number}.")
        Goal.objects.create(journey=cast.amina_journey, text=f"But {number}", set_on=TODAY, entered_at=NOW)
    client.force_login(partner)
    with django_assert_max_num_queries(20):
        client.get(address(opening))
