"""What a full account costs to open: a hundred thousand movements, at the desk and on the phone, today and long ago."""

import datetime
from random import Random

from django.db import connection, transaction

from benchmarks.browsing import client_of, get
from benchmarks.timing import Measure, timed
from maille.activities.models import Job, Participant
from maille.identity.models import User
from maille.journeys.models import Journey, Person
from maille.ledger.actions import account_for
from maille.ledger.models import Account, Posting, Transfer
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.network.models import Membership, Organisation
from maille.network.models.organisations import Kind

ENTRIES, EACH = 100_000, 5
AIM_MS, AIM_QUERIES = 40.0, 8
FIRST = datetime.date(2020, 1, 6)
NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
DESK, PHONE = "comptes-bureau@exemple.fr", "comptes-telephone@exemple.fr"


def books(size: int, runs: int) -> list[Measure]:
    """The statement's first, older and dated pages; the person's own."""
    many = min(ENTRIES, size * 10)
    account = full_account(many, Random(4))
    desk, phone = client_of(DESK), client_of(PHONE)
    address = f"/comptes/{account.pk}/"
    middle = Transfer.objects.filter(target=account).order_by("day", "pk")[many // 4]
    asked = {
        "account's statement": (desk, address),
        "account's statement, further back": (desk, f"{address}?apres={middle.day:%Y%m%d}-{middle.pk}"),
        "account's statement, at a date": (desk, f"{address}?au={middle.day}"),
        "my money": (phone, "/mon-argent/"),
    }
    return [
        timed(
            name, many, lambda c=client, a=page: get(c, a), runs=runs, aim_ms=AIM_MS, aim_queries=AIM_QUERIES,
            note=f"{many} entries",
        )
        for name, (client, page) in asked.items()
    ]  # fmt: skip


def full_account(many: int, random: Random) -> Account:
    """One person's account: shares that come in, pay and transfers that go out."""
    with transaction.atomic():
        kpa = Organisation.objects.create(name="KPA des comptes", name_key="kpa des comptes", kind=Kind.KPA)
        for email, role in ((DESK, "contributor"), (PHONE, "cooperant")):
            user = User.objects.create_user(email, email.split("@", 1)[0])
            Membership.objects.create(user=user, organisation=kpa, role=role, started_on=FIRST)
        person = Person.objects.create(
            last_name="Comptes",
            first_name="Iris",
            birth_date=datetime.date(1990, 1, 1),
            user=User.objects.get(email=PHONE),
        )
        Journey.objects.create(person=person, kpa=kpa, entered_on=FIRST)
        mine = account_for(
            kpa, AccountKind.INDIVIDUAL, FIRST, participant=Participant.objects.create(kpa=kpa, person=person)
        )
        outside = account_for(kpa, AccountKind.OUTSIDE, FIRST)
        jobs = Job.objects.bulk_create(Job(kpa=kpa, title=f"Prestation {rank}", entered_at=NOW) for rank in range(200))
        pots = [account_for(kpa, AccountKind.POT, FIRST, job=job) for job in jobs]
        days = [FIRST + datetime.timedelta(days=rank * 2000 // (many // EACH)) for rank in range(many // EACH)]
        postings = Posting.objects.bulk_create(
            (
                Posting(kpa=kpa, kind=PostingKind.DISTRIBUTION, day=day, key=f"bench:{rank}", posted_at=NOW)
                for rank, day in enumerate(days)
            ),
            batch_size=2000,
        )
        Transfer.objects.bulk_create(
            (
                Transfer(posting=each, source=mine, target=outside, cents=random.randint(1, 500), day=each.day)
                if rank % 2
                else Transfer(
                    posting=each, source=random.choice(pots), target=mine, cents=random.randint(500, 900), day=each.day
                )
                for each in postings
                for rank in range(EACH)
            ),
            batch_size=2000,
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) ledger_transfer" if connection.vendor == "postgresql" else "ANALYZE")
    return mine
