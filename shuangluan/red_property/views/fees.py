"""物业费收缴情况: the register, one report with its formulas, what is reported and corrected (RP-33)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.timeline import history
from shuangluan.kernel.web import actor, page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.registers import FeeForm
from shuangluan.red_property.models import FeeReport
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import fee_register as stored
from shuangluan.red_property.rules.companies import Span
from shuangluan.red_property.rules.fees import FORMULAS, summed
from shuangluan.red_property.rules.money import yuan
from shuangluan.red_property.rules.spans import day_after, last_day
from shuangluan.red_property.tables.registers import FEES, FeeLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import form_page, removal_page, saved_form, told

LISTING = Listing(
    SLICE, FEES, stored.SOURCE, FeeLine, "fee_report", "收缴率由系统按公式算出，社区的是合计相除",
    "一份合同一期一份；期内换了企业的，两家各报各的一段。", write=Perm.FEE_WRITE, add="填报收缴情况",
)  # fmt: skip
hang(LISTING, "/fee-reports", Perm.REGISTER_READ)
HINTS = {
    "due": "批准减免之后，含建设单位应缴的部分",
    "received": "归属本期的，含以前预收、本期到期的",
    "recovered": "收回的以前各期欠费，不算进当期实收",
    "prepaid": "为以后各期预收的，不进任何比率",
}


def _report(report_id: int, *, to_write: bool = False) -> tuple[FeeReport, Any]:
    found = stored.report(report_id, viewer=viewer(), day=clock.today()) or abort(404)
    row = stored.standing(report_id, clock.today())
    if to_write and not stored.may_write(row, viewer()):
        abort(404)
    return found, row


@bp.get("/fee-reports/<int:report_id>")
@requires(Perm.REGISTER_READ)
def fee_report_detail(report_id: int) -> ResponseReturnValue:
    """One report: each rate with its formula, its own and the community's for the same period."""
    report, row = _report(report_id)
    line = FeeLine(row, clock.today())
    together = stored.of_community(row, viewer(), clock.today())
    return page(
        "red_property/fee_report_detail.html",
        report=report,
        line=line,
        place=areas().path(row.community),
        formulas=FORMULAS,
        lines=_lines(line.figures),
        community=summed(together).texts,
        reports=len(together),
        yuan=yuan,
        entries=[told(one) for one in history(("red_property_fee_report", [report_id]))],
        year=clock.today().year,
        may_write=stored.may_write(row, viewer()),
    )


def _lines(figures: Any) -> list[tuple[str, str, str]]:
    """(rate, what was divided by what, result) of a report."""
    texts = figures.texts
    households = f"{figures.households_paid:,} ÷ {figures.households_due:,} 户"
    return [
        ("amount", f"{yuan(figures.received_fen)} ÷ {yuan(figures.due_fen)} 元", texts["amount"]),
        ("households", households, texts["households"]),
        ("arrears", f"{yuan(figures.recovered_fen)} ÷ {yuan(figures.arrears_fen)} 元", texts["arrears"]),
    ]


@bp.route("/fee-reports/new", methods=["GET", "POST"])
@requires(Perm.FEE_WRITE)
def fee_report_new() -> ResponseReturnValue:
    """Report a period of a contract of one's own."""
    form = FeeForm()
    held = stored.contracts(viewer(), clock.today())
    form.contract_id.choices = options(
        ((str(one.id), f"{one.compound} · {one.company}（{one.valid_from} 至 {last_day(one.valid_to) or '今'}）")
         for one in held), "请选合同",
    )  # fmt: skip

    def deed(saved: Any) -> None:
        contract = stored.contract_by_id(int(form.contract_id.data))
        made = services.report_fees(contract, *_typed(form), note=form.note.data or "", by=actor(), at=clock.now())
        saved.to = url_for(".fee_report_detail", report_id=made.id)

    answer = saved_form(form, None, deed, "收缴情况填报好了", lambda saved: str(saved.to))
    return answer or form_page(form, "填报收缴情况", [("收缴情况", LISTING.address)], submit="填报", hints=HINTS)


def _typed(form: Any) -> tuple[Span, Any]:
    return Span(form.valid_from.data, day_after(form.valid_until.data)), form.figures


@bp.route("/fee-reports/<int:report_id>/edit", methods=["GET", "POST"])
@requires(Perm.FEE_WRITE)
def fee_report_edit(report_id: int) -> ResponseReturnValue:
    """Correct a report."""
    report, row = _report(report_id, to_write=True)
    form = FeeForm()
    del form.contract_id
    form.versioned(report)
    if request.method == "GET":
        form.fill(report)
    here = url_for(".fee_report_detail", report_id=report_id)

    def deed(saved: Any) -> None:
        services.correct_fees(report, *_typed(form), note=form.note.data or "", by=actor(), at=clock.now())

    answer = saved_form(form, report, deed, "收缴情况已修改", lambda saved: here)
    crumbs = [("收缴情况", LISTING.address), (row.compound, here)]
    return answer or form_page(form, f"修改{row.compound}的收缴情况", crumbs, submit="保存", hints=HINTS)


@bp.route("/fee-reports/<int:report_id>/removal", methods=["GET", "POST"])
@requires(Perm.FEE_WRITE)
def fee_report_removal(report_id: int) -> ResponseReturnValue:
    """Ask, then take away a report that came by mistake."""
    report, row = _report(report_id, to_write=True)
    crumbs = [("收缴情况", LISTING.address), (row.compound, url_for(".fee_report_detail", report_id=report_id))]
    return removal_page(report, f"{row.compound}的收缴情况", services.remove_fees, crumbs=crumbs)
