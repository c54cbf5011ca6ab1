"""背景联审联查: ask the departments, take their replies, conclude; what nobody may do without one (WF-42, WF-113)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.models import Applicant, BackgroundCheck, CheckOpinion, CheckPurpose, Worker
from shuangluan.workforce.queries.checks import periods_of, required_since
from shuangluan.workforce.queries.recruitment import opinions, recruit_rules
from shuangluan.workforce.rules import leaving, sentences
from shuangluan.workforce.rules.states import CHECK_LABEL, CHECK_NEXT, CheckState, check_can_move


@dataclass(frozen=True)
class Inquiry:
    """Which departments are asked, from when, until when, for what."""

    departments: Sequence[str]
    on: date
    due_on: date
    purpose: CheckPurpose = CheckPurpose.RECRUIT


def open_check(
    applicant: Applicant, departments: Sequence[str], *, due_on: date, on: date, by: audit.Actor, at: datetime
) -> BackgroundCheck:
    """征求意见 about an applicant: every listed department is asked (WF-42)."""
    known = db.session.scalar(select(BackgroundCheck.id).where(BackgroundCheck.applicant_id == applicant.id))
    if known is not None:
        raise RuleBroken("已经发起过联审")
    return _opened(Inquiry(departments, on, due_on), by=by, at=at, applicant_id=applicant.id)


def recheck_worker(worker: Worker, said: Inquiry, *, by: audit.Actor, at: datetime) -> BackgroundCheck:
    """A check of somebody who is registered already: a change during the term needs a new one (WF-42).

    Raises RuleBroken while another one of hers is under way, and for oneself.
    """
    if by.id == worker.person_id:
        raise RuleBroken("不能发起自己的联审，请另一位同事办理")
    if said.purpose is CheckPurpose.RECRUIT:
        raise RuleBroken("招聘的联审在应聘人的页面发起", "purpose")
    open_states = (CheckState.ASKING, CheckState.COLLECTED, CheckState.DEFERRED)
    going_on = select(BackgroundCheck.id).where(
        BackgroundCheck.worker_id == worker.id, BackgroundCheck.state.in_(open_states)
    )
    if db.session.scalar(going_on.limit(1)) is not None:
        raise RuleBroken("上一次联审还没有结论，办完再发起")
    return _opened(said, by=by, at=at, worker_id=worker.id)


def _opened(said: Inquiry, *, by: audit.Actor, at: datetime, **subject: int) -> BackgroundCheck:
    unknown = set(said.departments) - set(recruit_rules(said.on).departments)
    if not said.departments or unknown:
        raise RuleBroken("从列表里选要征求意见的部门", "departments")
    if said.due_on < said.on:
        raise RuleBroken("答复期限不能早于今天", "due_on")
    check = BackgroundCheck(
        opened_on=said.on, due_on=said.due_on, purpose=said.purpose, state=CheckState.ASKING, **subject
    )
    audit.created(sentences.CHECK_OPENED, check, by=by, at=at)
    db.session.add_all(CheckOpinion(check_id=check.id, department=one, doc_no="") for one in said.departments)
    audit.noted(sentences.CHECK_OPENED, check, by=by, at=at, detail={"departments": list(said.departments)})
    return check


def enter_opinion(
    opinion: CheckOpinion, check: BackgroundCheck, *, objects: bool, doc_no: str, replied_on: date,
    by: audit.Actor, at: datetime,
) -> None:  # fmt: skip
    """A department's reply: the conclusion and the number of its letter."""
    if check.state is not CheckState.ASKING:
        raise RuleBroken(f"联审现在是“{CHECK_LABEL[check.state]}”，不能再登记答复")
    if not doc_no:
        raise RuleBroken("填回函文号", "doc_no")
    if replied_on < check.opened_on:
        raise RuleBroken(f"答复日期不能早于发函日期 {check.opened_on}", "replied_on")
    with audit.changing(sentences.OPINION_ENTERED, opinion, by=by, at=at):
        opinion.objects, opinion.doc_no, opinion.replied_on = objects, doc_no, replied_on


def decide_check(
    check: BackgroundCheck, to: CheckState, *, on: date, by: audit.Actor, at: datetime
) -> None:
    """汇总 and the conclusion. Raises RuleBroken while a department is silent, and for 通过 over an objection."""
    replies = opinions(check)
    leaving.check_can_collect(
        [one.department for one in replies], [one.department for one in replies if one.objects is not None]
    )
    if to is CheckState.PASSED:
        leaving.check_can_pass([one.department for one in replies if one.objects])
    collected = CheckState.COLLECTED if check.state is CheckState.ASKING else check.state
    check_can_move("联审", CHECK_NEXT, CHECK_LABEL, collected, to)
    months = recruit_rules(on).valid_months
    with audit.changing(sentences.CHECK_DECIDED, check, by=by, at=at):
        check.state, check.decided_on, check.decided_by_id = to, on, by.id or 0
        check.valid_until = leaving.check_valid_until(on, months) if to is CheckState.PASSED else None


def ask_again(check: BackgroundCheck, *, due_on: date, on: date, by: audit.Actor, at: datetime) -> None:
    """暂缓 → 征求意见: the departments may reply anew (WF-42)."""
    check_can_move("联审", CHECK_NEXT, CHECK_LABEL, check.state, CheckState.ASKING)
    if due_on < on:
        raise RuleBroken("答复期限不能早于今天", "due_on")
    with audit.changing(sentences.CHECK_OPENED, check, by=by, at=at):
        check.state, check.due_on = CheckState.ASKING, due_on
        check.decided_on = check.decided_by_id = None


def require_cleared(worker_id: int | None, day: date, deed: str) -> None:
    """Raises RuleBroken where the rules ask for a passed check on `day` and there is none (WF-113)."""
    since = required_since()
    if since is not None and day >= since:
        leaving.check_cleared(periods_of(worker_id) if worker_id else [], day, deed)
