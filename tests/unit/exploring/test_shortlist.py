"""All levers at once: what is enumerated, what is within budget and load, and a planted optimum that is found."""

import json

import numpy as np
import pytest

from sim.comparison.sampling import Sampler
from sim.exploring.designs.levers import columns_in, dials_of, levers_of, staffed
from sim.exploring.designs.shortlist import SELECTION, SHORT, shortlist
from sim.formation.prepared import prepare
from sim.report.handout import read_results
from sim.report.handout.formats import slides_of
from sim.report.shortlist import (
    candidate_rows,
    front_rows,
    screened_rows,
    shortlist_json,
    shortlist_page,
    write_shortlist,
)
from sim.report.summary import as_text
from sim.scenario import changed, load_scenario, policy_of
from sim.scenario.built_in_columns import HABITS, TODAY
from tests.unit.comparison.made import tiny

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk():
    return load_scenario("support_desk")


@pytest.fixture(scope="module")
def levers(desk):
    return levers_of(desk, seed=1)


def test_ten_thousand_designs_of_four_kinds_of_levers(desk, levers):
    assert levers.every > 10_000
    assert len(levers.designs) in (10_000, 10_001)  # today's departments are always there
    assert len(set(levers.designs)) == len(levers.designs)
    assert {len(one.habits) for one in levers.designs} == {0, 1, 2, 3, 4}
    assert len({one.partition.column for one in levers.designs}) > 50
    assert {sum(counts.values()) for counts in levers.staffings} == {48}
    assert levers == levers_of(desk, seed=1)
    assert levers.designs != levers_of(desk, seed=2).designs


def test_today_s_departments_with_better_habits_are_the_column_of_the_scenario(desk, levers):
    made = columns_in(desk, {"again": levers.today})
    assert policy_of(made, "again") == policy_of(desk, HABITS)
    assert levers.today in levers.within


def test_what_is_within_leaves_no_function_fuller_and_costs_no_more(desk, levers):
    from sim.measures.offered import load_states

    def fullest(counts):
        return max(one.effective for one in load_states(staffed(desk, counts), TODAY).values())

    today = fullest(levers.staffings[0])
    inside = {one.staffing for one in levers.within}
    assert 1 < len(inside) < len(levers.staffings)
    for number, counts in enumerate(levers.staffings):
        assert (fullest(counts) <= min(1.0, today + 0.02)) == (number in inside)
    dear = changed(desk, {"money.second_skill_per_year": 600.0})
    assert "everybody" not in {one.partition.second_skills for one in levers_of(dear, seed=1).within}
    assert "everybody" in {one.partition.second_skills for one in levers_of(dear, seed=1, budget=0.1).within}


def test_a_budget_brings_more_people(desk):
    found = levers_of(desk, budget=0.05, most=2000, seed=1)
    assert max(sum(counts.values()) for counts in found.staffings) == 50
    assert all(found.pays[one.staffing] <= 0.05 + 1e-9 for one in found.within)


def test_every_design_is_a_column_of_its_people(desk, levers):
    by_staffing = {}
    for one in levers.within[::50]:
        by_staffing.setdefault(one.staffing, []).append(one)
    for staffing, group in by_staffing.items():
        made = columns_in(
            staffed(desk, levers.staffings[staffing]), {f"d{place}": one for place, one in enumerate(group)}
        )
        for place, one in enumerate(group):
            policy = policy_of(made, f"d{place}")
            for dial, value in dials_of(desk, one.habits).items():
                assert getattr(policy, dial) == value


def crowded():
    """Sales drown while service idles: whoever moves one person helps most."""
    return changed(
        tiny(),
        {
            "people.groups.sales.count": 3,
            "people.groups.service.count": 5,
            "demand.channels.voice.cases_per_week": 150,
            "demand.channels.mail.cases_per_week": 100,
            "demand.needs.sales.first_share": 0.85,
            "demand.needs.service.first_share": 0.15,
        },
    )


def crossing():
    """Nearly all of sales goes on to service, and crossing costs both twelve minutes: whoever spares that wins."""
    return changed(
        tiny(),
        {
            "policy.link_minutes": 12.0,
            "demand.needs.sales.then.service": 0.9,
            "demand.needs.service.then.sales": 0.0,
            "demand.channels.voice.cases_per_week": 50,
            "demand.channels.mail.cases_per_week": 30,
        },
    )


def forgetful():
    """Whoever takes over knows nothing, and customers tell nearly all of it again: handover and return win."""
    return changed(
        tiny(),
        {
            "policy.retelling_share": 0.9,
            "formations.silos.policy.kept_across_share": 0.05,
            "formations.silos.policy.kept_inside_share": 0.05,
            "demand.needs.sales.then.service": 0.9,
            "demand.channels.voice.cases_per_week": 45,
            "demand.channels.mail.cases_per_week": 30,
        },
    )


@pytest.mark.parametrize(
    ("made", "planted"),
    [
        (crowded, lambda found, one: found.levers.staffings[one.staffing]["sales"] > 3),
        (crossing, lambda _, one: one.partition.second_skills == "everybody"),
        (forgetful, lambda _, one: "structured handover" in one.habits),
    ],
)
def test_of_fifty_real_designs_the_best_is_selected(made, planted):
    """The best is known: all that were looked at meet customers that neither search nor judgement has."""
    found = shortlist(made(), designs=49, replications=2, seed=1)
    known = means_on_others(found)
    assert len(known) >= 35
    assert known[found.selected.best] <= known.min() + found.selected.zone
    assert known.min() < 0.6 * known[0]  # today's departments: there was something to find
    assert planted(found, found.candidates[int(known.argmin())])
    assert planted(found, found.candidates[found.selected.best])


def means_on_others(found, replications=40):
    """Resolution time of every candidate on customers of their own, float64[candidates]."""
    known = np.empty(len(found.candidates))
    for staffing in {one.staffing for one in found.candidates}:
        here = {f"d{n}": one for n, one in enumerate(found.candidates) if one.staffing == staffing}
        made = columns_in(staffed(found.scenario, found.levers.staffings[staffing]), here)
        sampler = Sampler(prepare(made, here), seed=1, engine="core", threads=1, first=SELECTION + 50_000)
        sampler.extend_to(replications)
        for name in here:
            known[int(name[1:])] = sampler.samples[name]["resolution_minutes"].mean()
    return known


@pytest.fixture(scope="module")
def found():
    return shortlist(crowded(), designs=150, replications=3, seed=1)


@pytest.mark.slow
def test_a_planted_optimum_is_found_where_it_lies(found):
    best = found.candidates[found.selected.best]
    today, counts = found.levers.staffings[0], found.levers.staffings[best.staffing]
    assert counts["sales"] > today["sales"]


@pytest.mark.slow
def test_the_shortlist_is_judged_on_fresh_customers_with_today_s_departments_in_it(found):
    assert len(found.names) == SHORT
    assert HABITS in found.names
    assert found.side.base.column == TODAY
    shown = {row.column for row in found.side.rows} | {column for _, column in found.side.equal}
    assert shown == {TODAY, *found.names}
    assert all(row.paired for row in found.side.rows[1:])
    fresh = found.side.first.samples[HABITS]["resolution_minutes"]
    trained = found.samples[0]["resolution_minutes"]
    assert not set(fresh) & set(trained)


@pytest.mark.slow
def test_tables_screen_and_json_say_the_same(found, tmp_path):
    rows = candidate_rows(found)
    assert len(rows) == len(found.candidates) <= 50
    assert [row["selected"] for row in rows] == [True] + [False] * (len(rows) - 1)
    front = [row for row in rows if row["front"]]
    for one in front:
        assert not [
            other
            for other in rows
            if other["resolution_minutes"] < one["resolution_minutes"]
            and other["felt_empathy"] > one["felt_empathy"]
            and other["load_p90"] < one["load_p90"]
            and other["cost_per_year"] < one["cost_per_year"]
        ]
    assert len(screened_rows(found)) == len(found.screened) <= len(found.levers.within)
    told = json.loads(json.dumps(shortlist_json(found), allow_nan=False))
    text = " ".join(as_text(shortlist_page(found)).split())
    assert told["selected"] in text
    for words in told["shown"].values():
        assert " ".join(words.split()) in text
    folder = write_shortlist(found, tmp_path, ["podsim", "best"])
    assert folder == write_shortlist(found, tmp_path, ["podsim", "best"])
    assert {"candidates.csv", "screened.csv", "side_by_side.csv", "report.html"} <= {p.name for p in folder.iterdir()}
    assert np.isfinite([row["cost_per_year"] for row in rows]).all()
    assert len(front_rows(found)) == len(front)
    page = (folder / "report.html").read_text()
    assert all(cell in page for row in front_rows(found) for cell in row.values() if "&" not in cell)
    assert "no guarantee" in page
    assert 6 <= len(slides_of(read_results(folder))) <= 8
