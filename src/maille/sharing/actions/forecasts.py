"""The forecast of jobs and budgets: money expected, hours given, planned or promised, and what the rule would give.

Nothing is written. Constant queries however many jobs, so that lists may warn too.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from maille.activities.models import Contribution as Given
from maille.activities.models import Job, OfferMaterial, PlannedWork, Shift, SignUp, WorkRole
from maille.activities.rules.exact import half_up
from maille.activities.rules.kinds import JobState, WorkKind
from maille.sharing.actions.cases import Facts, facts_of
from maille.sharing.models import RuleVersion
from maille.sharing.models.rules import versions_in_force
from maille.sharing.rules.cases import Case, Contribution, Expense
from maille.sharing.rules.forecast import Forecast, MoreHour, forecast, one_more_hour, unpaid_roles
from maille.sharing.rules.forecast_wording import is_close, more_hour, over_promised
from maille.sharing.rules.reading import RefusedCaseError
from maille.sharing.rules.recipients import of_participant

FREE, REST, MATERIALS = "free", "rest", "materials"
"""Who a forecast names when it is nobody yet: a free place, work not given out, what is still to buy."""
ENDED = frozenset({JobState.CLOSED, JobState.CANCELLED})
NO_RULE = "Aucune règle de partage n'est en vigueur ce jour-là : adoptez-en une avant de promettre."


@dataclass(frozen=True)
class Planned:
    """Work not recorded yet: who (a recipient, or a free place), the role, minutes."""

    to: str
    role: str
    minutes: int


@dataclass(frozen=True)
class JobForecast:
    """What a job's pot would give; `told` is None when no rule can tell, and `refused` says why."""

    job: Job
    version: RuleVersion | None
    facts: Facts
    income: int
    expected: bool
    """Whether some of the income is still awaited."""
    planned: tuple[Planned, ...]
    case: Case | None
    told: Forecast | None
    refused: str = ""

    @property
    def warnings(self) -> list[str]:
        """Sentences when the pot is over-promised."""
        return over_promised(self.told, expected=self.expected) if self.told else []

    @property
    def is_close(self) -> bool:
        """Whether little is left to promise."""
        return self.told is not None and is_close(self.told)

    @property
    def more(self) -> tuple[MoreHour, ...]:
        """What one more hour in each role would cost."""
        return (
            one_more_hour(self.case, self.told) if self.case and self.told and self.job.state_enum not in ENDED else ()
        )

    @property
    def more_said(self) -> list[str]:
        """The same in words."""
        return [more_hour(each) for each in self.more]

    @property
    def unpaid(self) -> str:
        """Roles the rule gives nothing to, in words; "" for none."""
        return ", ".join(unpaid_roles(self.case)) if self.case else ""

    @property
    def knows_income(self) -> bool:
        """Whether an income is expected or came."""
        return self.income > 0

    @property
    def planned_minutes(self) -> int:
        """Work still to do or to note."""
        return sum(each.minutes for each in self.planned)


def forecast_of(job: Job, day: datetime.date) -> JobForecast:
    """The forecast of one job."""
    return forecasts_of([job], day)[job.pk]


def forecasts_of(jobs: Sequence[Job], day: datetime.date) -> dict[int, JobForecast]:
    """Job → its forecast as known that day."""
    facts, versions, planned = facts_of(jobs, day), versions_in_force(jobs), planned_of(jobs, day)
    materials = _materials(jobs)
    found = {}
    for job in jobs:
        bought = sum(each.amount for each in facts[job.pk].expenses)
        to_buy = max(materials.get(job.pk, 0) - bought, 0) if job.state_enum not in {*ENDED, JobState.DONE} else 0
        found[job.pk] = _tell(job, versions[job.pk], facts[job.pk], planned.get(job.pk, ()), to_buy)
    return found


def _tell(
    job: Job, version: RuleVersion | None, facts: Facts, planned: tuple[Planned, ...], to_buy: int
) -> JobForecast:
    """Run the rule on what is known and what is planned."""
    ended = job.state_enum in ENDED
    income = facts.income if ended else max(facts.income, job.expected or 0)
    work = [Contribution(each.to, Fraction(each.minutes, 60), each.role) for each in planned]
    costs = (*facts.expenses, Expense(MATERIALS, to_buy)) if to_buy else facts.expenses
    whole = replace(facts, income=income, expenses=costs, contributions=(*facts.contributions, *work))
    case = told = None
    refused = "" if version else NO_RULE
    if version:
        try:
            case = whole.case(version.content)
            told = forecast(case)
        except RefusedCaseError as problem:
            case, refused = None, str(problem)
    return JobForecast(job, version, facts, income, income > facts.income, planned, case, told, refused)


def planned_of(jobs: Sequence[Job], day: datetime.date) -> dict[int, tuple[Planned, ...]]:
    """Job → work not recorded yet: places of shifts, promises, then what the job should take beyond. Five queries.

    Somebody signed up counts until their time is noted, even once the shift is past; a free place only while it is to
    come. What is closed or cancelled has nothing planned.
    """
    open_ = {job.pk: job for job in jobs if job.state_enum not in ENDED}
    recorded = _recorded(open_)
    found: dict[int, list[Planned]] = {
        pk: _on_shifts(shifts, recorded[pk], day) for pk, shifts in _shifts(open_).items()
    }
    for pk, promised in _promises(open_, recorded).items():
        found.setdefault(pk, []).extend(promised)
    roles = _first_roles({job.kpa_id for job in open_.values()})
    for pk, job in open_.items():
        known = sum(each.minutes for each in found.get(pk, ())) + sum(minutes for *_, minutes, _ in recorded[pk])
        left = (job.planned_minutes or 0) - known
        if left > 0 and job.state_enum != JobState.DONE:
            found.setdefault(pk, []).append(Planned(REST, roles.get(job.kpa_id, ""), left))
    return {pk: tuple(listed) for pk, listed in found.items()}


Recorded = list[tuple[int, datetime.date, str, int, int | None]]
"""Participant, day, role, minutes, the sign-up it was noted from if any."""


def _recorded(jobs: Mapping[int, Job]) -> dict[int, Recorded]:
    found: dict[int, Recorded] = {pk: [] for pk in jobs}
    # unscoped: of jobs loaded in scope
    rows = Given.objects.standing().filter(job__in=list(jobs)).order_by("pk")
    for job, person, on, role, minutes, sign_up in rows.values_list(
        "job", "participant", "day", "role__name", "minutes", "sign_up"
    ):
        found[job].append((person, on, role, minutes, sign_up))
    return found


def _shifts(jobs: Mapping[int, Job]) -> dict[int, list[tuple[Shift, list[SignUp]]]]:
    """Job → its shifts with those who come. Two queries."""
    # unscoped: of jobs loaded in scope
    shifts = list(Shift.objects.filter(job__in=list(jobs)).select_related("role").order_by("starts_at", "pk"))
    coming: dict[int, list[SignUp]] = {}
    # unscoped: of jobs loaded in scope
    held = SignUp.objects.filter(shift__job__in=list(jobs), withdrawn_at__isnull=True).exclude(came=False)
    for each in held.order_by("entered_at", "pk"):
        coming.setdefault(each.shift_id, []).append(each)
    found: dict[int, list[tuple[Shift, list[SignUp]]]] = {}
    for shift in shifts:
        found.setdefault(shift.job_id, []).append((shift, coming.get(shift.pk, [])))
    return found


def _on_shifts(shifts: list[tuple[Shift, list[SignUp]]], recorded: Recorded, day: datetime.date) -> list[Planned]:
    """Those who come and are not noted yet, by shift, then the places still free.

    As `without_hours` of activities tells it: noted from the sign-up, or by hand that day in the shift's role.
    """
    by_sign_up = {sign_up for *_, sign_up in recorded}
    by_hand = {(person, on, role) for person, on, role, _, sign_up in recorded if sign_up is None}
    by_hand |= {(person, on, "") for person, on, _ in by_hand}
    found = []
    for shift, coming in shifts:
        role = shift.role.name if shift.role else ""
        found += [
            Planned(of_participant(each.participant_id), role, shift.minutes)
            for each in coming
            if each.pk not in by_sign_up and (each.participant_id, shift.day, role) not in by_hand
        ]
        if shift.day >= day:
            free = range(max(shift.people - len(coming), 0))
            found += [Planned(f"{FREE}:{role}:{rank}", role, shift.minutes) for rank in free]
    return found


def _promises(jobs: Mapping[int, Job], recorded: Mapping[int, Recorded]) -> dict[int, list[Planned]]:
    """Job → what is left of hours promised beyond shifts, once what was recorded without a shift is taken away."""
    given: dict[tuple[int, int | None, str], int] = {}
    for job, rows in recorded.items():
        for person, _, role, minutes, sign_up in rows:
            if sign_up is None:
                given[job, person, role] = given.get((job, person, role), 0) + minutes
    # unscoped: of jobs loaded in scope
    rows_ = PlannedWork.objects.filter(job__in=list(jobs), withdrawn_at__isnull=True).select_related("role")
    promises = list(rows_.order_by("pk"))
    named = [each for each in promises if each.participant_id]
    found: dict[int, list[Planned]] = {}
    for each in [*named, *(each for each in promises if not each.participant_id)]:
        done = _take(given, each)
        if each.minutes > done:
            to = of_participant(each.participant_id) if each.participant_id else f"{FREE}:{each.role.name}:w{each.pk}"
            found.setdefault(each.job_id, []).append(Planned(to, each.role.name, each.minutes - done))
    return found


def _take(given: dict[tuple[int, int | None, str], int], promise: PlannedWork) -> int:
    """Minutes recorded that keep this promise: its person's, or for nobody's, anybody's still unused in the role."""
    at = [
        key
        for key in given
        if key[0] == promise.job_id
        and key[2] == promise.role.name
        and (promise.participant_id is None or key[1] == promise.participant_id)
    ]
    done = 0
    for key in at:
        part = min(given[key], promise.minutes - done)
        given[key] -= part
        done += part
    return done


def _first_roles(kpas: set[int]) -> dict[int, str]:
    """KPA → its first word for production; one query."""
    found: dict[int, str] = {}
    # unscoped: of KPAs of jobs loaded in scope
    rows = WorkRole.objects.filter(kpa__in=kpas, kind=WorkKind.PRODUCTION.value, retired_on__isnull=True)
    for kpa, name in rows.order_by("rank", "name", "pk").values_list("kpa", "name"):
        found.setdefault(kpa, name)
    return found


def _materials(jobs: Sequence[Job]) -> dict[int, int]:
    """Job → what its offer says to buy for its quantity, in cents half up; one query."""
    sums: dict[int, Fraction] = {}
    # unscoped: of offers of jobs loaded in scope
    rows = OfferMaterial.objects.filter(offer__in={job.offer_id for job in jobs if job.offer_id})
    for offer, quantity, cents in rows.order_by("pk").values_list("offer", "quantity", "unit_cents"):
        sums[offer] = sums.get(offer, Fraction(0)) + Fraction(quantity) * cents
    return {
        job.pk: half_up(sums[job.offer_id] * Fraction(job.quantity or 1))
        for job in jobs
        if job.offer_id in sums and job.offer_id is not None
    }
