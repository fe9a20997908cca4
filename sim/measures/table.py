"""Records of a block -> one value per replication and measure."""

from __future__ import annotations

import numpy as np

from sim.demand.tape import Customers
from sim.measures.backlog import backlog_at
from sim.measures.cases import Cases, cases_of_cohort
from sim.measures.grouped import counts, quantiles, ratios, totals
from sim.measures.loads import load_table
from sim.measures.registry import measure_names
from sim.records.tables import PARTS, STEP_PARTS, Records

# Between a measure and the channel it is taken over: "resolution_minutes@mail".
AT = "@"


def measure_table(records: Records, customers: Customers, *, detail: bool = False) -> dict[str, np.ndarray]:
    """All measures, float64[R] each, in the order of the registry.

    detail: also those of cases by channel, as "measure@channel". nan: unknown, such as a share of nothing.
    """
    replications = records.stopped_at.size
    cases = cases_of_cohort(records, customers)
    found = case_table(cases, replications) | load_table(records.people, replications)
    found["backlog_end"] = backlog_at(records, np.array([customers.cohort_end]))[:, 0]
    table = {name: found[name] for name in measure_names()}
    if detail:
        for number, channel in enumerate(customers.channel_names):
            of_channel = case_table(cases, replications, cases.channel == number)
            table |= {f"{name}{AT}{channel}": values for name, values in of_channel.items()}
    return table


def case_table(cases: Cases, replications: int, kept: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """Measures that are means, quantiles and counts over cases.

    kept: bool[n], the cases to take; all by default.
    """
    chosen = slice(None) if kept is None else kept
    group = cases.replication[chosen]
    arrived = counts(group, replications)

    def mean(values: np.ndarray) -> np.ndarray:
        return ratios(totals(group, values[chosen], replications), arrived)

    def share(share: float) -> np.ndarray:
        return quantiles(group, cases.resolution[chosen], replications, share)

    return {
        "resolution_minutes": mean(cases.resolution),
        "resolution_minutes_p50": share(0.5),
        "resolution_minutes_p90": share(0.9),
        "first_response_minutes": mean(cases.first_response),
        **{part: mean(cases.parts[part]) for part in PARTS},
        "touch_minutes": mean(sum(cases.parts[part] for part in STEP_PARTS)),
        "lost_minutes": mean(cases.lost),
        **{name: mean(cases.counted[name]) for name in ("handoffs", "lead_changes", "people_met", "misroutes")},
        "changes_of_hands": mean(cases.counted["handoffs"] + cases.counted["lead_changes"]),
        "abandoned_share": mean(cases.gave_up),
        **_transfers(cases, group, chosen, replications, arrived),
        "cases_arrived": arrived,
        "cases_resolved": totals(group, cases.resolved[chosen], replications),
    }


def _transfers(
    cases: Cases, group: np.ndarray, chosen: slice | np.ndarray, replications: int, arrived: np.ndarray
) -> dict[str, np.ndarray]:
    handoffs, back = cases.counted["handoffs"][chosen], cases.counted["ping_pongs"][chosen]
    transferred = totals(group, handoffs >= 1, replications)
    return {
        "transferred_share": ratios(transferred, arrived),
        "three_or_more_share": ratios(totals(group, handoffs >= 3, replications), arrived),
        "ping_pong_share": ratios(totals(group, (handoffs >= 1) & (back >= 1), replications), transferred),
    }
