"""What all appeals of the demonstration share: the moment the tale has reached, the rules then in force, pictures."""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from shuangluan.demo.district import District
from shuangluan.demo.timetable import Timetable
from shuangluan.extensions import db
from shuangluan.grid import queries, rules
from shuangluan.grid.queries.book import CATALOGUE, SETTINGS, Book
from shuangluan.kernel import attachments, clock
from shuangluan.kernel.attachments import Upload
from shuangluan.kernel.audit import Actor
from shuangluan.kernel.models import Matter, RuleScheme

PICTURES_KEPT = 365


@dataclass
class Scene:
    """The district with its clock: `now` is naive local and moves from deed to deed."""

    district: District
    timetable: Timetable
    books: "Books"
    folder: Path  # where attachments lie
    pictures: Sequence[Upload]
    now: datetime

    @property
    def at(self) -> datetime:
        """The moment as services take it."""
        return clock.from_wall(self.now)

    @property
    def book(self) -> Book:
        """The rules in force now."""
        return self.books.on(self.now.date())

    def attach(self, matter: Matter, purpose: str, number: int, by: Actor) -> None:
        """Hang one of the pictures on a matter; of the first year none were kept."""
        if (self.district.until - self.now.date()).days > PICTURES_KEPT:
            return
        picture = self.pictures[number % len(self.pictures)]
        stored = attachments.store(self.folder, picture)
        attachments.attach(matter, picture, stored, purpose=purpose, by=by, at=self.at)


class Books:
    """One book for each version of the rules, read once: the same day's book thousands of times over."""

    def __init__(self) -> None:
        self._known: dict[date, Book] = {}
        self._starts = sorted(self._versions())

    def _versions(self) -> set[date]:
        rows = select(RuleScheme.effective_from, RuleScheme.code, RuleScheme.payload)
        schemes = rows.where(RuleScheme.code.in_((CATALOGUE, SETTINGS)))
        starts: set[date] = set()
        for effective_from, code, payload in db.session.execute(schemes):
            starts.add(effective_from)
            if code == SETTINGS:
                starts |= {row.effective_from for row in rules.Settings.parse(payload).rows}
        return starts

    def on(self, day: date) -> Book:
        """The book of a day."""
        place = bisect.bisect_right(self._starts, day)
        start = self._starts[place - 1] if place else day
        if start not in self._known:
            self._known[start] = queries.book_on(start)
        return self._known[start]
