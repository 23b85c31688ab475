"""A contract as a card: how much of it is used, what comes next, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from maille.journeys.models import ContractPeriod, Journey
from maille.journeys.models.reading_contracts import ContractTold
from maille.journeys.rules.checks import Problem, blocking, day
from maille.journeys.rules.contracts import limits, status
from maille.journeys.rules.contracts.cesa import Deadlines, deadlines
from maille.journeys.rules.contracts.facts import FOREVER, Held, Limits, Planned, one
from maille.journeys.rules.contracts.lengths import ONE_DAY, Length, length, length_of_run
from maille.journeys.rules.contracts.status import Status
from maille.journeys.rules.contracts.terms import Terms, missing
from maille.network.rules.stages import ContractKind
from maille.ui.charts import Part, Stacked

RANKS = ("Première période", "1er renouvellement", "2e renouvellement", "3e renouvellement")
SOON = 30
"""Days before the end when a card asks for attention."""
PARTY_NAMES = {
    status.PERSON: "la personne",
    status.REPRESENTATIVE: "son représentant légal",
    status.HOST: "la structure de portage",
}


@dataclass(frozen=True)
class PeriodTold:
    """One period, in words."""

    period: ContractPeriod
    label: str
    length: str
    current: bool
    missing: tuple[str, ...] = ()
    parties: str = ""
    """Who must sign, while it is not signed."""

    @property
    def fee(self) -> str:
        """The host's share as it reads: "7,5 %"."""
        units, rest = divmod(self.period.fee_permille or 0, 10)
        return f"{units},{rest} %" if rest else f"{units} %"


@dataclass(frozen=True)
class Card:
    """A contract on the page of its journey."""

    told: ContractTold
    periods: list[PeriodTold]
    next: str
    attention: bool
    law: Limits | None
    periods_used: int = 0
    months: Stacked | None = None
    others: str = ""
    """What other contracts with the same host already took."""
    deadlines: Deadlines | None = None
    may_renew: bool = False
    may_end: bool = False
    notices: list[str] = field(default_factory=list)

    @property
    def draft(self) -> PeriodTold | None:
        """What is prepared and not signed."""
        return next((each for each in self.periods if each.period.signed_on is None), None)

    @property
    def periods_allowed(self) -> int | None:
        """The first period and its renewals; None without limit."""
        return None if self.law is None or self.law.renewals is None else self.law.renewals + 1


def card_of(told: ContractTold, journey: Journey, held: Sequence[Held], law: Limits | None, *, past: bool) -> Card:
    """The card on the day `told` was told; a `past` day shows what was signed by then, and offers nothing to do."""
    at, own, standing = told.day, told.held, told.standing
    drafts = [] if past else [each for each in told.contract.periods.all() if each.signed_on is None]
    known = [each for each in told.contract.periods.all() if each.signed_on and each.signed_on <= at]
    periods = [
        told_period(each, told, journey, current=standing.current is not None and standing.current.id == each.pk)
        for each in sorted([*known, *drafts], key=lambda each: each.rank)
    ]
    alive = standing.status in (Status.RUNNING, Status.TO_BEGIN) and not past
    refusal = "" if law is None else renewal_refusal(law, own, held)
    renewable = (
        alive and own.ended_early_on is None and standing.draft is None and not refusal and bool(standing.ends_on)
    )
    days_left = standing.days_left(at)
    ending = standing.status == Status.RUNNING and days_left is not None and days_left <= SOON
    counted = law is not None and law.total_months is not None
    return Card(
        told=told,
        periods=periods,
        next=what_next(told, law, held, refusal),
        attention=ending or standing.draft is not None,
        law=law,
        periods_used=len(known),
        months=months_of(told, held, law, past=past) if counted and law else None,
        others=others_of(told, held) if counted else "",
        deadlines=cesa_of(told, held, law),
        may_renew=renewable and law is not None,
        may_end=alive and own.ended_early_on is None,
        notices=journey_notices(told, journey),
    )


def told_period(period: ContractPeriod, told: ContractTold, journey: Journey, *, current: bool) -> PeriodTold:
    """One period and, while it is a draft, what it lacks and who signs."""
    lasted = str(length_of_run(period.started_on, period.ends_on)) if period.ends_on else ""
    label = RANKS[period.rank] if period.rank < len(RANKS) else f"{period.rank}e renouvellement"
    if period.signed_on is not None:
        return PeriodTold(period, label, lasted, current)
    birth = journey.person.birth_date
    who = status.parties(birth, told.day) if birth else (status.PERSON, status.HOST)
    return PeriodTold(
        period,
        label,
        lasted,
        current,
        missing(told.contract.kind, terms_of(period)),
        ", ".join(PARTY_NAMES[party] for party in who),
    )


def terms_of(period: ContractPeriod) -> Terms:
    """What the period says, as a value."""
    return Terms(**{name: getattr(period, name) for name in Terms.__dataclass_fields__})


def following(own: Held) -> Planned | None:
    """The renewal that may come after the signed periods, one day long for now; None when nothing comes after."""
    last = max(own.signed, key=lambda period: period.rank, default=None)
    if last is None or last.ends_on is None:
        return None
    start = last.ends_on + ONE_DAY
    return Planned(own.kind, own.host_id, own.host, start, start, own.id, last.rank + 1)


def renewal_refusal(law: Limits, own: Held, held: Sequence[Held]) -> str:
    """Why it cannot be renewed, "" when it can (or has no end)."""
    planned = following(own)
    if planned is None:
        return ""
    stands: list[Problem] = limits.period_problems(law, planned, held)
    return " ".join(sentence for sentences in blocking(stands).values() for sentence in sentences)


def what_next(told: ContractTold, law: Limits | None, held: Sequence[Held], refusal: str) -> str:
    """What comes next, in a sentence or two."""
    standing, at = told.standing, told.day
    if standing.status in (Status.DRAFT, Status.TO_SIGN):
        start = told.held.periods[0].started_on
        late = "Ce contrat devait commencer le" if start < at else "Ce contrat commence le"
        return f"{late} {day(start)}. Personne ne travaille avant que tout le monde l'ait signé."
    if standing.status == Status.TERMINATED or standing.ends_on is None:
        return ""
    left = (standing.ends_on - at).days
    if standing.status == Status.ENDED:
        return f"Ce contrat s'est terminé le {day(standing.ends_on)}."
    when = "aujourd'hui" if left == 0 else "demain" if left == 1 else f"dans {left} jours"
    said = f"Ce contrat se termine le {day(standing.ends_on)}, {when}."
    if standing.draft is not None:
        return f"{said} Un renouvellement attend : il se signe ce jour-là au plus tard."
    if told.held.ended_early_on is not None:
        return f"{said} C'est une rupture anticipée."
    if refusal:
        return f"{said} {refusal}"
    planned = following(told.held)
    if law is None or planned is None or law.renewals is None:
        return said
    until = limits.latest_end(law, planned, held)
    again = law.renewals - planned.rank + 1
    often = "encore une fois" if again == 1 else f"encore {again} fois"
    up_to = f", jusqu'au {day(until)} au plus tard" if until and until != FOREVER else ""
    return f"{said} Il peut être renouvelé {often}{up_to}."


def months_of(told: ContractTold, held: Sequence[Held], law: Limits, *, past: bool) -> Stacked:
    """Months with this host: past, signed and to come, prepared, left. They add up to what the law allows."""
    same = [each for each in held if (each.kind, each.host_id) == (told.contract.kind, told.contract.host_id)]
    spans = limits.spans_of(same)
    signed = length(spans)
    gone = length([(start, min(end, told.day)) for start, end in spans])
    drafts = [] if past else [
        (each.draft.started_on, each.draft.ends_on) for each in same if each.draft and each.draft.ends_on
    ]  # fmt: skip
    planned = length([*spans, *drafts])
    whole = Length(law.total_months or 0)
    pieces = [
        ("Passés", gone.in_days, False),
        ("Signés, à venir", signed.in_days - gone.in_days, False),
        ("Préparés, à signer", planned.in_days - signed.in_days, False),
        ("Restants", whole.in_days - planned.in_days, True),
    ]
    return Stacked(
        title=f"Mois de {told.name} avec {told.held.host}",
        parts=tuple(
            Part(label, days, str(Length.of(0, days)), muted) for label, days, muted in pieces if days > 0
        ),
        total=f"{signed} sur {law.total_months} mois" if signed else f"{law.total_months} mois possibles",
    )  # fmt: skip


def others_of(told: ContractTold, held: Sequence[Held]) -> str:
    """What the bar counts besides this contract."""
    others = [each for each in held if each.id != told.contract.pk and each.kind == told.contract.kind]
    same = length(limits.spans_of([each for each in others if each.host_id == told.contract.host_id]))
    elsewhere = length(limits.spans_of([each for each in others if each.host_id != told.contract.host_id]))
    said = f"Dont {same} d'autres contrats avec {told.held.host}." if same else ""
    if elsewhere:
        said += f" À part : {elsewhere} avec une autre structure de portage."
    return said.strip()


def cesa_of(told: ContractTold, held: Sequence[Held], law: Limits | None) -> Deadlines | None:
    """The days a CESA announces."""
    if told.contract.kind != ContractKind.CESA or law is None or not told.held.periods:
        return None
    return deadlines(law, told.held.periods[0].started_on, told.contract.host_id, held)


def journey_notices(told: ContractTold, journey: Journey) -> list[str]:
    """A contract does not end with the journey, nor stop during a pause: say it."""
    found: list[str] = []
    if told.status not in (Status.RUNNING, Status.TO_BEGIN):
        return found
    left = journey.ended_on
    if left is not None and left <= told.day and (told.ends_on is None or told.ends_on > left):
        until = f"jusqu'au {day(told.ends_on)}" if told.ends_on else "sans date de fin"
        found.append(
            f"Le parcours s'est terminé le {day(left)}, mais ce contrat court encore, {until}. Notez sa rupture, ou "
            "laissez-le aller à son terme."
        )
    if any(
        pause.started_on <= told.day and (pause.ended_on is None or pause.ended_on >= told.day)
        for pause in journey.suspensions.all()
    ):
        found.append("Le parcours est en pause. Le contrat, lui, court toujours : ses mois continuent de compter.")
    return found


def offered(kinds: Sequence[str]) -> list[dict[str, Any]]:
    """The kinds a KPA proposes, in the common order, with their words."""
    return [{"kind": kind.value, "name": one(kind)} for kind in ContractKind if kind in kinds]
