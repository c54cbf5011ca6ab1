"""诉求台账: the list with its views and filters, and the same list as a workbook."""

from io import BytesIO

from flask import request, send_file
from flask.typing import ResponseReturnValue

from shuangluan.grid import rules
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import rows
from shuangluan.grid.tables import APPEALS
from shuangluan.grid.views.blueprint import bp
from shuangluan.grid.views.listing import Listing
from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, own_path, page, wants_fragment

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/appeals")
@requires(Perm.APPEAL_READ)
def appeal_list() -> ResponseReturnValue:
    """The register as the address asks for it; a figure opens it with the very rows that it counts (D6)."""
    listing = Listing(request.args)
    answer = page("grid/appeal_list.html", block=["rows", "beside"], **listing.shown())
    here = request.path + listing.asked.url()
    if wants_fragment() and own_path(request.headers.get("HX-Current-URL")) != here:
        answer.headers["HX-Push-Url"] = here  # without the filters that are empty
    return answer


@bp.post("/appeals/export")
@requires(Perm.APPEAL_EXPORT)
def appeal_export() -> ResponseReturnValue:
    """The same list as a workbook: its filters, its order, its columns, its masks; recorded (E10, E11)."""
    listing = Listing(request.args)
    ids = rows.all_ids(listing.asked, listing.seen, sheets.MOST_ROWS, listing.figure_ids)
    if len(ids) > sheets.MOST_ROWS:
        raise RuleBroken(f"超过 {sheets.MOST_ROWS:,} 条，一次导不出来；先按登记日期或社区缩小范围，再分几次导出")
    body = sheets.written(listing.sheet(ids), by=listing.viewer.name, at=listing.now)
    with audit.transaction():
        audit.noted(rules.EXPORTED, None, by=actor(), at=listing.now, detail=listing.record(len(ids)))
    name = f"{APPEALS.name}台账-{clock.local(listing.now):%Y%m%d-%H%M}.xlsx"
    answer = send_file(BytesIO(body), mimetype=WORKBOOK, as_attachment=True, download_name=name, max_age=0)
    answer.headers["Cache-Control"] = "no-store"
    return answer
