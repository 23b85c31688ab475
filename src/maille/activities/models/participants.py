"""Who may be on a job and hold money in a KPA: a coopérant·e by her file, somebody of the team by their account."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from maille.journeys.models import Person
from maille.network.models import Organisation
from maille.network.rules.roles import Actor


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Participants, scoped."""

    def visible_to(self, actor: Actor) -> "ParticipantQuerySet":
        """Those of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)

    def own(self, actor: Actor) -> "ParticipantQuerySet":
        """The actor's own: by their file or by their account; nobody's for somebody not signed in."""
        if actor.user_id is None:
            return self.none()
        return self.filter(Q(person__user_id=actor.user_id) | Q(user_id=actor.user_id))

    def going_on(self) -> "ParticipantQuerySet":
        """Those that were not joined to another: one per person and KPA."""
        return self.filter(joined_to=None)

    def named(self) -> "ParticipantQuerySet":
        """With what their name needs."""
        return self.select_related("person", "user")


class Participant(models.Model):
    """One person in one KPA's work and money. Made when first needed (actions.participants); never removed.

    A contributor paid by the hour has no journey: she is here by her account.
    """

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="participations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="participations"
    )

    joined_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="joined", editable=False)
    """Two files of one person were joined, each with hours or money here: this one keeps its past, the other goes on.

    Readers of somebody's hours and money count both (docs/decisions/014).
    """

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = "participant·e"
        ordering = ["kpa_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, user__isnull=True) | Q(person__isnull=True, user__isnull=False),
                name="participant_is_somebody",
                violation_error_message="Choisissez une personne du groupe ou de l'équipe.",
            ),
            models.UniqueConstraint(
                fields=["kpa", "person"],
                condition=Q(person__isnull=False, joined_to__isnull=True),
                name="one_participant_per_person",
            ),
            models.UniqueConstraint(
                fields=["kpa", "user"], condition=Q(user__isnull=False), name="one_participant_per_user"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person) if self.person_id else str(self.user)

    @property
    def first_name(self) -> str:
        """What the group calls them. Load `person` and `user`."""
        if self.person is not None:
            return self.person.first_name
        return str(self.user).split(" ", 1)[0]


def going_on(participants: Collection[int]) -> dict[int, int]:
    """Participants that others were joined to → the one that goes on, for they may have been joined since.

    One query for each time they were; none when nobody is asked.
    """
    found = {pk: pk for pk in participants}
    waiting = set(participants)
    while waiting:
        # unscoped: of participants loaded in scope
        further = Participant.objects.filter(pk__in=waiting, joined_to__isnull=False).order_by()
        joined: dict[int, Any] = dict(further.values_list("pk", "joined_to"))
        found = {pk: joined.get(last, last) for pk, last in found.items()}
        waiting = set(joined.values())
    return found
