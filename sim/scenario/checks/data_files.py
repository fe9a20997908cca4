"""Checks of the user's own files of people and volumes, as far as settings go. The files are read by later floors."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.checks.finding import Finding
from sim.scenario.checks.people import GROUPS
from sim.scenario.origins import Loc
from sim.scenario.scenario_settings import Scenario

PEOPLE_FILE: Loc = ("people", "file")
VOLUMES_FILE: Loc = ("demand", "volumes_file")
NO_FILE = "This is a folder, a pipe or a device, not a file."
MISSING = "There is no such file, neither beside the scenario nor here."


def data_file_findings(scenario: Scenario) -> Iterator[Finding]:
    """Two answers to one question, and files that are not there."""
    if scenario.people.file is not None and scenario.people.groups:
        message = (
            "people.groups and people.file both say who works here. Take one of them out; groups: [] takes out "
            "a parent's, and so does file: ~."
        )
        yield Finding(PEOPLE_FILE, message, (GROUPS,))
    if scenario.demand.volumes_file is not None and scenario.demand.replay is not None:
        message = "demand.volumes_file and demand.replay both say who comes when. Take one of them out."
        yield Finding(VOLUMES_FILE, message, (("demand", "replay"),))
    forms = {
        PEOPLE_FILE: "one row per person: person, function, shift or hours, skills, languages, site, pay",
        VOLUMES_FILE: "one row per channel and interval: start, channel, offered, aht_seconds",
    }
    for loc, form in forms.items():
        setting = ".".join(str(part) for part in loc)
        if scenario.named_file(setting) is not None and not scenario.data_file(setting).is_file():
            found = NO_FILE if scenario.data_file(setting).exists() else MISSING
            message = f"{found} It must be a CSV with {form}."
            yield Finding(loc, message)
