"""Cases -> sums, and sums -> one value per replication. Cases come part by part, so that many need little memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.demand.tape import Customers
from sim.measures.cases import Cases
from sim.measures.costs import met_bot
from sim.measures.empathy import FeltEmpathy
from sim.measures.empathy_table import empathy_means, explained_share, explained_sums, felt_without_halo, surveyed
from sim.measures.grouped import counts, quantiles, ratios, totals
from sim.measures.visits import Ratio, visit_means, visit_ratios
from sim.measures.waterfall import waterfall
from sim.records.tables import STEP_PARTS

Taken = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class CaseValues:
    """What is known of each of n cases, before it is reduced.

    means: by measure, [n], to be averaged over cases. parts: by measure, (above, below), [n] each, to be summed and
    divided. sums: by name, [n], to be summed. resolution: float64[n], of which quantiles are taken.
    explained: by measure, (count, float64[n]), of which the share that the count explains is taken.
    """

    means: dict[str, np.ndarray]
    parts: dict[str, Ratio]
    sums: dict[str, np.ndarray]
    resolution: np.ndarray
    explained: dict[str, Ratio]


def case_values(cases: Cases, customers: Customers, felt: FeltEmpathy | None = None) -> CaseValues:
    """Everything that is measured per case. A new measure of cases is one more entry here.

    felt: of the same cases; without it nothing is said of felt empathy.
    """
    counted = {name: cases.sums[name] for name in ("handoffs", "lead_changes", "people_met", "misroutes")}
    minutes = waterfall(cases)
    transferred, back = counted["handoffs"] >= 1, cases.sums["ping_pongs"] >= 1
    means = {
        "resolution_minutes": cases.resolution,
        "first_response_minutes": cases.first_response,
        **minutes,
        "touch_minutes": sum((minutes[part] for part in STEP_PARTS), np.zeros(cases.first.size)),
        **counted,
        "changes_of_hands": counted["handoffs"] + counted["lead_changes"],
        "abandoned_share": cases.gave_up,
        "transferred_share": transferred,
        "three_or_more_share": counted["handoffs"] >= 3,
        **visit_means(cases),
    }
    parts = {"ping_pong_share": (transferred & back, transferred), **visit_ratios(cases, customers)}
    explained: dict[str, Ratio] = {}
    if felt is not None:
        means |= empathy_means(felt)
        parts["felt_empathy_surveyed"] = surveyed(felt)
        explained["empathy_handoff_r2"] = (felt.experience.handoffs, felt_without_halo(felt))
    sums = {"cases_resolved": cases.solved, "bot_contacts": met_bot(cases)}
    return CaseValues(means, parts, sums, cases.resolution, explained)


class CaseTotals:
    """Measures of the cases of R replications over C channels, from parts of the cases one after the other."""

    def __init__(self, replications: int, channels: int) -> None:
        """Nothing yet."""
        self.replications, self.channels = replications, channels
        self._arrived = np.zeros((channels, replications))
        self._means: dict[str, np.ndarray] = {}
        self._parts: dict[str, np.ndarray] = {}
        self._sums: dict[str, np.ndarray] = {}
        self._explained: dict[str, np.ndarray] = {}
        self._resolution: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []

    def add(self, cases: Cases, values: CaseValues) -> None:
        """More cases, of replications no earlier than those before."""
        shape = (self.channels, self.replications)
        cell = cases.channel.astype(np.int64) * self.replications + cases.replication

        def total(of_case: np.ndarray) -> np.ndarray:
            return totals(cell, of_case, self._arrived.size).reshape(shape)

        self._arrived += counts(cell, self._arrived.size).reshape(shape)
        for name, of_case in values.means.items():
            self._means[name] = self._means.get(name, 0.0) + total(of_case)
        for name, of_case in values.sums.items():
            self._sums[name] = self._sums.get(name, 0.0) + total(of_case)
        for name, (above, below) in values.parts.items():
            self._parts[name] = self._parts.get(name, 0.0) + np.stack([total(above), total(below)])
        for name, (number, of_case) in values.explained.items():
            found = explained_sums(number, of_case, cell, self._arrived.size).reshape(3, *shape, -1)
            self._explained[name] = self._explained.get(name, 0.0) + found
        self._resolution.append((cases.replication.astype(np.int32), cases.channel, values.resolution))

    def table(self) -> dict[str, np.ndarray]:
        """Measures over all cases, float64[R] each."""
        found = self._divided(lambda total: total.sum(axis=-2), lambda sums: sums.sum(axis=1))
        return found | self._quantiles(None)

    def table_of_channel(self, channel: int) -> dict[str, np.ndarray]:
        """The same over the cases of one channel. channel: its number."""
        found = self._divided(lambda total: total[..., channel, :], lambda sums: sums[:, channel])
        return found | self._quantiles(channel)

    def _divided(self, taken: Taken, taken_of_cells: Taken) -> dict[str, np.ndarray]:
        """taken: [..., C, R] -> [..., R], the cases asked for. taken_of_cells: the same of what is to be explained."""
        arrived = taken(self._arrived)
        means = taken(np.stack(list(self._means.values())))
        parts = taken(np.stack(list(self._parts.values()), axis=1))
        return {
            **dict(zip(self._means, ratios(means, np.broadcast_to(arrived, means.shape)), strict=True)),
            **dict(zip(self._parts, ratios(*parts), strict=True)),
            **{name: explained_share(taken_of_cells(sums)) for name, sums in self._explained.items()},
            **{name: taken(total) for name, total in self._sums.items()},
            "cases_arrived": arrived,
        }

    def _quantiles(self, channel: int | None) -> dict[str, np.ndarray]:
        """Quantiles of the resolution time, over all channels or one."""
        chosen = [slice(None) if channel is None else of == channel for _, of, _ in self._resolution]
        parts = list(zip(self._resolution, chosen, strict=True))
        replication = np.concatenate([replication[here] for (replication, _, _), here in parts])
        resolution = np.concatenate([resolution[here] for (_, _, resolution), here in parts])
        median, late = quantiles(replication, resolution, self.replications, (0.5, 0.9))
        return {"resolution_minutes_p50": median, "resolution_minutes_p90": late}
