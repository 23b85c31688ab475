"""The law's limits: a new version is added, those before stay as they were."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys.actions import support
from maille.journeys.models import ContractLaw
from maille.journeys.rules.checks import day
from maille.network.rules.roles import Actor
from maille.network.rules.stages import ContractKind


def add_law(
    actor: Actor, kind: str, valid_from: datetime.date, values: Mapping[str, Any], *, now: datetime.datetime
) -> ContractLaw:
    """What the law allows for this kind of contract from `valid_from` on; `values` are the model's own fields.

    Contracts already written keep the law of the day they began. ValidationError unless it begins after the others.
    """
    if not actor.is_administrator:
        raise PermissionDenied
    with support.one_transaction():
        kind = ContractKind(kind).value
        last = ContractLaw.objects.filter(kind=kind).select_for_update().order_by("-valid_from").first()
        if last is not None and valid_from <= last.valid_from:
            raise ValidationError(
                {
                    "valid_from": [
                        f"La version en usage commence le {day(last.valid_from)} : une nouvelle vient après. "
                        "Les versions passées ne changent pas."
                    ]
                }
            )
        return ContractLaw.objects.create(
            kind=kind, valid_from=valid_from, written_at=now, written_by_id=actor.user_id, **values
        )
