"""The closed vocabularies of support."""

from enum import StrEnum


class InterviewKind(StrEnum):
    """Why two people sat down."""

    WELCOME = "welcome"
    FOLLOW_UP = "follow_up"
    STAGE = "stage"
    LEAVING = "leaving"
    AFTER = "after"


INTERVIEW_NAMES = {
    InterviewKind.WELCOME: "Entretien d'accueil",
    InterviewKind.FOLLOW_UP: "Entretien de suivi",
    InterviewKind.STAGE: "Bilan d'étape",
    InterviewKind.LEAVING: "Entretien de sortie",
    InterviewKind.AFTER: "Entretien après la sortie",
}


class BarrierKind(StrEnum):
    """The ten barriers of the field."""

    HOUSING = "housing"
    EMPLOYMENT = "employment"
    TRAINING = "training"
    ADMINISTRATIVE = "administrative"
    FINANCIAL = "financial"
    MOBILITY = "mobility"
    HEALTH = "health"
    FAMILY = "family"
    LANGUAGE = "language"
    DIGITAL = "digital"


BARRIER_NAMES = {
    BarrierKind.HOUSING: "Logement",
    BarrierKind.EMPLOYMENT: "Emploi",
    BarrierKind.TRAINING: "Formation",
    BarrierKind.ADMINISTRATIVE: "Difficulté administrative",
    BarrierKind.FINANCIAL: "Difficulté financière",
    BarrierKind.MOBILITY: "Mobilité",
    BarrierKind.HEALTH: "Santé",
    BarrierKind.FAMILY: "Contraintes familiales",
    BarrierKind.LANGUAGE: "Maîtrise de la langue",
    BarrierKind.DIGITAL: "Numérique",
}


class Domain(StrEnum):
    """What an interview, an orientation or a procedure is about."""

    PROJECT = "project"
    EMPLOYMENT = "employment"
    TRAINING = "training"
    RIGHTS = "rights"
    HEALTH = "health"
    HOUSING = "housing"
    MONEY = "money"
    MOBILITY = "mobility"
    FAMILY = "family"
    LANGUAGE = "language"
    DIGITAL = "digital"
    OTHER = "other"


DOMAIN_NAMES = {
    Domain.PROJECT: "Projet",
    Domain.EMPLOYMENT: "Emploi",
    Domain.TRAINING: "Formation",
    Domain.RIGHTS: "Accès aux droits",
    Domain.HEALTH: "Santé",
    Domain.HOUSING: "Logement",
    Domain.MONEY: "Budget",
    Domain.MOBILITY: "Mobilité",
    Domain.FAMILY: "Famille",
    Domain.LANGUAGE: "Langue",
    Domain.DIGITAL: "Numérique",
    Domain.OTHER: "Autre",
}


class OrientationOutcome(StrEnum):
    """What came of an orientation; "" while nothing is known."""

    WELCOMED = "welcomed"
    HELPED = "helped"
    REFUSED = "refused"
    NOT_GONE = "not_gone"
    NO_ANSWER = "no_answer"


ORIENTATION_NAMES = {
    OrientationOutcome.WELCOMED: "Reçu·e",
    OrientationOutcome.HELPED: "Aidé·e",
    OrientationOutcome.REFUSED: "Refusé·e par le partenaire",
    OrientationOutcome.NOT_GONE: "N'y est pas allé·e",
    OrientationOutcome.NO_ANSWER: "Sans réponse du partenaire",
}


class ProcedureOutcome(StrEnum):
    """How a procedure ended."""

    OBTAINED = "obtained"
    REFUSED = "refused"
    DROPPED = "dropped"


PROCEDURE_NAMES = {
    ProcedureOutcome.OBTAINED: "Obtenue",
    ProcedureOutcome.REFUSED: "Refusée",
    ProcedureOutcome.DROPPED: "Abandonnée",
}
