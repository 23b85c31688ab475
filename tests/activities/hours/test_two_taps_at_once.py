"""Two people note the same hours at the same moment: they are written once, on both databases."""

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from maille.activities.actions import contributions as actions
from maille.activities.models import Contribution
from tests.activities.hours import help as told
from tests.activities.hours.help import NOW, acting, buffet, ready, role, work
from tests.cast import Cast
from tests.patience import PATIENCE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run these together, each with its own connection; what each gave, or its refusal."""
    gate, found = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            found.append(act())
        except ValidationError as refused:
            found.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return found


def test_a_sign_up_is_noted_once(cast: Cast) -> None:
    amina, job = ready(cast.amina_journey), buffet(cast.kpa)
    signed = told.signed(told.shift(job, role(cast.kpa)), amina)
    fanny, karim = acting(cast.fanny), acting(cast.karim)
    done = at_once(
        lambda: actions.note_sign_up(fanny, signed.pk, NOW), lambda: actions.note_sign_up(karim, signed.pk, NOW)
    )
    assert sorted(each.again for each in done) == [False, True]  # type: ignore[attr-defined]
    assert Contribution.objects.count() == 1


def test_a_form_sent_twice_is_written_once(cast: Cast) -> None:
    amina, fanny, facts = ready(cast.amina_journey), acting(cast.fanny), work(cast.kpa)
    done = at_once(*[lambda: actions.note_work(fanny, amina.pk, facts, NOW, key="clef")] * 3)
    assert sorted(each.again for each in done) == [False, True, True]  # type: ignore[attr-defined]
    assert Contribution.objects.count() == 1


def test_a_line_is_corrected_once(cast: Cast) -> None:
    amina, fanny = ready(cast.amina_journey), acting(cast.fanny)
    line = told.note(cast, amina).line
    done = at_once(
        *[lambda m=minutes: actions.correct_work(fanny, line.pk, work(cast.kpa, minutes=m), NOW) for minutes in (5, 6)]
    )
    assert sum(isinstance(each, ValidationError) for each in done) == 1
    assert Contribution.objects.standing().count() == 1
