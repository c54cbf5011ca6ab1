"""One worker's month: every figure explained; deductions, the base of the contributions, decisions on closed months."""

import secrets
from datetime import date
from decimal import Decimal

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import done, page, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms.pay import ArrearForm, BasisForm, RetainedForm, TypingForm
from shuangluan.workforce.models import PayLine, PayRun, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import pay
from shuangluan.workforce.rules.amounts import yuan_of
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.pay import find, who


def _line(line_id: int) -> tuple[PayLine, PayRun]:
    line = pay.line(line_id, viewer=viewer()) or abort(404)
    return line, find(line.run_id)


@bp.get("/pay-lines/<int:line_id>")
@requires(Perm.PAY_READ)
def pay_line(line_id: int) -> ResponseReturnValue:
    """The slip with its lines, the contributions, the months before, what waits for a decision."""
    line, run = _line(line_id)
    return page(
        "workforce/pay_line.html", line=line, run=run, worker=line.worker, yuan=yuan_of,
        community=areas().name(line.community), history=pay.history(line.worker),
        pending=pay.pending(viewer(), [line.worker_id]), decisions=pay.decisions(line.worker),
        retained=pay.retained_pay(line.worker), token=secrets.token_urlsafe(12),
    )  # fmt: skip


def _asked(worker: Worker, form: BaseForm, title: str, back: str, *, status: int = 200) -> ResponseReturnValue:
    return page("workforce/pay_form.html", block="dialog", status=status, worker=worker, form=form, title=title,
                back=back)  # fmt: skip


def _text(value: Decimal) -> str:
    return f"{value:f}"


@bp.get("/pay-lines/<int:line_id>/typing")
@requires(Perm.PAY_RUN)
def pay_typing_ask(line_id: int) -> ResponseReturnValue:
    """Deduction and tax as they stand."""
    line, _ = _line(line_id)
    form = TypingForm(
        deduction=Decimal(line.deduction_fen) / 100, reason=line.deduction_reason, tax=Decimal(line.tax_fen) / 100
    )
    form.versioned(line)
    return _asked(line.worker, form, "扣款和个税", url_for(".pay_line", line_id=line_id))


@bp.post("/pay-lines/<int:line_id>/typing")
@requires(Perm.PAY_RUN)
def pay_typing(line_id: int) -> ResponseReturnValue:
    """Type them in; the line is reckoned anew."""
    line, run = _line(line_id)
    form, back = TypingForm(), url_for(".pay_line", line_id=line_id)
    if form.validate_on_submit():
        try:
            with saving(form, line):
                services.type_line(
                    line, run, deduction=_text(form.deduction.data), reason=form.reason.data or "",
                    tax=_text(form.tax.data), **who(),
                )  # fmt: skip
            return done("扣款和个税已登记", to=back)
        except RuleBroken as broken:
            form.refuse(broken)
    form.versioned(line)
    return _asked(line.worker, form, "扣款和个税", back, status=422)


def _worker(worker_id: int, permission: Perm) -> Worker:
    return queries.worker(worker_id, viewer=viewer(), permission=permission) or abort(404)


def _back(worker: Worker) -> str:
    """The worker's newest line, else the months."""
    line = pay.newest_line(worker, viewer=viewer())
    return url_for(".pay_list") if line is None else url_for(".pay_line", line_id=line.id)


@bp.get("/workers/<int:worker_id>/pay-basis")
@requires(Perm.PAY_RUN)
def pay_basis_ask(worker_id: int) -> ResponseReturnValue:
    """Ask for last year's monthly average."""
    worker = _worker(worker_id, Perm.PAY_RUN)
    return _asked(worker, BasisForm(), f"{_year()} 年缴费的上年月平均工资", _back(worker))


@bp.post("/workers/<int:worker_id>/pay-basis")
@requires(Perm.PAY_RUN)
def pay_basis(worker_id: int) -> ResponseReturnValue:
    """Keep it for the year of the newest month."""
    worker, form = _worker(worker_id, Perm.PAY_RUN), BasisForm()
    if form.validate_on_submit():
        try:
            with saving(form):
                services.set_basis(worker, year=_year(), average=_text(form.average.data), **who())
            return done("已登记，重新计算后生效", to=_back(worker))
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(worker, form, f"{_year()} 年缴费的上年月平均工资", _back(worker), status=422)


def _year() -> int:
    newest = pay.newest(viewer())
    return (newest.month if newest else clock.today()).year


@bp.get("/workers/<int:worker_id>/retained-pay")
@requires(Perm.PAY_RUN)
def retained_pay_ask(worker_id: int) -> ResponseReturnValue:
    """Ask for the pay before the conversion."""
    worker = _worker(worker_id, Perm.PAY_RUN)
    known = pay.retained_pay(worker)
    form = RetainedForm() if known is None else RetainedForm(
        old_pay=Decimal(known.old_fen) / 100, counted_from=known.counted_from, doc_no=known.doc_no
    )  # fmt: skip
    return _asked(worker, form, "套改前的月薪", _back(worker))


@bp.post("/workers/<int:worker_id>/retained-pay")
@requires(Perm.PAY_RUN)
def retained_pay(worker_id: int) -> ResponseReturnValue:
    """Keep it; 保留差额 is reckoned from it."""
    worker, form = _worker(worker_id, Perm.PAY_RUN), RetainedForm()
    if form.validate_on_submit():
        try:
            with saving(form):
                services.keep_retained(
                    worker, counted_from=form.counted_from.data, old_pay=_text(form.old_pay.data),
                    doc_no=form.doc_no.data, **who(),
                )  # fmt: skip
            return done("已登记，重新计算后生效", to=_back(worker))
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(worker, form, "套改前的月薪", _back(worker), status=422)


def _arrear_form(worker: Worker) -> ArrearForm:
    form = ArrearForm()
    owed = [one for held in pay.pending(viewer(), [worker.id]) for one in held.owed]
    form.offer((one.month, f"{one.difference:+.2f}") for one in owed)
    return form


@bp.get("/workers/<int:worker_id>/arrears")
@requires(Perm.PAY_LOCK)
def arrear_ask(worker_id: int) -> ResponseReturnValue:
    """The months that wait for a decision."""
    worker = _worker(worker_id, Perm.PAY_LOCK)
    return _asked(worker, _arrear_form(worker), "决定补发扣回", _back(worker))


@bp.post("/workers/<int:worker_id>/arrears")
@requires(Perm.PAY_LOCK)
def arrear(worker_id: int) -> ResponseReturnValue:
    """The decision, with its document; the next computation carries it out."""
    worker = _worker(worker_id, Perm.PAY_LOCK)
    form = _arrear_form(worker)
    if form.validate_on_submit():
        months = [date.fromisoformat(one) for one in form.months.data]
        try:
            with saving(form):
                services.decide_arrears(worker, months, pays=form.pays.data == "yes", basis=form.basis.data, **who())
            return done("已决定，重新计算当月后列入", to=_back(worker))
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(worker, form, "决定补发扣回", _back(worker), status=422)


@bp.get("/me/pay")
@requires(Perm.OWN_READ)
def own_pay() -> ResponseReturnValue:
    """A worker's own locked months, each figure explained."""
    worker = queries.own_worker(viewer())
    if worker is None:
        return page("workforce/own_none.html")
    return page("workforce/own_pay.html", worker=worker, history=pay.history(worker), yuan=yuan_of)
