"""Who changed what in a person's file, told from the history kept by simple-history."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from maille.identity.models import User
from maille.journeys.models.people import Person
from maille.journeys.rules.support import DOMAIN_NAMES, Domain
from maille.network.models import Organisation

SILENT = {
    *("id", "version", "identity_key", "search_key", "homonym", "department", "commune_code"),
    *("user", "created_at", "created_by", "entered_by", "entered_at", "on_behalf", "journey", "goal"),
}
"""Fields that follow from others, or that nobody typed."""
WORDS = {
    "merged_into": "réunie à une autre fiche",
    "end_kind": "fin du parcours",
    "transferred_to": "suite dans un autre KPA",
}
"""What people call the fields that have no label of their own."""

NAMED = (Organisation, User, Person)
Names = dict[tuple[type[models.Model], int], str]


@dataclass(frozen=True)
class FieldChange:
    """One field, before and after, as people read it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What somebody did in one go."""

    at: datetime.datetime
    who: str
    reason: str
    fields: tuple[FieldChange, ...]
    created: bool


def changes_of(record: models.Model, limit: int = 50) -> list[Change]:
    """The latest changes of a person or a journey, newest first; two queries whatever their number."""
    history: Any = record.history  # type: ignore[attr-defined]
    rows = list(history.select_related("history_user").order_by("-history_date", "-history_id")[: limit + 1])
    return tell(rows)[:limit]


def changes_since(record: models.Model, version: int) -> list[Change]:
    """What others did after `version`, newest first."""
    history: Any = record.history  # type: ignore[attr-defined]
    rows = history.select_related("history_user").filter(version__gte=version)
    told = tell(list(rows.order_by("-history_date", "-history_id")))
    return told[:-1]


def tell(rows: Sequence[Any]) -> list[Change]:
    """Turn history rows, newest first, into sentences' parts; the last one has nothing before it."""
    names = names_met(rows)
    told = []
    for index, row in enumerate(rows):
        before = rows[index + 1] if index + 1 < len(rows) else None
        told.append(
            Change(
                at=row.history_date,
                who=row.history_user.name if row.history_user_id and row.history_user else "",
                reason=row.history_change_reason or "",
                fields=tuple(differences(before, row, names)) if before else (),
                created=row.history_type == "+",
            )
        )
    return told


def names_met(rows: Iterable[Any]) -> Names:
    """Names of the organisations, accounts and people these rows mention; one query for each of the three."""
    met: dict[type[models.Model], set[int]] = {}
    for row in rows:
        for field in row.tracked_fields:
            if field.is_relation and field.related_model in NAMED and field.name not in {*SILENT, *WORDS}:
                met.setdefault(field.related_model, set()).add(getattr(row, field.attname))
    names: Names = {}
    for model, ids in met.items():
        for each in model._default_manager.filter(pk__in=ids - {None}) if ids - {None} else ():
            names[model, each.pk] = str(each)
    return names


def differences(before: Any, after: Any, names: Names) -> Iterable[FieldChange]:
    """The fields a person would notice."""
    for field in after.tracked_fields:
        if field.name in SILENT:
            continue
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            label = WORDS.get(field.name, str(field.verbose_name))
            yield FieldChange(label, told(field, old, names), told(field, new, names))


def told(field: Any, value: Any, names: Names) -> str:
    """A stored value as people read it."""
    if value in (None, "", []):
        return "non" if field.name in WORDS and field.is_relation else "non renseigné"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, list):
        return ", ".join(str(key) if key not in DOMAIN_NAMES else DOMAIN_NAMES[Domain(key)] for key in value)
    if field.is_relation:
        return names.get((field.related_model, value), "oui")
    return str(dict(field.flatchoices).get(value, value))
