"""Interviews, barriers, goals, orientations, procedures: entered, corrected, removed; the history keeps everything."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys.actions import accompanying, barriers, goals, interviews, orientations
from maille.journeys.actions.support import ConflictError
from maille.journeys.models import Barrier, Goal, Interview, Journey, NextStep, Note, Person, Referent
from maille.journeys.models.changes import changes_of
from maille.network.rules.roles import Role
from tests.cast import Cast, member
from tests.journeys.help import D, acting

NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
HELD = D(2026, 6, 10)


def meeting(cast: Cast, **changes: object) -> interviews.Meeting:
    """A plain interview with Fanny."""
    facts: dict[str, object] = {"kind": "follow_up", "held_on": HELD, "led_by_id": cast.fanny.pk}
    return interviews.Meeting(**{**facts, **changes})  # type: ignore[arg-type]


def test_one_page_notes_the_interview_and_what_came_out_of_it(cast: Cast) -> None:
    outcome = interviews.Outcome(
        note="Amina a trouvé une place en crèche.", goal="Passer mon permis", wanted_on=D(2026, 12, 1),
        step="M'inscrire au code", due_on=D(2026, 7, 1), barriers=("mobility", "financial"),
    )  # fmt: skip
    held = interviews.hold_interview(
        acting(cast.fanny), cast.amina_journey.pk, meeting(cast, domains=("mobility",)), NOW, outcome
    )
    assert Note.objects.get(interview=held).visibility == "shared"
    step = NextStep.objects.get()
    assert (step.goal.text, step.goal.set_on, step.due_on) == ("Passer mon permis", HELD, D(2026, 7, 1))
    assert step.on_behalf
    assert step.goal.on_behalf
    assert not held.on_behalf
    assert {barrier.kind for barrier in Barrier.objects.all()} == {"mobility", "financial"}


def test_it_is_all_or_nothing_and_the_refusal_names_the_field_of_the_page(cast: Cast) -> None:
    barriers.open_barrier(acting(cast.fanny), cast.amina_journey.pk, "health", D(2026, 1, 1), NOW)
    outcome = interviews.Outcome(note="Un fait.", barriers=("health",))
    with pytest.raises(ValidationError) as refused:
        interviews.hold_interview(acting(cast.fanny), cast.amina_journey.pk, meeting(cast), NOW, outcome)
    assert "barriers" in refused.value.message_dict
    assert not Interview.objects.exists()
    assert not Note.objects.exists()
    lonely = interviews.Outcome(step="Un pas sans but")
    with pytest.raises(ValidationError) as refused:
        interviews.hold_interview(acting(cast.fanny), cast.amina_journey.pk, meeting(cast), NOW, lonely)
    assert "goal" in refused.value.message_dict


def test_a_peer_counts_like_anybody_but_nobody_meets_herself(cast: Cast) -> None:
    actor = acting(cast.fanny)
    held = interviews.hold_interview(
        actor, cast.amina_journey.pk, meeting(cast, led_by_id=None, peer_id=cast.lea.pk), NOW
    )
    assert held.peer == cast.lea
    for peer in (cast.amina.pk, None):
        with pytest.raises(ValidationError):
            interviews.hold_interview(actor, cast.amina_journey.pk, meeting(cast, led_by_id=None, peer_id=peer), NOW)


def test_only_who_accompanies_there_leads(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        interviews.hold_interview(
            acting(cast.fanny), cast.amina_journey.pk, meeting(cast, led_by_id=cast.charlie.pk), NOW
        )
    assert "led_by" in refused.value.message_dict


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": D(2026, 6, 16)}, "held_on"),
        ({"held_on": D(2025, 4, 3)}, "held_on"),
        ({"next_on": HELD}, "next_on"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 481}, "minutes"),
    ],
)
def test_an_interview_that_cannot_be_is_refused(cast: Cast, changes: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        interviews.hold_interview(acting(cast.fanny), cast.amina_journey.pk, meeting(cast, **changes), NOW)
    assert list(refused.value.message_dict) == [field]


def test_a_welcome_may_come_before_the_entry(cast: Cast) -> None:
    before = meeting(cast, kind="welcome", held_on=D(2025, 3, 28))
    assert interviews.hold_interview(acting(cast.fanny), cast.amina_journey.pk, before, NOW).pk


def test_a_correction_keeps_who_and_what_was_there(cast: Cast) -> None:
    held = interviews.hold_interview(acting(cast.fanny), cast.amina_journey.pk, meeting(cast), NOW)
    later = NOW + datetime.timedelta(hours=1)
    put = meeting(cast, kind="stage", led_by_id=cast.karim.pk, domains=("health",))
    interviews.correct_interview(acting(cast.karim), cast.amina_journey.pk, held.pk, 1, put, later)
    change = changes_of(held)[0]
    assert (change.who, change.at) == ("Karim", later)
    told = {field.label: (field.before, field.after) for field in change.fields}
    assert told["entretien"] == ("Entretien de suivi", "Bilan d'étape")
    assert told["mené par"] == ("Fanny", "Karim")
    assert told["sujets"] == ("non renseigné", "Santé")
    with pytest.raises(ConflictError) as conflict:
        interviews.correct_interview(acting(cast.fanny), cast.amina_journey.pk, held.pk, 1, put, later)
    assert conflict.value.version == 2
    assert conflict.value.changes[0].who == "Karim"


def test_a_barrier_is_open_once_then_lifted_and_may_come_back(cast: Cast) -> None:
    actor, journey = acting(cast.fanny), cast.amina_journey.pk
    first = barriers.open_barrier(actor, journey, "housing", D(2024, 1, 1), NOW)
    with pytest.raises(ValidationError) as refused:
        barriers.open_barrier(actor, journey, "housing", HELD, NOW)
    assert "kind" in refused.value.message_dict
    barriers.correct_barrier(actor, journey, first.pk, 1, "housing", D(2024, 1, 1), D(2026, 5, 1), "Un bail", NOW)
    assert barriers.open_barrier(actor, journey, "housing", HELD, NOW).ended_on is None
    for ended, how, field in [(D(2023, 12, 31), "", "ended_on"), (None, "Un bail", "ended_on")]:
        with pytest.raises(ValidationError) as refused:
            barriers.correct_barrier(actor, journey, first.pk, 2, "housing", D(2024, 1, 1), ended, how, NOW)
        assert field in refused.value.message_dict


def test_a_goal_is_her_own_when_she_types_it(cast: Cast) -> None:
    amina = member("Amina", cast.kpa, Role.COOPERANT)
    Person.objects.filter(pk=cast.amina.pk).update(user=amina)
    hers = goals.set_goal(acting(amina), cast.amina_journey.pk, goals.Aim("Vendre mes plats", HELD), NOW)
    for_her = goals.set_goal(acting(cast.fanny), cast.amina_journey.pk, goals.Aim("Passer le permis", HELD), NOW)
    assert (hers.on_behalf, for_her.on_behalf) == (False, True)
    step = goals.add_step(acting(amina), cast.amina_journey.pk, for_her.pk, "Appeler", None, NOW)
    goals.tick_step(acting(amina), cast.amina_journey.pk, step.pk, NOW, done=True)
    goals.tick_step(acting(amina), cast.amina_journey.pk, step.pk, NOW, done=True)
    step.refresh_from_db()
    assert (step.done_on, step.version) == (D(2026, 6, 15), 2)
    with pytest.raises(Journey.DoesNotExist):
        goals.set_goal(acting(amina), cast.lea_journey.pk, goals.Aim("Pas à elle", HELD), NOW)
    with pytest.raises(Journey.DoesNotExist):
        barriers.open_barrier(acting(amina), cast.amina_journey.pk, "health", HELD, NOW)


def test_a_goal_ends_one_way(cast: Cast) -> None:
    actor, journey = acting(cast.fanny), cast.amina_journey.pk
    goal = goals.set_goal(actor, journey, goals.Aim("Passer le permis", HELD), NOW)
    both = goals.Aim("Passer le permis", HELD, None, HELD, HELD)
    with pytest.raises(ValidationError):
        goals.correct_goal(actor, journey, goal.pk, 1, both, NOW)
    assert goals.reach_goal(actor, journey, goal.pk, NOW).reached_on == D(2026, 6, 15)


def test_an_orientation_names_a_partner_and_its_outcome_has_a_day(cast: Cast) -> None:
    actor, journey = acting(cast.fanny), cast.amina_journey.pk
    with pytest.raises(ValidationError):
        orientations.orient(actor, journey, orientations.Sending("housing", HELD), NOW)
    sent = orientations.orient(actor, journey, orientations.Sending("housing", HELD, partner_name="CCAS"), NOW)
    with pytest.raises(ValidationError) as refused:
        put = orientations.Sending("housing", HELD, partner_name="CCAS", outcome="helped")
        orientations.correct_orientation(actor, journey, sent.pk, 1, put, NOW)
    assert "outcome_on" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        put = orientations.Sending("housing", HELD, partner_id=cast.other_kpa.pk)
        orientations.orient(actor, journey, put, NOW)
    assert "partner" in refused.value.message_dict


def test_a_procedure_ends_with_a_result(cast: Cast) -> None:
    actor, journey = acting(cast.fanny), cast.amina_journey.pk
    way = orientations.start_procedure(actor, journey, orientations.Way("housing", "Logement social", HELD), NOW)
    put = orientations.Way("housing", "Logement social", HELD, "obtained", D(2026, 6, 14))
    assert orientations.correct_procedure(actor, journey, way.pk, 1, put, NOW).version == 2
    for wrong in [
        orientations.Way("housing", " ", HELD),
        orientations.Way("housing", "Logement", HELD, "", D(2026, 6, 14)),
        orientations.Way("housing", "Logement", HELD, "refused", D(2026, 6, 1)),
    ]:
        with pytest.raises(ValidationError):
            orientations.start_procedure(actor, journey, wrong, NOW)


def test_a_wrong_record_is_removed_by_who_entered_it_or_follows_her_and_stays_in_the_history(cast: Cast) -> None:
    outcome = interviews.Outcome(note="Un fait.", goal="Un but", step="Un pas")
    journey = cast.amina_journey.pk
    held = interviews.hold_interview(acting(cast.fanny), journey, meeting(cast), NOW, outcome)
    with pytest.raises(PermissionDenied):
        accompanying.remove(acting(cast.karim), journey, Interview, held.pk, 1, "Doublon", NOW)
    with pytest.raises(ValidationError):
        accompanying.remove(acting(cast.fanny), journey, Interview, held.pk, 1, " ", NOW)
    Referent.objects.create(journey_id=journey, user=cast.karim, started_on=D(2026, 1, 1))
    accompanying.remove(acting(cast.karim), journey, Interview, held.pk, 1, "Doublon", NOW)
    assert not Interview.objects.exists()
    assert Note.objects.get().interview is None
    gone = Interview.history.get(history_type="-")
    assert (gone.history_user, gone.history_change_reason, gone.id) == (cast.karim, "Doublon", held.pk)
    goal = Goal.objects.get()
    accompanying.remove(acting(cast.fanny), journey, Goal, goal.pk, None, "Pas le sien", NOW)
    assert Goal.history.get(history_type="-").history_change_reason == "Pas le sien (avec ses pas : Un pas)"
    assert not NextStep.objects.exists()
    assert not NextStep.history.exists()  # it would lead to nobody, and outlive an anonymisation
