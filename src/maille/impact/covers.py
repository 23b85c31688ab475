"""What a report's cover says of its scope: the network, and which of its KPAs."""

import datetime

from maille.impact import reporting
from maille.impact.documents.cover import Cover
from maille.network.models import Organisation
from maille.network.models.organisations import Kind, RelationKind
from maille.network.rules.roles import Actor

NAMED = 6
"""KPAs named on a cover; past that, they are counted."""


def cover_of(actor: Actor, asked: reporting.Request, made_on: datetime.date) -> Cover:
    """The cover of the report this actor asked, made that day."""
    scope = reporting.scope_of(actor, asked)
    kpas = Organisation.objects.filter(kind=Kind.KPA).order_by("name_key")
    covered = list(kpas if scope is None else kpas.filter(pk__in=scope))
    network = (
        Organisation.objects.filter(
            kind=Kind.NETWORK, relations_in__kind=RelationKind.MEMBER, relations_in__source__in=covered
        )
        .order_by("name_key")
        .first()
    )
    members = kpas.filter(relations_out__kind=RelationKind.MEMBER, relations_out__target=network)
    missing = members.exclude(pk__in=[kpa.pk for kpa in covered]).exists()
    return Cover(
        network=network.name if network else "",
        scope=scope_words([kpa.name for kpa in covered], whole=network is not None and not missing),
        made_on=made_on,
    )


def scope_words(names: list[str], whole: bool) -> str:
    """ "Tout le réseau", or the KPAs by name, or how many they are."""
    if whole and len(names) > 1:
        return f"Tout le réseau ({len(names)} KPA)"
    if len(names) <= NAMED:
        return ", ".join(names) or "Aucun KPA"
    return f"{len(names)} KPA : {', '.join(names[:NAMED])}…"
