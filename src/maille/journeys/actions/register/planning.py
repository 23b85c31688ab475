"""Decide what each line of a register does, without writing anything.

Lines are taken person by person, so that everything a file says of somebody is decided together, whatever the order of
its lines, and a few hundred people at a time, so that memory and the number of queries stay bounded.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Max, Min

from maille.journeys.actions.register.kpas import plan_kpas
from maille.journeys.actions.register.lines import JourneyPlan, KpaPlan, Line, Outcome, PersonPlan, Plan, Progress
from maille.journeys.models import FollowUp, Journey, Person, Stage, Suspension
from maille.journeys.models.duplicates import candidates
from maille.journeys.rules.duplicates import Identity, resemblance
from maille.journeys.rules.register import Column, Row
from maille.journeys.rules.register.changes import (
    JOURNEY_FIELDS,
    journey_changes,
    limit_problems,
    overlap_problem,
    overlaps,
)
from maille.journeys.rules.register.problems import Problem, error, warning
from maille.journeys.rules.register.rows import MISSING_BIRTH
from maille.network import communes
from maille.network.rules.names import fold
from maille.network.rules.roles import Actor

PEOPLE_AT_ONCE = 500
MOST_COMPARED = 50
STORED = (
    *("id", "person_id", "kpa_id", "entered_on", "version"),
    *("end_kind", "department", "commune_code", *JOURNEY_FIELDS),
)
Group = tuple[Identity, list[Line]]


def plan_register(actor: Actor, lines: list[Line], *, create_kpa: bool, progress: Progress) -> Plan:
    """Give every line its outcome and its problems."""
    planner = Planner(actor, plan_kpas(actor, {line.row.kpa for line in lines if line.row}, create_kpa=create_kpa))
    groups: dict[Identity, list[Line]] = {}
    for line in lines:
        if line.row:
            row = line.row
            groups.setdefault(Identity.of(row.last_name, row.first_name, row.birth_date), []).append(line)
    waiting, done = list(groups.items()), 0
    for start in range(0, len(waiting), PEOPLE_AT_ONCE):
        planner.decide(waiting[start : start + PEOPLE_AT_ONCE])
        done += sum(len(lines) for _, lines in waiting[start : start + PEOPLE_AT_ONCE])
        progress("Rapprochement avec les fiches", done, len(lines))
    return Plan(lines, planner.kpas)


class Planner:
    """What is known while planning: the KPAs, the people met so far in the file."""

    def __init__(self, actor: Actor, kpas: dict[str, KpaPlan]) -> None:
        self.actor = actor
        self.kpas = kpas
        self.met: dict[Any, list[tuple[Identity, Line]]] = defaultdict(list)
        """Birth date, and folded names, → people this file creates."""
        self.noted: dict[int, list[tuple[datetime.date, datetime.date, str]]] = defaultdict(list)
        """Known journey → days between which its exit must be, and why."""
        joined = Person.objects.filter(merged_into__isnull=False).values_list("merged_into_id", flat=True)
        self.joined: dict[int | None, PersonPlan | None] = dict.fromkeys(joined.distinct())
        """People other files were merged into: two identities of the file may lead to one of them."""

    def decide(self, groups: Sequence[Group]) -> None:
        """Decide every line of these people."""
        known = self.known_people(groups)
        new: list[Group] = []
        plans: list[tuple[PersonPlan, list[Line]]] = []
        for identity, lines in groups:
            person = self.person_for(identity, lines, known[identity.key])
            if person is None:
                continue
            if person.pk is None:
                new.append((identity, lines))
            plans.append((person, lines))
        self.load_events(plans)
        for person, lines in plans:
            self.decide_person(person, lines)
        self.report_likenesses(new)

    def known_people(self, groups: Sequence[Group]) -> dict[str, list[PersonPlan]]:
        """Folded names → people who bear them, with all their journeys. Merged files lead to the one kept."""
        keys = [identity.key for identity, _ in groups]
        found = Person.objects.filter(identity_key__in=keys).order_by("homonym", "id")
        rows = list(
            found.values_list("identity_key", "birth_date", "id", "merged_into_id", "merged_into__merged_into_id")
        )
        wanted = {final or into or pk for _, _, pk, into, final in rows}
        people = {plan.pk: plan for plan in self.load_people(wanted)}
        known: dict[str, list[PersonPlan]] = defaultdict(list)
        for key, birth, pk, into, final in rows:
            plan = people[final or into or pk]
            known[key].append(plan)
            plan.answers.add(Identity.from_key(key, birth))
        return known

    def load_people(self, ids: set[int]) -> list[PersonPlan]:
        """These people and their journeys: two queries."""
        plans: dict[int, PersonPlan] = {}
        for pk, key, birth, sex, version in Person.objects.filter(pk__in=ids).values_list(
            "id", "identity_key", "birth_date", "sex", "version"
        ):
            plans[pk] = self.joined.get(pk) or PersonPlan(
                Identity.from_key(key, birth), pk, sex, version, self.actor.everything
            )
            if pk in self.joined:
                self.joined[pk] = plans[pk]
        by_id = {kpa.pk: kpa for kpa in self.kpas.values() if kpa.pk}
        fresh = {pk for pk, plan in plans.items() if not plan.journeys}
        for values in Journey.objects.filter(person_id__in=fresh).values(*STORED):
            person = plans[values["person_id"]]
            person.in_scope = person.in_scope or values["kpa_id"] in self.actor.files
            if kpa := by_id.get(values["kpa_id"]):
                person.journeys.append(
                    JourneyPlan(kpa, person, values["entered_on"], values, values["id"], values["version"])
                )
        return list(plans.values())

    def person_for(self, identity: Identity, lines: list[Line], bearers: list[PersonPlan]) -> PersonPlan | None:
        """The record these lines speak of, a new one, or None when a person must say which (lines are then refused)."""
        matches = list({id(plan): plan for plan in bearers if identity in plan.answers}.values())
        entries = {(self.kpas[fold(line.row.kpa)], line.row.entered_on) for line in lines if line.row}
        if identity.birth is None:
            exact = [plan for plan in matches if entries <= {(j.kpa, j.entered_on) for j in plan.journeys}]
            if len(exact) != 1:
                return None
            for line in lines:
                line.problems.remove(MISSING_BIRTH)
            return exact[0]
        if len(matches) > 1:
            exact = [plan for plan in matches if entries <= {(j.kpa, j.entered_on) for j in plan.journeys}]
            near = [plan for plan in matches if {j.kpa for j in plan.journeys} & {kpa for kpa, _ in entries}]
            matches = exact or near or matches
        if len(matches) > 1:
            for line in lines:
                line.problems.append(
                    error(
                        Column.NOM,
                        "Plusieurs personnes portent ces noms et cette date de naissance : "
                        "ajoutez ce parcours sur la bonne fiche, dans Maille.",
                    )
                )
            return None
        if matches:
            return matches[0]
        return PersonPlan(identity)

    def decide_person(self, person: PersonPlan, lines: list[Line]) -> None:
        """Decide the lines of one person, in the order of the file."""
        ends = self.ends_to_be(person, lines)
        for line in lines:
            if not line.refused and line.row is not None:
                self.decide_line(person, line, line.row, ends)
        forget_detours(lines)

    def ends_to_be(
        self, person: PersonPlan, lines: list[Line]
    ) -> dict[tuple[int, datetime.date], datetime.date | None]:
        """When each journey will end once the file is in: its lines may come in any order."""
        known = {(id(journey.kpa), journey.entered_on): journey for journey in person.journeys}
        ends = {key: journey.values["ended_on"] for key, journey in known.items()}
        for line in lines:
            if line.refused or line.row is None or line.row.ended_on is None:
                continue
            key = (id(self.kpas[fold(line.row.kpa)]), line.row.entered_on)
            journey = known.get(key)
            changes, problems = journey_changes(journey.values if journey else {}, line.row)
            if not problems and not self.contradicted(journey, changes):
                ends[key] = line.row.ended_on
        return ends

    def decide_line(
        self,
        person: PersonPlan,
        line: Line,
        row: Row,
        ends: dict[tuple[int, datetime.date], datetime.date | None],
    ) -> None:
        """Decide one line whose cells are all readable."""
        kpa = self.kpas[fold(row.kpa)]
        if kpa.refusal:
            line.problems.append(error(Column.KPA, kpa.refusal))
            return
        journey = next((j for j in person.journeys if j.kpa is kpa and j.entered_on == row.entered_on), None)
        stored = journey.values if journey else {}
        changes, problems = journey_changes(stored, row)
        line.problems += problems + self.contradicted(journey, changes)
        end = ends.get((id(kpa), row.entered_on))
        if journey is None or "ended_on" in changes:
            for other in person.journeys:
                other_end = ends.get((id(kpa), other.entered_on), other.values.get("ended_on"))
                if (
                    other is not journey
                    and other.kpa is kpa
                    and overlaps(row.entered_on, end, other.entered_on, other_end)
                ):
                    line.problems.append(overlap_problem(kpa.limits.name, other.entered_on, other_end))
                    break
        if line.refused:
            return
        if journey is None or changes:
            line.problems += limit_problems(row, kpa.limits)
            self.settle_place(stored, changes, line)
        self.settle_sex(person, row, line)
        self.keep(person, journey, kpa, line, row, changes)

    def keep(
        self,
        person: PersonPlan,
        journey: JourneyPlan | None,
        kpa: KpaPlan,
        line: Line,
        row: Row,
        changes: dict[str, Any],
    ) -> None:
        """The line is accepted: note what it does."""
        line.person = person
        if journey is None:
            line.outcome = Outcome.CREATED
            if person.pk is None and not person.journeys:
                line.creates_person = True
                person.names = (row.last_name, row.first_name)
            elif person.pk and not person.in_scope:
                line.problems.append(
                    warning(
                        Column.NOM,
                        "Cette personne a déjà une fiche dans un autre KPA du réseau : ce parcours y est rattaché.",
                    )
                )
            journey = JourneyPlan(kpa, person, row.entered_on, dict.fromkeys(JOURNEY_FIELDS) | changes)
            person.journeys.append(journey)
            kpa.first_entry = min(kpa.first_entry or row.entered_on, row.entered_on)
        elif changes:
            line.outcome = Outcome.UPDATED
            if journey.pk:
                line.before["journey"] = {field: journey.values.get(field) for field in changes}
                journey.changed |= changes
            journey.values = journey.values | changes
        else:
            line.outcome = Outcome.UPDATED if "person" in line.before else Outcome.UNCHANGED
        line.journey = journey

    def settle_sex(self, person: PersonPlan, row: Row, line: Line) -> None:
        """The sex belongs to the person: another KPA's word is completed, not replaced, by one who cannot read it."""
        if not row.sex or row.sex == person.sex:
            return
        if person.pk and person.sex and not person.in_scope:
            line.problems.append(
                warning(Column.SEXE, "Un autre KPA a noté un sexe différent pour cette personne : il est gardé.")
            )
            return
        if person.pk:
            line.before["person"] = {"sex": person.sex}
            person.changed["sex"] = row.sex
        elif person.journeys:
            line.before["person"] = {}
        person.sex = row.sex

    def settle_place(self, stored: dict[str, Any], changes: dict[str, Any], line: Line) -> None:
        """Match the commune to the reference list; a mismatch with the postal code warns."""
        if not {"postal_code", "commune"} & set(changes):
            return
        postal_code = changes.get("postal_code", stored.get("postal_code")) or ""
        commune = changes.get("commune", stored.get("commune")) or ""
        code, fits = place(postal_code, commune)
        if code != (stored.get("commune_code") or ""):
            changes["commune_code"] = code
        if fits is False:
            line.problems.append(
                warning(
                    Column.COMMUNE,
                    f"« {commune} » n'a pas le code postal {postal_code} dans la liste officielle : vérifiez les deux.",
                )
            )

    def load_events(self, plans: Sequence[tuple[PersonPlan, list[Line]]]) -> None:
        """What is already noted of the known journeys to which the file gives another exit."""
        self.noted = defaultdict(list)
        ending = {
            journey.pk
            for person, lines in plans
            for row in (line.row for line in lines)
            for journey in person.journeys
            if row and row.ended_on and journey.pk and journey.entered_on == row.entered_on
            if journey.values["ended_on"] != row.ended_on
        }
        if not ending:
            return
        for model, what in ((Stage, "Une étape commence"), (Suspension, "Une pause commence")):
            dated = model.objects.filter(journey_id__in=ending).values_list("journey_id")
            for pk, latest in dated.annotate(latest=Max("started_on")).order_by():
                self.noted[pk].append((latest, datetime.date.max, f"{what} après cette sortie, le {latest:%d/%m/%Y}"))
        for pk in Suspension.objects.filter(journey_id__in=ending, ended_on=None).values_list("journey_id", flat=True):
            self.noted[pk].append((datetime.date.max, datetime.date.max, "Une pause est en cours"))
        followed = FollowUp.objects.filter(journey_id__in=ending).values_list("journey_id")
        for pk, first in followed.annotate(first=Min("done_on")).order_by():
            said = f"Un suivi après la sortie est noté avant, le {first:%d/%m/%Y}"
            self.noted[pk].append((datetime.date.min, first, said))

    def contradicted(self, journey: JourneyPlan | None, changes: dict[str, Any]) -> list[Problem]:
        """An exit may not come before what Maille already says of the journey: stages, pauses, nor after follow-ups."""
        ended_on = changes.get("ended_on")
        if journey is None or journey.pk is None or ended_on is None:
            return []
        why = [said for since, until, said in self.noted[journey.pk] if not since <= ended_on <= until]
        return [error(Column.SORTIE, f"{why[-1]} : notez cette sortie sur la fiche, dans Maille.")] if why else []

    def report_likenesses(self, groups: Iterable[Group]) -> None:
        """Say which new people look like somebody already known, here or in this file; never merge them."""
        created = [(identity, line) for identity, lines in groups for line in lines if line.creates_person]
        if not created:
            return
        index: dict[Any, list[tuple[Identity, str]]] = defaultdict(list)
        visible = Person.objects.visible_to(self.actor)
        found = candidates(visible, [identity for identity, _ in created]).order_by("id")
        for key, birth, first, last in found.values_list("identity_key", "birth_date", "first_name", "last_name"):
            born = f", né·e le {birth:%d/%m/%Y}" if birth else ""
            other = (Identity.from_key(key, birth), f"{first} {last}{born}, qui a déjà une fiche")
            index[key].append(other)
            if birth:
                index[birth].append(other)
        for identity, line in sorted(created, key=lambda pair: pair[1].number):
            self.report_likeness(identity, line, index)
            self.met[identity.key].append((identity, line))
            self.met[identity.birth].append((identity, line))

    def report_likeness(self, identity: Identity, line: Line, index: dict[Any, list[tuple[Identity, str]]]) -> None:
        """One new person: the first one they look like is enough to make somebody check."""
        for key in (identity.birth, identity.key, identity.swapped_key):
            for other, who in index[key][:MOST_COMPARED]:
                if why := resemblance(identity, other):
                    return line.problems.append(likeness(who, why))
            for other, earlier in self.met[key][:MOST_COMPARED]:
                if (why := resemblance(identity, other)) and earlier.row:
                    who = f"{earlier.row.first_name} {earlier.row.last_name} (ligne {earlier.number})"
                    return line.problems.append(likeness(who, why))
        return None


def forget_detours(lines: list[Line]) -> None:
    """What a later line puts back as it was stored is no change, else the same file twice would change something."""
    for what in ("journey", "person"):
        stored: dict[int, dict[str, Any]] = defaultdict(dict)
        for line in lines:
            plan = getattr(line, what)
            stored[id(plan)] = line.before.get(what, {}) | stored[id(plan)]
        for line in lines:
            plan = getattr(line, what)
            for field, old in stored[id(plan)].items():
                if field in line.before.get(what, {}) and plan.changed.get(field, old) == old:
                    plan.changed.pop(field, None)
                    del line.before[what][field]
                    if not line.before[what]:
                        del line.before[what]
    for line in lines:
        if line.outcome is Outcome.UPDATED and line.journey and line.journey.pk and not line.before:
            line.outcome = Outcome.UNCHANGED


def likeness(who: str, why: str) -> Problem:
    """The warning for a near-duplicate."""
    return warning(
        Column.NOM,
        f"Ressemble à {who} : {why}. Si c'est la même personne, corrigez le fichier ou réunissez les fiches ; "
        "sinon, rien à faire.",
    )


@lru_cache(maxsize=16384)
def place(postal_code: str, commune: str) -> tuple[str, bool | None]:
    """(INSEE code or "", whether the two go together, None when it cannot be told)."""
    found = communes.find(postal_code, commune) if commune else None
    return (found.code if found else ""), communes.matches(postal_code, commune)
