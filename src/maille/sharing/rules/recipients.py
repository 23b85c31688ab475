"""How a case names who receives: numbers and fixed words, never a person's name."""

HOST = "host"
COLLECTIVE = "collective"
ACTIVITY = "activity"
SOLIDARITY = "solidarity"
COMMONS = "commons"

FIXED = {
    HOST: "la structure de portage",
    COLLECTIVE: "la trésorerie du groupe",
    ACTIVITY: "la trésorerie de l'activité",
    SOLIDARITY: "le fonds de solidarité",
    COMMONS: "le fonds des communs",
}
"""Those a rule may name; French words that go in a sentence."""


def of_participant(pk: int) -> str:
    """Participant number 12 → "p12"."""
    return f"p{pk}"


def participant_of(recipient: str) -> int | None:
    """ "p12" → 12; None for a fixed word."""
    return int(recipient[1:]) if recipient[:1] == "p" and recipient[1:].isdecimal() else None
