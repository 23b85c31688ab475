"""Role × page × own or other KPA: the answer of every page of the project is written in table.py, or this fails."""

import copy
import os

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access_matrix.addresses import address, names_a_thing, patterns
from tests.access_matrix.table import SIGN_IN, TABLE, Line, read
from tests.access_matrix.world import ROLES, World, make_world
from tests.cast import Cast

LINES = read(TABLE)
BY_NAME: dict[str, list[Line]] = {}
for each in LINES:
    BY_NAME.setdefault(each.name, []).append(each)
AREAS = sorted({name.partition(":")[0] if ":" in name else name.partition("_")[0] for name in BY_NAME})
"""The first word of names: one test each, for all of them share one world."""


@pytest.fixture
def world(cast: Cast) -> World:
    """The cast, one person per role, one of each thing on both sides."""
    return make_world(cast)


def sign_of(response: HttpResponse) -> str:
    """The sign that stands for this answer in the table."""
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login") + "?next="):
        return SIGN_IN
    return {403: "3", 404: "4", 405: "5"}.get(response.status_code, "+")


CLIENT = Client(raise_request_exception=True)
"""One for all: what makes a role is its cookies, given anew at each request."""


def ask(world: World, role: str, method: str, path: str) -> str:
    """One request, whose effects are undone."""
    CLIENT.cookies = copy.deepcopy(world.cookies[role])
    with transaction.atomic():
        response = CLIENT.get(path) if method == "GET" else CLIENT.post(path)
        transaction.set_rollback(True)
    return sign_of(response)


@pytest.mark.parametrize("area", AREAS)
def test_each_role_gets_the_answer_written(world: World, area: str) -> None:
    wrong = []
    for name, pattern in patterns().items():
        if not name.startswith((f"{area}:", f"{area}_")) and name != area:
            continue
        for line in BY_NAME.get(name, []):
            path = address(name, pattern, world.things["own" if line.side == "-" else line.side])
            found = "".join(ask(world, role, line.method, path) for role in ROLES)
            if found != line.signs:
                wrong.append(f"{line.text()}   répond {' '.join(found)}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_page_is_in_the_table() -> None:
    missing = sorted(set(patterns()) - set(BY_NAME))
    assert not missing, (
        f"à ajouter dans tests/access_matrix/table.py après les avoir jugées : {missing} "
        "(MATRIX=nom pytest -s -k print tests/access_matrix affiche les réponses trouvées)"
    )


def test_pages_that_name_a_thing_are_asked_for_both_sides_and_both_methods() -> None:
    for name, pattern in patterns().items():
        asked = {(line.side, line.method) for line in BY_NAME.get(name, [])}
        sides = ("own", "other") if names_a_thing(name, pattern) else ("-",)
        assert asked >= {(side, method) for side in sides for method in ("GET", "POST")}, name


def test_charlie_sees_nothing_of_ours() -> None:
    """Whatever else changes: for a page that names a thing of La Cape, its outsider gets 404 (or 405), never a page."""
    ours = [line for line in LINES if line.side == "own" and line.name != "network:accept_invitation"]
    assert len(ours) > 60
    for line in ours:
        assert line.signs[ROLES.index("charlie")] in "45", line.text()


@pytest.mark.unwatched  # only prints
@pytest.mark.by_hand
def test_print_the_matrix(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    for name, pattern in patterns().items():
        if os.environ["MATRIX"] not in name:
            continue
        for side in ("own", "other") if names_a_thing(name, pattern) else ("-",):
            for method in ("GET", "POST"):
                path = address(name, pattern, world.things["own" if side == "-" else side])
                signs = "".join(ask(world, role, method, path) for role in ROLES)
                with capsys.disabled():
                    print(Line(name, side, method, signs).text())  # noqa: T201 - that is what it is for
