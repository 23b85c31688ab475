"""Contracts: preparing, correcting, withdrawing, signing and ending them early.

Lock order: the person, whose contracts are counted together, then the journey. Every action writes into the journey's
history and raises its version: one version serves all the forms of a journey.
"""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.models import Contract, ContractPeriod, Journey, Signature, Termination
from maille.journeys.models.reading import choices_of
from maille.journeys.models.reading_contracts import held_by, law_at
from maille.journeys.rules import checks
from maille.journeys.rules.checks import Problem, day
from maille.journeys.rules.contracts import limits
from maille.journeys.rules.contracts.facts import FOREVER, Held, Limits, Planned, short
from maille.journeys.rules.contracts.lengths import ONE_DAY
from maille.journeys.rules.contracts.terms import Terms, terms_problems
from maille.network.models import Organisation
from maille.network.models.organisations import host_at
from maille.network.rules.roles import Actor

FARTHEST = datetime.timedelta(days=731)
"""A contract planned further ahead is a mistyped year."""


@dataclass(frozen=True)
class Prepared:
    """A period written, and what deserves a look all the same."""

    period: ContractPeriod
    warnings: tuple[str, ...] = ()


def prepare_contract(
    actor: Actor,
    journey_id: int,
    version: int | None,
    kind: str,
    started_on: datetime.date,
    ends_on: datetime.date | None,
    terms: Terms,
    *,
    now: datetime.datetime,
    full_time_employee: bool | None = None,
) -> Prepared:
    """Write the first period of a new contract with the host of the day it starts; nothing holds before signatures.

    ValidationError says in words what the law or the KPA refuses.
    """
    with support.one_transaction():
        journey = lock(actor, journey_id, version)
        if kind not in choices_of(journey.kpa).contract_kinds:
            raise ValidationError(
                {
                    "kind": [
                        f"{journey.kpa.name} ne propose pas ce contrat. Choisissez-en un autre, ou changez ses "
                        "réglages."
                    ]
                }
            )
        host, law = host_of(journey.kpa, started_on), law_of(kind, started_on)
        held = held_by([journey.person_id])[journey.person_id]
        waiting = next(
            (each for each in held if (each.kind, each.host_id) == (kind, host.pk) and each.draft is not None), None
        )
        if waiting is not None:
            raise ValidationError(already_prepared(kind))
        planned = Planned(kind, host.pk, host.name, started_on, ends_on)
        found = problems(actor, journey, law, planned, held, terms, full_time_employee)
        support.refuse(found)
        full_time = full_time_employee if kind == "cape" else None
        contract = Contract.objects.create(
            person_id=journey.person_id, journey=journey, kpa_id=journey.kpa_id, host=host, kind=kind,
            full_time_employee=full_time, entered_by_id=actor.user_id, entered_at=now,
        )  # fmt: skip
        period = ContractPeriod.objects.create(
            contract=contract, rank=0, started_on=started_on, ends_on=ends_on, full_time_employee=full_time,
            entered_by_id=actor.user_id, entered_at=now, **asdict(terms),
        )  # fmt: skip
        support.save(journey, actor, [], f"Contrat préparé ({short(kind)}) {dates(started_on, ends_on)}")
    return Prepared(period, tuple(checks.warnings(found)))


def prepare_renewal(
    actor: Actor,
    contract_id: int,
    version: int | None,
    ends_on: datetime.date | None,
    terms: Terms,
    *,
    now: datetime.datetime,
    full_time_employee: bool | None = None,
) -> Prepared:
    """Write the next period, which begins the day after the last one; it must be signed before that day."""
    with support.one_transaction():
        contract, journey = lock_contract(actor, contract_id, version)
        held = held_by([journey.person_id])[journey.person_id]
        own = next(each for each in held if each.id == contract.pk)
        planned = next_period(contract, own, ends_on)
        law = law_of(contract.kind, planned.started_on)
        host = host_of(contract.kpa, planned.started_on)
        if host.pk != contract.host_id:
            raise ValidationError(
                f"Au {day(planned.started_on)}, la structure de portage est {host.name} et non plus "
                f"{contract.host.name} : un renouvellement se fait avec la même. Préparez un nouveau contrat."
            )
        found = problems(actor, journey, law, planned, held, terms, full_time_employee)
        support.refuse(found)
        period = ContractPeriod.objects.create(
            contract=contract, rank=planned.rank, started_on=planned.started_on, ends_on=ends_on,
            full_time_employee=full_time_employee if contract.kind == "cape" else None,
            entered_by_id=actor.user_id, entered_at=now, **asdict(terms),
        )  # fmt: skip
        said = f"Renouvellement préparé ({short(contract.kind)}) {dates(planned.started_on, ends_on)}"
        support.save(journey, actor, [], said)
    return Prepared(period, tuple(checks.warnings([*found, *late_renewal(planned, actor.today)])))


def next_period(contract: Contract, own: Held, ends_on: datetime.date | None) -> Planned:
    """The renewal to come, the day after the last signed period; ValidationError when there is none to come."""
    if own.ended_early_on is not None:
        raise ValidationError(f"Ce contrat est rompu depuis le {day(own.ended_early_on)} : il ne se renouvelle plus.")
    if own.draft is not None:
        raise ValidationError(already_prepared(contract.kind))
    last = max(own.signed, key=lambda period: period.rank, default=None)
    if last is None or last.ends_on is None:
        raise ValidationError("Ce contrat n'a pas de fin : il n'a pas à être renouvelé.")
    return Planned(
        contract.kind, contract.host_id, contract.host.name, last.ends_on + ONE_DAY, ends_on, contract.pk, last.rank + 1
    )


def correct_draft(
    actor: Actor,
    period_id: int,
    version: int | None,
    started_on: datetime.date,
    ends_on: datetime.date | None,
    terms: Terms,
    *,
    now: datetime.datetime,
    full_time_employee: bool | None = None,
) -> Prepared:
    """Change what is prepared while nobody has signed; a document issued before no longer says what it says."""
    with support.one_transaction():
        period, contract, journey = lock_draft(actor, period_id, version)
        # unscoped: of a period loaded in scope
        if Signature.objects.filter(document__period=period).exists():
            raise ValidationError(
                "Une signature est déjà posée sur ce document : il ne change plus. Retirez ce projet et préparez-en "
                "un autre."
            )
        host, law = host_of(journey.kpa, started_on), law_of(contract.kind, started_on)
        held = held_by([journey.person_id])[journey.person_id]
        planned = Planned(contract.kind, host.pk, host.name, started_on, ends_on, contract.pk, period.rank)
        found = problems(actor, journey, law, planned, held, terms, full_time_employee)
        support.refuse(found)
        full_time = full_time_employee if contract.kind == "cape" else None
        if period.rank == 0:
            contract.host, contract.full_time_employee = host, full_time
            contract.save(update_fields=["host", "full_time_employee"])
        values = {"started_on": started_on, "ends_on": ends_on, "full_time_employee": full_time, **asdict(terms)}
        for name, value in values.items():
            setattr(period, name, value)
        period.entered_by_id, period.entered_at = actor.user_id, now
        period.save(update_fields=[*values, "entered_by", "entered_at"])
        support.save(
            journey, actor, [], f"Projet de contrat corrigé ({short(contract.kind)}) : {dates(started_on, ends_on)}"
        )
    return Prepared(period, tuple(checks.warnings([*found, *late_renewal(planned, actor.today)])))


def discard_draft(actor: Actor, period_id: int, version: int | None, *, now: datetime.datetime) -> None:
    """Withdraw what is prepared and not signed; the history keeps that it was there."""
    with support.one_transaction():
        period, contract, journey = lock_draft(actor, period_id, version)
        withdraw(period, actor, now)
        said = f"Projet de contrat retiré ({short(contract.kind)}), {dates(period.started_on, period.ends_on)}"
        support.save(journey, actor, [], said)


def withdraw(period: ContractPeriod, actor: Actor, now: datetime.datetime) -> None:
    """The draft stays, out of all counts."""
    period.withdrawn_at, period.withdrawn_by_id = now, actor.user_id
    period.save(update_fields=["withdrawn_at", "withdrawn_by"])


def mark_signed(actor: Actor, period_id: int, signed_on: datetime.date) -> ContractPeriod:
    """The last of the required parties signed on that day: the period holds, and never changes again.

    Called by whoever records signatures (actions.signatures), who has checked who may sign and that all parties did
    (rules.contracts.status.parties). The law is counted once more: it may have changed, other periods may have been
    signed meanwhile. ValidationError, keyed `signed_on` or by the period's fields, says what stands against it.
    """
    with support.one_transaction():
        place = ContractPeriod.objects.values_list("contract__journey_id", "contract__journey__person_id")
        journey_id, person_id = place.get(pk=period_id)
        support.lock_people(person_id)
        journey = Journey.objects.select_for_update().get(pk=journey_id)
        period = ContractPeriod.objects.select_related("contract__host", "contract__kpa").get(pk=period_id)
        contract = period.contract
        if period.signed_on is not None:
            raise ValidationError(f"Cette période est déjà signée, depuis le {day(period.signed_on)}.")
        if period.withdrawn_at is not None or Termination.objects.filter(contract=contract).exists():
            raise ValidationError("Ce projet de contrat a été retiré entre-temps : il ne se signe plus.")
        law = law_of(contract.kind, period.started_on)
        planned = Planned(
            contract.kind, contract.host_id, contract.host.name, period.started_on, period.ends_on, contract.pk,
            period.rank,
        )  # fmt: skip
        held = held_by([journey.person_id])[journey.person_id]
        support.refuse(limits.signing_problems(law, planned, held, signed_on, actor.today))
        period.signed_on = signed_on
        period.save(update_fields=["signed_on"])
        what = "Renouvellement" if period.rank else "Contrat"
        support.save(journey, actor, [], f"{what} signé ({short(contract.kind)}) le {day(signed_on)}")
    return period


def terminate_contract(
    actor: Actor,
    contract_id: int,
    version: int | None,
    ended_on: datetime.date,
    by: str,
    reason: str,
    *,
    now: datetime.datetime,
) -> Termination:
    """End a contract before its term: who, when (its last day), why. Written once, never changed (R127-1, 6°).

    What was prepared and not signed is withdrawn with it. When the person ends it, her act is noted for her.
    """
    with support.one_transaction():
        contract, journey = lock_contract(actor, contract_id, version)
        own = next(each for each in held_by([journey.person_id])[journey.person_id] if each.id == contract.pk)
        support.refuse(termination_problems(own, ended_on, actor.today))
        drafts = ContractPeriod.objects.filter(contract=contract, signed_on__isnull=True, withdrawn_at__isnull=True)
        for period in drafts.order_by("rank"):
            withdraw(period, actor, now)
        termination = Termination.objects.create(
            contract=contract, ended_on=ended_on, by=by, reason=reason, entered_by_id=actor.user_id, entered_at=now,
            on_behalf=by in (Termination.By.PERSON, Termination.By.BOTH),
        )  # fmt: skip
        support.save(journey, actor, [], f"Contrat rompu ({short(contract.kind)}) au {day(ended_on)}")
    return termination


def termination_problems(own: Held, ended_on: datetime.date, today: datetime.date) -> list[Problem]:
    """A contract ends early once, between its signature and its term."""
    last, first = own.last_day, min(own.signed, key=lambda period: period.rank, default=None)
    if own.ended_early_on is not None:
        return [Problem("__all__", f"Ce contrat est déjà rompu, depuis le {day(own.ended_early_on)}.")]
    if first is None or last is None or first.signed_on is None:
        return [Problem("__all__", "Ce contrat n'est pas signé : retirez le projet, il n'y a rien à rompre.")]
    if ended_on >= last:
        return [
            Problem(
                "ended_on",
                f"Ce contrat se termine de lui-même le {day(last)}. Une rupture anticipée vient avant cette date.",
            )
        ]
    earliest = min(first.started_on, first.signed_on)
    if ended_on < earliest:
        return [Problem("ended_on", f"La rupture ne peut pas précéder le contrat ({day(earliest)}). Vérifiez la date.")]
    if last == FOREVER and ended_on > today + FARTHEST:
        return [Problem("ended_on", f"Le {day(ended_on)} est très loin. Vérifiez l'année.")]
    return []


def problems(
    actor: Actor,
    journey: Journey,
    law: Limits,
    planned: Planned,
    held: Sequence[Held],
    terms: Terms,
    full_time: bool | None,
) -> list[Problem]:
    """Everything that stands against writing this period, or only deserves a look."""
    found = limits.period_problems(law, planned, held)
    found += limits.employment_problems(planned.kind, full_time) + terms_problems(terms)
    if journey.person.birth_date is None:
        found.append(
            Problem(
                "__all__",
                "La date de naissance manque : on ne peut pas savoir si un représentant légal doit signer. "
                "Complétez d'abord l'identité.",
            )
        )
    if planned.started_on > actor.today + FARTHEST:
        found.append(Problem("started_on", f"Le {day(planned.started_on)} est très loin. Vérifiez l'année."))
    elif planned.started_on < journey.entered_on:
        entered = day(journey.entered_on)
        found.append(
            Problem("started_on", f"Le contrat commence avant l'entrée dans le KPA ({entered}). Vérifiez la date.")
        )
    elif planned.started_on < actor.today and not planned.rank:
        found.append(
            Problem("started_on", "Ce contrat commence dans le passé : il ne vaut qu'à partir de sa signature.", False)
        )
    if journey.ended_on is not None and planned.started_on > journey.ended_on:
        found.append(Problem("started_on", f"Ce parcours s'est terminé le {day(journey.ended_on)}."))
    return found


def late_renewal(planned: Planned, today: datetime.date) -> list[Problem]:
    """A renewal written when the period before is over only holds if it was signed in time, on paper."""
    if not planned.rank or planned.started_on > today:
        return []
    return [
        Problem(
            "started_on",
            f"La période précédente s'est terminée le {day(planned.started_on - ONE_DAY)} : ce renouvellement ne vaut "
            "que s'il a été signé au plus tard ce jour-là. Sinon, préparez un nouveau contrat.",
            False,
        )
    ]


def already_prepared(kind: str) -> ValidationError:
    """Somebody else was quicker, or forgot: one draft at a time."""
    return ValidationError(
        f"Un projet de {short(kind)} avec cette structure attend déjà sa signature. Corrigez-le, ou retirez-le.",
        code="already_prepared",
    )


def host_of(kpa: Organisation, on: datetime.date) -> Organisation:
    """Who carries the KPA's contracts that day."""
    host = host_at(kpa, on)
    if host is None:
        raise ValidationError(
            {
                "started_on": [
                    f"Personne ne porte les contrats de {kpa.name} le {day(on)}. Indiquez la structure de portage sur "
                    "la page du KPA, puis revenez."
                ]
            }
        )
    return host


def law_of(kind: str, on: datetime.date) -> Limits:
    """The law of that day."""
    law = law_at(kind, on)
    if law is None:
        unknown = f"Aucune règle n'est connue pour ce contrat au {day(on)}. Vérifiez la date."
        raise ValidationError({"started_on": [unknown]})
    return law


def dates(started_on: datetime.date, ends_on: datetime.date | None) -> str:
    """From … to …, in words."""
    return f"du {day(started_on)} au {day(ends_on)}" if ends_on else f"à partir du {day(started_on)}"


def lock(actor: Actor, journey_id: int, version: int | None) -> Journey:
    """The person, then the journey, locked and checked: contracts of one person are counted one at a time."""
    person_id = Journey.objects.visible_to(actor).values_list("person_id", flat=True).get(pk=journey_id)
    support.lock_people(person_id)
    return support.lock_journey(actor, journey_id, version)


def lock_contract(actor: Actor, contract_id: int, version: int | None) -> tuple[Contract, Journey]:
    """A contract with its person and journey locked; `version` is the journey's."""
    contracts = Contract.objects.visible_to(actor).select_related("host", "kpa")
    contract = contracts.get(pk=contract_id)
    if not access.may_enter(actor, contract.kpa_id):
        raise PermissionDenied
    journey = lock(actor, contract.journey_id, version)
    return contracts.get(pk=contract_id), journey


def lock_draft(actor: Actor, period_id: int, version: int | None) -> tuple[ContractPeriod, Contract, Journey]:
    """A period still to sign, with its person and journey locked."""
    visible = Contract.objects.visible_to(actor).filter(periods=period_id).order_by("pk")
    contract, journey = lock_contract(actor, visible.values_list("pk", flat=True).get(), version)
    period = ContractPeriod.objects.get(pk=period_id)
    if period.signed_on is not None:
        raise ValidationError(
            f"Cette période est signée depuis le {day(period.signed_on)} : elle ne change plus. Pour y mettre fin, "
            "notez une rupture."
        )
    if period.withdrawn_at is not None:
        raise ValidationError("Ce projet a déjà été retiré.")
    return period, contract, journey
