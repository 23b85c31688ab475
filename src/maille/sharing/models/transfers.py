"""How a host pays: the account it pays from, the files it gave its bank, and what each carried."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from maille.identity.fields import EncryptedTextField
from maille.journeys.models.entered import Entered
from maille.network.models import Organisation
from maille.sharing.models.pay import Payslip


class DebtorAccount(Entered):
    """The account a host pays from, encrypted at rest; the latest is in use, the former stay."""

    host = models.ForeignKey(Organisation, models.PROTECT, related_name="debtor_accounts")
    name = models.CharField("nom du titulaire", max_length=70)
    iban = EncryptedTextField("IBAN")
    last_four = models.CharField(max_length=4, editable=False)
    bic = models.CharField("BIC", max_length=11)

    class Meta:
        verbose_name = "compte de la structure"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"•••• {self.last_four}"


class TransferFile(models.Model):
    """A file of transfers given to a host for its bank. Append-only."""

    host = models.ForeignKey(Organisation, models.PROTECT, related_name="transfer_files")
    month = models.DateField("mois")
    execution_on = models.DateField("exécution le")
    message = models.CharField("message", max_length=35, unique=True)
    """MsgId: how the bank names it."""
    count = models.PositiveIntegerField("virements")
    cents = models.PositiveBigIntegerField("total (centimes)")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "fichier de virements"
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="transfer_month_is_a_first_day")]

    def __str__(self) -> str:
        return f"Virements du {self.execution_on:%d/%m/%Y}"


class TransferLine(models.Model):
    """What one file pays for one payslip: nobody is paid twice by a second file. Append-only."""

    file = models.ForeignKey(TransferFile, models.PROTECT, related_name="lines")
    payslip = models.ForeignKey(Payslip, models.PROTECT, related_name="transfers")
    cents = models.PositiveIntegerField("centimes")

    class Meta:
        verbose_name = "virement"
        ordering = ["file_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["file", "payslip"], name="one_transfer_per_payslip"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="transfer_line_pays_something"),
        ]

    def __str__(self) -> str:
        return f"{self.payslip_id} : {self.cents}"
