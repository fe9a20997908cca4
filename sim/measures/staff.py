"""Who left, whose seat was empty, who was away, and how strained those were who came: from rows of weeks."""

from __future__ import annotations

import numpy as np

from sim.measures.columns import ratios
from sim.measures.costs import WEEKS_PER_YEAR

Values = dict[str, np.ndarray]


def staff_table(rows: np.ndarray, axes: tuple[int, ...]) -> Values:
    """Shares and rates of staff, summed over some axes of the rows.

    rows: PERSON_WEEK[..., W, P]. axes: (-1,) gives a value a week, (-2, -1) one for all weeks.

    leavers_per_year: per person employed. vacancy_share: of planned shifts, those of seats that nobody has.
    training_share: of planned shifts, those of newcomers who are trained. newcomer_share: of those who serve, by weeks.
    absent_share: of planned shifts of whoever is employed, those missed. strain_share: of time present, that past the
    strain line. Means over seats: effort, skill in the own function, newcomer_skill over those of newcomers alone,
    familiarity with the team.
    """

    def total(name: str) -> np.ndarray:
        return rows[name].sum(axis=axes, dtype=np.float64)

    weeks = np.ones(rows.shape).sum(axis=axes)
    vacant, training, away, shift = (total(f"{name}_minutes") for name in ("vacant", "training", "away", "shift"))
    employed = training + away + shift
    vacancy = ratios(vacant, vacant + employed)
    return {
        "leavers_per_year": ratios(WEEKS_PER_YEAR * total("left"), weeks * (1.0 - vacancy)),
        "vacancy_share": vacancy,
        "training_share": ratios(training, vacant + employed),
        "newcomer_share": ratios(total("newcomer"), weeks * (1.0 - vacancy)),
        "absent_share": ratios(away, employed),
        "strain_share": ratios(total("strain_minutes"), shift + total("overrun_minutes")),
        "effort": ratios(total("effort"), weeks),
        "skill": ratios(total("skill"), weeks),
        "newcomer_skill": ratios((rows["skill"] * rows["newcomer"]).sum(axis=axes), total("newcomer")),
        "familiarity": ratios(total("familiarity"), weeks),
    }
