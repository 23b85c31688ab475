"""Give somebody her badges: the recognised skills she chose, as Open Badges 3.0, in one archive."""

import datetime
import hashlib
import hmac
import io
import json
import uuid
import zipfile
from collections.abc import Collection

from django.conf import settings
from django.core.exceptions import ValidationError

from maille.journeys.files import signing
from maille.journeys.models import Journey, Recognition
from maille.journeys.rules.badges import Badge, Given, Issuer, credential
from maille.journeys.rules.names import fold
from maille.journeys.rules.skills import View, seen

README = """Vos badges
==========

Chaque compétence a deux fichiers :
- .json : le badge, lisible par une personne ou un logiciel (Open Badges 3.0) ;
- .jwt : le même, signé. C'est celui-ci que l'on dépose dans un porte-badges : il se vérifie seul.

La clé publique qui vérifie la signature se lit ici : {address}
Vous décidez à qui vous les montrez. Rien d'autre que ce qu'ils contiennent n'est transmis.
"""


def views_of(recognitions: Collection[Recognition]) -> list[View]:
    """Recognitions as values."""
    return [
        View(each.skill_id, each.by, each.peer_id or each.user_id, each.level, each.recognised_on, each.pk)
        for each in recognitions
    ]


def badges_of(journeys: Collection[Journey], day: datetime.date, shown_name: str, address: str) -> list[Badge]:
    """What could be given that day: one badge per KPA and skill that somebody else than the person recognises."""
    found = []
    for journey in journeys:
        issuer = Issuer(address, journey.kpa_id, journey.kpa.name)
        standing = list(
            Recognition.objects.standing(day).filter(journey=journey).select_related("skill").order_by("pk")
        )
        for skill_id, view in seen(views_of(standing)).items():
            if not view.recognised or view.shown is None:
                continue
            mine = [each for each in standing if each.skill_id == skill_id]
            given = latest([each for each in mine if each.by != Recognition.By.SELF])
            skill = mine[0].skill
            found.append(Badge(skill_id, skill.name, skill.family, skill.description, view.shown, given,
                               holder_of(journey.person_id), shown_name, issuer))  # fmt: skip
    return sorted(found, key=lambda badge: (badge.issuer.name, badge.family, badge.skill))


def latest(recognitions: Collection[Recognition]) -> tuple[Given, ...]:
    """The last word of each person."""
    last: dict[tuple[str, int | None], Recognition] = {}
    for each in sorted(recognitions, key=lambda each: (each.recognised_on, each.pk)):
        last[each.by, each.peer_id] = each
    return tuple(Given(each.by, each.level, each.recognised_on, each.evidence) for each in last.values())


def holder_of(person_id: int) -> uuid.UUID:
    """A pseudonym: the same on each of a person's badges, and telling nothing of our own numbers."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"badge-holder-{person_id}".encode(), hashlib.sha256).digest()
    return uuid.UUID(bytes=digest[:16], version=4)


def archive(badges: Collection[Badge], address: str) -> bytes:
    """Each badge in clear and signed, and a few words on what they are.

    Raises ValidationError when nothing was chosen.
    """
    if not badges:
        raise ValidationError({"skills": ["Choisissez au moins une compétence."]})
    content, names = io.BytesIO(), set()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("LISEZ-MOI.txt", README.format(address=address))
        for badge in badges:
            name = fold(f"{badge.skill} {badge.issuer.name}").replace(" ", "-")
            while name in names:
                name += "-bis"
            names.add(name)
            told = credential(badge)
            packed.writestr(f"{name}.json", json.dumps(told, ensure_ascii=False, indent=2))
            packed.writestr(f"{name}.jwt", signing.sign(told, address))
    return content.getvalue()
