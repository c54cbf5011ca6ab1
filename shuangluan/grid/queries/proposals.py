"""What follows from a place and a category before anything is saved: grid, handler, limits, duplicates (GR-28)."""

from dataclasses import dataclass, field
from datetime import date, datetime

from shuangluan.grid import rules
from shuangluan.grid.queries.book import Book
from shuangluan.grid.queries.duplicates import Duplicate, likely
from shuangluan.grid.queries.places import company_of, grid_at, leader_of
from shuangluan.grid.queries.spots import Spot
from shuangluan.grid.rules import Category, Level
from shuangluan.kernel import clock
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.workdays import Deadline

COMPANY, COMMUNITY, STREET = "物业服务企业", "社区", "街道"


@dataclass(frozen=True)
class Ground:
    """Whose ground it is: the grid of the day of discovery, and who leads the compound today."""

    community: str
    grid: str
    leader: str

    @property
    def located(self) -> bool:
        """Whether it lies in exactly one integrated grid; else it goes to the 待定位 list."""
        return bool(self.grid)


@dataclass(frozen=True)
class Clocks:
    """By when it is to be accepted and, if it is accepted at once, to be answered."""

    level: str
    accept_limit: str
    accept_until: str
    promise_limit: str
    promise_until: str
    first_answer: str
    first_answer_until: str
    document: str
    provisional: bool


@dataclass(frozen=True)
class Advice:
    """What the registrar is told while he types; each part is there as soon as it can be said."""

    spot: Spot | None = None
    ground: Ground | None = None
    handler: str = ""
    clocks: Clocks | None = None
    call_first: str = ""
    duplicates: list[Duplicate] = field(default_factory=list)

    @property
    def ids(self) -> set[int]:
        """The appeals that were pointed out."""
        return {one.id for one in self.duplicates}


def advise(
    viewer: Viewer, where: Spot | None, category: str, *, level: str, found_at: datetime, now: datetime, book: Book
) -> Advice:
    """The advice for a place, a category and a level, each of which may still be missing or unknown."""
    known = next((one for one in book.catalogue.categories if one.code == category), None)
    day = clock.local_day(now)
    ground = _ground(where, clock.local_day(found_at), day) if where else None
    if known is None:
        return Advice(where, ground)
    chosen = Level(level) if level in list(Level) else known.level
    return Advice(
        spot=where,
        ground=ground,
        handler=proposed_handler(known, where.community, where.compound_id, day) if where else "",
        clocks=_clocks(known, chosen, clock.wall(now), book),
        call_first=_call_first(known, chosen),
        duplicates=_duplicates(viewer, where, category, day, book),
    )


def _duplicates(viewer: Viewer, where: Spot | None, category: str, day: date, book: Book) -> list[Duplicate]:
    if where is None:
        return []
    return likely(
        viewer,
        compound_id=where.compound_id,
        category=category,
        building_id=where.building_id,
        day=day,
        book=book,
    )


def proposed_handler(category: Category, community: str, compound_id: int | None, day: date) -> str:
    """The category's usual handler by the name it has here: the compound's company, the community, the street."""
    usual = category.default_handler
    if usual.startswith(COMPANY):
        company = company_of(compound_id, day)
        return company.name if company else f"{usual}（这里没有登记的物业）"
    if usual.startswith(COMMUNITY):
        return areas().name(community) + usual.removeprefix(COMMUNITY)
    return areas().name(community[:9]) if usual == STREET else usual


def _ground(where: Spot, found_on: date, day: date) -> Ground:
    grid = grid_at(where.place, found_on)
    leader = leader_of(where.compound_id, day)
    return Ground(where.community, grid.name if grid else "", leader.name if leader else "")


def _clocks(category: Category, level: Level, now: datetime, book: Book) -> Clocks:
    terms, calendar, limits = book.terms, book.calendar, book.catalogue.limits_of(level)
    accept = rules.accept_due(now, terms, calendar)
    promised = rules.promise_limit(now, limits, category, calendar, terms.clock)
    promise = rules.promise_due(now, promised.limit, calendar, terms.clock)
    answer = rules.first_answer_due(now, limits, terms, calendar)
    return Clocks(
        level=rules.LEVEL_LABEL[level],
        accept_limit=terms.accept_limit.label,
        accept_until=_until(accept, now),
        promise_limit=promised.limit.label,
        promise_until=_until(promise, now),
        first_answer=limits.first_answer.label if limits.first_answer else "",
        first_answer_until=_until(answer, now) if answer else "",
        document=promised.document,
        provisional=accept.provisional or promise.provisional,
    )


def _until(due: Deadline, now: datetime) -> str:
    """今天 15:30, 明天 10:00, 11-27, 2027-01-07."""
    day = due.due_on or now.date()
    near = {0: "今天", 1: "明天"}.get((day - now.date()).days)
    named = near or day.strftime("%m-%d" if day.year == now.year else "%Y-%m-%d")
    return f"{named} {due.due_at:%H:%M}" if due.due_at else named


def _call_first(category: Category, level: Level) -> str:
    """Danger to life: 110, 119, 120 or 122 first (GR-20)."""
    if category.call_first.isdigit():
        return f"先拨 {category.call_first}，再登记"
    if category.call_first:
        return f"先打{category.call_first}电话，再登记"
    return "有人身危险的，先拨 110、119、120 或 122，再登记" if level is Level.URGENT else ""
