"""People's rights in the demonstration: requests, a file near its notice and one past it, an archive at the host."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from maille.config.demo import cast
from maille.identity.models import User
from maille.journeys.actions.rights import forgetting
from maille.journeys.actions.rights import requests as actions
from maille.journeys.models import Contract, ContractPeriod, Journey, Person, Retention
from maille.network.access import actor_for
from maille.network.models import KpaChoices, Organisation

NEAR, PAST = 690, 715
"""Days since the last contact of the two files."""


def write(day: datetime.date) -> None:
    """Amina asks for a correction; two former coopérant·es of La Cape, and one whose contract alone is left."""
    now = timezone.now()
    amina = User.objects.get(email="amina@exemple.fr")
    person = Person.objects.get(user=amina)
    actions.ask(
        actor_for(amina, None, day),
        person.pk,
        "rectify",
        now,
        about="Mes parcours",
        text="J'habite à Croix, pas à Roubaix.",
    )
    KpaChoices.objects.filter(kpa__name="La Cape", controller="").update(controller="joint")
    gone = list(left()[:3])
    if len(gone) < 3:
        return
    near, past, erased = gone
    set_aside(near, day - datetime.timedelta(days=NEAR))
    last = day - datetime.timedelta(days=PAST)
    set_aside(past, last)
    Retention.objects.create(
        person_id=past.person_id, last_contact_on=last, noticed_on=day - datetime.timedelta(days=10)
    )
    leave_a_contract(erased, day, now)


def left() -> QuerySet[Journey]:
    """Journeys of La Cape that ended in the published period, of people with no other."""
    journeys = Journey.objects.filter(kpa__name="La Cape", ended_on__lt=cast.SINCE, end_kind="exit")
    return journeys.filter(contracts__isnull=True, person__journeys__isnull=False).order_by("-ended_on", "pk")


def set_aside(journey: Journey, day: datetime.date) -> None:
    """The last news of that person came that day: somebody met them long after the exit."""
    user = journey.referents.order_by("started_on")[0].user
    journey.interviews.create(kind="after", held_on=day, led_by=user, entered_by=user, entered_at=timezone.now())


def leave_a_contract(journey: Journey, day: datetime.date, now: datetime.datetime) -> None:
    """Somebody had her file erased: her signed contract stays with the host, for its time."""
    host = Organisation.objects.get(name="Optéos")
    karim = User.objects.get(email="karim@exemple.fr")
    contract = Contract.objects.create(
        person=journey.person, journey=journey, kpa=journey.kpa, host=host, kind="cape", full_time_employee=False,
        entered_by=karim, entered_at=now,
    )  # fmt: skip
    ContractPeriod.objects.create(
        contract=contract, started_on=journey.entered_on, ends_on=journey.ended_on, signed_on=journey.entered_on,
        full_time_employee=False, entered_by=karim, entered_at=now,
    )  # fmt: skip
    actor = actor_for(karim, None, day)
    actions.ask(actor, journey.person_id, "erase", now, text="Je ne veux plus être dans Maille.")
    forgetting.anonymise([journey.person_id], day=day, at=now, by_id=karim.pk, reason="request")
