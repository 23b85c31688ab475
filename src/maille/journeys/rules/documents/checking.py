"""What must be known before a document is issued, said in words with where to complete it."""

from dataclasses import dataclass

from maille.journeys.rules.contracts.terms import Terms
from maille.journeys.rules.contracts.terms import missing as missing_terms
from maille.journeys.rules.documents import words
from maille.journeys.rules.documents.words import Facts


@dataclass(frozen=True)
class Missing:
    """Something a document cannot be written without; `where` it is completed: host, person, period."""

    where: str
    sentence: str


def missing(facts: Facts) -> list[Missing]:
    """What a contract, a renewal, an early end or a certificate lacks (R127-1 and R127-3 for the CAPE)."""
    return [*of_host(facts["host"]), *of_person(facts), *of_period(facts)]


def of_host(host: Facts | None) -> list[Missing]:
    """Its number and registered office (R127-3)."""
    if host is None:
        return [Missing("host", "Aucune structure de portage n'est notée pour ce contrat.")]
    found = []
    if not words.number(host):
        found.append(Missing("host", f"Le numéro de {host['name']} manque (SIREN, ou RNA pour une association)."))
    if not (host["address"] and host["postal_code"] and host["commune"]):
        found.append(Missing("host", f"L'adresse du siège de {host['name']} n'est pas complète."))
    return found


def of_person(facts: Facts) -> list[Missing]:
    """A birth date; for a minor, who represents her."""
    found = []
    if not facts["person"]["birth_date"]:
        found.append(Missing("person", "La date de naissance de la personne manque."))
    if facts["minor"] and not facts["representative"]:
        found.append(Missing("representative", "Le nom du représentant légal manque : la personne a moins de 18 ans."))
    return found


def of_period(facts: Facts) -> list[Missing]:
    """What the kind of contract may not leave unsaid (rules.contracts.terms)."""
    lacking = missing_terms(facts["contract"]["kind"], Terms(**facts["terms"]))
    return [Missing("period", f"Il manque {each}.") for each in lacking]
