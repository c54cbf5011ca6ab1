"""The deeds on one worker of a batch: 通过, 存疑, recompute, 剔除, objections (WF-45)."""

from collections.abc import Callable
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import services
from shuangluan.workforce.forms import NoteForm, StepForm
from shuangluan.workforce.models import PromotionBatch, PromotionItem
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import batches
from shuangluan.workforce.views.batches import asked_list, find, shown
from shuangluan.workforce.views.blueprint import bp

Deed = Callable[[PromotionItem, PromotionBatch, str], None]


def _who() -> dict[str, Any]:
    return {"by": actor(), "at": clock.now()}


def _item(item_id: int) -> tuple[PromotionItem, PromotionBatch]:
    item = batches.item(item_id, viewer=viewer()) or abort(404)
    return item, find(item.batch_id)


def _take(item_id: int, form: BaseForm, title: str, said: str, deed: Deed) -> ResponseReturnValue:
    """One deed on one item: the row is swapped where it stands; refused, the reason is said (WF-3)."""
    item, batch = _item(item_id)
    back = url_for(".batch_detail", batch_id=batch.id, item=item.id, **asked_list())
    if form.validate_on_submit():
        try:
            with saving(form, item):
                deed(item, batch, str(form.note.data) if isinstance(form, NoteForm) else "")
            message = f"{item.worker.person.name}：{said}"
            if isinstance(form, NoteForm):
                return done(message, to=back)
            now = shown(batch, item.id)
            return done(message, to=back, template="workforce/batch_detail.html", block="review", **now)
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(item, batch, form, title, status=422)


def _ask(item_id: int, title: str) -> ResponseReturnValue:
    item, batch = _item(item_id)
    return _asked(item, batch, NoteForm(), title)


def _asked(
    item: PromotionItem, batch: PromotionBatch, form: BaseForm, title: str, *, status: int = 200
) -> ResponseReturnValue:
    form.versioned(item)
    back = url_for(".batch_detail", batch_id=batch.id, item=item.id)
    return page(
        "workforce/item_step.html", block="dialog", status=status, item=item, batch=batch, form=form, title=title,
        back=back,
    )  # fmt: skip


@bp.post("/items/<int:item_id>/review")
@requires(Perm.ITEM_REVIEW)
def item_review(item_id: int) -> ResponseReturnValue:
    """街道初审：通过."""
    return _take(
        item_id, StepForm(), "初审通过", "初审通过",
        lambda item, batch, _: services.review_item(item, batch, passed=True, note="", **_who()),
    )  # fmt: skip


@bp.get("/items/<int:item_id>/doubt")
@requires(Perm.ITEM_REVIEW)
def item_doubt_ask(item_id: int) -> ResponseReturnValue:
    """Ask why it is doubtful."""
    return _ask(item_id, "初审存疑")


@bp.post("/items/<int:item_id>/doubt")
@requires(Perm.ITEM_REVIEW)
def item_doubt(item_id: int) -> ResponseReturnValue:
    """街道初审：存疑 with its reason."""
    return _take(
        item_id, NoteForm(), "初审存疑", "已标为存疑",
        lambda item, batch, note: services.review_item(item, batch, passed=False, note=note, **_who()),
    )  # fmt: skip


@bp.post("/items/<int:item_id>/check")
@requires(Perm.ITEM_CHECK)
def item_check(item_id: int) -> ResponseReturnValue:
    """区级复核：通过."""
    return _take(
        item_id, StepForm(), "复核通过", "复核通过",
        lambda item, batch, _: services.check_item(item, batch, passed=True, note="", **_who()),
    )  # fmt: skip


@bp.get("/items/<int:item_id>/question")
@requires(Perm.ITEM_CHECK)
def item_question_ask(item_id: int) -> ResponseReturnValue:
    """Ask why it is doubtful."""
    return _ask(item_id, "复核存疑")


@bp.post("/items/<int:item_id>/question")
@requires(Perm.ITEM_CHECK)
def item_question(item_id: int) -> ResponseReturnValue:
    """区级复核：存疑 with its reason; the street looks again."""
    return _take(
        item_id, NoteForm(), "复核存疑", "已标为存疑",
        lambda item, batch, note: services.check_item(item, batch, passed=False, note=note, **_who()),
    )  # fmt: skip


@bp.post("/items/<int:item_id>/recomputation")
@requires(Perm.ITEM_CHECK)
def item_recomputation(item_id: int) -> ResponseReturnValue:
    """重算 after a correction of facts: this one alone."""
    return _take(
        item_id, StepForm(), "重新计算", "已重新计算，等待初审",
        lambda item, batch, _: services.recompute_item(item, batch, **_who()),
    )  # fmt: skip


@bp.get("/items/<int:item_id>/removal")
@requires(Perm.ITEM_CHECK)
def item_removal_ask(item_id: int) -> ResponseReturnValue:
    """Ask why it is taken out."""
    return _ask(item_id, "剔除或暂缓")


@bp.post("/items/<int:item_id>/removal")
@requires(Perm.ITEM_CHECK)
def item_removal(item_id: int) -> ResponseReturnValue:
    """剔除 or 暂缓: the rest goes on."""
    return _take(
        item_id, NoteForm(), "剔除或暂缓", "已剔除",
        lambda item, batch, note: services.remove_item(item, batch, reason=note, **_who()),
    )  # fmt: skip
