"""Results folders: written aside, renamed when complete, never written over.

A folder is called NAME-HASH after the scenario and the hash of all that decides the result. Where it exists with
the same content it is left as it is and named again; where the content differs (another version, another machine),
the new one gets -2, -3 and so on. A run that breaks off leaves nothing behind but, at worst, a hidden folder.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

MANIFEST = "manifest.json"
# Said in the manifest, but no part of the result.
_NOT_CONTENT = ("command",)


def folder_name(scenario_name: str, digest: str) -> str:
    """NAME-HASH with nothing in it that a file system could misread."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", scenario_name).strip("_-") or "scenario"
    return f"{plain}-{digest[:10]}"


def write_folder(parent: Path, name: str, files: Mapping[str, str]) -> Path:
    """Write files (name -> text) to a new folder in `parent`, or find the folder that holds just these.

    Raises OSError where nothing can be written; then nothing is left behind.
    """
    parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=parent))
    try:
        aside.chmod(0o777 & ~_umask())  # mkdtemp makes it private; a result is as open as any file of the user
        for file, text in files.items():
            (aside / file).write_text(text, encoding="utf-8", newline="\n")
        return _into_place(aside, parent, name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


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
    if not other.is_dir() or sorted(os.listdir(one)) != sorted(os.listdir(other)):
        return False
    return all(_content(one / file) == _content(other / file) for file in os.listdir(one))


def _content(path: Path) -> object:
    try:
        text = path.read_bytes()
        if path.name != MANIFEST:
            return text
        said = json.loads(text)
    except (OSError, ValueError):
        return None
    return {key: value for key, value in said.items() if key not in _NOT_CONTENT} if isinstance(said, dict) else said
