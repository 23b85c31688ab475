"""Undo an import as a whole, while nobody has edited what it did."""

import contextlib
import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, models, transaction

from maille.journeys.actions.register.history import Signature, record_history, write_fields
from maille.journeys.actions.register.importing import one_import_at_a_time
from maille.journeys.actions.register.lines import Outcome
from maille.journeys.actions.register.writing import chunks
from maille.journeys.models import ImportBatch, ImportLine, Journey, Person
from maille.network.models import KpaChoices, Organisation, Relation
from maille.network.rules.roles import Actor

MOST_TOLD = 20


class NotUndoneError(ValidationError):
    """Lines of the import were edited since: `lines` are their numbers in the file."""

    def __init__(self, lines: list[int]) -> None:
        told = ", ".join(str(line) for line in lines[:MOST_TOLD]) + ("…" if len(lines) > MOST_TOLD else "")
        which = (
            f"la fiche de la ligne {told} a été modifiée"
            if len(lines) == 1
            else (f"{len(lines)} fiches ont été modifiées (lignes {told})")
        )
        super().__init__(f"Cet import ne peut plus être annulé : {which} depuis. Corrigez les fiches une à une.")
        self.lines = lines


def undo_import(actor: Actor, batch_id: int, at: datetime.datetime) -> ImportBatch:
    """Put back everything as it was before the import: new records removed, changed ones restored.

    Versions go on increasing, so that nobody saves over a restored record without being told. KPAs the import created
    go too, if nothing else uses them. Raises NotUndoneError when a record was edited since, ValidationError when the
    import is not one that can be undone; ImportBatch.DoesNotExist outside the actor's scope.
    """
    with restored_whole():
        one_import_at_a_time()
        batch = ImportBatch.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=batch_id)
        if batch.state != ImportBatch.State.DONE:
            raise ValidationError("Cet import n'est pas en place : il n'y a rien à annuler.")
        if edited := edited_lines(batch):
            raise NotUndoneError(edited)
        signature = Signature(actor.user_id, at, f"Import de {batch.file_name} annulé")
        created = batch.lines.filter(outcome=Outcome.CREATED)
        journeys = list(created.exclude(journey=None).values_list("journey_id", flat=True))
        people = list(created.filter(created_person=True).exclude(person=None).values_list("person_id", flat=True))
        remove(Journey, journeys, signature)
        remove(Person, people, signature)
        restore(Person, "person", batch, signature)
        restore(Journey, "journey", batch, signature)
        remove_unused_kpas(batch)
        batch.state, batch.undone_at = ImportBatch.State.UNDONE, at
        batch.save(update_fields=["state", "undone_at"])
    return batch


@contextlib.contextmanager
def restored_whole() -> Iterator[None]:
    """One transaction; when the database itself refuses the state of before, people learn why."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise ValidationError(
            "Cet import ne peut plus être annulé : un parcours ajouté depuis occupe la place d'un parcours à rétablir. "
            "Corrigez les fiches une à une."
        ) from None


def edited_lines(batch: ImportBatch) -> list[int]:
    """Lines whose record changed, gained something or went away since the import."""
    touched = batch.lines.filter(outcome__in=[Outcome.CREATED, Outcome.UPDATED]).exclude(
        outcome=Outcome.UPDATED, before={}
    )
    edited: set[int] = set()
    for chunk in chunks(touched.order_by("line")):
        edited |= edited_among(chunk)
    return sorted(edited)


def edited_among(lines: list[ImportLine]) -> set[int]:
    """The same, for some lines; a constant number of queries."""
    journeys = dict(
        Journey.objects.filter(pk__in=[line.journey_id for line in lines if line.journey_id]).values_list(
            "pk", "version"
        )
    )
    people = dict(
        Person.objects.filter(pk__in=[line.person_id for line in lines if line.person_id]).values_list("pk", "version")
    )
    edited = set()
    for line in lines:
        journey_gone = line.journey_id is None or journeys.get(line.journey_id) != line.journey_version
        journey_matters = line.outcome == Outcome.CREATED or "journey" in line.before
        person_gone = line.person_id is None or people.get(line.person_id) != line.person_version
        person_matters = line.created_person or "person" in line.before
        if (journey_gone and journey_matters) or (person_gone and person_matters):
            edited.add(line.line)
    new_journeys = {line.journey_id: line.line for line in lines if line.outcome == Outcome.CREATED and line.journey_id}
    new_people = {line.person_id: line.line for line in lines if line.created_person and line.person_id}
    batch = lines[0].batch_id
    ours = ImportLine.objects.filter(batch_id=batch, outcome=Outcome.CREATED, journey__isnull=False).values(
        "journey_id"
    )
    used = {new_journeys[pk] for pk in in_use(Journey, new_journeys)}
    used |= {new_people[pk] for pk in in_use(Person, new_people, {Journey: ours})}
    return edited | used


def in_use(model: type[models.Model], pks: Iterable[int], but: dict[type, Any] | None = None) -> set[int]:
    """Those of these records that anything else in the database points to, traces of imports, history
    and tables the database keeps by itself aside.

    `but`: model → rows that do not count. Asks every relation the model has, so a relation added later counts too.
    """
    wanted: list[int] = list(pks)
    used: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete or not wanted:
            continue
        other: Any = relation.related_model
        if other is ImportLine or other._meta.model_name.startswith("historical") or not other._meta.managed:
            continue
        name = relation.field.name  # type: ignore[union-attr]
        rows = other._base_manager.filter(**{f"{name}__in": wanted})
        if but and other in but:
            rows = rows.exclude(pk__in=but[other])
        used |= set(rows.values_list(f"{name}__pk", flat=True))
    return used


def remove(model: Any, pks: list[int], signature: Signature) -> None:
    """Delete records the import made; nothing points to them, and the history says they went, who did it and why."""
    what = model._meta.model_name
    for chunk in chunks(pks):
        record_history(model, chunk, "-", signature)
        ImportLine.objects.filter(**{f"{what}_id__in": chunk}).update(**{what: None})
        model.objects.filter(pk__in=chunk)._raw_delete(DEFAULT_DB_ALIAS)


def restore(model: Any, what: str, batch: ImportBatch, signature: Signature) -> None:
    """Give changed records back what they held; the earliest line that touched a record knows best."""
    before: dict[int, dict[str, Any]] = defaultdict(dict)
    lines = batch.lines.filter(outcome=Outcome.UPDATED, before__has_key=what).exclude(**{what: None})
    for pk, old in lines.order_by("-line").values_list(f"{what}_id", "before"):
        if old[what]:  # nothing for a person this very import created, then completed
            before[pk] |= old[what]
    for pks in chunks(sorted(before)):
        records = list(model.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
        moved: dict[int, int] = {}
        for record in records:
            for name, old in before[record.pk].items():
                setattr(record, name, empty_or(model, name, old))
            moved[record.pk] = record.version - 1
            record.version += 1
        write_fields(model, ((record, before[record.pk]) for record in records))
        record_history(model, list(moved), "~", signature)
        follow_versions(what, moved)


def empty_or(model: Any, name: str, old: Any) -> Any:
    """The field's own value from what JSON kept."""
    field = model._meta.get_field(name)
    return field.to_python(old) if old is not None or field.null else field.get_default()


def follow_versions(what: str, moved: dict[int, int]) -> None:
    """An undo is not an edit: earlier imports that left these records as they are again may still be undone."""
    version = f"{what}_version"
    by_version: dict[int, list[int]] = defaultdict(list)
    for pk, old in moved.items():
        by_version[old].append(pk)
    for old, pks in by_version.items():
        left = ImportLine.objects.filter(**{f"{what}_id__in": pks, version: old}, batch__state=ImportBatch.State.DONE)
        left.update(**{version: old + 2})  # one for the import, one for its undoing


def remove_unused_kpas(batch: ImportBatch) -> None:
    """KPAs this import created go too, unless people, members, partners or changed settings hold on to them."""
    for kpa in Organisation.objects.filter(pk__in=batch.created_kpa_ids):
        batch.kpas.remove(kpa)
        Relation.objects.filter(source=kpa, kind="member").delete()
        choices = KpaChoices.objects.filter(kpa=kpa)
        if in_use(Organisation, [kpa.pk], {KpaChoices: choices.filter(version=1).values("pk")}):
            continue
        choices.delete()
        kpa.delete()
