"""The same command leaves the same bytes, whatever threads, hash seeds, locales, zones, folders and masks there are."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from sim.report.manifest import sha256
from tests.unit.comparison.made import TINY

pytestmark = pytest.mark.slow
COMMAND = ("compare", "tiny.yaml", "--replications", "2", "--no-people", "--no-worlds", "--quiet")
RUN = """
import locale, os, sys
os.umask(int(sys.argv[1], 8))
threads = int(sys.argv[2])
os.cpu_count = lambda: threads
locale.setlocale(locale.LC_ALL, "")
assert locale.str(0.5) == sys.argv[3], locale.setlocale(locale.LC_ALL)
sys.argv = ["podsim", *sys.argv[4:]]
from sim.cli import main
main()
"""
# threads, hash seed, locale, zone, mask, folder
WAYS = (
    (1, "0", "C.UTF-8", "UTC", "022", "desk"),
    (2, "4711", "tr_TR.UTF-8", "Pacific/Kiritimati", "077", "Schreibtisch ü 1"),
    (4, "random", "de_DE.UTF-8", "America/St_Johns", "002", "a/b/c"),
)


@pytest.fixture(scope="module")
def locales(tmp_path_factory):
    """A folder with the locales of WAYS; None where this machine cannot make them."""
    folder = tmp_path_factory.mktemp("locales")
    for name in (way[2] for way in WAYS if not way[2].startswith("C.")):
        command = ["localedef", "-i", name.partition(".")[0], "-f", "UTF-8", str(folder / name)]
        if not shutil.which("localedef") or subprocess.run(command, capture_output=True, check=False).returncode > 1:
            return None
    return folder


def left_by(folder: Path, project: Path, locales: Path | None, way) -> tuple[dict[str, str], str]:
    """Hashes of all that a command leaves in one of these ways, and what it says."""
    threads, seed, locale, zone, mask, name = way
    point = "0.5" if locales is None or locale.startswith("C.") else "0,5"
    locale = locale if locales else "C.UTF-8"
    (place := folder / name).mkdir(parents=True)
    with (place / "tiny.yaml").open("w") as file:
        YAML().dump(TINY, file)
    environment = {
        **os.environ, "PYTHONPATH": str(project), "PYTHONHASHSEED": seed, "LC_ALL": locale, "LANG": locale, "TZ": zone,
        "PYTHONUTF8": "0", "LOCPATH": str(locales or ""), "NUMBA_NUM_THREADS": str(threads),
    }  # fmt: skip
    command = [sys.executable, "-c", RUN, mask, str(threads), point, *COMMAND]
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, check=False)
    assert done.returncode in (0, 4), done.stderr.decode()
    files = {p.relative_to(place).as_posix(): p for p in sorted((place / "results").rglob("*")) if p.is_file()}
    assert {f"{p.stat().st_mode & 0o777:o}" for p in files.values()} == {f"{0o666 & ~int(mask, 8):o}"}
    return {name: sha256(path.read_bytes()) for name, path in files.items()}, done.stdout.decode("utf-8", "replace")


def test_the_locales_are_there(locales):
    if locales is None:
        pytest.skip("localedef makes no Turkish and German locale here: the same bytes are tried without them")
    assert sorted(path.name for path in locales.iterdir()) == ["de_DE.UTF-8", "tr_TR.UTF-8"]


def test_the_same_bytes_in_every_way(tmp_path, project, locales):
    first, *others = (left_by(tmp_path, project, locales, way) for way in WAYS)
    assert len(first[0]) > 20
    for files, said in others:
        assert files == first[0]
        assert said.encode("ascii", "replace") == first[1].encode("ascii", "replace")
