"""What happens along a journey: corrections, stages, referents, pauses."""

import datetime
from dataclasses import asdict

from django.core.exceptions import ValidationError

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.models import Journey, Referent, Stage, Suspension
from maille.journeys.models.reading import rule_of, stage_name
from maille.journeys.rules import checks
from maille.journeys.rules.checks import day
from maille.journeys.rules.facts import Situation
from maille.network.rules.roles import Actor

ONE_DAY = datetime.timedelta(days=1)


def correct_journey(
    actor: Actor, journey_id: int, version: int, entered_on: datetime.date, situation: Situation
) -> Journey:
    """Complete or correct the entry and the situation at entry."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, version)
        rule = rule_of(journey.kpa)
        found = checks.entry_problems(journey.person.birth_date, entered_on, rule, actor.today)
        found += checks.situation_problems(situation, rule, actor.today)
        if journey.ended_on and entered_on > journey.ended_on:
            found.append(
                checks.Problem("entered_on", f"L'entrée suit la sortie ({day(journey.ended_on)}). Vérifiez les dates.")
            )
        first = journey.stages.order_by("started_on").first()
        if first and first.started_on < entered_on and first.started_on != journey.entered_on:
            found.append(
                checks.Problem(
                    "entered_on", f"Une étape est notée avant, le {day(first.started_on)}. Retirez-la d'abord."
                )
            )
        support.refuse(found)
        if entered_on != journey.entered_on:
            # What started on the day of entry follows it.
            journey.stages.filter(started_on=journey.entered_on).update(started_on=entered_on)
            journey.referents.filter(started_on=journey.entered_on).update(started_on=entered_on)
        journey.entered_on = entered_on
        values = asdict(situation)
        for field, value in values.items():
            setattr(journey, field, value)
        support.settle_place(journey)
        support.save(journey, actor, ["entered_on", *values, "department", "commune_code"])
    return journey


def reach_stage(actor: Actor, journey_id: int, version: int | None, kind: str, started_on: datetime.date) -> Stage:
    """From `started_on` on, the person is at this stage."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, version)
        support.refuse(
            checks.date_within("started_on", "Une étape", started_on, journey.entered_on, journey.ended_on, actor.today)
        )
        name = stage_name(journey.kpa, kind)
        before = journey.stages.filter(started_on__lte=started_on).order_by("-started_on").first()
        if before and before.kind == kind and before.started_on < started_on:
            raise ValidationError(
                {"kind": [f"L'étape « {name} » est déjà en cours depuis le {day(before.started_on)}."]}
            )
        stage = Stage.objects.create(journey=journey, kind=kind, started_on=started_on, recorded_by_id=actor.user_id)
        support.save(journey, actor, [], f"Étape « {name} » à partir du {day(started_on)}")
    return stage


def remove_stage(actor: Actor, journey_id: int, version: int | None, stage_id: int) -> None:
    """Take back a stage noted by mistake; the history keeps that it was there."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, version)
        stage = journey.stages.get(pk=stage_id)
        name = stage_name(journey.kpa, stage.kind)
        stage.delete()
        support.save(journey, actor, [], f"Étape « {name} » du {day(stage.started_on)} retirée")


def change_referent(
    actor: Actor, journey_id: int, version: int | None, user_id: int, started_on: datetime.date
) -> Referent:
    """From `started_on` on, somebody else follows the person."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, version)
        support.refuse(
            checks.date_within("started_on", "Un suivi", started_on, journey.entered_on, journey.ended_on, actor.today)
        )
        user = access.possible_referents(journey.kpa_id, started_on).filter(pk=user_id).first()
        if user is None:
            raise ValidationError(
                {"user": [f"Cette personne ne peut pas suivre un parcours de {journey.kpa.name} à cette date."]}
            )
        referent = Referent.objects.create(journey=journey, user=user, started_on=started_on)
        # A note "for the author and the referent" nobody entrusted belongs with the referent there was, else the first.
        before = journey.referents.filter(started_on__lt=started_on).order_by("-started_on").first()
        journey.notes.filter(entrusted_to__isnull=True).update(entrusted_to=before.user_id if before else user.pk)
        support.save(journey, actor, [], f"Suivi par {user.name} à partir du {day(started_on)}")
    return referent


def suspend(
    actor: Actor,
    journey_id: int,
    version: int | None,
    started_on: datetime.date,
    ended_on: datetime.date | None = None,
    reason: str = "",
) -> Suspension:
    """Pause a journey from a day on; both days are part of the pause. A pause is not an exit."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, version)
        if journey.ended_on is not None and (ended_on is None or ended_on > journey.ended_on):
            raise ValidationError(
                {"ended_on": [f"Ce parcours s'est terminé le {day(journey.ended_on)} : la pause finit avant."]}
            )
        support.refuse(
            checks.date_within("started_on", "Une pause", started_on, journey.entered_on, journey.ended_on, actor.today)
        )
        if ended_on is not None and ended_on < started_on:
            raise ValidationError({"ended_on": ["La fin de la pause précède son début. Vérifiez les deux dates."]})
        pause = Suspension.objects.create(journey=journey, started_on=started_on, ended_on=ended_on, reason=reason)
        until = f" au {day(ended_on)}" if ended_on else ""
        support.save(journey, actor, [], f"Pause du {day(started_on)}{until}")
    return pause


def resume(actor: Actor, journey_id: int, version: int | None, resumed_on: datetime.date) -> Journey:
    """The person is back on `resumed_on`: the open pause ends the day before."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, version)
        pause = journey.suspensions.filter(ended_on__isnull=True).first()
        if pause is None:
            raise ValidationError("Ce parcours n'est pas en pause.")
        if resumed_on < pause.started_on:
            raise ValidationError(
                {"resumed_on": [f"La reprise précède le début de la pause ({day(pause.started_on)})."]}
            )
        if resumed_on > actor.today:
            raise ValidationError(
                {"resumed_on": [f"Le {day(resumed_on)} est dans le futur. Notez la reprise le jour venu."]}
            )
        if resumed_on == pause.started_on:
            pause.delete()
        else:
            pause.ended_on = resumed_on - ONE_DAY
            pause.save(update_fields=["ended_on"])
        support.save(journey, actor, [], f"Reprise le {day(resumed_on)}")
    return journey
