"""What a new team costs: whoever passes work on names the wrong function more often, whoever takes over is slower."""

from __future__ import annotations

import pytest

from tests.unit.agents.factory import BILLING, SALES, Case, Person, build, parts

TWO_NEEDS = [Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))]
ONE_TEAM = [Person(SALES), Person(BILLING)]
TELLING = {"retelling_share": 0.2, "changeover_minutes": 1.0}


def contact_with(familiarity: float, dip: float = 0.0, members=ONE_TEAM, **dials) -> dict[str, float]:
    """Parts of the only contact, where whoever takes over knows the team so well."""
    model = build(TWO_NEEDS, members, **(TELLING | dials))
    model.people[1].familiarity, model.people[1].dip = familiarity, dip
    return parts(model.run().contacts[0])


@pytest.mark.parametrize(("familiarity", "factor"), [(1.0, 1.0), (0.5, 1.5), (0.0, 2.0)])
def test_who_is_new_to_the_team_takes_over_more_slowly(familiarity, factor):
    found = contact_with(familiarity, familiarity_takeovers=1.0)
    assert found["retold_minutes"] == 2.0 * factor
    assert found["changeover_minutes"] == factor
    assert found["work_minutes"] == 18.0


def test_at_par_nothing_changes():
    assert contact_with(1.0, familiarity_takeovers=3.0, familiarity_misroutes=3.0) == contact_with(1.0)
    assert contact_with(0.0) == contact_with(1.0)  # and where it makes no difference


def test_who_goes_on_alone_takes_nothing_over():
    members = [Person(SALES, also={BILLING: 1.0})]
    model = build(TWO_NEEDS, members, familiarity_takeovers=1.0, **TELLING)
    model.people[0].familiarity = 0.0
    found = parts(model.run().contacts[0])
    assert not {"retold_minutes", "changeover_minutes"} & found.keys()


def test_a_dip_slows_work_alone():
    found = contact_with(1.0, dip=0.2)
    assert found["skill_minutes"] == 2.0  # 8 / 0.8 in place of 8
    assert (found["retold_minutes"], found["changeover_minutes"]) == (2.0, 1.0)


def misroutes(familiarity: float, of: int) -> int:
    """Of 300 cases with two needs, where somebody knows the team so well: the giver (0) or the taker (1)."""
    cases = [Case(at=30.0 * number, need=(SALES, BILLING), work=(1.0, 1.0), deadline=99_999.0) for number in range(300)]
    members = [Person(function, shifts=((0.0, 10_000.0),)) for function in (SALES, BILLING)]
    customers = {"end": 10_000.0, "cohort": (0.0, 9_900.0), "functions": 2, "wrong": (BILLING, SALES)}
    model = build(cases, members, customers, misroute_share=0.2, misroute_decay=0.0, familiarity_misroutes=1.0)
    model.people[of].familiarity = familiarity
    return int(model.run().contacts["misroutes"].sum())


def test_who_knows_nobody_passes_on_wrongly_more_often():
    """First assignments are made by nobody: 60 of 300 expected; later ones 60 at par, and 120 where nobody is known."""
    at_par = misroutes(1.0, of=0)
    assert misroutes(0.0, of=0) - at_par == pytest.approx(60, abs=4 * 9)
    assert misroutes(0.0, of=0) > misroutes(0.5, of=0) > at_par
