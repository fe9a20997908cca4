"""A tape made by hand: two replications, all cases in the first of them."""

import numpy as np

from sim.demand.tape import Tape


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
