"""Where experiment files lie: here, and shipped with the program."""

from __future__ import annotations

from pathlib import Path

from sim.scenario.problems import Problem, ScenarioError, did_you_mean

SUFFIX = ".yaml"


def shipped_studies() -> Path:
    """Folder of the shipped experiments: inside the package where it was installed, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_experiments"
    return installed if installed.is_dir() else package.parent / "experiments"


def known_studies() -> tuple[str, ...]:
    """Names that may be used for a path, sorted."""
    folders = (Path("experiments"), shipped_studies())
    return tuple(sorted({path.stem for folder in folders for path in folder.glob(f"*{SUFFIX}")}))


def find_study(name: str) -> Path:
    """The file meant by a name ("rotation"), looked for in ./experiments first, or by a path. Raises ScenarioError."""
    if Path(name).name == name and not name.lower().endswith((SUFFIX, ".yml")):
        for folder in (Path("experiments"), shipped_studies()):
            if (path := folder / f"{name}{SUFFIX}").is_file():
                return path
        if not Path(name).exists():
            words = f"There is no such experiment. {did_you_mean(name, known_studies())}"
            raise ScenarioError([Problem(name, None, name, words)])
    if not Path(name).exists():
        raise ScenarioError([Problem(name, None, name, "There is no such file.")])
    return Path(name)
