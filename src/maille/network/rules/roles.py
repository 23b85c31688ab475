"""Roles of people in organisations, and what each role reaches.

A role is held in one organisation; it reaches the KPAs that organisation is, hosts, leads, funds or federates.
The French names are those of the field (mission brief, "Who uses it").
"""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What somebody is, in one organisation."""

    COOPERANT = "cooperant"
    CONTRIBUTOR = "contributor"
    HOST_REFERENT = "host_referent"
    MANAGER = "manager"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    OBSERVER = "observer"


ROLE_NAMES = {
    Role.COOPERANT: "Coopérant·e",
    Role.CONTRIBUTOR: "Contributeur·rice",
    Role.HOST_REFERENT: "Référent·e de la structure de portage",
    Role.MANAGER: "Responsable de la structure porteuse",
    Role.COORDINATOR: "Coordination du réseau",
    Role.ADMINISTRATOR: "Administration",
    Role.OBSERVER: "Partenaire ou financeur",
}

READS_FILES = frozenset({Role.CONTRIBUTOR, Role.HOST_REFERENT, Role.COORDINATOR})
WRITES_FILES = READS_FILES
READS_FIGURES = READS_FILES | {Role.MANAGER, Role.ADMINISTRATOR}
READS_REPORTS = READS_FIGURES | {Role.OBSERVER}
GOVERNS = frozenset({Role.CONTRIBUTOR, Role.MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR})

MANY_FILES = frozenset({Role.HOST_REFERENT, Role.COORDINATOR, Role.ADMINISTRATOR})
"""Roles that open the files of several KPAs, or give others the right to: one proof of identity is not enough."""

FROM_THE_KPA = frozenset({Role.COOPERANT, Role.CONTRIBUTOR})
GIVES = {
    Role.CONTRIBUTOR: FROM_THE_KPA,
    Role.MANAGER: FROM_THE_KPA | {Role.MANAGER},
    Role.COORDINATOR: frozenset(Role) - {Role.ADMINISTRATOR},
    Role.ADMINISTRATOR: frozenset(Role),
}
"""Role → the roles it may give in the organisations it governs: nobody gives more than they hold or look after."""

HELD_IN = {
    "kpa": (Role.COOPERANT, Role.CONTRIBUTOR),
    "network": (Role.COORDINATOR, Role.ADMINISTRATOR, Role.OBSERVER),
}
"""Kind of organisation → the roles held there; everywhere else, those of a partner."""

OF_A_PARTNER = (Role.MANAGER, Role.HOST_REFERENT, Role.OBSERVER)


def roles_to_give(giver: Role | None, kind: str, *, everything: bool = False) -> list[Role]:
    """The roles `giver` may give in an organisation of that kind, in the order a form shows them."""
    held = HELD_IN.get(kind, OF_A_PARTNER)
    allowed = frozenset(Role) if everything else GIVES.get(giver, frozenset()) if giver else frozenset()
    return [role for role in held if role in allowed]


@dataclass(frozen=True)
class Actor:
    """Who is asking, under which membership, on which day; every scope is read from here.

    The sets hold organisation ids. `everything` is for the command line alone, never for a request.
    """

    today: datetime.date
    user_id: int | None = None
    membership_id: int | None = None
    role: Role | None = None
    organisation_id: int | None = None
    files: frozenset[int] = field(default_factory=frozenset)
    """KPAs whose people's files may be opened."""
    writes: frozenset[int] = field(default_factory=frozenset)
    """KPAs whose people's files may be changed."""
    figures: frozenset[int] = field(default_factory=frozenset)
    """KPAs whose aggregates may be read (with small counts hidden where files may not be opened)."""
    public_figures: frozenset[int] = field(default_factory=frozenset)
    """KPAs whose public aggregates may be read."""
    governs: frozenset[int] = field(default_factory=frozenset)
    """Organisations whose facts, relations, choices and memberships may be changed."""
    sees: frozenset[int] = field(default_factory=frozenset)
    """Organisations whose page may be read."""
    everything: bool = False

    @classmethod
    def nobody(cls, today: datetime.date) -> "Actor":
        """Somebody not signed in, or without a membership valid today: reaches nothing."""
        return cls(today=today)

    @classmethod
    def command_line(cls, today: datetime.date) -> "Actor":
        """Whoever runs `./maille` on the machine itself already holds the database."""
        return cls(today=today, everything=True)

    @property
    def is_administrator(self) -> bool:
        """Whether this membership looks after the installation."""
        return self.everything or self.role == Role.ADMINISTRATOR
