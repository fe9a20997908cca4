"""People from a file of the user's: what is understood, what is wrong with it, and who it makes."""

import numpy as np
import pytest

from sim.formation import build_people
from sim.formation.people_file import people_file_of
from sim.scenario.hours import weekly_spans
from sim.scenario.problems import DataError

HEADER = "person,function,shift,hours,skills,pay"
GOOD = f"""{HEADER}
Anna Àbel,sales,early,,service:0.9; billing:0.85,31.5
Bob,service,late,,,
Cy,sales,,"mon-thu 09:00-17:00, fri 09:00-13:00",,28
Dee,billing,late,,sales,40
"""
NAMES = ("Anna", "Bob", "Cy", "Dee")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_everybody_as_the_file_says(forming, folder):
    people = build_people(forming.from_file(GOOD, folder))
    assert people.seat == ("sales 1", "service 1", "sales 2", "billing 1")
    assert people.skill.tolist() == [[1, 0.9, 0.85], [0, 1, 0], [1, 0, 0], [0.926, 0, 1]]
    assert people.pay_per_hour.tolist() == [31.5, 30, 28, 40]
    week = np.bincount(people.shift_person, weights=people.shift_end - people.shift_start) / 60
    assert week.tolist() == [40, 40, 36, 40]


def test_people_of_groups_and_of_a_file_are_the_same_people(forming, folder):
    """Keys come from function and number within it, so pace, warmth and absences are those of the groups' people."""
    rows = [f"{f} {n},{f},{('early', 'late')[n % 2]},,," for f, count in (("sales", 6), ("service", 4), ("billing", 2))
            for n in range(count)]  # fmt: skip
    of_file = build_people(forming.from_file("\n".join([HEADER, *rows]), folder, people__pace_cv=0.2))
    of_groups = build_people(forming.small(people__pace_cv=0.2))
    for name in ("key", "seat", "function", "skill", "pace", "warmth", "pay_per_hour", "shift_start", "shift_person"):
        assert np.array_equal(getattr(of_file, name), getattr(of_groups, name)), name


VARIANTS = {
    "BOM": (GOOD.encode("utf-8-sig"), "comma-separated, utf-8 with BOM, decimal points"),
    "cp1252": (GOOD.encode("cp1252"), "comma-separated, cp1252, decimal points"),
    "tabs": (GOOD.replace('"', "").replace("thu 09:00-17:00, ", "thu 09:00-17:00; ")
             .replace(",", "\t").replace("17:00;", "17:00,").encode(), "tab-separated, utf-8, decimal points"),
    "spelt header": (GOOD.replace("person,function", "Person,Function").encode(),
                     "comma-separated, utf-8, decimal points"),
    "semicolons and decimal commas": (
        b'person;function;shift;hours;skills;pay\nAnna;sales;early;;"service:0,9; billing:0,85";31,5\n'
        b"Bob;service;late;;;\nCy;sales;;mon-thu 09:00-17:00, fri 09:00-13:00;;28\nDee;billing;late;;sales;40\n",
        "semicolon-separated, utf-8, decimal commas",
    ),
    "bars between skills": (GOOD.replace("; ", "|").encode(), "comma-separated, utf-8, decimal points"),
    "Windows lines": (GOOD.replace("\n", "\r\n").encode(), "comma-separated, utf-8, decimal points"),
}  # fmt: skip


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_reads_as_the_original(forming, folder, name):
    content, understood = VARIANTS[name]
    original = build_people(forming.from_file(GOOD, folder))
    scenario = forming.from_file(content, folder)
    found = build_people(scenario)
    for field in ("key", "skill", "pay_per_hour", "shift_start", "shift_end"):
        assert np.array_equal(getattr(found, field), getattr(original, field)), field
    assert f"understood: {understood}" in forming.understood(scenario)


def test_a_column_for_each_weekday(forming, folder):
    """early is mon-fri: on a Saturday it is as on other days. Cells hold times, shifts, or a day off."""
    rows = ["person,function,mon,tue,wed,sat", "A,sales,9am-5pm,22:00-06:00,off,early", "B,service,08-12/13.30-17,,-,",
            "C,billing,Early,late,,"]  # fmt: skip
    members = people_file_of(forming.from_file("\n".join(rows), folder)).members
    hours = ["mon 09:00-17:00, tue 22:00-06:00, sat 08:00-16:00", "mon 08:00-12:00, mon 13:30-17:00",
             "mon 08:00-16:00, tue 10:00-18:00"]  # fmt: skip
    assert [member.spans for member in members] == [weekly_spans(text) for text in hours]


STARTS_AND_ENDS = {
    "by weekday": (["person,function,mon_from,mon_to,tue_from,tue_to", "A,sales,9:00 AM,5:00 PM,,",
                    "B,service,08:00:00,16:00:00,off,"],
                   ["mon 09:00-17:00", "mon 08:00-16:00"]),
    "of all days": (["person,function,start,end", "A,sales,09:00,17:00", "B,service,22:00,06:00"],
                    ["mon-fri 09:00-17:00", "mon-fri 22:00-06:00"]),
    "a row a day": (["person,function,day,start,end", "A,sales,Mo,09:00,12:00", "A,sales,Mo,13:00,17:00",
                     "A,sales,Di,off,",
                     "B,service,05.01.2026,09:00,17:00", "B,service,12.01.2026,09:00,17:00"],
                    ["mon 09:00-12:00, mon 13:00-17:00", "mon 09:00-17:00"]),
}  # fmt: skip


@pytest.mark.parametrize("name", STARTS_AND_ENDS)
def test_start_and_end_in_two_columns(forming, folder, name):
    rows, hours = STARTS_AND_ENDS[name]
    file = people_file_of(forming.from_file("\n".join([*rows, rows[1].replace("A,sales", "C,billing")]), folder))
    assert [member.spans for member in file.members][:2] == [weekly_spans(text) for text in hours]
    notes = {"by weekday": (), "of all days": ("no column for the day: start and end are of Monday to Friday",),
             "a row a day": ("a row for each person and day: put together; 2 weeks, all the same",)}  # fmt: skip
    assert file.notes == notes[name]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("person,function,start\nA,sales,9", "a column for the start of work\n  It says nothing without the other end"),
        ("person,function,start,end,mon\nA,sales,9,17,9-17", "Say once when somebody works"),
        ("person,function,mon_from,mon_to\nA,sales,9,", "line 2   mon_from: 9, mon_to: nothing"),
        ("person,function,day,start,end\nA,sales,Mo,9,17\nA,sales,x,9,17", "line 3   day: x\n  Write a weekday"),
        (
            "person,function,day,start,end\nA,sales,13.01.2026,9,17\nA,sales,20.01.2026,9,16",
            "this person's weeks differ",
        ),
    ],
)
def test_starts_and_ends_that_are_no_usual_week(forming, folder, rows, said):
    with pytest.raises(DataError, match=said):
        people_file_of(forming.from_file(rows, folder))


@pytest.mark.parametrize("cell", ["Urlaub", "9 to", "x", "lunch 9:00-10:00"])
def test_what_no_hours_are_below_a_weekday(forming, folder, cell):
    with pytest.raises(DataError, match=rf"line 2   tue: {cell}\n  Write when somebody works on that day") as error:
        people_file_of(forming.from_file(f"person,function,mon,tue\nA,sales,9-17,{cell}", folder))
    assert "a shift of the scenario (early, late)" in str(error.value)


def test_the_report_holds_no_name(forming, folder):
    scenario = forming.from_file(GOOD, folder)
    lines = forming.understood(scenario)
    assert lines == [
        "people.csv: 4 people (sales 2, service 1, billing 1)",
        "understood: comma-separated, utf-8, decimal points",
        "names are kept nowhere: people are called by function and number in the order of the file, such as sales 1",
        "hours per person and week: 36 to 40, 39 on average",
        "note: 1 skill without a number: 0.926",
        "note: 1 pay left empty: 30 per hour",
    ]
    kept = repr((people_file_of(scenario), build_people(scenario), lines))
    assert not [name for name in NAMES if name in kept]


FORM = 'write hours as "mon-fri 08:00-18:00", several joined by commas, or "always"'
NO_NEED = "No need of the scenario is called so. Known: sales, service, billing."
BAD = {
    "person": ("?,sales,early,,,\n,sales,early,,,", None,
               "  line 3   person: missing\n  Every row must name a person, by any text of its own; the name is kept "
               "nowhere."),
    "again": ("Zoe,sales,early,,,\nZoe,sales,late,,,", None,
              "  line 3   person: the same again\n  Every person has one row; this one is in line 2 already."),
    "function": ("Zoe,sale,early,,,", None,
                 "  line 2   function: sale\n  No need of the scenario is called so. Did you mean sales? Known: sales, "
                 "service, billing."),
    "shift": ("Zoe,sales,earli,,,", None,
              "  line 2   shift: earli\n  The scenario has no such shift. Did you mean early? Known: early, late."),
    "hours": ("Zoe,sales,,weekdays,,", None, f"  line 2   hours: weekdays\n  Cannot read hours 'weekdays'; {FORM}."),
    "neither": ("Zoe,sales,,,,", None,
                "  line 2   neither shift nor hours\n  Every person has either a shift of the scenario (early, "
                "late) or "
                f"hours; {FORM}."),
    "both": ("Zoe,sales,late,always,,", None,
             "  line 2   shift: late, hours: always\n  Every person has either a shift of the scenario (early, "
             "late) or "
             f"hours; {FORM}."),
    "skill": ("Zoe,sales,late,,service:1.2,\nFay,sales,late,,service:high,", None,
              '  line 2   skills: service:1.2\n  It is no skill; write skills as "billing:0.9; service:0.8", each '
              'above 0 '
              'and at most 1.\n\n  line 3   skills: service:high\n  It is no skill; write skills as "billing:0.9; '
              'service:0.8", each above 0 and at most 1.'),
    "skill of": ("Zoe,sales,late,,servce:0.9,", None,
                 "  line 2   skills: servce:0.9\n  No need of the scenario is called so. Did you mean service? Known: "
                 "sales, service, billing."),
    "own": ("Zoe,sales,late,,sales:0.9,", None,
            "  line 2   skills: sales:0.9\n  sales is this person's own function, which has skill 1. Leave it out."),
    "pay": ("Zoe,sales,late,,,a lot", None,
            "  line 2   pay: a lot\n  Pay per hour must be a number from 0 to 1000000, for example 30."),
    "three decimals": ('Zoe,sales,early,,,"31,500"\nFay,sales,late,,,"1,250"', None,
                       "  line 2   pay: 31,500\n  It could be 31500 or 31.5, and no number of the file shows which: "
                       "write 31500, or 31.5000 with a fourth decimal."),
    "column": ("Zoe,sales", "person,functon",
               "  line 1   no column function\n  The header must name function. Did you mean to name functon so?"),
    "a column twice": ("Zoe,sales,early,0.9,1", "person,function,shift,pay,Pay",
                       "  line 1   pay in columns 4 and 5\n  It is not clear which one is meant: leave one, or rename "
                       "the others."),
    "fields": ("Zoe,sales,late,,billing:0.9,30,1", None,
               "  line 2   7 fields\n  A row must have 6 fields, as the header has."),
    "empty and short": ("Zoe,sales\n,,,,9:8,\nFay,,late,,:,", None, (
        "  line 2   2 fields\n  A row must have 6 fields, as the header has.\n\n"
        "  line 3   person: missing\n  Every row must name a person, by any text of its own; the name is kept "
        "nowhere.\n\n"
        f"  line 3   function: missing\n  {NO_NEED}\n\n"
        "  line 3   neither shift nor hours\n  Every person has either a shift of the scenario (early, late) or hours; "
        f"{FORM}.\n\n  line 3   skills: 9:8\n  {NO_NEED}\n\n"
        f"  line 4   function: missing\n  {NO_NEED}\n\n  line 4   skills: :\n  {NO_NEED}"
    )),
    "nobody": ("Zoe,sales,late,,,\nFay,service,late,,,", None,
               "  function: billing\n  Nobody can serve billing: no row has it as function, or under skills."),
    "never": ("Zoe,sales,,sun 08:00-10:00,service; billing,", None,
              "  hours of everybody\n  Nobody works while voice is open.\n\n  hours of everybody\n  Nobody works "
              "while mail is open."),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said(forming, folder, name):
    rows, header, expected = BAD[name]
    scenario = forming.from_file(f"{header or HEADER}\n{rows}\n", folder)
    with pytest.raises(DataError) as caught:
        build_people(scenario)
    number = expected.count("\n\n") + 1
    problems = "1 problem" if number == 1 else f"{number} problems"
    assert str(caught.value) == f"people.csv: {problems}, nothing was run\n\n{expected}"
    assert not [who for who in ("Zoe", "Fay") if who in str(caught.value)]


@pytest.mark.parametrize(
    ("pods", "seen", "message"),
    [
        ({"teams": 5}, "formations.pods.teams: 5", "5 teams cannot be made of 4 people."),
        ({"team_size": 6}, "formations.pods.team_size: 6", "A team of 6 cannot be made of 4 people."),
        ({"partition": "explicit", "members": {"a": {"sales": 3}}}, "formations.pods.members.a.sales: 3",
         "3 people of sales are asked for, and 2 are left."),
    ],
)  # fmt: skip
def test_teams_that_cannot_be_made_of_them(forming, folder, pods, seen, message):
    scenario = forming.from_file(GOOD, folder, formations__pods=pods)
    with pytest.raises(DataError) as caught:
        forming.understood(scenario)
    assert str(caught.value) == f"people.csv: 1 problem, nothing was run\n\n  {seen}\n  {message}"


def test_problems_of_all_files_at_once(forming, folder):
    (folder / "volumes.csv").write_text("start,channel,offered\n2026-01-05,fax,1\n")
    scenario = forming.from_file(f"{HEADER}\nZoe,sale,late,,,\n", folder, demand__volumes_file="volumes.csv")
    with pytest.raises(DataError) as caught:
        forming.understood(scenario)
    assert [problem.path for problem in caught.value.problems] == ["people.csv", "volumes.csv"]


def test_problems_of_all_columns_at_once(forming, folder):
    columns = {"pods": {"teams": 5}, "other": {"partition": "cross_functional", "team_size": 6}}
    scenario = forming.from_file(GOOD, folder, formations=columns)
    with pytest.raises(DataError) as caught:
        forming.understood(scenario)
    assert [problem.seen for problem in caught.value.problems] == ["formations.pods.teams: 5",
                                                                   "formations.other.team_size: 6"]  # fmt: skip


def test_a_file_is_read_again_when_it_has_changed(forming, folder):
    scenario = forming.from_file(GOOD, folder)
    before = people_file_of(scenario)
    assert people_file_of(scenario) is before
    (folder / "people.csv").write_text(GOOD + "Zoe,sales,late,,,\n")
    assert len(people_file_of(scenario).members) == len(before.members) + 1
