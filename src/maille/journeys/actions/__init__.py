"""One function per verb of the field."""

from maille.journeys.actions.accesses import Given, give_access, send_access_again, withdraw_access
from maille.journeys.actions.exits import cancel_exit, record_exit, record_follow_up, transfer
from maille.journeys.actions.journeys import (
    change_referent,
    correct_journey,
    reach_stage,
    remove_stage,
    resume,
    suspend,
)
from maille.journeys.actions.merges import mark_homonym, merge_people, undo_merge
from maille.journeys.actions.people import DuplicateError, correct_person, return_to_kpa, welcome
from maille.journeys.actions.support import ConflictError

__all__ = [
    "ConflictError",
    "DuplicateError",
    "Given",
    "cancel_exit",
    "change_referent",
    "correct_journey",
    "correct_person",
    "give_access",
    "mark_homonym",
    "merge_people",
    "reach_stage",
    "record_exit",
    "record_follow_up",
    "remove_stage",
    "resume",
    "return_to_kpa",
    "send_access_again",
    "suspend",
    "transfer",
    "undo_merge",
    "welcome",
    "withdraw_access",
]
