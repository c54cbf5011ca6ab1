"""谁变了 of a version that is not in force yet, as a list and as a workbook (WF-46, WF-200)."""

from flask import abort
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.listing import Listing, Reading, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, download, viewer
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import version_register, versions
from shuangluan.workforce.queries.versions import Version
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.tables.schemes import CHANGES, ChangeLine, NamedLine
from shuangluan.workforce.views.blueprint import SLICE, bp


def _find(version_id: int) -> Version:
    return versions.version(version_id, viewer=viewer(), day=clock.today()) or abort(404)


def _listing(found: Version) -> Listing:
    """Whom it would change. Raises RuleBroken with the reason where that cannot be said."""
    changes, why_not = versions.who_changes(found.row)
    if why_not:
        raise RuleBroken(why_not)
    return Listing(
        SLICE, CHANGES, version_register.changes(changes), ChangeLine if viewer().can(Perm.WORKER_READ) else NamedLine,
        "change", f"{found.row.effective_from} 起，{len(changes)} 人；还没有生效，不作为定级和发放的依据",
        empty="没有人会变", nothing="没有人的等级和薪酬会变。", export=Perm.SCENARIO_EXPORT,
        part={"version_id": found.row.id}, title=f"{found.name}：谁变了", template="workforce/change_list.html",
    )  # fmt: skip


@bp.get("/schemes/<int:version_id>/changes")
@requires(Perm.SCHEME_READ)
def change_list(version_id: int) -> ResponseReturnValue:
    """Everybody whose grade or pay would change on the effective day."""
    found = _find(version_id)
    return listed(_listing(found), row=found.row)


@bp.post("/schemes/<int:version_id>/changes")
@requires(Perm.SCENARIO_EXPORT)
def change_export(version_id: int) -> ResponseReturnValue:
    """The same as a workbook; recorded at the version."""
    found, now = _find(version_id), clock.now()
    reading = Reading(_listing(found))
    count, lines = reading.whole()
    notes = [f"{found.name}，{reading.one.about}", *reading.conditions]
    body = sheets.written(sheets.Sheet("谁变了", notes, reading.asked.columns, lines), by=viewer().name, at=now)
    with audit.transaction():
        audit.noted(sentences.CHANGES_EXPORTED, found.row, by=actor(), at=now, detail={"rows": count})
    return download(body, f"谁变了-{found.row.effective_from}.xlsx")
