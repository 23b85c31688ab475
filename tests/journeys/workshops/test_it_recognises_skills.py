"""Skills: said by oneself, by peers, by the team; never added up, never erased, refused by whom they are about."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys.actions import places, skills
from maille.journeys.actions.badges import views_of
from maille.journeys.models import Journey, Recognition, Skill
from maille.journeys.rules.skills import View, seen
from tests.cast import Cast
from tests.journeys.help import TODAY, D, acting
from tests.journeys.workshops.help import AFTER, BEFORE, account, planned

pytestmark = pytest.mark.django_db


def skill(name: str = "Coudre à la machine") -> Skill:
    return Skill.objects.get(name=name, kpa=None)


def together(cast: Cast, *people: object) -> None:
    """These people were at the same workshop."""
    workshop = planned(cast, places=None)
    for person in people:
        places.walk_in(acting(cast.fanny), workshop.pk, person.pk, AFTER)  # type: ignore[attr-defined]


def test_the_common_grid_is_there_from_the_start(cast: Cast) -> None:
    grid = Skill.objects.in_grid(cast.kpa.pk)
    assert grid.count() >= 25
    assert grid.filter(name="Travailler à plusieurs", family="Être ensemble").exists()


def test_each_view_stands_by_itself_with_who_typed_it(cast: Cast) -> None:
    amina, lea = account(cast.amina, cast.amina_journey), account(cast.lea, cast.lea_journey)
    together(cast, cast.amina, cast.lea)
    sewing, journey = skill().pk, cast.amina_journey.pk
    herself = skills.assess_myself(acting(amina), cast.amina, sewing, 2, BEFORE)
    peer = skills.recognise_peer(acting(lea), cast.lea, journey, sewing, 4, "l'atelier", AFTER)
    team = skills.recognise(acting(cast.fanny), journey, sewing, 3, TODAY, "le marché", AFTER)
    assert herself and not any(each.on_behalf for each in (herself, peer, team))
    known = seen(views_of(list(Recognition.objects.all())))[sewing]
    assert (known.by_self, known.peers, known.by_team, known.shown) == (2, 4, 3, 3)


def test_what_fanny_types_for_somebody_says_so(cast: Cast) -> None:
    fanny, journey, sewing = acting(cast.fanny), cast.amina_journey.pk, skill().pk
    said = skills.recognise(fanny, journey, sewing, 2, TODAY, "", AFTER, by="self")
    by_lea = skills.recognise(fanny, journey, sewing, 3, TODAY, "", AFTER, by="peer", peer_id=cast.lea.pk)
    assert (said.on_behalf, said.user, said.entered_by) == (True, None, cast.fanny)
    assert (by_lea.on_behalf, by_lea.peer) == (True, cast.lea)
    with pytest.raises(ValidationError, match="quel pair"):
        skills.recognise(fanny, journey, sewing, 3, TODAY, "", AFTER, by="peer")
    with pytest.raises(ValidationError, match="quelqu'un d'autre"):
        skills.recognise(fanny, journey, sewing, 3, TODAY, "", AFTER, by="peer", peer_id=cast.amina.pk)
    with pytest.raises(ValidationError, match="dans le futur"):
        skills.recognise(fanny, journey, sewing, 3, TODAY + datetime.timedelta(1), "", AFTER)
    with pytest.raises(ValidationError, match="la date précède"):
        skills.recognise(fanny, journey, sewing, 3, D(2025, 4, 3), "", AFTER)


def test_a_peer_is_somebody_one_was_at_a_workshop_with_in_the_kpa_today(cast: Cast) -> None:
    lea, sewing = account(cast.lea, cast.lea_journey), skill().pk
    assert list(skills.met_by(cast.lea, TODAY)) == []
    with pytest.raises(PermissionDenied):
        skills.recognise_peer(acting(lea), cast.lea, cast.amina_journey.pk, sewing, 3, "", AFTER)
    together(cast, cast.lea, cast.amina)
    assert list(skills.met_by(cast.lea, TODAY)) == [cast.amina_journey], "Yanis was not there; Léa is not her own peer"
    assert list(skills.met_by(cast.lea, D(2027, 7, 1))) == [], "a year later, it is long ago"
    Journey.objects.filter(pk=cast.amina_journey.pk).update(ended_on=D(2026, 6, 14), end_kind="exit")
    assert list(skills.met_by(cast.lea, TODAY)) == [], "Amina left"


def test_the_person_hides_what_others_said_and_may_change_her_mind(cast: Cast) -> None:
    amina = account(cast.amina, cast.amina_journey)
    team = skills.recognise(acting(cast.fanny), cast.amina_journey.pk, skill().pk, 3, TODAY, "", AFTER)
    skills.answer_recognition(acting(amina), cast.amina, team.pk, wanted=False)
    assert not Recognition.objects.standing(TODAY).exists()
    assert Recognition.objects.standing(TODAY - datetime.timedelta(1)).count() == 0, "it was given today"
    skills.answer_recognition(acting(amina), cast.amina, team.pk, wanted=True)
    assert Recognition.objects.standing(TODAY).get() == team
    lea = account(cast.lea, cast.lea_journey)
    with pytest.raises(PermissionDenied):
        skills.answer_recognition(acting(lea), cast.lea, team.pk, wanted=False)


def test_withdrawn_is_not_erased(cast: Cast) -> None:
    fanny = acting(cast.fanny)
    team = skills.recognise(fanny, cast.amina_journey.pk, skill().pk, 3, D(2026, 6, 1), "", AFTER)
    with pytest.raises(Recognition.DoesNotExist):
        skills.withdraw_recognition(acting(cast.charlie), team.pk)
    skills.withdraw_recognition(fanny, team.pk)
    assert not Recognition.objects.standing(TODAY).exists()
    assert Recognition.objects.standing(D(2026, 6, 2)).get() == team, "as it stood that day"


def test_saying_the_same_again_writes_nothing_and_a_new_level_keeps_the_old_one(cast: Cast) -> None:
    amina, sewing = account(cast.amina, cast.amina_journey), skill().pk
    assert skills.assess_myself(acting(amina, D(2026, 5, 1)), cast.amina, sewing, 1, BEFORE)
    assert skills.assess_myself(acting(amina), cast.amina, sewing, 1, BEFORE) is None
    assert skills.assess_myself(acting(amina), cast.amina, sewing, 2, BEFORE)
    levels = {day: seen(views_of(list(Recognition.objects.standing(day))))[sewing].by_self
              for day in (D(2026, 5, 2), TODAY)}  # fmt: skip
    assert levels == {D(2026, 5, 2): 1, TODAY: 2}


def test_nobody_else_speaks_for_oneself(cast: Cast) -> None:
    lea = account(cast.lea, cast.lea_journey)
    with pytest.raises(PermissionDenied):
        skills.assess_myself(acting(lea), cast.amina, skill().pk, 4, BEFORE)
    with pytest.raises(ValidationError, match="Choisissez un niveau"):
        skills.assess_myself(acting(lea), cast.lea, skill().pk, 5, BEFORE)


def test_the_middle_of_peers_is_the_lower_one_of_two() -> None:
    views = [View(1, "peer", who, level, TODAY) for who, level in ((1, 2), (2, 4), (3, 4))]
    assert seen(views)[1].peers == 4
    assert seen(views[:2])[1].peers == 2
    again = [*views[:2], View(1, "peer", 1, 4, TODAY, id=9)]
    assert seen(again)[1].by_peers == (4, 4), "the latest word of each peer"
    assert not seen([View(1, "self", None, 4, TODAY)])[1].recognised
