"""Find every page there is: from the addresses the house declares, and from the links of the pages themselves.

Nothing lists the pages: a new one is met the day it is declared. One address stands for all those of its
pattern, save the doors of the world: each of those stands for itself.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from tests.browser.conftest import client_for
from tests.browser.world import Visitor, World

SAMPLES = range(1, 13)
"""Ids tried in the place of each `<int:…>`."""


@dataclass(frozen=True)
class Place:
    """One page and somebody who may see it."""

    pattern: str
    url: str
    visitor: Visitor | None


@dataclass
class Map:
    """Pages by pattern; what each pattern answered otherwise (statuses, types of files); addresses that broke."""

    pages: dict[str, Place] = field(default_factory=dict)
    others: dict[str, set[str]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def no_page(self, pattern: str, guessed: bool) -> bool:
        """Whether it has said that it shows no page, so is not asked again.

        What only takes forms (405) says so to everybody; what gave a file is asked again when a page leads to it, no
        longer by guesses at its numbers.
        """
        answers = self.others.get(pattern, set())
        return "405" in answers or (guessed and "file" in answers)

    def unmet(self) -> list[str]:
        """Patterns that answered nobody with anything but a refusal or a way elsewhere: the world lacks a sample."""
        met = {pattern_of(place.url) for place in self.pages.values()}
        alive = {pattern for pattern, answers in self.others.items() if answers - {"redirect", "403", "404"}}
        return [pattern for pattern in patterns() if pattern not in met | alive]


class Links(HTMLParser):
    """The links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Every address pattern, as written ("personnes/<int:person_id>/")."""
    for each in (resolver or get_resolver()).url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from patterns(each, route)


def discover(world: World) -> Map:
    """Walk as each visitor in turn, then as nobody; the first who sees a page is kept for it."""
    found = Map()
    for door in world.doors:
        for visitor in (*world.visitors, None):
            if door not in found.pages:
                visit(client_for(visitor), visitor, door, door, found)
    for visitor in (*world.visitors, None):
        client = client_for(visitor)
        open_to = [route for route in patterns() if route not in found.pages and not found.no_page(route, True)]
        guesses = dict.fromkeys(url for route in open_to for url in candidates(route))
        waiting = ["/", *guesses]
        tried: set[str] = set()
        while waiting:
            url = waiting.pop(0)
            pattern = pattern_of(url)
            if pattern is None or pattern in found.pages or url in tried or found.no_page(pattern, url in guesses):
                continue
            tried.add(url)
            waiting += visit(client, visitor, url, pattern, found)
    return found


def visit(client: Client, visitor: Visitor | None, url: str, pattern: str, found: Map) -> list[str]:
    """Ask for one address; note what came, return the addresses it leads to."""
    try:
        response = client.get(url)
    except Exception as error:  # the walk goes on, so that one run tells everything
        found.broken.append(f"{url} ({visitor.name if visitor else 'personne'}) {type(error).__name__} : {error}")
        return []
    kind = response.headers.get("Content-Type", "").split(";")[0]
    if response.status_code in {301, 302, 303}:
        found.others.setdefault(pattern, set()).add("redirect")
        return [local(url, response["Location"])]
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        kind = "file"
    elif kind == "text/html" and not response.content.lstrip().lower().startswith(b"<!doctype"):
        kind = "fragment"
    if response.status_code != 200 or kind != "text/html":
        found.others.setdefault(pattern, set()).add(kind if response.status_code == 200 else str(response.status_code))
        return []
    found.pages[pattern] = Place(pattern, url, visitor)
    return [local(url, link) for link in Links(response.content.decode()).found]


def candidates(route: str) -> Iterator[str]:
    """Addresses to try for a pattern: itself, or with the first ids in the place of its numbers."""
    if "^" in route or re.search(r"<(?!int:)", route):
        return
    holes = re.findall(r"<int:\w+>", route)
    for values in itertools.islice(itertools.product(SAMPLES, repeat=len(holes)), 40):
        url = route
        for hole, value in zip(holes, values, strict=True):
            url = url.replace(hole, str(value), 1)
        yield f"/{url}"


def local(base: str, link: str) -> str:
    """A link as an address of this site; "" when it leads elsewhere."""
    parts = urlsplit(urljoin(f"http://testserver{base}", link))
    if parts.netloc != "testserver" or parts.scheme not in {"http", "https"}:
        return ""
    return parts.path


def pattern_of(url: str) -> str | None:
    """The pattern an address belongs to; signing out would end the walk."""
    if not url or url.startswith(("/static/", "/demo/")):
        return None
    try:
        return resolve(url).route
    except Resolver404:
        return None
