"""Pieces, the insurer's answers, the right to work, accounts: recorded, replaced, withdrawn, refused in words."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from PIL import Image

from maille.journeys.actions import dossier as actions
from maille.journeys.actions import files
from maille.journeys.models import BankDetails, Insurance, Journey, Person, Piece
from maille.journeys.models.readiness import ready_to_work
from maille.journeys.rules.papers import InsurerSaid, Paper
from tests.cast import Cast
from tests.journeys.dossier.help import contract
from tests.journeys.help import TODAY, D, acting

IBAN = "FR7630006000011234567890189"
OTHER = "DE89370400440532013000"
NOW = timezone.now()


def png() -> bytes:
    """A small picture."""
    written = io.BytesIO()
    Image.new("RGB", (20, 20)).save(written, "PNG")
    return written.getvalue()


def test_a_piece_replaces_the_former_which_stays_dated(cast: Cast) -> None:
    fanny = acting(cast.fanny)
    first = actions.record_piece(fanny, cast.amina_journey.pk, Paper("address", D(2026, 1, 5)), NOW)
    actions.record_piece(fanny, cast.amina_journey.pk, Paper("address", D(2026, 6, 1), note="  un  courrier "), NOW)
    first.refresh_from_db()
    assert first.withdrawn_on == D(2026, 6, 1)
    last = Piece.objects.get(withdrawn_on=None)
    assert (last.note, last.entered_by, last.on_behalf) == ("un courrier", cast.fanny, False)
    actions.withdraw_piece(fanny, cast.amina_journey.pk, last.pk)
    assert Piece.objects.count() == 2
    with pytest.raises(ValidationError, match="déjà retirée"):
        actions.withdraw_piece(fanny, cast.amina_journey.pk, last.pk)


def test_what_is_her_own_act_is_written_on_her_behalf(cast: Cast) -> None:
    piece = actions.record_piece(acting(cast.fanny), cast.amina_journey.pk, Paper("charter", TODAY), NOW)
    assert piece.on_behalf


@pytest.mark.parametrize(
    ("paper", "field"),
    [
        (Paper("identity", D(2026, 6, 16)), "given_on"),
        (Paper("identity", TODAY, D(2026, 6, 14)), "expires_on"),
        (Paper("right_to_work", TODAY), "expires_on"),
        (Paper("authorisation", TODAY), "representative"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(cast: Cast, paper: Paper, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.record_piece(acting(cast.fanny), cast.amina_journey.pk, paper, NOW)
    assert set(refused.value.message_dict) == {field}


def test_a_copy_is_encrypted_and_made_inert(cast: Cast, settings) -> None:
    upload = (png() + b"<script>alert(1)</script>", "../carte.exe")
    piece = actions.record_piece(acting(cast.fanny), cast.amina_journey.pk, Paper("identity", TODAY), NOW, upload)
    assert piece.file is not None
    assert (piece.file.name, piece.file.content_type) == ("carte.png", "image/png")
    kept = files.read(piece.file)
    assert kept.startswith(b"\x89PNG")
    assert b"script" not in kept
    with pytest.raises(ValidationError) as refused:
        actions.record_piece(
            acting(cast.fanny), cast.amina_journey.pk, Paper("identity", TODAY), NOW, (b"<svg onload=x>", "a.png")
        )
    assert "file" in refused.value.message_dict
    assert Piece.objects.count() == 1


def test_nobody_vouches_elsewhere_nor_for_herself(cast: Cast) -> None:
    with pytest.raises(Journey.DoesNotExist):
        actions.record_piece(acting(cast.charlie), cast.amina_journey.pk, Paper("address", TODAY), NOW)
    Person.objects.filter(pk=cast.amina.pk).update(user=cast.fanny)
    for act in (
        lambda: actions.record_piece(acting(cast.fanny), cast.amina_journey.pk, Paper("address", TODAY), NOW),
        lambda: actions.say_right_to_work(acting(cast.fanny), cast.amina_journey.pk, needed=False),
        lambda: actions.ask_insurer(acting(cast.fanny), [cast.amina_journey.pk], "", TODAY, NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_insurer_is_asked_then_answers_for_several(cast: Cast) -> None:
    karim, both = acting(cast.karim), [cast.amina_journey.pk, cast.yanis_journey.pk]
    demands = actions.ask_insurer(karim, both, " MAIF ", D(2026, 6, 1), NOW)
    with pytest.raises(ValidationError, match="attend déjà"):
        actions.ask_insurer(karim, [both[0]], "MAIF", TODAY, NOW)
    said = InsurerSaid("validated", D(2026, 6, 10), D(2026, 6, 10), D(2027, 6, 9))
    actions.note_answers(karim, [each.pk for each in demands], said, NOW)
    assert Insurance.objects.filter(answer="validated", insurer="MAIF").count() == 2
    with pytest.raises(ValidationError, match="déjà notée"):
        actions.note_answers(karim, [demands[0].pk], said, NOW)
    contract(cast.yanis_journey, cast.host)
    actions.say_right_to_work(karim, cast.yanis_journey.pk, needed=False)
    cast.yanis.refresh_from_db()
    assert ready_to_work(cast.yanis, cast.kpa, TODAY).ready
    actions.withdraw_insurance(karim, cast.yanis_journey.pk, demands[1].pk)
    assert not ready_to_work(cast.yanis, cast.kpa, D(2026, 6, 12)).ready, "a mistake never counted"
    assert Insurance.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (InsurerSaid("validated", TODAY), "covers_from"),
        (InsurerSaid("validated", TODAY, TODAY, D(2026, 6, 1)), "covers_to"),
        (InsurerSaid("validated", TODAY, TODAY, D(2126, 6, 1)), "covers_to"),
        (InsurerSaid("refused", D(2026, 5, 1)), "answered_on"),
        (InsurerSaid("refused", D(2026, 7, 1)), "answered_on"),
    ],
)
def test_an_impossible_answer_is_refused(cast: Cast, said: InsurerSaid, field: str) -> None:
    [demand] = actions.ask_insurer(acting(cast.karim), [cast.amina_journey.pk], "", D(2026, 6, 1), NOW)
    with pytest.raises(ValidationError) as refused:
        actions.note_answers(acting(cast.karim), [demand.pk], said, NOW)
    assert set(refused.value.message_dict) == {field}


def test_nobody_answers_for_another_kpa(cast: Cast) -> None:
    [demand] = actions.ask_insurer(acting(cast.karim), [cast.amina_journey.pk], "", D(2026, 6, 1), NOW)
    with pytest.raises(ValidationError):
        actions.note_answers(acting(cast.charlie), [demand.pk], InsurerSaid("refused", TODAY), NOW)


def test_an_account_is_encrypted_and_the_new_one_ends_the_former(cast: Cast) -> None:
    typed = "fr76 3000 6000 0112 3456 7890 189"
    first = actions.give_account(acting(cast.fanny), cast.amina.pk, "Amina Benali", typed, NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT iban FROM journeys_bankdetails")
        stored = cursor.fetchone()[0]
    assert "0189" not in stored
    assert BankDetails.objects.get().iban == IBAN
    assert (str(first), first.on_behalf) == ("•••• 0189", True)
    with pytest.raises(ValidationError, match="déjà celui"):
        actions.give_account(acting(cast.fanny), cast.amina.pk, "Amina Benali", IBAN, NOW)
    actions.give_account(acting(cast.fanny), cast.amina.pk, "Amina Benali", OTHER, NOW)
    first.refresh_from_db()
    assert first.ended_on == TODAY
    assert BankDetails.objects.get(ended_on=None).last_four == "3000"


def test_she_gives_her_own_account(cast: Cast) -> None:
    Person.objects.filter(pk=cast.amina.pk).update(user=cast.fanny)
    account = actions.give_account(acting(cast.fanny), cast.amina.pk, "Amina Benali", IBAN, NOW)
    assert not account.on_behalf
    with pytest.raises(PermissionDenied):
        actions.give_account(acting(cast.charlie), cast.amina.pk, "Charlie", OTHER, NOW)


def test_a_wrong_account_is_refused_beside_its_field(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.give_account(acting(cast.fanny), cast.amina.pk, " ", "FR7630006000011234567890188", NOW)
    assert set(refused.value.message_dict) == {"holder", "iban"}
