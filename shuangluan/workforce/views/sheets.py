"""审批表 of a batch as Word and on A4, and 等级说明书 handed out (WF-45, WF-200)."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, download, page, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms.batches import StepForm
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import batches
from shuangluan.workforce.queries.batches import Exported
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.promotion import CATEGORY_TAKES_EFFECT
from shuangluan.workforce.views.batches import find
from shuangluan.workforce.views.blueprint import bp

HEADS = ("街道、社区", "姓名", "岗位", "现等级", "拟等级", "每月变动（元）", "依据")
OPINIONS = ("街道初审意见", "区级复核意见", "审批意见")
SAMPLE = "每月变动按示例薪酬表测算，不作为发放依据"


def _rows(batch_id: int) -> list[Exported]:
    """Whom the approval is about: those whose grade changes, within the viewer's part."""
    return [
        one
        for one in batches.export_rows(find(batch_id), viewer())
        if one.item.category in CATEGORY_TAKES_EFFECT and one.item.to_grade != one.item.from_grade
    ]


def _cells(one: Exported) -> tuple[str, ...]:
    item = one.item
    place = f"{one.street} {one.community}"
    return (
        place, item.worker.person.name, item.to_post, str(item.from_grade or ""), str(item.to_grade or ""),
        one.difference, item.reason,
    )  # fmt: skip


@bp.get("/batches/<int:batch_id>/approval-sheet")
@requires(Perm.BATCH_READ)
def batch_approval_sheet(batch_id: int) -> ResponseReturnValue:
    """审批表 on A4, without identity data."""
    batch = find(batch_id)
    rows = [_cells(one) for one in _rows(batch_id)]
    note = SAMPLE if batches.has_placeholder_pay(batch) else ""
    return page(
        "workforce/approval_print.html", batch=batch, heads=HEADS, rows=rows, opinions=OPINIONS, note=note,
        back=url_for(".batch_detail", batch_id=batch.id),
    )  # fmt: skip


@bp.post("/batches/<int:batch_id>/approval-sheet")
@requires(Perm.BATCH_EXPORT)
def batch_approval_word(batch_id: int) -> ResponseReturnValue:
    """审批表 as a Word document, recorded."""
    batch, now = find(batch_id), clock.now()
    rows = [_cells(one) for one in _rows(batch_id)]
    note = SAMPLE if batches.has_placeholder_pay(batch) else ""
    lead = f"{batch.title}，共 {len(rows)} 人，{batch.effective_on} 起生效"
    notes = [lead, f"批准文号：{batch.approval_no or ''}", *([note] if note else [])]
    body = _word("社区工作者晋级审批表", notes, rows, viewer().name, f"{clock.local(now):%Y-%m-%d}")
    with audit.transaction():
        audit.noted(sentences.BATCH_EXPORTED, batch, by=actor(), at=now, detail={"rows": len(rows)})
    return download(body, f"晋级审批表-{clock.local(now):%Y%m%d-%H%M}.docx")


def _word(title: str, notes: Sequence[str], rows: Sequence[Sequence[str]], author: str, day: str) -> bytes:
    """The document: heading, notes, the list, a row for each opinion."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    style = document.styles["Normal"]
    style.font.name, style.font.size = "仿宋", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(title)
    run.bold, run.font.size = True, Pt(18)
    for note in notes:
        document.add_paragraph(note)
    table = document.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, HEADS, strict=True):
        cell.text = head
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for opinion in OPINIONS:
        cells = table.add_row().cells
        cells[0].text = opinion
        cells[1].merge(cells[-1]).text = "\n（签字、盖章）      年   月   日"
    document.add_paragraph(f"{author} {day} 制表")
    target = BytesIO()
    document.core_properties.author, document.core_properties.title = author, title
    document.save(target)
    return target.getvalue()


@bp.post("/workers/<int:worker_id>/statement")
@requires(Perm.STATEMENT_ISSUE)
def worker_statement_issue(worker_id: int) -> ResponseReturnValue:
    """出具 the 等级说明书: from now on its code can be checked."""
    worker = queries.worker(worker_id, viewer=viewer(), permission=Perm.STATEMENT_ISSUE) or abort(404)
    form, back = StepForm(), url_for(".worker_statement", worker_id=worker.id)
    if not form.validate_on_submit():
        raise RuleBroken("这份表单不完整，请刷新页面后再提交")
    with saving(form):
        document = services.issue_statement(worker, by=actor(), at=clock.now())
    return done(f"已出具第 {document.edition} 版，校验码 {document.code}", to=back)
