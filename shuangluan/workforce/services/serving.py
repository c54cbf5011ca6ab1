"""A result reaches the person: served, 复核 asked for and answered, a seat swapped (WF-87, WF-101, WF-104)."""

from collections.abc import Sequence
from datetime import date, datetime

from shuangluan.kernel import audit, clock, publicity
from shuangluan.kernel.calendar import working_calendar
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.models import AppraisalScore, AppraisalYear
from shuangluan.workforce.queries import relatives_of
from shuangluan.workforce.queries.supplements import SUPPLEMENT, is_unserved
from shuangluan.workforce.queries.year_seats import free_seats, seat_holders
from shuangluan.workforce.queries.years import KIND, plan_of
from shuangluan.workforce.rules import sentences, serving, years
from shuangluan.workforce.rules.promotion import check_can_decide
from shuangluan.workforce.rules.serving import Manner
from shuangluan.workforce.rules.states import check_can_move
from shuangluan.workforce.rules.terms import end_of_period
from shuangluan.workforce.rules.years import SCORE_LABEL, SCORE_NEXT, ScoreState

S = ScoreState


def serve_scores(
    rows: Sequence[AppraisalScore], record: AppraisalYear, *, how: Manner, on: date, by: audit.Actor, at: datetime
) -> int:
    """送达 with receipt: the days for 复核 run from now for each of them (WF-104); how many.

    Raises RuleBroken for nobody, one's own result, one that is served, and a day before the list or after today.
    """
    if not rows:
        raise RuleBroken("勾选送达了哪些人")
    until, published = _until(record, on), dict[int | None, date]()
    for row in rows:
        if by.id == row.worker.person_id:
            raise RuleBroken("自己的结果由另一位同事送达，或者在手机上签收")
        if not is_unserved(row):
            raise RuleBroken(f"{row.worker.person.name}的结果已经送达")
        if row.supplement_id not in published:
            published[row.supplement_id] = _published_on(row, record)
        serving.check_served_on(on, published[row.supplement_id], clock.local_day(at))
        _serve(row, how, on, until, by=by, at=at)
    return len(rows)


def _published_on(row: AppraisalScore, record: AppraisalYear) -> date:
    kind, record_id = (KIND, record.id) if row.supplement_id is None else (SUPPLEMENT, row.supplement_id)
    posted = publicity.current(kind, record_id)
    if posted is None:
        raise RuleBroken("还没有公示，公示以后才送达")
    return posted.posted_on


def _until(record: AppraisalYear, on: date) -> date:
    """The last day for asking for 复核 of what is served on a day."""
    term = plan_of(record)["review"]
    return end_of_period(working_calendar(), on, int(term["apply_days"]), str(term["apply_day_kind"]))


def _serve(row: AppraisalScore, how: Manner, on: date, until: date, *, by: audit.Actor, at: datetime) -> None:
    with audit.changing(sentences.SCORE_SERVED, row, by=by, at=at):
        row.served_on, row.served_how, row.served_by_id, row.review_until = on, how, by.id or 0, until


def acknowledge_score(row: AppraisalScore, record: AppraisalYear, *, by: audit.Actor, at: datetime) -> None:
    """签收 by the worker on the phone; where nobody has served the result, this serves it (WF-104)."""
    if by.id != row.worker.person_id:
        raise RuleBroken("结果由本人签收")
    if row.acknowledged_at is not None:
        raise RuleBroken("您已经签收过")
    if is_unserved(row):
        today = clock.local_day(at)
        _serve(row, Manner.PHONE, today, _until(record, today), by=by, at=at)
    with audit.changing(sentences.SCORE_ACKNOWLEDGED, row, by=by, at=at):
        row.acknowledged_at = at


def ask_score_review(
    row: AppraisalScore, record: AppraisalYear, *, text: str, on: date, by: audit.Actor, at: datetime
) -> None:
    """申请复核 by the worker himself within the days after the result was served; the answer is due (WF-104)."""
    if by.id != row.worker.person_id:
        raise RuleBroken("复核由本人申请")
    if row.review_text:
        raise RuleBroken("您已经申请过复核")
    check_can_move("这个结果", SCORE_NEXT, SCORE_LABEL, row.state, S.REVIEWING)
    if row.review_until is None:
        raise RuleBroken("先签收结果，签收以后可以申请复核")
    if on > row.review_until:
        raise RuleBroken(f"申请复核到 {row.review_until} 24:00 为止，已经过期")
    if not text:
        raise RuleBroken("写明要复核什么", "note")
    review = plan_of(record)["review"]
    due = end_of_period(working_calendar(), on, int(review["answer_days"]), str(review["answer_day_kind"]))
    with audit.changing(sentences.SCORE_REVIEW_ASKED, row, by=by, at=at):
        row.state, row.review_text, row.review_asked_on, row.review_due_on = S.REVIEWING, text, on, due


def answer_score_review(
    row: AppraisalScore, record: AppraisalYear, *, rating: str, answer: str, swap: AppraisalScore | None = None,
    by: audit.Actor, at: datetime,
) -> None:  # fmt: skip
    """复核答复: 维持 or 更正, both values are kept. 优秀 only on a free seat or on that of `swap` (WF-87, WF-101).

    Raises RuleBroken about oneself and relatives, without words, and where the quota would not hold.
    """
    person = row.worker.person_id
    check_can_decide(by.id, person, relatives_of(person), deed="复核", what="考核")
    check_can_move("这个结果", SCORE_NEXT, SCORE_LABEL, row.state, S.PUBLISHED)
    plan = plan_of(record)
    if rating not in years.ratings(plan):
        raise RuleBroken("请从列表里选等次", "rating")
    if not answer:
        raise RuleBroken("写明复核的答复", "answer")
    is_extra = rating == years.best(plan) and not row.has_seat
    if swap is not None:
        if not is_extra:
            raise RuleBroken("只有更正为优秀、又没有名额的，才要换名额", "swap")
        _give_up_seat(swap, row, record, by=by, at=at)
    elif is_extra and sum(free_seats(record, row)) < 1:
        raise RuleBroken("没有空余的优秀名额；复核以后名额照旧有效，要选由谁让出名额", "rating")
    said = "维持" if rating == row.rating else f"由{row.rating}更正为{rating}"
    with audit.changing(sentences.SCORE_REVIEW_ANSWERED, row, by=by, at=at):
        row.state, row.review_answer, row.rating_before = S.PUBLISHED, answer, row.rating
        row.rating, row.has_seat = rating, rating == years.best(plan)
        row.reason = None
        row.lines = [*row.lines, f"复核：{said}；{answer}"]


def _give_up_seat(
    row: AppraisalScore, winner: AppraisalScore, record: AppraisalYear, *, by: audit.Actor, at: datetime
) -> None:
    """The other half of a swap: another result, which is served anew and may be asked to be reviewed (WF-101)."""
    person = row.worker.person_id
    check_can_decide(by.id, person, relatives_of(person), deed="复核", what="考核")
    if row.id not in {one.id for one in seat_holders(record, winner)}:
        raise RuleBroken("只能在同组还没有确认的优秀里换名额", "swap")
    reason = f"{winner.worker.person.name}复核更正，名额让出"
    with audit.changing(sentences.SEAT_WITHDRAWN, row, by=by, at=at):
        row.rating_before, row.rating = row.rating, years.without_seat(plan_of(record))
        row.has_seat, row.seat_reason = False, reason
        row.served_on, row.served_how, row.served_by_id, row.review_until = None, "", None, None
        row.acknowledged_at = None
        row.lines = [*row.lines, f"收回优秀名额：{reason}；重新送达，可以申请复核"]
