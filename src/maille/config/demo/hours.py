"""What people of La Cape gave: the Saturday buffet and its receipts; meetings, cleaning, teaching without money."""

import datetime
import io
from dataclasses import dataclass, replace

from django.utils import timezone
from PIL import Image, ImageDraw

from maille.activities.actions import contributions, expenses, given
from maille.activities.actions.contributions import Work
from maille.activities.actions.expenses import Photo, Spent
from maille.activities.actions.participants import participant_for
from maille.activities.models import Contribution, Expense, Job, Participant, WorkRole
from maille.config.demo import catalogue, jobs
from maille.identity.models import User
from maille.journeys.models import Person
from maille.network.access import actor_for
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

FANNY_SPENT, AMINA_SPENT = 142_37, 18_90
LEA_STAYED = 375
"""Minutes: Léa left the kitchen before the others (6 h 15 of the 7 h 30 planned)."""
MEETINGS = 4
WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Scene:
    """The day, the KPA, and who writes."""

    day: datetime.date
    kpa: Organisation
    fanny: User

    def at(self, on: datetime.date, hour: int) -> datetime.datetime:
        """A moment of that day, at the latest the morning the demonstration is installed."""
        moment = timezone.make_aware(datetime.datetime.combine(on, datetime.time(hour)))
        return min(moment, timezone.make_aware(datetime.datetime.combine(self.day, datetime.time(9))))

    def acting(self, on: datetime.date, user: User | None = None) -> Actor:
        """Fanny, or somebody else, on that day."""
        return actor_for(user or self.fanny, None, min(on, self.day))

    def person(self, key: str) -> Person:
        """One of the three."""
        return Person.objects.select_related("user").get(user__email=f"{key}@exemple.fr")

    def participant(self, key: str) -> Participant:
        """The same, in the group's work; Fanny by her account."""
        if key == "fanny":
            return participant_for(self.kpa, user=self.fanny)
        return participant_for(self.kpa, person=self.person(key))

    def role(self, name: str) -> WorkRole:
        """A word of the KPA for some work."""
        return WorkRole.objects.get(kpa=self.kpa, name=name)

    def work(self, on: datetime.date, minutes: int, role: str, note: str = "") -> Work:
        """Time given without money, outside jobs."""
        return Work(on, minutes, self.role(role).pk, paid=False, note=note)


def write(day: datetime.date) -> int:
    """Everything, through the actions people use; how many lines of work."""
    scene = Scene(day, Organisation.objects.get(name=catalogue.KPA), User.objects.get(email="fanny@exemple.fr"))
    buffet(scene)
    weeks(scene)
    elsewhere(day)
    return Contribution.objects.standing().count()


def buffet(scene: Scene) -> None:
    """Noted in one tap that evening, Léa's put right the next day, the receipts, and what the group confirmed."""
    job = Job.objects.get(kpa=scene.kpa, title=jobs.BUFFET)
    saturday = job.ends_on or scene.day
    evening, fanny = scene.at(saturday, 19), scene.acting(saturday)
    done = contributions.note_everybody(fanny, job, evening)
    if done.refused:
        raise AssertionError(done.refused)
    put_right(scene, saturday + datetime.timedelta(days=1))
    friday = saturday - datetime.timedelta(days=1)
    bought = Spent(
        friday, FANNY_SPENT, "légumes, fromages, farine", scene.participant("fanny").pk, job_id=job.pk,
        shop="Marché de Wazemmes",
    )  # fmt: skip
    expenses.note_expense(fanny, scene.kpa, bought, receipt("Marché de Wazemmes", "142,37"), evening)
    bread = replace(
        bought, day=saturday, cents=AMINA_SPENT, what="pain", participant_id=scene.participant("amina").pk,
        shop="Boulangerie du coin", note="ticket perdu dans la cuisine", lost=True,
    )  # fmt: skip
    amina = scene.acting(saturday, scene.person("amina").user)
    expenses.note_expense(amina, scene.kpa, bread, None, evening)
    works = Contribution.objects.standing().filter(job=job).values_list("pk", flat=True)
    spent = Expense.objects.standing().filter(job=job).values_list("pk", flat=True)
    monday = saturday + datetime.timedelta(days=2)
    given.confirm(scene.acting(monday), scene.kpa, scene.at(monday, 10), works=works, expenses=spent)
    cleaning = scene.work(saturday, 45, catalogue.MENAGE, "la cuisine et le camion")
    yanis = scene.participant("yanis")
    contributions.note_work(
        scene.acting(saturday, scene.person("yanis").user), yanis.pk, replace(cleaning, job_id=job.pk), evening
    )


def put_right(scene: Scene, on: datetime.date) -> None:
    """Léa left earlier than planned."""
    lea = scene.participant("lea")
    line = Contribution.objects.standing().get(participant=lea, job__title=jobs.BUFFET)
    right = replace(contributions.as_typed(line), minutes=LEA_STAYED, note="partie chercher son fils")
    contributions.correct_work(scene.acting(on), line.pk, right, scene.at(on, 18))


def weeks(scene: Scene) -> None:
    """The Tuesday meetings of the last weeks, and what some gave between them: all but the last ones confirmed."""
    tuesday = scene.day - datetime.timedelta(days=(scene.day.weekday() - 1) % 7 or 7)
    for rank in range(MEETINGS):
        on = tuesday - rank * WEEK
        actor, evening = scene.acting(on), scene.at(on, 18)
        meeting = scene.work(on, 120, catalogue.REUNION, "la réunion du mardi")
        there = ("amina", "lea", "yanis", "fanny") if rank % 2 == 0 else ("amina", "yanis", "fanny")
        for key in there:
            contributions.note_work(actor, scene.participant(key).pk, meeting, evening)
        if rank == 1:
            lea = scene.acting(on, scene.person("lea").user)
            sorting = scene.work(on, 75, catalogue.MENAGE, "ranger l'atelier couture")
            contributions.note_work(lea, scene.participant("lea").pk, sorting, evening)
        if rank == 2:
            amina = scene.acting(on, scene.person("amina").user)
            showing = scene.work(on, 90, catalogue.TRANSMISSION, "montrer les briouates à deux nouveaux")
            contributions.note_work(amina, scene.participant("amina").pk, showing, evening)
        if rank:
            lines = Contribution.objects.standing().filter(kpa=scene.kpa, day=on).values_list("pk", flat=True)
            given.confirm(scene.acting(on + WEEK), scene.kpa, scene.at(on + WEEK, 19), works=lines)


def elsewhere(day: datetime.date) -> None:
    """At Moulins Coop, an hour Charlie gave, which La Cape never sees."""
    charlie, kpa = User.objects.get(email="charlie@exemple.fr"), Organisation.objects.get(name=catalogue.OTHER_KPA)
    on = day - datetime.timedelta(days=3)
    role = WorkRole.objects.filter(kpa=kpa).order_by("rank", "pk").first()
    if role is not None:
        mine = participant_for(kpa, user=charlie)
        now = timezone.make_aware(datetime.datetime.combine(on, datetime.time(17)))
        facts = Work(on, 60, role.pk, paid=False, note="ranger l'atelier bois")
        contributions.note_work(actor_for(charlie, None, on), mine.pk, facts, now)


def receipt(shop: str, total: str) -> Photo:
    """The photo of a receipt, drawn."""
    paper = Image.new("RGB", (360, 480), "#fbfaf5")
    pen = ImageDraw.Draw(paper)
    for rank, line in enumerate(
        (shop, "", "Légumes 61,20", "Fromages 54,67", "Farine 26,50", "", f"TOTAL {total} EUR")
    ):
        pen.text((40, 50 + 44 * rank), line, fill="#222222", font_size=26)
    kept = io.BytesIO()
    paper.save(kept, "PNG")
    return Photo(kept.getvalue(), "ticket.png")
