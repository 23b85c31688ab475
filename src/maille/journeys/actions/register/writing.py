"""Write what planning decided, in few queries, with the history of every record and a trace of every line."""

import datetime
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from maille.journeys.actions.register.history import Signature, record_history, write_fields
from maille.journeys.actions.register.lines import JourneyPlan, KpaPlan, Line, Outcome, PersonPlan, Plan, Progress
from maille.journeys.models import ImportBatch, ImportLine, Journey, Person
from maille.journeys.rules.names import fold, identity_key
from maille.network.models import KpaChoices, Organisation, Relation
from maille.network.models.organisations import Kind, RelationKind
from maille.network.rules.roles import Actor

AT_ONCE = 1000
DOING = "Enregistrement"
T = TypeVar("T")


def write_plan(
    actor: Actor,
    plan: Plan,
    batch: ImportBatch,
    at: datetime.datetime,
    refused_cells: dict[int, list[str]],
    progress: Progress,
) -> None:
    """Write KPAs, then changes, then new records, then the lines; the caller holds the transaction.

    Changes come before new records: a journey ended by this file makes room for the next one.
    """
    writer = Writer(actor, batch, at)
    total = len(plan.lines)
    accepted = [line for line in plan.lines if line.outcome is not Outcome.REFUSED]
    kpas = list({id(line.journey.kpa): line.journey.kpa for line in accepted if line.journey}.values())
    writer.create_kpas([kpa for kpa in kpas if kpa.pk is None])
    writer.update(line for line in accepted if line.before)
    done = 0
    for chunk in chunks(accepted):
        writer.create(line for line in chunk if line.outcome is Outcome.CREATED)
        done += len(chunk)
        progress(DOING, done, total)
    batch.state, batch.finished_at, batch.message = ImportBatch.State.DONE, at, ""
    for outcome in Outcome:
        setattr(batch, outcome.value, plan.count(outcome))
    batch.warned = sum(line.warned for line in plan.lines)
    batch.save()
    touched = {written(line.journey.kpa) for line in accepted if line.journey and line.outcome is not Outcome.UNCHANGED}
    batch.kpas.set(touched or {written(kpa) for kpa in kpas})
    batch.lines.all().delete()
    record_lines(batch, plan.lines, refused_cells)
    progress(DOING, total, total)


def record_lines(batch: ImportBatch, lines: Iterable[Line], refused_cells: dict[int, list[str]]) -> None:
    """Keep what each line did; one that changed nothing and has nothing to say is only counted."""
    kept = (line for line in lines if line.problems or line.outcome is not Outcome.UNCHANGED)
    for chunk in chunks(kept):
        ImportLine.objects.bulk_create(record(batch, line, refused_cells.get(line.number, [])) for line in chunk)


def record(batch: ImportBatch, line: Line, cells: list[str]) -> ImportLine:
    """The trace of one line."""
    accepted = line.outcome is not Outcome.REFUSED
    person, journey = (line.person, line.journey) if accepted else (None, None)
    return ImportLine(
        batch=batch,
        line=line.number,
        outcome=line.outcome.value,
        person_id=person.pk if person else None,
        journey_id=journey.pk if journey else None,
        created_person=line.creates_person and accepted,
        person_version=person.version if person and person.pk else None,
        journey_version=journey.version if journey and journey.pk else None,
        before={what: {name: plain(old) for name, old in fields.items()} for what, fields in line.before.items()},
        extra=line.extra if accepted else {},
        cells=cells,
        problems=[
            {"column": problem.column, "level": problem.level.value, "message": problem.message}
            for problem in line.problems
        ],
    )


def plain(value: Any) -> Any:
    """A field's value as JSON keeps it."""
    return value.isoformat() if isinstance(value, datetime.date) else value


class Writer:
    """What every write needs: who, when, why."""

    def __init__(self, actor: Actor, batch: ImportBatch, at: datetime.datetime) -> None:
        self.actor = actor
        self.batch = batch
        self.signature = Signature(actor.user_id, at, f"Import de {batch.file_name}")

    def create_kpas(self, kpas: list[KpaPlan]) -> None:
        """Each new KPA joins the coordinator's network, or the only one there is, from its first entry on."""
        networks = Organisation.objects.filter(kind=Kind.NETWORK)
        if not self.actor.everything:
            networks = networks.filter(pk__in=[self.actor.organisation_id])
        found = list(networks.order_by("pk")[:2])
        for plan in kpas:
            kpa = Organisation.objects.create(kind=Kind.KPA, name=plan.limits.name, name_key=fold(plan.limits.name))
            KpaChoices.objects.create(kpa=kpa)
            if len(found) == 1:
                since = min(plan.first_entry or self.actor.today, self.actor.today)
                Relation.objects.create(source=kpa, kind=RelationKind.MEMBER, target=found[0], started_on=since)
            plan.pk = kpa.pk
            self.batch.created_kpa_ids = [*self.batch.created_kpa_ids, kpa.pk]

    def update(self, lines: Iterable[Line]) -> None:
        """Write the changed fields of records already known, with their next version."""
        journeys: dict[int, JourneyPlan] = {}
        people: dict[int, PersonPlan] = {}
        for line in lines:
            if line.journey and line.journey.pk and line.journey.changed:
                journeys[line.journey.pk] = line.journey
            if line.person and line.person.pk and line.person.changed:
                people[line.person.pk] = line.person
        self.rewrite(Person, people)
        self.rewrite(Journey, journeys)

    def rewrite(self, model: Any, plans: dict[int, Any]) -> None:
        """Change these records, a thousand at a time; the version stops whoever was editing one meanwhile."""
        for pks in chunks(sorted(plans)):
            records = list(model.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
            for record in records:
                plan = plans[record.pk]
                for name, value in plan.changed.items():
                    setattr(record, name, value)
                record.version += 1
                plan.version = record.version
            write_fields(model, ((record, plans[record.pk].changed) for record in records))
            record_history(model, [record.pk for record in records], "~", self.signature)

    def create(self, lines: Iterable[Line]) -> None:
        """Write new people, then their journeys, with where they come from."""
        plans = [line.journey for line in lines if line.journey and line.journey.pk is None]
        people = {id(plan.person): plan.person for plan in plans if plan.person.pk is None}
        made = Person.objects.bulk_create(self.new_person(plan) for plan in people.values())
        for person, person_plan in zip(made, people.values(), strict=True):
            person_plan.pk = person.pk
        record_history(Person, [person.pk for person in made], "+", self.signature)
        journeys = Journey.objects.bulk_create(
            Journey(
                person_id=written(plan.person),
                kpa_id=written(plan.kpa),
                entered_on=plan.entered_on,
                created_by_id=self.actor.user_id,
                **{name: value for name, value in plan.values.items() if value is not None},
            )
            for plan in plans
        )
        for journey, plan in zip(journeys, plans, strict=True):
            plan.pk = journey.pk
        record_history(Journey, [journey.pk for journey in journeys], "+", self.signature)

    def new_person(self, plan: PersonPlan) -> Person:
        """A new record; a second file on the same person is refused by the database (`homonym` stays 0)."""
        last_name, first_name = plan.names
        return Person(
            last_name=last_name,
            first_name=first_name,
            birth_date=plan.identity.birth,
            sex=plan.sex,
            identity_key=identity_key(last_name, first_name),
            search_key=fold(f"{first_name} {last_name}"),
            created_by_id=self.actor.user_id,
        )


def written(plan: KpaPlan | PersonPlan) -> int:
    """The number the database gave it."""
    if plan.pk is None:
        raise RuntimeError("written too early")
    return plan.pk


def chunks(items: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The items, `size` at a time."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
