"""What people send: pictures lose what they hide, PDFs that carry anything are refused, names are cleaned."""

import io
import zlib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from maille.journeys.files import scans
from maille.journeys.rules import uploads


def photo(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **more: object) -> bytes:
    """A plain picture."""
    written = io.BytesIO()
    Image.new("RGB", size, "green").save(written, kind, **more)
    return written.getvalue()


def located() -> bytes:
    """A photo that says where it was taken, lying on its side."""
    image = Image.new("RGB", (400, 300), "green")
    exif = image.getexif()
    exif[0x0112], exif[0x010F] = 6, "Téléphone de quelqu'un"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (50.0, 41.0, 0.0)
    written = io.BytesIO()
    image.save(written, "JPEG", exif=exif)
    return written.getvalue()


def pdf(change: object = None, pages: int = 1, **options: object) -> bytes:
    """A PDF of blank pages, changed."""
    written = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        made.docinfo["/Author"] = "Une personne"
        if change:
            change(made)  # type: ignore[operator]
        made.save(written, **options)  # type: ignore[arg-type]
    return written.getvalue()


def test_a_photo_says_no_more_where_it_was_taken() -> None:
    before = Image.open(io.BytesIO(located()))
    assert before.getexif().get_ifd(0x8825)
    content, kind = scans.inert(located())
    after = Image.open(io.BytesIO(content))
    assert kind == "image/jpeg"
    assert not after.getexif()
    assert after.size == (300, 400), "it is put upright first"
    assert b"quelqu" not in content


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_hides_behind_a_picture_is_gone(kind: str) -> None:
    content, _ = scans.inert(photo(kind) + b"<script>alert(1)</script>PK\x03\x04")
    assert b"script" not in content
    assert b"PK\x03\x04" not in content


def test_a_comment_inside_a_picture_is_gone() -> None:
    content, _ = scans.inert(photo(comment=b"<html><script>"))
    assert b"script" not in content


def test_a_photo_is_kept_at_a_readable_size() -> None:
    content, _ = scans.inert(photo(size=(5000, 2000)))
    assert max(Image.open(io.BytesIO(content)).size) == uploads.LONGEST_SIDE


def test_a_small_file_that_would_fill_the_memory_is_refused() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
    with pytest.raises(scans.ScanRefusedError, match="trop grande"):
        scans.inert(bomb + chunk(b"IEND", b""))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"<html><script>alert(1)</script>", "ni un PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "ni un PDF"),
        (b"GIF89a", "ni un PDF"),
        (b"\xff\xd8\xff\xe0 not a picture", "ne s'ouvre pas"),
        (b"\x89PNG\r\n\x1a\n<script>", "ne s'ouvre pas"),
        (b"%PDF-1.7 <html>", "ne s'ouvre pas"),
        (b"%PDF-" + b"0" * uploads.MAXIMUM_BYTES, "10 Mo"),
    ],
    ids=["empty", "html", "svg", "gif", "jpeg", "png", "pdf", "heavy"],
)
def test_anything_else_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(scans.ScanRefusedError, match=said):
        scans.inert(content)


def test_a_plain_pdf_is_kept_without_its_author() -> None:
    content, kind = scans.inert(pdf() + b"<script>alert(1)</script>")
    assert kind == "application/pdf"
    assert b"script" not in content
    with pikepdf.open(io.BytesIO(content)) as kept:
        assert len(kept.pages) == 1
        assert "/Author" not in kept.docinfo


def runs_script(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def names_script(made: pikepdf.Pdf) -> None:
    made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([])))


def launches(made: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"),
    )
    made.pages[0].Annots = made.make_indirect(pikepdf.Array([link]))


def attaches(made: pikepdf.Pdf) -> None:
    made.attachments["virus.exe"] = b"MZ"


@pytest.mark.parametrize("change", [runs_script, names_script, launches, attaches])
def test_a_pdf_that_carries_something_is_refused(change: object) -> None:
    with pytest.raises(scans.ScanRefusedError, match="Ce PDF contient"):
        scans.inert(pdf(change))
    with pytest.raises(scans.ScanRefusedError, match="Ce PDF contient"):
        scans.inert(pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate))


def test_a_closed_or_endless_pdf_is_refused() -> None:
    with pytest.raises(scans.ScanRefusedError, match="mot de passe"):
        scans.inert(pdf(encryption=pikepdf.Encryption(owner="a", user="b")))
    with pytest.raises(scans.ScanRefusedError, match="pages"):
        scans.inert(pdf(pages=uploads.MAXIMUM_PAGES + 1))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("carte d'identité.jpeg", "carte d'identité.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\dossier\\scan.exe", "scan.pdf"),
        ('a"\r\nSet-Cookie: x', "a Set-Cookie x.pdf"),
        ("", "document.pdf"),
        ("....", "document.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_cleaned(name: str, kept: str) -> None:
    assert uploads.clean_name(name, "application/pdf") == kept


@given(st.text(max_size=200))
def test_a_name_is_never_a_path_nor_a_header(name: str) -> None:
    kept = uploads.clean_name(name, "image/png")
    assert kept.endswith(".png")
    assert len(kept) <= uploads.MAXIMUM_NAME
    assert kept.isprintable()
    assert not set(kept) & set('/\\"<>;')


@given(st.binary(max_size=300), st.sampled_from([start for start, _ in uploads.STARTS]))
def test_no_bytes_break_it(content: bytes, start: bytes) -> None:
    try:
        scans.inert(start + content)
    except scans.ScanRefusedError as refused:
        assert str(refused).endswith(".")
