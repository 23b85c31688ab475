"""Organisations of any kind and their dated relations."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from maille.network.rules.names import fold
from maille.network.rules.places import department_of
from maille.network.rules.relations import Span
from maille.network.rules.roles import Actor


class Kind(models.TextChoices):
    """What an organisation is."""

    NETWORK = "network", "Réseau"
    KPA = "kpa", "KPA"
    ASSOCIATION = "association", "Association"
    CENTRE_SOCIAL = "centre_social", "Centre social"
    CAE = "cae", "Coopérative d'activité et d'emploi (CAE)"
    COUVEUSE = "couveuse", "Couveuse d'entreprises"
    EBE = "ebe", "Entreprise à but d'emploi (EBE)"
    CTE = "cte", "Coopérative de transition écologique (CTE)"
    ACI = "aci", "Atelier et chantier d'insertion (ACI)"
    EI = "ei", "Entreprise d'insertion (EI)"
    ETTI = "etti", "Entreprise de travail temporaire d'insertion (ETTI)"
    AI = "ai", "Association intermédiaire (AI)"
    EITI = "eiti", "Entreprise d'insertion par le travail indépendant (EITI)"
    GEIQ = "geiq", "Groupement d'employeurs (GEIQ)"
    EA = "ea", "Entreprise adaptée (EA)"
    COMMUNE = "commune", "Commune ou collectivité"
    TIERS_LIEU = "tiers_lieu", "Tiers-lieu"
    COMPANY = "company", "Entreprise"
    FUNDER = "funder", "Financeur"
    TRAINING = "training", "Organisme de formation"
    PUBLIC_SERVICE = "public_service", "Service public de l'emploi ou social"
    COLLECTIVE = "collective", "Collectif sans personnalité morale"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations, scoped."""

    def visible_to(self, actor: Actor) -> "OrganisationQuerySet":
        """Those whose page the actor may read; nothing for a stranger."""
        return self if actor.everything else self.filter(pk__in=actor.sees)

    def kpas(self) -> "OrganisationQuerySet":
        """The KPAs alone."""
        return self.filter(kind=Kind.KPA)

    def open_at(self, date: datetime.date) -> "OrganisationQuerySet":
        """Those open on that day, both ends included; an unknown opening is long ago."""
        return self.filter(
            Q(opened_on__isnull=True) | Q(opened_on__lte=date), Q(closed_on__isnull=True) | Q(closed_on__gte=date)
        )


class Organisation(models.Model):
    """A network, a KPA or any partner."""

    kind = models.CharField("nature", max_length=20, choices=Kind)
    name = models.CharField("nom", max_length=150)
    name_key = models.CharField(max_length=150, editable=False, help_text="The name folded, for matching and sorting.")
    siren = models.CharField("SIREN", max_length=9, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    rna = models.CharField("RNA", max_length=10, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    commune = models.CharField("commune", max_length=100, blank=True)
    commune_code = models.CharField("code de la commune", max_length=5, blank=True)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    website = models.URLField("site", blank=True)
    opened_on = models.DateField("ouverte depuis le", null=True, blank=True)
    closed_on = models.DateField("fermée le", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OrganisationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "structure"
        ordering = ["name_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_key"],
                condition=Q(kind=Kind.KPA),
                name="one_kpa_per_name",
                violation_error_message="Un KPA porte déjà ce nom.",
            ),
            models.UniqueConstraint(
                fields=["name_key", "kind", "postal_code"],
                condition=Q(closed_on__isnull=True) & ~Q(kind__in=["kpa", "network"]) & ~Q(postal_code=""),
                name="one_partner_per_name_and_place",
                violation_error_message=(
                    "Une structure de même nature porte déjà ce nom à ce code postal. "
                    "Choisissez-la, ou précisez le nom."
                ),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="organisation_closes_after_opening",
                violation_error_message="La fermeture précède l'ouverture.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.COLLECTIVE) | Q(siren="", siret="", rna=""),
                name="collective_has_no_number",
                violation_error_message="Un collectif sans personnalité morale n'a ni SIREN, ni SIRET, ni RNA.",
            ),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="organisation_by_name"),
            models.Index(fields=["kind", "name_key"], name="organisation_by_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Keep the folded name true to the name."""
        self.set_key()
        if update_fields is not None:
            update_fields = {*update_fields, "name_key"} if "name" in update_fields else update_fields
        super().save(*args, update_fields=update_fields, **kwargs)

    def set_key(self) -> None:
        """Compute the folded name; bulk writers call it themselves."""
        self.name_key = fold(self.name)

    @property
    def department(self) -> str:
        """The department's code, "" when the address does not tell."""
        return department_of(self.postal_code)

    @property
    def place(self) -> str:
        """Where it is, in a few words: "Roubaix (59)"."""
        if self.commune and self.department:
            return f"{self.commune} ({self.department})"
        return self.commune or self.department

    def is_open_at(self, date: datetime.date) -> bool:
        """Whether it is open on that day, both ends included."""
        return (self.opened_on or date) <= date <= (self.closed_on or date)


class RelationKind(models.TextChoices):
    """What `source` is for `target`."""

    LEAD = "lead", "Structure porteuse"
    HOST = "host", "Portage juridique et financier"
    VENUE = "venue", "Lieu d'accueil"
    MEMBER = "member", "Membre du réseau"
    PRESCRIBER = "prescriber", "Prescripteur"
    TRAINER = "trainer", "Formateur"
    FUNDER = "funder", "Financeur"


class RelationQuerySet(models.QuerySet["Relation"]):
    """Relations, scoped and dated."""

    def visible_to(self, actor: Actor) -> "RelationQuerySet":
        """Those both of whose ends the actor may see; nothing for a stranger."""
        if actor.everything:
            return self
        return self.filter(source_id__in=actor.sees, target_id__in=actor.sees)

    def at(self, date: datetime.date) -> "RelationQuerySet":
        """Those valid on that day, both ends included."""
        return self.filter(Q(started_on__lte=date), Q(ended_on__isnull=True) | Q(ended_on__gte=date))

    def overlapping(self, span: Span) -> "RelationQuerySet":
        """Those that share a day with the span."""
        after_start = Q(ended_on__isnull=True) | Q(ended_on__gte=span.started_on)
        return self.filter(after_start, **({"started_on__lte": span.ended_on} if span.ended_on else {}))


class Relation(models.Model):
    """`source` is lead, host, venue… of `target` between two days; a KPA is a `member` of its network."""

    source = models.ForeignKey(Organisation, models.PROTECT, related_name="relations_out", verbose_name="structure")
    kind = models.CharField("lien", max_length=12, choices=RelationKind)
    target = models.ForeignKey(Organisation, models.PROTECT, related_name="relations_in", verbose_name="pour")
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu'au", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RelationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "lien"
        ordering = ["started_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="relation_ends_after_start",
                violation_error_message="La fin du lien précède son début.",
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="relation_between_two",
                violation_error_message="Une structure ne peut pas avoir de lien avec elle-même.",
            ),
            models.UniqueConstraint(
                fields=["source", "kind", "target", "started_on"],
                name="relation_told_once",
                violation_error_message="Ce lien existe déjà à cette date.",
            ),
        ]
        indexes = [models.Index(fields=["target", "kind"], name="relation_by_target")]

    def __str__(self) -> str:
        return f"{self.source} : {self.get_kind_display()} → {self.target}"

    @property
    def span(self) -> Span:
        """When it holds."""
        return Span(self.started_on, self.ended_on)


def host_at(kpa: Organisation, date: datetime.date) -> Organisation | None:
    """Who carries the KPA's contracts and money on that day: the latest host when two overlap, None when nobody does.

    For a collective, the organisation that answers for it.
    """
    hosts = Relation.objects.at(date).filter(target=kpa, kind=RelationKind.HOST)
    relation = hosts.select_related("source").order_by("-started_on", "-id").first()
    return relation.source if relation else None
