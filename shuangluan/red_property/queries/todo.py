"""What awaits a viewer in red property: computed when it is read, nothing is sent (D7, RP-21)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from shuangluan.extensions import UtcDateTime, db
from shuangluan.kernel import clock
from shuangluan.kernel.dialect import day_ends, day_starts, days_between
from shuangluan.kernel.models import Compound, CompoundService
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.ports import Step
from shuangluan.red_property.models import (
    Attendance,
    Committee,
    Contract,
    Exemption,
    Meeting,
    MeetingCompound,
    Resolution,
    Signature,
    StreetEntry,
)
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import fund_todo
from shuangluan.red_property.queries.books import Book, book_on
from shuangluan.red_property.queries.committee_register import ending
from shuangluan.red_property.queries.contract_register import expiring
from shuangluan.red_property.queries.visibility import of_own_compounds
from shuangluan.red_property.rules.dates import after, meeting_days, period_of, reminders
from shuangluan.red_property.rules.resolutions import CARRIED
from shuangluan.red_property.rules.street import EntryState
from shuangluan.red_property.rules.words import PARTY_LABEL, SUBMITTED, MeetingKind, MeetingState, Party

STEPS: dict[str, Step] = {
    step.key: step
    for step in (
        Step("red_property.sign", "red_property", "签认纪要", "red_property.meeting_detail", "meeting_id", "review"),
        Step(
            "red_property.record", "red_property", "提交纪要", "red_property.meeting_detail", "meeting_id", "mine",
            "red_property.meeting_record",
        ),
        Step("red_property.begin", "red_property", "开始记录", "red_property.meeting_detail", "meeting_id", "mine"),
        Step("red_property.plan", "red_property", "安排例会", "red_property.meeting_new", "compound", "mine"),
        Step(
            "red_property.unmet", "red_property", "催办或登记免开", "red_property.compound_detail", "compound_id",
            act="red_property.month_matrix",
        ),
        Step(
            "red_property.follow", "red_property", "写落实情况", "red_property.resolution_detail", "resolution_id",
            "mine",
        ),
        Step(
            "red_property.street", "red_property", "答复提请", "red_property.street_entry_detail", "street_entry_id",
            "review",
        ),
        Step("red_property.confirm", "red_property", "确认迟报", "red_property.meeting_detail", "meeting_id", "review"),
        Step("red_property.renew", "red_property", "续签合同", "red_property.contract_detail", "contract_id", "mine"),
        Step("red_property.elect", "red_property", "筹备换届", "red_property.committee_detail", "committee_id", "mine"),
    )
}  # fmt: skip
PARTY_ROLES = {
    "property_liaison": Party.PROPERTY,
    "owners_delegate": Party.OWNERS,
    "community_admin": Party.COMMUNITY,
}


@dataclass(frozen=True)
class Asker:
    """For whom and when the to-dos are asked for."""

    viewer: Viewer
    day: date
    book: Book


def todo(viewer: Viewer, now: datetime) -> Select[Any] | CompoundSelect[Any] | None:
    """Rows (step, record, title, note, due) that await the viewer; None when he has nothing to do here."""
    if not viewer.can(Perm.MEETING_SIGN) and not viewer.can(Perm.MEETING_CONFIRM):
        return None
    day = clock.local_day(now)
    asker = Asker(viewer, day, book_on(day))
    branches = [_sign(asker), _record(asker), _begin(asker), *_plan(asker), *_follow(asker), *_renew(asker)]
    branches += _confirm(asker)
    branches += fund_todo.branches(viewer, day, asker.book.registers)
    if viewer.can(Perm.STREET_HANDLE):
        branches.append(_street(asker))
    return union_all(*branches)


def _rows(step: str, record: Any, title: Any, note: Any, due: Any) -> Select[Any]:
    return select(
        literal_column(f"'red_property.{step}'", String).label("step"),
        record.label("record_id"),
        title.label("title"),
        note.label("note"),
        due.label("due_at"),
    )


def _words(text: str) -> Any:
    return literal_column("'" + text.replace("'", "''") + "'", String)


def _sign(asker: Asker) -> Select[Any]:
    """Records that wait for the signature of whom the viewer sat at the table for."""
    signed = exists().where(
        Signature.meeting_id == Meeting.id,
        Signature.version == Meeting.version,
        Signature.party == Attendance.party,
        Signature.voided_at.is_(None),
        Signature.amendment_id.is_(None),
    )
    return (
        _rows("sign", Meeting.id, Meeting.title, _words("三方签认"), Meeting.sign_due_at)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(
            Attendance.person_id == asker.viewer.person_id,
            Attendance.is_present,
            Attendance.party != Party.OBSERVER,
            Meeting.state == MeetingState.PENDING,
            ~signed,
        )
    )


def _record(asker: Asker) -> Select[Any]:
    """Drafts of the viewer's hand, sent back ones among them."""
    note = func.coalesce(func.nullif(Meeting.return_comment, ""), _words("记录中"))
    return _rows("record", Meeting.id, Meeting.title, note, Meeting.submit_due_at).where(
        Meeting.recorder_id == asker.viewer.person_id, Meeting.state == MeetingState.HELD
    )


def _begin(asker: Asker) -> Select[Any]:
    """Planned meetings whose day has come."""
    return _rows("begin", Meeting.id, Meeting.title, _words("到了开会的日子"), day_ends(Meeting.held_on)).where(
        Meeting.recorder_id == asker.viewer.person_id,
        Meeting.state.in_([MeetingState.PLANNED, MeetingState.NOTIFIED]),
        Meeting.held_on <= asker.day,
    )


def _plan(asker: Asker) -> Sequence[Select[Any]]:
    """Compounds without a dated meeting this month, from the day on which the viewer's role is reminded (RP-21)."""
    period = period_of(asker.day)
    begun = {one.role for one in reminders(period, asker.book.terms, asker.book.calendar) if one.since <= asker.day}
    viewer = asker.viewer
    asked = {role for role in begun if viewer.holds_role(role)}
    own, found = [], []
    if "property_liaison" in asked:
        own.append(of_own_compounds(viewer, asker.day, Compound.id))
    if "community_admin" in asked:
        own.append(Compound.community.in_([g.area for g in viewer.grants if g.role == "community_admin"]))
    if own:
        found.append(_undated("plan", period, asker.day).where(or_(*own)))
    if "street_staff" in asked:
        streets = viewer.within(Perm.MONTH_EXEMPT, Compound.community)
        found.append(_undated("unmet", period, asker.day).where(streets))
    return found


def _undated(step: str, period: str, day: date) -> Select[Any]:
    """Served compounds that are not exempt and for which no regular meeting of the month is planned or held."""
    dated = exists().where(
        MeetingCompound.compound_id == Compound.id,
        MeetingCompound.meeting_id == Meeting.id,
        Meeting.kind == MeetingKind.REGULAR,
        Meeting.period == period,
        Meeting.state.not_in([MeetingState.CANCELLED, MeetingState.INQUORATE]),
    )
    served = exists().where(
        CompoundService.compound_id == Compound.id,
        in_force(CompoundService.valid_from, CompoundService.valid_to, day),
    )
    exempt = exists().where(Exemption.compound_id == Compound.id, Exemption.period == period)
    note = _words(f"{int(period[5:])} 月例会还没有安排")
    month_ends = literal(clock.start_of(after(period)), UtcDateTime())
    return _rows(step, Compound.id, Compound.name, note, month_ends).where(served, ~dated, ~exempt)


def _confirm(asker: Asker) -> Sequence[Select[Any]]:
    """Records that came after ten working days and count only once the viewer's street takes them (RP-20)."""
    if not asker.viewer.can(Perm.MEETING_CONFIRM):
        return ()
    terms, calendar = asker.book.terms, asker.book.calendar
    rows = db.session.execute(
        select(Meeting.id, Meeting.held_on, Meeting.submitted_on).where(
            asker.viewer.within(Perm.MEETING_CONFIRM, Meeting.community),
            Meeting.kind == MeetingKind.REGULAR,
            Meeting.state.in_(SUBMITTED),
            Meeting.confirmed_at.is_(None),
            days_between(Meeting.held_on, Meeting.submitted_on) > terms.late_confirm.n,
        )
    )
    late = [one.id for one in rows if one.submitted_on > meeting_days(one.held_on, terms, calendar).confirm_from]
    if not late:
        return ()
    note = _words("提交太晚，街道确认以后才计入当月")
    return (_rows("confirm", Meeting.id, Meeting.title, note, cast(null(), UtcDateTime)).where(Meeting.id.in_(late)),)


def _street(asker: Asker) -> Select[Any]:
    """What was handed up to the viewer's street and has no answer (RP-68)."""
    own = asker.viewer.within(Perm.STREET_HANDLE, StreetEntry.community)
    rows = _rows("street", StreetEntry.id, StreetEntry.title, _words("提请街道联席会议"), StreetEntry.answer_due_at)
    return rows.where(own, StreetEntry.state.in_([EntryState.WAITING, EntryState.ACCEPTED]))


def _follow(asker: Asker) -> Sequence[Select[Any]]:
    """Overdue resolutions of the viewer's party, in the compounds that are his."""
    viewer = asker.viewer
    found = []
    for role, party in PARTY_ROLES.items():
        if not viewer.holds_role(role):
            continue
        if role == "community_admin":
            own = Resolution.community.in_([g.area for g in viewer.grants if g.role == role])
        else:
            mine = select(MeetingCompound.meeting_id).where(of_own_compounds(viewer, asker.day))
            own = Resolution.meeting_id.in_(mine)
        late = and_(Resolution.in_force, Resolution.state.in_(CARRIED), Resolution.due_on < asker.day)
        note = _words(f"{PARTY_LABEL[party]}负责，期限 ") + cast(Resolution.due_on, String)
        rows = _rows("follow", Resolution.id, func.substr(Resolution.text, 1, 60), note, day_ends(Resolution.due_on))
        found.append(rows.where(Resolution.holder_party == party, late, own))
    return found


def _renew(asker: Asker) -> Sequence[Select[Any]]:
    """Contracts of the secretary's community that end soon, and terms of committees (RP-11)."""
    viewer = asker.viewer
    codes = [grant.area for grant in viewer.grants if grant.role == "community_admin"]
    if not codes:
        return ()
    note = cast(Contract.valid_to, String) + _words(" 起没有物业合同")
    found = _rows("renew", Contract.id, Compound.name, note, day_starts(Contract.valid_to)).join(
        Compound, Compound.id == Contract.compound_id
    )
    ending_on = cast(Committee.term_end, String) + _words(" 起业委会届满")
    terms = _rows("elect", Committee.id, Compound.name, ending_on, day_starts(Committee.term_end)).join(
        Compound, Compound.id == Committee.compound_id
    )
    return (
        found.where(Compound.community.in_(codes), expiring(asker.day, asker.book.registers)),
        terms.where(Compound.community.in_(codes), ending(asker.day, asker.book)),
    )
