"""People, their journeys, and the registers they came from."""

from maille.journeys.models.accesses import PersonAccess
from maille.journeys.models.events import FollowUp, Referent, Stage, Suspension
from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Merge, Person, PersonWord, ToldApart
from maille.journeys.models.register import ImportBatch, ImportLine

__all__ = [
    "FollowUp",
    "ImportBatch",
    "ImportLine",
    "Journey",
    "Merge",
    "Person",
    "PersonAccess",
    "PersonWord",
    "Referent",
    "Stage",
    "Suspension",
    "ToldApart",
]
