"""Activities of a KPA, the offers of its catalogue with their cost of making, and its words for work."""

from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.db.models import F, Q

from maille.activities.rules import pricing
from maille.activities.rules.kinds import WORK_KINDS, WorkKind
from maille.network.models import Organisation
from maille.network.rules.roles import Actor


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Activities, scoped."""

    def visible_to(self, actor: Actor) -> "ActivityQuerySet":
        """Those of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)


class Activity(models.Model):
    """Something a KPA does for others: catering, sewing, laundry, a thrift shop, 3D printing…"""

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="activities")
    name = models.CharField("activité", max_length=80)
    description = models.CharField("en quelques mots", max_length=500, blank=True)
    opened_on = models.DateField("depuis le")
    closed_on = models.DateField("jusqu'au", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "activité"
        ordering = ["kpa_id", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpa", "name"],
                name="one_activity_per_name",
                violation_error_message="Une activité porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="activity_closed_after_opening",
                violation_error_message="La fin précède le début.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WorkRole(models.Model):
    """A KPA's word for some work: « cuisine », « livraison », « coordination ». Rules name it, so it keeps its name."""

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="work_roles")
    name = models.CharField("rôle", max_length=40)
    kind = models.CharField(
        "nature", max_length=12, choices=[(kind.value, name) for kind, name in WORK_KINDS.items()],
        default=WorkKind.PRODUCTION.value,
    )  # fmt: skip
    rank = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "rôle"
        ordering = ["kpa_id", "rank", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpa", "name"], name="one_role_per_name", violation_error_message="Ce rôle existe déjà."
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_production(self) -> bool:
        """Whether it makes what is sold."""
        return self.kind == WorkKind.PRODUCTION


class OfferQuerySet(models.QuerySet["Offer"]):
    """Offers, scoped."""

    def visible_to(self, actor: Actor) -> "OfferQuerySet":
        """Those of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(activity__kpa_id__in=actor.files)


class Offer(models.Model):
    """Something of the catalogue: its price excluding tax, for how much of what, and what making it costs."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="offers")
    name = models.CharField("offre", max_length=120)
    description = models.CharField("en quelques mots", max_length=500, blank=True)
    unit = models.CharField("unité", max_length=40, default="prestation")
    """What one price buys: « personne », « heure », « pièce »."""
    price = models.PositiveIntegerField("prix hors taxes (centimes)", null=True, blank=True)
    minutes = models.PositiveIntegerField("temps de travail (minutes)", default=0)
    """All the work of one unit, whoever does it."""
    target_rate = models.PositiveIntegerField("visée par heure (centimes)", default=0)
    host_rate = models.DecimalField(
        "contribution à la structure de portage (% de la marge)", max_digits=5, decimal_places=2,
        default=Decimal("11.5"),
    )  # fmt: skip
    """An assumption kept with the offer: activities know nothing of the host's scale, and its later brackets depend on
    the year; when the agreement changes, the offer keeps what its price was made with until somebody looks again."""
    retired_on = models.DateField("retirée le", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = "offre"
        ordering = ["activity_id", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "name"],
                name="one_offer_per_name",
                violation_error_message="Une offre porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=Q(host_rate__gte=0, host_rate__lt=100),
                name="host_leaves_something",
                violation_error_message="La contribution à la structure de portage va de 0 à moins de 100 %.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def cost(self) -> pricing.Cost:
        """What making one unit takes. Prefetch `materials`."""
        bought = (pricing.Material(Fraction(each.quantity), each.unit_cents) for each in self.materials.all())
        return pricing.cost_of(bought, self.minutes, self.target_rate, Fraction(self.host_rate))


class OfferMaterial(models.Model):
    """Something bought to make one unit of an offer."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="materials")
    name = models.CharField("matière", max_length=80)
    quantity = models.DecimalField("quantité", max_digits=9, decimal_places=3)
    unit = models.CharField("unité", max_length=20, blank=True)
    unit_cents = models.PositiveIntegerField("prix de l'unité (centimes)")
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "matière"
        ordering = ["offer_id", "rank", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="material_has_a_quantity",
                violation_error_message="La quantité est plus grande que zéro.",
            )
        ]

    def __str__(self) -> str:
        return self.name
