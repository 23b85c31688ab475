"""A shift moves, a job is cancelled: who is left to tell shows until « C'est dit », then who told whom, and when."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from maille.activities.actions import jobs, shifts, sign_ups
from maille.activities.models import Job, News, Shift, ShiftVersion, SignUp
from maille.activities.models.past import as_written_on
from maille.activities.rules.kinds import JobState
from maille.activities.rules.shifts import ShiftFacts
from tests.activities.jobs.help import NOW, at, crowd, everybody_ready, facts, planned, queries_of, ready, signed_in
from tests.activities.jobs.help import shift as shift_of
from tests.cast import Cast
from tests.journeys.help import TODAY, D, acting

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + datetime.timedelta(days=3)
"""Pages read the clock."""


@pytest.fixture
def fanny(cast: Cast) -> Client:
    """Fanny's browser."""
    return signed_in(cast.fanny)


def text(client: Client, path: str) -> str:
    """What a page says, every space alike."""
    response = client.get(path)
    assert response.status_code == 200, path
    page = response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ").replace("&#x27;", "'")
    return " ".join(page.split())


def two_people(cast: Cast, **more: str) -> tuple[Job, Shift, SignUp, SignUp]:
    """A buffet soon at 9 h, Amina and Léa on it."""
    everybody_ready(cast)
    job = planned(cast, starts_on=SOON, ends_on=SOON, **more)
    held = shift_of(cast, job, at(9, day=SOON))
    signed = [
        sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=each).sign_up for each in (cast.amina, cast.lea)
    ]
    return job, held, signed[0], signed[1]


def moved_to(cast: Cast, held: Shift, hour: int, people: int = 3) -> None:
    """The same at another hour."""
    shifts.correct_shift(acting(cast.fanny), held.pk, ShiftFacts(at(hour, day=SOON), 360, people), NOW)


def waiting() -> list[tuple[str, str]]:
    """Who has to hear what."""
    found = News.objects.waiting().order_by("sign_up", "pk")
    return [(each.sign_up.participant.first_name, each.what) for each in found]


def test_a_shift_moved_is_to_tell_until_it_is_told(cast: Cast, fanny: Client) -> None:
    job, held, amina, _ = two_people(cast, place="Salle des fêtes")
    moved_to(cast, held, 10)
    page = text(fanny, f"/prestations/{job.pk}/")
    assert "À prévenir (2)" in page
    assert page.count("9 h – 15 h, Salle des fêtes.") == 2, "what they know"
    address = f"/prestations/inscriptions/{amina.pk}/prevenue/"
    assert "Amina Benali est prévenu·e." in fanny.post(address, follow=True).content.decode()
    told = News.objects.get(sign_up=amina)
    assert (told.told_by, told.told_at is not None) == (cast.fanny, True)
    for _ in range(2):
        page = text(fanny, f"/prestations/{job.pk}/")
        assert "À prévenir (1)" in page
        assert "Amina Benali, par Fanny, le" in page, "it survives reloads"
    fanny.post(address, {"dit": "non"})
    assert "À prévenir (2)" in text(fanny, f"/prestations/{job.pk}/")
    assert fanny.post(address, {"dit": "peut-être"}).status_code == 404
    for each in SignUp.objects.all():
        fanny.post(f"/prestations/inscriptions/{each.pk}/prevenue/")
    page = text(fanny, f"/prestations/{job.pk}/")
    assert "Tout le monde est prévenu." in page
    assert "À prévenir" not in page


def test_moved_twice_they_hear_the_latest_and_moved_back_nothing(cast: Cast) -> None:
    _, held, amina, _ = two_people(cast)
    moved_to(cast, held, 10)
    moved_to(cast, held, 11)
    assert waiting() == [("Amina", "moved"), ("Léa", "moved")]
    assert all("9\u00a0h" in each.was for each in News.objects.all()), "they still know the first"
    sign_ups.told(acting(cast.fanny), amina.pk, NOW)
    moved_to(cast, held, 9)
    assert waiting() == [("Amina", "moved")], "Léa never knew; Amina was told 11 h"
    assert "11\u00a0h" in News.objects.waiting().get().was
    moved_to(cast, held, 9, people=5)
    assert waiting() == [("Amina", "moved")], "more places change nothing for who comes"


def test_another_place_for_the_job_is_to_tell_too(cast: Cast) -> None:
    job, held, _, _ = two_people(cast, place="Salle des fêtes")
    own_place = shift_of(cast, job, at(16, day=SOON), place="Cuisine")
    sign_ups.sign_up(acting(cast.fanny), own_place.pk, NOW, person=cast.yanis)
    job.refresh_from_db()
    there = facts(starts_on=SOON, ends_on=SOON, place="Local de l'Alma")
    jobs.correct_job(acting(cast.fanny), job.pk, job.version, there, NOW)
    assert waiting() == [("Amina", "moved"), ("Léa", "moved")], "Yanis's shift has its own place"
    assert "Salle des fêtes" in News.objects.filter(sign_up__shift=held)[0].was


def test_a_cancelled_job_then_restored(cast: Cast, fanny: Client) -> None:
    job, held, amina, _ = two_people(cast)
    moved_to(cast, held, 10)
    jobs.cancel_job(acting(cast.fanny), job.pk, None, "client", "", NOW)
    page = text(fanny, f"/prestations/{job.pk}/")
    assert page.count("La prestation est annulée :") == 2
    assert "Le créneau a changé" not in page, "no use any more"
    sign_ups.told(acting(cast.fanny), amina.pk, NOW)
    jobs.move_job(acting(cast.fanny), job.pk, None, JobState.PLANNED, NOW)
    assert waiting() == [("Amina", "restored"), ("Léa", "moved")], "Léa never heard it was cancelled"
    jobs.cancel_job(acting(cast.fanny), job.pk, None, "client", "", NOW)
    jobs.move_job(acting(cast.fanny), job.pk, None, JobState.PLANNED, NOW)
    assert waiting() == [("Amina", "restored"), ("Léa", "moved")]
    sign_ups.told(acting(cast.fanny), amina.pk, NOW)
    jobs.cancel_job(acting(cast.fanny), job.pk, None, "client", "", NOW)
    jobs.move_job(acting(cast.fanny), job.pk, None, JobState.PLANNED, NOW)
    assert waiting() == [("Léa", "moved")], "told it takes place, never told of the second cancelling"


def test_who_withdrew_or_is_past_is_no_longer_to_tell(cast: Cast, fanny: Client) -> None:
    job, held, amina, lea = two_people(cast)
    moved_to(cast, held, 10)
    sign_ups.withdraw(acting(cast.fanny), lea.pk, "", NOW)
    assert "À prévenir (1)" in text(fanny, f"/prestations/{job.pk}/")
    Shift.objects.filter(pk=held.pk).update(starts_at=NOW - datetime.timedelta(days=400))
    assert "À prévenir" not in text(fanny, f"/prestations/{job.pk}/")
    with pytest.raises(ValidationError, match="Rien n'était noté"):
        sign_ups.not_told(acting(cast.fanny), amina.pk)


def test_each_way_a_shift_was_written_is_kept(cast: Cast) -> None:
    job = planned(cast, starts_on=SOON, ends_on=SOON)
    held, fanny = shift_of(cast, job, at(9, day=SOON)), acting(cast.fanny)
    week = datetime.timedelta(days=7)
    shifts.correct_shift(fanny, held.pk, ShiftFacts(at(11, day=SOON), 240, 2, "Cuisine"), NOW + week)

    def stood(day: datetime.date) -> list[tuple[datetime.datetime, int, str]]:
        return [(each.starts_at, each.people, each.place) for each in as_written_on(job.shifts.all(), day)]

    assert stood(TODAY - datetime.timedelta(days=1)) == [], "not written yet"
    assert stood(TODAY) == stood(TODAY + datetime.timedelta(days=6)) == [(at(9, day=SOON), 3, "")]
    assert stood(TODAY + week) == [(at(11, day=SOON), 2, "Cuisine")]
    again = jobs.repeat_job(fanny, job.pk, 1, 2, NOW + week)
    assert ShiftVersion.objects.filter(shift__job__in=again).count() == 2
    ShiftVersion.objects.filter(shift=held).delete()  # as one written before versions were kept
    assert stood(D(2020, 1, 1)) == [(at(11, day=SOON), 2, "Cuisine")]
    shifts.correct_shift(fanny, held.pk, ShiftFacts(at(8, day=SOON), 240, 2), NOW + 2 * week)
    assert stood(TODAY + week) == [(at(11, day=SOON), 2, "Cuisine")]


def test_charlie_may_tell_nobody(cast: Cast) -> None:
    _, held, amina, _ = two_people(cast)
    moved_to(cast, held, 10)
    address = f"/prestations/inscriptions/{amina.pk}/prevenue/"
    assert signed_in(cast.charlie).post(address).status_code == 404
    assert waiting() == [("Amina", "moved"), ("Léa", "moved")]
    assert not News.objects.visible_to(acting(cast.charlie)).exists()
    assert News.objects.visible_to(acting(cast.fanny)).count() == 2


def test_telling_many_asks_no_more_queries(cast: Cast, fanny: Client) -> None:
    job, held, _, _ = two_people(cast)
    moved_to(cast, held, 10, people=40)
    few = queries_of(fanny, f"/prestations/{job.pk}/")
    people = crowd(cast, 30)
    ready(*people)
    for each in people:
        sign_ups.sign_up(acting(cast.fanny), held.pk, NOW, person=each.person)
    moved_to(cast, held, 11, people=40)
    assert len(waiting()) == 32
    assert queries_of(fanny, f"/prestations/{job.pk}/") == few
