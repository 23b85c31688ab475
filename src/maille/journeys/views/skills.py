"""A journey's skills: who recognises what, since when; recognise, withdraw."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.journeys import access
from maille.journeys.actions import skills as actions
from maille.journeys.actions.badges import views_of
from maille.journeys.actions.grids import in_order
from maille.journeys.forms.skills import RecogniseForm
from maille.journeys.models import Journey, Recognition, Reply, Skill
from maille.journeys.models.behalf import with_replies
from maille.journeys.rules.skills import LEVELS_OF_ANOTHER, seen
from maille.journeys.views.loading import attempt, journey_to_change, log_read, reader
from maille.journeys.views.tabs import tabs
from maille.network.requests import ActorRequest
from maille.ui import keyset

Picture = list[tuple[str, list[dict[str, Any]]]]


def skills(request: ActorRequest, journey_id: int) -> HttpResponse:
    """The picture on the day asked, then every recognition given by that day."""
    actor, day = reader(request), request.at
    found = Journey.objects.visible_to(actor).select_related("person", "kpa__choices")
    journey = get_object_or_404(found, pk=journey_id)
    log_read(request, journey.person, "compétences")
    # unscoped: of a journey loaded in scope
    standing = list(Recognition.objects.standing(day).filter(journey=journey))
    history = keyset.page(
        # unscoped: of a journey loaded in scope
        Recognition.objects.filter(journey=journey, recognised_on__lte=day).select_related(
            "skill", "user", "peer", "entered_by", "withdrawn_by", "journey__person"
        ),
        ("-recognised_on", "-id"),
        request.GET,
        size=30,
    )
    with_replies(Reply.Subject.RECOGNITION, history.rows)
    context = {
        "journey": journey,
        "person": journey.person,
        "tabs": tabs(journey.pk, "journeys:skills"),
        "picture": picture_of(journey.kpa_id, standing),
        "page": history,
        "history": [line_of(each, day) for each in history.rows],
        "writable": access.may_write(actor, journey) and day == request.today,
        "recognised": any(each.by != Recognition.By.SELF for each in standing),
        "at": day,
    }
    return render(request, "journeys/skills/journey.html", context)


def picture_of(kpa_id: int, standing: list[Recognition]) -> Picture:
    """By family, each skill with what each source says, in the order of the grid; words kept as they were given."""
    known = seen(views_of(standing))
    # unscoped: the skills of recognitions loaded in scope
    told = in_order(Skill.objects.placed(kpa_id).filter(pk__in=known))
    families: dict[str, list[dict[str, Any]]] = {}
    for skill in told:
        one = known[skill.pk]
        levels = [
            {"by": by, "level": level, "words": LEVELS_OF_ANOTHER.get(level or 0, "")}
            for by, level in (("L'équipe", one.by_team), ("Ses pairs", one.peers), ("La personne", one.by_self))
        ]
        families.setdefault(skill.family or "Autres", []).append({"skill": skill, "seen": one, "levels": levels})
    return list(families.items())


def line_of(each: Recognition, day: datetime.date) -> dict[str, Any]:
    """One recognition as the history tells it."""
    withdrawn = each.withdrawn_on is not None and each.withdrawn_on <= day
    refused = each.refused_on is not None and each.refused_on <= day
    who = {
        Recognition.By.SELF: each.journey.person.first_name,
        Recognition.By.PEER: f"{each.peer}, pair" if each.peer else "un pair",
        Recognition.By.CONTRIBUTOR: str(each.user) if each.user else "l'équipe",
    }[Recognition.By(each.by)]
    return {
        "recognition": each,
        "who": who,
        "words": LEVELS_OF_ANOTHER[each.level],
        "withdrawn": withdrawn,
        "refused": refused and not withdrawn,
        "stands": not withdrawn and not refused,
    }


def recognise(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Recognise a skill, or write down what somebody said."""
    journey, actor = journey_to_change(request, journey_id), request.actor
    form = RecogniseForm(request.POST or None, journey=journey, actor=actor)
    if request.method == "POST":

        def act() -> None:
            typed = form.cleaned_data
            actions.recognise(
                actor, journey.pk, typed["skill"], typed["level"], typed["on"], typed["evidence"], timezone.now(),
                by=typed["by"], peer_id=typed["peer"].pk if typed["peer"] else None,
            )  # fmt: skip

        if attempt(request, form, act)[0]:
            messages.success(request, "La compétence est reconnue. La personne la voit sur son téléphone.")
            return redirect("journeys:skills", journey.pk)
    context = {"journey": journey, "person": journey.person, "form": form}
    return render(request, "journeys/skills/recognise.html", context)


@require_POST
def withdraw(request: ActorRequest, journey_id: int, recognition_id: int) -> HttpResponse:
    """Given by mistake."""
    journey = journey_to_change(request, journey_id)
    found = get_object_or_404(journey.recognitions, pk=recognition_id)
    actions.withdraw_recognition(request.actor, found.pk)
    messages.success(request, "Elle ne compte plus à partir d'aujourd'hui. L'historique la garde.")
    return redirect("journeys:skills", journey.pk)
