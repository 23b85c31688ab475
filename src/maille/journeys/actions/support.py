"""What every action of this app shares: locks, versions, who did it, and refusals in words."""

import contextlib
from collections.abc import Iterator, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from maille.journeys import access
from maille.journeys.models import Journey, Person
from maille.journeys.models.changes import Change, changes_since
from maille.journeys.rules.checks import Problem, blocking
from maille.journeys.rules.places import department_of
from maille.network import communes
from maille.network.actions.saving import sign
from maille.network.rules.roles import Actor

REFUSALS = {
    "no_overlapping_journeys": (
        "entered_on",
        "Cette personne a déjà un parcours dans ce KPA à ces dates. Deux parcours ne peuvent pas s'y chevaucher : "
        "vérifiez les dates, ou complétez le parcours existant.",
    ),
    "one_journey_per_entry": (
        "entered_on",
        "Cette personne a déjà un parcours dans ce KPA à cette date d'entrée. Ouvrez-le pour le compléter.",
    ),
    "journeys_journey.person_id, journeys_journey.kpa_id": (
        "entered_on",
        "Cette personne a déjà un parcours dans ce KPA à cette date d'entrée. Ouvrez-le pour le compléter.",
    ),
    "no_overlapping_suspensions": ("started_on", "Une autre pause couvre déjà une partie de ces dates."),
    "one_open_suspension": ("started_on", "Ce parcours est déjà en pause."),
    "no_journey_of_a_merged_person": (
        "__all__",
        "Cette fiche a été réunie à une autre entre-temps. Retrouvez la personne dans la liste.",
    ),
    "follow_up_after_exit": ("__all__", "Un suivi demande une sortie, et se fait après elle."),
    "one_stage_per_day": ("started_on", "Une étape commence déjà ce jour-là. Choisissez un autre jour."),
    "journeys_stage.journey_id": ("started_on", "Une étape commence déjà ce jour-là. Choisissez un autre jour."),
    "one_referent_per_day": ("started_on", "Un·e référent·e commence déjà ce jour-là. Choisissez un autre jour."),
    "journeys_referent.journey_id": (
        "started_on",
        "Un·e référent·e commence déjà ce jour-là. Choisissez un autre jour.",
    ),
    "one_follow_up_per_due_date": ("months", "Ce suivi est déjà noté."),
    "journeys_followup.journey_id": ("months", "Ce suivi est déjà noté."),
    "one_file_per_person": (
        "last_name",
        "Une fiche existe déjà avec ces noms et cette date de naissance.",
    ),
    "journeys_person.identity_key": (
        "last_name",
        "Une fiche existe déjà avec ces noms et cette date de naissance.",
    ),
    "one_access_per_person": ("__all__", "Cette personne a déjà un accès. Rechargez sa fiche."),
    "journeys_personaccess.person_id": ("__all__", "Cette personne a déjà un accès. Rechargez sa fiche."),
    "journeys_person_user_id": ("__all__", "Ce compte ouvre déjà une autre fiche : un compte n'en ouvre qu'une."),
    "journeys_person.user_id": ("__all__", "Ce compte ouvre déjà une autre fiche : un compte n'en ouvre qu'une."),
    "no_overlapping_periods": (
        "started_on",
        "Un contrat de même nature avec cette structure couvre déjà une partie de ces dates. Commencez après.",
    ),
    "one_period_per_rank": ("__all__", "Quelqu'un vient de préparer cette période. Rechargez la page."),
    "journeys_contractperiod.contract_id": ("__all__", "Quelqu'un vient de préparer cette période. Rechargez la page."),
    "signed_period_never_changes": ("__all__", "Cette période est signée : elle ne change plus."),
    "signed_contract_never_changes": ("__all__", "Ce contrat est signé : il ne change plus."),
    "journeys_termination.contract_id": ("__all__", "Ce contrat est déjà rompu."),
    "journeys_termination_contract_id": ("__all__", "Ce contrat est déjà rompu."),
    "one_law_per_day": ("valid_from", "Une version commence déjà ce jour-là. Choisissez un autre jour."),
    "journeys_contractlaw.kind": (
        "valid_from",
        "Une version commence déjà ce jour-là. Choisissez un autre jour.",
    ),
    "one_place_per_person": ("__all__", "Cette personne est déjà inscrite à cet atelier."),
    "journeys_workshopplace.workshop_id": ("__all__", "Cette personne est déjà inscrite à cet atelier."),
    "merged_once": ("__all__", "Cette fiche est déjà réunie à une autre."),
    "exit_after_entry": ("ended_on", "La sortie précède l'entrée."),
    "detail_fits_outcome": ("detail", "La précision ne va pas avec la situation de sortie."),
    "one_open_barrier_per_kind": ("kind", "Ce frein est déjà noté et n'est pas levé. Ouvrez-le pour le compléter."),
    "journeys_barrier.journey_id": ("kind", "Ce frein est déjà noté et n'est pas levé. Ouvrez-le pour le compléter."),
    "one_account_in_use_per_person": ("__all__", "Un autre compte vient d'être noté. Rechargez la page."),
    "journeys_bankdetails.person_id": ("__all__", "Un autre compte vient d'être noté. Rechargez la page."),
    "suspension_ends_after_start": ("ended_on", "La fin de la pause précède son début."),
}
"""What the database says (a constraint's name, or SQLite's columns) → the field and the sentence."""


class ConflictError(ValidationError):
    """Somebody else saved the same file meanwhile; `changes` says who and what, `version` is the one now stored."""

    def __init__(self, changes: Sequence[Change], version: int) -> None:
        super().__init__(
            "Quelqu'un a enregistré cette fiche pendant que vous écriviez. Votre texte est gardé : relisez, puis "
            "enregistrez de nouveau.",
            code="conflict",
        )
        self.changes = list(changes)
        self.version = version


@contextlib.contextmanager
def one_transaction() -> Iterator[None]:
    """All or nothing; what the database refuses comes back as a sentence beside a field."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise refusal(error) from error


def refusal(error: IntegrityError) -> ValidationError:
    """The sentence for a named constraint; an unknown one is a defect and stays itself."""
    text = str(error)
    for name, (field, message) in REFUSALS.items():
        if name in text:
            return ValidationError({field: [message]})
    raise error


def refuse(problems: Sequence[Problem]) -> None:
    """Stop when a problem blocks."""
    refused = blocking(problems)
    if refused:
        raise ValidationError(refused)


def lock_journey(actor: Actor, journey_id: int, version: int | None) -> Journey:
    """The journey, locked until the end of the transaction, after checking rights and version.

    Lock order in this app: people by id, then journeys by id.
    """
    journey = Journey.objects.visible_to(actor).select_for_update().get(pk=journey_id)
    if not access.may_write(actor, journey):
        raise PermissionDenied
    check_version(journey, version)
    return journey


def lock_people(*ids: int) -> dict[int, Person]:
    """These people, locked in the documented order, by id."""
    return {person.pk: person for person in Person.objects.select_for_update().filter(pk__in=ids).order_by("pk")}


def check_version(record: Journey | Person, version: int | None) -> None:
    """None means the caller read the record inside this same transaction."""
    if version is not None and record.version != version:
        raise ConflictError(changes_since(record, version), record.version)


def save(record: Journey | Person, actor: Actor, fields: Sequence[str], reason: str = "") -> None:
    """Write these fields with the next version, and who did it and why into the history."""
    record.version += 1
    sign(record, actor, reason)
    record.save(update_fields=[*fields, "version"])


def settle_place(journey: Journey) -> None:
    """Department from the postal code, INSEE code of the commune when the reference list matches, "" otherwise."""
    journey.department = department_of(journey.postal_code)
    found = communes.find(journey.postal_code, journey.commune)
    journey.commune_code = found.code if found else ""
