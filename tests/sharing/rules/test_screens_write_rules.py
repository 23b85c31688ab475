"""The editor keeps everything typed, says what is wrong beside it; a decision makes a version; readers read."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maille.activities.models import Activity
from maille.identity.models import User
from maille.network.models import Membership
from maille.sharing.models import RuleDraft, RuleVersion, SharingRule
from maille.sharing.rules.written import fields_of, written
from tests.cast import Cast
from tests.sharing.rules.help import RULE, day, write_draft, write_roles, write_version


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, path: str, status: int = 200, **data: Any) -> str:
    response = client.post(path, data) if data else client.get(path)
    assert response.status_code == status, response.content.decode()[:600]
    return response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")


def typed(content: dict[str, Any] = RULE, **changed: Any) -> dict[str, Any]:
    """What the editor sends back of a rule."""
    return {"name": "Notre partage", "version": "1", **fields_of(written(content)), **changed}


@pytest.fixture
def fanny(cast: Cast) -> Client:
    return as_(cast.fanny)


def test_a_rule_is_begun_from_a_template(cast: Cast, fanny: Client) -> None:
    write_roles(cast.kpa)
    assert "Aucune règle" in page(fanny, "/regles/")
    assert "À parts égales" in page(fanny, "/regles/nouvelle/")
    page(fanny, "/regles/nouvelle/", 302, start="floor")
    draft = RuleDraft.objects.get()
    assert draft.content["steps"][-1]["roles"] == ["cuisine", "livraison"]
    assert draft.rule == SharingRule.objects.get(kpa=cast.kpa, activity=None)
    assert "Choisissez de quoi partir" in page(fanny, "/regles/nouvelle/", start="")


def test_the_editor_reads_as_sentences(cast: Cast, fanny: Client) -> None:
    draft = write_draft(cast)
    text = page(fanny, f"/regles/brouillons/{draft.pk}/")
    for words in ("on rembourse à chaque personne", "Combien par heure, en euros", "S'il n'y a pas assez", "se lit"):
        assert words in text.replace("&#x27;", "'")


def test_what_is_typed_is_saved(cast: Cast, fanny: Client) -> None:
    draft = write_draft(cast)
    path = f"/regles/brouillons/{draft.pk}/"
    page(
        fanny, path, 302, **typed(**{"name": "Autrement", "step-2-rate": "12,5", "shortage": "equal_losses"}), do="save"
    )
    draft.refresh_from_db()
    assert (draft.name, draft.version, draft.content["shortage"]) == ("Autrement", 2, "equal_losses")
    assert draft.content["steps"][2]["rate"] == "12.5"


def test_nothing_typed_is_lost_and_the_reason_stands_beside(cast: Cast, fanny: Client) -> None:
    draft = write_draft(cast)
    text = page(fanny, f"/regles/brouillons/{draft.pk}/", **typed(**{"step-2-rate": "dix", "step-3-rate": "21,5"}))
    assert 'value="dix"' in text
    assert 'value="21,5"' in text
    assert "« dix » n&#x27;est pas un nombre" in text
    assert "Le brouillon n'est pas enregistré" in text
    draft.refresh_from_db()
    assert draft.version == 1
    text = page(fanny, f"/regles/brouillons/{draft.pk}/", **typed(name=""))
    assert "Donnez un nom" in text


def test_buttons_work_without_javascript_and_keep_everything(cast: Cast, fanny: Client) -> None:
    draft = write_draft(cast)
    path = f"/regles/brouillons/{draft.pk}/"
    text = page(fanny, path, **typed(**{"step-2-rate": "pas sûr"}), do="up:2")
    assert text.index('value="pas sûr"') < text.index("reçoit sa contribution")
    assert "Pas encore enregistré" in text
    text = page(fanny, path, **typed(), do="add", new_kind="percent")
    assert 'name="steps" value="6"' in text
    assert text.count("se partage entre") == 1  # typed, not read yet: the new percentage is empty
    text = page(fanny, path, **typed(), do="remove:0")
    assert 'name="steps" value="4"' in text
    text = page(fanny, path, **typed(), do="add_key:4")
    assert 'name="step-4-keys" value="3"' in text
    text = page(fanny, path, **typed(), do="remove_key:4:0")
    assert 'name="step-4-keys" value="1"' in text
    for nonsense in ("up:x", "fly", "remove_key:1", "add_key:99"):
        page(fanny, path, **typed(), do=nonsense)
    draft.refresh_from_db()
    assert draft.version == 1


def test_weights_are_asked_for_weighted_hours(cast: Cast, fanny: Client) -> None:
    split = {"kind": "split", "keys": [{"key": "weighted_hours", "part": "100", "weights": {"cuisine": "1.5"}}]}
    draft = write_draft(cast, content={**RULE, "steps": [split]})
    text = page(fanny, f"/regles/brouillons/{draft.pk}/")
    assert "une heure de livraison compte" in text
    assert 'value="1,5"' in text


def test_an_unknown_role_is_shown_and_refused_beside_its_step(cast: Cast, fanny: Client) -> None:
    draft = write_draft(cast, content={**RULE, "steps": [{"kind": "pay", "rate_per_hour": 100, "roles": ["plonge"]}]})
    text = page(fanny, f"/regles/brouillons/{draft.pk}/")
    assert "« plonge » n&#x27;est pas un rôle de ce groupe" in text
    assert 'value="plonge" checked' in text


def test_somebody_else_saved_meanwhile(cast: Cast, fanny: Client) -> None:
    draft = write_draft(cast)
    path = f"/regles/brouillons/{draft.pk}/"
    page(fanny, path, 302, **typed(), do="save")
    text = page(fanny, path, **typed(name="Le mien"), do="save")
    assert "Quelqu'un a enregistré" in text
    assert 'name="version" value="2"' in text
    page(fanny, path, 302, **typed(name="Le mien", version="2"), do="adopt")
    assert RuleDraft.objects.get().name == "Le mien"


def test_a_decision_makes_a_version(cast: Cast, fanny: Client) -> None:
    draft = write_draft(cast)
    path = f"/regles/brouillons/{draft.pk}/adopter/"
    text = page(fanny, path)
    assert "Amina Benali" in text
    today = {"on": "2026-06-10", "valid_from": "2026-06-11"}
    text = page(fanny, path, **today, how="vote", present=[f"p{cast.amina.pk}"])
    assert "combien de personnes ont voté pour" in text
    assert "checked" in text
    text = page(fanny, path, on="2025-05-01", do="day", how="consent", note="Essai", valid_from="2026-06-11")
    assert "Yanis" not in text
    assert "Essai" in text
    made = {"how": "consent", "present": [f"p{cast.amina.pk}", f"u{cast.fanny.pk}"], "others": "Une voisine"}
    page(fanny, path, 302, **today, **made)
    version = RuleVersion.objects.get()
    text = page(fanny, f"/regles/{version.rule_id}/")
    for words in ("en vigueur", "par consentement", "Amina Benali, Fanny, Une voisine", "10 juin 2026"):
        assert words in text
    assert page(fanny, path, 404)


def test_the_page_tells_versions_past_present_and_to_come(cast: Cast, fanny: Client) -> None:
    first = write_version(cast, day(1), name="La première")
    write_version(cast, day(5), name="La deuxième")
    write_version(cast, day(7, year=2031), name="La troisième")
    text = page(fanny, f"/regles/{first.rule_id}/")
    assert text.index("La deuxième") < text.index("La troisième") < text.index("La première")
    assert "à venir" in text
    text = page(fanny, f"/regles/{first.rule_id}/?au=2026-02-01")
    assert text.index("La première") < text.index("La troisième")
    text = page(fanny, f"/regles/{first.rule_id}/versions/1/")
    assert "30 avril 2026" in text
    page(fanny, f"/regles/{first.rule_id}/versions/9/", 404)
    page(fanny, f"/regles/{first.rule_id}/brouillons/", 302, version="1")
    assert RuleDraft.objects.get().name == "La première"
    text = page(fanny, "/regles/")
    assert "La deuxième" in text
    assert "Une nouvelle version vaut à partir du 1er juillet 2031" in text


def test_a_draft_is_given_up(cast: Cast, fanny: Client) -> None:
    draft = write_draft(cast)
    page(fanny, f"/regles/brouillons/{draft.pk}/retirer/", 302, oui="1")
    assert not RuleDraft.objects.exists()


def test_charlie_sees_nothing(cast: Cast) -> None:
    version, draft = write_version(cast, day(1)), write_draft(cast)
    charlie = as_(cast.charlie)
    for path in (
        f"/regles/{version.rule_id}/",
        f"/regles/{version.rule_id}/versions/1/",
        f"/regles/brouillons/{draft.pk}/",
        f"/regles/brouillons/{draft.pk}/adopter/",
        f"/regles/comparer/?kpa={cast.kpa.pk}",
        f"/structures/{cast.host.pk}/bareme/",
    ):
        page(charlie, path, 404)
    assert "Notre partage" not in page(charlie, "/regles/")
    assert "Notre partage" not in page(charlie, f"/regles/?kpa={cast.kpa.pk}")


def test_the_group_reads_its_rule_on_the_phone(cast: Cast) -> None:
    user = User.objects.create_user("amina@exemple.fr", "Amina")
    Membership.objects.create(user=user, organisation=cast.kpa, role="cooperant", started_on=day(1))
    type(cast.amina).objects.filter(pk=cast.amina.pk).update(user=user)
    amina = as_(user)
    assert "pas encore de règle" in page(amina, "/le-groupe/regle/")
    version = write_version(cast, day(4))
    text = page(amina, "/le-groupe/regle/")
    for words in ("on rembourse", "Étaient là : Amina, Fanny", "1er avril 2026", "data-speak", "salaire net"):
        assert words in text
    write_version(cast, day(8, year=2031))
    assert "La règle change à partir du" in page(amina, "/le-groupe/regle/")
    page(amina, f"/regles/{version.rule_id}/", 404)
    page(as_(cast.fanny), "/le-groupe/regle/", 404)


def test_the_list_costs_the_same_for_many_rules(cast: Cast, fanny: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(fanny, "/regles/")
        return len(queries)

    write_version(cast, day(1))
    few = asked()
    for rank in range(15):
        activity = Activity.objects.create(kpa=cast.kpa, name=f"Activité {rank}", opened_on=day(1))
        write_version(cast, day(1), activity)
        write_draft(cast, activity)
    assert asked() == few
