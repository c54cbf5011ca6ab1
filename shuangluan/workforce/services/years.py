"""年度考核: open, score, propose, seats, street review, publish, confirm (WF-44, WF-95 to WF-104)."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock
from shuangluan.kernel.effective import scheme_on
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import MAX_ID
from shuangluan.workforce.models import AppraisalScore, AppraisalYear, PeerMark, PeerTurn, Worker
from shuangluan.workforce.queries import relatives_of
from shuangluan.workforce.queries.schemes import APPRAISAL
from shuangluan.workforce.queries.year_seats import free_seats, pool_name, pool_of
from shuangluan.workforce.queries.years import all_scores, plan_of
from shuangluan.workforce.rules import sentences, years
from shuangluan.workforce.rules.amounts import decimal_of, fen_of, yuan_of
from shuangluan.workforce.rules.facts import UNDETERMINED
from shuangluan.workforce.rules.promotion import check_can_decide
from shuangluan.workforce.rules.seats import seats as seats_of
from shuangluan.workforce.rules.states import check_can_move
from shuangluan.workforce.rules.years import SCORE_LABEL, SCORE_NEXT, ScoreState, YearState
from shuangluan.workforce.services.year_inputs import Inputs

S = ScoreState
GAPS = "数据不全，补齐后重新计分"


def open_year(year: int, *, by: audit.Actor, at: datetime) -> AppraisalYear:
    """The appraisal of a year for everybody employed in it, by the scheme in force on 31 December."""
    if db.session.scalar(select(AppraisalYear.id).where(AppraisalYear.year == year)) is not None:
        raise RuleBroken(f"{year} 年度考核已经开始", "year")
    record = AppraisalYear(
        year=year, scheme_id=scheme_on(APPRAISAL, date(year, 12, 31)).id, state=YearState.GATHERING, merges={},
        pools={}, opened_at=at, opened_by_id=by.id or 0,
    )  # fmt: skip
    audit.created(sentences.YEAR_OPENED, record, by=by, at=at)
    _enlist(record)
    return record


def _enlist(record: AppraisalYear) -> None:
    """A row for everybody employed within the year who has none yet; community as it is now (WF-104)."""
    known = select(AppraisalScore.worker_id).where(AppraisalScore.year_id == record.id)
    rows = db.session.scalars(
        select(Worker)
        .where(
            Worker.entry_date <= date(record.year, 12, 31),
            or_(Worker.exit_date.is_(None), Worker.exit_date > date(record.year, 12, 31)),
            Worker.id.not_in(known),
        )
        .order_by(Worker.id)
    ).all()
    for worker in rows:
        db.session.add(
            AppraisalScore(
                year_id=record.id, worker_id=worker.id, worker=worker, community=worker.community, state=S.GATHERING,
                street_points={}, veto="", veto_doc_no="", parts={}, rating="", is_candidate=False, has_seat=False,
                is_tied=False, seat_reason="", lines=[], note="", review_text="", review_answer="",
            )
        )  # fmt: skip
    db.session.flush()


def _check_about(row: AppraisalScore, deed: str, *, by: audit.Actor) -> None:
    person = row.worker.person_id
    check_can_decide(by.id, person, relatives_of(person), deed=deed, what="考核")


def score_street(
    row: AppraisalScore, record: AppraisalYear, points: Mapping[str, str], *, host: str = "", by: audit.Actor,
    at: datetime,
) -> None:  # fmt: skip
    """街道年度评价: 德能勤绩廉; for somebody seconded all year the score of the host beside it (WF-95, WF-99)."""
    years.check_can_score(record.year, record.state, row.state)
    _check_about(row, "评价", by=by)
    given = {item: text.strip() for item, text in points.items() if text.strip()}
    if given:
        years.street_score(plan_of(record), given)
    hosted = None
    if host.strip():
        hosted = decimal_of(host.strip(), "借调单位评价")
        if not 0 <= hosted <= 100:
            raise RuleBroken("借调单位评价要写 0 到 100 分", "points")
    with audit.changing(sentences.STREET_SCORED, row, by=by, at=at):
        row.street_points, row.host_x100 = given, None if hosted is None else fen_of(hosted)


def veto_score(
    row: AppraisalScore, record: AppraisalYear, *, veto: str, doc_no: str, by: audit.Actor, at: datetime
) -> None:
    """一票否决 with its document number; empty takes it back (WF-97)."""
    years.check_can_score(record.year, record.state, row.state)
    _check_about(row, "认定", by=by)
    if veto and veto not in plan_of(record)["daily"]["veto"]:
        raise RuleBroken("考核方案里没有这种一票否决", "veto")
    if bool(veto) != bool(doc_no):
        raise RuleBroken("一票否决要写文号；不否决的两项都空着", "doc_no")
    with audit.changing(sentences.VETO_SET, row, by=by, at=at):
        row.veto, row.veto_doc_no = veto, doc_no


def mark_peers(
    worker: Worker, record: AppraisalYear, marks: Mapping[int, str], *, by: audit.Actor, at: datetime
) -> int:
    """互评: a worker's marks for the colleagues of his community, once; who gave which is not kept (WF-98, WF-116)."""
    if record.state is not YearState.GATHERING:
        raise RuleBroken("互评已经结束")
    turn = select(PeerTurn.id).where(PeerTurn.year_id == record.id, PeerTurn.worker_id == worker.id)
    if db.session.scalar(turn) is not None:
        raise RuleBroken("您已经交过互评，不能再改")
    own = {one.id for one in all_scores(record) if one.community == worker.community and one.worker_id != worker.id}
    given = {score_id: decimal_of(text, "分数") for score_id, text in marks.items() if text}
    if set(given) - own:
        raise RuleBroken("只评本社区的同事")
    if not given or any(not 0 <= value <= 100 for value in given.values()):
        raise RuleBroken("每位同事打 0 到 100 分，不了解的空着，至少评一位", "points")
    for score_id, value in sorted(given.items(), key=lambda _: secrets.randbits(32)):
        number = secrets.randbelow(MAX_ID) + 1
        while db.session.get(PeerMark, number) is not None:
            number = secrets.randbelow(MAX_ID) + 1
        db.session.add(PeerMark(id=number, score_id=score_id, points_x100=fen_of(value)))
    audit.created(
        sentences.PEERS_MARKED, PeerTurn(year_id=record.id, worker_id=worker.id), by=by, at=at
    )
    return len(given)


def compute_year(record: AppraisalYear, *, today: date, by: audit.Actor, at: datetime) -> int:
    """计分 and 拟定等次 for everybody; how many. Again, it starts from the facts as they are now (D8)."""
    years.check_can_score(record.year, record.state)
    _enlist(record)
    rows = all_scores(record)
    inputs = Inputs(record, rows, today)
    with audit.changing(sentences.YEAR_COMPUTED, record, by=by, at=at):
        for row in rows:
            judge_score(row, inputs)
        record.pools = _seat_everybody(record, rows, inputs)
        record.state, record.computed_at, record.computed_by_id = YearState.PROPOSED, at, by.id or 0
    return len(rows)


def judge_score(row: AppraisalScore, inputs: Inputs) -> None:
    """Parts, total, band and lines of one person; looked at anew by the street where they changed."""
    row.community = inputs.community_of(row)
    row.in_leaders_pool = bool(inputs.plan["excellent"].get("leaders_pool")) and inputs.is_leader(row)
    scores, said = inputs.scores(row)
    found = years.judge(inputs.plan, scores, inputs.standing(row))
    lines = [*said, *found.lines]
    is_same = [*row.lines[: len(lines)]] == lines
    row.parts, row.lines = scores, lines
    row.total_x100 = None if found.total is None else fen_of(found.total)
    row.rating, row.reason, row.is_candidate = found.band, found.reason, found.is_candidate
    row.has_seat, row.is_tied, row.seat_reason = False, False, ""
    if row.state is S.HELD and row.note != GAPS:
        return
    if found.is_incomplete:
        row.state, row.note = S.HELD, GAPS
    elif not is_same or row.state in (S.GATHERING, S.HELD):
        row.state, row.note = S.PROPOSED, ""


def _seat_everybody(record: AppraisalYear, rows: list[AppraisalScore], inputs: Inputs) -> dict[str, Any]:
    """The seats of each pool, given by the rules; a tie that the line cuts is marked for the panel (WF-101, WF-102)."""
    pools: defaultdict[str, list[AppraisalScore]] = defaultdict(list)
    for row in rows:
        pools[pool_of(record, row)] += [row] if row.rating != UNDETERMINED else []
    given = _seats(inputs, {name: len(listed) for name, listed in pools.items() if listed})
    for name, listed in pools.items():
        people = [_person(row) for row in listed if row.is_candidate]
        taken = years.take_seats(inputs.plan, given["seats"].get(name, 0), people)
        for row in listed:
            _seat(row, inputs.plan, row.id in taken.winners, row.id in taken.tied)
    return given


def _seats(inputs: Inputs, rated: Mapping[str, int]) -> dict[str, Any]:
    """Seats by pool; where a small pool joins nobody there are none, and why is kept: the scores stand all the same."""
    known = {pool_name(code): code for code in sorted(rated)}
    asked = [{"name": name, "rated": rated[code], "sat": inputs.means.get(code)} for name, code in known.items()]
    try:
        given = seats_of(inputs.plan, asked)
    except RuleBroken as broken:
        return {"cap": 0, "seats": {}, "unassigned": 0, "refusal": broken.reason}
    return {**given, "seats": {known[name]: count for name, count in given["seats"].items()}, "refusal": ""}


def _person(row: AppraisalScore) -> dict[str, Any]:
    total = None if row.total_x100 is None else yuan_of(row.total_x100)
    return {"id": row.id, "total": total, **row.parts}


def _seat(row: AppraisalScore, plan: Mapping[str, Any], has_seat: bool, is_tied: bool) -> None:
    if not row.is_candidate:
        return
    row.has_seat, row.is_tied = has_seat, is_tied
    row.rating = years.best(plan) if has_seat else years.without_seat(plan)
    said = "优秀名额：按总分、满意度、日常、街道评价的次序取得" if has_seat else "达到优秀候选，名额不足"
    row.lines = [*row.lines, said + ("，与线上各项相同，由评审小组写明原因决定" if is_tied else "")]


def merge_pool(record: AppraisalYear, street: str, into: str, *, by: audit.Actor, at: datetime) -> None:
    """并入: a street with too few persons shares the seats of another; nothing given takes it back (WF-101)."""
    years.check_can_score(record.year, record.state)
    if street == into or into in record.merges:
        raise RuleBroken("不能并入自己，也不能并入已并入别组的街道", "into")
    merges = {key: value for key, value in record.merges.items() if key != street} | ({street: into} if into else {})
    with audit.changing(sentences.POOLS_MERGED, record, by=by, at=at):
        record.merges = merges


def give_seat(
    row: AppraisalScore, record: AppraisalYear, *, reason: str, by: audit.Actor, at: datetime
) -> None:
    """The panel settles a tie, or gives an unassigned seat, with a reason that stands in the lines (WF-101, WF-102)."""
    years.check_can_propose(record.state, row.state)
    _check_about(row, "评定", by=by)
    pool_free, unassigned = free_seats(record, row)
    years.check_can_seat(
        is_candidate=row.is_candidate, has_seat=row.has_seat, pool_free=pool_free, unassigned=unassigned, reason=reason
    )
    with audit.changing(sentences.SEAT_GIVEN, row, by=by, at=at):
        row.has_seat, row.is_tied, row.seat_reason = True, False, reason
        row.rating, row.lines = years.best(plan_of(record)), [*row.lines, f"评审小组给优秀名额：{reason}"]


def withdraw_seat(
    row: AppraisalScore, record: AppraisalYear, *, reason: str, by: audit.Actor, at: datetime
) -> None:
    """收回 a seat with its reason: the first half of a recorded swap (WF-101)."""
    years.check_can_propose(record.state, row.state)
    _check_about(row, "评定", by=by)
    if not row.has_seat:
        raise RuleBroken("他没有优秀名额")
    if not reason:
        raise RuleBroken("写明收回名额的原因", "note")
    with audit.changing(sentences.SEAT_WITHDRAWN, row, by=by, at=at):
        row.has_seat, row.seat_reason = False, reason
        row.rating, row.lines = years.without_seat(plan_of(record)), [*row.lines, f"收回优秀名额：{reason}"]


def review_score(
    row: AppraisalScore, record: AppraisalYear, to: ScoreState, *, note: str, by: audit.Actor, at: datetime
) -> None:
    """街道审核: 通过, 存疑 or 暂缓, the latter two with a reason; never the number (WF-44)."""
    years.check_can_propose(record.state, row.state)
    _check_about(row, "审核", by=by)
    check_can_move("这一条", SCORE_NEXT, SCORE_LABEL, row.state, to)
    if to in (S.DOUBTFUL, S.HELD) and not note:
        raise RuleBroken("写明原因", "note")
    with audit.changing(sentences.SCORE_REVIEWED, row, by=by, at=at):
        if row.state is S.HELD and years.is_late(record.state, row.state) and to is S.PROPOSED:
            _judge_late(row, record, clock.local_day(at))
        row.state, row.note = to, note


def pass_scores(
    rows: Sequence[AppraisalScore], record: AppraisalYear, *, by: audit.Actor, at: datetime
) -> int:
    """全部通过: whoever of `rows` still waits for the street, but oneself and relatives; one entry of the trail.

    How many. Raises RuleBroken where nobody waits.
    """
    years.check_can_propose(record.state, S.PROPOSED)
    kin = relatives_of(by.id) | {by.id}
    waiting = [one for one in rows if one.state is S.PROPOSED and one.worker.person_id not in kin]
    if not waiting:
        raise RuleBroken("没有待审核的人")
    for row in waiting:
        row.state, row.note = S.PASSED, ""
    detail = {"passed": [one.worker.staff_no for one in waiting]}
    audit.noted(sentences.SCORES_PASSED, record, by=by, at=at, detail=detail)
    return len(waiting)


def _judge_late(row: AppraisalScore, record: AppraisalYear, today: date) -> None:
    """补评 after the list of the others: scored alone, by the facts as they are now; a seat only by the panel."""
    inputs = Inputs(record, all_scores(record), today)
    row.note = GAPS
    judge_score(row, inputs)
    if row.state is S.HELD:
        raise RuleBroken("有得分的部分还不够计分，补齐以后再恢复")
    if row.is_candidate:
        row.rating = years.without_seat(inputs.plan)
        row.lines = [*row.lines, "达到优秀候选；名单公示以后，要有空余名额、由评审小组写明原因才能给"]
