"""诉求台账: the list with its views and filters, and the same list as a workbook."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from shuangluan.grid import rules
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import rows
from shuangluan.grid.tables import APPEALS
from shuangluan.grid.views.blueprint import bp
from shuangluan.grid.views.listing import Listing
from shuangluan.kernel import audit, clock, jobs, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.listing import pushed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, download, page

EXPORT = "appeals-export"  # the kind of job
MOST_OF_A_SHEET = 1_000_000
MOST_QUERY = 300  # characters of an address that are kept as the way back
TOLD_EVERY = 1000  # rows: between two batches, so that no statement is open


@bp.get("/appeals")
@requires(Perm.APPEAL_READ)
def appeal_list() -> ResponseReturnValue:
    """The register as the address asks for it; a figure opens it with the very rows that it counts (D6)."""
    listing = Listing(request.args)
    return pushed(page("grid/appeal_list.html", block=["rows", "beside"], **listing.shown()), listing.asked)


@bp.post("/appeals/export")
@requires(Perm.APPEAL_EXPORT)
def appeal_export() -> ResponseReturnValue:
    """The same list as a workbook: its filters, its order, its columns, its masks; recorded (E10, E11)."""
    listing = Listing(request.args)
    ids = rows.all_ids(listing.asked, listing.seen, sheets.MOST_ROWS, listing.figure_ids)
    if len(ids) > sheets.MOST_ROWS:
        return _export_beside()
    body = sheets.written(listing.sheet(ids), by=listing.viewer.name, at=listing.now)
    with audit.transaction():
        audit.noted(rules.EXPORTED, None, by=actor(), at=listing.now, detail=listing.record(len(ids)))
    return download(body, _name(listing))


def _name(listing: Listing) -> str:
    return f"{APPEALS.name}台账-{clock.local(listing.now):%Y%m%d-%H%M}.xlsx"


def _export_beside() -> ResponseReturnValue:
    """A long list is written by the process beside the web workers (D24)."""
    query = request.query_string.decode("utf-8", "replace")
    back = url_for(".appeal_list") + (f"?{query}" if len(query) < MOST_QUERY else "")
    with audit.transaction():
        job = jobs.ask(
            EXPORT, title=f"导出{APPEALS.name}台账", payload={"query": query}, back=back, by=actor(), at=clock.now()
        )
        audit.noted(rules.EXPORT_ASKED, None, by=actor(), at=clock.now(), detail={"conditions": query})
    return done(f"超过 {sheets.MOST_ROWS:,} 条，正在后台导出", to=url_for("jobs.job_detail", job_id=job.id))


def export_beside(run: jobs.Run) -> None:
    """The job: the same workbook, however long (to what a sheet holds); recorded when it is made."""
    listing = Listing(MultiDict(parse_qsl(run.payload["query"], keep_blank_values=True)), run.viewer)
    ids = rows.all_ids(listing.asked, listing.seen, MOST_OF_A_SHEET, listing.figure_ids)
    if len(ids) > MOST_OF_A_SHEET:
        raise RuleBroken(f"超过 {MOST_OF_A_SHEET:,} 条，一张表装不下；先按登记日期或社区缩小范围")
    sheet = listing.sheet(ids)
    told = replace(sheet, rows=_telling(sheet.rows, len(ids), run))
    body = sheets.written(told, by=run.viewer.name, at=listing.now)
    with audit.transaction():
        audit.noted(rules.EXPORTED, None, by=run.by, at=listing.now, detail=listing.record(len(ids)))
    run.hand_over(_name(listing), body)


def _telling(lines: Iterable[Any], total: int, run: jobs.Run) -> Iterator[Any]:
    for count, line in enumerate(lines):
        if count % TOLD_EVERY == 0:
            run.progress(count, total, f"已写 {count:,} 条，共 {total:,} 条")
        yield line
