"""The proof of signature: what was signed, by whom, when and how, on a sheet beside the document itself."""

from typing import Any

from maille.journeys.rules.documents import words
from maille.journeys.rules.documents.telling import PARTY_LABELS, frame, telling
from maille.journeys.rules.documents.words import Facts

MEANS = {
    "drawn": "À l'écran, signature dessinée",
    "typed": "À l'écran, nom tapé",
    "paper": "Sur papier",
}
BOX = "0 0 600 200"
"""What a drawn signature fits in."""


def proof(facts: Facts, sha256: str, signed: list[Facts]) -> dict[str, Any]:
    """The sheet of a document's signatures; each of `signed` holds party, name, means, signed_on, sha256, entered_by
    and what its evidence keeps, times already in words."""
    document = telling(facts)
    told = frame(facts)
    return {
        **told,
        "title": "Preuve de signature",
        "subtitle": f"{document['title']}, référence {facts['reference']}",
        "signatures": [],
        "intro": [
            "Cette feuille accompagne le document signé. Elle dit qui l'a signé, quand et comment. L'empreinte est "
            "calculée sur le fichier : si un seul signe du fichier changeait, elle changerait aussi."
        ],
        "facts_title": "Document",
        "facts": [
            {"label": "Document", "value": document["title"]},
            {"label": "Établi le", "value": words.day(facts["issued_on"])},
            {"label": "Empreinte (SHA-256)", "value": spaced(sha256)},
        ],
        "proofs": [one(each, sha256) for each in signed],
        "notes": ["Les signatures et le document sont conservés sans pouvoir être modifiés ni effacés."],
        "footer": f"Preuve de signature, référence {facts['reference']}",
    }


def one(signed: Facts, sha256: str) -> dict[str, Any]:
    """One signature, line by line."""
    lines = [("Moyen", MEANS[signed["means"]]), ("Signé le", words.day(signed["signed_on"]))]
    if signed["means"] == "paper":
        lines.append(("Noté par", f"{signed['entered_by']}, le {signed['at']}"))
        lines.append(("Copie du papier", "conservée" if signed["scan"] else "non conservée ici"))
    else:
        lines.append(("Heure", signed["at"]))
        lines.append(("Compte", signed["user"]))
        lines.append(("Code envoyé à", f"{signed['code_sent_to']}, le {signed['code_sent_at']}"))
        lines.append(("Appareil", signed["user_agent"] or "non connu"))
    same = "celle de ce document" if signed["sha256"] == sha256 else spaced(signed["sha256"])
    lines.append(("Empreinte signée", same))
    return {
        "label": PARTY_LABELS[signed["party"]],
        "name": signed["name"],
        "facts": [{"label": label, "value": value} for label, value in lines],
        "drawing": svg(signed["drawing"]) if signed["drawing"] else "",
    }


def svg(path: str) -> str:
    """A drawn signature as a picture; the path was checked when it was signed (strokes of whole points alone)."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{BOX}" width="600" height="200"><path d="{path}" '
        'fill="none" stroke="#26241f" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def spaced(sha256: str) -> str:
    """Groups of eight, which a line can be cut between."""
    return " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8))
