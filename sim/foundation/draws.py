"""Every draw has an address: a 64-bit hash of what it decides, never a position in a stream.

draw(replication key, kind, entity key, occurrence) = four rounds of splitmix64's finaliser (Steele,
Lea & Flood 2014). Adding a customer, a person or a dial leaves every other draw as it was.

Plain Python masks its unlimited integers; the compiled form wraps unsigned 64-bit integers. The two
are the project's one sanctioned twin and are held together by shared vectors in the tests. The
compiled form is registered by `sim.foundation.compiled_draws`, so that plain runs need no compiler.
"""

from __future__ import annotations

from enum import IntEnum

MASK = 0xFFFFFFFFFFFFFFFF
GOLDEN = 0x9E3779B97F4A7C15
MULTIPLIER_1 = 0xBF58476D1CE4E5B9
MULTIPLIER_2 = 0x94D049BB133111EB
UNIT = 2.0**-52


class Kind(IntEnum):
    """Decision points. A number is never reused for another meaning."""

    SEED = 0  # replication keys
    LINEAGE = 1  # keys of cases
    PERSON = 2  # keys of people
    BUSYNESS = 10  # entity: day
    ARRIVAL_COUNT = 11  # entity: source key, occurrence: day, or minute at which an interval begins
    ARRIVAL_TIME = 12  # entity: lineage
    ACCOUNT = 13  # entity of this and of all that follow up to 22: lineage
    FIRST_NEED = 14
    NEXT_NEED = 15  # occurrence: position of the need that may follow, from 1
    HIDDEN = 16  # occurrence: position of the need
    WORK = 17  # occurrence: position of the need
    AMBIGUITY = 18
    DISTRESS = 19
    PATIENCE = 20  # of every contact of the case
    OUTSIDE = 23  # occurrence: decision (contact, need, 0); does it wait outside after that need, and for how long
    AFTER_CALL = 24  # the same address; how long work on the call goes on after it
    BETWEEN = 25  # entity: source key, occurrence: day * 2^24 + number in it; the time between two cases
    LANGUAGE = 22
    PING_PONG = 21  # replay: was the B of A-B-A a misroute; occurrence: position of the B
    ABSENCE = 30  # entity: person key, occurrence: date
    PACE = 31  # entity: person key
    WARMTH = 33  # entity: person key
    PARTITION = 32  # entity: person key; random partitions
    QUITS = 34  # entity: person key, occurrence: week
    EMPTY = 38  # entity: person key; how a seat is at the start
    TENURE = 39  # the same; for how long who sits there has
    HIRING = 35  # entity: key of who left; a whole week more or not, until the seat is taken
    TRAINING = 36  # the same, of the training of whoever takes it
    STAGE_TRAINING = 29  # entity: person key, occurrence: week; when the training of a stage begins
    NEWCOMER = 37  # keys of newcomers; entity: how many had the seat before
    DIAGNOSIS = 40  # entity: lineage, occurrence: decision (contact, need, attempt)
    WRONG_FUNCTION = 41
    TEAM = 42
    AGENT = 43  # entity: key of (lineage, number of the person); who is chosen at random
    BOT = 50  # entity: lineage; does a bot answer first
    BOT_SOLVES = 51  # entity: lineage
    FORESEEN = 52  # entity: lineage, occurrence: position of the need
    COMES_BACK = 60  # entity: lineage, occurrence: contact that ended
    DELAY = 61  # the same address
    HALO = 70  # entity: account; a customer's own intercept of felt empathy
    ANSWERS = 71  # entity: lineage; does the customer answer a survey
    COMPLAINS = 72  # entity: lineage, occurrence: contact that ended
    LEAVES = 73  # the same address: has the account left


def mix(value: int) -> int:
    """splitmix64's output for the state `value`; both are integers in [0, 2^64)."""
    z = (value + GOLDEN) & MASK
    z = ((z ^ (z >> 30)) * MULTIPLIER_1) & MASK
    z = ((z ^ (z >> 27)) * MULTIPLIER_2) & MASK
    return z ^ (z >> 31)


def draw_key(key: int, kind: int, entity: int, occurrence: int) -> int:
    """The hash of an address, an integer in [0, 2^64); also makes the keys of cases and people."""
    return mix(mix(mix(int(key) ^ mix(int(kind))) ^ int(entity)) ^ mix(int(occurrence)))


def uniform(key: int, kind: int, entity: int, occurrence: int) -> float:
    """The draw at an address, uniform in (0, 1): the middles of 2^52 equal cells.

    With one bit more the last middle would round to 1, and an inverse distribution to infinity.
    """
    return ((draw_key(key, kind, entity, occurrence) >> 12) + 0.5) * UNIT


def replication_key(seed: int, replication: int) -> int:
    """Key of one replication, shared by all columns."""
    return draw_key(seed, Kind.SEED, 0, replication)


def decision(contact: int, need: int, attempt: int) -> int:
    """Occurrence of a decision inside a case: contact, position of the need, attempt (each below 64)."""
    return (contact * 64 + need) * 64 + attempt


def text_key(text: str) -> int:
    """A 64-bit key of a name (FNV-1a over UTF-8), the same on every machine."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value
