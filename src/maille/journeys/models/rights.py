"""Data rights: requests and their answers, how long files are kept, and what was anonymised."""

from django.conf import settings
from django.db import models

from maille.journeys.models.entered import Entered
from maille.journeys.models.people import Person


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
    answer = models.TextField("réponse", max_length=2000, blank=True)
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
