"""Entry on screen: duplicates shown before saving, refusals beside the field, a second person told who saved first."""

import pytest
from django.test import Client

from maille.identity.models import User
from maille.journeys.actions import reach_stage
from maille.journeys.models import Journey, Merge, Person, ToldApart
from tests.cast import Cast
from tests.journeys.help import D, acting

pytestmark = pytest.mark.django_db
NEW = {"first_name": "Maëlys", "last_name": "Roux", "birth_date": "2000-01-01", "entered_on": "2026-06-01"}


def as_(client: Client, user: User) -> Client:
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_few_fields_are_enough(cast: Cast, client: Client) -> None:
    answer = as_(client, cast.fanny).post("/personnes/nouvelle/", {**NEW, "kpa": cast.kpa.pk, "stage": "immerse"})
    person = Person.objects.get(last_name="Roux")
    assert answer["Location"] == f"/personnes/{person.pk}/"
    assert person.journeys.get().stages.get().kind == "immerse"
    page = client.get(answer["Location"]).content.decode()
    assert "Maëlys Roux est entré·e à La Cape" in page
    assert "Il manque" in page


def test_a_length_over_the_rule_and_a_commune_elsewhere_only_warn(cast: Cast, client: Client) -> None:
    data = {**NEW, "kpa": cast.kpa.pk, "planned_months": "48", "postal_code": "59100", "commune": "Marseille"}
    page = as_(client, cast.fanny).post("/personnes/nouvelle/", data, follow=True).content.decode()
    assert "La règle de La Cape est de 36 mois au plus" in page
    assert "Marseille n&#x27;est pas au code postal 59100. À ce code postal\u00a0: Roubaix." in page
    assert Person.objects.filter(last_name="Roux").exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("birth_date", "2012-01-01", "14 ans à l&#x27;entrée"),
        ("birth_date", "2062-01-01", "dans le futur"),
        ("last_name", "=1+1", "ne peut contenir que des lettres"),
        ("postal_code", "591", "5 chiffres"),
        ("planned_months", "999", "de 1 à 120 mois"),
    ],
)
def test_bad_input_is_told_and_kept(cast: Cast, client: Client, field: str, value: str, words: str) -> None:
    data = {**NEW, "kpa": cast.kpa.pk, "phone": "06 01 02 03 04", field: value}
    page = as_(client, cast.fanny).post("/personnes/nouvelle/", data).content.decode()
    assert words in page
    assert "06 01 02 03 04" in page
    assert not Person.objects.filter(first_name="Maëlys").exists()


def test_a_file_in_another_kpa_is_told_without_its_journeys(cast: Cast, client: Client) -> None:
    data = {"first_name": "lea", "last_name": "FONTAINE", "birth_date": "2001-09-30", "entered_on": "2026-06-01",
            "kpa": cast.other_kpa.pk}  # fmt: skip
    page = as_(client, cast.charlie).post("/personnes/nouvelle/", data).content.decode()
    assert "a déjà une fiche dans le réseau" in page
    assert "La Cape" not in page
    assert f"/personnes/{cast.lea.pk}/" not in page
    client.post("/personnes/nouvelle/", {**data, "decision": f"same:{cast.lea.pk}"})
    assert cast.lea.journeys.filter(kpa=cast.other_kpa).exists()
    assert "La Cape" not in client.get(f"/personnes/{cast.lea.pk}/").content.decode()


def test_nobody_attaches_a_journey_to_somebody_they_cannot_name(cast: Cast, client: Client) -> None:
    data = {**NEW, "kpa": cast.other_kpa.pk, "decision": f"same:{cast.amina.pk}"}
    assert as_(client, cast.charlie).post("/personnes/nouvelle/", data).status_code == 403


def test_a_near_duplicate_is_shown_and_a_person_decides(cast: Cast, client: Client) -> None:
    data = {"first_name": "Leah", "last_name": "Fontaine", "birth_date": "2001-09-30", "entered_on": "2026-06-01",
            "kpa": cast.kpa.pk}  # fmt: skip
    page = as_(client, cast.fanny).post("/personnes/nouvelle/", data).content.decode()
    assert "peut-être déjà connue" in page
    assert "noms presque identiques" in page
    assert not Person.objects.filter(first_name="Leah").exists()
    first_button = page.partition('<form class="form"')[2].partition("<button")[2].partition(">")[0]
    assert "decision" not in first_button  # Enter in a field looks again; it never says who somebody is
    client.post("/personnes/nouvelle/", {**data, "decision": "new"})
    leah = Person.objects.get(first_name="Leah")
    assert "Leah Fontaine" in client.get("/personnes/doublons/").content.decode()
    compare = f"/personnes/doublons/{cast.lea.pk}/{leah.pk}/"
    client.post(compare, {"decision": "distinct"})
    assert ToldApart.objects.count() == 1
    assert "Leah Fontaine" not in client.get("/personnes/doublons/").content.decode()
    assert "aux mêmes dates" in client.post(compare, {"decision": f"keep:{leah.pk}"}).content.decode()
    Journey.objects.filter(person=leah).update(entered_on=D(2024, 1, 1), ended_on=D(2024, 2, 1), end_kind="exit")
    client.post(compare, {"decision": f"keep:{cast.lea.pk}"})
    assert client.get(f"/personnes/{leah.pk}/")["Location"] == f"/personnes/{cast.lea.pk}/"
    client.post(f"/personnes/reunions/{Merge.objects.get().pk}/annuler/")
    assert leah.journeys.count() == 1


def test_the_second_to_save_is_told_and_keeps_their_text(cast: Cast, client: Client) -> None:
    url = f"/parcours/{cast.amina_journey.pk}/corriger/"
    opened = as_(client, cast.fanny).get(url).context["form"]
    typed = {"version": opened["version"].value(), "entered_on": "2025-04-04", "commune": "Roubaix", "level": "bac"}
    reach_stage(acting(cast.karim), cast.amina_journey.pk, None, "test", D(2026, 6, 1))
    answer = client.post(url, typed)
    page = answer.content.decode()
    assert "Karim</strong>" in page or "Karim a enregistré cette fiche" in page
    assert "Étape « Tester » à partir du 01/06/2026" in page
    assert 'value="Roubaix"' in page
    cast.amina_journey.refresh_from_db()
    assert cast.amina_journey.commune == ""
    again = {**typed, "version": answer.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 302
    cast.amina_journey.refresh_from_db()
    assert cast.amina_journey.commune == "Roubaix"
    assert cast.amina_journey.stages.count() == 1
