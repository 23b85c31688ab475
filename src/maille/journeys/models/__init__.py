"""People, their journeys, what happens along them, and the registers they came from."""

from maille.journeys.models.accesses import PersonAccess
from maille.journeys.models.contracts import ClauseText, Contract, ContractLaw, ContractPeriod, Termination
from maille.journeys.models.documents import Document, DocumentKind, Signature, SigningCode
from maille.journeys.models.events import FollowUp, Referent, Stage, Suspension
from maille.journeys.models.files import StoredFile
from maille.journeys.models.journeys import Journey
from maille.journeys.models.notes import Handover, Note, Opening, Reply
from maille.journeys.models.people import Merge, Person, PersonWord, ToldApart
from maille.journeys.models.pieces import BankDetails, Insurance, Piece
from maille.journeys.models.register import ImportBatch, ImportLine
from maille.journeys.models.rights import Anonymisation, KeepingRule, LegalArchive, Retention, RightsRequest
from maille.journeys.models.skills import GridLine, Recognition, Skill
from maille.journeys.models.support import Barrier, Goal, Interview, NextStep, Orientation, Procedure
from maille.journeys.models.workshops import Workshop, WorkshopPlace

__all__ = [
    "Anonymisation",
    "BankDetails",
    "Barrier",
    "ClauseText",
    "Contract",
    "ContractLaw",
    "ContractPeriod",
    "Document",
    "DocumentKind",
    "FollowUp",
    "Goal",
    "GridLine",
    "Handover",
    "ImportBatch",
    "ImportLine",
    "Insurance",
    "Interview",
    "Journey",
    "KeepingRule",
    "LegalArchive",
    "Merge",
    "NextStep",
    "Note",
    "Opening",
    "Orientation",
    "Person",
    "PersonAccess",
    "PersonWord",
    "Piece",
    "Procedure",
    "Recognition",
    "Referent",
    "Reply",
    "Retention",
    "RightsRequest",
    "Signature",
    "SigningCode",
    "Skill",
    "Stage",
    "StoredFile",
    "Suspension",
    "Termination",
    "ToldApart",
    "Workshop",
    "WorkshopPlace",
]
