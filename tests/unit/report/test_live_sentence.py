"""The page that computes again says the sentence of the verdict for the same numbers; its arithmetic runs in Node."""

import json
import shutil
import subprocess
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest

from sim.comparison.doubts import HorizonSamples
from sim.report.live.payload import judged
from sim.report.verdict import sentence
from sim.scenario.built_in_columns import DEFAULT_COLUMNS
from tests.unit.comparison.made import comparison
from tests.unit.report.test_verdict import GAIN, with_channels

NODE = shutil.which("node")
AT_H = {"silos": (30, 200), "pods_today": (30, 200), "silos_plus": (30, 150), "pods": (50, 100)}
OTHER_H = HorizonSamples(
    (60.0, 600.0),
    {
        name: np.outer(ends, 1.0 + np.linspace(-0.001, 0.001, 10) * (-1) ** place)
        for place, (name, ends) in enumerate(AT_H.items())
    },
)
EVEN = dict.fromkeys(GAIN, (200.0, 0.8))
MADE = {
    "alike": lambda: with_channels(comparison(GAIN), {}, {}),
    "opposite": lambda: with_channels(comparison(EVEN), {"pods": 1.3}, {"pods": 0.75}),
    "a third channel alike": lambda: with_channels(comparison(EVEN), {"pods": 1.3, "silos_plus": 0.5}, {}),
    "not settled": lambda: with_channels(comparison(GAIN, spread=0.3), {}, {}),
    "not settled as it depends on H": lambda: with_channels(comparison(GAIN, horizons=OTHER_H), {}, {}),
    "settled on a channel alone": lambda: with_channels(comparison(EVEN, spread=0.04), {}, {"pods": 0.6}),
}


def said_by_the_page(found, *asked):
    """What the functions of live.js make of a comparison, without a page around them. asked: anything after a move."""
    script = files("sim.report.page").joinpath("templates", "live.js").read_text("utf-8")
    arithmetic = script[script.index("    // Student's t with Hall") : script.index("    function setText(")]
    plan = judged(found) | {"columns": list(DEFAULT_COLUMNS), "channels": list(found.scenario.demand.channels)}
    program = (
        f"const plan = {json.dumps(plan)};"
        "const samples = plan.columns.map((c) => plan.rows.map((r) => plan.mailed[c][r.key].map((v) => v ?? NaN)));"
        f"{arithmetic}\nconst pairs = plan.pairs.map((pair) => asMailed(pair, differences(samples, pair)));"
        "console.log(sentence(samples, pairs) + (process.argv[1] ? untried() : ''));"
    )
    return subprocess.run([NODE, "-e", program, *asked], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
@pytest.mark.parametrize("runs", [10, 6, 2])
@pytest.mark.parametrize("name", MADE)
def test_it_says_the_same(name, runs):
    found = MADE[name]()
    samples = {column: {key: one[:runs] for key, one in its.items()} for column, its in found.samples.items()}
    found = replace(found, samples=samples, replication_count=runs)
    assert said_by_the_page(found) == sentence(found)


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
def test_what_was_in_doubt_as_mailed_is_named_after_a_move():
    found = MADE["not settled as it depends on H"]()
    assert "not settled (depends on the deadline H)" in sentence(found)
    assert said_by_the_page(found, "moved").endswith(
        " As mailed it depends on the deadline H; that was not looked at after the move."
    )
