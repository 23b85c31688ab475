"""The catalogue and pots: one of each thing of this piece."""

import datetime
from decimal import Decimal
from typing import Any

from maille.activities.models import Activity, Offer, OfferMaterial, PlannedWork
from maille.identity.models import User
from maille.journeys.models import Journey
from maille.network.access import actor_for
from maille.network.models import Organisation
from maille.sharing.actions.receipts import Money, correct_receipt, receive
from maille.sharing.models import Decision, Receipt, RuleVersion, SharingRule
from tests.cast import Cast
from tests.worlds import jobs

THING_OF: dict[str, str] = {
    "activity_id": "activity",
    "offer_id": "offer",
    "receipt_id": "receipt",
    "budget_id": "budget",
}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {}
"""Name of an address → parameters that name no thing."""

NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 6, 6)
RULE = {
    "steps": [
        {"kind": "reimburse"},
        {"kind": "pay", "roles": ["coordination"], "rate_per_hour": 2000},
        {"kind": "split", "keys": [{"key": "hours", "part": "1"}]},
    ]
}


def offer(kpa: Organisation, name: str = "Buffet salé", price: int | None = 1_440, **more: Any) -> Offer:
    """Something the KPA's catering sells, with something to buy."""
    values = {"minutes": 20, "target_rate": 2_200, "unit": "personne", **more}
    made = Offer.objects.create(activity=jobs.activity(kpa), name=name, price=price, **values)
    OfferMaterial.objects.create(offer=made, name="Légumes", quantity=Decimal("0.25"), unit="kg", unit_cents=380)
    return made


def rule_of(kpa: Organisation) -> RuleVersion:
    """The group's rule: the one another piece wrote, or a simple one."""
    rule, _ = SharingRule.objects.get_or_create(kpa=kpa, activity=None)
    known = rule.versions.order_by("valid_from").first()
    if known is not None:
        return known
    start = datetime.date(2021, 1, 1)
    decision = Decision.objects.create(kpa=kpa, on=start, how="consent", entered_at=NOW)
    return RuleVersion.objects.create(
        rule=rule, number=1, name="À l'heure", content=RULE, valid_from=start, decision=decision, entered_at=NOW
    )


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    sold = jobs.job(kpa, "Goûter vendu")
    writer = cast.fanny if kpa == cast.kpa else cast.charlie
    came = receive(actor_for(writer, None, NOW.date()), sold, "receipt", 10_000, 0, DAY, now=NOW)
    budget = jobs.job(kpa, "Coordination", kind="budget", starts_on=DAY, ends_on=DAY)
    return {
        "activity": jobs.activity(kpa).pk,
        "offer": offer(kpa).pk,
        "receipt": came.pk,
        "budget": budget.pk,
    }


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    kpa, fanny = cast.kpa, actor_for(cast.fanny, None, NOW.date())
    rule_of(kpa)
    shown = [
        offer(kpa, "Plateau", None),
        offer(kpa, "Soupe", 50),
        offer(kpa, "Quiche", 500),
        offer(kpa, "Panier", 900, retired_on=DAY),
        offer(kpa, "Conseil", 4_000, minutes=0),
    ]
    closed = Activity.objects.create(kpa=kpa, name="Impression 3D", opened_on=datetime.date(2024, 1, 1), closed_on=DAY)
    buffet = jobs.job(kpa, "Buffet du samedi", "done", expected=100_000, offer=shown[0], quantity=60)
    wrong = receive(fanny, buffet, "receipt", 46_800, 4_680, DAY, DAY, "Alma", "Virement 7", now=NOW)
    correct_receipt(
        fanny, wrong, Money(Receipt.Kind.RECEIPT, 86_400, 8_640, DAY, DAY), now=NOW, reason="Chiffres inversés"
    )
    receive(fanny, buffet, "refund", 1_000, 100, DAY, now=NOW, note="Un plat manquait")
    receive(fanny, buffet, "bad_debt", 2_000, 200, DAY, now=NOW)
    jobs.shift(buffet, NOW + datetime.timedelta(days=2000), people=2)
    budget = jobs.job(
        kpa, "Coordination 2026", kind="budget", expected=1_000_000, starts_on=datetime.date(2026, 1, 1),
        ends_on=datetime.date(2026, 12, 31),
    )  # fmt: skip
    PlannedWork.objects.create(job=budget, role=jobs.role(kpa, "coordination"), minutes=45_000, entered_at=NOW)
    empty = jobs.job(kpa, "Vente de Noël", kind="sale", starts_on=DAY, ends_on=DAY)
    return (
        "/cagnottes/",
        "/cagnottes/?voir=budget",
        f"/cagnottes/nouveau-budget/?kpa={kpa.pk}",
        f"/cagnottes/{budget.pk}/corriger/",
        *(f"/prestations/{each.pk}/argent/" for each in (buffet, budget, empty)),
        f"/prestations/{buffet.pk}/argent/recette/",
        f"/prestations/{buffet.pk}/argent/remboursement/",
        "/activites/?voir=closes",
        f"/activites/{closed.pk}/",
        f"/activites/{jobs.activity(kpa).pk}/offres/nouvelle/",
        *(f"/offres/{each.pk}/" for each in shown),
    )
