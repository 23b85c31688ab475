"""The attendance sheet of a workshop, as a PDF: one page for about 25 people, with room to sign."""

import functools
import json
import pathlib
from dataclasses import asdict, dataclass
from typing import Any

import typst

HERE = pathlib.Path(__file__).parent
FONTS = HERE.parents[1] / "ui" / "fonts"
STANDARDS: list[Any] = ["a-3a", "ua-1"]
"""Archivable, and readable by a screen reader."""


@dataclass(frozen=True)
class Sheet:
    """What is printed; `free` lines are left blank for those who come without signing up."""

    kpa: str
    title: str
    when: str
    place: str
    leader: str
    people: tuple[str, ...]
    free: int


@functools.cache
def fonts() -> typst.Fonts:
    """The house's own fonts and Typst's fallbacks, never the machine's."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def sheet(told: Sheet) -> bytes:
    """The PDF; a letter no font has is an error in an archivable file: a plain one then shows a box in its place."""
    data = json.dumps(asdict(told), ensure_ascii=False).replace("\u202f", "\u00a0")
    compiler = typst.Compiler(HERE / "attendance.typ", root=HERE, font_paths=fonts())
    try:
        made = compiler.compile(format="pdf", sys_inputs={"data": data}, pdf_standards=STANDARDS)
    except typst.TypstError:
        made = compiler.compile(format="pdf", sys_inputs={"data": data})
    if not isinstance(made, bytes):
        raise TypeError("One PDF was asked for.")
    return made
