"""Departments of residence; the computation is the network's, whose organisations have addresses too."""

from maille.network.rules.places import UNKNOWN, department_of

__all__ = ["UNKNOWN", "department_of"]
