"""Everything requires sign-in; the exceptions are written here, one by one."""

from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from tests.cast import Cast

OPEN = {
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_logout",
    "account_inactive",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "accept_invitation",
    "accessibility",
    "about",
    "badge_key",
    "card",
    "spoken_code",
    "health",
}
"""Pages anybody may open, each for a reason one can say in a sentence."""


def patterns(resolver: URLResolver) -> list[URLPattern]:
    """Every leaf of the address tree."""
    found: list[URLPattern] = []
    for each in resolver.url_patterns:
        found += patterns(each) if isinstance(each, URLResolver) else [each]
    return found


def test_only_the_pages_listed_here_are_open() -> None:
    opened = {p.name for p in patterns(get_resolver()) if not getattr(p.callback, "login_required", True)}
    assert opened == OPEN


def test_a_closed_page_leads_to_sign_in_and_back(client: Client, cast: Cast) -> None:
    response = client.get("/?au=2026-01-01")
    assert response.status_code == 302
    assert response["Location"] == reverse("account_login") + "?next=/%3Fau%3D2026-01-01"
