"""A small experiment for tests, as a file."""

import copy
from pathlib import Path

from ruamel.yaml import YAML

from tests.unit.comparison.made import TINY

SMALL = {
    "name": "small",
    "title": "For tests",
    "question": "Who is quicker, and does it depend on load?",
    "hypothesis": "Pods save handoffs at every load.",
    "predictions": [
        {
            "says": "Pods save handoffs at every load",
            "part": "loads",
            "pair": ["silos_plus", "pods"],
            "measure": "handoffs",
            "expect": "second",
        }
    ],
    "measures": ["resolution_minutes", "handoffs"],
    "seed": 3,
    "replications": 3,
    "budget": 40,
    "parts": {
        "loads": {
            "scenarios": ["tiny.yaml"],
            "columns": ["silos_plus", "pods"],
            "pairs": [["silos_plus", "pods"]],
            "factors": {"load": {"keys": ["demand.volume_factor"], "values": [0.5, 1.0]}},
            "contrasts": {
                "more": {"about": "What more customers bring", "of": "load", "weights": {"1": 1, "0.5": -1}},
                "times": {"about": "The same as a ratio", "of": "load", "weights": {"1": 1}, "over": {"0.5": 1}},
            },
        }
    },
    "reduced": {"replications": 2, "keep": {"load": [1.0]}},
    "table": "tables/small.csv",
}


def small(**changes):
    """The description, with top-level settings changed."""
    return {**copy.deepcopy(SMALL), **changes}


def write(folder: Path, description=None) -> Path:
    """Write small.yaml, and the scenario tiny.yaml that it runs."""
    for name, said in (("tiny.yaml", TINY), ("small.yaml", description or SMALL)):
        with (folder / name).open("w", encoding="utf-8") as file:
            YAML().dump(said, file)
    return folder / "small.yaml"
