"""Experiments written down in a file before they run: question, hypothesis, factors, columns, measures, when to stop.

A study is such a file. `read_study` checks it, `planned` makes cells of it, `table_of` the rows of its table, `judged`
holds them against what was predicted, and `checked` against a table published before.
"""

from sim.studies.checking import TableCheck, checked
from sim.studies.loaded import LoadedStudy
from sim.studies.plan import Planned, planned, run_study
from sim.studies.predictions import Judged, judged
from sim.studies.reading import known_studies, read_study
from sim.studies.settings import Study
from sim.studies.table import table_of

__all__ = [
    "Judged",
    "LoadedStudy",
    "Planned",
    "Study",
    "TableCheck",
    "checked",
    "judged",
    "known_studies",
    "planned",
    "read_study",
    "run_study",
    "table_of",
]
