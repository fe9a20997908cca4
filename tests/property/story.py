"""What is known of a case from step to step and from contact to contact, by somebody who reads its segments."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.foundation.draws import Kind, decision
from sim.foundation.grid import to_grid
from sim.foundation.kinds import Change, Lead, ReturnTo, SegmentKind
from tests.property import accounts, by_hand
from tests.property.runs import Run, address

FRONT_DOOR = -1


class Story:
    """One case so far; `tests/property/rebuilding.py` tells it segment by segment.

    position, attempt: of the need at hand. told: minutes. context: share that the last holder knows.
    done_again: the last need was not served after all. met, heard: everybody who has led a step, or listened to one, in
    any contact, as `Run.who`; all others are numbers of seats.
    owner: who first served a need, or did after the owner before had left, since owned_since; last_met: who led the
    last step; both in any contact.
    contact: number of the present one. last, team_before: person, and home team before the last handoff, in it.
    known_before: how far who leads knew the customer before this contact.
    before: the step before, in it; called: function for which wings could be called to that.
    """

    def __init__(self, run: Run, case: int) -> None:
        """Begin with a customer of whom nothing is known."""
        self.run, self.case = run, case
        self.need = run.of_tape("need")[case].tolist()
        self.needs = int(run.of_tape("needs")[case])
        self.hidden = run.of_tape("hidden")[case].tolist()
        self.language, self.channel = int(run.of_tape("language")[case]), int(run.of_tape("channel")[case])
        self.ambiguity = float(run.of_tape("ambiguity")[case])
        self.position = self.attempt = self.contact = 0
        self.told = self.context = 0.0
        self.done_again = False
        self.met: set[tuple[int, int]] = set()
        self.heard: set[tuple[int, int]] = set()
        self.owner = self.last_met = self.last = self.team_before = None
        self.owned_since = 0.0
        self.before: np.void | None = None
        self.called = -1
        self.account = int(run.of_tape("account")[case])
        self.known_before = 0.0

    # --- needs ----------------------------------------------------------------------------------------

    @property
    def true_need(self) -> int:
        """Function of the need at hand."""
        return self.need[self.position]

    @property
    def solved(self) -> bool:
        """Whether no need is left, for all that is known."""
        return self.position == self.needs

    def work(self) -> float:
        """Minutes of work of the need at hand; done again, a share of them."""
        minutes = float(self.run.of_tape("work")[self.case][self.position])
        return to_grid(self.run.policy["return_work_share"] * minutes) if self.done_again else minutes

    def foreseen(self, position: int) -> bool:
        """Whether a hidden need is known before its time."""
        return self.run.drawn(Kind.FORESEEN, self.case, position) < self.run.policy["predictive"]

    def in_sight(self, position: int) -> bool:
        """Whether a need can be seen at the door."""
        return not self.hidden[position] or self.foreseen(position)

    # --- where it goes --------------------------------------------------------------------------------

    def goes_back_to(self) -> int | None:
        """Who counts for a customer who comes back."""
        if self.run.policy["return_to"] == ReturnTo.FRONT:
            return None
        return self.owner if self.run.policy["return_to"] == ReturnTo.OWNER else self.last_met

    def apparent(self) -> int:
        """What the need at hand seems to be when it is assigned; the front door for who is new to a first line."""
        run = self.run
        if self.last is None and run.front_door[self.language] and self.goes_back_to() is None:
            return FRONT_DOOR
        return self.seems(self.position, self.attempt)

    def seems(self, position: int, attempt: int, step: np.void | None = None) -> int:
        """What a need seems to be when it is diagnosed for the n-th time; at the start of a step, or after the last."""
        run, policy, true = self.run, self.run.policy, self.need[position]
        foreseen = self.hidden[position] and self.foreseen(position)
        if len(run.inputs.customers.function_names) == 1 or (foreseen and attempt == 0):
            return true
        share = policy["misroute_share"] * run.inputs.customers.misroute_factor[self.channel]
        share *= 1.0 - policy["intelligent_routing"] * policy["routing_misroute_cut"]
        chance = by_hand.chance_of_misroute(
            attempt,
            self.ambiguity - run.inputs.customers.mean_ambiguity,
            by_hand.more_if_new(share, self.familiarity_of_giver(step), policy["familiarity_misroutes"], policy),
            policy["misroute_ambiguity_slope"],
            policy["misroute_decay"],
        )
        place = decision(self.contact, position, attempt)
        if run.drawn(Kind.DIAGNOSIS, self.case, place) >= chance:
            return true
        drawn = run.drawn(Kind.WRONG_FUNCTION, self.case, place)
        return int(np.searchsorted(run.inputs.customers.wrong[true], drawn, side="right"))

    def familiarity_of_giver(self, step: np.void | None) -> float:
        """How well whoever passes the case on knows their team: the lead of a step, or of the last when it ended."""
        if step is not None:
            return self.run.familiarity(step["person"], step["start"])
        if self.before is None:
            return by_hand.mean_familiarity(self.run.policy)
        return self.run.familiarity(self.last, self.before["end"])

    def goes_on(self, step: np.void) -> bool:
        """Whether a fixed lead went on with the next need, so that nothing was diagnosed."""
        before = self.before
        if self.run.policy["lead"] != Lead.FIXED or before is None or before["end"] != step["start"]:
            return False
        if before["apparent"] == FRONT_DOOR and before["need_position"] == step["need_position"]:
            return False  # referred
        able = self.run.inputs.people.skill[step["person"], step["need"]] > 0.0
        return before["person"] == step["person"] and bool(able or self.run.beside(step, SegmentKind.CONSULT))

    # --- wings ----------------------------------------------------------------------------------------

    def called_for(self, step: np.void) -> int:
        """The function for which wings may be called to a step: of the next need, seen or guessed; -1: none."""
        policy, customers = self.run.policy, self.run.inputs.customers
        last = self.position + len(self.run.joined(step))
        following = last + 1
        if policy["wings"] == 0 or policy["lead"] == Lead.FIXED or self.is_triage(step):
            return -1
        if following < self.needs and self.in_sight(following):
            return self.seems(following, 0, step)
        out_of_sight = customers.hidden_share * (1.0 - policy["predictive"])
        chance = by_hand.chance_out_of_sight(float(customers.next_share[self.need[last]]), float(out_of_sight))
        worth = chance > 0.0 and chance >= policy["attach_from_share"]
        return int(customers.likeliest_next[self.need[last]]) if worth else -1

    def call_time(self, step: np.void) -> float:
        """When wings are called to a step."""
        return float(step["end"] - to_grid(float(self.run.policy["listen_share"] * (step["end"] - step["start"]))))

    def may_follow(self) -> list[int]:
        """Who listened to the step before, if they were called for what the present need seems to be."""
        if self.before is None or self.solved or self.called != self.seems(self.position, 0):
            return []
        return self.run.beside(self.before, SegmentKind.LISTEN)

    def is_led_on(self, step: np.void) -> bool:
        """Whether a wing leads next, without a queue."""
        return step["person"] in self.may_follow() and self.before["end"] == step["start"]

    # --- accounts -------------------------------------------------------------------------------------

    def remembered(self, person: int, at: float, step: np.void | None = None) -> tuple[float, float]:
        """The least and the most that somebody may remember of the account who has led no step of the case."""
        if self.knows(person, at):
            return 0.0, 0.0
        return accounts.remembered(self.run, self.account, person, at, None if step is None else address(step))

    def known(self, person: int, at: float, step: np.void) -> tuple[float, float]:
        """The same, with what people of their team remember."""
        if self.knows(person, at):
            return 0.0, 0.0
        return accounts.known(self.run, self.account, person, at, address(step))

    def history_known(self, step: np.void) -> list[float]:
        """What the lead of a first step may know of what was before."""
        if self.contact > 0 or self.last is not None:
            return [0.0]
        was_here = accounts.was_here(self.run, self.account, step["start"])
        shown = [self.run.policy["historical"] * was for was in was_here]
        return [max(own, seen) for own in self.known(step["person"], step["start"], step) for seen in shown]

    def recognise(self, step: np.void) -> None:
        """How far who leads a step from now on knew the customer before this contact."""
        person = int(step["person"])
        if self.change_to(step) != Change.SAME_PERSON:
            _, most = self.remembered(person, float(step["start"]), step)
            self.known_before = float(self.contact > 0) if self.knows(person, step["start"]) else most

    # --- side by side ---------------------------------------------------------------------------------

    def may_join(self, step: np.void) -> list[int]:
        """Positions of the needs for which others may join a step: known, rightly, and independent of all so far."""
        run, found = self.run, []
        if (
            not run.policy["together"]
            or run.policy["lead"] == Lead.FIXED
            or self.is_triage(step)
            or self.is_wrong(step)
        ):
            return found
        for position in range(self.position + 1, self.needs):
            so_far = run.inputs.customers.independent[self.need[position], self.need[self.position : position]]
            if not (self.in_sight(position) and so_far.all() and self.seems(position, 0, step) == self.need[position]):
                break
            found.append(position)
        return found

    def be_joined(self, step: np.void) -> None:
        """Whoever joins a step is known from its start, before anybody is called."""
        self.met.update(self.run.who(person, step["start"]) for person in self.run.beside(step, SegmentKind.JOIN))

    # --- changes of hands -----------------------------------------------------------------------------

    def knows(self, person: int, at: float) -> bool:
        """Whether who sits in a seat at a time has led a step of this case, or joined one."""
        return self.run.who(person, at) in self.met

    def change_to(self, step: np.void) -> Change:
        """What a step is for the customer; a newcomer in the seat of who had the case is somebody else."""
        person = int(step["person"])
        if self.last is None:
            return Change.FIRST
        if self.last == person:
            return Change.SAME_PERSON if self.knows(person, step["start"]) else Change.LEAD_CHANGE
        return Change.LEAD_CHANGE if self.run.home[self.last] == self.run.home[person] else Change.HANDOFF

    def changes_hands(self, step: np.void) -> bool:
        """Whether somebody else leads than before."""
        return self.change_to(step) >= Change.LEAD_CHANGE

    def is_warm(self, step: np.void) -> bool:
        """Whether somebody takes over who listened to the step before."""
        listened = self.changes_hands(step) and int(step["person"]) in self.run.beside(self.before, SegmentKind.LISTEN)
        return listened and self.run.who(step["person"], step["start"]) in self.heard

    def is_handed_over(self, step: np.void) -> bool:
        """Whether somebody of another team than the giver's takes over."""
        return self.change_to(step) == Change.HANDOFF

    def is_crossing(self, step: np.void) -> bool:
        """Whether somebody else than before comes from another team, than the giver's or than that of the queue."""
        is_lent = bool(self.run.policy["walls"]) and self.run.home[step["person"]] != step["team"]
        return self.is_handed_over(step) or (is_lent and self.change_to(step) != Change.SAME_PERSON)

    def links(self, step: np.void) -> int:
        """One for who comes from another team, one for an adviser, or somebody who joins, from another room."""
        home = self.run.home
        beside = self.run.beside(step, SegmentKind.CONSULT) + self.run.beside(step, SegmentKind.JOIN)
        from_elsewhere = sum(home[other] != home[step["person"]] for other in beside) if self.run.policy["walls"] else 0
        return int(self.is_crossing(step)) + from_elsewhere

    def colleagues(self, step: np.void) -> int:
        """All who listened to the step before, if it is taken over warm; all who join; and an adviser."""
        listened = len(self.run.beside(self.before, SegmentKind.LISTEN)) if self.is_warm(step) else 0
        return listened + sum(len(self.run.beside(step, kind)) for kind in (SegmentKind.CONSULT, SegmentKind.JOIN))

    def has_owner(self, at: float) -> bool:
        """Whether whoever owns the case has not left."""
        return self.owner is not None and self.run.who(self.owner, at) == self.run.who(self.owner, self.owned_since)

    def owner_is_there(self, step: np.void) -> bool:
        """Whether the owner takes over, or is on shift to brief who does."""
        policy, owner, at = self.run.policy, self.owner, step["start"]
        if not policy["owner"] or not self.has_owner(at) or not self.changes_hands(step):
            return False
        if owner == step["person"] or not any(at in span for span in self.run.on_shift[owner]):
            return owner == step["person"] or self.run.is_on_shift(owner, at)
        # A shift that begins or ends in this very instant may do so before or after: the segment tells.
        if policy["briefing_minutes"] > 0.0:
            return step["link_minutes"] > self.links(step) * policy["link_minutes"] + policy["briefing_minutes"] / 2.0
        return step["context"] == self.context * max(self.kept_without_owner(step), policy["context_kept_owner"])

    def briefing_minutes(self, step: np.void) -> float:
        """Minutes in which the owner tells whoever takes over."""
        briefed = self.owner != step["person"] and self.owner_is_there(step)
        return float(self.run.policy["briefing_minutes"]) if briefed else 0.0

    def kept_without_owner(self, step: np.void) -> float:
        """Share of context that survives a change of hands, by who takes over and by what a system shows."""
        policy, home = self.run.policy, self.run.home
        kept = policy["kept_inside_share"]
        if self.is_warm(step):
            kept = policy["context_kept_wing"]
        elif self.change_to(step) == Change.HANDOFF:
            kept = 1.0
            for _ in range(self.run.formation.distance[home[self.last], home[step["person"]]]):
                kept *= policy["kept_across_share"]
        return max(kept, policy["ai_context"])

    def context_kept(self, step: np.void) -> float:
        """Share of the story that whoever leads a step starts with."""
        if not self.changes_hands(step):
            return self.context
        kept = self.kept_without_owner(step)
        return self.context * (max(kept, self.run.policy["context_kept_owner"]) if self.owner_is_there(step) else kept)

    # --- going on -------------------------------------------------------------------------------------

    def is_wrong(self, step: np.void) -> bool:
        """Whether a step came to a function that the case does not need."""
        return step["apparent"] not in (step["need"], FRONT_DOOR)

    def is_triage(self, step: np.void) -> bool:
        """Whether whoever leads a step only finds out where it belongs, or passes it on at the front door."""
        unable = self.run.inputs.people.skill[step["person"], step["need"]] == 0.0
        if step["apparent"] == FRONT_DOOR:
            return bool(unable or self.ambiguity > self.run.policy["first_line_to_ambiguity"])
        return bool(self.is_wrong(step) and unable)

    def step_over(self, step: np.void) -> None:
        """Go on after a step: what was told, to whom, and what is next."""
        policy, person = self.run.policy, int(step["person"])
        self.context = self.context_kept(step)
        if self.change_to(step) == Change.HANDOFF:
            self.team_before = int(self.run.home[self.last])
        self.called = self.called_for(step)
        self.last = self.last_met = person
        self.before = step
        joined = self.run.joined(step)
        self.met.update(self.run.who(row["person"], step["start"]) for row in (step, *joined))
        listening = self.run.listening_since(step)
        self.heard.update(self.run.who(other, listening) for other in self.run.beside(step, SegmentKind.LISTEN))
        if self.is_triage(step):
            self.told += policy["triage_minutes"]
            self.context = max(self.context, policy["context_kept_triage"])
            self.attempt += 1
            return
        if not self.has_owner(step["start"]):
            self.owner, self.owned_since = person, float(step["start"])
        self.told += self.work() + sum(self.run.of_tape("work")[self.case][row["need_position"]] for row in joined)
        self.told += policy["triage_minutes"] if self.is_wrong(step) else 0.0
        self.context = 1.0
        self.position, self.attempt = self.position + 1 + len(joined), 0

    def come_back(self) -> None:
        """Begin the next contact: told minutes stay, context fades, and a solved case has its last need again."""
        if self.solved:
            self.position, self.done_again = self.needs - 1, True
        self.contact, self.attempt = self.contact + 1, 0
        self.context *= max(self.run.policy["context_kept_memory"], self.run.policy["historical"])
        self.last = self.team_before = self.before = None


def stories(run: Run) -> Iterator[tuple[Story, np.void]]:
    """The story of each case as it stands when each of its bots, waits and steps begins."""
    story = None
    for row, found in run.visits():
        if row["contact"] == 0:
            story = Story(run, int(row["case"]))
        else:
            story.come_back()
        for segment in found:
            yield story, segment
            if segment["kind"] == SegmentKind.STEP and segment["end"] <= run.stopped_at:
                story.step_over(segment)
