"""Jobs at the desk: the list, one job, writing and moving it."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, Sum, Value
from django.db.models.functions import Coalesce
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maille.activities import access
from maille.activities.actions import jobs as actions
from maille.activities.actions.promises import warnings_of
from maille.activities.forms.jobs import CancelForm, JobForm, OfferForm, offers_of
from maille.activities.models import Job, News, Shift, SignUp
from maille.activities.models.folding import with_words
from maille.activities.models.jobs import JobQuerySet
from maille.activities.models.past import after, as_it_stood, as_written_on, jobs_at, promises_at, sign_ups_at
from maille.activities.models.planning import Lacking, Window, lacking_of, missing_of, room, window_of
from maille.activities.rules.chances import spoken
from maille.activities.rules.jobs import BACK, FORWARD, NEXT, OPEN, OVER, RESTORE
from maille.activities.rules.kinds import JOB_STATES, JobState
from maille.activities.rules.weeks import FIRST, LAST
from maille.activities.views.loading import job_to_change, job_to_read, jobs_to_read
from maille.activities.views.panels import panels_of
from maille.activities.views.tabs import address, tabs
from maille.journeys.access import kpas_to_read
from maille.journeys.files.writing import amount
from maille.journeys.files.writing import hours as in_hours
from maille.journeys.forms.workshops import RepeatForm
from maille.journeys.models import Reply
from maille.journeys.models.behalf import with_replies
from maille.journeys.rules.register.cells import Cell
from maille.journeys.views.exporting import exported
from maille.journeys.views.filtering import Choice, with_, without
from maille.journeys.views.loading import attempt, kpa_to_write_in, number, reader, warn, which_kpa
from maille.network.requests import ActorRequest
from maille.ui import keyset

COMING = ""
WHENS: dict[str, tuple[str, tuple[JobState, ...]]] = {
    COMING: ("À venir", OPEN),
    "faites": ("Faites, à clôturer", (JobState.DONE,)),
    "closes": ("Clôturées", (JobState.CLOSED,)),
    "annulees": ("Annulées", (JobState.CANCELLED,)),
    "toutes": ("Toutes", tuple(JobState)),
}
FAR = datetime.date(9999, 12, 31)
"""Where a job without a day yet stands in the list: after the others."""
STILL_COUNTS = "Des heures ou des frais y sont déjà notés : ils comptent encore. Relisez-les avec le groupe."
NOTHING = "Aucune prestation ne répond à ces filtres."
TITLES = (
    "KPA", "Prestation", "Client", "Contact", "État", "Nature", "Activité", "Offre", "Quantité", "Du", "Au", "Lieu",
    "Recette attendue HT", "Travail prévu (heures)", "Notée le", "Notée par",
)  # fmt: skip
TOLD = 60
"""People told, shown at most."""


def jobs(request: ActorRequest) -> HttpResponse:
    """The jobs as sentences, those to come first."""
    actor, params, past = reader(request), request.GET, is_past(request)
    when = when_asked(request)
    found = of_list(request, when)
    order = ("first", "id") if when == COMING else ("-first", "-id")
    page = keyset.page(found, order, params)
    missing = {} if past else missing_of(page.rows, timezone.now())
    kpas = list(kpas_to_read(actor).order_by("name_key", "pk"))
    options = [(str(kpa.pk), kpa.name) for kpa in kpas] if len(kpas) > 1 else []
    context = {
        "page": page,
        "rows": [{"job": each, "missing": missing.get(each.pk, 0) if each.state_enum in OPEN else 0} for each in page],
        "past": past,
        "query": keyset.without_place(params).urlencode(),
        "whens": [
            Choice(label, with_(params, "quand", key) if key else without(params, "quand"), key == when)
            for key, (label, _) in WHENS.items()
        ],
        "kpas": filter_links(params, "kpa", options),
        "filtered": bool(params.get("kpa")),
        "words": params.get("q", "").strip(),
        "hidden": [(name, params[name]) for name in ("quand", "kpa", "au") if params.get(name)],
        "no_words": without(params, "q"),
        "several": len(kpas) > 1,
        "when": when,
        "coming": when == COMING,
        "may_plan": bool(actor.writes) and not past,
    }
    if past:
        for each in page.rows:
            each.state = each.state_then
    return render(request, "activities/jobs/list.html", context)


def is_past(request: ActorRequest) -> bool:
    """Whether another day than today is asked: what stood then is read, nothing is offered to be done."""
    return request.at != request.today


def when_asked(request: ActorRequest) -> str:
    """Which jobs the list shows: a key of WHENS."""
    when = request.GET.get("quand", COMING)
    return when if when in WHENS else COMING


def of_list(request: ActorRequest, when: str) -> JobQuerySet:
    """The jobs of the list, unordered; `first` is their first day, far away while nobody knows it.

    On a past day: those written then, by the state they had (`state_then`).
    """
    found = jobs_to_read(request).annotate(first=Coalesce("starts_on", Value(FAR)))
    found, state = (jobs_at(found, request.at), "state_then") if is_past(request) else (found, "state")
    found = found.filter(**{f"{state}__in": [each.value for each in WHENS[when][1]]})
    words = request.GET.get("q", "").strip()
    if words:
        found = with_words(found, words, "title", "client")
    kpa = number(request.GET.get("kpa", ""))
    return found.filter(kpa_id=kpa) if kpa else found


@require_safe
def file(request: ActorRequest) -> HttpResponseBase:
    """Exactly the list asked, as a file."""
    found = of_list(request, when_asked(request))
    name = f"prestations-{request.at}"
    told = found.order_by(Coalesce("starts_on", Value(FAR)), "pk")
    return exported(request, TITLES, rows_of(told), name, "Prestations")


def rows_of(found: JobQuerySet) -> Iterator[list[Cell]]:
    """The cells of each job, in the state it had on the day asked."""
    for each in found.iterator(chunk_size=500):
        state = JobState(getattr(each, "state_then", each.state))
        yield [
            each.kpa.name, each.title, each.client, each.contact, JOB_STATES[state], each.get_kind_display(),
            each.activity.name if each.activity else "", str(each.offer) if each.offer else "", each.quantity,
            each.starts_on, each.ends_on, each.place, amount(each.expected), in_hours(each.planned_minutes),
            timezone.localtime(each.entered_at).date(), str(each.entered_by) if each.entered_by else "",
        ]  # fmt: skip


def filter_links(params: Any, name: str, values: Iterable[tuple[str, str]]) -> list[Choice]:
    """The links of one filter; the current one takes the filter away."""
    current = params.get(name)
    return [
        Choice(label, without(params, name) if value == current else with_(params, name, value), value == current)
        for value, label in values
    ]


def job(request: ActorRequest, job_id: int) -> HttpResponse:
    """One job: what is asked, who comes, who is missing, what may happen next."""
    shown, past = job_to_read(request, job_id), is_past(request)
    if past and as_it_stood(shown, request.at) is None:
        return render(request, "activities/jobs/not_yet.html", {"job": shown, "tabs": tabs(shown.pk, "activities:job")})
    may_write = access.may_write_job(request.actor, shown) and not past
    window = window_of(shown, request.at, asked_day(request.GET))
    shifts = shifts_of(shown, window.shifts, request.at, past=past)
    # unscoped: of a job loaded in scope
    promises = promises_at(shown.planned_work.all(), request.at) if past else shown.planned_work.standing()
    promises = promises.select_related("role", "participant__person", "participant__user", "entered_by")
    steps = [
        each
        for each in shown.steps.select_related("entered_by").order_by("entered_at", "pk")
        if not past or each.entered_at < after(request.at)
    ]
    cancelled = shown.state_enum == JobState.CANCELLED
    context = {
        "job": shown,
        "tabs": tabs(shown.pk, "activities:job"),
        "may_write": may_write,
        "shifts": shifts,
        "window": window_page(window, request.GET),
        "promises": list(promises.order_by("pk")),
        "steps": steps,
        "reason": steps[-1].reason if steps else "",
        **news_of(shown, may_write=may_write),
        "cancelled": cancelled,
        "over": shown.state_enum in OVER,
        "open": shown.state_enum in OPEN,
        "moves": moves_of(shown) if may_write else [],
        "cancel_form": CancelForm() if may_write and JobState.CANCELLED in NEXT[shown.state_enum] else None,
        "planned": planned_words(shown, shifts, whole=window.before is None and window.after is None),
        "share_url": address("sharing:distributions", shown.pk) if shown.state_enum == JobState.CLOSED else "",
        "hours_url": address("activities:job_hours", shown.pk),
        "panels": [] if past else panels_of(request, shown),
        "past": past,
    }
    return render(request, "activities/jobs/page.html", context)


def news_of(shown: Job, *, may_write: bool) -> dict[str, Any]:
    """Who still has to hear what changed, and who was told, by whom; for who may tell. One query."""
    if not may_write:
        return {"to_tell": [], "all_told": []}
    # unscoped: of a job loaded in scope
    found = News.objects.filter(sign_up__shift__job=shown, sign_up__withdrawn_at__isnull=True).select_related(
        "sign_up__participant__person", "sign_up__participant__user", "sign_up__shift", "told_by"
    )
    waiting: dict[int, dict[str, Any]] = {}
    told = []
    cancelled, now = shown.state_enum == JobState.CANCELLED, timezone.now()
    for each in found.order_by("sign_up__shift__starts_at", "sign_up", "pk"):
        each.sign_up.shift.job = shown
        if each.told_at is not None:
            told.append(each)
        elif (each.what == News.What.CANCELLED) == cancelled and each.sign_up.shift.starts_at > now:
            waiting.setdefault(each.sign_up_id, {"sign_up": each.sign_up, "news": []})["news"].append(each)
    told.sort(key=lambda each: (each.told_at, each.pk), reverse=True)
    return {"to_tell": list(waiting.values()), "all_told": told[:TOLD]}


def moves_of(shown: Job) -> list[dict[str, Any]]:
    """The states it may pass to, as buttons: the usual one first and the only one that stands out."""
    words = RESTORE if shown.state_enum == JobState.CANCELLED else {**BACK, **FORWARD}
    found: list[dict[str, Any]] = []
    for wanted in NEXT[shown.state_enum]:
        if wanted == JobState.CANCELLED:
            continue
        back = list(JobState).index(wanted) < list(JobState).index(shown.state_enum)
        label = BACK[wanted] if back and wanted in BACK and shown.state_enum != JobState.CANCELLED else words[wanted]
        found.append({"state": wanted.value, "label": label, "main": not found and not back})
    return found


def asked_day(params: QueryDict) -> datetime.date | None:
    """The day from which the address asks for the shifts of a long job."""
    try:
        day = datetime.date.fromisoformat(params.get("creneaux", ""))
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def window_page(window: Window, params: QueryDict) -> keyset.Page:
    """The same with links to the shifts before and after."""
    links = (with_(params, "creneaux", f"{day}") if day else "" for day in (window.after, window.before))
    return keyset.Page(window.shifts, *links)


def planned_words(shown: Job, shifts: list[dict[str, Any]], *, whole: bool) -> dict[str, str]:
    """Planned work in words: what it should take, what the shifts hold; `whole` when they are all there."""
    held = sum(each["shift"].minutes * each["shift"].people for each in shifts)
    if not whole:
        held = shown.shifts.aggregate(held=Sum(F("minutes") * F("people")))["held"] or 0
    return {
        "wanted": spoken(shown.planned_minutes) if shown.planned_minutes else "",
        "shifts": spoken(held) if held else "",
    }


def shifts_of(
    shown: Job, shifts: list[Shift], today: datetime.date, *, past: bool = False
) -> list[dict[str, Any]]:  # fmt: skip
    """These shifts with who comes, each told whether they may still work that day; constant queries.

    On a past day: as they were written then, with who was on them.
    """
    shifts = as_written_on(shifts, today) if past else shifts
    # unscoped: of a job loaded in scope
    every = SignUp.objects.filter(shift__job=shown, shift__in=[each.pk for each in shifts])
    named = every.select_related("participant__person", "participant__user", "entered_by").order_by("entered_at", "pk")
    people = sign_ups_at(named, today) if past else list(named.held())
    with_replies(Reply.Subject.SIGN_UP, people)
    by_shift: dict[int, list[SignUp]] = defaultdict(list)
    for each in people:
        by_shift[each.shift_id].append(each)
    days = {shift.pk: shift.day for shift in shifts}
    people = [each for each in people if each.shift_id in days]
    wanted = [] if past else [(each.participant, days[each.shift_id]) for each in people]
    lacking = lacking_of(shown.kpa, wanted)
    now = after(today) if past else timezone.now()
    return [told(shift, shown, by_shift[shift.pk], lacking, today, now) for shift in shifts]


def told(
    shift: Shift, shown: Job, people: list[SignUp], lacking: Lacking, today: datetime.date, now: datetime.datetime
) -> dict[str, Any]:
    """One shift as the page tells it."""
    shift.job = shown
    sitting = [each.special for each in people if each.came is not False]
    started = shift.starts_at <= now
    return {
        "shift": shift,
        "room": room(shift, sitting),
        "people": [{"sign_up": each, "lacking": lacking.get((each.participant_id, shift.day), "")} for each in people],
        "started": started,
        "marking": shift.day <= today and shown.state_enum != JobState.CANCELLED,
        "unmarked": sum(each.came is None for each in people) if shift.day <= today else 0,
    }


def new(request: ActorRequest) -> HttpResponse:
    """Write a job; first in which KPA, for those who look after several."""
    actor = reader(request)
    kpa = kpa_to_write_in(request)
    if kpa is None:
        return which_kpa(request, "Noter une prestation", "Prestations", "activities:jobs")
    start = OfferForm(request.GET if "offre" in request.GET else None, kpa=kpa)
    form = JobForm(request.POST or None, kpa=kpa, initial=start.proposed)
    if request.method == "POST":
        made: list[Job] = []

        def act() -> None:
            state = JobState(form.cleaned_data["state"])
            made.append(actions.plan_job(actor, kpa, form.facts, timezone.now(), state, once=True))

        if attempt(request, form, act)[0]:
            messages.success(request, "La prestation est notée. Dites maintenant qui il faut, et quand.")
            return redirect("activities:job", made[0].pk)
    context = {"form": form, "kpa": kpa, "job": None, "start": start, "offers": offers_of(kpa).exists()}
    return render(request, "activities/jobs/form.html", context)


def correct(request: ActorRequest, job_id: int) -> HttpResponse:
    """Correct what is written of a job."""
    shown = job_to_change(request, job_id)
    form = JobForm(request.POST or None, kpa=shown.kpa, known=shown)
    conflict = None
    if request.method == "POST":
        saved: list[Job] = []

        def act() -> None:
            version = form.cleaned_data["version"]
            saved.append(actions.correct_job(request.actor, shown.pk, version, form.facts, timezone.now()))

        done, conflict = attempt(request, form, act)
        if done:
            messages.success(request, "La prestation est corrigée.")
            warn(request, warnings_of(saved[0], request.today))
            return redirect("activities:job", shown.pk)
    has_shifts = shown.shifts.exists()
    context = {"form": form, "kpa": shown.kpa, "job": shown, "conflict": conflict, "has_shifts": has_shifts}
    return render(request, "activities/jobs/form.html", context)


@require_POST
def move(request: ActorRequest, job_id: int) -> HttpResponse:
    """It reaches another state."""
    shown = job_to_change(request, job_id)
    asked = request.POST.get("etat", "")
    if asked not in set(JobState) - {JobState.CANCELLED}:
        messages.error(request, "Dites où en est la prestation, avec un des boutons.")
        return redirect("activities:job", shown.pk)
    wanted = JobState(asked)
    done = {
        JobState.DONE: "C'est noté : elle est faite. Notez qui est venu, puis les heures et les frais.",
        JobState.CLOSED: "Elle est clôturée. L'argent de la cagnotte peut maintenant être partagé.",
    }.get(wanted, "C'est noté.")
    return doing(
        request, shown.pk, lambda: actions.move_job(request.actor, shown.pk, None, wanted, timezone.now()), done
    )


def cancel(request: ActorRequest, job_id: int) -> HttpResponse:
    """It will not take place: who decided, and why."""
    shown = job_to_change(request, job_id)
    form = CancelForm(request.POST or None)
    if request.method == "POST":

        def act() -> None:
            typed = form.cleaned_data
            actions.cancel_job(request.actor, shown.pk, None, typed["who"], typed["why"], timezone.now())

        if attempt(request, form, act)[0]:
            messages.success(request, "La prestation est annulée. Tout reste écrit.")
            # unscoped: of a job loaded in scope
            if shown.contributions.standing().exists() or shown.expenses.standing().exists():
                messages.warning(request, STILL_COUNTS)
            return redirect("activities:job", shown.pk)
    return render(request, "activities/jobs/cancel.html", {"form": form, "job": shown})


def repeat(request: ActorRequest, job_id: int) -> HttpResponse:
    """The same job again, several times."""
    shown = job_to_change(request, job_id)
    form = RepeatForm(request.POST or None)
    if request.method == "POST":
        made: list[Job] = []

        def act() -> None:
            typed = form.cleaned_data
            made.extend(actions.repeat_job(request.actor, shown.pk, typed["weeks"], typed["times"], timezone.now()))

        if attempt(request, form, act)[0]:
            last = made[-1].starts_on
            more = "une prestation" if len(made) == 1 else f"{len(made)} prestations"
            messages.success(request, f"C'est prévu : {more} de plus, jusqu'au {last:%d/%m/%Y}.")
            return redirect("activities:jobs")
    return render(request, "activities/jobs/repeat.html", {"form": form, "job": shown})


def doing(
    request: ActorRequest, job_id: int, act: Callable[[], object], done: str = "", anchor: str = ""
) -> HttpResponse:
    """One button, one action; a refusal comes back as a message."""
    try:
        act()
        if done:
            messages.success(request, done)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect(reverse("activities:job", args=[job_id]) + anchor)
