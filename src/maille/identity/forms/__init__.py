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

__all__ = [
    "AddPasskeyForm",
    "CodeForm",
    "NameForm",
    "ProofForm",
    "ProveByPasskeyForm",
    "RenamePasskeyForm",
    "RequestCodeForm",
    "UsePasskeyForm",
]
