"""podsim by its own name: what `sim` offers, also where a folder has a `sim.py` of its own.

from podsim import compare, load_scenario
"""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim import *  # noqa: F403

    __version__: str


def _package() -> ModuleType:
    """The package `sim` beside this one. Raises ImportError where another one has been imported by that name."""
    ours = Path(__file__).resolve().parents[1] / "sim" / "__init__.py"
    known = sys.modules.get("sim")
    if known is not None:
        if Path(known.__file__ or "").resolve() != ours:
            raise ImportError(
                f"podsim needs the name sim for {ours.parent}, but {known.__file__} has been imported as sim: "
                "import podsim before it, or rename it"
            )
        return known
    spec = spec_from_file_location("sim", ours, submodule_search_locations=[str(ours.parent)])
    assert spec is not None
    assert spec.loader is not None
    package = sys.modules["sim"] = module_from_spec(spec)
    spec.loader.exec_module(package)
    return package


_sim = _package()
__all__ = _sim.__all__


def __getattr__(name: str) -> Any:
    """Import a public name with its first use."""
    try:
        return getattr(_sim, name)
    except AttributeError:
        raise AttributeError(f"module 'podsim' has no attribute {name!r}; it has {', '.join(__all__)}") from None


def __dir__() -> list[str]:
    """What can be imported from here."""
    return sorted({*globals(), *__all__, "__version__"})
