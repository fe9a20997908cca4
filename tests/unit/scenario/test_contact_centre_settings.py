"""Mistakes in what a contact centre says; sums that are 1 but for rounding; channels and needs that are dropped."""

from __future__ import annotations

import pytest

from sim.formation import build_people
from sim.scenario import ScenarioError, build_scenario, load_scenario
from sim.scenario.sums import sum_lines

PEOPLE = {"groups": [{"function": "a", "count": 2}, {"function": "b", "count": 2}]}
VOICE = {"cases_per_week": 10, "live": True, "patience_minutes": 3}


def desk(channel: dict | None = None, need: dict | None = None, people: dict | None = None, **more) -> dict:
    return {
        "name": "desk",
        "demand": {
            "channels": {"voice": VOICE | (channel or {})},
            "needs": {"a": {"first_share": 0.5} | (need or {}), "b": {"first_share": 0.5}},
        },
        "people": people or PEOPLE,
        **more,
    }


def said(**parts) -> str:
    with pytest.raises(ScenarioError) as error:
        build_scenario(desk(**parts))
    return str(error.value)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({"channel": {"first_needs": {"c": 1.0}}}, "there is no need 'c'"),
        ({"channel": {"first_needs": {"a": 0.7}}}, "first_needs must sum to 1; they sum to 0.7"),
        ({"channel": {"work_minutes": {"a": 0}}}, "work must be above 0"),
        ({"channel": {"at_times": [{"hours": "mon 8"}]}}, "cannot read hours"),
        ({"channel": {"at_times": [{"hours": "mon 08:00-10:00"}, {"hours": "mon 09:00-11:00"}]}}, "overlap"),
        ({"channel": {"patience_minutes": None, "balking_share": 0.1}}, "it needs patience_minutes"),
        ({"need": {"work_distribution": "triangular"}}, "needs work_range_minutes"),
        ({"need": {"work_distribution": "triangular", "work_range_minutes": [1, 7]}}, "the mean lies between 3 and 5"),
        ({"people": {"groups": [{"function": "a", "staffing": {"mon 08:00-09:00": 2, "mon 08:30-10:00": 1}},
                                {"function": "b", "count": 1}]}}, "overlap"),
        ({"people": {"groups": [{"function": "a", "count": 5, "staffing": {"mon 08:00-09:00": 2}},
                                {"function": "b", "count": 1}]}}, "leave count out"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(parts, text):
    assert text in said(**parts)


def test_numbers_by_hours_are_people_the_first_of_whom_work_longest():
    group = {"function": "a", "staffing": {"mon 08:00-10:00": 1, "mon 10:00-12:00": 3, "tue 08:00-09:00": 2}}
    scenario = build_scenario(desk(people={"groups": [group, {"function": "b", "count": 1}]}))
    assert scenario.people.groups[0].count == 3
    people = build_people(scenario)
    spans = list(zip(people.shift_person.tolist(), people.shift_start.tolist(), people.shift_end.tolist(), strict=True))
    assert spans[:5] == [(0, 480, 720), (0, 1920, 1980), (1, 600, 720), (1, 1920, 1980), (2, 600, 720)]
    assert people.group.tolist() == [0, 0, 0, 1]


def test_sums_within_half_a_percent_are_made_one_and_said():
    scenario = build_scenario(desk(need={"first_share": 0.497}))
    assert list(sum_lines(scenario)) == [
        "note: first_share of the needs sum to 0.997; each is taken as a share of that"
    ]
    assert "must sum to 1" in said(need={"first_share": 0.49})
    assert not list(sum_lines(build_scenario(desk())))


def test_a_scenario_drops_a_channel_or_a_need_of_the_one_that_it_extends(tmp_path):
    (tmp_path / "own.yaml").write_text(
        "extends: support_desk\nname: own\n"
        "demand:\n  channels:\n    mail:\n    chat: {live: true, cases_per_week: 5, patience_minutes: 4}\n"
        "policy: {pickup_inside_minutes: {mail: null}, pickup_across_minutes: {mail: null}}\n"
    )
    base, own = load_scenario("support_desk"), load_scenario(str(tmp_path / "own.yaml"))
    assert "mail" in base.demand.channels
    assert set(own.demand.channels) == {*base.demand.channels, "chat"} - {"mail"}
