"""What a list of people is narrowed to: the same values come from the page's address and from the export's."""

from collections.abc import Mapping
from dataclasses import dataclass

from maille.journeys.rules.names import fold
from maille.journeys.rules.terms import StageKind

MOST_WORDS = 5


class Wanted:
    """States to look for, as the address writes them."""

    UNDER_WAY = "en-cours"
    SUSPENDED = "en-pause"
    LEFT = "sortis"
    MOVED = "partis"


STATES = {
    Wanted.UNDER_WAY: "En cours",
    Wanted.SUSPENDED: "En pause",
    Wanted.LEFT: "Sortis",
    Wanted.MOVED: "Partis dans un autre KPA",
}


@dataclass(frozen=True)
class Filters:
    """Nothing asked by default. Every condition is about the journey shown: the latest one begun, in the KPA asked."""

    words: tuple[str, ...] = ()
    """Folded; each must begin a word of the person's names."""
    kpa: int | None = None
    state: str = ""
    stage: str = ""
    referent: int | None = None
    missing: bool = False
    year: int | None = None
    """Year of entry."""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filters":
        """From the parameters of an address; what cannot be understood is not asked."""
        state, stage = asked.get("etat", ""), asked.get("etape", "")
        return cls(
            words=tuple(fold(printable(asked.get("q", "")))[:100].split()[:MOST_WORDS]),
            kpa=number(asked.get("kpa", "")),
            state=state if state in STATES else "",
            stage=stage if stage in set(StageKind) else "",
            referent=number(asked.get("referent", "")),
            missing=asked.get("manque", "") == "1",
            year=number(asked.get("annee", ""), 1900, 2200),
        )

    @property
    def about_the_journey(self) -> bool:
        """Whether something besides the KPA is asked of the journey shown."""
        return bool(self.state or self.stage or self.referent or self.missing or self.year)

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return bool(self.words or self.kpa or self.about_the_journey)


def printable(text: str) -> str:
    """What was typed, without what no name holds."""
    return "".join(letter if letter.isprintable() and letter != "|" else " " for letter in text)


def number(text: str, lowest: int = 1, highest: int = 2**62) -> int | None:
    """A whole number between bounds, or None."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        return None
    value = int(text)
    return value if lowest <= value <= highest else None
