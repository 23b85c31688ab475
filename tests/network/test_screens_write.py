"""Forms of the network: what is typed is saved, what is refused stays typed, the second saver is told."""

import datetime

from django.test import Client
from django.urls import reverse

from maille.network.forms.choices import ChoicesForm
from maille.network.models import KpaChoices, Membership, Organisation, Relation, RelationKind
from maille.network.rules.roles import Role
from tests.cast import Cast, member

D = datetime.date
PARTNER = {
    "relation": "prescriber",
    "started_on": "2026-01-05",
    "kind": "public_service",
    "name": "Mission locale",
    "siret": "732 829 320 00074",
    "postal_code": "59100",
    "commune": "roubaix",
}


def test_fanny_adds_a_new_partner(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    address = reverse("network:new_partner", args=[cast.kpa.pk])
    assert "network" not in dict(client.get(address).context["form"].fields["kind"].choices)
    answer = client.post(address, PARTNER, follow=True)
    assert answer.status_code == 200
    partner = Organisation.objects.get(siren="732829320")
    assert partner.commune == "Roubaix"
    assert partner.relations_out.get().kind == RelationKind.PRESCRIBER
    assert "enregistré" in answer.content.decode()


def test_what_is_wrong_is_told_beside_the_field_and_stays_typed(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    answer = client.post(
        reverse("network:new_partner", args=[cast.kpa.pk]), PARTNER | {"siret": "12345", "started_on": "hier"}
    )
    assert "started_on" in answer.context["form"].errors
    answer = client.post(reverse("network:new_partner", args=[cast.kpa.pk]), PARTNER | {"siret": "12345"})
    assert "quatorze chiffres" in str(answer.context["form"].errors["siret"])
    assert 'value="Mission locale"' in answer.content.decode()
    assert not Organisation.objects.filter(name="Mission locale").exists()


def test_fanny_adds_a_partner_already_known(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    address = reverse("network:add_partner", args=[cast.kpa.pk])
    among = client.get(address + "?lien=venue").context["form"]
    assert set(among.fields["source"].queryset) == {cast.network, cast.host, cast.lead}
    assert among.initial["relation"] == "venue"
    typed = {"source": cast.lead.pk, "relation": "venue", "started_on": "05/01/2026"}
    assert client.post(address, typed).status_code == 302
    assert Relation.objects.filter(source=cast.lead, kind="venue", started_on=D(2026, 1, 5)).exists()
    refused = client.post(address, typed)
    assert "existe déjà" in refused.content.decode()
    unseen = client.post(address, typed | {"source": cast.other_host.pk})
    assert "source" in unseen.context["form"].errors


def test_a_relation_is_ended_corrected_and_taken_away(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    relation = Relation.objects.get(target=cast.kpa, kind=RelationKind.HOST)
    address = reverse("network:relation", args=[cast.kpa.pk, relation.pk])
    assert client.get(address).status_code == 200
    ended = {"fin-version": relation.version, "fin-ended_on": "2026-03-31", "terminer": "1"}
    assert client.post(address, ended).status_code == 302
    relation.refresh_from_db()
    assert relation.ended_on == D(2026, 3, 31)
    late = client.post(address, {"version": 1, "relation": "venue", "started_on": "2022-01-01"})
    assert "pendant que vous écriviez" in late.content.decode()
    wrong = {"version": relation.version, "relation": "member", "started_on": "2022-01-01"}
    assert "réseau" in str(client.post(address, wrong).context["form"].errors["relation"])
    remove = reverse("network:remove_relation", args=[cast.kpa.pk, relation.pk])
    assert client.post(remove, {"version": "x"}, follow=True).status_code == 200
    assert client.post(remove, {"version": relation.version}).status_code == 302
    assert not Relation.objects.filter(pk=relation.pk).exists()


def test_the_second_to_correct_a_file_is_told_and_keeps_their_text(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    address = reverse("network:edit", args=[cast.kpa.pk])
    typed = {"kind": "kpa", "name": "La Cape", "version": 1}
    assert client.post(address, typed | {"address": "place de la Condition publique"}).status_code == 302
    answer = client.post(address, typed | {"name": "La Grande Cape"})
    shown = answer.content.decode()
    assert "pendant que vous écriviez" in shown
    assert 'value="La Grande Cape"' in shown
    assert "place de la Condition publique" in shown
    assert answer.context["form"]["version"].value() == "2"
    assert client.post(address, typed | {"name": "La Grande Cape", "version": 2}).status_code == 302
    assert Organisation.objects.get(pk=cast.kpa.pk).name == "La Grande Cape"


def test_a_host_closes_and_reopens(client: Client, cast: Cast) -> None:
    client.force_login(cast.odile)
    assert client.get(reverse("network:close", args=[cast.host.pk])).status_code == 200
    typed = {"version": 1, "closed_on": "2026-02-28"}
    assert client.post(reverse("network:close", args=[cast.host.pk]), typed).status_code == 302
    shown = client.get(reverse("network:organisation", args=[cast.host.pk])).content.decode()
    assert "fermée le 28 février 2026" in shown
    assert client.post(reverse("network:reopen", args=[cast.host.pk])).status_code == 302
    assert Organisation.objects.get(pk=cast.host.pk).closed_on is None


def choices_typed(cast: Cast, **changes) -> dict:
    """The settings form as it stands, with changes."""
    start = ChoicesForm.start(KpaChoices.objects.get(kpa=cast.kpa))
    return {name: "" if value is None else value for name, value in start.items()} | changes


def test_a_kpa_changes_its_choices_and_their_history_is_told(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    address = reverse("network:choices", args=[cast.kpa.pk])
    typed = choices_typed(cast, maximum_months=12, vocabulary__job="mission", contract_kinds=["cape"])
    assert client.post(address, typed).status_code == 302
    answer = client.get(address)
    (change,) = answer.context["changes"]
    assert change["who"] == cast.fanny
    assert ("Durée maximale (mois)", "36", "12") in change["lines"]
    assert ("Mot « prestation »", "prestation", "mission") in change["lines"]


def test_the_second_to_change_the_choices_is_told(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    address = reverse("network:choices", args=[cast.kpa.pk])
    typed = choices_typed(cast, publics="femmes du quartier")
    client.post(address, choices_typed(cast, maximum_months=24))
    answer = client.post(address, typed)
    shown = answer.content.decode()
    assert "pendant que vous écriviez" in shown
    assert "femmes du quartier" in shown
    assert ("Durée maximale d'un parcours, en mois", "24", "36") in answer.context["stored"]
    wrong = client.post(address, typed | {"maximum_months": 48, "stage_names__test": "Explorer", "version": 2})
    assert {"maximum_months", "stage_names__test"} <= set(wrong.context["form"].errors)


def test_a_role_is_given_to_somebody_known_and_ended(client: Client, cast: Cast) -> None:
    amina = member("Amina", cast.kpa, Role.COOPERANT)
    client.force_login(cast.fanny)
    address = reverse("network:give_role", args=[cast.kpa.pk])
    form = client.get(address).context["form"]
    assert list(form.fields["user"].queryset) == [amina]
    assert [value for value, _ in form.fields["role"].choices] == ["cooperant", "contributor"]
    typed = {"user": amina.pk, "role": "contributor", "started_on": "2026-01-01"}
    assert client.post(address, typed).status_code == 302
    assert "a déjà ce rôle" in client.post(address, typed).content.decode()
    assert client.post(address, typed | {"role": "administrator"}).status_code == 200
    given = Membership.objects.get(user=amina, role=Role.CONTRIBUTOR)
    end = reverse("network:end_role", args=[cast.kpa.pk, given.pk])
    assert client.get(end).status_code == 200
    assert client.post(end, {"ended_on": "2020-01-01"}).status_code == 200
    assert client.post(end, {"ended_on": "2026-05-01"}).status_code == 302
    members = reverse("network:members", args=[cast.kpa.pk])
    assert len(client.get(members, {"au": "2026-05-01"}).context["rows"]) == 3
    assert len(client.get(members, {"au": "2026-05-02"}).context["rows"]) == 2
    assert len(client.get(members, {"tous": "1", "role": "contributor"}).context["rows"]) == 2


def test_odile_brings_a_kpa_in(client: Client, cast: Cast) -> None:
    client.force_login(cast.odile)
    address = reverse("network:new_partner", args=[cast.network.pk])
    form = client.get(address).context["form"]
    assert (form.initial["kind"], form.initial["relation"]) == ("kpa", "member")
    typed = {"relation": "member", "started_on": "2026-01-01", "kind": "kpa", "name": "Illicoop"}
    assert client.post(address, typed | {"postal_code": "59370"}).status_code == 302
    assert Organisation.objects.get(name="Illicoop").commune == "Mons-en-Barœul"
    assert "porte déjà ce nom" in client.post(address, typed | {"name": "la cape"}).content.decode()
