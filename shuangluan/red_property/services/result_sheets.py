"""The result sheet is handed out when the second person finalises; a recount corrects it (D22, RP-10)."""

from datetime import datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, documents
from shuangluan.kernel.models import IssuedDocument
from shuangluan.red_property.models import Motion, OwnersVote, VoteCount, VoteResult
from shuangluan.red_property.rules.result_sheets import RESULT_SHEET, sheet_number, sheet_text, sheet_title

VOTE = ("title", "electorate", "electorate_note", "freeze_on", "opens_on")
COUNT = ("round", "reason", "inputs_hash", "confirmer_name", "finaliser_name")
RESULT = (
    "threshold_row", "matter_class", "persons_total", "area_total_x100", "classes", "participating_persons",
    "participating_area_x100", "agreeing_persons", "agreeing_area_x100", "passed", "follow_asked", "follow_choice",
    "follow_reason", "follow_passed", "lines",
)  # fmt: skip


def issue_result(vote: OwnersVote, count: VoteCount, *, by: audit.Actor, at: datetime) -> IssuedDocument:
    """The sheet of a final count; that of an earlier one reads 已更正 and names it, with the reason of the recount."""
    title, text = sheet_title(vote.title), _text(vote, count)
    before = documents.valid(RESULT_SHEET, vote.id)
    if before is not None:
        return documents.correct(before, title=title, text=text, reason=f"重新统计：{count.reason}", by=by, at=at)
    number = sheet_number(clock.local_day(at).year, vote.id)
    return documents.issue(RESULT_SHEET, vote.id, number=number, title=title, text=text, by=by, at=at)


def _text(vote: OwnersVote, count: VoteCount) -> str:
    rows = db.session.execute(
        select(Motion, VoteResult)
        .join(VoteResult, VoteResult.motion_id == Motion.id)
        .where(VoteResult.count_id == count.id)
        .order_by(Motion.seq)
    ).all()
    closes = clock.local(vote.closes_at).strftime("%Y-%m-%d %H:%M")
    return sheet_text(
        {"closes": closes} | {name: getattr(vote, name) for name in VOTE},
        {name: getattr(count, name) for name in COUNT},
        [
            {"seq": motion.seq, "matter": motion.matter, "title": motion.title}
            | {name: getattr(result, name) for name in RESULT}
            for motion, result in rows
        ],
    )
