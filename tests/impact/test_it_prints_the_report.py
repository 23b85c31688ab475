"""The report as files: the same figures on paper, on a page that opens anywhere, in the terminal."""

import datetime
import io
import re
import subprocess
from typing import Any

import pikepdf
import pytest

from maille.impact import reporting
from maille.impact.covers import cover_of
from maille.impact.documents import html, pdf
from maille.impact.documents.cover import Cover
from maille.impact.rules.periods import Period
from maille.network.rules.roles import Actor
from tests.impact.registers import END, START, write_published_register

TODAY = datetime.date(2026, 6, 15)


@pytest.fixture
def published(db: None) -> tuple[dict[str, Any], Cover]:
    """The published report and its cover."""
    write_published_register()
    actor, asked = Actor.command_line(TODAY), reporting.Request(Period(START, END))
    return reporting.build(actor, asked).as_json(), cover_of(actor, asked, TODAY)


def text_of(document: bytes) -> str:
    """What somebody reads in the PDF, spaces folded."""
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=document, capture_output=True, check=True)
    return re.sub(r"[\s\u00a0\u202f]+", " ", read.stdout.decode())


def test_the_pdf_is_archivable_and_sound(published: tuple[dict[str, Any], Cover], tmp_path: Any) -> None:
    document = pdf.render(*published)
    path = tmp_path / "bilan.pdf"
    path.write_bytes(document)
    assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False).returncode == 0
    with pikepdf.open(io.BytesIO(document)) as opened:
        marks = opened.open_metadata()
        assert marks["pdfaid:part"] == "3"
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "fr-FR"
        fonts = {str(font.BaseFont) for page in opened.pages for font in page.Resources.Font.values()}
    assert all("Atkinson" in font for font in fonts), fonts


def test_the_pdf_says_the_figures_and_their_definitions(published: tuple[dict[str, Any], Cover]) -> None:
    report, cover = published
    read = text_of(pdf.render(report, cover))
    assert "du 1er mars 2022 au 31 décembre 2023" in read
    for indicator in report["indicators"]:
        if indicator["count"] and indicator["pct"] is not None:
            assert f"{indicator['pct']} %" in read
    for words in ("267", "Femmes", "Âge à l'entrée", "CDD de moins de 6 mois", "effectif inférieur à 80"):
        assert words in read
    assert "Personnes dont le sexe enregistré est féminin." in read


def test_the_page_needs_nothing_from_elsewhere(published: tuple[dict[str, Any], Cover]) -> None:
    page = html.render(*published)
    assert not re.search(r"<script|<link|<img|src=|url\(|@import|href=", page)
    assert re.search(r"<strong>73\s%</strong>\s*<span class=\"figure-count\">195</span>", page)


def test_what_is_not_published_is_in_no_file(published: tuple[dict[str, Any], Cover]) -> None:
    report, cover = published
    hidden = {**report, "audience": "public", "indicators": [dict(each) for each in report["indicators"]]}
    level = next(each for each in hidden["indicators"] if each["key"] == "level.bac_5")
    level |= {"count": None, "pct": None, "known": None, "notes": ["non diffusé"]}
    page, read = html.render(hidden, cover), text_of(pdf.render(hidden, cover))
    row = re.search(r"Bac \+5 et plus.*?</tr>", page, re.DOTALL)
    assert row
    assert "non diffusé" in row[0]
    assert not re.search(r"[0-9]+\s%|<rect", row[0])
    assert re.search(r"Bac \+5 et plus non diffusé – –", read)


def test_a_name_the_font_has_not_is_still_printed(published: tuple[dict[str, Any], Cover]) -> None:
    report, _ = published
    cover = Cover(network="КПА", scope="Łódź, Ağrı, 合作社", made_on=TODAY)
    assert pdf.render(report, cover).startswith(b"%PDF")
