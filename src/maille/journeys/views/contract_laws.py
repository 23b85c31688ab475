"""What the law allows, version by version: read by whoever writes contracts, added to by administrators."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maille.journeys import access
from maille.journeys.actions.contract_laws import add_law
from maille.journeys.forms.contracts import LawForm
from maille.journeys.models import ContractLaw
from maille.journeys.models.contracts import in_force
from maille.journeys.views.loading import attempt
from maille.network.requests import ActorRequest
from maille.network.rules.stages import CONTRACT_NAMES, ContractKind

FIGURES = ("period_months", "renewals", "total_months", "trial_months", "associate_months")


def allowed(request: ActorRequest) -> bool:
    """Whether the reader may add a version; a stranger gets 404."""
    actor = request.actor
    if not (actor.is_administrator or access.may_read_files(actor)):
        raise Http404
    return bool(actor.is_administrator)


def laws(request: ActorRequest) -> HttpResponse:
    """Each kind of contract with its versions, the one in force marked."""
    writable = allowed(request)
    # unscoped: the law is the same for everybody
    every = list(ContractLaw.objects.select_related("written_by").order_by("kind", "-valid_from"))
    kinds = []
    for kind in ContractKind:
        own = [law for law in every if law.kind == kind]
        kinds.append(
            {"kind": kind.value, "name": CONTRACT_NAMES[kind], "laws": own, "current": in_force(own, request.today)}
        )
    return render(request, "journeys/contracts/laws.html", {"kinds": kinds, "writable": writable})


def new_law(request: ActorRequest, kind: str) -> HttpResponse:
    """Add a version, begun from the one in force."""
    if not allowed(request):
        raise PermissionDenied
    if kind not in set(ContractKind):
        raise Http404
    # unscoped: the law is the same for everybody
    last = ContractLaw.objects.filter(kind=kind).order_by("-valid_from").first()
    initial = {name: getattr(last, name) for name in (*FIGURES, "source")} if last else {}
    initial["notice_days"] = ", ".join(str(days) for days in last.notice_days) if last else "60, 30"
    form = LawForm(request.POST or None, initial=initial)
    if request.method == "POST":

        def act() -> object:
            values = {name: form.cleaned_data[name] for name in (*FIGURES, "notice_days", "source")}
            return add_law(request.actor, kind, form.cleaned_data["valid_from"], values, now=timezone.now())

        done, _ = attempt(request, form, act)
        if done:
            messages.success(request, "La nouvelle version est enregistrée. Les contrats déjà écrits ne changent pas.")
            return redirect("journeys:contract_laws")
    return render(
        request,
        "journeys/contracts/new_law.html",
        {"form": form, "name": CONTRACT_NAMES[ContractKind(kind)], "last": last},
    )
