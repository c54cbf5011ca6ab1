"""Many appeals of a workbook: drawn up beforehand, written in short transactions, unseen (performance 11).

What each would get one by one it gets here too: `registration` says what is its own and what all have in common.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from shuangluan.extensions import db
from shuangluan.grid import queries, rules
from shuangluan.grid.models import Appeal, AppealReporter
from shuangluan.grid.queries import imports
from shuangluan.grid.rules import STATE_LABEL, AppealState
from shuangluan.grid.services import acting
from shuangluan.grid.services.registration import (
    KIND,
    AppealFacts,
    found,
    found_by,
    own_values,
    reporter_values,
    same_values,
    snapshot,
)
from shuangluan.kernel import audit, clock, dialect
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Matter, MatterStage

FURTHER = "其中有的已经有附件、关联或经办记录，不能当作没有登记过；请在台账里逐件处理"
TAKEN = "核对以后有人改过小区、楼栋或者登记了同样的诉求；什么都没有写入，请重新核对"


def draw_up(
    facts: Sequence[AppealFacts], numbers: Sequence[int], *, first: int, by: audit.Actor, at: datetime
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows and entries of appeals that were checked row by row; `first` is the place of the first of them.

    Raises RuleBroken for a discovery in the future or an unknown code, as `register_appeal` does.
    """
    book = queries.book_on(clock.local_day(at))
    due = acting.moment(rules.accept_due(clock.wall(at), book.terms, book.calendar))
    same = same_values(due=due, by=by, at=at) | {"row_version": 1}
    grids = imports.grids_of(one.place.compound.id for one in facts if one.place)
    rows, entries = [], []
    for place, (one, number) in enumerate(zip(facts, numbers, strict=True), first):
        book.catalogue.source(one.source)
        if one.discovered_at > at:
            raise RuleBroken("发现时间不能晚于现在，请改正", "discovered_at")
        own = own_values(one, snapshot(one, grids.at(one.place, clock.local_day(one.discovered_at))), book.catalogue)
        found_as = found_by(own["title"], own["address_text"], own["community"])
        rows.append({"appeal": own | same, "found": found_as, "reporter": reporter_values(one.reporter, at)})
        said = {"row": number} | {key: [None, value] for key, value in own.items() if value is not None}
        entries.append(audit.to_seal(rules.REGISTERED, Appeal.__tablename__, place, said, by=by, at=at))
    return rows, entries


def reserve(count: int, *, at: datetime) -> tuple[int, int, int]:
    """The first ids of so many appeals and of their matters, and the first number of the day; under the lock (D23)."""
    connection = db.session.connection()
    appeal, matter = (dialect.reserve_ids(connection, model.__table__, count) for model in (Appeal, Matter))
    return appeal, matter, queries.next_sequence(clock.local_day(at))


def write(rows: Sequence[Mapping[str, Any]], *, appeal: int, matter: int, sequence: int) -> None:
    """Insert drawn rows; the first gets these ids and this number, the others follow.

    Raises RuleBroken where the place of one has been taken away meanwhile, or its source number was registered.
    """
    tables: tuple[Any, ...] = (Matter.__table__, Appeal.__table__, AppealReporter.__table__)
    made = [_placed(row, appeal + n, matter + n, sequence + n) for n, row in enumerate(rows)]
    try:
        for table, part in zip(tables, ("face", "appeal", "reporter"), strict=True):
            db.session.execute(insert(table), [one[part] for one in made])
    except IntegrityError:
        raise RuleBroken(TAKEN) from None


def _placed(row: Mapping[str, Any], appeal_id: int, matter_id: int, sequence: int) -> dict[str, dict[str, Any]]:
    own = row["appeal"]
    no = rules.number(own["registered_on"], sequence)
    ids = {"id": appeal_id, "matter_id": matter_id, "no": no, "sequence": sequence}
    state = own["state"]
    face = {
        "id": matter_id, "record_id": appeal_id, "kind": KIND, "area": own["community"], "title": own["title"],
        "state": state.value, "state_label": STATE_LABEL[state], "stage": MatterStage.OPEN,
        "is_restricted": own["is_restricted"],
    }  # fmt: skip
    appeal = own | ids | {"search_text": found(no, own["registered_on"], *row["found"])}
    return {"face": face, "appeal": appeal, "reporter": row["reporter"] | {"appeal_id": appeal_id}}


def remove_one(appeal_id: int, *, by: audit.Actor, at: datetime) -> None:
    """Take away one that came by mistake. Raises RuleBroken once it is further than registered, or something
    points at it.
    """
    appeal = db.session.get_one(Appeal, appeal_id)
    if appeal.state is not AppealState.REGISTERED:
        raise RuleBroken(f"{appeal.no} 已经{STATE_LABEL[appeal.state]}，不能当作没有登记过")
    audit.noted(rules.REMOVED, appeal, by=by, at=at, detail={"no": appeal.no, "title": appeal.title})
    own = ((AppealReporter, AppealReporter.appeal_id == appeal_id), (Appeal, Appeal.id == appeal_id))
    try:
        for model, condition in (*own, (Matter, Matter.id == appeal.matter_id)):
            db.session.execute(delete(model).where(condition).execution_options(synchronize_session=False))
    except IntegrityError:
        raise RuleBroken(FURTHER) from None
