"""初审意见表, 审批表, 薪酬变动审批表 and 批复稿 of a batch, on A4 and as Word (WF-45, WF-200)."""

from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock
from shuangluan.kernel.papers import Paper
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.tables import BadParameter
from shuangluan.kernel.web import actor, download, page, viewer
from shuangluan.workforce.models import PromotionBatch
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.batch_papers import batch_paper
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.batch_papers import NOBODY, PAPER_LABEL, BatchPaper, PaperKind
from shuangluan.workforce.views.batches import find
from shuangluan.workforce.views.blueprint import bp

SIGNED_HERE = "\n（签字、盖章）　　　　年　　月　　日"
ISSUED_HERE = "（发文机关）　　　　年　　月　　日"


def _kind() -> PaperKind:
    try:
        return PaperKind(request.args.get("kind", ""))
    except ValueError:
        raise BadParameter("没有这种表，请从批次页上的“表格”里选") from None


@bp.get("/batches/<int:batch_id>/paper")
@requires(Perm.BATCH_READ)
def batch_paper_print(batch_id: int) -> ResponseReturnValue:
    """The paper on A4, without identity data."""
    batch, now = find(batch_id), clock.local(clock.now())
    paper = batch_paper(_kind(), batch, viewer(), now.date())
    return page(
        "workforce/batch_paper_print.html", batch=batch, paper=paper, nobody=NOBODY,
        printed_at=f"{now:%Y-%m-%d %H:%M}",
    )  # fmt: skip


@bp.post("/batches/<int:batch_id>/paper")
@requires(Perm.BATCH_EXPORT)
def batch_paper_word(batch_id: int) -> ResponseReturnValue:
    """The same paper as a Word document, recorded."""
    batch, now = find(batch_id), clock.now()
    paper = batch_paper(_kind(), batch, viewer(), clock.local_day(now))
    body = _word(paper, viewer().name, now)
    _note(batch, paper, now)
    return download(body, f"{PAPER_LABEL[paper.kind]}-{clock.local(now):%Y%m%d-%H%M}.docx")


def _note(batch: PromotionBatch, paper: BatchPaper, now: datetime) -> None:
    detail = {"paper": PAPER_LABEL[paper.kind], "rows": len(paper.rows)}
    with audit.transaction():
        audit.noted(sentences.BATCH_EXPORTED, batch, by=actor(), at=now, detail=detail)


def _word(paper: BatchPaper, author: str, at: datetime) -> bytes:
    made = Paper(paper.title, by=author, at=at, mark=paper.mark, landscape=paper.is_wide)
    made.subtitle("　".join(paper.notes))
    for text in paper.letter:
        made.line(text)
    if paper.letter:
        made.line(ISSUED_HERE)
        made.heading("附：晋级名单")
    if paper.rows:
        made.table(paper.heads, paper.rows, paper.widths)
    else:
        made.line(NOBODY)
    if paper.signers:
        made.table((), [(one, SIGNED_HERE) for one in paper.signers], (0.2, 0.8))
    made.line(f"{author} {clock.local(at):%Y-%m-%d} 制表")
    return made.content()
