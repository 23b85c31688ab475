"""Files as people have them: whatever they are, they open or a sentence says why not."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from maille.journeys.files import MAX_BYTES, RefusedFileError, csv_lines, open_register, sheets, write_xlsx
from maille.journeys.files.sheets import MAX_UNPACKED

TITLES = ["kpa", "nom", "prenom", "date_naissance", "entree"]
ROW = ["La Cape", "Benali", "Hélène", "12/05/1987", "04/04/2022"]


@pytest.fixture
def opened(tmp_path):
    """Write bytes, open them as a register, give (register, rows)."""

    def of(content: bytes):
        path = tmp_path / "registre"
        path.write_bytes(content)
        register = open_register(path)
        return register, list(register.rows())

    return of


def text(separator=";", rows=(TITLES, ROW)):
    return "".join(separator.join(row) + "\r\n" for row in rows)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_it_reads_text_of_any_usual_separator_and_encoding(opened, separator, encoding):
    register, rows = opened(text(separator).encode(encoding))
    assert register.titles == tuple(TITLES)
    assert rows == [(2, ROW)]
    assert bool(register.notes) == (encoding == "cp1252")


def test_it_says_that_the_encoding_is_old(opened):
    register, _ = opened(text().encode("cp1252"))
    assert "Windows-1252" in register.notes[0]


def test_it_keeps_line_numbers_across_blank_lines_titles_and_quoted_breaks(opened):
    content = "Registre 2022;;;;\r\n" + text() + ";;;;\r\n\r\n" + 'La Cape;Roux;"Zoé\nMarie";01/01/1990;01/01/2022\r\n'
    register, rows = opened(content.encode())
    assert register.heading_line == 2
    assert [(line, bool(cells)) for line, cells in rows] == [(3, True), (4, False), (5, False), (6, True)]


def test_it_obeys_the_separator_line_of_a_spreadsheet(opened):
    register, rows = opened(("sep=,\r\n" + text(",")).encode())
    assert register.titles == tuple(TITLES)
    assert rows == [(3, ROW)]


def sheet(rows, **more):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name in more.get("sheets", []):
        book.create_sheet(name)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_it_reads_the_first_sheet_of_a_workbook(opened):
    values = ["La Cape", "Benali", "Amina", datetime.datetime(1987, 5, 12), 44655]  # noqa: DTZ001 - as spreadsheets do
    register, rows = opened(sheet([TITLES, values], sheets=["Autre"]))
    assert rows == [(2, values)]
    assert "première feuille" in register.notes[0]


def test_what_it_writes_reads_back_and_is_never_a_formula(opened):
    row = ["=1+1", "'=x", "-Jean", datetime.date(2022, 4, 4), 12, True, None, "Élan", "@a"]
    titles = [f"t{number}" for number in range(len(row))]
    made = io.BytesIO()
    write_xlsx(titles, [row], made)
    for cells in openpyxl.load_workbook(io.BytesIO(made.getvalue())).active.iter_rows():
        assert all(cell.data_type != "f" for cell in cells)
    csv = b"".join(csv_lines(titles, [row]))
    assert b";=" not in csv
    assert b"\n=" not in csv
    _, rows = opened(csv)
    assert rows[0][1] == ["'=1+1", "''=x", "'-Jean", "04/04/2022", "12", "oui", "", "Élan", "'@a"]


def bomb():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(MAX_UNPACKED // (1 << 20) + 1):
                part.write(b"\x00" * (1 << 20))
    return made.getvalue()


def entity_bomb():
    good = sheet([TITLES, ROW])
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(made, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + content
            target.writestr(part, content)
    return made.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"\n\n;;;\n", "aucune ligne"),
        (b"%PDF-1.7 x", "PDF"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (OLE, "ancien format"),
        (b"PK\x03\x04 nothing", "abîmé"),
        (b"\x00\x01\x02\x03" * 20, "fichier texte"),
        ("kpa;nom\nLa Cape;é".encode("cp1252") + b"\x81", "codage"),
        (b'kpa;nom\nLa Cape;"Benali\nLa Cape;Roux\n', "guillemet"),
    ],
)
def test_it_refuses_with_a_sentence(opened, content, sentence):
    with pytest.raises(RefusedFileError, match=sentence):
        opened(content)


def test_it_refuses_a_huge_file(opened):
    with pytest.raises(RefusedFileError, match="50 Mo"):
        opened(b"a" * MAX_BYTES)


@pytest.mark.parametrize(("make", "sentence"), [(bomb, "démesuré"), (entity_bomb, "illisible")])
def test_it_refuses_bombs(opened, make, sentence):
    with pytest.raises(RefusedFileError, match=sentence):
        opened(make())


def test_it_refuses_one_shared_text_shown_by_too_many_cells(opened, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_WEIGHT", 1000)
    with pytest.raises(RefusedFileError, match="démesuré"):
        opened(sheet([TITLES, *[["x" * 100] * 5] * 10]))


def test_it_refuses_too_many_rows_and_columns(opened, monkeypatch):
    with pytest.raises(RefusedFileError, match="colonnes"):
        opened(";".join(f"c{number}" for number in range(201)).encode())
    monkeypatch.setattr("maille.journeys.files.reading.MAX_ROWS", 3)
    with pytest.raises(RefusedFileError, match="3 lignes"):
        opened(text(rows=[TITLES, *[ROW] * 4]).encode())


def test_a_libreoffice_file_says_what_to_do(opened):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(RefusedFileError, match="LibreOffice"):
        opened(made.getvalue())
