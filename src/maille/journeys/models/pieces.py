"""What a person must have before working: pieces, the insurer's answers, bank details."""

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
            )
        ]
        indexes = [models.Index(fields=["person", "kind"], name="piece_by_person")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.person}"


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

    class Meta:
        verbose_name = "demande à l'assureur"
        ordering = ["-sent_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True) | (~Q(answer="") & Q(answered_on__gte=F("sent_on"))),
                name="insurer_answers_after_the_demand",
                violation_error_message="La réponse précède l'envoi.",
            )
        ]
        indexes = [models.Index(fields=["person", "kpa"], name="insurance_by_person")]

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
