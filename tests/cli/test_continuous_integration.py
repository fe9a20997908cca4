"""What `.ci/run` does before the tests: browsers where they can be had, and never a reason to fail."""

import os
import shutil
import subprocess
import time

import pytest

SKIPPED = "The browser tests will be skipped, by name at the end of the run."

pytestmark = pytest.mark.skipif(shutil.which("timeout") is None, reason="no timeout(1) here")


@pytest.fixture
def programs(tmp_path):
    """A folder of programs that is all the script can see: sh, sleep, timeout, and what a test adds."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "sleep", "timeout"):
        (folder / name).symlink_to(shutil.which(name))
    return folder


@pytest.fixture
def add(programs):
    """Add a program of these lines."""

    def write(name, *lines):
        (programs / name).write_text("\n".join(["#!/bin/sh", *lines, ""]))
        (programs / name).chmod(0o755)

    return write


@pytest.fixture
def install(project, programs):
    """Run the script; its outcome and the seconds it took."""

    def call(*arguments):
        start = time.monotonic()
        environment = {**os.environ, "PATH": str(programs)}
        command = [project / ".ci" / "install-browsers", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        return done, time.monotonic() - start

    return call


def test_browsers_that_are_there_are_left_alone(install, add):
    add("chromium")
    add("firefox-esr")
    done, _ = install()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("there", "wanted"), [((), "chromium firefox-esr"), (("google-chrome",), "firefox-esr"), (("firefox",), "chromium")]
)
def test_what_is_missing_is_installed_by_root(install, add, tmp_path, there, wanted):
    for name in there:
        add(name)
    add("id", "echo 0")
    add("apt-get", f'echo "$@" >> {tmp_path}/asked')
    done, _ = install()
    assert done.returncode == 0
    assert "Installing" in done.stdout
    assert SKIPPED not in done.stdout
    update, installed = (tmp_path / "asked").read_text().splitlines()
    assert update.endswith(" update")
    assert " ".join(installed.split()).endswith(f" install -y --no-install-recommends {wanted}")


@pytest.mark.parametrize(
    ("lines", "user", "why"),
    [
        (None, "0", "there is no apt-get here"),
        (["exit 0"], "1000", "only root may install it"),
        (["exit 100"], "0", "apt-get could not install it"),
        (["sleep 30"], "0", "apt-get could not install it"),
    ],
)
def test_without_it_the_run_goes_on_and_says_so(install, add, lines, user, why):
    add("id", f"echo {user}")
    if lines:
        add("apt-get", *lines)
    done, seconds = install("1")
    assert done.returncode == 0
    assert why in done.stdout
    assert SKIPPED in done.stdout
    assert seconds < 15


def test_skipped_tests_are_named(project):
    makefile = (project / "Makefile").read_text()
    assert "-rs --no-fold-skipped" in makefile
