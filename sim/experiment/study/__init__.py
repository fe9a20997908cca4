"""Experiments written down in a file before they run: question, hypothesis, factors, columns, measures, when to stop.

A study is such a file. `read_study` checks it, `planned` makes cells of it, `table_of` the rows of its table, `judged`
holds them against what was predicted, and `checked` against a table published before.
"""

from sim.experiment.study.checking import Check, checked
from sim.experiment.study.loaded import LoadedStudy
from sim.experiment.study.places import known_studies
from sim.experiment.study.plan import Planned, planned
from sim.experiment.study.predictions import Judged, judged
from sim.experiment.study.reading import read_study
from sim.experiment.study.rows import table_of
from sim.experiment.study.running import run_study
from sim.experiment.study.settings import Study

__all__ = [
    "Check",
    "Judged",
    "LoadedStudy",
    "Planned",
    "Study",
    "checked",
    "judged",
    "known_studies",
    "planned",
    "read_study",
    "run_study",
    "table_of",
]
