"""Which doors are open: everything requires sign-in, and a place in a KPA, unless a view says otherwise here."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def open_to_all(view: View) -> View:
    """Anybody may open this page without signing in.

    `LoginRequiredMiddleware` guards every other view of the project: a new page is closed until it says this.
    """
    return login_not_required(view)


def before_proof(view: View) -> View:
    """Somebody whose role asks for a second proof may open this before giving it (passing to a smaller role)."""
    view.before_proof = True  # type: ignore[attr-defined]
    return view


def without_membership(view: View) -> View:
    """Anybody signed in may open this page, even without a membership valid today (account, sign-out, invitations).

    Elsewhere `network.middleware.ActorMiddleware` answers such a person with a kind page instead of the view.
    """
    view.without_membership = True  # type: ignore[attr-defined]
    return view
