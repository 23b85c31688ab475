"""Places: no more people than places, first come first served, one place per person."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import QuerySet

from maille.journeys.actions import places, workshops
from maille.journeys.models import Journey, Workshop, WorkshopPlace
from tests.cast import Cast, make_cast
from tests.journeys.help import TODAY, D, acting
from tests.journeys.workshops.help import AFTER, BEFORE, account, at, crowd, facts, planned
from tests.patience import PATIENCE


def seats(workshop: Workshop) -> dict[str, str]:
    """First names → what they hold."""
    held = workshop.taken.held().select_related("journey__person")
    return {place.journey.person.first_name: "attend" if place.waiting else "place" for place in held}


@pytest.mark.django_db
def test_the_third_of_two_places_waits_then_moves_up_by_itself(cast: Cast) -> None:
    workshop, fanny = planned(cast), acting(cast.fanny)
    for person in (cast.amina, cast.lea, cast.yanis):
        places.sign_up(fanny, workshop.pk, person.pk, BEFORE)
    assert seats(workshop) == {"Amina": "place", "Léa": "place", "Yanis": "attend"}
    lea = account(cast.lea, cast.lea_journey)
    moved = places.withdraw_myself(acting(lea), cast.lea, workshop.pk, BEFORE)
    assert [place.journey.person for place in moved] == [cast.yanis]
    assert seats(workshop) == {"Amina": "place", "Yanis": "place"}
    told = workshop.taken.get(journey=cast.yanis_journey)
    assert (told.news, told.told_at) == ("seated", None), "somebody has to tell Yanis"


@pytest.mark.django_db
def test_who_signed_up_for_whom_is_kept(cast: Cast) -> None:
    workshop = planned(cast)
    by_fanny = places.sign_up(acting(cast.fanny), workshop.pk, cast.amina.pk, BEFORE)
    lea = account(cast.lea, cast.lea_journey)
    by_herself = places.sign_myself_up(acting(lea), cast.lea, workshop.pk, BEFORE)
    assert (by_fanny.on_behalf, by_fanny.entered_by) == (True, cast.fanny)
    assert (by_herself.on_behalf, by_herself.entered_by) == (False, lea)


@pytest.mark.django_db
def test_more_places_let_people_in_and_fewer_than_people_is_refused(cast: Cast) -> None:
    workshop, fanny = planned(cast, places=1), acting(cast.fanny)
    for person in (cast.amina, cast.lea):
        places.sign_up(fanny, workshop.pk, person.pk, BEFORE)
    workshops.correct_workshop(fanny, workshop.pk, None, facts(places=2), BEFORE)
    assert set(seats(workshop).values()) == {"place"}
    with pytest.raises(ValidationError, match="2 personnes ont déjà une place"):
        workshops.correct_workshop(fanny, workshop.pk, None, facts(places=1), BEFORE)


@pytest.mark.django_db
def test_only_people_in_the_kpa_that_day(cast: Cast) -> None:
    workshop, fanny = planned(cast), acting(cast.fanny)
    Journey.objects.filter(pk=cast.lea_journey.pk).update(ended_on=D(2026, 6, 14), end_kind="exit")
    with pytest.raises(ValidationError, match="n'est pas en parcours dans ce KPA"):
        places.sign_up(fanny, workshop.pk, cast.lea.pk, BEFORE)
    with pytest.raises(ValidationError, match="n'était pas en parcours"):
        places.walk_in(fanny, workshop.pk, cast.lea.pk, AFTER)


@pytest.mark.django_db
def test_one_place_per_person_and_none_once_it_started_or_was_cancelled(cast: Cast) -> None:
    workshop, fanny = planned(cast), acting(cast.fanny)
    places.sign_up(fanny, workshop.pk, cast.amina.pk, BEFORE)
    with pytest.raises(ValidationError, match="déjà inscrite"):
        places.sign_up(fanny, workshop.pk, cast.amina.pk, BEFORE)
    with pytest.raises(ValidationError, match="a commencé"):
        places.sign_up(fanny, workshop.pk, cast.lea.pk, AFTER)
    workshops.cancel_workshop(fanny, workshop.pk, None, BEFORE)
    with pytest.raises(ValidationError, match="est annulé"):
        places.sign_up(fanny, workshop.pk, cast.lea.pk, BEFORE)


@pytest.mark.django_db
def test_on_the_day_a_place_goes_to_whoever_is_there(cast: Cast) -> None:
    workshop, fanny = planned(cast, places=1), acting(cast.fanny)
    signed = places.sign_up(fanny, workshop.pk, cast.amina.pk, BEFORE)
    waiting = places.sign_up(fanny, workshop.pk, cast.lea.pk, BEFORE)
    for somebody in (lambda: places.mark(fanny, waiting.pk, True, AFTER),
                     lambda: places.walk_in(fanny, workshop.pk, cast.yanis.pk, AFTER)):  # fmt: skip
        with pytest.raises(ValidationError, match="1 places sont prises"):
            somebody()
    places.mark(fanny, signed.pk, False, AFTER)
    places.mark(fanny, waiting.pk, True, AFTER)
    with pytest.raises(ValidationError, match="places sont prises"):
        places.mark(fanny, signed.pk, True, AFTER)
    assert workshop.taken.sitting().count() == 1


@pytest.mark.django_db
def test_nobody_touches_another_kpa_nor_somebody_elses_place(cast: Cast) -> None:
    workshop = planned(cast)
    place = places.sign_up(acting(cast.fanny), workshop.pk, cast.amina.pk, BEFORE)
    with pytest.raises(Workshop.DoesNotExist):
        places.sign_up(acting(cast.charlie), workshop.pk, cast.lea.pk, BEFORE)
    with pytest.raises(WorkshopPlace.DoesNotExist):
        places.mark(acting(cast.charlie), place.pk, True, AFTER)
    lea = account(cast.lea, cast.lea_journey)
    with pytest.raises(PermissionDenied):
        places.sign_myself_up(acting(lea), cast.amina, workshop.pk, BEFORE)


@pytest.mark.django_db
def test_a_cancelled_place_leaves_a_trace_and_may_be_taken_again(cast: Cast) -> None:
    workshop, fanny = planned(cast, places=1), acting(cast.fanny)
    first = places.sign_up(fanny, workshop.pk, cast.amina.pk, BEFORE)
    places.withdraw(fanny, first.pk, BEFORE)
    again = places.sign_up(fanny, workshop.pk, cast.amina.pk, BEFORE)
    assert again.pk != first.pk
    assert workshop.taken.count() == 2
    assert workshop.taken.held_on(TODAY).get() == again
    assert at(9).date() == TODAY


def race(cast: Cast, people: int) -> int:
    """As many people as asked tap "Je viens" at the same instant for three places; how many sit."""
    workshop = planned(cast, places=3)
    many, start = crowd(cast, people), threading.Barrier(people)

    def tap(person_id: int) -> None:
        try:
            start.wait(timeout=PATIENCE)
            places.sign_up(acting(cast.fanny), workshop.pk, person_id, BEFORE)
        finally:
            connection.close()

    threads = [threading.Thread(target=tap, args=(person.pk,)) for person in many]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert workshop.taken.held().count() == people, "nobody's tap is lost"
    return workshop.taken.sitting().count()


@pytest.mark.postgresql  # SQLite has one writer at a time: every transaction here begins by taking the lock
@pytest.mark.django_db(transaction=True)
def test_ten_people_at_once_for_three_places() -> None:
    assert race(make_cast(TODAY), 10) == 3


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_more_people_sit_than_there_are_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the lock is for: the same race without it gives places away twice."""
    meet = threading.Barrier(10)
    ask = places.has_room

    def slowly(limit: int | None, taken: int) -> bool:
        answer = ask(limit, taken)
        meet.wait(timeout=PATIENCE)  # everybody has counted before anybody writes
        return answer

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    monkeypatch.setattr(places, "has_room", slowly)
    assert race(make_cast(TODAY), 10) > 3
