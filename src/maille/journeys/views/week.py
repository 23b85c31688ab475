"""What needs attention this week."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from maille.journeys.models import Journey
from maille.journeys.models.contract_week import CONTRACT_GROUPS
from maille.journeys.models.journeys import JourneyQuerySet
from maille.journeys.models.readiness import readiness_of
from maille.journeys.models.readiness_week import expiring, not_ready, unanswered
from maille.journeys.models.reading import tell, with_events
from maille.journeys.models.reading_contracts import all_contracts_of
from maille.journeys.models.rights_week import soon_anonymised, to_answer
from maille.journeys.models.support_week import ASKED
from maille.journeys.models.week import ending, follow_up_due, incomplete
from maille.journeys.rules.dates import add_months
from maille.journeys.rules.readiness import ending as ends_of
from maille.journeys.views.contract_lines import contract_line
from maille.journeys.views.loading import reader
from maille.journeys.views.replies import ORDER as REPLIES_ORDER
from maille.journeys.views.replies import waiting_for
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor
from maille.ui import keyset

FIRST = 5
"""Lines shown of each group on the page of the week; the group's own page lists the others."""
COUNTED = 500


@dataclass(frozen=True)
class Group:
    """One kind of attention."""

    key: str
    title: str
    sentence: str
    order: tuple[str, ...]


GROUPS = {
    "assureur": Group(
        "assureur",
        "Réponses de l'assureur attendues",
        "Personne ne travaille avant. Relancez-le, puis notez sa réponse.",
        ("entered_on", "id"),
    ),
    "avant-travail": Group(
        "avant-travail",
        "Pas encore prêtes à travailler",
        "Il manque au moins une chose obligatoire.",
        ("-entered_on", "-id"),
    ),
    "echeances": Group(
        "echeances",
        "Pièces et assurances qui se terminent",
        "Elles ne seront plus valables dans moins de 60 jours.",
        ("entered_on", "id"),
    ),
    "contrats-a-signer": Group(
        "contrats-a-signer",
        "Contrats à signer",
        "Ils commencent dans moins de deux semaines, ou devraient avoir commencé. Personne ne travaille avant.",
        ("contract_day", "id"),
    ),
    "contrats-a-finir": Group(
        "contrats-a-finir",
        "Contrats qui finissent",
        "Dans moins de 60 jours. Préparez le renouvellement ou la suite avec la personne.",
        ("contract_day", "id"),
    ),
    "contrats-apres-sortie": Group(
        "contrats-apres-sortie",
        "Contrats encore en cours après la sortie",
        "Un contrat ne se termine pas avec le parcours. Rompez-le, ou laissez-le aller à son terme.",
        ("contract_day", "id"),
    ),
    "entretiens": Group(
        "entretiens",
        "Entretiens de la semaine",
        "Ceux qui sont prévus d'ici sept jours, ou dont le jour est passé sans être noté.",
        ("asked_on", "id"),
    ),
    "pas-en-retard": Group(
        "pas-en-retard", "Prochains pas en retard", "Leur jour est passé. Prenez des nouvelles.", ("asked_on", "id")
    ),
    "sans-suite": Group(
        "sans-suite",
        "Orientations sans suite",
        "Depuis plus d'un mois. Demandez au partenaire ou à la personne ce qui s'est passé.",
        ("asked_on", "id"),
    ),
    "cesa": Group(
        "cesa",
        "Entretiens dus en CESA",
        "Au moins deux par an. Le premier est demandé à six mois, le second à dix.",
        ("asked_on", "id"),
    ),
    "demandes": Group(
        "demandes",
        "Demandes sur leurs données",
        "Répondez dans le mois, avec des mots simples.",
        ("entered_on", "id"),
    ),
    "suivis-3-mois": Group(
        "suivis-3-mois", "Suivis à 3 mois", "Prenez des nouvelles, 3 mois après la sortie.", ("ended_on", "id")
    ),
    "suivis-6-mois": Group(
        "suivis-6-mois", "Suivis à 6 mois", "Prenez des nouvelles, 6 mois après la sortie.", ("ended_on", "id")
    ),
    "fins": Group("fins", "Parcours qui se terminent", "Préparez la suite avec la personne.", ("entered_on", "id")),
    "pas-vus": Group(
        "pas-vus",
        "Personnes pas vues depuis deux mois",
        "Ni entretien ni atelier depuis 60 jours, et pas de pause. Un appel suffit parfois.",
        ("asked_on", "id"),
    ),
    "manques": Group(
        "manques",
        "Fiches à compléter",
        "Il manque un renseignement que le bilan demande.",
        ("-entered_on", "-id"),
    ),
    "conservation": Group(
        "conservation",
        "Fiches bientôt anonymisées",
        "Aucun contact depuis près de deux ans. Prenez des nouvelles, ou laissez le temps passer.",
        ("entered_on", "id"),
    ),
}


@dataclass(frozen=True)
class Words:
    """How a line of a group of an app above is told, and where it leads."""

    sentence: str
    route: str
    query: str
    label: str


WORDS: dict[str, Words] = {}


def add_group(group: Group, find: Callable[[Actor, datetime.date], JourneyQuerySet], words: Words) -> None:
    """Add a kind of attention of an app above, from its AppConfig.ready."""
    GROUPS[group.key], BEFORE_WORK[group.key], WORDS[group.key] = group, find, words


BEFORE_WORK: dict[str, Callable[[Actor, datetime.date], JourneyQuerySet]] = {
    "assureur": unanswered,
    "avant-travail": not_ready,
    "echeances": expiring,
    "demandes": to_answer,
    "conservation": soon_anonymised,
}


def journeys_of(key: str, actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """The journeys of one group."""
    if key in BEFORE_WORK:
        return BEFORE_WORK[key](actor, day)
    if key in CONTRACT_GROUPS:
        return CONTRACT_GROUPS[key](actor, day)
    if key in ASKED:
        return ASKED[key](actor, day)
    if key == "suivis-3-mois":
        return follow_up_due(actor, day, 3)
    if key == "suivis-6-mois":
        return follow_up_due(actor, day, 6)
    return ending(actor, day) if key == "fins" else incomplete(actor, day)


def lines_of(
    key: str, journeys: list[Journey], day: datetime.date, asked: dict[int, tuple[datetime.date, str]]
) -> list[dict[str, Any]]:
    """Each journey as a sentence's parts; `asked` holds what `models.support_week` asks, by journey."""
    lines = []
    ready = readiness_of(journeys, day)
    contracts = all_contracts_of(journeys, day) if key in CONTRACT_GROUPS else {}
    for journey in journeys:
        told = tell(journey, day)
        due_on = None
        if key.startswith("suivis") and journey.ended_on:
            due_on = add_months(journey.ended_on, 3 if "3" in key else 6)
        end = told.state.planned_end
        lines.append(
            {
                "told": told,
                "words": WORDS.get(key),
                "journey": journey,
                "asked_on": asked[journey.pk][0] if key in ASKED else None,
                "asked_what": asked[journey.pk][1] if key in ASKED else "",
                "asked_late": key in ASKED and asked[journey.pk][0] < day,
                "due_on": due_on,
                "end": end,
                "late": is_late(due_on or end, day),
                "readiness": ready[journey.pk],
                "contract": contract_line(key, contracts.get(journey.pk, []), day),
                "ending": ends_of(ready[journey.pk], day) if key == "echeances" else (),
            }
        )
    return lines


def is_late(date: datetime.date | None, day: datetime.date) -> bool:
    """Whether the date is past."""
    return date is not None and date < day


def week(request: ActorRequest) -> HttpResponse:
    """Each group with its count and first lines."""
    actor, day = reader(request), request.at
    found = {key: journeys_of(key, actor, day) for key in GROUPS}
    firsts: dict[str, list[int]] = {}
    asked: dict[str, dict[int, tuple[datetime.date, str]]] = {}
    for key, group in GROUPS.items():
        columns = ("pk", "asked_on", "asked_what") if key in ASKED else ("pk",)
        rows = list(found[key].order_by(*group.order).values_list(*columns)[:FIRST])
        firsts[key] = [row[0] for row in rows]
        asked[key] = {row[0]: row[1:] for row in rows}
    wanted = {pk for pks in firsts.values() for pk in pks}
    by_pk = {journey.pk: journey for journey in with_events(Journey.objects.visible_to(actor).filter(pk__in=wanted))}
    groups = []
    for key, group in GROUPS.items():
        count = len(firsts[key])
        if count == FIRST:
            count = found[key].order_by("pk")[: COUNTED + 1].count()
        lines = lines_of(key, [by_pk[pk] for pk in firsts[key]], day, asked[key])
        groups.append({"group": group, "lines": lines, "count": min(count, COUNTED), "more": count > COUNTED,
                       "others": count > FIRST})  # fmt: skip
    replies = list(waiting_for(actor).order_by(*REPLIES_ORDER)[:FIRST])
    nothing = not replies and not any(each["count"] for each in groups)
    context = {"groups": groups, "day": day, "nothing": nothing, "replies": replies}
    context["nobody"] = context["nothing"] and not Journey.objects.visible_to(actor).exists()
    return render(request, "journeys/week.html", {**context, "may_enter": bool(actor.writes)})


def group(request: ActorRequest, key: str) -> HttpResponse:
    """One group, in pages."""
    actor, day = reader(request), request.at
    asked = GROUPS.get(key)
    if asked is None:
        raise Http404
    page = keyset.page(with_events(journeys_of(key, actor, day)), asked.order, request.GET)
    told = {each.pk: (each.asked_on, each.asked_what) for each in page.rows} if key in ASKED else {}
    context = {"group": asked, "page": page, "lines": lines_of(key, page.rows, day, told), "day": day}
    return render(request, "journeys/week_group.html", context)
