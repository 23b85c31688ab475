"""One meeting of a group: all the proposals that wait for it, read together and approved by one decision."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.activities.models import Participant
from maille.journeys.views.loading import attempt, kpa_to_write_in, which_kpa
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor
from maille.sharing.actions.approvals import approve_all
from maille.sharing.actions.distributions import propose_closed
from maille.sharing.forms.distributions import MeetingForm
from maille.sharing.models import Distribution
from maille.sharing.models.lines import totals_of
from maille.sharing.models.standing import Standing, closed_to_share
from maille.sharing.rules.differences import differences
from maille.sharing.rules.recipients import participant_of
from maille.sharing.views.told_shares import names_of
from maille.ui.charts import Part, Stacked
from maille.ui.text import euros

MOST = 100
"""Proposals one meeting reads; the earliest first."""
OBJECTION = "Un désaccord attend une réponse."
GIVEN_BACK = "Des sommes déjà inscrites sont rendues."


@dataclass(frozen=True)
class Waiting:
    """A proposal, who would receive how much, and why it is looked at alone when it is."""

    distribution: Distribution
    parts: tuple[tuple[str, int], ...]
    """Name → cents posting adds."""
    alone: str

    @property
    def total(self) -> int:
        """All that would be posted, in cents."""
        return sum(cents for _, cents in self.parts)

    @property
    def chart(self) -> Stacked:
        """Who would receive how much, to look at."""
        parts = tuple(Part(name, cents, euros(cents)) for name, cents in self.parts)
        job = self.distribution.job
        about = ". ".join([f"{job.title}, prestation n° {job.pk}", *(f"{each.label} : {each.text}" for each in parts)])
        return Stacked("Qui reçoit combien", parts, total=euros(self.total), description=about)


def waiting_for(actor: Actor, kpa: Organisation) -> list[Waiting]:
    """The proposals of this group that wait for its answer. Five queries."""
    proposed = Distribution.objects.visible_to(actor).filter(kpa=kpa).proposed().select_related("job")
    found = list(proposed.order_by("day", "pk")[:MOST])
    standing = Standing.of({each.job_id for each in found})
    totals = totals_of({pk for each in found for pk in (each.pk, each.after_id) if pk is not None})
    moved = {each.pk: differences(totals[each.pk], totals.get(each.after_id or 0, {})) for each in found}
    names = names_of({to for each in moved.values() for to in each})
    return [
        Waiting(
            each,
            tuple((names[to], cents) for to, cents in moved[each.pk].items()),
            OBJECTION if each.pk in standing.unanswered else GIVEN_BACK if min(moved[each.pk].values()) < 0 else "",
        )
        for each in found
    ]


def people_of(found: Iterable[Waiting]) -> list[Participant]:
    """Those who work or receive, of all these proposals."""
    cases = [each.distribution.case["contributions"] for each in found]
    numbers = {participant_of(line["person"]) for case in cases for line in case}
    # unscoped: of distributions loaded in scope
    people = Participant.objects.named().filter(pk__in=[each for each in numbers if each is not None])
    return sorted(people, key=str)


def meeting(request: ActorRequest) -> HttpResponse:
    """Read together what waits, tick what the group approves, say how it decided: posted at once, all or none."""
    kpa = kpa_to_write_in(request)
    if kpa is None:
        return which_kpa(request, "Ce qui attend le groupe", "Cagnottes", "sharing:pots")
    found = waiting_for(request.actor, kpa)
    together = [each for each in found if not each.alone]
    ids = [each.distribution.pk for each in together]
    form = MeetingForm(request.POST or None, ids=ids, people=people_of(together), today=request.today)
    if request.method == "POST":
        done, _ = attempt(request, form, lambda: approve_all(request.actor, form.chosen, form.approval, timezone.now()))
        if done:
            messages.success(request, told(len(form.chosen)))
            return redirect("sharing:pots")
    context = {
        "kpa": kpa,
        "rows": [(each, each.distribution.pk in ticked(form, ids)) for each in together],
        "alone": [each for each in found if each.alone],
        "form": form,
        "to_propose": closed_to_share(kpa.pk),
        "total": sum(each.total for each in together),
    }
    return render(request, "sharing/distributions/meeting.html", context)


@require_POST
def propose_all(request: ActorRequest) -> HttpResponse:
    """Propose to the group all its closed jobs whose money waits."""
    kpa = kpa_to_write_in(request)
    if kpa is None:
        return redirect("sharing:meeting")
    made, left = propose_closed(request.actor, kpa, timezone.now())
    if made:
        plural = "s" if len(made) > 1 else ""
        messages.success(request, f"{len(made)} proposition{plural} à lire avec le groupe, qui décide.")
    for job, why in left:
        messages.warning(request, f"{job} : {why}")
    return redirect(f"{reverse('sharing:meeting')}?kpa={kpa.pk}")


def ticked(form: MeetingForm, ids: Sequence[int]) -> set[int]:
    """What shows ticked: all at first, then what was sent."""
    if not form.is_bound:
        return set(ids)
    sent = form["which"].value() or []
    return {pk for pk in ids if str(pk) in sent}


def told(count: int) -> str:
    """What was done, in words."""
    if count == 1:
        return "C'est inscrit aux comptes. Chaque personne voit sa part et pourquoi."
    return f"{count} répartitions sont inscrites aux comptes. Chaque personne voit sa part et pourquoi."
