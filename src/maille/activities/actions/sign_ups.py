"""Who comes to a shift: sign up, withdraw, came or could not. From the phone, and from the desk for somebody."""

import datetime
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from maille.activities.actions.jobs import lock_job
from maille.activities.actions.participants import of_same_human, participant_for
from maille.activities.actions.shifts import lock_shift
from maille.activities.models import Job, Participant, Shift, SignUp
from maille.activities.models.planning import account_of, lacking_of, rooms_of, taken_elsewhere, who
from maille.activities.rules.kinds import JobState
from maille.activities.rules.shifts import Stretch, hours, meeting
from maille.identity.models import User
from maille.journeys.access import is_own
from maille.journeys.models import Person
from maille.journeys.rules.checks import day
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

CLOSED_WORDS = {
    JobState.CANCELLED: "Cette prestation est annulée : on ne s'y inscrit plus.",
    JobState.CLOSED: "Cette prestation est clôturée : on ne s'y inscrit plus.",
}


@dataclass(frozen=True)
class Signed:
    """A sign-up, and what deserves a look."""

    sign_up: SignUp
    warnings: list[str] = field(default_factory=list)


def sign_up(
    actor: Actor,
    shift_id: int,
    now: datetime.datetime,
    *,
    person: Person | None = None,
    user: User | None = None,
    special: bool = False,
) -> Signed:
    """Sign somebody up from the desk ("saisi par X pour Y"), or oneself when it is one's own name."""
    with transaction.atomic():
        shift = lock_shift(actor, shift_id)
        participant = participant_for(shift.job.kpa, person=person, user=user)
        own = account_of(participant) == actor.user_id and actor.user_id is not None
        return take(actor, shift, participant, now, special=special, on_behalf=not own)


def sign_myself_up(
    actor: Actor, person: Person, shift_id: int, now: datetime.datetime, *, special: bool = False
) -> Signed:
    """ "Je viens", until it starts."""
    with transaction.atomic():
        shift = lock_own(actor, person, shift_id)
        if shift.starts_at <= now:
            raise ValidationError("Ce créneau a commencé. Dites à l'équipe que vous voulez venir.")
        if shift.job.state_enum == JobState.IDEA:
            raise ValidationError("Ce n'est encore qu'une idée : on ne s'y inscrit pas. Parlez-en au groupe.")
        return take(actor, shift, participant_for(shift.job.kpa, person=person), now, special=special, on_behalf=False)


def lock_own(actor: Actor, person: Person, shift_id: int) -> Shift:
    """A shift of one of the person's KPAs, its job locked, for the person herself."""
    if not is_own(actor, person):
        raise PermissionDenied
    shift = Shift.objects.filter(job__in=Job.objects.open_to(person, actor.today)).get(pk=shift_id)
    job = Job.objects.select_for_update().get(pk=shift.job_id)
    found = job.shifts.get(pk=shift_id)
    found.job = job
    return found


def take(
    actor: Actor, shift: Shift, participant: Participant, now: datetime.datetime, *, special: bool, on_behalf: bool
) -> Signed:
    """A place on a shift whose job is locked, unless something stops it; what is said of it otherwise."""
    if shift.job.state_enum in CLOSED_WORDS:
        raise ValidationError(CLOSED_WORDS[shift.job.state_enum])
    if shift.sign_ups.held().filter(participant__in=of_same_human(participant)).exists():
        raise ValidationError(f"{participant.first_name} vient déjà." if on_behalf else "Vous venez déjà.")
    refused = refusal(shift.job.kpa, participant, shift.day, oneself=not on_behalf)
    refused = refused or rooms_of([shift])[shift.pk].refusal(shift.special, answers=special)
    if refused:
        raise ValidationError(refused)
    made = SignUp.objects.create(
        shift=shift,
        participant=participant,
        special=special and bool(shift.special),
        entered_by_id=actor.user_id,
        entered_at=now,
        on_behalf=on_behalf,
    )
    return Signed(made, overlaps(shift, participant, oneself=not on_behalf))


def refusal(kpa: Organisation, participant: Participant, on: datetime.date, *, oneself: bool) -> str:
    """Why this participant may not work that day, in words; "" when they may."""
    lacking = lacking_of(kpa, [(participant, on)])[participant.pk, on]
    if not lacking:
        return ""
    if oneself:
        return f"Vous ne pouvez pas encore travailler le {day(on)}. Il manque {lacking}. Parlez-en à l'équipe."
    return f"{participant.first_name} ne peut pas encore travailler le {day(on)} : il manque {lacking}."


def overlaps(shift: Shift, participant: Participant, *, oneself: bool) -> list[str]:
    """A warning for each other shift the same person is on at the same hours."""
    one = Stretch(shift.starts_at, shift.minutes)
    key = who(participant.person_id, participant.user_id)
    people, users = [participant.person_id or 0], [participant.user_id or 0]
    others = taken_elsewhere(people, users, shift.day, shift.day).get(key, [])
    told = []
    for pk, stretch, kpa_id in others:
        if pk == shift.pk or not meeting(one, [stretch]):
            continue
        where = f"« {stretch.what} »" if kpa_id == shift.job.kpa_id or oneself else "une prestation d'un autre KPA"
        somebody = "Vous êtes" if oneself else f"{participant.first_name} est"
        told.append(f"{somebody} aussi à {where}, {local_hours(stretch)}. Vérifiez que c'est possible.")
    return told


def local_hours(stretch: Stretch) -> str:
    """Its day and hours here."""
    start = timezone.localtime(stretch.starts_at)
    return f"le {day(start.date())}, {hours(start, timezone.localtime(stretch.ends_at))}"


def withdraw(actor: Actor, sign_up_id: int, why: str, now: datetime.datetime) -> SignUp:
    """Take somebody off a shift; the trace stays, with why when it was said."""
    with transaction.atomic():
        return leave(actor, lock_sign_up(actor, sign_up_id), why, now)


def withdraw_myself(actor: Actor, person: Person, shift_id: int, why: str, now: datetime.datetime) -> SignUp:
    """ "Je ne viens plus": until it starts."""
    with transaction.atomic():
        shift = lock_own(actor, person, shift_id)
        if shift.starts_at <= now:
            raise ValidationError("Ce créneau a commencé. Dites à l'équipe que vous ne venez pas.")
        held = shift.sign_ups.held().filter(participant__person=person).first()
        if held is None:
            raise ValidationError("Vous n'êtes pas inscrit·e à ce créneau.")
        return leave(actor, held, why, now)


def leave(actor: Actor, held: SignUp, why: str, now: datetime.datetime) -> SignUp:
    """Free a place of a shift whose job is locked."""
    if held.withdrawn_at is not None:
        return held
    if held.came:
        raise ValidationError("Cette personne est notée venue. Effacez d'abord sa présence.")
    if held.contributions.filter(withdrawn_at__isnull=True).exists():
        raise ValidationError("Des heures sont notées pour ce créneau. Retirez-les d'abord.")
    held.withdrawn_at, held.withdrawn_by_id, held.withdrawn_why = now, actor.user_id, why.strip()
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    return held


def lock_sign_up(actor: Actor, sign_up_id: int) -> SignUp:
    """A sign-up, its job locked first, then read again."""
    job_id = SignUp.objects.visible_to(actor).values_list("shift__job_id", flat=True).get(pk=sign_up_id)
    job = lock_job(actor, job_id)
    held = SignUp.objects.select_related("shift", "participant__person", "participant__user").get(pk=sign_up_id)
    held.shift.job = job
    return held


def mark(actor: Actor, sign_up_id: int, came: bool | None, why: str, now: datetime.datetime) -> SignUp:
    """Somebody came, could not, or nobody knows any more (None undoes). No blame: what kept them, if they say it."""
    with transaction.atomic():
        held = lock_sign_up(actor, sign_up_id)
        shift = held.shift
        if held.withdrawn_at is not None:
            raise ValidationError("Cette inscription a été retirée. Rechargez la page.")
        if shift.job.state_enum == JobState.CANCELLED:
            raise ValidationError("Cette prestation est annulée : il n'y a pas de présence à noter.")
        if shift.day > actor.today:
            raise ValidationError(f"C'est le {day(shift.day)} : notez qui est venu à partir de ce jour.")
        if came is False and held.contributions.filter(withdrawn_at__isnull=True).exists():
            raise ValidationError("Des heures sont notées pour ce créneau. Retirez-les d'abord.")
        if held.came is False and came is not False:
            full = rooms_of([shift])[shift.pk].refusal(shift.special, answers=held.special)
            if full:
                raise ValidationError(f"{full} Ajoutez une place au créneau.")
        held.came = came
        held.absent_why = why.strip() if came is False else ""
        held.marked_at = None if came is None else now
        held.save(update_fields=["came", "absent_why", "marked_at"])
    return held


def told(actor: Actor, sign_up_id: int, now: datetime.datetime) -> SignUp:
    """« C'est dit » : this person knows all there was to hear; who told her, and when, is kept."""
    with transaction.atomic():
        held = lock_sign_up(actor, sign_up_id)
        held.news.waiting().update(told_at=now, told_by_id=actor.user_id)
    return held


def not_told(actor: Actor, sign_up_id: int) -> SignUp:
    """A tap too many: what was marked told last waits again, unless something newer of that kind already does."""
    with transaction.atomic():
        held = lock_sign_up(actor, sign_up_id)
        last = held.news.filter(told_at__isnull=False).order_by("-told_at", "-pk").first()
        if last is None:
            raise ValidationError("Rien n'était noté comme dit à cette personne. Rechargez la page.")
        same = held.news.filter(told_at=last.told_at).exclude(
            what__in=list(held.news.waiting().values_list("what", flat=True))
        )
        same.update(told_at=None, told_by=None)
    return held
