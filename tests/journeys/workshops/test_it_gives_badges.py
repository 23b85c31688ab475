"""Badges: Open Badges 3.0, signed, holding what the person chose and nothing else.

The structure is checked from what the specification says of each property (1EdTech, Open Badges 3.0, "Data model" and
"JSON Web Token Proof Format"); the signature with the public key the installation publishes.
"""

import base64
import io
import json
import pathlib
import re
import stat
import zipfile
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.test import Client

from maille.identity.models import Access
from maille.journeys.actions import skills
from maille.journeys.models import Skill
from tests.cast import Cast
from tests.journeys.help import TODAY, D, acting
from tests.journeys.workshops.help import AFTER, account

pytestmark = pytest.mark.django_db
URI = re.compile(r"(https?|urn|did):\S+")


@pytest.fixture
def fanny(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: pathlib.Path) -> Client:
    """Fanny at her desk, in an installation that has not signed anything yet."""
    settings.BADGE_KEY = tmp_path / "badge_key.pem"
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a, **k: TODAY)
    client.force_login(cast.fanny, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def recognised(cast: Cast) -> None:
    """Two skills recognised by Fanny, one of them said by Amina too; a third that only Amina says."""
    ids = dict(Skill.objects.filter(kpa=None).values_list("name", "pk"))
    fanny, journey = acting(cast.fanny), cast.amina_journey.pk
    skills.recognise(fanny, journey, ids["Composer un menu"], 4, D(2026, 6, 1), "le marché", AFTER)
    skills.recognise(fanny, journey, ids["Coudre à la machine"], 3, D(2026, 6, 2), "", AFTER)
    skills.recognise(fanny, journey, ids["Coudre à la machine"], 2, D(2026, 6, 2), "", AFTER, by="self")
    skills.recognise(fanny, journey, ids["Animer une réunion"], 2, D(2026, 6, 2), "", AFTER, by="self")


def taken(client: Client, cast: Cast, address: str = "", **typed: Any) -> dict[str, bytes]:
    """The files of the archive."""
    page = address or f"/parcours/{cast.amina_journey.pk}/competences/badges/"
    keys = [key for key, _ in client.get(page).context["form"].fields["skills"].choices]
    answer = client.post(page, {"shown_name": "Amina", "skills": keys, **typed})
    assert answer["Content-Type"] == "application/zip", answer.content.decode()
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def opened(token: bytes) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    """Header, payload, what is signed, signature."""
    signed, _, signature = token.rpartition(b".")
    header, payload = (json.loads(raw(part)) for part in signed.split(b"."))
    return header, payload, signed, raw(signature)


def raw(part: bytes) -> bytes:
    return base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))


def verify(token: bytes, jwk: dict[str, str]) -> None:
    """Raises InvalidSignature."""
    _, _, signed, signature = opened(token)
    n, e = (int.from_bytes(raw(jwk[name].encode()), "big") for name in "ne")
    rsa.RSAPublicNumbers(e, n).public_key().verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())


def problems(told: dict[str, Any]) -> list[str]:
    """What the specification asks of an OpenBadgeCredential and this one lacks."""
    found = []

    def need(condition: object, words: str) -> None:
        if not condition:
            found.append(words)

    need(told["@context"][0] == "https://www.w3.org/ns/credentials/v2", "first context: VC 2.0")
    need(told["@context"][1].startswith("https://purl.imsglobal.org/spec/ob/v3p0/context-3"), "second: OB 3.0")
    need({"VerifiableCredential", "OpenBadgeCredential"} <= set(told["type"]), "types")
    need(URI.fullmatch(told["id"]), "id")
    need(isinstance(told["name"], str) and told["name"], "name")
    need(URI.fullmatch(told["issuer"]["id"]) and "Profile" in told["issuer"]["type"], "issuer is a Profile")
    need(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", told["validFrom"]), "validFrom")
    subject = told["credentialSubject"]
    need("AchievementSubject" in subject["type"], "subject")
    need(subject.get("id") or subject.get("identifier"), "a subject is somebody")
    for each in subject["identifier"]:
        need(set(each) == {"type", "hashed", "identityHash", "identityType"}, "IdentityObject")
    achievement = subject["achievement"]
    need({"id", "type", "criteria", "description", "name"} <= set(achievement), "achievement")
    need("Achievement" in achievement["type"] and URI.fullmatch(achievement["id"]), "achievement's type and id")
    need(achievement["criteria"].get("narrative") or achievement["criteria"].get("id"), "criteria")
    scale = achievement["resultDescription"][0]
    need({"id", "type", "name", "resultType"} <= set(scale), "resultDescription")
    levels = {level["id"] for level in scale["rubricCriterionLevel"]}
    for result in subject["result"]:
        need(result["resultDescription"] == scale["id"] and result["achievedLevel"] in levels, "result")
    for each in told["evidence"]:
        need("Evidence" in each["type"], "evidence")
    return found


def test_each_skill_somebody_else_recognises_is_a_badge(fanny: Client, cast: Cast) -> None:
    recognised(cast)
    files = taken(fanny, cast)
    assert sorted(files) == [
        "LISEZ-MOI.txt", "composer-un-menu-la-cape.json", "composer-un-menu-la-cape.jwt",
        "coudre-a-la-machine-la-cape.json", "coudre-a-la-machine-la-cape.jwt",
    ]  # fmt: skip
    told = json.loads(files["composer-un-menu-la-cape.json"])
    assert problems(told) == []
    assert told["issuer"]["name"] == "La Cape"
    assert told["validFrom"] == "2026-06-01T00:00:00Z"
    assert "Vu dans : le marché." in told["evidence"][0]["narrative"]
    both = [json.loads(files[name]) for name in files if name.endswith(".json")]
    assert len({each["credentialSubject"]["id"] for each in both}) == 1, "one holder"
    assert len({each["id"] for each in both}) == 2


def test_the_signature_holds_with_the_published_key_and_breaks_with_the_text(fanny: Client, cast: Cast) -> None:
    recognised(cast)
    token = taken(fanny, cast)["composer-un-menu-la-cape.jwt"]
    header, payload, _, _ = opened(token)
    published = Client().get("/badges/cle/").json()
    assert set(published) == {"kty", "n", "e"}, "never the private part"
    assert (header["alg"], header["typ"], header["jwk"]) == ("RS256", "JWT", published)
    assert header["kid"] == "http://testserver/badges/cle/"
    verify(token, published)
    assert payload["iss"] == payload["issuer"]["id"]
    assert payload["jti"] == payload["id"]
    assert payload["sub"] == payload["credentialSubject"]["id"]
    assert payload["nbf"] == 1_780_272_000
    changed = {**payload, "name": "Chirurgie"}
    middle = base64.urlsafe_b64encode(json.dumps(changed).encode()).rstrip(b"=")
    head, _, tail = token.split(b".")
    with pytest.raises(InvalidSignature):
        verify(b".".join((head, middle, tail)), published)


def test_it_holds_what_she_chose_and_nothing_else(fanny: Client, cast: Cast) -> None:
    recognised(cast)
    amina = account(cast.amina, cast.amina_journey)
    client = Client()
    client.force_login(amina, backend="allauth.account.auth_backends.AuthenticationBackend")
    keys = [key for key, _ in client.get("/mon-parcours/badges/").context["form"].fields["skills"].choices]
    files = taken(client, cast, "/mon-parcours/badges/", shown_name="Mina", skills=keys[:1])
    assert len(files) == 3
    texts = b" ".join(files.values()) + opened(next(v for k, v in files.items() if k.endswith(".jwt")))[2]
    everything = texts.decode() + json.dumps(opened(next(v for k, v in files.items() if k.endswith(".jwt")))[1])
    assert "Mina" in everything
    for secret in ("Benali", "Fanny", "1987", str(amina.email)):
        assert secret not in everything, secret
    assert Access.objects.get(what="badges emportés").subject_id == cast.amina.pk
    nothing = client.post("/mon-parcours/badges/", {"shown_name": "Mina"})
    assert nothing.status_code == 200
    assert nothing.context["form"].errors["skills"]


def test_what_she_refuses_is_no_badge(fanny: Client, cast: Cast) -> None:
    recognised(cast)
    amina = account(cast.amina, cast.amina_journey)
    for each in cast.amina_journey.recognitions.exclude(by="self"):
        skills.answer_recognition(acting(amina), cast.amina, each.pk, wanted=False)
    page = fanny.get(f"/parcours/{cast.amina_journey.pk}/competences/badges/")
    assert "Aucun badge pour l" in page.content.decode()


def test_the_key_is_the_owners_alone_and_lasts(fanny: Client, settings: Any) -> None:
    first = Client().get("/badges/cle/").json()
    assert stat.S_IMODE(pathlib.Path(settings.BADGE_KEY).stat().st_mode) == 0o600
    from maille.journeys.files import signing

    signing.read.cache_clear()
    assert Client().get("/badges/cle/").json() == first
