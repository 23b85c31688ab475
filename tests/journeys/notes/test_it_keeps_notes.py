"""A note is written, corrected, shown to more or fewer people, withdrawn; what it was stays for who could read it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from maille.journeys.actions import notes as actions
from maille.journeys.actions.replies import reply
from maille.journeys.models import Note, Referent
from maille.network.rules.roles import Role
from tests.cast import Cast, member
from tests.journeys.help import TODAY, acting
from tests.journeys.notes.help import NOW, note

FACT = "Elle dit chercher un poste le matin."


@pytest.fixture(autouse=True)
def the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day the cast lives."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: TODAY)


def page(client: Client, cast: Cast) -> str:
    """The notes of Amina as that reader sees them."""
    return client.get(reverse("journeys:notes", args=[cast.amina_journey.pk])).content.decode()


def write(client: Client, cast: Cast, **typed: str) -> str:
    """The answer to one note sent."""
    address = reverse("journeys:write_note", args=[cast.amina_journey.pk])
    data = {"text": FACT, "written_on": "2026-06-10", "visibility": "shared", **typed}
    return client.post(address, data, follow=True).content.decode()


def test_it_is_shared_unless_somebody_decides_otherwise(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    form = client.get(reverse("journeys:write_note", args=[cast.amina_journey.pk])).context["form"]
    assert form.initial.get("visibility") or form.fields["visibility"].initial == "shared"
    assert FACT in write(client, cast)
    kept = Note.objects.get()
    assert (kept.author, kept.visibility, kept.entered_by, kept.on_behalf) == (cast.fanny, "shared", cast.fanny, False)


def test_a_judgement_is_saved_and_shown_to_be_read_again_by_who_may_change_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    assert "« fainéante » est un jugement" in write(client, cast, text="Elle est fainéante.")
    assert Note.objects.count() == 1
    client.force_login(cast.odile)
    assert "est un jugement" not in page(client, cast)


def test_hints_come_while_typing(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    shown = client.post(reverse("journeys:note_hints"), {"text": "Une menteuse, dépressive"}).content.decode()
    assert "jugement" in shown
    assert "diagnostic" in shown
    assert client.post(reverse("journeys:note_hints"), {"text": FACT}).content.decode().strip() == ""


def test_a_number_shaped_like_a_nir_is_asked_about_beside_the_field(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    shown = write(client, cast, text="Son dossier : 2 87 05 59 350 012")
    assert "ressemble à un numéro de sécurité sociale" in shown
    assert "not_a_nir" in shown
    assert not Note.objects.exists()
    write(client, cast, text="Son dossier : 2 87 05 59 350 012", not_a_nir="on")
    assert Note.objects.count() == 1


def test_a_correction_keeps_what_was_written(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    write(client, cast, text="Venue deux fois.")
    kept = Note.objects.get()
    data = {"text": "Venue trois fois.", "written_on": "2026-06-10", "reason": "Recompté", "version": kept.version}
    shown = client.post(reverse("journeys:note_corriger", args=[kept.pk]), data, follow=True).content.decode()
    assert "Venue trois fois." in shown
    assert "Venue deux fois." in shown
    assert "Changé par Fanny" in shown
    assert "Recompté" in shown


def test_a_former_version_is_only_for_who_could_read_it(client: Client, cast: Cast) -> None:
    fanny = acting(cast.fanny)
    kept = actions.write_note(fanny, cast.amina_journey.pk, "Entre nous.", NOW, visibility="author")
    actions.correct_note(fanny, kept.pk, 1, FACT, TODAY)
    actions.change_visibility(fanny, kept.pk, 2, "shared")
    client.force_login(cast.fanny)
    assert "Entre nous." in page(client, cast)
    client.force_login(cast.karim)
    shown = page(client, cast)
    assert FACT in shown
    assert "Entre nous." not in shown


def test_a_withdrawn_note_leaves_its_reason(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    write(client, cast, text="Absente le 3.")
    kept = Note.objects.get()
    address = reverse("journeys:note_retirer", args=[kept.pk])
    assert "Dites pourquoi" in client.post(address, {"version": 1}).content.decode()
    shown = client.post(address, {"version": 1, "why": "C'était quelqu'un d'autre"}, follow=True).content.decode()
    assert "Absente le 3." not in shown
    assert "C&#x27;était quelqu&#x27;un d&#x27;autre" in shown
    assert client.get(address).status_code == 404


def test_the_second_to_save_is_told(cast: Cast) -> None:
    fanny = acting(cast.fanny)
    kept = actions.write_note(fanny, cast.amina_journey.pk, FACT, NOW)
    actions.correct_note(fanny, kept.pk, 1, "Autre.", TODAY)
    with pytest.raises(ValidationError, match="pendant que vous écriviez"):
        actions.correct_note(fanny, kept.pk, 1, "Encore autre.", TODAY)


def test_only_the_author_or_the_referent_changes_it(client: Client, cast: Cast) -> None:
    kept = note(cast.amina_journey, cast.fanny)
    colleague = member("Collègue", cast.kpa, Role.CONTRIBUTOR)
    with pytest.raises(PermissionDenied):
        actions.correct_note(acting(colleague), kept.pk, 1, "Autre.", TODAY)
    client.force_login(colleague)
    assert client.get(reverse("journeys:note_corriger", args=[kept.pk])).status_code == 403
    Referent.objects.create(journey=cast.amina_journey, user=colleague, started_on=TODAY)
    assert actions.correct_note(acting(colleague), kept.pk, 1, "Autre.", TODAY).text == "Autre."


def test_a_note_she_answered_stays_shared_with_her(cast: Cast) -> None:
    kept = note(cast.amina_journey, cast.fanny)
    reply(acting(cast.fanny), cast.amina.pk, "note", kept.pk, "version", "Je le dis autrement.", NOW)
    with pytest.raises(ValidationError, match="reste partagée"):
        actions.change_visibility(acting(cast.fanny), kept.pk, 1, "team")


def test_nothing_is_noted_of_tomorrow_nor_empty(cast: Cast) -> None:
    fanny = acting(cast.fanny)
    with pytest.raises(ValidationError, match="futur"):
        actions.write_note(fanny, cast.amina_journey.pk, FACT, NOW, written_on=TODAY.replace(day=16))
    with pytest.raises(ValidationError, match="Écrivez"):
        actions.write_note(fanny, cast.amina_journey.pk, "  ", NOW)


def test_charlie_knows_of_no_note(client: Client, cast: Cast) -> None:
    kept = note(cast.amina_journey, cast.fanny)
    client.force_login(cast.charlie)
    for name in ("note_corriger", "note_lecteurs", "note_retirer"):
        assert client.get(reverse(f"journeys:{name}", args=[kept.pk])).status_code == 404
    assert client.get(reverse("journeys:notes", args=[cast.amina_journey.pk])).status_code == 404
    with pytest.raises(Note.DoesNotExist):
        actions.correct_note(acting(cast.charlie), kept.pk, 1, "À moi.", TODAY)


def test_the_page_costs_the_same_with_many_notes(
    client: Client, cast: Cast, django_assert_max_num_queries: object
) -> None:
    for number in range(20):
        kept = note(cast.amina_journey, cast.fanny, text=f"Fait {number}.")
        actions.correct_note(acting(cast.fanny), kept.pk, 1, f"Fait {number}, revu.", TODAY)
        reply(acting(cast.fanny), cast.amina.pk, "note", kept.pk, "contest", "Non.", NOW)
    client.force_login(cast.fanny)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        assert page(client, cast).count("<article") == 20
