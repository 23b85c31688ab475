"""Load and authorise in one step: a stranger gets 404, a reader who may not write gets 403."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from maille.identity.models import log_access
from maille.journeys import access
from maille.journeys.actions import ConflictError
from maille.journeys.actions.register.kpas import may_create_kpas
from maille.journeys.forms import add_refusal
from maille.journeys.models import Journey, Person
from maille.journeys.models.reading import with_events
from maille.network.access import waits_for_a_kpa
from maille.network.models import Organisation
from maille.network.requests import ActorRequest, NothingYetError
from maille.network.rules.roles import READS_FILES, Actor


def reader(request: ActorRequest) -> Actor:
    """Somebody who opens files of at least one KPA; a stranger gets 404, a role without any KPA what comes first."""
    actor: Actor = request.actor
    if not access.may_read_files(actor):
        if waits_for_a_kpa(actor, READS_FILES):
            raise NothingYetError(reverse("journeys:imports") if may_create_kpas(actor) else "")
        raise Http404
    return actor


def journey_to_change(request: ActorRequest, pk: int) -> Journey:
    """A journey the reader may change."""
    actor = reader(request)
    journey = get_object_or_404(with_events(Journey.objects.visible_to(actor)), pk=pk)
    if not access.may_write(actor, journey):
        raise PermissionDenied
    return journey


def journey_to_vouch(request: ActorRequest, pk: int) -> Journey:
    """A journey whose papers the reader may write down: not her own."""
    journey = journey_to_change(request, pk)
    if not access.may_vouch(request.actor, journey, journey.person):
        raise PermissionDenied
    return journey


def own_person(request: ActorRequest) -> Person:
    """One's own file; a stranger, or somebody whose account opens none, gets 404."""
    actor: Actor = request.actor
    if actor.user_id is None:
        raise Http404
    return get_object_or_404(Person, user_id=actor.user_id, anonymised_at__isnull=True)


def person_to_read(request: ActorRequest, pk: int) -> Person:
    """A person the reader may open."""
    return get_object_or_404(Person.objects.visible_to(reader(request)), pk=pk)


def number(text: str) -> int:
    """An id written in an address or a form; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def kpa_to_write_in(request: ActorRequest) -> Organisation | None:
    """The KPA something new is for: the one asked (`?kpa=`), else the only one; None when it has to be chosen.

    404 for one where the reader may not write, 403 for who writes nowhere.
    """
    kpas = access.kpas_to_enter(reader(request)).select_related("choices").order_by("name_key", "pk")
    asked = number(request.GET.get("kpa", ""))
    if asked:
        return get_object_or_404(kpas, pk=asked)
    some = list(kpas[:2])
    if not some:
        raise PermissionDenied
    return some[0] if len(some) == 1 else None


def which_kpa(request: ActorRequest, title: str, place: str, route: str) -> HttpResponse:
    """The page on which the KPA is chosen; `place` and `route`, the page it comes from."""
    kpas = access.kpas_to_enter(request.actor).order_by("name_key", "pk")
    context = {"kpas": kpas, "title": title, "place": place, "back": reverse(route)}
    return render(request, "journeys/which_kpa.html", context)


def log_read(request: ActorRequest, person: Person, what: str = "fiche") -> None:
    """Every read of a file is logged, and the person can see the log."""
    actor: Actor = request.actor
    if actor.user_id is not None:
        log_access(
            at=timezone.now(),
            user_id=actor.user_id,
            membership_id=actor.membership_id,
            kind="person",
            ids=[person.pk],
            what=what,
        )


def attempt(request: ActorRequest, form: forms.Form, action: Callable[[], object]) -> tuple[bool, ConflictError | None]:
    """Run the action when the form holds; when it refuses, the form says why and is shown again, nothing lost.

    When somebody else saved meanwhile, the same form comes back carrying the stored version, so that reading the notice
    and saving again is enough.
    """
    if not form.is_valid():
        return False, None
    try:
        action()
    except ConflictError as conflict:
        typed = request.POST.copy()
        typed["version"] = str(conflict.version)
        form.data = typed
        return False, conflict
    except ValidationError as refused:
        add_refusal(form, refused)
        return False, None
    return True, None


def warn(request: ActorRequest, sentences: list[str]) -> None:
    """Say what was saved all the same and deserves a look."""
    for sentence in sentences:
        messages.warning(request, sentence)
