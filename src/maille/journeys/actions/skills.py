"""Skills: recognise, withdraw, refuse; and the grid each KPA makes its own."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.models import Journey, Person, Recognition, Skill, Workshop, WorkshopPlace
from maille.journeys.models.journeys import JourneyQuerySet
from maille.journeys.models.workshops import midnight
from maille.journeys.rules.checks import day
from maille.journeys.rules.skills import LEVEL_NAMES
from maille.network.rules.roles import Actor

By = Recognition.By
MET_WITHIN = datetime.timedelta(days=366)
"""How long two people who were at a workshop together may recognise each other's skills."""


def assess_myself(
    actor: Actor, person: Person, skill_id: int, level: int, now: datetime.datetime
) -> Recognition | None:
    """The person says where she stands, in the KPA she is in today; None when she said the same already."""
    if not access.is_own(actor, person):
        raise PermissionDenied
    with support.one_transaction():
        journey = own_journey(person, actor.today)
        latest = Recognition.objects.standing(actor.today).filter(journey=journey, skill_id=skill_id, by=By.SELF)
        known = latest.order_by("-recognised_on", "-pk").first()
        if known is not None and known.level == level:
            return None
        return write(journey, skill_id, level, By.SELF, actor, now, on=actor.today)


def own_journey(person: Person, today: datetime.date) -> Journey:
    """The journey the person is in today, the latest entered when there are two."""
    journey = Journey.objects.at(today).filter(person=person).order_by("-entered_on", "-pk").first()
    if journey is None:
        raise ValidationError("Votre parcours est terminé : vos compétences restent, on n'en ajoute plus ici.")
    return journey


def recognise(
    actor: Actor,
    journey_id: int,
    skill_id: int,
    level: int,
    on: datetime.date,
    evidence: str,
    now: datetime.datetime,
    *,
    by: str = By.CONTRIBUTOR,
    peer_id: int | None = None,
) -> Recognition:
    """A contributeur·rice recognises a skill, or writes down what the person herself or a peer said ("saisi par")."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, None)
        if on > actor.today:
            raise ValidationError({"on": [f"Le {day(on)} est dans le futur. Notez la compétence le jour venu."]})
        if on < journey.entered_on:
            raise ValidationError({"on": [f"Le parcours commence le {day(journey.entered_on)} : la date précède."]})
        if by == By.PEER:
            check_peer(journey, peer_id, on)
        elif peer_id is not None:
            peer_id = None
        return write(journey, skill_id, level, by, actor, now, on=on, evidence=evidence, peer_id=peer_id)


def check_peer(journey: Journey, peer_id: int | None, on: datetime.date) -> None:
    """A peer is somebody else, in the same KPA that day."""
    if peer_id is None:
        raise ValidationError({"peer": ["Dites quel pair reconnaît cette compétence."]})
    if peer_id == journey.person_id:
        raise ValidationError({"peer": ["Un pair est quelqu'un d'autre. Choisissez « la personne elle-même »."]})
    if not Journey.objects.at(on).filter(kpa_id=journey.kpa_id, person_id=peer_id).exists():
        raise ValidationError({"peer": ["Cette personne n'était pas dans le KPA ce jour-là."]})


def recognise_peer(
    actor: Actor, person: Person, journey_id: int, skill_id: int, level: int, evidence: str, now: datetime.datetime
) -> Recognition:
    """A coopérant·e recognises a skill in somebody she was at a workshop with, both in the KPA today."""
    if not access.is_own(actor, person):
        raise PermissionDenied
    with support.one_transaction():
        journey = met_by(person, actor.today).filter(pk=journey_id).first()
        if journey is None:
            raise PermissionDenied
        return write(
            journey, skill_id, level, By.PEER, actor, now, on=actor.today, evidence=evidence, peer_id=person.pk
        )


def met_by(person: Person, today: datetime.date) -> JourneyQuerySet:
    """Journeys of the people this one may recognise: in a KPA she is in today, at a workshop she was at this year."""
    kpas = Journey.objects.at(today).filter(person=person).values("kpa_id")
    been = WorkshopPlace.objects.held().filter(came=True, journey__person=person).values("workshop_id")
    lately = Workshop.objects.filter(pk__in=been, kpa_id__in=kpas, starts_at__gte=midnight(today - MET_WITHIN))
    with_her = WorkshopPlace.objects.held().filter(came=True, workshop__in=lately.values("pk")).values("journey_id")
    return Journey.objects.at(today).filter(pk__in=with_her, kpa_id__in=kpas).exclude(person=person)


def write(
    journey: Journey,
    skill_id: int,
    level: int,
    by: str,
    actor: Actor,
    now: datetime.datetime,
    *,
    on: datetime.date,
    evidence: str = "",
    peer_id: int | None = None,
) -> Recognition:
    """One more row; the skill must be in the grid of the KPA as it stands."""
    if level not in LEVEL_NAMES:
        raise ValidationError({"level": ["Choisissez un niveau dans la liste."]})
    if not Skill.objects.in_grid(journey.kpa_id).filter(pk=skill_id).exists():
        raise ValidationError({"skill": ["Cette compétence n'est plus dans la grille du KPA."]})
    own = by == By.CONTRIBUTOR or is_of(actor, journey.person_id if by == By.SELF else peer_id)
    return Recognition.objects.create(
        journey=journey,
        skill_id=skill_id,
        by=by,
        user_id=actor.user_id if by == By.CONTRIBUTOR else None,
        peer_id=peer_id,
        level=level,
        recognised_on=on,
        evidence=evidence.strip(),
        entered_by_id=actor.user_id,
        entered_at=now,
        on_behalf=not own,
    )


def is_of(actor: Actor, person_id: int | None) -> bool:
    """Whether the actor is that very person."""
    if actor.user_id is None or person_id is None:
        return False
    return Person.objects.filter(pk=person_id, user_id=actor.user_id).exists()


def withdraw_recognition(actor: Actor, recognition_id: int) -> Recognition:
    """A recognition given by mistake stands no longer from today; it stays in the history."""
    with support.one_transaction():
        found = Recognition.objects.visible_to(actor).select_related("journey").get(pk=recognition_id)
        support.lock_journey(actor, found.journey_id, None)
        return stop(found, actor)


def withdraw_mine(actor: Actor, person: Person, recognition_id: int) -> Recognition:
    """A coopérant·e takes back what she said of herself or of a peer."""
    if not access.is_own(actor, person):
        raise PermissionDenied
    with support.one_transaction():
        mine = Recognition.objects.filter(by=By.SELF, journey__person=person) | Recognition.objects.filter(peer=person)
        found = mine.filter(pk=recognition_id).first()
        if found is None:
            raise PermissionDenied
        return stop(found, actor)


def stop(found: Recognition, actor: Actor) -> Recognition:
    """From today it stands no longer."""
    if found.withdrawn_on is None:
        found.withdrawn_on, found.withdrawn_by_id = actor.today, actor.user_id
        found.save(update_fields=["withdrawn_on", "withdrawn_by"])
    return found


def answer_recognition(actor: Actor, person: Person, recognition_id: int, *, wanted: bool) -> Recognition:
    """The person hides what others recognised in her, or takes it back; her own word is not refused but withdrawn."""
    if not access.is_own(actor, person):
        raise PermissionDenied
    with support.one_transaction():
        found = Recognition.objects.filter(pk=recognition_id, journey__person=person).exclude(by=By.SELF).first()
        if found is None:
            raise PermissionDenied
        found.refused_on = None if wanted else actor.today
        found.save(update_fields=["refused_on"])
    return found
