"""Adding, correcting and closing organisations of any kind."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from maille.network.access import actor_for
from maille.network.actions.organisations import (
    Facts,
    close_organisation,
    create_organisation,
    reopen_organisation,
    update_organisation,
)
from maille.network.actions.relations import add_new_partner, add_relation
from maille.network.actions.saving import ConflictError, save_checked
from maille.network.models import Kind, Membership, Organisation, Relation
from maille.network.rules.relations import Span
from maille.network.rules.roles import Actor
from tests.cast import Cast

D = datetime.date


def test_a_partner_comes_with_its_tie(cast: Cast, today: D) -> None:
    fanny = actor_for(cast.fanny, None, today)
    facts = Facts("tiers_lieu", " La  Condition Publique ", siret="732 829 320 00074", postal_code="59100", commune="")
    told = add_new_partner(fanny, facts, kind="venue", target=cast.kpa, span=Span(today))
    partner = told.relation.source
    assert (partner.name, partner.name_key) == ("La Condition Publique", "la condition publique")
    assert (partner.siren, partner.commune, partner.commune_code) == ("732829320", "Roubaix", "59512")
    assert partner.place == "Roubaix (59)"
    assert partner.pk in actor_for(cast.fanny, None, today).sees


def test_a_partner_already_known_is_reused(cast: Cast, today: D) -> None:
    fanny, charlie = actor_for(cast.fanny, None, today), actor_for(cast.charlie, None, today)
    facts = Facts("public_service", "Mission locale", siren="732829320", postal_code="59100", commune="Roubaix")
    first = add_new_partner(fanny, facts, kind="prescriber", target=cast.kpa, span=Span(today))
    again = Facts("public_service", "MISSION LOCALE", postal_code="59100", commune="roubaix")
    second = add_new_partner(charlie, again, kind="prescriber", target=cast.other_kpa, span=Span(today))
    assert second.reused
    assert not first.reused
    assert second.relation.source == first.relation.source


def test_a_doubtful_address_is_kept_and_told(cast: Cast, today: D) -> None:
    facts = Facts("association", "Les Jardins", postal_code="59100", commune="Tourcoing")
    outcome = create_organisation(actor_for(cast.odile, None, today), facts)
    assert outcome.warnings
    assert "Tourcoing" in outcome.warnings[0]
    assert (outcome.organisation.commune, outcome.organisation.commune_code) == ("Tourcoing", "")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (Facts("association", "  "), "name"),
        (Facts("association", "A<script>"), "name"),
        (Facts("association", "A\u0007"), "name"),
        (Facts("association", "Jardins", siren="123456789"), "siren"),
        (Facts("association", "Jardins", rna="W12"), "rna"),
        (Facts("association", "Jardins", postal_code="5910"), "postal_code"),
        (Facts("collective", "Jardins", siren="732829320"), "siren"),
        (Facts("association", "Jardins", email="jardins"), "email"),
        (Facts("nothing", "Jardins"), "kind"),
        (Facts("association", "J" * 151), "name"),
    ],
)
def test_what_is_wrong_is_said_by_field(cast: Cast, today: D, facts: Facts, field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        create_organisation(actor_for(cast.odile, None, today), facts)
    assert field in refusal.value.message_dict


def test_a_collective_has_no_number_in_the_database_either(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(kind=Kind.COLLECTIVE, name="Nous", siren="732829320")


def test_the_coordination_alone_brings_a_kpa(cast: Cast, today: D) -> None:
    odile = actor_for(cast.odile, None, today)
    told = add_new_partner(odile, Facts("kpa", "Illicoop"), kind="member", target=cast.network, span=Span(today))
    assert told.relation.source.choices.maximum_months == 36
    assert told.relation.source.pk in actor_for(cast.odile, None, today).files
    with pytest.raises(PermissionDenied):
        create_organisation(actor_for(cast.fanny, None, today), Facts("kpa", "Rhizome"))
    with pytest.raises(PermissionDenied):
        create_organisation(odile, Facts("network", "Un autre réseau"))
    with pytest.raises(ValidationError, match="Un KPA porte déjà ce nom"):
        create_organisation(odile, Facts("kpa", "la CAPE"))


def test_facts_are_corrected_by_whoever_looks_after_them(cast: Cast, today: D) -> None:
    facts = Facts("cae", "Optéos SCOP", postal_code="59800", commune="Lille")
    with pytest.raises(PermissionDenied):
        update_organisation(actor_for(cast.fanny, None, today), cast.host.pk, 1, facts)
    update_organisation(actor_for(cast.odile, None, today), cast.host.pk, 1, facts)
    cast.host.refresh_from_db()
    assert (cast.host.name_key, cast.host.version) == ("opteos scop", 2)
    with pytest.raises(PermissionDenied):
        update_organisation(actor_for(cast.charlie, None, today), cast.kpa.pk, 1, Facts("kpa", "À moi"))


def test_the_second_to_save_is_told(cast: Cast, today: D) -> None:
    fanny = actor_for(cast.fanny, None, today)
    update_organisation(fanny, cast.kpa.pk, 1, Facts("kpa", "La Cape"))
    with pytest.raises(ConflictError):
        update_organisation(fanny, cast.kpa.pk, 1, Facts("kpa", "La Grande Cape"))


def test_a_kpa_stays_a_kpa(cast: Cast, today: D) -> None:
    with pytest.raises(ValidationError, match="ne change pas de nature"):
        update_organisation(actor_for(cast.odile, None, today), cast.kpa.pk, 1, Facts("company", "La Cape"))


def test_closing_ends_relations_and_roles(cast: Cast, today: D) -> None:
    closed = D(2026, 5, 31)
    close_organisation(actor_for(cast.odile, None, today), cast.host.pk, 1, closed)
    assert set(Relation.objects.filter(source=cast.host).values_list("ended_on", flat=True)) == {closed}
    assert set(Membership.objects.filter(organisation=cast.host).values_list("ended_on", flat=True)) == {closed}
    assert actor_for(cast.karim, None, today).sees == frozenset()
    assert cast.host not in Organisation.objects.open_at(today)
    assert cast.host in Organisation.objects.open_at(closed)
    with pytest.raises(ValidationError, match="a fermé"):
        add_relation(
            Actor.command_line(today), source=cast.host, kind="venue", target=cast.kpa, span=Span(D(2026, 1, 1))
        )
    reopen_organisation(actor_for(cast.odile, None, today), cast.host.pk, 2)
    assert cast.host in Organisation.objects.open_at(today)


def test_the_folded_name_follows_even_a_partial_save(cast: Cast) -> None:
    cast.kpa.name = "L'Été"
    cast.kpa.save(update_fields=["name"])
    cast.kpa.refresh_from_db()
    assert cast.kpa.name_key == "l ete"


def test_the_database_keeps_one_partner_per_name_and_place(cast: Cast) -> None:
    same = {"name": "Mission locale", "kind": Kind.PUBLIC_SERVICE, "postal_code": "59100"}
    first = Organisation.objects.create(**same)
    twin = Organisation(**same)
    twin.set_key()
    with pytest.raises(ValidationError, match="porte déjà ce nom à ce code postal"):
        save_checked(twin)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    Organisation.objects.filter(pk=first.pk).update(closed_on=D(2024, 1, 1))
    twin.save()
