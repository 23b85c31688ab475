"""Everything Maille holds about a person, declared once: how it is told to her, and what becomes of it afterwards.

Apps above declare theirs from their AppConfig.ready (`declare`).

A test walks every model that reaches a person by foreign keys: it must be here or among EXCEPTIONS, and each of its
texts must be emptied by anonymisation or said harmless.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import models

from maille.identity.models import Card, Message, SpokenCode, User
from maille.journeys.models import (
    Anonymisation,
    BankDetails,
    Barrier,
    Contract,
    ContractPeriod,
    Document,
    FollowUp,
    Goal,
    Handover,
    ImportLine,
    Insurance,
    Interview,
    Journey,
    NextStep,
    Note,
    Opening,
    Orientation,
    Person,
    PersonAccess,
    Piece,
    Procedure,
    Recognition,
    Referent,
    Reply,
    Retention,
    RightsRequest,
    Signature,
    SigningCode,
    Stage,
    Suspension,
    Termination,
    WorkshopPlace,
)
from maille.network.models import Invitation, Membership

DELETE = "delete"
Blank = Mapping[str, Any]
"""Field → what it holds once the person is anonymised."""
NOBODY = "Personne anonymisée"
GONE = "–"


@dataclass(frozen=True)
class Holding:
    """One kind of record, reached from a person by `path`.

    `forget`: DELETE, or what its fields become; None where a function of its own does it (actions.rights.forgetting).
    `harmless`: texts that stay, for they name nobody and were not typed about her.
    """

    model: type[models.Model]
    title: str
    """What the section is called in the person's file; "" when another section tells it."""
    path: str
    order: tuple[str, ...] = ("pk",)
    forget: str | Blank | None = DELETE
    silent: frozenset[str] = frozenset()
    """Fields that say nothing to anybody."""
    harmless: frozenset[str] = frozenset()
    related: tuple[str, ...] = ()
    """What is read with it."""
    kpa: str = ""
    """The lookup of the KPA it belongs to; "" when it belongs to none: a reader of one KPA sees only its own."""
    when_named: bool = False
    """Only emptied where its text spells one of her names: words of a group about several people, still theirs."""

    @property
    def key(self) -> str:
        """The section's name in the JSON file."""
        return f"{self.model._meta.model_name}" + ("" if self.path in OWN_PATHS else f"_{self.path.split('__')[0]}")


OWN_PATHS = {
    *("pk", "person", "id", "journey", "journey__person", "goal__journey__person", "contract__person"),
    *("document__person", "user__person", "person_access__person", "absorbed", "kept"),
    *("participant__person", "request__participant__person"),
}


def support(model: type[models.Model], title: str, order: str, **more: Any) -> Holding:
    """Something that hangs from a journey."""
    return Holding(model, title, "journey__person", (order, "pk"), kpa="journey__kpa", **more)


def own(model: type[models.Model], title: str, order: str, **more: Any) -> Holding:
    """Something that hangs from the person."""
    return Holding(model, title, "person", (order, "pk"), **more)


TYPED = frozenset({"entered_by", "entered_at", "on_behalf"})

STATED: list[Holding] = [
    Holding(Person, "Qui je suis", "pk", forget=None, silent=frozenset({"merged_into", "user"})),
    Holding(
        Journey,
        "Mes parcours",
        "person",
        ("entered_on", "pk"),
        {"postal_code": "", "commune": "", "commune_code": "", "exit_note": "", "anonymised": True},
        frozenset({"person"}),
        harmless=frozenset({"department"}),
        related=("kpa", "prescriber", "transferred_to__kpa"),
        kpa="kpa",
    ),
    support(Stage, "Mes étapes", "started_on", forget={}),
    support(Referent, "Qui me suit", "started_on", forget={}, related=("user",)),
    support(Suspension, "Mes pauses", "started_on", forget={"reason": ""}),
    support(FollowUp, "Les nouvelles après ma sortie", "done_on", forget={"note": ""}),
    support(Interview, "Mes entretiens", "held_on", forget={"next_on": None}, harmless=frozenset({"domains"})),
    support(Goal, "Mes objectifs", "set_on", forget={"text": GONE}),
    Holding(
        NextStep,
        "Mes prochains pas",
        "goal__journey__person",
        ("due_on", "pk"),
        {"text": GONE},
        kpa="goal__journey__kpa",
        related=("goal",),
    ),
    support(Barrier, "Mes freins", "started_on", forget={"lifted_how": ""}),
    support(
        Orientation, "Vers qui j'ai été orienté·e", "oriented_on", forget={"purpose": ""}, related=("partner",)
    ),  # partner_name: actions.rights.forgetting
    support(Procedure, "Mes démarches", "started_on", forget={"title": GONE}),
    support(
        WorkshopPlace, "Mes ateliers", "entered_at", forget={}, related=("workshop",), silent=frozenset({"marked_by"})
    ),
    support(Recognition, "Mes compétences", "recognised_on", forget={"evidence": ""}, related=("skill", "user")),
    support(Note, "Ce qui est écrit sur moi", "written_on", related=("author",)),
    own(Reply, "Ce que j'ai répondu", "entered_at", silent=frozenset({"subject_id"})),
    support(Handover, "Mes changements de référent·e", "handed_on", silent=frozenset({"transmitted"})),
    support(Opening, "Les partenaires qui peuvent lire", "started_on", related=("user", "organisation")),
    own(Piece, "Mes pièces", "given_on", kpa="kpa", related=("kpa", "file")),
    own(Insurance, "Les demandes à l'assureur", "sent_on", kpa="kpa", related=("kpa",), silent=frozenset({"sheet"})),
    own(BankDetails, "Mes coordonnées bancaires", "since"),
    own(Contract, "Mes contrats", "pk", forget={}, kpa="kpa", related=("kpa", "host")),
    Holding(
        ContractPeriod,
        "Ce que disent mes contrats",
        "contract__person",
        ("started_on", "pk"),
        {"programme": "", "resources": ""},
        kpa="contract__kpa",
        related=("contract",),
    ),
    Holding(Termination, "Les fins anticipées", "contract__person", forget={"reason": GONE}, kpa="contract__kpa"),
    own(Document, "Mes documents", "issued_at", kpa="kpa", related=("kpa", "host", "file")),
    Holding(
        Signature,
        "Les signatures",
        "document__person",
        kpa="document__kpa",
        related=("document", "scan"),
        silent=frozenset({"user"}),
    ),
    own(RightsRequest, "Mes demandes sur mes données", "asked_on", forget={"text": "", "about": "", "answer": ""}),
    own(Retention, "Combien de temps ma fiche est gardée", "pk"),
    own(Anonymisation, "", "pk", forget={}, harmless=frozenset()),
    own(PersonAccess, "Mes accès à Maille", "given_at", forget=None, related=("kpa",), kpa="kpa"),
    Holding(User, "Mon compte", "person", forget=None, silent=frozenset({"password", "is_superuser"})),
    Holding(EmailAddress, "Mes adresses de connexion", "user__person"),
    Holding(EmailConfirmation, "", "email_address__user__person"),
    Holding(Authenticator, "Mes clés de connexion", "user__person", silent=frozenset({"data"})),
    Holding(UserSession, "Mes appareils connectés", "user__person", silent=frozenset({"session_key", "data", "user"})),
    Holding(Card, "Mes cartes de connexion", "user__person", silent=frozenset({"code_hash", "pin_hash", "user"})),
    Holding(SpokenCode, "", "user__person"),
    Holding(SigningCode, "", "document__person"),
    Holding(
        Message,
        "Les messages que j'ai reçus",
        "user__person",
        ("sent_at", "pk"),
        silent=frozenset({"about_kind", "about_id", "user", "sent_by"}),
    ),
    Holding(
        Membership,
        "Mes places",
        "user__person",
        forget=None,
        related=("organisation",),
        kpa="organisation",
    ),
    Holding(
        Invitation,
        "Les invitations",
        "person_access__person",
        forget=None,
        silent=frozenset({"token_hash"}),
        kpa="organisation",
    ),
    Holding(
        ImportLine,
        "Les lignes de registre d'où vient ma fiche",
        "person",
        forget={"before": {}, "extra": {}, "cells": [], "problems": []},
        silent=frozenset({"cells"}),
        harmless=frozenset({"outcome"}),
        related=("batch",),
        kpa="journey__kpa",
    ),
    Holding(Person.history.model, "", "id", forget=None),
    Holding(
        Journey.history.model,
        "",
        "person",
        forget={
            "postal_code": "", "commune": "", "commune_code": "", "exit_note": "", "registered_on": None,
            "history_change_reason": None,
        },
        harmless=frozenset({"department"}),
    ),
    Holding(Membership.history.model, "", "user__person", forget={"history_change_reason": None}),
]  # fmt: skip

HISTORIES = tuple(
    Holding(each.model.history.model, "", each.path)
    for each in STATED
    if hasattr(each.model, "history") and each.model not in {Person, Journey, Membership}
)
"""Histories of texts about her go with her; those of files, journeys and places stay, emptied (above)."""
HOLDINGS = [*STATED, *HISTORIES]

EXCEPTIONS: dict[str, str] = {
    "journeys.HistoricalPerson.merged_into": "deux fiches d'une même personne : anonymisées ensemble",
    "journeys.HistoricalJourney.transferred_to": "le parcours suivant de la même personne",
    "journeys.Merge.access_moved": "l'accès suit la personne d'une fiche à l'autre",
    "journeys.Person.merged_into": "deux fiches d'une même personne : anonymisées ensemble",
    "journeys.PersonWord.person": "suit les noms par lui-même (triggers) : vide avec eux",
    "journeys.Merge.kept": "numéros de fiches, sans nom : anonymisées ensemble",
    "journeys.Merge.absorbed": "numéros de fiches, sans nom : anonymisées ensemble",
    "journeys.ToldApart.first": "numéros de fiches, sans nom",
    "journeys.ToldApart.second": "numéros de fiches, sans nom",
    "journeys.Interview.peer": "l'entretien d'une autre personne : on n'y garde que le numéro de la fiche du pair",
    "journeys.HistoricalInterview.peer": "suit l'entretien de l'autre personne",
    "journeys.Recognition.peer": "la compétence d'une autre personne : on n'y garde que le numéro de la fiche du pair",
    "journeys.Workshop.led_by_peer": "un atelier : on n'y garde que le numéro de la fiche du pair",
    "journeys.Journey.transferred_to": "le parcours suivant de la même personne",
    "journeys.Note.interview": "une note d'un entretien est aussi celle du parcours",
}
"""Foreign keys towards a person, or what hangs from one, that are neither told nor emptied by HOLDINGS, with why."""


def declare(holdings: Iterable[Holding], exceptions: Mapping[str, str] | None = None) -> None:
    """Add what an app above holds about people, and its foreign keys that need no telling, with why; twice is once."""
    for each in holdings:
        if each not in HOLDINGS:
            STATED.append(each)
            HOLDINGS.append(each)
    EXCEPTIONS.update(exceptions or {})
