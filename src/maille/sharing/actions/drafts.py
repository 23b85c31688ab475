"""A rule being written: begun, saved as often as one likes, given up."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from maille.activities.models import Activity, WorkRole
from maille.journeys.actions import ConflictError
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.sharing import access
from maille.sharing.models import RuleDraft, SharingRule
from maille.sharing.rules.contents import Content, normal
from maille.sharing.rules.reading import RefusedCaseError

MOST_DRAFTS = 20


def rule_for(actor: Actor, kpa: Organisation, activity: Activity | None) -> SharingRule:
    """The rule of the KPA, or of this activity: made when first written, the same one however many ask at once."""
    if not access.may_write(actor, kpa.pk):
        raise PermissionDenied
    if activity is not None and activity.kpa_id != kpa.pk:
        raise ValidationError({"activity": ["Cette activité n'est pas de ce KPA."]})
    rule, _ = SharingRule.objects.get_or_create(kpa=kpa, activity=activity)
    return rule


def begin_draft(actor: Actor, rule: SharingRule, name: str, content: Content, now: datetime.datetime) -> RuleDraft:
    """A draft that starts from this content; several may be tried side by side."""
    if not access.may_write(actor, rule.kpa_id):
        raise PermissionDenied
    # unscoped: of a rule loaded in scope
    if RuleDraft.objects.filter(rule=rule).count() >= MOST_DRAFTS:
        raise ValidationError(f"Cette règle a déjà {MOST_DRAFTS} brouillons. Retirez-en d'abord.")
    return RuleDraft.objects.create(
        rule=rule, name=name, content=_checked(content), entered_by_id=actor.user_id, entered_at=now
    )


def save_draft(
    actor: Actor, draft_id: int, version: int, name: str, content: Content, now: datetime.datetime
) -> RuleDraft:
    """Write the draft as typed. ConflictError when somebody saved it meanwhile; ValidationError when it is no rule."""
    with transaction.atomic():
        draft = lock_draft(actor, draft_id)
        if draft.version != version:
            raise ConflictError([], draft.version)
        draft.name, draft.content = name, _checked(content)
        draft.version += 1
        draft.entered_by_id, draft.entered_at = actor.user_id, now
        draft.save(update_fields=["name", "content", "version", "entered_by", "entered_at"])
    return draft


def remove_draft(actor: Actor, draft_id: int) -> None:
    """Give it up: nothing was decided on it."""
    with transaction.atomic():
        lock_draft(actor, draft_id).delete()


def lock_draft(actor: Actor, draft_id: int) -> RuleDraft:
    """The draft, its rule locked first (that order, always), after checking rights.

    ValidationError when it is no longer there: adopted, or given up.
    """
    # unscoped: the rule is loaded in scope just after
    found = RuleDraft.objects.filter(pk=draft_id).values_list("rule_id", flat=True).first()
    # By number: the order of rules joins activities, which PostgreSQL does not lock when there may be none.
    rules = SharingRule.objects.visible_to(actor).select_for_update().order_by("pk")
    rule = rules.filter(pk=found or 0).first()
    # unscoped: of a rule loaded in scope
    draft = RuleDraft.objects.filter(pk=draft_id, rule=rule).select_related("rule__kpa").first() if rule else None
    if draft is None:
        raise ValidationError("Ce brouillon n'est plus là : quelqu'un vient de l'adopter ou de le retirer.")
    if not access.may_write(actor, draft.rule.kpa_id):
        raise PermissionDenied
    return draft


def roles_of_the_group(kpa_id: int, day: datetime.date) -> list[WorkRole]:
    """The words a rule of this group may use that day, in their order."""
    # unscoped: of a KPA loaded in scope
    roles = WorkRole.objects.filter(kpa_id=kpa_id).exclude(retired_on__lte=day)
    return list(roles.order_by("rank", "name", "pk"))


def _checked(content: Any) -> Content:
    """The content in its one way of being written."""
    try:
        return normal(content)
    except RefusedCaseError as refused:
        raise ValidationError(str(refused)) from refused
