"""What customers are expected to bring, and people to do: by hand, and against many customers that were drawn."""

import pytest

from sim.demand.build import build_tape
from sim.formation.prepared import prepare
from sim.measures import expected_load, load_states, work_adjustment
from sim.measures.expected_demand import expected_demand, needs_of_a_path
from sim.measures.offered import weekly_capacity
from sim.scenario import build_scenario, changed
from sim.scenario.scenario_settings import Scenario
from tests.unit.comparison.made import tiny
from tests.unit.measures.tapes import load_of

HOURS = 40 * 60  # of one person in a week of tiny
PRESENT = 0.7  # away_share is 0.30
VOLUMES = """start;channel;offered;aht_seconds
05/01/2026 09:00;voice;10;1200
05/01/2026 09:30;voice;20;1200
12/01/2026 09:00;voice;40;1200
13/01/2026 09:00;mail;30;
"""
LOG = """number,caller_id,opened_at,contact_type,priority,assignment_group
{rows}"""


def drawn_load(scenario, replications):
    prepared = prepare(scenario, ["silos"])
    tape = build_tape(scenario, prepared.customers, seed=1, first_replication=0, replications=replications)
    return load_of(tape, prepared.customers, prepared.people, work_adjustment(scenario, "silos")).tolist()


def test_by_settings():
    found = expected_demand(tiny({"demand.channels.mail.distress_mean": 0.8}))
    assert found.cases == {"voice": 60, "mail": 40}
    assert found.distress == pytest.approx(0.6 * 0.3 + 0.4 * 0.8)


def test_a_volume_factor_multiplies_cases_and_load():
    usual, more = tiny({"demand.busyness_cv": 0}), tiny({"demand.busyness_cv": 0, "demand.volume_factor": 1.5})
    assert expected_demand(more).cases == {"voice": 90, "mail": 60}
    load = {name: 1.5 * found for name, found in expected_load(usual, "silos").items()}
    assert expected_load(more, "silos") == pytest.approx(load)
    assert list(load.values()) == pytest.approx(drawn_load(more, 1000), rel=0.02)


def test_channels_differ_in_how_often_needs_are_followed():
    scenario = tiny({"demand.channels.mail.continuation_factor": 0.0, "demand.busyness_cv": 0})
    assert list(expected_load(scenario, "silos").values()) == pytest.approx(drawn_load(scenario, 1500), rel=0.02)


@pytest.fixture
def with_volumes(tmp_path):
    (tmp_path / "volumes.csv").write_text(VOLUMES)
    channel = {"live": True, "patience_minutes": 10}
    return {
        "demand.volumes_file": str(tmp_path / "volumes.csv"),
        "demand.channels": {"voice": {**channel, "cases_per_week": 0}, "mail": {"cases_per_week": 0}},
        "demand.channels.mail.distress_mean": 0.9,
        "demand.busyness_cv": 0,
    }


def test_volumes_of_the_weeks_that_are_measured(with_volumes):
    """Week 1 of the file is measured: 40 by voice and 30 by mail; a third week is the file's first again."""
    found = expected_demand(tiny(with_volumes))
    assert found.cases == {"voice": 40, "mail": 30}
    assert found.distress == pytest.approx((40 * 0.3 + 30 * 0.9) / 70)
    assert expected_demand(tiny({**with_volumes, "demand.volume_factor": 2})).cases == {"voice": 80, "mail": 60}
    found = expected_demand(tiny({**with_volumes, "time.measured_weeks": 2}))
    assert found.cases == {"voice": (40 + 30) / 2, "mail": 30 / 2}


def test_nobody_comes_in_the_weeks_that_are_measured(with_volumes, tmp_path):
    (tmp_path / "volumes.csv").write_text(VOLUMES.replace(";40;", ";0;").replace(";30;", ";0;"))
    calm = tiny(with_volumes)
    assert expected_demand(calm).distress == pytest.approx((0.3 + 0.9) / 2)
    assert set(expected_load(calm, "silos").values()) == {0.0}


def test_volumes_as_drawn(with_volumes):
    scenario = tiny(with_volumes)
    assert list(expected_load(scenario, "silos").values()) == pytest.approx(drawn_load(scenario, 2000), rel=0.02)


def test_distress_of_volumes_tires(with_volumes):
    """With volumes of a file, cases_per_week is 0, and who comes still counts."""
    tiring = {"people.fatigue.rise_half_life_minutes": 300.0, "people.fatigue.slow": 0.5}
    often = load_states(tiny({**with_volumes, **tiring}), "silos")["sales"]
    calm = load_states(tiny({**with_volumes, **tiring, "demand.channels.mail.distress_mean": 0.3}), "silos")["sales"]
    assert often.offered == calm.offered
    assert often.effective > calm.effective


def test_bursts_as_drawn():
    burst = {"start": "week 1 mon 09:00", "minutes": 960, "factor": 3, "need": "service"}
    early = {"start": "week 0 mon 09:00", "minutes": 60, "factor": 100}
    scenario = tiny({"demand.bursts": [burst, early], "demand.busyness_cv": 0})
    # Twice more than usual in one of five days; the rest of that burst falls into the night.
    assert expected_demand(scenario).cases == pytest.approx({"voice": 60 + 2 * 12, "mail": 40 + 2 * 8})
    assert list(expected_load(scenario, "silos").values()) == pytest.approx(drawn_load(scenario, 1500), rel=0.02)


def test_a_path_by_hand():
    """A-B-A: with 0.25 one need (B was a misroute), else three."""
    visits, ends = needs_of_a_path((0, 1, 0), 6, 0.25)
    assert dict(visits) == {0: 1 + 0.75, 1: 0.75}
    assert set(ends) == {(1, 0, 0.25), (3, 0, 0.75)}
    # Cut at two needs, and a path without a way back.
    assert set(needs_of_a_path((0, 1, 0), 2, 0.0)[1]) == {(2, 1, 1.0)}
    assert set(needs_of_a_path((0, 1, 2), 6, 0.5)[1]) == {(3, 2, 1.0)}


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_a_log_as_drawn(tmp_path, share):
    rows = []
    for day in range(5, 19):
        for hour in (9, 10, 11):
            groups = [["A"], ["A", "B"], ["A", "B", "A"], ["B", "A", "B", "A", "B"]][(day + hour) % 4]
            opened = f"2026-01-{day:02} {hour:02}:00:00"
            rows += [f"N{day}-{hour},c{hour},{opened},Phone,{1 + day % 2},{group}" for group in groups]
    (tmp_path / "log.csv").write_text(LOG.format(rows="\n".join(rows)))
    replay = {
        "file": str(tmp_path / "log.csv"),
        "functions": {"A": "sales"},
        "other": "service",
        "channels": {"Phone": "mail"},
        "distress": {"1": 1.0},
        "ping_pong_misroute_share": share,
    }
    bots = {"demand.channels.mail.bot": True, "policy.automation": 0.5, "demand.coming_back.return_share": 0.2}
    scenario = tiny({"demand.replay": replay, **bots})
    found = expected_demand(scenario)
    assert found.cases == {"voice": 0, "mail": 21}  # days 12 to 18 are measured
    assert found.distress == pytest.approx((4 * 1.0 + 3 * 0.3) / 7)
    assert list(expected_load(scenario, "silos").values()) == pytest.approx(drawn_load(scenario, 2000), rel=0.02)


def test_capacity_by_hand():
    assert weekly_capacity(tiny()) == {"sales": 2 * HOURS * PRESENT, "service": 2 * HOURS * PRESENT}


def test_capacity_is_the_same_by_arithmetic_and_by_roster():
    night = {"people.shifts": {"night": "mon-sun 22:00-06:00", "day": "mon-fri 09:00-17:00"}, "open": "always"}
    plain = weekly_capacity(tiny(night))
    # A wave that nobody feels, as it is over when the measured weeks begin.
    wave = {"start": "week 0 mon", "days": 1, "away_share": 1.0}
    assert weekly_capacity(tiny({**night, "people.away_waves": [wave]})) == pytest.approx(plain)


def test_a_wave_of_absence_takes_capacity():
    """Everybody is away on two of the five days measured."""
    wave = {"start": "week 1 wed", "days": 2, "away_share": 1.0}
    scenario = tiny({"people.away_waves": [wave]})
    assert weekly_capacity(scenario)["sales"] == pytest.approx(2 * HOURS * PRESENT * 3 / 5)
    assert expected_load(scenario, "silos")["sales"] == pytest.approx(expected_load(tiny(), "silos")["sales"] * 5 / 3)
    assert drawn_load(scenario, 1)[0] == pytest.approx(drawn_load(tiny(), 1)[0] * 5 / 3)


def test_capacity_is_that_of_these_people():
    assert weekly_capacity(tiny({"people.pace_cv": 0.5})) != weekly_capacity(tiny())


def test_capacity_of_a_file(tmp_path):
    (tmp_path / "people.csv").write_text("person,function,hours\na,sales,mon 09:00-11:00\nb,service,mon 09:00-10:00\n")
    scenario = tiny({"people.groups": [], "people.file": str(tmp_path / "people.csv")})
    assert weekly_capacity(scenario) == pytest.approx({"sales": 120 * PRESENT, "service": 60 * PRESENT})


VOICE = "demand.channels.voice"
ROUND_THE_CLOCK = {
    "demand.busyness_cv": 0,
    "demand.channels.mail.cases_per_week": 0,
    f"{VOICE}.cases_per_week": 168,
    f"{VOICE}.hour_weights": [1] * 24,
    f"{VOICE}.weekday_weights": [1] * 7,
}
TURNED_AWAY = {**ROUND_THE_CLOCK, f"{VOICE}.out_of_hours": "turn_away"}
ONLY_SALES = {
    "demand.busyness_cv": 0,
    "demand.needs.sales.then": {"service": 0},
    "demand.needs.service.then": {"sales": 0},
}


def test_whoever_is_turned_away_is_no_load():
    """One call an hour, 40 of 168 hours open."""
    waiting, turned_away = tiny(ROUND_THE_CLOCK), tiny(TURNED_AWAY)
    for name, load in expected_load(waiting, "silos").items():
        assert expected_load(turned_away, "silos")[name] == pytest.approx(load * 40 / 168)
    assert expected_demand(turned_away).cases["voice"] == 168


def test_whoever_tries_again_in_open_hours_is():
    again = tiny({**TURNED_AWAY, "demand.coming_back": {"redial_share": 0.5}})
    once = tiny({**TURNED_AWAY, "demand.coming_back": {"redial_share": 0.5, "most_contacts": 1}})
    for name, load in expected_load(tiny(TURNED_AWAY), "silos").items():
        assert expected_load(again, "silos")[name] == pytest.approx(load * (40 + 0.5 * 128) / 40)
        assert expected_load(once, "silos")[name] == pytest.approx(load)


def test_turned_away_by_interval_of_volumes(with_volumes):
    """The only interval of mail is from 09:00 to 09:30: all of it in open hours, half, or none."""
    scenario = tiny({**with_volumes, "demand.channels.mail.out_of_hours": "turn_away"})
    early = tiny({**with_volumes, "demand.channels.mail.out_of_hours": "turn_away", "open": "mon-fri 09:15-17:00"})
    all_day = expected_load(scenario, "silos")
    assert all_day == expected_load(tiny(with_volumes), "silos")
    none = expected_load(tiny({**with_volumes, "demand.channels.mail.out_of_hours": "turn_away",
                                "demand.channels.mail.open": "tue 11:00-12:00"}), "silos")  # fmt: skip
    half = expected_load(early, "silos")
    for name in none:
        assert half[name] == pytest.approx((all_day[name] + none[name]) / 2)


@pytest.mark.parametrize(
    ("also_share", "expected"),
    [
        (1.0, (60 * 20 + 40 * 25 / 0.8) / (10 * HOURS * PRESENT)),  # all ten do both
        (0.2, 40 * 25 / (2 * HOURS * PRESENT * 0.8)),  # two of ten know it, and their time is the narrower bound
    ],
)
def test_a_function_that_only_others_know_is_borne_by_them(also_share, expected):
    groups = [{"function": "sales", "count": 10, "also": {"service": 0.8}, "also_share": also_share}]
    scenario = tiny({**ONLY_SALES, "people.groups": groups, "formations": {"pods": {"teams": 1}}})
    found = expected_load(scenario, "silos")
    assert found["sales"] == pytest.approx(60 * 20 / (10 * HOURS * PRESENT))
    assert found["service"] == pytest.approx(expected)


def desk(channel: dict, groups: list[dict], **more) -> Scenario:
    return build_scenario(
        {
            "name": "desk",
            "open": "mon 08:00-18:00",
            "time": {"warm_up_weeks": 0, "measured_weeks": 1},
            "demand": {"channels": {"voice": channel}, "needs": {"a": {"first_share": 0.8}, "b": {"first_share": 0.2}}},
            "people": {"away_share": 0, "shifts": {"day": "mon 08:00-18:00"}, "groups": groups},
            **more,
        }
    )


ALONE = [{"function": "a", "count": 1}, {"function": "b", "count": 3}]
HELPED = [{"function": "a", "count": 1}, {"function": "b", "count": 3, "also": {"a": 1}}]
LETTERS = {"cases_per_week": 200}


def test_help_by_second_skills_where_it_reaches_the_work():
    """960 minutes of a and 240 of b, 600 minutes a person: alone 1.6, all together 1200 / 2400."""
    assert expected_load(desk(LETTERS, ALONE), "pods") == pytest.approx({"a": 1.6, "b": 240 / 1800})
    assert expected_load(desk(LETTERS, HELPED), "pods") == pytest.approx({"a": 0.5, "b": 240 / 1800})
    assert expected_load(desk(LETTERS, HELPED), "silos")["a"] == pytest.approx(1.6)  # another department's
    borrows = desk(LETTERS, HELPED, formations={"silos": {"policy": {"borrowing": "anywhere"}}})
    assert expected_load(borrows, "silos")["a"] == pytest.approx(0.5)


def test_who_gives_up_piles_up_nowhere():
    """Whatever comes by line alone; letters lie there until somebody has time."""
    calls = {"cases_per_week": 400, "live": True, "patience_minutes": 4}
    state = load_states(desk(calls, ALONE), "pods")["a"]
    assert (state.offered, state.gives_up, state.too_full) == (pytest.approx(3.2), True, False)
    assert load_states(desk(LETTERS, ALONE), "pods")["a"].too_full
    assert not load_states(desk({"cases_per_week": 400, "lines": 9}, ALONE), "pods")["a"].too_full


def test_work_after_calls_is_work():
    plain = desk(LETTERS, ALONE)
    after = changed(plain, {"demand.needs.a.after_call_minutes": 3.0})
    assert expected_load(after, "pods")["a"] == pytest.approx(1.5 * expected_load(plain, "pods")["a"])
