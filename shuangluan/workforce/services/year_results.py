"""年度考核 becomes a result: 公示, a later one of those held back, 确认; only then it counts (WF-44, WF-71, WF-104)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, publicity
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Publicity
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.publicity import FrozenList, Notice
from shuangluan.kernel.workdays import Limit, Unit
from shuangluan.workforce.models import AnnualResult, AppraisalScore, AppraisalSupplement, AppraisalYear
from shuangluan.workforce.queries import relatives_of
from shuangluan.workforce.queries.supplements import SUPPLEMENT
from shuangluan.workforce.queries.years import KIND, all_scores, plan_of, scores
from shuangluan.workforce.rules import sentences, years
from shuangluan.workforce.rules.promotion import why_not_approve, why_not_decide
from shuangluan.workforce.rules.states import check_can_move
from shuangluan.workforce.rules.terms import NATURAL_DAYS
from shuangluan.workforce.rules.years import YEAR_LABEL, YEAR_NEXT, ScoreState, YearState
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
    title = f"{record.year} 年度社区工作者考核等次公示"
    posted = publicity.post(KIND, record.id, _notice(record, passed, title, place), on=on, by=by, at=at)
    with audit.changing(sentences.YEAR_PUBLISHED, record, by=by, at=at):
        record.state = YearState.PUBLISHED
        for row in passed:
            row.state = S.PUBLISHED
    return posted


def _notice(record: AppraisalYear, rows: Sequence[AppraisalScore], title: str, place: str) -> Notice:
    term = plan_of(record)["publicity"]
    unit = Unit.CALENDAR_DAY if term["day_kind"] == NATURAL_DAYS else Unit.WORKING_DAY
    told = [(one.worker.person.name, areas().name(one.community), one.rating) for one in rows]
    return Notice(title, FrozenList.of(COLUMNS, told), place, "", Limit(int(term["days"]), unit))


def publish_supplement(
    record: AppraisalYear, *, place: str, on: date, viewer: Viewer, by: audit.Actor, at: datetime
) -> AppraisalSupplement:
    """补充公示 of those who were held back and have passed the street since; nobody else is on its list (WF-44)."""
    if record.state not in (YearState.PUBLISHED, YearState.CONFIRMED):
        raise RuleBroken("年度考核公示以后，才能给暂缓的人补充公示")
    rows = [one for one in scores(record, viewer) if one.state is S.PASSED]
    if not rows:
        raise RuleBroken("没有恢复以后审核通过的人")
    last = select(func.max(AppraisalSupplement.number)).where(AppraisalSupplement.year_id == record.id)
    made = AppraisalSupplement(
        year_id=record.id, number=(db.session.scalar(last) or 0) + 1, published_at=at, published_by_id=by.id or 0
    )
    audit.created(sentences.SUPPLEMENT_PUBLISHED, made, by=by, at=at)
    title = f"{record.year} 年度社区工作者考核等次补充公示（第 {made.number} 次）"
    publicity.post(SUPPLEMENT, made.id, _notice(record, rows, title, place), on=on, by=by, at=at)
    for row in rows:
        with audit.changing(sentences.SUPPLEMENT_PUBLISHED, row, by=by, at=at):
            row.state, row.supplement_id = S.PUBLISHED, made.id
    return made


def confirm_year(record: AppraisalYear, *, on: date, by: audit.Actor, at: datetime) -> int:
    """确认: every published result that is final becomes the rating of the year, which the grades count; how many.

    Those under review, not served or still within the days for asking, and those about the confirmer or his relatives
    stay for a later confirmation. Raises RuleBroken for who computed the year, while the period runs, while an
    objection is open, and where nobody is ready (WF-3, WF-44, WF-104).
    """
    _check_approver(by, record.computed_by_id)
    if record.state not in (YearState.PUBLISHED, YearState.CONFIRMED):
        raise RuleBroken(f"年度考核现在是“{YEAR_LABEL[record.state]}”，公示期满才能确认")
    if record.state is YearState.PUBLISHED:
        _conclude(KIND, record.id, on=on, by=by, at=at)
    ready = _ready(record, None, on, by)
    with audit.changing(sentences.YEAR_CONFIRMED, record, by=by, at=at):
        record.state, record.confirmed_at, record.confirmed_by_id = YearState.CONFIRMED, at, by.id or 0
    for row in ready:
        _confirm(row, record, on=on, by=by, at=at)
    return len(ready)


def confirm_supplement(
    supplement: AppraisalSupplement, record: AppraisalYear, *, on: date, by: audit.Actor, at: datetime
) -> int:
    """确认 of a later list, by the same rules; how many."""
    _check_approver(by, supplement.published_by_id)
    if supplement.confirmed_at is None:
        _conclude(SUPPLEMENT, supplement.id, on=on, by=by, at=at)
    ready = _ready(record, supplement.id, on, by)
    with audit.changing(sentences.SUPPLEMENT_CONFIRMED, supplement, by=by, at=at):
        supplement.confirmed_at, supplement.confirmed_by_id = at, by.id or 0
    for row in ready:
        _confirm(row, record, on=on, by=by, at=at)
    return len(ready)


def _check_approver(by: audit.Actor, prepared_by_id: int | None) -> None:
    reason = why_not_approve(by.id, {grant.role for grant in by.grants}, prepared_by_id)
    if reason:
        raise RuleBroken(reason)


def _conclude(kind: str, record_id: int, **deed: Any) -> None:
    posted = publicity.current(kind, record_id)
    if posted is None:
        raise RuleBroken("还没有公示")
    publicity.conclude(posted, **deed)


def _ready(record: AppraisalYear, supplement_id: int | None, on: date, by: audit.Actor) -> list[AppraisalScore]:
    """Who of a list may be confirmed. Raises RuleBroken with what keeps the others, where there is none."""
    waiting: Counter[str] = Counter()
    ready, kin = [], relatives_of(by.id)
    for one in all_scores(record):
        if one.supplement_id != supplement_id or one.state not in (S.PUBLISHED, S.REVIEWING):
            continue
        reason = years.why_not_final(one.state, one.review_until, bool(one.review_answer), on)
        reason = reason or why_not_decide(
            by.id, one.worker.person_id, {by.id or 0} if one.worker.person_id in kin else set()
        )
        if reason:
            waiting[reason] += 1
        else:
            ready.append(one)
    if not ready:
        said = "，".join(f"{count} 人{reason}" for reason, count in waiting.items())
        raise RuleBroken(f"没有可以确认的人：{said or '都已确认'}")
    return ready


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
