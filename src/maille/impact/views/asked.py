"""What the screens of the report share: the question in the address, and who may ask it."""

import datetime
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from maille.identity.models import log_access
from maille.impact import access, reporting
from maille.impact.forms import ReportForm
from maille.impact.rules.periods import Period
from maille.network.access import waits_for_a_kpa
from maille.network.requests import ActorRequest, NothingYetError
from maille.network.rules.roles import READS_REPORTS


def refuse_strangers(request: ActorRequest) -> None:
    """404 for a role that reads no figures; for one that would, had it a KPA, what comes first."""
    if access.reach(request.actor, "public"):
        return
    if waits_for_a_kpa(request.actor, READS_REPORTS):
        raise NothingYetError
    raise Http404


def question(request: ActorRequest) -> ReportForm:
    """The question asked in the address, the default one when there is none; 404 for who reads no figures."""
    refuse_strangers(request)
    data = request.GET.copy()
    if not any(name in data for name in ("debut", "fin")):
        period = reporting.default_period(request.today)
        data.update({"debut": period.start.isoformat(), "fin": period.end.isoformat()})
    if not data.get("diffusion"):
        data["diffusion"] = next(iter(access.audiences_for(request.actor, frozenset())), "")
    return ReportForm(data, actor=request.actor)


def valid_question(request: ActorRequest) -> reporting.Request:
    """The same where there is no form to correct it with: 404 when it cannot be answered."""
    form = question(request)
    if not form.is_valid():
        raise Http404
    return form.requests()[0]


def address_of(asked: reporting.Request) -> str:
    """The query string that asks it again."""
    pairs = [("debut", asked.period.start.isoformat()), ("fin", asked.period.end.isoformat())]
    pairs += [("kpa", str(pk)) for pk in sorted(asked.kpas)]
    return urlencode([*pairs, ("diffusion", asked.audience)])


def log_people(request: ActorRequest, people: list[int]) -> None:
    """Record that these people's files were listed behind a figure."""
    user_id = request.actor.user_id
    if user_id is None:
        raise PermissionDenied("Ces dossiers ne se lisent qu'en étant identifié·e.")
    membership_id = request.actor.membership_id
    log_access(at=timezone.now(), user_id=user_id, membership_id=membership_id, kind="person", ids=people, what="bilan")


def usual_periods(today: datetime.date) -> list[tuple[str, Period]]:
    """The periods people ask for most, with their names."""
    year = today.year
    return [
        (f"Année {year} à ce jour", Period(datetime.date(year, 1, 1), today)),
        (f"Année {year - 1}", Period(datetime.date(year - 1, 1, 1), datetime.date(year - 1, 12, 31))),
        (f"Années {year - 2} et {year - 1}", Period(datetime.date(year - 2, 1, 1), datetime.date(year - 1, 12, 31))),
        ("Mars 2022 à décembre 2023", Period(datetime.date(2022, 3, 1), datetime.date(2023, 12, 31))),
    ]
