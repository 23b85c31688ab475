"""The person's own pages: what is shared with her, what was written for her, who read her file; and her answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maille.identity.models import Access
from maille.journeys.actions import replies as actions
from maille.journeys.actions.openings import close_opening
from maille.journeys.forms.notes import ReplyForm
from maille.journeys.models import Handover, Note, Opening, Person, Reply
from maille.journeys.models.behalf import find, with_replies, write, written_for
from maille.journeys.models.relays import counted
from maille.journeys.rules.reads import words_of
from maille.journeys.views.loading import attempt
from maille.journeys.views.openings import is_live
from maille.network.models import Membership
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor
from maille.ui import keyset

NOTES_ORDER = ("-written_on", "-id")
READS_ORDER = ("-at", "-id")
SHARED_SHOWN = 50


def myself(request: ActorRequest) -> Person:
    """One's own file, found by one's own sign-in; 404 for who has none."""
    actor: Actor = request.actor
    if actor.user_id is None:
        raise Http404
    # unscoped: one's own file
    person = Person.objects.filter(user_id=actor.user_id, anonymised_at__isnull=True).first()
    if person is None:
        raise Http404
    return person


@require_safe
def my_notes(request: ActorRequest) -> HttpResponse:
    """Notes shared with me, the latest first."""
    person = myself(request)
    # unscoped: one's own file
    shared = Note.objects.shared_with(person, withdrawn=True).select_related("author", "withdrawn_by", "journey__kpa")
    page = keyset.page(shared, NOTES_ORDER, request.GET, size=10)
    with_replies(Reply.Subject.NOTE, page.rows)
    return render(request, "journeys/notes/my_notes.html", {"person": person, "page": page})


@require_safe
def my_behalf(request: ActorRequest) -> HttpResponse:
    """What others wrote for me."""
    person = myself(request)
    page = written_for(person, request.GET.get("apres", ""))
    return render(request, "journeys/notes/my_behalf.html", {"person": person, "page": page})


def my_reply(request: ActorRequest, subject: str, record_id: int) -> HttpResponse:
    """My version, or my disagreement."""
    person, actor = myself(request), request.actor
    record = find(person, subject, record_id)
    if record is None or not actions.may_be_answered(subject, record):
        raise Http404
    wanted = Reply.Kind.CONTEST if request.GET.get("je") == "conteste" else Reply.Kind.VERSION
    form = ReplyForm(request.POST or None, initial={"kind": wanted})
    back = reverse("journeys:my_notes" if subject == Reply.Subject.NOTE else "journeys:my_behalf")
    if request.method == "POST":
        done, _ = attempt(
            request,
            form,
            lambda: actions.reply(
                actor,
                person.pk,
                subject,
                record.pk,
                form.cleaned_data["kind"],
                form.cleaned_data["text"],
                timezone.now(),
            ),
        )
        if done:
            messages.success(request, "C'est enregistré. Votre équipe va le lire.")
            return redirect(back)
    written = write(subject, with_replies(subject, [record])[0])
    context = {"person": person, "form": form, "written": written, "back": back}
    return render(request, "journeys/notes/my_reply.html", context)


@require_safe
def my_reads(request: ActorRequest) -> HttpResponse:
    """Who read my file, when, in which role; what was shared, and with whom."""
    person, actor = myself(request), request.actor
    # unscoped: one's own file, and those joined to it
    files = [person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)]
    # unscoped: the log of one's own file
    log = Access.objects.filter(subject_kind="person", subject_id__in=files).select_related("user")
    page = keyset.page(log, READS_ORDER, request.GET)
    # unscoped: the place of a reader is part of the log
    places = Membership.objects.select_related("organisation").in_bulk(
        {line.membership_id for line in page.rows if line.membership_id}
    )
    reads = [{"line": line, "place": places.get(line.membership_id), "what": words_of(line.what)} for line in page.rows]
    context = {"person": person, "page": page, "reads": reads, **shared_of(person, actor)}
    return render(request, "journeys/notes/my_reads.html", context)


def shared_of(person: Person, actor: Actor) -> dict[str, Any]:
    """Openings and handovers of one's own journeys."""
    # unscoped: one's own journeys
    openings = Opening.objects.filter(journey__person=person).select_related("user", "organisation", "entered_by")
    # unscoped: one's own journeys
    relays = Handover.objects.filter(journey__person=person).select_related("from_user", "to_user", "journey__kpa")
    return {
        "openings": [
            {"opening": each, "live": is_live(each, actor)}
            for each in openings.order_by("-started_on", "-pk")[:SHARED_SHOWN]
        ],
        "relays": [
            {"relay": each, "counted": counted(each.transmitted)}
            for each in relays.order_by("-handed_on", "-pk")[:SHARED_SHOWN]
        ],
    }


@require_POST
def stop_sharing(request: ActorRequest, opening_id: int) -> HttpResponse:
    """I agreed, I no longer do."""
    person = myself(request)
    # unscoped: one's own journeys
    opening = get_object_or_404(Opening.objects.filter(journey__person=person), pk=opening_id)
    close_opening(request.actor, opening.pk)
    messages.success(request, f"C'est arrêté. {opening.user} ne lit plus rien.")
    return redirect("journeys:my_reads")
