"""A person's whole file, told section by section from what actions.rights.holdings declares.

For herself it holds everything (GDPR art. 15), notes not shared with her included: what is written about her is hers to
read, whoever it was meant for. For who writes the file, it holds what their role opens: their KPAs' journeys, the notes
they may read, no account number in full, nothing of her own account.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import models
from django.utils import timezone

from maille.identity.fields import EncryptedTextField
from maille.identity.models import Access, User
from maille.journeys.actions.rights.contacts import roots_of
from maille.journeys.actions.rights.holdings import STATED, Holding
from maille.journeys.models import BankDetails, Journey, Note, Person, Signature, StoredFile
from maille.journeys.models.changes import Change
from maille.journeys.models.changes import tell as tell_changes
from maille.journeys.rules.notes import PART_NAMES
from maille.journeys.rules.support import DOMAIN_NAMES
from maille.network.rules.roles import Actor
from maille.ui.text import euros

ALWAYS_SILENT = {"id", "version", "identity_key", "search_key", "homonym", "department", "commune_code", "anonymised"}
OWNERS = {"person", "journey", "goal", "contract", "document", "interview", "participant"}
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


SECTIONS: list[Callable[[list[int], Actor | None], Iterable[Section]]] = []
"""Of apps above: what one tells of these files to this reader (None: the person herself) that is no plain record."""


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
    told.sections += [section for tell in SECTIONS for section in tell(ids, reader)]
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


TYPED = ("entered_by", "entered_at", "on_behalf")
"""Who typed it comes last: what it says comes first."""
SAID_WHEN_TRUE = {"on_behalf", "waiting", "unreachable"}


def facts_of(holding: Holding, row: Any, reader: Actor | None) -> list[Fact]:
    """What one record says, then who typed it; what is empty or unknown is left out."""
    found = []
    for each in sorted(told_fields(holding), key=lambda field: field.name in TYPED):
        if each.name in SAID_WHEN_TRUE and not getattr(row, each.attname):
            continue
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
    "marked_at": "présence notée le",
    "news_at": "à dire depuis le",
    "told_at": "dit le",
    "cancelled_at": "annulé le",
    "cancelled_by": "annulé par",
    "withdrawn_by": "retirée par",
    "withdrawn_on": "retirée le",
    "refused_on": "refusée par vous le",
    "entrusted_to": "confiée à",
    "peer": "par un pair",
    "answered_at": "répondu le",
    "answered_by": "répondu par",
    "upheld": "donné raison",
    "subject": "à propos de",
    "kind": "nature",
    "from_user": "de",
    "to_user": "à",
    "parts": "ce qu'il peut lire",
    "ended_on": "fin",
    "closed_on": "fermé le",
    "period": "période",
    "document_sha256": "empreinte du document signé",
    "rank": "rang",
    "date_joined": "ouvert le",
    "email": "e-mail",
    "verified": "vérifiée",
    "primary": "principale",
    "type": "nature",
    "last_used_at": "dernier usage",
    "last_seen_at": "dernier passage",
    "made_at": "faite le",
    "made_by": "faite par",
    "pin_chosen_at": "code choisi le",
    "pin_chosen_with": "code choisi avec",
    "revoked_at": "annulée le",
    "revoked_by": "annulée par",
    "ip": "adresse du réseau",
    "user_agent": "navigateur",
    "accepted_at": "acceptée le",
    "accepted_by": "acceptée par",
    "invited_by": "invité par",
    "expires_at": "valable jusqu'au",
    "invitation": "invitation",
    "line": "ligne",
    "outcome": "résultat",
    "created_person": "fiche créée",
    "person_version": "version de la fiche",
    "journey_version": "version du parcours",
    "signed_on": "signé le",
    "withdrawn_why": "raison du retrait",
    "anonymised_at": "anonymisée le",
    "job": "prestation",
    "shift": "créneau",
    "role": "rôle",
    "activity": "activité",
    "distribution": "répartition",
    "request": "demande",
    "rule": "règle",
    "confirmed_at": "confirmé avec le groupe le",
    "confirmed_by": "confirmé par",
    "receipt": "justificatif",
    "step": "étape de la règle",
    "figures": "chiffres",
    "recipient": "bénéficiaire",
    "cents": "montant",
    "at": "noté le",
    "by": "noté par",
    "decision": "décision",
    "posting": "opération",
    "account": "compte",
    "what": "quoi",
}
"""French for fields whose own name is the code's."""


OURS = {"file", "kpa", "host"}
"""Fields whose own label is longer than one reads."""
NAMES: dict[str, Mapping[str, str]] = {
    "domains": {key.value: name for key, name in DOMAIN_NAMES.items()},
    "parts": {key.value: name for key, name in PART_NAMES.items()},
    "parties": dict(Signature.Party.choices),
}
"""Fields that hold a list of keys: what each is called."""


def hours(minutes: int) -> str:
    """Minutes as people say them: "2 h 05"."""
    return f"{minutes // 60} h {minutes % 60:02d}"


UNITS: dict[str, Callable[[int], str]] = {"(centimes)": euros, "(minutes)": hours}
"""How a label says its value is stored; people read euros and hours."""


def label_of(each: Any) -> str:
    """The field's own label in French, else ours."""
    given = str(each.verbose_name)
    for unit in UNITS:
        given = given.removesuffix(unit).rstrip()
    return LABELS.get(each.name, given) if given == each.name.replace("_", " ") or each.name in OURS else given


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
    if each.name in NAMES and isinstance(value, list):
        return ", ".join(NAMES[each.name].get(key, key) for key in value)
    if each.choices:
        return str(dict(each.flatchoices).get(value, value))
    for unit, tell in UNITS.items():
        if str(each.verbose_name).endswith(unit):
            return tell(value)
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
