"""Register files imported, line by line, so that an import can be explained and undone."""

from django.conf import settings
from django.db import models

from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Person


class ImportBatch(models.Model):
    """One file put into Maille."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Déposé"
        RUNNING = "running", "En cours"
        DONE = "done", "Importé"
        REFUSED = "refused", "Refusé"
        UNDONE = "undone", "Annulé"

    file_name = models.CharField("fichier", max_length=255)
    sha256 = models.CharField(max_length=64)
    stored = models.FileField(upload_to="registers/", blank=True)
    """The upload, while the wizard needs it; removed once imported."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="imports")
    kpa_ids = models.JSONField(default=list, help_text="KPAs whose rows the file touched: who may see the batch.")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    mapping = models.JSONField(default=dict, help_text="Heading of the file → field of the register, as confirmed.")
    keep_valid = models.BooleanField(default=False)
    create_kpa = models.BooleanField(default=False)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "import"
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.created_at:%d/%m/%Y})"


class ImportLine(models.Model):
    """What one line of the file did, with what it replaced and the columns nobody knew."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10)
    """created, updated, unchanged, refused."""
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="import_lines")
    journey = models.ForeignKey(Journey, models.SET_NULL, null=True, related_name="import_lines")
    created_person = models.BooleanField(default=False)
    person_version = models.PositiveIntegerField(null=True)
    journey_version = models.PositiveIntegerField(null=True)
    """Versions just after the import: a different one now means somebody edited the row since."""
    before = models.JSONField(default=dict)
    """{"person": {field: old}, "journey": {field: old}} for an updated row."""
    extra = models.JSONField(default=dict)
    """Unknown columns, kept aside: heading → text."""
    problems = models.JSONField(default=list)
    """[{"column", "level": "error"|"warning", "message"}]"""

    class Meta:
        verbose_name = "ligne d'import"
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="one_outcome_per_line")]

    def __str__(self) -> str:
        return f"{self.batch}, ligne {self.line}"
