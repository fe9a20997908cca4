"""Several languages: only who speaks the customer's may serve, listen, advise or count."""

from __future__ import annotations

from sim.foundation.kinds import Lead, TeamChoice
from tests.unit.agents.factory import (
    BILLING,
    FRENCH,
    GERMAN,
    ONLY_FRENCH,
    ONLY_GERMAN,
    SALES,
    TECHNICAL,
    Case,
    Person,
    first_steps,
    run,
    story,
)


def test_only_who_speaks_the_language():
    """The French case waits for person 1, though person 0 is free all day."""
    people = [Person(speaks=ONLY_GERMAN), Person(speaks=ONLY_FRENCH, shifts=((20.0, 90.0),))]
    records = run([Case(at=0.0, language=FRENCH), Case(at=0.0, language=GERMAN)], people)
    assert first_steps(records) == [1, 0]
    assert records.contacts["first_served_at"].tolist() == [20.0, 0.0]


def test_a_head_that_nobody_can_take_holds_nobody_else_up():
    """Same room, same function, French first: German goes by, and joins later cases at 1, 11 and 21."""
    people = [Person(speaks=ONLY_GERMAN), Person(speaks=ONLY_FRENCH, shifts=((50.0, 90.0),))]
    cases = [Case(at=0.0, language=FRENCH), *(Case(at=1.0, language=GERMAN) for _ in range(3))]
    assert run(cases, people).contacts["first_served_at"].tolist() == [50.0, 1.0, 11.0, 21.0]


def test_who_speaks_both_takes_whoever_came_first():
    cases = [Case(at=0.0), Case(at=1.0, language=FRENCH), Case(at=2.0, language=GERMAN), Case(at=3.0, language=FRENCH)]
    assert run(cases, [Person()]).contacts["first_served_at"].tolist() == [0.0, 10.0, 20.0, 30.0]


def test_where_nobody_of_a_function_speaks_it_all_the_able_are_at_home():
    """In French, billing is at home in sales: its team has the function, and no waiting could pay."""
    people = [Person(SALES, 0, speaks=ONLY_GERMAN), Person(BILLING, 1, also={SALES: 0.5})]
    records = run([Case(at=0.0, language=FRENCH), Case(at=1.0)], people)
    assert story(records, 0) == [("step", 1, 0.0, 20.0)]
    assert records.segments["team"].tolist() == [1, 0]
    assert records.contacts["borrowed"].tolist() == [0, 0]


def test_assign_or_wait_counts_those_who_speak_the_language():
    """Three of sales for German, and waiting takes 10 / 3; one for French, who is busy: waiting costs 10 > 6."""
    sales = [Person(speaks=ONLY_GERMAN), Person(speaks=ONLY_GERMAN), Person()]
    people = [*sales, Person(BILLING, also={SALES: 0.625})]
    cases = [*(Case(at=0.0) for _ in range(3)), Case(at=1.0), Case(at=2.0, language=FRENCH)]
    records = run(cases, people)
    assert first_steps(records)[3:] == [0, 3]
    assert records.contacts["first_served_at"].tolist()[3:] == [10.0, 2.0]


def test_the_least_wait_counts_who_waits_in_whatever_language():
    """French waits in team 0, whose German is busy as team 1's is: (1 + 1)/1 against 1/1 for who speaks German."""
    people = [
        Person(team=0, speaks=ONLY_GERMAN),
        Person(team=0, speaks=ONLY_FRENCH),
        Person(team=1, speaks=ONLY_GERMAN),
    ]
    cases = [Case(at=0.0), Case(at=1.0), *(Case(at=2.0, language=FRENCH) for _ in range(3)), Case(at=3.0)]
    records = run(cases, people)
    assert first_steps(records) == [0, 2, 1, 1, 1, 2]


def test_teams_without_the_language_are_no_candidates():
    """Whatever the account, French is for team 1."""
    people = [Person(team=0, speaks=ONLY_GERMAN), Person(team=1), Person(team=2, speaks=ONLY_GERMAN)]
    cases = [Case(at=20.0 * number, account=number, language=FRENCH) for number in range(6)]
    assert first_steps(run(cases, people, team_choice=TeamChoice.ACCOUNT)) == [1] * 6


def test_whoever_listens_speaks_the_language():
    people = [Person(SALES), Person(BILLING, speaks=ONLY_GERMAN), Person(BILLING)]
    case = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0), language=FRENCH)
    records = run([case], people, wings=2, listen_share=0.5)
    assert story(records, 0) == [("step", 0, 0.0, 10.0), ("listen", 2, 5.0, 10.0), ("step", 2, 10.0, 18.0)]


def test_whoever_advises_speaks_the_language():
    """Person 1 would be first; nobody who speaks French is free, so the case is handed over and waits."""
    fixed = {"lead": Lead.FIXED, "consult_skill": 0.8, "consult_share": 0.5}
    case = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0), language=FRENCH)
    billing = [Person(BILLING, speaks=ONLY_GERMAN), Person(BILLING)]
    records = run([case], [Person(SALES), *billing], **fixed)
    assert story(records, 0) == [("step", 0, 0.0, 10.0), ("step", 0, 10.0, 20.0), ("consult", 2, 10.0, 15.0)]
    billing[1] = Person(BILLING, shifts=((30.0, 90.0),))
    records = run([case], [Person(SALES), *billing], **fixed)
    assert story(records, 0) == [("step", 0, 0.0, 10.0), ("queue", -1, 10.0, 30.0), ("step", 2, 30.0, 38.0)]


def test_without_walls_too():
    people = [Person(team=0, speaks=ONLY_GERMAN), Person(team=1, speaks=ONLY_FRENCH), Person(TECHNICAL, 1)]
    records = run([Case(at=0.0, language=FRENCH), Case(at=1.0, language=FRENCH)], people, walls=0)
    assert first_steps(records) == [1, 1]


def test_who_is_lent_speaks_the_language():
    lent = {"also": {SALES: 1.0}, "shifts": ((0.0, 900.0),)}
    people = [Person(SALES, 0), Person(BILLING, 1, speaks=ONLY_GERMAN, **lent), Person(BILLING, 2, **lent)]
    records = run([Case(at=0.0), Case(at=1.0, language=FRENCH)], people, borrowing=1)
    assert first_steps(records) == [0, 2]
