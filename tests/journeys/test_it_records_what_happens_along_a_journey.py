"""Stages, referents, pauses, exits, passages and follow-ups: each verb once, and its refusals in words."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys import actions
from maille.journeys.models import Journey
from maille.journeys.models.changes import changes_of
from maille.network.models import KpaChoices
from tests.cast import Cast
from tests.journeys.help import D, acting

pytestmark = pytest.mark.django_db


def words(refused: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(refused.value.messages)


def test_stages_are_dated_and_named_by_the_kpa(cast: Cast) -> None:
    KpaChoices.objects.filter(kpa=cast.kpa).update(stage_names={"explore": "Découvrir"})
    fanny, journey = acting(cast.fanny), cast.amina_journey
    actions.reach_stage(fanny, journey.pk, 1, "explore", D(2025, 9, 1))
    assert changes_of(journey)[0].reason == "Étape « Découvrir » à partir du 01/09/2025"
    assert changes_of(journey)[0].who == "Fanny"
    for day, said in [(D(2025, 4, 1), "avant l'entrée"), (D(2026, 6, 16), "futur"), (D(2025, 9, 1), "déjà ce jour")]:
        with pytest.raises(ValidationError) as refused:
            actions.reach_stage(fanny, journey.pk, None, "test", day)
        assert said in words(refused)
    with pytest.raises(ValidationError, match="déjà en cours depuis le 01/09/2025"):
        actions.reach_stage(fanny, journey.pk, None, "explore", D(2025, 10, 1))


def test_a_referent_works_for_the_kpa_or_its_host(cast: Cast) -> None:
    fanny, journey = acting(cast.fanny), cast.amina_journey
    actions.change_referent(fanny, journey.pk, 1, cast.karim.pk, D(2025, 9, 1))
    with pytest.raises(ValidationError, match="ne peut pas suivre"):
        actions.change_referent(fanny, journey.pk, None, cast.charlie.pk, D(2025, 10, 1))


def test_a_pause_ends_the_day_before_the_return(cast: Cast) -> None:
    fanny, journey = acting(cast.fanny), cast.amina_journey
    pause = actions.suspend(fanny, journey.pk, 1, D(2026, 2, 1), reason="Garde d'enfant")
    with pytest.raises(ValidationError, match="déjà"):
        actions.suspend(fanny, journey.pk, None, D(2026, 3, 1))
    actions.resume(fanny, journey.pk, 2, D(2026, 3, 2))
    pause.refresh_from_db()
    assert pause.ended_on == D(2026, 3, 1)
    with pytest.raises(ValidationError, match="pas en pause"):
        actions.resume(fanny, journey.pk, None, D(2026, 3, 2))


def test_an_exit_closes_what_was_open_and_can_be_taken_back(cast: Cast) -> None:
    fanny, journey = acting(cast.fanny), cast.amina_journey
    pause = actions.suspend(fanny, journey.pk, 1, D(2026, 5, 1))
    left = actions.record_exit(fanny, journey.pk, 2, D(2026, 6, 1), "employment", "cdi")
    pause.refresh_from_db()
    assert (left.end_kind, left.outcome, left.detail, pause.ended_on) == ("exit", "employment", "cdi", D(2026, 6, 1))
    back = actions.cancel_exit(fanny, journey.pk, 3)
    assert (back.ended_on, back.end_kind, back.outcome, back.detail) == (None, "", "", "")


@pytest.mark.parametrize(
    ("day", "outcome", "detail", "field", "said"),
    [
        (D(2025, 4, 3), "none", "", "ended_on", "précède l'entrée"),
        (D(2026, 6, 16), "none", "", "ended_on", "futur"),
        (D(2026, 6, 1), "training", "cdi", "detail", "« CDI » ne va pas avec « En formation »"),
        (D(2026, 6, 1), "", "interim", "detail", "une situation inconnue"),
    ],
)
def test_an_impossible_exit_is_refused_in_words(
    cast: Cast, day: D, outcome: str, detail: str, field: str, said: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.record_exit(acting(cast.fanny), cast.amina_journey.pk, 1, day, outcome, detail)
    assert said in " ".join(refused.value.message_dict[field])


def test_a_passage_is_not_an_exit_and_carries_what_is_known(cast: Cast) -> None:
    Journey.objects.filter(pk=cast.amina_journey.pk).update(qpv=True, level="bac")
    with pytest.raises(PermissionDenied):
        actions.transfer(acting(cast.fanny), cast.amina_journey.pk, 1, cast.other_kpa, D(2026, 6, 1))
    odile = acting(cast.odile)
    following = actions.transfer(odile, cast.amina_journey.pk, 1, cast.other_kpa, D(2026, 6, 1), 10)
    journey = Journey.objects.get(pk=cast.amina_journey.pk)
    assert (journey.end_kind, journey.outcome, journey.transferred_to) == ("transfer", "", following)
    assert (following.kpa, following.entered_on, following.qpv, following.level) == (
        cast.other_kpa,
        D(2026, 6, 1),
        True,
        "bac",
    )
    actions.cancel_exit(odile, journey.pk, 2)
    assert cast.amina.journeys.get().ended_on is None


def test_a_passage_somebody_has_worked_on_stays(cast: Cast) -> None:
    odile = acting(cast.odile)
    following = actions.transfer(odile, cast.amina_journey.pk, 1, cast.other_kpa, D(2026, 6, 1))
    actions.reach_stage(acting(cast.charlie), following.pk, None, "test", D(2026, 6, 10))
    with pytest.raises(ValidationError, match="déjà été complété"):
        actions.cancel_exit(odile, cast.amina_journey.pk, 2)


def test_follow_ups_come_after_the_exit(cast: Cast) -> None:
    fanny, journey = acting(cast.fanny), cast.amina_journey
    with pytest.raises(ValidationError, match="après une sortie"):
        actions.record_follow_up(fanny, journey.pk, 3, D(2026, 6, 1), "none")
    actions.record_exit(fanny, journey.pk, 1, D(2026, 1, 31), "training", "qualifying")
    with pytest.raises(ValidationError, match="injoignable"):
        actions.record_follow_up(fanny, journey.pk, 3, D(2026, 6, 1))
    actions.record_follow_up(fanny, journey.pk, 3, D(2026, 5, 2), unreachable=True)
    noted = actions.record_follow_up(fanny, journey.pk, 3, D(2026, 5, 3), "employment", "cdi")
    assert (journey.follow_ups.count(), noted.unreachable, noted.outcome) == (1, False, "employment")
    with pytest.raises(ValidationError, match="ne peut plus être annulée"):
        actions.cancel_exit(fanny, journey.pk, 4)
    with pytest.raises(ValidationError, match="noté avant"):
        actions.record_exit(fanny, journey.pk, 4, D(2026, 6, 1), "none")


def test_the_outsider_changes_nothing(cast: Cast) -> None:
    with pytest.raises(Journey.DoesNotExist):
        actions.reach_stage(acting(cast.charlie), cast.amina_journey.pk, None, "test", D(2026, 1, 1))
