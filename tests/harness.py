"""What makes a test fail although it asserts nothing: holes in the pages it renders.

Each watcher records or raises; `tests/test_its_harness_bites.py` proves on bad samples that each one can fail.
"""

import inspect
import pathlib
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

from django.core.handlers.base import BaseHandler
from django.core.paginator import UnorderedObjectListWarning
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template import Node

SOURCE = str(pathlib.Path(__file__).resolve().parents[1] / "src" / "maille")
DATA_SCRIPTS = {"application/json", "application/ld+json", "text/template"}


class UndefinedVariableError(Exception):
    """A template of ours names something its view did not give."""


class UndefinedIsAnError(str):
    """Django's `string_if_invalid`, which refuses instead of leaving a blank in the page."""

    seen: list[str]

    def __new__(cls) -> "UndefinedIsAnError":
        made = super().__new__(cls, "%s")
        made.seen = []
        return made

    def __mod__(self, variable: object) -> str:
        origin = rendering_template()
        if origin is None or not origin.startswith(SOURCE):
            return ""
        problem = f"variable « {variable} » absente du contexte, dans {origin.removeprefix(SOURCE + '/')}"
        self.seen.append(problem)
        raise UndefinedVariableError(problem)


def rendering_template() -> str | None:
    """The file of the innermost template node being rendered."""
    frame = inspect.currentframe()
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            return str(node.origin.name)  # type: ignore[attr-defined]
        frame = frame.f_back
    return None


class PageReader(HTMLParser):
    """Reads one page and keeps what a strict content policy or a forged form would break on."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []
        self.form: dict[str, str | None] | None = None
        self.protected = False
        self.inline: str | None = None
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.check_attributes(tag, found)
        if tag == "form":
            self.form, self.protected = found, False
        elif tag == "input" and found.get("name") == "csrfmiddlewaretoken":
            self.protected = bool(found.get("value"))
        elif tag == "style":
            self.problems.append("élément <style> dans la page")
        elif tag == "script" and not found.get("src") and found.get("type") not in DATA_SCRIPTS:
            self.inline = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.form is not None:
            posts = (self.form.get("method") or "get").lower() == "post"
            if posts and not self.protected:
                self.problems.append(f"formulaire sans jeton CSRF (action {self.form.get('action') or 'absente'})")
            self.form = None
        if tag == "script":
            self.inline = None

    def handle_data(self, data: str) -> None:
        if self.inline and data.strip():
            self.problems.append(f"JavaScript dans la page : {data.strip()[:60]}")

    def check_attributes(self, tag: str, found: dict[str, str | None]) -> None:
        """Inline handlers, inline styles, `javascript:` links and repeated ids."""
        for name, value in found.items():
            if name.startswith(("on", "hx-on")):
                self.problems.append(f"JavaScript dans l'attribut {name} de <{tag}>")
            if name == "style":
                self.problems.append(f"attribut style sur <{tag}> : {value}")
            if name in {"href", "action"} and (value or "").strip().lower().startswith("javascript:"):
                self.problems.append(f"lien javascript: sur <{tag}>")
        identifier = found.get("id")
        if identifier and identifier in self.ids:
            self.problems.append(f"identifiant répété : {identifier}")
        self.ids.add(identifier or "")


def page_problems(html: str) -> list[str]:
    """What is wrong with one page, in words; empty when nothing is."""
    reader = PageReader()
    reader.feed(html)
    reader.close()
    return reader.problems


def watched_get_response(
    original: Callable[[BaseHandler, HttpRequest], HttpResponseBase], problems: list[str]
) -> Callable[[BaseHandler, HttpRequest], HttpResponseBase]:
    """Wrap the handler every request goes through, test client and live server alike."""

    def get_response(handler: BaseHandler, request: HttpRequest) -> HttpResponseBase:
        response = original(handler, request)
        shown = not response.get("Content-Disposition", "").startswith("attachment")
        if shown and response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            text = response.content.decode(response.charset or "utf-8")  # type: ignore[attr-defined]
            problems.extend(f"{request.method} {request.path} : {each}" for each in page_problems(text))
        return response

    return get_response


def ordered_getitem(original: Callable[[QuerySet[Any], Any], Any]) -> Callable[[QuerySet[Any], Any], Any]:
    """Wrap slicing of querysets: a slice of rows in no order is a different page each time."""

    def getitem(queryset: QuerySet[Any], key: Any) -> Any:
        caller = sys._getframe(1).f_code.co_filename
        if isinstance(key, slice) and caller.startswith(SOURCE) and not queryset.ordered:
            raise UnorderedObjectListWarning(f"tranche d'une requête sans ordre : {queryset.model.__name__}")
        return original(queryset, key)

    return getitem


def watch(monkeypatch: Any) -> Iterator[None]:
    """Put every watcher in place for one test, and fail it at the end for what was recorded."""
    from django.template import engines

    problems: list[str] = []
    undefined = UndefinedIsAnError()
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", undefined)
    monkeypatch.setattr(BaseHandler, "get_response", watched_get_response(BaseHandler.get_response, problems))
    monkeypatch.setattr(QuerySet, "__getitem__", ordered_getitem(QuerySet.__getitem__))
    yield
    problems += undefined.seen
    if problems:
        raise AssertionError("pages rendues avec des défauts :\n  " + "\n  ".join(dict.fromkeys(problems)))
