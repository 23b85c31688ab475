"""Two files of one person become one, and may be parted again; two people who look alike are told apart."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max

from maille.journeys import access
from maille.journeys.actions import papers_moves, support
from maille.journeys.actions.accesses import close_cancelled
from maille.journeys.models import Journey, Merge, Person, PersonAccess, ToldApart
from maille.network.rules.roles import Actor


@dataclass(frozen=True)
class Follower:
    """What of an app above follows a person from one file to another, and back."""

    rank: int
    """Lower ones go first: participants before their money."""
    move: Callable[[Actor, Person, Person, datetime.datetime], Any]
    """From the absorbed file to the kept one, in the merge's transaction; what it returns is kept as JSON."""
    give_back: Callable[[Actor, Person, Person, datetime.datetime, Any], None]
    """From the kept file to the absorbed one, with what `move` had returned."""


FOLLOWERS: dict[str, Follower] = {}
"""By name; apps above fill it from their AppConfig.ready."""


def merge_people(actor: Actor, kept_id: int, absorbed_id: int, at: datetime.datetime) -> Merge:
    """Move the journeys of `absorbed` to `kept`; nothing is deleted, so that it can be undone."""
    if kept_id == absorbed_id:
        raise ValidationError("Choisissez deux fiches différentes.")
    with support.one_transaction():
        people = support.lock_people(kept_id, absorbed_id)
        kept, absorbed = people[kept_id], people[absorbed_id]
        if not access.may_merge(actor, kept, absorbed):
            raise PermissionDenied
        if kept.merged_into_id or absorbed.merged_into_id:
            raise ValidationError("Une de ces fiches est déjà réunie à une autre. Rechargez la page.")
        refuse_anonymised(kept, absorbed)
        moving = access_to_move(kept, absorbed)
        refuse_overlaps(kept, absorbed)
        moved = move_journeys(actor, absorbed, kept, None, f"Fiche réunie à celle de {kept}")
        user_moved = absorbed.user_id is not None
        if user_moved:
            give_user(absorbed, kept)
        if moving is not None:
            give_access_to(moving, kept)
        papers: dict[str, Any] = dict(papers_moves.move(absorbed, kept, actor.today))
        for name, follower in sorted(FOLLOWERS.items(), key=lambda each: each[1].rank):
            papers[name] = follower.move(actor, absorbed, kept, at)
        absorbed.merged_into = kept
        support.save(absorbed, actor, ["merged_into"], f"Fiche réunie à celle de {kept}")
        support.save(kept, actor, [], f"Fiche de {absorbed} réunie à celle-ci")
        return Merge.objects.create(
            kept=kept,
            absorbed=absorbed,
            journey_ids=moved,
            user_moved=user_moved,
            access_moved=moving,
            papers=papers,
            at=at,
            by_id=actor.user_id,
        )


def refuse_anonymised(*people: Person) -> None:
    """What an anonymised file was cannot be known again."""
    if any(person.anonymised_at for person in people):
        raise ValidationError("Une de ces fiches est anonymisée : on ne peut plus ni la réunir, ni la séparer.")


def access_to_move(kept: Person, absorbed: Person) -> PersonAccess | None:
    """The access that follows the person to the kept file; refused when each file has one, for which is right?"""
    for person in (kept, absorbed):
        close_cancelled(person)
    live = {each.person_id: each for each in PersonAccess.objects.live().filter(person__in=[kept, absorbed])}
    if all(person.user_id or person.pk in live for person in (kept, absorbed)):
        raise ValidationError(
            "Chacune des deux fiches a son propre accès à Maille, et une personne n'en a qu'un. "
            "Retirez d'abord l'un des deux, depuis sa fiche."
        )
    return live.get(absorbed.pk)


def refuse_overlaps(kept: Person, absorbed: Person) -> None:
    """One person cannot be twice in one KPA: say which journeys stand in the way."""
    mine = list(kept.journeys.select_related("kpa"))
    for journey in absorbed.journeys.select_related("kpa"):
        for other in mine:
            if other.kpa_id == journey.kpa_id and overlap(other, journey):
                raise ValidationError(
                    f"Les deux fiches ont chacune un parcours à {journey.kpa.name} aux mêmes dates "
                    f"(entrées le {other.entered_on:%d/%m/%Y} et le {journey.entered_on:%d/%m/%Y}). "
                    "Corrigez d'abord les dates de l'un des deux."
                )


def overlap(one: Journey, other: Journey) -> bool:
    """Both under way on some day, both ends included."""
    far = datetime.date.max
    return one.entered_on <= (other.ended_on or far) and other.entered_on <= (one.ended_on or far)


def move_journeys(actor: Actor, source: Person, target: Person, only: list[int] | None, reason: str) -> list[int]:
    """Give these journeys of `source` (all when `only` is None) to `target`; their ids."""
    journeys = Journey.objects.select_for_update().filter(person=source).order_by("pk")
    moved = []
    for journey in journeys if only is None else journeys.filter(pk__in=only):
        journey.person = target
        support.save(journey, actor, ["person"], reason)
        moved.append(journey.pk)
    return moved


def give_access_to(held: PersonAccess, receiver: Person) -> None:
    """An access, given or opened, follows the person."""
    held.person = receiver
    held.save(update_fields=["person"])


def give_user(giver: Person, receiver: Person) -> None:
    """The sign-in follows the person."""
    user_id, giver.user_id = giver.user_id, None
    giver.save(update_fields=["user"])
    receiver.user_id = user_id
    receiver.save(update_fields=["user"])


def undo_merge(actor: Actor, merge_id: int, at: datetime.datetime) -> Merge:
    """Part again two files that were joined by mistake: each gets back its own journeys."""
    with support.one_transaction():
        merge = Merge.objects.select_for_update().get(pk=merge_id)
        people = support.lock_people(merge.kept_id, merge.absorbed_id)
        kept, absorbed = people[merge.kept_id], people[merge.absorbed_id]
        if not access.may_merge(actor, kept, absorbed):
            raise PermissionDenied
        refuse_anonymised(kept, absorbed)
        if merge.undone_at is not None:
            raise ValidationError("Cette réunion de fiches est déjà annulée.")
        if kept.merged_into_id is not None:
            raise ValidationError("La fiche gardée a été réunie à une autre depuis. Annulez d'abord cette réunion-là.")
        same = Person.objects.current().filter(identity_key=absorbed.identity_key, birth_date=absorbed.birth_date)
        if same.filter(homonym=absorbed.homonym).exists():
            absorbed.homonym = 1 + (same.aggregate(rank=Max("homonym"))["rank"] or 0)
        absorbed.merged_into = None
        support.save(absorbed, actor, ["merged_into", "homonym"], "Réunion de fiches annulée")
        move_journeys(actor, kept, absorbed, merge.journey_ids, "Réunion de fiches annulée")
        give_back_access(merge, kept, absorbed)
        papers_moves.give_back(merge.papers, kept, absorbed)
        for name, follower in sorted(FOLLOWERS.items(), key=lambda each: -each[1].rank):
            if name in merge.papers:
                follower.give_back(actor, kept, absorbed, at, merge.papers[name])
        support.save(kept, actor, [], f"Fiche de {absorbed} séparée de celle-ci")
        merge.undone_at, merge.undone_by_id = at, actor.user_id
        merge.save(update_fields=["undone_at", "undone_by"])
        return merge


def give_back_access(merge: Merge, kept: Person, absorbed: Person) -> None:
    """The access that came with the absorbed file leaves with it, and its account; one given since stays."""
    held = PersonAccess.objects.live().filter(person=kept).first()
    goes = held is not None and held.pk == merge.access_moved_id
    if held is not None and goes:
        give_access_to(held, absorbed)
    if kept.user_id and (goes or (merge.user_moved and held is None)):
        give_user(kept, absorbed)


def mark_homonym(actor: Actor, one_id: int, other_id: int, at: datetime.datetime) -> ToldApart:
    """These two files look alike and are two people: stop proposing them as duplicates."""
    people = support.lock_people(one_id, other_id)
    if len(people) != 2:
        raise ValidationError("Choisissez deux fiches différentes.")
    if not access.may_merge(actor, *people.values()):
        raise PermissionDenied
    told, _ = ToldApart.objects.get_or_create(
        first_id=min(people), second_id=max(people), defaults={"at": at, "by_id": actor.user_id}
    )
    return told
