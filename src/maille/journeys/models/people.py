"""People: identity only; everything else belongs to a journey."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from maille.journeys.rules import names
from maille.network.rules.roles import Actor

SEXES = [("F", "Femme"), ("H", "Homme"), ("X", "Autre")]


class PersonQuerySet(models.QuerySet["Person"]):
    """People, scoped."""

    def visible_to(self, actor: Actor) -> "PersonQuerySet":
        """Those with a journey in a KPA whose files the actor may open, not anonymised; nothing for a stranger."""
        if actor.everything:
            return self
        from maille.journeys.models.journeys import Journey

        return self.filter(anonymised_at__isnull=True).filter(
            Exists(Journey.objects.filter(person=OuterRef("pk"), kpa_id__in=actor.files))
        )

    def current(self) -> "PersonQuerySet":
        """Without those merged into another record, nor those anonymised: they are like nobody."""
        return self.filter(merged_into__isnull=True, anonymised_at__isnull=True)


class Person(models.Model):
    """A human being, once, whatever the number of journeys."""

    last_name = models.CharField("nom", max_length=names.MAXIMUM)
    first_name = models.CharField("prénom", max_length=names.MAXIMUM)
    birth_date = models.DateField("date de naissance", null=True)
    sex = models.CharField("sexe", max_length=1, choices=SEXES, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("e-mail", blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="person", editable=False
    )
    identity_key = models.CharField(max_length=2 * names.MAXIMUM + 1, editable=False)
    """Folded `last|first`: what comparing, sorting and paging use."""
    search_key = models.CharField(max_length=2 * names.MAXIMUM + 1, editable=False)
    """Folded `first last`."""
    homonym = models.PositiveSmallIntegerField(default=0, editable=False)
    """0, or the rank of somebody else with the same names and birth date, told apart by a person."""
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="absorbed", editable=False
    )
    right_to_work_needed = models.BooleanField("a besoin d'une autorisation de travail", null=True, blank=True)
    """Whether a document must be shown before working; null means nobody asked. Never the nationality."""
    anonymised_at = models.DateTimeField(null=True, editable=False)
    """Set once names, contacts and free texts are gone (actions.anonymising); counts stay."""
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = PersonQuerySet.as_manager()
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        verbose_name = "personne"
        constraints = [
            models.UniqueConstraint(
                fields=["identity_key", "birth_date", "homonym"],
                condition=Q(merged_into__isnull=True),
                name="one_file_per_person",
                violation_error_message="Cette personne a déjà une fiche (mêmes noms, même date de naissance).",
            ),
            models.CheckConstraint(
                condition=Q(sex__in=["", "F", "H", "X"]),
                name="person_sex_known",
                violation_error_message="Sexe : F, H ou X.",
            ),
        ]
        indexes = [
            models.Index(fields=["identity_key", "id"], name="person_by_name"),
            models.Index(fields=["birth_date"], name="person_by_birth"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded keys true to the names."""
        self.set_keys()
        super().save(*args, **kwargs)

    def set_keys(self) -> None:
        """Compute the folded keys; bulk writers call it themselves. An anonymised file is found by no name."""
        self.identity_key = names.identity_key(self.last_name, self.first_name)
        self.search_key = "" if self.anonymised_at else names.fold(f"{self.first_name} {self.last_name}")


class PersonWord(models.Model):
    """One word of a person's names, so that searching any of them starts inside an index.

    The database keeps it true by itself (migration 0005 and models/triggers.py): nobody writes here, backups leave it
    out, and there is no foreign key to hinder either.
    """

    word = models.CharField(max_length=2 * names.MAXIMUM + 1)
    person = models.ForeignKey(Person, models.DO_NOTHING, db_constraint=False, related_name="words")

    class Meta:
        managed = False
        db_table = "journeys_personword"
        verbose_name = "mot d'un nom"

    def __str__(self) -> str:
        return self.word


class Merge(models.Model):
    """Two records found to be one person, by a person; `undone_at` when it was a mistake."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Person, models.PROTECT, related_name="merged_by")
    journey_ids = models.JSONField(help_text="Journeys moved from the absorbed record to the kept one.")
    user_moved = models.BooleanField(default=False)
    """The absorbed record's sign-in was given to the kept one."""
    access_moved = models.ForeignKey("journeys.PersonAccess", models.PROTECT, null=True, related_name="+")
    """The absorbed record's access, given or opened, followed the person to the kept one."""
    papers = models.JSONField(default=dict)
    """Pieces, demands to insurers and accounts moved with the person: table → ids; `ended`: the account closed then."""
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "fusion de fiches"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(undone_at__isnull=True),
                name="merged_once",
                violation_error_message="Cette fiche est déjà réunie à une autre.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.kept}"


class ToldApart(models.Model):
    """Two records that look alike and are two people, said a person: never proposed as duplicates again."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    """`first` has the smaller id."""
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "personnes distinctes"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="told_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="told_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
