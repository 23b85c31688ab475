"""What refuses a period of contract and what only warns, each in words: what, why, what to do.

CAPE (C. com. L127-1 to L127-4, R127-1): twelve months a period, two renewals, however short the periods; thirty-six
months in all with one host, from contract to contract (both limits are counted); refused to a full-time employee. With
other hosts the months only warn. Two contracts with the same host that follow each other without a day between them are
one: renewals are counted through, or a third renewal would only need another name. The figures are data (Limits).
"""

import datetime
from collections.abc import Sequence

from maille.journeys.rules.checks import Problem, day
from maille.journeys.rules.contracts.facts import FOREVER, Held, Limits, Planned, one, short
from maille.journeys.rules.contracts.lengths import ONE_DAY, Length, Span, last_day, length, length_of_run
from maille.network.rules.stages import ContractKind

TIMES = {1: "une fois", 2: "deux fois", 3: "trois fois"}
WORKS_FOR_PAY = (ContractKind.CAPE, ContractKind.CESA)


def times(number: int) -> str:
    """How often, in words."""
    return TIMES.get(number, f"{number} fois")


def same_side(planned: Planned, held: Sequence[Held]) -> list[Held]:
    """The contracts of that kind with that host."""
    return [each for each in held if each.kind == planned.kind and each.host_id == planned.host_id]


def spans_of(held: Sequence[Held]) -> list[Span]:
    """The days they cover."""
    return [span for each in held for span in each.spans]


def used(kind: str, host_id: int, held: Sequence[Held]) -> Length:
    """What somebody has signed of that kind with that host, from contract to contract."""
    return length(spans_of([each for each in held if each.kind == kind and each.host_id == host_id]))


def renewals_used(started_on: datetime.date, spans: Sequence[Span]) -> int:
    """How many periods lead to `started_on` without a day between them: each makes one renewal of the next."""
    count, start = 0, started_on
    while True:
        before = next((span for span in spans if span[1] == start - ONE_DAY), None)
        if before is None:
            return count
        count, start = count + 1, before[0]


def latest_end(limits: Limits, planned: Planned, held: Sequence[Held]) -> datetime.date | None:
    """The last day the law allows for this period; None when it allows none, FOREVER when it sets no limit."""
    end = FOREVER if limits.period_months is None else last_day(planned.started_on, limits.period_months)
    if limits.total_months is None:
        return end
    before, start = spans_of(same_side(planned, held)), planned.started_on
    end = min(end, last_day(start, limits.total_months))
    allowed, beyond = -1, (end - start).days + 1
    while beyond - allowed > 1:  # the total never shrinks as the period grows: halve what is left to look at
        middle = (allowed + beyond) // 2
        total = length([*before, (start, start + datetime.timedelta(days=middle))])
        if total.exceeds(limits.total_months):
            beyond = middle
        else:
            allowed = middle
    return None if allowed < 0 else start + datetime.timedelta(days=allowed)


def period_problems(limits: Limits, planned: Planned, held: Sequence[Held]) -> list[Problem]:
    """Everything that stands against this period; `held` are all the person's contracts, this one's included."""
    if planned.ends_on is not None and planned.ends_on < planned.started_on:
        return [Problem("ends_on", "La fin précède le début. Vérifiez les deux dates.")]
    own = same_side(planned, held)
    problems = renewal_problems(limits, planned, own)
    if problems:
        return problems
    if planned.ends_on is None and limits.period_months is not None:
        return [
            Problem(
                "ends_on",
                f"{one(planned.kind)} a une date de fin : {limits.period_months} mois au plus. Indiquez-la.",
            )
        ]
    problems += overlap_problems(planned, own)
    problems += length_problems(limits, planned, own)
    return problems + elsewhere_problems(limits, planned, held)


def renewal_problems(limits: Limits, planned: Planned, own: Sequence[Held]) -> list[Problem]:
    """A renewal follows a signed period the very next day, and there are so many; however short the periods."""
    contract = next((each for each in own if each.id == planned.contract_id), None)
    problems = []
    if planned.rank and contract is not None:
        previous = next((each for each in contract.periods if each.rank == planned.rank - 1), None)
        if previous is None or previous.signed_on is None:
            return [
                Problem(
                    "__all__",
                    "La période précédente n'est pas signée : il n'y a rien à renouveler. Faites-la signer d'abord.",
                )
            ]
        if previous.ends_on is None:
            return [Problem("__all__", "Ce contrat n'a pas de fin : il n'a pas à être renouvelé.")]
        if planned.started_on != previous.ends_on + ONE_DAY:
            problems.append(
                Problem(
                    "started_on",
                    "Un renouvellement suit la période précédente sans un jour d'écart : il commence le "
                    f"{day(previous.ends_on + ONE_DAY)}.",
                )
            )
    if limits.renewals is not None:
        count = max(planned.rank, renewals_used(planned.started_on, spans_of(own)))
        if count > limits.renewals:
            problems.append(Problem("__all__", no_more_renewal(limits, planned)))
    return problems


def no_more_renewal(limits: Limits, planned: Planned) -> str:
    """The refusal of a third renewal."""
    what_next = (
        "Préparez la suite avec la personne : un autre contrat, son activité, ou la fin du parcours."
        if planned.rank
        else "Ce contrat suivrait le précédent sans un jour d'écart : c'est encore un renouvellement. "
        "Préparez un autre contrat, ou la fin du parcours."
    )
    if not limits.renewals:
        return f"{one(planned.kind)} ne se renouvelle pas ({limits.source}). {what_next}"
    return (
        f"{one(planned.kind)} se renouvelle {times(limits.renewals)}, et c'est déjà fait : une période plus courte que "
        f"le maximum compte aussi ({limits.source}). {what_next}"
    )


def overlap_problems(planned: Planned, own: Sequence[Held]) -> list[Problem]:
    """Two periods of one kind with one host never share a day."""
    end = planned.ends_on or FOREVER
    for each in own:
        for start, stop in each.spans:
            if start <= end and planned.started_on <= stop:
                until = f"du {day(start)} au {day(stop)}" if stop != FOREVER else f"depuis le {day(start)}"
                return [
                    Problem(
                        "started_on",
                        f"Un contrat de même nature avec {planned.host} couvre déjà une partie de ces dates ({until}). "
                        "Commencez après, ou renouvelez-le.",
                    )
                ]
    return []


def length_problems(limits: Limits, planned: Planned, own: Sequence[Held]) -> list[Problem]:
    """Too long a period; too many months in all with this host."""
    if planned.ends_on is None:
        return []
    problems = []
    span = (planned.started_on, planned.ends_on)
    asked = length_of_run(*span)
    if limits.period_months is not None and asked.exceeds(limits.period_months):
        problems.append(
            Problem(
                "ends_on",
                f"Cette période dure {asked}. {one(planned.kind)} dure {limits.period_months} mois au plus par période "
                f"({limits.source}) : choisissez une fin au plus tard le "
                f"{day(last_day(planned.started_on, limits.period_months))}.",
            )
        )
    before = spans_of(own)
    total = length([*before, span])
    if limits.total_months is not None and not problems and total.exceeds(limits.total_months):
        possible = latest_end(limits, planned, own)
        what = (
            f"Choisissez une fin au plus tard le {day(possible)}."
            if possible
            else "Il n'en reste plus : préparez un autre contrat, ou la fin du parcours."
        )
        problems.append(
            Problem(
                "ends_on",
                f"Avec cette période, la personne aurait {total} de {short(planned.kind)} avec {planned.host}, dont "
                f"{length(before)} déjà signés. La loi en permet {limits.total_months} en tout ({limits.source}). "
                f"{what}",
            )
        )
    return problems


def elsewhere_problems(limits: Limits, planned: Planned, held: Sequence[Held]) -> list[Problem]:
    """What other contracts only warn about: months with other hosts, a paid contract at the same dates."""
    end, problems = planned.ends_on or FOREVER, []
    others = [each for each in held if each.kind == planned.kind and each.host_id != planned.host_id]
    if limits.total_months is not None and (spent := length(spans_of(others))):
        every = spent + length([*spans_of(same_side(planned, held)), (planned.started_on, end)])
        over = f" : {every} en tout, plus que {limits.total_months}" if every.exceeds(limits.total_months) else ""
        problems.append(
            Problem(
                "started_on",
                f"La personne a déjà signé {spent} de {short(planned.kind)} avec une autre structure de portage{over}. "
                "La limite se compte avec chaque structure : ce contrat reste possible, vérifiez-le avec elle.",
                False,
            )
        )
    for each in held:
        rival = each.kind in WORKS_FOR_PAY and planned.kind in WORKS_FOR_PAY
        rival = rival and (each.kind, each.host_id) != (planned.kind, planned.host_id)
        if rival and any(start <= end and planned.started_on <= stop for start, stop in each.spans):
            problems.append(
                Problem(
                    "started_on",
                    f"{one(each.kind)} court déjà à ces dates. Vérifiez que les deux peuvent aller ensemble, ou "
                    "mettez fin au premier la veille.",
                    False,
                )
            )
    return problems


def employment_problems(kind: str, full_time: bool | None) -> list[Problem]:
    """A CAPE is refused to a full-time employee (C. com. L127-1): somebody must have asked."""
    if kind != ContractKind.CAPE:
        return []
    if full_time is None:
        return [Problem("full_time_employee", "Demandez à la personne si elle est salariée à temps complet ailleurs.")]
    if full_time:
        return [
            Problem(
                "full_time_employee",
                "Un CAPE n'est pas possible pour une personne salariée à temps complet (Code de commerce, L127-1). "
                "Proposez un autre contrat, ou attendez que sa situation change.",
            )
        ]
    return []


def signing_problems(
    limits: Limits, planned: Planned, held: Sequence[Held], signed_on: datetime.date, today: datetime.date
) -> list[Problem]:
    """What stands against a signature on that day; the period's own limits are counted once more."""
    if signed_on > today:
        return [Problem("signed_on", f"Le {day(signed_on)} est dans le futur. Notez la signature le jour venu.")]
    if planned.ends_on is not None and signed_on > planned.ends_on:
        return [
            Problem(
                "signed_on",
                f"Cette période s'est terminée le {day(planned.ends_on)}, sans signature : elle ne vaut rien. "
                "Retirez-la et préparez un nouveau contrat.",
            )
        ]
    if planned.rank and signed_on >= planned.started_on:
        return [
            Problem(
                "signed_on",
                "Un renouvellement se signe avant la fin de la période précédente, "
                f"le {day(planned.started_on - ONE_DAY)} au plus tard : après, il n'y a plus rien à renouveler. "
                "Retirez-le et préparez un nouveau contrat.",
            )
        ]
    return [each for each in period_problems(limits, planned, held) if each.blocks]
