"""Where machine code comes from, and that nothing in a cache can make an answer wrong or stop it."""

import os
import subprocess
import sys
import zipfile

import pytest

from sim.foundation import compiling, machine_code, precompiled
from sim.foundation.files import sealed
from sim.foundation.numba_ir import extracted
from sim.foundation.words import handed_over


def doubled(x):
    return 2 * x


doubled.__module__ = "sim.demand.example"
NAME = "sim.demand.example.doubled"


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """A cache of its own, and nothing that ships."""

    def forget():
        for function in (compiling.sources_of, compiling._shipped, precompiled._manifest):
            function.cache_clear()

    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(precompiled, "FILE", tmp_path / "shipped.zip")
    monkeypatch.setattr(compiling, "made_here", [])
    monkeypatch.setattr(compiling, "not_kept", {})
    forget()
    yield monkeypatch
    monkeypatch.undo()
    forget()


def test_machine_code_goes_where_it_is_told(fresh, tmp_path):
    assert compiling.cache_folder("demand").parent == tmp_path / "cache"


def test_a_changed_source_changes_the_folder(fresh, tmp_path):
    (tmp_path / "demand").mkdir()
    (tmp_path / "rules").mkdir()
    fresh.setattr(compiling, "_PACKAGE", tmp_path)

    def folders():
        compiling.sources_of.cache_clear()
        return compiling.cache_folder("demand"), compiling.cache_folder("core")

    before = folders()
    (tmp_path / "rules" / "service.py").write_text("x = 1")
    after = folders()
    assert after[0] == before[0]  # demand compiles no rules in
    assert after[1] != before[1]
    (tmp_path / "demand" / "draws.py").write_text("x = 1")
    assert not set(folders()) & set(after)


def test_machine_code_is_found_again(fresh):
    assert [compiling.compiled(doubled)(3), compiling.compiled(doubled)(4)] == [6, 8]
    assert compiling.made_here == [NAME]
    assert compiling.is_at_hand("demand", NAME)
    assert not compiling.is_at_hand("demand", "sim.demand.example.tripled")


@compiling.compiled
def tripled(x):
    return 3 * x


def test_compiled_functions_call_each_other(fresh):
    def both(x):
        return tripled(x) + tripled(x + 1)

    both.__module__ = doubled.__module__
    assert compiling.compiled(both)(1) == 9
    assert compiling.made_here == ["sim.demand.example.test_compiled_functions_call_each_other.<locals>.both"]


def test_other_arguments_are_compiled_for_themselves(fresh):
    function = compiling.compiled(doubled)
    assert [function(3), function(1.25), function(4)] == [6, 2.5, 8]
    assert compiling.made_here == [NAME] * 2


def test_other_compilers_or_processors_do_not_take_what_was_kept(fresh):
    compiling.compiled(doubled)(3)
    fresh.setattr(compiling, "compilers", lambda: {"numba": "0.1", "llvmlite": "0.1"})
    compiling.compiled(doubled)(3)
    fresh.setattr(machine_code, "for_computer", lambda: "another")
    compiling.compiled(doubled)(3)
    assert compiling.made_here == [NAME] * 3


@pytest.mark.parametrize(
    "damage",
    [
        lambda code: b"",
        lambda code: code[:64],
        lambda code: code[:-1],
        lambda code: code[: len(code) // 2],
        lambda code: code + b"x",
        lambda code: code[:200] + bytes([code[200] ^ 1]) + code[201:],
        lambda code: b"x" * len(code),
    ],
    ids=("empty", "no content", "one byte short", "cut off", "longer", "one bit", "something else"),
)
def test_a_damaged_file_is_made_anew(fresh, damage):
    compiling.compiled(doubled)(3)
    (file,) = compiling.cache_folder("demand").glob("*.o")
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert compiling.compiled(doubled)(3) == 6
    assert compiling.made_here == [NAME] * 2
    assert file.read_bytes()[:64] == whole[:64]
    assert list(file.parent.iterdir()) == [file]  # and nothing half-written beside it


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of POSIX")
def test_machine_code_is_not_run_from_where_others_can_write(fresh):
    compiling.compiled(doubled)(3)
    folder = compiling.cache_folder("demand")
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o777)
    assert compiling.compiled(doubled)(3) == 6
    assert compiling.made_here == [NAME] * 2
    assert "others can write there" in compiling.cannot_keep("demand")


def test_a_folder_in_the_place_of_a_file_is_said(fresh):
    compiling.compiled(doubled)(3)
    (file,) = compiling.cache_folder("demand").glob("*.o")
    file.unlink()
    file.mkdir()
    assert compiling.compiled(doubled)(3) == 6
    assert list(compiling.not_kept) == [str(file.parent)]


def test_without_a_place_to_write_functions_compile_all_the_same(fresh, tmp_path):
    (tmp_path / "file").write_text("")
    fresh.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file"))
    assert compiling.cannot_keep("demand").startswith(f"It cannot be kept in {tmp_path / 'file'}")
    assert compiling.compiled(doubled)(3) == 6
    assert compiling.not_kept[str(compiling.cache_folder("demand"))]
    fresh.setenv("NUMBA_CACHE_DIR", str(tmp_path / "other"))
    assert compiling.cannot_keep("demand") is None


FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
from pathlib import Path
from sim.foundation import compiling, precompiled
precompiled.FILE = Path("nowhere")
def doubled(x):
    return 2 * x
doubled.__module__ = "sim.demand.example"
assert compiling.compiled(doubled)(3) == 6
(folder,) = compiling.not_kept
print(folder, sum(1 for _ in compiling.cache_folder("demand").iterdir()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of a file's size")
def test_a_full_disk_is_said_and_leaves_nothing_half_written(tmp_path):
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", FULL], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    folder, files = done.stdout.split()
    assert folder.startswith(str(tmp_path))
    assert files == "0"


@pytest.mark.parametrize("home", ["/dev/null", "/nowhere", ""])
def test_without_a_home_functions_compile_all_the_same(fresh, home):
    fresh.delenv("NUMBA_CACHE_DIR")
    fresh.delenv("XDG_CACHE_HOME", raising=False)
    fresh.setenv("HOME", home)
    fresh.setattr(compiling, "keep_sealed", lambda file, content: (_ for _ in ()).throw(PermissionError(13, "refused")))
    assert compiling.compiled(doubled)(3) == 6
    assert list(compiling.not_kept) == [str(compiling.cache_folder("demand"))]


def ship(sources=None, compilers=None):
    """Write a file with one function, which triples instead: so it shows whose it is."""
    layout = handed_over((3,))[0]
    found = extracted(lambda x: 3 * x, (3,), "shipped")
    made_from = {
        "sources": {"demand": sources or compiling.sources_of("demand")},
        "compilers": compilers or compiling.compilers(),
    }
    precompiled.write(precompiled.FILE, found.bitcode, {NAME: {layout: ("shipped", found.result)}}, made_from)


def test_what_ships_is_used_and_its_machine_code_kept(fresh, tmp_path):
    ship()
    assert compiling.compiled(doubled)(3) == 9
    assert compiling.is_at_hand("demand", "whatever")
    (kept,) = (tmp_path / "cache" / "precompiled").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1])
    compiling._shipped.cache_clear()
    assert compiling.compiled(doubled)(3) == 9
    assert sealed(kept)
    assert compiling.compiled(doubled)(1.5) == 3.0  # not for these arguments
    assert compiling.made_here == [NAME]


@pytest.mark.parametrize("other", [{"sources": "0123"}, {"compilers": {"numba": "0.1", "llvmlite": "0.1"}}])
def test_what_ships_for_others_is_left_alone(fresh, other):
    ship(**other)
    assert compiling.compiled(doubled)(3) == 6
    assert compiling.made_here == [NAME]


@pytest.mark.parametrize("part", [precompiled.MANIFEST, precompiled.BITCODE])
def test_a_damaged_part_of_what_ships_is_left_alone(fresh, part):
    ship()
    with zipfile.ZipFile(precompiled.FILE) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts[part] = parts[part][:100]
    with zipfile.ZipFile(precompiled.FILE, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    assert compiling.compiled(doubled)(3) == 6


@pytest.mark.parametrize("length", [0, 10, 700])
def test_a_cut_off_file_of_what_ships_is_left_alone(fresh, length):
    ship()
    precompiled.FILE.write_bytes(precompiled.FILE.read_bytes()[:length])
    assert compiling.compiled(doubled)(3) == 6


def test_the_same_functions_ship_as_the_same_bytes(fresh):
    ship()
    first = precompiled.FILE.read_bytes()
    ship()
    assert precompiled.FILE.read_bytes() == first
