"""The seats for 优秀: how many each pool has, and who gets them, ties settled in sight (WF-101, WF-102)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import floor
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.amounts import decimal_of
from shuangluan.workforce.rules.spans import reading

Payload = Mapping[str, Any]
LOWEST = Decimal("-Infinity")  # a score that is not there comes after all that are


@dataclass
class Pool:
    """The rated persons that share seats; `satisfaction` decides a tie of remainders."""

    name: str
    rated: int
    satisfaction: Decimal | None
    merge_into: str | None


def seats(plan: Payload, pools: Sequence[Payload]) -> dict[str, Any]:
    """Seats by pool, the cap, and what stays unassigned (WF-101).

    A pool gets the whole part of its share; the rest goes by the largest remainder, a tie to the higher
    satisfaction; still tied or not given, the seats stay unassigned. Where a reserve takes more than the
    remainders, the shares are of the cap instead. Raises RuleBroken for a small pool that joins nobody.
    """
    with reading("优秀名额"):
        rule = plan["excellent"]
        ratio, reserve = Fraction(decimal_of(rule["ratio"])), int(rule.get("reserve", 0))
        joined = _joined([_pool(one) for one in pools], int(rule.get("min_pool_size", 0)))
    rated = sum(pool.rated for pool in joined)
    cap = max(0, floor(rated * ratio) - reserve)
    shares = {pool.name: pool.rated * ratio for pool in joined}
    if sum(floor(share) for share in shares.values()) > cap:
        shares = {pool.name: Fraction(pool.rated * cap, rated) for pool in joined}
    given = {name: floor(share) for name, share in shares.items()}
    left = cap - sum(given.values())
    for name in _by_remainder(joined, shares, left):
        given[name] += 1
    return {"cap": cap, "seats": given, "unassigned": cap - sum(given.values())}


def _pool(payload: Payload) -> Pool:
    sat = payload.get("sat")
    rated = payload["rated"]
    if isinstance(rated, bool) or not isinstance(rated, int) or rated < 0:
        raise RuleBroken(f"{payload['name']}的参评人数要是 0 以上的整数")
    return Pool(payload["name"], rated, None if sat is None else decimal_of(sat), payload.get("merge_into"))


def _joined(pools: list[Pool], fewest: int) -> list[Pool]:
    """The pools with each one that is too small counted in the one it joins, the smallest first."""
    known = {pool.name: pool for pool in pools}
    while small := [pool for pool in known.values() if pool.rated < fewest]:
        pool = min(small, key=lambda one: one.rated)
        target = known.get(pool.merge_into or "")
        if target is None or target is pool:
            raise RuleBroken(f"{pool.name}参评不足 {fewest} 人，要指定并入哪一组")
        target.rated += pool.rated
        del known[pool.name]
    return list(known.values())


def _by_remainder(pools: list[Pool], shares: Mapping[str, Fraction], left: int) -> list[str]:
    """Who gets one of the `left` seats: none of a tie that satisfaction does not settle."""

    def remainder(pool: Pool) -> Fraction:
        return shares[pool.name] - floor(shares[pool.name])

    chosen: list[str] = []
    for _, group in groupby(sorted(pools, key=remainder, reverse=True), key=remainder):
        tied = list(group)
        free = left - len(chosen)
        if len(tied) > free:
            return chosen + _settled(tied, free)
        chosen += [pool.name for pool in tied]
    return chosen


def _settled(tied: list[Pool], free: int) -> list[str]:
    """The pools of a tie whose satisfaction is clearly among the `free` highest."""
    if free == 0 or any(pool.satisfaction is None for pool in tied):
        return []
    order = sorted((pool.satisfaction or LOWEST for pool in tied), reverse=True)
    return [pool.name for pool in tied if (pool.satisfaction or LOWEST) > order[free]]


def pick_excellent(plan: Payload, seats: int, people: Sequence[Payload]) -> list[Any]:
    """Who takes the seats, best first; a group equal in all that the line would cut is below it (WF-102).

    A candidate reaches the band of 优秀 and the lowest satisfaction for it and is otherwise eligible.
    """
    with reading("优秀名额"):
        rule = plan["excellent"]
        order = ["total", *rule["tie_order"]]
        line, least = decimal_of(plan["bands"][0]["from"]), decimal_of(rule["sat_min"])
        candidates = [
            (tuple(_score(one.get(code)) for code in order), one["id"])
            for one in people
            if one.get("eligible", True) and _score(one.get("SAT")) >= least and _score(one.get("total")) >= line
        ]
    candidates.sort(key=lambda one: one[0], reverse=True)
    taken: list[Any] = []
    for _, group in groupby(candidates, key=lambda one: one[0]):
        equal = [identity for _, identity in group]
        if len(taken) + len(equal) > seats:
            break
        taken += equal
    return taken


def _score(value: str | None) -> Decimal:
    return LOWEST if value is None else decimal_of(value)
