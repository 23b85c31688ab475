"""What waits for a group is approved at once by one decision: all of it or none, as if one after the other."""

import datetime
import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maille.activities.models import Job
from maille.ledger.models import Posting, Transfer
from maille.network.access import actor_for
from maille.sharing.actions import disagreements
from maille.sharing.actions.approvals import GIVING_BACK, NotApprovedError, approve, approve_all
from maille.sharing.actions.distributions import propose, write
from maille.sharing.actions.distributions import simulate as simulated
from maille.sharing.actions.receipts import receive
from maille.sharing.models import Decision, Distribution, SharedMargin
from tests.cast import Cast, make_cast
from tests.sharing.pots.help import DAY, NOW, Buffet, job_of
from tests.sharing.shares.help import adopt, agreed, gave, shared, spent, the_buffet

FAKES = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
TODAY = datetime.date(2026, 6, 15)


@pytest.fixture
def buffet(cast: Cast, today: datetime.date) -> Buffet:
    return the_buffet(cast, today)


def another(buffet: Buffet, title: str, cents: int, minutes: int = 120) -> int:
    """Another job, done and paid, proposed to the group; its proposal."""
    job = job_of(buffet.cast.kpa, title, activity=buffet.activity)
    gave(job, buffet.lea, buffet.roles["cuisine"], f"{minutes}/60")
    gave(job, buffet.yanis, buffet.roles["livraison"], "2")
    receive(buffet.actor, job, "receipt", cents, 0, DAY, now=NOW)
    return propose(buffet.actor, job.pk, NOW).pk


def written() -> list[Any]:
    """All that the books say, and the margins: whose accounts, for their own numbers are never given twice."""
    moves = Transfer.objects.filter(posting__kind="distribution").order_by("pk")
    whose = [f"{side}__{of}" for side in ("source", "target") for of in ("kind", "participant", "activity", "job")]
    return [
        *moves.values_list(*whose, "cents", "day", "posting__key"),
        *SharedMargin.objects.order_by("pk").values_list("job", "year", "activity", "cents"),
    ]


@FAKES
@given(st.lists(st.tuples(st.integers(1_000, 2_000_000), st.integers(1, 600)), min_size=1, max_size=5))
def test_together_writes_what_one_after_the_other_writes(buffet: Buffet, jobs: list[tuple[int, int]]) -> None:
    with transaction.atomic():
        proposals = [another(buffet, f"N° {rank}", *job) for rank, job in enumerate(jobs)]
        found: list[Any] = []
        for together in (True, False):
            with transaction.atomic():
                try:
                    if together:
                        approve_all(buffet.actor, proposals, agreed(buffet), NOW)
                    else:
                        for each in proposals:
                            approve(buffet.actor, each, agreed(buffet), NOW)
                    found.append(written())
                    call_command("ledger", "check")
                except ValidationError as refused:
                    found.append(str(refused.messages[-1])[-60:])  # a bracket crossed by those before it
                transaction.set_rollback(True)
        assert found[0] == found[1]
        transaction.set_rollback(True)


def test_one_decision_for_all(buffet: Buffet) -> None:
    known = Decision.objects.count()
    proposals = [propose(buffet.actor, buffet.job.pk, NOW).pk, another(buffet, "Marché", 30_000)]
    postings = approve_all(buffet.actor, proposals, agreed(buffet), NOW)
    assert [each.key for each in postings] == [f"distribution:{pk}" for pk in proposals]
    assert Decision.objects.count() == known + 1
    assert Decision.objects.latest("pk").note == "Répartition de 2 prestations"


def test_when_one_cannot_none_is(buffet: Buffet) -> None:
    first, second, third = (
        propose(buffet.actor, buffet.job.pk, NOW), another(buffet, "Marché", 30_000), another(buffet, "Ménage", 20_000)
    )  # fmt: skip
    disagreements.disagree(buffet.actor, first.pk, buffet.lea, "Il manque une heure.", NOW)
    spent(job_of_(third), buffet.lea, 500)
    before = Posting.objects.count()
    with pytest.raises(NotApprovedError) as refused:
        approve_all(buffet.actor, [first.pk, second, third], agreed(buffet), NOW)
    assert set(refused.value.reasons) == {first.pk, third}
    assert [each.split(" :")[0] for each in refused.value.messages] == ["Buffet du samedi", "Ménage"]
    assert Posting.objects.count() == before


def job_of_(proposal: int) -> Job:
    """The job a proposal is about."""
    return Distribution.objects.get(pk=proposal).job


def test_a_job_is_not_approved_twice_in_one_meeting(buffet: Buffet) -> None:
    one = propose(buffet.actor, buffet.job.pk, NOW)
    other = write(buffet.actor, simulated(buffet.job, buffet.actor.today), NOW)
    with pytest.raises(NotApprovedError, match="une autre répartition est inscrite"):
        approve_all(buffet.actor, [one.pk, other.pk], agreed(buffet), NOW)


def test_giving_back_is_seen_first(buffet: Buffet) -> None:
    shared(buffet)
    gave(buffet.job, buffet.lea, buffet.roles["cuisine"], "3")
    again = propose(buffet.actor, buffet.job.pk, NOW)
    with pytest.raises(NotApprovedError, match=GIVING_BACK[:30]):
        approve_all(buffet.actor, [again.pk, another(buffet, "Marché", 5_000)], agreed(buffet), NOW)


def test_one_group_at_a_time_and_by_who_may(buffet: Buffet) -> None:
    cast = buffet.cast
    theirs = job_of(cast.other_kpa, "Chez Charlie")
    adopt(cast.other_kpa, {"steps": []})
    charlie = actor_for(cast.charlie, None, buffet.actor.today)
    receive(charlie, theirs, "receipt", 10_000, 0, DAY, now=NOW)
    other = propose(charlie, theirs.pk, NOW).pk
    mine = propose(buffet.actor, buffet.job.pk, NOW).pk
    with pytest.raises(ValidationError, match="même groupe"):
        approve_all(buffet.actor, [mine, other], agreed(buffet), NOW)
    with pytest.raises(PermissionDenied):
        approve_all(charlie, [mine], agreed(buffet), NOW)


def test_two_or_eight_take_the_same_queries_but_for_what_seals_each(buffet: Buffet) -> None:
    shared(buffet)  # the accounts are there
    counted = []
    for many in (2, 8):
        proposals = [another(buffet, f"{many} n° {rank}", 10_000) for rank in range(many)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            approve_all(buffet.actor, proposals, agreed(buffet), NOW)
        sealed = sum('INSERT INTO "ledger_posting"' in each["sql"] for each in queries)
        assert sealed == many
        counted.append(len(queries) - sealed)
    assert counted[0] == counted[1]


def test_two_meetings_at_once_post_once(real_database: None) -> None:
    buffet = the_buffet(make_cast(TODAY), TODAY)
    proposals = [propose(buffet.actor, buffet.job.pk, NOW).pk, another(buffet, "Marché", 30_000)]
    ready, told = threading.Barrier(2), []

    def meet() -> None:
        try:
            ready.wait(timeout=20)
            approve_all(buffet.actor, proposals, agreed(buffet), NOW)
            told.append("posted")
        except ValidationError as refused:
            told.append(refused.messages[0].split(" : ")[1])
        finally:
            connection.close()

    threads = [threading.Thread(target=meet) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(told) == ["Cette répartition est déjà inscrite aux comptes.", "posted"]
    assert Posting.objects.filter(kind="distribution").count() == 2
    call_command("ledger", "check")


def test_the_page_shows_what_waits_and_posts_what_is_ticked(buffet: Buffet) -> None:
    first, second = propose(buffet.actor, buffet.job.pk, NOW).pk, another(buffet, "Marché", 30_000)
    fanny = Client()
    fanny.force_login(buffet.cast.fanny)
    assert "2 propositions de partage attendent" in fanny.get("/cagnottes/").content.decode()
    page = fanny.get("/cagnottes/decider/")
    assert [row.distribution.pk for row, ticked in page.context["rows"] if ticked] == [first, second]
    asked = {"on": "15/06/2026", "how": "consent", "others": ""}
    nothing = fanny.post("/cagnottes/decider/", asked)
    assert "Cochez ce que le groupe approuve." in nothing.content.decode()
    assert [ticked for _, ticked in nothing.context["rows"]] == [False, False]
    sent = fanny.post("/cagnottes/decider/", {**asked, "which": [second]}, follow=True)
    assert "1 proposition de partage attend" in sent.content.decode()
    assert Posting.objects.filter(kind="distribution").count() == 1


def test_what_is_disputed_is_looked_at_alone(buffet: Buffet) -> None:
    first = propose(buffet.actor, buffet.job.pk, NOW)
    disagreements.disagree(buffet.actor, first.pk, buffet.lea, "Il manque une heure.", NOW)
    fanny = Client()
    fanny.force_login(buffet.cast.fanny)
    page = fanny.get("/cagnottes/decider/")
    assert page.context["rows"] == []
    assert "Un désaccord attend une réponse." in page.content.decode()
    sent = fanny.post("/cagnottes/decider/", {"on": "15/06/2026", "how": "consent", "which": [first.pk]})
    assert "Inscrire aux comptes" not in sent.content.decode()
    assert not Posting.objects.filter(kind="distribution").exists()


def test_what_is_closed_is_proposed_at_once(buffet: Buffet) -> None:
    Distribution.objects.get(pk=another(buffet, "Marché", 30_000))
    ready, empty, broken = buffet.job, job_of(buffet.cast.kpa, "Rien venu"), job_of(buffet.cast.kpa, "Sans règle")
    Job.objects.filter(pk=broken.pk).update(starts_on=datetime.date(2024, 1, 1))
    receive(buffet.actor, broken, "receipt", 10_000, 0, DAY, now=NOW)
    Job.objects.filter(pk__in=[ready.pk, empty.pk, broken.pk]).update(state="closed")
    fanny = Client()
    fanny.force_login(buffet.cast.fanny)
    page = fanny.get("/cagnottes/decider/")
    assert page.context["to_propose"] == [broken, ready]
    sent = fanny.post("/cagnottes/proposer/", follow=True)
    text = sent.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "1 proposition à lire avec le groupe, qui décide." in text
    assert "Sans règle : Aucune règle de répartition n&#x27;est valable" in text
    assert [row.distribution.job.title for row, _ in sent.context["rows"]] == ["Marché", "Buffet du samedi"]
    assert sent.context["to_propose"] == [broken]


def test_the_page_costs_the_same_for_two_or_ten(buffet: Buffet) -> None:
    fanny = Client()
    fanny.force_login(buffet.cast.fanny)
    counted = []
    for many in (2, 8):
        for rank in range(many):
            another(buffet, f"{many} n° {rank}", 10_000)
        fanny.get("/cagnottes/decider/")
        with CaptureQueriesContext(connection) as queries:
            fanny.get("/cagnottes/decider/")
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_another_group_s_meeting_is_not_found(buffet: Buffet) -> None:
    """One KPA asked by its number is one's own, or none."""
    cast = buffet.cast
    for user, ours, theirs in ((cast.fanny, 200, 404), (cast.charlie, 404, 200)):
        client = Client()
        client.force_login(user)
        asked = [client.get(f"/cagnottes/decider/?kpa={kpa.pk}").status_code for kpa in (cast.kpa, cast.other_kpa)]
        assert asked == [ours, theirs]
