"""Saying that one does not agree with a proposed distribution, and what the group answers before it approves."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError

from maille.activities.models import Participant
from maille.network.rules.roles import Actor
from maille.sharing import access
from maille.sharing.actions.distributions import job_lock
from maille.sharing.models import Disagreement, Distribution
from maille.sharing.models.distributions import State

TOO_LATE = "Cette répartition n'attend plus de réponse. Parlez-en à votre KPA : une correction reste possible."
NOT_CONCERNED = "Cette personne n'a pas pris part à cette prestation."
ANSWERED = "Ce désaccord a déjà une réponse. Rechargez la page."


def disagree(
    actor: Actor,
    distribution_id: int,
    participant: Participant,
    text: str,
    now: datetime.datetime,
    said_on: datetime.date | None = None,
) -> Disagreement:
    """Write that somebody does not agree, in her words: hers, or told to somebody who writes it for her.

    ValidationError, in words, once the group has approved or the proposal was withdrawn.
    """
    found = Distribution.objects.get(pk=distribution_id)  # loaded in scope by who calls
    own = Participant.objects.own(actor).filter(pk=participant.pk).exists()
    if not own and not access.may_write(actor, found.kpa_id):
        raise PermissionDenied
    if not text.strip():
        raise ValidationError({"text": "Dites ce qui ne va pas, avec vos mots."})
    if said_on is not None and said_on > actor.today:
        raise ValidationError({"said_on": "Cette date est à venir."})
    with job_lock(found.kpa_id, found.job_id):
        if Distribution.objects.get(pk=distribution_id).state != State.PROPOSED:
            raise ValidationError(TOO_LATE)
        if participant.kpa_id != found.kpa_id:
            raise ValidationError(NOT_CONCERNED)
        return Disagreement.objects.create(
            distribution=found,
            participant=participant,
            text=text.strip(),
            said_on=said_on or actor.today,
            entered_by_id=actor.user_id,
            entered_at=now,
            on_behalf=not own,
        )


def answer(actor: Actor, disagreement_id: int, text: str, on: datetime.date) -> Disagreement:
    """Write what the group answered; once. ValidationError, in words, otherwise."""
    if not text.strip():
        raise ValidationError({"answer": "Écrivez ce que le groupe a répondu."})
    # unscoped: loaded in scope by who calls; the rights are looked at below
    of = Disagreement.objects.values_list("distribution__kpa", "distribution__job").get(pk=disagreement_id)
    with job_lock(*of) as job:
        if not access.may_write(actor, job.kpa_id):
            raise PermissionDenied
        found = Disagreement.objects.select_for_update(of=("self",)).get(pk=disagreement_id)
        if found.answered_on is not None:
            raise ValidationError(ANSWERED)
        found.answer, found.answered_on, found.answered_by_id = text.strip(), on, actor.user_id
        found.save(update_fields=["answer", "answered_on", "answered_by"])
    return found
