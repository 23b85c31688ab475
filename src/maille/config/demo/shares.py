"""How La Cape shared its money: the buffet and a disagreement, a correction, a shortage, a proposal that waits.

Each job is found by its name; figures come from hours, receipts and the rule of the other parts of the demonstration.
"""

import datetime
from dataclasses import replace

from maille.activities.actions import contributions, expenses, given
from maille.activities.actions import jobs as working
from maille.activities.actions.contributions import Work
from maille.activities.actions.expenses import Spent
from maille.activities.models import Contribution, Expense, Job
from maille.activities.rules.jobs import JobFacts
from maille.activities.rules.kinds import JobState
from maille.config.demo import catalogue, jobs
from maille.config.demo.hours import Scene
from maille.identity.models import User
from maille.network.models import Organisation
from maille.sharing.actions import disagreements
from maille.sharing.actions.approvals import Approval, approve
from maille.sharing.actions.distributions import propose
from maille.sharing.actions.receipts import receive
from maille.sharing.models import Distribution, Receipt

BRUNCH, DANCE, TRAYS = "Brunch du jardin partagé", "Bal des familles", "Plateaux de la semaine bleue"
"""A correction after sharing; a pot too small for the coordination; a proposal that waits for Tuesday's meeting."""
DAY = datetime.timedelta(days=1)
Given = tuple[str, int, str]
"""Who, minutes, in which role."""


def write(day: datetime.date) -> int:
    """Everything, through the actions people use; how many distributions."""
    scene = Scene(day, Organisation.objects.get(name=catalogue.KPA), User.objects.get(email="fanny@exemple.fr"))
    correction(scene)
    shortage(scene)
    buffet(scene)
    waiting(scene)
    return Distribution.objects.count()


def buffet(scene: Scene) -> None:
    """Proposed when the money came; Yanis does not agree, the group answers, then approves."""
    job = Job.objects.get(kpa=scene.kpa, title=jobs.BUFFET)
    paid = Receipt.objects.filter(job=job).latest("received_on").received_on
    decided = min(paid + DAY, scene.day)
    found = propose(scene.acting(paid), job.pk, scene.at(paid, 17))
    yanis = scene.acting(paid, scene.person("yanis").user)
    said = disagreements.disagree(
        yanis, found.pk, scene.participant("yanis"),
        "J'ai aussi lavé la cuisine et le camion, 45 minutes. Ce n'est pas payé.", scene.at(paid, 20),
    )  # fmt: skip
    disagreements.answer(
        scene.acting(decided), said.pk,
        "Le ménage se voit dans les heures données. Notre règle paie la cuisine et la livraison. On en reparle mardi, "
        "et la prochaine fois le ménage tourne.", decided,
    )  # fmt: skip
    agreed(scene, found, decided, "amina", "lea", "yanis")
    working.move_job(scene.acting(decided), job.pk, None, JobState.CLOSED, scene.at(decided, 19))


def correction(scene: Scene) -> None:
    """Shared, then Léa's hours are put right: she gives a little back, and the group knows it."""
    on = scene.day - 24 * DAY
    work = (("amina", 180, catalogue.CUISINE), ("lea", 240, catalogue.CUISINE), ("yanis", 120, catalogue.LIVRAISON))
    job = done(scene, BRUNCH, "Jardin partagé de l'Alma", on, 310_00, work)
    found = propose(scene.acting(on + 3 * DAY), job.pk, scene.at(on + 3 * DAY, 17))
    agreed(scene, found, on + 4 * DAY, "amina", "lea", "yanis")
    later = on + 8 * DAY
    line = Contribution.objects.standing().get(job=job, participant=scene.participant("lea"))
    right = replace(contributions.as_typed(line), minutes=180, note="une heure comptée deux fois")
    contributions.correct_work(scene.acting(later), line.pk, right, scene.at(later, 10))
    confirmed(scene, job, later)
    again = propose(scene.acting(later), job.pk, scene.at(later, 17))
    agreed(scene, again, later + DAY, "amina", "lea", gives_back=True)


def shortage(scene: Scene) -> None:
    """The pot is too small for the hours of coordination: the adopted rule says how each gives up a part."""
    on = scene.day - 17 * DAY
    work = (("fanny", 180, catalogue.COORDINATION), ("amina", 120, catalogue.COORDINATION))
    job = done(scene, DANCE, "École du Bout du Monde", on, 150_00, work, spent=62_40)
    found = propose(scene.acting(on + 3 * DAY), job.pk, scene.at(on + 3 * DAY, 17))
    agreed(scene, found, on + 4 * DAY, "amina", "yanis")


def waiting(scene: Scene) -> None:
    """Proposed yesterday; the group has not met yet."""
    on = scene.day - 5 * DAY
    work = (
        ("amina", 150, catalogue.CUISINE),
        ("yanis", 90, catalogue.LIVRAISON),
        ("fanny", 30, catalogue.COORDINATION),
    )
    job = done(scene, TRAYS, "Maison de quartier", on, 212_50, work, spent=48_30)
    propose(scene.acting(scene.day - DAY), job.pk, scene.at(scene.day - DAY, 17))


def done(
    scene: Scene, title: str, client: str, on: datetime.date, cents: int, work: tuple[Given, ...], spent: int = 0
) -> Job:
    """A job of the catering, planned, done, noted, confirmed and paid."""
    planned = on - 10 * DAY
    facts = JobFacts(
        title, activity_id=jobs.activity(scene.kpa, catalogue.TRAITEUR).pk, client=client, starts_on=on, ends_on=on,
        place=client, expected=cents,
    )  # fmt: skip
    job = working.plan_job(scene.acting(planned), scene.kpa, facts, scene.at(planned, 10), JobState.PLANNED)
    fanny, evening = scene.acting(on), scene.at(on, 18)
    for key, minutes, role in work:
        line = Work(on, minutes, scene.role(role).pk, job_id=job.pk)
        contributions.note_work(fanny, scene.participant(key).pk, line, evening)
    if spent:
        bought = Spent(
            on, spent, "ingrédients", scene.participant("fanny").pk, job_id=job.pk, shop="Marché de Wazemmes",
            note="ticket rangé dans le classeur du groupe", lost=True,
        )  # fmt: skip
        expenses.note_expense(fanny, scene.kpa, bought, None, evening)
    working.move_job(fanny, job.pk, None, JobState.DONE, evening)
    paid = on + 2 * DAY
    confirmed(scene, job, paid)
    receive(
        scene.acting(paid), job, Receipt.Kind.RECEIPT, cents, 0, paid, None, client, "Virement",
        now=scene.at(paid, 11), key="demo",
    )  # fmt: skip
    return job


def confirmed(scene: Scene, job: Job, on: datetime.date) -> None:
    """The group read the lines and confirmed them."""
    works = Contribution.objects.standing().filter(job=job).values_list("pk", flat=True)
    spent = Expense.objects.standing().filter(job=job).values_list("pk", flat=True)
    given.confirm(scene.acting(on), scene.kpa, scene.at(on, 10), works=works, expenses=spent)


def agreed(scene: Scene, found: Distribution, on: datetime.date, *present: str, gives_back: bool = False) -> None:
    """The group said yes, by consent."""
    there = [scene.participant(key).pk for key in (*present, "fanny")]
    decided = Approval(on=on, how="consent", present=there, gives_back=gives_back)
    approve(scene.acting(on), found.pk, decided, scene.at(on, 18))
