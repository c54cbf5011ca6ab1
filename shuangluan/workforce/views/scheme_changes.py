"""谁变了 of a version that is not in force yet, as a workbook (WF-46, WF-200)."""

from flask import abort
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.sheets import Sheet
from shuangluan.kernel.tables import Column
from shuangluan.kernel.web import actor, download, viewer
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import versions
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.views.blueprint import bp

COLUMNS = (
    Column("name", "姓名", value=lambda x: x.name, width=12),
    Column("before", "现行", value=lambda x: f"{x.change.before.post} {x.change.before.grade} 级", width=16),
    Column(
        "after", "新方案", width=16,
        value=lambda x: f"{x.change.after.post} {x.change.after.grade} 级" if x.change.after else "算不出来",
    ),
    Column("difference", "每月差额", kind="num", width=12,
           value=lambda x: f"{x.change.difference:.2f}" if x.change.after else ""),
    Column("reason", "变动", value=lambda x: x.change.reason, width=60),
)  # fmt: skip


@bp.post("/schemes/<int:version_id>/changes")
@requires(Perm.SCENARIO_EXPORT)
def scheme_changes(version_id: int) -> ResponseReturnValue:
    """Everybody whose grade or pay would change on the effective day; recorded."""
    now = clock.now()
    found = versions.version(version_id, viewer=viewer(), day=clock.local_day(now)) or abort(404)
    changes, why_not = versions.who_changes(found.row)
    if why_not:
        raise RuleBroken(why_not)
    notes = [f"{found.name}，{found.row.effective_from} 起，{len(changes)} 人；还没有生效，不作为定级和发放的依据"]
    body = sheets.written(Sheet("谁变了", notes, COLUMNS, changes), by=viewer().name, at=now)
    with audit.transaction():
        audit.noted(sentences.CHANGES_EXPORTED, found.row, by=actor(), at=now, detail={"rows": len(changes)})
    return download(body, f"谁变了-{found.row.effective_from}.xlsx")
