"""The replay and the sliders as people use them: with a mouse, with the keyboard, without motion, without scripts."""

import copy

import pytest

from sim import compare
from sim.comparison.closeup import closeup
from sim.report.page import report_html
from sim.report.page.replay import replay_fragment
from sim.report.page.whatif import whatif_fragment
from sim.scenario import build_scenario
from tests.unit.comparison.made import TINY

SCENE = "#replay-scene"
PLACES = """() => [...document.querySelectorAll('#replay-scene g.moves')].map(
    one => one.style.transform + one.style.opacity + one.textContent)"""


def control(page, name):
    return page.locator(f'{SCENE} [data-do="{name}"]')


def time_of(page):
    """Minutes since midnight on the clock of the replay."""
    hours, minutes = page.locator(f'{SCENE} [data-show="clock"]').inner_text().split(":")
    return 60 * int(hours) + int(minutes)


@pytest.fixture(scope="session")
def busy():
    """A comparison with mornings in which something happens: twelve people, two pods."""
    settings = copy.deepcopy(TINY)
    for channel in settings["demand"]["channels"].values():
        channel["cases_per_week"] *= 4
    for group in settings["people"]["groups"]:
        group["count"] *= 3
    return compare(build_scenario(settings), replications=2)


@pytest.fixture(scope="session")
def looked_at(busy):
    return closeup(busy.scenario, busy.columns, seed=busy.seed)


@pytest.fixture(scope="session")
def played(busy, looked_at, tmp_path_factory):
    """Its report, with the replay."""
    path = tmp_path_factory.mktemp("played") / "report.html"
    path.write_text(report_html(busy, closeup=looked_at), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def scene(looked_at):
    """What the replay is drawn from."""
    return replay_fragment(looked_at).value["json"]


def stopped_clock(page):
    """Let time go on only as far as a test says: an installed clock alone goes on with the machine's."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)


def test_play_moves_the_clock_and_the_picture_and_pause_stops_both(opened, played):
    with opened(played) as page:
        stopped_clock(page)
        page.reload()
        control(page, "scrub").fill("1800")
        before, places = time_of(page), page.evaluate(PLACES)
        control(page, "play").click()
        assert control(page, "play").inner_text() == "Pause"
        assert control(page, "play").get_attribute("aria-pressed") == "true"
        page.clock.run_for(5000)
        assert time_of(page) - before in (14, 15)  # three minutes a second
        assert page.evaluate(PLACES) != places
        control(page, "play").click()
        assert control(page, "play").inner_text() == "Play"
        stopped, places = time_of(page), page.evaluate(PLACES)
        page.clock.run_for(5000)
        assert time_of(page) == stopped
        assert page.evaluate(PLACES) == places


def test_play_stops_at_the_end_and_starts_again_from_the_beginning(opened, played, scene):
    with opened(played) as page:
        stopped_clock(page)
        page.reload()
        control(page, "speed").select_option("600")
        control(page, "play").click()
        page.clock.run_for(1000 * (scene["length"] / 600 + 1))
        assert time_of(page) == scene["opens"] + scene["length"] / 60
        assert control(page, "play").inner_text() == "Play"
        control(page, "play").click()
        page.clock.run_for(250)
        assert time_of(page) == scene["opens"] + 2


def test_the_keyboard_scrubs_the_morning(opened, played, scene):
    with opened(played) as page:
        slider = control(page, "scrub")
        slider.focus()
        page.keyboard.press("Home")
        assert time_of(page) == scene["opens"]
        places = page.evaluate(PLACES)
        page.keyboard.press("End")
        assert time_of(page) == scene["opens"] + scene["length"] / 60
        assert page.evaluate(PLACES) != places
        page.keyboard.press("Home")
        assert page.evaluate(PLACES) == places  # a moment is drawn from the data alone
        for _ in range(4):
            page.keyboard.press("ArrowRight")
        assert time_of(page) == scene["opens"] + 1
        assert slider.get_attribute("aria-valuetext") == page.locator(f'{SCENE} [data-show="clock"]').inner_text()


def test_next_change_goes_to_the_followed_customers_moments_and_back(opened, played, scene):
    case = scene["followed"][0]
    starts = sorted(
        {row[4] for column in scene["columns"] for row in column["stretches"] if row[1] == case and row[0] != "l"}
    )
    minutes = [scene["opens"] + start // 60 for start in starts if start >= 0]
    assert len(minutes) > 1
    with opened(played) as page:
        seen = [time_of(page)]
        for _ in minutes[1:]:
            control(page, "next").press("Enter")
            seen.append(time_of(page))
        assert seen == minutes
        control(page, "next").press("Enter")
        assert time_of(page) == minutes[-1]
        control(page, "back").press("Enter")
        assert time_of(page) == minutes[-2]


def test_who_leads_is_told_as_the_data_has_it(opened, played, scene):
    case = scene["followed"][0]
    with opened(played) as page:
        for place, column in enumerate(scene["columns"]):
            rows = [row for row in column["stretches"] if row[1] == case]
            told = page.locator(f'{SCENE} [data-show="told"]').nth(place).locator("li").all_inner_texts()
            assert len(told) == len(rows)
            assert sum("is handed to" in line for line in told) == sum(row[7] == 2 for row in rows)
            assert sum("is led on by" in line for line in told) == sum(row[7] == 1 for row in rows)


def test_the_lead_flies_ahead_of_the_v(opened, played, scene):
    """Whenever somebody of the pod serves a customer who is followed, whoever leads stands at the tip."""
    pod = scene["columns"][1]
    with opened(played) as page:
        tips = []
        for case in scene["followed"]:
            control(page, "follow").select_option(str(case))
            for row in pod["stretches"]:
                if row[0] != "s" or row[1] != case or pod["people"][row[2]][1] != 0:
                    continue
                if not (inside := [t for t in range(0, scene["length"] + 1, 15) if row[4] <= t < row[5]]):
                    continue
                control(page, "scrub").fill(str(inside[0]))
                tip = page.evaluate(
                    """() => [...document.querySelectorAll('#replay-scene figure:nth-of-type(2) g.moves')]
                        .filter(one => one.querySelector('rect'))
                        .sort((a, b) => parseFloat(a.style.transform.split(',')[1])
                            - parseFloat(b.style.transform.split(',')[1]))[0].textContent"""
                )
                assert tip == scene["letters"][pod["people"][row[2]][0]]
                tips.append(tip)
        assert len(tips) > 3
        assert len(set(tips)) > 1


@pytest.mark.parametrize(("motion", "seconds"), [("reduce", {0.0}), ("no-preference", {0.45})])
def test_nothing_glides_where_motion_is_not_welcome(opened, played, motion, seconds):
    with opened(played, reduced_motion=motion) as page:
        lasts = page.evaluate(
            """() => [...document.querySelectorAll('#replay-scene g.moves')].map(
                one => parseFloat(getComputedStyle(one).transitionDuration))"""
        )
        assert set(lasts) == seconds
        page.locator(SCENE).scroll_into_view_if_needed()
        control(page, "scrub").fill("3600")
        running = page.evaluate("document.getAnimations().length")
        assert (running > 0) == (motion == "no-preference")


def test_without_motion_play_goes_in_strides(opened, played):
    with opened(played, reduced_motion="reduce") as page:
        stopped_clock(page)
        page.reload()
        before = time_of(page)
        control(page, "play").click()
        page.clock.run_for(1900)
        assert time_of(page) == before
        page.clock.run_for(200)
        assert time_of(page) - before == 6


def test_without_scripts_the_morning_is_told_and_no_dead_control_is_shown(opened, report, moved):
    with opened(report, java_script_enabled=False) as page:
        assert not page.locator(f"{SCENE} .controls").is_visible()
        assert not page.locator("#whatif-sliders .sliders").is_visible()
        assert page.locator(f"{SCENE} .path").first.locator("li").count() > 2
        assert page.locator("#whatif-sliders details tbody tr").count() == len(moved.samples)


def shown(page):
    """Rows of the what-if table: [label, a level per column, answer]."""
    rows = page.locator("#whatif-sliders tbody").first.locator("tr").all()
    return [row.locator("th, td").all_inner_texts() for row in rows]


def plain(rows):
    return [[text.replace("\u2212", "-") for text in row] for row in rows]


def test_sliders_snap_to_cells_and_the_table_shows_them(opened, report, moved, comparison):
    data = whatif_fragment(moved, comparison.scenario.money.currency).value
    cells = {key: [[row[0], *row[1], row[2][0]] for row in rows] for key, rows in data["json"]["cells"].items()}
    with opened(report) as page:
        sliders = page.locator("#whatif-sliders input")
        assert sliders.count() == len(moved.sliders) >= 2
        here = list(moved.today)
        assert plain(shown(page)) == plain(cells[",".join(map(str, here))])
        for number, slider in enumerate(data["sliders"]):
            labels = slider["labels"]
            for key, stop in (("Home", 0), ("End", len(labels) - 1), ("ArrowLeft", len(labels) - 2)):
                sliders.nth(number).press(key)
                here[number] = stop
                assert plain(shown(page)) == plain(cells[",".join(map(str, here))])
                assert page.locator(f"#slider-{number}-value").inner_text() == labels[stop]
                assert sliders.nth(number).get_attribute("aria-valuetext") == labels[stop]
        page.locator('#whatif-sliders [data-do="today"]').press("Enter")
        assert plain(shown(page)) == plain(cells[",".join(map(str, moved.today))])


def test_there_is_nothing_between_two_stops(opened, report, moved, comparison):
    data = whatif_fragment(moved, comparison.scenario.money.currency).value
    with opened(report) as page:
        slider = page.locator("#whatif-sliders input").first
        slider.evaluate("one => { one.value = '0.4'; one.dispatchEvent(new Event('input')); }")
        assert slider.input_value() == "0"
        assert page.locator("#slider-0-value").inner_text() == data["sliders"][0]["labels"][0]
        text = page.locator("#whatif-sliders").inner_text()
        assert f"snap to the {len(moved.samples)} combinations that were computed" in text
        assert "not an estimate between two" in page.locator('#whatif-sliders [data-show="stop"]').inner_text()
