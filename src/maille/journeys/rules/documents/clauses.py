"""The clauses of each kind of contract: their titles, and our own wording for hosts that wrote none.

The eight of the CAPE are those of the Code de commerce, article R127-1 (mission rules, seen in a source), numbered as
there; the six of the CESA those of the Code du travail, article L7331-2. The wording is ours, from memory of what such
contracts usually say: a host reads it with its counsel and writes its own, version by version. Words in braces are
those of merging.PLACES.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Clause:
    """One numbered clause."""

    key: str
    number: int
    title: str
    default: str


CAPE = (
    Clause(
        "r127_1_1",
        1,
        "Programme de préparation et engagements de chacun",
        "{structure} et {personne} préparent ensemble, au sein de {kpa}, la création ou la reprise d'une activité. "
        "Le programme est le suivant : {programme}\n\n"
        "Avant le début de l'activité, {structure} apporte son aide par des entretiens, des ateliers et des essais en "
        "situation réelle. {personne} suit ce programme, vient aux rendez-vous fixés ensemble et prévient {structure} "
        "avant d'accepter une prestation.\n\n"
        "Après le début de l'activité, {structure} continue son aide pour la gestion, la facturation et le "
        "développement. {personne} tient {structure} informée de ses démarches et de l'avancement de son activité.",
    ),
    Clause(
        "r127_1_2",
        2,
        "Moyens mis à disposition",
        "Pour ce programme, {structure} met à disposition : {moyens}. Leur montant est de {montant_moyens} pour la "
        "période.\n\n"
        "Ces moyens servent seulement au programme de l'article 1. Ils sont rendus à la fin du contrat.",
    ),
    Clause(
        "r127_1_3",
        3,
        "Contribution versée à la structure",
        "Pour son aide et sa gestion, {structure} garde {contribution}.\n\n"
        "Quand la contribution est en pourcentage, elle se calcule sur le chiffre d'affaires hors taxes des "
        "prestations de {personne}. Le calcul figure sur chaque relevé. Rien d'autre n'est dû à ce titre.",
    ),
    Clause(
        "r127_1_4",
        4,
        "Engagements envers les tiers",
        "Pour le programme, des engagements peuvent être pris envers des tiers : achats de matières, location de "
        "matériel, déplacements, assurances. Leur montant total ne dépasse pas {plafond} pour la période. "
        "{structure} les accepte par écrit, un par un, avant qu'ils soient pris.\n\n"
        "Jusqu'à l'immatriculation de l'activité, {structure} en porte la charge et répond des dommages causés à "
        "l'occasion du programme. Après l'immatriculation, {structure} et {personne} en répondent ensemble (Code de "
        "commerce, articles L127-4 et L127-6).",
    ),
    Clause(
        "r127_1_5",
        5,
        "Comptes rendus après le début de l'activité",
        "Après le début de l'activité, {personne} remet à {structure} ses recettes, ses dépenses et ses engagements "
        "en cours, tous les trois mois, dans le mois qui suit. {structure} remet au même rythme un relevé de ce "
        "qu'elle a encaissé, payé et gardé, et l'explique.",
    ),
    Clause(
        "r127_1_6",
        6,
        "Fin avant le terme",
        "Chacun peut mettre fin au contrat avant son terme, par un écrit remis en main propre ou envoyé en lettre "
        "recommandée, avec un délai d'un mois.\n\n"
        "Il n'y a pas de délai quand les deux sont d'accord, quand l'un des deux manque gravement à ses engagements, "
        "ou quand {personne} devient salarié·e à temps complet. Les comptes sont arrêtés au dernier jour et "
        "réglés dans les deux mois.",
    ),
    Clause(
        "r127_1_7",
        7,
        "Rémunération avant le début de l'activité",
        "Avant le début de l'activité : {remuneration}.\n\n"
        "{structure} déclare ce qu'elle verse et remet un bulletin chaque mois, même à zéro euro. {personne} relève du "
        "régime général de la sécurité sociale pendant tout le contrat.",
    ),
    Clause(
        "r127_1_8",
        8,
        "Remboursement des apports après le début de l'activité",
        "Après le début de l'activité, {personne} rembourse à {structure} les sommes avancées pour son activité, "
        "et elles seules, selon un calendrier écrit ensemble. Une somme qui ne figure sur aucun relevé n'est pas due.",
    ),
)
CESA = (
    Clause(
        "l7331_2_1",
        1,
        "Objectifs et activité minimale",
        "{personne} développe son activité au sein de {structure} et de {kpa} : {programme}\n\n"
        "Les objectifs et l'activité minimale attendue sont revus ensemble au moins deux fois par an, en entretien.",
    ),
    Clause(
        "l7331_2_2",
        2,
        "Moyens et accompagnement",
        "{structure} met à disposition : {moyens}. Elle accompagne {personne} individuellement et avec les autres.",
    ),
    Clause(
        "l7331_2_3",
        3,
        "Contribution aux services de la coopérative",
        "Pour les services communs, {structure} garde {contribution}. Le calcul figure sur le relevé de l'activité.",
    ),
    Clause(
        "l7331_2_4",
        4,
        "Rémunération",
        "{remuneration}. La part variable dépend du chiffre d'affaires de l'activité, une fois payés ses frais et la "
        "contribution. Le compte de l'activité est remis et expliqué chaque année au moins.",
    ),
    Clause(
        "l7331_2_5",
        5,
        "Statuts et entrée au capital",
        "{personne} a reçu les statuts de {structure}. Devenir associé·e est possible, dans les conditions et "
        "les délais que fixent la loi et ces statuts.",
    ),
    Clause(
        "l7331_2_6",
        6,
        "Clientèle et propriété intellectuelle",
        "{personne} garde les droits sur sa clientèle et sur ses créations quand le contrat prend fin.",
    ),
)
VOLUNTEERING = (
    Clause(
        "volunteering_1",
        1,
        "Ce qui est fait ensemble",
        "{personne} participe librement aux activités de {kpa} : {programme}",
    ),
    Clause(
        "volunteering_2",
        2,
        "Liberté de chacun",
        "{personne} n'est pas salarié·e. Personne ne lui donne d'ordres. {personne} peut arrêter à tout moment, "
        "{structure} aussi, en prévenant l'autre.",
    ),
    Clause(
        "volunteering_3",
        3,
        "Frais et assurance",
        "La participation n'est pas payée. Les frais acceptés d'avance sont remboursés sur justificatif. {structure} "
        "assure {personne} pendant les activités.",
    ),
    Clause(
        "volunteering_4",
        4,
        "Accueil",
        "{structure} accueille {personne}, lui montre les lieux, les règles de sécurité et la charte du groupe, et met "
        "à disposition : {moyens}.",
    ),
)
MEMBERSHIP = (
    Clause(
        "membership_1",
        1,
        "Adhésion",
        "{personne} adhère à {structure} et participe bénévolement à la vie de {kpa} : {programme}",
    ),
    Clause(
        "membership_2",
        2,
        "Droits et voix",
        "{personne} a reçu les statuts et la charte. Elle participe aux réunions et aux votes comme tout membre.",
    ),
    Clause(
        "membership_3",
        3,
        "Départ",
        "{personne} peut partir à tout moment, par simple message. Les statuts disent dans quels cas {structure} "
        "peut mettre fin à l'adhésion.",
    ),
)
CLAUSES: dict[str, tuple[Clause, ...]] = {
    "cape": CAPE,
    "cesa": CESA,
    "volunteering": VOLUNTEERING,
    "membership": MEMBERSHIP,
}
"""Kind of contract → its clauses, in their order."""
LONGEST = 4000
"""Characters of one clause."""


def defaults(kind: str) -> dict[str, str]:
    """Our own wording, by clause key."""
    return {clause.key: clause.default for clause in CLAUSES[kind]}


def completed(kind: str, written: dict[str, str]) -> dict[str, str]:
    """A host's own text, with our wording where it says nothing."""
    return {key: written.get(key) or text for key, text in defaults(kind).items()}
