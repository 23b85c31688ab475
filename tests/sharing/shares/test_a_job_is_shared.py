"""Simulated, proposed, approved, posted: the books get what the rule gives, once, and nothing stale goes through."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from maille.activities.models import Contribution
from maille.ledger.models import Posting
from maille.network.access import actor_for
from maille.sharing.actions import disagreements, distributions
from maille.sharing.actions.approvals import approve
from maille.sharing.actions.distributions import counter, propose, simulate, withdraw
from maille.sharing.actions.receipts import correct_receipt
from maille.sharing.models import Distribution, DistributionEvent, DistributionLine
from maille.sharing.models.distributions import State
from maille.sharing.models.lines import distribution_of, given_by_job, lines_of, totals_of
from maille.sharing.rules.engine import share
from maille.sharing.rules.stored import read_stored
from tests.cast import Cast
from tests.sharing.pots.help import DAY, NOW, Buffet, job_of
from tests.sharing.shares.help import (
    CONTENT,
    WORKED_EXAMPLE,
    adopt,
    agreed,
    balances,
    elsewhere,
    gave,
    named,
    shared,
    the_buffet,
)


@pytest.fixture
def buffet(cast: Cast, today: datetime.date) -> Buffet:
    """Ready to be shared."""
    return the_buffet(cast, today)


def test_the_worked_example_through_the_database(buffet: Buffet) -> None:
    elsewhere(buffet)
    found = shared(buffet)
    assert found.state == State.POSTED
    assert (found.income, found.margin, found.year, found.year_to_date) == (86_400, 70_273, 2026, 2_950_000)
    assert named(buffet, totals_of([found.pk])[found.pk]) == WORKED_EXAMPLE
    assert balances(buffet) == WORKED_EXAMPLE
    call_command("ledger", "check")


def test_simulating_writes_nothing_and_the_stored_case_gives_the_same_again(buffet: Buffet) -> None:
    simulated = simulate(buffet.job, DAY)
    assert not Distribution.objects.exists()
    found = propose(buffet.actor, buffet.job.pk, NOW)
    found.refresh_from_db()
    assert share(read_stored(found.case)) == simulated.result
    assert not Posting.objects.filter(kind="distribution").exists()


def test_who_approved_is_kept_by_participants_and_the_posting_leads_back(buffet: Buffet) -> None:
    found = shared(buffet)
    approved, posted = DistributionEvent.objects.filter(distribution=found).order_by("pk")
    assert approved.decision is not None
    assert {each.participant for each in approved.decision.presences.all()} == {
        buffet.amina, buffet.lea, buffet.yanis,
    }  # fmt: skip
    assert posted.posting is not None
    assert posted.posting.facts == {"distribution": found.pk, "job": buffet.job.pk}
    assert distribution_of([posted.posting.pk]) == {posted.posting.pk: found.pk}


def test_sharing_again_posts_the_difference(buffet: Buffet) -> None:
    first = shared(buffet)
    with pytest.raises(ValidationError, match="Rien n'a changé depuis la répartition du 15/06/2026"):
        propose(buffet.actor, buffet.job.pk, NOW)
    buffet.receive(10_000)
    second = shared(buffet)
    assert second.after == first
    one_shot = named(buffet, totals_of([second.pk])[second.pk])
    assert sum(one_shot.values()) == 96_400
    assert balances(buffet) == one_shot
    mine = lines_of([buffet.amina])
    assert {each.distribution for each in mine} == {second}
    assert given_by_job([buffet.amina]) == {buffet.job.pk: one_shot["amina"]}


def test_a_negative_difference_is_approved_or_not_posted(buffet: Buffet) -> None:
    shared(buffet)
    before = balances(buffet)
    withdraw_hours(buffet, "amina")
    gave(buffet.job, buffet.amina, buffet.roles["cuisine"], "2")
    found = propose(buffet.actor, buffet.job.pk, NOW)
    with pytest.raises(ValidationError, match="rendent de l'argent"):
        approve(buffet.actor, found.pk, agreed(buffet), NOW)
    assert balances(buffet) == before
    approve(buffet.actor, found.pk, agreed(buffet, gives_back=True), NOW)
    assert balances(buffet) == named(buffet, totals_of([found.pk])[found.pk])
    assert balances(buffet)["amina"] < before["amina"]
    call_command("ledger", "check")


def test_what_was_paid_out_may_be_owed_back_and_shows(buffet: Buffet) -> None:
    """A refund to the client after everything was shared: accounts give back, the pot ends at zero."""
    shared(buffet)
    buffet.receive(6_400, "refund")
    found = shared(buffet, gives_back=True)
    assert sum(balances(buffet).values()) == 80_000
    assert balances(buffet) == named(buffet, totals_of([found.pk])[found.pk])


def withdraw_hours(buffet: Buffet, name: str) -> None:
    """Somebody's hours are taken back."""
    hours = Contribution.objects.filter(job=buffet.job, participant=getattr(buffet, name))
    hours.update(withdrawn_at=NOW)


def more_money(buffet: Buffet) -> None:
    """Another receipt."""
    buffet.receive(100)


def other_hours(buffet: Buffet) -> None:
    """Hours corrected."""
    withdraw_hours(buffet, "lea")


def another_rule(buffet: Buffet) -> None:
    """A version adopted since, valid on the job's day."""
    adopt(buffet.cast.kpa, {"steps": [{"kind": "reimburse"}]}, datetime.date(2026, 6, 1))


def other_jobs(buffet: Buffet) -> None:
    """Another job shared since reaches the next bracket."""
    elsewhere(buffet)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (more_money, "la recette"),
        (other_hours, "les heures"),
        (another_rule, "la règle du jour"),
        (other_jobs, "marge partagée"),
    ],
)
def test_a_stale_proposal_is_refused_in_words(buffet: Buffet, change: Any, said: str) -> None:
    found = propose(buffet.actor, buffet.job.pk, NOW)
    change(buffet)
    with pytest.raises(ValidationError, match=f"(?s)Quelque chose a changé.*{said}.*refaites la proposition"):
        approve(buffet.actor, found.pk, agreed(buffet), NOW)
    assert balances(buffet) == {}
    again = propose(buffet.actor, buffet.job.pk, NOW)
    found.refresh_from_db()
    assert found.state == State.WITHDRAWN
    approve(buffet.actor, again.pk, agreed(buffet), NOW)
    assert sum(balances(buffet).values()) == again.income


def test_another_job_that_changes_nothing_here_makes_nothing_stale(buffet: Buffet) -> None:
    found = propose(buffet.actor, buffet.job.pk, NOW)
    elsewhere(buffet, 100_000)
    approve(buffet.actor, found.pk, agreed(buffet), NOW)
    assert sum(balances(buffet).values()) == 86_400


def test_a_corrected_receipt_is_shared_again_by_the_difference(buffet: Buffet, today: datetime.date) -> None:
    wrong = buffet.receive(13_600)
    shared(buffet)
    correct_receipt(buffet.actor, wrong, None, now=NOW, reason="compté deux fois")
    found = shared(buffet, gives_back=True)
    assert (found.income, sum(balances(buffet).values())) == (86_400, 86_400)


def test_a_disagreement_is_answered_first(buffet: Buffet) -> None:
    found = propose(buffet.actor, buffet.job.pk, NOW)
    said = disagreements.disagree(buffet.actor, found.pk, buffet.lea, "Il manque une heure.", NOW)
    assert said.on_behalf
    with pytest.raises(ValidationError, match="attend encore la réponse"):
        approve(buffet.actor, found.pk, agreed(buffet), NOW)
    disagreements.answer(buffet.actor, said.pk, "Elle est bien comptée, vendredi.", buffet.actor.today)
    with pytest.raises(ValidationError, match="déjà une réponse"):
        disagreements.answer(buffet.actor, said.pk, "Deux fois.", buffet.actor.today)
    approve(buffet.actor, found.pk, agreed(buffet), NOW)
    with pytest.raises(ValidationError, match="n'attend plus"):
        disagreements.disagree(buffet.actor, found.pk, buffet.lea, "Trop tard.", NOW)


def test_reversing_restores_and_sharing_starts_again_from_what_was_before(buffet: Buffet) -> None:
    first = shared(buffet)
    before = balances(buffet)
    buffet.receive(10_000)
    second = shared(buffet)
    with pytest.raises(ValidationError, match="Annulez d'abord la répartition"):
        counter(buffet.actor, first.pk, NOW, "erreur")
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        counter(buffet.actor, second.pk, NOW, " ")
    counter(buffet.actor, second.pk, NOW, "recette d'une autre prestation")
    assert balances(buffet) == before
    assert second.state == State.REVERSED
    with pytest.raises(ValidationError, match="a été annulée"):
        counter(buffet.actor, second.pk, NOW, "encore")
    third = shared(buffet)
    assert third.after == first
    assert sum(balances(buffet).values()) == 96_400
    counter(buffet.actor, third.pk, NOW, "erreur")
    counter(buffet.actor, first.pk, NOW, "erreur")
    assert balances(buffet) == {}
    call_command("ledger", "check")


def test_a_proposal_is_withdrawn_and_no_longer_approved(buffet: Buffet) -> None:
    found = propose(buffet.actor, buffet.job.pk, NOW)
    with pytest.raises(ValidationError, match="n'est pas inscrite"):
        counter(buffet.actor, found.pk, NOW, "erreur")
    withdraw(buffet.actor, found.pk, NOW, "à revoir")
    for act in (
        lambda: withdraw(buffet.actor, found.pk, NOW),
        lambda: approve(buffet.actor, found.pk, agreed(buffet), NOW),
    ):
        with pytest.raises(ValidationError, match="a été retirée"):
            act()


def test_what_cannot_be_shared_is_said(buffet: Buffet, cast: Cast) -> None:
    empty = job_of(cast.kpa, "Sans recette")
    with pytest.raises(ValidationError, match="rien à partager"):
        propose(buffet.actor, empty.pk, NOW)
    old = job_of(cast.kpa, "D'avant la règle", starts_on=datetime.date(2025, 3, 1), ends_on=None)
    with pytest.raises(ValidationError, match=r"Aucune règle.*01/03/2025"):
        propose(buffet.actor, old.pk, NOW)


def test_only_who_writes_in_the_kpa(buffet: Buffet, cast: Cast, today: datetime.date) -> None:
    found = propose(buffet.actor, buffet.job.pk, NOW)
    charlie = actor_for(cast.charlie, None, today)
    acts: list[Any] = [
        lambda: propose(charlie, buffet.job.pk, NOW),
        lambda: approve(charlie, found.pk, agreed(buffet), NOW),
        lambda: withdraw(charlie, found.pk, NOW),
        lambda: counter(charlie, found.pk, NOW, "non"),
        lambda: disagreements.disagree(charlie, found.pk, buffet.lea, "non", NOW),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()


def test_the_day_of_approval_is_between_the_proposal_and_today(buffet: Buffet) -> None:
    found = propose(buffet.actor, buffet.job.pk, NOW)
    for on, said in ((datetime.date(2026, 6, 16), "à venir"), (datetime.date(2026, 6, 14), "du 15/06/2026")):
        with pytest.raises(ValidationError, match=said):
            approve(buffet.actor, found.pk, agreed(buffet, on=on), NOW)


def test_funds_and_the_activity_receive_in_their_own_accounts(buffet: Buffet) -> None:
    parts = [(each, "20") for each in ("activity", "solidarity", "commons", "host", "collective")]
    steps = [{"kind": "percent", "to": each, "rate": rate, "of": "income"} for each, rate in parts]
    adopt(buffet.cast.kpa, {"steps": steps}, datetime.date(2026, 6, 2))
    shared(buffet)
    posting = Posting.objects.get(kind="distribution")
    kinds = sorted((each.target.kind, each.target.activity_id is not None) for each in posting.transfers.all())
    assert kinds == [
        ("collective", False), ("collective", True), ("commons", False), ("host", False), ("solidarity", False),
    ]  # fmt: skip


@pytest.mark.parametrize("model", [Distribution, DistributionLine, DistributionEvent])
def test_the_database_refuses_to_change_what_was_shared(buffet: Buffet, model: Any) -> None:
    shared(buffet)
    table = model._meta.db_table
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_posting_asks_as_many_queries_for_many_people(buffet: Buffet, cast: Cast) -> None:
    few = propose(buffet.actor, buffet.job.pk, NOW)
    with CaptureQueriesContext(connection) as some:
        approve(buffet.actor, few.pk, agreed(buffet), NOW)
    for each in range(20):
        gave(buffet.job, buffet.lea, buffet.roles["cuisine"], str(each + 1))
    again = propose(buffet.actor, buffet.job.pk, NOW)
    with CaptureQueriesContext(connection) as more:
        approve(buffet.actor, again.pk, agreed(buffet, gives_back=True), NOW)
    assert len(more) <= len(some) + 6


def test_the_version_of_the_jobs_day_applies(buffet: Buffet, cast: Cast) -> None:
    later = adopt(cast.kpa, {"steps": [{"kind": "reimburse"}]}, DAY + datetime.timedelta(days=1))
    simulated = distributions.simulate(buffet.job, DAY)
    assert simulated.version != later
    assert simulated.version.content == CONTENT
