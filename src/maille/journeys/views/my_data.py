"""My data: what Maille keeps about me, my copy, what I ask; one's own pages, in simple words."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from maille.journeys.actions.rights import requests as actions
from maille.journeys.actions.rights.whole_file import whole_file
from maille.journeys.forms.rights import MyContactForm, MyRequestForm
from maille.journeys.models import Journey, RightsRequest
from maille.journeys.models.information import PURPOSES, WHO_READS, information_of
from maille.journeys.models.reading import newest_first
from maille.journeys.views.loading import attempt, log_read, own_person
from maille.journeys.views.rights import TYPES, asked_by, download, kept_of
from maille.network.requests import ActorRequest

WORDS = {
    RightsRequest.Kind.ACCESS: ("Demander une copie sur papier", "On vous donne tout ce qui est écrit sur vous."),
    RightsRequest.Kind.RECTIFY: ("Faire corriger", "Quelque chose est faux dans votre fiche ? Dites-le ici."),
    RightsRequest.Kind.ERASE: (
        "Faire effacer ma fiche",
        "Quand votre parcours est fini, votre nom et tout ce qui est écrit sur vous sont effacés. "
        "Vos contrats signés restent gardés à part, le temps que dit la loi.",
    ),
    RightsRequest.Kind.OBJECT: ("Dire non à un usage", "Vous n'êtes pas d'accord avec un usage de vos données."),
}


@require_safe
def my_data(request: ActorRequest) -> HttpResponse:
    """What is kept about me, by section, my copy, my requests, who answers."""
    person = own_person(request)
    # unscoped: one's own journeys
    journeys = newest_first(list(Journey.objects.filter(person=person).select_related("kpa")))
    context = {
        "person": person,
        "told": whole_file(person, timezone.now()),
        "requests": list(asked_by(person)),
        "kinds": [(kind.value, title) for kind, (title, _) in WORDS.items()],
        "kept": kept_of(person, request),
        "information": information_of(journeys[0].kpa, request.at) if journeys else None,
        "purposes": PURPOSES,
        "readers": WHO_READS,
    }
    return render(request, "journeys/rights/my_data.html", context)


@require_GET
@never_cache
def my_data_file(request: ActorRequest, form: str) -> HttpResponse:
    """My copy; the log says I took it."""
    person = own_person(request)
    if form not in TYPES:
        raise Http404
    log_read(request, person, f"sa propre copie ({form})")
    return download(whole_file(person, timezone.now()), form, own=True)


def my_request(request: ActorRequest, kind: str) -> HttpResponse:
    """I ask something about my data."""
    person = own_person(request)
    if kind not in RightsRequest.Kind.values:
        raise Http404
    about = request.GET.get("quoi", "")[:200]
    form = MyRequestForm(request.POST or None, kind=kind, initial={"about": about})
    title, lead = WORDS[RightsRequest.Kind(kind)]

    def act() -> object:
        data = form.cleaned_data
        return actions.ask(
            request.actor, person.pk, kind, timezone.now(), text=data["text"], about=data.get("about", "")
        )

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, "C'est noté. Vous aurez une réponse en un mois au plus.")
        return redirect("journeys:my_data")
    context = {"person": person, "form": form, "title": title, "lead": lead, "button": "Envoyer ma demande"}
    return render(request, "journeys/rights/my_form.html", context)


def my_contact(request: ActorRequest) -> HttpResponse:
    """I correct my own phone and e-mail."""
    person = own_person(request)
    form = MyContactForm(request.POST or None, person=person)

    def act() -> object:
        return actions.change_contact(request.actor, person.pk, form.cleaned_data["phone"], form.cleaned_data["email"])

    if request.method == "POST" and attempt(request, form, act)[0]:
        messages.success(request, "C'est changé.")
        return redirect("journeys:my_data")
    lead = "Pour vous joindre. L'adresse pour vous connecter ne change pas."
    context = {"person": person, "form": form, "title": "Mon téléphone et mon e-mail", "lead": lead}
    return render(request, "journeys/rights/my_form.html", {**context, "button": "Enregistrer"})
