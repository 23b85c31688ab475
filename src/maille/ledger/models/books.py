"""Accounts, and what moved between them: double entry by construction, append-only in the database.

A transfer takes cents from one account and gives them to another: each row is its own debit and credit, so that the
books balance whatever is written (docs/decisions/008).
"""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from maille.activities.models import Activity, Job, Participant
from maille.journeys.models import Journey
from maille.ledger.rules.kinds import ACCOUNT_NAMES, POSTING_NAMES, AccountKind
from maille.ledger.rules.seals import Owner, Sealed
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

ACCOUNTS = [(kind.value, name) for kind, name in ACCOUNT_NAMES.items()]
POSTINGS = [(kind.value, name) for kind, name in POSTING_NAMES.items()]


def gained(which: Q) -> CombinedExpression:
    """What an account received less what it gave among these transfers, as a column of its query."""
    return _sum("target", which) - _sum("source", which)


def _sum(side: str, which: Q) -> Coalesce:
    """What an account received ("target") or gave ("source") among these."""
    # unscoped: of accounts loaded in scope
    rows = Transfer.objects.filter(which, **{side: OuterRef("pk")}).order_by().values(side)
    return Coalesce(Subquery(rows.annotate(total=Sum("cents")).values("total"), BigIntegerField()), 0)


def upto(day: datetime.date | None) -> Q:
    """Transfers of that day and before; every one for None."""
    return Q() if day is None else Q(day__lte=day)


class AccountQuerySet(models.QuerySet["Account"]):
    """Accounts, scoped."""

    def visible_to(self, actor: Actor) -> "AccountQuerySet":
        """Those of KPAs whose files the actor may open; nothing for a stranger."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)

    def own(self, actor: Actor) -> "AccountQuerySet":
        """The actor's own individual accounts, one per KPA; nobody's for somebody not signed in."""
        return self.filter(participant__in=Participant.objects.own(actor).values("pk"))

    def open_to(self, actor: Actor, day: datetime.date) -> "AccountQuerySet":
        """The collective accounts of the groups one is in that day, by one's own journey."""
        if actor.user_id is None:
            return self.none()
        going = Journey.objects.at(day).filter(person__user_id=actor.user_id)
        return self.filter(kpa__in=going.values("kpa"), kind=AccountKind.COLLECTIVE, closed_on=None)

    def with_balance(self, day: datetime.date | None = None) -> "AccountQuerySet":
        """With `held`, the cents at the end of that day (None: of all days): two sums, each inside one index."""
        return self.annotate(held=gained(upto(day)))

    def left(self, day: datetime.date) -> "AccountQuerySet":
        """Individual accounts of people with no journey under way in their KPA that day, that are not at zero."""
        going = Journey.objects.at(day).filter(person=OuterRef("participant__person"), kpa=OuterRef("kpa"))
        gone = self.filter(kind=AccountKind.INDIVIDUAL, participant__person__isnull=False).exclude(Exists(going))
        return gone.annotate(held=gained(Q())).exclude(held=0)

    def named(self) -> "AccountQuerySet":
        """With what their name needs."""
        return self.select_related("kpa", "participant__person", "participant__user", "activity", "job")


class Account(models.Model):
    """One treasury followed in one KPA. Its balance is the sum of what it received less what it gave."""

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="accounts")
    kind = models.CharField("nature", max_length=10, choices=ACCOUNTS)
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="accounts")
    """Whose it is, for an individual account alone."""
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="accounts")
    """For the collective account of an activity."""
    job = models.ForeignKey(Job, models.PROTECT, null=True, blank=True, related_name="accounts")
    """For a pot: where what a job receives waits to be shared."""
    name = models.CharField("nom", max_length=120, blank=True)
    """Tells apart several of one kind: a project's; "" for the only one."""
    opened_on = models.DateField("ouvert le")
    closed_on = models.DateField("clos le", null=True, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = "compte"
        ordering = ["kpa_id", "kind", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(kind="individual"),
                name="one_individual_account",
                violation_error_message="Cette personne a déjà un compte dans ce KPA.",
            ),
            models.UniqueConstraint(
                fields=["job"],
                condition=Q(kind="pot"),
                name="one_pot_per_job",
                violation_error_message="Cette prestation a déjà sa cagnotte.",
            ),
            models.UniqueConstraint(
                fields=["activity", "name"],
                condition=Q(activity__isnull=False),
                name="one_account_per_activity",
                violation_error_message="Cette activité a déjà un compte de ce nom.",
            ),
            models.UniqueConstraint(
                fields=["kpa", "kind", "name"],
                condition=~Q(kind__in=["individual", "pot"]) & Q(activity__isnull=True),
                name="one_account_per_name",
                violation_error_message="Ce compte existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(kind="individual", participant__isnull=False)
                | (~Q(kind="individual") & Q(participant__isnull=True)),
                name="individual_account_has_a_person",
                violation_error_message="Un compte individuel est celui d'une personne.",
            ),
            models.CheckConstraint(
                condition=Q(kind="pot", job__isnull=False) | (~Q(kind="pot") & Q(job__isnull=True)),
                name="pot_is_of_a_job",
                violation_error_message="Une cagnotte est celle d'une prestation.",
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=True) | Q(kind="collective"),
                name="activity_account_is_collective",
                violation_error_message="Le compte d'une activité est collectif.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="account_closed_after_opening",
                violation_error_message="La clôture précède l'ouverture.",
            ),
        ]

    def __str__(self) -> str:
        owner = self.participant or self.activity or self.job
        return self.name or (str(owner) if owner else self.get_kind_display())

    @property
    def owner(self) -> Owner:
        """Whose it is, as seals tell it."""
        return Owner(self.pk, self.kind, self.participant_id, self.activity_id, self.job_id)

    @property
    def is_outside(self) -> bool:
        """Whether it stands for the rest of the world."""
        return self.kind == AccountKind.OUTSIDE


class PostingQuerySet(models.QuerySet["Posting"]):
    """Postings, scoped."""

    def visible_to(self, actor: Actor) -> "PostingQuerySet":
        """Those of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)


class Posting(models.Model):
    """Why money moved, on what day, decided by whom. Never changed: undone by another that reverses it."""

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField("opération", max_length=12, choices=POSTINGS)
    day = models.DateField("date")
    key = models.CharField(max_length=80, unique=True)
    """What it writes, once: "distribution:12"; posting it again is refused by the database."""
    facts = models.JSONField(default=dict, help_text="Figures the screens tell it with; no name.")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    posted_at = models.DateTimeField()
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    previous = models.BigIntegerField(null=True, editable=False)
    """The number of the posting written just before, in any KPA: none goes missing unseen."""
    seal = models.CharField("sceau", max_length=64, blank=True, editable=False)
    """rules.seals; checked by `./maille ledger check`."""

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = "opération"
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["kpa", "-day", "-id"], name="posting_by_kpa")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.day:%d/%m/%Y}"

    def said(self, previous_seal: str) -> Sealed:
        """What its seal closes, besides what it moves."""
        return Sealed(
            self.kpa_id,
            self.kind,
            self.day,
            self.key,
            self.facts,
            self.reverses_id,
            self.posted_at,
            self.posted_by_id,
            self.previous,
            previous_seal,
        )


class PostingWords(models.Model):
    """Why somebody wrote a posting, and who agreed, in their words. Append-only, but for forgetting a person."""

    posting = models.OneToOneField(Posting, models.PROTECT, related_name="words", primary_key=True)
    reason = models.CharField("pourquoi", max_length=300, blank=True)
    agreed = models.CharField("qui est d'accord", max_length=300, blank=True)
    agreed_on = models.DateField("d'accord le", null=True, blank=True)

    class Meta:
        verbose_name = "motif d'une opération"

    def __str__(self) -> str:
        return self.reason


class Transfer(models.Model):
    """Cents from one account to another; the day is the posting's, copied so that an index alone gives a balance."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="transfers")
    source = models.ForeignKey(Account, models.PROTECT, related_name="given", db_index=False)
    target = models.ForeignKey(Account, models.PROTECT, related_name="received", db_index=False)
    cents = models.PositiveBigIntegerField("centimes")
    day = models.DateField()

    class Meta:
        verbose_name = "mouvement"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="transfer_moves_something"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="transfer_between_two_accounts"),
        ]
        indexes = [
            models.Index(fields=["source", "day", "id", "cents"], name="transfer_given"),
            models.Index(fields=["target", "day", "id", "cents"], name="transfer_received"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id} : {self.cents}"


def held(account: Account) -> int:
    """The balance in cents that `with_balance` counted with the account."""
    return int(vars(account)["held"])


def balance_of(account_id: int, day: datetime.date | None = None) -> int:
    """Cents an account holds at the end of that day (None: of all days); two sums, each inside one index."""
    return balances_of([account_id], day)[account_id]


def balances_of(account_ids: list[int], day: datetime.date | None = None) -> dict[int, int]:
    """The same for several accounts, in two queries."""
    found = dict.fromkeys(account_ids, 0)
    upto = Q() if day is None else Q(day__lte=day)
    # unscoped: of accounts loaded in scope
    for side, sign in (("target_id", 1), ("source_id", -1)):
        sums = Transfer.objects.filter(upto, **{f"{side}__in": account_ids}).order_by().values(side)
        for row in sums.annotate(total=Coalesce(Sum("cents"), 0)):
            found[row[side]] += sign * int(row["total"])
    return found
