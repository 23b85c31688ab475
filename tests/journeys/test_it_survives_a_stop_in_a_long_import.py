"""A long import runs beside the page; stopped in the middle it leaves nothing, says so, and runs again."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

from maille.journeys.files import progress
from tests.journeys.register_help import amina, write
from tests.patience import PATIENCE

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture
def server(tmp_path):
    """Run one life of the server of tests/journeys/long_import.py; give its exit status and what it saw."""
    file = write(tmp_path / "registre.csv", *(amina(prenom=f"Amina {letter}") for letter in "abcdefgh"))
    own = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "MAILLE_DEMO")}
    own |= {"MAILLE_VAR": str(tmp_path / "var"), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    own["DJANGO_SETTINGS_MODULE"] = "maille.config.settings"

    def run(what):
        command = [sys.executable, "-m", "tests.journeys.long_import", what, str(file)]
        done = subprocess.run(command, env=own, cwd=ROOT, capture_output=True, text=True, timeout=4 * PATIENCE)
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)

    return run


def test_a_server_that_dies_in_a_long_import_leaves_nothing_half_done_and_the_next_one_does_it(server):
    status, seen = server("stops")
    assert status == 9
    assert seen["thread reached the end"]
    assert "Import en cours" in seen["page"]
    assert "8 sur 8" in seen["page"].replace("\xa0", " ")
    assert seen["list while it runs"] == 200
    assert seen["writing while it runs"][0] == 503
    assert "Un long import est en cours" in seen["writing while it runs"][1]
    assert seen["uploads"] == 1

    status, seen = server("resumes")
    assert status == 0
    assert seen["left"] == ["running", 3, 3]
    assert "avance plus" in seen["page"]
    assert "Rien n&#x27;est importé à moitié" in seen["page"].replace("'", "&#x27;")
    assert "Rien n&#x27;est perdu ni importé à moitié : recommencez." in seen["again"].replace("'", "&#x27;")
    assert "Importer 8 lignes" in seen["again"]
    assert seen["done"][0] == 11
    assert "est fait" in seen["done"][1]


def test_a_count_left_by_a_process_that_is_gone_is_no_news(tmp_path):
    upload = tmp_path / "upload"
    progress.tell(upload, "Enregistrement", 3, 10)
    assert progress.how_far(upload) == progress.HowFar("Enregistrement", 3, 10)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    progress.place(upload).write_text(f"{gone.pid} 3 10 Enregistrement", encoding="utf-8")
    assert progress.how_far(upload) is None
