"""What awaits a viewer among workers and batches, reckoned when it is read (D7, WF-201)."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    cast,
    exists,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from shuangluan.extensions import UtcDateTime
from shuangluan.kernel import clock
from shuangluan.kernel.effective import documents_on
from shuangluan.kernel.models import Objection, Person, Publicity
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.ports import Step
from shuangluan.kernel.postings import OPEN_OBJECTIONS, PostingState
from shuangluan.workforce.models import (
    Certificate,
    Contract,
    PayRun,
    PromotionBatch,
    PromotionItem,
    Refusal,
    ReviewRequest,
    Worker,
)
from shuangluan.workforce.permissions import COMMUNITY, Perm
from shuangluan.workforce.queries import appraisal_todo
from shuangluan.workforce.queries.certificate_register import ends_on as certificate_end
from shuangluan.workforce.queries.certificate_register import is_expiring
from shuangluan.workforce.queries.checks import ending_checks
from shuangluan.workforce.queries.contract_register import is_contract_due, is_trial_ending
from shuangluan.workforce.queries.data_check import has_gap
from shuangluan.workforce.queries.departure import RETIREMENT
from shuangluan.workforce.queries.objections import BATCH as BATCH_LIST
from shuangluan.workforce.queries.recruitment import RECRUITMENT
from shuangluan.workforce.queries.refusals import is_uncorrected, is_undecided
from shuangluan.workforce.queries.register import is_employed
from shuangluan.workforce.queries.retirements import retires_soon
from shuangluan.workforce.rules.recruitment import RecruitRules
from shuangluan.workforce.rules.states import BatchState, ItemState
from shuangluan.workforce.rules.terms import Payload

BATCH, BATCH_ID = "workforce.batch_detail", "batch_id"
WORKER, WORKER_ID = "workforce.worker_detail", "worker_id"
STEPS: dict[str, Step] = {
    step.key: step
    for step in (
        Step("workforce.review", "workforce", "初审", BATCH, BATCH_ID, "review"),
        Step("workforce.check", "workforce", "复核", BATCH, BATCH_ID, "review"),
        Step("workforce.approve", "workforce", "批准", BATCH, BATCH_ID, "review"),
        Step("workforce.objection", "workforce", "办异议", "workforce.batch_publicity", "batch_id", "review"),
        Step("workforce.month_objection", "workforce", "核实", "workforce.month_settlement_ask", "month_id", "review"),
        Step("workforce.pass", "workforce", "审核", "workforce.year_detail", "year_id", "review"),
        Step("workforce.answer", "workforce", "答复", "workforce.score_review_answer_ask", "score_id", "review"),
        Step("workforce.effect", "workforce", "考核结果运用", "workforce.effect_detail", "effect_id", "review"),
        Step("workforce.correct", "workforce", "更正等级", "workforce.correction_ask", "worker_id", "review"),
        Step("workforce.recover", "workforce", "决定扣回", "workforce.arrear_ask", "worker_id", "review"),
        Step("workforce.serve", "workforce", "送达", "workforce.year_service", "year_id", "review"),
        Step("workforce.own_result", "workforce", "签收", "workforce.own_appraisal", "score_id", "mine"),
        Step("workforce.confirm", "workforce", "确认", "workforce.year_detail", "year_id", "review"),
        Step("workforce.review_request", "workforce", "答复", "workforce.review_answer_ask", "request_id", "review"),
        Step("workforce.pay", "workforce", "锁定", "workforce.pay_run", "run_id", "review"),
        Step("workforce.gap", "workforce", "补档案", "workforce.worker_detail", "worker_id", "mine"),
        Step("workforce.trial", "workforce", "转正考核", WORKER, WORKER_ID, "mine", "workforce.worker_trial_ask"),
        Step("workforce.certificate", "workforce", "续登证书", WORKER, WORKER_ID, "mine"),
        Step("workforce.own_certificate", "workforce", "续登证书", "workforce.own_file", WORKER_ID, "mine"),
        Step("workforce.own_contract", "workforce", "看合同", "workforce.own_file", WORKER_ID, "mine"),
        Step("workforce.own_trial", "workforce", "看试用期", "workforce.own_file", WORKER_ID, "mine"),
        Step("workforce.own_background", "workforce", "看联审", "workforce.own_file", WORKER_ID, "mine"),
        Step("workforce.background", "workforce", "联审复审", "workforce.worker_detail", "worker_id", "mine"),
        Step("workforce.contract", "workforce", "续签合同", "workforce.worker_detail", "worker_id", "mine"),
        Step("workforce.retirement", "workforce", "办退休预告", WORKER, WORKER_ID, "mine"),
        Step("workforce.own_retirement", "workforce", "看退休日期", "workforce.own_file", WORKER_ID, "mine"),
    )
}
NO_DEADLINE = cast(null(), UtcDateTime()).label("due_at")
STREET, DISTRICT, PUBLISHED = BatchState.STREET, BatchState.DISTRICT, BatchState.PUBLISHED


def todo(viewer: Viewer, now: datetime) -> Select[Any] | CompoundSelect[Any] | None:
    """A row per batch and step that is the viewer's; a row per fact that falls due, file with a gap, pay month."""
    parts = _batch_steps(viewer, clock.local_day(now))
    if viewer.can(Perm.REVIEW_ANSWER):
        parts.append(_requests(viewer))
    if viewer.can(Perm.PAY_LOCK):
        parts.append(_months(viewer))
    if viewer.holds_role(*COMMUNITY):  # whose files they are; street and district see them in the data check
        parts.append(_gaps(viewer, clock.local_day(now)))
    parts += _refusals(viewer)
    parts += _due(viewer, clock.local_day(now))
    parts += appraisal_todo.parts(viewer, now)
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else union_all(*parts)


def _batch_steps(viewer: Viewer, day: date) -> list[Select[Any]]:
    """The steps of promotion batches that are the viewer's."""
    parts: list[Select[Any]] = []
    if viewer.can(Perm.ITEM_REVIEW):
        waiting = _has_items(viewer, Perm.ITEM_REVIEW, ItemState.WAITING)
        parts.append(_batches("review", "街道初审", PromotionBatch.state.in_([STREET, DISTRICT]), waiting))
    if viewer.can(Perm.ITEM_CHECK):
        passed = _has_items(viewer, Perm.ITEM_CHECK, ItemState.PASSED)
        parts.append(_batches("check", "区级复核", PromotionBatch.state == DISTRICT, passed))
    if viewer.can(Perm.BATCH_APPROVE):
        over = exists().where(
            Publicity.kind == BATCH_LIST, Publicity.record_id == PromotionBatch.id,
            Publicity.state == PostingState.POSTED, Publicity.until < day,
        )  # fmt: skip
        other = or_(PromotionBatch.computed_by_id.is_(None), PromotionBatch.computed_by_id != viewer.person_id)
        parts.append(_batches("approve", "公示期满，待批准", PromotionBatch.state == PUBLISHED, over, other))
    if viewer.can(Perm.OBJECTION_DECIDE):
        waiting = exists().where(
            Publicity.kind == BATCH_LIST, Publicity.record_id == PromotionBatch.id,
            Objection.publicity_id == Publicity.id, Objection.state.in_(OPEN_OBJECTIONS),
        )  # fmt: skip
        parts.append(_batches("objection", "有异议待办结", waiting))
    return parts


def _batches(key: str, note: str, *conditions: Any) -> Select[Any]:
    rows: Any = select(
        literal_column(f"'workforce.{key}'", String).label("step"),
        PromotionBatch.id.label("record_id"),
        PromotionBatch.title.label("title"),
        literal(note, String).label("note"),
        NO_DEADLINE,
    ).where(*conditions)
    found: Select[Any] = rows
    return found


def _requests(viewer: Viewer) -> Select[Any]:
    rows: Any = (
        select(
            literal_column("'workforce.review_request'", String).label("step"),
            ReviewRequest.id.label("record_id"),
            Person.name.label("title"),
            literal("复核申请待答复", String).label("note"),
            NO_DEADLINE,
        )
        .select_from(ReviewRequest)
        .join(Worker, Worker.id == ReviewRequest.worker_id)
        .join(Person, Person.id == Worker.person_id)
        .where(ReviewRequest.answered_at.is_(None), viewer.within(Perm.REVIEW_ANSWER, Worker.community))
    )
    found: Select[Any] = rows
    return found


def _refusals(viewer: Viewer) -> list[Select[Any]]:
    """Workers whose ledger, or whose pay, is still to be put right after a paper was refused (WF-43)."""
    found: list[Select[Any]] = []
    for step, permission, note, waits in (
        ("correct", Perm.GRADE_DECIDE, "有材料不予认定，等级待更正", is_uncorrected()),
        ("recover", Perm.PAY_LOCK, "有材料不予认定，多发的待决定", is_undecided()),
    ):
        if viewer.can(permission):
            own = exists().where(Refusal.worker_id == Worker.id, waits).correlate(Worker)
            rows: Any = (
                select(
                    literal_column(f"'workforce.{step}'", String).label("step"), Worker.id.label("record_id"),
                    Person.name.label("title"), literal(note, String).label("note"), NO_DEADLINE,
                )
                .select_from(Worker)
                .join(Person, Person.id == Worker.person_id)
                .where(own, viewer.within(permission, Worker.community), Worker.person_id != viewer.person_id)
            )  # fmt: skip
            found.append(rows)
    return found


def _months(viewer: Viewer) -> Select[Any]:
    """The open pay month, where somebody else computed it and its amounts are no samples (WF-90)."""
    rows: Any = select(
        literal_column("'workforce.pay'", String).label("step"),
        PayRun.id.label("record_id"),
        literal("当月薪酬", String).label("title"),
        literal("已计算，待核对锁定", String).label("note"),
        NO_DEADLINE,
    ).where(PayRun.locked_at.is_(None), ~PayRun.is_placeholder, PayRun.computed_by_id != viewer.person_id)
    found: Select[Any] = rows
    return found


def _has_items(viewer: Viewer, permission: Perm, state: ItemState) -> Any:
    return exists().where(
        PromotionItem.batch_id == PromotionBatch.id,
        PromotionItem.state == state,
        viewer.within(permission, PromotionItem.community),
    )


def _gaps(viewer: Viewer, day: date) -> Select[Any]:
    return _named(
        "gap", "档案有缺项，看数据体检", has_gap(day), viewer.within(Perm.WORKER_EDIT, Worker.community)
    )


def _due(viewer: Viewer, day: date) -> list[Select[Any]]:
    """What falls due of the viewer's workers, and of herself: contracts, certificates, trials, checks (WF-201)."""
    parts: list[Select[Any]] = []
    if not any(map(viewer.can, (Perm.WORKER_EDIT, Perm.WORKER_VERIFY, Perm.RECRUIT_RUN, Perm.OWN_READ))):
        return parts
    recruiting, retirement = _rules(day)
    own, checks = Worker.person_id == viewer.person_id, ending_checks(day, recruiting.remind_days).c
    ending = (Contract.signed_until, "劳动合同到期", Contract.worker_id, is_contract_due(day))
    expiring = (certificate_end(day), "证书登记到期", Certificate.worker_id, is_expiring(day))
    trial = (Contract.probation_until, "试用期到", Contract.worker_id, is_trial_ending(day))
    checked = (checks.until, "背景联审有效到", checks.worker_id, is_employed())
    if viewer.can(Perm.WORKER_EDIT):
        scope = viewer.within(Perm.WORKER_EDIT, Worker.community)
        parts += [_fact("contract", *ending, scope), _fact("certificate", *expiring, scope)]
    if viewer.can(Perm.WORKER_VERIFY):
        others = Worker.person_id != viewer.person_id
        parts.append(_fact("trial", *trial, viewer.within(Perm.WORKER_VERIFY, Worker.community), others))
    if viewer.can(Perm.RECRUIT_RUN):
        parts.append(_fact("background", *checked, viewer.within(Perm.RECRUIT_RUN, Worker.community)))
    if viewer.can(Perm.OWN_READ):
        facts = {"contract": ending, "certificate": expiring, "trial": trial, "background": checked}
        parts += [_fact(f"own_{key}", *fact, own) for key, fact in facts.items()]
    return parts + _retirements(viewer, retires_soon(retirement, day), own)


def _rules(day: date) -> tuple[RecruitRules, Payload]:
    """Those of recruitment and of retirement, in one statement: the workbench is opened most of all pages."""
    found = documents_on([RECRUITMENT, RETIREMENT], day)
    return RecruitRules.parse(json.loads(found[RECRUITMENT])), json.loads(found[RETIREMENT])


def _retirements(viewer: Viewer, soon: ColumnElement[bool], own: ColumnElement[bool]) -> list[Select[Any]]:
    """Who reaches the lawful day within twelve months: told to who keeps the file and to herself (WF-201)."""
    wanted = {
        "retirement": (Perm.WORKER_EDIT, viewer.within(Perm.WORKER_EDIT, Worker.community)),
        "own_retirement": (Perm.OWN_READ, own),
    }
    return [
        _named(key, "12 个月内到法定退休年龄", soon, scope)
        for key, (permission, scope) in wanted.items()
        if viewer.can(permission)
    ]


def _named(key: str, note: str, *conditions: Any) -> Select[Any]:
    """A row per worker who meets the conditions."""
    rows: Any = (
        select(
            literal_column(f"'workforce.{key}'", String).label("step"),
            Worker.id.label("record_id"),
            Person.name.label("title"),
            literal(note, String).label("note"),
            NO_DEADLINE,
        )
        .select_from(Worker)
        .join(Person, Person.id == Worker.person_id)
        .where(*conditions)
    )
    found: Select[Any] = rows
    return found


def _fact(key: str, day: Any, words: str, worker_id: Any, *conditions: Any) -> Select[Any]:
    """A row per fact that falls due, with its last day in the note; `worker_id`: the column that says whose it is."""
    rows: Any = (
        select(
            literal_column(f"'workforce.{key}'", String).label("step"),
            Worker.id.label("record_id"),
            Person.name.label("title"),
            (literal(f"{words}：", String) + cast(day, String)).label("note"),
            NO_DEADLINE,
        )
        .select_from(Worker)
        .join(Person, Person.id == Worker.person_id)
        .where(Worker.id == worker_id, *conditions)
    )
    found: Select[Any] = rows
    return found
