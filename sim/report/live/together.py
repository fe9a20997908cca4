"""The dials of a scenario with what Python derived for them, and which of them go together.

A level is a scenario of its own: it is validated and derived as any other, and what differs from the image of the
scenario as it stands is written down byte by byte. So the page knows no setting and no rule. A number that derivation
only copies may have any value in its range; Python checks that at both ends and between.

Levels of two dials go together where they change other bytes and nothing is made of both settings. That is known
- of a dial of the policy that only its row holds: nothing else of an image sees it;
- of one that only customers see and one that only people and teams see, unless it changes what tables of teams read
  of customers: `image_of` hands each part what it may see;
- of any other two: they are derived together, at every level of both, beside levels of as many others as there are.
What is not known to go together is moved one at a time, but for pairs whose levels are carried (`joint`). At last all
dials are tried together at both ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from sim.report.live.derived import Deriving, Live, Moved, Pair
from sim.report.live.dials import Dial, Level, candidates, place_of
from sim.report.live.image import READ_AT_START, Image
from sim.report.live.joint import joint_of
from sim.report.live.patches import Patched, Slots, patch_of, same_image, slots_of
from sim.scenario.scenario_settings import Scenario

if TYPE_CHECKING:
    from sim.comparison.sampling import Progress

MOST_TOGETHER = 600  # images derived for levels together; what is left then is moved one at a time
Levels = dict[int, int]  # number of a level by number of its dial
# Blocks that customers do not see, and of them what people's warmth says of felt empathy.
TEAMS, SEEN_BY_BOTH = ("policy", "formations", "people"), ("people.warmth_mean", "people.warmth_spread")


def live_of(
    scenario: Scenario, columns: Sequence[str], seed: int, replications: int, progress: Progress | None = None
) -> Live:
    """Everything that may be moved. progress: told (levels derived, levels in all). Raises DataError."""
    deriving = Deriving(scenario, columns, seed, replications)
    tried = list(candidates(scenario, columns))
    total, done, moved = sum(len(dial.levels) for dial in tried), 0, []
    for dial in tried:
        if progress:
            progress(done, total)
        done += len(dial.levels)
        one = _derived(dial, scenario, deriving)
        if one.rows:
            moved.append(one)
    clashing = _clashes(moved, deriving)
    kept = _composable(moved, clashing, deriving)
    number = {old: new for new, old in enumerate(kept)}
    clashes = tuple(tuple(number[other] for other in clashing[old] if other in number) for old in kept)
    left = tuple(moved[old] for old in kept)
    joint = joint_of(left, clashes, deriving)
    if progress:
        progress(total, total)
    return Live(deriving.own, left, clashes, joint)


def _derived(dial: Dial, scenario: Scenario, deriving: Deriving) -> Moved:
    """A dial with those of its levels that are possible; any value between them where Python says so."""
    own = dial.levels[dial.own]
    good: list[tuple[Level, Patched | None]] = []
    for level in dial.levels:
        image = None if level is own else deriving.image(level.changes)
        if image is not None or level is own:
            good.append((level, None if image is None else patch_of(deriving.own, image)))
    levels, patched = zip(*good, strict=True)
    patched = tuple(one if one and (one.put or one.patches) else None for one in patched)
    made = Moved(replace(dial, levels=levels, own=levels.index(own)), patched)
    slots = _slots(made, scenario, deriving) if len(levels) == len(dial.levels) else None
    return made if slots is None else replace(made, slots=slots)


def _slots(one: Moved, scenario: Scenario, deriving: Deriving) -> Slots | None:
    """Where the number of a dial stands, if writing it there is all that its levels come to."""
    span = one.dial.span
    place = place_of(span.key) if span else None
    if span is None or place is None or not one.rows:
        return None
    row = list(scenario.demand.channels).index(place.entry) if place.entry else 0
    slots = slots_of(deriving.own, (place.array, place.field, row), one.rows, (place.on_grid, span.factor))
    values = zip(span.values, one.patched, strict=True)
    right = all(same_image(slots.patch(value).onto(deriving.own), patch.onto(deriving.own) if patch else deriving.own)
                for value, patch in values)  # fmt: skip
    return slots if right else None


def _clashes(moved: Sequence[Moved], deriving: Deriving) -> list[list[int]]:
    """For each dial the others that it does not go together with."""
    pairs = list(combinations(range(len(moved)), 2))
    touching = {(a, b) for a, b in pairs if moved[a].touches(moved[b])}
    asked = [(a, b) for a, b in pairs if (a, b) not in touching and not _apart(moved[a], moved[b])]
    clashing = _not_adding_up(moved, asked, touching, deriving)
    return [[b for b in range(len(moved)) if (min(a, b), max(a, b)) in clashing] for a in range(len(moved))]


def _not_adding_up(moved: Sequence[Moved], asked: Sequence[Pair], clashing: set[Pair], deriving: Deriving) -> set[Pair]:
    """The pairs that clash, and those asked for which Python derives other than what their patches come to.

    Levels of many dials are derived at once, until each two that are asked for were in an image. Where that is what all
    patches come to, each two of them add up; where not, they are derived two by two.
    """
    found, derived = set(clashing), 0
    left: list[Levels] = [
        {a: level, b: beside} for a, b in asked for level in moved[a].others for beside in moved[b].others
    ]
    while left:
        if derived >= MOST_TOGETHER:
            return found | {_pair_of(levels) for levels in left}
        at_once: Levels = {}
        held = []
        for levels in left:
            both = at_once | levels
            if levels.items() <= both.items() >= at_once.items() and not found & set(combinations(sorted(both), 2)):
                at_once = both
                held.append(levels)
        derived += 1
        if not _adds_up(moved, at_once, deriving):
            derived += len(held)
            found |= {_pair_of(levels) for levels in held if not _adds_up(moved, levels, deriving)}
        left = [levels for levels in left if levels not in held and _pair_of(levels) not in found]
    return found


def _pair_of(levels: Levels) -> Pair:
    first, second = sorted(levels)
    return first, second


def _apart(one: Moved, other: Moved) -> bool:
    """Whether nothing of an image is made of the settings of both dials."""
    if _only_in_row(one) or _only_in_row(other):
        return True
    (side, unread), (side_of_other, unread_of_other) = _side(one), _side(other)
    return {side, side_of_other} == {"customers", "teams"} and (unread if side == "customers" else unread_of_other)


def _only_in_row(one: Moved) -> bool:
    """Whether all that it changes are copies in the row of the policy, or minutes until work is picked up."""
    changed_arrays = {name.partition("/")[2] for row in one.rows for name in row.arrays()}
    names = {key.rpartition(".")[2] for key in one.keys if ".pickup_" not in f".{key}"}
    return changed_arrays <= {"policy", "way_in"} and not names & set(READ_AT_START) and all(
        place_of(key) is not None for key in one.keys
    )  # fmt: skip


def _side(one: Moved) -> tuple[str, bool]:
    """Which part of an image reads its settings, and whether it leaves everything of columns as it is."""
    blocks = {key.partition(".")[0] in TEAMS for key in one.keys}
    if len(blocks) > 1 or one.keys & set(SEEN_BY_BOTH):
        return "both", False
    given = all(name.partition("/")[0].startswith(("draw_", "place_", "walk_")) for row in one.rows
                for name in row.arrays())  # fmt: skip
    return ("teams" if blocks == {True} else "customers"), given


def _adds_up(moved: Sequence[Moved], levels: Levels, deriving: Deriving) -> bool:
    """Whether Python derives of some levels together what their patches come to."""
    changes: dict[str, Any] = {}
    for number, level in levels.items():
        changes |= moved[number].dial.levels[level].changes
    together = deriving.image(changes)
    patches = [moved[number].patched[level] for number, level in levels.items()]
    return together is not None and same_image(_onto(deriving.own, patches), together)


def _onto(image: Image, patches: Sequence[Patched | None]) -> Image:
    for one in patches:
        image = one.onto(image) if one else image
    return image


def _composable(moved: Sequence[Moved], clashes: list[list[int]], deriving: Deriving) -> list[int]:
    """Numbers of the dials, without those whose ends all together are not what their patches come to."""
    kept = list(range(len(moved)))
    for end in (0, -1):
        if not _agrees(moved, clashes, kept, end, deriving):
            good: list[int] = []
            for number in kept:
                if _agrees(moved, clashes, [*good, number], end, deriving):
                    good.append(number)
            kept = good
    return kept


def _agrees(
    moved: Sequence[Moved], clashes: list[list[int]], numbers: Sequence[int], end: int, deriving: Deriving
) -> bool:
    """Whether dials that do not clash with one before them give together what their patches come to."""
    chosen: list[int] = []
    for number in numbers:
        if not set(clashes[number]) & set(chosen):
            chosen.append(number)
    return _adds_up(moved, {number: range(len(moved[number].patched))[end] for number in chosen}, deriving)
