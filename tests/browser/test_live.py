"""The page that computes again: equal to podsim compare at every dial, with the mouse, the keyboard and on paper."""

from dataclasses import replace

import numpy as np
import pytest

from sim import compare
from sim.comparison.sampling import Sampler
from sim.formation.prepared import prepare
from sim.report.live.dials import candidates
from sim.report.live.payload import check_of, payload
from sim.report.page import report_html
from sim.report.verdict import sentence
from sim.scenario import changed, load_scenario, scenario_hash
from sim.scenario.built_in_columns import DEFAULT_COLUMNS
from tests.browser.looking import GRAPHICS, TEXT, check_keyboard, contrast
from tests.unit.comparison.made import tiny

pytestmark = pytest.mark.slow

AGREES = 1e-11  # of a measure, relative
DONE = "4 of 4 replications, in"
# A worker of the page by itself: what it answers for levels and a replication.
WORKER = """
async asked => {
    const get = async id => {
        const bytes = Uint8Array.from(atob(document.getElementById(id).textContent.trim()), c => c.charCodeAt(0));
        const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
        return new Response(stream).arrayBuffer();
    };
    const plan = JSON.parse(new TextDecoder().decode(await get("live-plan")));
    for (const dial of plan.dials) for (const level of dial.levels)  // ranges have none
        level.patches = level.patches.map(([n, f, t]) => [n, f, Uint8Array.from(atob(t), c => c.charCodeAt(0))]);
    const code = document.getElementById("live-worker").textContent;
    const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
    const answer = message => new Promise(done => {
        worker.onmessage = event => done(event.data);
        worker.postMessage(message);
    });
    await answer({ plan, module: await get("live-module"), arrays: new Uint8Array(await get("live-arrays")) });
    const found = [];
    for (const levels of asked) found.push(await answer({ turn: 1, r: 0, levels, check: true }));
    worker.terminate();
    return found;
}
"""


def ready(page):
    page.locator("#live[data-check]").wait_for()


def until(page, place, text):
    """Wait until a text stands somewhere: by asking, as the page's policy lets no test run in it."""
    page.locator(place, has_text=text).wait_for()


def native(scenario):
    """Measures of replication 0."""
    sampler = Sampler(prepare(scenario, DEFAULT_COLUMNS), seed=scenario.seed, engine="core", threads=1, detail=False,
                      by_channel=True)  # fmt: skip
    sampler.extend_to(1)
    return sampler.samples


def test_it_checks_itself_on_opening(opened, page_file):
    with opened(page_file) as page:
        ready(page)
        assert page.locator("#live").get_attribute("data-check") == "equal"
        assert "equal to the byte" in page.inner_text("#live-check")


def owns(live):
    """What stands at each dial as mailed: the number of a level, or the number of a range."""
    return [one.dial.span.values[one.dial.own] if one.slots else one.dial.own for one in live.moved]


def three_of(one):
    """(what the page is told, changes of the scenario) of the first, the last and one in the middle."""
    if one.slots:
        span = one.dial.span
        middle = span.low + 0.3183 * (span.high - span.low)  # no level of any dial
        return [(value, {span.key: value * span.factor}) for value in (span.low, middle, span.high)]
    return [(n, one.dial.levels[n].changes)
            for n in sorted({0, len(one.dial.levels) // 2, len(one.dial.levels) - 1})]  # fmt: skip


def test_every_dial_at_three_values_is_what_podsim_computes(opened, page_file, moving, answer):
    own = owns(moving.live)
    tried, asked = [], []
    for number, one in enumerate(moving.live.moved):
        for value, changes in three_of(one):
            tried.append((one.dial.title, value, changes))
            asked.append([*own[:number], value, *own[number + 1 :]])
    with opened(page_file) as page:
        found = page.evaluate(WORKER, asked)
    for told, said in zip(tried, found, strict=True):
        assert_as_podsim(told, said, moving, answer)


def assert_as_podsim(told, said, moving, answer):
    """Rows to the byte, and measures. told: what was moved, where to, and the changes of the scenario."""
    *what, changes = told
    assert "error" not in said, (what, said)
    scenario = changed(answer.scenario, changes)
    samples, rows = native(scenario), check_of(scenario, answer.seed)
    for column, values in zip(DEFAULT_COLUMNS, said["columns"], strict=True):
        assert values["rows"] == rows[column], (what, column)
        wanted = [samples[column][row["key"]][0] for row in moving.plan["rows"]]
        got = np.array([np.nan if one is None else one for one in values["values"]], dtype=np.float64)
        assert np.allclose(got, wanted, rtol=AGREES, atol=0.0, equal_nan=True), (what, column)


def test_levels_of_two_dials_together_are_what_podsim_computes(opened, page_file, moving, answer):
    """Of every pair that is carried both ends and one between; and a third dial beside them that goes with both."""
    own, live = owns(moving.live), moving.live
    beside = next(n for n, one in enumerate(live.dials) if one.title == "Customers")
    tried, asked = [], []
    for (a, b), levels in live.joint.items():
        for one, other in (min(levels), sorted(levels)[len(levels) // 2], max(levels)):
            chosen = {a: one, b: other, beside: 0}
            changes = {}
            for number, level in chosen.items():
                changes |= live.dials[number].levels[level].changes
            tried.append((f"{live.dials[a].title} and {live.dials[b].title}", (one, other), changes))
            asked.append([chosen.get(number, level) for number, level in enumerate(own)])
    assert len(tried) >= 9  # two functions and the number of pods
    with opened(page_file) as page:
        found = page.evaluate(WORKER, asked)
    for told, said in zip(tried, found, strict=True):
        assert_as_podsim(told, said, moving, answer)


def test_a_typed_number_is_that_of_the_saved_file(opened, page_file, moving, answer, tmp_path):
    number = next(n for n, one in enumerate(moving.live.moved) if one.dial.title == "Share told again after a handoff")
    with opened(page_file) as page:
        ready(page)
        page.evaluate("document.querySelector('.more-dials').open = true")
        box = page.locator(f'[data-number="{number}"]')
        box.fill("7")
        box.press("Tab")
        assert "may be from 0.05 to 0.3" in page.inner_text("#live-clash")
        assert box.input_value() == "0.3"
        box.fill("0.1234")
        box.press("Tab")
        assert page.inner_text(f"#live-value-{number}") == "0.1234"
        until(page, "#live-status", DONE)
        shown = page.inner_text('#live [data-tile="3"] [data-row="0"]')
        with page.expect_download() as download:
            page.click("#live-save")
        saved = tmp_path / download.value.suggested_filename
        download.value.save_as(saved)
    assert "policy.retelling_share" in {one.dial.span.key for one in moving.live.moved if one.slots}
    scenario = load_scenario(str(saved))
    assert scenario.policy.retelling_share == 0.1234
    wanted, row = compare(scenario, replications=4).samples["pods"]["resolution_minutes"].mean(), moving.plan["rows"][0]
    assert float(shown) == pytest.approx(wanted / row["per"], abs=0.51 if wanted / row["per"] >= 20 else 0.051)


def test_names_that_yaml_takes_for_something_else_come_back(opened, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.report.live.together.candidates", lambda *_: [])
    scenario = tiny()
    names = {"voice": "no", "mail": "1e5"}
    demand = scenario.demand.model_copy(
        update={"channels": {names.get(name, name): one for name, one in scenario.demand.channels.items()}}
    )
    renamed = scenario.model_copy(update={"demand": demand})
    keys = {name: {names.get(one, one): value for one, value in getattr(scenario.policy, name).items()}
            for name in ("pickup_inside_minutes", "pickup_across_minutes")}  # fmt: skip
    renamed = renamed.model_copy(update={"policy": scenario.policy.model_copy(update=keys)})
    answer = compare(renamed, replications=2)
    page_of_it = tmp_path / "report.html"
    page_of_it.write_text(report_html(answer, moving=payload(answer)), encoding="utf-8")
    with opened(page_of_it) as page:
        ready(page)
        with page.expect_download() as download:
            page.click("#live-save")
        saved = tmp_path / "saved.yaml"
        download.value.save_as(saved)
    assert list(load_scenario(str(saved)).demand.channels)[:2] == ["no", "1e5"]
    assert scenario_hash(load_scenario(str(saved))) == scenario_hash(renamed)


def test_words_and_intervals_are_those_of_the_comparison(opened, page_file, moving, answer):
    with opened(page_file) as page:
        ready(page)
        for number, pair in enumerate(moving.plan["pairs"]):
            columns = DEFAULT_COLUMNS[pair["first"]], DEFAULT_COLUMNS[pair["second"]]
            for place, row in enumerate(moving.plan["rows"]):
                if row["hidden"]:
                    continue
                name, _, channel = row["key"].partition("@")
                of_pair = answer.by_channel[columns][channel] if channel else answer.paired[columns]
                one, shown = of_pair[name], page.inner_text(f"#live-effect-{place}-{number}")
                if one.reason in ("depends on the deadline H", "its definitions disagree", "depends on the anchor"):
                    continue
                short = {"the same": "same", "worse": "WORSE"}.get(one.word, one.word)
                assert ("same" if "too little" in short else short) in shown, (pair["what"], row["key"], one)
                assert one.reason in shown, (pair["what"], row["key"], one)
                low = one.interval.low / row["per"]
                seen = float(shown.partition("(")[2].partition(" to")[0].replace("\u2212", "-"))
                assert seen == pytest.approx(low, abs=0.051), (pair["what"], row["key"])


def test_moving_a_slider_computes_and_reset_leads_back(opened, page_file, moving, answer):
    dial = moving.live.dials[1]
    scenario = changed(answer.scenario, dial.levels[-1].changes)
    with opened(page_file) as page:
        ready(page)
        before = page.inner_text("#live .tiles")
        page.locator("#live-dial-1").focus()
        page.keyboard.press("End")
        until(page, "#live-status", DONE)
        wanted = compare(scenario, replications=4).samples["pods"]["resolution_minutes"].mean()
        row = moving.plan["rows"][0]
        shown = page.inner_text('#live [data-tile="3"] [data-row="0"]')
        assert float(shown) == pytest.approx(wanted / row["per"], abs=0.51 if wanted / row["per"] >= 20 else 0.051)
        assert page.inner_text("#live .tiles") != before
        page.click("#live-reset")
        assert page.inner_text("#live .tiles") == before
        assert page.inner_text("#live-status").startswith("As mailed")


def test_as_mailed_it_shows_every_run_of_the_comparison_and_moved_ten(opened, moving, tmp_path):
    answer = compare(tiny(), replications=12)
    page_of_12 = tmp_path / "report.html"
    page_of_12.write_text(report_html(answer, moving=payload(answer)), encoding="utf-8")
    with opened(page_of_12) as page:
        ready(page)
        of_verdict, here = (page.locator(f"{place} .solved").all_inner_texts() for place in ("#corners", "#live"))
        assert [text.split()[0] for text in here] == [text.split()[0] for text in of_verdict]
        assert page.inner_text("#live-status") == "As mailed: 12 replications."
        page.locator("#live-dial-0").focus()
        page.keyboard.press("End")
        until(page, "#live-status", "10 of 10 replications, in")


def test_a_saved_file_is_the_same_scenario(opened, page_file, moving, answer, tmp_path):
    first, second = moving.live.dials[0], moving.live.dials[2]
    with opened(page_file) as page:
        ready(page)
        for number in (0, 2):
            page.locator(f"#live-dial-{number}").focus()
            page.keyboard.press("Home")
        with page.expect_download() as download:
            page.click("#live-save")
        saved = tmp_path / download.value.suggested_filename
        download.value.save_as(saved)
    changes = {**first.levels[0].changes, **second.levels[0].changes}
    assert saved.name == "tiny_moved.yaml"
    assert scenario_hash(load_scenario(str(saved))) == scenario_hash(changed(answer.scenario, changes))


def test_people_and_pods_move_together_and_a_third_puts_back_the_one_before(opened, page_file, moving):
    """As the page says before anybody tries; what was put back is in the line to run."""
    titles = [dial.title for dial in moving.live.dials]
    sales, service, pods = (titles.index(one) for one in ("People in sales", "People in service", "Number of pods"))
    with opened(page_file) as page:
        ready(page)
        assert "People in sales, People in service and Number of pods, any two" in page.inner_text("#live-together")
        for number in (sales, service):
            page.locator(f"#live-dial-{number}").press("End")
        assert page.inner_text("#live-clash") == ""
        assert not page.locator("#live-command").is_visible()
        assert "as mailed" not in page.inner_text(f"#live-value-{sales}")
        page.locator(f"#live-dial-{pods}").press("End")
        assert "Put back: People in sales (was" in page.inner_text("#live-clash")
        group = moving.live.dials[sales].levels[-1].changes["people.groups.0.count"]
        assert page.inner_text("#live-command") == (
            f"podsim compare tiny_moved.yaml --set people.groups.0.count={group}"
        )
        assert "as mailed" in page.inner_text(f"#live-value-{sales}")
        assert "as mailed" not in page.inner_text(f"#live-value-{service}")
        until(page, "#live-status", DONE)
        page.click("#live-reset")
        assert not page.locator("#live-command").is_visible()


def test_what_is_not_derived_together_says_so_before_it_is_tried(opened, page_file, moving):
    titles = [dial.title for dial in moving.live.dials]
    away = titles.index("Share of people away on a day")
    with opened(page_file) as page:
        ready(page)
        page.evaluate("document.querySelector('.more-dials').open = true")
        told = page.locator(".dial", has=page.locator(f"#live-dial-{away}")).inner_text()
        assert "Not together with: People in sales, People in service" in told
        for number in (0, away):
            page.locator(f"#live-dial-{number}").press("Home")
        assert "Put back: People in sales" in page.inner_text("#live-clash")
        assert "as mailed" in page.inner_text("#live-value-0")


def test_every_slider_moves_the_dial_that_it_stands_beside(opened, page_file, moving):
    """Those of the fold stand by group, in another order than their numbers."""
    titles = [dial.title for dial in moving.live.dials]
    with opened(page_file) as page:
        ready(page)
        page.evaluate("document.querySelector('.more-dials').open = true")
        order = page.locator("#live [data-dial]").evaluate_all("all => all.map(one => Number(one.dataset.dial))")
        assert sorted(order) == list(range(len(titles)))
        assert order != sorted(order)  # else this tries nothing
        for number in order:
            slider = page.locator(f"#live-dial-{number}")
            slider.press("Home" if moving.live.dials[number].own else "End")
            assert page.locator(".dial.moved label").all_inner_texts() == [
                slider.evaluate("one => one.labels[0].innerText")
            ]
            assert page.locator(".dial.moved label").inner_text().startswith(f"{titles[number]}: ")
            page.click("#live-reset")


def test_stop_keeps_what_is_there(opened, page_file):
    with opened(page_file) as page:
        ready(page)
        page.evaluate(
            """() => new Promise(done => {
                const dial = document.getElementById("live-dial-2"), stop = document.getElementById("live-stop");
                const soon = () => { if (!stop.disabled) { stop.click(); done(); } };
                new MutationObserver(soon).observe(stop, { attributes: true });
                dial.value = dial.max;
                dial.dispatchEvent(new Event("input", { bubbles: true }));
            })"""
        )
        assert "of 4 replications: stopped" in page.inner_text("#live-status")
        assert page.locator("#live-stop").is_disabled()


@pytest.mark.parametrize("width", [375, 1400])
def test_it_fits_the_screen_and_prints_without_controls(opened, page_file, width):
    with opened(page_file, width=width) as page:
        ready(page)
        page.locator(".more-dials").evaluate("one => { one.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.emulate_media(media="print")
        assert not page.locator("#live .controls").is_visible()
        assert page.locator("#live .tile").count() == 4


def test_the_keyboard_reaches_every_dial_and_button(opened, page_file, moving):
    with opened(page_file, reduced_motion="reduce") as page:
        ready(page)
        page.locator(".more-dials").evaluate("one => { one.open = true; }")
        page.locator("#live-dial-0").press("End")  # else what leads back is disabled
        until(page, "#live-status", DONE)
        page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
        page.mouse.click(1, 1)
        found = check_keyboard(page)
        sliders = [one["name"] for one in found if one["kind"] == "range"]
        assert len(set(sliders)) == len(moving.live.dials)
        assert {"As mailed", "Save as a scenario file", "Compare with what was mailed"} <= {
            one["name"] for one in found
        }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_dials_and_intervals_stand_out(opened, page_file, scheme):
    with opened(page_file, color_scheme=scheme) as page:
        ready(page)
        page.locator(".more-dials").evaluate("one => { one.open = true; }")
        pairs, edges = page.evaluate(TEXT), page.evaluate(GRAPHICS)
        assert {edge.partition("|")[0] for edge in edges} >= {"main input[type=range]", ".interval circle"}
        assert {pair: contrast(pair) for pair in pairs if contrast(pair) < 4.5} == {}
        assert {edge: contrast(edge) for edge in edges if contrast(edge) < 3.0} == {}


def test_a_damaged_module_is_said(opened, page_file, moving, answer, tmp_path):
    bad = tmp_path / "report.html"
    broken = replace(moving, plan={**moving.plan, "functions": {**moving.plan["functions"], "simulate": "absent"}})
    bad.write_text(report_html(answer, moving=broken), encoding="utf-8")
    with opened(bad) as page:
        until(page, "#live-status", "could not compute")
        assert page.inner_text('#live [data-tile="0"] [data-row="0"]') != ""


def test_its_sentence_is_that_of_the_verdict_for_the_same_numbers(opened, page_file, answer):
    with opened(page_file) as page:
        ready(page)
        assert page.inner_text("#live-sentence").replace("\N{MINUS SIGN}", "-") == sentence(answer)


def test_the_first_exercise_of_the_course(opened, tmp_path, monkeypatch):
    """A student moves the two dials that the syllabus names, and reads off the tiles what its key says."""
    named = ("Customers", "Number of pods")
    monkeypatch.setattr(
        "sim.report.live.together.candidates", lambda *of: [one for one in candidates(*of) if one.title in named]
    )
    answer = compare(load_scenario("course/desk"), replications=4)
    mailed = tmp_path / "course_desk.html"
    mailed.write_text(report_html(answer, moving=payload(answer)), encoding="utf-8")
    departments, pods = (0, 2), (1, 3)

    with opened(mailed) as page:

        def move(dial, key, label):
            """What is added to the hours until solved and to the share who give up, by column: '+3.6' or '='."""
            page.get_by_label(f"{dial}:").press(key)
            assert page.get_by_label(f"{dial}:").get_attribute("aria-valuetext") == label
            until(page, "#live-status", DONE)
            rows = page.locator("#live .solved"), page.locator("#live .tile div", has_text="Gave up")
            return [row.locator(".then").all_inner_texts() for row in rows]

        ready(page)
        before = [float(hours) for hours in page.locator("#live .solved strong").all_inner_texts()]
        solved, gave_up = move("Customers", "End", "+20%")
        assert all(float(solved[column]) > 0.2 * before[column] for column in departments)  # more than a fifth
        assert all(float(gave_up[column]) > 0 for column in departments)
        page.get_by_role("button", name="As mailed").click()
        solved, gave_up = move("Number of pods", "ArrowRight", "3")
        assert {row[column] for row in (solved, gave_up) for column in departments} == {"="}
        assert all(float(row[column]) > 0 for row in (solved, gave_up) for column in pods)  # split further, and worse
