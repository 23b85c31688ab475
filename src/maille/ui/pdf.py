"""PDFs drawn by Typst, archivable (PDF/A-3a) and readable by a screen reader (PDF/UA-1); no domain word in here.

A template reads `json(bytes(sys.inputs.data))` and nothing else: what people typed reaches it as values, never as
markup, so that no text of theirs is ever run.
"""

import functools
import json
import pathlib
import re
import threading
from dataclasses import dataclass
from typing import Any

import typst

FONTS = pathlib.Path(__file__).parent / "fonts"
STANDARDS: list[Any] = ["a-3a", "ua-1"]
NO_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
UNSAFE = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters, halves of characters, and those that turn the direction of a text around."""
BOX = "\u25a1"
ROUNDS = 4
local = threading.local()
"""A Typst compiler serves one thread; it keeps what it worked out, and the next document comes faster."""


@dataclass(frozen=True)
class Made:
    """One PDF, and the characters no font of ours has, printed as a small box."""

    content: bytes
    boxed: str = ""


@functools.cache
def fonts() -> typst.Fonts:
    """The house's own fonts and Typst's fallbacks, never the machine's: the same file everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def compiler(template: pathlib.Path) -> typst.Compiler:
    """This thread's compiler of that template."""
    kept: dict[pathlib.Path, typst.Compiler] = local.__dict__.setdefault("compilers", {})
    if template not in kept:
        kept[template] = typst.Compiler(template, root=template.parent, font_paths=fonts())
    return kept[template]


def draw(template: pathlib.Path, told: dict[str, Any]) -> Made:
    """The PDF of what is told.

    A letter no font has is an error in an archivable file: it is printed as a box and named in `boxed`. Should Typst
    still refuse, a plain PDF is better than none.
    """
    data = json.dumps(cleaned(told), ensure_ascii=False)
    boxed = ""
    for _ in range(ROUNDS):
        try:
            return Made(compiled(template, data, STANDARDS), boxed)
        except typst.TypstError as refused:
            missing = {each for each in unprintable(f"{refused} {refused.diagnostic}") if each in data}
            if not missing:
                break
            boxed += "".join(sorted(missing))
            data = data.translate({ord(each): BOX for each in missing})
    return Made(compiled(template, data, []), boxed)


def cleaned(value: Any) -> Any:
    """The same, its texts without what is unsafe; narrow no-break spaces, which the font has not, widened."""
    if isinstance(value, str):
        return UNSAFE.sub("", value).replace("\u202f", "\u00a0")
    if isinstance(value, dict):
        return {key: cleaned(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(each) for each in value]
    return value


def unprintable(said: str) -> set[str]:
    """The characters Typst says it has no font for."""
    found = (ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) for text in NO_GLYPH.findall(said))
    return {letter for text in found for letter in text if ord(letter) > 126}


def compiled(template: pathlib.Path, data: str, standards: list[Any]) -> bytes:
    """One PDF under these standards."""
    made = compiler(template).compile(format="pdf", sys_inputs={"data": data}, pdf_standards=standards)
    if not isinstance(made, bytes):
        raise TypeError("One PDF was asked for.")
    return made
