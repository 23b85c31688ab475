"""Work and money seen from above: they add up, cut a period in two lose nothing, and say nothing of a handful."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from maille.activities.actions.participants import participant_for
from maille.activities.models import Contribution
from maille.journeys.models import Journey
from maille.network.access import actor_for
from maille.network.rules.roles import Actor, Role
from maille.sharing.actions.distributions import counter
from maille.sharing.actions.receipts import receive
from maille.sharing.models.figures import figures_of
from maille.sharing.rules.figures import Figures, added, kept_back
from tests.cast import Cast, cooperant, member
from tests.sharing.pots.help import DAY, NOW, Buffet, job_of
from tests.sharing.shares.help import gave, shared, spent, the_buffet

YEAR = (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))


@pytest.fixture
def buffet(cast: Cast, today: datetime.date) -> Buffet:
    """The Saturday buffet, received, worked and shared."""
    buffet = the_buffet(cast, today)
    shared(buffet)
    return buffet


def of(buffet: Buffet, start: datetime.date = YEAR[0], end: datetime.date = YEAR[1]) -> Figures:
    return figures_of([buffet.cast.kpa.pk], start, end)[buffet.cast.kpa.pk]


def test_the_buffet_is_told_from_above(buffet: Buffet) -> None:
    whole = of(buffet)
    assert (whole.income, whole.shared) == (86_400, 86_400)
    assert whole.cooperants + whole.team == 86_400 - whole.collective - whole.host
    assert whole.given_back == 14_237 + 1_890
    assert (whole.people, whole.minutes, whole.unpaid_percent) == (4, int(19.75 * 60), 0)
    assert whole.hours == {("production", True): int(17.75 * 60), ("coordination", True): 120}


def test_unpaid_work_counts(buffet: Buffet) -> None:
    gave(buffet.job, buffet.lea, buffet.roles["cuisine"], "19.75", paid=False)
    assert of(buffet).unpaid_percent == 50


def test_a_correction_counts_for_its_difference_and_a_counter_distribution_takes_all_back(buffet: Buffet) -> None:
    before = of(buffet)
    spent(buffet.job, buffet.fanny, 1_000)
    second = shared(buffet, gives_back=True)
    after = of(buffet)
    assert after.shared == before.shared == 86_400
    assert after.given_back == before.given_back + 1_000
    assert after.collective < before.collective
    counter(buffet.actor, second.pk, NOW, "Le ticket était déjà noté.")
    assert of(buffet) == before


def test_a_refund_is_deducted_the_day_it_happens(buffet: Buffet) -> None:
    receive(buffet.actor, buffet.job, "refund", 6_400, 0, DAY + datetime.timedelta(days=2), now=NOW)
    assert of(buffet).income == 80_000
    assert of(buffet, end=DAY + datetime.timedelta(days=1)).income == 86_400


@pytest.mark.parametrize("days", [-20, -1, 0, 1, 20])
def test_two_halves_make_the_whole(buffet: Buffet, today: datetime.date, days: int) -> None:
    spent(buffet.job, buffet.fanny, 1_000)
    shared(buffet, gives_back=True)
    gave(buffet.job, buffet.lea, buffet.roles["cuisine"], "3", day=DAY - datetime.timedelta(days=9), paid=False)
    cut = today + datetime.timedelta(days=days)
    halves = added([of(buffet, end=cut), of(buffet, start=cut + datetime.timedelta(days=1))])
    whole = of(buffet)
    assert (halves.hours, halves.income, halves.shared) == (whole.hours, whole.income, whole.shared)
    assert (halves.cooperants, halves.team, halves.given_back) == (whole.cooperants, whole.team, whole.given_back)


def test_as_many_queries_for_one_kpa_as_for_two(buffet: Buffet) -> None:
    def queries(kpas: list[int]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as ran:
            figures_of(kpas, *YEAR)
        return len(ran)

    cast = buffet.cast
    assert queries([cast.kpa.pk]) == queries([cast.kpa.pk, cast.other_kpa.pk]) <= 10


NUMBERS = st.integers(0, 10**9)
LINES = st.builds(
    Figures, jobs=NUMBERS, people=st.integers(0, 12), income=NUMBERS, cooperants=NUMBERS, team=NUMBERS,
    collective=NUMBERS, host=NUMBERS, funds=NUMBERS, given_back=NUMBERS,
    hours=st.dictionaries(st.tuples(st.sampled_from(["production", "meeting"]), st.booleans()), st.integers(1, 9999)),
)  # fmt: skip


@given(LINES)
def test_a_handful_of_people_is_kept_back(line: Figures) -> None:
    shown = kept_back(line)
    if line.people >= 5:
        assert shown == line
    elif line.people:
        assert shown.hidden
        assert (shown.people, shown.minutes, shown.cooperants, shown.team, shown.given_back) == (0, 0, 0, 0, 0)
    assert (shown.jobs, shown.income, shown.collective, shown.host) == (
        line.jobs, line.income, line.collective, line.host,
    )  # fmt: skip


@given(st.lists(LINES, max_size=4))
def test_together_is_the_sum(lines: list[Figures]) -> None:
    whole = added(lines)
    assert whole.minutes == sum(line.minutes for line in lines)
    assert whole.shared == sum(line.shared for line in lines)


def test_the_page_and_its_file_say_the_same(buffet: Buffet, client: Client) -> None:
    job = job_of(buffet.cast.other_kpa, "Repas de Charlie")
    receive(actor_for(buffet.cast.odile, None, buffet.actor.today), job, "receipt", 12_345, 0, DAY, now=NOW)
    client.force_login(buffet.cast.odile)
    period = "?du=2026-01-01&au=2026-12-31"
    shown = client.get(f"/chiffres/{period}").content.decode()
    assert "Ensemble" in shown and "864,00" in shown and "987,45" in shown
    lines = b"".join(client.get(f"/chiffres/travail-et-argent.csv{period}")).decode().splitlines()
    assert [line.split(";")[7] for line in lines[1:]] == ["864,00", "123,45"]
    assert "161,27" in lines[1]
    one = client.get(f"/chiffres/{period}&kpa={buffet.cast.kpa.pk}").content.decode()
    assert "Ensemble" not in one and "Tous les KPA" in one
    assert "La fin précède le début" in client.get("/chiffres/?du=2026-02-01&au=2026-01-01").content.decode()
    assert client.get("/chiffres/travail-et-argent.csv?du=2026-02-01&au=2026-01-01").status_code == 404


def test_who_does_not_open_the_files_reads_no_handful(buffet: Buffet, client: Client) -> None:
    client.force_login(member("Responsable", buffet.cast.lead, Role.MANAGER))
    period = "?du=2026-01-01&au=2026-12-31"
    shown = client.get(f"/chiffres/{period}").content.decode()
    assert "non diffusé" in shown and "864,00" in shown and "161,27" not in shown
    assert "161,27" not in b"".join(client.get(f"/chiffres/travail-et-argent.csv{period}")).decode()
    fifth = cooperant("Amina", "Ziani", datetime.date(1990, 1, 1), buffet.cast.kpa, datetime.date(2026, 1, 1))

    gave(buffet.job, participant_for(buffet.cast.kpa, person=fifth.person), buffet.roles["cuisine"], "1")
    assert Contribution.objects.values("participant").distinct().count() == 5
    assert "161,27" in client.get(f"/chiffres/{period}").content.decode()


def test_charlie_reads_none_of_it(buffet: Buffet, client: Client) -> None:
    client.force_login(buffet.cast.charlie)
    shown = client.get("/chiffres/?du=2026-01-01&au=2026-12-31").content.decode()
    assert "La Cape" not in shown and "864,00" not in shown
    assert "La Cape" not in client.get(f"/chiffres/?kpa={buffet.cast.kpa.pk}").content.decode()


def test_a_stranger_knows_of_nothing(client: Client, cast: Cast) -> None:
    assert Actor.nobody(datetime.date(2026, 6, 15)).figures == frozenset()
    client.force_login(member("Coopérante", cast.kpa, Role.COOPERANT))
    assert client.get("/chiffres/").status_code == 404


def test_a_cooperante_reads_her_group_and_no_other(buffet: Buffet, client: Client) -> None:
    cast = buffet.cast
    for person in (cast.amina, cast.lea):
        person.user = member(person.first_name, cast.kpa, Role.COOPERANT)
        person.save(update_fields=["user"])
    gave(buffet.job, buffet.lea, buffet.roles["cuisine"], "19.75", paid=False)
    client.force_login(cast.amina.user)
    shown = client.get("/le-groupe/").content.decode()
    assert "La Cape" in shown and "Nous sommes 3" in shown
    assert f"{of(buffet).collective // 100},{of(buffet).collective % 100:02d}" in shown
    assert "39\u00a0h\u00a030" in shown and "50&nbsp;% sans être payé·es" in shown
    assert "«&nbsp;Au temps passé 1&nbsp;»" in shown
    assert "Moulins" not in client.get(f"/le-groupe/?kpa={cast.other_kpa.pk}").content.decode()
    Journey.objects.filter(person=cast.lea).delete()
    client.force_login(cast.lea.user)
    assert client.get("/le-groupe/").status_code == 404
