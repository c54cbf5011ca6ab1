"""月度表: each compound's months, gaps first; the street exempts a month (RP-20, RP-61)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.figures import Figure
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.shares import share_text
from shuangluan.kernel.web import actor, chosen_area, done, page, saving, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.meetings import ExemptionForm
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import compounds, months
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.queries.figures import MONTHS
from shuangluan.red_property.rules.dates import first_of, month_in, period_of
from shuangluan.red_property.rules.months import MONTH_LABEL, MonthStatus
from shuangluan.red_property.rules.months import counted as month_count
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.counted import asked_period, counted

TONE = {
    MonthStatus.HELD: "done", MonthStatus.MADE_UP: "done", MonthStatus.INQUORATE: "stop",
    MonthStatus.EXEMPT: "off", MonthStatus.NOT_DUE: "", MonthStatus.MISSED: "stop",
}  # fmt: skip


@bp.get("/months")
@requires(Perm.MEETING_READ)
def month_matrix() -> ResponseReturnValue:
    """Twelve months of the compounds that the viewer sees; `compound_id` is chosen already in the form of 免开."""
    form = ExemptionForm(formdata=None)
    form.compound_id.data = request.args.get("compound_id", type=int)
    form.period.data = period_of(clock.today())
    return _shown(form)


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


@dataclass(frozen=True)
class MonthTable:
    """What the address asks for: the compounds of a figure or all, and the twelve months."""

    figure: Figure | None
    rows: list[months.Row]
    periods: list[str]


def asked_table() -> MonthTable:
    """The table of the address; that of a figure ends with the month the figure speaks of (D6)."""
    today = clock.today()
    extra = {key: request.args.get(key, "") for key in ("figure", "part", "period")} | {"area": chosen_area() or ""}
    figure, ids = counted(extra, MONTHS) if extra["figure"] else (None, None)
    until = today
    if figure is not None:
        period = asked_period(extra)
        until = first_of(month_in(period.start, period.end, today))
    rows = months.matrix(viewer(), today, area=chosen_area(), until=until, only=ids)
    return MonthTable(figure, rows, months.periods_until(until, months.MONTHS))


def _form(form: ExemptionForm) -> ExemptionForm:
    reasons = book_on(clock.today()).items.exempt_reasons
    form.reason.choices = options(reasons.items(), "请选择")
    return form


def in_words(rows: Sequence[months.Row], today: date) -> dict[str, Any]:
    """What a page needs to draw the strips of months up to today's, and how this month stands."""
    count = month_count(month.status for row in rows if (month := row.cells[-1].month))
    return {
        "rows": rows,
        "count": count,
        "rate": share_text(count.met, count.expected),
        "periods": months.periods_until(today, months.MONTHS),
        "labels": MONTH_LABEL,
        "tones": TONE,
        "limit": book_on(today).terms.missed_to_district,
    }


def _shown(form: ExemptionForm, status: int = 200) -> ResponseReturnValue:
    today, table = clock.today(), asked_table()
    words = in_words(table.rows, today)
    in_a_row = [row for row in table.rows if row.missed_in_a_row >= words["limit"]]
    only = request.args.get("missed") == "1"
    return page(
        "red_property/month_matrix.html",
        status=status,
        **words | {"periods": table.periods, "rows": in_a_row if only else table.rows},
        only=only,
        in_a_row=len(in_a_row),
        figure=table.figure,
        carried={key: request.args.get(key) for key in ("figure", "part", "period", "area")},
        asked=form.compound_id.data,
        form=_form(form),
        back=request.path,
    )
