"""The forecast in a few words, for a job's own page."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maille.activities.models import Job
from maille.activities.views.panels import PANELS
from maille.network.requests import ActorRequest
from maille.sharing.actions.forecasts import forecast_of
from maille.sharing.rules.forecast import average_hour


def declare() -> None:
    """Show it, once."""
    if forecast_panel not in PANELS:
        PANELS.append(forecast_panel)


def forecast_panel(request: ActorRequest, job: Job) -> SafeString:
    """Whether the pot holds, and what an hour would receive."""
    told = forecast_of(job, request.today)
    context = {
        "job": job,
        "told": told,
        "average": average_hour(told.told) if told.told and told.knows_income else None,
    }
    return render_to_string("sharing/pots/_summary.html", context)
