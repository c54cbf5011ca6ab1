"""谁变了 of a version that is not in force yet, as a list and as a workbook (WF-46, WF-200)."""

from flask import abort
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, download, viewer
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import version_register, versions
from shuangluan.workforce.queries.versions import Version
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.tables.schemes import CHANGES, ChangeLine, NamedLine
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.registers import Kind, Listing, register_page


def _find(version_id: int) -> Version:
    return versions.version(version_id, viewer=viewer(), day=clock.today()) or abort(404)


def _kind(found: Version) -> Kind:
    """Whom it would change. Raises RuleBroken with the reason where that cannot be said."""
    changes, why_not = versions.who_changes(found.row)
    if why_not:
        raise RuleBroken(why_not)
    return Kind(
        CHANGES, version_register.changes(changes), "change",
        f"{found.row.effective_from} 起，{len(changes)} 人；还没有生效，不作为定级和发放的依据",
        line=ChangeLine if viewer().can(Perm.WORKER_READ) else NamedLine, export=Perm.SCENARIO_EXPORT,
        part={"version_id": found.row.id}, title=f"{found.name}：谁变了", template="workforce/change_list.html",
        nothing=("没有人会变", "没有人的等级和薪酬会变。"),
    )  # fmt: skip


@bp.get("/schemes/<int:version_id>/changes")
@requires(Perm.SCHEME_READ)
def change_list(version_id: int) -> ResponseReturnValue:
    """Everybody whose grade or pay would change on the effective day."""
    found = _find(version_id)
    return register_page(_kind(found), row=found.row)


@bp.post("/schemes/<int:version_id>/changes")
@requires(Perm.SCENARIO_EXPORT)
def change_export(version_id: int) -> ResponseReturnValue:
    """The same as a workbook; recorded at the version."""
    found, now = _find(version_id), clock.now()
    listing = Listing(_kind(found))
    lines, said = listing.everything(), listing.asked.said
    notes = [f"{found.name}，{listing.kind.about}", *([f"条件：{'；'.join(said)}"] if said else [])]
    body = sheets.written(sheets.Sheet("谁变了", notes, listing.asked.columns, lines), by=viewer().name, at=now)
    with audit.transaction():
        audit.noted(sentences.CHANGES_EXPORTED, found.row, by=actor(), at=now, detail={"rows": len(lines)})
    return download(body, f"谁变了-{found.row.effective_from}.xlsx")
