"""What-ifs side by side: who is paired with whom, the ranking, and what is best for the money."""

from dataclasses import replace

import numpy as np
import pytest

from sim.api import compare
from sim.comparison.side_by_side import Alternative, cost_of_a_year, side_by_side
from sim.comparison.statistics import paired_difference
from sim.measures import measure_named
from sim.report.side_by_side import measure_rows, side_json, wide_rows
from sim.report.side_by_side_files import side_files
from sim.scenario import changed
from tests.unit.comparison.made import tiny

COLUMNS = ("silos", "pods")
CHANGES = {
    "today": {},
    "more": {"people.groups.service.count": 3},
    "same": {},
    "mail": {"demand.channels.mail.cases_per_week": 200},
}


@pytest.fixture(scope="module")
def comparisons():
    made = {
        name: compare(changed(tiny(), changes), formations=COLUMNS, replications=3) for name, changes in CHANGES.items()
    }
    seeded = compare(tiny(), formations=COLUMNS, replications=3, seed=9)
    return {**made, "seeded": seeded, "shorter": compare(tiny(), formations=COLUMNS, replications=2)}


@pytest.fixture(scope="module")
def found(comparisons):
    return side_by_side(comparisons)


def row_of(found, name):
    return next(row for row in found.rows if row.name == name)


def test_differences_are_those_of_the_same_customers_run_by_run(found, comparisons):
    measure = measure_named("resolution_minutes")
    first, second = (comparisons[name].samples["silos"]["resolution_minutes"] for name in ("today", "more"))
    by_hand = paired_difference(("a", "b"), first, second, measure, 1)
    row = row_of(found, "more:silos")
    assert row.differences["resolution_minutes"].interval == by_hand.interval
    assert row.people == found.base.people + 1


def test_within_the_first_file_they_are_those_of_its_own_comparison(found, comparisons):
    own = comparisons["today"].paired["silos", "pods"]
    row = row_of(found, "today:pods")
    for name, one in own.items():
        mine = row.differences[name].interval
        assert (mine.mean, mine.low, mine.high) == pytest.approx(
            (one.interval.mean, one.interval.low, one.interval.high), nan_ok=True
        )


def test_what_differs_in_nothing_is_not_shown_twice(found):
    assert found.equal == {("same", "silos"): ("today", "silos"), ("same", "pods"): ("today", "pods")}
    assert found.differs["same"] == ()


def test_who_met_others_is_named_with_the_reason_and_not_paired(found):
    assert found.apart == {
        "mail": "other customers (demand.channels.mail.cases_per_week)",
        "seeded": "other seed (9, first 1)",
        "shorter": "other number of runs (2, first 3)",
    }
    for row in found.rows:
        assert row.paired == (row.whatif not in found.apart and row is not found.base)
    assert {row.whatif for row in found.ranked} == {"today", "more"}


def test_the_ranking_is_by_resolution_time(found):
    means = [row.samples["resolution_minutes"].mean() for row in found.ranked]
    assert means == sorted(means)
    assert found.ranked[0] not in found.level_with_first


def test_against_the_same_column_of_the_first_file(found, comparisons):
    row = row_of(found, "more:pods")
    change = (
        comparisons["more"].samples["pods"]["resolution_minutes"]
        - comparisons["today"].samples["pods"]["resolution_minutes"]
    )
    assert row.in_column["resolution_minutes"].interval.mean == pytest.approx(change.mean())
    assert row_of(found, "more:silos").in_column == {}  # its column is the first row's


def test_the_cost_of_a_year_by_hand(comparisons):
    scenario = changed(tiny(), {"money.employer_share": 0.5, "money.overhead_per_seat_year": 100.0})
    samples = {"pay_cost": np.array([10.0]), "technology_cost": np.array([2.0]), "training_cost": np.array([1.0])}
    assert cost_of_a_year(scenario, samples, 4) == pytest.approx([52 * (15.0 + 3.0) + 400.0])


def _with(found, *rows):
    return replace(found, rows=(found.base, *rows))


def _made(row, name, *, minutes, word, money, worse=()):
    """A row with a difference in resolution time, and a cost, of our own. money: mean, low, high."""
    from sim.comparison.intervals import Interval

    one = row.differences["resolution_minutes"]
    differences = {
        **row.differences,
        "resolution_minutes": replace(one, interval=Interval(minutes, minutes - 1, minutes + 1), word=word),
        **{name: replace(row.differences[name], word="worse") for name in worse},
    }
    for name_ in ("felt_empathy", "load_p90"):
        if name_ not in worse:
            differences[name_] = replace(differences[name_], word="the same")
    return replace(row, whatif=name, differences=differences, by_channel={}, more_cost=Interval(*money))


def test_best_for_the_money(found):
    row = row_of(found, "more:silos")
    dear = _made(row, "dear", minutes=-60.0, word="better", money=(90_000.0, 80_000.0, 99_000.0))
    cheap = _made(row, "cheap", minutes=-20.0, word="better", money=(10_000.0, 9_000.0, 11_000.0))
    free = _made(row, "free", minutes=-10.0, word="better", money=(500.0, -100.0, 1_100.0))
    soon_but_tiring = _made(row, "x", minutes=-99.0, word="better", money=(0.0, 0.0, 0.0), worse=("load_p90",))
    unsure = _made(row, "unsure", minutes=-99.0, word="not settled", money=(0.0, 0.0, 0.0))
    assert _with(found, dear, cheap).best_for_the_money is cheap  # 500 an hour and minute against 1,500
    assert _with(found, dear, cheap, free).best_for_the_money is free
    assert _with(found, dear, cheap, soon_but_tiring, unsure).best_for_the_money is cheap
    assert _with(found, soon_but_tiring, unsure).best_for_the_money is None
    hours = _with(found, dear).hours_spared(dear)
    weekly = found.base.samples["cases_arrived"].mean() / found.first.scenario.time.measured_weeks
    assert hours.mean == pytest.approx(weekly * 52)
    assert hours.low < hours.mean < hours.high
    assert _with(found, dear).price_of_an_hour(dear) == pytest.approx(90_000.0 / hours.mean)


def test_rows_and_json_say_the_same(found):
    wide = {(row["whatif"], row["column"]): row for row in wide_rows(found)}
    told = {(row["whatif"], row["column"]): row for row in side_json(found)["rows"]}
    assert wide.keys() == told.keys()
    for key, row in wide.items():
        assert row["resolution_minutes"] == told[key]["levels"]["resolution_minutes"]["mean"]
        assert (row["rank"] == "") == (told[key]["rank"] is None)
    measured = measure_rows(found)
    assert len({tuple(row) for row in measured}) == 1  # the same heads in every row
    assert {row["measure"] for row in measured} >= {"cost_per_year", "resolution_minutes", "load_p90"}


def test_the_page_calls_columns_and_says_opposite_as_the_screen_does(found, monkeypatch):
    monkeypatch.setattr(Alternative, "split", (("mail",), ("voice",)))
    files = side_files(found, page=True)
    table = files["report.html"].partition("All what-ifs")[2].partition("</table>")[0]
    assert table.count(">opposite<") == sum(row.paired for row in found.rows) > 0
    assert "today, departments<" in table
    assert ">silos<" not in table
