"""Languages and sites in a file of people: what is understood, what is wrong, and the teams they do not make."""

import pytest

from sim.formation import build_people
from sim.scenario import ScenarioError
from sim.scenario.problems import DataError

PLAIN = """person,function,shift
Anna,sales,early
Bob,service,late
Cy,sales,early
Dee,billing,late
"""
WIDE = """person,function,shift,languages,site,skills
Anna,sales,early,german; french,north,
Bob,service,late,,north,sales
Cy,sales,early,german|german,south,
Dee,billing,late,french;german,south,service
"""
SPOKEN = {"demand__languages": {"german": 0.75, "french": 0.25}}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_languages_and_sites(forming, folder):
    scenario = forming.from_file(WIDE, folder, **SPOKEN)
    people = build_people(scenario)
    assert people.speaks.tolist() == [[True, True], [True, True], [True, False], [True, True]]
    assert (people.site.tolist(), people.site_names) == ([0, 0, 1, 1], ("north", "south"))
    assert forming.understood(scenario)[3:5] == [
        "languages: german 4, french 3; 1 left empty: all of them",
        "sites: north 2, south 2",
    ]
    assert list(forming.teams(scenario, "silos")) == ["north sales", "north service", "south sales", "south billing"]


def test_columns_that_are_not_there_say_nothing(forming, folder):
    people = build_people(forming.from_file(PLAIN, folder, **SPOKEN))
    assert people.speaks.all()
    assert people.site_names == ("",)


BAD = {
    "language": ("Anna,sales,early,german; french", "Anna,sales,early,germn; french",
                 "  line 2   languages: germn\n  No language of the scenario is called so. Did you mean german? Known: "
                 "german, french."),
    "no site": ("german|german,south", "german|german,",
                "  line 4   site: missing\n  All rows say where a person works, or none; this one does not. Known: "
                "north, south."),
    "site": ("german|german,south", "german|german,south!",
             "  line 4   site: south!\n  The name of a site may hold letters, digits, _ and - only."),
    "nobody speaks it": ("Dee,billing,late,french;german", "Dee,billing,late,german",
                         "  function: billing\n  Nobody who speaks french can serve billing: no such row has it as "
                         "function, or under skills."),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_with_languages_and_sites(forming, folder, name):
    old, new, expected = BAD[name]
    scenario = forming.from_file(WIDE.replace(old, new), folder, **SPOKEN)
    with pytest.raises(DataError) as caught:
        build_people(scenario)
    assert str(caught.value) == f"people.csv: 1 problem, nothing was run\n\n{expected}"


def test_languages_without_languages_of_the_scenario(forming, folder):
    scenario = forming.from_file(WIDE, folder)
    with pytest.raises(DataError) as caught:
        build_people(scenario)
    assert {problem.message for problem in caught.value.problems} == {
        "No language of the scenario is called so. Known: none."
    }


@pytest.mark.parametrize(
    ("pods", "seen", "message"),
    [
        ({"teams": 1}, "formations.pods.teams: 1", "With people at 2 sites there are 2 teams at least, or "
         "across_sites: true lets them span."),
        ({"team_size": 3}, "formations.pods.team_size: 3", "A team of 3 cannot be made of 2 people, the most at one "
         "site."),
        ({"partition": "tiered", "first_line_share": 0.1}, "formations.pods.first_line_share: 0.1",
         "first_line_share 0.1 of each function's people is nobody: there would be no first line."),
        ({"apart": ["sales", "service", "billing"]}, "formations.pods.apart: ('sales', 'service', 'billing')",
         "apart names every function that anybody has, so nobody is left to be put into teams."),
        ({"partition": "explicit", "members": {"a": {"sales": 2}, "b": {"service": 1}, "c": {"billing": 1}}, "units":
          {"x": ["a"]}}, "formations.pods.members.a", "a has sales 1 at north and sales 2 at south. No team spans two "
         "sites unless across_sites is true."),
        ({"units": {"x": ["north pod 1", "south pod 2"]}}, "formations.pods.units.x.1: south pod 2", "There is no team "
         "'south pod 2' in this column. Did you mean south pod 1? Known: north pod 1, south pod 1."),
        ({"across_sites": True, "policy": {"borrowing": "near"}}, None, None),
    ],
)  # fmt: skip
def test_teams_that_people_at_two_sites_do_not_make(forming, folder, pods, seen, message):
    if seen is None:  # said when the scenario is read, whoever is in the file
        with pytest.raises(ScenarioError, match="near would be the same as anywhere"):
            forming.from_file(WIDE, folder, **SPOKEN, formations__pods=pods)
        return
    scenario = forming.from_file(WIDE, folder, **SPOKEN, formations__pods=pods)
    with pytest.raises(DataError) as caught:
        forming.understood(scenario)
    assert str(caught.value) == f"people.csv: 1 problem, nothing was run\n\n  {seen}\n  {message}"


def test_a_file_without_sites_leaves_nobody_near(forming, folder):
    scenario = forming.from_file(PLAIN, folder, formations__pods__policy={"borrowing": "near"})
    with pytest.raises(DataError) as caught:
        forming.understood(scenario)
    assert str(caught.value) == (
        "people.csv: 1 problem, nothing was run\n\n  formations.pods.policy.borrowing: near\n  Any two teams of pods "
        "are equally far apart, so near would be the same as anywhere. Write anywhere, or give the column units, or "
        "people a site."
    )
