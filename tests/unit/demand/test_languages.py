"""Languages of the customers: drawn by address, beside everything else."""

from dataclasses import fields

import numpy as np

from sim.demand.customers import build_customers
from sim.foundation.draws import Kind, replication_key, uniform

SPOKEN = {"german": 0.6, "french": 0.3, "dutch": 0.0, "basque": 0.1}


def with_languages(helpers, languages, **kwargs):
    return helpers.tape(helpers.scenario(helpers.two_channels(languages=languages)), **kwargs)


def test_without_languages_there_is_one(helpers):
    scenario = helpers.scenario(helpers.two_channels())
    assert build_customers(scenario).language_names == ("",)
    assert not helpers.tape(scenario).language.any()


def test_shares(helpers):
    tape = with_languages(helpers, SPOKEN, replications=20)
    for number, share in enumerate(SPOKEN.values()):
        found = (tape.language == number).astype(float)
        if share:
            helpers.within_4_errors(found, share)
        else:
            assert not found.any()
    voice = tape.channel == 0
    helpers.within_4_errors((tape.language[voice] == 0).astype(float), 0.6)  # the same on every channel


def test_a_language_is_found_again_by_its_address(helpers):
    tape = with_languages(helpers, SPOKEN, replications=3)
    key = replication_key(1, 2)
    bounds = np.array([0.6, 0.9, 0.9, 1.0])
    for i in range(tape.first_case[2], tape.first_case[2] + 200):
        u = uniform(key, Kind.LANGUAGE, int(tape.lineage[i]), 0)
        assert tape.language[i] == int(np.argmax(u < bounds))


def test_languages_move_no_other_draw(helpers):
    plain, spoken = helpers.tape(helpers.scenario(helpers.two_channels())), with_languages(helpers, SPOKEN)
    for field in fields(plain):
        if field.name != "language":
            assert np.array_equal(getattr(plain, field.name), getattr(spoken, field.name)), field.name


def test_one_more_language_takes_customers_from_the_last(helpers):
    """Languages are drawn in their order: who had one of the first keeps it."""
    before = with_languages(helpers, {"german": 0.6, "french": 0.4}).language
    after = with_languages(helpers, {"german": 0.6, "french": 0.3, "dutch": 0.1}).language
    assert np.array_equal(after == 0, before == 0)
    assert set(before[after == 2].tolist()) == {1}


def test_a_replayed_log_has_languages_too(helpers):
    demand = helpers.replay_demand(helpers.excerpt)
    plain = helpers.tape(helpers.scenario(demand), replications=2)
    spoken = helpers.tape(
        helpers.scenario({**demand, "languages": {"english": 0.5, "portuguese": 0.5}}), replications=2
    )
    helpers.within_4_errors(spoken.language.astype(float), 0.5)
    first, second = (spoken.language[spoken.cases_of(r)] for r in (0, 1))
    assert not np.array_equal(first, second)  # a log says nothing of it, so replications differ
    for field in fields(plain):
        if field.name != "language":
            assert np.array_equal(getattr(plain, field.name), getattr(spoken, field.name)), field.name
