"""A browser's own description, in words somebody recognises."""

SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "téléphone ou tablette Android"),
    ("Windows", "ordinateur Windows"),
    ("Macintosh", "ordinateur Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "ordinateur Linux"),
)
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
"""In this order: each pretends to be those after it."""


def name_of(user_agent: str) -> str:
    """ "Firefox, ordinateur Linux"; "appareil inconnu" when it does not say."""
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    return ", ".join(filter(None, (browser, system))) or "appareil inconnu"
