"""The report on screen: a question in the address, figures that open."""

import pytest
from django.test import Client

from maille.identity.models import Access, User
from tests.cast import Cast

PERIOD = "debut=2025-01-01&fin=2026-06-30"


def client_of(user: User) -> Client:
    """A browser signed in as that person."""
    client = Client()
    client.force_login(user)
    return client


def test_a_contributor_reads_the_figures_of_her_kpa(cast: Cast) -> None:
    page = client_of(cast.fanny).get(f"/bilan/?{PERIOD}")
    assert page.status_code == 200
    read = page.content.decode()
    assert "La Cape, du 01/01/2025 au 30/06/2026" in read
    assert page.context["telling"]["headlines"][0]["count"] == 3


def test_the_outsider_counts_only_his_own(cast: Cast) -> None:
    page = client_of(cast.charlie).get(f"/bilan/?{PERIOD}")
    assert page.context["telling"]["headlines"][0]["count"] == 0
    asked = client_of(cast.charlie).get(f"/bilan/?{PERIOD}&kpa={cast.kpa.pk}")
    assert "Ce KPA n&#x27;est pas parmi ceux que vous suivez." in asked.content.decode()
    assert client_of(cast.charlie).get(f"/bilan/fichier/json/?{PERIOD}&kpa={cast.kpa.pk}").status_code == 404


def test_a_period_without_anybody_says_so(cast: Cast) -> None:
    read = client_of(cast.fanny).get("/bilan/?debut=2019-01-01&fin=2019-12-31").content.decode()
    assert "Aucun parcours n'a eu lieu pendant cette période." in read.replace("&#x27;", "'")


def test_a_figure_opens_its_definition_and_its_people(cast: Cast) -> None:
    page = client_of(cast.fanny).get(f"/bilan/indicateur/women/?{PERIOD}")
    read = page.content.decode()
    assert "Personnes dont le sexe enregistré est féminin." in read
    assert "connu pour tout le monde (3)" in read
    assert [journey.person.first_name for journey in page.context["people"].rows] == ["Amina", "Léa"]
    assert set(Access.objects.values_list("subject_id", flat=True)) == {cast.amina.pk, cast.lea.pk}


@pytest.mark.parametrize("key", ["age.16-24", "age.55+", "planned.24", "stayed.<6", "department.unknown"])
def test_every_key_is_an_address(cast: Cast, key: str) -> None:
    page = client_of(cast.fanny).get(f"/bilan/indicateur/{key.replace('<', '%3C')}/?{PERIOD}")
    assert page.status_code == 200


def test_an_unknown_figure_is_not_found(cast: Cast) -> None:
    assert client_of(cast.fanny).get(f"/bilan/indicateur/nothing/?{PERIOD}").status_code == 404


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("debut=2026-06-30&fin=2025-01-01", "La fin précède le début : inversez les deux dates."),
        ("debut=hier&fin=2025-01-01", "Écrivez une date comme 31/12/2025."),
        (f"{PERIOD}&debut_2=2024-01-01", "Il manque cette date pour comparer deux périodes."),
    ],
)
def test_a_wrong_period_is_told_beside_its_field(cast: Cast, query: str, words: str) -> None:
    page = client_of(cast.fanny).get(f"/bilan/?{query}")
    assert page.status_code == 200
    assert words in page.content.decode().replace("\u00a0", " ")


def test_two_periods_stand_side_by_side(cast: Cast) -> None:
    page = client_of(cast.fanny).get("/bilan/?debut=2025-01-01&fin=2025-12-31&debut_2=2026-01-01&fin_2=2026-06-30")
    lines = {line["key"]: line for line in page.context["comparison"]}
    assert (lines["cooperants"]["one"]["count"], lines["cooperants"]["other"]["count"]) == (2, 3)
    assert (lines["women"]["one"]["pct"], lines["women"]["other"]["pct"], lines["women"]["points"]) == (100, 67, -33)


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("html", b"<!doctype html>")])
def test_it_is_a_file_to_keep(cast: Cast, form: str, start: bytes) -> None:
    file = client_of(cast.fanny).get(f"/bilan/fichier/{form}/?{PERIOD}")
    assert file.content.startswith(start)
    assert file["Content-Disposition"] == f'attachment; filename="bilan-2025-01-01-2026-06-30.{form}"'
