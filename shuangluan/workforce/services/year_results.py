"""年度考核 becomes a result: 公示, 复核, 确认; only what is confirmed counts for the grades (WF-44, WF-71, WF-104)."""

from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, publicity
from shuangluan.kernel.calendar import working_calendar
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Publicity
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.publicity import FrozenList, Notice
from shuangluan.kernel.workdays import Limit, Unit
from shuangluan.workforce.models import AnnualResult, AppraisalScore, AppraisalYear
from shuangluan.workforce.queries import relatives_of
from shuangluan.workforce.queries.years import KIND, all_scores, free_seats, plan_of, scores
from shuangluan.workforce.rules import sentences, years
from shuangluan.workforce.rules.promotion import check_can_decide, why_not_approve, why_not_decide
from shuangluan.workforce.rules.states import check_can_move
from shuangluan.workforce.rules.terms import NATURAL_DAYS, end_of_period
from shuangluan.workforce.rules.years import SCORE_LABEL, SCORE_NEXT, YEAR_LABEL, YEAR_NEXT, ScoreState, YearState
from shuangluan.workforce.services.facts import add_result, confirm_result

S = ScoreState
COLUMNS = ("姓名", "社区", "拟定等次")


def publish_year(
    record: AppraisalYear, *, place: str, on: date, viewer: Viewer, by: audit.Actor, at: datetime
) -> Publicity:
    """区级审定 → 公示: everything passed by the street or held; the list shows names and ratings, no score, no rank."""
    check_can_move("年度考核", YEAR_NEXT, YEAR_LABEL, record.state, YearState.PUBLISHED)
    if record.pools.get("refusal"):
        raise RuleBroken(f"优秀名额还没有分：{record.pools['refusal']}")
    rows = scores(record, viewer)
    open_rows = [one for one in rows if one.state not in (S.PASSED, S.HELD)]
    if open_rows:
        raise RuleBroken(f"还有 {len(open_rows)} 人没有审核通过，先由街道审完")
    passed = [one for one in rows if one.state is S.PASSED]
    plan = plan_of(record)
    unit = Unit.CALENDAR_DAY if plan["publicity"]["day_kind"] == NATURAL_DAYS else Unit.WORKING_DAY
    frozen = FrozenList.of(
        COLUMNS, [(one.worker.person.name, areas().name(one.community), one.rating) for one in passed]
    )
    notice = Notice(
        f"{record.year} 年度社区工作者考核等次公示", frozen, place, "", Limit(int(plan["publicity"]["days"]), unit)
    )
    posted = publicity.post(KIND, record.id, notice, on=on, by=by, at=at)
    review = plan["review"]
    until = end_of_period(working_calendar(), on, int(review["apply_days"]), str(review["apply_day_kind"]))
    with audit.changing(sentences.YEAR_PUBLISHED, record, by=by, at=at):
        record.state = YearState.PUBLISHED
        for row in passed:
            row.state, row.served_on, row.review_until = S.PUBLISHED, on, until
    return posted


def ask_score_review(
    row: AppraisalScore, record: AppraisalYear, *, text: str, on: date, by: audit.Actor, at: datetime
) -> None:
    """申请复核 by the worker himself within the days after the result was served; the answer is due (WF-104)."""
    if by.id != row.worker.person_id:
        raise RuleBroken("复核由本人申请")
    if row.review_text:
        raise RuleBroken("您已经申请过复核")
    check_can_move("这个结果", SCORE_NEXT, SCORE_LABEL, row.state, S.REVIEWING)
    if row.review_until is None or on > row.review_until:
        raise RuleBroken(f"申请复核到 {row.review_until} 24:00 为止，已经过期")
    if not text:
        raise RuleBroken("写明要复核什么", "note")
    review = plan_of(record)["review"]
    due = end_of_period(working_calendar(), on, int(review["answer_days"]), str(review["answer_day_kind"]))
    with audit.changing(sentences.SCORE_REVIEW_ASKED, row, by=by, at=at):
        row.state, row.review_text, row.review_asked_on, row.review_due_on = S.REVIEWING, text, on, due


def answer_score_review(
    row: AppraisalScore, record: AppraisalYear, *, rating: str, answer: str, by: audit.Actor, at: datetime
) -> None:
    """复核答复: 维持, or another rating; 优秀 only on a free seat: the quota holds after 复核 too (WF-101, WF-104)."""
    person = row.worker.person_id
    check_can_decide(by.id, person, relatives_of(person), deed="复核", what="考核")
    check_can_move("这个结果", SCORE_NEXT, SCORE_LABEL, row.state, S.PUBLISHED)
    plan = plan_of(record)
    if rating not in years.ratings(plan):
        raise RuleBroken("请从列表里选等次", "rating")
    if not answer:
        raise RuleBroken("写明复核的答复", "answer")
    if rating == years.best(plan) and not row.has_seat and sum(free_seats(record, row.community)) < 1:
        raise RuleBroken("没有空余的优秀名额；复核以后名额照旧有效，要先收回一个", "rating")
    said = "维持" if rating == row.rating else f"更正为{rating}"
    with audit.changing(sentences.SCORE_REVIEW_ANSWERED, row, by=by, at=at):
        row.state, row.review_answer = S.PUBLISHED, answer
        row.rating, row.has_seat = rating, rating == years.best(plan)
        row.reason = None
        row.lines = [*row.lines, f"复核：{said}；{answer}"]


def confirm_year(record: AppraisalYear, *, on: date, by: audit.Actor, at: datetime) -> int:
    """确认: every published result becomes the rating of the year, which the grades count; how many.

    Those under review and those about the confirmer or his relatives stay for a later confirmation. Raises
    RuleBroken for who computed the year, while the period runs and while an objection is open (WF-3, WF-44).
    """
    reason = why_not_approve(by.id, {grant.role for grant in by.grants}, record.computed_by_id)
    if reason:
        raise RuleBroken(reason)
    if record.state not in (YearState.PUBLISHED, YearState.CONFIRMED):
        raise RuleBroken(f"年度考核现在是“{YEAR_LABEL[record.state]}”，公示期满才能确认")
    posted = publicity.current(KIND, record.id)
    if posted is None:
        raise RuleBroken("还没有公示")
    if record.state is YearState.PUBLISHED:
        publicity.conclude(posted, on=on, by=by, at=at)
    ready = [
        one for one in all_scores(record)
        if one.state is S.PUBLISHED and not why_not_decide(by.id, one.worker.person_id, _relatives(one))
    ]  # fmt: skip
    if not ready:
        raise RuleBroken("没有可以确认的人：都已确认，或正在复核")
    with audit.changing(sentences.YEAR_CONFIRMED, record, by=by, at=at):
        record.state, record.confirmed_at, record.confirmed_by_id = YearState.CONFIRMED, at, by.id or 0
    for row in ready:
        _confirm(row, record, on=on, by=by, at=at)
    return len(ready)


def _relatives(row: AppraisalScore) -> set[int]:
    return relatives_of(row.worker.person_id)


def _confirm(row: AppraisalScore, record: AppraisalYear, *, on: date, by: audit.Actor, at: datetime) -> None:
    known = select(AnnualResult).where(AnnualResult.worker_id == row.worker_id, AnnualResult.year == record.year)
    result = db.session.scalar(known)
    if result is not None and result.confirmed_on is not None:
        name = row.worker.person.name
        raise RuleBroken(f"{name} {record.year} 年度已有确认的结果（{result.rating}），先在档案里核对")
    if result is None:
        result = add_result(row.worker, year=record.year, rating=row.rating, reason=row.reason, by=by, at=at)
    result.rating, result.reason, result.total_x100 = row.rating, row.reason, row.total_x100
    confirm_result(result, row.worker, on=on, by=by, at=at)
    row.state = S.CONFIRMED
