"""Whatever the house logs as read, the person's own page says it in her words."""

import pathlib
import re

import pytest

import maille
from maille.journeys.rules.reads import words_of

SOURCE = pathlib.Path(maille.__file__).parent
LOGGED = re.compile(
    r'log_(?:read|account|pay|people)\([^()]*, f?"([^"]+)"\)|log_access\((?:[^()]|\([^()]*\))*what=f?"([^"]+)"'
)


def logged() -> set[str]:
    """Every literal `what` of the code."""
    found = (LOGGED.findall(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py"))
    return {one or other for pairs in found for one, other in pairs}


def test_they_are_met() -> None:
    assert {"notes", "export", "partenaire", "relevé de compte", "bulletin de paie"} <= logged()


@pytest.mark.parametrize("what", sorted(logged()))
def test_it_has_words(what: str) -> None:
    assert f"({what})" not in words_of(what)


def test_what_is_not_known_is_named_as_logged() -> None:
    assert words_of("autre chose") == "votre fiche (autre chose)"
    assert words_of("") == "votre fiche"
