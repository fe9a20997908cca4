"""Languages, sites, units, owners and the partitions that know of them: what is not allowed together."""

import textwrap

import pytest

from sim.scenario import ScenarioError, build_scenario, load_scenario, resolved

WIDE = textwrap.dedent("""\
    name: wide
    open: mon-fri 08:00-18:00
    demand:
      channels:
        mail: {cases_per_week: 100}
      languages: {german: 0.7, french: 0.3}
      needs:
        sales: {first_share: 0.5, then: {service: 0.2}}
        service: {first_share: 0.5, then: {sales: 0.2}}
    people:
      groups:
        - {function: sales, count: 6, site: north}
        - {function: service, count: 4, site: north}
        - {function: sales, count: 4, site: south}
        - {function: service, count: 2, site: south, languages: [german]}
    formations:
      pods: {teams: 4}
    """)
PODS = "{teams: 4}"


@pytest.fixture
def said(desk):
    """(line, message) of every problem of the wide scenario with some of its text replaced."""

    def problems(*changes):
        text = WIDE
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        desk.write(text)
        try:
            load_scenario("desk.yaml")
        except ScenarioError as error:
            return [(problem.line, problem.message) for problem in error.problems]
        return []

    return problems


def test_it_is_good(said):
    assert said() == []
    scenario = load_scenario("desk.yaml")
    assert build_scenario(resolved(scenario)) == scenario


@pytest.mark.parametrize(
    ("languages", "message"),
    [
        ("{german: 0.7, french: 0.4}",
         "The shares of all languages must sum to 1; they sum to 1.1 (german 0.7, french 0.4)."),
        ("{german: 1.2, french: 0.3}", "demand.languages.german must be a number from 0 to 1 (share); it is 1.2."),
        ("{german: 0.7, swiss.french: 0.3}",
         "demand.languages: the name 'swiss.french' may hold letters, digits, _ and - only."),
        ("{german: much}", "demand.languages.german must be a number (share), for example 0.7."),
    ],
)  # fmt: skip
def test_shares_of_languages(said, languages, message):
    assert said(("{german: 0.7, french: 0.3}", languages), (", languages: [german]", "")) == [(6, message)]


def test_there_are_only_so_many_languages(said):
    many = "{" + ", ".join(f"l{i}: {1 / 64}" for i in range(64)) + "}"
    assert said(("{german: 0.7, french: 0.3}", many), (", languages: [german]", "")) == [
        (6, "60 languages are the most; there are 64.")
    ]


def test_languages_of_groups_are_those_of_customers(said):
    assert said(("[german]", "[germn]")) == [
        (15, "people.groups.3.languages.0: there is no language 'germn'. Did you mean german? Known: german, french.")
    ]
    assert said(("  languages: {german: 0.7, french: 0.3}\n", "")) == [
        (14, "people.groups.3.languages.0: there is no language 'german'. Known: none.")
    ]


def test_everybody_is_served_in_every_language(said):
    german = ("count: 4, site: north}", "count: 4, site: north, languages: [german]}")
    who = "group has it as its function, or as a further one under also."
    missing = f"Nobody who speaks french can serve service: no such {who}"
    assert said(german) == [(9, missing)]
    # Nobody comes who speaks it, or somebody of another function does: nothing is missing.
    assert said(german, ("0.7, french: 0.3", "1.0, french: 0")) == []
    assert said(german, ("count: 4, site: south", "count: 4, site: south, also: {service: 0.9}")) == []
    # Two at once, and a need that is only named by mistake.
    both = said(german, ("count: 6, site: north", "count: 6, site: north, languages: [german]"),
                ("count: 4, site: south", "count: 4, site: south, languages: [german]"))  # fmt: skip
    assert both == [(8, missing.replace("service", "sales")), (9, missing)]
    legal = [("    service: {", "    legal: {}\n    service: {"), (", then: {sales: 0.2}", "")]
    why = "which wrong diagnoses name (policy.misroute_share)"
    assert said(*legal) == [(9, f"Nobody can serve legal, {why}: no {who}")]
    assert said(*legal, ("count: 2, site: south", "count: 2, site: south, also: {legal: 0.5}")) == [
        (9, f"Nobody who speaks french can serve legal, {why}: no such {who}")
    ]


def test_all_groups_have_a_site_or_none_has(said):
    assert said(("count: 4, site: north", "count: 4")) == [
        (13, "All groups say where they work, or none; this one has no site. Known: north, south.")
    ]
    assert said(("count: 4, site: south", "count: 4, site: the south")) == [
        (14, "people.groups.2.site: the name 'the south' may hold letters, digits, _ and - only.")
    ]


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("{teams: 1}",
         "With people at 2 sites there are 2 teams at least, or across_sites: true lets them span."),
        ("{teams: 17}", "17 teams cannot be made of 16 people."),
        ("{teams: 9, apart: [sales]}", "9 teams cannot be made of 6 people who are not apart."),
        ("{partition: hybrid, teams: 8}", "8 teams cannot be made of 7 people, who are 0.4 of each function."),
        ("{team_size: 11}", "A team of 11 cannot be made of 10 people, the most at one site."),
        ("{partition: hybrid, complex_share: 0.05}",
         "complex_share 0.05 of each function's people is nobody: there would be no pod."),
        ("{partition: hybrid, complex_share: 0.95}",
         "complex_share 0.95 of each function's people is everybody: there would be no department."),
        ("{partition: tiered, first_line_share: 0.05}",
         "first_line_share 0.05 of each function's people is nobody: there would be no first line."),
        ("{partition: tiered, first_line_share: 0.95}",
         "first_line_share 0.95 of each function's people is everybody: there would be no department."),
        ("{apart: [sales, service]}",
         "apart names every function that anybody has, so nobody is left to be put into teams."),
        ("{apart: [sale]}", "formations.pods.apart.0: there is no need 'sale'. Did you mean sales? Known: sales, "
         "service."),
        ("{partition: pool, apart: [sales]}", "apart says nothing where the partition is pool, everybody in one team. "
         "Take it out, or choose cross_functional, random, hybrid or tiered."),
        ("{first_line_share: 0.5}", "first_line_share says nothing where the partition is cross_functional, pods that "
         "are made by the program. Take it out, or choose tiered."),
        ("{partition: tiered, complex_share: 0.5}", "complex_share says nothing where the partition is tiered, a first "
         "line before departments. Take it out, or choose hybrid."),
        ("{partition: tiered, shifts_together: false}", "shifts_together says nothing where the partition is tiered, a "
         "first line before departments. Take it out, or choose cross_functional or hybrid."),
        ("{partition: tiered, teams: 3}", "teams says nothing where the partition is tiered, a first line before "
         "departments. Take it out, or choose cross_functional, random or hybrid."),
        ("{partition: explicit, members: {a: {sales: 6, service: 4}, b: {sales: 4, service: 2}}}", None),
        ("{partition: explicit, members: {a: {sales: 7, service: 4}, b: {sales: 3, service: 2}}}",
         "a has sales 1 at north and sales 7 at south. No team spans two sites unless across_sites is true."),
        ("{partition: explicit, across_sites: true, members: {a: {sales: 7, service: 4}, b: {sales: 3, service: 2}}}",
         None),
        ("{units: {a: [north pod 1, north pod 2], b: {c: [south pod 1]}}}", None),
        ("{units: {a: [north pod 1, north pod 5]}}", "There is no team 'north pod 5' in this column. Did you mean "
         "north pod 2? Known: north pod 1, north pod 2, south pod 1."),
        ("{units: {a: [north pod 1], b: [north pod 1]}}", "north pod 1 is in a already."),
        ("{units: {a: north pod 1}}", "The unit a must hold teams, as a list, or further units, for example {front: "
         "[sales, marketing], back: [service, operations]}."),
        ("{units: {a: {b: []}}}", "The unit b must hold teams, as a list, or further units, for example {front: "
         "[sales, marketing], back: [service, operations]}."),
        ("{units: {a: [[north pod 1]]}}", "The unit a must hold teams, as a list, or further units, for example "
         "{front: [sales, marketing], back: [service, operations]}."),
        ("{policy: {borrowing: near}}", None),
        ("{across_sites: true, units: {a: [pod 1]}, policy: {borrowing: near}}", None),
        ("{across_sites: true, policy: {borrowing: near}}", "Any two teams of pods are equally far apart, so near "
         "would be the same as anywhere. Write anywhere, or give the column units, or people a site."),
        ("{policy: {owner: first, return_to: owner}}", None),
        ("{policy: {owner: first, briefing_minutes: 0}}", None),
        ("{policy: {return_to: owner}}",
         "Cases of pods have no owner to return to. Set owner: first, or another return_to."),
    ],
)  # fmt: skip
def test_columns(said, column, message):
    assert said((PODS, column)) == ([] if message is None else [(17, message)])


def test_across_sites_needs_sites(said):
    sites = [(f", site: {name}", "") for name in ("north", "south")]
    assert said(*sites, (PODS, "{teams: 4, across_sites: true}")) == [
        (17, "across_sites says nothing where all people work at one site. Take it out.")
    ]
    assert said(*sites, (PODS, "{teams: 4, policy: {borrowing: near}}"))[0][1].startswith("Any two teams of pods are")


def test_a_dial_is_blamed_where_it_is_said(said):
    columns = "pods: {teams: 4}\n  b: {policy_from: pods}\n  c: {policy_from: b, policy: {owner: first}}\npolicy: {%s}"
    no_owner = "Cases of {} have no owner to return to. Set owner: first, or another return_to."
    found = said(("pods: {teams: 4}", columns % "wings: 0"), ("{teams: 4}", "{teams: 4, policy: {return_to: owner}}"))
    assert [(17, no_owner.format(name)) for name in ("pods", "b")] == found[:2]
    common = said(("pods: {teams: 4}", "b: {partition: pool}\npolicy: {return_to: owner}"))
    assert common == [(18, no_owner.format("b"))]


def test_problems_of_other_kinds_come_at_once(said):
    """Units are not looked at where the teams are not known."""
    column = "{partition: hybrid, apart: [sale], units: {a: [anything], b: 3}, policy: {return_to: owner}}"
    found = said((PODS, column), ("[german]", "[germn]"), ("0.7, french", "0.6, french"))
    assert [line for line, _ in found] == [6, 15, 17, 17, 17]
    assert "must hold teams" in found[3][1]
