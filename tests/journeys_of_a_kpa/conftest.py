"""The stories share the browser's world."""

from tests.browser.conftest import world as world
