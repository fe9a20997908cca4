"""Where scenarios lie: in the working folder, and shipped with the program."""

from __future__ import annotations

import os
from pathlib import Path

from sim.foundation.files import whole_file
from sim.scenario.problems import Problem, ScenarioError, did_you_mean

SUFFIX = ".yaml"
LARGEST_BYTES = 1_000_000
ROADS = "roads"  # a folder of roads, which are no scenarios
UNLISTED = (f"{ROADS}/", "published/", "course/")  # beside roads: those of podsim verify, and of the course


def shipped_folder() -> Path:
    """Folder of the shipped scenarios: inside the package where it was installed, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_scenarios"
    return installed if installed.is_dir() else package.parent / "scenarios"


def shipped_scenarios() -> tuple[str, ...]:
    """Names of the shipped scenarios, sorted, those in folders last; without those of UNLISTED folders."""
    return _names_in(shipped_folder())


def known_scenarios() -> tuple[str, ...]:
    """Names that may be used for a path: those here and those shipped."""
    return tuple(dict.fromkeys([*_names_in(Path("scenarios")), *shipped_scenarios()]))


def _names_in(folder: Path) -> tuple[str, ...]:
    names = (path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob(f"*{SUFFIX}"))
    return tuple(sorted((n for n in names if not n.startswith(UNLISTED)), key=lambda name: ("/" in name, name)))


def find_scenario(name: str) -> Path:
    """The file meant by a name ("support_desk", "theory/mm1") or a path. Raises ScenarioError.

    A name is looked for in ./scenarios first, so that a copy made there takes the place of the
    shipped one.
    """
    path = _by_name(name, not_this=None) or Path(name)
    if os.path.exists(path):  # which a name too long for this system does not
        return path
    if _is_name(name):
        words = f"There is no such scenario. {did_you_mean(name, known_scenarios())}"
        raise ScenarioError([Problem(name, None, name, words)])
    raise ScenarioError([Problem(name, None, name, "There is no such file.")])


def find_parent(name: str, child: Path) -> Path | None:
    """The file meant by `extends: name` in the file `child`: beside it, else by name. None if there is none."""
    beside = (child.parent / name, child.parent / f"{name}{SUFFIX}")
    others = [path for path in beside if os.path.isfile(path) and not _same(path, child)]
    if others:
        return others[0]
    by_name = _by_name(name, not_this=child)
    # Nothing else has that name: a file that extends itself, which the caller reports as a cycle.
    return by_name or next((path for path in beside if os.path.isfile(path)), None)


def _by_name(name: str, not_this: Path | None) -> Path | None:
    if not _is_name(name):
        return None
    candidates = (folder / f"{name}{SUFFIX}" for folder in (Path("scenarios"), shipped_folder()))
    return next(
        (path for path in candidates if os.path.isfile(path) and not (not_this and _same(path, not_this))), None
    )


def _is_name(name: str) -> bool:
    parts = name.split("/")
    return not name.lower().endswith((SUFFIX, ".yml")) and all(part not in ("", ".", "..") for part in parts)


def _same(first: Path, second: Path) -> bool:
    return first.resolve() == second.resolve()


def shown_path(path: Path) -> str:
    """A path as a user here would write it."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return os.fspath(path)


def read_text(path: Path, what: str = "a scenario") -> str:
    """Text of a file. what: it holds. Raises ScenarioError where it is a folder, no UTF-8, or too large."""
    try:
        content = whole_file(path, LARGEST_BYTES)
    except IsADirectoryError:
        raise _unreadable(path, f"This is a folder; {what} is a file.{_meant_in(path)}") from None
    except FileNotFoundError:
        raise _unreadable(path, "There is no such file.") from None
    except OSError as error:
        raise _unreadable(path, f"This cannot be read as {what}: {error.strerror}.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{content[error.start]:02x} at position {error.start}"
        message = f"Files are UTF-8 text; {byte} is not. Save the file as UTF-8."
        seen = content.splitlines()[line - 1].decode("utf-8", "backslashreplace").strip()
        raise ScenarioError([Problem(shown_path(path), line, seen, message)]) from None


def _meant_in(folder: Path) -> str:
    """The only scenario of a folder, such as `podsim init` writes."""
    inside = sorted(folder.glob(f"*{SUFFIX}"))
    return f" Did you mean {shown_path(inside[0])}?" if len(inside) == 1 else ""


def _unreadable(path: Path, message: str) -> ScenarioError:
    return ScenarioError([Problem(shown_path(path), None, path.name or str(path), message)])
