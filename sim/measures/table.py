"""Records of a block -> one value per replication and measure."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.demand.tape import Customers
from sim.measures.backlog import MINUTES_PER_WEEK, backlog_at
from sim.measures.case_totals import CaseTotals, case_values
from sim.measures.cases import Cases, cohort_in_parts
from sim.measures.costs import Prices, cost_table
from sim.measures.empathy import FeltEmpathy
from sim.measures.loads import load_table
from sim.measures.registry import measure_names
from sim.records.tables import Records

# Between a measure and the channel, or the home function of people, that it is taken over: "resolution_minutes@mail",
# "load_p90/sales". Neither stands in a name.
AT = "@"
OF = "/"


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
            table |= {f"{name}{AT}{channel}": value for name, value in of_channel.items() if name in table}
    if detail and prices is not None:
        for number, function in enumerate(customers.function_names):
            of_function = load_table(records.people, replications, weeks, prices.function == number)
            table |= {f"{name}{OF}{function}": value for name, value in of_function.items()}
    return table
