"""What activities, jobs and contributions store."""

from maille.activities.models.catalogue import Activity, Offer, OfferMaterial, WorkRole
from maille.activities.models.contributions import Contribution, Expense
from maille.activities.models.jobs import Job, JobStep, PlannedWork, Shift, SignUp
from maille.activities.models.news import News, ShiftVersion
from maille.activities.models.participants import Participant

__all__ = [
    "Activity",
    "Contribution",
    "Expense",
    "Job",
    "JobStep",
    "News",
    "Offer",
    "OfferMaterial",
    "Participant",
    "PlannedWork",
    "Shift",
    "ShiftVersion",
    "SignUp",
    "WorkRole",
]
