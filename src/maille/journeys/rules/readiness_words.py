"""How each line of the readiness checklist reads: a short name to list, a sentence for the team, one for the person.

French as it is shown; `{since}` and `{until}` are days.
"""

import datetime
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from maille.network.rules.pieces import PieceKind


class State(StrEnum):
    """Where one line stands on a day."""

    HELD = "held"
    NOT_NEEDED = "not_needed"
    MISSING = "missing"
    UNKNOWN = "unknown"
    AWAITED = "awaited"
    LATER = "later"
    REFUSED = "refused"
    EXPIRED = "expired"


STATE_NAMES = {
    State.HELD: "En règle",
    State.NOT_NEEDED: "Pas nécessaire",
    State.MISSING: "Manque",
    State.UNKNOWN: "À demander",
    State.AWAITED: "En attente",
    State.LATER: "Pas encore commencé",
    State.REFUSED: "Refusé",
    State.EXPIRED: "Expiré",
}


class Words(NamedTuple):
    """One state of one line."""

    name: str
    desk: str
    pocket: str


NO_JOURNEY = Words(
    "un parcours en cours",
    "Aucun parcours n'est en cours ici à cette date : ouvrez-en un.",
    "Votre parcours n'est pas en cours. Parlez-en à votre KPA.",
)

TEXTS: dict[tuple[PieceKind, State], Words] = {
    (PieceKind.CONTRACT, State.HELD): Words(
        "le contrat signé", "Contrat signé, en cours depuis le {since}{to}.", "Votre contrat est signé{to}."
    ),
    (PieceKind.CONTRACT, State.MISSING): Words(
        "le contrat signé", "Aucun contrat : préparez-le et faites-le signer.", "Vous devez signer un contrat."
    ),
    (PieceKind.CONTRACT, State.AWAITED): Words(
        "la signature du contrat",
        "Un contrat est prêt, il manque une signature : faites-le signer par tous.",
        "Votre contrat est prêt. Il reste à le signer.",
    ),
    (PieceKind.CONTRACT, State.LATER): Words(
        "le début du contrat",
        "Le contrat est signé et commence le {since} : attendez ce jour.",
        "Votre contrat commence le {since}.",
    ),
    (PieceKind.CONTRACT, State.EXPIRED): Words(
        "un contrat en cours",
        "Le contrat s'est terminé le {until} : signez un renouvellement ou un autre contrat.",
        "Votre contrat est fini depuis le {until}. Il en faut un autre.",
    ),
    (PieceKind.INSURANCE, State.HELD): Words(
        "l'accord de l'assureur", "L'assureur a dit oui, à partir du {since}{to}.", "L'assureur a dit oui{to}."
    ),
    (PieceKind.INSURANCE, State.MISSING): Words(
        "l'accord de l'assureur",
        "L'assureur n'a rien reçu : envoyez-lui la fiche navette.",
        "Votre KPA doit demander l'accord de l'assureur.",
    ),
    (PieceKind.INSURANCE, State.AWAITED): Words(
        "la réponse de l'assureur",
        "Demande envoyée à l'assureur le {since} : attendez sa réponse, puis notez-la.",
        "On a écrit à l'assureur. On attend sa réponse.",
    ),
    (PieceKind.INSURANCE, State.LATER): Words(
        "le début de l'assurance",
        "L'assureur a dit oui, à partir du {since} seulement : attendez ce jour.",
        "Votre assurance commence le {since}.",
    ),
    (PieceKind.INSURANCE, State.REFUSED): Words(
        "l'accord de l'assureur",
        "L'assureur a refusé le {since} : voyez pourquoi avec lui, puis envoyez une nouvelle demande.",
        "L'assureur a dit non. Votre KPA cherche une solution avec vous.",
    ),
    (PieceKind.INSURANCE, State.EXPIRED): Words(
        "une assurance en cours",
        "L'assurance s'est terminée le {until} : demandez son renouvellement.",
        "Votre assurance est finie depuis le {until}. Votre KPA doit la redemander.",
    ),
    (PieceKind.RIGHT_TO_WORK, State.UNKNOWN): Words(
        "la réponse sur l'autorisation de travail",
        "Personne n'a demandé s'il faut une autorisation de travail : posez la question et notez oui ou non.",
        "Votre KPA doit vous demander s'il vous faut une autorisation de travail.",
    ),
    (PieceKind.RIGHT_TO_WORK, State.MISSING): Words(
        "l'autorisation de travail",
        "Il faut une autorisation de travail : regardez le document et notez jusqu'à quand il vaut.",
        "Montrez votre autorisation de travail.",
    ),
    (PieceKind.RIGHT_TO_WORK, State.EXPIRED): Words(
        "une autorisation de travail à jour",
        "L'autorisation de travail n'est plus valable depuis le {until} : demandez le nouveau document.",
        "Votre autorisation de travail est finie depuis le {until}. Montrez la nouvelle.",
    ),
    (PieceKind.AUTHORISATION, State.UNKNOWN): Words(
        "la date de naissance",
        "La date de naissance est inconnue : notez-la, pour savoir si un représentant légal doit donner son accord.",
        "Votre KPA doit noter votre date de naissance.",
    ),
    (PieceKind.AUTHORISATION, State.MISSING): Words(
        "l'autorisation du représentant légal",
        "Moins de 18 ans : demandez l'autorisation écrite du représentant légal.",
        "Vous avez moins de 18 ans. Un parent ou un tuteur doit donner son accord.",
    ),
    (PieceKind.AUTHORISATION, State.EXPIRED): Words(
        "une autorisation du représentant légal à jour",
        "L'autorisation du représentant légal n'est plus valable depuis le {until} : demandez-en une autre.",
        "L'accord de votre parent ou tuteur est fini depuis le {until}. Il en faut un autre.",
    ),
    (PieceKind.BANK, State.HELD): Words(
        "les coordonnées bancaires", "Compte noté depuis le {since}.", "On sait sur quel compte vous payer."
    ),
    (PieceKind.BANK, State.MISSING): Words(
        "les coordonnées bancaires",
        "Demandez un RIB et notez l'IBAN.",
        "Donnez l'IBAN du compte où vous voulez être payé·e.",
    ),
    (PieceKind.NOTICE, State.HELD): Words(
        "l'information", "Expliquée et remise le {since}.", "On vous a expliqué à quoi sert votre dossier."
    ),
    (PieceKind.CHARTER, State.HELD): Words("la charte", "Acceptée le {since}.", "Vous avez accepté la charte."),
    (PieceKind.AUTHORISATION, State.HELD): Words(
        "l'autorisation", "Donnée le {since}{to}.", "Un parent ou un tuteur a donné son accord{to}."
    ),
    (PieceKind.IDENTITY, State.MISSING): Words(
        "la pièce d'identité",
        "Regardez une pièce d'identité et notez le jour. Une copie n'est pas nécessaire.",
        "Montrez une pièce d'identité.",
    ),
    (PieceKind.ADDRESS, State.MISSING): Words(
        "l'adresse",
        "Demandez l'adresse et notez comment vous la connaissez (un courrier, une attestation).",
        "Dites où vous habitez.",
    ),
    (PieceKind.NOTICE, State.MISSING): Words(
        "l'information sur ses données",
        "Expliquez ce que devient le dossier, remettez la notice et notez le jour.",
        "On doit vous expliquer à quoi sert votre dossier.",
    ),
    (PieceKind.CHARTER, State.MISSING): Words(
        "la charte du groupe", "Lisez la charte ensemble et notez le jour de l'accord.", "Lisez la charte du groupe."
    ),
}
SEEN = Words("{what}", "Vue le {since}{to}.", "{what} : c'est fait{to}.")
NOT_NEEDED = Words("", "Pas nécessaire pour cette personne.", "Vous n'en avez pas besoin.")
OUT_OF_DATE = Words("{what} à jour", "Plus valable depuis le {until} : demandez-en une à jour.", "{what} : à refaire.")
KIND_NAMES = {
    PieceKind.IDENTITY: "Pièce d'identité",
    PieceKind.ADDRESS: "Adresse",
    PieceKind.NOTICE: "Information sur les données personnelles",
    PieceKind.CHARTER: "Charte du groupe",
    PieceKind.RIGHT_TO_WORK: "Autorisation de travail",
    PieceKind.AUTHORISATION: "Autorisation du représentant légal",
}


def words_of(kind: PieceKind, state: State) -> Words:
    """The words of one state of one line."""
    found = TEXTS.get((kind, state))
    if found:
        return found
    if state == State.NOT_NEEDED:
        return NOT_NEEDED
    if state == State.HELD:
        return SEEN
    return OUT_OF_DATE


def name(kind: PieceKind, state: State) -> str:
    """What is missing, as an item of a list."""
    return words_of(kind, state).name.format(what=what(kind))


def what(kind: PieceKind) -> str:
    """A line's name within a sentence."""
    named = KIND_NAMES.get(kind) or {PieceKind.INSURANCE: "assurance"}.get(kind, kind.value)
    return named[:1].lower() + named[1:]


def desk(kind: PieceKind, state: State, since: datetime.date | None, until: datetime.date | None) -> str:
    """Where a line stands and what to do, for the team."""
    return filled(words_of(kind, state).desk, kind, since, until)


def pocket(kind: PieceKind, state: State, since: datetime.date | None, until: datetime.date | None) -> str:
    """The same in simple words, for the person."""
    return filled(words_of(kind, state).pocket, kind, since, until)


def filled(text: str, kind: PieceKind, since: datetime.date | None, until: datetime.date | None) -> str:
    """A sentence with its days."""
    to = f", jusqu'au {day(until)}" if until else ""
    return text.format(what=KIND_NAMES.get(kind, ""), since=day(since), until=day(until), to=to)


def day(date: datetime.date | None) -> str:
    """A day as people write it; "" when there is none."""
    return f"{date:%d/%m/%Y}" if date else ""


def listed(names: Sequence[str]) -> str:
    """Names one after the other, "et" before the last."""
    return " et ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
