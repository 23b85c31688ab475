"""Opening balances, transfers, new accounts and corrections, as they are typed."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q

from maille.activities.models import Activity, Participant
from maille.journeys.forms.wary import Wary
from maille.journeys.models import Journey, Person
from maille.ledger.models import Account
from maille.ledger.rules.kinds import ACCOUNT_NAMES, AccountKind
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.ui.forms import DayField, MoneyField

FUNDS = (AccountKind.COLLECTIVE, AccountKind.HOST, AccountKind.SOLIDARITY, AccountKind.COMMONS)


@dataclass(frozen=True)
class Row:
    """An account an opening balance may be written for, made when it is."""

    field: str
    label: str
    kind: AccountKind
    activity: Activity | None = None
    person: Person | None = None
    participant: Participant | None = None


def rows_of(actor: Actor, kpa: Organisation, day: datetime.date) -> list[Row]:
    """The group, its activities, host and funds, then each person there; the team once they have a place."""
    found = [Row(kind.value, ACCOUNT_NAMES[kind], kind) for kind in FUNDS]
    activities = Activity.objects.visible_to(actor).filter(kpa=kpa, closed_on=None).order_by("name", "pk")
    found[1:1] = [
        Row(f"activity-{each.pk}", f"Activité {each.name}", AccountKind.COLLECTIVE, activity=each)
        for each in activities
    ]
    going = Journey.objects.visible_to(actor).at(day).filter(kpa=kpa).order_by().values("person")
    held = Participant.objects.visible_to(actor).filter(kpa=kpa, person__isnull=False, joined_to=None).values("person")
    # unscoped: of the journeys and participants above, in scope
    people = Person.objects.filter(Q(pk__in=going) | Q(pk__in=held), anonymised_at=None)
    persons = sorted(people, key=lambda each: (each.search_key, each.pk))
    found += [Row(f"person-{each.pk}", str(each), AccountKind.INDIVIDUAL, person=each) for each in persons]
    team = (
        Participant.objects.visible_to(actor)
        .filter(kpa=kpa, user__isnull=False)
        .select_related("user")
        .order_by("user__name", "pk")
    )
    return found + [Row(f"team-{each.pk}", str(each), AccountKind.INDIVIDUAL, participant=each) for each in team]


class OpeningForm(Wary):
    """One amount per account; those left empty are not touched."""

    day = DayField(label="Montants vrais le", help_text="Le jour où vous reprenez les comptes dans Maille.")

    def __init__(self, *args: Any, rows: list[Row], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = rows
        for row in rows:
            self.fields[row.field] = MoneyField(label=row.label, required=False)

    def typed(self) -> list[tuple[Row, int]]:
        """The accounts given an amount."""
        return [(row, cents) for row in self.rows if (cents := self.cleaned_data.get(row.field))]


class TransferForm(Wary):
    """From one account to another, why, and who agreed."""

    source = forms.ModelChoiceField(Account.objects.none(), label="Depuis", empty_label="Choisissez un compte")
    target = forms.ModelChoiceField(Account.objects.none(), label="Vers", empty_label="Choisissez un compte")
    cents = MoneyField(label="Montant")
    day = DayField(label="Le")
    reason = forms.CharField(
        label="Pourquoi", max_length=300, help_text="Par exemple : machine à coudre pour l'atelier."
    )
    agreed = forms.CharField(
        label="Qui est d'accord",
        max_length=300,
        help_text="Par exemple : le groupe, en réunion ; ou la personne, par écrit.",
    )
    agreed_on = DayField(
        label="Accord donné le",
        required=False,
        help_text="Obligatoire quand l'argent part du compte d'une personne : le jour de son accord écrit.",
    )
    token = forms.CharField(widget=forms.HiddenInput, initial=lambda: uuid.uuid4().hex, max_length=32)

    def __init__(self, *args: Any, accounts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("source", "target"):
            field: Any = self.fields[name]
            field.queryset = accounts
            field.label_from_instance = label_of


def label_of(account: Account) -> str:
    """How a list of accounts names one."""
    kind = ACCOUNT_NAMES[AccountKind(account.kind)]
    return kind if str(account) == kind else f"{account} ({kind.lower()})"


class NewAccountForm(Wary):
    """A project, an activity, or a fund."""

    what = forms.ChoiceField(
        label="Pour",
        widget=forms.RadioSelect,
        choices=[
            ("project", "Un projet du groupe"),
            ("activity", "Une activité"),
            ("solidarity", "Le fonds de solidarité"),
            ("commons", "Le fonds des communs"),
        ],
    )
    name = forms.CharField(label="Nom du projet", max_length=120, required=False, help_text="Pour un projet.")
    activity = forms.ModelChoiceField(
        Activity.objects.none(),
        label="Activité",
        required=False,
        empty_label="Choisissez",
        help_text="Pour une activité.",
    )

    def __init__(self, *args: Any, activities: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["activity"]
        field.queryset = activities

    def clean(self) -> dict[str, Any] | None:
        """A project has a name, an activity is chosen."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("what") == "project" and not (cleaned.get("name") or "").strip():
            self.add_error("name", "Donnez un nom au projet.")
        if cleaned.get("what") == "activity" and cleaned.get("activity") is None:
            self.add_error("activity", "Choisissez l'activité.")
        return cleaned


class CorrectionForm(Wary):
    """Why an operation is undone."""

    reason = forms.CharField(label="Pourquoi", max_length=300, help_text="Les deux relevés le montrent.")
