"""Levels of two dials that change the same tables: Python derives them together, so that a page can move both.

A joint level takes the place of the levels of both dials. It stands beside those of all other dials that go with each
of the two, which is tried with all of these at both ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from sim.report.live.derived import Deriving, Joint, Live, Moved, Pair
from sim.report.live.dials import LOAD_GROUP, PEOPLE, PODS_GROUP
from sim.report.live.image import Image
from sim.report.live.patches import Patched, patch_of, same_image

# Dials whose pairs are carried, those with the first group first: how many people and how many pods, which people try.
CARRIED = (PODS_GROUP, PEOPLE, LOAD_GROUP)
MOST_JOINT = 240  # images of pairs; what is left then is moved one at a time


def to_carry(moved: Sequence[Moved], clashes: Sequence[Sequence[int]]) -> list[Pair]:
    """The pairs of dials whose levels are derived together, the ones that are asked for most first."""

    def rank(pair: Pair) -> tuple[int, int, Pair]:
        groups = sorted(CARRIED.index(moved[one].dial.group) for one in pair)
        return groups[0], groups[1], pair

    pairs = [(a, b) for a, b in combinations(range(len(moved)), 2)
             if b in clashes[a] and {moved[a].dial.group, moved[b].dial.group} <= set(CARRIED)]  # fmt: skip
    chosen, images = [], 0
    for a, b in sorted(pairs, key=rank):
        images += len(moved[a].others) * len(moved[b].others)
        if images <= MOST_JOINT:
            chosen.append((a, b))
    return sorted(chosen)


def joint_of(moved: Sequence[Moved], clashes: Sequence[Sequence[int]], deriving: Deriving) -> Joint:
    """Of each pair that is carried, what its levels change together. Levels that do not go together are left out."""
    found: dict[Pair, Mapping[Pair, Patched]] = {}
    for a, b in to_carry(moved, clashes):
        # A level of the dial of people is derived once; the other one finds its customers and its people there.
        first, second = sorted((a, b), key=lambda one: CARRIED.index(moved[one].dial.group), reverse=True)
        levels: dict[Pair, Patched] = {}
        for one in moved[first].others:
            changes = moved[first].dial.levels[one].changes
            near = deriving.beside(changes)
            for other in moved[second].others:
                image = near.image({**changes, **moved[second].dial.levels[other].changes}) if near else None
                if image is not None:
                    levels[(one, other) if first == a else (other, one)] = patch_of(deriving.own, image)
        if levels and _goes_with_the_rest((a, b), levels, moved, clashes, deriving):
            found[a, b] = levels
    return found


def _goes_with_the_rest(
    pair: Pair, levels: Mapping[Pair, Patched], moved: Sequence[Moved], clashes: Sequence[Sequence[int]],
    deriving: Deriving,
) -> bool:  # fmt: skip
    """Whether all dials that clash with neither of the two give with them what their patches come to."""
    rest: list[int] = []
    for number, one in enumerate(moved):
        if number in pair or {*pair} & {*clashes[number]} or {*rest} & {*clashes[number]}:
            continue
        if any(row.touches(joint) for row in one.rows for joint in levels.values()):
            return False
        rest.append(number)
    for at, end in ((min(levels), 0), (max(levels), -1)):
        changes: dict[str, Any] = {}
        image: Image = levels[at].onto(deriving.own)
        chosen = {**dict(zip(pair, at, strict=True)), **{n: range(len(moved[n].patched))[end] for n in rest}}
        for number, level in chosen.items():
            changes |= moved[number].dial.levels[level].changes
            patch = moved[number].patched[level] if number in rest else None
            image = patch.onto(image) if patch else image
        together = deriving.image(changes)
        if together is None or not same_image(image, together):
            return False
    return True


def in_words(live: Live) -> dict[str, Any]:
    """What may be moved together, before anybody tries.

    all: of the dials that are carried in pairs, and of the others. alone: by the number of a dial, those before it that
    it does not go with.
    """
    titles = [dial.title for dial in live.dials]
    partners = sorted({number for pair in live.joint for number in pair})
    alone = {
        number: [titles[other] for other in others if other < number and (other, number) not in live.joint]
        for number, others in enumerate(live.clashes)
    }
    alone = {number: names for number, names in alone.items() if names}
    told = []
    if partners and all(pair in live.joint for pair in combinations(partners, 2)):
        told = [f"Of {_listed([titles[one] for one in partners])}, any two can be moved at once."]
    elif partners:
        told = [f"Together can be moved: {'; '.join(f'{titles[a]} and {titles[b]}' for a, b in live.joint)}."]
    if alone:
        told.append("All other dials go together, but where one says what it does not go with.")
    return {"all": " ".join(told), "alone": alone}


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
