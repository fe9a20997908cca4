"""Records of a block -> one value per replication and measure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.demand.tape import Customers, Tape
from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.measures.accounts import account_table
from sim.measures.backlog import boundaries
from sim.measures.case_values import CASE_VALUES
from sim.measures.cases import FELT, Given, bounds_of
from sim.measures.columns import ratios
from sim.measures.costs import Prices, cost_table
from sim.measures.empathy import EmpathyTerms
from sim.measures.filling import half_hours_of
from sim.measures.loads import load_table
from sim.measures.registry import MEASURES, measure_names
from sim.measures.replication import (
    BINS,
    MOST_HANDOFFS,
    count_in_system,
    fill_answers,
    measure_cases,
    quantiles_by_channel,
)
from sim.records.tables import Records

# Between a measure and the channel, or the home function of people, that it is taken over: "resolution_minutes@mail",
# "load_p90/sales". Neither stands in a name.
AT = "@"
OF = "/"
VALUES = CASE_VALUES.names or ()
# Quantiles of resolution times, then those of answers.
QUANTILES = tuple(
    measure
    for of in ("resolution_minutes", "answer_minutes")
    for measure in MEASURES
    if measure.by.how == "quantile" and measure.values == (of,)
)
OF_ANSWERS = np.array([measure.values == ("answer_minutes",) for measure in QUANTILES])


@dataclass(frozen=True)
class Totals:
    """What one pass over R replications adds up; C channels, V values of a case, float64 throughout.

    sums: [R, C, V]. by_handoffs: [R, C, counts, 3], cases by handoffs, felt empathy without halo and its square.
    quantiles: [R, 1 + C, quantiles], of resolution times and of answers, over all channels first.
    by_horizon: [R, H], minutes of resolution under other H. logits: [R, BINS], cases near each logit of felt empathy.
    backlog: [R, boundaries], cases in the system. half_hours: [R, half-hours + 1], by how many they change in each.
    """

    sums: np.ndarray
    by_handoffs: np.ndarray
    quantiles: np.ndarray
    by_horizon: np.ndarray
    logits: np.ndarray
    backlog: np.ndarray
    half_hours: np.ndarray

    @property
    def arrived(self) -> np.ndarray:
        """Cases of the cohort, float64[R]."""
        return self.sums[:, :, VALUES.index("case")].sum(axis=1)

    @property
    def resolution_by_horizon(self) -> np.ndarray:
        """resolution_minutes under each H, float64[H, R]."""
        return ratios(self.by_horizon.T, np.broadcast_to(self.arrived, self.by_horizon.T.shape))


def add_up(
    records: Records,
    customers: Customers,
    tape: Tape | None = None,
    terms: EmpathyTerms | None = None,
    horizons: np.ndarray | None = None,
) -> Totals:
    """One pass over the rows of every replication of a block.

    tape, terms: of the block, and of felt empathy; without them that is unknown. horizons: float64[H, C], other H.
    """
    replications, channels = records.stopped_at.size, len(customers.channel_names)
    given, bounds, times = Given.of(customers, tape, terms), bounds_of(records), boundaries(customers)
    horizons = np.zeros((0, channels)) if horizons is None else horizons
    shares = np.array([measure.by.share for measure in QUANTILES])
    found = Totals(
        sums=np.zeros((replications, channels, len(VALUES))),
        by_handoffs=np.zeros((replications, channels, MOST_HANDOFFS + 1, 3)),
        quantiles=np.zeros((replications, 1 + channels, shares.size)),
        by_horizon=np.zeros((replications, len(horizons))),
        logits=np.zeros((replications, BINS)),
        backlog=np.zeros((replications, times.size)),
        half_hours=np.zeros((replications, half_hours_of(customers) + 1)),
    )
    value, until = np.zeros(1, dtype=CASE_VALUES), np.zeros(channels, dtype=np.int64)
    for r in range(replications):
        contacts = records.contacts[bounds[r] : bounds[r + 1]]
        resolution = np.empty(contacts.size)
        measure_cases(
            contacts, *given.for_replication(r), value, value.view(np.float64), found.sums[r], found.by_handoffs[r],
            resolution, until, horizons, found.by_horizon[r], found.logits[r],
        )  # fmt: skip
        of_resolution, of_answers = (
            np.zeros((1 + channels, np.count_nonzero(which))) for which in (~OF_ANSWERS, OF_ANSWERS)
        )
        quantiles_by_channel(resolution, until, shares[~OF_ANSWERS], of_resolution)
        fill_answers(contacts, given.asked, given.open_before, resolution, until)
        quantiles_by_channel(resolution, until, shares[OF_ANSWERS], of_answers)
        found.quantiles[r] = np.concatenate([of_resolution, of_answers], axis=1)
        count_in_system(contacts, times, found.backlog[r], found.half_hours[r])
    if given.tape is None:
        found.sums[:, :, VALUES.index(FELT[0]) :] = np.nan
    return found


def measure_table(
    records: Records,
    customers: Customers,
    prices: Prices | None = None,
    tape: Tape | None = None,
    terms: EmpathyTerms | None = None,
    *,
    detail: bool = False,
) -> dict[str, np.ndarray]:
    """All measures, float64[R] each, in the order of the registry.

    prices: what people and technology cost; without it costs are unknown. tape, terms: as of `add_up`. detail: also
    measures of cases by channel, as "measure@channel", and, with prices, those of people by home function, as
    "measure/function". nan: unknown, such as a share of nothing.
    """
    return table_of_totals(add_up(records, customers, tape, terms), records, customers, prices, detail=detail)


def table_of_totals(
    totals: Totals, records: Records, customers: Customers, prices: Prices | None, *, detail: bool
) -> dict[str, np.ndarray]:
    """`measure_table` for cases that are added up already."""
    replications = records.stopped_at.size
    weeks = (customers.cohort_end - customers.cohort_start) / MINUTES_PER_WEEK
    found = measures_of_cases(totals.sums.sum(axis=1), totals.by_handoffs.sum(axis=1), totals.quantiles[:, 0])
    found |= load_table(records.people, replications, weeks)
    bot_contacts = totals.sums[:, :, VALUES.index("bot_contacts")].sum(axis=1)
    found |= cost_table(records.people, bot_contacts, found["cases_resolved"], weeks, prices)
    found |= account_table(records, customers)
    found["backlog_end"] = totals.backlog[:, -1]
    table = {name: found[name] for name in measure_names()}
    if detail:
        for number, channel in enumerate(customers.channel_names):
            of_channel = (totals.sums[:, number], totals.by_handoffs[:, number], totals.quantiles[:, 1 + number])
            table |= {f"{name}{AT}{channel}": values for name, values in measures_of_cases(*of_channel).items()}
    if detail and prices is not None:
        for number, function in enumerate(customers.function_names):
            of_function = load_table(records.people, replications, weeks, prices.function == number)
            table |= {f"{name}{OF}{function}": value for name, value in of_function.items()}
    return table


def _places(how: str, part: int = 0) -> tuple[list[str], list[int]]:
    """Measures of a kind, and the place among VALUES of the value, or its part, that each is taken of."""
    measures = [measure for measure in MEASURES if measure.by.how == how]
    return [measure.name for measure in measures], [VALUES.index(measure.values[part]) for measure in measures]


MEANS, SUMS, ABOVE, BELOW = _places("mean"), _places("sum"), _places("ratio"), _places("ratio", 1)
EXPLAINED = [measure.name for measure in MEASURES if measure.by.how == "explained"]


def measures_of_cases(sums: np.ndarray, by_handoffs: np.ndarray, quantiles: np.ndarray) -> dict[str, np.ndarray]:
    """Measures of some cases as the registry says, float64[R] each, in its order.

    sums: [R, V]. by_handoffs: [R, counts, 3]. quantiles: [R, quantiles].
    """
    value = np.ascontiguousarray(sums.T)
    means = ratios(value[MEANS[1]], np.broadcast_to(value[VALUES.index("case")], (len(MEANS[1]), len(sums))))
    found = {
        **dict(zip(MEANS[0], means, strict=True)),
        **dict(zip(SUMS[0], value[SUMS[1]], strict=True)),
        **dict(zip(ABOVE[0], ratios(value[ABOVE[1]], value[BELOW[1]]), strict=True)),
        **{measure.name: quantiles[:, place] for place, measure in enumerate(QUANTILES)},
        **{name: explained_share(np.moveaxis(by_handoffs, 2, 0)) for name in EXPLAINED},
    }
    return {name: found[name] for name in measure_names() if name in found}


def explained_share(sums: np.ndarray) -> np.ndarray:
    """R^2 of values on a count, with a mean of its own for each count: no straight line is assumed. float64[groups].

    sums: float64[3, groups, counts], cases, sum of values and of their squares, by group and count. nan where values do
    not vary. The largest share of the variance that any function of the count could explain.
    """
    size, total, squares = sums
    cases = size.sum(axis=1)
    overall = ratios(total.sum(axis=1), cases)
    whole = squares.sum(axis=1) - cases * np.where(cases > 0, overall, 0.0) ** 2
    apart = np.where(size > 0, ratios(total, size), 0.0) - np.where(cases > 0, overall, 0.0)[:, None]
    return ratios(np.sum(size * apart * apart, axis=1), np.where(whole > 1e-12 * np.maximum(cases, 1.0), whole, 0.0))
