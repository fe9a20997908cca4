"""One replication week by week: what a road is judged by. Rows are reduced at once, and never kept.

Cases count in the week in which they arrived, whatever becomes of them later; people in the week in which they worked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.measures.case_values import CASE_VALUES
from sim.measures.cases import Given
from sim.measures.columns import ratios
from sim.measures.loads import OCCUPIED
from sim.measures.replication import add_up_weeks
from sim.measures.staff import staff_table
from sim.measures.table import AT, VALUES

if TYPE_CHECKING:
    from sim.demand.tape import Customers, Tape
    from sim.measures.empathy import EmpathyTerms
    from sim.records.tables import Records

LOAD_WEEKS = 4  # over which a person's load is taken: in one week alone it is mostly luck
OF_CASES = {  # measures, and the value of cases that each is the mean of
    "resolution_minutes": "resolution_minutes",
    "felt_empathy": "felt_empathy",
    "abandoned_share": "gave_up",
    "complaints": "complaints",
    "contacts_per_case": "contacts",
    "felt_solved": "solved",
}
OF_ACCOUNTS = ("kept", "kept_share")

Weekly = dict[str, np.ndarray]


def weeks_of(customers: Customers) -> tuple[int, int]:
    """Number of the first week of the cohort, and of the week after its last."""
    return round(customers.cohort_start / MINUTES_PER_WEEK), round(customers.cohort_end / MINUTES_PER_WEEK)


def weekly_of_cases(records: Records, customers: Customers, tape: Tape, terms: EmpathyTerms) -> Weekly:
    """Means over the cases that arrived in each week, float64[W]: OF_CASES, also by channel, and how many cases.

    Beside them backlog_end, contacts of any case under way at the end of the week. records: of one replication. A week
    without cases is nan.
    """
    channels, (first, end) = len(customers.channel_names), weeks_of(customers)
    which = np.array([VALUES.index(name) for name in ("case", *OF_CASES.values())])
    sums, change = np.zeros((which.size, channels, end - first)), np.zeros(end - first + 1)
    value = np.zeros(1, dtype=CASE_VALUES)
    add_up_weeks(
        records.contacts, *Given.of(customers, tape, terms).for_replication(0), value, value.view(np.float64), which,
        first, sums, change,
    )  # fmt: skip
    count = sums[0]
    found: Weekly = {"cases": count.sum(axis=0), "backlog_end": np.cumsum(change[:-1])}
    for name, by_channel in zip(OF_CASES, sums[1:], strict=True):
        found[name] = ratios(by_channel.sum(axis=0), found["cases"])
        for channel, values, number in zip(customers.channel_names, by_channel, count, strict=True):
            found[f"{name}{AT}{channel}"] = ratios(values, number)
    return found


def weekly_of_people(rows: np.ndarray, customers: Customers) -> Weekly:
    """What people did in each week, float64[W]: loads, minutes, and the measures of `staff_table`.

    rows: PERSON_WEEK of one replication, in order of (week, person). Loads are taken over LOAD_WEEKS, the week itself
    the last of them; minutes of overtime, and those in which people were occupied, are per person.
    """
    table = in_weeks(rows, customers)
    occupied = sum((table[name] for name in OCCUPIED), np.zeros(table.shape))
    present = table["shift_minutes"] + table["overrun_minutes"]
    load = ratios(_trailing(occupied), _trailing(present))
    load = np.where(_trailing(table["shift_minutes"]) > 0.0, load, np.nan)
    known = ~np.isnan(load).all(axis=1)
    p90, mean = np.full(known.size, np.nan), np.full(known.size, np.nan)
    p90[known], mean[known] = np.nanquantile(load[known], 0.9, axis=1), np.nanmean(load[known], axis=1)
    return {
        "load_p90": p90,
        "load_mean": mean,
        "overrun_minutes": table["overrun_minutes"].mean(axis=1),
        "occupied_minutes": occupied.mean(axis=1),
        **staff_table(table, (-1,)),
    }


def weekly_of_accounts(records: Records, customers: Customers) -> Weekly:
    """Accounts not lost by the end of each week, float64[W]: how many, and their share; nan where none is counted.

    records: of one replication.
    """
    first, end = weeks_of(customers)
    accounts = records.accounts
    until = np.arange(first + 1, end + 1) * float(MINUTES_PER_WEEK)
    if not accounts.size:
        return {name: np.full(until.size, np.nan) for name in OF_ACCOUNTS}
    lost = np.sort(accounts["lost_at"][~np.isnan(accounts["lost_at"])])
    kept = accounts.size - np.searchsorted(lost, until).astype(np.float64)
    return {"kept": kept, "kept_share": kept / accounts.size}


def in_weeks(rows: np.ndarray, customers: Customers) -> np.ndarray:
    """PERSON_WEEK of one replication as [W, P], the weeks of the cohort."""
    first, end = weeks_of(customers)
    people = int(rows["person"].max()) + 1
    return rows.reshape(-1, people)[first:end]


def _trailing(values: np.ndarray) -> np.ndarray:
    """Sums over LOAD_WEEKS, over fewer at the beginning. values: float64[W, P]."""
    so_far = np.cumsum(values, axis=0)
    before = np.zeros_like(so_far)
    before[LOAD_WEEKS:] = so_far[:-LOAD_WEEKS]
    return so_far - before
