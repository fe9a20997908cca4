"""Settings of the user's own people and volumes, of shocks and of partitions, that are not allowed together."""

import pytest

from sim.scenario import build_scenario, load_scenario, resolved, scenario_hash

GROUPS = "  groups:\n    - {function: sales, count: 4}\n    - function: service\n      count: 6\n"


@pytest.mark.parametrize(
    ("seen", "message"),
    [
        ("formations: {pods: {team_size: 11}}", "A team of 11 cannot be made of 10 people."),
        ("formations: {pods: {teams: 2, team_size: 5}}", "teams and team_size both say how many teams there are. Take "
         "one of them out; teams: ~ takes out a parent's."),
        ("formations: {a: {partition: pool, teams: 2}}", "teams says nothing where the partition is pool, everybody in "
         "one team. Take it out, or choose cross_functional, random or hybrid."),
        ("formations: {silos: {team_size: 2}}", "team_size says nothing where the partition is by_function, one "
                                                "team per "
         "function. Take it out, or choose cross_functional, random or hybrid."),
        ("formations: {a: {partition: random, shifts_together: false}}", "shifts_together says nothing where the "
         "partition is random, teams that are drawn. Take it out, or choose cross_functional or hybrid."),
        ("formations: {pods: {members: {a: {sales: 4}}}}", "members says nothing where the partition is "
         "cross_functional, pods that are made by the program. Take it out, or choose explicit."),
        ("formations: {a: {partition: explicit}}", "An explicit partition needs members: name -> {function: number of "
         "people} or a list of seats, for example {north: {sales: 3}, south: [sales 4]}."),
        ("formations: {a: {partition: explicit, members: {x: 3}}}", "The team x must be {function: number of "
         "people} or "
         "a list of seats, for example {north: {sales: 3}, south: [sales 4]}."),
        ("formations: {a: {partition: explicit, members: {x: {sales: 4, service: 5}}}}",
         "Everybody must be in a team; service 6 is in none."),
        ("formations: {a: {partition: explicit, members: {x: {sales: 1}}}}", "Everybody must be in a team; sales 2, "
         "sales 3, sales 4, service 1, service 2, service 3 and 3 more are in none."),
        ("formations: {a: {partition: explicit, members: {x: {sales: 5, service: 6}}}}",
         "5 people of sales are asked for, and 4 are left."),
        ("formations: {a: {partition: explicit, members: {x: {sale: 4}}}}",
         "There is no function 'sale'. Did you mean sales? Known: sales, service."),
        ("formations: {a: {partition: explicit, members: {x: {sales: many}}}}",
         "The number of people must be a whole number of at least 1; it is 'many'."),
        ("formations: {a: {partition: explicit, members: {x: [sales 5]}}}",
         "There is no seat 'sales 5': sales has 4, numbered from 1."),
        ("formations: {a: {partition: explicit, members: {x: [anna]}}}",
         "A seat is a function and a number, for example \"sales 3\"; this is 'anna'."),
        ("formations: {a: {partition: explicit, members: {x: [sales 1], y: [sales 1]}}}", "sales 1 is in x already."),
        ("measured_today: 3", "measured_today must be a block of settings (resolution_minutes, first_response_minutes, "
         "touch_minutes, handoffs, changes_of_hands, people_met, ...)."),
    ],
)  # fmt: skip
def test_partitions(desk, seen, message):
    assert desk.only(more=seen + "\n") == (22, seen, message)


def test_teams_of_both_kinds(desk):
    members = "{north: {sales: 2, service: 3}, south: [sales 1, service 6], rest: {sales: 1, service: 2}}"
    scenario = desk.load(more=f"formations: {{pods: {{partition: explicit, members: {members}}}}}\n")
    assert build_scenario(resolved(scenario)) == scenario


@pytest.mark.parametrize(
    ("burst", "message"),
    [
        ("{start: week 9, minutes: 5, factor: 2}", "demand.bursts.0.start: week 9 is past the last measured week; "
                                                   "the run "
         "has 5 weeks, counted from 0, warm-up included."),
        ("{start: tuesday, minutes: 5, factor: 2}", "demand.bursts.0.start: cannot read 'tuesday'; write it as "
                                                    "\"week 2 "
         "tue 10:00\", weeks of the run counted from 0."),
        ("{start: week 1, minutes: 5, factor: 2, channel: voise}", "demand.bursts.0.channel: there is no channel "
         "'voise'. Did you mean voice? Known: all, voice, mail."),
        ("{start: week 1, minutes: 5, factor: 2, need: sale}", "demand.bursts.0.need: there is no need 'sale'. Did you "
         "mean sales? Known: sales, service."),
        ("{start: week 1, minutes: 5, factor: 1}", "demand.bursts.0.factor must be a number above 1 and at most "
                                                   "1000 (x "
         "usual), for example 3."),
        ("{start: week 1, minutes: 5, factor: 2}, {start: week 1 mon, minutes: 9, factor: 3}", "This burst is given "
         "twice: same channel, start and need. Give one with the factor of both."),
    ],
)  # fmt: skip
def test_bursts(desk, burst, message):
    line, seen, said = desk.only("  needs:\n", f"  bursts: [{burst}]\n  needs:\n")
    assert (line, seen.partition(":")[0] in ("bursts", "{start"), said) == (8, True, message)


@pytest.mark.parametrize(
    ("wave", "message"),
    [
        ("{start: week 2 tue 10:00, days: 5, away_share: 0.2}", "people.away_waves.0.start: a wave begins with a day, "
         'for example "week 2 wed", without a time.'),
        ("{start: week 7, days: 5, away_share: 0.2}", "people.away_waves.0.start: week 7 is past the last measured "
                                                      "week; "
         "the run has 5 weeks, counted from 0, warm-up included."),
        ("{start: june, days: 5, away_share: 0.2}", "people.away_waves.0.start: cannot read 'june'; write it as "
                                                    "\"week 2 "
         'wed", weeks of the run counted from 0.'),
        ("{start: week 2, days: 5, away_share: 0}", "people.away_waves.0.away_share must be a number above 0 and at "
                                                    "most "
         "1 (share), for example 0.2."),
    ],
)  # fmt: skip
def test_waves(desk, wave, message):
    assert desk.only("  groups:\n", f"  away_waves: [{wave}]\n  groups:\n")[2] == message


def test_concurrent_contacts_are_refused_by_name(desk):
    found = desk.only("cases_per_week: 50", "cases_per_week: 50\n      concurrent_contacts: 3")
    assert found == (
        8, "concurrent_contacts: 3",
        "concurrent_contacts: one person who serves 3 contacts at the same time is not modelled. Take it out, or "
        "set it "
        "to 1, with work_minutes per contact.",
    )  # fmt: skip
    desk.load("cases_per_week: 50", "cases_per_week: 50\n      concurrent_contacts: 1")


def test_people_come_from_groups_or_from_a_file(desk):
    desk.write("person,function,hours\nA,sales,always\nB,service,always\n", "people.csv")
    assert desk.only("  groups:\n", "  file: people.csv\n  groups:\n") == (
        18, "file: people.csv",
        "people.groups and people.file both say who works here. Take one of them out; groups: [] takes out a parent's, "
        "and so does file: ~.",
    )  # fmt: skip
    assert desk.only(GROUPS, "")[2] == (
        "Nobody works here. Give people.groups, for example [{function: sales, count: 12}], or people.file, a CSV with "
        "one row per person."
    )
    assert desk.only(GROUPS, "  file: peple.csv\n")[2] == (
        "There is no such file, neither beside the scenario nor here. It must be a CSV with one row per person: "
        "person, "
        "function, shift or hours, skills, languages, site, pay."
    )
    assert desk.load(GROUPS, "  file: people.csv\n").people.groups == ()
    desk.write("extends: desk\nname: child\npeople: {groups: [], file: people.csv}\n", "child.yaml")
    desk.spoiled()
    assert load_scenario("child.yaml").people.file == "people.csv"


def test_volumes_take_the_place_of_cases_per_week(desk):
    desk.write("start,channel,offered\n", "volumes.csv")
    volumes = "  volumes_file: volumes.csv\n  needs:\n"
    scenario = desk.load("  needs:\n", volumes, overrides={})
    assert scenario.data_file("demand.volumes_file") == desk.folder / "volumes.csv"
    assert desk.only("  needs:\n", volumes.replace("volumes.csv", "volume.csv"))[2] == (
        "There is no such file, neither beside the scenario nor here. It must be a CSV with one row per channel and "
        "interval: start, channel, offered, aht_seconds."
    )
    replay = "  replay: {file: volumes.csv, functions: {a: sales}, other: service}\n"
    messages = [
        "demand.volumes_file and demand.replay both say who comes when. Take one of them out.",
        "Bursts multiply expected customers, and a replayed log has only those who came. Take one out.",
    ]
    assert desk.only("  needs:\n", replay + volumes)[2] == messages[0]
    burst = "  bursts: [{start: week 1, minutes: 5, factor: 2}]\n  needs:\n"
    assert desk.only("  needs:\n", replay + burst)[2] == messages[1]


def test_the_fingerprint_of_a_scenario_knows_its_files(desk):
    desk.write("person,function,hours\nA,sales,always\nB,service,always\n", "people.csv")
    scenario = desk.load(GROUPS, "  file: people.csv\n")
    before = scenario_hash(scenario)
    assert before == scenario_hash(load_scenario("desk.yaml"))
    desk.write("person,function,hours\nA,sales,always\nB,service,always\nC,sales,always\n", "people.csv")
    assert scenario_hash(scenario) != before
    (desk.folder / "people.csv").unlink()
    assert scenario_hash(scenario) != before
