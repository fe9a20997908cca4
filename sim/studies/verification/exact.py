"""Formulas and rules against the figures of the evidence, digit by digit; nothing is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import sqrt

from sim.rules.fatigue import drafting_saving, fatigue_after_serving, tiring_rate
from sim.studies.verification.checks import Check, Expected, Row
from sim.studies.verification.closed_forms import (
    break_even_cut,
    endurance,
    erlang_a,
    formation_saving,
    mean_wait,
    mean_wait_one_server,
    pair_saving,
)
from sim.studies.verification.estimates import Estimate

# As printed in the evidence, section 3.
ERLANG_C = {1: 4.000, 2: 1.778, 5: 0.554, 6: 0.4315, 10: 0.2046, 20: 0.0640, 60: 0.0053}
ERLANG_A = {10: (0.1039, 0.6197), 60: (0.0426, 0.5998), 6: (0.1336, 0.6292)}
ONE_SERVER = {0.0: 2.0, 1.0: 4.0, 1.3: 5.38}
BREAK_EVEN = {(0.8, 5): 0.163, (0.8, 10): 0.087, (0.8, 20): 0.036, (0.9, 5): 0.193, (0.9, 10): 0.117, (0.9, 20): 0.060}
FORMATION_SAVING = {2: 0.194, 5: 0.366, 25: 0.503}
RANGE_FACTOR = {5: 1.26, 25: 1.42}
ENDLESS, ENDURANCE = 0.557, 1.126
PEOPLE = 60
LINE = 0.5  # of fatigue, at which a rotating formation is at its end
HALF_LIFE_MINUTES = 4000.0  # alone, the line is reached after so long
EXACT = 0.0


def minutes_to_the_line(turns: tuple[float, ...], saving: float, changeover: float = 0.0) -> float:
    """Minutes until the first of a rotating formation is past the line, by the rules of fatigue.

    turns: minutes in front, bird by bird. changeover: minutes of effort that every change of places costs everybody.
    """
    tired = [0.0] * len(turns)
    in_front, behind = tiring_rate(0.0, 0.0, 0.0, 0.0), tiring_rate(0.0, 0.0, saving, 1.0)
    now = 0.0
    while max(tired) < LINE:
        for lead, turn in enumerate(turns):
            for bird in range(len(turns)):
                effort = turn * (in_front if bird == lead else behind) + changeover
                tired[bird] = fatigue_after_serving(tired[bird], effort, HALF_LIFE_MINUTES)
            now += turn
    return now


def endless_saving() -> float:
    """Mean saving of an endless formation: twice the sum over one side is shared by two."""
    return sum(pair_saving(float(k)) for k in range(1, 20_001))


def _rows(figures: Mapping[Expected, float]) -> Iterator[Row]:
    for expected, value in figures.items():
        yield Row(expected, Estimate(value, EXACT, 0))


def _printed(what: str, value: float, digits: int) -> Expected:
    """A printed figure, right to half a unit of its last digit, and a little."""
    return Expected(what, value, within=0.6 * 10.0**-digits)


def _queues() -> Mapping[Expected, float]:
    waits = {_printed(f"wait over service at 0.8, servers: {c}", v, 3 if c < 6 else 4): mean_wait(c, 0.8)
             for c, v in ERLANG_C.items()}  # fmt: skip
    impatient = {}
    for servers, figures in ERLANG_A.items():
        for what, value, found in zip(("abandon", "wait"), figures, erlang_a(servers, servers, 0.5), strict=True):
            impatient[_printed(f"P({what}), servers: {servers}", value, 4)] = found
    one = {_printed(f"wait over service, one server at 0.8, CV {v}", figure, 2): mean_wait_one_server(0.8, v)
           for v, figure in ONE_SERVER.items()}  # fmt: skip
    return waits | impatient | one


def _cuts() -> Mapping[Expected, float]:
    return {
        _printed(f"cut in work, teams of {team} at {load}", figure, 3): break_even_cut(PEOPLE, team, load)
        for (load, team), figure in BREAK_EVEN.items()
    }


def _savings() -> Mapping[Expected, float]:
    endless = endless_saving()
    found = {_printed("saving of an endless formation", ENDLESS, 3): endless}
    for birds, figure in FORMATION_SAVING.items():
        found[_printed(f"saving of {birds}, formula", figure, 3)] = formation_saving(birds)
        found[_printed(f"saving of {birds}, by the rule of drafting", figure, 3)] = drafting_saving(birds - 1) * endless
    for birds, figure in RANGE_FACTOR.items():
        found[_printed(f"range factor of {birds}", figure, 2)] = 1.0 / sqrt(1.0 - formation_saving(birds))
    return found


def _rotation() -> Mapping[Expected, float]:
    by_rules = minutes_to_the_line((2.0,) * 5, 0.14) / HALF_LIFE_MINUTES
    return {
        _printed("T / T0 of five, formula", ENDURANCE, 3): endurance(0.14, 0.2),
        Expected("T / T0 of five, by the rules of fatigue", ENDURANCE, within=5e-3): by_rules,  # a cycle is 2.5e-3
    }


def _check(key: str, evidence: str, title: str, figures: Callable[[], Mapping[Expected, float]]) -> Check:
    return Check(key, "formula", evidence, title, lambda replications: _rows(figures()))


FORMULAS = (
    _check("queue_formulas", "3.1-3.3", "Erlang C, Erlang A, Pollaczek-Khinchine", _queues),
    _check("break_even", "3.5", "the cut in work that makes up for splitting 60 people", _cuts),
    _check("formation_saving", "3.6", "what flying in formation saves", _savings),
    _check("endurance", "3.7", "how much longer a formation lasts that rotates", _rotation),
)
