"""Names people give themselves."""

import unicodedata

from django.core.exceptions import ValidationError

ALLOWED = {" ", "-", "'", "’", ".", "‐", "·", "_"}


def plain_name(value: str) -> None:
    """Letters of any script, marks, digits, spaces, hyphens, apostrophes and periods: nothing a mail obeys."""
    for character in value:
        if character not in ALLOWED and unicodedata.category(character)[0] not in "LMN":
            raise ValidationError("Un nom s'écrit avec des lettres, des espaces, des tirets et des apostrophes.")
