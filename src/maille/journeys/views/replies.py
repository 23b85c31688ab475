"""What people answered to what was written: to deal with, to answer, and written down for who has no account."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maille.journeys import access
from maille.journeys.actions import replies as actions
from maille.journeys.forms.notes import AnswerForm, ReplyForForm
from maille.journeys.models import Journey, Note, Reply
from maille.journeys.models.behalf import Written, find, with_replies, write, written_for
from maille.journeys.views.loading import attempt, journey_to_change, log_read, reader
from maille.journeys.views.notes import journey_to_read
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor
from maille.ui import keyset

ORDER = ("entered_at", "id")


@require_safe
def replies(request: ActorRequest) -> HttpResponse:
    """Contests waiting for an answer, the oldest first."""
    actor = reader(request)
    page = keyset.page(waiting_for(actor), ORDER, request.GET)
    return render(request, "journeys/notes/replies.html", {"page": page})


def waiting_for(actor: Actor) -> Any:
    """Those the actor may read and answer."""
    return Reply.objects.visible_to(actor).waiting().select_related("person", "entered_by", "kpa")


def answer(request: ActorRequest, reply_id: int) -> HttpResponse:
    """Read what is contested, correct it or not, and say why."""
    actor = reader(request)
    seen = Reply.objects.visible_to(actor).select_related("person", "entered_by", "answered_by", "kpa")
    reply = get_object_or_404(seen, pk=reply_id)
    if reply.kpa_id is None or not access.may_enter(actor, reply.kpa_id):
        raise PermissionDenied
    record = find(reply.person, reply.subject, reply.subject_id, actor.files)
    form = AnswerForm(request.POST or None)
    if reply.kind == Reply.Kind.VERSION:
        del form.fields["upheld"]
    if request.method == "POST" and not reply.answered_at:
        done, _ = attempt(
            request,
            form,
            lambda: actions.answer_reply(
                actor, reply.pk, form.cleaned_data["answer"], timezone.now(), upheld=form.cleaned_data.get("upheld")
            ),
        )
        if done:
            messages.success(request, f"Votre réponse est enregistrée. {reply.person.first_name} la lira.")
            return redirect("journeys:replies")
    log_read(request, reply.person, "réponse")
    context = {
        "reply": reply,
        "person": reply.person,
        "written": told_with_replies(reply.subject, record) if record is not None else None,
        "form": form,
        "note": correctable(actor, reply),
    }
    return render(request, "journeys/notes/answer.html", context)


def told_with_replies(subject: str, record: Any) -> Written:
    """One record with what was answered to it."""
    return write(subject, with_replies(subject, [record])[0])


def correctable(actor: Actor, reply: Reply) -> Note | None:
    """The note contested, when the actor may correct it."""
    if reply.subject != Reply.Subject.NOTE:
        return None
    note = Note.objects.visible_to(actor).select_related("journey__person").filter(pk=reply.subject_id).first()
    return note if note is not None and access.may_change_note(actor, note) else None


@require_safe
def behalf(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Everything written for this person in the KPAs the reader opens, to be looked at with her."""
    actor = reader(request)
    journey = journey_to_read(actor, journey_id)
    page = written_for(journey.person, request.GET.get("apres", ""), actor.files)
    log_read(request, journey.person, "saisi pour")
    context = {"journey": journey, "person": journey.person, "page": page}
    return render(request, "journeys/notes/behalf.html", {**context, "may_write": access.may_write(actor, journey)})


def reply_for(request: ActorRequest, journey_id: int, subject: str, record_id: int) -> HttpResponse:
    """Write down what the person says of a record, with her."""
    journey, actor = journey_to_change(request, journey_id), reader(request)
    person = journey.person
    record = find(person, subject, record_id, actor.writes)
    if record is None or not actions.may_be_answered(subject, record) or access.is_own(actor, person):
        raise Http404
    form = ReplyForForm(request.POST or None, journey=journey, initial={"kind": Reply.Kind.VERSION})
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
            messages.success(request, f"C'est écrit : saisi par vous pour {person.first_name}.")
            return redirect(back_to(journey, subject))
    context = {"journey": journey, "person": person, "form": form, "back": back_to(journey, subject)}
    return render(request, "journeys/notes/reply_for.html", {**context, "written": told_with_replies(subject, record)})


def back_to(journey: Journey, subject: str) -> str:
    """The page the record is read on."""
    return reverse("journeys:notes" if subject == Reply.Subject.NOTE else "journeys:behalf", args=[journey.pk])
