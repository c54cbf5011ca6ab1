"""Which post and which community of a changing year somebody is appraised in (WF-101, WF-104)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.workforce.rules.spans import ONE_DAY, reading

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """A post in a community from `start` to `end`, both included (None: still held)."""

    position: str
    community: str
    start: date
    end: date | None

    def is_held_on(self, day: date) -> bool:
        """Whether it is held that day."""
        return self.start <= day and (self.end is None or self.end >= day)


@dataclass(frozen=True, slots=True)
class PostOfYear:
    """The class of post in which a year is appraised, whether it is the highest (正职), and why where it changed."""

    name: str
    is_leader: bool
    line: str


def post_of_year(posts: Payload, held: Sequence[Held], year: int) -> PostOfYear | None:
    """The class held for more days of the year; of equal ones the later (WF-104). None where none was held.

    Of several posts on one day the highest counts (WF-68). `posts` are those of the grade scheme.
    """
    with reading("等级方案"):
        ranks = {name: int(one["rank"]) for name, one in posts.items()}
        class_of = {position: name for name, one in posts.items() for position in one["positions"]}
    known = [one for one in held if one.position in class_of]
    days: dict[str, int] = {}
    for start, end in _pieces(known, year):
        names = {class_of[one.position] for one in known if one.is_held_on(start)}
        if names:
            name = max(names, key=ranks.__getitem__)
            days = {**{key: count for key, count in days.items() if key != name},
                    name: days.get(name, 0) + (end - start).days + 1}  # fmt: skip
    if not days:
        return None
    longest = max(days.values())
    name = [key for key, count in days.items() if count == longest][-1]
    said = "，".join(f"{key} {count} 天" for key, count in days.items())
    line = f"年内岗位变动：{said}，按任期较长的{name}考核" if len(days) > 1 else ""
    return PostOfYear(name, ranks[name] == max(ranks.values()), line)


def _pieces(held: Sequence[Held], year: int) -> list[tuple[date, date]]:
    """The year cut where a post begins or ends."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    cuts = {first, *(one.start for one in held), *(one.end + ONE_DAY for one in held if one.end is not None)}
    starts = sorted(day for day in cuts if first <= day <= last)
    ends = [*(day - ONE_DAY for day in starts[1:]), last]
    return list(zip(starts, ends, strict=True))


def community_on(held: Sequence[Held], day: date) -> str | None:
    """The community of the post begun last of those held that day; the pool is that of 31 December (WF-101)."""
    found = [one for one in held if one.is_held_on(day)]
    return max(found, key=lambda one: one.start).community if found else None
