"""A host's scale is dated, and two never overlap; the closest one applies: activity, KPA, host."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maille.activities.models import Activity
from maille.network.access import actor_for
from maille.sharing.actions.scales import ScaleFacts, close_scale, remove_scale, write_scale
from maille.sharing.models import HostScale, scale_for
from maille.sharing.rules.known_scales import KNOWN
from maille.sharing.rules.reading import read_scale
from tests.cast import Cast

NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
TEN = [{"up_to": None, "rate": "10"}]
NINE = [{"up_to": None, "rate": "9"}]


def day(month: int, on: int = 1) -> datetime.date:
    return datetime.date(2026, month, on)


def write(cast: Cast, start: datetime.date, **more: Any) -> HostScale:
    waived = more.pop("waived_until", None)
    facts = ScaleFacts(more.pop("brackets", TEN), start, **more)
    actor = actor_for(cast.karim, None, datetime.date(2026, 6, 15))
    return write_scale(actor, cast.host, facts, NOW, waived_until=waived)


def test_the_closest_scale_applies(cast: Cast) -> None:
    sewing = Activity.objects.create(kpa=cast.kpa, name="Couture", opened_on=day(1))
    cooking = Activity.objects.create(kpa=cast.kpa, name="Traiteur", opened_on=day(1))
    for_all = write(cast, day(1))
    assert scale_for(cast.kpa, sewing.pk, day(6)) == for_all
    ours = write(cast, day(3), kpa=cast.kpa)
    assert scale_for(cast.kpa, None, day(2)) == for_all
    assert scale_for(cast.kpa, None, day(6)) == ours
    closest = write(cast, day(4), kpa=cast.kpa, activity=sewing)
    assert scale_for(cast.kpa, sewing.pk, day(6)) == closest
    assert scale_for(cast.kpa, cooking.pk, day(6)) == ours
    assert scale_for(cast.other_kpa, None, day(6)) is None


def test_it_takes_two_queries(cast: Cast) -> None:
    write(cast, day(1))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        scale_for(cast.kpa, None, day(6))
    assert len(asked) == 2


def test_a_new_version_ends_the_open_one_the_day_before(cast: Cast) -> None:
    first = write(cast, day(1))
    second = write(cast, day(5), brackets=NINE)
    first.refresh_from_db()
    assert first.valid_to == day(4, 30)
    assert scale_for(cast.kpa, None, day(4, 30)) == first
    assert scale_for(cast.kpa, None, day(5)) == second


@pytest.mark.parametrize(("start", "end"), [(2, 4), (1, 3), (3, None), (1, None)])
def test_two_scales_never_overlap(cast: Cast, start: int, end: int | None) -> None:
    write(cast, day(3), valid_to=day(4, 30))
    with pytest.raises(ValidationError, match="couvre déjà"):
        write(cast, day(start), valid_to=day(end, 2) if end else None)
    assert HostScale.objects.count() == 1


def test_another_kpa_or_activity_is_another_scale(cast: Cast) -> None:
    write(cast, day(3))
    write(cast, day(3), kpa=cast.kpa)
    assert HostScale.objects.count() == 2


def test_the_first_six_months_may_be_waived(cast: Cast) -> None:
    made = write(cast, day(1), waived_until=day(6, 30))
    waived = scale_for(cast.kpa, None, day(6, 30))
    assert waived is not None
    assert waived.waived
    assert scale_for(cast.kpa, None, day(7)) == made
    assert not made.waived
    with pytest.raises(ValidationError, match="sans contribution"):
        write(cast, day(8), waived_until=day(7))


def test_it_is_closed_or_taken_back_before_it_begins(cast: Cast) -> None:
    actor = actor_for(cast.karim, None, day(6, 15))
    current, coming = write(cast, day(1), valid_to=day(8, 31)), write(cast, day(9))
    with pytest.raises(ValidationError, match="s'applique déjà"):
        remove_scale(actor, cast.host, current.pk)
    remove_scale(actor, cast.host, coming.pk)
    close_scale(actor, cast.host, current.pk, day(6, 30))
    assert scale_for(cast.kpa, None, day(7)) is None
    with pytest.raises(ValidationError, match="précède"):
        close_scale(actor, cast.host, current.pk, datetime.date(2025, 1, 1))
    with pytest.raises(ValidationError, match="finit déjà"):
        close_scale(actor, cast.host, current.pk, day(12))


@pytest.mark.parametrize(
    "brackets",
    [
        [],
        [{"up_to": 100, "rate": "10"}],
        [{"up_to": 200, "rate": "10"}, {"up_to": 100, "rate": "9"}, {"up_to": None, "rate": "8"}],
        [{"up_to": None, "rate": "dix"}],
        [{"up_to": None, "rate": "101"}],
    ],
)
def test_a_scale_that_means_nothing_is_refused(cast: Cast, brackets: list[dict[str, Any]]) -> None:
    with pytest.raises(ValidationError) as refused:
        write(cast, day(1), brackets=brackets)
    assert list(refused.value.message_dict) == ["brackets"]


def test_only_the_host_writes_it(cast: Cast) -> None:
    for user in (cast.fanny, cast.charlie):
        with pytest.raises(PermissionDenied):
            write_scale(actor_for(user, None, day(6)), cast.host, ScaleFacts(TEN, day(1)), NOW, waived_until=None)


def test_a_scale_is_of_a_kpa_it_carries(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="ne porte pas"):
        write(cast, day(1), kpa=cast.other_kpa)


def test_known_scales_are_ones_the_engine_takes() -> None:
    for known in KNOWN:
        assert read_scale(known.data)[-1].up_to is None
