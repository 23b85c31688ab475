"""A group adopts a rule: the decision, who was there and the version are written together, and never change."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet

from maille.activities.actions.participants import participant_for
from maille.identity.models import User
from maille.journeys.models import Journey, Person
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.sharing.actions.drafts import lock_draft, roles_of_the_group
from maille.sharing.models import Decision, DecisionPresence, RuleDraft, RuleVersion
from maille.sharing.rules.contents import problems

How = Decision.How


@dataclass(frozen=True)
class Adoption:
    """What is said of a decision; people by their number, `others` in words."""

    on: datetime.date
    how: str
    valid_from: datetime.date
    people: Sequence[int] = ()
    users: Sequence[int] = ()
    others: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None
    note: str = ""


def of_the_group(kpa: Organisation, day: datetime.date) -> QuerySet[Person]:
    """Who could be there that day: the people of the KPA."""
    # unscoped: of a KPA loaded in scope
    return Person.objects.filter(pk__in=Journey.objects.at(day).filter(kpa=kpa).values("person")).order_by(
        "identity_key", "pk"
    )


def of_the_team(kpa: Organisation, day: datetime.date) -> QuerySet[User]:
    """And those who contribute to it; somebody who also has a file there comes by it."""
    own_files = of_the_group(kpa, day).order_by().filter(user__isnull=False).values("user_id")
    contribute = User.objects.filter(
        memberships__organisation=kpa, memberships__role="contributor", memberships__started_on__lte=day
    ).exclude(memberships__organisation=kpa, memberships__role="contributor", memberships__ended_on__lt=day)
    return contribute.exclude(pk__in=own_files).distinct().order_by("name", "pk")


def adopt(actor: Actor, draft_id: int, facts: Adoption, now: datetime.datetime) -> RuleVersion:
    """Make a version of the draft, valid from a day after the last version's; the draft is no more.

    ValidationError by field. Two people adopting at once: the rule is locked, the second is told.
    """
    with transaction.atomic():
        draft = lock_draft(actor, draft_id)
        kpa = draft.rule.kpa
        _check(actor, draft, facts)
        people, users = _there(kpa, facts)
        decision = Decision.objects.create(
            kpa=kpa,
            on=facts.on,
            how=facts.how,
            votes_for=facts.votes_for if facts.how == How.VOTE else None,
            votes_against=(facts.votes_against or 0) if facts.how == How.VOTE else None,
            abstentions=(facts.abstentions or 0) if facts.how == How.VOTE else None,
            others_present=facts.others,
            note=facts.note,
            entered_by_id=actor.user_id,
            entered_at=now,
        )
        there = [participant_for(kpa, person=each) for each in people]
        there += [participant_for(kpa, user=each) for each in users]
        DecisionPresence.objects.bulk_create(
            DecisionPresence(decision=decision, participant_id=each) for each in sorted({each.pk for each in there})
        )
        # unscoped: of a rule locked above
        last = RuleVersion.objects.filter(rule=draft.rule).aggregate(last=Max("number"))["last"] or 0
        version = RuleVersion.objects.create(
            rule=draft.rule,
            number=last + 1,
            name=draft.name,
            content=draft.content,
            valid_from=facts.valid_from,
            decision=decision,
            entered_by_id=actor.user_id,
            entered_at=now,
        )
        draft.delete()
    return version


def _check(actor: Actor, draft: RuleDraft, facts: Adoption) -> None:
    """Refuse what cannot have been decided, by field."""
    refused: dict[str, list[str]] = {}
    if facts.on > actor.today:
        refused["on"] = ["Ce jour n'est pas encore venu. Écrivez la décision une fois prise."]
    known = [role.name for role in roles_of_the_group(draft.rule.kpa_id, facts.on)]
    for sentence in problems(draft.content, known).values():
        refused.setdefault("__all__", []).append(f"{sentence} Corrigez le brouillon avant de l'adopter.")
    # unscoped: of a rule locked by the caller
    last = RuleVersion.objects.filter(rule=draft.rule).order_by("-valid_from").first()
    if last is not None and facts.valid_from <= last.valid_from:
        refused["valid_from"] = [
            f"La version {last.number} vaut à partir du {last.valid_from:%d/%m/%Y}. "
            "Choisissez un jour après : ce qui a été décidé ne change pas."
        ]
    if facts.how not in How.values:
        refused["how"] = ["Dites comment le groupe a décidé."]
    if facts.how == How.VOTE and not facts.votes_for:
        refused["votes_for"] = ["Dites combien de personnes ont voté pour."]
    elif facts.how == How.VOTE and (facts.votes_against or 0) >= (facts.votes_for or 0):
        refused["votes_against"] = ["Il y a autant de voix contre, ou plus : la règle n'est pas adoptée."]
    if not facts.people and not facts.users and not facts.others.strip():
        refused["present"] = ["Cochez les personnes qui étaient là."]
    if refused:
        raise ValidationError(refused)


def _there(kpa: Organisation, facts: Adoption) -> tuple[list[Person], list[User]]:
    """Those who were there; refused when somebody was not of the group that day."""
    people = list(of_the_group(kpa, facts.on).filter(pk__in=facts.people))
    users = list(of_the_team(kpa, facts.on).filter(pk__in=facts.users))
    if len(people) < len(set(facts.people)) or len(users) < len(set(facts.users)):
        raise ValidationError({"present": ["Une personne cochée n'était pas du groupe ce jour-là. Vérifiez la liste."]})
    return people, users
