"""What became of accounts: how many are kept, how trust moved, and the work that those who left did not bring."""

from __future__ import annotations

import numpy as np

from sim.demand.tape import Customers
from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.measures.cases import first_replication
from sim.measures.columns import counts, ratios, totals
from sim.records.tables import Records


def account_table(records: Records, customers: Customers) -> dict[str, np.ndarray]:
    """Measures of accounts, one value per replication; who stays is not known where no account is kept."""
    accounts, replications = records.accounts, records.stopped_at.size
    if not accounts.size:
        return {"customers_kept_share": np.full(replications, np.nan), "relief_minutes": np.zeros(replications)}
    group = (accounts["replication"] - first_replication(records)).astype(np.int64)
    kept = ~(accounts["lost_at"] < customers.cohort_end)
    weeks = (customers.cohort_end - customers.cohort_start) / MINUTES_PER_WEEK
    return {
        "customers_kept_share": ratios(counts(group[kept], replications), counts(group, replications)),
        "relief_minutes": totals(group, accounts["relief_minutes"].copy(), replications) / weeks,
    }
