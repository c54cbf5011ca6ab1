"""核查、回访、办结、退回再办、重办、挂账复核 (GR-11 12–14, GR-30, GR-32, GR-33)."""

from collections.abc import Sequence
from datetime import datetime

from shuangluan.extensions import db
from shuangluan.grid import queries, rules
from shuangluan.grid.models import Appeal, Check, Contact
from shuangluan.grid.queries import Book
from shuangluan.grid.rules import Action, CheckWay, Contacted, Reporter, Satisfaction
from shuangluan.grid.services import acting
from shuangluan.grid.services.legs import office
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken


def check_result(
    appeal: Appeal,
    *,
    way: CheckWay,
    passed: bool,
    note: str,
    by: audit.Actor,
    at: datetime,
    book: Book | None = None,
) -> Check:
    """核查 by somebody who did not handle it."""
    doing = acting.begin(Action.CHECK, appeal, by=by, at=at, book=book)
    check = Check(
        appeal_id=appeal.id,
        round=doing.file.round,
        way=way,
        passed=passed,
        note=note,
        checked_at=at,
        checked_by_id=by.id or 0,
    )
    with acting.changing(doing, Action.CHECK):
        db.session.add(check)
        acting.step(doing, Action.CHECK)
    detail = {"text": f"{rules.CHECK_WAY_LABEL[way]}核查：{'属实' if passed else '不属实'}。{note}"}
    audit.noted(rules.CHECKED_WITH, appeal, by=by, at=at, detail=detail)
    return check


def contact_reporter(
    appeal: Appeal,
    reporter_id: int,
    *,
    reached: bool,
    by: audit.Actor,
    at: datetime,
    says_solved: bool | None = None,
    satisfaction: Satisfaction | None = None,
    reasons: Sequence[str] = (),
    note: str = "",
    book: Book | None = None,
) -> Contact:
    """回访 one reporter: what he said, or that nobody answered."""
    doing = acting.begin(Action.CONTACT, appeal, by=by, at=at, book=book)
    known = next((r for r in doing.file.reporters if r.id == reporter_id), None)
    if known is None:
        raise RuleBroken("没有这位诉求人，请刷新页面", "reporter_id")
    said = Contacted(reporter_id, doing.day, reached, satisfaction, says_solved, tuple(reasons))
    rules.check_contact(said, Reporter(known.id, known.kind, known.phone is not None), doing.book.catalogue)
    earlier = [c for c in doing.file.contacts if c.reporter_id == reporter_id and c.round == doing.file.round]
    contact = Contact(
        appeal_id=appeal.id,
        reporter_id=reporter_id,
        round=doing.file.round,
        attempt=len(earlier) + 1,
        reached=reached,
        says_solved=says_solved,
        satisfaction=satisfaction,
        reasons=list(reasons),
        note=note,
        contacted_at=at,
        contacted_by_id=by.id or 0,
    )
    with acting.changing(doing, Action.CONTACT):
        db.session.add(contact)
        if reached:
            known.told_at, known.told_by_id = at, by.id or 0
        acting.step(doing, Action.CONTACT)
    audit.noted(rules.CONTACTED_WITH, appeal, by=by, at=at, detail={"text": _heard_text(contact)})
    return contact


def _heard_text(contact: Contact) -> str:
    if not contact.reached:
        return f"第 {contact.attempt} 次没有联系上"
    rating = rules.SATISFACTION_LABEL[contact.satisfaction] if contact.satisfaction else ""
    return f"诉求人认为{'已' if contact.says_solved else '未'}解决，{rating}。{contact.note}"


def close_appeal(appeal: Appeal, *, by: audit.Actor, at: datetime, book: Book | None = None) -> None:
    """办结: checked, reporters heard, nobody closes what he handled (GR-32)."""
    doing = acting.begin(Action.CLOSE, appeal, by=by, at=at, book=book)
    with acting.changing(doing, Action.CLOSE):
        appeal.closed_at, appeal.closed_by_id = at, by.id or 0
        appeal.closed_on = appeal.last_closed_on = doing.day
        appeal.reopen_until = rules.reopen_until(doing.day, doing.book.terms, doing.book.calendar)
        if doing.file.lead is not None:
            doing.file.lead.is_current = False
        acting.step(doing, Action.CLOSE)
        _keep_answers(doing)


def _keep_answers(doing: acting.Doing) -> None:
    """Closing is the moment when answers are final: the rates count them from the reporters' rows (GR-34)."""
    answers = queries.answers_of(doing.file, doing.book)
    for reporter in doing.file.reporters:
        answer = answers.get(reporter.id)
        if answer is not None:
            reporter.asked_root_id, reporter.asked_on, reporter.satisfaction = doing.appeal.id, doing.day, answer


def rework(
    appeal: Appeal,
    *,
    reasons: Sequence[str],
    note: str,
    by: audit.Actor,
    at: datetime,
    book: Book | None = None,
) -> None:
    """退回再办: back to the handler; the second time one level up (GR-11 13)."""
    doing = acting.begin(Action.REWORK, appeal, by=by, at=at, book=book)
    rules.check_rework(reasons, note, doing.book.catalogue)
    level = rules.level_after(Action.REWORK, doing.standing, appeal.rework_count, doing.book.terms)
    last = doing.file.last_lead
    with acting.changing(doing, Action.REWORK):
        appeal.rework_count += 1
        appeal.responded_at = appeal.responded_by_id = None
        appeal.outcome, appeal.review_on = None, None
        acting.step(doing, Action.REWORK)
        if level is not appeal.handling_level or last is None:
            appeal.handling_level = level
            area = appeal.community[: {"grid": 12, "community": 12, "street": 9, "district": 6}[level.value]]
            leg = acting.send(doing, office(area), rules.LegKind.ESCALATE, instruction=note)
            leg.signed_at, leg.signed_by_id = at, by.id or 0
        elif last.done_at is not None:
            last.done_at = last.done_by_id = None
    detail = {"text": note or "、".join(doing.book.catalogue.unhappy_reason(r).name for r in reasons)}
    audit.noted(rules.REWORKED_WHY, appeal, by=by, at=at, detail=detail)


def reopen_appeal(
    appeal: Appeal, *, reason: str, by: audit.Actor, at: datetime, book: Book | None = None
) -> None:
    """重办 within ten working days of closing: a new promise, the old dates stay (GR-33).

    The reporters are asked again, so what they said last time counts no more; the day of closing does (重办率).
    """
    doing = acting.begin(Action.REOPEN, appeal, by=by, at=at, book=book)
    if not reason.strip():
        raise RuleBroken("请写明为什么重办：谁提出、哪里没有解决", "reason")
    book = doing.book
    promised, due = rules.reopened_promise(
        clock.wall(at),
        book.catalogue.limits_of(appeal.level),
        book.catalogue.category(appeal.category),
        book.terms,
        book.calendar,
    )
    with acting.changing(doing, Action.REOPEN):
        appeal.reopen_count += 1
        appeal.closed_at = appeal.closed_by_id = appeal.closed_on = appeal.reopen_until = None
        appeal.responded_at = appeal.responded_by_id = appeal.outcome = appeal.review_on = None
        appeal.promise_from = at
        appeal.promise_n, appeal.promise_unit = promised.limit.n, promised.limit.unit.value
        acting.set_due(appeal, due)
        for reporter in doing.file.reporters:
            reporter.asked_root_id = reporter.asked_on = reporter.satisfaction = None
        acting.step(doing, Action.REOPEN)
    audit.noted(rules.REOPENED_WHY, appeal, by=by, at=at, detail={"text": reason})


def review_shelved(
    appeal: Appeal, *, note: str, by: audit.Actor, at: datetime, book: Book | None = None
) -> None:
    """挂账复核: what has become of it; from then on it leaves the review list (GR-30)."""
    doing = acting.begin(Action.REVIEW_SHELVED, appeal, by=by, at=at, book=book)
    if not note.strip():
        raise RuleBroken("请写明复核情况：条件是否已经具备、下一步怎么办", "note")
    with acting.changing(doing, Action.REVIEW_SHELVED):
        appeal.reviewed_at, appeal.reviewed_by_id, appeal.review_note = at, by.id or 0, note
