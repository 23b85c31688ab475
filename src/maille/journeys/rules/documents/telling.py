"""What a document says, from its copied facts: one telling for the PDF and for its twin on screen.

Nothing here reads the database or the clock: the same facts always tell the same document.
"""

from typing import Any

from maille.journeys.rules.documents import words
from maille.journeys.rules.documents.words import Facts
from maille.ui.text import euros

TITLES = {
    "cape": "Contrat d'appui au projet d'entreprise (CAPE)",
    "cesa": "Contrat d'entrepreneur·e salarié·e associé·e (CESA)",
    "volunteering": "Accord de volontariat",
    "membership": "Adhésion bénévole",
}
PARTY_LABELS = {"person": "La personne", "representative": "Le représentant légal", "host": "La structure de portage"}
BY = {"person": "à la demande de la personne", "host": "à la demande de la structure", "both": "d'un commun accord"}


def telling(facts: Facts) -> dict[str, Any]:
    """Everything the page and the PDF show."""
    told = {**frame(facts), **BY_KIND[facts["kind"]](facts)}
    told["footer"] = f"{told['title']}, {told['name']}, référence {facts['reference']}"
    return told


def frame(facts: Facts) -> dict[str, Any]:
    """What all documents have: who issues, for whom, when; every other part empty."""
    host = facts["host"] or facts["kpa"]
    return {
        "title": "",
        "subtitle": "",
        "name": words.name(facts["person"]),
        "author": host["name"],
        "place": f"Établi le {words.day(facts['issued_on'])}",
        "summary_title": "",
        "summary": [],
        "parties": [],
        "intro": [],
        "facts_title": "L'essentiel",
        "facts_value": "Précision",
        "facts": [],
        "articles": [],
        "callout_title": "",
        "callout": [],
        "closing": [],
        "signatures": signatures(facts),
        "proofs": [],
        "notes": [],
    }


def signatures(facts: Facts) -> list[dict[str, str]]:
    """One box per party, for signing on paper."""
    names = {
        "person": words.name(facts["person"]),
        "representative": facts["representative"],
        "host": facts["host"]["name"] if facts["host"] else "",
    }
    hints = {"host": "Nom, qualité et signature"}
    return [
        {
            "label": PARTY_LABELS[each],
            "name": names[each],
            "hint": hints.get(each, "« Lu et approuvé », puis signature"),
        }
        for each in facts["parties"]
    ]


def parties(facts: Facts) -> list[dict[str, Any]]:
    """The person, with who represents a minor, and the host."""
    person, host = facts["person"], facts["host"]
    lines = [f"Date de naissance : {words.day(person['birth_date'])}"] if person["birth_date"] else []
    if words.address(person):
        lines.append(f"Domicile : {words.address(person)}")
    if facts["representative"]:
        lines.append(f"Représentant légal : {facts['representative']}")
    found = [{"label": "La personne accompagnée", "name": words.name(person), "lines": lines}]
    if host:
        found.append({"label": "La structure de portage", "name": host["name"], "lines": organisation(host)})
    return found


def organisation(told: Facts) -> list[str]:
    """Number, registered office, how to reach it."""
    lines = [words.number(told), f"Siège : {words.address(told)}" if words.address(told) else ""]
    lines.append(" · ".join(each for each in (told.get("phone", ""), told.get("email", "")) if each))
    return [each for each in lines if each]


def contract(facts: Facts) -> dict[str, Any]:
    """A first period or a renewal: the summary, who, the figures, the clauses."""
    kind, told = facts["contract"]["kind"], facts["contract"]
    rank = told["rank"]
    period = words.span(told["started_on"], told["ends_on"])
    return {
        "title": TITLES[kind],
        "subtitle": f"{f'Renouvellement n° {rank}' if rank else 'Premier contrat'}, {period}",
        "summary_title": "Ce que dit ce contrat en six phrases",
        "summary": summary(facts),
        "parties": parties(facts),
        "intro": renewal_words(facts) if rank else [],
        "facts_value": "Ce qui est convenu",
        "facts": essentials(facts),
        "articles": [
            {"number": f"Article {each['number']}", "title": each["title"], "paragraphs": paragraphs(each["text"])}
            for each in facts["clauses"]
        ],
        "closing": [closing(facts)],
        "notes": [f"Texte de référence : {facts['law']}."] if facts["law"] else [],
    }


def renewal_words(facts: Facts) -> list[str]:
    """What came before: each renewal is written, on pain of nullity (C. com. L127-1)."""
    spans = " ; ".join(words.span(each["started_on"], each["ends_on"]) for each in facts["former"])
    written = "Chaque renouvellement est écrit." if facts["contract"]["kind"] == "cape" else ""
    return [f"Ce document renouvelle le contrat déjà conclu ({spans}). {written}".strip()]


def summary(facts: Facts) -> list[str]:
    """Six short sentences, in plain words, that replace none of the clauses."""
    host, kpa, told = facts["host"]["name"], facts["kpa"]["name"], facts["contract"]
    fee = words.fee(facts["terms"])
    kept = f"{host} garde {fee} pour son aide." if fee else f"{host} ne garde rien pour son aide."
    period = words.span(told["started_on"], told["ends_on"])
    dates = f"va {period}" if told["ends_on"] else f"commence le {words.day(told['started_on'])}"
    found: dict[str, list[str]] = {
        "cape": [
            f"Ce contrat {dates}.",
            f"{host} vous aide à préparer votre activité, avec {kpa}.",
            "Ce n'est pas un contrat de travail : vous apprenez à travailler à votre compte.",
            kept,
            f"{host} prend en charge, au plus, {euros(facts['terms']['ceiling_cents'] or 0)} d'engagements.",
            f"Vous ou {host} pouvez arrêter avant la fin, par écrit.",
        ],
        "cesa": [
            f"Ce contrat {dates}.",
            f"Vous devenez entrepreneur·e et salarié·e de {host}.",
            "Vous développez votre propre activité.",
            kept,
            "Votre paie dépend de ce que rapporte votre activité.",
            "Vous avez au moins deux entretiens par an.",
        ],
        "volunteering": [
            f"Cet accord {dates}.",
            f"Vous participez aux activités de {kpa}.",
            "Vous venez librement.",
            "Vous n'êtes pas payé·e, ce n'est pas un contrat de travail.",
            f"{host} vous assure pendant les activités.",
            "Vous pouvez arrêter quand vous voulez.",
        ],
        "membership": [
            f"Votre adhésion {dates}.",
            f"Vous devenez membre de {host}.",
            f"Vous participez à la vie de {kpa}.",
            "Vous participez aux réunions et aux votes.",
            "Vous n'êtes pas payé·e pour cela.",
            "Vous pouvez partir quand vous voulez.",
        ],
    }
    return found[told["kind"]]


def essentials(facts: Facts) -> list[dict[str, str]]:
    """The dates and the figures, each once."""
    told, terms = facts["contract"], facts["terms"]
    lines = [("Durée", words.span(told["started_on"], told["ends_on"])), ("KPA", facts["kpa"]["name"])]
    if terms["resources"]:
        lines.append(("Moyens mis à disposition", terms["resources"]))
    if terms["resources_cents"]:
        lines.append(("Montant de ces moyens", euros(terms["resources_cents"])))
    if words.fee(terms):
        lines.append(("Contribution de la structure", words.fee(terms)))
    if terms["ceiling_cents"] is not None:
        lines.append(("Plafond des engagements", euros(terms["ceiling_cents"])))
    if terms["pay_cents"]:
        lines.append(("Rémunération avant le début d'activité", euros(terms["pay_cents"])))
    return [{"label": label, "value": value} for label, value in lines]


def closing(facts: Facts) -> str:
    """How many originals, and what the person may do before signing."""
    count = {1: "un exemplaire", 2: "deux exemplaires", 3: "trois exemplaires"}[max(len(facts["parties"]), 1)]
    return f"Fait en {count}, un pour chacun. Prenez le temps de lire, posez vos questions, puis signez."


def paragraphs(text: str) -> list[str]:
    """A text cut at its empty lines."""
    return [each.strip() for each in text.replace("\r\n", "\n").split("\n\n") if each.strip()]


def early_end(facts: Facts) -> dict[str, Any]:
    """The written early end of a contract (R127-1, 6°)."""
    ended, told = facts["termination"], facts["contract"]
    host = facts["host"]["name"]
    return {
        "title": "Fin du contrat avant son terme",
        "subtitle": f"Dernier jour du contrat : {words.day(ended['ended_on'])}",
        "summary_title": "Ce que dit ce document",
        "summary": [
            f"Votre contrat s'arrête le {words.day(ended['ended_on'])} au soir.",
            f"Il s'arrête {BY[ended['by']]}.",
            f"{host} fait les comptes avec vous et vous remet un relevé.",
        ],
        "parties": parties(facts),
        "facts": [
            {"label": "Contrat", "value": TITLES[told["kind"]]},
            {"label": "Durée prévue", "value": words.span(told["started_on"], told["ends_on"])},
            {"label": "Dernier jour", "value": words.day(ended["ended_on"])},
            {"label": "Décision", "value": BY[ended["by"]].capitalize()},
            {"label": "Motif", "value": ended["reason"]},
        ],
        "closing": [closing(facts)],
    }


def certificate(facts: Facts) -> dict[str, Any]:
    """The certificate, with the sentence the law asks on every paper (C. com. R127-3)."""
    host, told = facts["host"], facts["contract"]
    who, end = words.name(facts["person"]), words.day(told["ends_on"])
    kind, birth = TITLES[told["kind"]], words.day(facts["person"]["birth_date"])
    span = words.span(told["started_on"], told["ends_on"])
    intro = (
        f"{host['name']} atteste que {who}, date de naissance {birth}, bénéficie d'un contrat signé le "
        f"{words.day(told['signed_on'])} : {kind}, {span}, au sein de {facts['kpa']['name']}."
    )
    mention = (
        f"{who} bénéficie d'un contrat d'appui au projet d'entreprise (CAPE) conclu avec {host['name']}, "
        f"siège social : {words.address(host)}, {words.number(host)}. Terme du contrat : {end}."
    )
    return {
        "title": "Attestation",
        "subtitle": kind,
        "parties": parties(facts),
        "intro": [intro],
        "facts": [
            {"label": "Premier jour", "value": words.day(told["started_on"])},
            {"label": "Terme du contrat", "value": end or "non fixé"},
        ],
        "callout_title": "À écrire sur vos papiers" if told["kind"] == "cape" else "",
        "callout": [
            "Avant l'immatriculation de votre activité, ou si elle n'en demande pas, cette phrase figure sur vos "
            "devis, factures, commandes, publicités, lettres et reçus :",
            mention,
        ]
        if told["kind"] == "cape"
        else [],
        "closing": [f"Pour faire valoir ce que de droit. {host['name']}, le {words.day(facts['issued_on'])}."],
        "notes": ["Texte de référence : Code de commerce, article R127-3."] if told["kind"] == "cape" else [],
    }


def shuttle_sheet(facts: Facts) -> dict[str, Any]:
    """What the insurer reads before answering: who, when, what, where; nothing of the person's situation."""
    told, cover = facts["contract"], facts.get("cover")
    lines = []
    if told:
        lines += [("Contrat", told["name"]), ("Durée du contrat", words.span(told["started_on"], told["ends_on"]))]
    lines += [("KPA", ", ".join(each for each in (facts["kpa"]["name"], words.address(facts["kpa"])) if each))]
    if facts.get("entered_on"):
        lines.append(("Entrée dans le KPA", words.day(facts["entered_on"])))
    if cover:
        end = words.day(cover["to"]) or "sans fin connue"
        lines.append(("Couverture en cours", f"{cover['insurer']}, {words.day(cover['from'])} au {end}".strip(", ")))
    return {
        "title": "Fiche navette pour l'assureur",
        "subtitle": "Demande d'assurance avant toute activité",
        "parties": parties(facts),
        "facts": [{"label": label, "value": value} for label, value in lines],
        "facts_title": "La demande",
        "articles": [
            {
                "number": "",
                "title": "Activités exercées",
                "paragraphs": paragraphs(facts.get("activities") or "Non précisées."),
            }
        ],
        "callout_title": "Réponse de l'assureur",
        "callout": [
            "Assuré à partir du : …………………………   jusqu'au : …………………………",
            "Refusé, motif : ………………………………………………………………………",
            "Date, nom et cachet :",
        ],
        "notes": ["La personne ne commence aucune activité avant la réponse de l'assureur."],
    }


BY_KIND = {
    "contract": contract,
    "renewal": contract,
    "termination": early_end,
    "certificate": certificate,
    "shuttle_sheet": shuttle_sheet,
}
