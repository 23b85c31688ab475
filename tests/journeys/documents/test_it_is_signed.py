"""Signing: on screen with a code, on paper with a date; the last signature signs the period."""

import datetime
import io

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from PIL import Image

from maille.identity.models import User
from maille.journeys.actions import documents, files, signatures, signing_codes
from maille.journeys.models import Document, Signature, SigningCode
from maille.journeys.models.issued import issued
from tests.cast import Cast
from tests.journeys.documents.help import NOW, code_for, issue, make_period, sign, with_account
from tests.journeys.help import acting

STROKES = "M10 20 L30 40 L50 20 M60 60 L61 61"


def photo() -> bytes:
    """A small scan."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return out.getvalue()


def minutes(count: int) -> datetime.datetime:
    """So long after the document was issued."""
    return NOW + datetime.timedelta(minutes=count)


def paper(cast: Cast, document: Document, party: str, **more: object) -> Signature:
    """Fanny notes a signature on paper."""
    given = {"party": party, "name": "Amina Benali", "signed_on": NOW.date(), **more}
    return signatures.sign_on_paper(acting(cast.fanny), document.pk, signatures.OnPaper(**given), NOW)


def test_amina_then_the_host_sign_on_screen_and_the_period_is_signed(cast: Cast) -> None:
    document, amina = issue(cast), with_account(cast)
    hers = sign(document, "person", amina, drawing=STROKES, user_agent="Téléphone")
    assert (hers.means, hers.signed_on, hers.on_behalf) == ("drawn", NOW.date(), False)
    assert hers.document_sha256 == document.file.sha256
    assert hers.evidence["drawing"] == STROKES
    assert hers.evidence["code_sent_to"] == "a…a@exemple.fr"
    assert "user_agent" in hers.evidence
    document.period.refresh_from_db()
    assert document.period.signed_on is None
    theirs = sign(document, "host", cast.karim, minutes(60 * 24))
    assert theirs.means == "typed"
    document.period.refresh_from_db()
    assert document.period.signed_on == datetime.date(2026, 6, 16)
    assert issued([document])[0].complete


def test_on_paper_it_is_entered_for_them_with_the_date_and_the_scan(cast: Cast) -> None:
    document = issue(cast)
    hers = paper(cast, document, "person", scan=photo(), scan_name="contrat.png")
    assert hers.on_behalf
    assert hers.entered_by == cast.fanny
    assert hers.user is None
    assert hers.scan
    assert files.read(hers.scan)
    assert hers.scan.content_type in {"image/png", "image/jpeg"}
    paper(cast, document, "host", name="Karim")
    document.period.refresh_from_db()
    assert document.period.signed_on == NOW.date()


def test_a_minor_waits_for_the_representative(cast: Cast) -> None:
    cast.yanis.birth_date = datetime.date(2009, 1, 1)
    cast.yanis.save()
    period = make_period(cast, cast.yanis_journey)
    document = documents.issue_for_period(acting(cast.fanny), period.pk, NOW, "Samira Mercier")
    paper(cast, document, "person", name="Yanis Mercier")
    sign(document, "host", cast.karim)
    period.refresh_from_db()
    assert period.signed_on is None
    assert [each.label for each in issued([document])[0].awaited] == ["Le représentant légal"]
    paper(cast, document, "representative", name="Samira Mercier")
    period.refresh_from_db()
    assert period.signed_on == NOW.date()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"signed_on": datetime.date(2026, 6, 16)}, "futur"),
        ({"signed_on": datetime.date(2026, 6, 14)}, "avant"),
        ({"name": " "}, "nom"),
        ({"scan": b"<svg onload=alert(1)>"}, "ni un PDF"),
        ({"party": "representative"}, "n'attend pas"),
    ],
)
def test_a_wrong_paper_is_refused_in_words(cast: Cast, more: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        paper(cast, issue(cast), **{"party": "person", **more})
    assert words in " ".join(refused.value.messages)
    assert not Signature.objects.exists()


def test_nobody_signs_for_another(cast: Cast) -> None:
    document, amina = issue(cast), with_account(cast)
    for party, user in [("host", cast.fanny), ("person", cast.fanny), ("host", amina), ("representative", amina)]:
        with pytest.raises(PermissionDenied):
            sign(document, party, user, minutes(len(mail.outbox) * 2))
    with pytest.raises(Document.DoesNotExist):
        signatures.sign_on_paper(
            acting(cast.charlie), document.pk, signatures.OnPaper("person", "Amina", NOW.date()), NOW
        )
    assert not Signature.objects.exists()


def test_what_is_signed_is_what_was_shown(cast: Cast) -> None:
    document, amina = issue(cast), with_account(cast)
    with pytest.raises(ValidationError, match="a changé"):
        sign(document, "person", amina, sha256="0" * 64)
    with pytest.raises(ValidationError, match="dessin"):
        sign(document, "person", amina, minutes(2), drawing='M0 0 L1 1"/><script>')


def test_a_changed_period_or_a_newer_document_is_not_signed_on_the_old_one(cast: Cast) -> None:
    document, amina = issue(cast), with_account(cast)
    document.period.ceiling_cents = 60_000
    document.period.save()
    with pytest.raises(ValidationError, match="modifié depuis"):
        sign(document, "person", amina)
    newer = issue(cast, document.period, minutes(5))
    with pytest.raises(ValidationError, match="plus récent"):
        sign(document, "person", amina, minutes(6))
    sign(newer, "person", amina, minutes(8))
    told = issued(Document.objects.order_by("pk"))
    assert [(each.badge[0]) for each in told] == ["Remplacé", "À signer"]


def test_a_signed_period_has_no_other_document(cast: Cast) -> None:
    document = issue(cast)
    paper(cast, document, "person")
    paper(cast, document, "host")
    with pytest.raises(ValidationError, match="déjà signée"):
        issue(cast, document.period, minutes(5))
    with pytest.raises(ValidationError, match="déjà enregistrée"):
        paper(cast, document, "host")


def test_a_code_expires_serves_once_and_suffers_few_tries(cast: Cast) -> None:
    document, amina = issue(cast), with_account(cast)
    good = code_for(document, amina)
    wrong = "000000" if good != "000000" else "000001"
    assert good not in SigningCode.objects.get().digest
    with pytest.raises(ValidationError, match="plus valable"):
        signing_codes.confirm(document, amina, good, minutes(15))
    with pytest.raises(ValidationError, match="plus valable"):
        signing_codes.confirm(document, cast.karim, good, NOW)
    for _ in range(5):
        with pytest.raises(ValidationError, match="pas le bon code"):
            signing_codes.confirm(document, amina, wrong, NOW)
    with pytest.raises(ValidationError, match="Trop d'essais"):
        signing_codes.confirm(document, amina, good, NOW)
    again = code_for(document, amina, minutes(2))
    assert signing_codes.confirm(document, amina, f" {again[:3]} {again[3:]} ", minutes(3)).sent_to == "a…a@exemple.fr"
    signing_codes.use_up(document, amina, minutes(3))
    with pytest.raises(ValidationError, match="plus valable"):
        signing_codes.confirm(document, amina, again, minutes(3))


def test_codes_are_not_asked_for_without_end(cast: Cast) -> None:
    document, amina = issue(cast), with_account(cast)
    code_for(document, amina)
    with pytest.raises(ValidationError, match="Attendez une minute"):
        code_for(document, amina, NOW + datetime.timedelta(seconds=30))
    for count in range(1, 6):
        code_for(document, amina, minutes(2 * count))
    with pytest.raises(ValidationError, match="Trop de codes"):
        code_for(document, amina, minutes(20))
    nobody = User.objects.create_user(None, "Sans adresse")
    with pytest.raises(ValidationError, match="sur papier"):
        signing_codes.send_code(document, nobody, NOW)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("journeys_document", "kind"),
        ("journeys_signature", "signer_name"),
        ("journeys_clausetext", "kind"),
        ("journeys_contractperiod", "programme"),
    ],
)
def test_the_database_itself_refuses_any_change(cast: Cast, table: str, column: str) -> None:
    from maille.journeys.actions.clauses import adopt
    from maille.journeys.rules.documents.clauses import defaults

    document = issue(cast)
    adopt(acting(cast.karim), cast.host, "cape", defaults("cape") | {"r127_1_8": "Rien à rembourser."}, 0, NOW)
    paper(cast, document, "person")
    paper(cast, document, "host")
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_altered_file_is_neither_read_nor_signed(cast: Cast) -> None:
    from django.core.files.base import ContentFile
    from django.core.files.storage import storages

    from maille.identity import vault

    document, amina = issue(cast), with_account(cast)
    storages["private"].delete(document.file.place)
    storages["private"].save(document.file.place, ContentFile(vault.close(b"%PDF-1.7 autre")))
    with pytest.raises(vault.VaultError):
        files.read(document.file)
    with pytest.raises(vault.VaultError):
        sign(document, "person", amina)
    assert not Signature.objects.exists()
