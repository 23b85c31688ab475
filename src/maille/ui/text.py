"""Numbers as people read them in French."""

NARROW = "\u202f"
NO_BREAK = "\u00a0"


def whole(number: int) -> str:
    """1234567 → "1 234 567" with narrow no-break spaces."""
    return f"{number:,}".replace(",", NARROW)


def euros(cents: int) -> str:
    """Integer cents → "1 215,40 €"; a real minus sign before a negative amount."""
    units, rest = divmod(abs(cents), 100)
    sign = "\u2212" if cents < 0 else ""
    return f"{sign}{whole(units)},{rest:02d}{NO_BREAK}€"


def share(percent: int | None) -> str:
    """A share in whole percents, or "–" when there is nothing to share."""
    return "–" if percent is None else f"{percent}{NO_BREAK}%"
