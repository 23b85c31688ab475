"""What stands on a report's cover besides its figures."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Cover:
    """Whose report, of what, made when; `number` and `digest` only when it is frozen."""

    network: str
    scope: str
    made_on: datetime.date
    title: str = "Bilan et chiffres clés"
    number: str = ""
    digest: str = ""
