"""Searching without case nor accents says the same whatever way a text is folded."""

import pytest
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from maille.activities.models.folding import Folded, quickly
from maille.network.rules.names import fold
from tests.activities.jobs.help import planned
from tests.cast import Cast


@given(st.text(st.characters(max_codepoint=127)) | st.text(max_size=20))
def test_the_quick_way_is_the_same(text: str) -> None:
    assert quickly(text) == fold(text)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["Goûter de l'École", "ŒUVRE d'été, Noël à Saint-Maur", "ÇA VA ? Æ", "100 % bio"])
def test_the_database_folds_as_names_are(cast: Cast, text: str) -> None:
    job = planned(cast, title=text)
    found = type(job).objects.annotate(said=Folded(F("title"))).get(pk=job.pk)
    assert " ".join(found.said.split()) == fold(text)
