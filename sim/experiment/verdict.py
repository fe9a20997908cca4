"""The verdict in words: who is better in the primary measures, by how much, why, and what the answer leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.experiment.statistics import NOT_SETTLED, SAME, Difference
from sim.experiment.words import change_in_words, listed, minutes_in_words, number, signed
from sim.measures import NOT_YET, PRIMARY, measure_named

if TYPE_CHECKING:
    from sim.experiment.comparison import Comparison

SAID = {"resolution_minutes": "resolution time", "load_p90": "load of the busiest tenth of people"}
TODAY, HABITS, PODS = "silos", "silos_plus", "pods"


def verdict_of(comparison: Comparison) -> str:
    """One sentence or two a line, in order of weight."""
    return "\n".join(
        [
            *_headlines(comparison),
            *_split(comparison),
            *_jointly(comparison),
            *_auto(comparison),
            *overload_lines(comparison),
            *_pickup(comparison),
            _missing(),
            *origin_lines(comparison),
            _horizon(comparison),
        ]
    )


def _headlines(comparison: Comparison) -> Iterator[str]:
    """Each column against the first, in each primary measure."""
    base, *others = comparison.columns
    if not others:
        yield f"{base} stands alone: there is nothing to compare it with."
    for other in sorted(others, key=lambda column: column != PODS):
        row = comparison.paired[base, other]
        said = listed([f"{SAID[name]} {_word(row[name], other)}" for name in PRIMARY])
        yield f"{other} against {base}: {said}."
        for name in PRIMARY:
            yield f"  {_numbers(comparison, row[name])}"
        lost = row["lost_minutes"]
        if lost.interval.mean != 0.0:
            yield f"  Of the difference in resolution time, {change(lost)} is lost: who gave up counts the whole of H."


def _word(difference: Difference, column: str) -> str:
    """What the difference means for `column`, the second of its pair."""
    if difference.better in (SAME, NOT_SETTLED):
        return {SAME: "the same", NOT_SETTLED: "not settled"}[difference.better]
    return "better" if difference.better == column else "worse"


def _numbers(comparison: Comparison, difference: Difference) -> str:
    first, second, name = difference.first, difference.second, difference.measure
    levels = [level(name, comparison.intervals[column][name].mean) for column in (first, second)]
    text = f"{SAID[name]}: {first} {levels[0]}, {second} {levels[1]}; difference {change(difference)}"
    worth = level(name, difference.smallest)
    if difference.better == SAME:
        return f"{text}, within the {worth} that would be worth having."
    if difference.better == NOT_SETTLED:
        return f"{text}: not settled, more replications would narrow it (worth having: {worth})."
    return f"{text}."


def level(measure: str, value: float) -> str:
    """A value of a measure as people say it."""
    known = measure_named(measure)
    return minutes_in_words(value) if known and known.unit == "minutes" else number(value)


def change(difference: Difference) -> str:
    """A difference with its interval as people say it."""
    known = measure_named(difference.measure)
    interval = difference.interval
    if known and known.unit == "minutes":
        return change_in_words(interval)
    return f"{signed(interval.mean)} (95% interval {signed(interval.low)} to {signed(interval.high)})"


def _split(comparison: Comparison) -> Iterator[str]:
    """What better habits bring, and what is due to the formation."""
    if not {TODAY, HABITS, PODS} <= set(comparison.columns) or comparison.columns[0] != TODAY:
        return
    habits, formation = comparison.paired[TODAY, HABITS], comparison.paired[HABITS, PODS]
    total = comparison.paired[TODAY, PODS]
    for name in PRIMARY:
        yield (
            f"Where the difference in {SAID[name]} comes from: "
            f"better habits in the same departments {change(habits[name])}, {_word(habits[name], HABITS)}; "
            f"the formation itself {change(formation[name])}, {_word(formation[name], PODS)}."
        )
        if said := _share(habits[name], formation[name], total[name]):
            yield f"  {said}"


def _share(habits: Difference, formation: Difference, total: Difference) -> str:
    """What part of a settled gain of the pods is due to the formation."""
    if total.better != PODS:
        return ""
    if formation.better == HABITS:
        return f"The formation itself costs part of what better habits gain: {HABITS} alone does better."
    if formation.better == SAME:
        return "The formation changes nothing worth having: the gain could be had without it."
    if formation.better == NOT_SETTLED:
        return "How much of the gain is due to the formation is not settled."
    share = 100.0 * formation.interval.mean / total.interval.mean
    if share >= 100.0:
        return "All of the gain is due to the formation."
    return f"About {share:.0f}% of the gain is due to the formation; {100.0 - share:.0f}% could be had without it."


def _jointly(comparison: Comparison) -> Iterator[str]:
    """Where holding all primary comparisons at once changes the answer."""
    unsure = [
        f"{name} of {first}→{second}"
        for (first, second), row in comparison.paired.items()
        for name in PRIMARY
        if row[name].better != row[name].jointly
    ]
    if unsure:
        total = len(comparison.paired) * len(PRIMARY)
        yield (
            f"Each interval holds 95% by itself. Held over all {total} primary comparisons at once (Bonferroni), "
            f"not settled: {', '.join(unsure)}."
        )


def _auto(comparison: Comparison) -> Iterator[str]:
    if comparison.settled is False:
        yield (
            f"The budget ran out after {comparison.replication_count} replications, before every primary comparison "
            "was settled; give it more with --budget-replications and --budget-seconds."
        )


def overload_lines(comparison: Comparison) -> Iterator[str]:
    """Functions that are offered more work than they can do, and columns whose backlog grows."""
    load = comparison.offered_load
    if over := [name for name in load if load[name] >= 1.0]:
        others = [f"{name} {number(value)}" for name, value in load.items()]
        yield (
            f"Overload: {listed(over)} cannot keep up alone (offered load, work that arrives over what its own people "
            f"can do: {', '.join(others)}). Times depend on how long the run is; read differences with care."
        )
    for column, growth in comparison.growth.items():
        if growth.overload:
            yield (
                f"Overload: in {column} the backlog grows by {number(growth.cases_per_week)} cases a week, and would "
                "grow on; its times are cut at the deadline and flatter it."
            )


def _pickup(comparison: Comparison) -> Iterator[str]:
    dials = {row.item for row in comparison.parity_rows if row.kind == "declared" and row.item.startswith("pickup")}
    if dials:
        yield (
            f"The columns differ in {listed(sorted(dials))}, an assumption without a source that drives the answer: "
            "compare them with equal pickup before believing it."
        )


def _missing() -> str:
    names = listed([name.replace("_", " ") for name in NOT_YET]).capitalize()
    return f"{names} is not modelled yet: this verdict rests on the other primary measures alone."


def origin_lines(comparison: Comparison) -> Iterator[str]:
    """Where the customers come from, and what the numbers are not."""
    replay = comparison.replay
    if replay is None:
        yield "The customers are synthetic and the scenario is not calibrated: read the comparison, not the levels."
        return
    if replay.made_up:
        yield "The customers come from a small made-up log in the shape of a real one: it says nothing of any company."
    else:
        yield "The customers are those of the replayed log, under the scenario's own mapping of groups to functions."
    yield "A log has no touch times: the work per need comes from the scenario, and is not calibrated."


def _horizon(comparison: Comparison) -> str:
    parts = []
    for name, channel in comparison.scenario.demand.channels.items():
        if channel.horizon_open_minutes is not None:
            parts.append(f"{name} {number(channel.horizon_open_minutes)} open minutes")
        else:
            parts.append(f"{name} {'one open day' if channel.live else 'five open days'}")
    return (
        f"Every case is followed up to its deadline H ({', '.join(parts)}); who gave up or was not solved by then "
        "counts all of H. Another H can give another answer; it was not swept here."
    )
