"""The pages of one job, side by side."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

TABS = (
    ("Prestation", "activities:job"),
    ("Heures et frais", "activities:job_hours"),
    ("Argent", "sharing:pot"),
    ("Partage", "sharing:distributions"),
)
"""Label → route taking a job's id; one that does not exist is left out."""


@dataclass(frozen=True)
class Tab:
    """One page of the job."""

    label: str
    url: str
    current: bool


def tabs(job_id: int, current: str) -> list[Tab]:
    """The pages of this job; `current` is the route of the one shown ("" for none)."""
    return [Tab(label, url, route == current) for label, route in TABS if (url := address(route, job_id))]


def address(route: str, *parts: int) -> str:
    """The address of a page, "" while the installation has none of that name."""
    try:
        return reverse(route, args=parts)
    except NoReverseMatch:
        return ""
