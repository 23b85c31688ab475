"""From a stated day, a KPA's turnover is what its jobs received, by the date it says; nothing counts twice."""

import datetime
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maille.activities.models import Job
from maille.activities.rules.kinds import PotKind
from maille.identity.append_only import lifted
from maille.impact import reporting
from maille.impact.actions import compute_turnover, enter_turnover
from maille.impact.documents import layout
from maille.impact.models import TurnoverSource, computed
from maille.impact.rules.periods import Period
from maille.ledger.models import Posting
from maille.network.access import actor_for
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.sharing.models import Receipt
from tests.cast import Cast

AT = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
PERIOD = Period(datetime.date(2025, 1, 1), datetime.date(2026, 6, 30))
By = TurnoverSource.By
numbers = count(1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def fanny(cast: Cast, today: datetime.date) -> Actor:
    """Fanny, who contributes at La Cape."""
    return actor_for(cast.fanny, None, today)


def received(
    kpa: Organisation, cents: int, on: str, invoiced_on: str | None = None, kind: str = "receipt", **more: object
) -> Receipt:
    """A receipt as the door writes it, its posting apart: turnover reads receipts alone."""
    job, _ = Job.objects.get_or_create(kpa=kpa, title="Buffet", defaults={"entered_at": AT})
    posting = Posting.objects.create(kpa=kpa, kind="receipt", day=day(on), key=f"test:{next(numbers)}", posted_at=AT)
    return Receipt.objects.create(
        kpa=kpa, job=job, kind=kind, received_on=day(on), cents=cents, posting=posting, entered_at=AT,
        invoiced_on=day(invoiced_on) if invoiced_on else None, **more,
    )  # fmt: skip


def printed(actor: Actor, period: Period = PERIOD) -> list[dict[str, object]]:
    """The report's turnover."""
    lines: list[dict[str, object]] = reporting.build(actor, reporting.Request(period)).as_json()["turnover"]
    return lines


def test_receipts_count_from_that_day_by_year_and_kpa(cast: Cast, fanny: Actor) -> None:
    enter_turnover(fanny, cast.kpa.pk, day("2024-01-01"), day("2025-02-28"), 5_000, AT)
    received(cast.kpa, 1_000, "2025-02-28")
    received(cast.kpa, 2_000, "2025-03-01")
    received(cast.kpa, 86_400, "2026-05-31", tax=8_640)
    received(cast.kpa, -1_400, "2026-06-01", kind="refund")
    received(cast.other_kpa, 7_777, "2026-05-31")
    compute_turnover(fanny, cast.kpa.pk, day("2025-03-01"), By.RECEIPT)
    assert printed(fanny) == [
        {"kpa": "La Cape", "year": None, "cents": 5_000, "overflows": True},
        {"kpa": "La Cape", "year": 2025, "cents": 2_000, "computed": "receipt"},
        {"kpa": "La Cape", "year": 2026, "cents": 85_000, "computed": "receipt"},
    ]


def test_a_grant_of_a_contributory_budget_is_no_turnover(cast: Cast, fanny: Actor) -> None:
    received(cast.kpa, 5_000, "2026-05-31")
    grant = received(cast.kpa, 90_000, "2026-05-31")
    kinds = {"Budget": PotKind.BUDGET, "Boutique": PotKind.SALE}
    month = {"starts_on": day("2026-05-01"), "ends_on": day("2026-05-31"), "entered_at": AT}
    pots = {name: Job.objects.create(kpa=cast.kpa, title=name, kind=kind, **month) for name, kind in kinds.items()}
    with lifted():
        Receipt.objects.filter(pk=grant.pk).update(job=pots["Budget"])
    compute_turnover(fanny, cast.kpa.pk, day("2026-01-01"), By.RECEIPT)
    assert [each["cents"] for each in printed(fanny)] == [5_000]
    with lifted():
        Receipt.objects.filter(pk=grant.pk).update(job=pots["Boutique"])
    assert [each["cents"] for each in printed(fanny)] == [95_000]


def test_by_invoice_an_amount_belongs_to_the_day_it_was_invoiced(cast: Cast, fanny: Actor) -> None:
    received(cast.kpa, 86_400, "2026-02-10", invoiced_on="2025-12-20")
    received(cast.kpa, 500, "2026-02-10")
    compute_turnover(fanny, cast.kpa.pk, day("2025-01-01"), By.RECEIPT)
    assert [line["cents"] for line in printed(fanny)] == [0, 86_900]
    compute_turnover(fanny, cast.kpa.pk, day("2025-01-01"), By.INVOICE)
    assert [(line["year"], line["cents"], line["computed"]) for line in printed(fanny)] == [
        (2025, 86_400, "invoice"),
        (2026, 500, "invoice"),
    ]


def test_a_line_by_hand_that_runs_over_the_day_is_corrected_first(cast: Cast, fanny: Actor) -> None:
    enter_turnover(fanny, cast.kpa.pk, day("2025-01-01"), day("2025-12-31"), 5_000, AT)
    with pytest.raises(ValidationError, match="01/01/2025 au 31/12/2025") as refused:
        compute_turnover(fanny, cast.kpa.pk, day("2025-06-01"), By.RECEIPT)
    assert list(refused.value.message_dict) == ["since"]
    compute_turnover(fanny, cast.kpa.pk, day("2025-01-01"), By.RECEIPT)
    assert [line["cents"] for line in printed(fanny)] == [0, 0], "the line by hand counts no more"


def test_who_says_so_is_kept_and_charlie_may_not(cast: Cast, fanny: Actor, today: datetime.date) -> None:
    with pytest.raises(PermissionDenied):
        compute_turnover(actor_for(cast.charlie, None, today), cast.kpa.pk, day("2025-01-01"), By.RECEIPT)
    source = compute_turnover(fanny, cast.kpa.pk, day("2025-01-01"), By.RECEIPT)
    compute_turnover(fanny, cast.kpa.pk, day("2025-01-01"), By.INVOICE)
    assert [(each.by, each.history_user_id) for each in source.history.exclude(computed_from=None)] == [
        ("invoice", cast.fanny.pk),
        ("receipt", cast.fanny.pk),
    ]


def test_documents_say_how_it_was_counted(cast: Cast, fanny: Actor, client: Client) -> None:
    enter_turnover(fanny, cast.kpa.pk, day("2025-01-01"), day("2025-12-31"), 5_000, AT)
    received(cast.kpa, 86_400, "2026-05-31")
    client.force_login(cast.fanny)
    typed = {"kpa": cast.kpa.pk, "since": "2026-01-01", "by": "receipt"}
    shown = client.post("/bilan/chiffre-affaires/calcule/", typed, follow=True).content.decode()
    assert "calculé depuis le 01/01/2026" in shown
    report = reporting.build(fanny, reporting.Request(PERIOD)).as_json()
    assert layout.turnover_note(report).startswith("Montants saisis à la main")
    assert "Les autres sont calculés" in layout.turnover_note(report)
    question = "?debut=01/01/2025&fin=30/06/2026&diffusion=team"
    for form in ("text", "csv", "pdf", "xlsx", "html", "json"):
        assert client.get(f"/bilan/fichier/{form}/{question}").status_code == 200, form
    assert "recettes, à leur date" in client.get(f"/bilan/{question}").content.decode()
    refused = client.post("/bilan/chiffre-affaires/calcule/", typed | {"since": "2025-06-01"})
    assert "corrigez-la d&#x27;abord" in refused.content.decode()


# The cast is written once: each example's receipts are rolled back.
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    amounts=st.lists(st.tuples(st.integers(1, 10**9), st.dates(day("2024-01-01"), day("2026-12-31"))), max_size=8),
    cut=st.dates(day("2024-01-01"), day("2026-12-31")),
)
def test_cutting_a_period_in_two_loses_nothing(
    amounts: list[tuple[int, datetime.date]], cut: datetime.date, cast: Cast
) -> None:
    whole = (day("2024-01-01"), day("2026-12-31"))
    with transaction.atomic():
        TurnoverSource.objects.update_or_create(kpa=cast.kpa, defaults={"computed_from": whole[0]})
        for cents, on in amounts:
            received(cast.kpa, cents, on.isoformat())
        parts = [(whole[0], cut - datetime.timedelta(days=1)), (cut, whole[1])]
        total = sum(cents for cents, _ in amounts)
        assert sum(computed([cast.kpa.pk], *whole).values()) == total
        assert sum(sum(computed([cast.kpa.pk], *part).values()) for part in parts) == total
        transaction.set_rollback(True)
