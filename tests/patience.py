"""How long a test waits for what must come: a busy machine fails nobody, and only a failure waits that long."""

PATIENCE = 300.0
"""Seconds."""
