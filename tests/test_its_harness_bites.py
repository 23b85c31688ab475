"""The watchers of tests/harness.py fail on what they watch for: a check that cannot fail is a defect."""

import pathlib
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import UnorderedObjectListWarning
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import path

from maille.identity.models import User
from tests import harness

BAD_PAGES = {
    '<form method="post"><input name="a"></form>': "formulaire sans jeton CSRF",
    '<form method="post"><input name="csrfmiddlewaretoken" value=""></form>': "formulaire sans jeton CSRF",
    "<script>alert(1)</script>": "JavaScript dans la page",
    '<button onclick="go()">Aller</button>': "onclick",
    '<div hx-on:click="go()"></div>': "hx-on:click",
    '<p style="color:red">': "attribut style",
    "<style>p{}</style>": "<style>",
    '<a href="javascript:go()">': "javascript:",
    '<p id="a"></p><p id="a"></p>': "identifiant répété",
}
GOOD_PAGE = (
    '<form method="post"><input name="csrfmiddlewaretoken" value="x"></form><form><input></form>'
    '<script src="/a.js"></script><script type="application/json">{"a": 1}</script><p id="a"><p id="b">'
)


@login_not_required
def bad_view(request: HttpRequest) -> HttpResponse:
    """A page with an unprotected form."""
    return HttpResponse('<form method="post"></form>')


urlpatterns = [path("", bad_view)]


@pytest.mark.parametrize("html", BAD_PAGES)
def test_a_bad_page_is_seen(html: str) -> None:
    assert any(BAD_PAGES[html] in problem for problem in harness.page_problems(html))


def test_a_good_page_passes() -> None:
    assert harness.page_problems(GOOD_PAGE) == []


@pytest.mark.unwatched  # the test watches by itself, and expects the failure
def test_a_request_for_a_bad_page_fails_its_test(monkeypatch: pytest.MonkeyPatch) -> None:
    watching = harness.watch(monkeypatch)
    next(watching)
    with override_settings(ROOT_URLCONF=__name__):
        Client().get("/")
    with pytest.raises(AssertionError, match="jeton CSRF"):
        next(watching)
    monkeypatch.undo()


def test_an_undefined_variable_in_our_templates_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    monkeypatch.setattr(harness, "SOURCE", str(tmp_path))
    (tmp_path / "page.html").write_text("{{ nobody.gave_this }}")
    engine: Any = engines["django"].engine
    monkeypatch.setattr(engine, "string_if_invalid", harness.UndefinedIsAnError())
    template = engine.from_string((tmp_path / "page.html").read_text())
    for node in template.nodelist:
        node.origin.name = str(tmp_path / "page.html")
    from django.template import Context

    with pytest.raises(harness.UndefinedVariableError, match="nobody"):
        template.render(Context())


def test_a_slice_without_order_is_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness, "SOURCE", str(pathlib.Path(__file__).parent))
    with pytest.raises(UnorderedObjectListWarning):
        User.objects.all()[:3]
    assert list(User.objects.order_by("id")[:3]) == []
