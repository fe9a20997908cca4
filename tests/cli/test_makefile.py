"""`make PYTHON=...`: an environment of another Python is made anew, and one of the same is left alone."""

import os
import shutil
import subprocess
import sys
import venv

import pytest

ENVIRONMENT = ".venv/bin/python"

pytestmark = pytest.mark.skipif(shutil.which("make") is None or sys.platform == "win32", reason="no make here")


@pytest.fixture
def make(project, tmp_path):
    """Say what make would do, in a folder that has a Makefile and no environment yet."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(project / name, tmp_path)
    shutil.copytree(project / ".ci", tmp_path / ".ci")

    # These tests may run under make themselves.
    outer = ("MAKEFLAGS", "MAKEOVERRIDES", "MAKELEVEL", "MFLAGS", "PYTHON", "VENV")
    environ = {name: value for name, value in os.environ.items() if name not in outer}

    def call(*arguments):
        command = ["make", "-n", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=True).stdout

    return call


@pytest.fixture
def environment(tmp_path):
    """An environment of the Python that runs these tests."""
    venv.create(tmp_path / ".venv", with_pip=False)


def test_the_first_time(make):
    assert 'Making .venv with $python"' in make(ENVIRONMENT, f"PYTHON={sys.executable}")


def test_the_same_python_again(make, environment):
    assert make(ENVIRONMENT, f"PYTHON={sys.executable}") == f"make: '{ENVIRONMENT}' is up to date.\n"
    assert make(ENVIRONMENT) == f"make: '{ENVIRONMENT}' is up to date.\n"


def test_another_python(make, environment, tmp_path):
    other = tmp_path / "other-python"
    other.write_text("#!/bin/sh\necho 3.99.0 /elsewhere\n")
    other.chmod(0o755)
    said = make(ENVIRONMENT, f"PYTHON={other}")
    assert "in place of Python {}.{}.{} ".format(*sys.version_info[:3]) in said
    assert "-m venv --clear .venv" in said
    # What was installed into it is installed again.
    assert "Installing podsim" in make(".venv/.podsim-installed", f"PYTHON={other}")
