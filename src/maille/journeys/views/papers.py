"""What the desk and the pocket share about documents: reading one, its bytes, its proof, signing it on screen."""

import datetime
import logging
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maille.identity.models import User
from maille.identity.vault import VaultError
from maille.journeys.actions import files, signatures, signing_codes
from maille.journeys.documents import pdf
from maille.journeys.forms import add_refusal
from maille.journeys.forms.documents import SignForm
from maille.journeys.models import Document, SigningCode, StoredFile
from maille.journeys.models.issued import Issued, issued
from maille.journeys.rules.documents.proof import proof
from maille.journeys.rules.documents.telling import telling
from maille.network.requests import ActorRequest

logger = logging.getLogger(__name__)
ALTERED = (
    "Ce fichier n'est plus celui qui a été enregistré : il ne peut pas être montré. Prévenez la personne qui s'occupe "
    "de l'installation."
)


def told_of(document: Document) -> Issued:
    """Where it stands."""
    return issued([document])[0]


def twin_of(document: Document) -> dict[str, Any]:
    """What the document says, for the page."""
    return telling(document.facts)


def attached(request: ActorRequest, file: StoredFile, back: str) -> HttpResponse:
    """The bytes kept, verified, to save and not to run; a sentence on the page `back` when they were altered."""
    try:
        content = files.read(file)
    except (VaultError, OSError):
        logger.exception("stored file %s is not what was kept", file.pk)
        messages.error(request, ALTERED)
        return redirect(back)
    return inert(content, file.content_type, file.name)


def inert(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Bytes a browser saves and never runs."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "replace").decode()}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def proof_of(document: Document) -> HttpResponse:
    """The sheet that says who signed, when and how."""
    signed = [
        {
            "party": each.party,
            "name": each.signer_name,
            "means": each.means,
            "signed_on": each.signed_on.isoformat(),
            "sha256": each.document_sha256,
            "entered_by": str(each.entered_by or "la ligne de commande"),
            "user": str(each.user or ""),
            "at": moment(each.evidence.get("at")),
            "scan": each.scan_id is not None,
            "drawing": each.evidence.get("drawing", ""),
            "code_sent_to": each.evidence.get("code_sent_to", ""),
            "code_sent_at": moment(each.evidence.get("code_sent_at")),
            "user_agent": each.evidence.get("user_agent", ""),
        }
        for each in document.signatures.all()
    ]
    made = pdf.draw(proof(document.facts, document.file.sha256, signed))
    return inert(made.content, "application/pdf", f"preuve-{document.facts['reference']}.pdf")


def moment(iso: str | None) -> str:
    """ "15/06/2026 à 12:00:00" in French time."""
    if not iso:
        return ""
    return timezone.localtime(datetime.datetime.fromisoformat(iso)).strftime("%d/%m/%Y à %H:%M:%S")


def signing_page(
    request: ActorRequest, document: Document, party: str, *, base: str, back: str, code_url: str, pdf_url: str
) -> HttpResponse:
    """Sign on screen: a code first, then one's name, a drawing if one likes, and a box to tick."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - signed in, the caller checked; tells the type checker
    told = told_of(document)
    awaited = next((each for each in told.awaited if each.party == party), None)
    if awaited is None or not told.signable:
        messages.info(request, "Cette signature n'est pas attendue, ou elle est déjà faite.")
        return redirect(back)
    name = user.name if party == "host" else awaited.name
    form = SignForm(request.POST or None, initial={"sha256": document.file.sha256, "name": name})
    if request.method == "POST" and form.is_valid():
        given = signatures.OnScreen(
            name=form.cleaned_data["name"],
            code=form.cleaned_data["code"],
            sha256=form.cleaned_data["sha256"],
            drawing=form.cleaned_data["drawing"],
            user_agent=request.headers.get("User-Agent", ""),
        )
        try:
            signatures.sign_on_screen(request.actor, document.pk, party, user, given, timezone.now())
        except VaultError:
            logger.exception("document %s is not what was kept", document.pk)
            form.add_error(None, ALTERED)
        except ValidationError as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "C'est signé. Merci.")
            return redirect(back)
    code = SigningCode.objects.filter(  # unscoped: one's own code, for a document already loaded in scope
        document=document, user=user, used_at__isnull=True, expires_at__gt=timezone.now()
    ).first()
    context = {
        "base": base,
        "document": document,
        "person": document.person,
        "awaited": awaited,
        "twin": twin_of(document),
        "form": form,
        "code": code,
        "has_address": bool(user.email),
        "back": back,
        "code_url": code_url,
        "pdf_url": pdf_url,
        "late": told.begins_before(request.today),
    }
    return render(request, "journeys/documents/sign.html", context)


def send_code(request: ActorRequest, document: Document, back: str) -> HttpResponse:
    """Send the six digits, and come back to the form."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - signed in, the caller checked; tells the type checker
    try:
        sent = signing_codes.send_code(document, user, timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, f"Le code est parti vers {sent.sent_to}. Il sert pendant 15 minutes.")
    return redirect(back)
