"""The result of a vote: confirmed by one, posted if wanted, finalised by another, counted anew (RP-10, RP-12)."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, effective, publicity
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.postings import FrozenList, PostingState
from shuangluan.kernel.publicity import Notice
from shuangluan.kernel.workdays import Limit, Unit
from shuangluan.red_property.models import FollowUp, OwnersVote, VoteCount, VoteResult
from shuangluan.red_property.queries import vote_links
from shuangluan.red_property.queries import votes as queries
from shuangluan.red_property.queries.books import VOTES, book_on
from shuangluan.red_property.queries.vote_counts import Box, Found
from shuangluan.red_property.rules import sentences, vote_lines
from shuangluan.red_property.rules import votes as rules
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.tally import NO_TALLY_LABEL, NoTally, Tally
from shuangluan.red_property.rules.votes import VoteState
from shuangluan.red_property.services.following import reckon
from shuangluan.red_property.services.result_sheets import issue_result
from shuangluan.red_property.services.votes import move

RESULT_HEADS = ("议题", "业主总数", "参与", "同意", "参与面积（㎡）", "同意面积（㎡）", "结果")
CONFIRMABLE = (VoteState.COUNTING, VoteState.PRELIMINARY)


def confirm_count(vote: OwnersVote, *, by: audit.Actor, at: datetime) -> VoteCount:
    """The first of two: the numbers as they are now. Done again, it takes the place of an earlier confirmation.

    Raises RuleBroken while a conflict, an agent beyond the limit or an unchecked ballot is left.
    """
    count = _open_count(vote)
    box = Box(vote)
    _check_box(box)
    if count is None:
        if vote.state not in CONFIRMABLE:
            raise RuleBroken("截止以后进入统计，才能确定结果")
        count = VoteCount(vote_id=vote.id, round=1, reason="", inputs_hash="", confirmer_name="", finaliser_name="")
    with_hash = {"inputs_hash": box.inputs_hash, "confirmed_at": at, "confirmed_by_id": by.id or 0}
    if count.id is None:
        for name, value in with_hash.items():
            setattr(count, name, value)
        count.confirmer_name = by.name
        audit.created(sentences.COUNT_CONFIRMED, count, by=by, at=at)
    else:
        with audit.changing(sentences.COUNT_CONFIRMED, count, by=by, at=at):
            for name, value in with_hash.items():
                setattr(count, name, value)
            count.confirmer_name = by.name
        db.session.execute(delete(VoteResult).where(VoteResult.count_id == count.id))
    _store(count, box)
    return count


def finalise(vote: OwnersVote, *, by: audit.Actor, at: datetime) -> VoteCount:
    """The second, another person: the same numbers become the result, and what waited for them goes on (RP-12, RP-17).

    Raises RuleBroken for the same person, where ballots changed in between, and while a posted result still hangs.
    """
    count = _open_count(vote)
    if count is None or count.confirmed_at is None:
        raise RuleBroken("先由一位同事确定统计结果，再由另一位确定")
    box = Box(vote)
    _check_box(box)
    two = book_on(clock.local_day(at)).terms.two_finalisers
    rules.check_finalisers(count.confirmed_by_id, by.id or 0, two, may_finalise=box.may_finalise)
    if count.inputs_hash != box.inputs_hash:
        raise RuleBroken("第一位确定以后选票或送达有改动，请重新确定一次")
    _conclude_result(vote, by=by, at=at)
    with audit.changing(sentences.COUNT_FINALISED, count, by=by, at=at):
        count.finalised_at, count.finalised_by_id, count.finaliser_name = at, by.id or 0, by.name
    if vote.state is not VoteState.FINAL:
        rules.check_can_move(vote.state, VoteState.FINAL)
        move(vote, VoteState.FINAL, by=by, at=at)
    issue_result(vote, count, by=by, at=at)
    _tell(vote, box, count, by=by, at=at)
    return count


def post_result(vote: OwnersVote, *, place: str, manner: str, days: int, by: audit.Actor, at: datetime) -> None:
    """→ 初步结果公示: what was confirmed hangs for a period; objections may still be raised (RP-10)."""
    rules.check_can_move(vote.state, VoteState.PRELIMINARY)
    count = _open_count(vote)
    if count is None or count.confirmed_at is None:
        raise RuleBroken("先由一位同事确定统计结果，再公示")
    box = Box(vote)
    notice = Notice(f"{vote.title}：表决结果公示", _result_list(box), place, manner, Limit(days, Unit.CALENDAR_DAY))
    publicity.post(queries.RESULT, vote.id, notice, on=clock.local_day(at), by=by, at=at, matter_id=vote.matter_id)
    move(vote, VoteState.PRELIMINARY, by=by, at=at)


def withdraw_result(vote: OwnersVote, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """Back to 统计中: an objection to the posted result holds."""
    rules.check_can_move(vote.state, VoteState.COUNTING)
    put_up = publicity.current(queries.RESULT, vote.id)
    assert put_up is not None  # the state says so
    publicity.withdraw(put_up, reason=reason, by=by, at=at)
    move(vote, VoteState.COUNTING, by=by, at=at)


def begin_recount(vote: OwnersVote, *, reason: str, by: audit.Actor, at: datetime) -> VoteCount:
    """重新统计: the final result stays, ballots can be corrected, and two persons finalise a further one (RP-10)."""
    if vote.state is not VoteState.FINAL:
        raise RuleBroken("结果确定以后才有重新统计；现在直接更正选票")
    if _open_count(vote) is not None:
        raise RuleBroken("已经在重新统计")
    if not reason:
        raise RuleBroken("写明为什么重新统计", "reason")
    before = queries.counts(vote.id)[0]
    count = VoteCount(
        vote_id=vote.id, round=before.round + 1, reason=reason, inputs_hash="", confirmer_name="", finaliser_name=""
    )
    audit.created(sentences.RECOUNT_BEGUN, count, by=by, at=at)
    return count


def _open_count(vote: OwnersVote) -> VoteCount | None:
    newest = next(iter(queries.counts(vote.id)), None)
    return newest if newest is not None and newest.finalised_at is None else None


def _check_box(box: Box) -> None:
    if box.unchecked:
        raise RuleBroken(f"还有 {box.unchecked} 张选票没有核对，或两次录入不同，先办完")
    if not box.may_finalise:
        raise RuleBroken("还有选择不一致或代理超限的选票没有核实，不能确定结果")
    refused = next((one.tally for one in box.found if isinstance(one.tally, NoTally)), None)
    if refused is not None:
        raise RuleBroken(NO_TALLY_LABEL[refused])


def _store(count: VoteCount, box: Box) -> None:
    scheme = effective.scheme_on(VOTES, box.closed_on)
    for one in box.found:
        assert isinstance(one.tally, Tally)  # checked before
        db.session.add(VoteResult(count_id=count.id, scheme_id=scheme.id, **_columns(box, one, one.tally)))
    db.session.flush()


def _columns(box: Box, one: Found, tally: Tally) -> dict[str, Any]:
    strict, follow = tally.strict, tally.follow
    return {
        "motion_id": one.motion.id,
        "threshold_row": tally.row.row,
        "matter_class": tally.matter_class,
        "persons_total": len(box.groups),
        "area_total_x100": sum(group.area_x100 for group in box.groups),
        "classes": {name: [part.persons, part.area_x100] for name, part in one.sums.items()},
        "participating_persons": strict.participating.persons,
        "participating_area_x100": strict.participating.area_x100,
        "agreeing_persons": strict.agreeing.persons,
        "agreeing_area_x100": strict.agreeing.area_x100,
        "passed": strict.passed,
        "follow_asked": follow is not None,
        "follow_choice": (follow.choice or "") if follow else "",
        "follow_reason": (follow.reason or "") if follow else "",
        "follow_passed": follow.measured.passed if follow else None,
        "lines": [line.as_json() for line in tally.lines],
    }


def _result_list(box: Box) -> FrozenList:
    rows = []
    for one in box.found:
        assert isinstance(one.tally, Tally)  # a confirmed count has one for each motion
        strict = one.tally.strict
        rows.append(
            (
                f"{one.motion.seq}. {one.motion.title}", len(box.groups), strict.participating.persons,
                strict.agreeing.persons, vote_lines.area(strict.participating.area_x100),
                vote_lines.area(strict.agreeing.area_x100), vote_lines.result(one.tally.row, strict).text,
            )
        )  # fmt: skip
    return FrozenList.of(RESULT_HEADS, rows)


def _conclude_result(vote: OwnersVote, *, by: audit.Actor, at: datetime) -> None:
    put_up = publicity.current(queries.RESULT, vote.id)
    if put_up is not None and put_up.state is PostingState.POSTED:
        publicity.conclude(put_up, on=clock.local_day(at), by=by, at=at)


def _tell(vote: OwnersVote, box: Box, count: VoteCount, *, by: audit.Actor, at: datetime) -> None:
    """The strict result goes to the resolutions that waited: carried out, or 未通过 (RP-9, RP-17).

    One that no longer waits (a recount, or given up meanwhile) is told, and its state stays with those who keep it.
    """
    for one in box.found:
        if one.motion.resolution_id is None:
            continue
        assert isinstance(one.tally, Tally)  # checked before
        passed = one.tally.strict.passed
        waiting = vote_links.waiting(one.motion)
        to = (ResolutionState.DOING if passed else ResolutionState.REJECTED) if waiting else None
        again = "重新统计：" if count.round > 1 else ""
        row = FollowUp(
            resolution_id=one.motion.resolution_id, meeting_id=None, on=clock.local_day(at), is_final=True,
            text=f"{again}业主表决“{one.motion.title}”{vote_lines.result(one.tally.row, one.tally.strict).text}",
            state=to, percent=None, new_due_on=None, reason="", written_at=at, written_by_id=by.id or 0,
            writer_name=by.name,
        )  # fmt: skip
        audit.created(sentences.FOLLOWED, row, by=by, at=at)
        reckon(vote_links.resolution(one.motion.resolution_id), by=by, at=at)
