"""Many appeals of a workbook at once: the values and entries of one by one, in a few statements (performance 11)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from shuangluan.extensions import db
from shuangluan.grid import queries, rules
from shuangluan.grid.models import Appeal, AppealReporter
from shuangluan.grid.rules import STATE_LABEL, AppealState
from shuangluan.grid.services import acting
from shuangluan.grid.services.registration import KIND, AppealFacts, first_values, reporter_values, snapshot
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Matter, MatterStage


def register_many(facts: Sequence[AppealFacts], *, by: audit.Actor, at: datetime) -> list[int]:
    """Register appeals that were checked row by row; answers with their ids in their order.

    Raises RuleBroken for a discovery in the future or an unknown code, as `register_appeal` does.
    """
    rows = _drawn_up(facts, by=by, at=at)
    for row, matter_id in zip(rows, _inserted(Matter, [_face(row) for row in rows]), strict=True):
        row["matter_id"] = matter_id
    ids = _inserted(Appeal, rows)
    for row, appeal_id in zip(rows, ids, strict=True):
        row["id"] = appeal_id
    db.session.execute(update(Matter), [{"id": row["matter_id"], "record_id": row["id"]} for row in rows])
    reporters = [
        {"appeal_id": appeal_id, **reporter_values(one.reporter, at)} for appeal_id, one in zip(ids, facts, strict=True)
    ]
    db.session.execute(insert(AppealReporter), reporters)
    audit.created_many(rules.REGISTERED, Appeal, rows, by=by, at=at)
    return list(ids)


def _inserted(model: Any, rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """The ids of rows inserted at once, in their order: under the one write lock nobody inserts between (D23)."""
    last = db.session.scalar(select(func.max(model.id))) or 0
    db.session.execute(insert(model), rows)
    return db.session.scalars(select(model.id).where(model.id > last).order_by(model.id)).all()


def _drawn_up(facts: Sequence[AppealFacts], *, by: audit.Actor, at: datetime) -> list[dict[str, Any]]:
    day = clock.local_day(at)
    book = queries.book_on(day)
    due = acting.moment(rules.accept_due(clock.wall(at), book.terms, book.calendar))
    first = queries.next_sequence(day)
    places: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    rows = []
    for number, one in enumerate(facts):
        book.catalogue.source(one.source)
        if one.discovered_at > at:
            raise RuleBroken("发现时间不能晚于现在，请改正", "discovered_at")
        key = _place_key(one, clock.local_day(one.discovered_at))
        if key not in places:
            places[key] = snapshot(one)
        where = {**places[key], "address_text": one.address_text or places[key]["address_text"]}
        values = first_values(one, where, first + number, due=due, by=by, at=at, catalogue=book.catalogue)
        rows.append(values | {"row_version": 1})
    return rows


def _place_key(one: AppealFacts, day: date) -> tuple[Any, ...]:
    if one.place is None:
        return (one.community, one.address_text)
    return (one.place.compound.id, one.place.building.id if one.place.building else None, day, one.address_text)


def _face(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": KIND,
        "area": row["community"],
        "title": row["title"],
        "state": row["state"].value,
        "state_label": STATE_LABEL[row["state"]],
        "stage": MatterStage.OPEN,
        "is_restricted": row["is_restricted"],
    }


def remove_many(ids: Sequence[int], *, by: audit.Actor, at: datetime) -> None:
    """Take away appeals that came by mistake, as if they had never been, all or none.

    Raises RuleBroken once one is further than registered, or something points at one.
    """
    found = db.session.execute(
        select(Appeal.id, Appeal.no, Appeal.state, Appeal.matter_id, Appeal.title).where(Appeal.id.in_(ids))
    ).all()
    further = next((row for row in found if row.state is not AppealState.REGISTERED), None)
    if further is not None:
        raise RuleBroken(f"{further.no} 已经{STATE_LABEL[further.state]}，不能当作没有登记过")
    audit.noted_many(
        rules.REMOVED, Appeal, [(row.id, row.matter_id, {"no": row.no, "title": row.title}) for row in found],
        by=by, at=at,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.execute(delete(AppealReporter).where(AppealReporter.appeal_id.in_(ids)))
            db.session.execute(delete(Appeal).where(Appeal.id.in_(ids)))
            db.session.execute(delete(Matter).where(Matter.id.in_([row.matter_id for row in found])))
    except IntegrityError:
        raise RuleBroken("其中有的已经有附件、关联或经办记录，不能当作没有登记过；请在台账里逐件处理") from None
