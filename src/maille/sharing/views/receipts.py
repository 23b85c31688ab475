"""Noting money that came for a job, or went back; correcting what was wrong. One form, one action."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maille.activities.views.loading import job_to_change
from maille.journeys.files.writing import amount
from maille.journeys.rules.register.cells import Cell
from maille.journeys.views.exporting import exported
from maille.journeys.views.loading import attempt, number, reader
from maille.network.requests import ActorRequest
from maille.sharing import access
from maille.sharing.actions import receipts as actions
from maille.sharing.forms.receipts import CorrectionForm, MoneyForm, TaxForm
from maille.sharing.models import Receipt
from maille.sharing.models.pot_figures import pot_of
from maille.ui.text import euros

Kind = Receipt.Kind
WORDS = {
    Kind.RECEIPT: ("Noter une recette", "Notez l'argent le jour où il arrive.", "Noter cette recette"),
    Kind.REFUND: ("Noter un remboursement au client", "Cet argent retourne au client.", "Noter ce remboursement"),
    Kind.BAD_DEBT: ("Noter un impayé", "Cet argent était compté, et ne viendra pas.", "Noter cet impayé"),
}
"""Kind → title, lead, button."""


def money(request: ActorRequest, job_id: int, kind: str) -> HttpResponse:
    """A receipt, a refund or a bad debt for this job."""
    job, wanted = job_to_change(request, job_id), Kind(kind)
    form = MoneyForm(request.POST or None, kind=wanted, job=job, today=request.today)
    if request.method == "POST":
        made: list[Receipt] = []

        def act() -> None:
            typed = form.money
            made.append(
                actions.receive(
                    request.actor, job, typed.kind, typed.cents, typed.tax, typed.received_on, typed.invoiced_on,
                    typed.payer, typed.reference, typed.note, now=timezone.now(), key=form.cleaned_data["key"],
                )
            )  # fmt: skip

        if attempt(request, form, act)[0]:
            say(request, made[0])
            return redirect("sharing:pot", job.pk)
    title, lead, button = WORDS[wanted]
    context = {"form": form, "job": job, "title": title, "lead": lead, "button": button, "receipt": None}
    return render(request, "sharing/pots/money.html", context)


@require_safe
def tax(request: ActorRequest) -> HttpResponse:
    """The field of the tax, computed for the amount and the rate being typed; empty when they do not tell."""
    reader(request)
    asked = TaxForm(request.GET)
    return HttpResponse(str(TaxForm(initial={"tax": asked.computed})["tax"]))


TITLES = (
    "KPA", "Prestation", "Client", "Nature", "Reçu le", "Facturé le", "Hors taxes", "Taxe", "Payé par", "Référence",
    "Précision", "Corrigée", "Notée le", "Notée par",
)  # fmt: skip


@require_safe
def file(request: ActorRequest) -> HttpResponseBase:
    """All the money that came in or went back up to the day asked, of every KPA the reader opens or one (`?kpa=`)."""
    found = Receipt.objects.visible_to(reader(request)).filter(posting__day__lte=request.at)
    kpa = number(request.GET.get("kpa", ""))
    found = found.filter(kpa_id=kpa) if kpa else found
    told = found.select_related("kpa", "job", "entered_by", "corrected_by").order_by("received_on", "pk")
    return exported(request, TITLES, rows_of(told), f"recettes-{request.at}", "Recettes")


def rows_of(told: QuerySet[Receipt]) -> Iterator[list[Cell]]:
    """The cells of each line; a mistake and its counter-entry are both there."""
    for each in told.iterator(chunk_size=500):
        yield [
            each.kpa.name, each.job.title, each.job.client, each.get_kind_display(), each.received_on,
            each.invoiced_on, amount(each.cents), amount(each.tax), each.payer, each.reference, each.note,
            getattr(each, "corrected_by", None) is not None, timezone.localtime(each.entered_at).date(),
            str(each.entered_by) if each.entered_by else "",
        ]  # fmt: skip


def say(request: ActorRequest, written: Receipt) -> None:
    """What was written, and what it changes."""
    messages.success(request, f"{written.get_kind_display()} : {euros(abs(written.cents))} hors taxes, c'est noté.")
    waiting = pot_of(written.job).waiting
    if waiting < 0:
        messages.warning(
            request,
            f"La cagnotte est à {euros(waiting)} : cet argent était déjà partagé. Refaites une répartition.",
        )


def correct(request: ActorRequest, receipt_id: int) -> HttpResponse:
    """The right figures of a receipt: what was wrong stays and shows, undone beside."""
    actor = reader(request)
    found = Receipt.objects.visible_to(actor).select_related("job__kpa__choices", "posting")
    receipt = get_object_or_404(found, pk=receipt_id)
    if not access.may_write(actor, receipt.kpa_id):
        raise PermissionDenied
    form = CorrectionForm(request.POST or None, receipt=receipt, today=request.today)
    if request.method == "POST":
        made: list[Receipt] = []

        def act() -> None:
            typed = form.cleaned_data
            made.append(
                actions.correct_receipt(
                    actor, receipt, form.right, now=timezone.now(), reason=typed["reason"], key=typed["key"]
                )
            )

        if attempt(request, form, act)[0]:
            messages.success(request, "C'est corrigé. La ligne d'origine reste, avec son annulation.")
            return redirect("sharing:pot", receipt.job_id)
    context = {
        "form": form,
        "job": receipt.job,
        "title": "Corriger une ligne",
        "lead": "La ligne d'origine reste visible, annulée ; la bonne s'écrit à côté.",
        "button": "Corriger",
        "receipt": receipt,
    }
    return render(request, "sharing/pots/money.html", context)
