"""Who carries a job, where the host's scale counts the margin of each person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maille.activities.models import Job, Participant
from maille.activities.views.loading import job_to_change
from maille.journeys.views.loading import attempt
from maille.network.requests import ActorRequest
from maille.sharing.actions.carriers import say_carrier
from maille.sharing.forms.carriers import CarrierForm
from maille.sharing.models.margins import carriers_of


def carrier(request: ActorRequest, job_id: int) -> HttpResponse:
    """Say who carries a job, or who does now."""
    job = job_to_change(request, job_id)
    known = carried_by(job)
    first = (f"p{known.person_id}" if known.person_id else f"u{known.user_id}") if known else ""
    form = CarrierForm(request.POST or None, kpa=job.kpa, day=request.today, initial={"who": first})
    if request.method == "POST":
        done, _ = attempt(
            request, form, lambda: say_carrier(request.actor, job, form.participant, timezone.now())
        )  # fmt: skip
        if done:
            messages.success(request, "C'est noté. Les répartitions déjà inscrites ne changent pas.")
            return redirect("sharing:pot", job.pk)
    return render(request, "sharing/pots/carrier.html", {"form": form, "job": job, "known": known})


def carried_by(job: Job) -> Participant | None:
    """Who carries a job loaded in scope."""
    pk = carriers_of([job.pk]).get(job.pk)
    # unscoped: of a job loaded in scope
    return Participant.objects.named().filter(pk=pk).first() if pk else None
