"""Words that judge and words of illness are pointed at, with what to write instead; facts are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maille.journeys.rules.wording import DIAGNOSIS, JUDGEMENT, NIR, hints

JUDGING = ["Elle est fainéante.", "C'est une MENTEUSE", "Il n'est pas motivé", "Pas très motivée !", "un profiteur",
           "Elle ne fait aucun effort", "agressif au téléphone", "Un cas soc.", "toujours en retard"]  # fmt: skip
OF_HEALTH = ["Elle est dépressive", "dit être bipolaire", "suit un diagnostic", "souffre d'asthme", "burn-out",
             "Malade de longue date"]  # fmt: skip
FACTS = [
    "Elle dit chercher un travail à mi-temps, le matin.",
    "Il est venu trois fois sur quatre en mai ; absent le 12, il a prévenu.",
    "Préfère un poste assis. RQTH jusqu'en 2027.",
    "Elle assiste à l'atelier cuisine dans la salle du bas.",
    "A parlé de son bilan de santé à la Maison de la santé.",
    "Le commentaire la motive, dit-elle.",
]


@pytest.mark.parametrize("text", JUDGING)
def test_a_judgement_is_named_as_typed(text: str) -> None:
    (hint,) = hints(text)
    assert hint.kind == JUDGEMENT
    assert hint.words in text
    assert hint.words in hint.sentence
    assert "Écrivez plutôt" in hint.sentence


@pytest.mark.parametrize("text", OF_HEALTH)
def test_an_illness_is_named(text: str) -> None:
    assert [hint.kind for hint in hints(text)] == [DIAGNOSIS]


@pytest.mark.parametrize("text", FACTS)
def test_facts_are_left_alone(text: str) -> None:
    assert hints(text) == ()


def test_a_number_comes_too_in_the_order_of_the_text_and_each_word_once() -> None:
    found = hints("Menteuse. Son numéro : 1 85 06 75 123 456. Une menteuse.")
    assert [hint.kind for hint in found] == [JUDGEMENT, NIR]


@given(st.text())
def test_it_reads_anything_and_points_at_what_is_there(text: str) -> None:
    for hint in hints(text):
        assert text[hint.start :].startswith(hint.words)
