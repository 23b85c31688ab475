"""Open Badges 3.0: a recognised skill as an OpenBadgeCredential (1EdTech), a Verifiable Credential 2.0 of the W3C.

Only what the person wants leaves the house: the name she chose and the skills she ticked.
What every property means: https://www.imsglobal.org/spec/ob/v3p0/. Pure: who signs and with which key is elsewhere.
"""

import base64
import datetime
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from maille.journeys.rules.skills import LEVEL_NAMES, LEVELS_OF_ANOTHER

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
SPACE = uuid.UUID("6f1d4a52-0a3e-5c0b-9c58-6d1b4d2f7a11")
"""Our own space of names: the same skill of the same installation always gets the same identifier."""
SOURCES = {"contributor": "l'équipe du KPA", "peer": "un pair"}


@dataclass(frozen=True)
class Issuer:
    """Who vouches: the KPA. `address` is the installation's own, where the public key is read."""

    address: str
    id: int
    name: str

    @property
    def uri(self) -> str:
        """Names the KPA; the page behind gives the key."""
        return f"{self.address}#structure-{self.id}"


@dataclass(frozen=True)
class Given:
    """One recognition behind a badge: by whom in words, never a name."""

    by: str
    level: int
    on: datetime.date
    seen_in: str = ""


@dataclass(frozen=True)
class Badge:
    """What one badge says. `holder` is a pseudonym of ours, the same on every badge of one person."""

    skill_id: int
    skill: str
    family: str
    criteria: str
    level: int
    given: tuple[Given, ...]
    holder: uuid.UUID
    shown_name: str
    issuer: Issuer


def named(*parts: object) -> str:
    """A lasting identifier for a thing of ours."""
    return f"urn:uuid:{uuid.uuid5(SPACE, '|'.join(map(str, parts)))}"


def moment(day: datetime.date) -> str:
    """A day as the credential writes it."""
    return f"{day.isoformat()}T00:00:00Z"


def credential(badge: Badge) -> dict[str, Any]:
    """The OpenBadgeCredential of one skill, valid from the day it was last recognised."""
    last = max(given.on for given in badge.given)
    achievement = named(badge.issuer.uri, "skill", badge.skill_id)
    scale = named(badge.issuer.uri, "level")
    return {
        "@context": CONTEXTS,
        "id": named(badge.issuer.uri, badge.holder, badge.skill_id, badge.level, last, badge.shown_name),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": badge.skill,
        "description": f"{badge.skill} : {LEVELS_OF_ANOTHER[badge.level].lower()}. Compétence reconnue à "
        f"{badge.issuer.name}.",
        "issuer": {"id": badge.issuer.uri, "type": ["Profile"], "name": badge.issuer.name},
        "validFrom": moment(last),
        "credentialSubject": {
            "id": f"urn:uuid:{badge.holder}",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": badge.shown_name,
                    "identityType": "name",
                }
            ],
            "achievement": {
                "id": achievement,
                "type": ["Achievement"],
                "achievementType": "Competency",
                "name": badge.skill,
                "description": badge.criteria or badge.skill,
                "criteria": {"narrative": badge.criteria or badge.skill},
                "inLanguage": "fr",
                **({"tag": [badge.family]} if badge.family else {}),
                "resultDescription": [
                    {
                        "id": scale,
                        "type": ["ResultDescription"],
                        "name": "Niveau",
                        "resultType": "RubricCriterionLevel",
                        "rubricCriterionLevel": [
                            {"id": level_uri(badge, level), "type": ["RubricCriterionLevel"], "name": name,
                             "level": str(level)}
                            for level, name in LEVEL_NAMES.items()
                        ],
                    }
                ],
            },
            "result": [
                {"type": ["Result"], "resultDescription": scale, "achievedLevel": level_uri(badge, badge.level)}
            ],
        },
        "evidence": list(evidence(badge)),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }  # fmt: skip


def level_uri(badge: Badge, level: int) -> str:
    """Names one level of the scale."""
    return named(badge.issuer.uri, "level", level)


def evidence(badge: Badge) -> Iterator[dict[str, Any]]:
    """What was seen, by whom in words, and when."""
    for given in badge.given:
        where = f" Vu dans : {given.seen_in}." if given.seen_in else ""
        yield {
            "type": ["Evidence"],
            "name": f"Reconnue par {SOURCES[given.by]}",
            "narrative": f"Le {given.on:%d/%m/%Y}, {SOURCES[given.by]} : "
            f"{LEVELS_OF_ANOTHER[given.level].lower()}.{where}",
        }


def payload(told: dict[str, Any]) -> dict[str, Any]:
    """The claims of the JSON Web Token that secures a credential: its own properties, and those of the token."""
    start = datetime.datetime.fromisoformat(told["validFrom"].replace("Z", "+00:00"))
    return {
        **told,
        "iss": told["issuer"]["id"],
        "jti": told["id"],
        "sub": told["credentialSubject"]["id"],
        "nbf": int(start.timestamp()),
    }


def base64url(content: bytes) -> str:
    """As tokens write bytes: no padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def part(value: dict[str, Any]) -> str:
    """One part of a compact token."""
    return base64url(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
