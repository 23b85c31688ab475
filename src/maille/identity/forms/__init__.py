"""Forms of signing in and of one's own account."""

from maille.identity.forms.accounts import (
    AddPasskeyForm,
    CodeForm,
    NameForm,
    ProofForm,
    ProveByPasskeyForm,
    RenamePasskeyForm,
    RequestCodeForm,
    UsePasskeyForm,
)
from maille.identity.forms.strength import SecondCodeForm, SecondKeyForm, StartApplicationForm, StrongProofForm

__all__ = [
    "AddPasskeyForm",
    "CodeForm",
    "NameForm",
    "ProofForm",
    "ProveByPasskeyForm",
    "RenamePasskeyForm",
    "RequestCodeForm",
    "SecondCodeForm",
    "SecondKeyForm",
    "StartApplicationForm",
    "StrongProofForm",
    "UsePasskeyForm",
]
