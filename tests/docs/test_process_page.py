"""docs/background/process.md: short numbered sentences, and the states of a case as the engine goes through them."""

from __future__ import annotations

import json
import re
from copy import deepcopy

import pytest
from PIL import Image

from sim.agents import run_agents
from sim.agents.customer import CustomerAgent
from sim.foundation.kinds import State
from sim.scenario import build_scenario
from tests.docs.states import ARROWS, ENDS, KEY, PICTURE, drawn, shown
from tests.equivalence.agreement import inputs_of
from tests.single_source.desk import DESK

WIDEST = 120  # characters of a line
LONGEST = 55  # words of a sentence or an entry of a list, formulas with them


@pytest.fixture(scope="module")
def page(project):
    return (project / "docs/background/process.md").read_text(encoding="utf-8")


def test_the_picture_is_that_of_the_states(page):
    with Image.open(PICTURE) as picture:
        assert json.loads(picture.text[KEY]) == shown(), "run: python -m tests.docs.states"
    assert "(../pictures/states.png)" in page
    assert drawn() == drawn()


def test_its_sentences_are_on_the_page(page):
    assert {*ARROWS.values(), *ENDS.values()} <= set(re.findall(r"\*\*(\d+\.\d+)\*\*", page))


def test_a_case_goes_through_the_states_as_drawn(monkeypatch):
    """On the desk of tests/single_source with so few lines that some who call again find none."""
    seen = set()

    def go(case, state):
        if "state" in vars(case):
            seen.add((State(vars(case)["state"]), State(state)))
        vars(case)["state"] = state

    monkeypatch.setattr(CustomerAgent, "state", property(lambda case: vars(case)["state"], go), raising=False)
    desk = deepcopy(DESK)
    desk["demand"]["channels"]["voice"]["lines"] = 2
    inputs = inputs_of(build_scenario(desk), ["tiered", "fixed"], replications=1)
    for formation in inputs.formations:
        run_agents(inputs.tape, inputs.customers, inputs.people, inputs.roster, formation)
    assert seen == {*ARROWS, *((state, end) for state in ENDS for end in (State.AWAY, State.ENDED))}


def test_lines_are_short(page):
    """But for rows of tables, which Markdown wants on one line."""
    long = [line for line in page.splitlines() if len(line) > WIDEST and not line.startswith("|")]
    assert not long


def test_sentences_are_short(page):
    entries = re.split(r"\n(?=\s*(?:- |\d+\. |\||#|!\[)|\n)", page)
    prose = (" ".join(entry.split()) for entry in entries if not entry.lstrip().startswith("|"))
    sentences = [one for entry in prose for one in re.split(r"(?<=[.])\s+(?=[*`(]*\w)", entry)]
    assert len(sentences) > 300
    assert not [one for one in sentences if len(one.split()) > LONGEST]
