"""Somebody arrives: a new file, a return, corrections of who they are and of their situation at entry."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from maille.journeys import access, actions
from maille.journeys.forms.people import IdentityForm, ReturnForm, SituationForm, WelcomeForm
from maille.journeys.models import Journey, Person
from maille.journeys.models.duplicates import lookalikes
from maille.journeys.models.reading import rule_of
from maille.journeys.rules import checks
from maille.journeys.rules.facts import Identity, Situation
from maille.journeys.views.loading import attempt, journey_to_change, person_to_read, reader, warn
from maille.network import communes
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor


def welcome(request: ActorRequest) -> HttpResponse:
    """Enter somebody in under a minute; files that may be the same person are shown before anything is saved."""
    actor = reader(request)
    if not actor.writes:
        raise PermissionDenied
    form = WelcomeForm(request.POST or None, actor=actor, today=actor.today)
    context: dict[str, Any] = {"form": form, "alike": [], "known": None, "known_visible": False}
    if request.method == "POST" and form.is_valid():
        decision, identity = request.POST.get("decision", ""), form.identity
        known = None if decision else exact_match(identity)
        alike = [] if decision or known else alike_in_scope(actor, form)
        if not known and not alike:
            entered: list[Journey] = []
            done, _ = attempt(request, form, lambda: entered.append(enter(actor, form, decision)))
            if done:
                return welcomed(request, actor, entered[0])
            known = exact_match(identity) if not decision else None  # saved by somebody else since we looked
        context = {"form": form, "alike": alike, "known": known}
        context["known_visible"] = known and Person.objects.visible_to(actor).filter(pk=known.pk).exists()
    return render(request, "journeys/welcome.html", context)


def exact_match(identity: Identity) -> Person | None:
    """The file with the same names and birth date, wherever it is: its existence is said, never its journeys."""
    matches = actions.people.exact_matches(identity)
    return matches[0] if matches else None


def alike_in_scope(actor: Actor, form: WelcomeForm) -> list[tuple[Person, str]]:
    """Near-duplicates among the people the reader may see."""
    identity = form.identity
    return lookalikes(Person.objects.visible_to(actor), identity.last_name, identity.first_name, identity.birth_date)


def enter(actor: Actor, form: WelcomeForm, decision: str) -> Journey:
    """Open the journey: on a new file, or on the one the person chose ("same:12")."""
    data = form.cleaned_data
    same_as = int(decision.removeprefix("same:")) if decision.startswith("same:") else None
    if same_as is not None:
        known = {match.pk for match in actions.people.exact_matches(form.identity)}
        known |= set(Person.objects.visible_to(actor).filter(pk=same_as).values_list("pk", flat=True))
        if same_as not in known:
            raise PermissionDenied
    referent = data.get("referent")
    return actions.welcome(
        actor,
        form.identity,
        data["kpa"],
        data["entered_on"],
        form.situation,
        same_as=same_as,
        homonym=decision == "other",
        stage=data["stage"],
        referent_id=referent.pk if referent else None,
    )


def welcomed(request: ActorRequest, actor: Actor, journey: Journey) -> HttpResponse:
    """Say what was done, and what deserves a look."""
    messages.success(request, f"{journey.person} est entré·e à {journey.kpa}. Sa fiche est ouverte.")
    situation = actions.exits.situation_of(journey)
    warn(request, warnings_of(actor, journey, situation))
    return redirect("journeys:person", journey.person_id)


def warnings_of(actor: Actor, journey: Journey, situation: Situation) -> list[str]:
    """What is saved all the same: a length over the KPA's rule, an age over its publics, a commune elsewhere."""
    rule = rule_of(journey.kpa)
    problems = checks.entry_problems(journey.person.birth_date, journey.entered_on, rule, actor.today)
    found = checks.warnings([*problems, *checks.situation_problems(situation, rule, actor.today)])
    if communes.matches(situation.postal_code, situation.commune) is False:
        near = ", ".join(each.name for each in communes.communes_of(situation.postal_code)[:3])
        said = f" À ce code postal : {near}." if near else " Aucune commune n'a ce code postal."
        found.append(
            f"{situation.commune} n'est pas au code postal {situation.postal_code}.{said} C'est gardé tel quel."
        )
    return found


def come_back(request: ActorRequest, person_id: int) -> HttpResponse:
    """Another journey for somebody already known."""
    one, actor = person_to_read(request, person_id), reader(request)
    if not actor.writes:
        raise PermissionDenied
    last = Journey.objects.visible_to(actor).filter(person=one).order_by("-entered_on", "-pk").first()
    initial = SituationForm.initial_of(last) if last else {}
    for name in ("entered_on", "planned_months", "version"):
        initial.pop(name, None)
    if last and access.may_write(actor, last):
        initial["kpa"] = last.kpa_id
    form = ReturnForm(request.POST or None, actor=actor, today=actor.today, initial=initial)
    if request.method == "POST":
        entered: list[Journey] = []
        done, _ = attempt(request, form, lambda: entered.append(return_of(actor, one, form)))
        if done:
            return welcomed(request, actor, entered[0])
    return render(request, "journeys/return.html", {"form": form, "person": one})


def return_of(actor: Actor, one: Person, form: ReturnForm) -> Journey:
    """Open the journey."""
    data = form.cleaned_data
    referent = data.get("referent")
    return actions.return_to_kpa(
        actor,
        one,
        data["kpa"],
        data["entered_on"],
        form.situation,
        stage=data["stage"],
        referent_id=referent.pk if referent else None,
    )


def correct_person(request: ActorRequest, person_id: int) -> HttpResponse:
    """Correct who somebody is."""
    one, actor = person_to_read(request, person_id), reader(request)
    if not access.may_correct_identity(actor, one):
        raise PermissionDenied
    form = IdentityForm(request.POST or None, initial=IdentityForm.initial_of(one))
    conflict = None
    if request.method == "POST":
        done, conflict = attempt(
            request,
            form,
            lambda: actions.correct_person(actor, one.pk, form.cleaned_data["version"] or 0, form.identity),
        )
        if done:
            messages.success(request, "La fiche est à jour.")
            return redirect("journeys:person", one.pk)
    return correction(request, form, one, "Corriger l'identité", conflict)


def correct_journey(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Complete or correct the entry and the situation at entry."""
    journey, actor = journey_to_change(request, journey_id), reader(request)
    form = SituationForm(request.POST or None, actor=actor, initial=SituationForm.initial_of(journey))
    keep_prescriber(form, journey)
    conflict = None
    if request.method == "POST":
        saved: list[Journey] = []
        done, conflict = attempt(
            request,
            form,
            lambda: saved.append(
                actions.correct_journey(
                    actor,
                    journey.pk,
                    form.cleaned_data["version"] or 0,
                    form.cleaned_data["entered_on"],
                    form.situation,
                )
            ),
        )
        if done:
            messages.success(request, "Le parcours est à jour.")
            warn(request, warnings_of(actor, saved[0], form.situation))
            return redirect(person_url(journey))
    return correction(request, form, journey.person, f"Compléter l'entrée à {journey.kpa}", conflict)


def keep_prescriber(form: SituationForm, journey: Journey) -> None:
    """The prescriber already named stays among the choices, even one the reader could not name."""
    if journey.prescriber_id:
        field: Any = form.fields["prescriber"]
        # unscoped: the one organisation this journey, loaded in scope, already names
        field.queryset = field.queryset | Organisation.objects.filter(pk=journey.prescriber_id)


def person_url(journey: Journey) -> str:
    """The person's page, at this journey."""
    return f"{reverse('journeys:person', args=[journey.person_id])}#parcours-{journey.pk}"


def correction(
    request: ActorRequest, form: forms.Form, one: Person, title: str, conflict: actions.ConflictError | None
) -> HttpResponse:
    """The form, with what somebody else changed meanwhile."""
    return render(request, "journeys/correct.html", {"form": form, "person": one, "title": title, "conflict": conflict})
