"""Data rights: requests and their answers, how long files are kept, and what was anonymised."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maille.identity.fields import EncryptedTextField
from maille.journeys.models.entered import Entered
from maille.journeys.models.files import StoredFile
from maille.journeys.models.people import Person
from maille.journeys.rules.retention import Times
from maille.network.models import Organisation
from maille.network.rules.roles import Actor, Role


class RightsRequest(Entered):
    """Something the person asked about her data; answered within one month (GDPR art. 12-3)."""

    class Kind(models.TextChoices):
        """What is asked."""

        ACCESS = "access", "Accéder à mes données"
        RECTIFY = "rectify", "Faire corriger"
        ERASE = "erase", "Faire effacer"
        OBJECT = "object", "M'opposer à un usage"

    person = models.ForeignKey(Person, models.PROTECT, related_name="rights_requests")
    kind = models.CharField("demande", max_length=7, choices=Kind)
    text = models.TextField("précisions", max_length=2000, blank=True)
    asked_on = models.DateField("demandé le")
    due_on = models.DateField("réponse avant le")
    answered_on = models.DateField("répondu le", null=True, blank=True)
    about = models.CharField("sur", max_length=200, blank=True)
    """For a correction: the fact meant, as the person saw it."""
    answer = models.TextField("réponse", max_length=2000, blank=True)
    granted = models.BooleanField("demande acceptée", null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = "demande sur ses données"
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.person}"


class Retention(models.Model):
    """Where a person's file stands: noticed at 700 days without contact, anonymised 30 days later at the earliest.

    Mission rules, "Personal data": CNIL reference 2021-028; notice at 700 days, anonymised at 730.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="retention", primary_key=True)
    last_contact_on = models.DateField()
    noticed_on = models.DateField(null=True)
    kept_until = models.DateField("gardée jusqu'au", null=True, blank=True)
    kept_why = models.CharField("pourquoi", max_length=500, blank=True)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    """When the person was told of the notice by a message; null when nothing reaches her."""

    class Meta:
        verbose_name = "conservation d'une fiche"
        indexes = [models.Index(fields=["noticed_on"], name="retention_by_notice")]

    def __str__(self) -> str:
        return str(self.person)


class Anonymisation(models.Model):
    """A file was anonymised: when, why, and which legal records are kept apart until when. Append-only."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="anonymisation")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=10, choices=[("retention", "Durée écoulée"), ("request", "Demande")])
    legal_until = models.DateField(null=True)
    """Signed contracts are kept apart until then, for their host alone; null when there is none."""

    class Meta:
        verbose_name = "anonymisation"

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y}"


class KeepingRule(models.Model):
    """How long something is kept, between two dates: laws and references move. Seeded by a migration.

    For files, days; for legal records, whole years after the end of what they prove.
    """

    class What(models.TextChoices):
        """What is kept."""

        FILE = "file", "Fiche d'une personne"
        CONTRACT = "contract", "Contrats signés"
        ACCOUNTING = "accounting", "Pièces comptables"
        IMPORT = "import", "Détail des imports"

    what = models.CharField("quoi", max_length=10, choices=What)
    valid_from = models.DateField("en vigueur du")
    valid_to = models.DateField("au", null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField("préavis après (jours sans contact)", null=True, blank=True)
    days = models.PositiveSmallIntegerField("durée (jours)", null=True, blank=True)
    grace_days = models.PositiveSmallIntegerField("délai après le préavis (jours)", null=True, blank=True)
    years = models.PositiveSmallIntegerField("durée (années)", null=True, blank=True)
    counted_from = models.CharField("comptée depuis", max_length=100)
    source = models.CharField("source", max_length=200)

    class Meta:
        verbose_name = "durée de conservation"
        ordering = ["what", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["what", "valid_from"], name="one_keeping_rule_per_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="keeping_rule_dates_in_order",
                violation_error_message="La fin précède le début.",
            ),
            models.CheckConstraint(
                condition=Q(days__isnull=False) | Q(years__isnull=False),
                name="keeping_rule_says_how_long",
                violation_error_message="Dites combien de temps.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} depuis le {self.valid_from:%d/%m/%Y}"

    @property
    def times(self) -> Times:
        """A file's days, for rules.retention; without notice days, notice comes with the end."""
        days = self.days or 0
        return Times(days if self.notice_days is None else self.notice_days, days, self.grace_days or 0)


def keeping_rule(what: str, day: datetime.date) -> KeepingRule | None:
    """The rule in force that day."""
    rules = KeepingRule.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), what=what, valid_from__lte=day)
    return rules.order_by("-valid_from").first()


class LegalArchiveQuerySet(models.QuerySet["LegalArchive"]):
    """Legal archives, scoped."""

    def visible_to(self, actor: Actor) -> "LegalArchiveQuerySet":
        """Those of the host one is a referent of, until their time is over; nobody else's, nor the coordination's."""
        if actor.role != Role.HOST_REFERENT or actor.organisation_id is None:
            return self.none()
        return self.filter(host_id=actor.organisation_id, kept_until__gte=actor.today)


class LegalArchive(models.Model):
    """A signed record kept apart for its legal time, once the person's file is anonymised or erased.

    It copies what it needs and points to no person: nothing leads from the anonymised file to it, nor back. What it
    says besides a name to search by is encrypted (identity.vault).
    """

    host = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="structure de portage")
    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField("document", max_length=150)
    name = models.CharField("nom", max_length=220)
    search_key = models.CharField(max_length=220, editable=False)
    birth_date = models.DateField("date de naissance", null=True)
    facts = EncryptedTextField()
    """JSON: what the document says, who signed it, when and how, the contract's terms and end."""
    files = models.ManyToManyField(StoredFile, related_name="+")
    signed_on = models.DateField("signé le", null=True)
    ended_on = models.DateField("fin")
    """The day its time is counted from."""
    kept_until = models.DateField("gardé jusqu'au")
    why = models.CharField("pourquoi", max_length=200)
    archived_at = models.DateTimeField()

    objects = LegalArchiveQuerySet.as_manager()

    class Meta:
        verbose_name = "archive légale"
        ordering = ["search_key", "id"]
        indexes = [
            models.Index(fields=["host", "search_key", "id"], name="archive_by_name"),
            models.Index(fields=["kept_until"], name="archive_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.name}"
