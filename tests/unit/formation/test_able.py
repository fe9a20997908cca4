"""Who is able, who is at home: by skill and by language."""

import numpy as np

from sim.formation import build_people

GROUPS = [
    {"function": "sales", "count": 2, "languages": ["german"], "also": {"service": 0.9}},
    {"function": "service", "count": 1, "languages": ["french", "german"]},
    {"function": "billing", "count": 1, "also": {"sales": 0.8, "service": 0.7}},
]


def built(forming, **more):
    languages = {"german": 0.6, "french": 0.4, "dutch": 0.0}
    return build_people(forming.small(people__groups=GROUPS, demand__languages=languages, **more))


def test_who_speaks_what(forming):
    people = built(forming)
    assert people.speaks.tolist() == [[True, False, False]] * 2 + [[True, True, False], [True, True, True]]


def test_able_is_skill_and_language(forming):
    able = built(forming).able
    assert able.shape == (4, 3, 3)
    assert able[:, 1, 0].tolist() == [True] * 4  # service in german
    assert able[:, 1, 1].tolist() == [False, False, True, True]  # in french
    assert able[:, 2, 1].tolist() == [False, False, False, True]  # billing in french


def test_at_home_are_those_of_the_function_or_else_all_who_are_able(forming):
    at_home = built(forming).at_home
    assert at_home[:, 1, 0].tolist() == [False, False, True, False]  # service in german: its own
    assert at_home[:, 0, 0].tolist() == [True, True, False, False]
    assert at_home[:, 0, 1].tolist() == [False, False, False, True]  # sales in french: only billing could
    assert at_home[:, 1, 2].tolist() == [False, False, False, True]  # service in dutch: likewise


def test_a_function_that_nobody_has_at_home(forming):
    groups = [
        {"function": "sales", "count": 2, "also": {"billing": 0.8}, "also_share": 0.5},
        {"function": "service", "count": 1},
    ]
    people = build_people(forming.small(people__groups=groups))
    assert people.at_home[:, 2, 0].tolist() == [False, True, False]


def test_without_languages_all_speak_the_same(forming):
    people = build_people(forming.small())
    assert people.speaks.tolist() == [[True]] * 12
    home = people.function[:, None] == np.arange(3)
    assert np.array_equal(people.at_home[:, :, 0], home)
    assert np.array_equal(people.able[:, :, 0], people.skill > 0)


def test_some_alone_keep_what_they_are(forming):
    people = built(forming)
    some = people.only(np.array([3, 1]))
    assert some.seat == ("billing 1", "sales 2")
    assert some.speaks.tolist() == [[True, True, True], [True, False, False]]
    assert some.site_names == people.site_names
    assert np.bincount(some.shift_person).tolist() == [5, 5]
    assert np.array_equal(some.shift_start[some.shift_person == 1], people.shift_start[people.shift_person == 1])
