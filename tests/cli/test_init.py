"""podsim init: five questions, or flags, and a folder that works at once."""

import builtins
import json
import sys

import pytest

from sim.cli.init_files import hours_text, shifts_of
from sim.scenario import load_scenario
from sim.scenario.hours import weekly_spans

FLAGS = ("--functions", "sales:6,service:9", "--channels", "voice:900:live,mail:600", "--pod-size", 5)
FILES = ["README.md", "people.csv", "scenario.schema.json", "scenario.yaml", "volumes.csv"]


def test_what_is_written_is_valid_and_runs(podsim, workplace):
    ended = podsim("init", "our/Desk One", *FLAGS)
    folder = workplace / "our" / "Desk One"
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "our/Desk One: scenario.yaml, people.csv, volumes.csv, README.md, scenario.schema.json\n"
        "With these numbers people of sales would be occupied for about 57% of their time present, and others for no "
        "more.\n"
        "Everything in them is made up from your answers. Put in your own numbers, then:\n"
        "  podsim validate our/Desk One/scenario.yaml\n"
        "  podsim compare our/Desk One/scenario.yaml\n"
    )
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert [path.name for path in folder.parent.iterdir()] == ["Desk One"]  # nothing is left beside it
    lines = (folder / "scenario.yaml").read_text().splitlines()
    assert len(lines) <= 48
    assert lines[0] == "# yaml-language-server: $schema=scenario.schema.json"
    assert json.loads((folder / "scenario.schema.json").read_text())["title"] == "podsim scenario"
    marks = ("  # coming_back: ", "  # fatigue: ", "  # link_minutes: ")  # what is off is there to be switched on
    assert all(any(line.startswith(mark) for line in lines) for mark in marks)
    (folder / "on.yaml").write_text(
        "\n".join(line.replace("# ", "", 1) if line.startswith(marks) else line for line in lines)
    )
    assert podsim("validate", folder / "on.yaml").code == 0
    (folder / "on.yaml").unlink()
    valid = podsim("validate", folder / "scenario.yaml")
    assert valid.out.splitlines()[0] == (
        "desk_one: valid. 15 people, 2 functions, 2 channels, columns silos, pods_today, silos_plus, "
        "pods; with crossing habits silos_crossing, pods_crossing"
    )
    assert "  our/Desk One/people.csv: 15 people (sales 6, service 9)" in valid.out
    assert f"sales {share_said(ended.out.splitlines()[1]):.2f} " in load_checked(valid)
    ran = podsim("run", folder / "scenario.yaml", "--formation", "pods", "--replications", 1, "--quiet",
                 "--set", "time={warm_up_weeks: 0, measured_weeks: 1}")  # fmt: skip
    assert ran.code == 0
    scenario = load_scenario(folder / "scenario.yaml")
    assert scenario.formations["pods"].team_size == 5


def test_volumes_hold_the_contacts_that_were_given(podsim, workplace):
    podsim("init", "desk", *FLAGS, "--open", "mon-sat 08:15-20:00, sun 10:00-14:00")
    rows = [line.split(",") for line in (workplace / "desk/volumes.csv").read_text().splitlines()[1:]]
    assert sum(float(row[2]) for row in rows if row[1] == "voice") == pytest.approx(900, rel=2e-3)
    assert rows[0] == ["2026-01-05 08:00", "voice", "3.02", "360"]  # a quarter of an hour of it is open


def test_nothing_is_overwritten(podsim, workplace):
    (workplace / "desk").mkdir()
    assert podsim("init", "desk", *FLAGS).code == 0  # empty
    before = (workplace / "desk/scenario.yaml").read_text()
    ended = podsim("init", "desk", "--functions", "a:1", "--channels", "b:1")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err == (
        "desk: 1 problem, nothing was run\n\n"
        "  it holds README.md, people.csv, scenario.schema.json, scenario.yaml, volumes.csv\n"
        "  podsim init writes into a folder that is new or empty, and never overwrites. Name another one.\n"
    )
    assert (workplace / "desk/scenario.yaml").read_text() == before
    assert podsim("init", "tiny.yaml", *FLAGS).err == (
        "tiny.yaml: 1 problem, nothing was run\n\n"
        "  tiny.yaml\n  This is a file or a link. podsim init writes into a folder that is new or empty.\n"
    )


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ((), 'init needs --functions and --channels where it cannot ask, for example --functions "sales:12,service:18" '
             '--channels "voice:4000:live,mail:3000"'),
        (("--functions", "sales", "--channels", "mail:3"),
         "--functions sales: write name:people for each function, for example \"sales:12,service:18\""),
        (("--functions", "sales:0", "--channels", "mail:3"),
         "--functions sales:0: sales must have a whole number of people from 1 to 100000; write name:people for each "
         'function, for example "sales:12,service:18"'),
        (("--functions", "Sales:3", "--channels", "mail:3"),
         "--functions Sales:3: 'Sales' is no name: small letters, digits, _ and -, beginning with a letter; write "
         'name:people for each function, for example "sales:12,service:18"'),
        (("--functions", "a:3,a:4", "--channels", "mail:3"), "--functions a:3,a:4: a is given twice"),
        (("--functions", "a:3", "--channels", "mail:3:dead"),
         "--channels mail:3:dead: 'dead' after mail is not live; write name:contacts a week, and :live where customers "
         'wait on the line, for example "voice:4000:live,mail:3000"'),
        (("--functions", "a:3", "--channels", "mail:none"),
         "--channels mail:none: mail must have contacts a week above 0 and at most 10000000; write name:contacts a "
         "week, "
         'and :live where customers wait on the line, for example "voice:4000:live,mail:3000"'),
        (("--functions", "a:3", "--channels", "mail:3", "--open", "weekdays"),
         "--open weekdays: cannot read hours 'weekdays'; write hours as \"mon-fri 08:00-18:00\", several joined by "
         'commas, or "always"'),
        (("--functions", "a:3", "--channels", "mail:3", "--pod-size", "4"), "--pod-size 4: there are 3 people in all"),
        (("--functions", "a:3", "--channels", "mail:3", "--pod-size", "0"),
         "--pod-size 0: a pod has a whole number of people, at least 1, for example 8"),
        (("--functions", "a:9", "--channels", "mail:3", "--name", "Our Desk"),
         "--name Our Desk: a name is small letters, digits, _ and -, beginning with a letter, for example our_desk"),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_understood(podsim, workplace, flags, said):
    ended = podsim("init", "desk", *flags)
    assert ended.code == 2
    assert ended.err == f"podsim: {said}\n"
    assert not (workplace / "desk").exists()


@pytest.fixture
def terminal(monkeypatch):
    """A terminal at which somebody answers; returns what was asked."""
    asked = []

    def at(*answers):
        rest = iter(answers)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

        def answer(question):
            asked.append(question)
            try:
                return next(rest)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr(builtins, "input", answer)
        return asked

    return at


def test_five_questions_on_a_terminal(podsim, workplace, terminal):
    asked = terminal("", "sales", "sales:4,service:4", "mail:200", "", "4")
    ended = podsim("init", "desk")
    assert ended.code == 0
    assert asked == [
        "What is your organisation called? [desk] ",
        "Which functions, and how many people each? [sales:12,service:18] ",
        "Which functions, and how many people each? [sales:12,service:18] ",
        "How many contacts a week, by channel? (live: on the line) [voice:1500:live,mail:1000] ",
        "When is it open? [mon-fri 08:00-18:00] ",
        "Pods of how many people? [8] ",
    ]
    assert '  write name:people for each function, for example "sales:12,service:18"\n' in ended.out
    assert load_scenario("desk/scenario.yaml").formations["pods"].team_size == 4


def test_flags_are_not_asked_for_and_silence_ends_it(podsim, workplace, terminal):
    asked = terminal()
    ended = podsim("init", "desk", *FLAGS)
    assert (ended.code, asked) == (2, ["What is your organisation called? [desk] "])
    assert ended.err == ("podsim: no answer to: What is your organisation called? Flags answer as well: --name\n")
    assert not (workplace / "desk").exists()


@pytest.mark.parametrize(
    ("hours", "shifts"),
    [
        ("mon-fri 09:00-17:00", {"day": "mon-fri 09:00-17:00"}),
        ("mon-fri 08:00-12:00, mon-fri 12:00-18:00", {"early": "mon-fri 08:00-16:00", "late": "mon-fri 10:00-18:00"}),
        ("mon-fri 08:00-18:00, sat 09:00-12:00",
         {"early": "mon-fri 08:00-16:00, sat 09:00-12:00", "late": "mon-fri 10:00-18:00, sat 09:00-12:00"}),
        ("always", {"early": "mon-sun 06:00-14:00", "late": "mon-sun 14:00-22:00", "night": "mon-sun 22:00-06:00"}),
        ("mon 08:00-24:00, wed 08:00-24:00", {"early": "mon 08:00-16:00, wed 08:00-16:00",
                                             "late": "mon 16:00-24:00, wed 16:00-24:00"}),
    ],
)  # fmt: skip
def test_shifts_cover_the_opening_hours(hours, shifts):
    found = {name: hours_text(spans) for name, spans in shifts_of(hours).items()}
    assert found == shifts
    for text in found.values():
        assert weekly_spans(text)


@pytest.mark.parametrize(
    "flags",
    [
        ("--functions", "null:1", "--channels", "no:1", "--pod-size", 1),
        ("--functions", "a:3,b:1,c:40,d:2,e:5,f:1", "--channels", "b:100.5", "--open", "always"),
        ("--functions", "a:30,b:10", "--channels", "b:1000:live", "--open", "fri-sun 18:00-04:00"),
    ],
)
def test_any_answers_make_a_valid_scenario(podsim, workplace, flags):
    assert podsim("init", "desk", *flags, "--name", "true").code == 0
    ended = podsim("validate", "desk/scenario.yaml")
    assert ended.code == 0, ended.err


def test_few_people_make_one_pod(podsim, workplace):
    few = ("--functions", "a:2,b:2", "--channels", "mail:90")
    assert podsim("init", "desk", *few).code == 0
    assert load_scenario(workplace / "desk/scenario.yaml").formations["pods"].team_size == 4


def test_the_load_that_is_said_is_that_of_the_handling_times_of_the_file(podsim, workplace):
    """As podsim validate says it; calls of eight minutes are no calls of the six that are made up without a file."""
    rows = [f"2026-01-{day:02} {hour:02}:00,phone,30,480" for day in range(5, 10) for hour in (9, 10)]
    (workplace / "calls.csv").write_text("\n".join(["start,channel,offered,aht_seconds", *rows]) + "\n")
    ended = podsim("init", "desk", "--from", "calls.csv", "--functions", "phone:20")
    assert ended.code == 0, ended.err
    (said,) = (line for line in ended.out.splitlines() if "would be occupied" in line)
    assert f"phone {share_said(said):.2f} " in load_checked(podsim("validate", "desk/scenario.yaml"))


def share_said(line):
    """Of the time present."""
    return int(line.partition("about ")[2].partition("%")[0]) / 100


def load_checked(validated):
    """Loads by function, as podsim validate says them."""
    return next(line for line in validated.out.splitlines() if "Offered load" in line)
