"""The ratings that a scenario assumes of years to come: of all, of a group, of one person, by the seats (WF-105).

What is said of one person outweighs what is said of grades, that what is said of a class; nothing said is the rating of
everybody. Seats for 优秀 go by street as WF-101 has it: to who had it last year, then by last year's total.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.facts import UNDETERMINED
from shuangluan.workforce.rules.seats import seats
from shuangluan.workforce.rules.whatif import Person

Payload = Mapping[str, Any]
GRADES = re.compile(r"(\d{1,3})(?:[-–—~至](\d{1,3}))?级?")
SHAPE = "写成“岗位类别 等次”“岗位类别 20-30 等次”或者“编号 等次”"


@dataclass(frozen=True, slots=True)
class Supposition:
    """A rating assumed of a class, of some grades of it (both ends included), or of one worker by number."""

    rating: str
    post: str = ""
    lowest: int = 0
    highest: int | None = None
    number: str = ""

    @property
    def name(self) -> str:
        """Of whom: 正职 20–30 级."""
        if self.highest is None:
            return self.post
        span = f"{self.lowest}" if self.lowest == self.highest else f"{self.lowest}–{self.highest}"
        return f"{self.post} {span} 级"

    def fits(self, person: Person) -> bool:
        """Whether it is said of this person's class and grade."""
        return person.post == self.post and (self.highest is None or self.lowest <= person.grade <= self.highest)


def suppositions(text: str, posts: Collection[str], ratings: Collection[str]) -> list[Supposition]:
    """One supposition a line. Raises RuleBroken, naming the line, for what is no class, grade, number or rating."""
    found = []
    for place, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words:
            continue
        if len(words) not in (2, 3) or words[-1] not in ratings:
            raise RuleBroken(f"第 {place} 行看不懂，{SHAPE}；等次有{'、'.join(ratings)}", "ratings")
        found.append(_supposition(place, words, posts))
    return found


def _supposition(place: int, words: Sequence[str], posts: Collection[str]) -> Supposition:
    rating = words[-1]
    if words[0] not in posts:
        if len(words) == 3 or not words[0].isascii():
            known = "、".join(posts)
            raise RuleBroken(f"第 {place} 行：没有岗位类别“{words[0]}”，方案里有{known}", "ratings")
        return Supposition(rating, number=words[0].upper())
    if len(words) == 2:
        return Supposition(rating, words[0])
    span = GRADES.fullmatch(words[1])
    lowest = int(span[1]) if span else 0
    highest = int(span[2] or span[1]) if span else -1
    if highest < lowest:
        raise RuleBroken(f"第 {place} 行：级别写成 20-30 或者 20", "ratings")
    return Supposition(rating, words[0], lowest, highest)


@dataclass(frozen=True)
class Expectations:
    """What a scenario assumes: `named` are ratings of single persons by key, `by_seats` whether 优秀 is shared out."""

    rating: str
    groups: Sequence[Supposition] = ()
    named: Mapping[int, str] | None = None
    by_seats: bool = False


def expected(people: Sequence[Person], said: Expectations, plan: Payload) -> list[Person]:
    """The people with the rating that each is assumed to get every year, and why."""
    found = [_expected(one, said) for one in people]
    if not said.by_seats:
        return found
    best = plan["bands"][0]["rating"]
    chosen = _seated(found, plan, best)
    return [replace(one, expected=best, why=chosen[one.key]) if one.key in chosen else one for one in found]


def _expected(person: Person, said: Expectations) -> Person:
    named = (said.named or {}).get(person.key)
    if named is not None:
        return replace(person, expected=named, why="点名")
    narrow_first = sorted((one for one in said.groups if one.fits(person)), key=lambda one: one.highest is None)
    if narrow_first:
        return replace(person, expected=narrow_first[0].rating, why=narrow_first[0].name)
    return replace(person, expected=said.rating, why="全部")


def _seated(people: Sequence[Person], plan: Payload, best: str) -> dict[int, str]:
    """Who gets one of the seats that those assumed to be the best by name or group leave, and why."""
    streets: dict[str, list[Person]] = {}
    for one in people:
        if one.expected != UNDETERMINED:
            streets.setdefault(one.street, []).append(one)
    largest = min(streets, key=lambda street: (-len(streets[street]), street), default="")
    pools = [{"name": street, "rated": len(those), "merge_into": largest} for street, those in sorted(streets.items())]
    given = seats(plan, pools)["seats"]
    found: dict[int, str] = {}
    for pool, free in given.items():
        joined = [street for street in streets if (street if street in given else largest) == pool]
        those = [one for street in joined for one in streets[street]]
        taken = sum(one.expected == best for one in those)
        open_to = [one for one in those if one.why == "全部" and one.expected != best]
        open_to.sort(key=lambda one: (one.rating != best, -(one.total_x100 or 0), one.key))
        for one in open_to[: max(0, free - taken)]:
            found[one.key] = "优秀名额，上年优秀" if one.rating == best else "优秀名额，按上年总分"
    return found
