"""Departments from postal codes (design: "Department from the postal code")."""

import re

UNKNOWN = ""


def department_of(postal_code: str) -> str:
    """The department's code: two digits, 2A or 2B for Corsica, three digits overseas; "" when it cannot be told.

    Corsica: 200xx and 201xx are Corse-du-Sud (2A), 202xx to 206xx Haute-Corse (2B).
    """
    if not re.fullmatch(r"[0-9]{5}", postal_code) or postal_code.startswith("00"):
        return UNKNOWN
    if postal_code.startswith(("97", "98")):
        return postal_code[:3]
    if postal_code.startswith("20"):
        return "2A" if postal_code[2] in "01" else "2B"
    return postal_code[:2]
