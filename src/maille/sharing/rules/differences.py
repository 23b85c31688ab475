"""What is posted: by recipient, the difference between what the rule gives of everything and what was posted before.

Design, "Around the rule": each distribution runs the rule on cumulative income, expenses and contributions and posts
the difference; a negative difference is shown and must be approved.
"""

from collections.abc import Mapping


def differences(now: Mapping[str, int], before: Mapping[str, int]) -> dict[str, int]:
    """Recipient → cents to add (or, negative, to give back), in the order of `now`; nothing for those unchanged."""
    found = {each: cents - before.get(each, 0) for each, cents in now.items()}
    found |= {each: -cents for each, cents in before.items() if each not in now}
    return {each: cents for each, cents in found.items() if cents}


def given_back(moved: Mapping[str, int]) -> dict[str, int]:
    """Recipient → cents (positive) they give back."""
    return {each: -cents for each, cents in moved.items() if cents < 0}
