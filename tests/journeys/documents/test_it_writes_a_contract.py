"""A contract on paper: eight clauses, the period's figures, archivable, whatever people typed."""

import datetime
import io
import subprocess
from typing import Any

import pikepdf
import pytest

from maille.journeys.actions import documents, files
from maille.journeys.actions.documents import MissingError
from maille.journeys.documents import pdf
from maille.journeys.models import Document, Termination
from maille.journeys.rules.documents.clauses import CLAUSES
from maille.journeys.rules.documents.telling import telling
from tests.cast import Cast
from tests.journeys.documents.help import NOW, complete_host, issue, make_period, make_renewal, text_of
from tests.journeys.help import acting

NASTY = 'A #eval("1+1") $x^2$ @cible <b>gras</b> *gras* _it_ `c` \\ {structure} [x](y) // /* \u202eenvers\x07'


def opened(document: Document) -> bytes:
    """The bytes kept."""
    return files.read(document.file)


def is_archivable(content: bytes, path: Any) -> None:
    """What can be checked without a validator: PDF/A-3 said, tagged, French, fonts inside, no syntax error."""
    path.write_bytes(content)
    assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False).returncode == 0
    with pikepdf.open(io.BytesIO(content)) as read:
        marks = read.open_metadata()
        assert marks["pdfaid:part"] == "3"
        assert marks["pdfuaid:part"] == "1"
        assert read.Root.MarkInfo.Marked
        assert str(read.Root.Lang) == "fr-FR"
        assert "/OutputIntents" in read.Root
        assert "/JavaScript" not in read.Root.get("/Names", {})
        for page in read.pages:
            for font in page.Resources.Font.values():
                for inner in font.get("/DescendantFonts", [font]):
                    described = inner.FontDescriptor
                    assert any(key in described for key in ("/FontFile2", "/FontFile3")), font.BaseFont


def test_a_cape_has_its_eight_clauses_with_the_figures(cast: Cast, tmp_path: Any) -> None:
    document = issue(cast)
    content = opened(document)
    is_archivable(content, tmp_path / "cape.pdf")
    read = text_of(content)
    for clause in CLAUSES["cape"]:
        assert f"Article {clause.number} {clause.title}" in read
    for words in (
        *("Ce que dit ce contrat en six phrases", "du 1er juillet 2026 au 30 juin 2027", "Amina Benali", "12 mai 1987"),
        *("Optéos garde 10,5 %", "SIREN 512 345 678", "12 rue des Fleurs, 59100 Roubaix", "500,00 €", "1 200,00 €"),
        *("cuisiner et livrer des repas", "la cuisine et le vélo cargo", "L127-1", "aucune rémunération n'est versée"),
    ):
        assert words in read, words
    assert document.kind == "contract"
    assert document.parties == ["person", "host"]
    assert document.file.name == f"contrat-{document.contract_id}-1-1.pdf"


@pytest.mark.parametrize(
    ("kind", "words"), [("cesa", "entrepreneur·e"), ("volunteering", "librement"), ("membership", "statuts")]
)
def test_the_other_contracts_are_shorter(cast: Cast, kind: str, words: str, tmp_path: Any) -> None:
    period = make_period(cast, kind=kind, ends_on=None, ceiling_cents=None, fee_permille=None)
    content = opened(issue(cast, period))
    is_archivable(content, tmp_path / "autre.pdf")
    assert words in text_of(content)
    assert "None" not in text_of(content)


def test_a_renewal_is_written_and_names_what_it_renews(cast: Cast) -> None:
    first = make_period(
        cast,
        started_on=datetime.date(2025, 7, 1),
        ends_on=datetime.date(2026, 6, 30),
        signed_on=datetime.date(2025, 6, 20),
    )
    document = issue(cast, make_renewal(first.contract, 1))
    read = text_of(opened(document))
    assert document.kind == "renewal"
    assert "Renouvellement n° 1, du 1er juillet 2026" in read
    assert "Ce document renouvelle le contrat déjà conclu (du 1er juillet 2025 au 30 juin 2026)" in read
    assert "Article 8" in read


def test_what_people_type_is_printed_and_never_run(cast: Cast, tmp_path: Any) -> None:
    long = "x" * 300
    period = make_period(cast, programme=f"{NASTY} 🎉 مرحبا بكم 合作 {long}", resources=NASTY)
    document = issue(cast, period)
    content = opened(document)
    is_archivable(content, tmp_path / "cape.pdf")
    read = text_of(content)
    assert '#eval("1+1") $x^2$ @cible <b>gras</b> *gras* _it_ `c` \\ {structure}' in read
    assert "x" * 40 in read
    assert set(document.facts["boxed"]) == {"🎉", "合", "作"}
    assert document.facts["terms"]["programme"].startswith(NASTY[:20])


def test_the_same_facts_draw_the_same_bytes(cast: Cast) -> None:
    document = issue(cast)
    assert telling(document.facts) == telling(Document.objects.get(pk=document.pk).facts)
    assert text_of(pdf.render(document.facts).content) == text_of(opened(document))


def test_what_lacks_is_said_in_words(cast: Cast) -> None:
    period = make_period(cast, programme=" ", fee_permille=None, ceiling_cents=None)
    cast.host.siren = cast.host.address = ""
    cast.host.save()
    with pytest.raises(MissingError) as refused:
        issue(cast, period)
    assert {line.where for line in refused.value.lines} == {"host", "period"}
    assert len(refused.value.lines) == 5
    assert not Document.objects.exists()


def test_a_minor_is_represented(cast: Cast) -> None:
    cast.yanis.birth_date = datetime.date(2009, 1, 1)
    cast.yanis.save()
    period = make_period(cast, cast.yanis_journey)
    with pytest.raises(MissingError, match="représentant légal"):
        issue(cast, period)
    document = documents.issue_for_period(acting(cast.fanny), period.pk, NOW, "Samira Mercier")
    assert document.parties == ["person", "representative", "host"]
    assert "Représentant légal : Samira Mercier" in text_of(opened(document))


def test_a_certificate_says_the_term_the_host_and_its_number(cast: Cast) -> None:
    period = make_period(cast, started_on=datetime.date(2026, 6, 1))
    with pytest.raises(documents.ValidationError, match="rien à attester"):
        documents.issue_certificate(acting(cast.fanny), period.contract_id, NOW)
    type(period).objects.filter(pk=period.pk).update(signed_on=datetime.date(2026, 5, 28))
    read = text_of(opened(documents.issue_certificate(acting(cast.karim), period.contract_id, NOW)))
    for words in ("bénéficie d'un contrat d'appui", "12 rue des Fleurs", "SIREN 512 345 678", "30 juin 2027", "R127-3"):
        assert words in read


def test_an_early_end_is_signed_by_who_decided_it(cast: Cast) -> None:
    period = make_period(cast, signed_on=datetime.date(2026, 6, 1))
    Termination.objects.create(
        contract=period.contract, ended_on=datetime.date(2026, 9, 30), by="host", reason="Fin du groupe", entered_at=NOW
    )
    document = documents.issue_early_end(acting(cast.fanny), period.contract_id, NOW)
    assert document.parties == ["host"]
    assert "Dernier jour du contrat : 30 septembre 2026" in text_of(opened(document))


def test_a_shuttle_sheet_tells_the_insurer_and_nothing_more(cast: Cast) -> None:
    complete_host(cast.host)
    facts = {"activities": "Cuisine, vente sur un marché", "entered_on": "2025-04-04", "cover": None}
    document = documents.issue_shuttle_sheet(acting(cast.fanny), cast.amina_journey.pk, facts, NOW)
    read = text_of(opened(document))
    for words in ("Fiche navette", "Cuisine, vente sur un marché", "12 mai 1987", "La Cape", "Réponse de l'assureur"):
        assert words in read
