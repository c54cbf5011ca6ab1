"""Many appeals of a workbook at once: drawn up and staged beforehand, registered in a few statements (performance 11).

What each would get one by one it gets here too: `registration` says what is its own and what all have in common.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, and_, case, cast, delete, func, insert, literal, select
from sqlalchemy.exc import IntegrityError

from shuangluan.extensions import db
from shuangluan.grid import queries, rules
from shuangluan.grid.models import Appeal, AppealReporter, StagedAppeal
from shuangluan.grid.queries import imports
from shuangluan.grid.rules import STATE_LABEL, AppealState
from shuangluan.grid.services import acting
from shuangluan.grid.services.registration import (
    FOUND,
    KIND,
    AppealFacts,
    found_by,
    own_values,
    reporter_values,
    same_values,
    snapshot,
)
from shuangluan.kernel import audit, clock, dialect
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Matter, MatterStage

OWN = (
    "title", "description", "domain", "category", "level", "source", "source_no", "community", "grid_id",
    "compound_id", "building_id", "entrance_id", "address_text", "discovered_at", "is_restricted",
)  # fmt: skip
OF_REPORTER = ("kind", "name", "phone", "wants_reply", "hide_from_handler")
FURTHER = "其中有的已经有附件、关联或经办记录，不能当作没有登记过；请在台账里逐件处理"


def draw_up(
    facts: Sequence[AppealFacts], numbers: Sequence[int], *, first: int, by: audit.Actor, at: datetime
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The staged rows and entries of appeals that were checked row by row; `first` is the place of the first of them.

    Raises RuleBroken for a discovery in the future or an unknown code, as `register_appeal` does.
    """
    catalogue = queries.book_on(clock.local_day(at)).catalogue
    grids = imports.grids_of(one.place.compound.id for one in facts if one.place)
    staged, entries = [], []
    for place, (one, number) in enumerate(zip(facts, numbers, strict=True), first):
        catalogue.source(one.source)
        if one.discovered_at > at:
            raise RuleBroken("发现时间不能晚于现在，请改正", "discovered_at")
        where = snapshot(one, grids.at(one.place, clock.local_day(one.discovered_at)))
        own = own_values(one, where, catalogue)
        reporter = reporter_values(one.reporter, at)
        before, behind = found_by(own["title"], own["address_text"], own["community"])
        held = own | {key: reporter[key] for key in OF_REPORTER} | {"found_by": before, "found_also": behind[:FOUND]}
        staged.append(held | {"import_id": by.import_id, "place": place, "number": number})
        said = {"row": number} | {key: [None, value] for key, value in own.items() if value is not None}
        entries.append(audit.staged(rules.REGISTERED, Appeal.__tablename__, place, said, by=by, at=at))
    return staged, entries


def taken_row(import_id: int) -> int | None:
    """The first row of the file whose appeal somebody has registered since it was checked."""
    taken = and_(Appeal.source_no == StagedAppeal.source_no, Appeal.source == StagedAppeal.source)
    found = select(func.min(StagedAppeal.number)).join(Appeal, taken).where(StagedAppeal.import_id == import_id)
    return db.session.scalar(found)


def communities_of(import_id: int) -> Sequence[str]:
    """Where the staged appeals are."""
    found = select(StagedAppeal.community).where(StagedAppeal.import_id == import_id).distinct()
    return db.session.scalars(found).all()


def register_staged(digest: tuple[int, str], *, by: audit.Actor, at: datetime) -> dict[str, Any]:
    """Register what is staged for the import by which `by` acts; answers with what its own entry seals.

    The place of an appeal among them gives it its id and its number, under the write lock (D23). Raises RuleBroken
    where its place has been taken away meanwhile.
    """
    count = digest[0]
    matter = dialect.reserve_ids(db.session.connection(), Matter.__table__, count)
    appeal = dialect.reserve_ids(db.session.connection(), Appeal.__table__, count)
    try:
        _insert(Matter, _faces(matter, appeal), by)
        _insert(Appeal, _appeals(matter, appeal, by, at), by)
        _insert(AppealReporter, _reporters(appeal, at), by)
    except IntegrityError:
        raise RuleBroken("核对以后有人改过小区、楼栋或者登记了同样的诉求；什么都没有写入，请重新核对") from None
    return audit.write_staged(
        rules.REGISTERED, Appeal.__tablename__, digest, record=appeal, matter=matter, by=by, at=at
    )


def _insert(model: Any, columns: Mapping[str, Any], by: audit.Actor) -> None:
    """One statement; the columns that are not named get the model's own defaults."""
    drawn = select(*columns.values()).where(StagedAppeal.import_id == by.import_id).order_by(StagedAppeal.place)
    db.session.execute(insert(model).from_select(list(columns), drawn))


def _said(model: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the columns of `model` store them."""
    columns = model.__table__.columns
    return {key: literal(value, columns[key].type) for key, value in values.items()}


def _faces(matter: int, appeal: int) -> dict[str, Any]:
    one, state = StagedAppeal, AppealState.REGISTERED
    same = {"kind": KIND, "state": state.value, "state_label": STATE_LABEL[state], "stage": MatterStage.OPEN}
    own = {"area": one.community, "title": one.title, "is_restricted": one.is_restricted}
    ids = {"id": literal(matter) + one.place, "record_id": literal(appeal) + one.place}
    return ids | own | _said(Matter, same)


def _appeals(matter: int, appeal: int, by: audit.Actor, at: datetime) -> dict[str, Any]:
    one, day = StagedAppeal, clock.local_day(at)
    book = queries.book_on(day)
    due = acting.moment(rules.accept_due(clock.wall(at), book.terms, book.calendar))
    sequence = literal(queries.next_sequence(day), Integer) + one.place
    no, short = numbers_of(day, sequence)
    found = one.found_by + literal(" ") + func.lower(no) + literal(" ") + func.lower(short) + literal(" ")
    own = {key: getattr(one, key) for key in OWN} | {
        "id": literal(appeal) + one.place,
        "matter_id": literal(matter) + one.place,
        "no": no,
        "sequence": sequence,
        "search_text": func.substr(found + one.found_also, 1, FOUND),
    }
    return own | _said(Appeal, same_values(due=due, by=by, at=at) | {"row_version": 1})


def numbers_of(day: date, sequence: ColumnElement[int]) -> tuple[ColumnElement[str], ColumnElement[str]]:
    """`rules.number` and its short form, for a sequence that the database counts (GR-20)."""
    digits = cast(sequence, String(20))
    padded = case((sequence < 10, literal("00") + digits), (sequence < 100, literal("0") + digits), else_=digits)
    full = rules.number(day, 100)
    prefixes = (text.removesuffix("100") for text in (full, rules.short_number(full, day)))
    number, short = (literal(prefix) + padded for prefix in prefixes)
    return number, short


def _reporters(appeal: int, at: datetime) -> dict[str, Any]:
    own = {key: getattr(StagedAppeal, key) for key in OF_REPORTER}
    return own | {"appeal_id": literal(appeal) + StagedAppeal.place} | _said(AppealReporter, {"reported_at": at})


def remove_registered(
    first: int, matter: int, digest: tuple[int, str], *, by: audit.Actor, at: datetime
) -> dict[str, Any]:
    """Take away appeals that came by mistake, as if they had never been, all or none: `digest[0]` of them from
    the ids `first` and `matter` on. Answers with what the entry of the withdrawal seals.

    Raises RuleBroken once one is further than registered, or something points at one.
    """
    count = digest[0]
    appeals = Appeal.id.between(first, first + count - 1)
    further = select(Appeal.no, Appeal.state).where(appeals, Appeal.state != AppealState.REGISTERED).limit(1)
    if found := db.session.execute(further).first():
        raise RuleBroken(f"{found.no} 已经{STATE_LABEL[found.state]}，不能当作没有登记过")
    sealed = audit.write_staged(
        rules.REMOVED, Appeal.__tablename__, digest, record=first, matter=matter, by=by, at=at
    )
    matters = Matter.id.between(matter, matter + count - 1)
    _delete(AppealReporter.appeal_id.between(first, first + count - 1), appeals, matters)
    return sealed


def remove_one(appeal_id: int, *, by: audit.Actor, at: datetime) -> None:
    """Take away one that came by mistake. Raises RuleBroken as for many."""
    appeal = db.session.get_one(Appeal, appeal_id)
    if appeal.state is not AppealState.REGISTERED:
        raise RuleBroken(f"{appeal.no} 已经{STATE_LABEL[appeal.state]}，不能当作没有登记过")
    audit.noted(rules.REMOVED, appeal, by=by, at=at, detail={"no": appeal.no, "title": appeal.title})
    _delete(AppealReporter.appeal_id == appeal_id, Appeal.id == appeal_id, Matter.id == appeal.matter_id)


def _delete(reporters: ColumnElement[bool], appeals: ColumnElement[bool], matters: ColumnElement[bool]) -> None:
    try:
        for model, condition in ((AppealReporter, reporters), (Appeal, appeals), (Matter, matters)):
            db.session.execute(delete(model).where(condition).execution_options(synchronize_session=False))
    except IntegrityError:
        raise RuleBroken(FURTHER) from None
