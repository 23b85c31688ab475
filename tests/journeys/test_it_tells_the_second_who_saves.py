"""Two people saving the same file at once: the second is told who changed what."""

import pytest

from maille.journeys.actions import ConflictError, correct_journey, correct_person, reach_stage
from maille.journeys.rules.facts import Identity, Situation
from tests.cast import Cast
from tests.journeys.help import D, acting

pytestmark = pytest.mark.django_db


def test_the_second_learns_who_and_what(cast: Cast) -> None:
    journey = cast.amina_journey
    correct_journey(acting(cast.karim), journey.pk, 1, journey.entered_on, Situation(24, qpv=True, postal_code="59100"))
    reach_stage(acting(cast.karim), journey.pk, None, "test", D(2026, 6, 1))
    with pytest.raises(ConflictError) as told:
        correct_journey(acting(cast.fanny), journey.pk, 1, journey.entered_on, Situation(24, level="bac"))
    assert told.value.version == 3
    stage, situation = told.value.changes
    assert {stage.who, situation.who} == {"Karim"}
    assert stage.reason == "Étape « Tester » à partir du 01/06/2026"
    assert [(each.label, each.before, each.after) for each in situation.fields] == [
        ("code postal", "non renseigné", "59100"),
        ("habite un quartier prioritaire (QPV)", "non renseigné", "oui"),
    ]
    correct_journey(acting(cast.fanny), journey.pk, told.value.version, journey.entered_on, Situation(24, level="bac"))


def test_identity_is_guarded_too(cast: Cast) -> None:
    identity = Identity("Benali", "Amina", cast.amina.birth_date, "F", phone="0601020304")
    correct_person(acting(cast.karim), cast.amina.pk, 1, identity)
    with pytest.raises(ConflictError) as told:
        correct_person(acting(cast.fanny), cast.amina.pk, 1, identity)
    assert [(each.label, each.after) for each in told.value.changes[0].fields] == [("téléphone", "0601020304")]
