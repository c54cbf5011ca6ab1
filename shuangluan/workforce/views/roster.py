"""人员名册: the list with its views and filters, and the same list as a workbook (WF-200)."""

from flask import request
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.listing import pushed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, download, page
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import register
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.listing import Listing


@bp.get("/workers")
@requires(Perm.WORKER_READ)
def worker_list() -> ResponseReturnValue:
    """The roster as the address asks for it; a figure opens it with the very rows that it counts (D6)."""
    listing = Listing(request.args)
    return pushed(page("workforce/worker_list.html", block=["rows", "beside"], **listing.shown()), listing.asked)


@bp.post("/workers/export")
@requires(Perm.WORKER_EXPORT)
def worker_export() -> ResponseReturnValue:
    """花名册: the same list as a workbook, masked and recorded (WF-115)."""
    listing = Listing(request.args)
    ids = register.all_ids(listing.asked, listing.seen, sheets.MOST_ROWS, listing.figure_ids)
    if len(ids) > sheets.MOST_ROWS:
        raise RuleBroken(f"超过 {sheets.MOST_ROWS:,} 人，一次导不出来；先按街道或社区缩小范围")
    body = sheets.written(listing.sheet(ids), by=listing.viewer.name, at=listing.now)
    with audit.transaction():
        audit.noted(sentences.EXPORTED, None, by=actor(), at=listing.now, detail=listing.record(len(ids)))
    name = f"社区工作者花名册-{clock.local(listing.now):%Y%m%d-%H%M}.xlsx"
    return download(body, name)
