"""SQLite has a single writer: while a long import holds the pen, others wait, then are told so."""


def is_busy(error: BaseException | None) -> bool:
    """Whether this is SQLite saying, after the patience of its settings, that somebody else is still writing."""
    return error is not None and str(error) in {"database is locked", "database table is locked"}
