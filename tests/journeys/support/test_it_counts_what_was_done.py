"""Support as figures per KPA and period: peers counted, nothing of another's KPA."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maille.journeys.models import Barrier, Goal, Interview, Orientation, Procedure
from maille.journeys.models.support_figures import MEASURES, figures, total
from maille.network.models import Organisation
from tests.cast import Cast
from tests.journeys.help import D
from tests.journeys.support.lives import NOW, eventful

START, END = D(2026, 1, 1), D(2026, 3, 31)


@pytest.fixture
def lived(cast: Cast) -> Cast:
    """Things on the edges of the period, and outside it."""
    who: dict[str, Any] = {"entered_by": cast.fanny, "entered_at": NOW}
    on = {"journey": cast.amina_journey, **who}
    for day, peer in [(START, None), (END, cast.lea), (D(2025, 12, 31), None), (D(2026, 4, 1), cast.lea)]:
        Interview.objects.create(kind="follow_up", held_on=day, led_by=cast.fanny, peer=peer, **on)
    Interview.objects.create(journey=cast.lea_journey, kind="follow_up", held_on=END, peer=cast.amina, **who)
    Barrier.objects.create(kind="health", started_on=D(2025, 1, 1), ended_on=START, **on)
    Barrier.objects.create(kind="housing", started_on=END, **on)
    Orientation.objects.create(
        partner_name="CCAS", domain="housing", oriented_on=END, outcome="helped", outcome_on=D(2026, 5, 1), **on
    )
    Orientation.objects.create(partner_name="CCAS", domain="housing", oriented_on=START, **on)
    Procedure.objects.create(
        domain="rights", title="RSA", started_on=D(2025, 1, 1), outcome="obtained", ended_on=END, **on
    )
    Goal.objects.create(text="Permis", set_on=D(2025, 1, 1), reached_on=START, **on)
    return cast


def test_each_column_counts_its_own_days(lived: Cast) -> None:
    line = figures([lived.kpa], START, END)[0]
    told = dict(zip((each.key for each in MEASURES), line.counts, strict=True))
    assert told == {
        "interviews": 3, "peers": 2, "met": 2, "workshops": 0, "attendances": 0, "opened": 1, "lifted": 1,
        "orientations": 2, "answered": 1, "obtained": 1, "reached": 1,
    }  # fmt: skip


def test_workshops_and_presences_count(cast: Cast) -> None:
    eventful(cast.amina_journey, cast.fanny)
    line = figures([cast.kpa], D(2025, 1, 1), D(2026, 12, 31))[0]
    told = dict(zip((each.key for each in MEASURES), line.counts, strict=True))
    assert (told["workshops"], told["attendances"]) == (10, 10)


def test_the_network_reads_every_kpa_in_a_constant_number_of_queries(
    lived: Cast, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(8):
        lines = figures(Organisation.objects.filter(pk__in=[lived.kpa.pk, lived.other_kpa.pk]), START, END)
    assert [line.name for line in lines] == ["La Cape", "Moulins Coop"]
    assert total(lines) == lines[0].counts


def test_the_page_and_its_file_say_the_same(client: Client, lived: Cast) -> None:
    client.force_login(lived.fanny)
    period = {"du": "2026-01-01", "au": "2026-03-31"}
    page = client.get(reverse("journeys:support_figures"), period)
    assert [line.name for line in page.context["lines"]] == ["La Cape"]
    file = client.get(reverse("journeys:support_figures_file"), period)
    assert "attachment" in file["Content-Disposition"]
    heading, line = b"".join(file).decode("utf-8-sig").splitlines()
    assert heading.startswith("KPA;Du;Au;Entretiens;")
    assert line.startswith("La Cape;01/01/2026;31/03/2026;3;2;2;")


def test_without_a_period_it_is_this_year_and_a_wrong_one_is_told(client: Client, lived: Cast) -> None:
    client.force_login(lived.odile)
    page = client.get(reverse("journeys:support_figures"))
    assert len(page.context["lines"]) == 2
    wrong = client.get(reverse("journeys:support_figures"), {"du": "2026-05-01", "au": "2026-01-01"})
    assert "La fin précède le début" in wrong.content.decode()
    assert client.get(reverse("journeys:support_figures_file"), {"du": "x", "au": "y"}).status_code == 404
