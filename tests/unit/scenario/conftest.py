"""A small good scenario, and ways to spoil it."""

import textwrap
from pathlib import Path

import pytest

from sim.scenario import ScenarioError, load_scenario

GOOD = textwrap.dedent("""\
    name: small
    open: mon-fri 08:00-18:00
    demand:
      channels:
        voice: {cases_per_week: 100, live: true, patience_minutes: 12}
        mail:
          cases_per_week: 50
      needs:
        sales:
          first_share: 0.4
          then: {service: 0.3}
        service:
          first_share: 0.6
    people:
      shifts:
        early: mon-fri 08:00-16:00
        late: mon-fri 10:00-18:00
      groups:
        - {function: sales, count: 4}
        - function: service
          count: 6
    """)


class Desk:
    """The good scenario in a folder of its own, with some of its text replaced or more added."""

    good = GOOD

    def __init__(self, folder: Path):
        self.folder = folder

    def write(self, text, name="desk.yaml"):
        (self.folder / name).write_text(text, encoding="utf-8")

    def spoiled(self, old="", new="", more=""):
        assert old in GOOD
        self.write(GOOD.replace(old, new, 1) + textwrap.dedent(more))

    def problems(self, old="", new="", more="", overrides=()):
        self.spoiled(old, new, more)
        with pytest.raises(ScenarioError) as caught:
            load_scenario("desk.yaml", overrides)
        return caught.value.problems

    def only(self, old="", new="", more="", overrides=()):
        """(line, seen, message) of the single problem."""
        problems = self.problems(old, new, more, overrides)
        assert len(problems) == 1, problems
        assert problems[0].path == "desk.yaml"
        return problems[0].line, problems[0].seen, problems[0].message

    def load(self, old="", new="", more="", overrides=()):
        self.spoiled(old, new, more)
        return load_scenario("desk.yaml", overrides)

    def is_good(self):
        """Whether what was written last loads."""
        try:
            load_scenario("desk.yaml")
        except ScenarioError:
            return False
        return True


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)
