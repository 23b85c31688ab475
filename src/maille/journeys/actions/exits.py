"""How a journey ends, and what comes after: exit, passage to another KPA, follow-ups."""

import datetime
from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.actions.people import return_to_kpa
from maille.journeys.models import FollowUp, Journey
from maille.journeys.models.journeys import EndKind
from maille.journeys.rules import checks
from maille.journeys.rules.checks import day
from maille.journeys.rules.facts import Situation
from maille.journeys.rules.terms import OUTCOME_NAMES, Outcome
from maille.network.actions.saving import sign
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

END_FIELDS = ["ended_on", "end_kind", "outcome", "detail", "exit_note"]


def record_exit(
    actor: Actor,
    journey_id: int,
    version: int,
    ended_on: datetime.date,
    outcome: str,
    detail: str = "",
    note: str = "",
) -> Journey:
    """The person leaves, or an exit already noted is corrected; an empty outcome means not known yet."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, version)
        if journey.end_kind == EndKind.TRANSFER:
            raise ValidationError("Ce parcours a continué dans un autre KPA : ce n'est pas une sortie du réseau.")
        support.refuse(checks.exit_problems(journey.entered_on, ended_on, outcome, detail, actor.today))
        finish_events(journey, ended_on)
        journey.ended_on, journey.end_kind = ended_on, EndKind.EXIT.value
        journey.outcome, journey.detail, journey.exit_note = outcome, detail, note
        said = OUTCOME_NAMES[Outcome(outcome)].lower() if outcome else "situation à préciser"
        support.save(journey, actor, END_FIELDS, f"Sortie le {day(ended_on)} : {said}")
    return journey


def finish_events(journey: Journey, ended_on: datetime.date) -> None:
    """Nothing dated may come after the end; an open pause ends with the journey."""
    later = journey.stages.filter(started_on__gt=ended_on).order_by("started_on").first()
    if later is not None:
        raise ValidationError(
            {"ended_on": [f"Une étape commence après, le {day(later.started_on)}. Retirez-la ou changez la date."]}
        )
    pause = journey.suspensions.filter(started_on__gt=ended_on).first()
    if pause is not None:
        raise ValidationError({"ended_on": [f"Une pause commence après, le {day(pause.started_on)}."]})
    early = journey.follow_ups.filter(done_on__lt=ended_on).first()
    if early is not None:
        raise ValidationError({"ended_on": [f"Un suivi après la sortie est noté avant, le {day(early.done_on)}."]})
    journey.suspensions.filter(ended_on__isnull=True).update(ended_on=ended_on)


def cancel_exit(actor: Actor, journey_id: int, version: int) -> Journey:
    """The exit was a mistake: the journey goes on as if it had never been noted."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, version)
        if journey.end_kind == EndKind.TRANSFER:
            cancel_passage(actor, journey)
        elif journey.follow_ups.exists():
            raise ValidationError(
                "Un suivi après cette sortie est déjà noté : la sortie ne peut plus être annulée. Pour un retour, "
                "ouvrez un nouveau parcours."
            )
        ended_on = journey.ended_on
        if ended_on is None:
            raise ValidationError("Ce parcours est en cours : il n'y a pas de sortie à annuler.")
        journey.ended_on, journey.end_kind, journey.outcome, journey.detail, journey.exit_note = None, "", "", "", ""
        journey.transferred_to = None
        support.save(journey, actor, [*END_FIELDS, "transferred_to"], f"Fin du {day(ended_on)} annulée")
    return journey


def cancel_passage(actor: Actor, journey: Journey) -> None:
    """Take back the journey opened in the other KPA, while nobody has worked on it."""
    following = journey.transferred_to
    if following is None:
        return
    if not access.may_write(actor, following):
        raise ValidationError(
            f"Le parcours continue à {following.kpa.name}. Demandez à la coordination d'annuler ce passage."
        )
    if following.version > 1:
        raise ValidationError(
            f"Le parcours ouvert à {following.kpa.name} a déjà été complété : ce passage ne peut plus être annulé."
        )
    journey.transferred_to = None
    journey.save(update_fields=["transferred_to"])
    sign(following, actor, "Passage annulé")
    following.delete()


def transfer(
    actor: Actor,
    journey_id: int,
    version: int,
    to: Organisation,
    on: datetime.date,
    planned_months: int | None = None,
) -> Journey:
    """The person goes on in another KPA from `on`: this journey ends, another opens. Not an exit of the network."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, version)
        if not access.may_transfer(actor, journey.kpa_id, to.pk):
            raise PermissionDenied
        if to.pk == journey.kpa_id:
            raise ValidationError({"kpa": ["Choisissez un autre KPA que celui où le parcours se déroule."]})
        if journey.ended_on is not None:
            raise ValidationError(f"Ce parcours s'est déjà terminé le {day(journey.ended_on)}.")
        support.refuse(checks.date_within("on", "Le passage", on, journey.entered_on, None, actor.today))
        finish_events(journey, on)
        situation = replace(situation_of(journey), planned_months=planned_months)
        following = return_to_kpa(actor, journey.person, to, on, situation)
        journey.ended_on, journey.end_kind, journey.transferred_to = on, EndKind.TRANSFER.value, following
        support.save(journey, actor, ["ended_on", "end_kind", "transferred_to"], f"Passage à {to.name} le {day(on)}")
    return following


def situation_of(journey: Journey) -> Situation:
    """What is known at this entry, to be carried to the next so that no fact is typed twice."""
    return Situation(**{name: getattr(journey, name) for name in Situation.__dataclass_fields__})


def record_follow_up(
    actor: Actor,
    journey_id: int,
    months: int,
    done_on: datetime.date,
    outcome: str = "",
    detail: str = "",
    note: str = "",
    *,
    unreachable: bool = False,
) -> FollowUp:
    """What became of the person 3 or 6 months after exit; noting it again corrects it."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, None)
        if journey.end_kind != EndKind.EXIT or journey.ended_on is None:
            raise ValidationError("Un suivi se note après une sortie du réseau.")
        problems = checks.detail_problems(outcome, detail)
        if done_on < journey.ended_on:
            problems.append(checks.Problem("done_on", f"Le suivi vient après la sortie ({day(journey.ended_on)})."))
        if done_on > actor.today:
            problems.append(checks.Problem("done_on", f"Le {day(done_on)} est dans le futur. Notez-le le jour venu."))
        if not unreachable and not outcome:
            problems.append(
                checks.Problem("outcome", "Choisissez une situation, ou indiquez que la personne est injoignable.")
            )
        support.refuse(problems)
        follow_up, _ = FollowUp.objects.update_or_create(
            journey=journey,
            months=months,
            defaults={
                "done_on": done_on,
                "outcome": "" if unreachable else outcome,
                "detail": "" if unreachable else detail,
                "note": note,
                "unreachable": unreachable,
                "recorded_by_id": actor.user_id,
            },
        )
        support.save(journey, actor, [], f"Suivi à {months} mois noté")
    return follow_up
