"""Reports as they were sent: dated, numbered, unchangeable (the database itself refuses, see the migration)."""

import datetime
import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from maille.impact.rules.periods import Period
from maille.impact.rules.report import Report, read
from maille.network.models import Organisation
from maille.network.rules.roles import Actor


class FrozenQuerySet(models.QuerySet["FrozenReport"]):
    """Frozen reports, scoped."""

    def visible_to(self, actor: Actor) -> "FrozenQuerySet":
        """Those whose every KPA the actor may read for that audience: files, figures or public figures."""
        if actor.everything:
            return self
        reach = {"team": actor.files, "internal": actor.figures, "public": actor.public_figures | actor.figures}
        readable = [
            pk
            for pk, audience, kpas in self.values_list("pk", "audience", "kpa_ids")
            if kpas and set(kpas) <= reach[audience]
        ]
        return self.filter(pk__in=readable)


class FrozenSequence(models.Model):
    """The last number given by a network in a year; its row is the lock."""

    network = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "numérotation des bilans figés"
        constraints = [models.UniqueConstraint(fields=["network", "year"], name="one_sequence_per_year")]

    def __str__(self) -> str:
        return f"{self.network}, {self.year} : {self.last}"


class FrozenReport(models.Model):
    """One report sent to somebody, with the codes behind each figure (no names)."""

    network = models.ForeignKey(Organisation, models.PROTECT, related_name="frozen_reports", verbose_name="réseau")
    year = models.PositiveSmallIntegerField("année")
    rank = models.PositiveIntegerField("rang")
    at = models.DateTimeField("figé le")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_to = models.CharField("destinataire", max_length=200, blank=True)
    start = models.DateField("du")
    end = models.DateField("au")
    audience = models.CharField("public", max_length=10)
    kpa_ids = models.JSONField(default=list)
    """KPAs the report covers, always spelled out: who may read it."""
    kpa_names = models.JSONField(default=list)
    """Names of the KPAs as printed; none when the whole network was asked for."""
    content = models.TextField()
    """JSON: {"report": the JSON report as sent, "turnover_days": [[from, to]…]}."""
    rows = models.TextField()
    """JSON: {"dimensions": [name…], "rows": [[journey, person, kpa, code…]…]}, sorted by journey."""
    sha256 = models.CharField("empreinte", max_length=64)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = "bilan figé"
        verbose_name_plural = "bilans figés"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "year", "rank"],
                name="one_frozen_report_per_number",
                violation_error_message="Ce numéro est déjà donné : recommencez.",
            ),
            models.CheckConstraint(condition=Q(rank__gte=1), name="frozen_rank_from_one"),
        ]

    def __str__(self) -> str:
        return f"Bilan figé {self.number}"

    @property
    def number(self) -> str:
        """As printed: 2026-001."""
        return f"{self.year}-{self.rank:03}"

    @property
    def as_json(self) -> dict[str, Any]:
        """The JSON report as sent."""
        found: dict[str, Any] = json.loads(self.content)["report"]
        return found

    @property
    def report(self) -> Report:
        """The report as sent, for any format."""
        return read(self.as_json, self.kpa_names, json.loads(self.content)["turnover_days"])

    @property
    def period(self) -> Period:
        """The report's period."""
        return Period(self.start, self.end)

    def fingerprint(self) -> str:
        """SHA-256 of everything printed or kept: equal to `sha256` as long as nothing was touched."""
        kept = [
            self.network_id,
            self.number,
            self.at.astimezone(datetime.UTC).isoformat(),
            self.sent_to,
            [self.start.isoformat(), self.end.isoformat(), self.audience, self.kpa_ids, self.kpa_names],
            self.content,
            self.rows,
        ]
        return hashlib.sha256(json.dumps(kept, ensure_ascii=False).encode()).hexdigest()
