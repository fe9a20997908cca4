"""`podsim assess`: questions on a terminal or in a file, levels, the scenario as it stands, and what to do next."""

import builtins
import json
import sys

import pytest

from sim.exploring.designs.search import FIRST_TRAINING
from sim.scenario import load_scenario, policy_of
from sim.studies.assessment import gains, read_questions

QUESTIONS = read_questions()
GIVEN = "goes_along: note\nreach: phone\ntold_end: never\nidle_hands: no\ntired: unknown\n"
ASSESS = ("assess", "tiny.yaml", "--answers", "answers.yaml", "--quiet")


@pytest.fixture
def answers(workplace):
    """A file of answers."""
    (workplace / "answers.yaml").write_text(GIVEN)
    return workplace / "answers.yaml"


def folder_of(ended, workplace):
    return workplace / ended.out.splitlines()[-1].removeprefix("Results: ")


def test_a_screen_a_folder_and_a_scenario(podsim, workplace, answers, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    ended = podsim(*ASSESS)
    assert ended.code == 0, ended.err
    assert "taken as not known" in ended.err
    lines = ended.out.splitlines()
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 100
    assert lines[1].startswith("4 of 16 questions answered; simulated, that is felt empathy ")
    folder = folder_of(ended, workplace)
    assert sorted(path.name for path in folder.iterdir()) == [
        "all.txt", "answers.csv", "answers.yaml", "as_it_stands.yaml", "gains.csv", "levels.csv", "manifest.json",
        "report.html", "summary.txt",
    ]  # fmt: skip
    made = load_scenario(folder / "as_it_stands.yaml")
    assert (made.name, policy_of(made, "silos").link_minutes) == ("tiny_as_it_stands", 1.0)
    assert podsim("validate", folder / "as_it_stands.yaml").code == 0
    page = (folder / "report.html").read_text()
    assert "A theme has the level of its lowest answer" in page
    assert "<script" not in page
    assert "overall" not in (folder / "levels.csv").read_text()
    again = podsim("assess", "tiny.yaml", "--answers", folder / "answers.yaml", "--quiet", "--all")
    assert folder_of(again, workplace) == folder  # the same bytes again
    assert "policy.link_minutes" not in again.out
    assert "link_minutes 1" in again.out


def test_gains_are_chosen_in_training_and_judged_on_other_customers(podsim, workplace, answers, monkeypatch):
    asked, run_cells = [], gains.run_cells

    def watched(cells, **how):
        asked.append(cells)
        return run_cells(cells, **how)

    monkeypatch.setattr(gains, "run_cells", watched)
    found = json.loads(podsim(*ASSESS, "--json").out)
    training, judged = asked
    assert [cell.first for cell in training] == [FIRST_TRAINING, FIRST_TRAINING + 2]
    assert [cell.first for cell in judged] == [0, 2]
    assert found["replications"] == sum(cell.replications for cell in judged) == 4
    alone = [one["steps"][0] for one in found["alone"]]
    assert [f"step {name}" for name in alone] == list(judged[0].columns[1 : 1 + len(alone)])
    rows = (workplace / found["results"] / "gains.csv").read_text().splitlines()[1:]
    assert [row.split(",")[0] for row in rows[: len(alone)]] == alone  # the best of training, in that order
    assert found["together"]["steps"] == alone[:3]
    gain = found["alone"][0]["differences"]["felt_empathy"]
    assert gain["low"] <= gain["mean"] <= gain["high"]
    assert {"load_p90", "strain_share", "resolution_minutes"} < set(found["alone"][0]["differences"])
    assert "score" not in found


def test_a_single_gain_is_that_of_a_comparison_of_the_written_scenario(podsim, workplace, answers):
    """What is told of a step is what anybody gets who takes it in the scenario as it stands."""
    from sim import compare

    found = json.loads(podsim(*ASSESS, "--json").out)
    step = next(one for one in found["alone"] if one["steps"] == ["goes_along"])
    made = load_scenario(
        workplace / found["results"] / "as_it_stands.yaml",
        {"formations.then": {"partition_from": "silos", "policy_from": "silos", "policy": {"kept_across_share": 0.75}}},
    )
    answer = compare(made, formations=["silos", "then"])
    change = answer.samples["then"]["felt_empathy"] - answer.samples["silos"]["felt_empathy"]
    assert change.mean() == pytest.approx(step["differences"]["felt_empathy"]["mean"], abs=1e-12)


def test_gain_per_money_only_where_there_is_a_price(podsim, workplace, answers):
    assert "a year" not in podsim(*ASSESS).out
    answers.write_text(f"{GIVEN}prices: {{goes_along: 20000}}\n")
    found = json.loads(podsim(*ASSESS, "--json").out)
    by_name = {one["steps"][0]: one for one in found["alone"]}
    priced = by_name.pop("goes_along")
    gain = priced["differences"]["felt_empathy"]["mean"]
    assert priced["per_10000_a_year"]["mean"] == pytest.approx(gain / 2.0)
    assert {one["per_10000_a_year"] for one in by_name.values()} == {None}
    assert found["together"]["per_10000_a_year"] is None
    assert "Gain per 10,000 EUR a year: what goes along" in podsim(*ASSESS).out


def test_less_of_a_measure_may_be_better(podsim, workplace, answers):
    found = json.loads(podsim(*ASSESS, "--measure", "resolution_minutes", "--json").out)
    assert found["measure"] == "resolution_minutes"
    assert all(one["in_training"] > 0.0 for one in found["alone"])
    rows = (workplace / found["results"] / "gains.csv").read_text().splitlines()[1:]
    trained = [float(row.split(",")[3]) for row in rows if '"' not in row and "together" not in row]
    assert len(trained) > 3
    assert trained == sorted(trained, reverse=True)


def test_a_folder_in_place_of_answers(podsim, workplace):
    (workplace / "here").mkdir()
    ended = podsim("assess", "tiny.yaml", "--answers", "here")
    assert ended.code == 3
    assert "This is a folder; a set of answers is a file." in ended.err


def test_what_is_wrong_is_told_before_anything_runs(podsim, workplace, answers):
    answers.write_text("goes_along: notes\nreech: phone\n")
    ended = podsim(*ASSESS)
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.startswith("answers.yaml: 2 problems, nothing was run\n\n  line 1   goes_along: notes\n")
    assert "Did you mean reach?" in ended.err
    (workplace / "own.yaml").write_text("themes: {}\n")
    ended = podsim("assess", "tiny.yaml", "--questions", "own.yaml", "--answers", "answers.yaml")
    assert ended.code == 3
    assert "own.yaml: " in ended.err
    assert podsim("assess", "tiny.yaml", "--answers", "none.yaml").code == 3
    ended = podsim("assess", "tiny.yaml")
    assert ended.code == 2
    assert ended.err == (
        "podsim: assess needs --answers FILE where it cannot ask; --form FILE writes one to be filled in\n"
    )
    assert podsim(*ASSESS, "--measure", "felt_empaty").code == 2
    assert not (workplace / "results").exists()


def test_a_form_is_written_once(podsim, workplace):
    ended = podsim("assess", "tiny.yaml", "--form", "new/form.yaml")
    assert ended.out == (
        "new/form.yaml: 16 questions. Fill it in, then: podsim assess tiny.yaml --answers new/form.yaml\n"
    )
    assert podsim("assess", "tiny.yaml", "--form", "new/form.yaml").code == 2


@pytest.fixture
def terminal(monkeypatch):
    """A terminal at which somebody types, and then presses Ctrl-C."""

    def at(*typed, then=KeyboardInterrupt):
        rest = iter(typed)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

        def answer(prompt):
            try:
                return next(rest)
            except StopIteration:
                raise then from None

        monkeypatch.setattr(builtins, "input", answer)

    return at


@pytest.mark.parametrize("then", [KeyboardInterrupt, EOFError])
def test_whoever_breaks_off_keeps_the_answers_and_goes_on(podsim, workplace, terminal, then):
    terminal("2", "9", "", "never", then=then)
    ended = podsim("assess", "tiny.yaml", "--quiet")
    assert ended.code == 130
    kept = "results/answers-tiny.yaml"
    again = f"podsim assess tiny.yaml --answers {kept}"
    assert ended.err == f"\npodsim: interrupted; 3 answers kept in {kept}; go on with: {again}\n"
    assert "a number from 1 to 4, b for back, or Enter alone: I do not know" in ended.out
    text = (workplace / kept).read_text()
    assert "\ngoes_along: note\n" in text
    assert "\ntold_twice: unknown\n" in text
    assert "\nfinds_team:\n" in text
    (workplace / kept).write_text(text + "# my own remark\n")
    terminal(*["1"] * 13)
    ended = podsim("assess", "tiny.yaml", "--answers", kept, "--quiet", "--replications", 2)
    assert ended.code == 0, ended.err
    assert "13 questions of fact" in ended.out
    assert "15 of 16 questions answered" in ended.out
    text = (workplace / kept).read_text()
    assert "# my own remark" in text
    assert "\nfinds_team: menu\n" in text


def test_how_to_go_on_repeats_what_was_typed(podsim, workplace, terminal):
    terminal("2")
    typed = (
        "tiny.yaml",
        "--set",
        "people.fatigue.slow=0.1",
        "--set",
        "title=My desk",
        "--replications",
        "3",
        "--seed",
        "2",
    )
    said = "podsim assess tiny.yaml --set people.fatigue.slow=0.1 --set 'title=My desk' --replications 3 --seed 2"
    ended = podsim("assess", *typed, "--out", "my results")
    assert f"go on with: {said} --out 'my results' --answers 'my results/answers-tiny.yaml'\n" in ended.err
    assert f"# Answers for {said} --out" in (workplace / "my results" / "answers-tiny.yaml").read_text()
    ended = podsim("assess", *typed, "--form", "form.yaml")
    assert ended.out.endswith(f"Fill it in, then: {said} --answers form.yaml\n")


def test_an_answer_can_be_taken_back(podsim, workplace, terminal):
    terminal("b", "2", "3", "back", "B", "1", "4")
    ended = podsim("assess", "tiny.yaml", "--quiet")
    kept = workplace / "results/answers-tiny.yaml"
    assert "this is the first question" in ended.out
    assert ended.out.count("(your answer so far)") == 3
    text = kept.read_text()
    assert "\ngoes_along: nothing\n" in text
    assert "\ntold_twice: hardly_any\n" in text
    assert text.count("\ngoes_along:") == 1
    kept.write_text(text.replace("hardly_any", "hardly_any  # as we counted"))
    terminal("b", "1")  # of an earlier session
    podsim("assess", "tiny.yaml", "--answers", kept, "--quiet")
    assert "\ntold_twice: nearly_all  # as we counted\n" in kept.read_text()


def test_what_only_counts_for_the_level_says_so(podsim, workplace, terminal, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    terminal(*["1"] * 16)
    ended = podsim("assess", "tiny.yaml", "--quiet", "--replications", 2)
    assert " ".join(ended.out.split()).count("(it counts for the level alone)") == 3
    assert "For the level alone: hearing how it ended, who may remove a cause and asking" in ended.out


def test_answers_of_a_terminal_are_in_the_results_and_nothing_is_left_beside_them(podsim, workplace, terminal):
    terminal(*["1"] * 16)
    ended = podsim("assess", "tiny.yaml", "--quiet", "--replications", 2)
    assert ended.code == 0, ended.err
    assert sorted(path.name.split("-")[0] for path in (workplace / "results").iterdir()) == [".cells", "assess"]
    assert "\ngoes_along: nothing\n" in (folder_of(ended, workplace) / "answers.yaml").read_text()


def test_answers_outlive_a_simulation_that_is_broken_off(podsim, workplace, terminal, monkeypatch):
    def broken_off(cells, **how):
        raise KeyboardInterrupt

    monkeypatch.setattr(gains, "run_cells", broken_off)
    terminal(*["1"] * 16)
    ended = podsim("assess", "tiny.yaml", "--quiet")
    assert ended.code == 130
    assert "podsim: interrupted; 16 answers kept in results/answers-tiny.yaml; go on with: " in ended.err
    assert "nothing" not in ended.err
    assert (workplace / "results/answers-tiny.yaml").exists()
