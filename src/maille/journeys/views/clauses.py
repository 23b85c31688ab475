"""A host's own clauses: read, written, compared, previewed."""

import dataclasses
import difflib
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maille.journeys import access
from maille.journeys.actions import clauses as actions
from maille.journeys.documents import pdf
from maille.journeys.forms import add_refusal
from maille.journeys.forms.documents import ClausesForm
from maille.journeys.models import ClauseText
from maille.journeys.models.facts import organisation_told
from maille.journeys.rules.documents import sample
from maille.journeys.rules.documents.clauses import CLAUSES, completed, defaults
from maille.journeys.rules.documents.merging import PLACES
from maille.journeys.rules.documents.telling import TITLES
from maille.journeys.views.papers import inert
from maille.network.models import Organisation
from maille.network.requests import ActorRequest


def host_to_read(request: ActorRequest, host_id: int) -> Organisation:
    """A host whose clauses the reader may read."""
    host = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=host_id)
    if not access.may_read_clauses(request.actor, host):
        raise Http404
    return host


def versions(host: Organisation, kind: str) -> list[ClauseText]:
    """The latest first."""
    # unscoped: of a host loaded in scope
    found = ClauseText.objects.filter(host=host, kind=kind).select_related("written_by")
    return list(found.order_by("-number")[:50])


@require_safe
def clauses(request: ActorRequest, host_id: int) -> HttpResponse:
    """Each kind of contract, with the version in use."""
    host = host_to_read(request, host_id)
    kinds = [(kind, TITLES[kind], len(CLAUSES[kind]), versions(host, kind)) for kind in CLAUSES]
    context = {"host": host, "kinds": kinds, "may_edit": access.may_edit_clauses(request.actor, host)}
    return render(request, "journeys/documents/clauses.html", context)


def clauses_of(request: ActorRequest, host_id: int, kind: str) -> HttpResponse:
    """Read one kind's clauses; those who may write them do, after looking at a sample."""
    host = host_to_read(request, host_id)
    if kind not in CLAUSES:
        raise Http404
    may_edit = access.may_edit_clauses(request.actor, host)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    known = versions(host, kind)
    last = known[0] if known else None
    in_use = completed(kind, last.clauses if last else {})
    start = {"former": last.number if last else 0, **in_use}
    form = ClausesForm(request.POST or None, kind=kind, initial=start)
    theirs: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            if "preview" in request.POST:
                return preview(host, kind, actions.check(kind, form.written()))
            made = actions.adopt(request.actor, host, kind, form.written(), form.cleaned_data["former"], timezone.now())
        except ValidationError as refused:
            add_refusal(form, refused)
            if getattr(refused, "code", "") == "conflict" or form.cleaned_data["former"] != start["former"]:
                typed = request.POST.copy()
                typed["former"] = str(start["former"])
                form.data, theirs = typed, differences(kind, form.written(), in_use)
        else:
            messages.success(
                request, f"La version {made.number} est en usage. Les contrats déjà faits ne changent pas."
            )
            return redirect("journeys:clauses_of", host.pk, kind)
    context = {
        "host": host,
        "kind": kind,
        "title": TITLES[kind],
        "form": form,
        "may_edit": may_edit,
        "last": last,
        "versions": known,
        "theirs": theirs,
        "read": [(clause, in_use[clause.key].split("\n\n")) for clause in CLAUSES[kind]],
        "places": PLACES.items(),
    }
    return render(request, "journeys/documents/clauses_of.html", context)


def preview(host: Organisation, kind: str, texts: dict[str, str]) -> HttpResponse:
    """The contract these clauses would make, for a person who does not exist."""
    told = organisation_told(host)
    made = pdf.render(sample.facts(kind, told, texts))
    return inert(made.content, "application/pdf", f"exemple-{kind}.pdf")


@require_safe
def version(request: ActorRequest, host_id: int, kind: str, number: int) -> HttpResponse:
    """One version, and what it changed."""
    host = host_to_read(request, host_id)
    # unscoped: of a host loaded in scope
    text = get_object_or_404(ClauseText.objects.select_related("written_by"), host=host, kind=kind, number=number)
    # unscoped: the same
    before = ClauseText.objects.filter(host=host, kind=kind, number=number - 1).first()
    old = before.clauses if before else defaults(kind)
    context = {
        "host": host,
        "kind": kind,
        "title": TITLES[kind],
        "text": text,
        "before": before,
        "changes": differences(kind, old, text.clauses),
        "unchanged": [clause for clause in CLAUSES[kind] if old.get(clause.key) == text.clauses.get(clause.key)],
    }
    return render(request, "journeys/documents/clauses_version.html", context)


@dataclasses.dataclass(frozen=True)
class Run:
    """Some words that stayed, went or came."""

    kind: str
    text: str


def differences(kind: str, old: dict[str, str], new: dict[str, str]) -> list[dict[str, Any]]:
    """Clause by clause, the words that went and came, where something did."""
    return [
        {"clause": clause, "runs": runs(old.get(clause.key, ""), new.get(clause.key, ""))}
        for clause in CLAUSES[kind]
        if old.get(clause.key, "") != new.get(clause.key, "")
    ]


def runs(old: str, new: str) -> list[Run]:
    """Word by word."""
    before, after = old.split(), new.split()
    found: list[Run] = []
    for verb, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if verb == "equal":
            found.append(Run("same", " ".join(before[a:b])))
            continue
        found += [Run("del", " ".join(before[a:b]))] if a < b else []
        found += [Run("ins", " ".join(after[c:d]))] if c < d else []
    return found
