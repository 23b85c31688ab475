"""The log of reads, for those who look after the network."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maille.identity.models import Access, log_access
from maille.network.rules.roles import Role
from tests.cast import Cast, cooperant, member

AT = datetime.datetime(2026, 6, 15, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture
def log(cast: Cast) -> str:
    """Fanny opened the files of Amina, twice, and of Léa; Charlie that of somebody of his."""
    theirs = cooperant("Nour", "Saïdi", datetime.date(1990, 1, 1), cast.other_kpa, datetime.date(2025, 1, 6)).person
    place = cast.fanny.memberships.get().pk
    for person in (cast.amina, cast.amina, cast.lea):
        log_access(at=AT, user_id=cast.fanny.pk, membership_id=place, kind="person", ids=[person.pk], what="fiche")
    log_access(at=AT, user_id=cast.charlie.pk, membership_id=None, kind="person", ids=[theirs.pk], what="export")
    return reverse("reads")


def test_the_coordination_reads_names(client: Client, cast: Cast, log: str) -> None:
    client.force_login(cast.odile)
    shown = client.get(log).content.decode()
    assert shown.count("la fiche de") == 4
    assert "Contributeur·rice, La Cape" in shown
    assert "Amina Benali" in shown


def test_the_administration_reads_numbers_it_opens_no_file(client: Client, cast: Cast, log: str) -> None:
    client.force_login(member("Administration", cast.network, Role.ADMINISTRATOR))
    shown = client.get(log).content.decode()
    assert f"la fiche n° {cast.amina.pk}" in shown
    assert "Benali" not in shown


@pytest.mark.parametrize("who", ["fanny", "karim", "charlie"])
def test_others_do_not_know_the_page(client: Client, cast: Cast, log: str, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(log).status_code == 404


def test_it_narrows_to_one_person_or_one_reader(client: Client, cast: Cast, log: str) -> None:
    client.force_login(cast.odile)
    assert len(client.get(log, {"personne": cast.amina.pk}).context["rows"]) == 2
    assert len(client.get(log, {"lecteur": cast.charlie.pk}).context["rows"]) == 1
    assert len(client.get(log, {"personne": "x", "lecteur": "9" * 40}).context["rows"]) == 4


def test_it_pages_with_a_constant_number_of_queries(
    client: Client, cast: Cast, log: str, django_assert_max_num_queries: Any
) -> None:
    for minute in range(60):
        at = AT + datetime.timedelta(minutes=minute)
        log_access(at=at, user_id=cast.fanny.pk, membership_id=None, kind="person", ids=[cast.lea.pk], what="fiche")
    client.force_login(cast.odile)
    with django_assert_max_num_queries(9):
        first = client.get(log)
    assert len(first.context["rows"]) == 50
    rest = client.get(f"{log}?{first.context['page'].next_query}")
    assert len(rest.context["rows"]) == Access.objects.count() - 50
