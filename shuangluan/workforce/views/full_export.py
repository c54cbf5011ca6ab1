"""The roster with numbers in clear: for the district only, with a reason and an entry of the trail (WF-115, WF-117)."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.verdicts import IN_HUNDREDTHS, words
from shuangluan.kernel.tables import Column
from shuangluan.kernel.web import actor, download, page
from shuangluan.workforce.forms.workers import FullExportForm
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import imports as stored
from shuangluan.workforce.queries import register
from shuangluan.workforce.registers.workers import fields
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.listing import Listing

KINDS = {Kind.DATE: "date", Kind.WHOLE: "num"}
TITLE = "社区工作者名册（含个人信息）"


@bp.route("/workers/full-export", methods=["GET", "POST"])
@requires(Perm.WORKER_EXPORT_FULL)
def worker_full_export() -> ResponseReturnValue:
    """Ask for the reason, then hand out the same list as the workbook that an import takes, nothing masked."""
    listing, form = Listing(request.args), FullExportForm()
    ids = register.all_ids(listing.asked, listing.seen, sheets.MOST_ROWS, listing.figure_ids)
    if form.validate_on_submit():
        if len(ids) <= sheets.MOST_ROWS:
            return _handed_out(listing, ids, str(form.reason.data))
        form.refuse(RuleBroken(f"超过 {sheets.MOST_ROWS:,} 人，一次导不出来；先按街道或社区缩小范围"))
    return page(
        "workforce/worker_full_export.html",
        status=422 if request.method == "POST" else 200,
        form=form,
        action=url_for(".worker_full_export") + listing.asked.url(),
        back=url_for(".worker_list") + listing.asked.url(),
        count=len(ids),
        said=listing.asked.said,
        scope_line=listing.scope,
    )


def _handed_out(listing: Listing, ids: list[int], reason: str) -> ResponseReturnValue:
    declared, viewer = fields(listing.viewer, listing.seen.day), listing.viewer
    workers = stored.workers_by_id(ids)
    columns = stored.columns_of(workers)
    notes = [
        f"{listing.scope}，{listing.about}，共 {len(ids):,} 人，按今天的档案",
        f"含个人信息，{clock.local(listing.now):%Y-%m-%d %H:%M} 由{viewer.name}导出，只用于：{reason}",
    ]
    rows = (columns[one.id] for one in workers)
    sheet = sheets.Sheet(TITLE, notes, [_column(one) for one in declared], rows, declared)
    body = sheets.written(sheet, by=viewer.name, at=listing.now)
    with audit.transaction():
        detail = listing.record(len(ids)) | {"columns": [one.label for one in declared], "reason": reason}
        audit.noted(sentences.EXPORTED_IN_FULL, None, by=actor(), at=listing.now, detail=detail)
    return download(body, f"{TITLE}-{clock.local(listing.now):%Y%m%d-%H%M}.xlsx")


def _column(field: Field) -> Column:
    """A field as the column of a workbook that comes back as it went."""
    labels = dict(reversed(field.options))

    def value(row: dict[str, Any]) -> Any:
        found = row.get(field.key)
        if field.kind in IN_HUNDREDTHS and found is not None:
            return words(found, field)
        return labels.get(str(found), found) if field.options else found

    return Column(field.key, field.label, kind=KINDS.get(field.kind, "text"), value=value, width=field.width)
