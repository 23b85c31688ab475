"""Workshops: planned, moved, cancelled, repeated; the people signed up are to be told."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from maille.journeys.actions import ConflictError, places, workshops
from maille.journeys.models import Journey, Workshop
from maille.journeys.rules.workshops import hour, lasting, repeats
from tests.cast import Cast
from tests.journeys.help import D, acting
from tests.journeys.workshops.help import BEFORE, at, facts, planned

pytestmark = pytest.mark.django_db


def test_it_says_when_and_who_leads(cast: Cast) -> None:
    workshop = planned(cast, led_by_id=cast.fanny.pk)
    assert workshop.when == "lundi 15 juin 2026, de 14 h à 16 h"
    assert workshop.leader == "Fanny"
    assert planned(cast, led_by_peer_id=cast.lea.pk).leader == "Léa, du groupe"
    assert planned(cast, led_by_name="Une conseillère").leader == "Une conseillère"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"title": " "}, "title", "Donnez un nom"),
        ({"domain": "magic"}, "domain", "Choisissez un sujet"),
        ({"minutes": 2}, "ends_at", "de 5 minutes à 12 heures"),
        ({"places": 0}, "places", "au moins une place"),
        ({"starts_at": at(14, day=D(2036, 6, 15))}, "starts_on", "plus de deux ans"),
    ],
)
def test_what_cannot_be_is_refused_in_words(cast: Cast, change: dict[str, object], field: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        planned(cast, **change)
    assert words in refused.value.message_dict[field][0]


def test_a_leader_must_be_of_the_kpa_that_day(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="n'est pas de l'équipe"):
        planned(cast, led_by_id=cast.charlie.pk)
    with pytest.raises(ValidationError, match="Une seule personne anime"):
        planned(cast, led_by_id=cast.fanny.pk, led_by_name="Quelqu'un")
    Journey.objects.filter(pk=cast.lea_journey.pk).update(ended_on=D(2026, 6, 1), end_kind="exit")
    with pytest.raises(ValidationError, match="n'est pas dans le KPA ce jour-là"):
        planned(cast, led_by_peer_id=cast.lea.pk)


def test_moving_it_tells_everybody_and_drops_who_is_gone_by_then(cast: Cast) -> None:
    workshop, fanny = planned(cast), acting(cast.fanny)
    for person in (cast.amina, cast.lea):
        places.sign_up(fanny, workshop.pk, person.pk, BEFORE)
    Journey.objects.filter(pk=cast.lea_journey.pk).update(ended_on=D(2026, 6, 20), end_kind="exit")
    gone = workshops.correct_workshop(fanny, workshop.pk, 1, facts(starts_at=at(14, day=D(2026, 6, 22))), BEFORE)
    assert gone == [cast.lea]
    assert {(place.news, place.told_at) for place in workshop.taken.all()} == {("moved", None)}
    assert workshop.taken.held().get().journey == cast.amina_journey
    place = workshop.taken.held().get()
    assert places.told(fanny, place.pk, BEFORE).told_at == BEFORE


def test_a_new_title_disturbs_nobody(cast: Cast) -> None:
    workshop, fanny = planned(cast), acting(cast.fanny)
    place = places.sign_up(fanny, workshop.pk, cast.amina.pk, BEFORE)
    workshops.correct_workshop(fanny, workshop.pk, 1, facts(title="Lire ses factures"), BEFORE)
    place.refresh_from_db()
    assert place.news == ""


def test_the_second_who_saves_is_told(cast: Cast) -> None:
    workshop, fanny = planned(cast), acting(cast.fanny)
    workshops.correct_workshop(fanny, workshop.pk, 1, facts(title="Un"), BEFORE)
    with pytest.raises(ConflictError) as conflict:
        workshops.correct_workshop(fanny, workshop.pk, 1, facts(title="Deux"), BEFORE)
    assert conflict.value.version == 2


def test_cancelling_tells_everybody_and_can_be_undone(cast: Cast) -> None:
    workshop, fanny = planned(cast), acting(cast.fanny)
    one = places.sign_up(fanny, workshop.pk, cast.amina.pk, BEFORE)
    two = places.sign_up(fanny, workshop.pk, cast.lea.pk, BEFORE)
    workshops.cancel_workshop(fanny, workshop.pk, 1, BEFORE)
    places.told(fanny, one.pk, BEFORE)
    with pytest.raises(ValidationError, match="déjà annulé"):
        workshops.cancel_workshop(fanny, workshop.pk, None, BEFORE)
    workshops.restore_workshop(fanny, workshop.pk, None, BEFORE)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.news, one.told_at) == ("moved", None), "Amina believes it is cancelled"
    assert two.news == "", "Léa never heard it was"


def test_what_took_place_cannot_be_cancelled(cast: Cast) -> None:
    workshop, fanny = planned(cast), acting(cast.fanny)
    places.walk_in(fanny, workshop.pk, cast.amina.pk, at(15))
    with pytest.raises(ValidationError, match="a eu lieu"):
        workshops.cancel_workshop(fanny, workshop.pk, None, at(17))


def test_it_repeats_at_the_same_time_on_the_clock(cast: Cast) -> None:
    workshop = planned(cast, starts_at=at(14, day=D(2026, 10, 19)), led_by_peer_id=cast.lea.pk)
    Journey.objects.filter(pk=cast.lea_journey.pk).update(ended_on=D(2026, 10, 27), end_kind="exit")
    made = workshops.repeat_workshop(acting(cast.fanny), workshop.pk, 1, 2, BEFORE)
    assert [each.when for each in made] == [
        "lundi 26 octobre 2026, de 14 h à 16 h",
        "lundi 2 novembre 2026, de 14 h à 16 h",
    ]
    assert [each.leader for each in made] == ["Léa, du groupe", ""], "Léa is gone by November"
    assert Workshop.objects.count() == 3
    with pytest.raises(ValidationError, match="de 1 à 52 fois"):
        workshops.repeat_workshop(acting(cast.fanny), workshop.pk, 1, 53, BEFORE)


def test_hours_and_lengths_in_words() -> None:
    assert [hour(datetime.time(9)), hour(datetime.time(9, 5))] == ["9 h", "9 h 05"]
    assert [lasting(45), lasting(60), lasting(150)] == ["45 minutes", "1 heure", "2 heures 30"]
    start = at(9, day=D(2026, 3, 23))
    assert [each.hour for each in repeats(start, 1, 2)] == [9, 9]
