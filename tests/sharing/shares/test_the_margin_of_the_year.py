"""The margin shared in a year, of what the host's scale applies to: the KPA, an activity, whoever carries the job."""

import datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maille.activities.models import Activity, Job, Participant
from maille.identity.append_only import lifted
from maille.sharing.actions.approvals import approve
from maille.sharing.actions.carriers import say_carrier
from maille.sharing.actions.cases import NO_CARRIER, facts_of
from maille.sharing.actions.distributions import counter, last_standing, propose, simulate
from maille.sharing.actions.receipts import receive
from maille.sharing.models import JobCarrier, SharedMargin
from tests.cast import Cast
from tests.sharing.pots.help import NOW, Buffet, job_of, make_buffet
from tests.sharing.shares.help import adopt, agree, agreed, gave, spent

FAKES = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
JOBS = range(3)
event = st.one_of(
    st.tuples(st.just("receipt"), st.sampled_from(JOBS), st.sampled_from([2025, 2026]), st.integers(100, 90_000)),
    st.tuples(st.just("spent"), st.sampled_from(JOBS), st.integers(1, 20_000)),
    st.tuples(st.just("share"), st.sampled_from(JOBS)),
    st.tuples(st.just("share"), st.sampled_from(JOBS)),
    st.tuples(st.just("undo"), st.sampled_from(JOBS)),
    st.tuples(st.just("activity"), st.sampled_from(JOBS), st.sampled_from([0, 1])),
    st.tuples(st.just("carrier"), st.sampled_from(JOBS), st.sampled_from([0, 1])),
)


class Scene:
    """Three jobs, two activities, two people who may carry them; and what a notebook would say was shared."""

    def __init__(self, cast: Cast, today: datetime.date, per: str) -> None:
        self.buffet: Buffet = make_buffet(cast, today)
        self.per, self.today = per, today
        agree(cast, per=per)
        adopt(cast.kpa, day=datetime.date(2024, 1, 1))
        sewing = Activity.objects.create(kpa=cast.kpa, name="Couture", opened_on=datetime.date(2024, 1, 1))
        self.activities = [self.buffet.activity, sewing]
        self.people = [self.buffet.amina, self.buffet.lea]
        self.jobs = [self.buffet.job, *(job_of(cast.kpa, f"Autre {n}", activity=sewing) for n in (1, 2))]
        for job in self.jobs:
            gave(job, self.buffet.yanis, self.buffet.roles["livraison"], "4")
            self.carry(job, self.people[0])
        self.notebook: list[tuple[int, int, int, int, int]] = []
        """Job, year, activity, who carries, cents: one line for each distribution that stands, in their order."""

    def carry(self, job: Job, who: Participant) -> None:
        """Say who carries it, as somebody of the team does."""
        say_carrier(self.buffet.actor, job, who, NOW)

    def happen(self, kind: str, number: int, *facts: Any) -> None:
        """One thing happens to one job; what cannot be is refused and changes nothing."""
        job = self.jobs[number]
        if kind == "receipt":
            year, cents = facts
            receive(self.buffet.actor, job, "receipt", cents, 0, datetime.date(year, 6, 6), now=NOW)
        elif kind == "spent":
            spent(job, None, facts[0])
        elif kind == "activity":
            job.activity = self.activities[facts[0]]
            job.save()
        elif kind == "carrier":
            self.carry(job, self.people[facts[0]])
        elif kind == "share":
            self.share(job)
        else:
            self.undo(job)

    def share(self, job: Job) -> None:
        """Share what there is, and write it in the notebook."""
        try:
            found = propose(self.buffet.actor, job.pk, NOW)
        except ValidationError:
            return
        approve(self.buffet.actor, found.pk, agreed(self.buffet, gives_back=True), NOW)
        already = sum(cents for of, *_, cents in self.notebook if of == job.pk)
        carrier = JobCarrier.objects.filter(job=job).latest("pk").participant_id
        margin = found.income - found.expenses - already
        self.notebook.append((job.pk, found.year, job.activity_id or 0, carrier, margin))

    def undo(self, job: Job) -> None:
        """Undo the last one; its line goes."""
        last = last_standing(job.pk)
        if last is None:
            return
        counter(self.buffet.actor, last.pk, NOW, "Une erreur")
        rank = max(rank for rank, line in enumerate(self.notebook) if line[0] == job.pk)
        del self.notebook[rank]

    def expected(self, job: Job, year: int) -> int:
        """By the notebook, what the others under the same scale shared that year."""
        carrier = JobCarrier.objects.filter(job=job).latest("pk").participant_id
        total = sum(
            cents
            for of, when, activity, who, cents in self.notebook
            if of != job.pk
            and when == year
            and (self.per != "activity" or activity == job.activity_id)
            and (self.per != "person" or who == carrier)
        )
        return max(total, 0)


@pytest.mark.parametrize("per", ["kpa", "activity", "person"])
@FAKES
@given(events=st.lists(event, min_size=3, max_size=14))
def test_it_is_what_the_notebook_says(
    cast: Cast, today: datetime.date, per: str, events: list[tuple[Any, ...]]
) -> None:
    with transaction.atomic():
        scene = Scene(cast, today, per)
        for kind, *facts in events:
            scene.happen(kind, *facts)
        for job, facts in zip(scene.jobs, facts_of(scene.jobs, today).values(), strict=True):
            assert facts.year_to_date == scene.expected(job, facts.year)
        call_command("ledger", "check")
        transaction.set_rollback(True)


def test_a_job_shared_over_two_years_counts_in_each_what_it_added(cast: Cast, today: datetime.date) -> None:
    """The margin of the whole is in no year twice: what was shared in 2025 stays there."""
    scene = Scene(cast, today, "kpa")
    scene.happen("receipt", 0, 2025, 100_000)
    scene.happen("share", 0)
    scene.happen("receipt", 0, 2026, 50_000)
    scene.happen("share", 0)
    assert list(SharedMargin.objects.values_list("year", "cents")) == [(2025, 100_000), (2026, 50_000)]
    scene.happen("receipt", 1, 2026, 10_000)
    assert facts_of(scene.jobs, today)[scene.jobs[1].pk].year_to_date == 50_000


def test_each_person_climbs_the_brackets_alone(cast: Cast, today: datetime.date) -> None:
    """By hand: Amina's 29 500 € then 1 000 € cross 30 000 € (57,50 + 52,50 €), Léa's 1 000 € pay 11,5 % (115 €)."""
    scene = Scene(cast, today, "person")
    scene.carry(scene.jobs[2], scene.people[1])
    scene.happen("receipt", 0, 2026, 2_950_000)
    scene.happen("share", 0)
    for number in (1, 2):
        scene.happen("receipt", number, 2026, 100_000)
        scene.happen("share", number)
    asked = [last.lines.get(kind="host").cents for job in scene.jobs if (last := last_standing(job.pk))]
    assert asked == [339_250, 5_750 + 5_250, 11_500]


def test_without_a_name_the_host_s_part_cannot_be_told(cast: Cast, today: datetime.date) -> None:
    buffet = make_buffet(cast, today)
    agree(cast, per="person")
    adopt(cast.kpa)
    gave(buffet.job, buffet.amina, buffet.roles["cuisine"], "3")
    buffet.receive()
    with pytest.raises(ValidationError) as refused:
        simulate(buffet.job, today)
    assert refused.value.messages == [NO_CARRIER]
    say_carrier(buffet.actor, buffet.job, buffet.amina, NOW)
    assert simulate(buffet.job, today).facts.carrier == buffet.amina.pk


def test_who_carries_is_of_the_kpa(cast: Cast, today: datetime.date) -> None:
    buffet = make_buffet(cast, today)
    stranger = Participant.objects.create(kpa=cast.other_kpa, user=cast.charlie)
    with pytest.raises(ValidationError, match="n'est pas de ce KPA"):
        say_carrier(buffet.actor, buffet.job, stranger, NOW)
    say_carrier(buffet.actor, buffet.job, buffet.amina, NOW)
    say_carrier(buffet.actor, buffet.job, buffet.amina, NOW)
    assert JobCarrier.objects.count() == 1, "said twice, written once"


def test_what_was_shared_before_the_table_is_written_into_it(cast: Cast, today: datetime.date) -> None:
    """The migration that fills it finds what sharing writes, rows and all."""
    scene = Scene(cast, today, "kpa")
    for number, year in ((0, 2025), (0, 2026), (1, 2026)):
        scene.happen("receipt", number, year, 80_000)
        scene.happen("share", number)
    scene.happen("undo", 0)
    fields = ("event", "job", "kpa", "year", "activity", "cents")
    written = list(SharedMargin.objects.values_list(*fields))
    assert len(written) == 4
    with lifted():
        SharedMargin.objects.all().delete()
    import_module("maille.sharing.migrations.0007_the_margin_of_what_was_shared").fill(apps, None)
    assert list(SharedMargin.objects.values_list(*fields)) == written


def test_the_page_asks_who_carries_only_when_it_matters(cast: Cast, today: datetime.date) -> None:
    buffet = make_buffet(cast, today)
    scale = agree(cast)
    adopt(cast.kpa)
    fanny = Client()
    fanny.force_login(cast.fanny)
    address = f"/prestations/{buffet.job.pk}/argent/"
    assert "Qui la porte" not in fanny.get(address).content.decode()
    scale.per = "person"
    scale.save()
    assert "Personne n'est noté. La structure de portage compte" in fanny.get(address).content.decode()
    sent = fanny.post(f"{address}qui-la-porte/", {"who": f"p{buffet.amina.person_id}"}, follow=True)
    assert "Amina" in sent.content.decode()
    assert JobCarrier.objects.get().participant == buffet.amina
    assert JobCarrier.objects.get().entered_by == cast.fanny
