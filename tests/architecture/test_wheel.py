"""What is installed works anywhere: the wheel brings its scenarios, experiments, templates, types and its command."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from sim.report.live import module

pytestmark = pytest.mark.slow

NOT_SETTLED = 4
MOST_BYTES = 500_000  # of what ships compiled

# Each makes another processor of this one: machine code without extras, NumPy without faster loops, the C library's
# exp, log and pow without fused multiply-add, other kernels of linear algebra. Where one is not known, it is ignored.
PROCESSORS = {
    "this one": {},
    "machine code for any": {"NUMBA_CPU_NAME": "generic"},
    "NumPy's loops": {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"},
    "the C library": {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA"},
    "linear algebra": {"OPENBLAS_CORETYPE": "Prescott"},
}


@pytest.fixture(scope="module")
def wheel(project, tmp_path_factory) -> Path:
    """The wheel, built with the backend that is installed here: nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", folder, project], check=True, stdin=subprocess.DEVNULL)
    (built,) = folder.glob("podsim-*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory) -> Path:
    """An environment that holds the wheel; what podsim imports is lent to it by the environment of the tests."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    command = [folder / "bin/python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    (_own(folder) / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


@pytest.fixture(scope="module")
def machine_code(tmp_path_factory) -> Path:
    """Where the installed core is compiled to: the user's own cache is left as it is."""
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture(scope="module")
def precompiled(environment) -> None:
    """What ships with a released wheel, made by the installed package itself: it lies in it from now on."""
    made = [environment / "bin/python", "-m", "sim.cli.precompile"]
    subprocess.run(made, check=True, cwd=environment, env=_without_python(), stdin=subprocess.DEVNULL)
    assert (_own(environment) / "sim/_precompiled.zip").stat().st_size < MOST_BYTES


def test_the_wheel_holds_what_reports_compute_with(project, wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"sim/report/live/mathematics.c", "sim/report/page/templates/live.worker.js"} <= names
    if module.shipped() is None:
        pytest.skip("no WebAssembly module of these sources was made: make wasm")
    assert "sim/_webassembly.zip" in names
    assert _checked(wheel) == (0, f"{wheel}: its reports compute in the browser\n")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "it does not hold sim/_webassembly.zip"),
        (b"no archive", "sim/_webassembly.zip in it is damaged"),
        ("stale", "was made from other sources or by other compilers"),
    ],
)
def test_a_wheel_whose_reports_would_not_compute_is_refused(wheel, tmp_path, content, why):
    """What `make release` calls."""
    bad = tmp_path / wheel.name
    with zipfile.ZipFile(wheel) as held, zipfile.ZipFile(bad, "w") as out:
        for name in held.namelist():
            if name != "sim/_webassembly.zip":
                out.writestr(name, held.read(name))
        if content is not None:
            out.writestr("sim/_webassembly.zip", _stale() if content == "stale" else content)
    code, said = _checked(bad)
    assert code == 1
    assert f"{bad} is not to be released" in said
    assert why in said


def _checked(wheel: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-m", "sim.cli.webassembly", wheel], capture_output=True, text=True)
    return done.returncode, done.stderr


def _stale() -> bytes:
    """A module as `make wasm` writes it, of sources that nobody has."""
    wasm, made = b"\0asm", io.BytesIO()
    manifest = {"sha256": hashlib.sha256(wasm).hexdigest(), "compilers": {}, "sources": {}, "entries": {}}
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("manifest.json", json.dumps(manifest))
        file.writestr("podsim.wasm", wasm)
    return made.getvalue()


@pytest.fixture
def called(environment, machine_code, tmp_path) -> Callable[..., subprocess.CompletedProcess]:
    """Call a program of the environment in an empty folder, with nothing of the checkout in sight."""
    outside = _without_python() | {"NUMBA_CACHE_DIR": str(machine_code)}

    def call(program: str, *arguments: str | Path, **settings: str) -> subprocess.CompletedProcess:
        run, env = [environment / "bin" / program, *arguments], outside | settings
        return subprocess.run(run, cwd=tmp_path, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)

    return call


def _without_python() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}


def _own(environment: Path) -> Path:
    return next((environment / "lib").glob("python3*")) / "site-packages"


def test_the_wheel_holds_all_that_the_program_reads(project, wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    program = {p.relative_to(project).as_posix() for p in (project / "sim").rglob("*") if _is_ours(p)}
    below = project / "scenarios"
    scenarios = {f"sim/_scenarios/{p.relative_to(below).as_posix()}" for p in below.rglob("*") if p.is_file()}
    experiments = {f"sim/_experiments/{p.name}" for p in (project / "experiments").glob("*.yaml")}
    experiments |= {f"sim/_experiments/tables/{p.name}" for p in (project / "experiments" / "tables").iterdir()}
    assert len(scenarios) > 2
    assert len(experiments) > 4
    assert {"sim/py.typed", "sim/scenario/fitted_empathy.json"} <= program  # not Python alone
    assert not (program | scenarios | experiments | {"podsim/__init__.py", "podsim/py.typed"}) - held
    assert not [name for name in held if name.split("/")[0] not in ("sim", "podsim") and ".dist-info/" not in name]


def _is_ours(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def test_what_ships_is_found_in_an_empty_folder(called, environment, tmp_path):
    assert str(_own(environment)) in called("python", "-c", "import sim; print(sim.__file__)").stdout
    assert called("python", "-c", "import podsim; print(podsim.__version__)").stdout.strip() == version("podsim")
    for scenario in ("support_desk", "it_incidents"):
        done = called("podsim", "validate", scenario)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(f"{scenario}: valid")
    assert "support_desk" in called("podsim", "scenarios").stdout
    assert "deadline, H (glossary)" in called("podsim", "explain", "H").stdout
    assert list(tmp_path.iterdir()) == []


def test_the_main_job_works_in_an_empty_folder_and_compiles_nothing(called, precompiled, machine_code, tmp_path):
    done = called("podsim", "compare", "support_desk", "--replications", "2", "--no-worlds", "--quiet")
    assert done.returncode in (0, NOT_SETTLED), done.stderr
    assert done.stderr == ""
    assert "better habits" in done.stdout
    (kept,) = machine_code.rglob("*.o")
    assert kept.parent.name == "precompiled"
    (folder,) = (p for p in (tmp_path / "results").iterdir() if not p.name.startswith("."))
    assert folder.name in done.stdout.splitlines()[-1]
    said = json.loads((folder / "manifest.json").read_text())
    assert set(said["files_sha256"]) | {"manifest.json"} == _files(folder)
    with (folder / "table.csv").open(newline="") as file:
        rows = {row["measure"]: row for row in csv.DictReader(file)}
    assert all(float(rows["resolution_minutes"][column]) > 0 for column in ("silos", "silos_plus", "pods"))


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_every_processor_draws_writes_and_measures_the_same(project, called, precompiled):
    """And so does what the compiler makes for this one alone, from the same sources."""
    script = project / "tests/architecture/hashes.py"
    found = {name: called("python", script, **settings) for name, settings in PROCESSORS.items()}
    found["compiled here"] = called("python", script, "--compile")
    said = {name: json.loads(done.stdout or "{}") for name, done in found.items()}
    assert [name for name, done in found.items() if done.returncode] == []
    made = {name: one.pop("compiled") for name, one in said.items()}
    assert "sim.core.loop.simulate" in made.pop("compiled here")
    assert made == {name: [] for name in PROCESSORS}
    differ = [
        (name, scenario, part)
        for name, one in said.items()
        for scenario, parts in one.items()
        for part in parts
        if parts[part] != said["this one"][scenario][part]
    ]
    assert differ == []


def test_a_shipped_experiment_is_replicated_in_an_empty_folder(called):
    replicated = called("podsim", "experiment", "rotation", "--reduced", "--check", "--quiet")
    assert replicated.returncode == 0, replicated.stderr
    assert "identical" in replicated.stdout.splitlines()[-1]
