"""Published contrasts between groups of customers, and the same contrasts of simulated ones: for fit_empathy.py.

Evidence rows 25 to 32 are *marginal*: transferred against not, and so on. They overlap, as a transferred customer also
waits longer and comes back more often. So the same groups are made of simulated customers. What a customer goes through
does not depend on the coefficients of felt empathy: one simulation is enough for any number of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import brentq

from sim.core import run_core
from sim.demand.build import build_tape
from sim.demand.customers import build_customers
from sim.formation import build_formation, build_people, build_roster
from sim.measures.case_values import COMPONENTS
from sim.measures.cases import Cases, cases_of_cohort
from sim.measures.empathy import HEARD, TIMELY, empathy_terms, latent_of, logit_of

LEVEL = 0.525  # evidence row 70: nearly half (0.45-0.50) say companies do not show them enough empathy
LOOSE, STRUCTURED = 0.30, 0.75  # evidence row 22: context kept
HELD_MINUTES = 1.0  # waiting after having been served, from which a customer was on hold


@dataclass(frozen=True)
class Target:
    """A published contrast, logit (`harm_cut`: share). least, most: its range, taken as a 95% interval."""

    row: str
    value: float
    least: float
    most: float
    compares: str

    @property
    def error(self) -> float:
        """Standard error: the range is 3.92 of them wide."""
        return (self.most - self.least) / 3.92


# On live channels, where the sources come from.
TARGETS = {
    "transferred": Target("25", -0.55, -0.65, 0.0, "served by two people or more in a contact, against by one"),
    "repeat": Target("26", -0.65, -0.75, -0.5, "solved in two contacts, against in one"),
    "held": Target("27", -0.65, -0.75, -0.5, "waited a minute or more after having been served, against not"),
    "not_in_one": Target("28", -1.5, -1.7, -1.2, "not truly solved in one contact, against solved in one"),
    "warm": Target("30", 0.33, 0.05, 0.58, "the warmer half of the people met, against the colder"),
    "wait_doubled": Target(
        "32", -0.1, -0.25, 0.0, "per doubling of (1 + waiting / patience), solved by one person at once"
    ),
    "harm_cut": Target(
        "23", 0.25, 0.23, 0.47, "share of the contrast `transferred` gone if 0.75 of the context were kept"
    ),
}


@dataclass(frozen=True)
class Sample:
    """n simulated cases of one column. parts: float64[components, n]; halo: float64[n]; groups: bool[n] by name."""

    parts: np.ndarray
    halo: np.ndarray
    groups: dict[str, np.ndarray]


def sample_of(scenario: Any, column: str, seed: int, first: int, replications: int) -> Sample:
    """Simulate the column and look at its cohort."""
    customers, people = build_customers(scenario), build_people(scenario)
    tape = build_tape(scenario, customers, seed=seed, first_replication=first, replications=replications)
    formation = build_formation(scenario, column, people)
    records = run_core(tape, customers, people, build_roster(people, customers.end), formation)
    cases = cases_of_cohort(records, customers, tape, empathy_terms(scenario))
    parts = np.stack([cases[f"felt_{name}"] for name in COMPONENTS])
    begins = np.flatnonzero(records.contacts["contact"] == 0)  # of every case, those of the cohort among them
    held = np.add.reduceat(held_minutes(records.contacts), begins)[np.searchsorted(begins, cases.first_contact)]
    return Sample(parts, cases["halo"].copy(), groups_of(cases, customers.live, held))


def thinned(sample: Sample, number: int) -> Sample:
    """About so many of the cases, evenly."""
    some = slice(None, None, max(1, sample.halo.size // number))
    groups = {name: group[some] for name, group in sample.groups.items()}
    return Sample(np.ascontiguousarray(sample.parts[:, some]), sample.halo[some], groups)


def held_minutes(rows: np.ndarray) -> np.ndarray:
    """Minutes that each contact waited after having been served. rows: CONTACT[m]."""
    waited = rows["queue_minutes"] + rows["pickup_minutes"] + rows["closed_minutes"]
    before = rows["first_served_at"] - rows["arrived_at"] - rows["bot_minutes"]
    return np.where(np.isnan(before), 0.0, np.maximum(waited - np.nan_to_num(before), 0.0))


def groups_of(cases: Cases, live: np.ndarray, held: np.ndarray) -> dict[str, np.ndarray]:
    """Who is in which group; a contrast compares `name` with `name:not`. held: minutes of each case."""
    here = live[cases.channel]
    served, once = here & (cases["steps"] > 0), here & (cases["felt_in_one_contact"] == 1.0)
    moved = cases["changes_of_hands"] > 0
    warmth = cases["warmth_sum"] / np.maximum(cases["steps"], 1.0)
    warmer = warmth > np.median(warmth[served])
    simple = once & ~moved  # here all waiting is before being served
    longer = cases["felt_timely"] < np.mean(cases["felt_timely"][simple])
    return {
        "transferred": served & moved, "transferred:not": served & ~moved,
        "repeat": here & (cases["solved"] == 1.0) & (cases["contacts"] == 2.0), "repeat:not": once,
        "held": served & (held >= HELD_MINUTES), "held:not": served & (held < HELD_MINUTES),
        "not_in_one": here & ~once, "not_in_one:not": once,
        "warm": served & warmer, "warm:not": served & ~warmer,
        "wait_doubled": simple & longer, "wait_doubled:not": simple & ~longer,
    }  # fmt: skip


def logits(sample: Sample, coefficients: Mapping[str, float], parts: np.ndarray | None = None) -> np.ndarray:
    """Logit of each case without the anchor, halo included."""
    return logit_of(sample.parts if parts is None else parts, coefficients) + sample.halo


def anchor_of(logit: np.ndarray) -> float:
    """What to add to every logit so that the mean over all cases is LEVEL."""
    return float(brentq(lambda anchor: float(np.mean(latent_of(logit, anchor))) - LEVEL, -40.0, 40.0, xtol=1e-9))


def contrast(sample: Sample, latent: np.ndarray, name: str) -> float:
    """Difference in the logit of mean felt empathy between two groups."""
    one, other = (np.mean(latent[sample.groups[group]]) for group in (name, f"{name}:not"))
    return float(np.log(one / (1.0 - one)) - np.log(other / (1.0 - other)))


def contrasts(sample: Sample, coefficients: Mapping[str, float], anchor: float | None = None) -> dict[str, float]:
    """The simulated value of every target. anchor: by default the one that gives LEVEL."""
    logit = logits(sample, coefficients)
    anchor = anchor_of(logit) if anchor is None else anchor
    latent = latent_of(logit, anchor)
    found = {name: contrast(sample, latent, name) for name in TARGETS if name in sample.groups}
    timely = sample.parts[TIMELY]
    longer, shorter = (sample.groups[group] for group in ("wait_doubled", "wait_doubled:not"))
    found["wait_doubled"] /= max(float(np.mean(timely[shorter]) - np.mean(timely[longer])), 1e-9)
    kept = latent_of(logits(sample, coefficients, with_structured_handoffs(sample.parts)), anchor)
    found["harm_cut"] = 1.0 - contrast(sample, kept, "transferred") / min(found["transferred"], -1e-9)
    return {name: found[name] for name in TARGETS}


def with_structured_handoffs(parts: np.ndarray) -> np.ndarray:
    """The same experience, had changes of hands kept 0.75 of the context in place of 0.30 (evidence row 22)."""
    changed = parts.copy()
    changed[HEARD] = 1.0 - (1.0 - parts[HEARD]) * (1.0 - STRUCTURED) / (1.0 - LOOSE)
    return changed
