"""Commands in this process (quick) and in one of their own (for pipes, signals, exit codes)."""

import os
import subprocess
import sys
from dataclasses import dataclass

import pytest
from ruamel.yaml import YAML

from sim.cli.ending import exit_code_of
from tests.unit.comparison.made import TINY


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    """An empty folder to work in, with the scenario tiny.yaml."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PODSIM_DEBUG", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    with (tmp_path / "tiny.yaml").open("w") as file:
        YAML().dump(TINY, file)
    return tmp_path


@pytest.fixture
def podsim(workplace, capsys):
    """Run a command in this process."""

    def call(*arguments):
        code = exit_code_of([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ended(int(code), said.out, said.err)

    return call


@pytest.fixture
def process(workplace, project):
    """Start a command in a process of its own; keyword arguments as of Popen."""

    def start(*arguments, environment=(), **more):
        kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
        return subprocess.Popen(
            [sys.executable, "-m", "sim", *map(str, arguments)],
            cwd=workplace,
            env={**kept, "PYTHONPATH": str(project), **dict(environment)},
            text=True,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **more,
        )

    return start
