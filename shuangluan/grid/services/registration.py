"""登记: an appeal with its first reporter, its photos, its place on the day of discovery (GR-11 1, GR-20, GR-33)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shuangluan.extensions import db
from shuangluan.grid import queries, rules
from shuangluan.grid.models import Appeal, AppealReporter
from shuangluan.grid.queries import Book, Place
from shuangluan.grid.rules import AppealState, HandlingLevel, Level, ReporterKind
from shuangluan.grid.services import acting
from shuangluan.kernel import attachments, audit, clock, matters, pii, search
from shuangluan.kernel.attachments import Upload
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.places import areas

KIND = "appeal"
TITLE_LENGTH = 40  # characters of a title that was made from the first sentence
FOUND = 400  # characters of a search text


@dataclass(frozen=True)
class ReporterFacts:
    """Who reports, as typed."""

    kind: ReporterKind
    name: str = ""
    phone: str = ""
    wants_reply: bool = False
    hide_from_handler: bool = False


@dataclass(frozen=True)
class AppealFacts:
    """What is registered; `place` None stands for a community without a known compound."""

    title: str
    description: str
    category: str
    source: str
    place: Place | None
    community: str
    address_text: str
    discovered_at: datetime
    reporter: ReporterFacts
    level: Level | None = None
    recurs_of_id: int | None = None
    source_no: str | None = None  # under which the source keeps it


def register_appeal(
    facts: AppealFacts,
    *,
    by: audit.Actor,
    at: datetime,
    book: Book | None = None,
    photos: Sequence[tuple[Upload, str]] = (),
) -> Appeal:
    """Register an appeal with its first reporter and stored photos; the place is that of the day of discovery.

    Raises RuleBroken for a discovery in the future, an unknown code, or a former appeal of elsewhere.
    """
    day = clock.local_day(at)
    book = book or queries.book_on(day)
    category = book.catalogue.category(facts.category)
    book.catalogue.source(facts.source)
    if facts.discovered_at > at:
        raise RuleBroken("发现时间不能晚于现在，请改正", "discovered_at")
    appeal = _drawn_up(facts, by=by, at=at, book=book)
    former = _former(facts, appeal.community)
    if former is not None and rules.is_recurrence(former.closed_on or day, day, book.terms):
        appeal.recurs_of_id = former.id
    appeal.matter = matters.open_matter(
        kind=KIND,
        area=appeal.community,
        title=appeal.title,
        state=appeal.state.value,
        state_label=rules.STATE_LABEL[appeal.state],
        is_restricted=category.restricted,
    )
    appeal.matter_id = appeal.matter.id
    audit.created(rules.REGISTERED, appeal, by=by, at=at)
    appeal.matter.record_id = appeal.id
    report(appeal, facts.reporter, at)
    for upload, stored in photos:
        attachments.attach(appeal.matter, upload, stored, purpose="photo", by=by, at=at)
    if former is not None:
        matters.link(appeal.matter, former.matter, "recurs_of" if appeal.recurs_of_id else "continued_as", at=at)
    return appeal


def _drawn_up(facts: AppealFacts, *, by: audit.Actor, at: datetime, book: Book) -> Appeal:
    day = clock.local_day(at)
    due = acting.moment(rules.accept_due(clock.wall(at), book.terms, book.calendar))
    grid = queries.grid_at(facts.place, clock.local_day(facts.discovered_at))
    where, sequence = snapshot(facts, grid.id if grid else None), queries.next_sequence(day)
    values = first_values(facts, where, sequence, due=due, by=by, at=at, catalogue=book.catalogue)
    return Appeal(**values)


def first_values(
    facts: AppealFacts,
    where: Mapping[str, Any],
    sequence: int,
    *,
    due: datetime | None,
    by: audit.Actor,
    at: datetime,
    catalogue: rules.Catalogue,
) -> dict[str, Any]:
    """The columns of a new appeal; `where` is its `snapshot`, `due` until when it must be accepted."""
    day = clock.local_day(at)
    own, no = own_values(facts, where, catalogue), rules.number(day, sequence)
    text = found(no, day, *found_by(own["title"], own["address_text"], own["community"]))
    return {"no": no, "sequence": sequence, "search_text": text} | own | same_values(due=due, by=by, at=at)


def own_values(facts: AppealFacts, where: Mapping[str, Any], catalogue: rules.Catalogue) -> dict[str, Any]:
    """The columns in which a new appeal differs from others of its moment, but for its number."""
    category = catalogue.category(facts.category)
    return dict(
        title=facts.title or title_of(facts.description),
        description=facts.description,
        domain=category.domain,
        category=facts.category,
        level=facts.level or category.level,
        source=facts.source,
        source_no=facts.source_no,
        discovered_at=facts.discovered_at,
        is_restricted=category.restricted,
        **where,
    )


def same_values(*, due: datetime | None, by: audit.Actor, at: datetime) -> dict[str, Any]:
    """The columns that every appeal has that is registered by somebody at one moment."""
    return dict(
        registered_on=clock.local_day(at),
        registered_at=at,
        registered_by_id=by.id or 0,
        accept_due_at=due,
        handling_level=HandlingLevel.COMMUNITY,
        state=AppealState.REGISTERED,
        **dict.fromkeys(("is_provisional", "is_mass", "is_suspended"), False),
        **dict.fromkeys(("reopen_count", "rework_count"), 0),
    )


def snapshot(facts: AppealFacts, grid_id: int | None) -> dict[str, Any]:
    """Where it was: the place with the grid of the day of discovery, kept whatever is redrawn later (GR-47)."""
    place = facts.place
    return {
        "community": place.compound.community if place else facts.community,
        "grid_id": grid_id,
        "compound_id": place.compound.id if place else None,
        "building_id": place.building.id if place and place.building else None,
        "entrance_id": place.entrance.id if place and place.entrance else None,
        "address_text": facts.address_text or (place.text if place else ""),
    }


def title_of(description: str) -> str:
    """The first sentence of what was said, as a title of at most 40 characters."""
    first = re.split(r"[。！？!?；;\n]", description.strip(), maxsplit=1)[0].strip() or description.strip()
    return first if len(first) <= TITLE_LENGTH else f"{first[: TITLE_LENGTH - 1]}…"


def search_text(appeal: Appeal) -> str:
    """What an appeal is found by: number, title, place. Reporters are not in it."""
    return found(appeal.no, appeal.registered_on, *found_by(appeal.title, appeal.address_text, appeal.community))


def found(no: str, day: date, before: str, behind: str) -> str:
    """The search text of an appeal by its number and by what stands around it (`found_by`)."""
    return f"{before} {search.norm(no)} {search.norm(rules.short_number(no, day))} {behind}"[:FOUND]


def found_by(title: str, address_text: str, community: str) -> tuple[str, str]:
    """What stands before and behind the number in the search text."""
    where = " ".join(filter(None, (search.norm(address_text), search.norm(areas().short(community)))))
    return search.norm(title), f"{where} {search.initials(title)}"


def report(appeal: Appeal, facts: ReporterFacts, at: datetime) -> AppealReporter:
    """A reporter of an appeal; who wants to stay unknown leaves neither name nor phone."""
    reporter = AppealReporter(appeal_id=appeal.id, **reporter_values(facts, at))
    db.session.add(reporter)
    db.session.flush()
    return reporter


def reporter_values(facts: ReporterFacts, at: datetime) -> dict[str, Any]:
    """The columns of a reporter, checked."""
    anonymous = facts.kind is ReporterKind.ANONYMOUS
    return {
        "kind": facts.kind,
        "name": pii.normal_name(facts.name) if facts.name and not anonymous else None,
        "phone": pii.check_phone(facts.phone) if facts.phone and not anonymous else None,
        "wants_reply": facts.wants_reply and not anonymous,
        "hide_from_handler": facts.hide_from_handler,
        "reported_at": at,
    }


def _former(facts: AppealFacts, community: str) -> Appeal | None:
    """The closed appeal that this one repeats or continues (GR-33)."""
    if facts.recurs_of_id is None:
        return None
    former = db.session.get(Appeal, facts.recurs_of_id)
    if former is None or former.community != community:
        raise RuleBroken("复发要指向本社区的一件旧诉求", "recurs_of")
    if former.closed_on is None:
        raise RuleBroken("那件诉求还在办，请添加诉求人或并件", "recurs_of")
    return former
