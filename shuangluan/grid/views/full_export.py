"""A list with names and phones in clear: only with the right, a reason, and an entry of the trail (E11, PIPL 51)."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.grid import rules
from shuangluan.grid.forms.register import ReasonForm
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import rows
from shuangluan.grid.queries.imports import appeals_stored
from shuangluan.grid.registers.appeals import fields, stored_values
from shuangluan.grid.tables import APPEALS
from shuangluan.grid.views.blueprint import bp
from shuangluan.grid.views.listing import Listing
from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.tables import Column
from shuangluan.kernel.web import actor, download, page

KINDS = {Kind.MOMENT: "moment", Kind.DATE: "date", Kind.WHOLE: "num"}


@bp.route("/appeals/full-export", methods=["GET", "POST"])
@requires(Perm.APPEAL_EXPORT_FULL)
def appeal_full_export() -> ResponseReturnValue:
    """Ask for the reason, then hand out the same list as the workbook that an import takes, nothing masked."""
    listing, form = Listing(request.args), ReasonForm()
    ids = rows.all_ids(listing.asked, listing.seen, sheets.MOST_ROWS, listing.figure_ids)
    if form.validate_on_submit():
        if len(ids) <= sheets.MOST_ROWS:
            return _handed_out(listing, ids, form.reason.data or "")
        many = f"超过 {sheets.MOST_ROWS:,} 条，一次导不出来；先按登记日期或社区缩小范围"
        form.refuse(RuleBroken(many))
    return page(
        "grid/appeal_full_export.html",
        status=422 if request.method == "POST" else 200,
        form=form,
        action=url_for(".appeal_full_export") + listing.asked.url(),
        back=url_for(".appeal_list") + listing.asked.url(),
        count=len(ids),
        said=listing.named.said,
        scope_line=listing.scope,
    )


def _handed_out(listing: Listing, ids: list[int], reason: str) -> ResponseReturnValue:
    declared = fields(listing.viewer, listing.seen.day)
    notes = [
        f"{listing.scope}，{listing.about}，共 {len(ids):,} 条，截至 {clock.local(listing.now):%Y-%m-%d %H:%M}",
        f"含个人信息，只用于：{reason}",
    ]
    found = (stored_values(row) for row in appeals_stored(ids, listing.seen))
    title = f"{APPEALS.name}台账（含个人信息）"
    sheet = sheets.Sheet(title, notes, [_column(one) for one in declared], found, declared)
    body = sheets.written(sheet, by=listing.viewer.name, at=listing.now)
    with audit.transaction():
        detail = listing.record(len(ids)) | {"columns": [one.label for one in declared], "reason": reason}
        audit.noted(rules.EXPORTED_IN_FULL, None, by=actor(), at=listing.now, detail=detail)
    name = f"{title}-{clock.local(listing.now):%Y%m%d-%H%M}.xlsx"
    return download(body, name)


def _column(field: Field) -> Column:
    """A field as the column of a workbook that comes back as it went."""
    labels = dict(reversed(field.options))

    def value(row: dict[str, Any]) -> Any:
        found = row.get(field.key)
        return labels.get(str(found), found) if field.options else found

    return Column(field.key, field.label, kind=KINDS.get(field.kind, "text"), value=value, width=field.width)
