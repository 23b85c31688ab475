"""Workshops at the desk: the list, one workshop, planning and changing it."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.identity.models import log_access
from maille.journeys import access
from maille.journeys.actions import workshops as actions
from maille.journeys.files import attendance
from maille.journeys.forms.workshops import RepeatForm, WorkshopForm
from maille.journeys.models import Reply, Workshop, WorkshopPlace
from maille.journeys.models.behalf import with_replies
from maille.journeys.models.support import DOMAINS
from maille.journeys.models.workshops import WorkshopQuerySet, counts_of, midnight
from maille.journeys.rules import names
from maille.journeys.rules.workshops import Counted
from maille.journeys.views.filtering import Choice, with_, without
from maille.journeys.views.loading import attempt, kpa_to_write_in, number, reader, which_kpa
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor
from maille.ui import keyset

COMING, PAST = "", "passes"
CANDIDATES = 30
"""Names proposed at once to be signed up."""


def workshops(request: ActorRequest) -> HttpResponse:
    """What is coming, or what was, as sentences."""
    actor, day, params = reader(request), request.at, request.GET
    past = params.get("quand") == PAST
    kpas = list(access.kpas_to_read(actor).order_by("name_key", "pk"))
    found = of_list(actor, day, params.get("sujet", ""), params.get("kpa", ""), past=past)
    page = keyset.page(found, ("-starts_at", "-id") if past else ("starts_at", "id"), params)
    counts = counts_of(page.rows, day)
    rows = [row_of(each, counts.get(each.pk, Counted()), day) for each in page.rows]
    context = {
        "page": page,
        "rows": rows,
        "past": past,
        "whens": [
            Choice("À venir", without(params, "quand"), not past),
            Choice("Passés", with_(params, "quand", PAST), past),
        ],
        "subjects": options(params, "sujet", DOMAINS),
        "kpas": options(params, "kpa", [(str(kpa.pk), kpa.name) for kpa in kpas]) if len(kpas) > 1 else [],
        "filtered": bool(params.get("sujet") or params.get("kpa")),
        "several": len(kpas) > 1,
        "may_plan": bool(actor.writes),
        "day": day,
    }  # fmt: skip
    return render(request, "journeys/workshops/list.html", context)


def of_list(actor: Actor, day: datetime.date, domain: str, kpa: str, *, past: bool) -> WorkshopQuerySet:
    """The workshops of the list, unordered."""
    found = Workshop.objects.visible_to(actor).select_related("kpa", "led_by", "led_by_peer")
    found = found.past(day) if past else found.coming(day)
    if day < actor.today:
        found = found.known_on(day)
    if domain in dict(DOMAINS):
        found = found.filter(domain=domain)
    return found.filter(kpa_id=number(kpa)) if number(kpa) else found


def options(params: Any, name: str, values: Any) -> list[Choice]:
    """The links of one filter; the current one takes the filter away."""
    current = params.get(name)
    return [
        Choice(label, without(params, name) if value == current else with_(params, name, value), value == current)
        for value, label in values
    ]


def row_of(workshop: Workshop, counted: Counted, day: datetime.date) -> dict[str, Any]:
    """One line of the list."""
    is_full = workshop.places is not None and counted.seated - counted.absent >= workshop.places
    return {
        "workshop": workshop,
        "counted": counted,
        "cancelled": workshop.is_cancelled_on(day),
        "full": is_full,
        "to_mark": workshop.day <= day and counted.unmarked > 0,
    }


def workshop_to_read(request: ActorRequest, workshop_id: int) -> Workshop:
    """A workshop of a KPA whose files the reader opens."""
    found = Workshop.objects.visible_to(reader(request)).select_related("kpa__choices", "led_by", "led_by_peer")
    return get_object_or_404(found, pk=workshop_id)


def workshop_to_change(request: ActorRequest, workshop_id: int) -> Workshop:
    """A workshop the reader may change."""
    workshop = workshop_to_read(request, workshop_id)
    if not access.may_enter(request.actor, workshop.kpa_id):
        raise PermissionDenied
    return workshop


def workshop(request: ActorRequest, workshop_id: int) -> HttpResponse:
    """One workshop: who comes, who waits, who came, who has to be told."""
    shown = workshop_to_read(request, workshop_id)
    return render(request, "journeys/workshops/page.html", context_of(request, shown))


def context_of(request: ActorRequest, shown: Workshop) -> dict[str, Any]:
    """What the page tells, on the day asked; nothing can be changed in the past."""
    actor, day = request.actor, request.at
    places = list(places_of(shown, day))
    with_replies(Reply.Subject.PLACE, places)
    may_write = access.may_enter(actor, shown.kpa_id) and day == request.today
    cancelled = shown.is_cancelled_on(day)
    telling = to_tell(shown) if may_write else []
    marking = may_write and shown.day <= request.today and not cancelled
    open_ = may_write and not cancelled and (marking or shown.starts_at > timezone.now())
    return {
        "workshop": shown,
        "seated": [place for place in places if not place.waiting],
        "queue": [place for place in places if place.waiting],
        "counted": counts_of([shown], day).get(shown.pk, Counted()),
        "to_tell": telling,
        "by_message": sum(bool(place.journey.person.email) for place in telling),
        "left": shown.taken.filter(cancelled_at__lt=midnight(day + datetime.timedelta(days=1))).count(),
        "cancelled": cancelled,
        "marking": marking,
        "may_write": may_write,
        "day": day,
        **(candidates(request, shown) if open_ else {"candidates": None}),
    }


def places_of(shown: Workshop, day: datetime.date) -> list[WorkshopPlace]:
    """Places held that day, as known that day, in the order of names; those waiting in their turn."""
    held = shown.taken.held_on(day).select_related("journey__person", "entered_by")
    places = list(held.order_by("journey__person__identity_key", "pk"))
    for place in places:
        place.workshop = shown
        if place.marked_at is not None and place.marked_at >= midnight(day + datetime.timedelta(days=1)):
            place.came = None
    return [place for place in places if not place.waiting] + sorted(
        (place for place in places if place.waiting), key=lambda place: (place.entered_at, place.pk)
    )


def to_tell(shown: Workshop) -> list[WorkshopPlace]:
    """Those who do not know the latest news yet."""
    waiting = shown.taken.exclude(news="").filter(told_at__isnull=True).select_related("journey__person")
    return list(waiting.order_by("journey__person__identity_key", "pk"))


def candidates(request: ActorRequest, shown: Workshop) -> dict[str, Any]:
    """The people of the KPA that day who are not on the list, some at a time, looked for by name."""
    held = shown.taken.held().values("journey__person")
    found = access.present(request.actor, shown.kpa_id, shown.day).exclude(person__in=held)
    words = request.GET.get("qui", "").strip()
    if words:
        found = found.filter(person__search_key__contains=names.fold(words))
    some = list(found.select_related("person").order_by("person__identity_key", "pk")[: CANDIDATES + 1])
    return {"candidates": some[:CANDIDATES], "more": len(some) > CANDIDATES, "who": words}


def new(request: ActorRequest) -> HttpResponse:
    """Plan a workshop; first in which KPA, for those who look after several."""
    actor = reader(request)
    kpa = kpa_to_write_in(request)
    if kpa is None:
        return which_kpa(request, "Prévoir un atelier", "Ateliers", "journeys:workshops")
    form = WorkshopForm(request.POST or None, kpa=kpa, actor=actor)
    made: list[Workshop] = []
    if request.method == "POST":
        done, _ = attempt(
            request, form, lambda: made.append(actions.plan_workshop(actor, kpa, form.facts, timezone.now()))
        )
        if done:
            messages.success(request, "L'atelier est noté. Inscrivez maintenant les personnes.")
            return redirect("journeys:workshop", made[0].pk)
    return render(request, "journeys/workshops/form.html", {"form": form, "kpa": kpa, "workshop": None})


def correct(request: ActorRequest, workshop_id: int) -> HttpResponse:
    """Correct or move a workshop; whoever is signed up is to be told."""
    actor, shown = request.actor, workshop_to_change(request, workshop_id)
    form = WorkshopForm(request.POST or None, kpa=shown.kpa, actor=actor, known=shown)
    conflict = None
    if request.method == "POST":
        gone: list[Any] = []

        def act() -> None:
            gone.extend(
                actions.correct_workshop(actor, shown.pk, form.cleaned_data["version"], form.facts, timezone.now())
            )

        done, conflict = attempt(request, form, act)
        if done:
            messages.success(request, "L'atelier est corrigé.")
            for person in gone:
                messages.warning(request, f"{person} n'est pas dans le KPA ce jour-là : son inscription est retirée.")
            return redirect("journeys:workshop", shown.pk)
    context = {"form": form, "kpa": shown.kpa, "workshop": shown, "conflict": conflict}
    return render(request, "journeys/workshops/form.html", context)


def repeat(request: ActorRequest, workshop_id: int) -> HttpResponse:
    """The same workshop again, several times."""
    actor, shown = request.actor, workshop_to_change(request, workshop_id)
    form = RepeatForm(request.POST or None)
    if request.method == "POST":
        made: list[Workshop] = []

        def act() -> None:
            typed = form.cleaned_data
            made.extend(actions.repeat_workshop(actor, shown.pk, typed["weeks"], typed["times"], timezone.now()))

        if attempt(request, form, act)[0]:
            last = made[-1]
            messages.success(request, f"{len(made)} ateliers de plus, jusqu'au {last.start:%d/%m/%Y}.")
            return redirect("journeys:workshops")
    return render(request, "journeys/workshops/repeat.html", {"form": form, "workshop": shown})


@require_POST
def cancel(request: ActorRequest, workshop_id: int) -> HttpResponse:
    """It will not take place."""
    shown = workshop_to_change(request, workshop_id)
    return doing(
        request,
        shown,
        lambda: actions.cancel_workshop(request.actor, shown.pk, None, timezone.now()),
        "L'atelier est annulé. Prévenez les personnes inscrites.",
    )


@require_POST
def restore(request: ActorRequest, workshop_id: int) -> HttpResponse:
    """It takes place after all."""
    shown = workshop_to_change(request, workshop_id)
    return doing(
        request,
        shown,
        lambda: actions.restore_workshop(request.actor, shown.pk, None, timezone.now()),
        "L'atelier est rétabli.",
    )


def doing(request: ActorRequest, shown: Workshop, act: Callable[[], object], done: str) -> HttpResponse:
    """One button, one action; a refusal comes back as a message."""
    try:
        act()
        if done:
            messages.success(request, done)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect("journeys:workshop", shown.pk)


def sheet(request: ActorRequest, workshop_id: int) -> HttpResponse:
    """The attendance sheet to print and sign: names leave the house, so the reading is logged for each person."""
    shown = workshop_to_read(request, workshop_id)
    places = [place for place in places_of(shown, request.at) if not place.waiting]
    if request.actor.user_id is not None:
        log_access(
            at=timezone.now(),
            user_id=request.actor.user_id,
            membership_id=request.actor.membership_id,
            kind="person",
            ids=[place.journey.person_id for place in places],
            what="feuille d'atelier",
        )
    pdf = attendance.sheet(attendance.Sheet(
        kpa=shown.kpa.name,
        title=shown.title,
        when=shown.when,
        place=shown.place,
        leader=shown.leader,
        people=tuple(str(place.journey.person) for place in places),
        free=max((shown.places or len(places) + 5) - len(places), 3),
    ))  # fmt: skip
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="feuille-atelier-{shown.start:%Y-%m-%d}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
