"""`./maille test` skips nothing: a missing part or a failed stage is a failure, said at the end."""

import os
import pathlib
import sys

import pytest

from tests import postgres, run

FAILS = [sys.executable, "-c", "print('1 failed, 2 passed in 0.5s'); raise SystemExit(1)"]
PASSES = [sys.executable, "-c", "print('===== 3 passed, 1 warning in 0.5s =====')"]


def test_every_stage_runs_and_the_end_says_which_failed(capfd: pytest.CaptureFixture[str]) -> None:
    stages = [run.Stage("première", FAILS), run.Stage("seconde", PASSES)]
    for stage in stages:
        run.run(stage, missing=[])
    assert run.conclude(stages, 1.0) == 1
    said = capfd.readouterr().out
    assert "ÉCHEC : première (2 étapes" in said.splitlines()[-1]
    assert [stage.closing for stage in stages] == [
        "1 failed, 2 passed in 0.5s",
        "===== 3 passed, 1 warning in 0.5s =====",
    ]
    assert run.conclude(stages[1:], 1.0) == 0


def test_a_missing_part_is_a_failure_with_what_to_type() -> None:
    stage = run.Stage("navigateur", PASSES, needs=("chromium",))
    run.run(stage, missing=["chromium"])
    assert stage.reason == "il manque chromium : sudo apt install chromium"
    assert not stage.closing


def test_an_ordinary_user_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert run.install(["qpdf", "chromium"]) == ["qpdf", "chromium"]
    assert "sudo apt install qpdf chromium" in capfd.readouterr().out


def test_root_installs_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(run, "missing_parts", list)
    monkeypatch.setattr(run.subprocess, "run", lambda command, **_: ran.append(command))
    assert run.install(["qpdf"]) == []
    assert [command[2] for command in ran] == ["update", "install"]
    assert ran[1][-1] == "qpdf"


def test_without_postgresql_its_stage_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "programs", lambda: None)
    stage = run.Stage("tests sur PostgreSQL", PASSES, on_postgres=True)
    run.run(stage, missing=[])
    assert stage.reason == "PostgreSQL n'est pas installé"


def test_a_cluster_that_does_not_start_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(pathlib.Path("/tmp").glob("maille-pg-*"))
    monkeypatch.setattr(postgres, "FAST", ["no_such_setting=1"])
    with pytest.raises(postgres.PostgresError, match="pg_ctl"), postgres.cluster():
        pytest.fail("a cluster started with an unknown setting")
    assert set(pathlib.Path("/tmp").glob("maille-pg-*")) <= before


def test_all_the_promised_stages_are_there() -> None:
    commands = [" ".join(stage.command) for stage in run.stages()]
    for part in ("ruff check", "format --check", "djlint", "mypy", "importlinter", "makemigrations", "consistent"):
        assert any(part in command for command in commands), part
    assert sum("not browser" in command for command in commands) == 2
    assert any("-m browser" in command for command in commands)
