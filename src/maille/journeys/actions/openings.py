"""A partner reads chosen parts of one journey for a while, because the person agreed; the person may stop it."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.models import Opening
from maille.journeys.rules.checks import day
from maille.journeys.rules.dates import add_months
from maille.journeys.rules.notes import LONGEST_OPENING, Part
from maille.network.rules.roles import Actor


def open_to_partner(
    actor: Actor,
    journey_id: int,
    membership_id: int,
    parts: Sequence[str],
    reason: str,
    ends_on: datetime.date,
    agreed_on: datetime.date,
    now: datetime.datetime,
) -> Opening:
    """From today to `ends_on` (six months at most), the partner holding that place reads these parts, read-only.

    The agreement is the person's act, written by the actor: she sees it as such and may contest it.
    """
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, None)
        place = access.partners_to_open_to(actor).filter(pk=membership_id).first()
        if place is None:
            raise ValidationError({"partner": ["Ce partenaire n'est pas, ou plus, parmi ceux de votre KPA."]})
        check(actor.today, parts, reason, ends_on, agreed_on)
        held = Opening.objects.at(actor.today).filter(journey=journey, user_id=place.user_id).first()
        if held is not None:
            raise ValidationError(
                {"partner": [f"Ce partenaire a déjà un accès, jusqu'au {day(held.ends_on)}. Arrêtez-le d'abord."]}
            )
        return Opening.objects.create(
            journey=journey,
            user_id=place.user_id,
            organisation_id=place.organisation_id,
            parts=[part.value for part in Part if part.value in parts],
            reason=reason.strip(),
            started_on=actor.today,
            ends_on=ends_on,
            agreed_on=agreed_on,
            entered_by_id=actor.user_id,
            entered_at=now,
            on_behalf=True,
        )


def check(
    today: datetime.date, parts: Sequence[str], reason: str, ends_on: datetime.date, agreed_on: datetime.date
) -> None:
    """Chosen parts, a reason, an agreement already given, an end within six months."""
    wrong: dict[str, list[str]] = {}
    if not set(parts) & {part.value for part in Part}:
        wrong["parts"] = ["Choisissez au moins une partie."]
    if not reason.strip():
        wrong["reason"] = ["Dites pour quoi : la personne et le partenaire le liront."]
    latest = add_months(today, LONGEST_OPENING)
    if ends_on < today:
        wrong["ends_on"] = [f"Le {day(ends_on)} est passé. Choisissez un jour à venir."]
    elif ends_on > latest:
        wrong["ends_on"] = [f"Au plus six mois : jusqu'au {day(latest)}. L'accès pourra être redonné ensuite."]
    if agreed_on > today:
        wrong["agreed_on"] = ["Demandez d'abord l'accord de la personne : ce jour est dans le futur."]
    if wrong:
        raise ValidationError(wrong)


def close_opening(actor: Actor, opening_id: int) -> Opening:
    """Stop an access from today on: whoever writes the file, or the person herself."""
    with support.one_transaction():
        opening = Opening.objects.select_for_update(of=("self",)).select_related("journey__person").get(pk=opening_id)
        own = access.is_own(actor, opening.journey.person)
        if not own and not access.may_write(actor, opening.journey):
            raise PermissionDenied
        if opening.closed_on is None and opening.ends_on >= actor.today:
            opening.closed_on, opening.closed_by_id = actor.today, actor.user_id
            opening.save(update_fields=["closed_on", "closed_by"])
    return opening
