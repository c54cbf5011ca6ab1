"""Rows of the register: the columns of the appeals on a page, read in one statement, ids first (performance 8.2)."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal, AppealLeg, AppealReporter, Appointment, AppointmentRole
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries.register import Seen, last_lead, offices_of, order, selection
from shuangluan.grid.queries.visibility import visible
from shuangluan.grid.rules import LegRole
from shuangluan.kernel.models import AuditEntry, Compound, Grid
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.tables import Asked, ids_of_page

BATCH = 1000  # rows of an export read at a time

lead = aliased(AppealLeg, name="lead")
reporter = aliased(AppealReporter, name="reporter")
returned, assist = aliased(AppealLeg, name="returned"), aliased(AppealLeg, name="assist")
first = aliased(AppealReporter, name="first")
FACTS: tuple[Any, ...] = (
    Appeal.id, Appeal.no, Appeal.title, Appeal.level, Appeal.category, Appeal.source, Appeal.source_no,
    Appeal.state, Appeal.outcome,
    Appeal.handling_level, Appeal.community, Appeal.compound_id, Appeal.address_text, Appeal.registered_at,
    Appeal.registered_by_id, Appeal.accept_due_at, Appeal.due_on, Appeal.due_at, Appeal.severe_at, Appeal.remaining,
    Appeal.promise_unit, Appeal.is_provisional, Appeal.is_suspended, Appeal.is_mass, Appeal.is_restricted,
    Appeal.responded_at, Appeal.responded_by_id, Appeal.closed_at, Appeal.reopen_until, Appeal.review_on,
    Appeal.reviewed_at, Appeal.reminded_at, Appeal.row_version,
    Grid.code15, Compound.name.label("compound_name"), lead.to_name.label("handler"),
)  # fmt: skip
LEG = (
    lead.id.label("lead_id"), lead.kind, lead.issued_at, lead.issued_by_id, lead.issuer_area, lead.to_area,
    lead.to_organisation_id, lead.to_person_id, lead.to_company, lead.signed_at, lead.signed_by_id,
    lead.returnable, lead.return_asked_at, lead.is_current,
)  # fmt: skip
REPORTER = (
    reporter.kind.label("reporter_kind"), reporter.name.label("reporter_name"),
    reporter.phone.label("reporter_phone"), reporter.hide_from_handler,
)  # fmt: skip


def _joined() -> Select[Any]:
    """Left joins only: an inner one would let the planner begin at the small table and sort every appeal."""
    facts = select(*FACTS)
    return (
        facts.select_from(Appeal)
        .outerjoin(Grid, Grid.id == Appeal.grid_id)
        .outerjoin(Compound, Compound.id == Appeal.compound_id)
        .outerjoin(lead, lead.id == last_lead(Appeal.id))
    )


def _with_reporter(rows: Select[Any]) -> Select[Any]:
    """The first reporter beside each appeal."""
    one = select(func.min(first.id)).where(first.appeal_id == Appeal.id).correlate(Appeal).scalar_subquery()
    return rows.add_columns(*REPORTER).outerjoin(reporter, reporter.id == one)


WRITTEN = _joined()
SHOWN = WRITTEN.add_columns(*LEG)
"""What a workbook and what a page needs of each row; put together once, for that costs more than asking."""


def page_rows(asked: Asked, seen: Seen, figure: Select[Any] | None = None) -> list[Any]:
    """The page asked for and one row more, with what its columns and its next steps need."""
    ids = ids_of_page(selection(asked, seen, figure), order(asked), asked).subquery()
    rows = _for(seen, with_reporter=asked.shows("reporter"))
    return list(db.session.execute(rows.where(Appeal.id.in_(select(ids.c.id))).order_by(*order(asked))))


def _for(seen: Seen, *, with_reporter: bool) -> Select[Any]:
    """The columns of a page, and how its reader stands to each appeal."""
    rows = SHOWN.add_columns(*_relations(seen))
    return _with_reporter(rows) if with_reporter else rows


def one_row(appeal_id: int, seen: Seen, *, with_reporter: bool = False) -> Any | None:
    """The row of one appeal, if it exists for the viewer."""
    ids = visible(seen.viewer, seen.day, Appeal.id).where(Appeal.id == appeal_id)
    return db.session.execute(_for(seen, with_reporter=with_reporter).where(Appeal.id.in_(ids))).first()


def appeals_of(ids: Sequence[int], viewer: Viewer, day: date) -> list[Appeal]:
    """The appeals of `ids` that exist for the viewer, in the order of their numbers: for a deed on many."""
    return list(db.session.scalars(visible(viewer, day).where(Appeal.id.in_(ids)).order_by(Appeal.no)))


def last_changed_by(record: Appeal) -> str:
    """Who changed an appeal last, as the trail copied his name: for the one who came second."""
    last = (
        select(AuditEntry.actor_name)
        .where(AuditEntry.record_kind == Appeal.__tablename__, AuditEntry.record_id == record.id)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return db.session.scalar(last) or ""


def all_ids(asked: Asked, seen: Seen, most: int, figure: Select[Any] | None = None) -> list[int]:
    """Every id of the list in its order, and one beyond `most` when there are more: what an export walks along."""
    ids = selection(asked, seen, figure).order_by(*order(asked)).limit(most + 1)
    return list(db.session.scalars(ids))


def rows_in_batches(ids: list[int], *, with_reporter: bool) -> Iterator[Any]:
    """The rows of `ids` in their order, a batch to a statement, so that no more than one batch is held."""
    rows = _with_reporter(WRITTEN) if with_reporter else WRITTEN
    walk = iter(ids)
    while batch := list(islice(walk, BATCH)):
        found = {row.id: row for row in db.session.execute(rows.where(Appeal.id.in_(batch)))}
        yield from (found[one] for one in batch if one in found)


def _relations(seen: Seen) -> tuple[Any, ...]:
    """How the viewer stands to each appeal, as columns: his assist leg to sign, the places he is appointed to."""
    returns = (
        select(func.count())
        .select_from(returned)
        .where(
            returned.appeal_id == Appeal.id,
            returned.returned_at.is_not(None),
            or_(Appeal.promise_from.is_(None), returned.returned_at >= Appeal.promise_from),
        )
        .correlate(Appeal)
        .scalar_subquery()
    )
    here = _appointed(seen)
    leads = and_(Appointment.role == AppointmentRole.LEADER, Appointment.compound_id == Appeal.compound_id)
    near = or_(
        Appointment.grid_id == Appeal.grid_id,
        Appointment.building_id == Appeal.building_id,
        Appointment.entrance_id == Appeal.entrance_id,
        Appointment.compound_id == Appeal.compound_id,
    )
    return (
        returns.label("returns"),
        _assists(seen).label("assist_to_sign"),
        _held(seen, here, leads, "grid_leader").label("leads_here"),
        _held(seen, here, near, "grid_worker").label("works_here"),
    )


def _appointed(seen: Seen) -> ColumnElement[bool]:
    return and_(
        Appointment.person_id == seen.viewer.person_id,
        Appointment.community == Appeal.community,
        in_force(Appointment.valid_from, Appointment.valid_to, seen.day),
    )


def _held(seen: Seen, here: Any, place: Any, role: str) -> Any:
    """Whether a dated appointment makes the place his; not asked of those without the role."""
    return exists().where(here, place).correlate(Appeal) if seen.viewer.holds_role(role) else false()


def _assists(seen: Seen) -> Any:
    """Whether an assist leg waits for the viewer's signature."""
    viewer = seen.viewer
    addressed = or_(
        assist.to_person_id == viewer.person_id,
        assist.to_organisation_id.in_(viewer.organisations(Perm.APPEAL_HANDLE)),
        and_(assist.to_person_id.is_(None), assist.to_area.in_(offices_of(viewer))),
    )
    unsigned = and_(assist.is_current, assist.role == LegRole.ASSIST, assist.signed_at.is_(None))
    return exists().where(assist.appeal_id == Appeal.id, unsigned, addressed).correlate(Appeal)
