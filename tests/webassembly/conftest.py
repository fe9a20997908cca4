"""The module that `make wasm` wrote."""

import pytest

from sim.report.live.module import shipped


@pytest.fixture(scope="session")
def module():
    """Skips where there is none of these sources."""
    return shipped() or pytest.skip("no WebAssembly module of these sources: make wasm")
