"""The list: filters and paging give what a plain reading of every file gives, in the same number of queries."""

import datetime
import itertools
import random
from unittest import mock

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maille.journeys.models import Journey, Person, Referent, Stage, Suspension
from maille.journeys.models import shown as shown_module
from maille.journeys.models.listing import rows_of
from maille.journeys.models.reading import newest_first, tell, with_events
from maille.journeys.models.shown import NAME_ORDER, journeys_shown, people_shown
from maille.journeys.rules.filters import STATES, Filters, Wanted
from maille.journeys.rules.names import fold
from maille.journeys.rules.state import Status
from maille.journeys.rules.terms import StageKind
from maille.network.rules.roles import Actor
from maille.ui import keyset
from tests.cast import Cast
from tests.journeys.help import TODAY, D, acting

pytestmark = pytest.mark.django_db
STATUSES = {
    Wanted.UNDER_WAY: Status.UNDER_WAY,
    Wanted.SUSPENDED: Status.SUSPENDED,
    Wanted.LEFT: Status.LEFT,
    Wanted.MOVED: Status.MOVED,
}
FIRST, LAST = ["Zoé", "Inès", "Jean-Marc", "Noé"], ["Élan", "Da Silva", "Ben Ali", "Zola"]


def populate(cast: Cast, seed: int, people: int = 12, first: int = 0) -> None:
    """A few people with a few journeys and what happens along them."""
    dice = random.Random(seed)
    for rank in range(people):
        person = Person.objects.create(
            first_name=dice.choice(FIRST), last_name=dice.choice(LAST), birth_date=D(1990, 1, 1), homonym=first + rank,
            sex=dice.choice(["", "F"]),
        )  # fmt: skip
        entered = D(2024, 1, 1) + datetime.timedelta(days=dice.randrange(300))
        for _ in range(dice.randint(1, 3)):
            open_ended = dice.random() < 0.4
            ended = None if open_ended else entered + datetime.timedelta(days=dice.randrange(0, 200))
            complete = dice.random() < 0.5
            journey = Journey.objects.create(
                person=person, kpa=dice.choice([cast.kpa, cast.other_kpa]), entered_on=entered, ended_on=ended,
                end_kind=dice.choice(["exit", "transfer"]) if ended else "", planned_months=12 if complete else None,
                postal_code="59000", level="bac", qpv=True, single_parent=False, international_protection=False,
                mission_locale=False, disabled=False,
            )  # fmt: skip
            for days in sorted(dice.sample(range(200), dice.randint(0, 3))):
                day = entered + datetime.timedelta(days=days)
                if ended is None or day <= ended:
                    Stage.objects.create(journey=journey, kind=dice.choice(list(StageKind)), started_on=day)
                    Referent.objects.create(journey=journey, user=dice.choice([cast.fanny, cast.karim]), started_on=day)
            if dice.random() < 0.3:
                Suspension.objects.create(journey=journey, started_on=entered, ended_on=ended)
            if ended is None:
                break
            entered = ended + datetime.timedelta(days=1)


def plainly(actor: Actor, at: D, filters: Filters) -> list[int]:
    """The same list, by reading every file."""
    found = []
    for person in Person.objects.filter(merged_into__isnull=True):
        words = fold(f"{person.first_name} {person.last_name}").split()
        if not all(any(word.startswith(asked) for word in words) for asked in filters.words):
            continue
        journeys = [
            journey
            for journey in with_events(Journey.objects.filter(person=person))
            if journey.kpa_id in actor.files
            and journey.entered_on <= at
            and (not filters.kpa or journey.kpa_id == filters.kpa)
        ]
        if not journeys:
            continue
        told = tell(newest_first(journeys)[0], at)
        referents = sorted((r for r in told.journey.referents.all() if r.started_on <= at), key=lambda r: r.started_on)
        if (
            (not filters.state or told.state.status == STATUSES[filters.state])
            and (not filters.stage or told.state.stage == filters.stage)
            and (not filters.referent or (referents and referents[-1].user_id == filters.referent))
            and (not filters.missing or told.missing)
            and (not filters.year or told.journey.entered_on.year == filters.year)
        ):
            found.append(person)
    return [person.pk for person in sorted(found, key=lambda person: (person.identity_key, person.pk))]


def all_pages(actor: Actor, at: D, filters: Filters) -> list[int]:
    """The list, page after page."""
    found, query = [], ""
    for _ in itertools.count():
        page = keyset.page(people_shown(actor, at, filters), NAME_ORDER, QueryDict(query), size=3)
        found += [person.pk for person in page.rows]
        query = page.next_query
        if not query:
            break
    return found


asked = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(["zo", "Élan", "marc jean", "si", "ben al", "x", "i"]),
        "etat": st.sampled_from([*STATES, Wanted.ANY]),
        "etape": st.sampled_from([kind.value for kind in StageKind]),
        "manque": st.just("1"),
        "annee": st.sampled_from(["2024", "2025"]),
        "kpa": st.sampled_from(["mine", "other"]),
        "referent": st.sampled_from(["fanny", "karim"]),
    },
)


@settings(max_examples=90, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.integers(0, 3), asked, st.dates(D(2024, 1, 1), D(2025, 12, 31)), st.booleans(), st.sampled_from([0, 3]))
def test_pages_of_any_list_equal_a_plain_reading(
    cast: Cast, seed: int, asked: dict, at: D, network: bool, few: int
) -> None:
    """`few` chooses between the two ways to the same people: from their journeys, or along the names."""
    if not Person.objects.filter(homonym=11, sex__in=["", "F"]).exists():
        populate(cast, seed)
    names = {"mine": cast.kpa.pk, "other": cast.other_kpa.pk, "fanny": cast.fanny.pk, "karim": cast.karim.pk}
    filters = Filters.of({key: str(names.get(value, value)) for key, value in asked.items()})
    actor = acting(cast.odile if network else cast.fanny)
    expected = plainly(actor, at, filters)
    with mock.patch.object(shown_module, "NOT_A_FEW", few):
        assert all_pages(actor, at, filters) == expected
    shown = journeys_shown(actor, at, filters)
    assert sorted(shown.values_list("person_id", flat=True)) == sorted(expected)
    rows = rows_of(list(Person.objects.filter(pk__in=expected)), actor, at, filters)
    told = {journey.pk: tell(journey, at) for journey in with_events(shown)}
    assert {(r.journey.pk, r.status, r.stage, r.referent, r.missing) for r in rows} == {
        (pk, t.state.status, t.stage, t.state.referent, t.missing) for pk, t in told.items()
    }


def test_the_page_takes_as_many_queries_for_many_people_as_for_few(cast: Cast, client: Client) -> None:
    client.force_login(cast.odile, backend="allauth.account.auth_backends.AuthenticationBackend")
    counts = []
    for first in (0, 100):
        populate(cast, 7, people=60, first=first)
        with CaptureQueriesContext(
            connection,
        ) as queries:  # fmt: skip
            assert client.get("/personnes/?etat=tous").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_one_person_is_found_without_accents_by_any_word(cast: Cast) -> None:
    for words in ("lea", "FONT", "fontaine le", "Léa Fontaine"):
        assert list(people_shown(acting(cast.fanny), TODAY, Filters.of({"q": words}))) == [cast.lea]
    assert not people_shown(acting(cast.fanny), TODAY, Filters.of({"q": "ontaine"}))
    cast.lea.last_name = "Ö'Brien"
    cast.lea.save()
    assert list(people_shown(acting(cast.fanny), TODAY, Filters.of({"q": "brien o"}))) == [cast.lea]
    assert not people_shown(acting(cast.fanny), TODAY, Filters.of({"q": "fontaine"}))


def test_nothing_typed_in_the_search_breaks_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.fanny, backend="allauth.account.auth_backends.AuthenticationBackend")
    for words in ("%", "_", "'", '"', "\\", "|", "\U0010ffff", "\ud7ff", "<script>", "  ", "\x00"):
        assert client.get("/personnes/", {"q": words, "kpa": "x", "annee": "0", "au": "hier"}).status_code == 200


def test_what_is_shown_is_what_is_exported(cast: Cast, client: Client) -> None:
    client.force_login(cast.fanny, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/personnes/", {"q": "lea"}).content.decode()
    assert "/registre/export/?liste=1&amp;q=lea" in page
    exported = b"".join(client.get("/registre/export/", {"liste": "1", "q": "lea"})).decode("utf-8-sig")
    assert "Fontaine" in exported
    assert "Benali" not in exported
