"""The list opens on the people present; its filters are links that keep one another, and the export follows them."""

import re

import pytest
from django.test import Client

from maille.journeys.models import Journey, Person, Referent, Stage, Suspension
from maille.network.models import KpaChoices
from tests.cast import Cast
from tests.journeys.help import D

pytestmark = pytest.mark.django_db


@pytest.fixture
def fanny(cast: Cast, client: Client) -> Client:
    """Fanny's browser: in her KPA Amina is there, Léa paused, Yanis gone, and so is nobody else."""
    Journey.objects.filter(person=cast.yanis).update(ended_on=D(2026, 5, 1), end_kind="exit")
    Suspension.objects.create(journey=Journey.objects.get(person=cast.lea), started_on=D(2026, 6, 1))
    client.force_login(cast.fanny, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def shown(client: Client, query: str = "") -> set[str]:
    return {str(row.person) for row in client.get(f"/personnes/?{query}").context["rows"]}


def exported(client: Client, query: str) -> set[str]:
    text = b"".join(client.get(f"/registre/export/?liste=1&{query}")).decode("utf-8-sig")
    return {f"{cells[2]} {cells[1]}" for cells in (line.split(";") for line in text.splitlines()[1:])}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Amina Benali"}),
        ("etat=en-cours", {"Amina Benali"}),
        ("etat=sortis", {"Yanis Mercier"}),
        ("etat=en-pause", {"Léa Fontaine"}),
        ("etat=tous", {"Amina Benali", "Léa Fontaine", "Yanis Mercier"}),
        ("q=yanis", {"Yanis Mercier"}),
        ("q=yanis&etat=en-cours", set()),
        ("etat=n-importe-quoi", {"Amina Benali"}),
    ],
)
def test_each_state_has_its_link_and_its_export(fanny: Client, query: str, expected: set[str]) -> None:
    assert shown(fanny, query) == expected
    assert exported(fanny, query) == expected


def test_a_search_looks_at_everybody_and_says_so(fanny: Client) -> None:
    page = fanny.get("/personnes/?etat=sortis&annee=2026").content.decode()
    assert "Parmi tout le monde" in page
    search = page.partition('role="search"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="annee" value="2026">' in search
    assert 'name="etat"' not in search
    assert "1 personne (sorties comprises)" in fanny.get("/personnes/?q=yanis").content.decode()
    nobody = fanny.get("/personnes/?q=yanis&etat=en-cours").content.decode()
    assert 'href="?q=yanis&amp;etat=tous">Chercher parmi tout le monde' in nobody


def test_filters_in_force_are_counted_and_taken_away_one_by_one(cast: Cast, fanny: Client) -> None:
    amina = Journey.objects.get(person=cast.amina)
    Referent.objects.filter(journey=amina).delete()
    Referent.objects.create(journey=amina, user=cast.fanny, started_on=amina.entered_on)
    page = fanny.get(f"/personnes/?referent={cast.fanny.pk}&annee={amina.entered_on.year}").content.decode()
    assert "Filtrer (2 filtres actifs)" in page
    assert "Amina Benali" in page
    assert f'href="?annee={amina.entered_on.year}">Suivi·e par : Fanny' in page
    assert f"?referent={cast.fanny.pk}" in fanny.get("/personnes/").content.decode()


def test_nobody_is_named_as_referent_to_who_may_not_see_them(cast: Cast, client: Client) -> None:
    client.force_login(cast.charlie, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Fanny" not in client.get(f"/personnes/?referent={cast.fanny.pk}").content.decode()


def test_one_kpa_reads_its_own_names_of_stages(cast: Cast, fanny: Client) -> None:
    KpaChoices.objects.update_or_create(kpa=cast.kpa, defaults={"stage_names": {"test": "Se lancer"}})
    amina = Journey.objects.get(person=cast.amina)
    Stage.objects.create(journey=amina, kind="test", started_on=D(2026, 6, 2))
    for address in ("/personnes/", "/personnes/nouvelle/", f"/personnes/{cast.amina.pk}/"):
        page = fanny.get(address).content.decode()
        assert "Se lancer" in page
        assert not re.search(r">\s*Tester\s*<|« ?Tester", page)
    fanny.force_login(cast.odile, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert ">Tester<" in fanny.get("/personnes/").content.decode()
    assert ">Se lancer<" in fanny.get(f"/personnes/?kpa={cast.kpa.pk}").content.decode()


def test_a_long_list_is_counted_when_somebody_asks(cast: Cast, fanny: Client) -> None:
    for rank in range(60):
        person = Person.objects.create(
            first_name="Zoé", last_name="Zola", birth_date=D(1990, 1, 1), homonym=rank, sex="F"
        )
        Journey.objects.create(person=person, kpa=cast.kpa, entered_on=D(2026, 1, 1))
    first = fanny.get("/personnes/")
    assert "Plus de 50 personnes en cours de parcours" in first.content.decode()
    assert 'href="?compter=1"' in first.content.decode()
    counted = fanny.get("/personnes/?compter=1").content.decode()
    assert "61 personnes en cours de parcours" in counted
    assert 'href="?etat=tous"' in counted
    assert "Suite de la liste" in fanny.get(f"/personnes/?{first.context['page'].next_query}").content.decode()


def test_a_commune_that_matches_gets_its_code(cast: Cast, fanny: Client) -> None:
    data = {"first_name": "Maëlys", "last_name": "Roux", "birth_date": "2000-01-01", "entered_on": "2026-06-01",
            "kpa": cast.kpa.pk, "postal_code": "59370", "commune": "mons en baroeul"}  # fmt: skip
    fanny.post("/personnes/nouvelle/", data)
    journey = Journey.objects.get(person__last_name="Roux")
    assert (journey.commune_code, journey.department) == ("59410", "59")
    corrected = {"version": journey.version, "entered_on": "2026-06-01", "postal_code": "59370", "commune": "Marseille"}
    page = fanny.post(f"/parcours/{journey.pk}/corriger/", corrected, follow=True).content.decode()
    journey.refresh_from_db()
    assert (journey.commune, journey.commune_code) == ("Marseille", "")
    assert "Marseille n&#x27;est pas au code postal 59370" in page
    assert 'hx-get="' in fanny.get("/personnes/nouvelle/").content.decode()
