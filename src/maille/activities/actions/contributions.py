"""Time given: noted by oneself or for another, corrected, and noted from the sign-ups of a job in one tap."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from maille.activities import access
from maille.activities.actions import asking, given, roles
from maille.activities.actions.participants import of_same_human
from maille.activities.models import Contribution, Job, Participant, SignUp, WorkRole
from maille.activities.rules.hours import DAY, MOST
from maille.activities.rules.kinds import JobState, WorkKind
from maille.activities.rules.shifts import Stretch, meeting
from maille.journeys.models.readiness import ready_to_work
from maille.network.rules.roles import Actor
from maille.ui.text import before, duration


@dataclass(frozen=True)
class Work:
    """What somebody gave on a day."""

    day: datetime.date
    minutes: int
    role_id: int
    job_id: int | None = None
    paid: bool = True
    points: Decimal = Decimal(0)
    note: str = ""


@dataclass(frozen=True)
class Noted:
    """A line as written, and what deserves a look all the same; `again` when the same form had already written it."""

    line: Contribution
    warnings: Sequence[str] = ()
    again: bool = False


def note_work(
    actor: Actor, participant_id: int, work: Work, now: datetime.datetime, *, key: str = "",
    sign_up: SignUp | None = None, seen: Collection[str] | None = None,
) -> Noted:  # fmt: skip
    """Write somebody's time: one's own, or another's (« saisi par X pour Y »); the same `key` writes once.

    With `seen`, ToConfirmError and nothing written while a warning was not seen (actions.asking).
    """
    with transaction.atomic():
        participant = given.lock_participant(actor, participant_id)
        key = given.key_of(key, participant_id, work)
        known = given.sent_before(Contribution, actor, key)
        if known is not None:
            return Noted(known, again=True)
        role, job = checked(actor, participant, work)
        line = write(actor, participant, work, role, job, now, key=key, sign_up=sign_up)
        return looked_at(line, job, seen)


def looked_at(line: Contribution, job: Job | None, seen: Collection[str] | None) -> Noted:
    """The line as written, unless somebody has to look first."""
    warned = warnings_of(line)
    asking.ask(warned, seen)
    return Noted(line, [*asking.sentences(warned), *given.said_of_closed(job)])


def correct_work(
    actor: Actor, contribution_id: int, work: Work, now: datetime.datetime, *, key: str = "",
    seen: Collection[str] | None = None,
) -> Noted:  # fmt: skip
    """Withdraw a line and write another in its place; the group confirms it again. `seen` as `note_work`."""
    with transaction.atomic():
        owner = Contribution.objects.values_list("participant_id", flat=True).get(pk=contribution_id)
        participant = given.lock_participant(actor, owner)
        key = given.key_of(key, contribution_id, work)
        known = given.sent_before(Contribution, actor, key)
        if known is not None:
            return Noted(known, again=True)
        old = given.line_to_correct(actor, Contribution, contribution_id)
        role, job = checked(actor, participant, work, keeps=old.role_id)
        given.take_away(actor, old, now)
        line = write(actor, participant, work, role, job, now, key=key, sign_up=old.sign_up, replaces=old)
        return looked_at(line, job, seen)


def write(
    actor: Actor, participant: Participant, work: Work, role: WorkRole, job: Job | None, now: datetime.datetime, *,
    key: str, sign_up: SignUp | None = None, replaces: Contribution | None = None,
) -> Contribution:  # fmt: skip
    """The line, checked before."""
    return Contribution.objects.create(
        kpa=participant.kpa,
        participant=participant,
        job=job,
        activity_id=job.activity_id if job else None,
        role=role,
        day=work.day,
        minutes=work.minutes,
        paid=work.paid,
        points=work.points,
        note=" ".join(work.note.split()),
        sign_up=sign_up,
        replaces=replaces,
        key=key or None,
        entered_by_id=actor.user_id,
        entered_at=now,
        on_behalf=not access.is_own_participation(actor, participant),
    )


def checked(
    actor: Actor, participant: Participant, work: Work, *, keeps: int | None = None
) -> tuple[WorkRole, Job | None]:
    """Role and job of this work; ValidationError in words when it cannot be.

    Somebody of the group is ready to work (contract, insurer's answer…) for any work on a job, and for any paid or
    production work. An unpaid meeting, cleaning or teaching outside jobs only asks for a journey under way: a group
    meets before anybody's contract. Somebody of the team works under her own contract and is asked for neither.
    A correction may keep a role retired since (`keeps`).
    """
    if not 0 <= work.minutes < MOST or (not work.minutes and not work.points):
        raise ValidationError({"duration": ["Dites combien de temps."]})
    if not 0 <= work.points < 10_000:
        raise ValidationError({"points": ["Écrivez des points de 0 à 9 999."]})
    given.check_day(participant, work.day, actor.today)
    if keeps is not None and work.role_id == keeps:
        role = WorkRole.objects.get(pk=keeps)
    else:
        role = roles.role_on(participant.kpa, work.role_id, work.day)
    job = given.job_of(participant.kpa, work.job_id)
    if job is not None and not access.may_write(actor, job.kpa_id):
        person = participant.person
        if person is None or not Job.objects.open_to(person, actor.today).filter(pk=job.pk).exists():
            raise PermissionDenied
    if work.paid or role.kind == WorkKind.PRODUCTION or job is not None:
        check_ready(actor, participant, work.day)
    return role, job


def check_ready(actor: Actor, participant: Participant, day: datetime.date) -> None:
    """Refuse work on a day the person could not work, and say what was missing; to herself, in simple words."""
    if participant.person is None:
        return
    readiness = ready_to_work(participant.person, participant.kpa, day)
    if readiness.ready:
        return
    if access.is_own_participation(actor, participant):
        said = [
            f"Ce jour-là ({day:%d/%m/%Y}), vous ne pouviez pas encore travailler.",
            *(each.simply for each in readiness.blocking),
            "Parlez-en à votre KPA.",
        ]
    else:
        said = [
            f"Le {day:%d/%m/%Y}, {participant.first_name} ne pouvait pas travailler : il manquait {readiness.lacking}.",
            "Vérifiez le jour, ou complétez d'abord son dossier « Avant de travailler ».",
        ]
    raise ValidationError({"day": [" ".join(said)]}, code="not_ready")


def warnings_of(line: Contribution) -> dict[str, list[str]]:
    """What may be written all the same and deserves a look, by field: more than a day has hours, two jobs at once.

    A day has 24 hours for a human being, in however many KPAs she works; another KPA's jobs are not named to the desk.
    """
    day = Contribution.objects.standing().filter(participant__in=of_same_human(line.participant), day=line.day)
    by_kpa = dict(day.order_by().values_list("kpa").annotate(Sum("minutes")))
    total = sum(by_kpa.values())
    found: dict[str, list[str]] = {}
    if total > DAY:
        elsewhere = ", en comptant un autre KPA" if len(by_kpa) > 1 else ""
        whose = f"pour {line.participant.first_name}" if line.on_behalf else "pour vous"
        found["duration"] = [
            f"Cela fait {duration(total)} {whose} le {line.day:%d/%m/%Y}{elsewhere}. "
            "Une journée a 24 heures : vérifiez."
        ]
    if line.job_id is not None:
        others = list(day.exclude(job_id=line.job_id).exclude(job__isnull=True).select_related("job").order_by("pk"))
        if others and (met := overlaps(line, others)):
            found["job"] = met
    return found


def overlaps(line: Contribution, others: Iterable[Contribution]) -> list[str]:
    """The other jobs of the same day, unless both shifts are known and apart."""
    shifts = stretches_of(line)
    mine = shifts.get(line.job_id or 0, [])
    found, told = [], set()
    for other in others:
        theirs = shifts.get(other.job_id or 0, [])
        apart = mine and theirs and not any(meeting(each, theirs) for each in mine)
        if apart or other.job_id in told:
            continue
        told.add(other.job_id)
        named = other.kpa_id == line.kpa_id or not line.on_behalf
        where = f"« {other.job} »" if named else "une prestation d'un autre KPA"
        whose = f"{line.participant.first_name} a" if line.on_behalf else "Vous avez"
        found.append(
            f"{whose} aussi {duration(other.minutes)} sur {where} le même jour. "
            "Vérifiez que ce n'est pas deux fois le même temps."
        )
    return found


def stretches_of(line: Contribution) -> dict[int, list[Stretch]]:
    """When the person was signed up that day, by job."""
    start = timezone.make_aware(datetime.datetime.combine(line.day, datetime.time()))
    held = SignUp.objects.filter(
        participant__in=of_same_human(line.participant),
        withdrawn_at__isnull=True,
        shift__starts_at__gte=start,
        shift__starts_at__lt=start + datetime.timedelta(days=1),
    ).select_related("shift")
    found: dict[int, list[Stretch]] = defaultdict(list)
    for each in held.order_by("shift__starts_at", "pk"):
        found[each.shift.job_id].append(Stretch(each.shift.starts_at, each.shift.minutes))
    return found


def to_note(job: Job, now: datetime.datetime) -> list[SignUp]:
    """The sign-ups of this job whose shift is over and whose time nobody noted; not of people who could not come.

    A line of the same person, day, job and role typed by hand counts as noted; of any role when the shift has none.
    """
    held = SignUp.objects.filter(
        shift__job=job, withdrawn_at__isnull=True, shift__starts_at__lt=now
    ).exclude(came=False)  # fmt: skip
    return without_hours(held, now)


def without_hours(held: QuerySet[SignUp], now: datetime.datetime) -> list[SignUp]:
    """Among these sign-ups, those over and without standing hours, of jobs that took place; two queries."""
    held = held.exclude(shift__job__state=JobState.CANCELLED)
    told = held.select_related("shift__role", "shift__job__kpa", "participant__person", "participant__user").order_by(
        "shift__starts_at", "entered_at", "pk"
    )
    over = [each for each in told if each.shift.ends_at <= now]
    if not over:
        return []
    noted = Contribution.objects.standing().filter(
        job__in={each.shift.job_id for each in over}, participant__in={each.participant_id for each in over}
    )
    by_sign_up, by_day = set(), set()
    for sign_up, *typed, role in noted.values_list("sign_up_id", "participant_id", "job_id", "day", "role_id"):
        if sign_up is not None:
            by_sign_up.add(sign_up)
        else:
            by_day |= {(*typed, role), (*typed, None)}
    return [
        each
        for each in over
        if each.pk not in by_sign_up
        and (each.participant_id, each.shift.job_id, each.shift.day, each.shift.role_id) not in by_day
    ]


def note_sign_up(actor: Actor, sign_up_id: int, now: datetime.datetime) -> Noted:
    """In one tap: the hours, role and day of the shift somebody was signed up for; she came, then.

    Pressed twice, it writes once.
    """
    with transaction.atomic():
        found = SignUp.objects.select_related("shift__job", "participant")
        sign_up = found.get(pk=sign_up_id)
        given.lock_participant(actor, sign_up.participant_id)
        sign_up = found.get(pk=sign_up_id)  # as it stands now that nobody else notes this person's time
        known = Contribution.objects.standing().filter(sign_up=sign_up).first()
        if known is not None:
            return Noted(known, again=True)
        if sign_up.withdrawn_at is not None:
            raise ValidationError("Cette inscription est retirée. Notez les heures à la main.")
        if sign_up.shift.job.state == JobState.CANCELLED:
            raise ValidationError("Cette prestation est annulée. Si du travail a été fait, notez les heures à la main.")
        if sign_up.shift.ends_at > now:
            raise ValidationError("Ce créneau n'est pas fini. Notez les heures après.")
        if sign_up.shift.role_id is None:
            raise ValidationError("Ce créneau ne dit pas quel travail. Notez les heures à la main.")
        noted = note_work(actor, sign_up.participant_id, work_of(sign_up), now, sign_up=sign_up)
        if sign_up.came is not True:
            sign_up.came, sign_up.marked_at = True, now
            sign_up.save(update_fields=["came", "marked_at"])
    return noted


def work_of(sign_up: SignUp) -> Work:
    """What a sign-up says of somebody's work. Load `shift__job`."""
    shift = sign_up.shift
    return Work(day=shift.day, minutes=shift.minutes, role_id=shift.role_id or 0, job_id=shift.job_id)


@dataclass(frozen=True)
class Everybody:
    """What was noted for everybody at once, and for whom it could not be, with why."""

    noted: Sequence[Noted]
    refused: Sequence[str]


def note_everybody(actor: Actor, job: Job, now: datetime.datetime) -> Everybody:
    """The hours of everybody who came, as planned; whoever could not work is said, the others are noted."""
    if not access.may_write_job(actor, job):
        raise PermissionDenied
    noted, refused = [], []
    for sign_up in sorted(to_note(job, now), key=lambda each: each.participant_id):
        try:
            noted.append(note_sign_up(actor, sign_up.pk, now))
        except ValidationError as problem:
            name = str(sign_up.participant)
            refused.append(f"Pas d'heures {before('de', name)} notées. {' '.join(problem.messages)}")
    return Everybody(noted, refused)


def as_typed(line: Contribution) -> Work:
    """What is stored, to be corrected."""
    return Work(line.day, line.minutes, line.role_id, line.job_id, line.paid, line.points, line.note)
