"""The grid: each KPA makes the common one its own, and words already given never change."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from maille.journeys.actions import grids, skills
from maille.journeys.models import Recognition, Skill
from tests.cast import Cast
from tests.journeys.help import TODAY, acting
from tests.journeys.workshops.help import AFTER

pytestmark = pytest.mark.django_db


def names(kpa_id: int, family: str = "Coudre et réparer") -> list[str]:
    return [skill.name for skill in grids.grid_of(kpa_id) if skill.family == family]


def test_renaming_keeps_the_words_of_what_was_given(cast: Cast) -> None:
    fanny, old = acting(cast.fanny), Skill.objects.get(name="Coudre à la machine")
    given = skills.recognise(fanny, cast.amina_journey.pk, old.pk, 3, TODAY, "", AFTER)
    new = grids.rename_skill(fanny, cast.kpa, old.pk, "Piquer à la machine", "")
    given.refresh_from_db()
    assert given.skill.name == "Coudre à la machine"
    assert names(cast.kpa.pk)[0] == "Piquer à la machine", "in the same place"
    assert new.formerly == old
    assert "Coudre à la machine" in names(cast.other_kpa.pk), "the others' grid is theirs"
    with pytest.raises(ValidationError, match="n'est plus dans la grille"):
        skills.recognise(fanny, cast.amina_journey.pk, old.pk, 4, TODAY, "", AFTER)
    assert old not in grids.set_aside_of(cast.kpa.pk), "it was renamed, not retired"


def test_added_ordered_retired_and_taken_back(cast: Cast) -> None:
    fanny = acting(cast.fanny)
    added = grids.add_skill(fanny, cast.kpa, "Coudre et réparer", "Broder", "")
    assert names(cast.kpa.pk)[-1] == "Broder"
    for _ in range(9):
        grids.move_skill(fanny, cast.kpa, added.pk, up=True)
    assert names(cast.kpa.pk)[0] == "Broder"
    grids.move_skill(fanny, cast.kpa, added.pk, up=False)
    assert names(cast.kpa.pk)[1] == "Broder"
    common = Skill.objects.get(name="Réparer un objet")
    grids.retire_skill(fanny, cast.kpa, common.pk)
    grids.retire_skill(fanny, cast.kpa, added.pk)
    assert not {"Broder", "Réparer un objet"} & set(names(cast.kpa.pk))
    assert {each.name for each in grids.set_aside_of(cast.kpa.pk)} == {"Broder", "Réparer un objet"}
    for each in (common, added):
        grids.restore_skill(fanny, cast.kpa, each.pk)
    assert {"Broder", "Réparer un objet"} <= set(names(cast.kpa.pk))


def test_no_two_lines_of_the_same_name_and_nobody_elses_grid(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="déjà dans la grille"):
        grids.add_skill(acting(cast.fanny), cast.kpa, "X", "coudre à la MACHINE", "")
    for user in (cast.charlie, cast.karim):
        with pytest.raises(PermissionDenied):
            grids.add_skill(acting(user), cast.kpa, "X", "Broder", "")
    theirs = grids.add_skill(acting(cast.charlie), cast.other_kpa, "X", "Souder", "")
    with pytest.raises(Skill.DoesNotExist):
        grids.retire_skill(acting(cast.fanny), cast.kpa, theirs.pk)


def test_on_screen(cast: Cast, client: Client) -> None:
    client.force_login(cast.fanny, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = f"/structures/{cast.kpa.pk}/competences/"
    client.post(page, {"family": "Jardiner", "name": "Semer", "description": "Je sème en ligne."})
    semer = Skill.objects.get(name="Semer")
    assert "Jardiner" in client.get(page).content.decode()
    client.post(f"{page}{semer.pk}/", {"name": "Semer et planter", "description": ""})
    assert [skill.name for skill in grids.grid_of(cast.kpa.pk)][-1] == "Semer et planter"
    assert client.post(f"{page}{semer.pk}/voler/").status_code == 404
    first = grids.grid_of(cast.kpa.pk)[0]
    assert client.post(f"{page}{first.pk}/retirer/")["Location"] == f"{page}#ligne-{first.pk}"
    assert "Retirées de la grille" in client.get(page).content.decode()
    client.force_login(cast.karim, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(page).status_code == 200
    assert client.post(page, {"family": "X", "name": "Y"}).status_code == 403
    assert Recognition.objects.count() == 0
