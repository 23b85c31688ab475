"""The editor: a rule typed as sentences, saved as often as one likes, given up, adopted by a decision."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.activities.models import WorkRole
from maille.journeys.actions import ConflictError
from maille.journeys.forms import add_refusal
from maille.journeys.views.loading import attempt, reader
from maille.network.requests import ActorRequest
from maille.sharing import access
from maille.sharing.actions import adopting, drafts
from maille.sharing.forms.rules import AdoptForm, DraftForm
from maille.sharing.models import RuleDraft, RuleVersion, SharingRule
from maille.sharing.models.rule_words import what_for
from maille.sharing.rules.contents import normal, problems, remarks
from maille.sharing.rules.reading import RefusedCaseError
from maille.sharing.rules.recipients import FIXED
from maille.sharing.rules.sentences import BASES, KEYS, SHORTAGES, told, towards
from maille.sharing.rules.written import Written, WrittenKey, WrittenStep, content_of, of_fields, written
from maille.sharing.views.rules import refusals_said

KINDS = {
    "reimburse": "Rembourser les frais avancés",
    "host": "Donner sa contribution à la structure de portage",
    "percent": "Donner un pourcentage",
    "pay": "Payer des heures à un tarif",
    "split": "Partager le reste",
}


def draft_to_write(request: ActorRequest, rule_draft_id: int) -> RuleDraft:
    """A draft of a KPA whose files the reader opens, and where they may write."""
    rules = SharingRule.objects.visible_to(reader(request))
    # unscoped: of rules the reader may see
    found = RuleDraft.objects.filter(rule__in=rules.values("pk")).select_related("rule__kpa", "rule__activity")
    draft = get_object_or_404(found, pk=rule_draft_id)
    if not access.may_write(request.actor, draft.rule.kpa_id):
        raise PermissionDenied
    return draft


def rule_draft(request: ActorRequest, rule_draft_id: int) -> HttpResponse:
    """Write the rule: every button keeps all that is typed; only « Enregistrer » stores it."""
    draft = draft_to_write(request, rule_draft_id)
    if request.method != "POST":
        form = DraftForm(initial={"name": draft.name, "version": draft.version})
        return editor(request, draft, form, written(draft.content), unsaved=False)
    typed, do = of_fields(request.POST.getlist), request.POST.get("do", "save")
    if do not in {"save", "adopt", "compare"}:
        return editor(request, draft, DraftForm(initial=kept(request, draft)), changed(typed, request, do))
    form = DraftForm(request.POST)
    content, unread = content_of(typed)
    try:
        content = normal(content)
    except RefusedCaseError as refused:
        unread.setdefault("", str(refused))
    conflict = None
    if form.is_valid() and not unread:
        name, version = form.cleaned_data["name"], form.cleaned_data["version"] or 0
        try:
            drafts.save_draft(request.actor, draft.pk, version, name, content, timezone.now())
        except ConflictError as refused:
            conflict = refused
            form = DraftForm({**request.POST.dict(), "version": str(refused.version)})
        except ValidationError as refused:
            add_refusal(form, refused)
        else:
            return after_saving(request, draft, do)
    return editor(request, draft, form, typed, unread=unread, conflict=conflict)


def after_saving(request: ActorRequest, draft: RuleDraft, do: str) -> HttpResponse:
    """Where the button leads."""
    if do == "adopt":
        return redirect("sharing:rule_adopt", draft.pk)
    messages.success(request, "Le brouillon est enregistré. Rien ne change tant que le groupe ne l'adopte pas.")
    return redirect("sharing:rule_draft", draft.pk)


def kept(request: ActorRequest, draft: RuleDraft) -> dict[str, Any]:
    """The name as typed, and the version it was read at."""
    return {"name": request.POST.get("name", draft.name), "version": request.POST.get("version", draft.version)}


def changed(typed: Written, request: ActorRequest, do: str) -> Written:
    """What a button makes of the rule: "up:2", "remove:0", "add", "add_key:3", "remove_key:3:1"."""
    verb, *parts = do.split(":")
    ranks = [int(part) if part.isascii() and part.isdecimal() and len(part) < 4 else -1 for part in parts]
    if verb == "add":
        return typed.with_step(request.POST.get("new_kind", ""))
    if verb == "remove_key" and len(ranks) == 2:
        return typed.without_key(*ranks)
    if len(ranks) != 1:
        return typed
    change = {
        "up": lambda rank: typed.moved(rank, -1),
        "down": lambda rank: typed.moved(rank, 1),
        "remove": typed.without_step,
        "add_key": typed.with_key,
    }.get(verb)
    return change(ranks[0]) if change else typed


def editor(
    request: ActorRequest,
    draft: RuleDraft,
    form: DraftForm,
    typed: Written,
    *,
    unread: dict[str, str] | None = None,
    conflict: ConflictError | None = None,
    unsaved: bool = True,
) -> HttpResponse:
    """The page: what is typed, what is wrong beside it, and the rule as it reads."""
    roles = drafts.roles_of_the_group(draft.rule.kpa_id, request.today)
    wrong, read = dict(unread or {}), None
    content, unreadable = content_of(typed)
    if not unreadable:
        try:
            content = normal(content)
            read, wrong = told(content), {**problems(content, [role.name for role in roles]), **wrong}
        except RefusedCaseError as refused:
            wrong.setdefault("", str(refused))
    context = {
        "draft": draft,
        "for": what_for(draft.rule),
        "form": form,
        "steps": [shown_step(step, rank, typed, roles, wrong) for rank, step in enumerate(typed.steps)],
        "typed": typed,
        "wrong": wrong,
        "wrong_rule": wrong.get(""),
        "wrong_remainder": wrong.get("remainder"),
        "kinds": KINDS.items(),
        "shortages": SHORTAGES.items(),
        "recipients": recipients(),
        "bases": BASES.items(),
        "key_names": KEYS.items(),
        "told": read,
        "remarks": remarks(content) if read and typed.steps else [],
        "unsaved": unsaved,
        "refused": bool(unread) or (form.is_bound and not form.is_valid()),
        "conflict": conflict,
    }
    return render(request, "sharing/rules/editor.html", context)


def recipients() -> list[tuple[str, str]]:
    """Whom a rule may name: value, words after « va »."""
    return [(each, towards(each)) for each in FIXED]


def shown_step(
    step: WrittenStep, rank: int, typed: Written, roles: list[WorkRole], wrong: dict[str, str]
) -> dict[str, Any]:
    """One step with its inputs' names and what is wrong beside each."""
    name = f"step-{rank}"
    named = [role.name for role in roles]
    return {
        "step": step,
        "name": name,
        "rank": rank,
        "number": rank + 1,
        "title": KINDS.get(step.kind, "Étape"),
        "first": rank == 0,
        "last": rank == len(typed.steps) - 1,
        "only": len(typed.steps) == 1,
        "roles": [
            {"name": role, "checked": role in step.roles, "unknown": role not in named}
            for role in [*named, *(role for role in step.roles if role not in named)]
        ],
        "keys": [shown_key(key, number, name, named) for number, key in enumerate(step.keys)],
        "several_keys": len(step.keys) > 1,
        "bounds": bool(step.floor or step.cap or step.otherwise),
        "wrong": [sentence for field, sentence in wrong.items() if field == name or field.startswith(f"{name}-")],
        "wrong_fields": {field for field in wrong if field.startswith(f"{name}-")},
    }


def shown_key(key: WrittenKey, number: int, name: str, roles: list[str]) -> dict[str, Any]:
    """One way to weigh people; for weighted hours, each role with what an hour of it counts for."""
    weights = dict(key.weights)
    every = [*roles, *(role for role in weights if role not in roles)] if key.key == "weighted_hours" else []
    return {
        "key": key,
        "name": f"{name}-key-{number}",
        "number": number,
        "ordinal": number + 1,
        "weights": [(which, role, weights.get(role, "")) for which, role in enumerate(every)],
    }


@require_POST
def rule_draft_remove(request: ActorRequest, rule_draft_id: int) -> HttpResponse:
    """Give the draft up."""
    draft = draft_to_write(request, rule_draft_id)
    with refusals_said(request):
        drafts.remove_draft(request.actor, draft.pk)
        messages.success(request, "Le brouillon est retiré.")
    return redirect("sharing:rule", draft.rule_id)


def rule_adopt(request: ActorRequest, rule_draft_id: int) -> HttpResponse:
    """The decision that adopts the draft."""
    draft = draft_to_write(request, rule_draft_id)
    day = asked_day(request)
    if request.method == "POST" and request.POST.get("do") != "day":
        form = AdoptForm(request.POST, kpa=draft.rule.kpa, day=day)
        made: list[RuleVersion] = []
        done, _ = attempt(
            request, form, lambda: made.append(adopting.adopt(request.actor, draft.pk, form.facts, timezone.now()))
        )
        if done:
            messages.success(
                request, f"La règle est adoptée. Elle s'applique à partir du {made[0].valid_from:%d/%m/%Y}."
            )
            return redirect("sharing:rule", draft.rule_id)
    else:
        form = AdoptForm(initial=typed_so_far(request, day), kpa=draft.rule.kpa, day=day)
    try:
        read = told(draft.content)
    except RefusedCaseError:
        raise Http404 from None
    # unscoped: of a rule loaded in scope
    last = RuleVersion.objects.filter(rule=draft.rule_id).order_by("-valid_from").first()
    context = {"draft": draft, "for": what_for(draft.rule), "form": form, "told": read, "day": day, "last": last}
    return render(request, "sharing/rules/adopt.html", context)


def asked_day(request: ActorRequest) -> datetime.date:
    """The day whose group is listed: the one typed, else today."""
    try:
        return datetime.date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        return request.today


def typed_so_far(request: ActorRequest, day: datetime.date) -> dict[str, Any]:
    """What was typed before another day was asked for."""
    if request.method != "POST":
        return {"on": day, "valid_from": day, "how": "consent"}
    typed: dict[str, Any] = {name: value for name, value in request.POST.items() if name in AdoptForm.base_fields}
    return {**typed, "present": request.POST.getlist("present")}
