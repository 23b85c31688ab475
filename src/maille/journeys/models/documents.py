"""Documents issued about a person, and the signatures they carry: both append-only in the database."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from maille.journeys.models.contracts import ClauseText, Contract, ContractPeriod
from maille.journeys.models.entered import Entered
from maille.journeys.models.files import StoredFile
from maille.journeys.models.people import Person
from maille.network.models import Organisation
from maille.network.rules.roles import Actor


class DocumentKind(models.TextChoices):
    """What a document is."""

    CONTRACT = "contract", "Contrat"
    RENEWAL = "renewal", "Renouvellement"
    TERMINATION = "termination", "Rupture anticipée"
    CERTIFICATE = "certificate", "Attestation"
    SHUTTLE_SHEET = "shuttle_sheet", "Fiche navette pour l'assureur"


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents, scoped."""

    def visible_to(self, actor: Actor) -> "DocumentQuerySet":
        """Those of KPAs whose files the actor may open, while the person's file is open (not archived)."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files, person__anonymised_at__isnull=True)


class Document(models.Model):
    """One PDF issued once: the parties and terms copied in, the exact bytes kept. Never changed."""

    kind = models.CharField("document", max_length=14, choices=DocumentKind)
    person = models.ForeignKey(Person, models.PROTECT, related_name="documents")
    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, related_name="documents")
    period = models.ForeignKey(ContractPeriod, models.PROTECT, null=True, related_name="documents")
    clauses = models.ForeignKey(ClauseText, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(help_text="Everything the document says, as copied that day.")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    parties = models.JSONField(default=list, help_text="Who must sign: person, representative, host.")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        ordering = ["-issued_at", "-id"]
        indexes = [models.Index(fields=["person", "-issued_at"], name="document_by_person")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.person}"


class Signature(Entered):
    """One party's signature of one document, with what proves it. Append-only."""

    class Party(models.TextChoices):
        """Who signs."""

        PERSON = "person", "La personne"
        REPRESENTATIVE = "representative", "Son représentant légal"
        HOST = "host", "La structure de portage"

    class Means(models.TextChoices):
        """How it was signed."""

        DRAWN = "drawn", "Signature dessinée à l'écran"
        TYPED = "typed", "Nom tapé à l'écran"
        PAPER = "paper", "Signature sur papier"

    document = models.ForeignKey(Document, models.PROTECT, related_name="signatures")
    party = models.CharField("signataire", max_length=14, choices=Party)
    signer_name = models.CharField("nom du signataire", max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """The account that signed on screen; none on paper."""
    means = models.CharField("moyen", max_length=5, choices=Means)
    signed_on = models.DateField("signé le")
    document_sha256 = models.CharField(max_length=64)
    """Hash of the bytes the signer was shown."""
    evidence = models.JSONField(default=dict, help_text="Drawing (SVG path), time, code sent to and confirmed at, …")
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "signature"
        ordering = ["entered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "party"],
                name="one_signature_per_party",
                violation_error_message="Cette signature est déjà enregistrée.",
            ),
            models.CheckConstraint(
                condition=Q(means="paper") | Q(user__isnull=False),
                name="screen_signature_has_an_account",
                violation_error_message="Une signature à l'écran demande un compte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer_name}, {self.signed_on:%d/%m/%Y}"


class SigningCode(models.Model):
    """Six digits sent to somebody about to sign one document on screen; only their keyed hash is kept."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="codes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    sent_to = models.CharField(max_length=120)
    """The address as shown again: "a…a@exemple.fr"."""
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "code de signature"
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["document", "user", "-sent_at"], name="signing_code_latest")]

    def __str__(self) -> str:
        return f"{self.document}, {self.sent_to}"
