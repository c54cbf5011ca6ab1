"""The people of a batch as a list, and 测算明细表 as a workbook, without identity data (WF-45, WF-200)."""

from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.listing import Listing, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.tables import Column
from shuangluan.kernel.web import actor, download, viewer
from shuangluan.workforce.models import PromotionBatch
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import batch_register, batches
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.states import BATCH_LABEL, CATEGORY_LABEL, ITEM_LABEL
from shuangluan.workforce.tables.batches import ITEMS, ItemLine
from shuangluan.workforce.views.batches import find
from shuangluan.workforce.views.blueprint import SLICE, bp

SAMPLE = "金额为示例金额，不得用于发放"
COLUMNS = (
    Column("street", "街道", value=lambda x: x.street, width=16),
    Column("community", "社区", value=lambda x: x.community, width=18),
    Column("staff_no", "编号", value=lambda x: x.item.worker.staff_no, width=10),
    Column("name", "姓名", value=lambda x: x.item.worker.person.name, width=12),
    Column("category", "分类", value=lambda x: CATEGORY_LABEL[x.item.category], width=10),
    Column("from_post", "现岗位", value=lambda x: x.item.from_post, width=10),
    Column("from_grade", "现等级", kind="num", value=lambda x: x.item.from_grade, width=8),
    Column("to_post", "拟岗位", value=lambda x: x.item.to_post, width=10),
    Column("to_grade", "拟等级", kind="num", value=lambda x: x.item.to_grade, width=8),
    Column("difference", "每月变动（元）", value=lambda x: x.difference, width=14),
    Column("reason", "理由", value=lambda x: x.item.reason, width=60),
    Column("state", "审核", value=lambda x: ITEM_LABEL[x.item.state], width=10),
    Column("note", "说明", value=lambda x: x.item.note, width=30),
)


@bp.post("/batches/<int:batch_id>/export")
@requires(Perm.BATCH_EXPORT)
def batch_export(batch_id: int) -> ResponseReturnValue:
    """The viewer's part of the batch; amounts of a placeholder table say so, and the export is recorded."""
    batch, now, who = find(batch_id), clock.now(), viewer()
    rows = batches.export_rows(batch, who)
    state = BATCH_LABEL[batches.state_on(batch, clock.local_day(now))]
    notes = [f"{batch.title}，{state}，共 {len(rows)} 人，截至 {clock.local(now):%Y-%m-%d %H:%M}"]
    notes += [SAMPLE] if batches.has_placeholder_pay(batch) else []
    body = sheets.written(sheets.Sheet("晋级测算明细表", notes, COLUMNS, rows), by=who.name, at=now)
    with audit.transaction():
        audit.noted(sentences.BATCH_EXPORTED, batch, by=actor(), at=now, detail={"rows": len(rows)})
    name = f"晋级测算明细表-{clock.local(now):%Y%m%d-%H%M}.xlsx"
    return download(body, name)


def _items(batch: PromotionBatch) -> Listing:
    sample = f"；{SAMPLE}" if batches.has_placeholder_pay(batch) else ""
    return Listing(
        SLICE, ITEMS, batch_register.items(batch.id), ItemLine, "items", f"按社区和姓名排，点姓名打开审核{sample}",
        empty="批次里没有人", nothing="测算以后，列入的人在这里。", export=Perm.BATCH_EXPORT,
        part={"batch_id": batch.id}, title=f"{batch.title} 名单", template="workforce/item_list.html",
    )  # fmt: skip


@bp.get("/batches/<int:batch_id>/items")
@requires(Perm.BATCH_READ)
def item_list(batch_id: int) -> ResponseReturnValue:
    """Everybody in the batch, to search and to sort."""
    batch = find(batch_id)
    return listed(_items(batch), batch=batch)


@bp.post("/batches/<int:batch_id>/items/export")
@requires(Perm.BATCH_EXPORT)
def items_export(batch_id: int) -> ResponseReturnValue:
    """The list as a workbook, as it is narrowed."""
    return exported(_items(find(batch_id)))
