"""Entry: one file per person, whoever types, however many at once."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from maille.journeys.actions import DuplicateError, people, return_to_kpa, welcome
from maille.journeys.models import Journey, Person
from maille.journeys.rules.facts import Identity, Situation
from maille.network.models import KpaChoices, Organisation
from tests.cast import Cast, make_cast
from tests.journeys.help import TODAY, D, acting

NEW = Identity("Étienne-Roux", "Maëlys", D(2000, 1, 1), "F")


@pytest.mark.django_db
def test_a_new_person_gets_a_file_a_journey_and_a_first_stage(cast: Cast) -> None:
    journey = welcome(acting(cast.fanny), NEW, cast.kpa, D(2026, 6, 1), Situation(postal_code="20200"))
    assert journey.person.identity_key == "etienne roux|maelys"
    assert journey.department == "2B"
    assert [(s.kind, s.started_on) for s in journey.stages.all()] == [("immerse", D(2026, 6, 1))]
    assert journey.history.get().history_user == cast.fanny


@pytest.mark.django_db
def test_a_known_person_is_recognised_without_accents_and_keeps_one_file(cast: Cast) -> None:
    with pytest.raises(DuplicateError) as found:
        welcome(acting(cast.charlie), Identity("FONTAINE", "Lea", cast.lea.birth_date), cast.other_kpa, D(2026, 6, 1))
    assert found.value.people == [cast.lea]
    journey = welcome(
        acting(cast.charlie),
        Identity("FONTAINE", "Lea", cast.lea.birth_date),
        cast.other_kpa,
        D(2026, 6, 1),
        same_as=cast.lea.pk,
    )
    assert journey.person == cast.lea
    cast.lea.refresh_from_db()
    assert cast.lea.first_name == "Léa"


@pytest.mark.django_db
def test_a_homonym_gets_a_second_file(cast: Cast) -> None:
    identity = Identity("Fontaine", "Léa", cast.lea.birth_date)
    journey = welcome(acting(cast.fanny), identity, cast.kpa, D(2026, 6, 1), homonym=True)
    assert journey.person != cast.lea
    assert journey.person.homonym == 1


@pytest.mark.django_db
def test_a_return_is_another_journey_of_the_same_person(cast: Cast) -> None:
    Journey.objects.filter(pk=cast.lea_journey.pk).update(ended_on=D(2026, 1, 31), end_kind="exit")
    with pytest.raises(ValidationError, match="chevaucher"):
        return_to_kpa(acting(cast.fanny), cast.lea, cast.kpa, D(2026, 1, 31))
    return_to_kpa(acting(cast.fanny), cast.lea, cast.kpa, D(2026, 2, 1))
    assert cast.lea.journeys.count() == 2


@pytest.mark.django_db
def test_nobody_writes_in_somebody_elses_kpa(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        welcome(acting(cast.charlie), NEW, cast.kpa, D(2026, 6, 1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("identity", "entered", "field", "words"),
    [
        (Identity("Roux", "Maëlys", D(2010, 6, 2)), D(2026, 6, 1), "entered_on", "15 ans à l'entrée"),
        (Identity("Roux", "Maëlys", D(2027, 1, 1)), D(2026, 6, 1), "birth_date", "futur"),
        (Identity("=HYPERLINK(1)", "Maëlys", D(2000, 1, 1)), D(2026, 6, 1), "last_name", "lettres"),
        (Identity("Roux", "Maë\x07lys", D(2000, 1, 1)), D(2026, 6, 1), "first_name", "lettres"),
        (Identity("Roux", "<script>", D(2000, 1, 1)), D(2026, 6, 1), "first_name", "lettres"),
    ],
)
def test_bad_input_gets_words_beside_the_field(
    cast: Cast, identity: Identity, entered: D, field: str, words: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        welcome(acting(cast.fanny), identity, cast.kpa, entered)
    assert words in " ".join(refused.value.message_dict[field])


@pytest.mark.django_db
def test_a_kpa_may_ask_for_more_than_sixteen_years(cast: Cast) -> None:
    KpaChoices.objects.filter(kpa=cast.kpa).update(minimum_age=18)
    with pytest.raises(ValidationError, match="La Cape, selon sa règle"):
        kpa = Organisation.objects.get(pk=cast.kpa.pk)
        welcome(acting(cast.fanny), Identity("Roux", "Maëlys", D(2009, 1, 1)), kpa, D(2026, 6, 1))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Ngọc Ánh", "Фёдор", "محمد", "李", "O’Brien", "M'Bappé-Le Goff", "अमृता"])
def test_a_name_may_be_in_any_script(cast: Cast, name: str) -> None:
    journey = welcome(acting(cast.fanny), Identity(name, "Noé", D(2000, 1, 1)), cast.kpa, D(2026, 6, 1))
    assert journey.person.last_name


@pytest.mark.django_db
def test_a_file_saved_between_the_look_and_the_write_is_not_doubled(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = iter([[], [cast.lea]])
    monkeypatch.setattr(people, "exact_matches", lambda identity: next(seen))
    with pytest.raises(DuplicateError) as told:
        welcome(acting(cast.fanny), Identity("Fontaine", "Léa", cast.lea.birth_date), cast.kpa, D(2026, 6, 1))
    assert told.value.people == [cast.lea]
    assert Person.objects.filter(identity_key=cast.lea.identity_key).count() == 1


# SQLite's tests run on one in-memory database whose threads share a lock that no real installation has.
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_people_entering_the_same_person_at_once_leave_one_file() -> None:
    cast = make_cast(TODAY)
    actor, outcomes, ready = acting(cast.fanny), [], threading.Barrier(4)

    def enter() -> None:
        ready.wait()
        try:
            welcome(actor, NEW, cast.kpa, D(2026, 6, 1))
            outcomes.append("entered")
        except DuplicateError:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=enter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["entered", "told", "told", "told"]
    assert Person.objects.filter(last_name=NEW.last_name).count() == 1
    assert Journey.objects.filter(person__last_name=NEW.last_name).count() == 1
