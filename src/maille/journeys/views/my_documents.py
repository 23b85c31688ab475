"""The coopérant·e's own documents: read, sign, keep a copy."""

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from maille.journeys.models import Document, DocumentKind, Person
from maille.journeys.models.issued import documents_about, read
from maille.journeys.views import papers
from maille.journeys.views.loading import log_read
from maille.network.requests import ActorRequest


def me(request: ActorRequest) -> Person:
    """The person this sign-in opens; anybody else knows of nothing."""
    # unscoped: one's own file, found by one's own sign-in
    person = Person.objects.filter(user_id=request.actor.user_id).first() if request.actor.user_id else None
    if person is None:
        raise Http404
    return person


def mine(request: ActorRequest, mine_id: int) -> Document:
    """One of my own documents; the sheets written for the insurer are not given out here."""
    person = me(request)
    of = Q(person=person) | Q(person__merged_into=person)
    # unscoped: of one's own file
    return get_object_or_404(read(Document.objects.filter(of).exclude(kind=DocumentKind.SHUTTLE_SHEET)), pk=mine_id)


@require_safe
def my_documents(request: ActorRequest) -> HttpResponse:
    """What I have to sign first, then everything I was given."""
    person = me(request)
    told = documents_about(person)
    to_sign = [each for each in told if each.signable and any(one.party == "person" for one in each.awaited)]
    context = {"person": person, "to_sign": to_sign, "others": [each for each in told if each not in to_sign]}
    return render(request, "journeys/documents/my_documents.html", context)


@require_safe
def my_document(request: ActorRequest, mine_id: int) -> HttpResponse:
    """What it says, first in a few sentences."""
    one = mine(request, mine_id)
    told = papers.told_of(one)
    context = {
        "document": one,
        "person": one.person,
        "told": told,
        "twin": papers.twin_of(one),
        "may_sign": told.signable and any(each.party == "person" for each in told.awaited),
        "late": told.begins_before(request.today),
    }
    return render(request, "journeys/documents/my_document.html", context)


@require_safe
def my_pdf(request: ActorRequest, mine_id: int) -> HttpResponse:
    """The PDF as it was made."""
    one = mine(request, mine_id)
    log_read(request, one.person, "document")
    return papers.attached(request, one.file, reverse("journeys:my_document", args=[one.pk]))


@require_safe
def my_proof(request: ActorRequest, mine_id: int) -> HttpResponse:
    """The proof of signature."""
    one = mine(request, mine_id)
    if not one.signatures.all():
        raise Http404
    log_read(request, one.person, "document")
    return papers.proof_of(one)


def my_signature(request: ActorRequest, mine_id: int) -> HttpResponse:
    """Sign on my phone."""
    one = mine(request, mine_id)
    return papers.signing_page(
        request,
        one,
        "person",
        base="ui/pocket.html",
        back=reverse("journeys:my_document", args=[one.pk]),
        code_url=reverse("journeys:my_code", args=[one.pk]),
        pdf_url=reverse("journeys:my_pdf", args=[one.pk]),
    )


@require_POST
def my_code(request: ActorRequest, mine_id: int) -> HttpResponse:
    """Ask for a code."""
    one = mine(request, mine_id)
    return papers.send_code(request, one, reverse("journeys:my_signature", args=[one.pk]))
