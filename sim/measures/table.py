"""Records of a block -> one value per replication and measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.demand.tape import Customers
from sim.measures.backlog import MINUTES_PER_WEEK, backlog_at
from sim.measures.cases import Cases, cases_of_cohort
from sim.measures.costs import Prices, cost_table
from sim.measures.grouped import counts, quantiles, ratios, totals
from sim.measures.loads import load_table
from sim.measures.registry import measure_names
from sim.measures.visits import Ratio, visit_means, visit_ratios
from sim.measures.waterfall import waterfall
from sim.records.tables import STEP_PARTS, Records

# Between a measure and the channel, or the home function of people, that it is taken over: "resolution_minutes@mail",
# "load_p90/sales". Neither stands in a name.
AT = "@"
OF = "/"


@dataclass(frozen=True)
class CaseValues:
    """What is known of every case, before it is reduced.

    means: by measure, [n], to be averaged over cases. parts: by measure, (above, below), [n] each, to be summed and
    divided. resolution: float64[n]. solved: bool[n].
    """

    means: dict[str, np.ndarray]
    parts: dict[str, Ratio]
    resolution: np.ndarray
    solved: np.ndarray


# Measures of cases that somebody else reduces: given the cases to take (bool[n], None for all), float64[R] by name.
MoreOfCases = Callable[[np.ndarray | None], dict[str, np.ndarray]]


def measure_table(
    records: Records,
    customers: Customers,
    prices: Prices | None = None,
    more: MoreOfCases | None = None,
    *,
    detail: bool = False,
) -> dict[str, np.ndarray]:
    """All measures, float64[R] each, in the order of the registry.

    prices: what people and technology cost; without it costs are unknown. more: further measures of cases.
    detail: also those of cases by channel, as "measure@channel", and, with prices, those of people by home function,
    as "measure/function". nan: unknown, such as a share of nothing.
    """
    return table_of_cases(cases_of_cohort(records, customers), records, customers, prices, more, detail=detail)


def table_of_cases(
    cases: Cases,
    records: Records,
    customers: Customers,
    prices: Prices | None = None,
    more: MoreOfCases | None = None,
    *,
    detail: bool = False,
) -> dict[str, np.ndarray]:
    """`measure_table` for cases that are at hand already."""
    replications = records.stopped_at.size
    weeks = (customers.cohort_end - customers.cohort_start) / MINUTES_PER_WEEK
    values = case_values(cases, customers)

    def of_cases(kept: np.ndarray | None = None) -> dict[str, np.ndarray]:
        return case_table(values, cases.replication, replications, kept) | (more(kept) if more else {})

    found = of_cases() | load_table(records.people, replications, weeks)
    found |= cost_table(records.people, cases, found["cases_resolved"], weeks, prices)
    found["backlog_end"] = backlog_at(records, np.array([customers.cohort_end]))[:, 0]
    unknown = np.full(replications, np.nan)  # felt empathy, where nobody drew what customers bring along
    table = {name: found.get(name, unknown) for name in measure_names()}
    if detail:
        for number, channel in enumerate(customers.channel_names):
            of_channel = of_cases(cases.channel == number)
            table |= {f"{name}{AT}{channel}": value for name, value in of_channel.items()}
    if detail and prices is not None:
        for number, function in enumerate(customers.function_names):
            of_function = load_table(records.people, replications, weeks, prices.function == number)
            table |= {f"{name}{OF}{function}": value for name, value in of_function.items()}
    return table


def case_values(cases: Cases, customers: Customers) -> CaseValues:
    """Everything that is measured per case. A new measure of cases is one more entry here."""
    contacts = cases.contacts
    counted = {name: cases.total(contacts[name]) for name in ("handoffs", "lead_changes", "people_met", "misroutes")}
    minutes = waterfall(cases)
    transferred, back = counted["handoffs"] >= 1, cases.total(contacts["ping_pongs"]) >= 1
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
    return CaseValues(means, parts, cases.resolution, cases.solved)


def case_table(
    values: CaseValues, replication: np.ndarray, replications: int, kept: np.ndarray | None = None
) -> dict[str, np.ndarray]:
    """Measures of cases, one value per replication. kept: bool[n], the cases to take; all by default."""
    chosen = slice(None) if kept is None else np.flatnonzero(kept)
    group = replication[chosen]
    arrived = counts(group, replications)

    def total(of_case: np.ndarray) -> np.ndarray:
        return totals(group, of_case[chosen], replications)

    median, late = quantiles(group, values.resolution[chosen], replications, (0.5, 0.9))
    return {
        **{name: ratios(total(of_case), arrived) for name, of_case in values.means.items()},
        **{name: ratios(total(above), total(below)) for name, (above, below) in values.parts.items()},
        "resolution_minutes_p50": median,
        "resolution_minutes_p90": late,
        "cases_arrived": arrived,
        "cases_resolved": total(values.solved),
    }
