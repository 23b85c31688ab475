"""What is typed of time given: at the desk for several people at once, in the pocket for oneself."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from maille.activities.actions import roles, who
from maille.activities.actions.contributions import Work, as_typed
from maille.activities.forms.fields import DurationField, jobs_to_choose, key_field, one_id
from maille.activities.forms.looked_at import LookedAt
from maille.activities.models import Contribution, Job, WorkRole
from maille.activities.rules.kinds import WORK_KINDS
from maille.journeys.forms.wary import Wary
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.ui.forms import DayField, set_choices
from maille.ui.text import duration

PAID = [("oui", "À rémunérer : elles entrent dans le partage de l'argent"),
        ("non", "Bénévoles : elles comptent et se voient, sans argent")]  # fmt: skip
CHOOSE = ("", "Choisissez")


class WorkForm(LookedAt):
    """Time of one person or several, the same for all; or one line to correct."""

    people = forms.MultipleChoiceField(
        label="Qui",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "inline"}),
        error_messages={"required": "Cochez au moins une personne."},
        help_text="Cochez plusieurs personnes si elles ont fait la même chose aussi longtemps.",
    )
    day = DayField(label="Le")
    duration = DurationField(label="Combien de temps")
    role = forms.ChoiceField(label="Quel travail", error_messages={"required": "Choisissez un travail."})
    job = forms.ChoiceField(label="Pour quelle prestation", required=False)
    paid = forms.ChoiceField(
        label="Ces heures sont",
        choices=PAID,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si ces heures sont à rémunérer."},
    )
    note = forms.CharField(label="En quelques mots", required=False, max_length=300)
    points = forms.DecimalField(
        label="Points",
        required=False,
        min_value=Decimal(0),
        max_value=Decimal("9999.99"),
        decimal_places=2,
        localize=True,
        help_text="Seulement si la règle du groupe partage par points.",
    )
    key = key_field()

    def __init__(
        self, *args: Any, kpa: Organisation, actor: Actor, known: Contribution | None = None,
        job: int | None = None, **more: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.kpa = kpa
        if self.data.get("points"):  # points alone may say what was given
            self.fields["duration"].required = False
        if known is None:
            group, team = who.people_of(actor, kpa, actor.today), who.team_of(kpa, actor.today)
            set_choices(self, "people", [("Le groupe", group), ("L'équipe", team)] if group and team else group or team)
        else:
            del self.fields["people"]
        used = roles.roles_of(kpa, actor.today)
        if known is not None and known.role not in used:
            used.append(known.role)
        set_choices(self, "role", [CHOOSE, *((str(role.pk), role.name) for role in used)])
        known_job = known.job_id if known else job
        set_choices(self, "job", [("", "Aucune"), *jobs_to_choose(actor, kpa, known_job)])
        if known is not None:
            self.initial = {**self.initial_of(as_typed(known)), **self.initial}
        else:
            self.initial.setdefault("day", actor.today)
            self.initial.setdefault("paid", "oui" if job else "")

    @staticmethod
    def initial_of(work: Work) -> dict[str, Any]:
        """What is known already, to be adjusted."""
        return {
            "day": work.day,
            "duration": work.minutes,
            "role": work.role_id,
            "job": work.job_id or "",
            "paid": "oui" if work.paid else "non",
            "points": work.points or None,
            "note": work.note,
        }

    def clean(self) -> dict[str, Any] | None:
        """A duration, unless points say what was given."""
        typed = super().clean() or {}
        if typed.get("duration") is None and not typed.get("points") and "duration" not in self.errors:
            self.add_error("duration", self.fields["duration"].error_messages["required"])
        return typed

    @property
    def work(self) -> Work:
        """What was typed, as a value."""
        typed = self.cleaned_data
        return Work(
            day=typed["day"],
            minutes=typed["duration"] or 0,
            role_id=one_id(typed["role"]) or 0,
            job_id=one_id(typed["job"]),
            paid=typed["paid"] == "oui",
            points=typed["points"] or Decimal(0),
            note=typed["note"],
        )


class MyWorkForm(LookedAt):
    """Three big fields, and the job when there is one lately: work on a job is to be paid, the rest is given."""

    day = DayField(label="Quel jour")
    usual = forms.ChoiceField(
        label="Combien de temps",
        widget=forms.RadioSelect(attrs={"class": "inline"}),
        error_messages={"required": "Dites combien de temps, par exemple 2 h."},
    )
    duration = DurationField(label="Ou une autre durée", required=False)
    role = forms.ChoiceField(label="Quel travail", error_messages={"required": "Choisissez un travail."})
    job = forms.ChoiceField(label="Pour quelle prestation", required=False)
    key = key_field()

    def __init__(
        self, *args: Any, roles: Sequence[WorkRole], jobs: Sequence[Job], usual: Sequence[int],
        known: Work | None = None, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.known = known
        if self.data.get("duration"):  # what is typed wins over what is ticked
            self.fields["usual"].required = False
        set_choices(self, "role", [CHOOSE, *((str(role.pk), role.name) for role in roles)])
        set_choices(self, "usual", [(str(minutes), duration(minutes)) for minutes in usual])
        if jobs:
            set_choices(self, "job", [("", "Aucune"), *((str(job.pk), job.title) for job in jobs)])
        else:
            del self.fields["job"]

    def clean(self) -> dict[str, Any] | None:
        """What is typed wins over what is ticked."""
        typed = super().clean() or {}
        if not typed.get("duration") and typed.get("usual"):
            typed["duration"] = int(typed["usual"])
        return typed

    @property
    def work(self) -> Work:
        """What was typed, as a value; what these fields do not ask stays as the line had it."""
        typed = self.cleaned_data
        job = one_id(typed.get("job"))
        said = Work(typed["day"], typed["duration"], one_id(typed["role"]) or 0, job, paid=job is not None)
        if self.known is None:
            return said
        paid = self.known.paid if job == self.known.job_id else said.paid
        return replace(said, paid=paid, points=self.known.points, note=self.known.note)


class RoleForm(Wary):
    """A new word for some work."""

    name = forms.CharField(label="Nom du rôle", max_length=40, help_text="Le mot du groupe : cuisine, livraison…")
    kind = forms.ChoiceField(
        label="Nature",
        choices=[CHOOSE, *((kind.value, name) for kind, name in WORK_KINDS.items())],
        help_text="La production fabrique ce qui est vendu. Le reste fait vivre le groupe.",
    )


class KindForm(forms.Form):
    """The nature of a role, put right."""

    kind = forms.ChoiceField(label="Nature", choices=[(kind.value, name) for kind, name in WORK_KINDS.items()])
