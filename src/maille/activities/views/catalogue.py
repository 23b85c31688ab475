"""The catalogue at the desk: what a KPA does, what it sells, what making it costs and what an hour earns."""

import datetime
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from maille.activities import access
from maille.activities.actions import catalogue as actions
from maille.activities.actions.catalogue import OfferFacts
from maille.activities.forms.catalogue import ActivityForm, MaterialFormSet, OfferForm, lines_of, materials_of
from maille.activities.forms.fields import plain
from maille.activities.models import Activity, Offer
from maille.activities.rules.exact import half_up, largest_remainder
from maille.activities.rules.pricing import Cost, Material, PriceError, cost_of, margin_at
from maille.journeys.access import kpas_to_read
from maille.journeys.actions import ConflictError
from maille.journeys.views.filtering import Choice, with_, without
from maille.journeys.views.loading import attempt, kpa_to_write_in, number, reader, which_kpa
from maille.network.requests import ActorRequest
from maille.ui import keyset
from maille.ui.charts import Part, Stacked
from maille.ui.text import NO_BREAK, euros

CLOSED = "closes"


def activities(request: ActorRequest) -> HttpResponse:
    """What the KPAs do, on the day asked: open, or closed."""
    actor, day, params = reader(request), request.at, request.GET
    closed = params.get("voir") == CLOSED
    kpas = list(kpas_to_read(actor).order_by("name_key", "pk"))
    over = Q(closed_on__lt=day)
    found = Activity.objects.visible_to(actor).filter(opened_on__lte=day).select_related("kpa")
    found = found.filter(over) if closed else found.exclude(over)
    kpa = number(params.get("kpa", ""))
    if kpa:
        found = found.filter(kpa_id=kpa)
    sold = Q(offers__retired_on__isnull=True) | Q(offers__retired_on__gt=day)
    found = found.annotate(sold=Count("offers", filter=sold))
    page = keyset.page(found, ("name", "id"), params)
    context = {
        "page": page,
        "closed": closed,
        "day": day,
        "states": [
            Choice("Ouvertes", without(params, "voir"), not closed),
            Choice("Closes", with_(params, "voir", CLOSED), closed),
        ],
        "kpas": [Choice("Tous les KPA", without(params, "kpa"), not kpa)]
        + [Choice(each.name, with_(params, "kpa", str(each.pk)), kpa == each.pk) for each in kpas]
        if len(kpas) > 1
        else [],
        "several": len(kpas) > 1,
        "may_write": bool(actor.writes),
    }
    return render(request, "activities/catalogue/activities.html", context)


def activity_to_read(request: ActorRequest, activity_id: int) -> Activity:
    """An activity of a KPA whose files the reader opens."""
    return get_object_or_404(Activity.objects.visible_to(reader(request)).select_related("kpa"), pk=activity_id)


def activity_to_change(request: ActorRequest, activity_id: int) -> Activity:
    """An activity the reader may change."""
    found = activity_to_read(request, activity_id)
    if not access.may_write(request.actor, found.kpa_id):
        raise PermissionDenied
    return found


def activity(request: ActorRequest, activity_id: int) -> HttpResponse:
    """One activity and its offers, those not sold any more last."""
    shown, actor = activity_to_read(request, activity_id), request.actor
    offers = Offer.objects.visible_to(actor).filter(activity=shown).prefetch_related("materials")
    page = keyset.page(offers, ("name", "id"), request.GET)
    context = {
        "activity": shown,
        "page": page,
        "rows": [{"offer": offer, "priced": priced(offer.cost, offer.price)} for offer in page.rows],
        "may_write": access.may_write(actor, shown.kpa_id),
        "closed": shown.closed_on is not None and shown.closed_on < request.today,
    }
    return render(request, "activities/catalogue/activity.html", context)


def new_activity(request: ActorRequest) -> HttpResponse:
    """Write something the KPA does; first in which KPA, for those who look after several."""
    actor = reader(request)
    kpa = kpa_to_write_in(request)
    if kpa is None:
        return which_kpa(request, "Ajouter une activité", "Activités", "activities:activities")
    form = ActivityForm(request.POST or None, initial={"opened_on": request.today})
    if request.method == "POST":
        made: list[Activity] = []
        if attempt(request, form, lambda: made.append(actions.open_activity(actor, kpa, form.facts)))[0]:
            messages.success(request, "L'activité est notée. Ajoutez ce qu'elle propose.")
            return redirect("activities:activity", made[0].pk)
    context = {"form": form, "kpa": kpa, "activity": None, "conflict": None}
    return render(request, "activities/catalogue/activity_form.html", context)


def correct_activity(request: ActorRequest, activity_id: int) -> HttpResponse:
    """Correct an activity, close it or open it again."""
    shown = activity_to_change(request, activity_id)
    form = ActivityForm(request.POST or None, known=shown)
    conflict = None
    if request.method == "POST":
        done, conflict = attempt(
            request,
            form,
            lambda: actions.correct_activity(request.actor, shown.pk, form.cleaned_data["version"], form.facts),
        )
        if done:
            messages.success(request, "L'activité est corrigée.")
            return redirect("activities:activity", shown.pk)
    context = {"form": form, "kpa": shown.kpa, "activity": shown, "conflict": conflict}
    return render(request, "activities/catalogue/activity_form.html", context)


def offer_to_read(request: ActorRequest, offer_id: int) -> Offer:
    """An offer of a KPA whose files the reader opens."""
    found = Offer.objects.visible_to(reader(request)).select_related("activity__kpa").prefetch_related("materials")
    return get_object_or_404(found, pk=offer_id)


def offer_to_change(request: ActorRequest, offer_id: int) -> Offer:
    """An offer the reader may change."""
    found = offer_to_read(request, offer_id)
    if not access.may_write(request.actor, found.activity.kpa_id):
        raise PermissionDenied
    return found


def offer(request: ActorRequest, offer_id: int) -> HttpResponse:
    """One offer: its price, what making it costs, what an hour really earns."""
    shown = offer_to_read(request, offer_id)
    assumed = actions.host_rate_for(shown.activity.kpa, request.today)
    told, bought = priced(shown.cost, shown.price), list(shown.materials.all())
    exact = [Fraction(each.quantity) * each.unit_cents for each in bought]
    context = {
        "offer": shown,
        "lines": [
            (each, plain(each.quantity), euros(cents))
            for each, cents in zip(bought, largest_remainder(exact, told["materials"]), strict=True)
        ],
        "priced": told,
        "host_rate": plain(shown.host_rate),
        "assumed": plain(assumed) if assumed != shown.host_rate else "",
        "may_write": access.may_write(request.actor, shown.activity.kpa_id),
    }
    return render(request, "activities/catalogue/offer.html", context)


def priced(cost: Cost, price: int | None) -> dict[str, Any]:
    """What a cost and a price say, ready to be shown: at the suggested price when none is chosen."""
    at = margin_at(cost, cost.suggested if price is None else price)
    materials, host, left = at.shown
    parts = [("Matières", materials), ("Structure de portage", host), ("Pour les heures", left)]
    whole = at.margin >= 0 and at.price > 0
    return {
        "cost": cost,
        "suggested": cost.suggested,
        "price": price,
        "materials": materials,
        "work": half_up(cost.work),
        "host": host,
        "left": left,
        "margin": host + left,
        "lacks": -(host + left),
        "percent": None if at.percent is None else f"{half_up(at.percent)}{NO_BREAK}%",
        "hourly": None if at.hourly is None else half_up(at.hourly),
        "holds": at.hourly is None or at.hourly >= cost.target_rate,
        "loses": at.margin < 0,
        "chart": Stacked("Où va le prix", tuple(Part(name, part, euros(part)) for name, part in parts if part))
        if whole
        else None,
    }


def new_offer(request: ActorRequest, activity_id: int) -> HttpResponse:
    """Write something to sell; the price may be looked for first."""
    held = activity_to_change(request, activity_id)
    rate = actions.host_rate_for(held.kpa, request.today)
    form = OfferForm(request.POST or None, initial={"host_rate": plain(rate), "unit": "prestation"})
    return edit_offer(request, held, None, form, lambda facts: actions.add_offer(request.actor, held, facts))


def correct_offer(request: ActorRequest, offer_id: int) -> HttpResponse:
    """Correct an offer and what making it costs."""
    known = offer_to_change(request, offer_id)
    form = OfferForm(request.POST or None, known=known)

    def act(facts: OfferFacts) -> Offer:
        return actions.correct_offer(request.actor, known.pk, form.cleaned_data["version"], facts)

    return edit_offer(request, known.activity, known, form, act)


def edit_offer(request: ActorRequest, held: Activity, known: Offer | None, form: OfferForm, act: Any) -> HttpResponse:
    """The form of an offer: « Calculer » shows the suggested price and more lines, and writes nothing."""
    lines = MaterialFormSet(request.POST or None, initial=lines_of(known), prefix="matieres")
    conflict, shown = None, None
    if request.method == "POST" and form.is_valid() & lines.is_valid():
        facts = form.facts(materials_of(lines))
        if "calculer" in request.POST:
            shown = tried(form, facts)
            lines = MaterialFormSet(
                initial=[{**vars(each), "quantity": plain(each.quantity)} for each in facts.materials],
                prefix="matieres",
            )
        else:
            made: list[Offer] = []
            done, conflict = attempt(request, form, lambda: made.append(act(facts)))
            if done:
                messages.success(request, "L'offre est notée.")
                return redirect("activities:offer", made[0].pk)
    context = {
        "form": form, "lines": lines, "activity": held, "offer": known, "conflict": conflict, "priced": shown,
    }  # fmt: skip
    return render(request, "activities/catalogue/offer_form.html", context)


def tried(form: OfferForm, facts: OfferFacts) -> dict[str, Any] | None:
    """What these figures would give, nothing written; None, said in the form, when the host would take everything."""
    bought = (Material(Fraction(each.quantity), each.unit_cents) for each in facts.materials)
    try:
        return priced(cost_of(bought, facts.minutes, facts.target_rate, Fraction(facts.host_rate)), facts.price)
    except PriceError as problem:
        form.add_error("host_rate", str(problem))
        return None


@require_POST
def retire(request: ActorRequest, offer_id: int) -> HttpResponse:
    """It is not sold any more; or it is again."""
    shown = offer_to_change(request, offer_id)
    day: datetime.date | None = None if shown.retired_on else request.today
    actions.retire_offer(request.actor, shown.pk, day)
    messages.success(request, "L'offre est retirée du catalogue." if day else "L'offre est de nouveau au catalogue.")
    return redirect("activities:offer", shown.pk)


@require_POST
def take_suggested(request: ActorRequest, offer_id: int) -> HttpResponse:
    """The suggested price becomes the price: the one the page showed, or nothing."""
    shown = offer_to_change(request, offer_id)
    version = number(request.POST.get("version", "")) or None
    try:
        priced = actions.set_price(request.actor, shown.pk, version, shown.cost.suggested)
        messages.success(request, f"Le prix est maintenant de {euros(priced.price or 0)}.")
    except ConflictError:
        messages.error(request, "Quelqu'un a changé cette offre entre-temps. Relisez le prix conseillé.")
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect("activities:offer", shown.pk)
