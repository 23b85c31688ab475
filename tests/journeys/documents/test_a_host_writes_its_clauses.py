"""A host's own words: versions, differences, a sample on paper; never a contract already made."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from maille.identity.models import User
from maille.journeys.actions import files
from maille.journeys.actions.clauses import adopt
from maille.journeys.models import ClauseText
from maille.journeys.rules.documents.clauses import CLAUSES, LONGEST, defaults
from maille.journeys.rules.documents.merging import PLACES, merged, unknown_places
from tests.cast import Cast
from tests.journeys.documents.help import NOW, issue, make_period, text_of
from tests.journeys.help import acting

OURS = defaults("cape") | {"r127_1_6": "Chacun peut arrêter avec un délai de quinze jours."}


def client_of(user: User) -> Client:
    """A browser of theirs."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_version_of_the_day_is_the_one_printed(cast: Cast) -> None:
    period = make_period(cast)
    before = issue(cast, period)
    adopt(acting(cast.karim), cast.host, "cape", OURS, 0, NOW)
    after = issue(cast, period, NOW + datetime.timedelta(minutes=1))
    assert "quinze jours" not in text_of(files.read(before.file))
    assert "quinze jours" in text_of(files.read(after.file))
    assert (before.clauses, after.clauses) == (None, ClauseText.objects.get())
    assert before.facts["clauses_version"] == 0


def test_two_people_writing_at_once_is_told(cast: Cast) -> None:
    adopt(acting(cast.karim), cast.host, "cape", OURS, 0, NOW)
    with pytest.raises(ValidationError, match="entre-temps"):
        adopt(acting(cast.odile), cast.host, "cape", defaults("cape"), 0, NOW)
    with pytest.raises(ValidationError, match="Rien n'a changé"):
        adopt(acting(cast.karim), cast.host, "cape", OURS, 1, NOW)
    assert ClauseText.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "vide"),
        ("x" * (LONGEST + 1), "dépasse"),
        ("{salaire}", "{salaire}"),
        ("a } b", "accolade"),
        ("{}", "accolade"),
    ],
)
def test_a_clause_that_would_not_print_right_is_refused(cast: Cast, text: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        adopt(acting(cast.karim), cast.host, "cape", OURS | {"r127_1_6": text}, 0, NOW)
    assert words in " ".join(refused.value.message_dict["r127_1_6"])


def test_only_who_looks_after_the_host_writes(cast: Cast) -> None:
    for user in (cast.fanny, cast.charlie):
        with pytest.raises(PermissionDenied):
            adopt(acting(user), cast.host, "cape", OURS, 0, NOW)


def test_karim_looks_at_a_sample_then_adopts_and_the_difference_is_shown(cast: Cast) -> None:
    karim, page = client_of(cast.karim), f"/structures/{cast.host.pk}/clauses/cape/"
    assert "Notre texte" in karim.get(page).content.decode()
    sample = karim.post(page, {**OURS, "former": 0, "preview": "1"})
    assert sample["Content-Type"] == "application/pdf"
    assert "quinze jours" in text_of(sample.content)
    assert not ClauseText.objects.exists()
    assert karim.post(page, {**OURS, "former": 0})["Location"] == page
    changed = karim.get(f"{page}1/").content.decode()
    assert "<ins>" in changed
    assert "quinze" in changed
    stale = karim.post(page, {**OURS, "r127_1_6": "Autre", "former": 0}).content.decode()
    assert "De votre texte à la version en usage" in stale
    assert 'name="former" value="1"' in stale
    assert "quinze jours" in client_of(cast.fanny).get(page).content.decode()


@given(st.text(), st.dictionaries(st.sampled_from(sorted(PLACES)), st.text()))
def test_what_is_filled_in_is_never_read_again(text: str, words: dict[str, str]) -> None:
    assert merged("{programme}", {**words, "programme": text}) == text


def test_our_own_wording_prints() -> None:
    for kind, clauses in CLAUSES.items():
        assert [clause.number for clause in clauses] == list(range(1, len(clauses) + 1))
        for clause in clauses:
            assert not unknown_places(clause.default), (kind, clause.key)
            assert len(clause.default) <= LONGEST
    assert len(CLAUSES["cape"]) == 8
