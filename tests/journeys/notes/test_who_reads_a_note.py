"""Need to know: who reads which note, said twice (a query, a pure rule) and found equal; nobody reads upside down."""

import datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maille.identity.models import User
from maille.journeys.models import Note, Referent
from maille.journeys.rules.notes import WIDTH, Standing, Visibility, narrowest, reads
from maille.network.models import Membership
from maille.network.rules.roles import Actor, Role
from tests.cast import Cast, member
from tests.journeys.help import TODAY, acting
from tests.journeys.notes.help import note

STANDINGS = st.builds(Standing, st.sampled_from([None, *Role]), *[st.booleans()] * 4)


@given(STANDINGS)
def test_nobody_reads_a_narrower_note_without_the_wider_ones(standing: Standing) -> None:
    read = [reads(standing, visibility) for visibility in Visibility]
    assert read == sorted(read)
    assert reads(standing, Visibility.SHARED)


def test_the_author_level_is_for_the_author_and_the_referent_it_was_entrusted_to() -> None:
    for role, wrote, follows, entrusted, herself in product([None, *Role], *[[False, True]] * 4):
        standing = Standing(role, wrote, follows, entrusted, herself)
        expected = wrote or (follows and entrusted and not herself)
        assert reads(standing, Visibility.AUTHOR) == expected


@pytest.fixture
def readers(cast: Cast) -> dict[str, User]:
    """Everybody who might look, Fanny following Amina; a second contributor; Amina herself."""
    Referent.objects.create(journey=cast.amina_journey, user=cast.karim, started_on=datetime.date(2025, 4, 4))
    Referent.objects.create(journey=cast.amina_journey, user=cast.fanny, started_on=datetime.date(2025, 9, 1))
    amina = member("Amina", cast.kpa, Role.COOPERANT)
    cast.amina.user = amina
    cast.amina.save()
    return {
        "fanny": cast.fanny,
        "colleague": member("Collègue", cast.kpa, Role.CONTRIBUTOR),
        "karim": cast.karim,
        "odile": cast.odile,
        "manager": member("Responsable", cast.lead, Role.MANAGER),
        "amina": amina,
        "charlie": cast.charlie,
    }


READ = {
    "author": {"fanny", "writer"},
    "team": {"fanny", "colleague", "writer"},
    "host": {"fanny", "colleague", "karim", "writer"},
    "shared": {"fanny", "colleague", "karim", "odile", "writer"},
}


@pytest.mark.parametrize("visibility", READ)
def test_each_reads_what_they_need(cast: Cast, readers: dict[str, User], visibility: str) -> None:
    readers["writer"] = member("Autrice", cast.kpa, Role.CONTRIBUTOR)
    written = note(cast.amina_journey, readers["writer"], visibility)
    read = {name for name, user in readers.items() if Note.objects.visible_to(acting(user)).filter(pk=written.pk)}
    assert read == READ[visibility]
    on_her_pages = Note.objects.shared_with(cast.amina).filter(pk=written.pk).exists()
    assert on_her_pages == (visibility == "shared")


def test_the_query_says_what_the_rule_says(cast: Cast, readers: dict[str, User]) -> None:
    for visibility, author, entrusted in product(Visibility, ("fanny", "karim", "odile"), (None, "fanny", "karim")):
        written = note(cast.amina_journey, readers[author], visibility,
                       entrusted_to=readers[entrusted] if entrusted else None)  # fmt: skip
        for name, user in readers.items():
            actor = acting(user)
            standing = Standing(actor.role, author == name, name == "fanny", entrusted in (None, name), name == "amina")
            expected = cast.kpa.pk in actor.files and reads(standing, visibility)
            found = Note.objects.visible_to(actor).filter(pk=written.pk).exists()
            assert found == expected, (visibility, author, entrusted, name, narrowest(standing), WIDTH)


def test_a_referent_of_the_past_reads_as_their_role_does(cast: Cast, readers: dict[str, User]) -> None:
    written = note(cast.amina_journey, cast.fanny, "author")
    before = acting(cast.karim, TODAY.replace(year=2025, month=6))
    assert Note.objects.visible_to(before).filter(pk=written.pk).exists()
    assert not Note.objects.visible_to(acting(cast.karim)).filter(pk=written.pk).exists()


def test_a_note_not_entrusted_to_the_next_referent_stays_unread(cast: Cast, readers: dict[str, User]) -> None:
    kept = note(cast.amina_journey, cast.karim, "author", entrusted_to=cast.karim)
    passed = note(cast.amina_journey, cast.karim, "author", entrusted_to=cast.fanny)
    read = set(Note.objects.visible_to(acting(cast.fanny)))
    assert passed in read
    assert kept not in read


def test_who_wrote_and_left_reads_nothing_any_more(cast: Cast, readers: dict[str, User]) -> None:
    note(cast.amina_journey, cast.fanny, "author")
    Membership.objects.filter(user=cast.fanny).update(ended_on=TODAY - datetime.timedelta(days=1))
    assert not Note.objects.visible_to(acting(cast.fanny)).exists()


def test_a_cooperante_become_contributor_reads_of_herself_what_is_shared(cast: Cast, readers: dict[str, User]) -> None:
    Membership.objects.filter(user=readers["amina"]).update(role=Role.CONTRIBUTOR)
    for visibility in Visibility:
        note(cast.amina_journey, cast.fanny, visibility)
        note(cast.lea_journey, cast.fanny, visibility)
    read = Note.objects.visible_to(acting(readers["amina"]))
    assert {each.visibility for each in read.filter(journey=cast.amina_journey)} == {"shared"}
    assert {each.visibility for each in read.filter(journey=cast.lea_journey)} == {"team", "host", "shared"}


def test_strangers_and_nobody_read_nothing(cast: Cast, readers: dict[str, User]) -> None:
    note(cast.amina_journey, cast.fanny, "shared")
    assert not Note.objects.visible_to(acting(cast.charlie)).exists()
    assert not Note.objects.visible_to(Actor.nobody(TODAY)).exists()
    assert Note.objects.visible_to(Actor.command_line(TODAY)).count() == 1


def test_a_withdrawn_note_is_left_out_unless_asked_for(cast: Cast, readers: dict[str, User], today: Any) -> None:
    note(cast.amina_journey, cast.fanny, withdrawn_at=datetime.datetime(2026, 6, 15, tzinfo=datetime.UTC))
    assert not Note.objects.visible_to(acting(cast.fanny)).exists()
    assert Note.objects.visible_to(acting(cast.fanny), withdrawn=True).exists()


def test_it_is_one_query_whatever_the_number(
    cast: Cast, readers: dict[str, User], django_assert_num_queries: Any
) -> None:
    for _ in range(30):
        note(cast.amina_journey, cast.fanny, "author")
    actor = acting(cast.fanny)
    with django_assert_num_queries(1):
        assert len(Note.objects.visible_to(actor)) == 30
