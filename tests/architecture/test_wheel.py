"""What is installed works anywhere: the wheel brings its scenarios, its types and its command."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(project, tmp_path_factory) -> Path:
    """The wheel, built with the backend that is installed here: nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", folder, project], check=True, stdin=subprocess.DEVNULL)
    (built,) = folder.glob("podsim-*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_holds_all_sources_and_scenarios(project, wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    sources = {p.relative_to(project).as_posix() for p in (project / "sim").rglob("*.py")}
    below = project / "scenarios"
    scenarios = {f"sim/_scenarios/{p.relative_to(below).as_posix()}" for p in below.rglob("*") if p.is_file()}
    experiments = {f"sim/_experiments/{p.name}" for p in (project / "experiments").glob("*.yaml")}
    experiments |= {f"sim/_experiments/tables/{p.name}" for p in (project / "experiments" / "tables").iterdir()}
    assert len(scenarios) > 2
    assert len(experiments) > 4
    assert not (sources | scenarios | experiments | {"sim/py.typed"}) - held
    assert not [name for name in held if name.split("/")[0] not in ("sim",) and ".dist-info/" not in name]


@pytest.mark.slow
def test_an_installed_wheel_works_in_an_empty_folder(wheel, tmp_path):
    """In an environment of its own; what podsim imports is lent to it by the environment of the tests."""
    environment, empty = tmp_path / "environment", tmp_path / "empty"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    command = [environment / "bin/python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    own = next((environment / "lib").glob("python3*")) / "site-packages"
    (own / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    empty.mkdir()
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}

    def podsim(*arguments: str) -> subprocess.CompletedProcess:
        run = [environment / "bin/podsim", *arguments]
        return subprocess.run(run, cwd=empty, env=outside, capture_output=True, text=True)

    where = [environment / "bin/python", "-c", "import sim; print(sim.__file__)"]
    assert str(own) in subprocess.run(where, cwd=empty, env=outside, capture_output=True, text=True).stdout
    for scenario in ("support_desk", "it_incidents"):
        done = podsim("validate", scenario)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(f"{scenario}: valid")
    assert "support_desk" in podsim("scenarios").stdout
    assert list(empty.iterdir()) == []
    replicated = podsim("experiment", "rotation", "--reduced", "--check", "--quiet")
    assert replicated.returncode == 0, replicated.stderr
    assert "identical" in replicated.stdout.splitlines()[-1]
