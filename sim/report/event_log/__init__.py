"""Event logs for process mining: what happened to every case, as CSV and as XES."""

from sim.report.event_log.events import ORIGIN, event_rows
from sim.report.event_log.files import event_log_files
from sim.report.event_log.xes import xes_text

__all__ = ["ORIGIN", "event_log_files", "event_rows", "xes_text"]
