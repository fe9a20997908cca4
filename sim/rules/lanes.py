"""Simple or complex: which lane a case belongs to, judged on what can be seen at the door."""

from sim.foundation.kinds import Lane
from sim.rules.matching import can_serve


def lane_of(needs_in_sight: int, ambiguity: float, complex_from_needs: int, complex_from_ambiguity: float) -> int:
    """Simple or complex, as `Lane`.

    complex if needs in sight >= complex_from_needs, or ambiguity >= complex_from_ambiguity

    needs_in_sight: needs of the case that are not hidden, or foreseen. ambiguity: z of the case, in [0, 1].
    complex_from_needs, complex_from_ambiguity: where a case stops being simple. Assumptions.
    """
    if needs_in_sight >= complex_from_needs:
        return Lane.COMPLEX
    if ambiguity >= complex_from_ambiguity:
        return Lane.COMPLEX
    return Lane.SIMPLE


def first_line_serves(skill: float, ambiguity: float, to_ambiguity: float) -> bool:
    """Whether a first line serves a case itself, or refers it: able, and plain enough (Shumsky & Pinker 2003).

    skill > 0 and ambiguity <= to_ambiguity

    skill: of who answers, for the true need. ambiguity: z of the case. to_ambiguity: assumption.
    """
    return can_serve(skill) and ambiguity <= to_ambiguity
