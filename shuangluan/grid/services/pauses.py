"""挂起、恢复、延期: asked by the handler, answered one level up (GR-27, GR-29)."""

from datetime import date, datetime

from shuangluan.extensions import db
from shuangluan.grid import queries, rules
from shuangluan.grid.models import Appeal, AppealLeg, Extension, Suspension
from shuangluan.grid.queries import Book
from shuangluan.grid.rules import Action
from shuangluan.grid.services import acting
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.workdays import Limit, Unit


def ask_suspension(
    appeal: Appeal,
    *,
    reason: str,
    note: str,
    planned_to: date,
    by: audit.Actor,
    at: datetime,
    book: Book | None = None,
) -> Suspension:
    """申请挂起 from today, with a listed reason and a planned end."""
    doing = acting.begin(Action.ASK_SUSPENSION, appeal, by=by, at=at, book=book)
    doing.book.catalogue.suspension_reason(reason)
    others = acting.pauses_of(doing.file)
    rules.check_can_pause(doing.day, planned_to, others, asked_on=doing.day, terms=doing.book.terms)
    pause = Suspension(
        appeal_id=appeal.id,
        reason=reason,
        note=note,
        from_on=doing.day,
        planned_to_on=planned_to,
        asked_at=at,
        asked_by_id=by.id or 0,
    )
    db.session.add(pause)
    named = doing.book.catalogue.suspension_reason(reason).name
    detail = {"text": f"{named}，预计 {planned_to} 恢复。{note}"}
    audit.noted(rules.AUDIT[Action.ASK_SUSPENSION], appeal, by=by, at=at, detail=detail)
    return pause


def answer_suspension(
    appeal: Appeal,
    *,
    agreed: bool,
    by: audit.Actor,
    at: datetime,
    refusal: str = "",
    book: Book | None = None,
) -> None:
    """同意 (the clock stands from today) or 不同意挂起."""
    action = Action.APPROVE_SUSPENSION if agreed else Action.REFUSE_SUSPENSION
    doing = acting.begin(action, appeal, by=by, at=at, book=book)
    pause = doing.file.asked_pause
    if pause is None:
        raise RuleBroken("没有人申请挂起，请刷新页面")
    with acting.changing(doing, action):
        if not agreed:
            pause.refused_at, pause.refused_by_id, pause.refusal = at, by.id or 0, refusal
            return
        pause.from_on = doing.day
        if pause.planned_to_on <= pause.from_on:
            raise RuleBroken("申请的恢复日期已经过了，请不同意后让承办单位重新申请")
        pause.approved_at, pause.approved_by_id, pause.told_at = at, by.id or 0, at
        appeal.is_suspended = True
        _recount(doing)


def resume(appeal: Appeal, *, by: audit.Actor, at: datetime, book: Book | None = None) -> None:
    """恢复办理: counting goes on after today (GR-27)."""
    doing = acting.begin(Action.RESUME, appeal, by=by, at=at, book=book)
    pause = doing.file.open_pause
    if pause is None:
        raise RuleBroken("诉求没有挂起，请刷新页面")
    with acting.changing(doing, Action.RESUME):
        pause.to_on, pause.resumed_at, pause.resumed_by_id = doing.day, at, by.id or 0
        appeal.is_suspended = False
        _recount(doing)


def _recount(doing: acting.Doing) -> None:
    """Pauses move days only; what counts in hours goes on."""
    appeal = doing.appeal
    if appeal.promise_unit not in {"wd", "cd"}:
        return
    acting.set_due(appeal, acting.reckon(doing.file, doing.book))
    for leg in doing.file.legs:
        if leg.is_current:
            clocks = acting.leg_clocks(doing, _body_of(leg).level, clock.wall(leg.issued_at), leg.whistle)
            leg.due_at = acting.moment(clocks.finish)
    _follow_extension(doing)


def _follow_extension(doing: acting.Doing) -> None:
    """What was granted on the promise is granted to its handler: his leg ends no earlier than the promise."""
    lead, due = doing.file.lead, doing.appeal.due_at
    if doing.file.extended_by and lead is not None and lead.due_at is not None and due is not None:
        lead.due_at = max(lead.due_at, due)


def _body_of(leg: AppealLeg) -> queries.Body:
    return queries.Body(leg.to_name, leg.to_area, leg.to_organisation_id, leg.to_person_id, leg.to_company)


def ask_extension(
    appeal: Appeal, *, days: int, reason: str, by: audit.Actor, at: datetime, book: Book | None = None
) -> Extension:
    """申请延期 by working days from the old due date, at most the original limit (GR-29)."""
    doing = acting.begin(Action.ASK_EXTENSION, appeal, by=by, at=at, book=book)
    later = acting.reckon(doing.file, doing.book, extended_by=days)
    limits = doing.book.catalogue.limits_of(appeal.level)
    last = rules.extension_ceiling(
        acting.promise_base(appeal),
        limits,
        doing.book.calendar,
        doing.book.terms.clock,
        acting.pauses_of(doing.file),
    )
    limit = Limit(appeal.promise_n or 0, Unit(appeal.promise_unit or "wd"))
    rules.check_can_extend(days, limit, later, last)
    if appeal.due_on is None or later.due_on is None:
        raise RuleBroken("现在没有到期日，不用延期", "days")
    extension = Extension(
        appeal_id=appeal.id,
        days=days,
        old_due_on=appeal.due_on,
        new_due_on=later.due_on,
        reason=reason,
        asked_at=at,
        asked_by_id=by.id or 0,
    )
    db.session.add(extension)
    detail = {"text": f"延 {days} 个工作日至 {later.due_on}。{reason}"}
    audit.noted(rules.AUDIT[Action.ASK_EXTENSION], appeal, by=by, at=at, detail=detail)
    return extension


def answer_extension(
    appeal: Appeal,
    *,
    agreed: bool,
    by: audit.Actor,
    at: datetime,
    refusal: str = "",
    book: Book | None = None,
) -> None:
    """同意 or 不同意延期; both dates stay visible."""
    action = Action.APPROVE_EXTENSION if agreed else Action.REFUSE_EXTENSION
    doing = acting.begin(action, appeal, by=by, at=at, book=book)
    asked = doing.file.asked_extension
    if asked is None:
        raise RuleBroken("没有人申请延期，请刷新页面")
    with acting.changing(doing, action):
        if agreed:
            asked.approved_at, asked.approved_by_id = at, by.id or 0
            due = acting.reckon(doing.file, doing.book)
            asked.new_due_on = due.due_on or asked.new_due_on
            acting.set_due(appeal, due)
            _follow_extension(doing)
        else:
            asked.refused_at, asked.refused_by_id, asked.refusal = at, by.id or 0, refusal
