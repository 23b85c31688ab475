"""A person's whole file as a readable PDF, and as a zip with the kept files."""

import io
import json
import pathlib
import zipfile
from collections.abc import Iterable

from django.utils import timezone

from maille.identity import vault
from maille.journeys.actions import files
from maille.journeys.actions.rights.whole_file import WholeFile
from maille.ui import pdf

TEMPLATE = pathlib.Path(__file__).with_name("my_data.typ")
INTRO = (
    "Voici tout ce que Maille garde sur vous, mot pour mot.",
    "Quelque chose est faux, ou vous ne comprenez pas ? Dites-le à la personne qui vous suit, ou écrivez-le dans "
    "Maille : Mon parcours, puis Mes données. Vous avez une réponse en un mois au plus.",
    "Vous pouvez aussi écrire à la CNIL : www.cnil.fr.",
)
INTRO_OF_A_READER = (
    "Voici ce que votre rôle ouvre de cette fiche. Sa propre copie, complète, se télécharge depuis son accès.",
    "Ce document ne se garde pas sur un ordinateur partagé.",
)


def render(told: WholeFile, *, own: bool) -> bytes:
    """The PDF."""
    made = f"{timezone.localtime(told.made_at):%d/%m/%Y à %H:%M}"
    return pdf.draw(
        TEMPLATE,
        {
            "title": "Mes données" if own else "Fiche complète",
            "name": str(told.person),
            "subtitle": f"Établi le {made}",
            "intro": INTRO if own else INTRO_OF_A_READER,
            "footer": f"{told.person}, le {made}",
            "sections": [
                {
                    "title": section.title,
                    "count": len(section.rows),
                    "rows": [[{"label": fact.label, "value": fact.value} for fact in row] for row in section.rows],
                }
                for section in told.sections
            ],
        },
    ).content


def as_json(told: WholeFile) -> bytes:
    """The same for machines."""
    return json.dumps(told.as_json(), ensure_ascii=False, indent=1).encode()


def as_zip(told: WholeFile, *, own: bool) -> bytes:
    """Both, and every kept file, opened; one that no key opens any more is named in a text instead."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mes-donnees.pdf", render(told, own=own))
        archive.writestr("mes-donnees.json", as_json(told))
        for name, content in kept(told):
            archive.writestr(f"fichiers/{name}", content)
    return buffer.getvalue()


def kept(told: WholeFile) -> Iterable[tuple[str, bytes]]:
    """Each kept file under a name of its own, safe on any system."""
    for pk, file in sorted(told.files.items()):
        safe = "".join(each if each.isalnum() or each in "-_." else "-" for each in file.name).lstrip(".")
        try:
            yield f"{pk}-{safe}", files.read(file)
        except (OSError, vault.VaultError):
            yield f"{pk}-illisible.txt", f"Ce fichier ne s'ouvre plus : {file.name}".encode()
