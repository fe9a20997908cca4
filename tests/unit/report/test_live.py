"""What a page may move: levels that Python derived, as patches that go together."""

from itertools import combinations

import pytest

from sim import compare
from sim.demand import compiled_tape
from sim.report.live import dials, image, payload
from sim.report.page import report_html
from sim.scenario import changed
from sim.scenario.built_in_columns import DEFAULT_COLUMNS
from tests.unit.comparison.made import tiny

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def live():
    return dials.live_of(tiny(), DEFAULT_COLUMNS, 1, 2)


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
    for dial, patched in zip(live.dials, live.patched, strict=True):
        assert dial.levels[dial.own].changes == {}
        assert patched[dial.own] is None
        assert any(one and (one.put or one.patches) for one in patched), dial.title


def test_a_patched_image_is_the_one_that_python_derives(live):
    for dial, patched in zip(live.dials, live.patched, strict=True):
        assert_same(patched[-1].onto(live.image) if patched[-1] else live.image, image_of(dial.levels[-1].changes))


def test_two_dials_that_do_not_clash_go_together(live):
    clashes, tried = live.clashes(), 0
    for a, b in combinations(range(len(live.dials)), 2):
        assert (b in clashes[a]) == (a in clashes[b])
        if b in clashes[a] or tried % 7:  # some sixty of all pairs
            tried += b not in clashes[a]
            continue
        tried += 1
        found, changes = live.image, {}
        for number in (a, b):
            level = 0 if live.dials[number].own else -1
            changes |= live.dials[number].levels[level].changes
            found = live.patched[number][level].onto(found)
        assert_same(found, image_of(changes))
    assert tried > 100


def test_people_of_two_functions_clash(live):
    assert live.clashes()[0][0] == 1


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
