"""A second import: an empty cell leaves what is stored, a changed one updates it, whatever the order of the lines."""

import datetime

import pytest

from maille.journeys.actions.register import ImportOptions
from maille.journeys.models import Journey, Merge, Person, Stage
from maille.network.models import KpaChoices
from maille.network.rules.roles import Actor
from tests.journeys.register_help import NOW, amina, counts, problems, put, state, write

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 15)


@pytest.fixture
def import_rows(cast, tmp_path):
    """Import these rows, as whoever holds the machine unless told otherwise."""
    return lambda *rows, **more: put(write(tmp_path / "registre.csv", *rows), **more)


def mine():
    return Journey.objects.get(person__last_name="Haddad")


def test_an_empty_cell_leaves_and_a_changed_one_updates(import_rows):
    import_rows(amina(qpv="oui", commune="Roubaix", code_postal="59100", duree_prevue_mois=12, sexe="F"))
    assert counts(import_rows(amina(qpv="", commune="", duree_prevue_mois=24))) == (0, 1, 0, 0)
    journey = mine()
    assert (journey.qpv, journey.commune, journey.planned_months, journey.version) == (True, "Roubaix", 24, 2)
    assert journey.person.version == 1
    assert [row.history_change_reason for row in journey.history.all()] == ["Import de registre.csv"] * 2


def test_names_are_matched_without_case_accents_or_hyphens(import_rows):
    import_rows(amina(nom="El-Hadj", prenom="Zoé"))
    assert counts(import_rows(amina(nom="EL HADJ", prenom="zoe", date_naissance="1990-03-03"))) == (0, 0, 1, 0)


def test_an_exit_comes_later_and_makes_room_for_a_return_whatever_the_order(import_rows):
    import_rows(amina())
    back = amina(entree="01/09/2025")
    out = amina(sortie="30/06/2025", situation_sortie="emploi", detail_sortie="cdi")
    assert counts(import_rows(back, out)) == (1, 1, 0, 0)
    assert list(Journey.objects.filter(person__last_name="Haddad").values_list("ended_on", flat=True)) == [
        datetime.date(2025, 6, 30),
        None,
    ]


def test_overlapping_journeys_in_one_kpa_are_refused_naming_the_other(import_rows):
    import_rows(amina())
    result = import_rows(amina(entree="01/06/2025"))
    assert counts(result) == (0, 0, 0, 1)
    assert "déjà un parcours à La Cape à ces dates (commencé le 01/02/2024, sans sortie)" in problems(result)[0][2]
    assert counts(import_rows(amina(kpa="Moulins Coop"))) == (1, 0, 0, 0)
    both = import_rows(amina(nom="Autre", sortie="01/05/2024"), amina(nom="Autre", entree="01/05/2024"))
    assert counts(both) == (1, 0, 0, 1)


def test_a_new_situation_drops_the_old_detail_and_contradictions_with_what_is_stored_are_refused(import_rows):
    import_rows(amina(sortie="01/06/2025", situation_sortie="emploi", detail_sortie="cdi"))
    assert counts(import_rows(amina(situation_sortie="formation"))) == (0, 1, 0, 0)
    assert (mine().outcome, mine().detail) == ("training", "")
    assert problems(import_rows(amina(detail_sortie="cdi")))[0][:2] == ("detail_sortie", "error")
    result = import_rows(amina(nom="Autre", situation_sortie="emploi"))
    assert problems(result)[0][:2] == ("sortie", "error")


def test_a_transfer_is_not_turned_into_an_exit(import_rows, cast):
    import_rows(amina(sortie="01/06/2025"))
    Journey.objects.filter(person__last_name="Haddad").update(end_kind="transfer")
    assert counts(import_rows(amina(sortie="01/06/2025"))) == (0, 0, 1, 0)
    assert problems(import_rows(amina(situation_sortie="emploi")))[0][:2] == ("sortie", "error")


def test_an_exit_before_a_stage_already_noted_is_refused(import_rows):
    import_rows(amina())
    Stage.objects.create(journey=mine(), kind="test", started_on=datetime.date(2025, 1, 1))
    result = import_rows(amina(sortie="01/06/2024"))
    assert "Une étape commence après cette sortie, le 01/01/2025" in problems(result)[0][2]
    assert mine().ended_on is None
    assert counts(import_rows(amina(sortie="01/06/2025"))) == (0, 1, 0, 0)


def test_a_merged_file_leads_to_the_one_kept(import_rows):
    import_rows(amina(), amina(nom="Hadad", kpa="Moulins Coop"))
    kept, absorbed = Person.objects.get(last_name="Haddad"), Person.objects.get(last_name="Hadad")
    Journey.objects.filter(person=absorbed).update(person=kept)
    Person.objects.filter(pk=absorbed.pk).update(merged_into=kept)
    Merge.objects.create(kept=kept, absorbed=absorbed, journey_ids=[], at=NOW)
    assert counts(import_rows(amina(), amina(nom="Hadad", kpa="Moulins Coop"))) == (0, 0, 2, 0)
    overlap = import_rows(amina(nom="Hadad", entree="01/03/2024"))
    assert counts(overlap) == (0, 0, 0, 1)


def test_homonyms_are_told_apart_by_their_journeys_or_refused(import_rows):
    import_rows(amina())
    other = Person(last_name="Haddad", first_name="Amina", birth_date=datetime.date(1990, 3, 3), homonym=1)
    other.save()
    assert counts(import_rows(amina())) == (0, 0, 1, 0)
    result = import_rows(amina(kpa="Moulins Coop"))
    assert "Plusieurs personnes portent ces noms" in problems(result)[0][2]


def test_warnings_name_the_rule_and_let_the_row_in(import_rows, cast):
    KpaChoices.objects.update_or_create(kpa=cast.kpa, defaults={"maximum_months": 12, "minimum_age": 18})
    result = import_rows(
        amina(duree_prevue_mois=24, entree="01/09/2026", code_postal="59100", commune="Bastia"),
        amina(nom="Jeune", date_naissance="01/01/2007", entree="01/02/2024", sortie="01/09/2026"),
    )
    assert counts(result) == (2, 0, 0, 0)
    said = {column: message for column, _, message in problems(result)}
    assert "La Cape limite les parcours à 12 mois" in said["duree_prevue_mois"]
    assert "dans le futur" in said["entree"]
    assert "59100" in said["commune"]
    young = {column: message for column, _, message in problems(result, 3)}
    assert "à partir de 18 ans" in young["date_naissance"]
    assert "dans le futur" in young["sortie"]


def test_an_actor_imports_only_where_they_write_and_learns_nothing_else(import_rows, cast):
    fanny = Actor(
        TODAY,
        cast.fanny.pk,
        organisation_id=cast.kpa.pk,
        files=frozenset({cast.kpa.pk}),
        writes=frozenset({cast.kpa.pk}),
        sees=frozenset({cast.kpa.pk}),
    )
    keep = ImportOptions(keep_valid=True)
    result = import_rows(amina(kpa="Moulins Coop"), amina(kpa="Nulle Part"), actor=fanny, options=keep)
    assert counts(result) == (0, 0, 0, 2)
    hidden, unknown = problems(result, 2)[0][2], problems(result, 3)[0][2]
    assert hidden.replace("Moulins Coop", "Nulle Part") == unknown
    import_rows(amina(kpa="Moulins Coop", sexe="H"))
    near = import_rows(amina(nom="Hadad"), actor=fanny, options=keep)
    assert problems(near) == []  # somebody like her is in another KPA: not ours to tell
    same = import_rows(amina(sexe="F"), actor=fanny, options=keep)
    assert [level for _, level, _ in problems(same)] == ["warning", "warning"]
    assert Person.objects.get(last_name="Haddad").sex == "H"


def test_near_duplicates_in_the_file_and_in_the_base_are_said_and_never_merged(import_rows):
    result = import_rows(
        amina(),
        amina(nom="Hadad"),
        amina(nom="Amina", prenom="Haddad"),
        amina(nom="Benaly", date_naissance="12/05/1987"),
    )
    assert counts(result) == (4, 0, 0, 0)
    assert "(ligne 2)" in problems(result, 3)[0][2]
    assert "nom et prénom inversés" in problems(result, 4)[0][2]
    assert "Amina Benali, né·e le 12/05/1987, qui a déjà une fiche" in problems(result, 5)[0][2]
    again = import_rows(amina(nom="Hadad"))
    assert problems(again) == []


def test_the_same_row_twice_completes_itself(import_rows):
    result = import_rows(amina(), amina(qpv="oui"), amina(qpv="oui"))
    assert counts(result) == (1, 1, 1, 0)
    assert mine().qpv is True
    before = state()
    import_rows(amina(), amina(qpv="oui"))
    assert state() == before


def test_lines_that_contradict_each_other_leave_what_the_last_one_says_once_and_for_all(import_rows):
    there, back = amina(qpv="oui", sexe="F", duree_prevue_mois=12), amina(qpv="non", sexe="H", code_postal="59100")
    assert counts(import_rows(there, back)) == (1, 1, 0, 0)
    before, history = state(), Journey.history.count() + Person.history.count()
    assert counts(import_rows(there, back)) == (0, 0, 2, 0)
    assert state() == before
    assert Journey.history.count() + Person.history.count() == history
    import_rows(there, back, amina(qpv="oui"))
    assert mine().qpv is True
    assert counts(import_rows(there, back, amina(qpv="oui"))) == (0, 0, 3, 0)


def test_an_exit_that_is_refused_makes_no_room_and_leaves_no_trace(import_rows):
    import_rows(amina())
    Stage.objects.create(journey=mine(), kind="test", started_on=datetime.date(2025, 1, 1))
    before = state()
    result = import_rows(amina(sortie="01/06/2024"), amina(sortie="01/07/2024"), amina(entree="01/09/2024"))
    assert counts(result) == (0, 0, 0, 3)
    assert [problems(result, line)[0][0] for line in (2, 3, 4)] == ["sortie", "sortie", "entree"]
    assert state() == before
