"""The payroll's sheet, the bank's file, the certificate: whole, safe, checked by the schema itself."""

import io
import subprocess
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import sepaxml
import xmlschema
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from maille.identity.models import Access
from maille.sharing.actions import pay_settings, payslips, transfers
from maille.sharing.documents.certificate import Certified, render, sentences
from maille.sharing.files import payroll, sepa
from maille.sharing.models import DebtorAccount, Payslip, TransferFile
from tests.cast import Cast
from tests.sharing.pay.help import (
    IBAN,
    JUNE,
    NOW,
    TODAY,
    D,
    accepted,
    account,
    asked,
    by,
    give,
    paid,
    participant,
    slip,
    twentieth,
    under_contract,
)
from tests.sharing.pay.test_it_is_done_on_screen import june as june

DEBTOR = "FR7630006000011234567890189"
NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


@pytest.fixture
def house(cast: Cast) -> Cast:
    """Amina paid 120 € of cost, Léa 50 €, Yanis nothing."""
    twentieth(cast)
    for journey in (cast.amina_journey, cast.lea_journey, cast.yanis_journey):
        under_contract(journey, cast.fanny)
    for person, cents in ((cast.amina, 120_00), (cast.lea, 50_00)):
        held = participant(cast, person)
        give(cast, held, 300_00, f"opening:{held.pk}")
        accepted(cast, held, cents)
    pay_settings.set_debtor(by(cast.karim), cast.host, "Optéos & Cie", DEBTOR, "AGRIFRPP867", now=NOW)
    return cast


def pay_all(house: Cast) -> None:
    """Everybody's payslip."""
    paid(house, participant(house, house.amina), JUNE, slip(120_00, 90_00, 71_23))
    paid(house, participant(house, house.lea), JUNE, slip(50_00, 40_00, 32_10))
    paid(house, participant(house, house.yanis), JUNE, slip(0))


def file(house: Cast, without: bool = False, schema: str = sepa.SCHEMAS[0]) -> tuple[TransferFile, bytes]:
    """The bank's file of June."""
    return transfers.make_file(by(house.karim), house.host, JUNE, TODAY, schema, without=without, now=NOW)


def browser(user: Any) -> Client:
    """Signed in."""
    client = Client()
    client.force_login(user)
    return client


def valid(content: bytes, schema: str) -> None:
    """Checked again, by us, against the schema."""
    folder = Path(sepaxml.__file__).parent / "schemas"
    xmlschema.XMLSchema(str(folder / f"{schema}.xsd")).validate(io.BytesIO(content))


def test_the_file_pays_each_net_once_and_adds_up(house: Cast) -> None:
    pay_all(house)
    account(house.amina)
    account(house.lea, holder="Léa L'Œil")
    made, content = file(house)
    valid(content, "pain.001.001.09")
    root = ET.fromstring(content)
    amounts = [each.text for each in root.findall(".//p:InstdAmt", NS)]
    assert sorted(amounts) == ["32.10", "71.23"]
    assert [each.text for each in root.findall(".//p:CtrlSum", NS)] == ["103.33", "103.33"]
    assert root.findtext(".//p:GrpHdr/p:NbOfTxs", namespaces=NS) == "2"
    assert root.findtext(".//p:ReqdExctnDt/p:Dt", namespaces=NS) == "2026-06-15"
    ibans = [each.text for each in root.findall(".//p:CdtrAcct//p:IBAN", NS)]
    assert ibans == [IBAN, IBAN]
    assert root.findtext(".//p:Dbtr/p:Nm", namespaces=NS) == "Opteos Cie"
    assert (made.count, made.cents) == (2, 103_33)
    logged = Access.objects.filter(what="IBAN, fichier de virements")
    assert set(logged.values_list("subject_id", flat=True)) == {house.amina.pk, house.lea.pk}


def test_the_older_schema_and_the_town_of_the_host(house: Cast) -> None:
    house.host.postal_code, house.host.commune = "59000", "Lille"
    house.host.save()
    pay_all(house)
    account(house.amina)
    _, content = file(house, without=True, schema="pain.001.001.03")
    valid(content, "pain.001.001.03")
    assert b"<TwnNm>Lille</TwnNm><Ctry>FR</Ctry>" in content


def test_nobody_is_paid_twice_and_a_correction_pays_the_rest(house: Cast) -> None:
    pay_all(house)
    account(house.amina)
    account(house.lea)
    file(house)
    with pytest.raises(ValidationError, match="rien à virer"):
        file(house)
    first = Payslip.objects.get(participant=participant(house, house.amina))
    payslips.correct(by(house.karim), first, slip(130_00, 95_00, 75_00), "Oubli", now=NOW)
    made, _ = file(house)
    assert (made.count, made.cents) == (1, 75_00 - 71_23)


def test_who_has_no_account_is_named_and_left_out_only_when_said(house: Cast) -> None:
    pay_all(house)
    account(house.amina)
    account(house.lea, iban="FR1420041010050500013M02607")
    with pytest.raises(ValidationError, match=r"Léa Fontaine \(IBAN à vérifier\)"):
        file(house)
    assert not TransferFile.objects.exists()
    made, _ = file(house, without=True)
    assert made.count == 1
    due = {each.slip.participant_id: each for each in transfers.dues(by(house.karim), house.host, JUNE)}
    assert due[participant(house, house.lea).pk].cents == 32_10


def test_only_the_host_s_referent_makes_it(house: Cast) -> None:
    pay_all(house)
    for user in (house.fanny, house.odile, house.charlie):
        with pytest.raises(PermissionDenied):
            transfers.make_file(by(user), house.host, JUNE, TODAY, sepa.SCHEMAS[0], without=True, now=NOW)
    stored = DebtorAccount.objects.raw("SELECT id, bic FROM sharing_debtoraccount")[0]
    assert stored.iban == DEBTOR
    assert DebtorAccount.objects.extra(select={"raw": "iban"}).values_list("raw", flat=True)[0] != DEBTOR


def test_the_screen_gives_it_and_says_who_cannot(house: Cast) -> None:
    pay_all(house)
    account(house.amina)
    karim, address = browser(house.karim), "/paie/virements/?mois=2026-06"
    page = karim.get(address).content.decode()
    assert "pas d&#x27;IBAN noté" in page
    assert IBAN not in page
    typed = {"execution_on": "2026-06-15", "schema": sepa.SCHEMAS[0]}
    assert "impossible\u00a0: Léa Fontaine" in karim.post(address, typed).content.decode()
    response = karim.post(address, {**typed, "without": "on"})
    assert response["Content-Type"] == "application/xml"
    valid(response.content, "pain.001.001.09")


@given(st.text(max_size=90))
def test_any_name_is_written_in_the_letters_banks_take(name: str) -> None:
    written = sepa.latin(name, 70)
    assert 0 < len(written) <= 70
    assert not sepa.OUTSIDE_CHARSET.search(written)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Łukasz Wałęsa", "Lukasz Walesa"),
        ("Nguyễn Văn Đức", "Nguyen Van Duc"),
        ("Aïssatou Ɓah", "Aissatou Bah"),
        ("Anne‑Lise d’Œuf–Groß", "Anne-Lise d'OEuf-Gross"),
        ("Øyvind İlkay Işık", "Oyvind Ilkay Isik"),
        ("A" * 90, "A" * 70),
    ],
)
def test_a_name_keeps_its_letters(name: str, written: str) -> None:
    assert sepa.latin(name, 70) == written


def test_a_holder_banks_cannot_read_is_named_before_the_file(house: Cast) -> None:
    pay_all(house)
    account(house.amina, holder="أمينة بن علي")
    account(house.lea)
    with pytest.raises(ValidationError, match=r"Amina Benali \(nom du titulaire à écrire en lettres latines\)"):
        file(house)
    made, _ = file(house, without=True)
    assert made.count == 1


@pytest.mark.parametrize(("hours", "said"), [("20", "20 h"), ("100.00", "100 h"), ("7.50", "7,5 h"), ("0", "Aucune")])
def test_hours_are_written_as_people_read_them(hours: str, said: str) -> None:
    told = Certified(
        name="Amina", birth=None, kpa="La Cape", host="Optéos", host_lines=(), contract="", month=JUNE, cost=120_00,
        gross=90_00, net=71_23, refund=0, hours=Decimal(hours), paid_on=TODAY, reference="", corrects=False,
        made_on=TODAY,
    )  # fmt: skip
    assert any(said in each and "E+" not in each for each in sentences(told))


def test_the_payroll_sheet_has_everybody_and_no_formula(house: Cast) -> None:
    house.yanis.last_name = "=HYPERLINK()"
    house.yanis.save()
    asked(house, participant(house, house.yanis), 0, keeps_for="@cmd")
    text = browser(house.karim).get("/paie/export/?mois=2026-06").content.decode("utf-8-sig")
    lines = [line.split(";") for line in text.strip().splitlines()]
    assert tuple(lines[0]) == payroll.COLUMNS
    assert len(lines) == 4
    by_name = {line[2]: line for line in lines[1:]}
    assert by_name["Amina"][4] == "120,00"
    assert by_name["Yanis"][4] == "0,00"
    assert by_name["Yanis"][1] == "'=HYPERLINK()"
    assert by_name["Yanis"][11] == "'@cmd"
    assert Access.objects.filter(what="export de paie").count() == 3


def test_a_sheet_of_payslips_is_looked_at_then_recorded_and_nothing_is_lost(house: Cast) -> None:
    karim, address = browser(house.karim), "/paie/bulletins/?mois=2026-06"
    amina, lea = (participant(house, each).pk for each in (house.amina, house.lea))
    sheet = (
        "Référence;Nom;Coût total;Brut;Net;Frais rendus;Heures\n"
        f"202606-P{amina};Benali;120,00;90;71,23;;7,5\n"
        f"202606-P{lea};Fontaine;5000;400;320;;\n"
        "202606-P99999;Inconnue;0;0;0;;\n"
        f"202606-J{house.yanis_journey.pk};Mercier;rien;0;0;;\n"
    )
    page = karim.post(address, {"text": sheet, "paid_on": "2026-06-15"}).content.decode()
    assert "2 lignes bonnes, 2 à corriger" in page
    assert "« rien » n&#x27;est pas un montant" in page
    assert not Payslip.objects.exists()
    saved = karim.post(address, {"text": sheet, "paid_on": "2026-06-15", "enregistrer": "1"})
    after = saved.content.decode()
    assert Payslip.objects.get().net == 71_23
    assert "il manque" in after
    for left in ("5000", "Inconnue", "rien"):
        assert left in after
    assert "71,23" not in saved.context["form"]["text"].value()
    assert "Il manque la colonne" in karim.post(address, {"text": "a;b\n1;2", "paid_on": "2026-06-15"}).content.decode()


def pdf_text(content: bytes, folder: Path) -> str:
    """What a PDF says."""
    path = folder / "attestation.pdf"
    path.write_bytes(content)
    said = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True)
    return " ".join(said.stdout.decode().split())


def test_the_certificate_says_a_month_at_nothing_plainly(house: Cast, tmp_path: Path) -> None:
    pay_all(house)
    karim = browser(house.karim)
    yanis = karim.get(reverse("sharing:certificate", args=[house.yanis_journey.pk, "2026-06"]))
    said = pdf_text(yanis.content, tmp_path)
    assert "Aucune rémunération n'a été versée au titre de juin 2026 : 0,00 €." in said
    assert "CAF" in said
    amina = karim.get(reverse("sharing:certificate", args=[house.amina_journey.pk, "2026-06"]))
    said = pdf_text(amina.content, tmp_path)
    assert "Amina Benali" in said
    assert "90,00 € brut, soit 71,23 € net" in said
    with pikepdf.open(io.BytesIO(amina.content)) as read, read.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"
    assert karim.get(reverse("sharing:certificate", args=[house.yanis_journey.pk, "2026-05"])).status_code == 404


def test_a_refund_is_no_income() -> None:
    told = Certified("A", None, "K", "H", (), "", JUNE, 0, 0, 0, 18_90, None, D(2026, 6, 30), "", True, TODAY)
    said = " ".join(sentences(told))
    assert "Ce n'est pas un revenu." in said
    assert "remplace" in said
    assert render(told).startswith(b"%PDF")
