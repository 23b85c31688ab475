"""The host notes its scale, from what it knows or from a known one; those it carries read theirs."""

import html
from typing import Any

from django.test import Client

from maille.identity.models import User
from maille.sharing.models import HostScale
from tests.cast import Cast
from tests.sharing.rules.help import day


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, path: str, status: int = 200, **data: Any) -> str:
    response = client.post(path, data) if data else client.get(path)
    assert response.status_code == status, response.content.decode()[:600]
    return html.unescape(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def test_karim_notes_closes_and_takes_back(cast: Cast) -> None:
    karim, path = as_(cast.karim), f"/structures/{cast.host.pk}/bareme/"
    assert "Aucun barème" in page(karim, path)
    text = page(karim, f"{path}?modele=general")
    assert "30000,00" in text
    assert "10,5" in text
    typed = {"per": "kpa", "valid_from": "2026-01-01", "up_to_0": "30 000", "rate_0": "11,5 %", "rate_1": "10,5"}
    page(karim, path, 302, **typed, waived_until="2026-06-30")
    text = page(karim, path)
    assert "11,5 % jusqu'à 30 000 €, puis 10,5 %" in text
    assert "Rien à verser" in text
    current = HostScale.objects.get(valid_to__isnull=True)
    page(karim, f"{path}{current.pk}/fin/", 302, valid_to="2030-12-31")
    page(karim, path, 302, **{**typed, "valid_from": "2031-01-01"})
    coming = HostScale.objects.get(valid_to__isnull=True)
    page(karim, f"{path}{coming.pk}/retirer/", 302, oui="1")
    assert HostScale.objects.count() == 2


def test_a_refusal_stands_beside_its_field(cast: Cast) -> None:
    karim, path = as_(cast.karim), f"/structures/{cast.host.pk}/bareme/"
    text = page(karim, path, per="kpa", valid_from="2026-01-01", up_to_0="100", rate_0="dix")
    assert "n'est pas un nombre" in text
    text = page(karim, path, per="kpa", valid_from="", rate_0="10")
    assert "Dites à partir de quel jour" in text


def test_fanny_reads_hers_alone_and_charlie_nothing(cast: Cast) -> None:
    now = {"entered_at": "2026-01-01T00:00:00Z", "brackets": [{"up_to": None, "rate": "10"}], "valid_from": day(1)}
    ours = HostScale.objects.create(host=cast.host, kpa=cast.kpa, **now)
    HostScale.objects.create(host=cast.host, kpa=cast.other_kpa, **now)
    path = f"/structures/{cast.host.pk}/bareme/"
    text = page(as_(cast.fanny), path)
    assert "La Cape" in text
    assert "Moulins Coop" not in text
    assert "Noter ce barème" not in text
    page(as_(cast.fanny), path, 403, rate_0="10")
    page(as_(cast.fanny), f"{path}{ours.pk}/fin/", 403)
    page(as_(cast.charlie), path, 404)
    page(as_(cast.charlie), f"{path}{ours.pk}/fin/", 404)
    page(as_(cast.fanny), f"/structures/{cast.lead.pk}/bareme/", 404)


def test_the_structures_page_leads_to_its_scale(cast: Cast) -> None:
    """Whoever may read it finds it there; nobody else sees that there is one."""
    path, scale = f"/structures/{cast.host.pk}/", f"/structures/{cast.host.pk}/bareme/"
    for user, said in ((cast.karim, "Voir ou changer le barème"), (cast.fanny, "Voir le barème")):
        text = page(as_(user), path)
        assert scale in text
        assert said in text
    assert "bareme" not in page(as_(cast.fanny), f"/structures/{cast.lead.pk}/"), "it hosts nobody"
    found = as_(cast.charlie).get(path)
    assert found.status_code == 404 or scale not in found.content.decode()
