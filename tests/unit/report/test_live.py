"""What a page may move: levels that Python derived, as patches that go together."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from sim import compare
from sim.demand import compiled_tape
from sim.formation.people import build_people
from sim.formation.skills import skills_in
from sim.formation.teams import teams_of
from sim.report.live import blobs, dials, image, joint, payload, together
from sim.report.page import report_html
from sim.scenario import changed, load_scenario, shipped_scenarios
from sim.scenario.built_in_columns import DEFAULT_COLUMNS
from sim.scenario.problems import ScenarioError
from tests.unit.comparison.made import tiny

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def live():
    return together.live_of(tiny(), DEFAULT_COLUMNS, 1, 2)


def image_of(changes):
    return image.image_of(changed(tiny(), changes), DEFAULT_COLUMNS, 1, 2)[0]


def assert_same(one, other):
    assert one.keys() == other.keys()
    assert [name for name in one if one[name].tobytes() != other[name].tobytes()] == []


def test_an_image_is_the_same_again_and_leaves_the_draws_as_they_were():
    kept = compiled_tape.draw_work
    assert_same(image_of({}), image_of({}))
    assert compiled_tape.draw_work is kept


def test_people_customers_pods_and_habits_can_be_moved(live):
    titles = [dial.title for dial in live.dials]
    assert titles[:3] == ["People in sales", "People in service", "Customers"]
    assert {dial.group for dial in live.dials} >= {dials.PEOPLE, dials.LOAD_GROUP, dials.HABITS_GROUP, dials.WORLD}
    assert len(titles) == len(set(titles))


def test_its_own_level_changes_nothing_and_every_other_one_something(live):
    for one in live.moved:
        assert one.dial.levels[one.dial.own].changes == {}
        assert one.patched[one.dial.own] is None
        assert any(row.put or row.patches for row in one.rows), one.dial.title


def test_a_patched_image_is_the_one_that_python_derives(live):
    for one in live.moved:
        last = one.patched[-1]
        assert_same(last.onto(live.image) if last else live.image, image_of(one.dial.levels[-1].changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"demand.hidden_share": 0.1},  # customers alone, whom tables of columns read
        {"people.groups.0.count": 3},
        {"policy.link_minutes": 2.0},
        {"formations.pods.policy.wings": 2},
        {"empathy.patience_live_minutes": 4.0},
    ],
)
def test_what_is_taken_from_another_image_is_what_would_be_made(changes):
    _, parts = image.image_of(tiny(), DEFAULT_COLUMNS, 1, 2)
    assert_same(image.image_of(changed(tiny(), changes), DEFAULT_COLUMNS, 1, 2, parts)[0], image_of(changes))


def test_any_number_of_a_range_is_what_python_derives():
    scenario = tiny(["policy.pickup_inside_minutes.mail=20.0", "demand.coming_back.return_share=0.2"])
    deriving = together.Deriving(scenario, DEFAULT_COLUMNS, 1, 2)
    ranges = [dial for dial in dials.candidates(scenario, DEFAULT_COLUMNS) if dial.span]
    assert {dial.title for dial in ranges} >= {
        "Share told again after a handoff", "Minutes to cross teams", "Mail wait after a handoff inside teams, minutes",
        "Kept across share (today's habits)", "Time until customers come back, in minutes",
    }  # fmt: skip
    for dial in ranges:
        one, span = together._derived(dial, scenario, deriving), dial.span
        assert one.slots is not None, dial.title
        assert one.slots.on_grid == ("wait after a handoff" in dial.title)
        for share in (0.1234567, 0.777):
            value = span.low + share * (span.high - span.low)
            assert_same(one.slots.patch(value).onto(deriving.own), deriving.image({span.key: value * span.factor}))


def test_numbers_of_the_policy_row_are_all_ranges(live):
    """A dial of one number that is only copied never falls back to levels unseen."""
    assert [one.dial.title for one in live.moved if one.dial.span and not one.slots] == []


def test_two_dials_that_do_not_clash_go_together(live):
    tried = 0
    for a, b in combinations(range(len(live.moved)), 2):
        assert (b in live.clashes[a]) == (a in live.clashes[b])
        if b in live.clashes[a] or tried % 7:  # some thirty of all pairs
            tried += b not in live.clashes[a]
            continue
        tried += 1
        found, changes = live.image, {}
        for one in (live.moved[a], live.moved[b]):
            level = 0 if one.dial.own else -1
            changes |= one.dial.levels[level].changes
            found = one.patched[level].onto(found)
        assert_same(found, image_of(changes))
    assert tried > 100


def test_what_only_two_settings_together_change_is_moved_one_at_a_time(monkeypatch):
    """Nobody is lent between teams where there is one; more teams alone, and lending alone, leave `run.lends`."""
    scenario = tiny(["formations.pods.teams=1"])
    own = dials.Level("own", {})
    lending = dials.Dial("Lending", "", (own, dials.Level("yes", {"formations.pods.policy.borrowing": "anywhere"})), 0)
    teams = dials.Dial("Teams", "", (own, dials.Level("2", {"formations.pods.teams": 2})), 0)
    listening = dials.Dial("Listening", "", (own, dials.Level("2", {"formations.pods.policy.wings": 2})), 0)
    monkeypatch.setattr(together, "candidates", lambda *_: [lending, teams, listening])
    found = together.live_of(scenario, DEFAULT_COLUMNS, 1, 2)
    assert not found.moved[0].touches(found.moved[1])
    assert found.clashes == ((1,), (0,), ())


def test_pairs_beyond_what_is_derived_are_moved_one_at_a_time(monkeypatch, live):
    monkeypatch.setattr(together, "MOST_TOGETHER", 0)
    fewer = together.live_of(tiny(), DEFAULT_COLUMNS, 1, 2)
    assert fewer.dials == live.dials
    assert sum(map(len, fewer.clashes)) > sum(map(len, live.clashes))
    assert all(set(before) <= set(now) for before, now in zip(live.clashes, fewer.clashes, strict=True))


@pytest.mark.parametrize("name", [one for one in shipped_scenarios() if "/" not in one])
def test_people_and_teams_are_made_without_the_policy(name):
    """What is only in the policy row is seen by nothing else: `together` relies on it."""
    full = load_scenario(name)
    bare = full.model_copy(
        update={
            "policy": None,
            "people": full.people.model_copy(update={"fatigue": None}),
            "formations": {one: made.model_copy(update={"policy": {}}) for one, made in full.formations.items()},
            "demand": full.demand.model_copy(update={"coming_back": None, "technology": None}),
        }
    )
    people = build_people(bare)
    for column in DEFAULT_COLUMNS:
        teams_of(bare, column, people)
        skills_in(bare, column, people)


def test_people_of_two_functions_clash(live):
    assert live.clashes[0][0] == 1


def test_what_a_page_cannot_do_is_said():
    with pytest.raises(payload.NotLive, match="slow clock"):
        payload.payload(compare(tiny(["time.slow_clock=true"]), replications=2))


def test_without_the_module_the_page_says_so(monkeypatch):
    monkeypatch.setattr(payload, "shipped", lambda: None)
    with pytest.raises(payload.NotLive, match="make wasm"):
        payload.payload(compare(tiny(), replications=2))


@pytest.mark.parametrize(("teams", "levels"), [(1, []), (2, ["2 (as mailed)", "3", "4"])])
def test_pods_stay_two_or_more_and_one_is_not_moved(teams, levels):
    found = [one for one in dials.candidates(tiny([f"formations.pods.teams={teams}"]), DEFAULT_COLUMNS)
             if one.group == dials.PODS_GROUP]  # fmt: skip
    assert [level.label for one in found for level in one.levels] == levels


def test_two_columns_are_no_four_corners():
    with pytest.raises(payload.NotLive, match="four corners"):
        payload.payload(compare(tiny(), formations=["silos", "pods"], replications=2))


def test_the_policy_lets_webassembly_in_only_where_the_page_computes():
    page = report_html(compare(tiny(), replications=2))
    assert "wasm-unsafe-eval" not in page
    assert "worker-src" not in page


def test_levels_of_two_dials_together_are_what_python_derives(live):
    titles = [dial.title for dial in live.dials]
    partners = {"People in sales", "People in service", "Number of pods"}
    assert {titles[number] for pair in live.joint for number in pair} == partners
    assert len(live.joint) == 3
    for (a, b), levels in live.joint.items():
        for at in ((one, other) for one in live.moved[a].others for other in live.moved[b].others):
            changes = {**live.dials[a].levels[at[0]].changes, **live.dials[b].levels[at[1]].changes}
            if at not in levels:  # one person in sales, and more pods than people
                with pytest.raises(ScenarioError):
                    image_of(changes)
                continue
            assert_same(levels[at].onto(live.image), image_of(changes))


def test_a_pair_that_another_dial_does_not_go_with_is_not_carried(live, monkeypatch):
    """Where a third dial would no longer come to what its patches say."""
    monkeypatch.setattr(joint, "same_image", lambda *_: False)
    deriving = together.Deriving(tiny(), DEFAULT_COLUMNS, 1, 2)
    assert joint.joint_of(live.moved, live.clashes, deriving) == {}


def test_pairs_with_pods_come_first_where_not_all_are_carried(live, monkeypatch):
    titles = [dial.title for dial in live.dials]
    sales, service, pods = (titles.index(one) for one in ("People in sales", "People in service", "Number of pods"))
    assert joint.to_carry(live.moved, live.clashes) == [(sales, service), (sales, pods), (service, pods)]
    monkeypatch.setattr(
        joint, "MOST_JOINT", len(live.moved[pods].others) * sum(len(live.moved[one].others) for one in (sales, service))
    )
    assert joint.to_carry(live.moved, live.clashes) == [(sales, pods), (service, pods)]


def test_what_goes_together_is_said_in_words(live):
    said = joint.in_words(live)
    assert said["all"].startswith("Of People in sales, People in service and Number of pods, any two can be moved")
    assert said["alone"]
    for number, names in said["alone"].items():
        assert {live.dials[other].title for other in live.clashes[number]} >= set(names)
    fewer = replace(live, joint={pair: levels for pair, levels in live.joint.items() if pair != min(live.joint)})
    assert joint.in_words(fewer)["all"].startswith("Together can be moved: People in sales and Number of pods; ")
    free = replace(live, joint={}, clashes=tuple(() for _ in live.clashes))
    assert joint.in_words(free) == {"all": "", "alone": {}}


def unpacked(packed, number, content):
    """The bytes of a content, as the page reads them."""
    first, length, size, *of = packed.bounds[number]
    if not of:
        turned = np.frombuffer(content[first : first + length], dtype=np.uint8)
        return turned.copy(), size
    turned, _ = unpacked(packed, of[0], content)
    place, at, end = first, 0, first + length

    def whole_number():
        nonlocal place
        value, shift = 0, 0
        while True:
            byte = content[place]
            place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while place < end:
        at += whole_number()
        run = whole_number()
        turned[at : at + run] = np.frombuffer(content[place : place + run], dtype=np.uint8)
        place, at = place + run, at + run
    return turned, size


def test_contents_are_carried_as_what_differs_and_come_back():
    random = np.random.default_rng(1)
    before = random.integers(0, 2**40, 500)
    one, two, other = before.copy(), before.copy(), np.arange(7.0)
    one[3], one[300:420], two[-1] = 0, 7, 1
    packed = blobs.Blobs()
    packed.named({"silos/who": before, "silos/home": other})
    told = packed.beside({"silos/who": one, "silos/home": other})
    again = packed.beside({"silos/who": two})
    content = packed.content
    assert told[3:] == [1, 1, 1]  # the same content as before, found again
    for number, array in ((told[1], one), (again[1], two), (0, before)):
        turned, size = unpacked(packed, number, content)
        assert turned.reshape(size, -1).T.tobytes() == array.tobytes()
    assert packed.shapes[told[2]] == [8, 500]
    assert packed.bounds[told[1]][1] < 1000 < packed.bounds[0][1]
