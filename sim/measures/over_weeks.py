"""Measures of roads and of organisations as they age: had week by week, and taken over a window of weeks.

Some are those of the registry, over the cases that arrived in a week or the people who worked in it; the others are
known week by week alone. What money is beside, and who is worse off than whom, is the first road of a comparison.
"""

from __future__ import annotations

from dataclasses import replace

from sim.measures.measure import RUN, Measure, count, minutes, share
from sim.measures.registry import measure_of

REGISTERED = (
    "resolution_minutes", "felt_empathy", "abandoned_share", "complaints", "contacts_per_case", "felt_solved",
    "load_p90", "load_mean", "overrun_minutes", "strain_share", "backlog_end",
)  # fmt: skip
BESIDE = "; beside the first road"

OVER_WEEKS: tuple[Measure, ...] = (
    *map(measure_of, REGISTERED),
    minutes("occupied_minutes", "time occupied", "Minutes in which somebody was occupied, per person and week", by=RUN),
    count("leavers_per_year", "people who leave", "Leavers per person employed and year", unit="per year",
          smallest=0.10, by=RUN),
    share("vacancy_share", "seats that nobody has", "Planned shifts of seats that nobody has, of all", by=RUN),
    share("training_share", "newcomers in training", "Planned shifts of newcomers who are trained, of all", "none",
          by=RUN),
    share("newcomer_share", "newcomers", "Newcomers among those who serve, by weeks", by=RUN),
    share("absent_share", "people away", "Shifts missed by people employed, of theirs", by=RUN),
    share("effort", "standard of effort", "Standard of effort, mean over seats", "more", by=RUN),
    share("skill", "skill", "Skill in the own function, mean over seats", "more", relative=True, by=RUN),
    share("newcomer_skill", "skill of newcomers", "Skill in the own function, mean over newcomers", "more",
          relative=True, by=RUN),
    share("familiarity", "familiarity", "Familiarity with the team, mean over seats", "more", by=RUN),
    share("kept_share", "customers kept", "Accounts that have not left by the end of the week, of all", "more",
          smallest=0.01, by=RUN),
    count("spent", "money spent", "Spent on the stages taken, until the end of the week", unit="currency", by=RUN),
    count("gained", "money gained", "Overtime, leavers and technology that need not be paid, until the end of the "
          "week" + BESIDE, "more", unit="currency", by=RUN),
    count("balance", "money gained less money spent", "gained - spent", "more", unit="currency", by=RUN),
    share("paid_back", "paid back", "Runs in which all that is spent has come back for good by the end of the week",
          "more", by=RUN),
    share("worse_off", "runs that are worse off", "Runs whose resolution time over the window is longer" + BESIDE,
          by=RUN),
)  # fmt: skip
_BY_NAME = {measure.name: measure for measure in OVER_WEEKS}


def measure_over_weeks(key: str) -> Measure:
    """The measure of a key: its name, or of a channel "name@channel". Raises KeyError."""
    measure = _BY_NAME[key.partition("@")[0]]
    return measure if key == measure.name else replace(measure, name=key)


def names_over_weeks() -> tuple[str, ...]:
    """Names, in the order in which pages show them."""
    return tuple(_BY_NAME)
