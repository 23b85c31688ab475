"""Every refusal says what, why and what to do, in Maille's own look; a failure needs no database to say so."""

from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import include, path, reverse

from maille.config.views import failure
from maille.identity.models import User


def raising(error: Exception) -> Any:
    """A view that raises."""

    def view(request: HttpRequest) -> HttpResponse:
        raise error

    view.login_required = False  # type: ignore[attr-defined]
    return view


urlpatterns = [
    path("interdit/", raising(PermissionDenied())),
    path("panne/", raising(RuntimeError("panne"))),
    path("occupee/", raising(OperationalError("database is locked"))),
    path("incompris/", raising(BadRequest())),
    path("", include("maille.config.urls")),
]
handler500 = failure


@pytest.fixture
def client(settings: Any, db: None) -> Client:
    """Somebody signed in, whose browser does not hide failures."""
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_user("fanny@exemple.fr", "Fanny"))
    return client


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/interdit/", 403, "Votre rôle actuel ne donne pas accès"),
        ("/nulle-part/", 404, "Revenir à l"),
        ("/incompris/", 400, "Maille n'a pas compris cette demande"),
    ],
)
def test_a_refusal_is_a_page_of_ours(client: Client, address: str, status: int, sentence: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert "<link" in answer.content.decode()


def test_a_failure_needs_no_database(settings: Any, django_db_blocker: Any) -> None:
    from django.views.defaults import server_error

    with django_db_blocker.block():
        answer = server_error(HttpRequest())
    assert answer.status_code == 500
    assert "Ce n'est pas de votre fait" in answer.content.decode()


def test_a_failure_in_a_view_shows_that_page(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/panne/")
    assert answer.status_code == 500
    assert "Réessayez dans quelques minutes" in answer.content.decode()


def test_waiting_in_vain_for_the_single_writer_of_sqlite_is_no_failure(client: Client) -> None:
    answer = client.get("/occupee/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "20")
    assert "Un long import est en cours" in answer.content.decode()


def test_a_page_left_open_too_long_says_how_not_to_lose_the_text(settings: Any, db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_user("fanny@exemple.fr", "Fanny"))
    answer = client.post(reverse("account_logout"))
    assert answer.status_code == 403
    assert "ce que vous avez tapé y est encore" in answer.content.decode()
    assert not isinstance(answer, TemplateResponse)


def test_every_answer_carries_the_content_policy(client: Client) -> None:
    answer = client.get("/nulle-part/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_whoever_watches_the_site_needs_no_account(db: None) -> None:
    answer = Client().get("/sante/")
    assert (answer.status_code, answer.content[:3]) == (200, b"ok ")
