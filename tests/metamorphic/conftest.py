"""One run that many others are compared with."""

from __future__ import annotations

import pytest

from tests.metamorphic.columns import inputs_for, run
from tests.metamorphic.desks import BUSY_DESK


@pytest.fixture(scope="session")
def busy_desk():
    """Inputs of the busy desk, and its records with departments, better habits and pods."""
    inputs = inputs_for(BUSY_DESK, ("silos", "silos_plus", "pods"))
    return inputs, [run(inputs, column) for column in range(3)]
