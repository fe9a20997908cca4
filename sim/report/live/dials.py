"""What may be moved in the page, the levels at which Python prepared it, and what each level changes in the image.

A level is a scenario of its own: it is validated and derived as any other, and compared with the image of the scenario
as it stands. What differs is written down byte by byte, so the page knows no setting and no rule. Levels of several
dials go together where they change other bytes; dials that change the same ones clash, and the page moves one of them
at a time. Python tries all dials at their last, and at their first level together: one that then gives other bytes than
the patches do is left out.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report.live.image import Image, image_of
from sim.report.names import upper
from sim.scenario import changed
from sim.scenario.built_in_columns import HABITS, PODS, TODAY
from sim.scenario.ledger import LOAD, Assumption, ledger, possible
from sim.scenario.problems import DataError, ScenarioError
from sim.scenario.scenario_settings import Scenario

if TYPE_CHECKING:
    from sim.comparison.sampling import Progress

PEOPLE, PODS_GROUP, LOAD_GROUP, HABITS_GROUP, WORLD = "People", "Pods", "Customers", "Habits", "Assumptions"
VOLUMES = (0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2)
MORE_PEOPLE = (-2, -1, 0, 1, 2)
MORE_PODS = (-2, -1, 0, 1, 2)
WHOSE = {TODAY: "today's habits", HABITS: "better habits"}
GAP = 16  # bytes between two changes that are written as one
MOST_RUNS = 100  # of changed bytes of one array: beyond, it is carried whole
STOPS = 4  # of an assumption, beside the scenario's own value
LEAVES_CUSTOMERS = ("policy", "formations", "people", "empathy")  # blocks of a scenario
FIRST = ("policy.link_minutes", "policy.misroute_share", "policy.retelling_share")


@dataclass(frozen=True)
class Level:
    """label: what stands beside the slider. changes: dotted key -> value, as `--set` takes it."""

    label: str
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class Dial:
    """title, group: as the page names it. levels: in order. own: number of the level that is the scenario's own."""

    title: str
    group: str
    levels: tuple[Level, ...]
    own: int


@dataclass(frozen=True)
class Patched:
    """What one level changes in the image. put: arrays of another shape. patches: (array, first byte, bytes)."""

    put: Image
    patches: tuple[tuple[str, int, bytes], ...]

    def touches(self, other: Patched) -> bool:
        """Whether another level changes some of the same."""
        mine, others = self._bytes(), other._bytes()
        return any(
            name in other.put
            or name in self.put
            or any(a < d and c < b for a, b in mine[name] for c, d in others[name])
            for name in mine.keys() & others.keys()
        )

    def _bytes(self) -> dict[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = {name: [] for name in self.put}
        for name, first, content in self.patches:
            found.setdefault(name, []).append((first, first + len(content)))
        return found

    def onto(self, image: Image) -> Image:
        """The image with this level."""
        found = {**image, **self.put}
        for name, first, content in self.patches:
            raw = bytearray(found[name].tobytes())
            raw[first : first + len(content)] = content
            found[name] = np.frombuffer(bytes(raw), dtype=found[name].dtype).reshape(found[name].shape)
        return found


@dataclass(frozen=True)
class Live:
    """The image of a scenario, its dials, and per dial and level what it changes (None for its own level)."""

    image: Image
    dials: tuple[Dial, ...]
    patched: tuple[tuple[Patched | None, ...], ...]

    def clashes(self) -> list[list[int]]:
        """For each dial the others that it does not go together with."""
        rows = [[one for one in row if one] for row in self.patched]
        return [
            [b for b, others in enumerate(rows) if b != a and any(x.touches(y) for x in row for y in others)]
            for a, row in enumerate(rows)
        ]


class _Deriving:
    """Derives images of a scenario with changes, customers only where the changes reach them."""

    def __init__(self, scenario: Scenario, columns: Sequence[str], seed: int, replications: int) -> None:
        self._scenario, self._rest = scenario, (columns, seed, replications)
        self.own, self._drawn = image_of(scenario, *self._rest)

    def image(self, changes: Mapping[str, Any]) -> Image | None:
        """None where the changes do not go together with the rest of the scenario."""
        same = all(key.partition(".")[0] in LEAVES_CUSTOMERS for key in changes)
        try:
            return image_of(changed(self._scenario, changes), *self._rest, self._drawn if same else None)[0]
        except (ScenarioError, DataError):
            return None


def live_of(
    scenario: Scenario, columns: Sequence[str], seed: int, replications: int, progress: Progress | None = None
) -> Live:
    """Everything that may be moved. progress: told (levels derived, levels in all). Raises DataError."""
    deriving = _Deriving(scenario, columns, seed, replications)
    dials, patched = [], []
    tried = list(candidates(scenario, columns))
    total, done = sum(len(dial.levels) for dial in tried), 0
    for dial in tried:
        if progress:
            progress(done, total)
        done += len(dial.levels)
        derived = [(level, None if number == dial.own else deriving.image(level.changes))
                   for number, level in enumerate(dial.levels)]  # fmt: skip
        own = dial.levels[dial.own]
        good = [(level, image) for level, image in derived if image is not None or level is own]
        rows = tuple(None if image is None else _patch(deriving.own, image) for _, image in good)
        if any(one and (one.put or one.patches) for one in rows):
            levels = tuple(level for level, _ in good)
            dials.append(Dial(dial.title, dial.group, levels, levels.index(own)))
            patched.append(rows)
    return _composable(Live(deriving.own, tuple(dials), tuple(patched)), deriving)


def _composable(live: Live, deriving: _Deriving) -> Live:
    """Without the dials whose levels together are not what their patches come to."""
    clashes, kept = live.clashes(), list(range(len(live.dials)))
    for end in (0, -1):
        if not _agrees(live, clashes, kept, end, deriving):
            good: list[int] = []
            for number in kept:
                if _agrees(live, clashes, [*good, number], end, deriving):
                    good.append(number)
            kept = good
    return Live(live.image, tuple(live.dials[n] for n in kept), tuple(live.patched[n] for n in kept))


def _agrees(live: Live, clashes: list[list[int]], numbers: Sequence[int], end: int, deriving: _Deriving) -> bool:
    """Whether dials that do not clash with one before them give together what their patches come to."""
    moved: list[int] = []
    for number in numbers:
        if not set(clashes[number]) & set(moved):
            moved.append(number)
    image = live.image
    changes: dict[str, Any] = {}
    for number in moved:
        changes |= live.dials[number].levels[end].changes
        one = live.patched[number][end]
        image = one.onto(image) if one else image
    together = deriving.image(changes)
    return together is not None and all(_same(image[name], array) for name, array in together.items())


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and one.tobytes() == other.tobytes()


def _patch(image: Image, other: Image) -> Patched:
    put, patches = {}, []
    for name, array in other.items():
        before = image[name]
        if before.shape != array.shape:
            put[name] = array
            continue
        old, new = (np.frombuffer(one.tobytes(), dtype=np.uint8) for one in (before, array))
        places = np.flatnonzero(old != new)
        if places.size:
            if np.count_nonzero(np.diff(places) > GAP) > MOST_RUNS:
                put[name] = array
                continue
            cuts = np.flatnonzero(np.diff(places) > GAP)
            firsts, lasts = places[np.r_[0, cuts + 1]], places[np.r_[cuts, places.size - 1]]
            patches += [(name, int(a), new[a : b + 1].tobytes()) for a, b in zip(firsts, lasts, strict=True)]
    return Patched(put, tuple(patches))


def candidates(scenario: Scenario, columns: Sequence[str]) -> Iterator[Dial]:
    """Dials to try, those first that are shown first."""
    yield from _people(scenario)
    known = {one.name: one for one in ledger(scenario, columns)}
    volumes = tuple(
        Level("as mailed", {})
        if factor == 1.0
        else Level(f"{factor - 1.0:+.0%}", {"demand.volume_factor": scenario.demand.volume_factor * factor})
        for factor in VOLUMES
    )
    yield Dial("Customers", LOAD_GROUP, volumes, VOLUMES.index(1.0))
    yield from _pods(scenario)
    first = [known.pop(name) for name in FIRST if name in known]
    yield from (_assumption(scenario, one) for one in first)
    yield from _habits(scenario)
    for one in known.values():
        if one.swept and one.name != LOAD and not one.draws and _has_a_name(one):
            yield _assumption(scenario, one)


def _people(scenario: Scenario) -> Iterator[Dial]:
    """People of each group, two fewer to two more."""
    if scenario.people.file is not None:
        return
    for number, group in enumerate(scenario.people.groups):
        counts = [group.count + more for more in MORE_PEOPLE if group.count + more > 0]
        title = f"People in {group.function}"
        levels = tuple(Level(_own(count, group.count), _unless(count, group.count, f"people.groups.{number}.count"))
                       for count in counts)  # fmt: skip
        yield Dial(title, PEOPLE, levels, counts.index(group.count))


def _pods(scenario: Scenario) -> Iterator[Dial]:
    teams = scenario.formations[PODS].teams
    if isinstance(teams, int) and teams > 1:  # one pod is no pods: it changes more than their number
        counts = [teams + more for more in MORE_PODS if teams + more > 1]
        levels = tuple(Level(_own(count, teams), _unless(count, teams, f"formations.{PODS}.teams")) for count in counts)
        yield Dial("Number of pods", PODS_GROUP, levels, counts.index(teams))


def _habits(scenario: Scenario) -> Iterator[Dial]:
    """What the habits of today and the better ones are made of."""
    for column, whose in WHOSE.items():
        policy = scenario.formations[column].policy
        for dial, title, values in (
            ("wings", "Colleagues who listen in", (0, 1, 2)),
            ("borrowing", "Lending a hand", ("none", "anywhere")),
            ("return_to", "Who comes back meets", ("front", "same_person")),
        ):
            own = policy.get(dial)
            if own in values:
                key = f"formations.{column}.policy.{dial}"
                levels = tuple(Level(_own(str(v).replace("_", " "), str(own).replace("_", " ")), _unless(v, own, key))
                               for v in values)  # fmt: skip
                yield Dial(f"{title} ({whose})", HABITS_GROUP, levels, values.index(own))


def _assumption(scenario: Scenario, one: Assumption) -> Dial:
    """From the least to the most that is plausible, with the scenario's own value among them."""
    steps = np.linspace(one.low, one.high, STOPS + 1).tolist()
    rounded = {round(value) if one.whole else float(f"{value:.4g}") for value in steps} - {one.value}
    if len(rounded) > STOPS:
        rounded.discard(min(rounded - {min(rounded), max(rounded)}, key=lambda value: abs(value - one.value)))
    values = sorted({*possible(scenario, one, sorted(rounded)), one.value})
    levels = tuple(
        Level(_own(f"{value:g}", f"{one.value:g}"), {} if value == one.value else one.changes(value))
        for value in values
    )
    group = HABITS_GROUP if one.name.startswith("formations.") else WORLD
    called = one.called
    for column, whose in WHOSE.items():
        called = f"{called.removesuffix(f' in {column}')} ({whose})" if called.endswith(f" in {column}") else called
    unit = one.unit.split()[0]
    named = unit in ("-", "x", "share", "skill", "factor", "per") or unit in called
    return Dial(upper(called if named else f"{called}, {unit}"), group, levels, values.index(one.value))


def _has_a_name(one: Assumption) -> bool:
    """Whether leaders call it by more than the words of its key."""
    plain = one.called == one.name.rpartition(".")[2].replace("_", " ")
    return not plain or one.name.startswith("formations.")


def _own(value: Any, own: Any) -> str:
    return f"{value} (as mailed)" if value == own else f"{value}"


def _unless(value: Any, own: Any, key: str) -> dict[str, Any]:
    return {} if value == own else {key: value}


def encoded(patch: Patched) -> list[list[Any]]:
    """Patches as JSON: [array, first byte, bytes in base 64]."""
    return [[name, first, base64.b64encode(content).decode("ascii")] for name, first, content in patch.patches]
