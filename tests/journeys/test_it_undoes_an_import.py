"""An import is undone as a whole, while nobody has edited what it did."""

import pytest
from django.core.exceptions import ValidationError

from maille.journeys.actions.register import NotUndoneError, undo_import
from maille.journeys.models import ImportBatch, ImportLine, Journey, Person, Stage
from maille.network.models import Membership, Organisation
from tests.journeys.register_help import MESSY, NOW, OPERATOR, amina, put, register, state, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def import_rows(cast, tmp_path):
    """Import these rows and give the batch."""
    return lambda *rows: put(write(tmp_path / "registre.csv", *rows)).batch


def undo(batch):
    return undo_import(OPERATOR, batch.pk, NOW)


def test_it_restores_people_journeys_kpas_and_the_export_to_the_byte(cast, import_rows):
    import_rows(amina(qpv="oui", sexe="F", code_postal="59100", commune="Roubaix"))
    before, exported, kpas = state(), register(), Organisation.objects.count()
    batch = put(MESSY).batch
    change = import_rows(
        amina(qpv="non", sexe="X", code_postal="20200", commune="Bastia", sortie="01/06/2025", situation_sortie="sans"),
        amina(kpa="Illicoop"),
    )
    assert state() != before
    undo(change)
    undo(batch)
    assert state() == before
    assert register() == exported
    assert Organisation.objects.count() == kpas
    assert Journey.history.filter(history_type="-").count() == 6
    with pytest.raises(ValidationError, match="rien à annuler"):
        undo(batch)


def test_two_imports_are_undone_in_reverse_order_only(import_rows):
    before = state()
    first = import_rows(amina())
    second = import_rows(amina(qpv="oui"))
    with pytest.raises(NotUndoneError) as refused:
        undo(first)
    assert refused.value.lines == [2]
    undo(second)
    undo(first)
    assert state() == before


def test_an_edit_since_says_which_lines(import_rows):
    batch = import_rows(amina(), amina(nom="Saïdi"), amina(nom="Roux"))
    journey = Journey.objects.get(person__last_name="Saïdi")
    journey.version += 1
    journey.save()
    with pytest.raises(NotUndoneError, match="la fiche de la ligne 3 a été modifiée"):
        undo(batch)
    assert Journey.objects.count() == 6


@pytest.mark.parametrize("what", ["stage", "journey", "line of another import"])
def test_what_was_added_since_counts_as_an_edit(import_rows, cast, what):
    batch = import_rows(amina())
    journey = Journey.objects.get(person__last_name="Haddad")
    if what == "stage":
        Stage.objects.create(journey=journey, kind="test", started_on=journey.entered_on)
    elif what == "journey":
        Journey.objects.create(person=journey.person, kpa=cast.other_kpa, entered_on=journey.entered_on)
    else:
        import_rows(amina(kpa="Moulins Coop"))
    with pytest.raises(NotUndoneError):
        undo(batch)
    assert Person.objects.filter(last_name="Haddad").exists()


def test_a_journey_added_since_in_the_place_of_an_ended_one_stops_it_whole(import_rows, cast):
    import_rows(amina())
    batch = import_rows(amina(sortie="01/06/2025"), amina(nom="Saïdi"))
    journey = Journey.objects.get(person__last_name="Haddad")
    Journey.objects.create(person=journey.person, kpa=cast.kpa, entered_on="2025-09-01")
    before = state()
    with pytest.raises(ValidationError, match="occupe la place"):
        undo(batch)
    assert state() == before
    assert ImportBatch.objects.get(pk=batch.pk).state == "done"


def test_a_kpa_used_since_stays(import_rows, cast):
    batch = import_rows(amina(kpa="Illicoop"))
    kpa = Organisation.objects.get(name="Illicoop")
    Membership.objects.create(user=cast.fanny, organisation=kpa, role="contributor", started_on="2026-01-01")
    undo(batch)
    assert Organisation.objects.filter(pk=kpa.pk).exists()
    assert not Person.objects.filter(last_name="Haddad").exists()


def test_what_changed_nothing_keeps_no_line(import_rows):
    import_rows(amina())
    again = import_rows(amina())
    assert not ImportLine.objects.filter(batch=again).exists()
    assert (again.unchanged, again.created) == (1, 0)


def test_somebody_created_then_completed_by_one_file_goes_while_another_is_restored(import_rows):
    import_rows(amina(sexe="F"))
    before = state()
    batch = import_rows(
        amina(sexe="X"), amina(nom="Saïdi", sortie="01/06/2025"), amina(nom="Saïdi", sexe="F", entree="02/06/2025")
    )
    undo(batch)
    assert state() == before
    assert {row.history_change_reason for row in Person.history.filter(history_type="-")} == {
        "Import de registre.csv annulé"
    }


def test_writing_and_undoing_take_as_many_queries_for_few_rows_as_for_hundreds(
    import_rows, django_assert_max_num_queries
):
    many = [amina(nom=f"Saïdi {a}{b}") for a in "abcdefghijklmnop" for b in "abcdefghijklmnop"]
    with django_assert_max_num_queries(45):
        first = import_rows(*many)
    with django_assert_max_num_queries(45):
        second = import_rows(*(row | {"qpv": "oui", "sexe": "F"} for row in many))
    assert second.updated == len(many)
    for batch in (second, first):
        with django_assert_max_num_queries(60):
            undo(batch)
