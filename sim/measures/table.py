"""Records of a block -> one value per replication and measure. Cases come part by part, so many need little memory."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.demand.tape import Customers
from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.measures.backlog import backlog_at
from sim.measures.case_measures import CaseValues, case_values
from sim.measures.cases import Cases, cohort_in_parts
from sim.measures.columns import counts, quantiles, ratios, totals
from sim.measures.costs import Prices, cost_table
from sim.measures.empathy import FeltEmpathy
from sim.measures.empathy_table import explained_share, explained_sums
from sim.measures.loads import load_table
from sim.measures.registry import MEASURES, measure_names
from sim.records.tables import Records

# Between a measure and the channel, or the home function of people, that it is taken over: "resolution_minutes@mail",
# "load_p90/sales". Neither stands in a name.
AT = "@"
OF = "/"

Taken = Callable[[np.ndarray], np.ndarray]


def measure_table(
    records: Records,
    customers: Customers,
    prices: Prices | None = None,
    feel: Callable[[Cases], FeltEmpathy] | None = None,
    *,
    detail: bool = False,
) -> dict[str, np.ndarray]:
    """All measures, float64[R] each, in the order of the registry.

    prices: what people and technology cost; without it costs are unknown. feel: felt empathy of cases; without it that
    is unknown. detail: also measures of cases by channel, as "measure@channel", and, with prices, those of people by
    home function, as "measure/function". nan: unknown, such as a share of nothing.
    """
    totals = CaseTotals(records.stopped_at.size, len(customers.channel_names))
    for cases in cohort_in_parts(records, customers):
        totals.add(cases, case_values(cases, customers, feel(cases) if feel else None))
    return table_of_totals(totals, records, customers, prices, detail=detail)


def table_of_totals(
    totals: CaseTotals, records: Records, customers: Customers, prices: Prices | None, *, detail: bool
) -> dict[str, np.ndarray]:
    """`measure_table` for cases that are added up already."""
    replications = records.stopped_at.size
    weeks = (customers.cohort_end - customers.cohort_start) / MINUTES_PER_WEEK
    found = totals.table()
    found |= load_table(records.people, replications, weeks)
    found |= cost_table(records.people, found["bot_contacts"], found["cases_resolved"], weeks, prices)
    found["backlog_end"] = backlog_at(records, np.array([customers.cohort_end]))[:, 0]
    unknown = np.full(replications, np.nan)  # felt empathy, where nobody drew what customers bring along
    table = {name: found.get(name, unknown) for name in measure_names()}
    if detail:
        for number, channel in enumerate(customers.channel_names):
            of_channel = totals.table_of_channel(number)
            table |= {f"{name}{AT}{channel}": of_channel[name] for name in measure_names() if name in of_channel}
    if detail and prices is not None:
        for number, function in enumerate(customers.function_names):
            of_function = load_table(records.people, replications, weeks, prices.function == number)
            table |= {f"{name}{OF}{function}": value for name, value in of_function.items()}
    return table


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
        }

    def _quantiles(self, channel: int | None) -> dict[str, np.ndarray]:
        """Quantiles of the resolution time, over all channels or one."""
        chosen = [slice(None) if channel is None else of == channel for _, of, _ in self._resolution]
        parts = list(zip(self._resolution, chosen, strict=True))
        replication = np.concatenate([replication[here] for (replication, _, _), here in parts])
        resolution = np.concatenate([resolution[here] for (_, _, resolution), here in parts])
        wanted = [measure for measure in MEASURES if measure.by.how == "quantile"]
        shares = tuple(measure.by.share for measure in wanted)
        found = quantiles(replication, resolution, self.replications, shares)
        return {measure.name: row for measure, row in zip(wanted, found, strict=True)}
