"""What one posting moves, before it is written: whole cents from one account to another."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """`cents` leave account `source` and reach account `target`; strictly positive."""

    source: int
    target: int
    cents: int


def problems(moves: Iterable[Move]) -> list[str]:
    """What forbids these moves, in French; empty when they may be posted."""
    found = []
    moves = list(moves)
    if not moves:
        found.append("Aucun mouvement : il n'y a rien à écrire.")
    if any(move.cents <= 0 for move in moves):
        found.append("Un mouvement porte une somme strictement positive.")
    if any(move.source == move.target for move in moves):
        found.append("Un mouvement va d'un compte à un autre.")
    return found


def reversed_(moves: Iterable[Move]) -> tuple[Move, ...]:
    """The moves that undo these."""
    return tuple(Move(move.target, move.source, move.cents) for move in moves)


def net(moves: Iterable[Move]) -> dict[int, int]:
    """Account → what it gains (or, negative, loses); the whole adds up to zero."""
    found: dict[int, int] = {}
    for move in moves:
        found[move.source] = found.get(move.source, 0) - move.cents
        found[move.target] = found.get(move.target, 0) + move.cents
    return found
