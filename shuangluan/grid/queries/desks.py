"""One appeal as it lies before somebody: its file, how it stands, who he is to it, the rules in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import rules
from shuangluan.grid.models import Appeal
from shuangluan.grid.queries.actors import who_is
from shuangluan.grid.queries.book import Book, book_on
from shuangluan.grid.queries.cases import File, appeal, file_of, standing_of
from shuangluan.grid.queries.visibility import visible
from shuangluan.grid.rules import Action, Standing, Step, Who
from shuangluan.kernel import clock
from shuangluan.kernel.audit import Actor
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer


@dataclass(frozen=True)
class Desk:
    """What a deed's page looks at before anything is done."""

    file: File
    standing: Standing
    who: Who
    book: Book
    viewer: Viewer
    at: datetime

    @property
    def appeal(self) -> Appeal:
        """The appeal itself."""
        return self.file.appeal

    @property
    def day(self) -> date:
        """The local day."""
        return clock.local_day(self.at)

    @property
    def number(self) -> str:
        """The number as it is shown today."""
        return rules.short_number(self.appeal.no, self.day)

    def refusal(self, action: Action) -> str | None:
        """Why the page of `action` cannot be opened now; None: it can."""
        return rules.refusal(
            action, self.standing, self.who, now=clock.wall(self.at), terms=self.book.terms
        )

    def steps(self) -> list[Step]:
        """The steps that are possible for the viewer now."""
        every = rules.possible(self.standing, self.who, now=clock.wall(self.at), terms=self.book.terms)
        return [step for step in every if step.allowed]


def desk(appeal_id: int, *, viewer: Viewer, by: Actor, at: datetime) -> Desk | None:
    """The appeal with all that a deed asks for, if it exists for the viewer; `by` is the same person as the actor."""
    record = appeal(appeal_id, viewer=viewer)
    if record is None:
        return None
    on = clock.local_day(at)
    book, file = book_on(on), file_of(record)
    return Desk(file, standing_of(file, book, on), who_is(file, by, on), book, viewer, at)


def appeal_numbered(number: str, *, viewer: Viewer, at: datetime) -> Appeal | None:
    """The appeal meant by a typed number, long or short, if it exists for the viewer."""
    on = clock.local_day(at)
    full = rules.typed_number(number, on)
    if full is None:
        return None
    found: Appeal | None = db.session.scalar(visible(viewer, on).where(Appeal.no == full))
    return found


def person_names(person_ids: Iterable[int | None]) -> dict[int, str]:
    """What persons are called; one statement, none for nobody."""
    wanted = {one for one in person_ids if one is not None}
    if not wanted:
        return {}
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}
