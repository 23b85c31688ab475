"""Money received for a job, and what goes back: what fills the pot. Append-only."""

from django.db import models
from django.db.models import Q

from maille.activities.models import Job
from maille.journeys.models.entered import Entered
from maille.ledger.models import Posting
from maille.network.models import Organisation
from maille.network.rules.roles import Actor


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    """Receipts, scoped."""

    def visible_to(self, actor: Actor) -> "ReceiptQuerySet":
        """Those of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)


class Receipt(Entered):
    """Money that came in for a job, or went back: a refund, a bad debt, the counter-entry of a mistake.

    Written by one function (actions.receipts.receive), with its posting in the books.
    """

    class Kind(models.TextChoices):
        """Which way the money goes, and why."""

        RECEIPT = "receipt", "Recette"
        REFUND = "refund", "Remboursement au client"
        BAD_DEBT = "bad_debt", "Impayé"
        CORRECTION = "correction", "Annulation d'une erreur"

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, models.PROTECT, related_name="receipts")
    kind = models.CharField("nature", max_length=10, choices=Kind)
    received_on = models.DateField("reçu le")
    invoiced_on = models.DateField("facturé le", null=True, blank=True)
    cents = models.BigIntegerField("hors taxes (centimes)")
    """Signed: what it adds to the pot, excluding tax."""
    tax = models.BigIntegerField("taxe (centimes)", default=0)
    """Signed as `cents`; the host's, it never enters the pot."""
    payer = models.CharField("payé par", max_length=150, blank=True)
    reference = models.CharField("référence", max_length=80, blank=True)
    note = models.CharField("précision", max_length=300, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by", editable=False)
    posting = models.OneToOneField(Posting, models.PROTECT, related_name="receipt", editable=False)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = "recette"
        ordering = ["-received_on", "-id"]
        indexes = [
            models.Index(fields=["kpa", "received_on"], name="receipt_by_kpa"),
            models.Index(fields=["job", "id"], name="receipt_by_job"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(cents=0), name="receipt_is_something",
                                   violation_error_message="Le montant n'est pas zéro."),
            models.CheckConstraint(
                condition=Q(kind="receipt", cents__gt=0, tax__gte=0)
                | Q(kind__in=["refund", "bad_debt"], cents__lt=0, tax__lte=0)
                | Q(kind="correction", corrects__isnull=False),
                name="receipt_goes_its_way",
                violation_error_message="Une recette ajoute, un remboursement ou un impayé retire.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.received_on:%d/%m/%Y}"
