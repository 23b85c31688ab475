"""What a person must have before working: pieces, the insurer's answers, bank details."""

import datetime

from django.db import models
from django.db.models import F, Q

from maille.identity.fields import EncryptedTextField
from maille.journeys.models.documents import Document
from maille.journeys.models.entered import Entered
from maille.journeys.models.files import StoredFile
from maille.journeys.models.people import Person
from maille.network.models import Organisation
from maille.network.rules.pieces import PIECE_NAMES
from maille.network.rules.roles import Actor

PIECES = [(kind.value, name) for kind, name in PIECE_NAMES.items() if kind.is_recorded]


class PieceQuerySet(models.QuerySet["Piece"]):
    """Pieces, scoped."""

    def visible_to(self, actor: Actor) -> "PieceQuerySet":
        """Those of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)

    def held_on(self, day: datetime.date) -> "PieceQuerySet":
        """Those given by that day, neither withdrawn nor expired then (rules.readiness.piece_on)."""
        return self.filter(
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day),
            Q(expires_on__isnull=True) | Q(expires_on__gte=day),
            given_on__lte=day,
        )


class Piece(Entered):
    """Something shown, given or agreed to on a day: an identity document seen, an address, a notice given, a charter…

    No copy is needed for most; a withdrawn piece stays, dated.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="pieces")
    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField("pièce", max_length=20, choices=PIECES)
    given_on = models.DateField("le")
    expires_on = models.DateField("valable jusqu'au", null=True, blank=True)
    note = models.CharField("précision", max_length=200, blank=True)
    representative = models.CharField("nom du représentant légal", max_length=120, blank=True)
    """Who authorised somebody under 18, and signs her contract beside her; "" for every other piece."""
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField("retirée le", null=True, blank=True)

    objects = PieceQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce"
        ordering = ["-given_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("given_on")),
                name="piece_dates_in_order",
                violation_error_message="La fin de validité précède la date.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="piece_withdrawn_after_given",
                violation_error_message="Le retrait précède la date de la pièce.",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "kind"], name="piece_by_person"),
            models.Index(fields=["kpa", "expires_on"], name="piece_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.person}"


class InsuranceQuerySet(models.QuerySet["Insurance"]):
    """Demands to insurers, scoped."""

    def visible_to(self, actor: Actor) -> "InsuranceQuerySet":
        """Those of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)

    def kept(self) -> "InsuranceQuerySet":
        """Those not withdrawn as a mistake."""
        return self.filter(withdrawn_on__isnull=True)

    def awaited_on(self, day: datetime.date) -> "InsuranceQuerySet":
        """Those sent by that day and not answered yet."""
        return self.kept().filter(Q(answer="") | Q(answered_on__gt=day), sent_on__lte=day)


class Insurance(Entered):
    """One demand to the insurer (a shuttle sheet sent) and its answer; nobody works before it says yes."""

    class Answer(models.TextChoices):
        """What the insurer said; "" while it has not."""

        VALIDATED = "validated", "Validée"
        REFUSED = "refused", "Refusée"

    person = models.ForeignKey(Person, models.PROTECT, related_name="insurances")
    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    insurer = models.CharField("assureur", max_length=120, blank=True)
    sent_on = models.DateField("envoyée le")
    answer = models.CharField("réponse", max_length=9, choices=Answer, blank=True)
    answered_on = models.DateField("réponse du", null=True, blank=True)
    covers_from = models.DateField("couverture du", null=True, blank=True)
    covers_to = models.DateField("au", null=True, blank=True)
    note = models.CharField("précision", max_length=300, blank=True)
    withdrawn_on = models.DateField("retirée le", null=True, editable=False)
    """The day somebody said it was noted by mistake; it then counts on no day."""

    objects = InsuranceQuerySet.as_manager()

    class Meta:
        verbose_name = "demande à l'assureur"
        ordering = ["-sent_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True) | (~Q(answer="") & Q(answered_on__gte=F("sent_on"))),
                name="insurer_answers_after_the_demand",
                violation_error_message="La réponse précède l'envoi.",
            ),
            models.CheckConstraint(
                condition=Q(answer="validated", covers_from__isnull=False)
                | (~Q(answer="validated") & Q(covers_from__isnull=True, covers_to__isnull=True)),
                name="insurance_covers_when_validated",
                violation_error_message="Une réponse favorable dit à partir de quand elle couvre.",
            ),
            models.CheckConstraint(
                condition=Q(covers_to__isnull=True) | Q(covers_to__gte=F("covers_from")),
                name="insurance_cover_in_order",
                violation_error_message="La fin de la couverture précède son début.",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "kpa"], name="insurance_by_person"),
            models.Index(fields=["kpa", "answer", "sent_on"], name="insurance_by_kpa"),
        ]

    def __str__(self) -> str:
        return f"Assurance, {self.person}"


class BankDetails(Entered):
    """An account to pay a person into, encrypted at rest; the latest not ended is in use."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="bank_details")
    holder = models.CharField("titulaire", max_length=120)
    iban = EncryptedTextField("IBAN")
    last_four = models.CharField(max_length=4, editable=False)
    """What screens show: "•••• 0189"."""
    since = models.DateField("depuis le")
    ended_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = "coordonnées bancaires"
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on__isnull=True), name="one_account_in_use_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"•••• {self.last_four}"
