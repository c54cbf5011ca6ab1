"""居民满意度测评: open a round, print codes, take answers that nothing joins to a code, close (WF-96, WF-116)."""

import secrets
from datetime import date, datetime

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, tokens
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import MAX_ID
from shuangluan.workforce.models import Survey, SurveyAnswer, SurveySheet
from shuangluan.workforce.queries.months import plan_on
from shuangluan.workforce.queries.surveys import PURPOSE, counts_by_rater
from shuangluan.workforce.rules import sentences, survey
from shuangluan.workforce.rules.states import check_can_move
from shuangluan.workforce.rules.survey import SURVEY_LABEL, SURVEY_NEXT, Rater, SurveyState

ANSWERER = audit.Actor(None, "答卷人", "")  # no name, no role, no address: an answer is nobody's


def open_survey(
    community: str, *, opens_on: date, closes_on: date, by: audit.Actor, at: datetime
) -> Survey:
    """A round for the year in which it begins. Raises RuleBroken while another of the community is open."""
    if closes_on < opens_on:
        raise RuleBroken("最后一天不能早于第一天", "closes_on")
    own = (Survey.community == community, Survey.year == opens_on.year)
    if db.session.scalar(select(Survey.id).where(*own, Survey.state == SurveyState.OPEN)) is not None:
        raise RuleBroken("这个社区还有一轮测评没有关闭，先关闭再开下一轮", "community")
    last = db.session.scalar(select(func.max(Survey.round)).where(*own)) or 0
    record = Survey(
        year=opens_on.year, community=community, round=last + 1, opens_on=opens_on, closes_on=closes_on,
        state=SurveyState.OPEN, opened_at=at, opened_by_id=by.id or 0,
    )  # fmt: skip
    audit.created(sentences.SURVEY_OPENED, record, by=by, at=at)
    return record


def extend_survey(record: Survey, *, closes_on: date, by: audit.Actor, at: datetime) -> None:
    """Another last day, as long as the round is not closed."""
    _check_running(record)
    if closes_on < record.opens_on or closes_on.year != record.year:
        raise RuleBroken("最后一天要在第一天以后、同一年内", "closes_on")
    with audit.changing(sentences.SURVEY_EXTENDED, record, by=by, at=at):
        record.closes_on = closes_on


def issue_codes(
    record: Survey, *, rater: Rater, grid_id: int | None, count: int, on: date, by: audit.Actor, at: datetime
) -> tuple[SurveySheet, list[str]]:
    """A sheet of one-use codes to print now: they are stored hashed and cannot be shown again."""
    _check_running(record)
    if not 1 <= count <= survey.MOST_CODES:
        raise RuleBroken(f"一次印 1 至 {survey.MOST_CODES} 份", "count")
    sheet = SurveySheet(
        survey_id=record.id, grid_id=grid_id, rater=rater, count=count, issued_at=at, issued_by_id=by.id or 0
    )
    audit.created(sentences.CODES_ISSUED, sheet, by=by, at=at)
    return sheet, tokens.issue(PURPOSE, sheet.id, count, on=on)


def revoke_codes(sheet: SurveySheet, *, by: audit.Actor, at: datetime) -> int:
    """作废 the unused codes of a sheet; answers already given stay. How many there were."""
    if sheet.revoked_at is not None:
        raise RuleBroken("这批代码已经作废")
    with audit.changing(sentences.CODES_REVOKED, sheet, by=by, at=at):
        sheet.revoked_at, sheet.revoked_by_id = at, by.id or 0
        return tokens.revoke(PURPOSE, sheet.id)


def answer_survey(code: str, option: str, *, today: date, at: datetime) -> None:
    """One answer for one code. Nothing of the code, the moment or the address is kept with the answer.

    Raises RuleBroken for a code that is none or was used, outside the days of the round, and for no answer.
    """
    token = tokens.live(PURPOSE, code)
    sheet = db.session.get(SurveySheet, token.record_id) if token else None
    record = db.session.get(Survey, sheet.survey_id) if sheet else None
    if token is None or sheet is None or record is None:
        raise RuleBroken("没有这个代码，请核对后再填", "code")
    survey.check_open(record.state, record.opens_on, record.closes_on, today)
    if option not in survey.options(plan_on(record.opens_on)):
        raise RuleBroken("请选一项", "option")
    if not tokens.spend(token):
        raise RuleBroken("这个代码已经用过了，一个代码只能填一次", "code")
    number = secrets.randbelow(MAX_ID) + 1
    while db.session.get(SurveyAnswer, number) is not None:
        number = secrets.randbelow(MAX_ID) + 1
    db.session.add(
        SurveyAnswer(id=number, survey_id=record.id, grid_id=sheet.grid_id, rater=sheet.rater, option=option)
    )
    audit.noted(sentences.SURVEY_ANSWERED, record, by=ANSWERER, at=at)


def close_survey(record: Survey, *, by: audit.Actor, at: datetime) -> None:
    """关闭: from now on the results are shown and count. Raises RuleBroken where too few residents answered."""
    check_can_move("测评", SURVEY_NEXT, SURVEY_LABEL, record.state, SurveyState.CLOSED)
    counts = counts_by_rater(record)
    plan = plan_on(record.opens_on)
    survey.check_mix(plan, counts.get(Rater.RESIDENT, 0), sum(counts.values()))
    with audit.changing(sentences.SURVEY_CLOSED, record, by=by, at=at):
        record.state, record.closed_at, record.closed_by_id = SurveyState.CLOSED, at, by.id or 0


def _check_running(record: Survey) -> None:
    if record.state is SurveyState.CLOSED:
        raise RuleBroken("这一轮测评已经关闭")
