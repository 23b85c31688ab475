"""Publics, ages, length, contracts, stages, words: a KPA's own, within what the scheme allows."""

import dataclasses

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from maille.network.access import actor_for
from maille.network.actions.choices import choices_of, update_choices
from maille.network.actions.saving import ConflictError
from maille.network.models import KpaChoices
from maille.network.rules import words
from maille.network.rules.choices import Choices, own, problems, too_long
from tests.cast import Cast

COOPAINS = Choices(
    publics="jeunes de 16 à 25 ans",
    minimum_age=16,
    maximum_age=25,
    maximum_months=12,
    contract_kinds=("membership", "cape"),
    stage_names={"immerse": " Découvrir ", "explore": "", "test": "Tester"},
    vocabulary={"job": "mission", "workshop": "atelier", "cooperant": "coopain·e"},
    required_pieces=("charter", "bank"),
    controller="joint",
)


def test_it_keeps_what_differs_from_the_common_words(cast: Cast, today) -> None:
    choices = update_choices(actor_for(cast.fanny, None, today), cast.kpa, 1, COOPAINS)
    choices.refresh_from_db()
    assert choices.stage_names == {"immerse": "Découvrir"}
    assert choices.vocabulary == {"job": "mission", "cooperant": "coopain·e"}
    assert choices.contract_kinds == ["cape", "membership"]
    assert choices.required_pieces == ["bank", "charter"], "in the common order"
    assert choices.controller == "joint"
    assert choices.stage_name("immerse") == "Découvrir"
    assert choices.stage_name("explore") == "Explorer"
    assert choices.word("job", many=True) == "missions"
    assert choices.word("cooperant", many=True) == "coopain·es"
    assert choices.word("workshop") == "atelier"
    assert (choices.version, choices.history.count()) == (2, 2)


def test_a_kpa_without_choices_has_the_common_ones(cast: Cast, today) -> None:
    KpaChoices.objects.all().delete()
    assert choices_of(cast.kpa).maximum_months == 36
    assert update_choices(actor_for(cast.fanny, None, today), cast.kpa, 0, COOPAINS).version == 1


def test_the_second_to_save_is_told_and_nothing_is_overwritten(cast: Cast, today) -> None:
    fanny, odile = actor_for(cast.fanny, None, today), actor_for(cast.odile, None, today)
    update_choices(fanny, cast.kpa, 1, COOPAINS)
    with pytest.raises(ConflictError):
        update_choices(odile, cast.kpa, 1, dataclasses.replace(COOPAINS, maximum_months=24))
    assert KpaChoices.objects.get(kpa=cast.kpa).maximum_months == 12


def test_nobody_decides_for_another_kpa(cast: Cast, today) -> None:
    for user in (cast.charlie, cast.karim):
        with pytest.raises(PermissionDenied):
            update_choices(actor_for(user, None, today), cast.kpa, 1, COOPAINS)
    with pytest.raises(PermissionDenied):
        update_choices(actor_for(cast.odile, None, today), cast.host, 1, COOPAINS)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"minimum_age": 15}, "minimum_age"),
        ({"required_pieces": ("contract",)}, "required_pieces"),
        ({"required_pieces": ("nir",)}, "required_pieces"),
        ({"controller": "nobody"}, "controller"),
        ({"minimum_age": 18, "maximum_age": 17}, "maximum_age"),
        ({"maximum_months": 37}, "maximum_months"),
        ({"maximum_months": 0}, "maximum_months"),
        ({"contract_kinds": ("cdi",)}, "contract_kinds"),
        ({"stage_names": {"test": "Explorer"}}, "stage_names.test"),
        ({"stage_names": {"fly": "Voler"}}, "stage_names.fly"),
        ({"vocabulary": {"job": "m" * 41}}, "vocabulary.job"),
        ({"vocabulary": {"job": "<b>"}}, "vocabulary.job"),
        ({"vocabulary": {"law": "loi"}}, "vocabulary.law"),
    ],
)
def test_what_the_scheme_forbids_is_said_by_field(change: dict, field: str) -> None:
    assert field in problems(dataclasses.replace(COOPAINS, **change))


def test_good_choices_have_no_problem() -> None:
    assert problems(COOPAINS) == {}


@pytest.mark.parametrize("change", [{"minimum_age": 15}, {"maximum_age": 3}, {"maximum_months": 48}])
def test_the_database_refuses_them_too(cast: Cast, change: dict) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        KpaChoices.objects.filter(kpa=cast.kpa).update(**change)


def test_an_action_says_them_in_french(cast: Cast, today) -> None:
    with pytest.raises(ValidationError) as refusal:
        update_choices(
            actor_for(cast.fanny, None, today), cast.kpa, 1, dataclasses.replace(COOPAINS, maximum_months=48)
        )
    assert "36 mois" in refusal.value.message_dict["maximum_months"][0]


def test_a_journey_over_the_maximum_is_told_with_the_rule_named() -> None:
    assert too_long(None, 12, "Les Coopains à Bord") == too_long(12, 12, "Les Coopains à Bord") == ""
    assert "12 mois" in too_long(13, 12, "Les Coopains à Bord")
    assert "Les Coopains à Bord" in too_long(13, 12, "Les Coopains à Bord")


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("mission", "missions"),
        ("journal", "journaux"),
        ("coup de main", "coups de main"),
        ("parcours", "parcours"),
        ("chantier à deux", "chantiers à deux"),
        ("bureau", "bureaux"),
        ("membre actif", "membres actifs"),
        ("coopérant·e", "coopérant·es"),
    ],
)
def test_words_have_their_plural(one: str, many: str) -> None:
    assert words.say({"job": one}, "job", many=True) == many


@given(st.dictionaries(st.sampled_from(sorted(words.WORDS)), st.text(max_size=40)))
def test_there_is_always_a_word(said: dict[str, str]) -> None:
    kept = own(said, {key: word.one for key, word in words.WORDS.items()})
    for key, common in words.WORDS.items():
        assert words.say(kept, key).strip()
        if key not in kept:
            assert words.say(kept, key, many=True) == common.many
