"""Workshops of La Cape, past and to come, and the skills people recognise in each other."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from maille.identity.models import User
from maille.journeys.actions import places, skills, workshops
from maille.journeys.models import Journey, Person, Skill, Workshop
from maille.journeys.rules.workshops import WorkshopFacts
from maille.network.access import actor_for
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

KPA = "La Cape"
TRIO = ("amina", "lea", "yanis")
OTHERS = 7
"""People of the KPA who come along, besides the cast."""


@dataclass(frozen=True)
class Session:
    """A workshop told from the day of the demonstration."""

    days: int
    hour: int
    title: str
    domain: str
    place: str
    places: int | None = 8
    leader: str = "fanny"
    """A key of the cast, or the words for somebody from elsewhere."""
    description: str = ""


PAST = (
    Session(-77, 10, "Premiers pas en cuisine collective", "health", "Cuisine de la Maison de quartier", 10),
    Session(-56, 14, "Lire une facture d'énergie", "money", "Maison de quartier", 8, "Une conseillère de la Métropole"),
    Session(-35, 14, "Coudre à la machine", "training", "Atelier couture", 6, "lea", "Chacun repart avec un sac."),
    Session(-20, 9, "Parler de soi en deux minutes", "employment", "Maison de quartier", None, "fanny"),
    Session(-6, 14, "Coudre à la machine, suite", "training", "Atelier couture", 6, "lea"),
)
TODAY = Session(0, 9, "Préparer le marché de samedi", "project", "Maison de quartier", 8, "fanny")
FULL = Session(
    8, 14, "Mes démarches en ligne", "digital", "Salle informatique", 3, "fanny",
    "Apportez votre téléphone et vos identifiants, si vous les avez.",
)  # fmt: skip
COMING = Session(15, 14, "Se déplacer sans voiture", "mobility", "Maison de quartier", 12, "Un agent des transports")
CANCELLED = Session(12, 10, "Visite d'une entreprise", "employment", "Départ de la Maison de quartier", 8, "fanny")

SELF = (
    ("Coudre à la machine", 2, 50), ("Coudre à la machine", 3, 5), ("Travailler à plusieurs", 3, 50),
    ("Cuisiner pour un groupe", 4, 50), ("Écrire un message", 2, 50), ("Faire mes démarches en ligne", 1, 18),
    ("Respecter l'hygiène en cuisine", 3, 18),
)  # fmt: skip
"""What Amina says of herself: skill, level, how many days ago."""
BY_LEA = (
    ("Coudre à la machine", 3, 6, "l'atelier couture"),
    ("Accueillir une nouvelle personne", 4, 6, "l'atelier couture"),
)
BY_FANNY = (
    ("Cuisiner pour un groupe", 4, 70, "Premiers pas en cuisine collective"),
    ("Travailler à plusieurs", 3, 33, "Coudre à la machine"),
    ("Coudre à la machine", 3, 4, "Coudre à la machine, suite"),
)


def write(day: datetime.date) -> int:
    """Everything, through the actions people use; how many workshops."""
    kpa = Organisation.objects.get(name=KPA)
    fanny = User.objects.get(email="fanny@exemple.fr")
    trio = [Person.objects.get(user__email=f"{key}@exemple.fr") for key in TRIO]
    group = Journey.objects.at(day).filter(kpa=kpa, entered_on__lt=day - datetime.timedelta(days=90))
    others = group.exclude(person__in=trio).order_by("pk").select_related("person")[:OTHERS]
    people = [*trio, *(journey.person for journey in others)]
    for rank, session in enumerate(PAST):
        hold(session, fanny, kpa, day, people[: len(people) - rank % 3], absent=rank % 4)
    actor = actor_for(fanny, None, day)
    today = plan(TODAY, fanny, kpa, day)
    sign_up(actor, today, people[:6], day)
    full = plan(FULL, fanny, kpa, day)
    sign_up(actor, full, [*people[3:6], trio[2]], day)
    places.sign_myself_up(
        actor_for(trio[0].user, None, day), trio[0], plan(COMING, fanny, kpa, day).pk, early(full, day)
    )
    cancelled = plan(CANCELLED, fanny, kpa, day)
    sign_up(actor, cancelled, [trio[0], *people[3:5]], day)
    workshops.cancel_workshop(actor, cancelled.pk, None, early(cancelled, day))
    workshops.repeat_workshop(actor, full.pk, 2, 4, early(full, day))
    recognise(day, fanny, trio[0], trio[1])
    return Workshop.objects.count()


def plan(session: Session, fanny: User, kpa: Organisation, day: datetime.date) -> Workshop:
    """A workshop written three weeks before it takes place."""
    on = day + datetime.timedelta(days=session.days)
    start = timezone.make_aware(datetime.datetime.combine(on, datetime.time(session.hour)))
    led_by = User.objects.filter(email=f"{session.leader}@exemple.fr").first()
    peer = Person.objects.filter(user=led_by).first() if led_by else None
    facts = WorkshopFacts(
        title=session.title,
        domain=session.domain,
        starts_at=start,
        minutes=120,
        description=session.description,
        place=session.place,
        places=session.places,
        led_by_id=led_by.pk if led_by and not peer else None,
        led_by_peer_id=peer.pk if peer else None,
        led_by_name="" if led_by else session.leader,
    )
    written = min(start, noon(day)) - datetime.timedelta(days=21)
    return workshops.plan_workshop(actor_for(fanny, None, min(on, day)), kpa, facts, written)


def noon(day: datetime.date) -> datetime.datetime:
    """The middle of the day the demonstration is installed."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def early(workshop: Workshop, day: datetime.date) -> datetime.datetime:
    """Some days before, at the latest yesterday."""
    return min(workshop.starts_at, noon(day)) - datetime.timedelta(days=3)


def sign_up(actor: Actor, workshop: Workshop, people: list[Person], day: datetime.date) -> None:
    """Fanny writes these people on the list."""
    for person in people:
        places.sign_up(actor, workshop.pk, person.pk, early(workshop, day))


def hold(
    session: Session, fanny: User, kpa: Organisation, day: datetime.date, people: list[Person], *, absent: int
) -> None:
    """A workshop that took place: people there that day signed up, some did not come."""
    workshop = plan(session, fanny, kpa, day)
    there = set(Journey.objects.at(workshop.day).filter(kpa=kpa).values_list("person_id", flat=True))
    coming = [person for person in people if person.pk in there][: session.places]
    actor, start = actor_for(fanny, None, workshop.day), workshop.starts_at
    sign_up(actor, workshop, coming, day)
    for rank, place in enumerate(workshop.taken.sitting().order_by("pk")):
        came = rank < 2 or rank != absent + 2
        places.mark(actor, place.pk, came, start + datetime.timedelta(minutes=rank))


def recognise(day: datetime.date, fanny: User, amina: Person, lea: Person) -> None:
    """Amina's skills, by herself, by Léa and by Fanny."""
    kpa = Organisation.objects.get(name=KPA)
    ids = dict(Skill.objects.in_grid(kpa.pk).values_list("name", "pk"))
    journey = Journey.objects.at(day).get(kpa=kpa, person=amina)

    def then(ago: int) -> tuple[datetime.date, datetime.datetime]:
        on = day - datetime.timedelta(days=ago)
        return on, timezone.make_aware(datetime.datetime.combine(on, datetime.time(17)))

    for name, level, ago in SELF:
        on, at = then(ago)
        skills.assess_myself(actor_for(amina.user, None, on), amina, ids[name], level, at)
    for name, level, ago, seen_in in BY_LEA:
        on, at = then(ago)
        skills.recognise_peer(actor_for(lea.user, None, on), lea, journey.pk, ids[name], level, seen_in, at)
    for name, level, ago, seen_in in BY_FANNY:
        on, at = then(ago)
        skills.recognise(actor_for(fanny, None, day), journey.pk, ids[name], level, on, seen_in, at)
