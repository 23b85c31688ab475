"""How long, as people type it; and what the forms of time and money given share."""

import secrets
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maille.activities.models import Job
from maille.activities.rules.hours import HOW, MOST, DurationError, read_minutes, typed
from maille.activities.rules.kinds import JobState
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

KEY = 30
"""Signs of a page's key at most; the action adds whose line it is."""
LATELY, AHEAD = 80, 20
"""Jobs the list proposes: begun; to prepare, with a day or without."""


class DurationField(forms.CharField):
    """A duration as people type it ("7 h 30", "7,5", "45 min"), kept as whole minutes; `most` when many work longer."""

    def __init__(self, *, most: int = MOST, **more: Any) -> None:
        self.most = most
        more.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        more.setdefault("help_text", "Par exemple 7 h 30, 7,5 ou 45 min.")
        more.setdefault("error_messages", {"required": HOW})
        super().__init__(max_length=30, **more)

    def clean(self, value: Any) -> int | None:
        """The minutes, or `None` when left empty and not required."""
        text = super().clean(value)
        if text in self.empty_values:
            return None
        try:
            return read_minutes(text, self.most)
        except DurationError as problem:
            raise ValidationError(str(problem), code="invalid") from problem

    def prepare_value(self, value: Any) -> Any:
        """Minutes as they are typed; what could not be read is given back untouched."""
        return typed(value) if isinstance(value, int) and value else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare minutes with minutes."""
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True


def decimal_field(**more: Any) -> forms.DecimalField:
    """A number as people type it ("1,5")."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(localize=True, widget=widget, **more)


def plain(number: Decimal) -> str:
    """A number as it is typed: no zero that says nothing, a comma."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def key_field() -> forms.CharField:
    """The key of this very form, made with the page: sent twice, it writes once."""
    return forms.CharField(required=False, max_length=KEY, widget=forms.HiddenInput, initial=new_key)


def new_key() -> str:
    """Drawn at random: nobody else's form has it."""
    return secrets.token_hex(10)


def jobs_to_choose(actor: Actor, kpa: Organisation, known: int | None = None) -> list[tuple[str, str]]:
    """The KPA's jobs somebody may have worked on: those begun, the latest first, then those to prepare, the next first.

    A year of repeats planned ahead hides none of the days just worked. And the job already named.
    """
    jobs = Job.objects.visible_to(actor).filter(kpa=kpa)
    worked = jobs.exclude(state__in=[JobState.CANCELLED, JobState.IDEA])
    begun = worked.filter(starts_on__lte=actor.today).order_by("-starts_on", "-pk")
    ahead = worked.filter(starts_on__gt=actor.today).order_by("starts_on", "pk")
    undated = worked.filter(starts_on__isnull=True).order_by("-pk")
    found = [*begun[:LATELY], *ahead[:AHEAD], *undated[:AHEAD]]
    if known and known not in {job.pk for job in found}:
        found += jobs.filter(pk=known)
    return [(str(job.pk), job_in_words(job)) for job in found]


def job_in_words(job: Job) -> str:
    """A job in a list of choices: « Buffet du samedi, 20/06/2026 »."""
    return f"{job.title}, {job.starts_on:%d/%m/%Y}" if job.starts_on else job.title


def one_id(text: Any) -> int | None:
    """The id a choice holds; `None` for none."""
    return int(text) if text and str(text).isascii() and str(text).isdecimal() and len(str(text)) < 19 else None
