"""Skills on the phone: what I can do, what others recognise, what I recognise in others. One thing a screen."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.journeys.actions import skills as actions
from maille.journeys.actions.badges import views_of
from maille.journeys.actions.grids import grid_of
from maille.journeys.forms.skills import LevelForm, by_family
from maille.journeys.models import Journey, Person, Recognition, Skill
from maille.journeys.rules.skills import LEVEL_NAMES, LEVELS, LEVELS_OF_ANOTHER, seen
from maille.journeys.views.own import own_person
from maille.network.requests import ActorRequest


def my_skills(request: ActorRequest) -> HttpResponse:
    """The grid with my own level, then what others recognise in me."""
    person, today = own_person(request), request.today
    # unscoped: one's own recognitions
    standing = list(Recognition.objects.standing(today).filter(journey__person=person, by=Recognition.By.SELF))
    known = seen(views_of(standing))
    journey = present_journey(person, request)
    skills = {skill.pk: skill for skill in grid_of(journey.kpa_id)} if journey else {}
    families = [
        (family, [{"skill": skills[pk], "level": level_of(known, pk), "words": words_of(known, pk)} for pk, _ in some])
        for family, some in by_family(list(skills.values()))
    ]
    # unscoped: one's own recognitions
    others = Recognition.objects.filter(journey__person=person, withdrawn_on__isnull=True).exclude(by="self")
    received = [
        {"recognition": each, "words": LEVELS_OF_ANOTHER[each.level], "who": first_name(each)}
        for each in others.select_related("skill", "user", "peer").order_by("-recognised_on", "-pk")[:50]
    ]
    context = {"person": person, "families": families, "received": received, "journey": journey}
    return render(request, "journeys/skills/mine.html", context)


def level_of(known: dict[int, Any], skill_id: int) -> int | None:
    """My own level in one skill."""
    return known[skill_id].by_self if skill_id in known else None


def words_of(known: dict[int, Any], skill_id: int) -> str:
    """The same in words."""
    return LEVEL_NAMES.get(level_of(known, skill_id) or 0, "")


def first_name(each: Recognition) -> str:
    """Who recognises, as said to the person: a first name for a peer."""
    if each.peer:
        return str(each.peer.first_name)
    return str(each.user) if each.user else "L'équipe"


def present_journey(person: Person, request: ActorRequest) -> Journey | None:
    """The journey she is in today, None when it is over."""
    try:
        return actions.own_journey(person, request.today)
    except ValidationError:
        return None


def my_skill(request: ActorRequest, skill_id: int) -> HttpResponse:
    """Four buttons: where do I stand in this."""
    person = own_person(request)
    journey = present_journey(person, request)
    if journey is None:
        raise Http404
    skill = skill_or_404(journey, skill_id)
    form = LevelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.assess_myself(request.actor, person, skill.pk, form.cleaned_data["level"], timezone.now())
        messages.success(request, f"C'est noté. {skill.name} : {LEVEL_NAMES[form.cleaned_data['level']].lower()}.")
        return redirect("journeys:my_skills")
    # unscoped: one's own recognitions
    mine = Recognition.objects.standing(request.today).filter(journey__person=person, skill=skill, by="self")
    current = mine.order_by("-recognised_on", "-pk").values_list("level", flat=True).first()
    context = {"skill": skill, "levels": LEVELS, "current": current, "who": None, "form": form}
    return render(request, "journeys/skills/level.html", context)


def skill_or_404(journey: Journey, skill_id: int) -> Skill:
    """A skill of the grid of that journey's KPA."""
    # unscoped: of a journey found by one's own sign-in
    return get_object_or_404(Skill.objects.in_grid(journey.kpa_id), pk=skill_id)


@require_POST
def answer(request: ActorRequest, recognition_id: int) -> HttpResponse:
    """Hide what somebody recognised in me, or show it again."""
    person = own_person(request)
    # unscoped: one's own recognitions
    found = get_object_or_404(Recognition.objects.exclude(by="self"), pk=recognition_id, journey__person=person)
    wanted = request.POST.get("garder") == "oui"
    actions.answer_recognition(request.actor, person, found.pk, wanted=wanted)
    messages.success(request, "Elle compte de nouveau." if wanted else "C'est fait. Plus personne ne la voit.")
    return redirect("journeys:my_skills")


def peers(request: ActorRequest) -> HttpResponse:
    """The people I was at a workshop with: first names, nothing else."""
    person = own_person(request)
    return render(request, "journeys/skills/peers.html", {"peers": named(met(person, request))})


def met(person: Person, request: ActorRequest) -> list[Journey]:
    """Their journeys, in the order of first names."""
    found = actions.met_by(person, request.today).select_related("person")
    return list(found.order_by("person__first_name", "pk")[:200])


def named(journeys: list[Journey]) -> list[tuple[Journey, str]]:
    """First names, with an initial only where two people share one."""
    times = Counter(journey.person.first_name for journey in journeys)
    return [
        (
            journey,
            journey.person.first_name
            if times[journey.person.first_name] == 1
            else f"{journey.person.first_name} {journey.person.last_name[:1]}.",
        )
        for journey in journeys
    ]


def peer_or_404(request: ActorRequest, person: Person, journey_id: int) -> tuple[Journey, str]:
    """Somebody I met, with the name to say; a stranger is not found."""
    found = next((each for each in named(met(person, request)) if each[0].pk == journey_id), None)
    if found is None:
        raise Http404
    return found


def peer(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Which skill did I see in this person?"""
    journey, who = peer_or_404(request, own_person(request), journey_id)
    skills = grid_of(journey.kpa_id)
    by_id = {skill.pk: skill for skill in skills}
    families = [(family, [by_id[pk] for pk, _ in some]) for family, some in by_family(skills)]
    return render(request, "journeys/skills/peer.html", {"journey": journey, "who": who, "families": families})


def peer_skill(request: ActorRequest, journey_id: int, skill_id: int) -> HttpResponse:
    """Four buttons: how I saw this person do it."""
    person = own_person(request)
    journey, who = peer_or_404(request, person, journey_id)
    skill = skill_or_404(journey, skill_id)
    form = LevelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        actions.recognise_peer(
            request.actor, person, journey.pk, skill.pk, typed["level"], typed["evidence"], timezone.now()
        )
        messages.success(request, f"Merci. {who} le verra sur son téléphone.")
        return redirect("journeys:my_skill_peers")
    context = {"skill": skill, "levels": list(LEVELS_OF_ANOTHER.items()), "current": None, "who": who,
               "journey": journey, "form": form}  # fmt: skip
    return render(request, "journeys/skills/level.html", context)
