"""What is known of a person and of a journey, as immutable values that rules and actions exchange."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Identity:
    """Who somebody is."""

    last_name: str
    first_name: str
    birth_date: datetime.date | None
    sex: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Situation:
    """The situation at entry; None and "" mean unknown. `planned_months` in months."""

    planned_months: int | None = None
    prescriber_id: int | None = None
    postal_code: str = ""
    commune: str = ""
    qpv: bool | None = None
    single_parent: bool | None = None
    international_protection: bool | None = None
    level: str = ""
    registered_on: datetime.date | None = None
    mission_locale: bool | None = None
    disabled: bool | None = None


@dataclass(frozen=True)
class KpaRule:
    """A KPA's own choices that entry is checked against; ages in years, duration in months."""

    name: str
    minimum_age: int = 16
    maximum_age: int | None = None
    maximum_months: int = 36


@dataclass(frozen=True)
class Pause:
    """A suspension, both days included; open when `ended_on` is None."""

    started_on: datetime.date
    ended_on: datetime.date | None = None


@dataclass(frozen=True)
class Facts:
    """A journey as its dates tell it."""

    entered_on: datetime.date
    ended_on: datetime.date | None = None
    end_kind: str = ""
    planned_months: int | None = None
    stages: tuple[tuple[datetime.date, str], ...] = ()
    """Each stage with the day it starts."""
    referents: tuple[tuple[datetime.date, str], ...] = ()
    """Each referent's name with the day they start."""
    pauses: tuple[Pause, ...] = ()
