"""What must hold between settings. Each check looks at a scenario whose settings are allowed one by one."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.checks.columns import column_findings
from sim.scenario.checks.data_files import data_file_findings
from sim.scenario.checks.demand import demand_findings
from sim.scenario.checks.finding import Finding
from sim.scenario.checks.hours import hours_findings
from sim.scenario.checks.labels import label_findings
from sim.scenario.checks.people import people_findings
from sim.scenario.checks.replay import replay_findings
from sim.scenario.checks.shocks import shock_findings
from sim.scenario.checks.targets import measured_today_findings, target_findings, worth_having_findings
from sim.scenario.scenario_settings import Scenario

__all__ = ["Finding", "findings"]


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Every contradiction in a scenario."""
    checks = (
        demand_findings,
        replay_findings,
        data_file_findings,
        shock_findings,
        people_findings,
        hours_findings,
        column_findings,
        label_findings,
        target_findings,
        measured_today_findings,
        worth_having_findings,
    )
    return (finding for check in checks for finding in check(scenario))
