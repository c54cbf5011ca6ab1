"""薪酬: the months, one month as a list, its computation and lock, the workbook (WF-90, WF-221)."""

import secrets
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.listing import Listing, RowDeed, exported, listed, pushed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.sheets import Sheet
from shuangluan.kernel.tables import Asked, page_of
from shuangluan.kernel.web import actor, done, download, page, saving, viewer
from shuangluan.workforce import services
from shuangluan.workforce.forms.batches import StepForm
from shuangluan.workforce.forms.pay import OpenRunForm
from shuangluan.workforce.models import PayRun
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import pay, pay_month_register
from shuangluan.workforce.queries.payroll import last_locked
from shuangluan.workforce.queries.schemes import grade_scheme
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.payroll import why_not_lock
from shuangluan.workforce.rules.spans import following_month
from shuangluan.workforce.tables.pay import MONTHS, OWED, PAY, Line, MonthLine, OwedLine
from shuangluan.workforce.views.blueprint import SLICE, bp
from shuangluan.workforce.views.registers import year_options

SAMPLE = "金额为示例金额或示例费率，不得用于发放"


def who() -> dict[str, Any]:
    """By whom and when, as the services take it."""
    return {"by": actor(), "at": clock.now()}


@bp.get("/pay")
@requires(Perm.PAY_READ)
def pay_list() -> ResponseReturnValue:
    """All months, the newest first, and how many are owed of closed ones."""
    last = last_locked()
    return _months(OpenRunForm(month=following_month(last) if last else clock.today().replace(day=1)))


@bp.post("/pay")
@requires(Perm.PAY_RUN)
def pay_open() -> ResponseReturnValue:
    """The next month, computed at once."""
    form = OpenRunForm()
    if form.validate_on_submit():
        try:
            with saving(form) as saved:
                run = services.open_run(month=form.month.data, today=clock.today(), **who())
                saved.to = url_for(".pay_run", run_id=run.id)
            return done(f"已计算 {run.month:%Y-%m}", to=saved.to or "")
        except RuleBroken as broken:
            form.refuse(broken)
    return _months(form, status=422)


def _months_listing() -> Listing:
    return Listing(
        SLICE, MONTHS, pay_month_register.MONTHS, MonthLine, "pay_months",
        "一个月算一次，核对以后锁定；锁定的月份不再变，差额到下一个月补发或扣回", empty="还没有薪酬月",
        nothing="选一个月，系统按等级记录、证书和缴费标准逐人计算。", export=Perm.PAY_EXPORT,
        template="workforce/pay_list.html", options={"year": year_options(clock.today().year)},
    )  # fmt: skip


def _months(form: OpenRunForm, *, status: int = 200) -> ResponseReturnValue:
    return listed(_months_listing(), status=status, form=form, owed=len(pay.pending(viewer())))


@bp.post("/pay/export")
@requires(Perm.PAY_EXPORT)
def pay_months_export() -> ResponseReturnValue:
    """The months as a workbook."""
    return exported(_months_listing())


def _deeds(line: OwedLine) -> list[RowDeed]:
    return [RowDeed("决定", url_for(".arrear_ask", worker_id=line.row.id))] if viewer().can(Perm.PAY_LOCK) else []


def _owed() -> Listing:
    return Listing(
        SLICE, OWED, pay_month_register.owed(viewer()), OwedLine, "owed",
        "已锁定月份的差额：等级变动有批准文号的补发自动列入当月，其他差额和扣回由区级审批凭文号决定",
        empty="没有等决定的差额", nothing="锁定的月份与现在算的一致。", export=Perm.PAY_EXPORT,
        template="workforce/owed_list.html", deeds=_deeds,
    )  # fmt: skip


@bp.get("/pay/owed")
@requires(Perm.PAY_READ)
def owed_list() -> ResponseReturnValue:
    """What closed months owe that nobody has decided."""
    return listed(_owed())


@bp.post("/pay/owed/export")
@requires(Perm.PAY_EXPORT)
def owed_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return exported(_owed())


def find(run_id: int) -> PayRun:
    """The month, or the page that says there is none."""
    return pay.run(run_id, viewer=viewer()) or abort(404)


def _asked(run: PayRun, args: "MultiDict[str, str]") -> Asked:
    posts = grade_scheme(run.scheme_id).payload["posts"]
    return PAY.asked(args, {"post": [(name, name) for name in posts]})


@bp.get("/pay/<int:run_id>")
@requires(Perm.PAY_READ)
def pay_run(run_id: int) -> ResponseReturnValue:
    """The month as a list with its sums."""
    run = find(run_id)
    asked, seen = _asked(run, request.args), viewer()
    counts = pay.tally(run, asked, seen)
    rows = [Line(one) for one in pay.page_rows(run, asked, seen)]
    answer = page(
        "workforce/pay_run.html", block=["rows", "beside"], run=run, asked=asked,
        page=page_of(rows, counts[asked.view], asked), counts={key: str(count) for key, count in counts.items()},
        sums=pay.sums_of(run, asked, seen), refusal=_refusal(run, counts["problem"]),
        basis=pay.basis_words(run),
        token=secrets.token_urlsafe(12),
    )  # fmt: skip
    return pushed(answer, asked)


def _refusal(run: PayRun, problems: int) -> str:
    return why_not_lock(
        viewer().person_id, run.computed_by_id, is_placeholder=run.is_placeholder, problems=problems
    )


@bp.post("/pay/<int:run_id>/computation")
@requires(Perm.PAY_RUN)
def pay_computation(run_id: int) -> ResponseReturnValue:
    """Anew, by what the facts, the table and the rates are now."""
    run, form = find(run_id), StepForm()

    def compute() -> str:
        return f"已重新计算 {services.compute_run(run, **who())} 人"

    return _step(run, form, "重新计算", compute)


@bp.get("/pay/<int:run_id>/lock")
@requires(Perm.PAY_LOCK)
def pay_lock_ask(run_id: int) -> ResponseReturnValue:
    """Ask before the month is closed for good."""
    run, form = find(run_id), StepForm()
    form.versioned(run)
    return page("workforce/pay_step.html", block="dialog", run=run, form=form, title="锁定")


@bp.post("/pay/<int:run_id>/lock")
@requires(Perm.PAY_LOCK)
def pay_lock(run_id: int) -> ResponseReturnValue:
    """锁定."""
    run, form = find(run_id), StepForm()

    def lock() -> str:
        return f"{run.month:%Y-%m} 已锁定，共 {services.lock_run(run, **who())} 人"

    return _step(run, form, "锁定", lock)


def _step(run: PayRun, form: BaseForm, title: str, deed: Any) -> ResponseReturnValue:
    back = url_for(".pay_run", run_id=run.id)
    if form.validate_on_submit():
        try:
            with saving(form, run):
                said = deed()
            return done(said, to=back)
        except RuleBroken as broken:
            form.refuse(broken)
    form.versioned(run)
    return page("workforce/pay_step.html", block="dialog", status=422, run=run, form=form, title=title)


@bp.post("/pay/<int:run_id>/export")
@requires(Perm.PAY_EXPORT)
def pay_export(run_id: int) -> ResponseReturnValue:
    """薪酬表 as a workbook; a sample says so, and the export is recorded."""
    run, now = find(run_id), clock.now()
    asked, seen = _asked(run, request.args), viewer()
    rows = pay.all_rows(run, asked, seen)
    state = "已锁定" if run.locked_at else "未锁定，仅供核对"
    notes = [f"{run.month:%Y 年 %m 月}，{state}，共 {len(rows)} 人，截至 {clock.local(now):%Y-%m-%d %H:%M}"]
    notes += [SAMPLE] if run.is_placeholder else [pay.basis_words(run)]
    notes += [f"条件：{'；'.join(asked.said)}"] if asked.said else []
    sheet = Sheet("社区工作者薪酬表", notes, asked.columns, [Line(one) for one in rows])
    body = sheets.written(sheet, by=seen.name, at=now)
    with audit.transaction():
        detail = {"rows": len(rows), "conditions": asked.said}
        audit.noted(sentences.PAY_EXPORTED, run, by=actor(), at=now, detail=detail)
    return download(body, f"薪酬表-{run.month:%Y%m}.xlsx")
