"""What the design of pods is worth: random draws, a dispatcher blind to teams, and what is said of them."""

from dataclasses import replace

import numpy as np
import pytest

from sim import compare
from sim.comparison.intervals import Interval
from sim.comparison.placebo import DRAWN, Placebo, Worth, base_of, placebo_of, with_draws
from sim.comparison.sampling import Sampler
from sim.formation.prepared import prepare
from sim.report.as_json import placebo_json
from sim.report.placebo import placebo_lines
from sim.report.rows import placebo_rows
from tests.unit.comparison.made import tiny

EIGHT = {
    "people.groups": [
        {"function": "sales", "count": 4, "also": {"service": 0.9}, "also_share": 0.5},
        {"function": "service", "count": 4},
    ],
    "formations.pods.teams": 4,
    "demand.channels.voice.cases_per_week": 120,
    "demand.channels.mail.cases_per_week": 80,
}


@pytest.fixture(scope="module")
def compared():
    return compare(tiny(EIGHT), replications=3, placebo_draws=2)


def test_the_comparison_is_as_without_it(compared):
    plain = compare(tiny(EIGHT), replications=3)
    assert compared.columns == plain.columns
    assert repr(compared.paired) == repr(plain.paired)  # not ==: some are nan
    assert plain.placebo is None
    assert "placebo" not in plain.to_json()


def test_columns_that_are_added(compared):
    placebo = compared.placebo
    assert (placebo.of, placebo.base, placebo.teams) == ("pods", "silos_plus", 4)
    assert list(placebo.samples) == ["placebo 1", "placebo 2", "blind_dispatcher"]
    assert placebo.draws == ("placebo 1", "placebo 2")
    for sample in placebo.samples.values():
        np.testing.assert_array_equal(sample["cases_arrived"], compared.samples["pods"]["cases_arrived"])
    first, second = (placebo.samples[name]["resolution_minutes"] for name in placebo.draws)
    assert not np.array_equal(first, second)


def test_differences_add_up(compared):
    for name, worth in compared.placebo.worth.items():
        assert worth.design.mean == pytest.approx(worth.designed.mean - worth.drawn.mean)
        assert worth.designed.mean == pytest.approx(worth.levels["pods"] - worth.levels["silos_plus"])
        assert worth.blind.mean == pytest.approx(worth.levels["blind_dispatcher"] - worth.levels["silos_plus"])
        assert worth.designed == compared.paired["silos_plus", "pods"][name].interval
        drawn = np.mean([compared.placebo.samples[draw][name] for draw in compared.placebo.draws])
        assert worth.levels[DRAWN] == pytest.approx(drawn)


def test_a_draw_is_a_column_of_random_teams(compared):
    """The first draw is what a user gets who writes such a column down."""
    column = {"partition": "random", "teams": 4, "policy_from": "pods"}
    alone = compare(tiny({**EIGHT, "formations.drawn": column}), formations=["silos", "drawn"], replications=3)
    for name, values in alone.samples["drawn"].items():
        np.testing.assert_array_equal(values, compared.placebo.samples["placebo 1"][name])


def test_teams_that_cannot_matter_are_as_good_at_random():
    """Without walls and with nothing lost at a change of hands, neither draw nor design nor blindness matters."""
    from sim.comparison.falsification import null_scenario

    placebo = compare(null_scenario(tiny(EIGHT)), replications=2, placebo_draws=2).placebo
    for worth in placebo.worth.values():
        assert worth.design.mean == worth.blind.mean == 0.0
        assert worth.word == "the same"
        assert worth.share is None


def test_customers_must_be_the_same():
    prepared = prepare(tiny(), ("silos_plus", "pods"))
    sampler = Sampler(prepared, seed=1, engine="core")
    sampler.extend_to(2)
    sampler.seed = 2
    with pytest.raises(RuntimeError, match="other customers"):
        placebo_of(with_draws(prepared, 2), sampler)


def test_what_it_is_compared_with():
    assert base_of(("silos", "silos_plus", "pods")) == "silos_plus"
    assert base_of(("pods", "silos")) == "silos"
    for columns in (("silos", "silos_plus"), ("pods",)):
        with pytest.raises(ValueError, match="random teams are compared with"):
            base_of(columns)
    with pytest.raises(ValueError, match="placebo draws: 1; at least 2"):
        compare(tiny(), placebo_draws=1)


def test_progress_goes_on_through_the_draws():
    seen = []
    compare(tiny(), replications=2, placebo_draws=2, progress=lambda done, total: seen.append((done, total)))
    assert {total for _, total in seen} == {2 * 7}
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (14, 14)


def worth(word, share=None):
    levels = {"silos_plus": 200.0, "pods": 180.0, "blind_dispatcher": 170.0, DRAWN: 190.0}
    between = Interval(-10.0, -12.0, -8.0)
    return Worth("resolution_minutes", levels, between, Interval(-20.0, -22.0, -18.0), Interval(-30.0, -33.0, -27.0),
                 between, word, "more runs needed" if word == "not settled" else "", 10.0, share)  # fmt: skip


def said_of(found):
    samples = {name: {"resolution_minutes": np.array([1.0, 3.0])} for name in ("placebo 1", "placebo 2", "blind")}
    placebo = Placebo("pods", "silos_plus", "blind", 6, samples, {"resolution_minutes": found})
    placebo = replace(placebo, blind="blind_dispatcher")
    return placebo, list(placebo_lines(placebo))


def test_what_is_said():
    placebo, lines = said_of(worth("better", Interval(0.5, 0.4, 0.62)))
    assert lines[1:] == [
        "resolution time: pods with better habits drawn at random 3.17 h, by design 3.00 h; by design minus at random "
        "-10.0 min (95% interval -12.0 to -8.00), designed ones are better. Blind to teams 2.83 h.",
        "  Against departments with better habits (3.33 h): drawn at random -10.0 min (95% interval -12.0 to -8.00); "
        "by design -20.0 min (95% interval -22.0 to -18.0); blind to teams -30.0 min (95% interval -33.0 to -27.0).",
        "  Of what pods with better habits gain over departments with better habits, teams drawn at random "
        "gain 50% too (95% interval 40% to 62%).",
    ]
    rows = placebo_rows(placebo)
    assert [row["what"] for row in rows][:5] == ["drawn", "designed", "design", "blind", "share of the gain"]
    first_draw = [rows[5][name] for name in ("measure", "what", "unit", "mean")]
    assert first_draw == ["resolution_minutes", "level of placebo 1", "minutes", 2.0]
    share = placebo_json(placebo)["measures"]["resolution_minutes"]["share_of_gain"]
    assert share == {"mean": 0.5, "low": 0.4, "high": 0.62}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("worse", ", drawn ones are better."),
        ("the same", ", within the 10.0 min that would be worth having."),
        ("not settled", ", not settled: more runs needed."),
    ],
)
def test_what_is_said_of_the_difference(word, said):
    _, lines = said_of(worth(word))
    assert said in lines[1]
    assert lines[3].startswith("  No gain of pods with better habits over departments with better habits that")
