"""The desk: pages answer in a constant number of queries, forms keep what is typed, Charlie sees nothing."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from maille.activities.actions import jobs, sign_ups
from maille.activities.actions.participants import participant_for
from maille.activities.models import Contribution, Job, Offer, Shift, SignUp
from maille.activities.rules.kinds import JobState
from maille.identity.models import Access
from tests.activities.jobs.help import (
    CLIENT,
    NOW,
    account,
    at,
    crowd,
    everybody_ready,
    planned,
    queries_of,
    ready,
    shift,
    signed_in,
)
from tests.cast import Cast
from tests.journeys.help import D, acting
from tests.worlds.jobs import activity, role

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + datetime.timedelta(days=3)


@pytest.fixture
def fanny(cast: Cast) -> Client:
    """Fanny's browser."""
    return signed_in(cast.fanny)


def text(client: Client, path: str) -> str:
    """What a page says, every space alike."""
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")


def test_writing_a_job_from_an_offer_types_nothing_twice(cast: Cast, fanny: Client) -> None:
    offer = Offer.objects.create(
        activity=activity(cast.kpa), name="Buffet salé", unit="personne", price=1_440, minutes=20
    )
    planned(cast, contact="Accueil, 03 20 00 00 01", place="Salle des fêtes")
    page = text(fanny, f"/prestations/nouvelle/?kpa={cast.kpa.pk}&offre={offer.pk}&quantite=60")
    for proposed in (
        'value="Buffet salé"',
        'value="864,00"',
        'value="20 h"',
        "Accueil, 03 20 00 00 01",
        "Salle des fêtes",
    ):
        assert proposed in page
    typed = {
        "title": "Buffet de l'Alma", "kind": "job", "state": "planned", "client": CLIENT, "starts_on": str(SOON),
        "offer": offer.pk, "quantity": "60,5", "expected": "864,00", "planned": "20 h",
    }  # fmt: skip
    answer = fanny.post("/prestations/nouvelle/", typed)
    made = Job.objects.latest("pk")
    assert answer["Location"] == f"/prestations/{made.pk}/"
    assert (made.expected, made.planned_minutes, made.activity_id) == (86_400, 1_200, offer.activity_id)
    assert made.contact == "Accueil, 03 20 00 00 01"
    assert made.quantity == Decimal("60.5")
    assert 'value="60,5"' in fanny.get(f"/prestations/{made.pk}/corriger/").content.decode()


def test_what_is_refused_is_said_beside_the_field_and_nothing_is_lost(cast: Cast, fanny: Client) -> None:
    typed = {"title": "Mon titre", "kind": "job", "state": "planned", "expected": "beaucoup"}
    page = fanny.post("/prestations/nouvelle/", typed).content.decode()
    assert "dites quel jour" in page
    assert "Écrivez un montant comme 12,50." in page
    assert 'value="Mon titre"' in page
    assert not Job.objects.exists()


def test_a_shift_is_typed_as_people_say_it(cast: Cast, fanny: Client) -> None:
    job = planned(cast)
    typed = {
        "people": "3", "starts_on": str(SOON), "starts_at": "08:00", "ends_at": "14:00", "special": "le permis",
        "role": role(cast.kpa).pk,
    }  # fmt: skip
    fanny.post(f"/prestations/{job.pk}/creneaux/nouveau/", typed)
    made = job.shifts.get()
    assert (made.people, made.minutes, made.special_people, made.hours) == (3, 360, 1, "8\u00a0h\u00a0– 14\u00a0h")
    fanny.post(f"/prestations/creneaux/{made.pk}/corriger/", {**typed, "starts_at": "22:00", "ends_at": "02:00"})
    made.refresh_from_db()
    assert made.minutes == 240, "an end before the start is the next day's"


def test_the_desk_calls_who_had_the_least_work_first(cast: Cast, fanny: Client) -> None:
    everybody_ready(cast)
    busy = planned(cast, title="Marché", starts_on=SOON, ends_on=SOON)
    long = shift(cast, busy, at(8, day=SOON), minutes=300)
    sign_ups.sign_up(acting(cast.fanny), long.pk, NOW, person=cast.amina)
    held = shift(cast, planned(cast, starts_on=SOON, ends_on=SOON), at(9, day=SOON))
    page = text(fanny, f"/prestations/creneaux/{held.pk}/")
    assert page.index("Léa Fontaine") < page.index("Amina Benali"), "Amina has five hours to come"
    assert "depuis 8 semaines" in page
    assert "déjà pris·e à cette heure" in page
    crowd(cast, 1)
    page = text(fanny, f"/prestations/creneaux/{held.pk}/")
    assert page.index("Amina Benali") < page.index("Ne peuvent pas encore travailler") < page.index("Aa Synthétique")
    fanny.post(f"/prestations/creneaux/{held.pk}/inscrire/", {"journey": cast.lea_journey.pk})
    assert SignUp.objects.get(shift=held).participant.person == cast.lea
    assert "Léa Fontaine" not in text(fanny, f"/prestations/creneaux/{held.pk}/?qui=lea")


def test_a_refusal_is_said_in_words_on_the_page(cast: Cast, fanny: Client) -> None:
    held = shift(cast, planned(cast, starts_on=SOON, ends_on=SOON), at(9, day=SOON))
    answer = fanny.post(f"/prestations/creneaux/{held.pk}/inscrire/", {"journey": cast.lea_journey.pk}, follow=True)
    assert "Léa ne peut pas encore travailler" in answer.content.decode()


def test_somebody_who_is_no_longer_ready_shows_as_such(cast: Cast, fanny: Client) -> None:
    everybody_ready(cast)
    job = planned(cast, starts_on=SOON, ends_on=SOON)
    sign_ups.sign_up(acting(cast.fanny), shift(cast, job, at(9, day=SOON)).pk, NOW, person=cast.amina)
    assert "Ne peut pas travailler ce jour-là" not in text(fanny, f"/prestations/{job.pk}/")
    cast.amina_journey.ended_on, cast.amina_journey.end_kind = D(2026, 6, 20), "exit"
    cast.amina_journey.save(update_fields=["ended_on", "end_kind"])
    assert "Ne peut pas travailler ce jour-là" in text(fanny, f"/prestations/{job.pk}/")


def test_the_page_of_a_job_cancelled_or_closed_says_what_comes_next(cast: Cast, fanny: Client) -> None:
    everybody_ready(cast)
    job = planned(cast, starts_on=SOON, ends_on=SOON)
    sign_ups.sign_up(acting(cast.fanny), shift(cast, job, at(9, day=SOON)).pk, NOW, person=cast.amina)
    fanny.post(f"/prestations/{job.pk}/annuler/", {"who": "client", "why": "la fête est reportée"})
    page = text(fanny, f"/prestations/{job.pk}/")
    assert "Annulée par le client : la fête est reportée" in page
    assert "À prévenir" in page
    past = planned(cast, starts_on=D(2026, 6, 10), ends_on=D(2026, 6, 10))
    for wanted in (JobState.DONE, JobState.CLOSED):
        fanny.post(f"/prestations/{past.pk}/etat/", {"etat": wanted.value})
    assert "se partage maintenant" in text(fanny, f"/prestations/{past.pk}/")


def test_the_list_filters_by_state(cast: Cast, fanny: Client) -> None:
    planned(cast, title="À venir bientôt")
    jobs.plan_job(acting(cast.fanny), cast.kpa, jobs.JobFacts(title="Une idée"), NOW)
    off = planned(cast, title="Tombée à l'eau")
    jobs.cancel_job(acting(cast.fanny), off.pk, None, "other", "", NOW)
    page = text(fanny, "/prestations/")
    assert page.index("À venir bientôt") < page.index("Une idée"), "what has no day yet comes last"
    assert "Tombée" not in page
    assert "Tombée" in text(fanny, "/prestations/?quand=annulees")
    assert "Une idée" in text(fanny, "/prestations/?quand=toutes")
    found = text(fanny, "/prestations/?quand=toutes&q=tombée")
    assert "Tombée" in found
    assert "Une idée" not in found
    assert "Aucune prestation ni aucun client" in text(fanny, "/prestations/?q=zzz")


@pytest.mark.parametrize(
    ("words", "met"),
    [("ecole", True), ("ÉCOLE", True), ("gouter", True), ("goûter de l'école", True), ("creche emile", True),
     ("œuvre", True), ("oeuvre", True), ("alma ecole", False), ("%%", False), ("100%", True), ("_", False), ("", True)],
)  # fmt: skip
def test_a_job_is_found_as_people_type_it(cast: Cast, fanny: Client, words: str, met: bool) -> None:
    planned(cast, title="Goûter de l'École, main d'Œuvre 100%", client="CRÈCHE Émile-Zola")
    page = fanny.get("/prestations/", {"q": words, "quand": "toutes"}).content.decode()
    assert ("Zola" in page) is met


def test_the_same_form_sent_twice_writes_one_job(cast: Cast, fanny: Client) -> None:
    typed = {"title": "Buffet", "kind": "job", "state": "idea", "client": CLIENT}
    first, again = (fanny.post("/prestations/nouvelle/", typed)["Location"] for _ in range(2))
    assert first == again
    fanny.post("/prestations/nouvelle/", {**typed, "title": "Goûter"})
    assert Job.objects.count() == 2
    Job.objects.update(entered_at=timezone.now() - datetime.timedelta(minutes=1))
    fanny.post("/prestations/nouvelle/", typed)
    assert Job.objects.count() == 3, "the same again, later, is another job"


@pytest.mark.parametrize("day", ["0001-01-01", "0026-06-20", "1999-12-31", "9999-12-31", "2099-01-01"])
def test_a_slip_in_a_year_is_said(cast: Cast, fanny: Client, day: str) -> None:
    job = planned(cast, starts_on=SOON, ends_on=SOON)
    asked = {"title": "Goûter", "kind": "job", "state": "planned", "starts_on": day, "ends_on": day}
    assert "vérifiez" in fanny.post("/prestations/nouvelle/", asked).content.decode()
    typed = {"people": "1", "starts_on": day, "starts_at": "22:00", "ends_at": "06:00"}
    assert "vérifiez" in fanny.post(f"/prestations/{job.pk}/creneaux/nouveau/", typed).content.decode()
    budget = {"title": "Budget", "kind": "budget", "starts_on": day, "ends_on": day, "expected": "10"}
    fanny.post(f"/cagnottes/nouveau-budget/?kpa={cast.kpa.pk}", budget)
    assert Job.objects.count() == 1
    assert not job.shifts.exists()


def test_two_people_correct_the_same_shift(cast: Cast, fanny: Client) -> None:
    job = planned(cast, starts_on=SOON, ends_on=SOON)
    held = shift(cast, job, at(9, day=SOON))
    path = f"/prestations/creneaux/{held.pk}/corriger/"
    version = fanny.get(path).context["form"]["version"].value()
    typed = {"people": "4", "starts_on": str(SOON), "starts_at": "09:00", "ends_at": "15:00", "version": version}
    assert fanny.post(path, typed).status_code == 302
    answer = fanny.post(path, {**typed, "people": "2"}).content.decode()
    held.refresh_from_db()
    assert held.people == 4
    assert "a changé ce créneau pendant que vous écriviez" in answer
    assert 'value="2"' in answer, "what was typed is kept"


def test_the_same_shift_is_not_written_twice(cast: Cast, fanny: Client) -> None:
    job = planned(cast, starts_on=SOON, ends_on=SOON)
    typed = {"people": "2", "starts_on": str(SOON), "starts_at": "09:00", "ends_at": "15:00"}
    path = f"/prestations/{job.pk}/creneaux/nouveau/"
    assert fanny.post(path, typed).status_code == 302
    assert "déjà écrit" in fanny.post(path, typed).content.decode()
    assert job.shifts.count() == 1


def test_pages_ask_a_constant_number_of_queries(cast: Cast, fanny: Client) -> None:
    everybody_ready(cast)
    job = planned(cast, starts_on=SOON, ends_on=SOON)
    held = shift(cast, job, at(9, day=SOON), people=40)
    sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=cast.amina)
    week = f"/planning/?semaine={SOON}"
    pages = ("/prestations/", f"/prestations/{job.pk}/", f"/prestations/creneaux/{held.pk}/", week,
             f"/prestations/{job.pk}/feuille/")  # fmt: skip
    few = {page: queries_of(fanny, page) for page in pages}
    people = crowd(cast, 30)
    ready(*people[:15])
    for rank, journey in enumerate(people[:15]):
        sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=journey.person)
        other = planned(cast, title=f"Autre {rank}", starts_on=SOON, ends_on=SOON)
        shift(cast, other, at(10, day=SOON))
    many = {page: queries_of(fanny, page) for page in pages}
    assert {page: many[page] - few[page] for page in pages} == dict.fromkeys(pages, 0)
    assert max(many.values()) <= 30, many


def test_the_week_says_who_comes_and_who_is_missing(cast: Cast, fanny: Client) -> None:
    everybody_ready(cast)
    held = shift(cast, planned(cast, starts_on=SOON, ends_on=SOON, place="Salle des fêtes"), at(9, day=SOON))
    signed = sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=cast.amina).sign_up
    page = text(fanny, f"/planning/?semaine={SOON}")
    for said in ("9 h – 15 h", "Buffet", "Salle des fêtes", "Amina", "Il manque 2 personnes"):
        assert said in page
    assert "Rien n'est prévu" in text(fanny, f"/planning/?semaine={SOON + datetime.timedelta(days=14)}")
    hers = text(fanny, f"/planning/?semaine={SOON}&qui={signed.participant_id}")
    assert "La semaine d&#x27;Amina" in hers
    assert "6 h de travail en tout" in hers
    assert "6 h de travail en tout" in text(fanny, f"/parcours/{cast.amina_journey.pk}/planning/?semaine={SOON}")
    assert "Rien n'est prévu" in text(fanny, f"/parcours/{cast.lea_journey.pk}/planning/?semaine={SOON}")


def test_the_week_counts_nobody_missing_yesterday_and_tells_what_lasts(cast: Cast, fanny: Client) -> None:
    monday = timezone.localdate() - datetime.timedelta(days=timezone.localdate().weekday() + 7)
    past = planned(cast, starts_on=monday, ends_on=monday)
    shift(cast, past, at(9, day=monday))
    planned(cast, title="Foire", starts_on=monday - datetime.timedelta(days=2), ends_on=monday)
    context = fanny.get(f"/planning/?semaine={monday}").context
    assert context["missing"] == 0
    assert [row["job"].title for row in context["days"][0]["rows"]] == ["Buffet", "Foire"]


def test_the_sheet_is_logged_for_each_person(cast: Cast, fanny: Client) -> None:
    everybody_ready(cast)
    job = planned(cast, contact="Accueil, 03 20 00 00 01")
    sign_ups.sign_up(acting(cast.fanny), shift(cast, job).pk, NOW, person=cast.amina)
    page = text(fanny, f"/prestations/{job.pk}/feuille/")
    assert "Accueil, 03 20 00 00 01" in page
    assert page.count('class="signature"') == 3, "who comes, and the free places"
    read = Access.objects.get(what="feuille de prestation")
    assert (read.user, read.subject_id) == (cast.fanny, cast.amina.pk)


def test_charlie_sees_nothing(cast: Cast) -> None:
    everybody_ready(cast)
    charlie = signed_in(cast.charlie)
    job = planned(cast, title="Buffet secret")
    held = shift(cast, job)
    signed = sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=cast.amina).sign_up
    of_job = [f"/prestations/{job.pk}/", f"/prestations/{job.pk}/feuille/", f"/prestations/creneaux/{held.pk}/"]
    of_amina = [f"/planning/?qui={signed.participant_id}", f"/parcours/{cast.amina_journey.pk}/planning/"]
    for path in (*of_job, *of_amina):
        assert charlie.get(path).status_code == 404, path
    for path in (f"/prestations/inscriptions/{signed.pk}/presence/", f"/prestations/creneaux/{held.pk}/inscrire/"):
        assert charlie.post(path).status_code == 404, path
    for path in ("/prestations/?quand=toutes", f"/planning/?kpa={cast.kpa.pk}&semaine=2026-06-20"):
        page = text(charlie, path)
        assert "Buffet secret" not in page
        assert "Amina" not in page


def test_a_shop_open_all_year_shows_the_days_around(cast: Cast, fanny: Client) -> None:
    everybody_ready(cast)
    today = timezone.localdate()
    open_all_year = planned(cast, kind="sale", starts_on=today - datetime.timedelta(days=60), ends_on=SOON)
    days = [today + datetime.timedelta(days=rank) for rank in range(-60, 60)]
    Shift.objects.bulk_create(Shift(job=open_all_year, starts_at=at(9, day=day), minutes=60) for day in days)
    path = f"/prestations/{open_all_year.pk}/"
    page = fanny.get(path)
    shown = [row["shift"].day for row in page.context["shifts"]]
    assert (shown[0], len(shown)) == (today - datetime.timedelta(days=7), 30)
    assert page.context["planned"]["shifts"] == "120 h", "all of them are counted"
    met = {*shown}
    for link in ("next_query", "previous_query"):
        window = page.context["window"]
        while query := getattr(window, link):
            window = fanny.get(f"{path}?{query}").context["window"]
            met |= {shift.day for shift in window.rows}
            assert len(window.rows) <= 30
    assert met == {*days}
    assert fanny.get(f"{path}feuille/").content.decode().count('class="signature"') == 30
    assert len(fanny.get(f"{path}?creneaux=9999-12-31").context["shifts"]) == 30
    amina = signed_in(account(cast.amina_journey))
    told = amina.get(f"/mes-prestations/{open_all_year.pk}/").context["cards"]
    assert (told[0]["shift"].day, len(told)) == (today - datetime.timedelta(days=7), 20)


def test_cancelling_says_that_hours_already_noted_still_count(cast: Cast, fanny: Client) -> None:
    everybody_ready(cast)
    for title, noted in (("Goûter", False), ("Buffet", True)):
        job = planned(cast, title=title)
        if noted:
            Contribution.objects.create(
                kpa=cast.kpa, job=job, participant=participant_for(cast.kpa, person=cast.amina), minutes=60,
                day=D(2026, 6, 12), role=role(cast.kpa), entered_at=NOW,
            )  # fmt: skip
        answer = fanny.post(f"/prestations/{job.pk}/annuler/", {"who": "client", "why": ""}, follow=True)
        assert ("ils comptent encore" in answer.content.decode().replace("\u00a0", " ")) is noted
