"""Words of activities: states of a job, natures of work (brief: "who did what, paid or not, production or not")."""

from enum import StrEnum


class JobState(StrEnum):
    """Where a job stands, from an idea to closed."""

    IDEA = "idea"
    ASKED = "asked"
    PLANNED = "planned"
    DONE = "done"
    CLOSED = "closed"
    CANCELLED = "cancelled"


JOB_STATES = {
    JobState.IDEA: "Idée",
    JobState.ASKED: "Demande reçue",
    JobState.PLANNED: "Prévue",
    JobState.DONE: "Faite",
    JobState.CLOSED: "Clôturée",
    JobState.CANCELLED: "Annulée",
}


class PotKind(StrEnum):
    """What the money of a pot comes from: a job for a client, sales, or a contributory budget (a grant, a fund)."""

    JOB = "job"
    SALE = "sale"
    BUDGET = "budget"


POT_KINDS = {
    PotKind.JOB: "Prestation",
    PotKind.SALE: "Vente",
    PotKind.BUDGET: "Budget contributif",
}


class WorkKind(StrEnum):
    """The nature of some work; only production makes what is sold."""

    PRODUCTION = "production"
    COORDINATION = "coordination"
    SELLING = "selling"
    TEACHING = "teaching"
    CLEANING = "cleaning"
    MEETING = "meeting"
    OTHER = "other"


WORK_KINDS = {
    WorkKind.PRODUCTION: "Production",
    WorkKind.COORDINATION: "Coordination",
    WorkKind.SELLING: "Vente",
    WorkKind.TEACHING: "Transmission",
    WorkKind.CLEANING: "Ménage et rangement",
    WorkKind.MEETING: "Réunion",
    WorkKind.OTHER: "Autre",
}
