"""What jobs cost to read: the list, the week, one job, the hours, a phone; half of the jobs are one KPA's.

Half as many jobs as people, each with two shifts of three people, their hours once past, and an expense.
"""

import datetime
from random import Random
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.browsing import client_of, get
from benchmarks.population import insert
from benchmarks.timing import Measure, timed
from maille.activities.models import Contribution, Expense, Job, JobStep, Participant, Shift, SignUp, WorkRole
from maille.identity.models import User
from maille.journeys.models import Journey, Person
from maille.network.models import Membership, Organisation

AIM_MS, AIM_QUERIES, PAGE_QUERIES = 80.0, 16, 45
SINCE, AHEAD = 1_000, 60
"""Days before today, and after, over which jobs are spread."""
GROUP = 40
PHONE = "telephone-prestations@exemple.fr"
NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)


def jobs(size: int, runs: int) -> list[Measure]:
    """As the contributor of the KPA that has half of the jobs, as the network's coordinator, and on a phone."""
    busiest = fill(size // 2, Random(7))
    fanny, odile, phone = (client_of(email) for email in ("fanny@exemple.fr", "odile@exemple.fr", PHONE))
    week, month = timezone.localdate(), timezone.localdate() - datetime.timedelta(days=45)
    lists: dict[str, tuple[Any, str]] = {
        "jobs to come, one KPA": (fanny, "/prestations/"),
        "jobs to come, all KPAs": (odile, "/prestations/"),
        "all jobs, all KPAs": (odile, "/prestations/?quand=toutes"),
        "jobs, a search, all KPAs": (odile, "/prestations/?quand=toutes&q=crèche"),
        "jobs, a search without answer": (odile, "/prestations/?quand=toutes&q=xyzzy"),
        "the week": (fanny, f"/planning/?semaine={week}"),
        "hours of a month": (fanny, f"/heures/?mois={month:%Y-%m}"),
        "hours since the beginning, one KPA": (fanny, "/heures/?mois=tout"),
        "hours since the beginning, all KPAs": (odile, "/heures/?mois=tout"),
        "expenses since the beginning": (fanny, "/frais/?mois=tout"),
        "today, on the phone": (phone, "/aujourdhui/"),
        "my hours, on the phone": (phone, "/mes-heures/"),
        "noting hours": (fanny, "/heures/noter/"),
    }
    pages: dict[str, tuple[Any, str]] = {
        "one job": (fanny, f"/prestations/{busiest.pk}/"),
        "one job's hours": (fanny, f"/prestations/{busiest.pk}/heures/"),
        "whom to call": (fanny, f"/prestations/creneaux/{busiest.shifts.order_by('-pk')[0].pk}/"),
    }
    return [
        timed(name, size, lambda c=client, a=address: get(c, a), runs=runs, aim_ms=AIM_MS, aim_queries=aim)
        for asked, aim in ((lists, AIM_QUERIES), (pages, PAGE_QUERIES))
        for name, (client, address) in asked.items()
    ]


def fill(many: int, random: Random) -> Job:
    """Write the jobs; the one given back is to come, of the KPA that has most."""
    kpas = list(Organisation.objects.filter(kind="kpa").order_by("pk"))
    ours = next(each for each in kpas if each.name == "La Cape")
    spread = [ours if rank % 2 else kpas[rank // 2 % len(kpas)] for rank in range(many)]
    with transaction.atomic():
        roles = {each.pk: WorkRole.objects.create(kpa=each, name="cuisine").pk for each in kpas}
        groups = {each.pk: participants(each) for each in kpas}
        of_a_phone(groups[ours.pk][0])
        today, week = timezone.localdate(), datetime.timedelta(days=7)
        days = [today + datetime.timedelta(days=random.randrange(-SINCE, AHEAD)) for _ in range(many)]
        days[1] = today + week  # the one shown
        words = ("Buffet", "Goûter de la crèche", "Marché", "Repas de quartier")
        insert(Job, (
            {"id": pk, "kpa_id": kpa.pk, "title": f"{words[pk % 4]} {pk}", "client": f"Centre social {pk % 90}",
             "state": "planned" if day >= today else "done" if pk % 5 else "closed", "kind": "job", "starts_on": day,
             "ends_on": day, "version": 1, "entered_at": NOW, "on_behalf": False, "place": "", "contact": "",
             "description": "", "expected": 86_400}
            for pk, (kpa, day) in enumerate(zip(spread, days, strict=True), 1)
        ))  # fmt: skip
        JobStep.objects.bulk_create(
            (JobStep(job_id=pk, state="planned", on=day, entered_at=NOW) for pk, day in enumerate(days, 1)),
            batch_size=1000,
        )
        insert(Shift, (
            {"id": 2 * pk + rank, "job_id": pk, "starts_at": at(day, 8 + 6 * rank), "minutes": 300, "people": 4,
             "role_id": roles[spread[pk - 1].pk], "place": "", "special": "", "special_people": 0}
            for pk, day in enumerate(days, 1) for rank in (0, 1)
        ))  # fmt: skip
        come = [
            (pk, 2 * pk + rank, day, who, spread[pk - 1].pk)
            for pk, day in enumerate(days, 1)
            for rank in (0, 1)
            for who in random.sample(groups[spread[pk - 1].pk], 3)
        ]
        insert(SignUp, (
            {"id": rank, "shift_id": shift, "participant_id": who, "special": False, "withdrawn_why": "",
             "absent_why": "", "came": True if day < today else None, "entered_at": NOW, "on_behalf": False}
            for rank, (_, shift, day, who, _) in enumerate(come, 1)
        ))  # fmt: skip
        insert(Contribution, (
            {"kpa_id": kpa, "job_id": job, "participant_id": who, "day": day, "minutes": 300, "role_id": roles[kpa],
             "paid": job % 7 > 0, "points": 0, "note": "", "sign_up_id": rank, "entered_at": NOW, "on_behalf": False,
             "confirmed_at": NOW if job % 3 else None}
            for rank, (job, _, day, who, kpa) in enumerate(come, 1) if day < today
        ))  # fmt: skip
        insert(Expense, (
            {"kpa_id": spread[pk - 1].pk, "job_id": pk, "advanced_by": "collective", "cents": 1_890, "what": "pain",
             "shop": "", "note": "perdu", "day": day, "entered_at": NOW, "on_behalf": False}
            for pk, day in enumerate(days, 1) if day < today
        ))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Job.objects.get(pk=2)


def participants(kpa: Organisation) -> list[int]:
    """A group of people who are there, as participants."""
    here = Journey.objects.filter(kpa=kpa, ended_on=None).order_by("pk").values_list("person_id", flat=True)
    made = [Participant(kpa=kpa, person_id=pk) for pk in dict.fromkeys(here[: 2 * GROUP])][:GROUP]
    return [each.pk for each in Participant.objects.bulk_create(made)]


def of_a_phone(participant_id: int) -> None:
    """That participant signs in."""
    held = Participant.objects.get(pk=participant_id)
    user = User.objects.create_user(PHONE, "Iris")
    Membership.objects.create(user=user, organisation=held.kpa, role="cooperant", started_on=datetime.date(2024, 1, 1))
    Person.objects.filter(pk=held.person_id).update(user=user)


def at(day: datetime.date, hour: int) -> datetime.datetime:
    """A moment of that day, on the clock here."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour))).astimezone(datetime.UTC)
