"""The network at a glance, an organisation's page, at any date, for each of the cast."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from maille.network import overview
from maille.network.models import Kind, Membership, Organisation, Relation, RelationKind
from maille.network.rules.roles import Role
from tests.cast import Cast, member, organisation

D = datetime.date


@pytest.fixture
def columns(monkeypatch: pytest.MonkeyPatch) -> dict[str, overview.Column]:
    """No column but those of the test."""
    monkeypatch.setattr(overview, "COLUMNS", {})
    return overview.COLUMNS


def page(client: Client, user, name: str, *args, **query) -> str:
    """The page as one of the cast reads it."""
    client.force_login(user)
    response = client.get(reverse(f"network:{name}", args=args), query)
    assert response.status_code == 200, response
    return response.content.decode()


def test_odile_sees_every_kpa_and_who_carries_it(client: Client, cast: Cast) -> None:
    shown = page(client, cast.odile, "overview")
    for name in ("KPA-Cité", "La Cape", "Moulins Coop", "Optéos", "Tilt", "ANIS"):
        assert name in shown


def test_charlie_sees_nothing_of_ours(client: Client, cast: Cast) -> None:
    for name, args in [("overview", ()), ("partners", ()), ("organisation", (cast.network.pk,))]:
        shown = page(client, cast.charlie, name, *args)
        for ours in ("La Cape", "Optéos", "ANIS"):
            assert ours not in shown


def test_a_stranger_s_page_does_not_exist(client: Client, cast: Cast) -> None:
    client.force_login(cast.charlie)
    for ours in (cast.kpa, cast.host, cast.lead):
        for name in ("organisation", "edit", "close", "add_partner", "new_partner", "members", "give_role", "choices"):
            assert client.get(reverse(f"network:{name}", args=[ours.pk])).status_code == 404
    relation = Relation.objects.get(target=cast.kpa, kind=RelationKind.HOST)
    assert client.get(reverse("network:relation", args=[cast.kpa.pk, relation.pk])).status_code == 404
    assert client.post(reverse("network:remove_relation", args=[cast.kpa.pk, relation.pk])).status_code == 404
    assert client.post(reverse("network:reopen", args=[cast.kpa.pk])).status_code == 404


def test_a_reader_may_not_write(client: Client, cast: Cast) -> None:
    client.force_login(cast.karim)
    relation = Relation.objects.get(target=cast.kpa, kind=RelationKind.HOST)
    membership = Membership.objects.get(user=cast.fanny)
    for name, args in [
        ("edit", [cast.kpa.pk]),
        ("close", [cast.kpa.pk]),
        ("add_partner", [cast.kpa.pk]),
        ("new_partner", [cast.kpa.pk]),
        ("relation", [cast.kpa.pk, relation.pk]),
        ("members", [cast.kpa.pk]),
        ("give_role", [cast.kpa.pk]),
        ("end_role", [cast.kpa.pk, membership.pk]),
    ]:
        assert client.get(reverse(f"network:{name}", args=args)).status_code == 403
    assert client.post(reverse("network:remove_relation", args=[cast.kpa.pk, relation.pk])).status_code == 403
    assert client.post(reverse("network:choices", args=[cast.kpa.pk])).status_code == 403


def test_a_page_tells_the_state_at_a_date(client: Client, cast: Cast) -> None:
    Relation.objects.filter(source=cast.host, target=cast.kpa).update(ended_on=D(2024, 12, 31))
    Relation.objects.create(source=cast.other_host, kind=RelationKind.HOST, target=cast.kpa, started_on=D(2025, 1, 1))
    client.force_login(cast.fanny)
    address = reverse("network:organisation", args=[cast.kpa.pk])
    before, after = (client.get(address, {"au": day}).context for day in ("2024-06-30", "2025-06-30"))
    assert [each.source for each in before["carriers"][1]["relations"]] == [cast.host]
    assert [each.source for each in after["carriers"][1]["relations"]] == [cast.other_host]
    assert not client.get(address, {"au": "2020-06-30"}).context["incoming"]


def test_a_kpa_not_open_yet_is_not_in_the_network(client: Client, cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.kpa.pk).update(opened_on=D(2025, 1, 1))
    assert "La Cape" not in page(client, cast.odile, "overview", au="2024-01-01")
    assert "La Cape" in page(client, cast.odile, "overview", au="2025-01-01")


def test_search_and_filters_are_links(client: Client, cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.kpa.pk).update(postal_code="59100", commune="Roubaix")
    Organisation.objects.filter(pk=cast.other_kpa.pk).update(postal_code="17000", commune="La Rochelle")
    client.force_login(cast.odile)
    address = reverse("network:overview")

    def shown(**query) -> list[str]:
        return [row["kpa"].name for row in client.get(address, query).context["rows"]]

    assert shown() == ["La Cape", "Moulins Coop"]
    assert shown(q="MOULÏNS") == ["Moulins Coop"]
    assert shown(q="roubaix") == ["La Cape"]
    assert shown(departement="17") == ["Moulins Coop"]
    assert shown(q="rien") == []
    partners = reverse("network:partners")
    kinds = [row["partner"].kind for row in client.get(partners, {"nature": "cae"}).context["rows"]]
    assert kinds == ["cae", "cae"]
    assert len(client.get(partners, {"q": "opteos"}).context["rows"]) == 1


def test_columns_of_other_apps_are_shown_as_far_as_told(client: Client, cast: Cast, columns) -> None:
    told = {cast.kpa.pk: 12, cast.other_kpa.pk: None}
    overview.register(overview.Column("people", "Personnes", lambda actor, kpas, date: told))
    shown = client_context(client, cast)
    assert [row["counts"][0]["count"] for row in shown["rows"]] == [12, None]
    assert shown["columns"][0].total is None, "a sum would give the hidden count away"
    told[cast.other_kpa.pk] = 30
    assert client_context(client, cast)["columns"][0].total == 42
    told.clear()
    assert client_context(client, cast)["columns"] == []


def client_context(client: Client, cast: Cast):
    """What the overview shows Odile."""
    client.force_login(cast.odile)
    return client.get(reverse("network:overview")).context


def test_it_costs_the_same_whatever_the_number_of_kpas(
    client: Client, cast: Cast, django_assert_max_num_queries
) -> None:
    def grow(start: int, stop: int) -> None:
        for number in range(start, stop):
            kpa = organisation(f"KPA {number:03}", Kind.KPA)
            Relation.objects.create(source=kpa, kind=RelationKind.MEMBER, target=cast.network, started_on=D(2022, 1, 1))
            Relation.objects.create(source=cast.host, kind=RelationKind.HOST, target=kpa, started_on=D(2022, 1, 1))

    client.force_login(cast.odile)
    for start, stop in ((0, 3), (3, 60)):
        grow(start, stop)
        with django_assert_max_num_queries(16):
            client.get(reverse("network:overview"))
        with django_assert_max_num_queries(12):
            client.get(reverse("network:partners"))
        with django_assert_max_num_queries(10):
            client.get(reverse("network:organisation", args=[cast.host.pk]))


def test_long_lists_come_in_pages(client: Client, cast: Cast) -> None:
    for number in range(60):
        kpa = organisation(f"KPA {number:03}", Kind.KPA)
        Relation.objects.create(source=kpa, kind=RelationKind.MEMBER, target=cast.network, started_on=D(2022, 1, 1))
    client.force_login(cast.odile)
    first = client.get(reverse("network:overview"))
    second = client.get(reverse("network:overview") + "?" + first.context["page"].next_query)
    assert len(first.context["rows"]) == 50
    assert len(second.context["rows"]) == 12


def test_a_cooperant_reads_the_choices_of_the_kpa(client: Client, cast: Cast) -> None:
    amina = member("Amina", cast.kpa, Role.COOPERANT)
    assert "Vous pouvez lire" in page(client, amina, "choices", cast.kpa.pk)


def test_communes_are_suggested(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    address = reverse("network:communes")

    def suggested(**query: str) -> str:
        return client.get(address, query, headers={"HX-Request": "true"}).content.decode()

    assert "Roubaix" in suggested(champ="commune", commune="roub")
    assert "Mons-en-Barœul" in suggested(champ="commune", commune="", code="postal_code", postal_code="59370")
    assert "Mons-en-Barœul" in suggested(champ="commune", commune="mons", postal_code="59370")
    assert client.get(address).status_code == 302, "a piece of page is no page"


def test_a_network_of_nothing_has_a_page_too(client: Client, cast: Cast) -> None:
    Relation.objects.all().delete()
    assert "Aucun KPA" in page(client, cast.odile, "overview")
    assert "Aucun partenaire" in page(client, cast.odile, "partners")
    page(client, cast.odile, "organisation", cast.network.pk)
