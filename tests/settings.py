"""Maille's settings with a folder of their own: a demonstration installed beside must not change what tests see."""

import atexit
import os
import shutil
import tempfile

if "MAILLE_VAR" not in os.environ:
    os.environ["MAILLE_VAR"] = tempfile.mkdtemp(prefix="maille-tests-")
    atexit.register(shutil.rmtree, os.environ["MAILLE_VAR"], ignore_errors=True)

from maille.config.settings import *  # noqa: F403 - the folder is chosen first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow on purpose elsewhere

# Static files are looked for when asked, not listed anew by each of the thousands of clients that tests make.
WHITENOISE_AUTOREFRESH = True
