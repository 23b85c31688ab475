"""The screens of hours: one tap from the job, several people at once, corrections, the list, the file."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maille.activities.forms.fields import jobs_to_choose
from maille.activities.models import Contribution, Expense, WorkRole
from maille.identity.models import Access
from tests.activities.hours import help as told
from tests.activities.hours.help import NOW, SATURDAY, TODAY, acting, buffet, given, ready, role, signed_in
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def that_evening(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Monday after the buffet."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a, **k: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def read(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().replace("\u00a0", " ").replace("&nbsp;", " ").split())


def typed(**more: object) -> dict[str, object]:
    return {"day": "2026-06-13", "duration": "7 h 30", "job": "", "paid": "oui", "note": "", "points": "", **more}


def test_one_tap_from_the_job(cast: Cast) -> None:
    fanny, job = signed_in(cast.fanny), buffet(cast.kpa)
    amina, lea = ready(cast.amina_journey), ready(cast.lea_journey)
    held = told.shift(job, role(cast.kpa))
    one, _ = told.signed(held, amina), told.signed(held, lea)
    page = f"/prestations/{job.pk}/heures/"
    assert read(fanny, page).count("Noter 6 h de cuisine") == 2
    answer = fanny.post(f"{page}inscrits/{one.pk}/", follow=True).content.decode()
    assert "C’est noté" in answer or "C&#x27;est noté" in answer
    fanny.post(f"{page}inscrits/{one.pk}/")
    assert Contribution.objects.count() == 1
    other = read(fanny, f"/heures/noter/?prestation={job.pk}&inscription={one.pk}")
    assert 'value="6 h"' in other
    assert f'value="p{cast.amina.pk}"' in other
    told.signed(told.shift(job, role(cast.kpa), 15, 45), amina)
    fanny.post(f"{page}toutes/")
    assert Contribution.objects.count() == 3
    shown = read(fanny, page)
    assert "À noter" not in shown
    assert "3 lignes d'heures à lire avec le groupe" in shown
    fanny.post(
        f"/heures/confirmer/?prestation={job.pk}&retour=1",
        {"heures": list(Contribution.objects.values_list("pk", flat=True))},
    )
    assert not Contribution.objects.filter(confirmed_at=None).exists()
    assert read(fanny, page).count("confirmée") >= 3


def test_several_people_at_once_all_or_none(cast: Cast) -> None:
    fanny, cooking = signed_in(cast.fanny), role(cast.kpa)
    ready(cast.amina_journey)
    ready(cast.lea_journey)
    people = [f"p{cast.amina.pk}", f"p{cast.lea.pk}", f"p{cast.yanis.pk}"]
    form = typed(people=people, role=cooking.pk, key="une-clef")
    page = fanny.post("/heures/noter/", form)
    assert "Yanis Mercier\u00a0: Le 13/06/2026, Yanis ne pouvait pas travailler" in page.content.decode()
    assert not Contribution.objects.exists()
    for _ in range(2):
        assert fanny.post("/heures/noter/", form | {"people": people[:2]}).status_code == 302
    assert list(Contribution.objects.values_list("minutes", flat=True)) == [450, 450]


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(cast: Cast) -> None:
    fanny = signed_in(cast.fanny)
    page = fanny.post("/heures/noter/", typed(people=["p999"], duration="7 h 75", role="", paid="", note="gâteau"))
    text = page.content.decode()
    for said in ("Une heure a 60 minutes", "Choisissez un travail", "à rémunérer", 'value="7 h 75"', 'value="gâteau"'):
        assert said in text
    page = fanny.post("/heures/noter/", typed(people=[f"p{cast.amina.pk}"], role=role(cast.kpa).pk, duration=""))
    assert "Écrivez une durée" in page.content.decode()


def test_corrected_and_withdrawn_both_shown(cast: Cast) -> None:
    fanny, job = signed_in(cast.fanny), buffet(cast.kpa, state="closed")
    line = given(ready(cast.amina_journey), job=job, confirmed_at=NOW, confirmed_by=cast.fanny)
    page = f"/heures/{line.pk}/corriger/"
    assert "une nouvelle répartition reprendra la différence" in read(fanny, page)
    form = typed(role=line.role_id, job=job.pk, duration="3 h")
    answer = fanny.post(page, form, follow=True).content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")
    assert "Corrigée : avant, 2 h le 13 juin 2026" in answer
    assert "remplacée par 3 h" in answer
    assert "reprendra la différence" in answer
    new = Contribution.objects.standing().get()
    fanny.post(f"/heures/{new.pk}/retirer/")
    shown = read(fanny, f"/prestations/{job.pk}/heures/")
    assert "Personne n'a encore noté d'heures" in shown
    assert shown.count(">ne compte plus<") == 2
    assert read(fanny, "/heures/?mois=2026-06&etat=retirees").count("Retirée par Fanny") == 2


def test_the_list_filters_and_sums(cast: Cast) -> None:
    fanny, job = signed_in(cast.fanny), buffet(cast.kpa)
    amina, lea = ready(cast.amina_journey), ready(cast.lea_journey)
    given(amina, job=job, minutes=390)
    given(lea, minutes=60, paid=False, role=role(cast.kpa, "réunion"))
    given(lea, minutes=30, day=told.D(2026, 5, 2))
    page = read(fanny, "/heures/")
    assert "En tout, 7 h 30" in page
    assert "13 % de ce temps est donné sans argent" in page
    assert "6 h 30" in read(fanny, f"/heures/?prestation={job.pk}")
    assert "En tout, 1 h" in read(fanny, "/heures/?nature=meeting")
    assert "En tout, 6 h 30" in read(fanny, "/heures/?paye=oui")
    assert "En tout, 30 min" in read(fanny, "/heures/?mois=2026-05")
    assert "En tout, 8 h" in read(fanny, "/heures/?mois=tout")
    assert "ces 7 derniers jours" in read(fanny, "/heures/?mois=semaine")
    assert "En tout, 7 h 30" in read(fanny, "/heures/?mois=semaine")
    assert not Access.objects.exists()
    assert "En tout, 1 h 30" in read(fanny, f"/heures/?mois=tout&personne={lea.pk}")
    assert list(Access.objects.values_list("subject_id", "what")) == [(cast.lea.pk, "heures")]
    for odd in ("mois=9999-12", "mois=0001-01", "mois=abc", "mois=2026-13", "kpa=x", "personne=99999999999999999999"):
        assert fanny.get(f"/heures/?{odd}").status_code == 200


def test_the_file_holds_exactly_the_list_and_no_formula(cast: Cast) -> None:
    fanny = signed_in(cast.fanny)
    given(ready(cast.amina_journey), minutes=440, note="=1+1", on_behalf=True, entered_by=cast.fanny)
    given(ready(cast.lea_journey), minutes=30, day=told.D(2026, 5, 2))
    answer = fanny.get("/heures/fichier/")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # it streams
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert len(rows) == 2
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["Jour"], line["Heures"], line["Minutes"], line["Précision"]) == ("13/06/2026", "7,33", "440", "'=1+1")
    assert (line["À rémunérer"], line["Saisie pour la personne"]) == ("oui", "oui")
    assert list(Access.objects.values_list("subject_id", "what")) == [(cast.amina.pk, "heures (fichier)")]


def test_the_outsider_sees_nothing(cast: Cast) -> None:
    charlie = signed_in(cast.charlie)
    line = given(ready(cast.amina_journey), job=buffet(cast.kpa), minutes=1234)
    for query in ("", "?mois=tout", f"?mois=tout&prestation={line.job_id}", "fichier/?mois=tout"):
        answer = charlie.get(f"/heures/{query}")
        text = b"".join(answer).decode()
        assert "Amina" not in text
        assert "Buffet" not in text
    charlie.post("/heures/confirmer/", {"heures": [line.pk]})
    line.refresh_from_db()
    assert line.confirmed_at is None
    form = typed(people=[f"p{cast.amina.pk}", f"u{cast.fanny.pk}"], role=role(cast.other_kpa).pk)
    assert "choix" in charlie.post("/heures/noter/", form).content.decode()
    assert Contribution.objects.count() == 1


def test_queries_do_not_grow(cast: Cast) -> None:
    fanny, job = signed_in(cast.fanny), buffet(cast.kpa)
    amina = ready(cast.amina_journey)
    held = told.shift(job, role(cast.kpa))
    counts: dict[str, list[int]] = {}
    for number in (3, 27):
        for rank in range(number):
            given(amina, job=job, minutes=rank + 1, on_behalf=True, entered_by=cast.fanny)
            given(amina, job=job, minutes=rank + 1, withdrawn_at=NOW)
            person = told.Person.objects.create(first_name="Zoé", last_name=f"Roux {number} {rank}",
                                                birth_date=told.D(1990, 1, 1))  # fmt: skip
            told.signed(held, told.participant_for(cast.kpa, person=person))
        for address in (f"/prestations/{job.pk}/heures/", "/heures/", "/heures/?mois=tout&etat=retirees"):
            fanny.get(address)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                fanny.get(address)
            counts.setdefault(address, []).append(len(seen))
    for address, (few, many) in counts.items():
        assert few == many, (address, few, many)
        assert many <= 30, (address, many)


def test_roles_are_the_kpas_words(cast: Cast) -> None:
    fanny = signed_in(cast.fanny)
    page = read(fanny, "/roles/")
    for name in ("production", "coordination", "vente", "transmission", "ménage", "réunion"):
        assert f"<strong>{name}</strong>" in page
    assert WorkRole.objects.filter(kpa=cast.kpa).count() == 6
    assert fanny.post("/roles/", {"name": " Cuisine  froide ", "kind": "production"}).status_code == 302
    added = WorkRole.objects.get(name="Cuisine froide")
    assert "existe déjà" in fanny.post("/roles/", {"name": "cuisine froidé", "kind": "other"}).content.decode()
    line = given(ready(cast.amina_journey), role=added)
    fanny.post(f"/roles/{added.pk}/nature/", {"kind": "selling"})
    assert "Vente" in read(fanny, "/heures/")
    fanny.post(f"/roles/{added.pk}/nature/", {"kind": "sleeping"})
    fanny.post(f"/roles/{added.pk}/retirer/")
    added.refresh_from_db()
    assert (added.kind, added.retired_on) == ("selling", TODAY)
    read(fanny, "/roles/")  # what was just done is said once
    assert "Cuisine froide" not in read(fanny, "/heures/noter/")
    assert "Cuisine froide" in read(fanny, f"/heures/{line.pk}/corriger/"), "the line keeps its role"
    fanny.post(f"/roles/{added.pk}/reprendre/")
    assert "Cuisine froide" in read(fanny, "/heures/noter/")
    for each in WorkRole.objects.filter(kpa=cast.kpa):
        fanny.post(f"/roles/{each.pk}/retirer/")
    assert WorkRole.objects.filter(kpa=cast.kpa, retired_on=None).count() == 1, "the last one stays"


def test_a_year_planned_ahead_hides_no_job_just_done(cast: Cast) -> None:
    done = buffet(cast.kpa)
    for rank in range(90):
        day = TODAY + datetime.timedelta(weeks=rank + 1)
        buffet(cast.kpa, title=f"Repas {rank}", state="planned", starts_on=day, ends_on=day)
    undated = buffet(cast.kpa, title="À dater", state="asked", starts_on=None, ends_on=None)
    proposed = [key for key, _ in jobs_to_choose(acting(cast.fanny), cast.kpa)]
    assert proposed[0] == str(done.pk)
    assert str(undated.pk) in proposed
    assert len(proposed) < 50


def test_all_the_expenses_of_a_job_are_summed(cast: Cast) -> None:
    job, amina = buffet(cast.kpa), ready(cast.amina_journey)
    for _ in range(61):
        Expense.objects.create(
            kpa=cast.kpa, job=job, participant=amina, cents=100, what="pain", day=SATURDAY, entered_at=NOW
        )
    assert signed_in(cast.fanny).get(f"/prestations/{job.pk}/heures/").context["spent"] == 6100
