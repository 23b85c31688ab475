"""Rules at the desk: the list, one rule with its versions and decisions, a new draft."""

import contextlib
import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.activities.rules.kinds import WorkKind
from maille.journeys.access import kpas_to_read
from maille.journeys.views.filtering import Choice, with_, without
from maille.journeys.views.loading import attempt, kpa_to_write_in, number, reader, which_kpa
from maille.network.models import Organisation
from maille.network.models.organisations import host_at
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Role
from maille.sharing import access
from maille.sharing.actions import drafts as actions
from maille.sharing.forms.rules import NewRuleForm
from maille.sharing.models import RuleDraft, RuleVersion, SharingRule
from maille.sharing.models.rule_words import how_decided, version_at, what_for, who_was_there, with_presences
from maille.sharing.rules.contents import Content
from maille.sharing.rules.sentences import told
from maille.sharing.rules.templates import SCRATCH, TEMPLATES, template
from maille.ui import keyset

A_PAGE = 20
VERSIONS = 10
COMING = 5


def rules(request: ActorRequest) -> HttpResponse:
    """The rules of the KPAs I read, each with the version in force on the day asked."""
    actor, day, params = reader(request), request.at, request.GET
    kpas = list(kpas_to_read(actor).order_by("name_key", "pk"))
    found = SharingRule.objects.visible_to(actor).select_related("kpa", "activity")
    asked = number(params.get("kpa", ""))
    page = keyset.page(found.filter(kpa_id=asked) if asked else found, ("kpa__name_key", "id"), params, size=A_PAGE)
    # unscoped: of rules loaded in scope
    versions = RuleVersion.objects.filter(rule__in=[each.pk for each in page.rows]).select_related("decision")
    # unscoped: the same
    drafts = RuleDraft.objects.filter(rule__in=[each.pk for each in page.rows]).select_related("entered_by")
    context = {
        "page": page,
        "cards": [card(each, list(versions), list(drafts), day) for each in page.rows],
        "kpas": [
            Choice(kpa.name, without(params, "kpa") if kpa.pk == asked else with_(params, "kpa", str(kpa.pk)),
                   kpa.pk == asked)
            for kpa in kpas
        ] if len(kpas) > 1 else [],
        "kpa_query": f"?kpa={asked}" if asked else "",
        "several": len(kpas) > 1,
        "may_write": bool(actor.writes),
        "own_scale": actor.organisation_id if actor.role == Role.HOST_REFERENT else None,
        "day": day,
    }  # fmt: skip
    return render(request, "sharing/rules/list.html", context)


def card(rule: SharingRule, versions: list[RuleVersion], drafts: list[RuleDraft], day: datetime.date) -> dict[str, Any]:
    """One rule of the list."""
    own = [each for each in versions if each.rule_id == rule.pk]
    current = version_at(own, day)
    coming = [each for each in own if each.valid_from > day]
    return {
        "rule": rule,
        "for": what_for(rule),
        "version": current,
        "how": how_decided(current.decision) if current else "",
        "told": told(current.content) if current else None,
        "coming": min(coming, key=lambda each: each.valid_from, default=None),
        "drafts": [each for each in drafts if each.rule_id == rule.pk],
    }


def rule_to_read(request: ActorRequest, rule_id: int) -> SharingRule:
    """A rule of a KPA whose files the reader opens."""
    found = SharingRule.objects.visible_to(reader(request)).select_related("kpa", "activity")
    return get_object_or_404(found, pk=rule_id)


def rule(request: ActorRequest, rule_id: int) -> HttpResponse:
    """One rule: what holds, who decided it, what comes, what was."""
    shown, day = rule_to_read(request, rule_id), request.at
    # unscoped: of a rule loaded in scope
    versions = RuleVersion.objects.filter(rule=shown).select_related("decision", "entered_by")
    versions = versions.prefetch_related(with_presences())
    begun = versions.filter(valid_from__lte=day).order_by("-valid_from", "-number")
    current = begun.first()
    page = keyset.page(versions.exclude(pk=current.pk if current else 0), ("-valid_from", "-id"), request.GET, VERSIONS)
    # unscoped: of a rule loaded in scope
    drafts = RuleDraft.objects.filter(rule=shown).select_related("entered_by")
    host = host_at(shown.kpa, day)
    context = {
        "rule": shown,
        "for": what_for(shown),
        "host": host if host and access.may_read_scale(request.actor, host) else None,
        "current": shown_version(current) if current else None,
        "versions": [shown_version(each) for each in page.rows],
        "page": page,
        "drafts": list(drafts),
        "starts": (*TEMPLATES, SCRATCH),
        "may_write": access.may_write(request.actor, shown.kpa_id) and day == request.today,
        "day": day,
    }
    return render(request, "sharing/rules/page.html", context)


def shown_version(version: RuleVersion) -> dict[str, Any]:
    """A version as pages tell it. Prefetch `with_presences`."""
    return {
        "version": version,
        "told": told(version.content),
        "how": how_decided(version.decision),
        "there": who_was_there(version.decision),
        "before_decided": version.valid_from < version.decision.on,
    }


def rule_version(request: ActorRequest, rule_id: int, number: int) -> HttpResponse:
    """One version: what it says, the decision, until when it held."""
    shown = rule_to_read(request, rule_id)
    # unscoped: of a rule loaded in scope
    versions = RuleVersion.objects.filter(rule=shown).select_related("decision", "entered_by")
    version = get_object_or_404(versions.prefetch_related(with_presences()), number=number)
    later = versions.filter(valid_from__gt=version.valid_from).order_by("valid_from").first()
    context = {
        "rule": shown,
        "for": what_for(shown),
        "shown": shown_version(version),
        "until": later.valid_from - datetime.timedelta(days=1) if later else None,
        "later": later,
        "may_write": access.may_write(request.actor, shown.kpa_id),
    }
    return render(request, "sharing/rules/version.html", context)


def rule_new(request: ActorRequest) -> HttpResponse:
    """Begin a rule; first in which KPA, for those who look after several."""
    actor = reader(request)
    kpa = kpa_to_write_in(request)
    if kpa is None:
        return which_kpa(request, "Écrire une règle", "Règles de partage", "sharing:rules")
    form = NewRuleForm(request.POST or None, kpa=kpa, day=request.today)
    made: list[RuleDraft] = []

    def act() -> None:
        typed = form.cleaned_data
        shown = actions.rule_for(actor, kpa, typed["activity"])
        content, name = start_of(kpa, typed["start"], request.today)
        made.append(actions.begin_draft(actor, shown, name, content, timezone.now()))

    if request.method == "POST" and attempt(request, form, act)[0]:
        return redirect("sharing:rule_draft", made[0].pk)
    return render(request, "sharing/rules/new.html", {"form": form, "kpa": kpa})


def start_of(kpa: Organisation, key: str, day: datetime.date) -> tuple[Content, str]:
    """A template's content for this group, and a name to begin with."""
    roles = actions.roles_of_the_group(kpa.pk, day)
    production = [role.name for role in roles if role.is_production]
    coordination = [role.name for role in roles if role.kind == WorkKind.COORDINATION]
    content = template(key, production, coordination) or template(SCRATCH.key)
    name = next((each.name for each in TEMPLATES if each.key == key), "Notre règle")
    return content or {}, name


@require_POST
def rule_draft_new(request: ActorRequest, rule_id: int) -> HttpResponse:
    """A draft of this rule, from a template (`start`) or one of its versions (`version`)."""
    shown = rule_to_read(request, rule_id)
    if not access.may_write(request.actor, shown.kpa_id):
        raise PermissionDenied
    # unscoped: of a rule loaded in scope
    past = RuleVersion.objects.filter(rule=shown, number=number(request.POST.get("version", ""))).first()
    content, name = (past.content, past.name) if past else start_of(
        shown.kpa, request.POST.get("start", ""), request.today
    )  # fmt: skip
    made: list[RuleDraft] = []
    with refusals_said(request):
        made.append(actions.begin_draft(request.actor, shown, name, content, timezone.now()))
    return redirect("sharing:rule_draft", made[0].pk) if made else redirect("sharing:rule", shown.pk)


@contextlib.contextmanager
def refusals_said(request: ActorRequest) -> Iterator[None]:
    """One button, one action; a refusal comes back as a message."""
    try:
        yield
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
