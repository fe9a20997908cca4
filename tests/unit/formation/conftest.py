import pytest

from sim.formation import build_formation, build_people, data_lines, prepare
from sim.scenario import build_scenario

SMALL = {
    "name": "small",
    "open": "mon-fri 08:00-18:00",
    "demand": {
        "channels": {"voice": {"cases_per_week": 100, "live": True}, "mail": {"cases_per_week": 50}},
        "needs": {
            "sales": {"first_share": 0.5, "then": {"service": 0.2}},
            "service": {"first_share": 0.3, "then": {"billing": 0.3}},
            "billing": {"first_share": 0.2},
        },
    },
    "people": {
        "shifts": {"early": "mon-fri 08:00-16:00", "late": "mon-fri 10:00-18:00"},
        "groups": [
            {"function": "sales", "count": 6},
            {"function": "service", "count": 4},
            {"function": "billing", "count": 2},
        ],
    },
}


def small(**overrides):
    """The small scenario with settings by dotted key, dots written as two underscores."""
    return build_scenario(SMALL, {key.replace("__", "."): value for key, value in overrides.items()})


def formed(scenario, column="pods"):
    people = build_people(scenario)
    return people, build_formation(scenario, column, people)


@pytest.fixture(scope="session")
def forming():
    """Builders shared by the tests of formation."""

    class Forming:
        small = staticmethod(small)
        formed = staticmethod(formed)

        @staticmethod
        def teams(scenario, column="pods"):
            """Team name -> seats, in order."""
            people, formation = formed(scenario, column)
            found = {name: [] for name in formation.team_names}
            for seat, home in zip(people.seat, formation.home_team, strict=True):
                found[formation.team_names[home]].append(seat)
            return found

        @staticmethod
        def understood(scenario):
            """The report on data of a scenario all of whose columns are built."""
            return data_lines(prepare(scenario, scenario.formations))

        @staticmethod
        def from_file(text, folder, **overrides):
            (folder / "people.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
            return small(people__groups=[], people__file="people.csv", **overrides)

    return Forming
