"""A page of somebody else's cannot act in our name, run anything in ours, nor show ours inside its own."""

import copy

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.access_matrix.addresses import address, patterns
from tests.access_matrix.table import TABLE, read
from tests.access_matrix.world import World, make_world
from tests.cast import Cast

WRITERS = ("contributor", "host_referent", "coordinator", "administrator", "manager", "cooperant")
COLUMN = {"cooperant": 1, "contributor": 2, "host_referent": 3, "manager": 4, "coordinator": 5, "administrator": 6}


@pytest.fixture
def world(cast: Cast) -> World:
    """The cast, one person per role, one of each thing."""
    return make_world(cast)


def ask(world: World, role: str, method: str, path: str) -> HttpResponse:
    """One request as another site would make it: cookies, and nothing that proves it comes from our pages."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = copy.deepcopy(world.cookies[role])
    with transaction.atomic():
        response = client.get(path) if method == "GET" else client.post(path, {"any": "thing"})
        transaction.set_rollback(True)
    return response


def let_in(method: str) -> list[tuple[str, str]]:
    """Page → a role its table lets in for that method."""
    found = []
    for line in read(TABLE):
        if line.side == "other" or line.method != method:
            continue
        role = next((each for each in WRITERS if line.signs[COLUMN[each]] == "+"), "")
        if role:
            found.append((line.name, role))
    return found


def test_no_form_is_accepted_without_the_proof_that_it_is_ours(world: World) -> None:
    """Whatever the page, whoever is signed in: a POST without its token is refused before anything is read."""
    pages = let_in("POST")
    assert len(pages) > 40
    taken = []
    for name, role in pages:
        path = address(name, patterns()[name], world.things["own"])
        response = ask(world, role, "POST", path)
        if response.status_code != 403:
            taken.append(f"{name} ({role}) : {response.status_code}")
    assert not taken, "\n".join(taken)


def test_every_answer_forbids_foreign_code_and_foreign_frames(world: World) -> None:
    loose = []
    for name, role in let_in("GET"):
        path = address(name, patterns()[name], world.things["own"])
        response = ask(world, role, "GET", path)
        policy = dict(
            each.strip().partition(" ")[::2] for each in response.headers.get("Content-Security-Policy", "").split(";")
        )
        if (
            policy.get("default-src") != "'none'"
            or policy.get("script-src") != "'self'"
            or policy.get("frame-ancestors") != "'none'"
            or "unsafe" in str(policy)
            or response.headers.get("X-Content-Type-Options") != "nosniff"
            or response.headers.get("X-Frame-Options") != "DENY"
            or response.headers.get("Referrer-Policy") != "same-origin"
        ):
            loose.append(f"{name}: {response.headers.get('Content-Security-Policy')}")
    assert not loose, "\n".join(loose)


def test_nothing_sent_is_shown_inside_a_page(world: World) -> None:
    """Whatever is not a page is a file to keep: attached, never opened in place where it could pass for ours."""
    shown = []
    for name, role in let_in("GET"):
        path = address(name, patterns()[name], world.things["own"])
        response = ask(world, role, "GET", path)
        kind = response.headers.get("Content-Type", "")
        if response.status_code == 200 and not kind.startswith(("text/html", "text/plain")):
            disposition = response.headers.get("Content-Disposition", "")
            if not disposition.startswith("attachment"):
                shown.append(f"{name}: {kind} {disposition or 'sans Content-Disposition'}")
    assert not shown, "\n".join(shown)
