"""Results folders: written aside, renamed when complete, never written over.

A folder is called NAME-HASH after the scenario and the hash of all that decides the result. Where it exists with
the same content it is left as it is and named again; where the content differs (another version, another machine),
the new one gets -2, -3 and so on. A run that breaks off leaves nothing behind but, at worst, a hidden folder.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.foundation.files import umask, written_aside
from sim.report.manifest import hash_of_question, manifest, manifest_text

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

MANIFEST = "manifest.json"
# Said in the manifest, but no part of the result.
_NOT_CONTENT = ("command",)


def check_folder(parent: Path) -> None:
    """Make a folder for a moment: permissions alone do not say what a file system takes. Raises OSError, ValueError."""
    made = [path for path in (parent, *parent.absolute().parents) if not path.exists()]  # innermost first
    try:
        parent.mkdir(parents=True, exist_ok=True)
        Path(tempfile.mkdtemp(prefix=".podsim-", dir=parent)).rmdir()
    finally:
        for folder in made:
            with contextlib.suppress(OSError):
                folder.rmdir()  # not made at all, or somebody's by now


def write_results(
    parent: Path,
    name: str,
    files: Mapping[str, str | bytes],
    *,
    command: Sequence[str],
    scenario: Scenario | None,
    question: Mapping[str, Any],
    findings: Mapping[str, Any] | None = None,
    digest: str = "",
    instead_of: Path | None = None,
) -> Path:
    """Write files and their manifest to the results folder of a command; returns it. Raises OSError.

    name: of the folder, before the hash. scenario, question, findings: as of `manifest`. digest: hash of all that
    decides the result where scenario and question are not all. instead_of: as of `write_folder`.
    """
    digest = digest or hash_of_question(scenario, question)
    text = manifest_text(manifest(command, scenario, question, files, findings, digest))
    return write_folder(parent, folder_name(name, digest), dict(files) | {MANIFEST: text}, instead_of)


def folder_name(scenario_name: str, digest: str) -> str:
    """NAME-HASH with nothing in it that a file system could misread."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", scenario_name).strip("_-") or "scenario"
    return f"{plain}-{digest[:10]}"


def write_folder(parent: Path, name: str, files: Mapping[str, str | bytes], instead_of: Path | None = None) -> Path:
    """Write files to a new folder in `parent`, or find the folder that holds just these.

    files: name -> text or bytes; a name may have folders in it, as "figures/waterfall.png". instead_of: a folder that
    goes when all is written. Raises OSError where nothing can be written; then nothing is left behind.
    """
    parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=parent))
    try:
        aside.chmod(0o777 & ~umask())  # mkdtemp makes it private; a result is as open as any file of the user
        for file, content in files.items():
            _write(aside / file, content)
        if instead_of:
            shutil.rmtree(instead_of, ignore_errors=True)
        return _into_place(aside, parent, name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def replace_file(path: Path, text: str) -> None:
    """Write a text aside, then put it in place of what is there. Raises OSError."""
    with written_aside(path) as aside:
        _write(aside, text)


def write_new(path: Path, text: str) -> None:
    """Write a text to a file that is not there, whole or not at all. Raises FileExistsError, OSError."""
    with written_aside(path, new=True) as aside:
        _write(aside, text)


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content, encoding="utf-8", newline="\n")


def _into_place(aside: Path, parent: Path, name: str) -> Path:
    number = 1
    while True:
        target = parent / (name if number == 1 else f"{name}-{number}")
        if not os.path.lexists(target):
            try:
                aside.rename(target)
                return target
            except OSError:
                if not os.path.lexists(target):  # not a race lost to another run
                    raise
        if same_content(aside, target):
            return target
        number += 1


def same_content(one: Path, other: Path) -> bool:
    """Whether two results folders say the same, whatever commands they came from."""
    files = _files(one)
    return files == _files(other) and all(_content(one / file) == _content(other / file) for file in files)


def _files(folder: Path) -> list[Path]:
    """Every file below a folder, relative to it; none where it is no folder."""
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())


def _content(path: Path) -> object:
    try:
        content = path.read_bytes()
        if path.name != MANIFEST:
            return content
        values = json.loads(content)
    except (OSError, ValueError):
        return None
    return (
        {key: value for key, value in values.items() if key not in _NOT_CONTENT} if isinstance(values, dict) else values
    )
