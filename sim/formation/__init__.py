"""People, their shifts, and how a column arranges them into teams."""

from sim.formation.arrays import POLICY, Formation, People, Roster
from sim.formation.build import build_formation, relabelled
from sim.formation.completeness import completeness
from sim.formation.data_report import data_lines
from sim.formation.people import build_people, build_roster
from sim.formation.placebo import with_blind_dispatcher, with_placebo
from sim.formation.prepared import Prepared, Team, prepare, teams_by_column

__all__ = [
    "POLICY",
    "Formation",
    "People",
    "Prepared",
    "Roster",
    "Team",
    "build_formation",
    "build_people",
    "build_roster",
    "completeness",
    "data_lines",
    "prepare",
    "relabelled",
    "teams_by_column",
    "with_blind_dispatcher",
    "with_placebo",
]
