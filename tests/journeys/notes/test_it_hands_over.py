"""A journey passes to another referent: what is transmitted is listed and kept, chosen one by one where it must be."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from maille.identity.models import User
from maille.journeys.actions import handovers as actions
from maille.journeys.actions.notes import write_note
from maille.journeys.models import Goal, Handover, Note, Referent
from maille.journeys.models.relays import followed_by
from maille.network.rules.roles import Role
from tests.cast import Cast, cooperant, member
from tests.journeys.help import TODAY, acting
from tests.journeys.notes.help import NOW, note

SINCE = datetime.date(2025, 9, 1)


@pytest.fixture(autouse=True)
def the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day the cast lives."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: TODAY)


@pytest.fixture
def followed(cast: Cast) -> Cast:
    """Fanny follows Amina, with a goal."""
    Referent.objects.create(journey=cast.amina_journey, user=cast.fanny, started_on=SINCE)
    Goal.objects.create(journey=cast.amina_journey, text="Tenir le stand", set_on=SINCE, entered_at=NOW)
    return cast


def hand_over(cast: Cast, to: User, chosen: set[int], by: User | None = None) -> Handover:
    """Amina's journey, from today."""
    return actions.hand_over(acting(by or cast.fanny), cast.amina_journey.pk, None, to.pk, "Le matin.", chosen, NOW)


def test_only_the_notes_chosen_are_entrusted(followed: Cast) -> None:
    fanny, journey = acting(followed.fanny), followed.amina_journey.pk
    kept = write_note(fanny, journey, "À moi.", NOW, visibility="author")
    given = write_note(fanny, journey, "Pour la suite.", NOW, visibility="author")
    shared = write_note(fanny, journey, "Pour tous.", NOW)
    relay = hand_over(followed, followed.karim, {given.pk})
    assert set(Note.objects.visible_to(acting(followed.karim))) == {given, shared}
    assert set(Note.objects.visible_to(acting(followed.fanny))) == {kept, given, shared}
    assert set(relay.transmitted["notes"]) == {given.pk, shared.pk}
    assert len(relay.transmitted["goals"]) == 1
    assert (relay.from_user, relay.to_user, relay.handed_on) == (followed.fanny, followed.karim, TODAY)


def test_a_note_nobody_entrusted_does_not_pass_by_itself(followed: Cast) -> None:
    kept = note(followed.amina_journey, followed.fanny, "author")
    hand_over(followed, followed.karim, set())
    assert kept not in Note.objects.visible_to(acting(followed.karim))


def test_a_colleague_cannot_pass_on_what_she_does_not_read(followed: Cast) -> None:
    kept = write_note(acting(followed.fanny), followed.amina_journey.pk, "À moi.", NOW, visibility="author")
    colleague = member("Collègue", followed.kpa, Role.CONTRIBUTOR)
    with pytest.raises(PermissionDenied):
        hand_over(followed, followed.karim, {kept.pk}, by=colleague)
    hand_over(followed, followed.karim, set(), by=colleague)
    assert kept not in Note.objects.visible_to(acting(followed.karim))


def test_it_passes_to_somebody_else_who_may_follow(followed: Cast) -> None:
    with pytest.raises(ValidationError, match="suit déjà"):
        hand_over(followed, followed.fanny, set())
    with pytest.raises(ValidationError, match="ne peut pas suivre"):
        hand_over(followed, followed.charlie, set())
    assert not Handover.objects.exists()


def test_what_was_transmitted_never_changes(followed: Cast) -> None:
    relay = hand_over(followed, followed.karim, set())
    for change in (lambda: Handover.objects.update(word="Autre."), relay.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_screen_lists_it_and_the_person_reads_it(client: Client, followed: Cast) -> None:
    followed.amina.user = member("Amina", followed.kpa, Role.COOPERANT)
    followed.amina.save()
    write_note(acting(followed.fanny), followed.amina_journey.pk, "Pour tous.", NOW)
    client.force_login(followed.fanny)
    address = reverse("journeys:handover", args=[followed.amina_journey.pk])
    assert "Tenir le stand" in client.get(address).content.decode()
    shown = client.post(address, {"user": followed.karim.pk, "word": "Le matin."}, follow=True).content.decode()
    assert "Fanny a passé le relais à Karim" in shown
    client.force_login(followed.amina.user)
    shown = client.get(reverse("journeys:my_reads")).content.decode()
    assert "Fanny vous suivait, maintenant c'est Karim." in shown
    assert "1 note, 1 objectif" in shown
    assert "Le matin." in shown


def test_all_her_people_pass_a_few_at_a_time(client: Client, followed: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SLICE", 2)
    for number in range(4):
        more = cooperant("Nour", f"N{chr(97 + number)}", datetime.date(1990, 1, 1), followed.kpa, SINCE)
        Referent.objects.create(journey=more, user=followed.fanny, started_on=SINCE)
    secret = write_note(acting(followed.fanny), more.pk, "Pour la suite.", NOW, visibility="author")
    client.force_login(followed.fanny)
    address = reverse("journeys:handover_all")
    response = client.post(address, {"user": followed.karim.pk, "word": "", "notes": [secret.pk]})
    shown = response.content.decode()
    assert "2 parcours sur 5 sont passés" in shown
    for done in (2, 4):
        typed = dict.fromkeys(["user"], followed.karim.pk) | {
            "notes": [v for k, v in response.context["typed"] if k == "notes"]
        }
        response = client.post(
            f"{address}?de={followed.fanny.pk}&kpa={followed.kpa.pk}&faits={done}", typed, follow=True
        )
    assert "5 parcours sont passés à Karim" in response.content.decode()
    assert not followed_by(acting(followed.fanny), followed.fanny.pk).exists()
    assert Handover.objects.count() == 5
    assert secret in Note.objects.visible_to(acting(followed.karim))


def test_charlie_hands_nobody_over(client: Client, followed: Cast) -> None:
    client.force_login(followed.charlie)
    assert client.get(reverse("journeys:handover", args=[followed.amina_journey.pk])).status_code == 404
    assert client.get(reverse("journeys:handover_all"), {"de": followed.fanny.pk}).status_code == 404
