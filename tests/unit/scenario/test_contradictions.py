"""Settings that are allowed one by one but not together."""

import pytest

REPLAY = """\
  replay:
    file: log.csv
    functions: {Group 70: service}
    other: sales
"""


def replaying(desk, text):
    """The single problem of a scenario that replays a log."""
    desk.write("number\n", "log.csv")
    return desk.only("people:\n", text + "people:\n")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("name: small", "name: Sales Desk/2", 1,
         'name becomes a folder name: small letters, digits, _ and - only, for example "support_desk".'),
        ("first_share: 0.6", "first_share: 0.5", 8,
         "The first_share of all needs must sum to 1; they sum to 0.9 (sales 0.4, service 0.5)."),
        ("{service: 0.3}", "{service: 1.1}", 11,
         "demand.needs.sales.then.service must be a number from 0 to 1 (share); it is 1.1."),
        ("{service: 0.3}", "{servise: 0.3}", 11,
         "demand.needs.sales.then.servise: there is no need 'servise'. Did you mean service? Known: sales, service."),
        ("{service: 0.3}", "{sales: 0.3}", 11, "sales cannot be followed by itself: a need is one function's part."),
        ("cases_per_week: 50", "patience_minutes: 5\n      cases_per_week: 50", 7,
         "Nobody waits on the line in mail: take patience_minutes out, or set live: true."),
        ("{service: 0.3}", "{service: 0.3}\n      independent_of: [service, service]", 12,
         "service is named twice; name every need once."),
        ("patience_minutes: 12", "patience_shape: 0.8", 5, "patience_shape says nothing without patience_minutes."),
        ("cases_per_week: 50", "hour_weights: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "
         "0]\n"
         "      cases_per_week: 50", 7, "hour_weights must be numbers of at least 0, one of them above 0."),
        ("cases_per_week: 50", "weekday_weights: [1, 1, 1, 1, 1, -1, 0]\n      cases_per_week: 50", 7,
         "weekday_weights must be numbers of at least 0, one of them above 0."),
        ("cases_per_week: 50", "weekday_weights: [0, 0, 0, 0, 0, 1, 1]\n      out_of_hours: turn_away\n"
         "      cases_per_week: 50", 7,
         "Every customer would be turned away: weekday_weights has no demand in opening hours."),
        ("cases_per_week: 50", "hour_weights: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "
         "1]\n"
         "      out_of_hours: turn_away\n      cases_per_week: 50", 7,
         "Every customer would be turned away: hour_weights has no demand in opening hours."),
        ("    mail:\n", "    e.mail:\n", 6,
         "demand.channels: the name 'e.mail' may hold letters, digits, _ and - only."),
        ("function: sales", "function: sale", 19,
         "people.groups.0.function: there is no need 'sale'. Did you mean sales? Known: sales, service."),
        ("count: 4", "count: 4, also: {service: 1.2}", 19,
         "people.groups.0.also.service must be a number above 0 and at most 1 (skill), for example 0.926; it is 1.2."),
        ("count: 4", "count: 4, also: {sales: 0.9}", 19,
         "sales is the group's own function, which it has with skill 1."),
        ("count: 4", "count: 4, also: {servce: 0.9}", 19,
         "people.groups.0.also.servce: there is no need 'servce'. Did you mean service? Known: sales, service."),
        ("count: 4", "count: 4, shifts: [earli]", 19,
         "people.groups.0.shifts.0: there is no shift 'earli'. Did you mean early? Known: early, late."),
        ("early: mon-fri 08:00-16:00", "early: mon-fri 8 to 16", 16,
         "people.shifts.early: cannot read hours 'mon-fri 8 to 16'; write hours as \"mon-fri 08:00-18:00\", several "
         "joined "
         'by commas, or "always".'),
        ("open: mon-fri 08:00-18:00", "open: weekdays", 2,
         "open: cannot read hours 'weekdays'; write hours as \"mon-fri 08:00-18:00\", several joined by commas, or "
         '"always".'),
        ("late: mon-fri 10:00-18:00", "late: sun 10:00-18:00", 17,
         "The shift late never meets a customer: no channel is open in its hours."),
        ("cases_per_week: 50", "open: mon-fri 18:00-20:00\n      cases_per_week: 50", 6, "Nobody works while mail is "
         "open."),
        ("cases_per_week: 50", "horizon_open_minutes: 1e6\n      open: mon 09:00-09:01\n      cases_per_week: 50", 7,
         "The run would last 1.01e+10 minutes; the clock is exact up to 4.29e+09. Take fewer weeks or a shorter "
         "horizon_open_minutes."),
    ],
)  # fmt: skip
def test_contradictions_in_a_block(desk, old, new, line, message):
    found = desk.only(old, new)
    assert (found[0], found[2]) == (line, message)


@pytest.mark.parametrize(
    ("seen", "message"),
    [
        ("functions_about: {sale: Orders}",
         "functions_about.sale: there is no need 'sale'. Did you mean sales? Known: sales, service."),
        ("policy: {pickup_inside_minutes: {fax: 3}}",
         "policy.pickup_inside_minutes.fax: there is no channel 'fax'. Known: voice, mail."),
        ("policy: {pickup_across_minutes: {mail: -1}}",
         "policy.pickup_across_minutes.mail must be a number from 0 to 10000 (minutes); it is -1."),
        ("formations: {pods: {policy: {pickup_inside_minutes: {mail: 20000}}}}",
         "formations.pods.policy.pickup_inside_minutes.mail must be a number from 0 to 10000 (minutes); it is 20000."),
        ("formations: {pods: {teams: 11}}", "11 teams cannot be made of 10 people."),
        ("formations: {silos: {teams: 2}}", "teams says nothing where the partition is by_function, one team per "
         "function. "
         "Take it out, or choose cross_functional, random or hybrid."),
        ("formations: {pods: {policy_from: silo}}",
         "formations.pods.policy_from: there is no column 'silo'. Did you mean silos? Known: silos, pods_today, "
         "silos_plus, pods, silos_crossing, pods_crossing."),
        ("formations: {pods: {policy_from: pods}}", "The policy of pods starts from itself: pods -> pods."),
        ("formations: {My Pods: {}}", "The column name 'My Pods' may hold small letters, digits, _ and - only."),
        ("policy: {wings: 2}", "policy.wings would change nothing, because every column has its own. Set "
         "formations.silos.policy.wings or formations.silos_plus.policy.wings or "
         "formations.silos_crossing.policy.wings."),
    ],
)  # fmt: skip
def test_contradictions_at_the_end(desk, seen, message):
    assert desk.only(more=seen + "\n") == (22, seen, message)


def test_what_follows_sums_to_one_at_most(desk):
    more = "  extra: {then: {sales: 0.6, service: 0.5}}"
    message = desk.only("people:\n", f"  {more}\npeople:\n", overrides=["policy.misroute_share=0"])[2]
    assert message == (
        "What follows extra may sum to 1 at most, the rest ends the case; it sums to 1.1 (sales 0.6, service 0.5)."
    )


def test_a_need_that_nobody_can_serve(desk):
    message = "Nobody can serve legal: no group has it as its function, or as a further one under also."
    line, seen, said = desk.only("{service: 0.3}", "{service: 0.3, legal: 0.1}\n    legal: {}")
    assert (line, seen, said) == (12, "legal: {}", message)


def test_a_need_that_only_wrong_diagnoses_name(desk):
    """Nothing follows service, so any other need may be taken for it, and whoever is taken there waits for somebody."""
    legal = ("people:\n", "    legal: {}\npeople:\n")
    message = (
        "Nobody can serve legal, which wrong diagnoses name (policy.misroute_share): no group has it as its function, "
        "or as a further one under also."
    )
    assert desk.only(*legal) == (14, "legal: {}", message)
    desk.load(*legal, overrides=["policy.misroute_share=0"])
    columns = {"formations.pods.policy.misroute_share": 0.1, "policy.misroute_share": 0}
    assert desk.only(*legal, overrides=columns)[2] == message
    factors = {f"demand.channels.{name}.misroute_factor": 0 for name in ("voice", "mail")}
    desk.load(*legal, overrides=factors)
    follows = ("      first_share: 0.6\n", "      first_share: 0.6\n      then: {sales: 0.1}\n    legal: {}\n")
    desk.load(*follows)  # what is named by mistake is what often follows


def test_needs_that_occur_by_a_burst_only(desk):
    text = desk.good.replace("people:\n", "  bursts: [{start: week 1, minutes: 5, factor: 2, need: legal}]\npeople:\n")
    desk.write(text.replace("  needs:\n", "  needs:\n    legal: {}\n") + "policy: {misroute_share: 0}\n")
    assert not desk.is_good()


def test_needs_that_never_follow(desk):
    factors = {f"demand.channels.{name}.continuation_factor": 0 for name in ("voice", "mail")}
    follows = ("{service: 0.3}", "{service: 0.3, legal: 0.1}\n    legal: {}")
    desk.load(*follows, overrides={**factors, "policy.misroute_share": 0})
    assert desk.only(*follows, overrides={"policy.misroute_share": 0})[2].startswith("Nobody can serve legal: ")


def test_secondary_skills_dealt_to_nobody_serve_nothing(desk):
    text = desk.good.replace("{service: 0.3}", "{service: 0.3, legal: 0.1}\n    legal: {}")
    for share, able in ((0.25, True), (0.2, False)):
        desk.write(text.replace("count: 4}", f"count: 4, also: {{legal: 0.5}}, also_share: {share}}}"))
        assert desk.is_good() is able


def test_no_cases_at_all(desk):
    assert desk.only("cases_per_week: 100", "cases_per_week: 0", overrides=["demand.channels.mail.cases_per_week=0"])[
        2
    ] == ("No channel has cases: cases_per_week must be above 0 in one of them at least.")


def test_exponential_work_cannot_follow_ambiguity(desk):
    more = "  work_distribution: exponential\n  ambiguity_work_correlation: 0.3\n"
    line, _, message = desk.only("people:\n", more + "people:\n")
    assert (line, message) == (
        15, "Work can follow ambiguity only where it is lognormal: set ambiguity_work_correlation to 0, or "
            "work_distribution to lognormal.",
    )  # fmt: skip


def test_a_shape_of_hardly_any_ambiguity(desk):
    shape = ("cases_per_week: 50", "cases_per_week: 50\n      ambiguity_shape: 2")
    assert desk.only(*shape, overrides=["demand.ambiguity_mean=0.001"])[::2] == (
        8, "An ambiguity_shape above 1 needs an ambiguity_mean of at least 0.01: nearly no case is ambiguous "
           "otherwise, and their spread cannot be computed.",
    )  # fmt: skip
    desk.load(*shape, overrides=["demand.ambiguity_mean=0.01"])


def test_a_chain_of_policies_that_comes_back(desk):
    problems = desk.problems(more="formations:\n  a: {policy_from: b}\n  b: {policy_from: a}\n")
    assert [(p.line, p.message) for p in problems] == [
        (23, "The policy of a starts from itself: a -> b -> a."),
        (24, "The policy of b starts from itself: b -> a -> b."),
    ]


def test_a_replay_needs_neither_shares_nor_cases(desk):
    desk.write("number\n", "log.csv")
    text = desk.good.replace("first_share: 0.6", "first_share: 0.1").replace("100", "0").replace("50", "0")
    desk.write(text.replace("people:\n", REPLAY + "people:\n"))
    assert desk.is_good()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("file: log.csv", "file: lag.csv", 15, "There is no such file, neither beside the scenario nor here. It must "
         "be a "
         "CSV or CSV.gz with one row per update of an incident."),
        ("Group 70: service", "Group 70: servise", 16, "demand.replay.functions.Group 70: there is no need "
         "'servise'. Did "
         "you mean service? Known: sales, service."),
        ("other: sales", "other: others", 17, "demand.replay.other: there is no need 'others'. Known: sales, service."),
        ("other: sales", "other: sales\n    channels: {Phone: voise}", 18, "demand.replay.channels.Phone: there is no "
         "channel 'voise'. Did you mean voice? Known: voice, mail."),
        ("other: sales", "other: sales\n    distress: {1 - Critical: 2}", 18, "demand.replay.distress.1 - Critical "
         "must be "
         "a number from 0 to 1 (share); it is 2."),
        ("other: sales", "other: sales\n    start: 2016-02-30", 18, "demand.replay.start must be a date that exists, "
         "year-month-day, for example 2016-04-05."),
        ("other: sales", "other: sales\n    start: 2016-05-01\n    end: 2016-05-01", 19, "end is the day after the "
         "last "
         "one replayed and must come after start (2016-05-01)."),
    ],
)  # fmt: skip
def test_replays(desk, old, new, line, message):
    found = replaying(desk, REPLAY.replace(old, new))
    assert (found[0], found[2]) == (line, message)


def test_a_replayed_log_has_the_customers_that_it_has(desk):
    found = replaying(desk, f"  volume_factor: 1.2\n{REPLAY}")
    assert found[2] == "A replayed log has the customers that it has: take volume_factor out, or set it to 1."


def test_the_log_may_lie_beside_the_scenario_or_here(desk, monkeypatch):
    desk.write("number\n", "log.csv")
    scenario = desk.load("people:\n", REPLAY + "people:\n")
    (desk.folder / "elsewhere").mkdir()
    monkeypatch.chdir(desk.folder / "elsewhere")
    assert scenario.data_file("demand.replay.file") == desk.folder / "log.csv"
