"""Where an organisation stands: levels that never fall for a better answer, and settings that say what was answered."""

import itertools
import random
from dataclasses import replace
from pathlib import Path

import pytest

from sim.exploring.ladder import ADDED, DIALS
from sim.scenario import changed, load_scenario, policy_of
from sim.scenario.built_in_columns import HABITS, HABITS_BETTER, TODAY
from sim.scenario.identity import scenario_hash
from sim.scenario.policy_settings import Policy
from sim.scenario.problems import ScenarioError
from sim.studies.assessment import (
    UNKNOWN,
    Answers,
    Step,
    form_text,
    levels_of,
    lines_of,
    next_step,
    read_answers,
    read_questions,
    standing,
    standing_text,
    steps_of,
)
from sim.studies.assessment.reading import MOST_QUESTIONS, rank
from tests.unit.comparison.made import tiny

QUESTIONS = read_questions()
TECHNOLOGY = ("ai_context", "intelligent_routing", "automation", "predictive", "historical", "agent_assist")


def stands(scenario, **given):
    answers = Answers(given)
    return standing(scenario, lines_of(scenario, QUESTIONS, answers))


def level(given, theme):
    return next(one.level for one in levels_of(QUESTIONS, Answers(given)) if one.theme == theme)


def any_answers(draw):
    return {name: draw.choice([*q.answers, UNKNOWN]) for name, q in QUESTIONS.questions.items()}


def test_the_questions_are_few_and_every_theme_has_some():
    assert len(QUESTIONS.questions) <= MOST_QUESTIONS == 16
    assert {q.theme for q in QUESTIONS.questions.values()} == set(QUESTIONS.themes)
    assert list(QUESTIONS.themes) == ["listen", "predict", "act", "learn", "structure", "people"]


def test_every_habit_and_every_technology_dial_is_tried():
    moved = [q.best.sets for q in QUESTIONS.questions.values()] + [s.sets for s in QUESTIONS.steps.values()]
    tried = {key.removeprefix("policy.") for sets in moved for key in sets}
    assert {dial for dials in (*DIALS.values(), *ADDED.values()) for dial in dials} <= tried
    assert set(TECHNOLOGY) <= tried <= set(Policy.model_fields)


def test_today_is_never_better_than_better_habits():
    for question in QUESTIONS.questions.values():
        for key, best in question.best.sets.items():
            dial = key.removeprefix("policy.")
            if dial in HABITS_BETTER["crossing"]:
                assert best == HABITS_BETTER["crossing"][dial], key


@pytest.mark.parametrize("name", QUESTIONS.questions)
def test_a_better_answer_never_lowers_a_level_and_moves_its_settings_one_way(name):
    question, draw = QUESTIONS.questions[name], random.Random(name)
    for _ in range(20):
        others = any_answers(draw)
        seen = [level({**others, name: answer}, question.theme) for answer in question.answers]
        assert seen == sorted(seen)
    scenario = load_scenario("support_desk")
    for key in question.best.sets:
        values = [policy_of(stands(scenario, **{name: answer}), TODAY) for answer in question.answers]
        got = [getattr(one, key.removeprefix("policy.")) for one in values]
        ranks = [rank(key, one["mail"] if isinstance(one, dict) else one) for one in got]
        steps = [b - a for a, b in itertools.pairwise(ranks)]
        assert len(set(ranks)) > 1
        assert all(step >= 0 for step in steps) or all(step <= 0 for step in steps), (key, got)


def test_a_level_is_that_of_the_lowest_answer_and_says_what_is_missing():
    found = levels_of(QUESTIONS, Answers({"goes_along": "form", "told_twice": "many", "listens_in": UNKNOWN}))
    listen, *others = found
    assert (listen.level, listen.known, listen.asked, listen.following) == (2, 2, 3, 4)
    assert [(one.question, one.answer) for one in listen.missing] == [("told_twice", "two to four of ten")]
    assert {one.level for one in others} == {None}
    best = levels_of(QUESTIONS, Answers({name: list(q.answers)[-1] for name, q in QUESTIONS.questions.items()}))
    assert {(one.level, one.following, one.missing) for one in best} == {(5, None, ())}


def test_what_is_missing_gives_the_level_that_is_said():
    draw = random.Random(5)
    for _ in range(50):
        given = any_answers(draw)
        for one in levels_of(QUESTIONS, Answers(given)):
            better = dict(given)
            for missing in one.missing:
                answers = QUESTIONS.questions[missing.question].answers
                better[missing.question] = next(key for key, a in answers.items() if a.says == missing.answer)
            assert level(better, one.theme) == (one.following or one.level)
            assert one.following is None or one.following > one.level


def test_habits_stand_with_the_departments_and_all_else_with_everybody():
    scenario = load_scenario("support_desk")
    made = stands(scenario, goes_along="nothing", reach="ticket", opened="two_hours", same_person="team", tired=UNKNOWN)
    today, better = policy_of(made, TODAY), policy_of(made, HABITS)
    assert (today.kept_across_share, better.kept_across_share) == (0.1, 0.75)
    assert (today.return_to, better.return_to) == ("same_team", "same_person")
    assert today.link_minutes == better.link_minutes == 2.0
    assert today.pickup_across_minutes == today.pickup_inside_minutes == {"voice": 0.0, "mail": 120.0}
    assert today.fatigue_weight == scenario.policy.fatigue_weight


@pytest.mark.parametrize("seed", range(4))
def test_the_written_scenario_says_what_was_answered(tmp_path, seed):
    scenario, answers = load_scenario("support_desk"), Answers(any_answers(random.Random(seed)))
    text = standing_text(scenario, QUESTIONS, answers, "support_desk", False, tmp_path)
    (tmp_path / "stands.yaml").write_text(text)
    made = standing(scenario, lines_of(scenario, QUESTIONS, answers))
    assert scenario_hash(load_scenario(tmp_path / "stands.yaml")) == scenario_hash(made)
    assert "extends: support_desk" in text
    known = answers.known(QUESTIONS)
    for name, question in QUESTIONS.questions.items():
        lines = [line for line in text.splitlines() if question.dial in line]
        if name in known:
            assert lines
            assert all(line.endswith((known[name].says, "for the level alone)")) for line in lines)
        else:
            assert all(line.startswith("#   ") for line in lines)
            assert len(lines) == sum(1 for line in lines_of(scenario, QUESTIONS, answers) if line.question == name)


def test_what_was_changed_on_the_command_line_is_in_the_written_scenario(tmp_path):
    scenario = load_scenario("support_desk", ["policy.retelling_share=0.05"])
    answers = Answers({"reach": "chat"})
    text = standing_text(scenario, QUESTIONS, answers, "support_desk", True, tmp_path)
    (tmp_path / "stands.yaml").write_text(text)
    made = load_scenario(tmp_path / "stands.yaml")
    assert (made.policy.retelling_share, made.policy.link_minutes) == (0.05, 0.5)
    assert "# policy.link_minutes: 0.5  # Reaching another team: by chat at once" in text


def test_a_file_of_ones_own_is_extended_from_where_the_scenario_will_lie(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("own.yaml").write_text("extends: support_desk\nname: own\n")
    folder = tmp_path / "results" / "assess-own"
    folder.mkdir(parents=True)
    scenario = load_scenario("own.yaml")
    text = standing_text(scenario, QUESTIONS, Answers({"reach": "chat"}), "own.yaml", False, folder)
    (folder / "stands.yaml").write_text(text)
    assert load_scenario(folder / "stands.yaml").policy.link_minutes == 0.5
    assert str(tmp_path) not in text


def test_steps_go_to_the_best_answer_and_never_back():
    coming_back = {"demand.coming_back.return_share": 0.2}
    scenario = tiny(coming_back | {"policy.link_minutes": 0.0, "policy.ai_context": 0.75, "policy.historical": 0.95})
    answers = Answers({"goes_along": "note", "idle_hands": "yes"})
    made = standing(scenario, lines_of(scenario, QUESTIONS, answers))
    steps = {step.name: step for step in steps_of(made, QUESTIONS, answers)}
    assert steps["goes_along"].policy == {"kept_across_share": 0.75}
    assert steps["goes_along"].today == "a note in free words"
    assert not {"idle_hands", "reach", "told_by_machine", "told_end"} & set(steps)
    assert steps["on_return"].policy == {"context_kept_memory": 0.6}  # what is beyond the best answer stays
    everything = Answers({name: list(q.answers)[-1] for name, q in QUESTIONS.questions.items()})
    made = standing(scenario, lines_of(scenario, QUESTIONS, everything))
    assert {step.name for step in steps_of(made, QUESTIONS, everything)} <= set(QUESTIONS.steps)


def test_a_dial_that_cannot_matter_is_not_tried():
    tired = {"people.fatigue": {"rise_half_life_minutes": 240}}
    for overrides, tried in (((), False), (tired, True)):
        scenario = tiny(overrides)
        names = {step.name for step in steps_of(scenario, QUESTIONS, Answers())}
        assert ("tired" in names) is tried
        assert "side_by_side" not in names  # no need is independent of another


def test_a_step_that_changes_nothing_is_none_of_the_best():
    nothing = Step("nothing", "Nothing", "", "as today", {"wings": 0}, None)
    some = replace(nothing, name="some", policy={"borrowing": "anywhere"})
    found = next_step(tiny(), [nothing, some], replications=2)
    assert dict((step.name, gain) for step, gain in found.tried)["nothing"] == 0.0
    assert [gain.steps for gain in found.alone] == [(some,)]
    assert found.joint is None
    assert next_step(tiny(), [nothing], replications=2).alone == ()


def test_a_price_is_the_users_own_or_follows_from_prices_of_the_scenario():
    scenario = tiny({"money.agent_assist_per_seat_week": 10.0})
    answers = Answers({}, {"reach": 5000.0})
    steps = {s.name: s.price for s in steps_of(changed(scenario, {"policy.link_minutes": 1.0}), QUESTIONS, answers)}
    assert steps["assistant"] == 10.0 * 4 * 52
    assert steps["reach"] == 5000.0
    assert {price for name, price in steps.items() if name not in ("assistant", "reach")} == {None}


def test_answers_are_read_as_they_were_written(tmp_path):
    answers = Answers(any_answers(random.Random(1)), {"reach": 20000.0})
    path = tmp_path / "answers.yaml"
    path.write_text(form_text(QUESTIONS, answers, "desk"))
    assert read_answers(path, QUESTIONS) == answers
    path.write_text(form_text(QUESTIONS, Answers(), "desk"))
    empty = read_answers(path, QUESTIONS)
    assert (empty.given, empty.missing(QUESTIONS)) == ({}, list(QUESTIONS.questions))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("goes_allong: note", "There is no such question. Did you mean goes_along?"),
        ("goes_along: notes", "goes_along: there is no such answer. Did you mean note? Known: nothing, note"),
        ("goes_along: [note]", "goes_along: there is no such answer."),
        ("goes_along: 2", "goes_along: there is no such answer."),
        ("prices: 3", "prices is a block of lines"),
        ("prices: {reach: -1}", "prices.reach must be a number above 0"),
        ("prices: {reech: 1}", "There is no such question or step. Did you mean reach?"),
    ],
)  # fmt: skip
def test_bad_answers_are_told_with_their_line(tmp_path, line, said):
    path = tmp_path / "answers.yaml"
    path.write_text(f"told_end: never\n{line}\n")
    with pytest.raises(ScenarioError) as error:
        read_answers(path, QUESTIONS)
    (problem,) = error.value.problems
    assert problem.line == 2
    assert problem.message.startswith(said)


def test_a_list_is_no_file_of_answers_or_of_questions(tmp_path):
    path = tmp_path / "list.yaml"
    path.write_text("# of answers\n- note\n")
    for read in (lambda: read_answers(path, QUESTIONS), lambda: read_questions(path)):
        with pytest.raises(ScenarioError) as error:
            read()
        (problem,) = error.value.problems
        assert (problem.line, problem.seen) == (2, "- note")
        assert "a block of" in problem.message


SMALL = """
dont_know: weiss nicht
themes: {hand: Uebergabe}
questions:
  note:
    theme: hand
    ask: Was geht mit?
    dial: Was mitgeht
    answers:
      nothing: {says: nichts, level: 1, sets: {policy.kept_across_share: 0.1}}
      all: {says: alles, level: 5, sets: {policy.kept_across_share: 0.75}}
"""


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("theme: hand", "theme: hend", 6, "There is no such theme. Did you mean hand?"),
        ("level: 5", "level: 4", 11, "The best answer must have level 5"),
        ("level: 5", "level: 6", 11, "questions.note.answers.all.level must be a whole number from 1 to 5"),
        ("level: 1", "level: five", 10, "questions.note.answers.nothing.level must be a whole number"),
        ("kept_across_share: 0.1}", "kept_acros_share: 0.1}", 10, "policy.kept_acros_share is no setting"),
        ("policy.kept_across_share: 0.1}", "people.away_share: 0.1}", 10, "people.away_share is no setting that"),
        ("kept_across_share: 0.1}", "kept_across_share: 7}", 10, "policy.kept_across_share must be a number from 0"),
        (", sets: {policy.kept_across_share: 0.1}", "", 10, "All answers of a question set the same settings"),
        ("nothing: {", "unknown: {", 10, "An answer cannot be called unknown"),
        ("  note:\n", "  prices:\n", 5, "A question cannot be called prices"),
        ("    ask: Was geht mit?\n", "", 5, "questions.note.ask is missing"),
        ("dial:", "dail:", 8, 'Unknown setting in "questions.note". Did you mean dial'),
    ],
)  # fmt: skip
def test_bad_questions_are_told_with_their_line(tmp_path, before, after, line, said):
    path = tmp_path / "questions.yaml"
    assert before in SMALL
    path.write_text(SMALL.replace(before, after, 1))
    with pytest.raises(ScenarioError) as error:
        read_questions(path)
    assert any(one.line == line and one.message.startswith(said) for one in error.value.problems), error.value


def test_scales_that_turn_back_and_settings_taken_twice_are_refused(tmp_path):
    path = tmp_path / "questions.yaml"
    middle = "      some: {says: etwas, level: 1, sets: {policy.kept_across_share: 0.9}}\n      all:"
    path.write_text(SMALL.replace("      all:", middle))
    with pytest.raises(ScenarioError, match=r"policy.kept_across_share goes up and down"):
        read_questions(path)
    step = "steps: {machine: {dial: Maschine, says: an, sets: {policy.kept_across_share: 0.9}}}\n"
    path.write_text(SMALL + step)
    with pytest.raises(ScenarioError, match="is set by note already"):
        read_questions(path)
    lower = "      some: {says: etwas, level: 3, sets: {policy.kept_across_share: 0.3}}\n"
    path.write_text(
        SMALL.replace("      all:", lower + lower.replace("some", "more").replace("3,", "2,", 1) + "      all:")
    )
    with pytest.raises(ScenarioError, match="Level 2 after 3: a better answer never lowers it"):
        read_questions(path)


def test_a_company_translates_and_changes_the_questions(tmp_path):
    path = tmp_path / "fragen.yaml"
    path.write_text(SMALL)
    own = read_questions(path)
    (found,) = levels_of(own, Answers({"note": "nothing"}))
    assert (found.title, found.level, found.missing[0].answer) == ("Uebergabe", 1, "alles")
    assert "weiss nicht" in form_text(own, Answers(), "desk")


def test_an_answer_may_set_the_slow_clock(tmp_path):
    path = tmp_path / "questions.yaml"
    text = SMALL.replace("policy.kept_across_share: 0.1", "over_time.loyalty.causes_removable: 0")
    path.write_text(text.replace("policy.kept_across_share: 0.75", "over_time.loyalty.causes_removable: 0.2"))
    own, scenario, answers = read_questions(path), load_scenario("support_desk"), Answers({"note": "all"})
    made = standing(scenario, lines_of(scenario, own, answers))
    assert made.over_time.loyalty.causes_removable == 0.2
    (tmp_path / "stands.yaml").write_text(standing_text(scenario, own, answers, "support_desk", False, tmp_path))
    assert scenario_hash(load_scenario(tmp_path / "stands.yaml")) == scenario_hash(made)
    (line,) = lines_of(scenario, own, Answers())
    assert (line.value, line.answered) == (0.0, False)
    assert steps_of(scenario, own, Answers({"note": "nothing"})) == []  # which no single column can take
