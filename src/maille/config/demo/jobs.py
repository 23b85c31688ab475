"""Jobs of La Cape, from the idea to the day after: the Saturday buffet, what comes, what comes back each week.

Hours, money and shares of the buffet are written by the other parts of the demonstration; they find it by its name.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from maille.activities.actions import jobs, planned_work, shifts, sign_ups
from maille.activities.actions.participants import participant_for
from maille.activities.models import Activity, Job, Offer, Shift, WorkRole
from maille.activities.rules.jobs import JobFacts
from maille.activities.rules.kinds import JobState
from maille.activities.rules.shifts import ShiftFacts
from maille.config.demo import catalogue, ready
from maille.identity.models import User
from maille.journeys.models import Journey, Person
from maille.network.access import actor_for
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

BUFFET, CLIENT, CONTACT = "Buffet du samedi", "Centre social de l'Alma", "L'accueil, 03 20 00 00 01"
MEAL, LAUNDRY, IDEA, ASKED, OFF = (
    "Repas de quartier", "Laverie du mardi", "Stand au marché", "Plateaux-repas d'une réunion", "Goûter de rentrée",
)  # fmt: skip
BENCHES = "Bancs du jardin partagé"
KITCHEN = "Cuisine de la Maison de quartier"
PERMIT = "le permis"
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Scene:
    """Who acts, where, from which day."""

    day: datetime.date
    kpa: Organisation
    fanny: User
    others: list[Journey]

    def acting(self, on: datetime.date) -> Actor:
        """Fanny on that day, today at the latest."""
        return actor_for(self.fanny, None, min(on, self.day))

    def role(self, name: str) -> WorkRole:
        """A role of the KPA."""
        return WorkRole.objects.get(kpa=self.kpa, name=name)

    def person(self, key: str) -> Person:
        """One of the three."""
        return Person.objects.get(user__email=f"{key}@exemple.fr")

    def shift(
        self, job: Job, on: datetime.date, start: str, minutes: int, people: int, role: str, special: str = ""
    ) -> Shift:
        """A stretch of work, written three weeks before."""
        begins = at(on, start)
        facts = ShiftFacts(
            begins,
            minutes,
            people,
            role_id=self.role(role).pk if role else None,
            special=special,
            special_people=1 if special else 0,
        )
        return shifts.add_shift(self.acting(on - 20 * DAY), job.pk, facts, at(on - 20 * DAY, "09:30"))

    def comes(self, shift: Shift, key: str, days: int = 4) -> sign_ups.Signed:
        """One of the three says « Je viens », so many days before."""
        person, on = self.person(key), min(shift.day - days * DAY, self.day)
        actor = actor_for(person.user, None, on)
        return sign_ups.sign_myself_up(actor, person, shift.pk, at(on, "07:15"), special=bool(shift.special))


def at(on: datetime.date, hour: str) -> datetime.datetime:
    """That day at that time, here."""
    return timezone.make_aware(datetime.datetime.combine(on, datetime.time.fromisoformat(hour)))


def last_saturday(day: datetime.date) -> datetime.date:
    """The Saturday before that day."""
    return day - ((day.weekday() - 5) % 7 or 7) * DAY


def coming(day: datetime.date, weekday: int) -> datetime.date:
    """The next day of the week of that rank (Monday is 0), tomorrow at the earliest."""
    return day + ((weekday - day.weekday()) % 7 or 7) * DAY


def write(odile: Actor, day: datetime.date) -> int:
    """Everything, through the actions people use; how many jobs."""
    fanny = User.objects.get(email="fanny@exemple.fr")
    scene = Scene(day, Organisation.objects.get(name=catalogue.KPA), fanny, ready.write(odile, day))
    buffet(scene)
    meal(scene)
    laundry(scene)
    not_yet(scene)
    called_off(scene)
    benches(day)
    return Job.objects.count()


def buffet(scene: Scene) -> None:
    """The buffet of last Saturday: asked, planned, done; one person could not come, and nobody minds."""
    saturday = last_saturday(scene.day)
    first = saturday - 30 * DAY
    offer = Offer.objects.get(activity__kpa=scene.kpa, name=catalogue.BUFFET)
    facts = JobFacts(
        BUFFET, activity_id=offer.activity_id, offer_id=offer.pk, quantity=Decimal(60), client=CLIENT, contact=CONTACT,
        description="Un buffet pour soixante personnes, à midi. Sans porc, des plats sans viande.",
        starts_on=saturday, ends_on=saturday, place="Centre social de l'Alma", expected=864_00, planned_minutes=20 * 60,
    )  # fmt: skip
    job = jobs.plan_job(scene.acting(first), scene.kpa, facts, at(first, "10:00"), JobState.ASKED)
    friday = scene.shift(job, saturday - DAY, "15:00", 120, 1, catalogue.COORDINATION, PERMIT)
    kitchen = scene.shift(job, saturday, "08:00", 450, 3, catalogue.CUISINE)
    delivery = scene.shift(job, saturday, "10:00", 240, 1, catalogue.LIVRAISON, PERMIT)
    planned = saturday - 19 * DAY
    jobs.move_job(scene.acting(planned), job.pk, None, JobState.PLANNED, at(planned, "11:00"))
    sign_ups.sign_up(scene.acting(planned), friday.pk, at(planned, "11:05"), user=scene.fanny, special=True)
    here = [scene.comes(kitchen, "amina"), scene.comes(kitchen, "lea"), scene.comes(delivery, "yanis")]
    absent = sign_ups.sign_up(
        scene.acting(planned), kitchen.pk, at(planned, "11:10"), person=scene.others[0].person
    ).sign_up
    evening = at(saturday, "18:00")
    for each in (*here, *friday.sign_ups.all()):
        held = each.sign_up if isinstance(each, sign_ups.Signed) else each
        sign_ups.mark(scene.acting(saturday), held.pk, True, "", evening)
    sign_ups.mark(scene.acting(saturday), absent.pk, False, "un enfant malade, dit la veille", evening)
    jobs.move_job(scene.acting(saturday), job.pk, None, JobState.DONE, evening)


def meal(scene: Scene) -> None:
    """A meal next Saturday, for the same client: Amina comes, others are missing."""
    saturday = coming(scene.day, 5)
    written = scene.day - 12 * DAY
    facts = JobFacts(
        MEAL, activity_id=activity(scene.kpa, catalogue.TRAITEUR).pk, client=CLIENT, place="Place de l'Alma",
        description="Un grand couscous, servi dehors s'il fait beau.", starts_on=saturday, ends_on=saturday,
        expected=640_00, planned_minutes=26 * 60,
    )  # fmt: skip
    job = jobs.plan_job(scene.acting(written), scene.kpa, facts, at(written, "14:00"), JobState.PLANNED)
    kitchen = scene.shift(job, saturday, "08:00", 360, 3, catalogue.CUISINE, PERMIT)
    scene.shift(job, saturday, "12:00", 180, 2, catalogue.VENTE)
    person, on = scene.person("amina"), scene.day - 2 * DAY
    sign_ups.sign_myself_up(actor_for(person.user, None, on), person, kitchen.pk, at(on, "20:10"))
    fanny = participant_for(scene.kpa, user=scene.fanny)
    planned_work.promise_work(
        scene.acting(on), job.pk, scene.role(catalogue.COORDINATION), 180, at(on, "09:00"), participant=fanny,
        what="les courses et la mairie",
    )  # fmt: skip
    planned_work.promise_work(
        scene.acting(on), job.pk, scene.role(catalogue.LIVRAISON), 120, at(on, "09:05"), what="porter les tables"
    )


def laundry(scene: Scene) -> None:
    """The laundry, each Tuesday: Léa comes to the first."""
    tuesday, written = coming(scene.day, 1), scene.day - 9 * DAY
    facts = JobFacts(
        LAUNDRY, activity_id=activity(scene.kpa, catalogue.LAVERIE).pk, client="Maison de quartier",
        place="Laverie, rue de l'Alma", starts_on=tuesday, ends_on=tuesday, expected=96_00,
    )  # fmt: skip
    job = jobs.plan_job(scene.acting(written), scene.kpa, facts, at(written, "09:00"), JobState.PLANNED)
    morning = scene.shift(job, tuesday, "09:00", 180, 2, "")
    jobs.repeat_job(scene.acting(written), job.pk, 1, 5, at(written, "09:30"))
    scene.comes(morning, "lea", 3)


def not_yet(scene: Scene) -> None:
    """An idea of the group, and a request waiting for an answer."""
    written = scene.day - 5 * DAY
    idea = JobFacts(IDEA, kind="sale", description="Vendre des sacs et des biscuits un dimanche par mois.")
    jobs.plan_job(scene.acting(written), scene.kpa, idea, at(written, "16:00"))
    asked = JobFacts(
        ASKED, activity_id=activity(scene.kpa, catalogue.TRAITEUR).pk, client="Maison de quartier",
        contact="Le secrétariat, 03 20 00 00 02", place="Salle du premier étage", expected=150_00,
        starts_on=scene.day + 20 * DAY, ends_on=scene.day + 20 * DAY,
    )  # fmt: skip
    jobs.plan_job(scene.acting(written), scene.kpa, asked, at(written, "16:20"), JobState.ASKED)


def called_off(scene: Scene) -> None:
    """A tea the client had to put off."""
    on, written = scene.day + 4 * DAY, scene.day - 15 * DAY
    facts = JobFacts(
        OFF, activity_id=activity(scene.kpa, catalogue.TRAITEUR).pk, client="Maison de quartier", place=KITCHEN,
        starts_on=on, ends_on=on,
    )  # fmt: skip
    job = jobs.plan_job(scene.acting(written), scene.kpa, facts, at(written, "10:00"), JobState.PLANNED)
    tea = scene.shift(job, on, "14:00", 180, 2, catalogue.CUISINE)
    amina = scene.comes(tea, "amina", 12)
    scene.comes(tea, "lea", 11)
    why = "la fête est reportée au printemps. Merci à celles et ceux qui s'étaient inscrits."
    jobs.cancel_job(scene.acting(scene.day), job.pk, None, "client", why, at(scene.day, "08:45"))
    sign_ups.told(scene.acting(scene.day), amina.sign_up.pk, at(scene.day, "09:10"))


def benches(day: datetime.date) -> None:
    """At Moulins Coop, seen by Charlie and not by La Cape."""
    charlie, kpa = User.objects.get(email="charlie@exemple.fr"), Organisation.objects.get(name=catalogue.OTHER_KPA)
    thursday, written = coming(day, 3), day - 8 * DAY
    facts = JobFacts(
        BENCHES, activity_id=activity(kpa, catalogue.MENUISERIE).pk, client="Jardin partagé de Moulins",
        place="Atelier bois", starts_on=thursday, ends_on=thursday, expected=260_00,
    )  # fmt: skip
    actor = actor_for(charlie, None, written)
    job = jobs.plan_job(actor, kpa, facts, at(written, "11:00"), JobState.PLANNED)
    role = WorkRole.objects.get(kpa=kpa, name=catalogue.LIVRAISON)
    shift = shifts.add_shift(
        actor, job.pk, ShiftFacts(at(thursday, "09:00"), 240, 3, role_id=role.pk), at(written, "11:05")
    )
    sign_ups.sign_up(actor, shift.pk, at(written, "11:10"), user=charlie)


def activity(kpa: Organisation, name: str) -> Activity:
    """One of the KPA's activities."""
    return Activity.objects.get(kpa=kpa, name=name)
