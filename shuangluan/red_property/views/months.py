"""月度表: each compound's months, gaps first; the street exempts a month (RP-20, RP-61)."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.shares import share_text
from shuangluan.kernel.web import actor, chosen_area, done, page, saving, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.meetings import ExemptionForm
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import compounds, months
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.rules.months import MONTH_LABEL, MonthStatus, counted
from shuangluan.red_property.views.blueprint import bp

TONE = {
    MonthStatus.HELD: "done", MonthStatus.MADE_UP: "done", MonthStatus.INQUORATE: "stop",
    MonthStatus.EXEMPT: "off", MonthStatus.NOT_DUE: "", MonthStatus.MISSED: "stop",
}  # fmt: skip


@bp.get("/months")
@requires(Perm.MEETING_READ)
def month_matrix() -> ResponseReturnValue:
    """Twelve months of the compounds that the viewer sees."""
    return _shown(ExemptionForm(formdata=None))


@bp.post("/months/exemption")
@requires(Perm.MONTH_EXEMPT)
def month_exemption() -> ResponseReturnValue:
    """免开 of a compound's month."""
    form = _form(ExemptionForm())
    if form.validate():
        found = compounds.compound(form.compound_id.data or 0, viewer=viewer(), permission=Perm.MONTH_EXEMPT)
        try:
            if found is None:
                raise RuleBroken("没有这个小区，请从列表里选", "compound_id")
            with saving(form) as saved:
                services.exempt_month(
                    found,
                    form.period.data or "",
                    reason=form.reason.data,
                    note=form.note.data or "",
                    by=actor(),
                    at=clock.now(),
                )
                saved.to = url_for(".month_matrix", area=chosen_area())
            return done("已登记免开", to=saved.to)
        except RuleBroken as broken:
            form.refuse(broken)
    return _shown(form, 422)


def _form(form: ExemptionForm) -> ExemptionForm:
    reasons = book_on(clock.today()).items.exempt_reasons
    form.reason.choices = options(reasons.items(), "请选择")
    return form


def _shown(form: ExemptionForm, status: int = 200) -> ResponseReturnValue:
    today = clock.today()
    rows = months.matrix(viewer(), today, area=chosen_area())
    limit = book_on(today).terms.missed_to_district
    in_a_row = [row for row in rows if row.missed_in_a_row >= limit]
    only = request.args.get("missed") == "1"
    last = len(months.periods_until(today, 12)) - 1
    this = [row.cells[last].month for row in rows]
    count = counted(month.status for month in this if month)
    return page(
        "red_property/month_matrix.html",
        status=status,
        rows=in_a_row if only else rows,
        only=only,
        in_a_row=len(in_a_row),
        limit=limit,
        rate=share_text(count.met, count.expected),
        periods=months.periods_until(today, 12),
        labels=MONTH_LABEL,
        tones=TONE,
        count=count,
        form=_form(form),
        back=request.path,
    )
