"""Every named address of the project, and how to fill it in from one side's things."""

from typing import Any

from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from tests.worlds import PIECES

THING_OF = {
    "organisation_id": "organisation",
    "relation_pk": "relation",
    "membership_pk": "membership",
    "first_id": "person",
    "second_id": "second",
    "merge_id": "merge",
    "person_id": "person",
    "journey_id": "journey",
    "stage_id": "stage",
    "batch_id": "batch",
    "token": "token",
}
"""Parameter of an address → the thing it names."""
for piece in PIECES:
    THING_OF |= piece.THING_OF

PK_OF = {
    "impact:frozen": "frozen",
    "impact:frozen_document": "frozen",
    "impact:turnover_correct": "turnover",
    "impact:turnover_withdraw": "turnover",
    "network:resend_invitation": "invitation",
    "network:revoke_invitation": "invitation",
    "mfa_edit_webauthn": "key",
    "mfa_remove_webauthn": "key",
}
"""What `pk` names; an organisation under network: unless said here."""

FIXED: dict[str, dict[str, Any]] = {
    "journeys:week_group": {"key": "fins"},
    "journeys:follow_up": {"months": 6},
    "impact:document": {"form": "pdf"},
    "impact:frozen_document": {"form": "json"},
    "impact:indicator": {"key": "women"},
    "demo_enter": {"name": "fanny"},
}
"""Parameters that name no thing."""
for piece in PIECES:
    FIXED |= piece.FIXED

OF_SOMEBODY_WHO_LEFT = {"journeys:follow_up", "journeys:cancel_exit"}


def patterns(resolver: URLResolver | None = None, namespace: str = "") -> dict[str, URLPattern]:
    """Qualified name → pattern, for the whole tree."""
    found: dict[str, URLPattern] = {}
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            found |= patterns(each, f"{namespace}{each.namespace}:" if each.namespace else namespace)
        else:
            found[f"{namespace}{each.name}"] = each
    return found


def address(name: str, pattern: URLPattern, things: dict[str, Any]) -> str:
    """The address of that page for that side's things."""
    given = dict(FIXED.get(name, {}))
    for parameter in pattern.pattern.converters:
        if parameter not in given:
            thing = PK_OF.get(name, "organisation") if parameter == "pk" else THING_OF[parameter]
            if name in OF_SOMEBODY_WHO_LEFT and thing == "journey":
                thing = "left"
            given[parameter] = things[thing]
    return reverse(name, kwargs=given)


def names_a_thing(name: str, pattern: URLPattern) -> bool:
    """Whether the address depends on the side asked for."""
    return any(parameter not in FIXED.get(name, {}) for parameter in pattern.pattern.converters)
