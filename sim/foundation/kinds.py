"""What numbers stand for, wherever a table or a rule has a number for a kind."""

from __future__ import annotations

from enum import IntEnum


class Lead(IntEnum):
    """Who faces the customer."""

    ROTATING = 0
    FIXED = 1
    LEADERLESS = 2


class TeamChoice(IntEnum):
    """How a team is chosen among those that can serve."""

    LEAST_WAIT = 0
    ACCOUNT = 1
    RANDOM = 2
    NAMED_ACCOUNT = 3  # that which the account is named to, unless much more waits there than elsewhere


class QueueOrder(IntEnum):
    """Order within a priority."""

    JOINED = 0
    AGE = 1
    DISTRESS = 2


class AgentChoice(IntEnum):
    """Who of those who may take a piece of work is chosen."""

    BEST_FIT = 0
    LONGEST_IDLE = 1
    RANDOM = 2
    LEAST_BUSY = 3
    IN_ORDER = 4


class RedialDelay(IntEnum):
    """How the time until a customer tries again is spread about its mean."""

    EXPONENTIAL = 0
    CONSTANT = 1


class Assignment(IntEnum):
    """When a secondary skill is used."""

    ASSIGN_OR_WAIT = 0
    GREEDY = 1


class Borrowing(IntEnum):
    """Who may lend people."""

    NONE = 0
    ANYWHERE = 1
    NEAR = 2


class Together(IntEnum):
    """Who may join a step, to serve a further need beside whoever leads."""

    NONE = 0
    TEAM = 1
    ANYWHERE = 2


class LendOrder(IntEnum):
    """Whose work somebody takes who may be lent."""

    BY_PRIORITY = 0
    OWN_FIRST = 1


class Owner(IntEnum):
    """Whether a case has an owner."""

    NONE = 0
    FIRST = 1


class Lane(IntEnum):
    """Which cases a team is for."""

    ANY = 0
    SIMPLE = 1
    COMPLEX = 2


class ReturnTo(IntEnum):
    """Where a customer who comes back goes."""

    FRONT = 0
    SAME_TEAM = 1
    SAME_PERSON = 2
    OWNER = 3


MOST_WHO_KNOW = 8  # people who know an account: the last who served it
MOST_WEEKS = 520  # for which somebody has had a seat at the start: nobody is newer or better known for more


class ShiftEvent(IntEnum):
    """Kinds of roster events; an end comes before a start at the same time."""

    END = 0
    START = 1


class EventKind(IntEnum):
    """Kinds of events, in their order at one instant."""

    WEEK = 0  # a week is over, where the slow clock is on
    SHIFT_END = 1
    SHIFT_START = 2
    CALL = 3  # whoever leads a step calls wings
    COMPLETION = 4
    LANDING = 5  # pickup, bot or a wait outside is over
    ARRIVAL = 6
    RETURN = 7
    EXPIRY = 8
    LENDING = 9  # work has waited for so long that others may take it


class NewStage(IntEnum):
    """What is another at the beginning of a stage of a road; NONE: no stage begins."""

    NONE = 0
    SAME = 1  # nothing
    DIALS = 2
    TEAMS = 3  # who is in which, what they are for, or what somebody can do


class Outcome(IntEnum):
    """How a contact ended."""

    OPEN = 0  # not ended when the run stopped
    RESOLVED = 1
    ABANDONED = 2  # patience ran out
    TURNED_AWAY = 3  # came out of hours, or still waited when the channel closed
    BOT_RESOLVED = 4  # closed by a bot
    LOST = 5  # never came, as the account had left
    BLOCKED = 6  # no line was free, or no place to wait


class ComesBack(IntEnum):
    """What follows a contact."""

    NO = 0
    REDIAL = 1  # gave up, and tries again
    RETURN = 2  # seemed solved, and was not
    CAPPED = 3  # would have come back, but for most_contacts


class Change(IntEnum):
    """What a step was for the customer."""

    FIRST = 0
    SAME_PERSON = 1
    LEAD_CHANGE = 2  # another person of the same home team
    HANDOFF = 3  # a person of another home team


class SegmentKind(IntEnum):
    """What a segment shows."""

    QUEUE = 0
    PICKUP = 1
    STEP = 2  # a person faces the customer
    LISTEN = 3  # a wing
    CONSULT = 4  # an adviser of a fixed lead
    LINK = 5  # the giver's side of a handoff
    BOT = 6  # the customer with a bot
    JOIN = 7  # somebody who serves a further need beside the lead
    OUTSIDE = 8  # the case waits for the customer or a vendor
    AFTER_CALL = 9  # work on a call that is over


class State(IntEnum):
    """Where a case is."""

    ARRIVING = 0
    WITH_BOT = 1
    WAITING = 2  # in a queue
    PICKUP = 3  # changed hands, found nobody free, not looked at yet
    SERVING = 4
    AWAY = 5  # between two contacts
    ENDED = 6
    OUTSIDE = 7  # waits for the customer or a vendor


class Occupation(IntEnum):
    """What occupies a person."""

    LEADING = 0
    LISTENING = 1
    CONSULTING = 2
    LINKING = 3
    JOINING = 4
    TRAINING = 5
    AFTER_CALL = 6
    RESTING = 7  # while a colleague overruns, where leavers are a number
