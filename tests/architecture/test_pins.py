"""Each dependency is pinned, for every Python, inside the range that users are told."""

from __future__ import annotations

import itertools
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PYTHONS = ("3.11", "3.12", "3.13", "3.14")


@pytest.fixture(scope="module")
def pins(project) -> list[Requirement]:
    """Lines of constraints.txt."""
    lines = (project / "constraints.txt").read_text().splitlines()
    return [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]


@pytest.fixture(scope="module")
def declared(project) -> list[Requirement]:
    """Everything that pyproject.toml asks for."""
    settings = tomllib.loads((project / "pyproject.toml").read_text())
    project_itself, extras = settings["project"], settings["project"]["optional-dependencies"]
    texts = itertools.chain(project_itself["dependencies"], settings["build-system"]["requires"], *extras.values())
    return [Requirement(text) for text in texts]


def _pinned(pins, name: str, python: str) -> list[str]:
    environment = {"python_version": python}
    chosen = [p for p in pins if canonicalize_name(p.name) == canonicalize_name(name)]
    return [str(p.specifier) for p in chosen if p.marker is None or p.marker.evaluate(environment)]


@pytest.mark.parametrize("python", PYTHONS)
def test_each_dependency_is_pinned_once_inside_its_range(pins, declared, python):
    wrong = []
    for need in declared:
        found = _pinned(pins, need.name, python)
        if len(found) != 1 or not need.specifier.contains(found[0].removeprefix("==")):
            wrong.append(f"{need}: pinned {found or 'nowhere'}")
    assert not wrong, f"on Python {python}: " + "; ".join(wrong)


def test_pins_are_exact_and_carry_no_address(project, pins):
    assert not [str(p) for p in pins if not re.fullmatch(r"==[0-9][0-9A-Za-z.]*", str(p.specifier)) or p.url]
    text = (project / "constraints.txt").read_text()
    assert "://" not in text
    assert "--" not in text


def test_everything_installed_beside_the_project_is_pinned(pins):
    """What the installed packages themselves need is pinned too, so that no version is left to chance."""
    from importlib.metadata import distribution

    names, seen = ["podsim"], set()
    while names:
        name = names.pop()
        if name in seen:
            continue
        seen.add(name)
        for text in distribution(name).requires or []:
            need = Requirement(text)
            extras = ("test", "oracle") if name == "podsim" else ("distributed",) if name == "dask" else ("",)
            if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in extras):
                names.append(str(canonicalize_name(need.name)))
    missing = sorted(seen - {"podsim"} - {str(canonicalize_name(p.name)) for p in pins})
    assert not missing
