"""The readiness rule: what blocks, what is only asked for, and the state on any day."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maille.journeys.rules.readiness import Answer, Facts, Kept, Period, State, announced, readiness
from maille.network.rules.pieces import CHOSEN, PieceKind

D = datetime.date
DAY = D(2026, 6, 15)
FULL = Facts(
    periods=(Period(D(2026, 1, 1), D(2026, 12, 31), D(2025, 12, 20)),),
    answers=(Answer(D(2025, 12, 1), "validated", D(2025, 12, 10), D(2026, 1, 1), D(2026, 12, 31)),),
    pieces=tuple(Kept(kind, D(2025, 12, 1)) for kind in ("identity", "address", "notice", "charter")),
    bank=((D(2025, 12, 1), None),),
    birth_date=D(1990, 1, 1),
    right_to_work_needed=False,
    required=frozenset(CHOSEN),
)
days = st.dates(D(2024, 1, 1), D(2028, 12, 31))
maybe = st.none() | days


def test_somebody_with_everything_may_work() -> None:
    told = readiness(FULL, DAY)
    assert told.ready
    assert told.missing == ()
    assert told.label == "Peut travailler"


@pytest.mark.parametrize(
    ("change", "key", "name"),
    [
        ({"periods": ()}, "contract", "le contrat signé"),
        ({"periods": (Period(D(2026, 1, 1), D(2026, 12, 31)),)}, "contract", "la signature du contrat"),
        ({"answers": ()}, "insurance", "l'accord de l'assureur"),
        ({"answers": (Answer(D(2026, 6, 1)),)}, "insurance", "la réponse de l'assureur"),
        ({"answers": (Answer(D(2026, 6, 1), "refused", D(2026, 6, 3)),)}, "insurance", "l'accord de l'assureur"),
        ({"right_to_work_needed": None}, "right_to_work", "la réponse sur l'autorisation de travail"),
        ({"right_to_work_needed": True}, "right_to_work", "l'autorisation de travail"),
        ({"birth_date": D(2009, 6, 1)}, "authorisation", "l'autorisation du représentant légal"),
        ({"birth_date": None}, "authorisation", "la date de naissance"),
        ({"under_way": False}, "journey", "un parcours en cours"),
    ],
)
@pytest.mark.parametrize("required", [frozenset(), frozenset(CHOSEN)])
def test_some_pieces_always_block(change: dict[str, object], key: str, name: str, required: frozenset[str]) -> None:
    told = readiness(replace(FULL, required=required, **change), DAY)
    assert not told.ready
    assert [(each.key, each.name) for each in told.blocking] == [(key, name)]
    assert told.blocking[0].sentence.endswith(".")
    assert told.blocking[0].simply.endswith(".")


@pytest.mark.parametrize("kind", CHOSEN)
def test_the_others_block_when_the_kpa_says_so(kind: PieceKind) -> None:
    without = replace(FULL, pieces=tuple(each for each in FULL.pieces if each.kind != kind))
    without = replace(without, bank=()) if kind == PieceKind.BANK else without
    assert [each.key for each in readiness(without, DAY).blocking] == [kind.value]
    optional = readiness(replace(without, required=frozenset()), DAY)
    assert optional.ready
    assert [each.key for each in optional.to_complete] == [kind.value]


def test_what_blocks_comes_first_and_reads_as_a_list() -> None:
    told = readiness(Facts(birth_date=D(1990, 1, 1), right_to_work_needed=False), DAY)
    assert told.lacking == "le contrat signé et l'accord de l'assureur"
    assert [each.blocks for each in told.missing] == sorted((each.blocks for each in told.missing), reverse=True)


def test_an_answer_counts_from_the_day_it_came() -> None:
    facts = replace(FULL, answers=(Answer(D(2026, 6, 1), "validated", D(2026, 6, 10), D(2026, 6, 5)),))
    assert not readiness(facts, D(2026, 6, 9)).ready
    assert readiness(facts, D(2026, 6, 10)).ready


def test_a_renewal_refused_leaves_the_cover_until_its_end() -> None:
    facts = replace(FULL, answers=(*FULL.answers, Answer(D(2026, 5, 1), "refused", D(2026, 5, 8))))
    assert readiness(facts, DAY).ready
    assert not readiness(facts, D(2027, 1, 1)).ready


def test_an_early_end_stops_the_work_the_day_after() -> None:
    facts = replace(FULL, periods=(replace(FULL.periods[0], terminated_on=DAY),))
    assert readiness(facts, DAY).ready
    assert not readiness(facts, DAY + datetime.timedelta(days=1)).ready


def test_the_authorisation_is_asked_until_the_eighteenth_birthday() -> None:
    facts = replace(FULL, birth_date=D(2008, 6, 16))
    assert not readiness(facts, D(2026, 6, 15)).ready
    assert readiness(facts, D(2026, 6, 16)).ready


def test_a_document_out_of_date_is_said_so_with_the_day() -> None:
    facts = replace(
        FULL, right_to_work_needed=True, pieces=(*FULL.pieces, Kept("right_to_work", D(2026, 1, 1), D(2026, 6, 14)))
    )
    [missing] = readiness(facts, DAY).blocking
    assert "14/06/2026" in missing.sentence
    assert readiness(facts, D(2026, 6, 14)).ready


@given(
    periods=st.lists(st.builds(Period, days, maybe, maybe, maybe), max_size=4).map(tuple),
    answers=st.lists(
        st.builds(Answer, days, st.sampled_from(["", "validated", "refused"]), maybe, maybe, maybe), max_size=4
    ).map(tuple),
    pieces=st.lists(st.builds(Kept, st.sampled_from(list(PieceKind)), days, maybe, maybe), max_size=6).map(tuple),
    birth=maybe,
    needed=st.none() | st.booleans(),
    required=st.frozensets(st.sampled_from(CHOSEN)),
    day=days,
)
def test_ready_means_exactly_that_nothing_blocking_is_missing(
    periods, answers, pieces, birth, needed, required, day
) -> None:
    facts = Facts(True, periods, answers, pieces, (), birth, needed, required)
    told = readiness(facts, day)
    assert told.ready == (not told.blocking)
    assert len(told.lines) == len(PieceKind)
    assert all(each.name and each.sentence and each.simply and "{" not in each.sentence for each in told.missing)
    if told.ready:
        assert any(each.signed_on and each.signed_on <= day and each.started_on <= day for each in periods)
        assert any(each.answer == "validated" and each.answered_on and each.answered_on <= day for each in answers)
        assert birth is not None
        assert needed is not None


@given(facts_day=days, more=st.frozensets(st.sampled_from(CHOSEN)))
def test_asking_for_more_never_makes_somebody_ready(facts_day: D, more: frozenset[str]) -> None:
    bare = replace(FULL, pieces=(), bank=(), required=frozenset())
    if readiness(replace(bare, required=more), facts_day).ready:
        assert readiness(bare, facts_day).ready


@given(day=days, before=st.integers(0, 400))
def test_ends_are_announced_sixty_then_thirty_days_ahead(day: D, before: int) -> None:
    expected = 30 if before <= 30 else 60 if before <= 60 else None
    assert announced(day, day - datetime.timedelta(days=before)) == expected
    assert announced(day, day + datetime.timedelta(days=before + 1)) is None
    assert announced(None, day) is None


def test_every_state_reads_in_words() -> None:
    told = readiness(FULL, DAY)
    assert all(line.state in (State.HELD, State.NOT_NEEDED) for line in told.lines)
    assert all(line.sentence.endswith(".") and line.simply.endswith(".") for line in told.lines)
