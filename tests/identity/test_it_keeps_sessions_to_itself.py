"""Cookies that no other site, page or script reaches; secrets of second proofs that follow a change of keys."""

import os
import pathlib
import subprocess
import sys
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.test import Client
from django.urls import reverse

from maille.config import keys
from tests.cast import Cast
from tests.identity.codes import ask_for_code

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHOW = """
from django.conf import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,
      s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN)
"""


def cookies_under(site: str, var: pathlib.Path) -> str:
    """What the settings say of cookies at this address."""
    own = {"MAILLE_VAR": str(var), "PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "maille.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", SHOW], env={**os.environ, **own, "MAILLE_SITE_URL": site}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def test_under_https_cookies_belong_to_this_host_alone(tmp_path: pathlib.Path) -> None:
    assert (
        cookies_under("https://maille.exemple.fr", tmp_path)
        == "__Host-sessionid __Host-csrftoken True True True Lax / None"
    )
    assert cookies_under("http://localhost:8000", tmp_path).startswith("sessionid csrftoken False False True Lax")


def test_what_the_browser_keeps_is_closed_to_scripts(client: Client, cast: Cast) -> None:
    ask_for_code(client, "fanny@exemple.fr")
    client.get(reverse("account_login"))
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie
        assert cookie["samesite"] == "Lax", cookie


def test_second_proofs_follow_a_change_of_keys(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    monkeypatch.setenv("MAILLE_DATA_KEYS", old)
    TOTP.activate(cast.fanny, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    monkeypatch.setenv("MAILLE_DATA_KEYS", f"{new},{old}")

    def silent(*args: Any) -> None:
        """Nobody watches."""

    assert keys.walk(silent, renew=True).renewed == 1
    monkeypatch.setenv("MAILLE_DATA_KEYS", new)
    stored = Authenticator.objects.get().data["secret"]
    assert get_adapter().decrypt(stored) == "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    monkeypatch.setenv("MAILLE_DATA_KEYS", old)
    assert get_adapter().decrypt(stored) != "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    assert keys.walk(silent, renew=False).lost
