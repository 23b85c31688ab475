"""What each of the cast reaches; Charlie, of another KPA, sees nothing of ours."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from maille.network.access import actor_for, may_create, may_edit, may_give, roles_i_give
from maille.network.actions.memberships import end_membership, give_role
from maille.network.models import Kind, Membership, Organisation, Relation, RelationKind
from maille.network.rules.roles import Role
from tests.cast import Cast, member, organisation

D = datetime.date


def names(queryset) -> set[str]:
    """The names of organisations."""
    return set(queryset.values_list("name", flat=True))


def test_each_sees_its_own(cast: Cast, today: D) -> None:
    seen = {
        user.name: names(Organisation.objects.visible_to(actor_for(user, None, today)))
        for user in (cast.fanny, cast.karim, cast.odile, cast.charlie)
    }
    assert seen == {
        "Fanny": {"La Cape", "KPA-Cité", "Optéos", "ANIS"},
        "Karim": {"Optéos", "La Cape", "KPA-Cité", "ANIS"},
        "Odile": {"KPA-Cité", "La Cape", "Moulins Coop", "Optéos", "Tilt", "ANIS"},
        "Charlie": {"Moulins Coop", "KPA-Cité", "Tilt"},
    }


def test_a_shared_partner_does_not_open_the_other_kpa(cast: Cast, today: D) -> None:
    Relation.objects.create(source=cast.host, kind=RelationKind.TRAINER, target=cast.other_kpa, started_on=today)
    charlie = actor_for(cast.charlie, None, today)
    assert cast.host.pk in charlie.sees
    assert cast.kpa.pk not in charlie.sees
    shown = Relation.objects.visible_to(charlie).filter(source=cast.host)
    assert [relation.target for relation in shown] == [cast.other_kpa]


def test_a_manager_sees_the_funders_of_the_association_and_its_kpas(cast: Cast, today: D) -> None:
    manager = member("Responsable", cast.lead, Role.MANAGER)
    funder = organisation("Région", Kind.FUNDER)
    Relation.objects.create(source=funder, kind=RelationKind.FUNDER, target=cast.lead, started_on=today)
    actor = actor_for(manager, None, today)
    assert {cast.kpa.pk, funder.pk} <= actor.sees
    assert actor.files == frozenset()
    assert actor.governs == {cast.lead.pk, cast.kpa.pk}


def test_nobody_reaches_nothing(cast: Cast, today: D) -> None:
    for actor in (actor_for(AnonymousUser(), None, today), actor_for(cast.fanny, None, D(2020, 1, 1))):
        assert not Organisation.objects.visible_to(actor).exists()
        assert not Relation.objects.visible_to(actor).exists()
        assert not Membership.objects.visible_to(actor).exists()


def test_a_cooperant_sees_the_kpa_alone(cast: Cast, today: D) -> None:
    amina = member("Amina", cast.kpa, Role.COOPERANT)
    actor = actor_for(amina, None, today)
    assert actor.sees == {cast.kpa.pk}
    assert not actor.governs
    assert not may_create(actor, Kind.ASSOCIATION)


@pytest.mark.parametrize(("who", "most"), [("fanny", 2), ("karim", 3), ("odile", 3)])
def test_it_costs_three_queries_at_most(cast: Cast, today: D, who: str, most: int, django_assert_max_num_queries):
    for number in range(5):
        kpa = organisation(f"KPA {number}", Kind.KPA)
        Relation.objects.create(source=kpa, kind=RelationKind.MEMBER, target=cast.network, started_on=today)
        Relation.objects.create(source=cast.host, kind=RelationKind.HOST, target=kpa, started_on=today)
    with django_assert_max_num_queries(most):
        actor_for(getattr(cast, who), None, today)


def test_coordination_corrects_partners_but_not_kpas_it_does_not_govern(cast: Cast, today: D) -> None:
    odile, fanny = actor_for(cast.odile, None, today), actor_for(cast.fanny, None, today)
    assert may_edit(odile, cast.host)
    assert may_edit(odile, cast.other_kpa)
    assert may_edit(fanny, cast.kpa)
    assert not may_edit(fanny, cast.host)
    assert not may_edit(fanny, cast.network)


def test_nobody_gives_more_than_they_hold(cast: Cast, today: D) -> None:
    fanny, odile = actor_for(cast.fanny, None, today), actor_for(cast.odile, None, today)
    assert roles_i_give(fanny, cast.kpa) == [Role.COOPERANT, Role.CONTRIBUTOR]
    assert roles_i_give(fanny, cast.other_kpa) == []
    assert roles_i_give(odile, cast.network) == [Role.COORDINATOR, Role.OBSERVER]
    assert not may_give(odile, cast.network, Role.ADMINISTRATOR)
    chief = actor_for(member("Chef", cast.network, Role.ADMINISTRATOR), None, today)
    assert may_give(chief, cast.network, Role.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        give_role(fanny, user=cast.charlie, organisation=cast.other_kpa, role=Role.CONTRIBUTOR, started_on=today)
    with pytest.raises(PermissionDenied):
        give_role(chief, user=chief_user(chief), organisation=cast.kpa, role=Role.CONTRIBUTOR, started_on=today)


def chief_user(actor):
    """The user behind an actor."""
    return Membership.objects.get(pk=actor.membership_id).user


def test_a_role_is_given_once_and_ended(cast: Cast, today: D) -> None:
    fanny = actor_for(cast.fanny, None, today)
    given = give_role(fanny, user=cast.karim, organisation=cast.kpa, role=Role.CONTRIBUTOR, started_on=today)
    with pytest.raises(ValidationError, match="a déjà ce rôle"):
        give_role(fanny, user=cast.karim, organisation=cast.kpa, role=Role.CONTRIBUTOR, started_on=today)
    with pytest.raises(ValidationError, match="précède"):
        end_membership(fanny, given.pk, D(2020, 1, 1))
    end_membership(fanny, given.pk, today)
    after = today + datetime.timedelta(1)
    assert given.pk in Membership.objects.at(today).values_list("pk", flat=True)
    assert given.pk not in Membership.objects.at(after).values_list("pk", flat=True)


def test_the_network_keeps_somebody_to_run_it(cast: Cast, today: D) -> None:
    chief = actor_for(member("Chef", cast.network, Role.ADMINISTRATOR), None, today)
    odile = Membership.objects.get(user=cast.odile)
    with pytest.raises(ValidationError, match="Il ne resterait personne"):
        end_membership(chief, odile.pk, today)
    member("Relève", cast.network, Role.COORDINATOR)
    assert end_membership(chief, odile.pk, today).ended_on == today


def test_charlie_ends_nobody_s_role_here(cast: Cast, today: D) -> None:
    fanny = Membership.objects.get(user=cast.fanny)
    with pytest.raises(PermissionDenied):
        end_membership(actor_for(cast.charlie, None, today), fanny.pk, today)
