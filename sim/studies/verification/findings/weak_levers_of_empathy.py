"""Finding 10: first-contact resolution and abandonment move satisfaction significantly but weakly (Feinberg 2000).

Whether a customer of a telephone desk would say "they showed me empathy" is regressed on whether the problem was solved
in the first contact, and whether the customer gave up. Both count beyond doubt, and leave more than nine tenths of who
says so to what customers bring along, whom they met, and chance. Feinberg's units were call centres; here they are
customers.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above, below
from sim.studies.verification.findings.offices import cases_for_load, office, one_function
from sim.studies.verification.findings.runs import Ran, ran

PEOPLE = 20


def desk() -> Ran:
    """Customers who wait on the line, give up, redial, and come back where the problem was not solved."""
    described = office(
        *one_function(PEOPLE, work_minutes=6),
        cases_for_load(0.8, PEOPLE, 6.0 / 0.8),
        channel={"live": True, "patience_minutes": 12},
        demand={
            "coming_back": {"redial_share": 0.3, "redial_minutes": 600, "return_share": 0.2, "return_minutes": 600}
        },
    )
    return ran(described, "silos", 12)


def regression(run: Ran) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Slopes on first-contact resolution and on giving up, and the share explained of yes and no; [R] each."""
    once, gave_up = run.cases["felt_in_one_contact"], run.cases["gave_up"]
    rows = []
    for r in range(run.tape.replications):
        chosen = run.cases.replication == r
        given = np.column_stack([np.ones(chosen.sum()), once[chosen], gave_up[chosen]])
        latent = run.cases["felt_empathy"][chosen]
        slopes = np.linalg.lstsq(given, latent, rcond=None)[0]
        yes_or_no = latent.mean() * (1.0 - latent.mean())
        rows.append((slopes[1], slopes[2], (given @ slopes).var() / yes_or_no))
    return tuple(np.array(rows).T)


def rows() -> Iterator[Row]:
    """Both count and neither says much."""
    once, gave_up, explained = regression(desk())
    yield above(once, 0.0, "probability gained where the first contact solved it")
    yield below(once, 0.5, "probability gained where the first contact solved it, at most")
    yield below(gave_up, 0.0, "probability gained by whoever gave up")
    yield below(explained, 0.1, "share of the variance of yes and no explained by both")
