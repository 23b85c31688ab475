"""One of each thing of this piece."""

import datetime
from typing import Any

from django.utils import timezone

from maille.identity.models import User
from maille.journeys.actions.files import store
from maille.journeys.models import BankDetails, Insurance, Journey, Piece
from maille.network.models import Organisation
from tests.cast import Cast

THING_OF: dict[str, str] = {"piece_id": "piece", "insurance_id": "insurance"}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {"journeys:piece_new": {"kind": "identity"}}
"""Name of an address → parameters that name no thing."""

D = datetime.date


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    now = timezone.now()
    held: dict[str, Any] = {"person": journey.person, "entered_by": user, "entered_at": now}
    file = store(b"\x89PNG\r\n\x1a\n", "carte.png", content_type="image/png", now=now, by_id=user.pk)
    piece = Piece.objects.create(**held, kpa=kpa, kind="identity", given_on=D(2025, 10, 1), file=file)
    insurance = Insurance.objects.create(**held, kpa=kpa, sent_on=D(2025, 10, 1))
    BankDetails.objects.create(
        **held, holder=str(journey.person), iban="FR7630006000011234567890189", last_four="0189", since=D(2025, 10, 1)
    )
    return {"piece": piece.pk, "insurance": insurance.pk}


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    now = timezone.now()
    amina, yanis = cast.amina_journey, cast.yanis_journey
    held: dict[str, Any] = {"entered_by": cast.fanny, "entered_at": now}
    for kind, expires in (("identity", D(2026, 7, 20)), ("charter", None), ("address", D(2026, 5, 1))):
        Piece.objects.create(
            **held, person=amina.person, kpa=cast.kpa, kind=kind, given_on=D(2025, 10, 1), expires_on=expires,
            on_behalf=kind == "charter",
        )  # fmt: skip
    Piece.objects.create(
        **held, person=amina.person, kpa=cast.kpa, kind="identity", given_on=D(2025, 4, 4), withdrawn_on=D(2025, 10, 1)
    )
    Insurance.objects.create(
        **held, person=amina.person, kpa=cast.kpa, insurer="MAIF", sent_on=D(2025, 9, 1), answer="validated",
        answered_on=D(2025, 9, 8), covers_from=D(2025, 9, 8), covers_to=D(2026, 12, 31),
    )  # fmt: skip
    asked = Insurance.objects.create(**held, person=yanis.person, kpa=cast.kpa, insurer="MAIF", sent_on=D(2026, 6, 8))
    copy = store(b"\x89PNG\r\n\x1a\n", "carte.png", content_type="image/png", now=now, by_id=cast.fanny.pk)
    shown = Piece.objects.create(
        **held, person=yanis.person, kpa=cast.kpa, kind="identity", given_on=D(2025, 10, 1), file=copy
    )
    his = f"/parcours/{yanis.pk}/avant-de-travailler/"
    BankDetails.objects.create(
        **held, person=amina.person, holder="Amina Benali", iban="FR7630006000011234567890189", last_four="0189",
        since=D(2025, 10, 1), on_behalf=True,
    )  # fmt: skip
    page = f"/parcours/{amina.pk}/avant-de-travailler/"
    kinds = ("identity", "right_to_work", "authorisation")
    return (
        page,
        his,
        f"{his}assureur/{asked.pk}/reponse/",
        f"{his}pieces/{shown.pk}/copie/",
        *(f"{page}noter/{kind}/" for kind in kinds),
        f"/assureur/bordereau/?envoi-journeys={amina.pk}&envoi-journeys={yanis.pk}",
    )
