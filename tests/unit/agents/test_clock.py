"""The total order of events."""

from __future__ import annotations

import random

from sim.agents.clock import Clock
from sim.foundation.kinds import EventKind


def follow(clock: Clock, keys, seen: list) -> None:
    """A process per key that notes when its turn comes."""

    def wait(key):
        yield clock.at(*key)
        seen.append((clock.now, *key[1:]))

    for key in keys:
        clock.process(wait(key))


def test_time_then_kind_then_index():
    keys = [(float(time), kind, index) for time in (0, 1, 2) for kind in EventKind for index in (0, 1, 10**9)]
    shuffled = random.Random(1).sample(keys, len(keys))
    clock, seen = Clock(), []
    follow(clock, shuffled, seen)
    clock.settle()
    assert clock.next_key() == (0.0, EventKind.WEEK, 0)
    assert clock.next_time_and_kind() == (0.0, EventKind.WEEK)
    clock.run()
    assert seen == sorted(keys)


def test_a_consequence_without_delay_may_come_before_what_was_there_already():
    """At 5 an arrival begins an occupation of no length: its completion precedes the next arrival."""
    clock, seen = Clock(), []

    def occupation():
        yield clock.at(clock.now, EventKind.COMPLETION, 3)
        seen.append("completion")

    def arrivals():
        for number in range(2):
            yield clock.at(5.0, EventKind.ARRIVAL, number)
            seen.append(f"arrival {number}")
            if number == 0:
                clock.process(occupation())

    clock.process(arrivals())
    clock.run()
    assert seen == ["arrival 0", "completion", "arrival 1"]


def test_times_are_absolute_and_exact():
    """0.1 + 0.2 is not 0.3: an event at a time happens at that time, whatever the present."""
    clock, seen = Clock(), []

    def twice():
        yield clock.at(0.1, EventKind.ARRIVAL, 0)
        yield clock.at(0.3, EventKind.ARRIVAL, 1)
        seen.append(clock.now)

    clock.process(twice())
    clock.run()
    assert seen == [0.3]


def test_an_empty_clock_has_nothing_next():
    clock = Clock()
    assert clock.next_key() is None
    clock.wait_until(7.0)
    clock.wait_until(3.0)
    assert clock.now == 7.0
