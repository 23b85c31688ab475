"""How long a person's file is kept: notice, then anonymisation, never without time to answer.

Mission rules, "Personal data" (CNIL reference 2021-028 [S]): two years after the last contact. A national platform
gives notice at 700 days, anonymises at 730, and leaves 30 days between [S]. The days are dated data
(models.rights.KeepingRule).
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Times:
    """Days without contact before the notice and before anonymisation, and days left after the notice."""

    notice_days: int
    days: int
    grace_days: int

    def noticed_from(self, last_contact: datetime.date) -> datetime.date:
        """The first day a notice is given."""
        return last_contact + datetime.timedelta(days=self.notice_days)

    def anonymised_from(self, last_contact: datetime.date, noticed_on: datetime.date) -> datetime.date:
        """The first day the file may be anonymised: never before the notice's time is over."""
        return max(
            last_contact + datetime.timedelta(days=self.days), noticed_on + datetime.timedelta(days=self.grace_days)
        )


class Decision(StrEnum):
    """What becomes of a file today."""

    KEEP = "keep"
    NOTICE = "notice"
    WAIT = "wait"
    ANONYMISE = "anonymise"


def decide(
    times: Times,
    last_contact: datetime.date,
    noticed_on: datetime.date | None,
    kept_until: datetime.date | None,
    today: datetime.date,
) -> Decision:
    """Keep while there is contact or a written reason; give notice; wait; anonymise.

    A notice older than the last contact is void: the person was heard of since. A file kept until a day with a written
    reason gets its notice, or a fresh one, once that day is past.
    """
    if kept_until is not None and kept_until >= today:
        return Decision.KEEP
    if today < times.noticed_from(last_contact):
        return Decision.KEEP
    if noticed_on is None or noticed_on <= last_contact or (kept_until is not None and noticed_on <= kept_until):
        return Decision.NOTICE
    return Decision.ANONYMISE if today >= times.anonymised_from(last_contact, noticed_on) else Decision.WAIT
