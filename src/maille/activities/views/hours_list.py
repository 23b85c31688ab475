"""Hours at the desk: the list of a month, its totals by nature, paid or not, and the same as a file."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from maille.activities.models import Contribution, Job, Participant
from maille.activities.models.contributions import GivenQuerySet
from maille.activities.models.hours_figures import tally, unpaid_percent
from maille.activities.rules.kinds import WORK_KINDS, WorkKind
from maille.identity.models import log_access
from maille.journeys import access as journeys_access
from maille.journeys.files.writing import hours as in_hours
from maille.journeys.models import Reply
from maille.journeys.models.behalf import with_replies
from maille.journeys.rules.register.cells import Cell
from maille.journeys.views.exporting import exported
from maille.journeys.views.filtering import Choice, with_, without
from maille.journeys.views.loading import number, reader
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor
from maille.ui import keyset
from maille.ui.text import read_month

ALWAYS, WEEK = "tout", "semaine"
SEVEN_DAYS = "7\u00a0derniers jours"
TO_CONFIRM, WITHDRAWN = "a-confirmer", "retirees"
STATES = ((TO_CONFIRM, "À confirmer"), (WITHDRAWN, "Retirées ou corrigées"))
PAID = (("oui", "À rémunérer"), ("non", "Bénévoles"))
SOME = 30
"""People and jobs proposed as filters at most."""
TITLES = (
    "KPA", "Jour", "Personne", "Travail", "Nature", "Heures", "Minutes", "Points", "À rémunérer", "Prestation",
    "Précision", "Confirmée le", "Confirmée par", "Saisie par", "Saisie pour la personne",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    start: datetime.date | None
    end: datetime.date | None
    kpa: int
    job: int
    participant: int
    kind: str
    paid: str
    state: str

    @property
    def week(self) -> bool:
        """Whether the days are those of a week, not of a month."""
        return self.start is not None and self.end is not None and (self.end - self.start).days < 7

    @property
    def narrowed(self) -> bool:
        """Whether more than the month is asked."""
        return bool(self.kpa or self.job or self.participant or self.kind or self.paid or self.state)


def asked(params: QueryDict, today: datetime.date) -> Asked:
    """The filters of the address; this month without one, the whole time of one job."""
    job = number(params.get("prestation", ""))
    start, end = month_of(params.get("mois", ALWAYS if job else ""), today)
    kind, paid, state = params.get("nature", ""), params.get("paye", ""), params.get("etat", "")
    return Asked(
        start,
        end,
        number(params.get("kpa", "")),
        job,
        number(params.get("personne", "")),
        kind if kind in {each.value for each in WORK_KINDS} else "",
        paid if paid in dict(PAID) else "",
        state if state in dict(STATES) else "",
    )


def month_of(text: str, today: datetime.date) -> tuple[datetime.date | None, datetime.date | None]:
    """The first and last day of "2026-06", or of the week that ends today; none for the whole time.

    This month for anything else.
    """
    if text == ALWAYS:
        return None, None
    if text == WEEK:
        return today - datetime.timedelta(days=6), today
    start = read_month(text) or today.replace(day=1)
    return start, last_day(start)


def last_day(start: datetime.date) -> datetime.date:
    """The last day of a month, from its first."""
    if start >= datetime.date(9999, 12, 1):
        return datetime.date.max
    return (start + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)


def of_list(actor: Actor, wanted: Asked) -> GivenQuerySet:
    """The contributions asked for, unordered."""
    found = Contribution.objects.visible_to(actor)
    found = found.filter(withdrawn_at__isnull=wanted.state != WITHDRAWN)
    if wanted.start and wanted.end:
        found = found.between(wanted.start, wanted.end)
    if wanted.kpa:
        found = found.filter(kpa_id=wanted.kpa)
    if wanted.job:
        found = found.filter(job_id=wanted.job)
    if wanted.participant:
        found = found.filter(participant_id=wanted.participant)
    if wanted.kind:
        found = found.filter(role__kind=wanted.kind)
    if wanted.paid:
        found = found.filter(paid=wanted.paid == "oui")
    if wanted.state == TO_CONFIRM:
        found = found.filter(confirmed_at__isnull=True)
    return found


@require_safe
def hours(request: ActorRequest) -> HttpResponse:
    """Who gave what this month, what is to confirm, and the totals."""
    actor, wanted = reader(request), asked(request.GET, request.at)
    found = of_list(actor, wanted)
    told = found.told().select_related("role", "replaces", "withdrawn_by", "kpa").prefetch_related("replacement")
    page = keyset.page(found, ("-day", "-id"), request.GET, told=told)
    with_replies(Reply.Subject.WORK, page.rows)
    log_one(request, wanted, "heures")
    kpas = list(journeys_access.kpas_to_read(actor).order_by("name_key", "pk"))
    writable = [kpa for kpa in kpas if actor.everything or kpa.pk in actor.writes]
    pending = [line.pk for line in page.rows if line.confirmed_at is None and line.withdrawn_at is None
               and (actor.everything or line.kpa_id in actor.writes)]  # fmt: skip
    context = {
        "page": page,
        "several": len(kpas) > 1,
        "writes": frozenset(kpa.pk for kpa in writable),
        "pending": pending,
        "withdrawn": wanted.state == WITHDRAWN,
        "narrowed": wanted.narrowed,
        "query": keyset.without_place(request.GET).urlencode(),
        "month": month_in_words(wanted),
        "kpa_query": f"?kpa={wanted.kpa}" if wanted.kpa else "",
        **months_around(request.GET, wanted.start, request.today),
        **summed(found),
        **filters_of(request, actor, wanted, found, kpas),
    }
    return render(request, "activities/hours/list.html", context)


def month_in_words(wanted: Asked) -> str:
    """« juin 2026 », « ces 7 derniers jours », or « depuis le début »."""
    if wanted.week:
        return f"ces {SEVEN_DAYS}"
    return date_format(wanted.start, "F Y") if wanted.start else "depuis le début"


def months_around(params: QueryDict, shown: datetime.date | None, today: datetime.date) -> dict[str, Any]:
    """The links to the month before, the one after, the last seven days, and the whole time."""
    week = params.get("mois") == WEEK
    start = today.replace(day=1) if week or shown is None else shown
    before = (start - datetime.timedelta(days=1)).replace(day=1) if start > datetime.date(2000, 1, 1) else start
    after = last_day(start) + datetime.timedelta(days=1) if start < today.replace(day=1) else None
    links = [Choice(date_format(before, "F Y"), with_(params, "mois", f"{before:%Y-%m}"), current=False)]
    links.append(
        Choice(date_format(start, "F Y"), with_(params, "mois", f"{start:%Y-%m}"), shown is not None and not week)
    )
    if after:
        links.append(Choice(date_format(after, "F Y"), with_(params, "mois", f"{after:%Y-%m}"), current=False))
    links.append(Choice(SEVEN_DAYS, with_(params, "mois", WEEK), week))
    links.append(Choice("Depuis le début", with_(params, "mois", ALWAYS), shown is None))
    return {"months": links}


def summed(found: GivenQuerySet) -> dict[str, Any]:
    """Minutes by nature, paid and given, and the given share; zero-euro work counts and shows."""
    counted = tally(found)
    lines = []
    for kind, name in WORK_KINDS.items():
        paid, given = (
            sum(minutes for (_, of, is_paid), minutes in counted.items() if of == kind and is_paid == wanted)
            for wanted in (True, False)
        )
        if paid or given:
            lines.append({"name": name, "paid": paid, "given": given, "total": paid + given})
    return {
        "totals": lines,
        "paid": sum(line["paid"] for line in lines),
        "given": sum(line["given"] for line in lines),
        "total": sum(line["total"] for line in lines),
        "unpaid": unpaid_percent(counted),
    }


def filters_of(
    request: ActorRequest, actor: Actor, wanted: Asked, found: GivenQuerySet, kpas: Sequence[Organisation]
) -> dict[str, Any]:
    """The links of every filter; people and jobs are those of the lines shown."""
    params = request.GET
    lines = found.order_by()
    people = Participant.objects.visible_to(actor).named().filter(pk__in=lines.values("participant"))
    jobs = Job.objects.visible_to(actor).filter(pk__in=lines.values("job"))
    groups = [
        ("Nature", "nature", [(kind.value, name) for kind, name in WORK_KINDS.items()]),
        ("Argent", "paye", PAID),
        ("Personne", "personne", [(str(each.pk), str(each)) for each in people.order_by("pk")[:SOME]]),
        ("Prestation", "prestation", [(str(job.pk), job.title) for job in jobs.order_by("-starts_on", "-pk")[:SOME]]),
    ]
    if len(kpas) > 1:
        groups.insert(0, ("KPA", "kpa", [(str(kpa.pk), kpa.name) for kpa in kpas]))
    return {
        "states": [Choice("Toutes", without(params, "etat"), not wanted.state), *links(params, "etat", STATES)],
        "groups": [(title, links(params, name, options)) for title, name, options in groups if options],
        "folded": bool(wanted.kpa or wanted.job or wanted.participant or wanted.kind or wanted.paid),
    }


def links(params: QueryDict, name: str, options: Sequence[tuple[str, str]]) -> list[Choice]:
    """The links of one filter; the current one takes the filter away."""
    current = params.get(name)
    return [
        Choice(label, without(params, name) if value == current else with_(params, name, value), value == current)
        for value, label in options
    ]


def log_one(request: ActorRequest, wanted: Asked, what: str) -> None:
    """The list of one person's lines is a reading of that person: logged, and she can see it."""
    if wanted.participant and request.actor.user_id is not None:
        mine = Participant.objects.visible_to(request.actor).filter(pk=wanted.participant, person__isnull=False)
        ids = list(mine.order_by("pk").values_list("person_id", flat=True))
        log_people(request, [pk for pk in ids if pk is not None], what)


def log_people(request: ActorRequest, ids: list[int], what: str) -> None:
    """What these people gave was read."""
    if ids and request.actor.user_id is not None:
        log_access(
            at=timezone.now(),
            user_id=request.actor.user_id,
            membership_id=request.actor.membership_id,
            kind="person",
            ids=ids,
            what=what,
        )


@require_safe
def file(request: ActorRequest) -> HttpResponseBase:
    """Exactly the list asked, as a spreadsheet; the reading is logged for each person in it."""
    actor, wanted = reader(request), asked(request.GET, request.at)
    found = of_list(actor, wanted)
    told = found.told().select_related("role", "kpa").order_by("day", "pk")
    people = found.order_by().filter(participant__person__isnull=False).values_list("participant__person", flat=True)
    log_people(request, sorted(set(people)), "heures (fichier)")
    name = f"heures-{wanted.start:%Y-%m}" if wanted.start else f"heures-{request.today}"
    return exported(request, TITLES, rows_of(told), name, "Heures")


def rows_of(told: GivenQuerySet) -> Iterator[list[Cell]]:
    """The cells of each line."""
    for line in told.iterator(chunk_size=500):
        yield [
            line.kpa.name,
            line.day,
            str(line.participant),
            line.role.name,
            WORK_KINDS[WorkKind(line.role.kind)],
            in_hours(line.minutes),
            line.minutes,
            line.points or None,
            line.paid,
            line.job.title if line.job else "",
            line.note,
            timezone.localtime(line.confirmed_at).date() if line.confirmed_at else None,
            str(line.confirmed_by) if line.confirmed_by else "",
            str(line.entered_by) if line.entered_by else "",
            line.on_behalf,
        ]
