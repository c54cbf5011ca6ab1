"""One appeal with its children, and how it stands: what the rules look at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.grid.models import (
    Appeal,
    AppealLeg,
    AppealReporter,
    Check,
    Contact,
    Extension,
    MergeLog,
    Suspension,
)
from shuangluan.grid.queries.book import Book
from shuangluan.grid.queries.visibility import visible
from shuangluan.grid.rules import (
    OPEN,
    AppealState,
    Contacted,
    Heard,
    LeadLeg,
    LegRole,
    Outcome,
    Reporter,
    ReporterKind,
    Satisfaction,
    Standing,
    answer_of,
    heard,
    return_until,
)
from shuangluan.kernel import clock, dialect, matters
from shuangluan.kernel.permissions import Viewer

DAYS = {"wd", "cd"}

# Built once: they run at every deed, and building a statement takes as long as running it.
CHILDREN: dict[Any, Select[Any]] = {
    child: select(child).where(child.appeal_id == bindparam("appeal_id")).order_by(child.id)
    for child in (AppealLeg, Suspension, Extension, Check, Contact)
}
REPORTERS = (
    select(AppealReporter)
    .where(
        or_(
            AppealReporter.appeal_id == bindparam("appeal_id"),
            AppealReporter.appeal_id.in_(select(Appeal.id).where(Appeal.merged_into_id == bindparam("appeal_id"))),
        )
    )
    .order_by(AppealReporter.reported_at, AppealReporter.id)
)


@dataclass
class File:
    """An appeal with everything that hangs on it, each kind of child read once."""

    appeal: Appeal
    legs: Sequence[AppealLeg]
    reporters: Sequence[AppealReporter]  # its own and those of the appeals merged into it
    contacts: Sequence[Contact] = field(default_factory=list)
    checks: Sequence[Check] = field(default_factory=list)
    suspensions: Sequence[Suspension] = field(default_factory=list)
    extensions: Sequence[Extension] = field(default_factory=list)
    root_state: AppealState | None = None
    previous_state: AppealState | None = None

    @property
    def round(self) -> int:
        """The present round of handling: 1, and one more for each 退回再办 or 重办."""
        return 1 + self.appeal.rework_count + self.appeal.reopen_count

    @property
    def children(self) -> int:
        """How many appeals are merged into this one; each has a reporter."""
        return len({r.appeal_id for r in self.reporters} - {self.appeal.id})

    @property
    def lead(self) -> AppealLeg | None:
        """The running lead leg."""
        return next((leg for leg in self.legs if leg.is_current and leg.role is LegRole.LEAD), None)

    @property
    def last_lead(self) -> AppealLeg | None:
        """The running lead leg, or the last one there was."""
        leads = [leg for leg in self.legs if leg.role is LegRole.LEAD and leg.returned_at is None]
        return self.lead or (leads[-1] if leads else None)

    @property
    def assists(self) -> list[AppealLeg]:
        """Assist legs that are neither finished nor waived."""
        return [leg for leg in self.legs if leg.role is LegRole.ASSIST and leg.is_current]

    @property
    def asked_pause(self) -> Suspension | None:
        """The pause that waits for an answer."""
        return next((s for s in self.suspensions if s.approved_at is None and s.refused_at is None), None)

    @property
    def open_pause(self) -> Suspension | None:
        """The pause that holds the clock now."""
        return next((s for s in self.suspensions if s.approved_at and s.resumed_at is None), None)

    @property
    def asked_extension(self) -> Extension | None:
        """The extension that waits for an answer."""
        return next((e for e in self.extensions if e.approved_at is None and e.refused_at is None), None)

    @property
    def pauses(self) -> list[Suspension]:
        """Approved pauses of the present promise, in order."""
        since = self.appeal.promise_from
        return [s for s in self.suspensions if s.approved_at and (since is None or s.approved_at >= since)]

    @property
    def extended_by(self) -> int:
        """Working days granted on the present promise."""
        since = self.appeal.promise_from
        granted = [e for e in self.extensions if e.approved_at and (since is None or e.asked_at >= since)]
        return sum(e.days for e in granted)


def appeal(appeal_id: int, *, viewer: Viewer) -> Appeal | None:
    """The appeal, if it exists for the viewer."""
    found: Appeal | None = db.session.scalar(
        visible(viewer, clock.today()).where(Appeal.id == appeal_id)
    )
    return found


def file_of(record: Appeal) -> File:
    """Everything that hangs on an appeal; one statement per kind of child."""
    file = File(record, _legs(record), _reporters(record))
    if record.state is AppealState.MERGED:
        _add_root(file)
    if record.accepted_at is not None:
        file.suspensions = _children(Suspension, record)
        file.extensions = _children(Extension, record)
    if record.responded_at is not None or record.rework_count or record.reopen_count:
        file.checks = _children(Check, record)
        file.contacts = _children(Contact, record)
    return file


def _children(model: Any, record: Appeal) -> Sequence[Any]:
    return db.session.scalars(CHILDREN[model], {"appeal_id": record.id}).all()


def _legs(record: Appeal) -> Sequence[AppealLeg]:
    return _children(AppealLeg, record)


def _reporters(record: Appeal) -> Sequence[AppealReporter]:
    return db.session.scalars(REPORTERS, {"appeal_id": record.id}).all()


def _add_root(file: File) -> None:
    root = aliased(Appeal)
    row = db.session.execute(
        select(root.state, MergeLog.child_before)
        .join(MergeLog, MergeLog.root_id == root.id)
        .where(MergeLog.child_id == file.appeal.id, MergeLog.unmerged_at.is_(None))
        .order_by(MergeLog.id.desc())
        .limit(1)
    ).first()
    if row is not None:
        file.root_state = row[0]
        file.previous_state = AppealState(row[1]["state"])


def _asked(file: File) -> list[Reporter]:
    return [Reporter(r.id, r.kind, has_phone=r.phone is not None, handled=False) for r in file.reporters]


def _contacted(file: File) -> list[Contacted]:
    """The attempts of the present round, in order."""
    return [
        Contacted(
            c.reporter_id,
            clock.local_day(c.contacted_at),
            c.reached,
            c.satisfaction,
            c.says_solved,
            tuple(c.reasons),
        )
        for c in file.contacts
        if c.round == file.round
    ]


def heard_of(file: File, book: Book) -> Heard:
    """What the reporters said in the present round (GR-32)."""
    return heard(_asked(file), _contacted(file), book.calendar, book.catalogue, book.terms)


def answers_of(file: File, book: Book) -> dict[int, Satisfaction | None]:
    """By reporter who is to be asked: his answer in the present round, None while it is open (GR-32)."""
    said = _contacted(file)
    return {r.id: answer_of(r, said, book.calendar, book.terms) for r in _asked(file) if r.is_asked}


def standing_of(file: File, book: Book, day: date, *, stage_open: bool | None = None) -> Standing:
    """How the appeal stands on `day`; `stage_open` where the linked stages were read already."""
    if stage_open is None:
        stage_open = file.appeal.state in OPEN and bool(matters.open_stages(file.appeal.matter_id))
    record = file.appeal
    return Standing(
        state=record.state,
        level=record.level,
        handling_level=record.handling_level,
        lead=_lead_leg(file, book),
        assists_open=len(file.assists),
        return_count=_returns(file),
        dispatched_before=any(leg.role is LegRole.LEAD for leg in file.legs),
        suspended=record.is_suspended,
        **_clock_requests(file),
        due_on=record.due_on,
        in_days=record.promise_unit in DAYS,
        **_voices(file, book),
        checked=any(c.passed and c.round == file.round for c in file.checks),
        outcome=Outcome(record.outcome) if record.outcome else None,
        stage_open=stage_open,
        review_due=record.outcome == Outcome.SHELVED and bool(record.closed_at) and not record.reviewed_at,
        reopen_until=record.reopen_until,
        voided_on=clock.local_day(record.ended_at) if record.ended_at else None,
        previous_state=file.previous_state or _before_void(record),
        root_state=file.root_state,
        children=file.children,
        located=record.grid_id is not None,
        archived=is_archived(record, day),
    )


def _voices(file: File, book: Book) -> dict[str, Any]:
    """What the reporters have to say in it."""
    said = heard_of(file, book)
    return {
        "reporters_to_contact": said.to_contact,
        "reporters_unsolved": said.unsolved,
        "resident_reported": any(r.kind is not ReporterKind.GRID_WORKER for r in file.reporters),
    }


def _clock_requests(file: File) -> dict[str, Any]:
    """What was asked for or granted of the clock: pauses and extensions of the present promise."""
    pause = file.asked_pause
    return {
        "asked_pause_days": (pause.planned_to_on - pause.from_on).days if pause else None,
        "reporters_untold": _untold(file),
        "extension_asked": file.asked_extension is not None,
        "extensions": sum(1 for e in file.extensions if e.approved_at and _since(file.appeal, e.asked_at)),
    }


def is_archived(record: Any, day: date) -> bool:
    """已归档 is derived: the day after the reopening window (GR-11)."""
    return bool(record.state is AppealState.CLOSED and record.reopen_until and record.reopen_until < day)


def _before_void(record: Appeal) -> AppealState | None:
    if record.state is not AppealState.VOIDED:
        return None
    return AppealState.ACCEPTED if record.accepted_at else AppealState.REGISTERED


def _since(record: Appeal, at: datetime) -> bool:
    return record.promise_from is None or at >= record.promise_from


def _lead_leg(file: File, book: Book) -> LeadLeg | None:
    leg = file.lead
    if leg is None:
        return None
    issued = clock.wall(leg.issued_at)
    return LeadLeg(
        kind=leg.kind,
        issued_at=issued,
        return_until=return_until(issued, book.terms, book.calendar),
        signed=leg.signed_at is not None,
        returnable=leg.returnable,
        return_asked=leg.return_asked_at is not None,
    )


def _returns(file: File) -> int:
    return sum(1 for leg in file.legs if leg.returned_at and _since(file.appeal, leg.returned_at))


def _untold(file: File) -> int:
    """Reporters who can be called and were not told since the pause was asked for."""
    pause = file.asked_pause
    if pause is None:
        return 0
    callable_ones = [r for r in file.reporters if r.phone and r.kind is not ReporterKind.GRID_WORKER]
    return sum(1 for r in callable_ones if r.told_at is None or r.told_at < pause.asked_at)


def reporter_dates(record: Appeal) -> list[date]:
    """The local days on which each reporter of the root reported: for the mass signal (GR-31)."""
    merged = select(Appeal.id).where(Appeal.merged_into_id == record.id)
    rows = db.session.scalars(
        select(AppealReporter.reported_at).where(
            or_(AppealReporter.appeal_id == record.id, AppealReporter.appeal_id.in_(merged))
        )
    )
    return [clock.local_day(at) for at in rows]


def next_sequence(day: date) -> int:
    """The next number of the day; asked under the write lock. An import that is not confirmed yet keeps its own."""
    highest = select(func.max(Appeal.sequence)).where(Appeal.registered_on == day)
    return (db.session.scalar(highest, execution_options=dialect.EVERY_ROW) or 0) + 1
