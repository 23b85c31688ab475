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
    ANY = "tous"


STATES = {
    Wanted.UNDER_WAY: "En cours",
    Wanted.SUSPENDED: "En pause",
    Wanted.LEFT: "Sorti·es",
    Wanted.MOVED: "Passé·es dans un autre KPA",
}


@dataclass(frozen=True)
class Filters:
    """Nothing asked by default. Every condition is about the journey shown: the latest one begun, in the KPA asked.

    An address that names no state means the people present, or everybody when it searches a name: whoever looks for
    somebody does not know whether they have left.
    """

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
        stage = asked.get("etape", "")
        words = tuple(fold(printable(asked.get("q", "")))[:100].split()[:MOST_WORDS])
        state = asked.get("etat", "")
        if state not in {*STATES, Wanted.ANY}:
            state = Wanted.ANY if words else Wanted.UNDER_WAY
        return cls(
            words=words,
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
        return bool(self.state or self.narrowed)

    @property
    def narrowed(self) -> bool:
        """Whether something besides the KPA and the state is asked of the journey shown."""
        return bool(self.stage or self.referent or self.missing or self.year)


def printable(text: str) -> str:
    """What was typed, without what no name holds."""
    return "".join(letter if letter.isprintable() and letter != "|" else " " for letter in text)


def number(text: str, lowest: int = 1, highest: int = 2**62) -> int | None:
    """A whole number between bounds, or None."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        return None
    value = int(text)
    return value if lowest <= value <= highest else None
