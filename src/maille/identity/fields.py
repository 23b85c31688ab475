"""Model fields shared by all apps."""

from typing import Any

from django.db import models

from maille.identity import vault


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # Django takes no argument at run time
    """Text encrypted at rest by `identity.vault`; it cannot be searched, sorted nor compared in the database."""

    def get_prep_value(self, value: Any) -> Any:
        """Close before writing; an empty text stays empty."""
        if value in (None, ""):
            return value
        return vault.close(str(value).encode()).decode()

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Open after reading."""
        if value in (None, ""):
            return value
        return vault.open_(value.encode()).decode()
