"""Load and authorise what pay's pages show: whose month, of which KPA, for which host."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maille.activities.actions.participants import participant_for
from maille.activities.models import Participant
from maille.identity.models import log_access
from maille.journeys.models import Journey
from maille.journeys.views.loading import reader
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Role
from maille.sharing import access
from maille.sharing.models import PayRequest
from maille.sharing.models.pay_money import PayMoney, money_of
from maille.sharing.rules import pay as rules
from maille.ui.text import read_month


@dataclass(frozen=True)
class Somebody:
    """Whose pay a page of the desk is about: a coopérant·e by her journey, somebody of the team by their account."""

    journey: Journey | None
    held: Participant | None
    """None while nothing was ever written of her work nor money."""

    @property
    def kpa(self) -> Organisation:
        """Where."""
        found: Organisation = (self.journey or self.held).kpa  # type: ignore[union-attr]  # one of them is there
        return found

    @property
    def name(self) -> str:
        """Who."""
        return str(self.journey.person if self.journey else self.held)

    @property
    def money(self) -> PayMoney:
        """What they may draw."""
        return money_of(self.held.pk) if self.held else PayMoney()

    def participant(self) -> Participant:
        """Made when something is about to be written."""
        if self.held is not None:
            return self.held
        if self.journey is None:
            raise Http404
        return participant_for(self.journey.kpa, person=self.journey.person)


def somebody(request: ActorRequest, journey_id: int | None, participant_id: int | None) -> Somebody:
    """Somebody of a KPA whose files the reader opens; a stranger gets 404."""
    actor = reader(request)
    if journey_id is None:
        team = Participant.objects.visible_to(actor).filter(person__isnull=True)
        return Somebody(None, get_object_or_404(team.select_related("user", "person", "kpa"), pk=participant_id))
    journey = get_object_or_404(Journey.objects.visible_to(actor).select_related("person", "kpa"), pk=journey_id)
    # unscoped: of a journey loaded in scope
    held = Participant.objects.going_on().filter(person=journey.person_id, kpa=journey.kpa_id)
    return Somebody(journey, held.select_related("person", "user", "kpa").first())


def request_to_read(request: ActorRequest, pk: int) -> PayRequest:
    """A pay request of a KPA whose files the reader opens."""
    found = PayRequest.objects.visible_to(reader(request)).select_related(
        "participant__person", "participant__user", "participant__kpa", "kpa", "host", "entered_by"
    )
    return get_object_or_404(found, pk=pk)


def own_host(request: ActorRequest) -> Organisation:
    """The host whose referent the reader is; another reader gets 403, a stranger 404."""
    actor = reader(request)
    if actor.role != Role.HOST_REFERENT:
        raise PermissionDenied
    return get_object_or_404(Organisation.objects.visible_to(actor), pk=actor.organisation_id)


def host_to_set(request: ActorRequest, host_id: int) -> Organisation:
    """A host whose pay the reader sets; who only sees its page gets 403."""
    host = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=host_id)
    if not access.may_set_pay(request.actor, host):
        raise PermissionDenied
    return host


def month_from(text: str, today: datetime.date) -> datetime.date:
    """ "2026-06" as its first day; the current month for anything else."""
    found = read_month(text)
    return found if found is not None else rules.month_of(today)


def month_in_address(text: str) -> datetime.date:
    """The month an address names; 404 when it names none."""
    found = read_month(text)
    if found is None:
        raise Http404
    return found


def log_pay(request: ActorRequest, person_ids: list[int], what: str) -> None:
    """Whose pay was read."""
    actor = request.actor
    if actor.user_id is not None and person_ids:
        log_access(
            at=timezone.now(),
            user_id=actor.user_id,
            membership_id=actor.membership_id,
            kind="person",
            ids=person_ids,
            what=what,
        )
