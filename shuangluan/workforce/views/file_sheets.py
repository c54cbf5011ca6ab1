"""登记表 of a worker on A4 and as Word, masked and recorded (WF-115, WF-200)."""

from datetime import datetime

from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock
from shuangluan.kernel.papers import Paper
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, download, page, viewer
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.dossier import Dossier
from shuangluan.workforce.queries.file_sheet import basics, parts
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.dossier import file_of

TITLE = "社区工作者登记表"
NOTHING = "没有登记"


@bp.get("/workers/<int:worker_id>/file-sheet")
@requires(Perm.WORKER_READ)
def worker_file_sheet(worker_id: int) -> ResponseReturnValue:
    """The sheet as of a day; identity number and telephone masked."""
    found, now = file_of(worker_id), clock.local(clock.now())
    return page(
        "workforce/file_sheet_print.html", worker=found.worker, day=found.day, title=TITLE, nothing=NOTHING,
        basics=basics(found), parts=parts(found), printed_at=f"{now:%Y-%m-%d %H:%M}",
    )  # fmt: skip


@bp.post("/workers/<int:worker_id>/file-sheet")
@requires(Perm.WORKER_EXPORT)
def worker_file_word(worker_id: int) -> ResponseReturnValue:
    """The same as Word; the export is recorded."""
    found, now = file_of(worker_id), clock.now()
    body = _word(found, viewer().name, now)
    with audit.transaction():
        audit.noted(sentences.EXPORTED, found.worker, by=actor(), at=now, detail={"paper": TITLE})
    return download(body, f"登记表-{found.worker.staff_no}.docx")


def _word(found: Dossier, author: str, at: datetime) -> bytes:
    made = Paper(TITLE, by=author, at=at)
    made.subtitle(f"截至 {found.day}")
    made.table((), basics(found), (0.14, 0.36, 0.14, 0.36))
    for part in parts(found):
        made.heading(part.title)
        if part.rows:
            made.table(part.heads, part.rows)
        else:
            made.line(NOTHING)
    made.line(f"{author} {clock.local(at):%Y-%m-%d} 制表")
    return made.content()
