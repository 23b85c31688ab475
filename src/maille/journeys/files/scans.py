"""Scans and photos people send, made inert before they are kept.

An image is decoded and written again, so that nothing stays but what is seen: no place, no file hidden behind the
picture. A PDF must open, and carry neither program, nor order, nor file; it is written again too.
"""

import io
import warnings
from collections.abc import Iterator
from typing import Any

import pikepdf
from PIL import Image, ImageOps

from maille.journeys.rules import uploads

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
TOO_LARGE = "Cette image est trop grande. Prenez la photo à une taille plus petite."
HEIC = (
    "Cette photo est au format HEIC. Sur un iPhone, ouvrez Réglages, Appareil photo, Formats, "
    "choisissez « Le plus compatible », puis reprenez la photo."
)
DEPTH = 30
"""Nested direct objects of a PDF looked into; nothing honest goes deeper."""


class ScanRefusedError(Exception):
    """The file is not kept; the text says why and what to do, in French."""


def inert(content: bytes) -> tuple[bytes, str]:
    """The same scan without anything hidden, and its type; ScanRefusedError when it cannot be."""
    if not content:
        raise ScanRefusedError("Ce fichier est vide. Choisissez-en un autre.")
    if len(content) > uploads.MAXIMUM_BYTES:
        raise ScanRefusedError("Ce fichier dépasse 10 Mo. Choisissez une photo plus petite.")
    found = uploads.type_of(content)
    if uploads.is_heic(content):
        raise ScanRefusedError(HEIC)
    if not found:
        raise ScanRefusedError("Ce fichier n'est ni un PDF, ni une photo JPEG ou PNG. Prenez plutôt une photo.")
    return (inert_pdf(content) if found == "application/pdf" else inert_image(content, FORMATS[found])), found


def inert_image(content: bytes, kind: str) -> bytes:
    """The picture, upright, at a readable size, and nothing else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is judged just below
            image = Image.open(io.BytesIO(content), formats=[kind])
            if image.width * image.height > uploads.MAXIMUM_PIXELS:
                raise ScanRefusedError(TOO_LARGE)
            image.load()
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((uploads.LONGEST_SIDE, uploads.LONGEST_SIDE))
        plain = Image.new("RGB", upright.size, "white")
        layered = upright.convert("RGBA")
        plain.paste(layered, mask=layered.getchannel("A"))
        written = io.BytesIO()
        plain.save(written, kind, quality=85, optimize=True)
    except Image.DecompressionBombError as error:
        raise ScanRefusedError(TOO_LARGE) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise ScanRefusedError("Cette image ne s'ouvre pas : elle est abîmée. Reprenez la photo.") from error
    return written.getvalue()


def inert_pdf(content: bytes) -> bytes:
    """The pages, written again without what only describes the file."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > uploads.MAXIMUM_PAGES:
                raise ScanRefusedError(f"Ce PDF a plus de {uploads.MAXIMUM_PAGES} pages. Gardez les pages utiles.")
            if not pdf.pages:
                raise ScanRefusedError("Ce PDF n'a aucune page. Choisissez-en un autre.")
            carried = next((each for thing in pdf.objects for each in carries(thing)), "")
            if carried:
                raise ScanRefusedError(f"Ce PDF contient {carried}. Imprimez-le puis prenez-le en photo.")
            for key in ("/Metadata", "/OpenAction", "/AA"):
                if key in pdf.Root:
                    del pdf.Root[key]
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            written = io.BytesIO()
            pdf.save(written)
    except pikepdf.PasswordError as error:
        raise ScanRefusedError("Ce PDF demande un mot de passe. Enregistrez-le sans mot de passe.") from error
    except (pikepdf.PdfError, ValueError, RecursionError) as error:
        raise ScanRefusedError("Ce PDF ne s'ouvre pas : il est abîmé. Prenez plutôt une photo.") from error
    return written.getvalue()


def carries(thing: Any, depth: int = 0) -> Iterator[str]:
    """What an object of a PDF would run or hide, in words; its own parts too, others come by themselves."""
    if depth > DEPTH:
        yield "des objets emboîtés sans fin"
        return
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict if hasattr(thing, "stream_dict") else thing
    if isinstance(thing, pikepdf.Array):
        for part in thing.as_list():
            if inside(part):
                yield from carries(part, depth + 1)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, part in thing.items():
            if key in uploads.FORBIDDEN_KEYS:
                yield uploads.FORBIDDEN_KEYS[key]
            if key in ("/S", "/Type", "/Subtype") and str(part) in uploads.FORBIDDEN_ACTIONS:
                yield uploads.FORBIDDEN_ACTIONS[str(part)]
            if inside(part):
                yield from carries(part, depth + 1)


def inside(part: Any) -> bool:
    """Whether a part is written within its object, not elsewhere in the file."""
    return isinstance(part, (pikepdf.Array, pikepdf.Dictionary)) and not part.is_indirect
