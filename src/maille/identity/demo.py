"""Demonstration only: one link per member of the fixed cast, instead of a code by e-mail.

These addresses exist only when `settings.DEMO`; nowhere else does a link replace the real thing.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maille.identity import sessions
from maille.identity.access import open_to_all
from maille.identity.models import User


@dataclass(frozen=True)
class Part:
    """One member of the cast: the word in the link, the account's address, and what she or he does."""

    key: str
    email: str
    name: str
    sentence: str


AMINA_CARD, AMINA_PIN = "DEM0 AM1N ACAR", "7351"
"""The demonstration's only card: its codes are no secret, and no other installation has it."""

CAST = [
    Part("fanny", "fanny@exemple.fr", "Fanny", "Contributrice : elle anime un KPA, accueille et tient les parcours."),
    Part("karim", "karim@exemple.fr", "Karim", "Référent de la structure de portage : il suit les KPA qu'elle porte."),
    Part("odile", "odile@exemple.fr", "Odile", "Coordination du réseau : elle voit tous les KPA et fait le bilan."),
    Part("amina", "amina@exemple.fr", "Amina", "Coopérante : elle voit son parcours, et lui seul."),
    Part("lea", "lea@exemple.fr", "Léa", "Coopérante dans le même KPA."),
    Part("yanis", "yanis@exemple.fr", "Yanis", "Coopérant, arrivé il y a peu."),
    Part("partenaire", "partenaire@exemple.fr", "Partenaire", "Mission locale : lit ce qu'Amina a accepté de montrer."),
    Part(
        "charlie", "charlie@exemple.fr", "Charlie", "Contributeur d'un autre KPA : il ne voit rien de celui de Fanny."
    ),
]


@open_to_all
def entrance(request: HttpRequest) -> HttpResponse:
    """Choose whom to be."""
    refuse_outside_demo()
    there = set(User.objects.filter(email__in=[part.email for part in CAST]).values_list("email", flat=True))
    parts = [part for part in CAST if part.email in there]
    return render(request, "identity/demo.html", {"parts": parts, "card": AMINA_CARD, "pin": AMINA_PIN})


@open_to_all
def enter(request: HttpRequest, name: str) -> HttpResponse:
    """Become that member of the cast."""
    refuse_outside_demo()
    part = next((part for part in CAST if part.key == name), None)
    user = User.objects.filter(email=part.email, is_active=True).first() if part else None
    if user is None:
        raise Http404
    sessions.open_session(request, user, "demo")
    return redirect("home")


def refuse_outside_demo() -> None:
    """A second lock, should the addresses ever be there."""
    if not settings.DEMO:
        raise Http404
