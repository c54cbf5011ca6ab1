"""人员名单 as a page and as a workbook: masked for readers, in clear with a reason for its keepers (E11)."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from shuangluan.administration import queries
from shuangluan.administration.forms import ReasonForm
from shuangluan.administration.permissions import Perm
from shuangluan.administration.registers import FIELDS
from shuangluan.administration.tables import FULL, PERSONS, Line
from shuangluan.administration.views.blueprint import bp
from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.tables import Asked, Column, page_of
from shuangluan.kernel.web import actor, download, page, viewer


@bp.get("/persons")
@requires(Perm.PERSON_READ)
def person_list() -> ResponseReturnValue:
    """All persons, found by name or by its initials."""
    asked = PERSONS.asked(request.args)
    rows, total = queries.persons_page(asked)
    shown = page_of([Line(row) for row in rows], total, asked)
    return page("administration/person_list.html", block=["rows", "beside"], asked=asked, page=shown)


@bp.post("/persons/export")
@requires(Perm.PERSON_EXPORT)
def person_export() -> ResponseReturnValue:
    """The same list as a workbook, masked; recorded."""
    asked = PERSONS.asked(request.args)
    ids = _ids(asked)
    body = _workbook(asked, ids, asked.columns)
    _record("kernel.person.exported", asked, len(ids), columns=[column.label for column in asked.columns])
    return _sent(body, "人员名单")


@bp.route("/persons/full-export", methods=["GET", "POST"])
@requires(Perm.PERSON_REVEAL)
def person_full_export() -> ResponseReturnValue:
    """Full numbers, for a reason that the trail keeps with how many there were and which (E11, PIPL 51)."""
    asked, form = PERSONS.asked(request.args), ReasonForm()
    ids = _ids(asked)
    if form.validate_on_submit():
        body = _workbook(asked, ids, FULL, in_clear=True)
        _record("kernel.person.exported_in_full", asked, len(ids), reason=form.reason.data)
        return _sent(body, "人员名单（完整号码）")
    status = 422 if request.method == "POST" else 200
    return page("administration/person_full_export.html", status=status, form=form, asked=asked, count=len(ids))


def _ids(asked: Asked) -> Sequence[int]:
    ids = queries.person_ids(asked, sheets.MOST_ROWS)
    if len(ids) > sheets.MOST_ROWS:
        raise RuleBroken(f"超过 {sheets.MOST_ROWS:,} 人，一次导不出来；先按姓名或有无账号缩小范围，再分几次导出")
    return ids


def _workbook(asked: Asked, ids: Sequence[int], columns: Sequence[Column], *, in_clear: bool = False) -> bytes:
    """With full numbers it is also what an import of persons takes back, with 填写说明."""
    notes = [f"共 {len(ids):,} 人，身份证号和手机号{'完整，请妥善保管，用完删除' if in_clear else '已遮盖'}"]
    notes += [f"条件：{'；'.join(asked.said)}"] if asked.said else []
    lines = (Line(row, in_clear) for row in queries.persons_in_batches(ids))
    sheet = sheets.Sheet("人员名单", notes, columns, lines, FIELDS if in_clear else ())
    return sheets.written(sheet, by=viewer().name, at=clock.now())


def _record(action: str, asked: Asked, count: int, **more: Any) -> None:
    detail = {"rows": count, "conditions": asked.said, **more}
    with audit.transaction():
        audit.noted(action, None, by=actor(), at=clock.now(), detail=detail)


def _sent(body: bytes, name: str) -> ResponseReturnValue:
    name = f"{name}-{clock.local(clock.now()):%Y%m%d-%H%M}.xlsx"
    return download(body, name)
