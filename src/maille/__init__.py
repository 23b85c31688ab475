"""Maille: the free software that cooperative neighbourhood schemes run on."""

__version__ = "0.1.0"
