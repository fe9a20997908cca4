"""What the verdict says, and when."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from sim.comparison.binding import Binding
from sim.comparison.parity import ParityRow
from sim.comparison.statistics import judged_targets, paired_difference
from sim.measures import Growth, measure_named
from sim.report.load import growth_note
from sim.report.summary import as_text, page
from sim.report.verdict import target_words
from sim.scenario.figure_settings import FittedTo
from tests.unit.comparison.made import comparison, tiny
from tests.unit.report.made_words import told

GAIN = {"silos": (200.0, 0.80), "pods_today": (200.0, 0.8), "silos_plus": (150.0, 0.80), "pods": (100.0, 0.90)}


def lines(found, head):
    """Texts of the lines with this head."""
    return [line.text for line in found.verdict_lines if line.head == head]


def test_heads_come_in_order():
    heads = [line.head for line in comparison(GAIN).verdict_lines]
    assert heads == [
        "In short", "Formation", "Formation", "Habits", "Habits", "Whole way", "Interaction", "Limits",
    ]  # fmt: skip


def test_every_pair_has_its_levels_differences_and_words():
    found = comparison(GAIN)
    today, better = lines(found, "Formation")
    assert today.startswith("Pods with today's habits against departments: resolution time 3.33 h to 3.33 h, ")
    assert better.startswith(
        "Pods with better habits against departments with better habits: resolution time 2.50 h to 1.67 h, -50.0 min "
        "(-50.1 to -49.9), better; felt empathy 1.00 to 1.00"
    )
    assert better.endswith("occupancy of the busiest tenth 0.80 to 0.90, +0.100 (+0.099 to +0.10), worse.")
    assert "felt empathy: worth having from 0.020; 95% interval over all pairs at once" in told(found)


def test_both_levels_have_one_unit():
    """Not "3.33 h to 80.0 min", which nobody can compare."""
    found = comparison({"silos": (200.0, 0.80), "pods": (80.0, 0.80)})
    assert "resolution time 3.33 h to 1.33 h, " in lines(found, "Compared")[0]


def test_the_sentence_says_what_habits_do_and_what_pods_add():
    def short(silos, silos_plus, pods, spread=0.001):
        levels = {name: (value, 0.8) for name, value in (("silos", silos), ("pods_today", silos),
                                                         ("silos_plus", silos_plus), ("pods", pods))}  # fmt: skip
        return lines(comparison(levels, spread=spread), "In short")[0]

    assert short(200.0, 150.0, 100.0) == (
        "Better habits: problems are solved a quarter sooner. Pods on top of that: problems are solved a third sooner."
    )
    assert short(200.0, 100.0, 101.0).endswith("Pods on top of that: problems are solved no sooner and no later.")
    assert short(200.0, 100.0, 142.0).endswith("Pods on top of that: problems are solved 42% later.")
    assert short(200.0, 100.0, 97.0, spread=0.1).endswith("solved sooner is not settled (more runs needed).")
    assert lines(comparison({"mine": (100.0, 0.8), "yours": (70.0, 0.8)}), "In short") == [
        "Yours against mine: problems are solved 30% sooner."
    ]


def with_channels(found, voice, mail):
    """The comparison with resolution minutes by channel, a factor of each column's own on the whole."""
    for column, samples in found.samples.items():
        for channel, factors in (("voice", voice), ("mail", mail)):
            samples[f"resolution_minutes@{channel}"] = samples["resolution_minutes"] * factors.get(column, 1.0)
            samples[f"first_response_minutes@{channel}"] = samples["first_response_minutes"]
        samples["abandoned_share@voice"] = samples["abandoned_share"] * voice.get(column, 1.0)
    return found


def test_channels_that_disagree_come_before_any_mean():
    level = dict.fromkeys(GAIN, (200.0, 0.8))
    found = with_channels(comparison(level), {"pods": 1.3}, {"pods": 0.75})
    assert lines(found, "In short") == [
        "Better habits: problems are solved no sooner and no later. Pods on top of that: better on mail (a "
        "quarter sooner), worse on voice (30% later, and more give up)."
    ]
    heads = [line.head for line in found.verdict_lines]
    assert heads.index("Opposite on voice and mail") < heads.index("Formation")
    _, formation, _ = lines(found, "Opposite on voice and mail")
    assert formation.startswith(
        "Pods with better habits against departments with better habits: better on mail (resolution time on mail 3.33 "
        "h to 2.50 h, -50.0 min"
    )
    assert "worse on voice (resolution time on voice 3.33 h to 4.33 h" in formation
    assert "customers who gave up on voice" in formation
    (_, better) = lines(found, "Formation")  # the mean comes last, and says over what it is
    assert better.index("resolution time on voice") < better.index("over all channels resolution time")
    agree = with_channels(comparison(level), {"pods": 1.3}, {"pods": 1.2})
    assert not lines(agree, "Opposite on voice and mail")


def test_the_interaction_is_what_habits_do_in_pods_less_what_they_do_in_departments():
    (text,) = lines(comparison(GAIN), "Interaction")
    assert text.startswith(
        "What habits do in pods less what they do in departments: resolution time -50.0 min (-50.1 to -49.9), better;"
    )


def test_no_share_of_a_gain_is_told():
    assert "% of the pods' gain" not in told(comparison(GAIN))


def binding(mean, borrowed=0.31):
    pods = 100.0 + np.linspace(-1.0, 1.0, 10)
    measure = measure_named("resolution_minutes")
    differences = {"": paired_difference(("one_person_pods", "pods"), pods - mean, pods, measure, 1)}
    return Binding("pods", 48, 10, differences, borrowed)


def fitted(apart):
    fitted_to = FittedTo(
        log="log\x1b[2J.csv", cases=1_200, median_hours=22.0, simulated_median_hours=18.5,
        cycle_time_hours=apart, resampled_hours=5.0, by_chance_hours=4.0,
    )  # fmt: skip
    found = comparison(GAIN)
    return replace(found, scenario=found.scenario.model_copy(update={"fitted_to": fitted_to}))


def test_a_fitted_scenario_opens_with_how_well_today_was_reproduced():
    assert lines(comparison(GAIN), "Fitted") == []
    found = fitted(6.25)
    assert found.verdict_lines[0].head == "Fitted"
    (first,) = lines(found, "Fitted")
    said = "of 1,200 cases kept back, half take more than 22.0 h, as simulated 18.5; on average 6.25 h apart, by chance"
    assert (said in first, "\x1b" in first) == (True, False)
    assert first.endswith(" alone 4.00; cases of the fitted part as they were are nearer (5.00).")
    assert lines(fitted(4.5), "Fitted")[0].endswith("on average 4.50 h apart, by chance alone 4.00.")
    assert said in " ".join(as_text(page(found)).split())
    assert "No figures of today were given" not in told(found)


def test_teams_that_do_not_bind_are_said_first():
    loose, tight = comparison(GAIN, binding=binding(1.0)), comparison(GAIN, binding=binding(-30.0))
    assert lines(loose, "First") == [
        "As set, teams do not bind: pods with better habits less 48 pods of one person with these habits +1.00 min "
        "(+1.00 to +1.00), 31% of steps are done by other pods' people."
    ]
    assert as_text(page(loose)).splitlines()[1].startswith("! As set, teams do not bind")
    assert (lines(tight, "First"), tight.binding.binds) == ([], True)
    assert lines(tight, "Teams")[0].startswith("Teams bind: pods with better habits less 48 pods of one person")
    big = comparison(GAIN, binding=Binding("pods", 0, 0, {}, float("nan"), "3,000 people are more than 500"))
    assert lines(big, "Teams") == [
        "Whether teams bind was not tried in pods with better habits: 3,000 people are more than 500."
    ]


def test_a_wide_interval_is_not_settled():
    found = comparison({"silos": (100.0, 0.8), "pods": (101.0, 0.8)}, spread=0.5)
    assert "not settled: more runs needed" in lines(found, "Compared")[0]
    assert "worth having from 5.0" in told(found)


def test_definitions_of_felt_empathy_that_disagree_settle_nothing():
    found = comparison(GAIN)
    for column, shift in (("silos", 0.0), ("pods", 0.2)):
        samples = found.samples[column]
        samples["felt_empathy"] = samples["felt_empathy"] + shift
        samples["felt_empathy_logit"] = samples["felt_empathy"]
        samples["felt_empathy_servqual"] = samples["felt_empathy_servqual"] - shift
    row = found.paired["silos", "pods"]
    assert (row["felt_empathy"].alone, row["felt_empathy"].word) == ("not settled", "not settled")
    assert row["felt_empathy"].reason == "its definitions disagree"
    assert "not settled: its definitions disagree" in told(found)
    assert "its definitions disagree: better is pods with better habits by logit and departments by servqual" in told(
        found
    )
    assert found.paired["silos_plus", "pods"]["resolution_minutes"].winner == "pods"


def test_a_felt_empathy_that_turns_with_its_anchor_settles_nothing():
    found = comparison(GAIN)
    for name in ("felt_empathy", "felt_empathy_logit"):
        found.samples["pods"][name] = found.samples["pods"][name] + 0.2
    assert found.paired["silos", "pods"]["felt_empathy"].winner == "pods"
    level = {"silos": 0.5, "pods_today": 0.5, "silos_plus": 0.5, "pods": 0.6}
    turning = {c: np.full((2, 10), v) for c, v in level.items()}
    turning["pods"][1] = 0.4
    doubted = replace(found, by_anchor=turning)
    doubtful = doubted.paired["silos", "pods"]["felt_empathy"]
    assert (doubtful.word, doubtful.reason) == ("not settled", "depends on the anchor")
    assert "The sign of its difference is not the same" in told(doubted)


def test_targets_are_met_missed_or_not_settled():
    aims = "targets=[{measure: resolution_minutes, at_most: 120}, {measure: load_p90, at_most: 0.85}]"
    found = replace(comparison(GAIN), scenario=tiny([aims]))
    assert lines(found, "Target") == [
        "resolution time at most 2.00 h: departments missed at 3.33 h; pods with today's habits missed at 3.33 h; "
        "departments with better habits missed at 2.50 h; pods with better habits met at 1.67 h.",
        "occupancy of the busiest tenth at most 0.85: departments met at 0.80; pods with today's habits met at 0.80; "
        "departments with better habits met at 0.80; pods with better habits missed at 0.90.",
    ]
    assert not lines(comparison(GAIN), "Target")


def test_targets_are_held_together():
    targets = tiny(
        ["targets=[{measure: handoffs, at_most: 1}, {measure: answered_in_target, channel: voice, at_least: 0.8}]"]
    ).targets
    noise = np.tile([-1.0, 1.0], 8)  # p = 0.033 against a line 0.6 away
    samples = {"handoffs": 0.4 + noise, "answered_in_target@voice": 0.9 + noise}
    assert judged_targets(samples, targets) == ("not settled", "not settled")
    assert judged_targets(samples, targets[:1]) == ("met",)
    assert target_words(targets[1]) == "answered in time (voice) at least 0.80"


def test_what_is_missing_made_up_and_uncalibrated_is_said():
    said = told(comparison(GAIN))
    assert "Felt empathy is a proxy" in said
    assert "The customers are synthetic and the scenario is not calibrated" in said
    assert "voice one open day, mail five open days" in said
    (limits,) = lines(comparison(GAIN), "Limits")
    assert "plausible worlds, which cover that, were not run" in limits
    assert "The road from one organisation to the other is not included" in limits
    assert "No figures of today were given" in limits
    log = told(comparison(GAIN, replay=SimpleNamespace(made_up=False, doubts=())))
    assert "those of the replayed log" in log
    assert "A log has no touch times" in log
    assert "synthetic" not in log
    assert "made-up log" in told(comparison(GAIN, replay=SimpleNamespace(made_up=True, doubts=())))


def test_a_doubtful_log_opens_the_verdict():
    log = SimpleNamespace(made_up=False, doubts=("71% of the log's work went to groups that are not mapped.",))
    assert lines(comparison(GAIN, replay=log), "First") == [
        "Of the replayed log, 71% of the log's work went to groups that are not mapped."
    ]


def test_overload_is_said_with_the_load_per_function():
    (said,) = lines(comparison(GAIN, load={"sales": 1.25, "service": 0.8}), "Limits")
    assert said.startswith("Overload: sales cannot keep up alone")
    assert "sales 1.25, service 0.80" in said
    (grows,) = lines(comparison(GAIN, growth={"silos": Growth(12.0, 5.0, True)}), "Limits")
    assert "Overload: in departments the backlog grows by 12.0 cases a week" in grows
    assert "Overload" not in told(comparison(GAIN))
    tired = told(comparison(GAIN, load={"sales": 0.95, "service": 0.8}, slow=0.1))
    assert "Overload: with fatigue, sales cannot keep up (offered 0.95, with fatigue 1.04; no balance is left" in tired


def test_growth_that_is_more_than_chance_is_said_beside_the_times():
    assert growth_note({"silos": Growth(0.5, 0.1, False), "pods": Growth(0.5, -0.1, False)}) == (
        "Backlog that grows over the measured weeks: departments +0.50 cases a week (at least +0.10); times would grow "
        "with it."
    )
    assert growth_note({"silos": Growth(0.5, -0.1, False)}) == ""
    said = as_text(page(comparison(GAIN, growth={"silos": Growth(0.5, 0.1, False)})))
    assert "Backlog that grows over the measured weeks: departments +0.50 cases a week" in said


def test_figures_of_today_that_are_missed_open_the_verdict():
    compared = comparison(GAIN)
    today = tiny({"measured_today": {"resolution_minutes": 100, "handoffs": 1.0}})
    said = replace(compared, scenario=today).verdict
    assert said.startswith("First: Departments do not reproduce what was measured today: 1 of 2 figures are missed")
    met = replace(compared, scenario=tiny({"measured_today": {"resolution_minutes": 205}})).verdict
    assert met.startswith("In short: ")
    assert "No figures of today" not in met


def test_unequal_pickup_is_said():
    row = ParityRow("pickup_inside_minutes", "minutes", "declared", {"silos": {}, "pods": {"mail": 1.0}})
    assert "compare them with equal pickup" in comparison(GAIN, parity=[row]).verdict
    assert "equal pickup" not in comparison(GAIN).verdict


def test_a_spent_budget_is_said():
    assert "The budget ran out after 10 replications" in comparison(GAIN, budget_ran_out=True).verdict
    assert "budget" not in comparison(GAIN).verdict


def test_other_columns_get_their_own_lines():
    found = comparison({"mine": (100.0, 0.8), "yours": (50.0, 0.8)})
    assert lines(found, "Compared")[0].startswith("Yours against mine: resolution time")
    assert not lines(found, "Interaction")
    assert "Mine alone: there is nothing to compare with" in comparison({"mine": (100.0, 0.8)}).verdict


@pytest.mark.parametrize("width", [60, 80, 100])
def test_a_page_keeps_its_width_and_shows_details_only_when_asked(width):
    found = comparison(GAIN)
    short, full = (as_text(page(found, everything=e), width) for e in (False, True))
    assert max(map(len, short.splitlines())) <= width
    assert max(map(len, full.splitlines())) <= width
    assert "Parity" in full
    assert "Parity" not in short
    assert len(short.splitlines()) < len(full.splitlines()) / 2


def test_what_a_scenario_finds_worth_having_is_judged_by_and_shown_beside():
    found = comparison(GAIN)
    assert not lines(found, "As shipped")
    far = replace(found, scenario=tiny(["worth_having={resolution_minutes: 0.9}"]))
    row, shipped = far.paired["silos", "pods"], far.paired_as_shipped["silos", "pods"]
    assert row["resolution_minutes"].smallest == pytest.approx(18 * shipped["resolution_minutes"].smallest)
    assert row["resolution_minutes"].word == "better, too little to matter"
    (text,) = lines(far, "As shipped")
    assert (
        "pods with better habits against departments, resolution time: better, not better, too little to matter" in text
    )
