"""What each piece of the house adds to the two test worlds: the access matrix's and the browser crawler's."""

from types import ModuleType

from tests.worlds import (
    books,
    contracts,
    documents,
    dossier,
    hours,
    jobs,
    notes,
    pay,
    pots,
    rights,
    rules,
    shares,
    signin,
    support,
    workshops,
)

PIECES: tuple[ModuleType, ...] = (
    contracts,
    dossier,
    documents,
    support,
    workshops,
    notes,
    signin,
    rights,
    jobs,
    hours,
    shares,
    pots,
    rules,
    books,
    pay,
)
