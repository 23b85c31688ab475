"""Handing over: one journey with what will be transmitted, or all those somebody follows, a few at a time."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from maille.identity.models import User
from maille.journeys import access
from maille.journeys.actions import handovers as actions
from maille.journeys.actions.notes import referent_of
from maille.journeys.forms.notes import HandoverForm
from maille.journeys.models import Handover, Journey, Note
from maille.journeys.models.relays import Transmitted, counted, followed_by, to_transmit
from maille.journeys.views.loading import attempt, journey_to_change, log_read, reader
from maille.journeys.views.reads import number
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor

SECRETS_SHOWN = 200


def handover(request: ActorRequest, journey_id: int) -> HttpResponse:
    """What will be transmitted, who takes over, a word for them."""
    journey, actor = journey_to_change(request, journey_id), reader(request)
    passing = to_transmit(actor, [journey], actor.today)[journey.pk]
    leaving = referent_of(journey, actor.today)
    secrets = [note.pk for note in passing.secrets]
    form = HandoverForm(
        request.POST or None, kpa_id=journey.kpa_id, today=actor.today, leaving=leaving, secrets=secrets
    )
    if request.method == "POST":
        done, _ = attempt(request, form, lambda: pass_on(actor, journey, form))
        if done:
            new = form.cleaned_data["user"]
            messages.success(request, f"{new} suit maintenant {journey.person.first_name}. Le relais est noté.")
            return redirect("journeys:handover", journey.pk)
    log_read(request, journey.person, "relais")
    context = {
        "journey": journey,
        "person": journey.person,
        "form": form,
        "passing": passing,
        # unscoped: the referent of a journey loaded in scope
        "leaving": User.objects.filter(pk=leaving).first() if leaving else None,
        "is_leaving": leaving == actor.user_id,
        "past": relays_of(journey),
        "open": journey.ended_on is None or journey.ended_on >= actor.today,
    }
    return render(request, "journeys/notes/handover.html", context)


def pass_on(actor: Actor, journey: Journey, form: HandoverForm) -> Handover:
    """The journey as it was when the page was shown is not what matters: what is transmitted is read again."""
    data = form.cleaned_data
    return actions.hand_over(actor, journey.pk, None, data["user"].pk, data["word"], form.chosen, timezone.now())


def relays_of(journey: Journey) -> list[dict[str, Any]]:
    """The handovers of a journey, told."""
    # unscoped: of a journey loaded in scope
    past = Handover.objects.filter(journey=journey).select_related("from_user", "to_user", "entered_by")
    return [{"relay": relay, "counted": counted(relay.transmitted)} for relay in past.order_by("-handed_on", "-pk")]


def handover_all(request: ActorRequest) -> HttpResponse:
    """Somebody leaves: all the people they follow in one KPA get another referent, with a count of what remains."""
    actor = reader(request)
    if not actor.writes:
        raise PermissionDenied
    who = leaving_user(request, actor)
    followed = followed_by(actor, who.pk)
    kpas = list(Organisation.objects.visible_to(actor).filter(pk__in=followed.values("kpa_id")).order_by("name", "pk"))
    asked = number(request.GET.get("kpa"))
    kpa = next((each for each in kpas if each.pk == asked), kpas[0] if kpas else None)
    context: dict[str, Any] = {"who": who, "myself": who.pk == actor.user_id, "kpas": kpas, "kpa": kpa, "form": None}
    if kpa is not None:
        ready = slice_form(request, actor, who, kpa)
        if request.method == "POST" and (response := pass_slice(request, actor, who, kpa, ready["form"])) is not None:
            return response
        context |= ready
    context["done"] = number(request.GET.get("faits")) or 0
    return render(request, "journeys/notes/handover_all.html", context)


def leaving_user(request: ActorRequest, actor: Actor) -> User:
    """Oneself, or (`?de=`) a referent met in the files one opens."""
    asked = number(request.GET.get("de"))
    own = actor.user_id
    if own is not None and asked in (None, own):
        # unscoped: oneself
        return User.objects.get(pk=own)
    found = access.referents_met(actor, asked or 0).first()
    if found is None:
        raise Http404
    return found


def slice_form(request: ActorRequest, actor: Actor, who: User, kpa: Organisation) -> dict[str, Any]:
    """The form, the people concerned, and the notes one may entrust."""
    followed = followed_by(actor, who.pk).filter(kpa=kpa).select_related("person").order_by("pk")
    journeys = list(followed[:SECRETS_SHOWN])
    passing: dict[int, Transmitted] = to_transmit(actor, journeys, actor.today)
    secrets = [note.pk for each in passing.values() for note in each.secrets][:SECRETS_SHOWN]
    count = followed.count()
    form = HandoverForm(request.POST or None, kpa_id=kpa.pk, today=actor.today, leaving=who.pk, secrets=secrets)
    totals = counted({key: [pk for each in passing.values() for pk in each.ids(set())[key]] for key in
                      ("notes", "goals", "steps", "interviews", "documents")})  # fmt: skip
    return {"form": form, "journeys": journeys, "count": count, "totals": totals, "slice": actions.SLICE}


def pass_slice(
    request: ActorRequest, actor: Actor, who: User, kpa: Organisation, form: HandoverForm
) -> HttpResponse | None:
    """Hand a slice over; then the page again while some remain, with the same choices made."""
    passed: list[int] = []

    def act() -> None:
        data = form.cleaned_data
        passed.append(
            actions.hand_over_some(actor, who.pk, kpa.pk, data["user"].pk, data["word"], form.chosen, timezone.now())
        )

    done, _ = attempt(request, form, act)
    if not done:
        return None
    so_far = (number(request.GET.get("faits")) or 0) + passed[0]
    left = followed_by(actor, who.pk).filter(kpa=kpa).count()
    if left:
        context = {"who": who, "kpa": kpa, "done": so_far, "total": so_far + left, "left": left}
        context["typed"] = typed_again(request, actor, who, form.chosen)
        return render(request, "journeys/notes/handover_on.html", context)
    many = f"{so_far} parcours sont passés" if so_far > 1 else f"{so_far} parcours est passé"
    messages.success(request, f"{many} à {form.cleaned_data['user']}.")
    return redirect(f"{reverse('journeys:handover_all')}?de={who.pk}")


def typed_again(request: ActorRequest, actor: Actor, who: User, chosen: set[int]) -> list[tuple[str, str]]:
    """The form's values for the next slice, without the notes already entrusted."""
    # unscoped: ids chosen in scope
    left = Note.objects.filter(pk__in=chosen, journey__in=followed_by(actor, who.pk)).values_list("pk", flat=True)
    kept = [(name, value) for name in ("user", "word") for value in request.POST.getlist(name)]
    return kept + [("notes", str(pk)) for pk in left]
