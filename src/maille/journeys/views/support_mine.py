""" "Mon parcours", shown with the person: on her phone, on a contributor's screen, on paper."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.journeys import access
from maille.journeys.actions import goals
from maille.journeys.forms.support import MyGoalForm, MyStepForm, aim_with
from maille.journeys.models import Goal, Journey, NextStep
from maille.journeys.models.mine import mine
from maille.journeys.models.present import present
from maille.journeys.models.reading import Told, stage_names, tell, with_course
from maille.journeys.models.telling import told_present
from maille.journeys.views.loading import attempt, log_read, reader
from maille.journeys.views.picture import picture_of
from maille.network.requests import ActorRequest


def card_of(told: Told, at: datetime.date) -> dict[str, Any]:
    """One journey as the person reads it: its stages, and for the one under way everything else."""
    journey = told.journey
    names = stage_names(journey.kpa)
    reached = list(names).index(told.state.stage) if told.state.stage else -1
    return {
        "told": told,
        "picture": picture_of(told, at),
        "steps": [(name, index < reached, index == reached) for index, name in enumerate(names.values())],
        "readiness": None,
    }


def shown(told: Told, at: datetime.date) -> dict[str, Any]:
    """The same with goals, what was lifted, learnt and recognised, and who helps."""
    card = card_of(told, at)
    card["present"] = told_present(present(told.journey, at), at)
    card["mine"] = mine(told.journey, at)
    card["helpers"] = [name for name in card["mine"].helpers if name != told.state.referent]
    return card


def show(request: ActorRequest, journey_id: int) -> HttpResponse:
    """A contributor opens the page to look at it with the person."""
    actor, at = reader(request), request.at
    journey = get_object_or_404(with_course(Journey.objects.visible_to(actor)), pk=journey_id)
    log_read(request, journey.person, "parcours")
    context = {
        "person": journey.person,
        "journey": journey,
        "card": shown(tell(journey, at), at),
        "at": at,
        "writable": access.may_write(actor, journey),
    }
    return render(request, "journeys/support/show.html", context)


def own_journey(request: ActorRequest) -> Journey:
    """My journey under way, or the last one; 404 for who has none."""
    actor = request.actor
    if actor.user_id is None:
        raise Http404
    # unscoped: one's own journeys, found by one's own sign-in
    journeys = Journey.objects.filter(person__user_id=actor.user_id, entered_on__lte=request.today)
    found = journeys.select_related("person", "kpa").order_by("-entered_on", "-pk").first()
    if found is None:
        raise Http404
    return found


def own_goal(request: ActorRequest, goal_id: int) -> Goal:
    """A goal of mine."""
    # unscoped: one's own goals, found by one's own sign-in
    mine = Goal.objects.filter(journey__person__user_id=request.actor.user_id or 0)
    return get_object_or_404(mine.select_related("journey"), pk=goal_id)


def my_goal_new(request: ActorRequest) -> HttpResponse:
    """I write a goal, in my words."""
    journey = own_journey(request)
    form = MyGoalForm(request.POST or None)
    if request.method == "POST":

        def act() -> object:
            aim = goals.Aim(form.cleaned_data["text"], request.today, form.cleaned_data["wanted_on"])
            return goals.set_goal(request.actor, journey.pk, aim, timezone.now())

        if attempt(request, form, act)[0]:
            messages.success(request, "Votre objectif est noté.")
            return redirect("journeys:my_journey")
    context = {"form": form, "title": "Un nouvel objectif", "lead": "Que voulez-vous faire ?", "button": "Enregistrer"}
    return render(request, "journeys/support/my_form.html", context)


def my_step_new(request: ActorRequest, goal_id: int) -> HttpResponse:
    """I write my next step."""
    goal = own_goal(request, goal_id)
    form = MyStepForm(request.POST or None)
    if request.method == "POST":

        def act() -> object:
            data = form.cleaned_data
            return goals.add_step(request.actor, goal.journey_id, goal.pk, data["text"], data["due_on"], timezone.now())

        if attempt(request, form, act)[0]:
            messages.success(request, "Votre prochain pas est noté.")
            return redirect("journeys:my_journey")
    context = {"form": form, "title": "Mon prochain pas", "lead": f"Pour : {goal.text}", "button": "Enregistrer"}
    return render(request, "journeys/support/my_form.html", context)


@require_POST
def my_tick(request: ActorRequest, step_id: int) -> HttpResponse:
    """I say a step is done, or not after all."""
    # unscoped: one's own steps, found by one's own sign-in
    mine = NextStep.objects.filter(goal__journey__person__user_id=request.actor.user_id or 0)
    step = get_object_or_404(mine.select_related("goal"), pk=step_id)
    done = request.POST.get("fait") != "non"
    goals.tick_step(request.actor, step.goal.journey_id, step.pk, timezone.now(), done=done)
    if done:
        messages.success(request, f"C'est fait : {step.text}")
    return redirect("journeys:my_journey")


@require_POST
def my_goal_end(request: ActorRequest, goal_id: int) -> HttpResponse:
    """I reached a goal, or I give it up."""
    goal, now = own_goal(request, goal_id), timezone.now()
    if request.POST.get("fin") == "abandon":
        if goal.reached_on is None and goal.dropped_on is None:
            dropped = aim_with(goal, dropped_on=max(request.today, goal.set_on))
            goals.correct_goal(request.actor, goal.journey_id, goal.pk, None, dropped, now)
        messages.success(request, f"Cet objectif est rangé : {goal.text}")
    else:
        goals.reach_goal(request.actor, goal.journey_id, goal.pk, now)
        messages.success(request, f"Bravo ! Objectif atteint : {goal.text}")
    return redirect("journeys:my_journey")
