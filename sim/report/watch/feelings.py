"""What customers felt, case after case, as their cases end; by the same functions that measure a whole run."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from sim.measures.case_values import CASE_VALUES
from sim.measures.cases import Given
from sim.measures.empathy import empathy_terms
from sim.measures.one_case import measure_case
from sim.measures.one_feeling import feel
from sim.records.tables import CONTACT

if TYPE_CHECKING:
    from sim.agents import OrganisationModel

LAST = 100  # cases that the mean is taken over


class Feelings:
    """Felt empathy (a proxy) of the cases of a model that have ended, whether of the cohort or not."""

    def __init__(self) -> None:
        """Nobody has felt anything yet."""
        self._given: Given | None = None
        self._seen = 0
        self._last: deque[float] = deque(maxlen=LAST)

    def mean(self, model: OrganisationModel) -> float:
        """Mean of the last cases that have ended, in [0, 1]; nan before the first."""
        for number in model.ended[self._seen :]:
            self._last.append(self.felt(model, number))
        self._seen = len(model.ended)
        return sum(self._last) / len(self._last) if self._last else np.nan

    def felt(self, model: OrganisationModel, number: int) -> float:
        """Felt empathy of one case that has ended, in [0, 1]."""
        if self._given is None:
            self._given = Given.of(model.given[0], None, empathy_terms(model.settings))
        given, tape = self._given, model.tape
        contacts = np.array(model.contact_rows[number], dtype=CONTACT)
        value = np.zeros(1, dtype=CASE_VALUES)
        measure_case(contacts, 0, contacts.size, given.way, given.open_before, value[0])
        patience = given.way[tape.channel[number]]["patience"]
        drawn = model.conditions.key, tape.account[number], tape.lineage[number]
        feel(given.asked[0], given.coefficients, patience, *drawn, value[0])
        return float(value[0]["felt_empathy"])
