"""`?au=`: the list of jobs and a job's page say what stood on that day, and offer nothing to be done."""

import datetime

import pytest
from django.test import Client

from maille.activities.actions import jobs, planned_work, shifts, sign_ups
from maille.activities.actions.participants import participant_for
from maille.activities.models import Contribution, Expense, Job
from maille.activities.models.past import jobs_at
from maille.activities.rules.jobs import JobFacts
from maille.activities.rules.kinds import JobState
from maille.activities.rules.shifts import ShiftFacts
from tests.activities.jobs.help import at, crowd, everybody_ready, queries_of, ready, signed_in
from tests.cast import Cast
from tests.journeys.help import D, acting
from tests.worlds.jobs import role

pytestmark = pytest.mark.django_db
SATURDAY = D(2026, 6, 20)
ASKED, MOVED, DONE, CLOSED = D(2026, 6, 8), D(2026, 6, 12), D(2026, 6, 21), D(2026, 6, 25)


@pytest.fixture
def fanny(cast: Cast) -> Client:
    """Fanny's browser."""
    return signed_in(cast.fanny)


@pytest.fixture
def job(cast: Cast) -> Job:
    """Asked on 8 June; moved from 9 h to 11 h and Léa gone on 12; done on 21, closed on 25."""
    everybody_ready(cast)
    asked = acting(cast.fanny, ASKED)
    facts = JobFacts(title="Buffet de l'Alma", starts_on=SATURDAY, ends_on=SATURDAY)
    made = jobs.plan_job(asked, cast.kpa, facts, at(10, day=ASKED), JobState.ASKED)
    held = shifts.add_shift(asked, made.pk, ShiftFacts(at(9, day=SATURDAY), 360, 3), at(10, day=ASKED))
    amina, lea = (
        sign_ups.sign_up(asked, held.pk, at(11, day=ASKED), person=each).sign_up for each in (cast.amina, cast.lea)
    )
    yanis = participant_for(cast.kpa, person=cast.yanis)
    promised = planned_work.promise_work(
        asked, made.pk, role(cast.kpa, "livraison"), 120, at(11, day=ASKED), participant=yanis
    )
    moved = acting(cast.fanny, MOVED)
    shifts.correct_shift(moved, held.pk, ShiftFacts(at(11, day=SATURDAY), 360, 3), at(9, day=MOVED))
    sign_ups.withdraw(moved, lea.pk, "un rendez-vous", at(9, day=MOVED))
    planned_work.withdraw_promise(moved, promised.pk, at(9, day=MOVED))
    jobs.move_job(moved, made.pk, None, JobState.PLANNED, at(9, day=MOVED))
    done = acting(cast.fanny, DONE)
    sign_ups.mark(done, amina.pk, True, "", at(9, day=DONE))
    jobs.move_job(done, made.pk, None, JobState.DONE, at(9, day=DONE))
    jobs.move_job(acting(cast.fanny, CLOSED), made.pk, None, JobState.CLOSED, at(9, day=CLOSED))
    return made


def text(client: Client, path: str) -> str:
    """What a page says, every space alike."""
    response = client.get(path)
    assert response.status_code == 200, path
    page = response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ").replace("&#x27;", "'")
    return " ".join(page.split())


@pytest.mark.parametrize(
    ("day", "state", "said", "unsaid"),
    [
        (ASKED, "asked", ["9 h – 15 h", "Amina", "Léa", "Yanis", "il manque 1 personne"], ["11 h – 17 h", "Prévue"]),
        (MOVED, "planned", ["11 h – 17 h", "Amina", "il manque 2 personnes"], ["9 h – 15 h", "Léa", "Yanis", "Faite"]),
        (D(2026, 6, 20), "planned", ["Prévue", "Amina"], ["venu·e", "Faite"]),
        (DONE, "done", ["venu·e", "Faite"], ["Clôturée"]),
        (CLOSED, "closed", ["Clôturée", "venu·e"], []),
    ],
)
def test_the_job_reads_as_it_stood(
    fanny: Client, job: Job, day: datetime.date, state: str, said: list[str], unsaid: list[str]
) -> None:
    page = text(fanny, f"/prestations/{job.pk}/?au={day}")
    for words in said:
        assert words in page, words
    for words in unsaid:
        assert words not in page, words
    assert jobs_at(Job.objects.all(), day).values_list("state_then", flat=True).get() == state
    job.refresh_from_db()
    assert job.state == JobState.CLOSED, "read, never written"


def test_nothing_is_offered_on_a_past_day(fanny: Client, job: Job) -> None:
    page = text(fanny, f"/prestations/{job.pk}/?au={MOVED}")
    assert "État au 12 juin 2026" in page
    main = page.split('<main id="contenu"')[1].split("</main>")[0]
    assert 'method="post"' not in main
    for offered in ("Corriger", "Trouver quelqu'un", "Refaire", "Annuler la prestation", "Feuille à imprimer"):
        assert offered not in main, offered
    assert "pas encore notée ce jour-là" in text(fanny, f"/prestations/{job.pk}/?au=2026-06-07")


def test_hours_and_expenses_read_as_they_stood(cast: Cast, fanny: Client, job: Job) -> None:
    """Noted on the 21st, corrected then confirmed on the 25th; the tabs keep the day."""
    amina = participant_for(cast.kpa, person=cast.amina)
    fact = {"kpa": cast.kpa, "participant": amina, "job": job, "day": SATURDAY, "entered_at": at(20, day=DONE)}
    cooking = role(cast.kpa)
    Contribution.objects.create(minutes=360, role=cooking, withdrawn_at=at(9, day=CLOSED), **fact)
    late = {**fact, "entered_at": at(9, day=CLOSED), "confirmed_at": at(9, day=CLOSED)}
    Contribution.objects.create(minutes=450, role=cooking, **late)
    Expense.objects.create(cents=1_890, what="farine", **{**fact, "confirmed_at": at(9, day=CLOSED)})
    page = text(fanny, f"/prestations/{job.pk}/heures/?au={DONE}")
    assert "6 h" in page
    assert "7 h 30" not in page
    assert "18,90 €" in page
    assert "à confirmer" in page
    assert "confirmée" not in page
    assert 'method="post"' not in page.split('<main id="contenu"')[1]
    assert f"/prestations/{job.pk}/repartitions/?au={DONE}" in page
    page = text(fanny, f"/prestations/{job.pk}/heures/?au={CLOSED}")
    assert "7 h 30" in page
    assert "à confirmer" not in page
    assert "18,90" not in text(fanny, f"/prestations/{job.pk}/heures/?au={SATURDAY}")
    assert signed_in(cast.charlie).get(f"/prestations/{job.pk}/heures/?au={DONE}").status_code == 404


def test_the_list_sorts_by_the_state_of_that_day(fanny: Client, job: Job) -> None:
    title = "Buffet de l'Alma"
    assert title not in text(fanny, "/prestations/?au=2026-06-07&quand=toutes")
    assert title in text(fanny, f"/prestations/?au={MOVED}")
    assert title not in text(fanny, f"/prestations/?au={DONE}")
    page = text(fanny, f"/prestations/?au={DONE}&quand=faites")
    assert title in page
    assert "il manque" not in page
    assert f"quand=closes&amp;au={DONE}" in page or f"au={DONE}&amp;quand=closes" in page, "filters keep the day"
    assert "Noter une prestation" not in page
    assert title in text(fanny, "/prestations/?quand=closes")


def test_charlie_reads_no_past_either(cast: Cast, job: Job) -> None:
    charlie = signed_in(cast.charlie)
    assert charlie.get(f"/prestations/{job.pk}/?au={MOVED}").status_code == 404
    assert "Alma" not in text(charlie, f"/prestations/?quand=toutes&au={CLOSED}")


def test_the_past_asks_a_constant_number_of_queries(cast: Cast, fanny: Client, job: Job) -> None:
    pages = (
        f"/prestations/{job.pk}/?au={DONE}",
        f"/prestations/{job.pk}/heures/?au={DONE}",
        f"/prestations/?quand=toutes&au={DONE}",
    )
    few = {page: queries_of(fanny, page) for page in pages}
    people = crowd(cast, 20)
    ready(*people)
    asked = acting(cast.fanny, ASKED)
    jobs.move_job(acting(cast.fanny, CLOSED), job.pk, None, JobState.DONE, at(10, day=CLOSED))
    more = shifts.add_shift(asked, job.pk, ShiftFacts(at(9, day=SATURDAY), 360, 30), at(12, day=ASKED))
    for each in people:
        sign_ups.sign_up(asked, more.pk, at(12, day=ASKED), person=each.person)
        facts = JobFacts(title=f"Autre {each.pk}", starts_on=SATURDAY)
        jobs.plan_job(asked, cast.kpa, facts, at(12, day=ASKED))
    assert {page: queries_of(fanny, page) for page in pages} == few
