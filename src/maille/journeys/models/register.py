"""Register files imported, line by line, so that an import can be explained and undone."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Person
from maille.network.models import Organisation
from maille.network.rules.roles import Actor, Role


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Imports, scoped."""

    def visible_to(self, actor: Actor) -> "ImportBatchQuerySet":
        """Those that touched only KPAs where the actor may write, and the actor's own not yet confirmed."""
        if actor.everything:
            return self
        if not actor.writes and actor.role != Role.COORDINATOR:  # whose first register may make the first KPAs
            return self.none()
        touched = ImportBatch.kpas.through.objects.filter(importbatch=OuterRef("pk"))
        own = Q(by_id=actor.user_id, organisation_id=actor.organisation_id)
        return self.filter(own | Exists(touched), ~Exists(touched.exclude(organisation_id__in=actor.writes)))


class ImportBatch(models.Model):
    """One file put into Maille."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Déposé"
        CHECKING = "checking", "Vérification en cours"
        CHECKED = "checked", "À confirmer"
        RUNNING = "running", "En cours"
        DONE = "done", "Importé"
        REFUSED = "refused", "Refusé"
        UNDONE = "undone", "Annulé"

    file_name = models.CharField("fichier", max_length=255)
    sha256 = models.CharField(max_length=64)
    stored = models.FileField(upload_to="registers/", blank=True)
    """The upload, while the wizard needs it; removed once imported."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="imports")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """Under which membership the file was put in; null from the command line."""
    kpas = models.ManyToManyField(Organisation, related_name="+")
    """KPAs where rows were created or updated: who may see the batch."""
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    message = models.TextField(blank=True)
    """Why it stopped, in French."""
    headings = models.JSONField(default=list)
    """Titles of the file's columns, in order."""
    mapping = models.JSONField(default=dict, help_text="Position in the file → column of the register, as confirmed.")
    notes = models.JSONField(default=list)
    """What people should know about how the file was read."""
    keep_valid = models.BooleanField(default=False)
    create_kpa = models.BooleanField(default=False)
    created_kpa_ids = models.JSONField(default=list)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.created_at:%d/%m/%Y})"

    @property
    def total(self) -> int:
        """Lines of the file that hold something."""
        return self.created + self.updated + self.unchanged + self.refused


class ImportLine(models.Model):
    """What one line of the file did, with what it replaced and the columns nobody knew.

    A line that changed nothing and has nothing to say is counted in the batch and not kept here.
    """

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
    cells = models.JSONField(default=list)
    """The cells of a refused line as they were, for the correction file."""
    problems = models.JSONField(default=list)
    """[{"column", "level": "error"|"warning", "message"}]"""

    class Meta:
        verbose_name = "ligne d'import"
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="one_outcome_per_line")]
        indexes = [models.Index(fields=["batch", "outcome", "line"], name="import_line_by_outcome")]

    def __str__(self) -> str:
        return f"{self.batch}, ligne {self.line}"
