"""Documents at the desk: making one, reading it, signing for the host, noting a signature on paper."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maille.journeys import access
from maille.journeys.actions import documents, signatures
from maille.journeys.actions.documents import MissingError
from maille.journeys.forms.documents import IssueForm, PaperForm
from maille.journeys.models import Contract, ContractPeriod, Document, Journey, StoredFile
from maille.journeys.models.facts import text_in_use
from maille.journeys.models.issued import Issued, documents_of, read
from maille.journeys.models.shuttle import shuttle_facts
from maille.journeys.rules.documents.checking import missing
from maille.journeys.rules.documents.telling import telling
from maille.journeys.views import papers
from maille.journeys.views.loading import attempt, journey_to_change, log_read, reader
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor


def document_to_read(request: ActorRequest, document_id: int) -> Document:
    """A document the reader may open; the reading is logged."""
    found = get_object_or_404(read(Document.objects.visible_to(reader(request))), pk=document_id)
    log_read(request, found.person, "document")
    return found


def document_to_sign(request: ActorRequest, document_id: int) -> Document:
    """A document the reader signs for the host they are referent of."""
    found = get_object_or_404(read(Document.objects.visible_to(reader(request))), pk=document_id)
    if "host" not in found.parties or not access.may_sign_for_host(request.actor, found):
        raise PermissionDenied
    return found


def contract_to_write(request: ActorRequest, contract_id: int) -> Contract:
    """A contract of a KPA where the reader may write."""
    found = get_object_or_404(Contract.objects.visible_to(reader(request)), pk=contract_id)
    if not access.may_enter(request.actor, found.kpa_id):
        raise PermissionDenied
    return found


def contracts_url(journey: Journey) -> str:
    """The contracts of a journey."""
    return reverse("journeys:contracts", args=[journey.pk])


def correct_url(journey: Journey, period: ContractPeriod) -> str:
    """Where what is prepared is corrected."""
    return reverse("journeys:contract_correct", args=[journey.pk, period.pk])


@require_safe
def document(request: ActorRequest, document_id: int) -> HttpResponse:
    """One document: who signed, who is awaited, what it says."""
    one = document_to_read(request, document_id)
    told = papers.told_of(one)
    actor: Actor = request.actor
    context = {
        "document": one,
        "person": one.person,
        "told": told,
        "twin": papers.twin_of(one),
        "editions": [each for each in editions(one) if each.document.pk != one.pk],
        "may_write": access.may_enter(actor, one.kpa_id),
        "may_sign": any(each.party == "host" for each in told.awaited) and access.may_sign_for_host(actor, one),
        "late": told.begins_before(request.today),
        "back": contracts_url(one.contract.journey) if one.contract else "",
        "redo": redo_url(one),
    }
    return render(request, "journeys/documents/document.html", context)


def editions(one: Document) -> list[Issued]:
    """The documents of the same contract; none for a sheet of no contract."""
    return documents_of(one.contract.journey) if one.contract else []


def redo_url(one: Document) -> str:
    """Where the days of the period are changed."""
    if one.contract is None or one.period is None or one.period.signed_on:
        return ""
    return correct_url(one.contract.journey, one.period)


@require_safe
def download(request: ActorRequest, document_id: int) -> HttpResponse:
    """The PDF as it was made."""
    one = document_to_read(request, document_id)
    return papers.attached(request, one.file, reverse("journeys:document", args=[one.pk]))


@require_safe
def proof(request: ActorRequest, document_id: int) -> HttpResponse:
    """The proof of signature, as a PDF."""
    one = document_to_read(request, document_id)
    if not one.signatures.all():
        raise Http404
    return papers.proof_of(one)


@require_safe
def scan(request: ActorRequest, document_id: int, file_id: int) -> HttpResponse:
    """The photo or scan of a signed paper."""
    one = document_to_read(request, document_id)
    found: StoredFile | None = next((each.scan for each in one.signatures.all() if each.scan_id == file_id), None)
    if found is None:
        raise Http404
    return papers.attached(request, found, reverse("journeys:document", args=[one.pk]))


def sign(request: ActorRequest, document_id: int) -> HttpResponse:
    """The host's countersignature on screen."""
    one = document_to_sign(request, document_id)
    return papers.signing_page(
        request,
        one,
        "host",
        base="ui/base.html",
        back=reverse("journeys:document", args=[one.pk]),
        code_url=reverse("journeys:document_code", args=[one.pk]),
        pdf_url=reverse("journeys:document_pdf", args=[one.pk]),
    )


@require_POST
def code(request: ActorRequest, document_id: int) -> HttpResponse:
    """The host's referent asks for a code."""
    one = document_to_sign(request, document_id)
    return papers.send_code(request, one, reverse("journeys:sign_document", args=[one.pk]))


def paper(request: ActorRequest, document_id: int) -> HttpResponse:
    """ "J'ai le document signé": who signed, when, and a photo of it."""
    one = get_object_or_404(read(Document.objects.visible_to(reader(request))), pk=document_id)
    if not access.may_enter(request.actor, one.kpa_id):
        raise PermissionDenied
    told = papers.told_of(one)
    back = reverse("journeys:document", args=[one.pk])
    if not told.signable:
        messages.info(request, "Ce document n'attend plus de signature.")
        return redirect(back)
    form = PaperForm(request.POST or None, request.FILES or None, told=told, initial={"signed_on": request.today})
    if request.method == "POST":

        def note() -> None:
            data, sent = form.cleaned_data, form.cleaned_data["scan"]
            given = signatures.OnPaper(
                data["party"], data["name"], data["signed_on"], sent.read() if sent else b"", sent.name if sent else ""
            )
            signatures.sign_on_paper(request.actor, one.pk, given, timezone.now())

        done, _ = attempt(request, form, note)
        if done:
            messages.success(request, "La signature est notée.")
            return redirect(back)
    context = {"document": one, "person": one.person, "form": form, "back": back, "twin": papers.twin_of(one)}
    return render(request, "journeys/documents/paper.html", context)


def issue(request: ActorRequest, period_id: int) -> HttpResponse:
    """Read what the document will say, complete what lacks, then make it."""
    mine = Contract.objects.visible_to(reader(request))
    # unscoped: of contracts loaded in scope
    periods = ContractPeriod.objects.filter(contract__in=mine).select_related(
        "contract__journey__person", "contract__kpa", "contract__host"
    )
    period = get_object_or_404(periods, pk=period_id)
    contract, now = period.contract, timezone.now()
    if not access.may_enter(request.actor, contract.kpa_id):
        raise PermissionDenied
    if period.signed_on or period.withdrawn_at:
        messages.info(request, "Cette période n'attend plus de signature.")
        return redirect(contracts_url(contract.journey))
    facts = documents.facts_of_period(period, now)
    form = IssueForm(
        request.POST if request.method == "POST" else None,
        minor=facts["minor"],
        initial={"representative": facts["representative"]},
    )
    if request.method == "POST":
        made: list[Document] = []

        def write() -> None:
            named = form.cleaned_data.get("representative", "")
            made.append(documents.issue_for_period(request.actor, period.pk, now, named))

        done, _ = attempt(request, form, write)
        if done:
            said(request, made[0])
            return redirect("journeys:document", made[0].pk)
    lacking = [each for each in missing(facts) if each.where != "representative"]
    context = {
        "period": period,
        "contract": contract,
        "person": contract.journey.person,
        "form": form,
        "minor": facts["minor"],
        "lacking": [(each, where_to_complete(contract, period, each.where)) for each in lacking],
        "twin": telling(facts) if not lacking else None,
        "text": text_in_use(contract.host_id, contract.kind, request.today),
        "may_read_clauses": access.may_read_clauses(request.actor, contract.host),
        "late": period.started_on < request.today,
        "back": contracts_url(contract.journey),
        "redo": correct_url(contract.journey, period),
    }
    return render(request, "journeys/documents/issue.html", context)


def where_to_complete(contract: Contract, period: ContractPeriod, where: str) -> tuple[str, str]:
    """The address and the words of the page where something lacking is written."""
    if where == "host":
        return reverse("network:organisation", args=[contract.host_id]), f"Ouvrir la page de {contract.host}"
    if where == "person":
        return reverse("journeys:correct_person", args=[contract.journey.person_id]), "Compléter la fiche"
    return correct_url(contract.journey, period), "Compléter le contrat"


def said(request: ActorRequest, made: Document) -> None:
    """That it is made, and what could not be printed."""
    messages.success(request, "Le document est prêt.")
    if made.facts.get("boxed"):
        signs = " ".join(made.facts["boxed"])
        messages.warning(request, f"Ces signes ne peuvent pas être imprimés, un carré les remplace : {signs}")


@require_POST
def certificate(request: ActorRequest, contract_id: int) -> HttpResponse:
    """Make a certificate."""
    return make(request, contract_id, documents.issue_certificate)


@require_POST
def early_end(request: ActorRequest, contract_id: int) -> HttpResponse:
    """Make the written early end."""
    return make(request, contract_id, documents.issue_early_end)


def make(request: ActorRequest, contract_id: int, act: Callable[..., Document]) -> HttpResponse:
    """One button, one document; a refusal comes back as a message."""
    contract = contract_to_write(request, contract_id)
    try:
        made = act(request.actor, contract.pk, timezone.now())
    except MissingError as refused:
        for line in refused.lines:
            messages.error(request, line.sentence)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        said(request, made)
        return redirect("journeys:document", made.pk)
    return redirect(contracts_url(contract.journey))


@require_POST
def shuttle_sheet(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Make the sheet for the insurer, as things stand today."""
    journey = journey_to_change(request, journey_id)
    facts = shuttle_facts(journey.person, journey.kpa, request.today)
    made = documents.issue_shuttle_sheet(request.actor, journey.pk, facts, timezone.now())
    said(request, made)
    return redirect("journeys:document", made.pk)
