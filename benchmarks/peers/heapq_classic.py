"""Plain Python with a heap, for the classic set: the best free person by skill, fatigue and familiarity takes the case.

Rules are written out where they are used, as whoever wants speed would. Every number comes out as podsim's does.
"""

from __future__ import annotations

import math
from collections import deque
from heapq import heappop, heappush

from benchmarks.own import Given

NAME = "heapq loop, classic set"
GRID = 1048576.0
HALF = 0.6931471805599453


def run(given: Given) -> tuple[float, float]:
    """(minutes waited per visit, share of customers who gave up), everybody having left."""
    tape, policy, floor, exp = given.tape, given.formation.policy, math.floor, math.exp
    arrival = [*tape.arrival.tolist(), math.inf]
    needs, distress = tape.needs.tolist(), tape.distress.tolist()
    need, work = tape.need.tolist(), tape.work.tolist()
    rise, fall, slow = (float(policy[n]) for n in ("rise_half_life_minutes", "fall_half_life_minutes", "slow"))
    weight, tired, known = (float(policy[n]) for n in ("skill_weight", "fatigue_weight", "familiarity_weight"))
    retell, change = float(policy["retelling_share"]), float(policy["changeover_minutes"])
    inside, across = float(policy["kept_inside_share"]), float(policy["kept_across_share"])
    distress_weight = float(policy["distress_weight"])
    home, skills = given.people.function.tolist(), given.people.skill.max(axis=1).tolist()
    free = [{p for p, there in enumerate(home) if there == place} for place in range(max(home) + 1)]
    since, fatigue, settled = [0.0] * len(home), [0.0] * len(home), [0.0] * len(home)
    queues = [deque() for _ in free]
    left, total = tape.arrival.size, tape.arrival.size
    position, holder, told = [0] * total, [-1] * total, [0.0] * total
    met, patience_left, joined = [()] * total, tape.patience.tolist(), [0.0] * total
    gone, waiting = bytearray(total), bytearray(total)
    events: list[
        tuple[float, int, int]
    ] = []  # when, 0: somebody is done, 2: patience is over (1 would be: one comes), person or case
    busy_with = [(-1, 0.0)] * len(home)
    waited, steps, gave_up, coming = 0.0, 0, 0, 0

    def score(person: int, case: int, now: float) -> float:
        rested = fatigue[person]
        if rested > 0.0:
            rested = floor(rested * exp(-HALF * (now - settled[person]) / fall) * GRID + 0.5) / GRID
        value = weight * skills[person] - tired * rested
        if person in met[case]:
            value += known
        return floor(value * GRID + 0.5) / GRID

    def serve(person: int, case: int, now: float) -> None:
        nonlocal waited, steps
        place = home[person]
        free[place].remove(person)
        waited += now - joined[case]
        patience_left[case] -= now - joined[case]
        waiting[case] = 0
        if fatigue[person] > 0.0 and now > settled[person]:
            rested = fatigue[person] * exp(-HALF * (now - settled[person]) / fall)
            fatigue[person] = floor(rested * GRID + 0.5) / GRID
        settled[person] = now
        minutes = work[case][position[case]]
        done = minutes
        minutes = minutes / skills[person]
        if holder[case] >= 0 and holder[case] != person:
            kept = inside if home[holder[case]] == home[person] else across
            minutes += retell * told[case] * (1.0 - kept)
            minutes += change
        minutes = floor(minutes * (1.0 + slow * fatigue[person]) * GRID + 0.5) / GRID
        told[case] += done
        holder[case] = person
        if person not in met[case]:
            met[case] += (person,)
        steps += 1
        busy_with[person] = (case, now)
        heappush(events, (now + minutes, 0, person))

    def join(case: int, now: float) -> int:
        place = need[case][position[case]]
        joined[case], waiting[case] = now, 1
        line = queues[place]
        line.append(case)
        if len(line) > 1 and joined[line[-2]] == now and line[-2] > case:  # of two at once the lower number is first
            line[-2], line[-1] = line[-1], line[-2]
        return place

    def dispatch(place: int, now: float) -> None:
        line, people = queues[place], free[place]
        while line and people:
            case = line[0]
            if gone[case]:
                line.popleft()
                continue
            best, best_score = -1, 0.0
            if len(people) == 1:
                (best,) = people
            else:
                for person in sorted(people):
                    value = score(person, case, now)
                    if best < 0 or value > best_score or (value == best_score and since[person] < since[best]):
                        best, best_score = person, value
            line.popleft()
            serve(best, case, now)

    while left:
        if not events or (arrival[coming], 1) < events[0]:
            case, now = coming, arrival[coming]
            coming += 1
        else:
            now, is_expiry, number = heappop(events)
            if is_expiry:
                if waiting[number] and joined[number] + patience_left[number] <= now:
                    gone[number], waiting[number] = 1, 0
                    waited += now - joined[number]
                    gave_up += 1
                    left -= 1
                continue
            case, started = busy_with[number]
            serving = (now - started) * (1.0 + distress_weight * distress[case])
            fatigue[number] = floor((1.0 - (1.0 - fatigue[number]) * exp(-HALF * serving / rise)) * GRID + 0.5) / GRID
            settled[number] = since[number] = now
            free[home[number]].add(number)
            position[case] += 1
            if position[case] == needs[case]:
                left -= 1
                dispatch(home[number], now)
                continue
            if need[case][position[case]] != home[number]:
                dispatch(home[number], now)
        place = join(case, now)
        dispatch(place, now)
        if waiting[case]:
            heappush(events, (now + patience_left[case], 2, case))
    return waited / steps, gave_up / total
