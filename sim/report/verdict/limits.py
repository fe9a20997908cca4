"""What the verdict is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.comparison.empathy_doubts import DEFINITIONS, definitions_disagree
from sim.measures.empathy_anchors import LEVELS
from sim.measures.empathy_measures import RESTATEMENT_R2
from sim.report.horizons import horizon_lines
from sim.report.load import overload_lines
from sim.report.numbers import listed
from sim.report.verdict.line import VerdictLine

if TYPE_CHECKING:
    from sim.comparison.comparison import Comparison


def limits_line(comparison: Comparison) -> VerdictLine:
    """Chance and doubt, where customers come from, what is left out; what is wrong with this run comes first."""
    first = [*_modified(comparison), *overload_lines(comparison), *_pickup(comparison), *_auto(comparison)]
    text = [*first, *_short(comparison)]
    details = [*origin_lines(comparison), *empathy_lines(comparison), *horizon_lines(comparison)]
    return VerdictLine("Limits", " ".join(text), tuple(details))


def _short(comparison: Comparison) -> Iterator[str]:
    yield "Intervals cover chance alone, not what is assumed" + (
        "." if comparison.outlook else "; plausible worlds, which cover that, were not run."
    )
    if comparison.replay is None:
        yield "Customers are synthetic: read the comparison, not the levels."
    elif comparison.replay.made_up:
        yield "Customers come from a small made-up log: it says nothing of any company."
    yield "The road from one organisation to the other is not included, and felt empathy is a proxy."
    if comparison.scenario.measured_today is None:
        yield "No figures of today were given to check the departments against."


def _modified(comparison: Comparison) -> Iterator[str]:
    names = [name for name, _ in comparison.modified_rules]
    if names:
        yield f"Modified {'rule' if len(names) == 1 else 'rules'}: {listed(names)}; this is not the model as it ships."


def _pickup(comparison: Comparison) -> Iterator[str]:
    dials = {row.item for row in comparison.parity_rows if row.kind == "declared" and row.item.startswith("pickup")}
    if dials:
        yield (
            f"The columns differ in {listed(sorted(dials))}, an assumption without a source that drives the answer: "
            "compare them with equal pickup before believing it."
        )


def _auto(comparison: Comparison) -> Iterator[str]:
    if comparison.settled is False:
        yield (
            f"The budget ran out after {comparison.replication_count} replications, before every primary comparison "
            "was settled; give it more with --budget-replications and --budget-seconds."
        )


def empathy_lines(comparison: Comparison) -> Iterator[str]:
    """What felt empathy is worth as a finding: a proxy, under other definitions and at other levels."""
    yield "Felt empathy is a proxy: fitted to published contrasts between customers, not to any company's customers."
    doubtful = [f"{first}→{second}" for (first, second), row in comparison.paired.items() if definitions_disagree(row)]
    if doubtful:
        yield f"  Its definitions ({', '.join(DEFINITIONS)}) disagree on the winner in {listed(doubtful)}: not settled."
    restated = [
        column for column, found in comparison.intervals.items() if found["empathy_handoff_r2"].mean > RESTATEMENT_R2
    ]
    if restated:
        yield f"  In {listed(restated)} it restates the handoffs, and is no finding of its own."
    yield from _anchors(comparison)


def _anchors(comparison: Comparison) -> Iterator[str]:
    """Whether the columns keep their order when customers of the first are harder to please, or easier."""
    import numpy as np

    felt = comparison.by_anchor
    if not felt:
        return
    signs = {
        (first, second): np.sign(np.mean(felt[second] - felt[first], axis=1)) for first, second in comparison.paired
    }
    turned = [f"{first}→{second}" for (first, second), found in signs.items() if np.unique(found).size > 1]
    where = f"with {comparison.columns[0]} at any level from {LEVELS[0]:g} to {LEVELS[-1]:g}"
    if turned:
        yield f"  The sign of its difference is not the same {where} in {listed(turned)}: read that as not settled."
    else:
        yield f"  The signs of its differences are the same {where}."


def origin_lines(comparison: Comparison) -> Iterator[str]:
    """Where the customers come from, and what the numbers are not."""
    replay = comparison.replay
    if replay is None:
        channels = comparison.scenario.demand.channels.values()
        fitted = any(channel.continuation_factor != 1.0 or channel.misroute_factor != 1.0 for channel in channels)
        known = "the scenario is not calibrated"
        if fitted:
            known = "only how often work changes hands is set by channel (podsim calibrate), not how long things take"
        yield f"The customers are synthetic and {known}: read the comparison, not the levels."
        return
    if replay.made_up:
        yield "The customers come from a small made-up log in the shape of a real one: it says nothing of any company."
    else:
        yield "The customers are those of the replayed log, under the scenario's own mapping of groups to functions."
    yield "A log has no touch times: the work per need comes from the scenario, and is not calibrated."
