"""The sources of `sim`, parsed once."""

from __future__ import annotations

import pytest

from tests.architecture.sources import Module, modules_of


@pytest.fixture(scope="session")
def modules(project) -> dict[str, Module]:
    """Every module of the package by dotted name."""
    return modules_of(project)
