"""The list of jobs as a file: exactly what the screen shows, sent as it is read, no formula."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from maille.activities.actions import jobs
from maille.activities.rules.jobs import JobFacts
from maille.activities.rules.kinds import JobState
from tests.activities.jobs.help import NOW, SATURDAY, planned, queries_of, signed_in
from tests.cast import Cast
from tests.journeys.help import acting

pytestmark = pytest.mark.django_db


def taken(client: Client, query: str = "") -> list[dict[str, str]]:
    """The lines of the file."""
    answer: Any = client.get(f"/prestations/fichier/{query}")
    assert answer.status_code == 200
    assert answer.streaming
    assert answer["X-Content-Type-Options"] == "nosniff"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_file_holds_exactly_the_list(cast: Cast) -> None:
    fanny = signed_in(cast.fanny)
    planned(cast, title="=1+1", expected=86_400, planned_minutes=440)
    jobs.plan_job(acting(cast.fanny), cast.kpa, JobFacts(title="Une idée"), NOW)
    off = planned(cast, title="Tombée à l'eau")
    jobs.cancel_job(acting(cast.fanny), off.pk, None, "other", "", NOW)
    lines = taken(fanny)
    assert [line["Prestation"] for line in lines] == ["'=1+1", "Une idée"]
    assert (lines[0]["Recette attendue HT"], lines[0]["Travail prévu (heures)"]) == ("864,00", "7,33")
    assert (lines[0]["État"], lines[0]["Du"], lines[0]["KPA"]) == ("Prévue", f"{SATURDAY:%d/%m/%Y}", "La Cape")
    assert [line["Prestation"] for line in taken(fanny, "?quand=annulees")] == ["Tombée à l'eau"]
    assert len(taken(fanny, "?quand=toutes&q=idée")) == 1
    assert taken(fanny, "?quand=toutes&au=2020-01-01") == []
    page = fanny.get("/prestations/?quand=annulees").content.decode()
    assert "/prestations/fichier/?quand=annulees&amp;format=xlsx" in page


def test_the_sheet_holds_numbers_and_days(cast: Cast) -> None:
    planned(cast, title="=1+1", expected=86_450)
    answer: Any = signed_in(cast.fanny).get("/prestations/fichier/?format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    titles, line = list(sheet.iter_rows(values_only=True))
    found = dict(zip(titles, line, strict=True))
    assert (found["Recette attendue HT"], found["Du"].date()) == (864.5, SATURDAY)
    assert found["Prestation"] == "'=1+1"


def test_a_job_reads_in_the_file_as_it_stood(cast: Cast) -> None:
    job = planned(cast)
    jobs.cancel_job(acting(cast.fanny), job.pk, None, "other", "", NOW.replace(year=2027))
    fanny = signed_in(cast.fanny)
    assert [line["État"] for line in taken(fanny, "?quand=toutes")] == ["Annulée"]
    assert [line["État"] for line in taken(fanny, "?quand=toutes&au=2026-12-31")] == ["Prévue"]
    assert JobState(job.state) == JobState.PLANNED


def test_charlie_takes_nothing_out(cast: Cast) -> None:
    planned(cast)
    assert taken(signed_in(cast.charlie), "?quand=toutes") == []
    assert taken(signed_in(cast.charlie), f"?quand=toutes&kpa={cast.kpa.pk}") == []


def test_many_jobs_ask_no_more_queries(cast: Cast) -> None:
    fanny = signed_in(cast.fanny)
    planned(cast)
    few = queries_of(fanny, "/prestations/fichier/")
    for rank in range(30):
        planned(cast, title=f"Buffet {rank}")
    assert queries_of(fanny, "/prestations/fichier/") == few
