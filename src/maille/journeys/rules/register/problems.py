"""What a row has against it: an error refuses it, a warning lets it through and says so."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one column, in a French sentence that says what to do."""

    column: str
    level: Level
    message: str


def error(column: str, message: str) -> Problem:
    """The row is refused."""
    return Problem(column, Level.ERROR, message)


def warning(column: str, message: str) -> Problem:
    """The row is imported, and this is said."""
    return Problem(column, Level.WARNING, message)


def refuses(problems: tuple[Problem, ...] | list[Problem]) -> bool:
    """Whether one of them is an error."""
    return any(problem.level is Level.ERROR for problem in problems)
