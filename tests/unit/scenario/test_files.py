"""Which file is meant, what cannot be read, and parents."""

import os

import pytest

from sim.scenario import ScenarioError, known_scenarios, load_scenario, read_scenario, shipped_scenarios


def refused(name):
    with pytest.raises(ScenarioError) as caught:
        load_scenario(name)
    (problem,) = caught.value.problems
    return problem.path, problem.line, problem.seen, problem.message


def test_shipped_names_load_anywhere(desk):
    assert {"support_desk", "it_incidents", "theory/mm1"} <= set(shipped_scenarios())
    assert load_scenario("theory/mm1").name == "mm1"
    assert load_scenario("published/mmc_ab").name == "mmc_ab"  # and is not listed: podsim verify runs it
    assert not [name for name in shipped_scenarios() if name.startswith("published/")]


def test_a_scenario_here_comes_before_the_shipped_one(desk):
    (desk.folder / "scenarios").mkdir()
    desk.write("extends: support_desk\nname: mine\n", "scenarios/support_desk.yaml")
    desk.write(desk.good, "scenarios/own.yaml")
    loaded = read_scenario("support_desk")
    assert (loaded.scenario.name, len(loaded.files)) == ("mine", 2)
    assert "own" in known_scenarios()


def test_an_unknown_name_lists_the_known_ones(desk):
    path, line, seen, message = refused("suport_desk")
    assert (path, line, seen) == ("suport_desk", None, "suport_desk")
    assert message.startswith(
        f"There is no such scenario. Did you mean support_desk? Known: {', '.join(list(known_scenarios())[:3])}, "
    )


def test_missing_file(desk):
    assert refused("nowhere.yaml") == ("nowhere.yaml", None, "nowhere.yaml", "There is no such file.")


def test_a_folder_for_a_file(desk):
    (desk.folder / "things").mkdir()
    (desk.folder / "x.yaml").mkdir()
    assert refused("things") == ("things", None, "things", "This is a folder; a scenario is a file.")
    assert refused("x.yaml")[3] == "This is a folder; a scenario is a file."
    (desk.folder / "things" / "scenario.yaml").touch()
    assert refused("things")[3] == "This is a folder; a scenario is a file. Did you mean things/scenario.yaml?"
    (desk.folder / "things" / "other.yaml").touch()
    assert refused("things")[3] == "This is a folder; a scenario is a file."


def test_not_utf_8(desk):
    (desk.folder / "desk.yaml").write_bytes(b"name: a\ntitle: caf\xe9\n")
    assert refused("desk.yaml") == (
        "desk.yaml", 2, "title: caf\\xe9",
        "Files are UTF-8 text; byte 0xe9 at position 18 is not. Save the file as UTF-8.",
    )  # fmt: skip


def test_a_byte_order_mark_is_no_problem(desk):
    (desk.folder / "desk.yaml").write_bytes(b"\xef\xbb\xbf" + desk.good.encode())
    assert load_scenario("desk.yaml").name == "small"


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", "3\n"])
def test_no_block_of_settings(desk, text):
    desk.write(text)
    assert refused("desk.yaml")[3] == "A scenario is a block of settings, written as name: value."


def test_an_empty_file(desk):
    desk.write("")
    assert refused("desk.yaml") == ("desk.yaml", None, "(empty)", "There is nothing in it.")


@pytest.mark.parametrize("name", ["x" * 300, "x" * 300 + ".yaml", f"{'x' * 300}/y"])
def test_a_name_that_no_file_can_have(desk, name):
    assert refused(name)[3].startswith("There is no such ")
    desk.write(f"extends: {name}\nname: a\n")
    assert refused("desk.yaml")[3].startswith("There is no scenario to extend of this name.")


def test_a_pipe_is_no_scenario(desk):
    os.mkfifo(desk.folder / "pipe")
    assert refused("pipe")[3] == (
        "This cannot be read as a scenario: it is a pipe or a device, not a file; save its content in a file."
    )


def test_too_large(desk):
    desk.write("# " + "x" * 1_000_000)
    assert (
        refused("desk.yaml")[3]
        == "This cannot be read as a scenario: it is too large: 1,000,002 bytes, at most 1,000,000."
    )


def test_a_child_is_laid_over_its_parent(desk):
    desk.write(desk.good, "parent.yaml")
    desk.write(
        "extends: parent\nname: child\ndemand: {channels: {mail: {cases_per_week: 7}}}\n"
        "people: {groups: [{function: sales, count: 1}, {function: service, count: 2}]}\n"
    )
    loaded = read_scenario("desk.yaml")
    assert loaded.scenario.name == "child"
    assert loaded.scenario.demand.channels["mail"].cases_per_week == 7
    assert loaded.scenario.demand.channels["voice"].cases_per_week == 100
    assert [group.count for group in loaded.scenario.people.groups] == [1, 2]  # lists replace
    origin = loaded.provenance["demand.channels.mail.cases_per_week"]
    assert (origin.path, origin.line) == ("desk.yaml", 3)
    origin = loaded.provenance["demand.channels.voice.cases_per_week"]
    assert (str(origin), origin.text) == (
        "parent.yaml line 5", "voice: {cases_per_week: 100, live: true, patience_minutes: 12}",
    )  # fmt: skip
    assert "seed" not in loaded.provenance


def test_problems_of_a_parent_are_said_with_its_file(desk):
    desk.write(desk.good.replace("0.6", "0.7"), "parent.yaml")
    desk.write("extends: parent.yaml\nname: child\nseed: x\n")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("desk.yaml")
    assert [(p.path, p.line) for p in caught.value.problems] == [("desk.yaml", 3), ("parent.yaml", 8)]


def test_an_unknown_parent(desk):
    desk.write("extends: suport_desk\n")
    path, line, seen, message = refused("desk.yaml")
    assert (path, line, seen) == ("desk.yaml", 1, "extends: suport_desk")
    assert message.startswith("There is no scenario to extend of this name. Did you mean support_desk?")


@pytest.mark.parametrize("value", ["[a, b]", "3", "{a: b}", '""'])
def test_one_parent_by_name(desk, value):
    desk.write(f"extends: {value}\n")
    assert refused("desk.yaml")[3] == (
        "extends must be the name or the path of one scenario, for example support_desk."
    )


def test_a_cycle_of_parents_is_shown(desk):
    desk.write("extends: b\n", "a.yaml")
    desk.write("extends: c.yaml\n", "b.yaml")
    desk.write("name: c\nextends: a\n", "c.yaml")
    assert refused("a.yaml") == (
        "c.yaml", 2, "extends: a", "A scenario cannot extend itself: a.yaml -> b.yaml -> c.yaml -> a.yaml.",
    )  # fmt: skip


def test_a_file_that_extends_itself(desk):
    desk.write("extends: desk\n")
    assert refused("desk.yaml")[3] == "A scenario cannot extend itself: desk.yaml -> desk.yaml."


def test_too_many_parents(desk):
    desk.write(desk.good, "p0.yaml")
    for i in range(1, 9):
        desk.write(f"extends: p{i - 1}\n", f"p{i}.yaml")
    assert load_scenario("p7.yaml").name == "small"
    assert refused("p8.yaml")[3] == "Too many parents: 8 files, this one included, are the most."
