"""A draft becomes a version by a decision, once, for ever; the version valid on the job's day applies."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from maille.activities.models import Activity, Job
from maille.journeys.actions import ConflictError
from maille.network.access import actor_for
from maille.sharing.actions.adopting import Adoption, adopt
from maille.sharing.actions.drafts import begin_draft, remove_draft, rule_for, save_draft
from maille.sharing.models import Decision, DecisionPresence, RuleDraft, RuleVersion, rule_in_force
from maille.sharing.models.rule_words import how_decided, in_words, version_at, who_was_there, with_presences
from tests.cast import Cast
from tests.sharing.rules.help import NOW, RULE, TODAY, day, fanny, write_draft, write_version


def test_a_draft_is_saved_as_often_as_one_likes(cast: Cast) -> None:
    draft = write_draft(cast)
    again = save_draft(fanny(cast), draft.pk, 1, "Essai", {**RULE, "remainder": "solidarity"}, NOW)
    assert (again.version, again.name, again.content["remainder"]) == (2, "Essai", "solidarity")
    with pytest.raises(ConflictError):
        save_draft(fanny(cast), draft.pk, 1, "Autre", RULE, NOW)
    with pytest.raises(ValidationError, match="magie"):
        save_draft(fanny(cast), draft.pk, 2, "Autre", {"steps": [{"kind": "magie"}]}, NOW)
    remove_draft(fanny(cast), draft.pk)
    with pytest.raises(ValidationError, match="plus là"):
        save_draft(fanny(cast), draft.pk, 2, "Autre", RULE, NOW)


def test_adopting_writes_the_version_the_decision_and_who_was_there(cast: Cast) -> None:
    version = write_version(
        cast, day(4), people=[cast.amina.pk, cast.lea.pk], how="vote", votes_for=6, votes_against=1, abstentions=2,
        others="Deux voisins",
    )  # fmt: skip
    assert version.number == 1
    assert version.content == RULE
    assert not RuleDraft.objects.exists()
    found = RuleVersion.objects.select_related("decision").prefetch_related(with_presences()).get()
    assert who_was_there(found.decision) == ["Amina Benali", "Léa Fontaine", "Fanny", "Deux voisins"]
    assert how_decided(found.decision) == "par un vote : 6 pour, 1 contre, 2 abstentions"


def test_the_second_who_adopts_the_same_draft_is_told(cast: Cast) -> None:
    draft = write_draft(cast)
    told = Adoption(day(6), "consent", day(6), people=[cast.amina.pk])
    adopt(fanny(cast), draft.pk, told, NOW)
    with pytest.raises(ValidationError, match="plus là"):
        adopt(fanny(cast), draft.pk, told, NOW)
    assert Decision.objects.count() == RuleVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"on": day(6, 16)}, "on"),
        ({"valid_from": day(4)}, "valid_from"),
        ({"valid_from": day(3, 31)}, "valid_from"),
        ({"how": "tirage"}, "how"),
        ({"how": "vote"}, "votes_for"),
        ({"how": "vote", "votes_for": 2, "votes_against": 2}, "votes_against"),
        ({"people": []}, "present"),
        ({"people": [0]}, "present"),
        ({"users": [0]}, "present"),
    ],
)
def test_what_was_not_decided_is_refused(cast: Cast, facts: dict[str, Any], field: str) -> None:
    write_version(cast, day(4))
    draft = write_draft(cast)
    told: dict[str, Any] = {"on": TODAY, "how": "consent", "valid_from": day(7), "people": [cast.amina.pk]}
    with pytest.raises(ValidationError) as refused:
        adopt(fanny(cast), draft.pk, Adoption(**{**told, **facts}), NOW)
    assert list(refused.value.message_dict) == [field]
    assert RuleVersion.objects.count() == Decision.objects.count() == 1


def test_somebody_who_was_not_of_the_group_that_day_was_not_there(cast: Cast) -> None:
    draft = write_draft(cast)
    told = Adoption(day(1, 2), "consent", day(2), people=[cast.yanis.pk])
    with pytest.raises(ValidationError, match="n'était pas du groupe"):
        adopt(fanny(cast), draft.pk, told, NOW)


def test_a_rule_of_unknown_roles_is_not_adopted(cast: Cast) -> None:
    content = {**RULE, "steps": [{"kind": "pay", "rate_per_hour": 1, "roles": ["plonge"]}]}
    with pytest.raises(ValidationError, match="plonge"):
        write_version(cast, day(4), content=content)


def test_only_those_who_write_in_the_kpa_do(cast: Cast) -> None:
    draft = write_draft(cast)
    charlie = actor_for(cast.charlie, None, TODAY)
    with pytest.raises(PermissionDenied):
        rule_for(charlie, cast.kpa, None)
    with pytest.raises(PermissionDenied):
        begin_draft(charlie, draft.rule, "À moi", RULE, NOW)
    for act in (
        lambda: save_draft(charlie, draft.pk, 1, "x", RULE, NOW),
        lambda: remove_draft(charlie, draft.pk),
        lambda: adopt(charlie, draft.pk, Adoption(day(6), "consent", day(6), others="Moi"), NOW),
    ):
        with pytest.raises(ValidationError, match="plus là"):
            act()
    assert RuleDraft.objects.get().version == 1
    theirs = Activity.objects.create(kpa=cast.other_kpa, name="Couture", opened_on=day(1))
    with pytest.raises(ValidationError, match="pas de ce KPA"):
        rule_for(fanny(cast), cast.kpa, theirs)


def test_the_rule_valid_on_the_jobs_day_applies(cast: Cast) -> None:
    catering = Activity.objects.create(kpa=cast.kpa, name="Traiteur", opened_on=day(1))
    first, second = write_version(cast, day(3)), write_version(cast, day(5))
    own = write_version(cast, day(6), catering)
    at = {(month, activity): rule_in_force(cast.kpa.pk, activity, day(month, 15)) for month in (2, 3, 5, 6)
          for activity in (None, catering.pk)}  # fmt: skip
    assert at[2, None] is None
    assert (at[3, None], at[5, None], at[6, None]) == (first, second, second)
    assert (at[3, catering.pk], at[5, catering.pk], at[6, catering.pk]) == (first, second, own)


def test_a_rule_changed_in_the_middle_of_a_job_is_said(cast: Cast) -> None:
    first = write_version(cast, day(3), name="Notre partage")
    write_version(cast, day(5, 10), name="Le nouveau")
    job = Job(kpa=cast.kpa, title="Buffet", starts_on=day(5, 9), ends_on=day(5, 12), entered_at=NOW)
    applies = rule_in_force(cast.kpa.pk, None, job.day)
    assert applies == first
    said = in_words(applies, job)
    assert "9 mai 2026" in said
    assert "version 1" in said
    assert "a changé pendant la prestation, le 10 mai 2026" in said
    job.ends_on = day(5, 9)
    assert "a changé" not in in_words(applies, job)
    assert "pas de règle" in in_words(None, job)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8, unique=True), st.integers(-5, 70))
def test_versions_are_chosen_by_date(starts: list[int], asked: int) -> None:
    base = day(1)
    versions = [RuleVersion(number=rank, valid_from=base.fromordinal(base.toordinal() + start)) for rank, start in
                enumerate(sorted(starts), 1)]  # fmt: skip
    found = version_at(versions, base.fromordinal(base.toordinal() + asked))
    begun = [each for each in sorted(starts) if each <= asked]
    assert (found.number if found else 0) == len(begun)


@pytest.mark.parametrize("model", [Decision, DecisionPresence, RuleVersion])
def test_what_was_decided_never_changes_in_the_database_itself(cast: Cast, model: Any) -> None:
    write_version(cast, day(4))
    table = model._meta.db_table
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert model.objects.exists()
