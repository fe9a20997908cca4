"""Corners: differences by channel, the interaction, and whether teams bind; numbers worked out by hand."""

import numpy as np
import pytest

from sim import compare
from sim.comparison.binding import ALONE, binding_of, with_one_person_pods
from sim.comparison.corners import FORMATION, FORMATION_TODAY, interaction, opposite
from sim.comparison.sampling import Sampler
from sim.formation.prepared import prepare
from sim.scenario.built_in_columns import DEFAULT_COLUMNS
from tests.unit.comparison.made import tiny

NOISE = np.array([-1.0, 1.0, -2.0, 2.0, 0.5, -0.5, 1.5, -1.5, 0.0, 0.0])


def samples(silos, pods_today, silos_plus, pods):
    """Resolution time of the four corners, in pods with noise of its own."""
    means = dict(zip(DEFAULT_COLUMNS, (silos, pods_today, silos_plus, pods), strict=True))
    return {column: {"resolution_minutes": mean + NOISE * (column == "pods")} for column, mean in means.items()}


def test_the_interaction_by_hand():
    found = interaction(samples(200.0, 190.0, 150.0, 100.0), "resolution_minutes", {})
    assert found.interval.mean == (100 - 190) - (150 - 200) == -40
    assert found.smallest == 0.05 * 200
    assert found.word == "better"  # of pods: habits spare 90 minutes there, and 50 in departments
    assert found.interval.high - found.interval.low < 4
    same = interaction(samples(200.0, 190.0, 150.0, 140.5), "resolution_minutes", {})
    assert (same.interval.mean, same.word) == (0.5, "the same")
    strict = interaction(samples(200.0, 190.0, 150.0, 137.0), "resolution_minutes", {"resolution_minutes": 0.001})
    assert strict.word == "better"


def test_the_formation_at_either_habits_differs_by_the_interaction():
    compared = compare(tiny(), replications=4)
    at_better, today = (
        compared.paired[pair]["resolution_minutes"].interval.mean for pair in (FORMATION, FORMATION_TODAY)
    )
    assert at_better - today == pytest.approx(compared.interaction("resolution_minutes").interval.mean)


def test_differences_by_channel_are_those_of_its_cases():
    compared = compare(tiny(), replications=4)
    rows = compared.by_channel[FORMATION]
    assert {channel: list(row) for channel, row in rows.items()} == {
        "voice": ["resolution_minutes", "first_response_minutes", "abandoned_share"],
        "mail": ["resolution_minutes", "first_response_minutes"],
    }
    for channel in rows:
        key = f"resolution_minutes@{channel}"
        expected = np.mean(compared.samples["pods"][key] - compared.samples["silos_plus"][key])
        assert rows[channel]["resolution_minutes"].interval.mean == pytest.approx(expected)


class Said:
    def __init__(self, word):
        self.word = word


@pytest.mark.parametrize(
    ("voice", "mail", "gave_up", "expected"),
    [
        ("worse", "better", "the same", (("mail",), ("voice",))),
        ("the same", "better", "worse", (("mail",), ("voice",))),  # more give up counts
        ("better", "better", "worse", (("voice", "mail"), ("voice",))),
        ("better", "the same", "worse", None),  # within one channel: no disagreement of channels
        ("worse", "worse", "worse", None),
        ("worse", "better, too little to matter", "worse", None),
    ],
)
def test_channels_disagree_where_one_is_better_and_another_worse(voice, mail, gave_up, expected):
    rows = {
        "voice": {"resolution_minutes": Said(voice), "abandoned_share": Said(gave_up),
                  "first_response_minutes": Said("better")},
        "mail": {"resolution_minutes": Said(mail), "first_response_minutes": Said("worse")},
    }  # fmt: skip
    assert opposite(rows) == expected


def test_everybody_of_pods_is_alone_in_one_but_who_is_apart():
    added = with_one_person_pods(prepare(tiny(), DEFAULT_COLUMNS), "pods")
    home = added.formations[ALONE].home_team
    assert added.columns == (ALONE,)
    assert sorted(home.tolist()) == [0, 1, 2, 3]
    apart = with_one_person_pods(
        prepare(tiny({"formations.pods": {"teams": 1, "apart": ["service"]}}), DEFAULT_COLUMNS), "pods"
    )
    counts = np.bincount(apart.formations[ALONE].home_team)
    assert sorted(counts.tolist()) == [1, 1, 2]


def binds(changes):
    sampler = Sampler(prepare(tiny({"formations.pods.teams": 1, **changes}), DEFAULT_COLUMNS), seed=1, engine="core")
    sampler.extend_to(10)
    return binding_of(sampler)


def test_teams_bind_but_not_where_walls_are_down():
    free = binds({"formations.silos_plus.policy": {"walls": False, "wings": 0, "kept_inside_share": 0.75}})
    assert free.binds is False  # one dispatch over everybody: who is in which team says nothing
    assert free.people == 4
    assert free.replications == 10
    bound = binds({})
    assert bound.binds is True
    assert bound.differences[""].interval.mean < 0  # four people who help each other, beside four who do not
    assert bound.borrowed == 0.0
