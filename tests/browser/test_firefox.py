"""The report in Firefox: it computes the same bytes, answers a dial, and fits a telephone."""

import pytest

from sim import compare
from sim.scenario import changed
from tests.browser.firefox import firefox

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with firefox(tmp_path_factory.mktemp("firefox")) as page:
        yield page


def test_it_computes_again_with_the_same_rows_and_answers_a_dial(tab, page_file, moving, answer):
    address = page_file.as_uri()
    tab.open(address)
    tab.until("'check' in document.getElementById('live').dataset")
    assert tab.value("document.getElementById('live').dataset.check") == "equal"
    place = next(
        n for n, one in enumerate(moving.live.moved) if one.slots and one.dial.span.key == "policy.link_minutes"
    )
    tab.value(
        f"""(() => {{
            const box = document.querySelector('[data-number="{place}"]');
            box.value = "1.234";
            box.dispatchEvent(new Event("change"));
        }})()"""
    )
    tab.until("document.getElementById('live-status').textContent.startsWith('4 of 4 replications, in')")
    assert tab.value(f"document.getElementById('live-value-{place}').textContent") == "1.234"
    shown = float(tab.value("""document.querySelector('#live [data-tile="3"] [data-row="0"]').textContent"""))
    scenario, row = changed(answer.scenario, {"policy.link_minutes": 1.234}), moving.plan["rows"][0]
    wanted = compare(scenario, replications=4).samples["pods"]["resolution_minutes"].mean() / row["per"]
    assert shown == pytest.approx(wanted, abs=0.51 if wanted >= 20 else 0.051)
    assert tab.said == []
    assert {url.partition(":")[0] for url in tab.asked if url.partition("#")[0] != address} <= {"blob", "data"}


def test_it_fits_a_telephone(tab, page_file):
    tab.open(page_file.as_uri(), width=375, height=800)
    tab.until("'check' in document.getElementById('live').dataset")
    assert tab.value("document.documentElement.scrollWidth <= 375")
    assert tab.value("document.querySelectorAll('#live .tile').length") == 4


def test_the_first_sheet_prints_on_one_page(tab, page_file):
    tab.open(page_file.as_uri())
    tab.until("'check' in document.getElementById('live').dataset")
    assert tab.sheets() > 2
    tab.value("document.querySelectorAll('main > :not(.sheet)').forEach(one => one.remove())")
    assert tab.value("document.querySelectorAll('.sheet .bars .bar').length") > 0
    assert tab.sheets() == 1
