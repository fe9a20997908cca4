"""Where one column is better, in one line: the best box that a shallow tree finds in a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.comparison.words import WORDS
from sim.exploring.axes import Axis, value_text
from sim.exploring.emulation.emulate import Map, places_of

DEPTH = 3
LEAST_SHARE = 0.01  # of all combinations in a leaf: a smaller one is no place
MOST_LOOKED_AT = 100_000  # combinations; of more a tree learns nothing else
PURE = 0.9  # share of a box with the word; where no box has it, the purest one is told
DRAWN_WITH = 0


@dataclass(frozen=True)
class Region:
    """Where a word holds. where: one text per axis that matters. right: share of the box with that word.

    share: of all combinations with that word, how many lie in the box.
    """

    where: tuple[str, ...]
    right: float
    share: float


def region_of(axes: Sequence[Axis], found: Map, word: str) -> Region | None:
    """Where a word holds mostly; None where it holds nowhere, or everywhere."""
    from sklearn.tree import DecisionTreeClassifier

    count = len(found.chosen)
    some = np.random.default_rng(DRAWN_WITH).permutation(count)[:MOST_LOOKED_AT]
    places, told = places_of(axes, found.chosen[some]), found.words[some] == WORDS.index(word)
    if told.all() or not told.any():
        return None
    tree = DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=LEAST_SHARE, random_state=DRAWN_WITH)
    leaf_of = tree.fit(places, told).apply(places)
    leaves, place = np.unique(leaf_of, return_inverse=True)
    size, right = np.bincount(place), np.bincount(place, weights=told)
    pure = right >= PURE * size
    best = int(np.argmax(np.where(pure, right, 0.0)) if pure.any() else np.argmax(right / size))
    inside = found.chosen[some][leaf_of == leaves[best]]
    return Region(_where(axes, inside), float(right[best] / size[best]), float(right[best] / told.sum()))


def _where(axes: Sequence[Axis], inside: np.ndarray) -> tuple[str, ...]:
    """What the values in a box have in common, of each axis that is cut."""
    said = []
    for axis, of_axis in zip(axes, inside.T, strict=True):
        present = np.unique(of_axis)
        if len(present) == len(axis.values):
            continue
        if not axis.numeric:
            said.append(f"{axis.key} is {' or '.join(axis.labels[number] for number in present)}")
            continue
        values, held = np.sort(np.asarray(axis.values, dtype=float)), np.asarray(axis.values, dtype=float)[present]
        low, high = value_text(float(held.min())), value_text(float(held.max()))
        if held.min() == values[0]:
            said.append(f"{axis.key} is at most {high}")
        elif held.max() == values[-1]:
            said.append(f"{axis.key} is at least {low}")
        else:
            said.append(f"{axis.key} is {low} to {high}")
    return tuple(said)
