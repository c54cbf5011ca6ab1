"""What residents of the demonstration district bring up, in which months, and who deals with it."""

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

COMPANY, COMMUNITY, STREET = "物业", "社区", "街道"


@dataclass(frozen=True, slots=True)
class Topic:
    """One matter with its words; `handler` is 物业, 社区, 街道 or a department by name."""

    category: str
    handler: str
    weight: int
    months: frozenset[int]
    title: str
    description: str
    result: str

    @property
    def names_entrance(self) -> bool:
        """Whether it happens at one entrance rather than at a whole building."""
        return "{e}" in self.title


@lru_cache(maxsize=1)
def topics() -> Sequence[Topic]:
    """All of the file beside this module."""
    with (Path(__file__).parent / "topics.csv").open(encoding="utf-8") as file:
        return [
            Topic(
                row["category"], row["handler"], int(row["weight"]),
                frozenset(int(month) for month in row["months"].split()) or frozenset(range(1, 13)),
                row["title"], row["description"], row["result"],
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip


def some_topic(month: int, rng: random.Random) -> Topic:
    """A topic of the season; what a season brings is brought more often then."""
    known = [topic for topic in topics() if month in topic.months]
    return rng.choices(known, [topic.weight * (12 if len(topic.months) < 12 else 10) for topic in known])[0]


def topic_among(categories: Sequence[str], month: int, rng: random.Random) -> Topic:
    """A topic of one of the categories, of the season if there is one."""
    known = [topic for topic in topics() if topic.category in categories]
    return rng.choice([topic for topic in known if month in topic.months] or known)
