"""The access follows the person when two files become one, and comes back with the file; two accesses are refused."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from maille.journeys.actions import Given, give_access, merge_people, undo_merge, welcome, withdraw_access
from maille.journeys.models import Person
from maille.journeys.rules.facts import Identity
from maille.network.actions import invitations
from tests.cast import Cast
from tests.journeys.help import TODAY, D, acting

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 6, 15, 10, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(hours=1)


@pytest.fixture
def double(cast: Cast) -> Person:
    """Léa typed twice, the second time in the other KPA."""
    identity = Identity("Fontaine", "Lea-Rose", D(2001, 9, 30))
    return welcome(acting(cast.charlie), identity, cast.other_kpa, D(2024, 1, 8)).person


def accept(given: Given) -> Person:
    """Accepted; the file it opens."""
    assert given.invitation is not None
    user, _ = invitations.accept(given.invitation.pk, user=None, name="Léa", now=NOW, today=TODAY)
    return Person.objects.get(user=user)


def test_an_invitation_follows_the_person_and_comes_back(cast: Cast, double: Person) -> None:
    odile = acting(cast.odile)
    given = give_access(odile, double.pk, cast.other_kpa, "lea@exemple.fr", NOW)
    merge = merge_people(odile, cast.lea.pk, double.pk, NOW)
    assert accept(given) == cast.lea
    undo_merge(odile, merge.pk, NOW)
    opened = Person.objects.get(user__email="lea@exemple.fr")
    assert opened == double
    assert opened.accesses.count() == 1
    assert not cast.lea.accesses.exists()


def test_an_open_access_follows_the_person_and_comes_back(cast: Cast, double: Person) -> None:
    odile = acting(cast.odile)
    accept(give_access(odile, double.pk, cast.other_kpa, "lea@exemple.fr", NOW))
    merge = merge_people(odile, cast.lea.pk, double.pk, NOW)
    assert Person.objects.get(user__email="lea@exemple.fr") == cast.lea
    assert cast.lea.accesses.count() == 1
    undo_merge(odile, merge.pk, NOW)
    assert Person.objects.get(user__email="lea@exemple.fr") == double


def test_an_access_given_since_stays_with_the_kept_file(cast: Cast, double: Person) -> None:
    odile = acting(cast.odile)
    accept(give_access(odile, double.pk, cast.other_kpa, "lea@exemple.fr", NOW))
    merge = merge_people(odile, cast.lea.pk, double.pk, NOW)
    withdraw_access(odile, cast.lea.pk, NOW)
    assert accept(give_access(odile, cast.lea.pk, cast.kpa, "lea-rose@exemple.fr", LATER)) == cast.lea
    undo_merge(odile, merge.pk, NOW)
    assert Person.objects.get(user__email="lea-rose@exemple.fr") == cast.lea


def test_two_accesses_are_refused_a_cancelled_one_is_not(cast: Cast, double: Person) -> None:
    odile = acting(cast.odile)
    given = give_access(odile, double.pk, cast.other_kpa, "lea@exemple.fr", NOW)
    accept(give_access(odile, cast.lea.pk, cast.kpa, "lea-rose@exemple.fr", NOW))
    with pytest.raises(ValidationError, match="son propre accès"):
        merge_people(odile, cast.lea.pk, double.pk, NOW)
    assert given.invitation is not None
    invitations.revoke(odile, given.invitation.pk, NOW)
    merge_people(odile, cast.lea.pk, double.pk, NOW)
    assert Person.objects.get(user__email="lea-rose@exemple.fr") == cast.lea


def test_a_file_joined_to_another_is_given_no_access(cast: Cast, double: Person) -> None:
    odile = acting(cast.odile)
    merge_people(odile, cast.lea.pk, double.pk, NOW)
    Person.objects.filter(pk=cast.lea.pk).update(merged_into=cast.yanis)
    with pytest.raises(ValidationError, match="réunie à une autre"):
        give_access(odile, cast.lea.pk, cast.kpa, "lea@exemple.fr", NOW)
