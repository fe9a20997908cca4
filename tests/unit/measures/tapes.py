"""A tape made by hand: two replications, all cases in the first of them; and the load of a tape."""

import numpy as np

from sim.demand.tape import Tape
from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.measures.offered import WorkAdjustment, able_minutes

PLAIN = WorkAdjustment()


def tape_of(arrival, need, work):
    """need, work: one row per case, -1 and 0 past the last need."""
    n = len(arrival)
    zeros = np.zeros(n)
    need = np.array(need, dtype=np.int8)
    return Tape(
        first_replication=0, replication_key=np.zeros(2, dtype=np.uint64), first_case=np.array([0, n, n]),
        arrival=np.array(arrival), deadline=zeros, lineage=zeros.astype(np.uint64), account=zeros.astype(np.int32),
        channel=zeros.astype(np.int8), language=zeros.astype(np.int8), needs=(need >= 0).sum(axis=1).astype(np.int8),
        need=need, hidden=np.zeros(need.shape, dtype=bool), work=np.array(work),
        ambiguity=zeros, distress=zeros, patience=zeros,
    )  # fmt: skip


def load_of(tape, customers, people, adjustment=PLAIN):
    """Offered load of the customers on a tape, float64[F]: `expected_load` is its mean over tapes."""
    functions = len(customers.function_names)
    cohort = (tape.arrival >= customers.cohort_start) & (tape.arrival < customers.cohort_end)
    need, work, needs = tape.need[cohort], tape.work[cohort], tape.needs[cohort]
    cases = np.arange(needs.size)
    ends = np.maximum(needs.astype(np.int64) - 1, 0)
    spared = np.where((needs == 1) & customers.bot[tape.channel[cohort]], adjustment.by_bot, 0.0)
    weight = work * (1.0 - spared)[:, None]
    weight[cases, ends] *= 1.0 + adjustment.returns
    real = need >= 0
    weeks = (customers.cohort_end - customers.cohort_start) / MINUTES_PER_WEEK * tape.replications
    arriving = np.bincount(need[real], weights=weight[real], minlength=functions) * adjustment.work_share / weeks
    able = able_minutes(people, customers.cohort_start, customers.cohort_end, functions)
    with np.errstate(divide="ignore"):
        return np.divide(arriving, able, out=np.where(arriving > 0, np.inf, 0.0), where=able > 0)
