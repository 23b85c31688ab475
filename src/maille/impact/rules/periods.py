"""The period a report is about, and how people type its days."""

import datetime
import re
from dataclasses import dataclass

DAY_FORMS = ((r"(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3)), (r"(\d{1,2})/(\d{1,2})/(\d{4})", (3, 2, 1)))


@dataclass(frozen=True, order=True)
class Period:
    """From one day to another, both included."""

    start: datetime.date
    end: datetime.date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(
                f"La période finit ({self.end:%d/%m/%Y}) avant de commencer ({self.start:%d/%m/%Y}) : "
                "inversez les dates."
            )

    def as_json(self) -> dict[str, str]:
        """The period as the report prints it."""
        return {"from": self.start.isoformat(), "to": self.end.isoformat()}

    def __str__(self) -> str:
        return f"du {self.start:%d/%m/%Y} au {self.end:%d/%m/%Y}"


def read_day(text: str) -> datetime.date:
    """A day typed `2022-03-01` or `01/03/2022`; a ValueError says in French what is wrong."""
    for pattern, (year, month, day) in DAY_FORMS:
        if found := re.fullmatch(pattern, text.strip()):
            try:
                return datetime.date(int(found[year]), int(found[month]), int(found[day]))
            except ValueError:
                raise ValueError(f"Le {text.strip()} n'existe pas au calendrier.") from None
    raise ValueError(f"« {text} » n'est pas une date : écrivez-la 2022-03-01 ou 01/03/2022.")
