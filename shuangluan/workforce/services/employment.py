"""The end of a trial, and a worker who comes back (WF-40, WF-152)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.places import areas
from shuangluan.workforce.models import Contract, Employment, TrialReview, Worker
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.contracts import check_can_judge_trial
from shuangluan.workforce.rules.states import WORKER_LABEL, WorkerState
from shuangluan.workforce.services.checks import require_cleared


def trial_until(worker: Worker) -> date | None:
    """The last day of the trial of the present employment; None where none was agreed."""
    rows = select(func.max(Contract.probation_until)).where(
        Contract.worker_id == worker.id, Contract.signed_from >= worker.entry_date
    )
    return db.session.scalar(rows)


def review_trial(
    worker: Worker, *, is_passed: bool, opinion: str, on: date, by: audit.Actor, at: datetime
) -> TrialReview:
    """转正考核: passed, she is 在岗 from now on; failed, the exit is to be settled before the trial is over.

    Raises RuleBroken outside a trial, for oneself, a second time, and for a failure that comes too late.
    """
    if worker.state is not WorkerState.PROBATION:
        raise RuleBroken(f"现在是“{WORKER_LABEL[worker.state]}”，不在试用期")
    if by.id == worker.person_id:
        raise RuleBroken("不能考核自己，请另一位同事办理")
    known = select(TrialReview.id).where(
        TrialReview.worker_id == worker.id, TrialReview.entry_date == worker.entry_date
    )
    if db.session.scalar(known) is not None:
        raise RuleBroken("已经有转正考核结论；不合格的请办理退出")
    until = trial_until(worker)
    check_can_judge_trial(until, on, passed=is_passed)
    review = TrialReview(
        worker_id=worker.id, entry_date=worker.entry_date, trial_until=until, is_passed=is_passed, opinion=opinion,
        reviewed_on=on, reviewed_by_id=by.id or 0,
    )  # fmt: skip
    audit.created(sentences.TRIAL_REVIEWED, review, by=by, at=at)
    if is_passed:
        with audit.changing(sentences.MOVED, worker, by=by, at=at):
            worker.state = WorkerState.ACTIVE
    return review


@dataclass(frozen=True)
class Return:
    """How somebody comes back."""

    community: str
    entry_date: date
    entry_channel: str
    is_on_trial: bool


def rehire_worker(worker: Worker, back: Return, *, is_cleared: bool = False, by: audit.Actor, at: datetime) -> None:
    """重新聘用: a new employment on the old file. Segments go on counting, the ledger begins anew (WF-152).

    Raises RuleBroken for somebody who has not left, for an entry that is not after the exit, and without a check
    valid on the first day (WF-113), unless the one of her application was looked at (`is_cleared`).
    """
    if worker.state is not WorkerState.LEFT or worker.exit_date is None:
        raise RuleBroken(f"{worker.person.name}没有退出，不用重新聘用")
    if back.community not in areas() or len(back.community) < 12:
        raise RuleBroken("没有这个社区，请从列表里选", "community")
    if back.entry_date <= worker.exit_date:
        raise RuleBroken(f"重新入职要在退出日期 {worker.exit_date} 以后", "entry_date")
    if not is_cleared:
        require_cleared(worker.id, back.entry_date, "聘用")
    kept = Employment(
        worker_id=worker.id, community=worker.community, entry_date=worker.entry_date,
        entry_channel=worker.entry_channel, exit_date=worker.exit_date, exit_kind=worker.exit_kind or "",
        exit_doc_no=worker.exit_doc_no or "", last_position=worker.last_position,
    )  # fmt: skip
    audit.created(sentences.EMPLOYMENT_KEPT, kept, by=by, at=at)
    with audit.changing(sentences.REHIRED, worker, by=by, at=at):
        worker.state = WorkerState.PROBATION if back.is_on_trial else WorkerState.ACTIVE
        worker.community, worker.entry_date = back.community, back.entry_date
        worker.entry_channel = back.entry_channel
        worker.exit_date = worker.exit_kind = worker.exit_doc_no = worker.last_position = None
        worker.first_event = worker.first_on = worker.prior_grade = None
