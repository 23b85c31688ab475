"""The group's rule on the phone: what it says, who decided it and when."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maille.journeys.models import Journey
from maille.journeys.views.own import own_person
from maille.network.requests import ActorRequest
from maille.sharing.models import RuleVersion, SharingRule
from maille.sharing.models.rule_words import how_decided, version_at, what_for, who_was_there, with_presences
from maille.sharing.rules.sentences import told


@require_safe
def my_rules(request: ActorRequest) -> HttpResponse:
    """The rules of the KPAs where my journey is under way."""
    person, day = own_person(request), request.today
    # unscoped: one's own journeys
    kpas = Journey.objects.at(day).filter(person=person).values("kpa")
    # unscoped: the rules of one's own KPAs
    rules = SharingRule.objects.filter(kpa__in=kpas).select_related("kpa", "activity")
    mine = list(rules.order_by("kpa__name_key", "activity__name", "pk"))
    # unscoped: of rules just loaded
    versions = RuleVersion.objects.filter(rule__in=[each.pk for each in mine]).select_related("decision")
    known = list(versions.prefetch_related(with_presences()))
    cards = [card(rule, [each for each in known if each.rule_id == rule.pk], request) for rule in mine]
    cards = [each for each in cards if each["version"] or each["coming"]]
    cards.sort(key=lambda each: (each["rule"].kpa.name_key, each["rule"].activity_id is not None, each["for"]))
    context = {"cards": cards, "several": len({each["rule"].kpa_id for each in cards}) > 1}
    return render(request, "sharing/rules/mine.html", context)


def card(rule: SharingRule, versions: list[RuleVersion], request: ActorRequest) -> dict[str, Any]:
    """One rule: the version in force, and the one that comes."""
    version = version_at(versions, request.today)
    coming = min(
        (each for each in versions if each.valid_from > request.today), key=lambda each: each.valid_from, default=None
    )
    shown = version or coming
    return {
        "rule": rule,
        "for": what_for(rule),
        "version": version,
        "coming": coming,
        "shown": shown,
        "told": told(shown.content) if shown else None,
        "how": how_decided(shown.decision) if shown else "",
        "there": who_was_there(shown.decision, first_names=True) if shown else [],
    }
