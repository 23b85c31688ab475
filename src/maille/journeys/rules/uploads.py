"""What a file is, from its content alone; what it may weigh, and what it may be called."""

import re
import unicodedata

MAXIMUM_BYTES = 10 * 1024 * 1024
MAXIMUM_PIXELS = 40_000_000
"""A photo of a recent phone; beyond, a small file could fill the memory when it is opened."""
LONGEST_SIDE = 2600
"""Pixels kept of a photo: a page of A4 stays readable."""
MAXIMUM_PAGES = 60
MAXIMUM_NAME = 120

STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
"""First bytes → type; everything else is refused: what a browser would run is none of these."""

EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
FORBIDDEN_KEYS = {
    "/JS": "un programme",
    "/JavaScript": "un programme",
    "/Launch": "un ordre pour l'ordinateur",
    "/EmbeddedFiles": "d'autres fichiers cachés",
    "/EF": "d'autres fichiers cachés",
    "/RichMedia": "un média animé",
    "/XFA": "un formulaire animé",
}
"""Key of a PDF dictionary → what it would carry."""
FORBIDDEN_ACTIONS = {
    "/JavaScript": "un programme",
    "/Launch": "un ordre pour l'ordinateur",
    "/SubmitForm": "un envoi de formulaire",
    "/ImportData": "un envoi de données",
    "/GoToE": "d'autres fichiers cachés",
    "/RichMedia": "un média animé",
    "/FileAttachment": "d'autres fichiers cachés",
}
"""Value of `/S`, `/Type` or `/Subtype` in a PDF dictionary → what it would carry."""


def type_of(content: bytes) -> str:
    """The type of a scan or a photo; "" for anything that is neither PDF, JPEG nor PNG."""
    return next((kind for start, kind in STARTS if content.startswith(start)), "")


def is_heic(content: bytes) -> bool:
    """Whether this is how iPhones keep photos, which most browsers and readers cannot open."""
    return content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}


def clean_name(name: str, content_type: str) -> str:
    """A name fit to be shown and to be saved under: no path, no control sign, the extension of what the content is."""
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    bare = "".join(letter for letter in bare if letter.isprintable())
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", bare)
    stem = re.sub(r"""[<>:"|?*;%\s]+""", " ", stem).strip(" .")
    extension = EXTENSIONS.get(content_type, "bin")
    return f"{stem[: MAXIMUM_NAME - len(extension) - 1].strip() or 'document'}.{extension}"
