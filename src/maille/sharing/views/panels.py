"""What sharing shows on pages of the apps below: the forecast on a job's, a host's scale on its own."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maille.activities.models import Job
from maille.activities.views.panels import PANELS
from maille.network.models import Organisation, Relation
from maille.network.models.organisations import RelationKind
from maille.network.requests import ActorRequest
from maille.network.views.panels import PANELS as ORGANISATION_PANELS
from maille.sharing import access
from maille.sharing.actions.forecasts import forecast_of
from maille.sharing.rules.forecast import average_hour


def declare() -> None:
    """Show them, once."""
    if forecast_panel not in PANELS:
        PANELS.append(forecast_panel)
    if scale_panel not in ORGANISATION_PANELS:
        ORGANISATION_PANELS.append(scale_panel)


def forecast_panel(request: ActorRequest, job: Job) -> SafeString:
    """Whether the pot holds, and what an hour would receive."""
    told = forecast_of(job, request.today)
    context = {
        "job": job,
        "told": told,
        "average": average_hour(told.told) if told.told and told.knows_income else None,
    }
    return render_to_string("sharing/pots/_summary.html", context)


def scale_panel(request: ActorRequest, host: Organisation) -> SafeString:
    """Where to read what a structure that hosts asks, for those who may."""
    # unscoped: of a structure loaded in scope
    hosts = Relation.objects.filter(source=host, kind=RelationKind.HOST)
    if not hosts.exists() or not access.may_read_scale(request.actor, host):
        return SafeString()
    context = {"host": host, "may_set": access.may_set_scale(request.actor, host)}
    return render_to_string("sharing/rules/_scale_card.html", context)
