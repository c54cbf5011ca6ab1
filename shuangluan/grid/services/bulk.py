"""批量派发 and 批量催办: the same deed on many appeals; each one's own rules decide, the rest goes through."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from shuangluan.grid import queries
from shuangluan.grid.models import Appeal
from shuangluan.grid.queries import Body, Book
from shuangluan.grid.queries.bodies import COMPANY, bodies
from shuangluan.grid.services.legs import dispatch_appeal, office, remind
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken


class TargetKind(StrEnum):
    """What many appeals have in common: the kind of body, though each has its own."""

    COMPANY = "company"
    COMMUNITY = "community"
    STREET = "street"
    DEPARTMENT = "department"


@dataclass(frozen=True)
class Target:
    """Whom many appeals are sent to: each to its own company, community or street, or all to one department."""

    kind: TargetKind
    department: Body | None = None

    def of(self, appeal: Appeal, day: date) -> Body:
        """The body for one appeal. Raises RuleBroken where its compound has no company."""
        if self.kind is TargetKind.DEPARTMENT:
            if self.department is None:
                raise RuleBroken("请选一个区直部门", "department")
            return self.department
        if self.kind is TargetKind.COMPANY:
            offers = bodies(appeal, day, COMPANY)
            if not offers:
                raise RuleBroken("这个小区没有登记在管的物业企业，请改派社区或街道")
            return offers[0].body
        length = 12 if self.kind is TargetKind.COMMUNITY else 9
        return office(appeal.community[:length])


@dataclass
class Done:
    """What came of it: how many went through, and of the others the reason."""

    count: int = 0
    refused: list[tuple[Appeal, str]] = field(default_factory=list)


def dispatch_each(
    appeals: Iterable[Appeal], target: Target, *, instruction: str, by: audit.Actor, at: datetime
) -> Done:
    """派发 each of `appeals` with the same instruction."""
    day = clock.local_day(at)

    def deed(appeal: Appeal, book: Book) -> None:
        dispatch_appeal(appeal, target.of(appeal, day), instruction=instruction, by=by, at=at, book=book)

    return _each(appeals, deed, queries.book_on(day))


def remind_each(appeals: Iterable[Appeal], *, text: str, by: audit.Actor, at: datetime) -> Done:
    """催办 each of `appeals` with the same words."""

    def deed(appeal: Appeal, book: Book) -> None:
        remind(appeal, text=text, by=by, at=at, book=book)

    return _each(appeals, deed, queries.book_on(clock.local_day(at)))


def _each(appeals: Iterable[Appeal], deed: Callable[[Appeal, Book], None], book: Book) -> Done:
    """A service refuses before it changes anything, so a refusal leaves nothing half done."""
    done = Done()
    for appeal in appeals:
        try:
            deed(appeal, book)
        except RuleBroken as broken:
            done.refused.append((appeal, broken.reason))
        else:
            done.count += 1
    return done
