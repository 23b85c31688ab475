"""Two people adopt a rule for the same activity and the same day at once: one stands, the other is told in words.

On both databases: on SQLite, in a file with the settings of an installation (conftest.real_database).
"""

import contextlib
import datetime
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from maille.activities.models import Activity
from maille.sharing.actions import adopting
from maille.sharing.actions.adopting import Adoption, adopt
from maille.sharing.actions.drafts import begin_draft, rule_for
from maille.sharing.models import Decision, RuleDraft, RuleVersion, SharingRule, rule_in_force
from tests.cast import Cast, make_cast
from tests.patience import PATIENCE
from tests.sharing.rules.help import NOW, RULE, TODAY, day, fanny, write_draft

OTHER = {**RULE, "remainder": "solidarity"}


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each in its own thread and connection, begun together; what each gave, or its refusal by field."""
    ready, told = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        try:
            ready.wait(timeout=PATIENCE)
            told.append(act())
        except ValidationError as refused:
            told.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join(PATIENCE)
    return told


@pytest.fixture
def both_look(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Once called: whoever has checked waits a second for the other to have checked too."""
    barriers: list[threading.Barrier] = []
    check = adopting._check

    def then_wait(*arguments: Any) -> None:
        check(*arguments)
        for each in barriers:
            with contextlib.suppress(threading.BrokenBarrierError):
                each.wait(timeout=1)

    monkeypatch.setattr(adopting, "_check", then_wait)
    return lambda: barriers.append(threading.Barrier(2))


def agreed(cast: Cast, valid_from: datetime.date) -> Adoption:
    """By consent, today, Amina there."""
    return Adoption(TODAY, "consent", valid_from, people=[cast.amina.pk])


def meals(cast: Cast) -> Activity:
    return Activity.objects.create(kpa=cast.kpa, name="Traiteur", opened_on=day(1))


def adopted(told: list[Any]) -> tuple[RuleVersion, ValidationError]:
    """The one that stands, and what the other was told."""
    assert len(told) == 2
    (version,) = [each for each in told if isinstance(each, RuleVersion)]
    (refused,) = [each for each in told if isinstance(each, ValidationError)]
    return version, refused


def test_of_two_drafts_for_one_day_one_stands(real_database: None, both_look: Callable[[], None]) -> None:
    cast = make_cast(TODAY)
    activity = meals(cast)
    drafts = [write_draft(cast, activity, name=name, content=content) for name, content in [("A", RULE), ("B", OTHER)]]
    facts = agreed(cast, day(7))
    both_look()
    version, refused = adopted(at_once(*[lambda pk=each.pk: adopt(fanny(cast), pk, facts, NOW) for each in drafts]))
    assert refused.message_dict == {
        "valid_from": [
            "La version 1 vaut à partir du 01/07/2026. Choisissez un jour après : ce qui a été décidé ne change pas."
        ]
    }
    assert list(RuleVersion.objects.values_list("pk", "number")) == [(version.pk, 1)]
    assert Decision.objects.count() == 1, "the refused one wrote no decision either"
    assert rule_in_force(cast.kpa.pk, activity.pk, day(7)) == version
    assert RuleDraft.objects.exclude(name=version.name).count() == 1, "the other draft waits, nothing lost"


def test_the_same_draft_is_adopted_once(real_database: None, both_look: Callable[[], None]) -> None:
    cast = make_cast(TODAY)
    draft, facts = write_draft(cast, meals(cast)), agreed(cast, day(7))
    both_look()
    _, refused = adopted(at_once(*[lambda: adopt(fanny(cast), draft.pk, facts, NOW)] * 2))
    assert refused.messages == ["Ce brouillon n'est plus là : quelqu'un vient de l'adopter ou de le retirer."]
    assert Decision.objects.count() == RuleVersion.objects.count() == 1


def test_two_first_rules_begun_and_adopted_at_once(real_database: None) -> None:
    """The activity has no rule yet: both begin it, write a draft and adopt it for the same day."""
    cast = make_cast(TODAY)
    write_draft(cast).delete()  # the group's roles
    activity, facts = meals(cast), agreed(cast, day(7))

    def all_of_it(name: str) -> RuleVersion:
        rule = rule_for(fanny(cast), cast.kpa, activity)
        return adopt(fanny(cast), begin_draft(fanny(cast), rule, name, RULE, NOW).pk, facts, NOW)

    version, refused = adopted(at_once(lambda: all_of_it("A"), lambda: all_of_it("B")))
    assert list(refused.message_dict) == ["valid_from"]
    assert SharingRule.objects.filter(activity=activity).count() == 1
    assert list(RuleVersion.objects.all()) == [version]
