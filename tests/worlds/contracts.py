"""One of each thing of this piece."""

import datetime
from typing import Any

from django.utils import timezone

from maille.identity.models import User
from maille.journeys.models import Contract, ContractPeriod, Journey, Termination
from maille.network.models import KpaChoices, Organisation
from maille.network.models.organisations import host_at
from maille.network.rules.stages import ContractKind
from tests.cast import Cast

D = datetime.date
THING_OF: dict[str, str] = {"contract_id": "contract", "draft_id": "draft"}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {
    "journeys:contract_prepare": {"kind": "cape"},
    "journeys:contract_law_new": {"kind": "cape"},
}
"""Name of an address → parameters that name no thing."""


def written(journey: Journey, user: User, kind: str, *periods: tuple[D, D | None, D | None]) -> Contract:
    """A contract with its periods: first day, last day, day of signature (None: a draft)."""
    host = host_at(journey.kpa, periods[0][0])
    assert host is not None
    entered = {"entered_by": user, "entered_at": timezone.now()}
    contract = Contract.objects.create(
        person_id=journey.person_id, journey=journey, kpa_id=journey.kpa_id, host=host, kind=kind,
        full_time_employee=False if kind == "cape" else None, **entered,
    )  # fmt: skip
    for rank, (start, end, signed) in enumerate(periods):
        ContractPeriod.objects.create(
            contract=contract, rank=rank, started_on=start, ends_on=end, signed_on=signed,
            programme="Préparer et vendre des repas", fee_permille=75, ceiling_cents=500_00, **entered,
        )  # fmt: skip
    return contract


def offer_all(*kpas: Organisation) -> None:
    """These KPAs propose every kind."""
    KpaChoices.objects.filter(kpa__in=kpas).update(contract_kinds=[kind.value for kind in ContractKind])


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    offer_all(kpa)
    start = journey.entered_on
    contract = written(journey, user, "cape", (start, start + datetime.timedelta(days=300), start))
    draft = written(journey, user, "volunteering", (start, None, None))
    return {"contract": contract.pk, "draft": draft.periods.get().pk}


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    offer_all(cast.kpa)
    fanny = cast.fanny
    amina = written(
        cast.amina_journey, fanny, "cape",
        (D(2025, 4, 4), D(2026, 2, 3), D(2025, 4, 1)),
        (D(2026, 2, 4), D(2026, 7, 3), D(2026, 1, 20)),
        (D(2026, 7, 4), D(2027, 7, 3), None),
    )  # fmt: skip
    ended = written(cast.lea_journey, fanny, "cape", (D(2025, 9, 1), D(2026, 8, 31), D(2025, 9, 1)))
    broken = written(cast.yanis_journey, fanny, "cape", (D(2026, 1, 12), D(2026, 12, 11), D(2026, 1, 12)))
    Termination.objects.create(
        contract=broken, ended_on=D(2026, 5, 31), by="person", reason="Déménagement", entered_by=fanny,
        entered_at=timezone.now(), on_behalf=True,
    )  # fmt: skip
    written(cast.yanis_journey, fanny, "cesa", (D(2026, 6, 8), None, D(2026, 6, 5)))
    written(cast.yanis_journey, fanny, "volunteering", (D(2026, 6, 20), None, None))
    return (
        f"/parcours/{cast.amina_journey.pk}/contrats/{amina.pk}/renouveler/",
        f"/parcours/{cast.lea_journey.pk}/contrats/{ended.pk}/renouveler/",
        "/semaine/contrats-a-finir/",
        "/reglages/contrats/cape/",
    )
