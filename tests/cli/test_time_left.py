"""The time left: by the pace since the first whole replications, whatever went before."""

from sim.cli import output
from sim.cli.output import TimeLeft


def test_compiling_does_not_count():
    """Three columns: a minute until the first has run, then a second each; twelve column-replications in all."""
    left = TimeLeft(columns=3)
    assert left.seconds(0.0, 0, 12) is None
    assert left.seconds(60.0, 1, 12) is None
    assert left.seconds(61.0, 2, 12) is None
    assert left.seconds(62.0, 3, 12) is None
    assert left.seconds(63.0, 4, 12) == 8.0
    assert left.seconds(65.0, 6, 12) == 6.0


def test_the_first_block_does_not_count():
    """Two replications with two processors busy, then eight with all of them."""
    left = TimeLeft(columns=2)
    for now, done in ((50.0, 2), (60.0, 4)):
        left.seconds(now, done, 40)
    assert left.seconds(61.0, 12, 40) == 3.5


def test_what_is_found_and_not_run_is_no_pace():
    """Three cells of an earlier run come in a hundredth of a second, then each takes nine."""
    left = TimeLeft()
    for now, done in ((10.0, 1), (10.01, 4), (19.0, 5)):
        said = left.seconds(now, done, 60)
        assert said is None or said > 60.0


def test_a_goal_that_moves():
    """As with --replications auto: the pace stays, what is left is more."""
    left = TimeLeft()
    left.seconds(10.0, 2, 10)
    assert left.seconds(14.0, 10, 10) == 0.0
    assert left.seconds(14.0, 10, 20) == 5.0


def test_lines_for_who_watches_no_terminal(monkeypatch, capsys):
    clock = iter([0.0, 0.0, 60.0, 61.0, 75.0, 76.0])
    monkeypatch.setattr(output.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(output.sys.stderr, "isatty", lambda: False, raising=False)
    with output.progress("tiny", False) as update:
        for done in range(5):
            update(done, 20)
    assert capsys.readouterr().err == "tiny: 2 of 20, about 18 s left\ntiny: 3 of 20, about 128 s left\n"


def test_what_begins_anew_has_a_pace_of_its_own():
    """Two batches one after the other, as plausible worlds and then turning points are."""
    left = TimeLeft()
    for now, done in ((10.0, 1), (100.0, 10)):
        left.seconds(now, done, 10)
    assert left.seconds(101.0, 0, 20) is None
    assert left.seconds(102.0, 1, 20) is None
    assert left.seconds(104.0, 3, 20) == 17.0


def test_the_pace_leaves_out_what_goes_before_the_first_report(monkeypatch):
    clock, told = iter([60.0, 61.0, 63.0]), []
    monkeypatch.setattr(output.time, "monotonic", lambda: next(clock))
    pace = output.Pace(lambda done, total: told.append((done, total)))
    assert pace.seconds == 0.0
    for done in (2, 4, 8):
        pace(done, 8)
    assert pace.seconds == 3.0 / 6.0
    assert told == [(2, 8), (4, 8), (8, 8)]
