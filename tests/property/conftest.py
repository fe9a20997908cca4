"""Both engines, for behaviour that must not depend on the engine."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", params=["core", "agents"])
def engine(request) -> str:
    """Name of an engine."""
    return request.param
