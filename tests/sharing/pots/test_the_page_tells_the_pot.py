"""The pot's page: what came, what was spent, what waits, what is promised; money noted, corrected; lists of pots."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maille.activities.models import Contribution, Expense, Job, PlannedWork
from maille.sharing.models import Decision, Receipt, RuleVersion, SharingRule
from tests.cast import Cast
from tests.sharing.pots.help import NOW, Buffet, job_of, make_buffet

RULE = {
    "steps": [
        {"kind": "reimburse"},
        {"kind": "pay", "roles": ["coordination"], "rate_per_hour": 2000},
        {"kind": "split", "roles": ["cuisine", "livraison"], "keys": [{"key": "hours", "part": "1"}]},
    ]
}


@pytest.fixture
def buffet(cast: Cast) -> Buffet:
    """The buffet, on the real today, for pages read the clock."""
    return make_buffet(cast, timezone.localdate())


@pytest.fixture
def fanny(buffet: Buffet) -> Client:
    """Fanny at the desk."""
    client = Client()
    client.force_login(buffet.cast.fanny)
    return client


def adopt(buffet: Buffet) -> RuleVersion:
    """The group's rule."""
    kpa, start = buffet.cast.kpa, datetime.date(2024, 1, 1)
    decision = Decision.objects.create(kpa=kpa, on=start, how="consent", entered_at=NOW)
    rule = SharingRule.objects.create(kpa=kpa)
    return RuleVersion.objects.create(
        rule=rule, number=1, name="À l'heure", content=RULE, valid_from=start, decision=decision, entered_at=NOW
    )


def promise(buffet: Buffet, job: Job, minutes: int, role: str = "coordination") -> PlannedWork:
    """Hours promised by Fanny."""
    return PlannedWork.objects.create(
        job=job, role=buffet.roles[role], participant=buffet.fanny, minutes=minutes, entered_at=NOW
    )


def page(client: Client, job: Job) -> str:
    """The page of a pot, no-break spaces made plain."""
    response = client.get(f"/prestations/{job.pk}/argent/")
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_it_notes_a_receipt_and_computes_the_tax(buffet: Buffet, fanny: Client) -> None:
    typed = {"key": "a", "cents": "864,00", "rate": "10", "tax": "", "received_on": "2026-06-06", "payer": "Alma"}
    for _ in range(2):
        response = fanny.post(f"/prestations/{buffet.job.pk}/argent/recette/", typed)
        assert response.status_code == 302
    written = Receipt.objects.get()
    assert (written.cents, written.tax) == (86_400, 8_640)
    told = page(fanny, buffet.job)
    assert "864,00 €" in told
    assert "86,40 €" in told


def test_the_tax_is_computed_beside_as_the_form_is_typed(fanny: Client) -> None:
    found = fanny.get("/cagnottes/taxe/", {"cents": "864,00", "rate": "10"}).content.decode()
    assert 'name="tax"' in found
    assert 'id="id_tax"' in found
    assert 'value="86,40"' in found
    for typed in ({}, {"cents": "abc", "rate": "10"}, {"cents": "10", "rate": ""}, {"cents": "10", "rate": "7"}):
        assert "value" not in fanny.get("/cagnottes/taxe/", typed).content.decode()


def test_a_tax_typed_stays(buffet: Buffet, fanny: Client) -> None:
    typed = {"key": "a", "cents": "100", "rate": "20", "tax": "5,50", "received_on": "2026-06-06"}
    fanny.post(f"/prestations/{buffet.job.pk}/argent/recette/", typed)
    assert Receipt.objects.get().tax == 550
    refused = fanny.post(f"/prestations/{buffet.job.pk}/argent/recette/", {**typed, "rate": "", "tax": "", "key": "b"})
    assert "Écrivez la taxe" in refused.content.decode()


def test_a_refund_then_a_correction(buffet: Buffet, fanny: Client) -> None:
    wrong = buffet.receive(10_000)
    typed = {"key": "a", "cents": "120", "rate": "0", "received_on": "2026-06-07"}
    refused = fanny.post(f"/prestations/{buffet.job.pk}/argent/remboursement/", typed)
    assert "on ne peut pas rendre plus" in refused.content.decode()
    right = {**typed, "cents": "90", "rate": "", "tax": "0", "reason": "Mal lu"}
    assert fanny.get(f"/recettes/{wrong.pk}/corriger/").status_code == 200
    assert fanny.post(f"/recettes/{wrong.pk}/corriger/", right).status_code == 302
    told = page(fanny, buffet.job)
    assert "annulation de la ligne" in told
    assert "corrigée" in told
    assert [each.cents for each in Receipt.objects.order_by("pk")] == [10_000, -10_000, 9_000]


def test_it_warns_before_the_pot_is_over_promised(buffet: Buffet, fanny: Client) -> None:
    adopt(buffet)
    budget = job_of(buffet.cast.kpa, "Coordination 2026", kind="budget", expected=1_000_000)
    promise(buffet, budget, 750 * 60)
    told = page(fanny, budget)
    assert "La cagnotte promet 15 000,00 € pour 10 000,00 € attendus : il manque 5 000,00 €." in told
    assert "chacun recevrait 67 % de son dû, selon la règle de manque adoptée" in told
    assert "Une heure de plus de coordination : 20,00 € promis de plus ; il manquerait 5 020,00 €." in told
    listed = fanny.get("/cagnottes/").content.decode()
    assert "trop promis" in listed


def test_it_says_when_no_rule_can_tell(buffet: Buffet, fanny: Client) -> None:
    assert "Aucune règle de partage" in page(fanny, buffet.job)


def test_recorded_hours_replace_promises(buffet: Buffet, fanny: Client) -> None:
    adopt(buffet)
    budget = job_of(buffet.cast.kpa, "Coordination 2026", kind="budget", expected=10_000)
    promise(buffet, budget, 120)
    Contribution.objects.create(
        kpa=buffet.cast.kpa, job=budget, participant=buffet.fanny, role=buffet.roles["coordination"],
        minutes=90, day=NOW.date(), entered_at=NOW,
    )  # fmt: skip
    told = page(fanny, budget)
    assert "40,00 €" in told  # 2 h at 20 €, noted and promised together
    assert "30 min" in told  # what is left of the promise


def test_it_opens_a_budget(buffet: Buffet, fanny: Client) -> None:
    typed = {"kind": "budget", "title": "Coordination 2026", "starts_on": "2026-01-01", "ends_on": "2026-12-31",
             "expected": "10 000"}  # fmt: skip
    assert fanny.post("/cagnottes/nouveau-budget/", typed).status_code == 302
    made = Job.objects.get(title="Coordination 2026")
    assert (made.kind, made.expected, made.state) == ("budget", 1_000_000, "planned")
    refused = fanny.post(f"/cagnottes/{made.pk}/corriger/", {**typed, "ends_on": "2025-01-01", "version": 1})
    assert "La fin précède le début" in refused.content.decode()
    assert fanny.post(f"/cagnottes/{made.pk}/corriger/", {**typed, "expected": "", "version": 1}).status_code == 302
    assert Job.objects.get(pk=made.pk).expected is None
    assert fanny.get(f"/cagnottes/{buffet.job.pk}/corriger/").status_code == 404


def test_charlie_sees_nothing(buffet: Buffet) -> None:
    written = buffet.receive()
    charlie = Client()
    charlie.force_login(buffet.cast.charlie)
    for path in (
        f"/prestations/{buffet.job.pk}/argent/",
        f"/prestations/{buffet.job.pk}/argent/recette/",
        f"/recettes/{written.pk}/corriger/",
        f"/cagnottes/{buffet.job.pk}/corriger/",
    ):
        assert charlie.get(path).status_code == 404
    assert "Buffet" not in charlie.get("/cagnottes/").content.decode()


def fill(buffet: Buffet, count: int) -> None:
    """Jobs with money waiting, expenses and hours."""
    for rank in range(count):
        job = job_of(buffet.cast.kpa, f"Vente {rank}", activity=buffet.activity)
        mine = Buffet(**{**buffet.__dict__, "job": job})
        mine.receive(1_000)
        promise(buffet, job, 60)
    for rank in range(count):
        buffet.receive(100 + rank)
        Expense.objects.create(
            kpa=buffet.cast.kpa, job=buffet.job, participant=buffet.amina, cents=10, what="pain", day=NOW.date(),
            entered_at=NOW,
        )  # fmt: skip
        Contribution.objects.create(
            kpa=buffet.cast.kpa, job=buffet.job, participant=buffet.lea, role=buffet.roles["cuisine"],
            minutes=90, day=NOW.date(), entered_at=NOW,
        )  # fmt: skip


def test_queries_do_not_grow(buffet: Buffet, fanny: Client) -> None:
    adopt(buffet)
    paths = ("/cagnottes/", f"/prestations/{buffet.job.pk}/argent/")
    counts = []
    for more in (2, 8):
        fill(buffet, more)
        for path in paths:
            fanny.get(path)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert fanny.get(path).status_code == 200
            counts.append(len(queries))
        Job.objects.filter(title__startswith="Vente").update(title="Ancienne")
    assert counts[:2] == counts[2:]
    assert max(counts) <= 40


def messages_of(client: Client, path: str, typed: dict[str, object]) -> str:
    """What the page says after the form was sent."""
    response = client.post(path, typed, follow=True)
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").replace("&#x27;", "'")


def test_promising_too_much_is_said_before_it_is_promised_and_not_refused(buffet: Buffet, fanny: Client) -> None:
    adopt(buffet)
    Job.objects.filter(pk=buffet.job.pk).update(expected=3_000, state="planned")
    role = buffet.roles["coordination"].pk
    path = f"/prestations/{buffet.job.pk}/engagements/nouveau/"
    form = fanny.get(path)
    assert form.status_code == 200
    typed = {"role": role, "minutes": "1 h", "who": "", "what": ""}
    assert "L'engagement est noté." in messages_of(fanny, path, typed)
    asked = fanny.post(path, typed)
    broken = " ".join(asked.content.decode().replace("\u00a0", " ").split())
    assert "Rien n'est encore promis." in broken
    assert "La cagnotte promet 40,00 € pour 30,00 € attendus : il manque 10,00 €." in broken
    assert PlannedWork.objects.filter(job=buffet.job).count() == 1
    seen = asked.context["form"].seen
    other = {**typed, "minutes": "2 h", "seen": seen}
    assert "Rien n'est encore promis." in fanny.post(path, other).content.decode(), "another figure is asked again"
    assert "L'engagement est noté." in messages_of(fanny, path, {**typed, "seen": seen})
    assert PlannedWork.objects.filter(job=buffet.job).count() == 2
    spent = {"day": "2026-06-05", "who": "collective", "cents": "50", "what": "pain", "job": buffet.job.pk,
             "lost": "on", "note": "perdu", "key": "k"}  # fmt: skip
    told = messages_of(fanny, f"/frais/noter/?prestation={buffet.job.pk}", spent)
    assert "il ne resterait rien pour les heures payées" in told


def test_the_jobs_page_says_what_an_hour_would_receive(buffet: Buffet, fanny: Client) -> None:
    adopt(buffet)
    Job.objects.filter(pk=buffet.job.pk).update(expected=3_000)
    promise(buffet, buffet.job, 60)
    told = fanny.get(f"/prestations/{buffet.job.pk}/").content.decode().replace("\u00a0", " ")
    assert "en moyenne" in told
    assert "20,00 €" in told
