"""The engine's case of a job: what it received and what people gave, as the books and the group have it.

Facts are read once, in a constant number of queries however many jobs; any rule may then be run on them
(`Facts.case`): the one in force to share, two side by side to compare.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from maille.activities.models import Contribution as Given
from maille.activities.models import Expense as Spent
from maille.activities.models import Job
from maille.activities.models.participants import going_on
from maille.network.models import Relation
from maille.network.models.organisations import RelationKind
from maille.sharing.models import HostScale, SharedMargin
from maille.sharing.models.margins import Kept, carriers_of, margins_of
from maille.sharing.models.money_in import received
from maille.sharing.rules import cases as engine
from maille.sharing.rules.cases import Contribution, Expense
from maille.sharing.rules.reading import RefusedCaseError, read_rule
from maille.sharing.rules.recipients import COLLECTIVE, HOST, of_participant
from maille.ui.text import euros

SCALE_FIELDS = ("id", "host_id", "kpa_id", "activity_id", "valid_from", "valid_to", "brackets", "per", "waived")
NO_CARRIER = (
    "Le barème de la structure de portage compte la marge de chaque personne : "
    "dites qui porte cette prestation, sur sa page Argent."
)
NO_SCALE: list[dict[str, Any]] = [{"up_to": None, "rate": "0"}]


@dataclass(frozen=True)
class Facts:
    """What a rule looks at for one job, and what deserves a word beside the result."""

    income: int
    expenses: tuple[Expense, ...]
    contributions: tuple[Contribution, ...]
    last_receipt: datetime.date | None
    year: int
    """The calendar year of the last receipt (design: "Around the rule")."""
    year_to_date: int
    scale: HostScale | None
    """In force on the day of the last receipt; None when the host wrote none."""
    carrier: int | None = None
    """The participant who carries the job, where the scale counts person by person."""
    unconfirmed: int = 0
    """Contributions and expenses the group has not confirmed: said, never refused."""

    @property
    def by_person(self) -> bool:
        """The host counts the margin of each person."""
        return self.scale is not None and self.scale.per == HostScale.Per.PERSON

    def filled(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """A rule's content with the host's agreement put into its host steps."""
        agreed = {
            "scale": self.scale.brackets if self.scale else NO_SCALE,
            "year_to_date": self.year_to_date,
            "waived": self.scale is None or self.scale.waived,
        }
        steps = content.get("steps")
        if not isinstance(steps, list):
            return dict(content)
        filled = [{"to": HOST, **each, **agreed} if _is_host(each) else each for each in steps]
        return {**content, "steps": filled}

    def case(self, content: Mapping[str, Any]) -> engine.Case:
        """The case of this rule. RefusedCaseError, in words, for a rule that cannot be read or an income below zero."""
        if self.income < 0:
            raise RefusedCaseError(
                f"Ce qui est reparti dépasse ce qui est entré, de {euros(-self.income)} : il n'y a rien à partager."
            )
        rule = read_rule(self.filled(content))
        if self.by_person and self.carrier is None and any(isinstance(step, engine.Host) for step in rule.steps):
            raise RefusedCaseError(NO_CARRIER)
        return engine.Case(self.income, rule, self.expenses, self.contributions)


def case_of(job: Job, content: Mapping[str, Any], day: datetime.date) -> engine.Case:
    """The case of one job. RefusedCaseError as `Facts.case`."""
    return facts_of([job], day)[job.pk].case(content)


def cases_of(jobs: Sequence[Job], content: Mapping[str, Any], day: datetime.date) -> dict[int, engine.Case]:
    """Job → its case under one rule; those that cannot be computed are left out."""
    found = {}
    for pk, facts in facts_of(jobs, day).items():
        try:
            found[pk] = facts.case(content)
        except RefusedCaseError:
            continue
    return found


def facts_of(jobs: Sequence[Job], day: datetime.date) -> dict[int, Facts]:
    """Job → what a rule looks at. `day` stands for the last receipt's while nothing was received. Queries of `Read`."""
    read = Read(jobs, {job.pk: day for job in jobs})
    return {job.pk: read.facts(job) for job in jobs}


class Read:
    """All that rules look at for these jobs, read once; margins shared since in the same transaction may be added.

    Five queries however many jobs, of however many KPAs; seven where a host's scale counts person by person.
    """

    def __init__(self, jobs: Sequence[Job], days: Mapping[int, datetime.date]) -> None:
        ids = [job.pk for job in jobs]
        self.received, self.spent, self.given = received(ids), _spent(ids), _given(ids)
        self.days = {pk: self.received[pk].last_on or days[pk] for pk in ids}
        self.scales = _Scales({job.kpa_id for job in jobs})
        self.carriers = carriers_of(ids) if self.scales.by_person else {}
        self.margins = _Margins(jobs, {day.year for day in self.days.values()}, self.carriers)

    def facts(self, job: Job) -> Facts:
        """What a rule looks at for this job, after all that was added."""
        day = self.days[job.pk]
        expenses, loose = self.spent.get(job.pk, ([], 0))
        contributions, more = self.given.get(job.pk, ([], 0))
        return Facts(
            income=self.received[job.pk].cents,
            expenses=tuple(expenses),
            contributions=tuple(contributions),
            last_receipt=self.received[job.pk].last_on,
            year=day.year,
            year_to_date=self.margins.before(job, day, self.scales),
            scale=self.scales.for_(job, day),
            carrier=self.carriers.get(job.pk),
            unconfirmed=loose + more,
        )

    def add(self, shared: SharedMargin) -> None:
        """A job was shared meanwhile: the others count it."""
        self.margins.add(
            Kept(shared.kpa_id, shared.year, shared.activity_id, shared.carrier_id, shared.job_id, shared.cents)
        )


def _is_host(step: Any) -> bool:
    return isinstance(step, Mapping) and step.get("kind") == "host"


def _spent(ids: Iterable[int]) -> dict[int, tuple[list[Expense], int]]:
    """Job → standing expenses, by day, and how many nobody confirmed."""
    found: dict[int, tuple[list[Expense], int]] = {}
    # unscoped: of jobs loaded in scope
    rows = Spent.objects.filter(job__in=ids, withdrawn_at__isnull=True).order_by("day", "participant", "pk")
    whose = {Spent.Advanced.COLLECTIVE: COLLECTIVE, Spent.Advanced.HOST: HOST}
    read = rows.values_list(
        "day", "participant", "participant__joined_to", "job", "cents", "advanced_by", "confirmed_at"
    )
    for who, (job, cents, advanced_by, confirmed) in _by_person(read):
        to = of_participant(who) if who else whose[Spent.Advanced(advanced_by)]
        listed, loose = found.get(job or 0, ([], 0))
        listed.append(Expense(to, cents))
        found[job or 0] = (listed, loose + (confirmed is None))
    return found


def _given(ids: Iterable[int]) -> dict[int, tuple[list[Contribution], int]]:
    """Job → standing contributions to be paid, and how many nobody confirmed.

    By day, then by person: the order in which they were typed changes nothing, not even a cent.
    """
    found: dict[int, tuple[list[Contribution], int]] = {}
    # unscoped: of jobs loaded in scope
    rows = Given.objects.filter(job__in=ids, withdrawn_at__isnull=True, paid=True)
    rows = rows.order_by("day", "participant", "role__name", "minutes", "pk")
    read = rows.values_list(
        "day", "participant", "participant__joined_to", "job", "minutes", "role__name", "points", "confirmed_at"
    )
    for who, (job, minutes, role, points, confirmed) in _by_person(read):
        listed, loose = found.get(job or 0, ([], 0))
        listed.append(Contribution(of_participant(who or 0), Fraction(minutes, 60), role, Fraction(points)))
        found[job or 0] = (listed, loose + (confirmed is None))
    return found


def _by_person(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int | None, tuple[Any, ...]]]:
    """Rows (day, participant, joined to, the rest), each with whose it is: two files joined are one person's.

    One person has one equal part and one cap, however many times she was typed (docs/decisions/014).
    """
    read = list(rows)
    goes_on = going_on({joined for _, _, joined, *_ in read if joined})
    whose = [(goes_on[joined] if joined else who, day, rest) for day, who, joined, *rest in read]
    if goes_on:
        whose.sort(key=lambda each: (each[1], each[0] or 0))
    return ((who, tuple(rest)) for who, _, rest in whose)


class _Scales:
    """The scales of several KPAs at any day, in one query; chosen as `models.scales.scale_for` does."""

    def __init__(self, kpas: set[int]) -> None:
        # unscoped: of KPAs of jobs loaded in scope
        hosts = Relation.objects.filter(target__in=kpas, kind=RelationKind.HOST).order_by("-started_on", "-id")
        # Each host with its scales, and once without any when it wrote none: it carries the KPA all the same.
        named = [f"source__host_scales__{name}" for name in SCALE_FIELDS]
        rows = hosts.values_list("target_id", "source_id", "started_on", "ended_on", *named)
        self.hosts: list[tuple[int, int, datetime.date, datetime.date | None]] = []
        scales: dict[int, HostScale] = {}
        for target, source, started, ended, *values in rows:
            self.hosts.append((target, source, started, ended))
            if values[0] is not None:
                scales[values[0]] = HostScale(**dict(zip(SCALE_FIELDS, values, strict=True)))
        self.scales = sorted(scales.values(), key=lambda each: (each.valid_from, each.pk), reverse=True)

    @property
    def by_person(self) -> bool:
        """Whether one of them counts the margin of each person."""
        return any(each.per == HostScale.Per.PERSON for each in self.scales)

    def host(self, kpa_id: int, day: datetime.date) -> int | None:
        """Who carries the KPA that day."""
        at = (
            source
            for target, source, started, ended in self.hosts
            if target == kpa_id and started <= day and (ended is None or ended >= day)
        )
        return next(at, None)

    def of_host(self, kpa_id: int, day: datetime.date) -> list[HostScale]:
        """Those the KPA's host has in force that day for it, the latest first."""
        host = self.host(kpa_id, day)
        return [
            each
            for each in self.scales
            if each.host_id == host
            and each.kpa_id in (None, kpa_id)
            and each.valid_from <= day
            and (each.valid_to is None or each.valid_to >= day)
        ]

    def for_(self, job: Job, day: datetime.date) -> HostScale | None:
        """The job's: of its activity first, then of its KPA, then the one the host gives everybody."""
        known = [each for each in self.of_host(job.kpa_id, day) if each.activity_id in (None, job.activity_id)]
        known.sort(key=lambda each: (each.activity_id is None, each.kpa_id is None))
        return known[0] if known else None

    def apart(self, kpa_id: int, day: datetime.date) -> set[int]:
        """Activities with a scale of their own that day: their margin is not counted with the KPA's."""
        return {each.activity_id for each in self.of_host(kpa_id, day) if each.activity_id is not None}


Group = tuple[int, int, int | None, int | None]
"""KPA, year, activity, who carries."""


class _Margins:
    """The gross margin already shared in some years by the KPAs of these jobs, each of these jobs' own part apart.

    One query; a second one when a scale counts person by person, and jobs are carried.
    """

    def __init__(self, jobs: Sequence[Job], years: set[int], carriers: Mapping[int, int]) -> None:
        self.carriers = carriers
        self.whole: dict[Group, int] = {}
        self.own: dict[int, dict[Group, int]] = {}
        for each in margins_of(jobs, years):
            self.add(each)
        known = {group[3] for group in self.whole} | {*carriers.values()}
        self.goes_on = going_on({each for each in known if each is not None}) if carriers else {}

    def add(self, kept: Kept) -> None:
        """Count one more sum."""
        group = (kept.kpa, kept.year, kept.activity, kept.carrier)
        self.whole[group] = self.whole.get(group, 0) + kept.cents
        if kept.own is not None:
            own = self.own.setdefault(kept.own, {})
            own[group] = own.get(group, 0) + kept.cents

    def same_carrier(self, carrier: int | None, job: Job) -> bool:
        """Whether who carried that margin carries this job: two files joined are one person's."""
        mine = self.carriers.get(job.pk)
        return carrier is not None and mine is not None and self.goes_on.get(carrier) == self.goes_on.get(mine)

    def before(self, job: Job, day: datetime.date, scales: _Scales) -> int:
        """What the other jobs under the same scale shared that year; never below zero."""
        scale = scales.for_(job, day)
        if scale is None:
            return 0
        by_activity = scale.activity_id is not None or scale.per == HostScale.Per.ACTIVITY
        apart = set() if by_activity else scales.apart(job.kpa_id, day)
        own, total = self.own.get(job.pk, {}), 0
        for group, cents in self.whole.items():
            kpa, year, activity, carrier = group
            if (kpa, year) != (job.kpa_id, day.year) or activity in apart:
                continue
            if by_activity and activity != job.activity_id:
                continue
            if scale.per == HostScale.Per.PERSON and not self.same_carrier(carrier, job):
                continue
            total += cents - own.get(group, 0)
        return max(total, 0)
