"""A person's whole file, told section by section from what actions.rights.holdings declares.

For herself it holds everything (GDPR art. 15), notes not shared with her included: what is written about her is hers to
read, whoever it was meant for. For who writes the file, it holds what their role opens: their KPAs' journeys, the notes
they may read, no account number in full, nothing of her own account.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import models
from django.utils import timezone

from maille.identity.fields import EncryptedTextField
from maille.identity.models import Access, User
from maille.journeys.actions.rights.contacts import roots_of
from maille.journeys.actions.rights.holdings import STATED, Holding
from maille.journeys.models import BankDetails, Journey, Note, Person, StoredFile
from maille.journeys.models.changes import Change
from maille.journeys.models.changes import tell as tell_changes
from maille.network.rules.roles import Actor

ALWAYS_SILENT = {"id", "version", "identity_key", "search_key", "homonym", "department", "commune_code", "anonymised"}
OWNERS = {"person", "journey", "goal", "contract", "document", "interview"}
"""Foreign keys that only say whose record it is."""
HIDDEN = "••••"


@dataclass(frozen=True)
class Fact:
    """One field as people read it."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Section:
    """One kind of record, each as its facts."""

    key: str
    title: str
    rows: list[list[Fact]]


@dataclass
class WholeFile:
    """Everything told about a person, and the stored files that come with it."""

    person: Person
    made_at: datetime.datetime
    sections: list[Section] = field(default_factory=list)
    files: dict[int, StoredFile] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """For machines: the same words under the fields' own names."""
        return {
            "personne": str(self.person),
            "etabli_le": timezone.localtime(self.made_at).isoformat(timespec="minutes"),
            "rubriques": [
                {
                    "cle": section.key,
                    "titre": section.title,
                    "elements": [{fact.name: fact.value for fact in row} for row in section.rows],
                }
                for section in self.sections
            ],
        }


def whole_file(person: Person, now: datetime.datetime, reader: Actor | None = None) -> WholeFile:
    """Everything; `reader` None for the person herself. As many queries whatever the number of records."""
    ids = list(roots_of([person.pk]))
    told = WholeFile(person, now)
    for holding in STATED:
        if holding.title and (reader is None or not of_the_account(holding)):
            rows = rows_of(holding, ids, reader)
            if rows:
                told.sections.append(Section(holding.key, holding.title, [facts_of(holding, r, reader) for r in rows]))
                told.files |= {each.pk: each for row in rows for each in stored_files(row)}
    told.sections += [changes(ids, reader), reads(ids)]
    told.sections = [section for section in told.sections if section.rows]
    return told


def of_the_account(holding: Holding) -> bool:
    """What concerns her sign-in is hers alone."""
    return holding.model is User or holding.path.startswith("user__")


def rows_of(holding: Holding, ids: list[int], reader: Actor | None) -> list[Any]:
    """The records of one kind, within what the reader may open."""
    manager: Any = holding.model._default_manager
    if reader is not None and holding.model is Note:
        manager = Note.objects.visible_to(reader)
    rows = manager.filter(**{f"{holding.path}__in": ids})
    if reader is not None and not reader.everything:
        if holding.model is Journey:
            rows = rows.filter(kpa_id__in=reader.files)
        elif holding.kpa:
            rows = rows.filter(**{f"{holding.kpa}__in": reader.files})
    related = [each.name for each in told_fields(holding) if each.is_relation]
    return list(rows.select_related(*{*related, *holding.related}).order_by(*holding.order))


def told_fields(holding: Holding) -> list[Any]:
    """The fields a person would want to read."""
    return [
        each
        for each in holding.model._meta.concrete_fields
        if each.name not in ALWAYS_SILENT | OWNERS | holding.silent and not isinstance(each, models.BinaryField)
    ]


def facts_of(holding: Holding, row: Any, reader: Actor | None) -> list[Fact]:
    """What one record says; what is empty or unknown is left out."""
    found = []
    for each in told_fields(holding):
        value = said(row, each)
        if reader is not None and isinstance(each, EncryptedTextField) and isinstance(row, BankDetails):
            value = f"{HIDDEN} {row.last_four}"
        if value:
            found.append(Fact(each.name, label_of(each), value))
    return found


LABELS = {
    "entered_by": "saisi par",
    "entered_at": "saisi le",
    "on_behalf": "saisi pour vous",
    "created_at": "noté le",
    "created_by": "noté par",
    "last_four": "derniers chiffres",
    "file": "fichier",
    "scan": "copie signée",
    "author": "écrite par",
    "withdrawn_at": "retirée le",
    "kpa": "KPA",
    "end_kind": "fin",
    "domains": "sujets",
    "facts": "contenu",
    "parties": "signataires",
    "recorded_by": "noté par",
    "user": "par",
    "workshop": "atelier",
    "skill": "compétence",
    "host": "structure de portage",
    "organisation": "structure",
    "last_login": "dernière connexion",
    "is_active": "compte ouvert",
    "before": "avant l'import",
    "extra": "colonnes en plus",
    "problems": "remarques",
    "batch": "fichier importé",
    "noticed_on": "préavis le",
    "last_contact_on": "dernier contact",
    "kept_by": "gardée par",
    "transferred_to": "suite dans",
    "issued_at": "établi le",
    "issued_by": "établi par",
    "given_at": "donné le",
    "given_by": "donné par",
    "opened_at": "ouvert le",
    "closed_at": "fermé le",
    "closed_by": "fermé par",
    "means": "moyen",
    "evidence": "preuves",
}
"""French for fields whose own name is the code's."""


def label_of(each: Any) -> str:
    """The field's label."""
    return LABELS.get(each.name) or str(each.verbose_name)


def said(row: Any, each: Any) -> str:
    """A stored value in words; "" when there is nothing to say."""
    value = getattr(row, each.attname)
    if value in (None, "", [], {}):
        return ""
    if each.is_relation:
        target = getattr(row, each.name)
        if isinstance(target, StoredFile):
            return f"{target.name} (empreinte SHA-256 : {target.sha256})"
        return str(target)
    if each.choices:
        return str(dict(each.flatchoices).get(value, value))
    return written(value)


def written(value: Any) -> str:
    """A plain value in words."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value):%d/%m/%Y à %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, dict):
        return " ; ".join(f"{key} : {written(each)}" for key, each in value.items() if each not in (None, "", [], {}))
    if isinstance(value, list):
        return ", ".join(written(each) for each in value)
    return str(value)


def stored_files(row: Any) -> Iterable[StoredFile]:
    """The files one record holds, already read with it."""
    for each in row._meta.concrete_fields:
        if each.related_model is StoredFile and getattr(row, each.attname):
            yield getattr(row, each.name)


def changes(ids: list[int], reader: Actor | None) -> Section:
    """Who changed what in the file and its journeys, the latest first."""
    people: Any = Person.history.filter(id__in=ids)
    journeys: Any = Journey.history.filter(person__in=ids)
    if reader is not None and not reader.everything:
        journeys = journeys.filter(kpa_id__in=reader.files)
    found: list[Change] = []
    for history in (people, journeys):
        rows = history.select_related("history_user").order_by("id", "-history_date", "-history_id")
        for _, group in groupby(rows, key=lambda row: row.id):
            found += tell_changes(list(group))
    found.sort(key=lambda each: each.at, reverse=True)
    return Section("changements", "Ce qui a changé dans ma fiche", [change_facts(each) for each in found])


def change_facts(change: Change) -> list[Fact]:
    """One change."""
    found = [Fact("le", "le", written(change.at)), Fact("par", "par", change.who or "Maille")]
    if change.reason:
        found.append(Fact("raison", "raison", change.reason))
    if change.created:
        found.append(Fact("quoi", "quoi", "création"))
    return found + [Fact(each.label, each.label, f"{each.before} → {each.after}") for each in change.fields]


def reads(ids: list[int]) -> Section:
    """Who opened the file, the latest first."""
    log = Access.objects.filter(subject_kind="person", subject_id__in=ids).select_related("user").order_by("-at", "-pk")
    rows = [
        [Fact("le", "le", written(each.at)), Fact("par", "par", str(each.user)), Fact("quoi", "quoi", each.what)]
        for each in log
    ]
    return Section("lectures", "Qui a lu ma fiche", rows)
