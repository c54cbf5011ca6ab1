"""挂起、恢复、延期: asked by the handler, answered one level up (GR-27, GR-29)."""

from typing import Any

from shuangluan.grid import services
from shuangluan.grid.forms.legs import RefusalForm
from shuangluan.grid.forms.pauses import ApprovePauseForm, AskExtensionForm, AskPauseForm
from shuangluan.grid.models import Appeal
from shuangluan.grid.rules import Action
from shuangluan.grid.views.acts import words
from shuangluan.grid.views.acts.act import Act


def _approve_pause(form: Any, appeal: Appeal, **done: Any) -> None:
    """Telling the reporters is part of agreeing: both or neither."""
    if form.told_ids:
        services.tell_reporters(appeal, form.told_ids, **done)
    services.answer_suspension(appeal, agreed=True, **done)


PAUSES = (
    Act(
        Action.ASK_SUSPENSION,
        title="申请挂起",
        submit="向上一级申请挂起",
        said="已申请挂起，等上一级答复；在那以前期限照算",
        form=AskPauseForm,
        about=words.dates,
        do=lambda form, appeal, **done: services.ask_suspension(
            appeal, reason=form.reason.data, note=form.note.data, planned_to=form.planned_to_on.data, **done
        ),
    ),
    Act(
        Action.APPROVE_SUSPENSION,
        title="同意挂起",
        submit="同意从今天挂起",
        said="已挂起，期限从明天起不计",
        form=ApprovePauseForm,
        about=words.asked_pause,
        do=_approve_pause,
    ),
    Act(
        Action.REFUSE_SUSPENSION,
        title="不同意挂起",
        submit="不同意挂起",
        said="已答复不同意挂起",
        form=RefusalForm,
        about=words.asked_pause,
        do=lambda form, appeal, **done: services.answer_suspension(
            appeal, agreed=False, refusal=form.refusal.data, **done
        ),
    ),
    Act(
        Action.RESUME,
        title="恢复办理",
        submit="从今天恢复办理",
        said="已恢复办理，期限从明天起接着计",
        about=words.open_pause,
        warning="恢复以后期限从明天起接着计。",
        keep="继续挂起",
        do=lambda form, appeal, **done: services.resume(appeal, **done),
    ),
    Act(
        Action.ASK_EXTENSION,
        title="申请延期",
        submit="向上一级申请延期",
        said="已申请延期，等上一级答复；在那以前期限照算",
        form=AskExtensionForm,
        about=words.dates,
        do=lambda form, appeal, **done: services.ask_extension(
            appeal, days=form.days.data, reason=form.reason.data, **done
        ),
    ),
    Act(
        Action.APPROVE_EXTENSION,
        title="同意延期",
        submit="同意延期",
        said="已同意延期，两个日期都留着",
        about=words.asked_extension,
        warning=lambda desk: (
            f"一件诉求最多延 {desk.book.terms.extension_max} 次；原期限一直显示，按期率（原期限）照原期限算。"
        ),
        do=lambda form, appeal, **done: services.answer_extension(appeal, agreed=True, **done),
    ),
    Act(
        Action.REFUSE_EXTENSION,
        title="不同意延期",
        submit="不同意延期",
        said="已答复不同意延期",
        form=RefusalForm,
        about=words.asked_extension,
        do=lambda form, appeal, **done: services.answer_extension(
            appeal, agreed=False, refusal=form.refusal.data, **done
        ),
    ),
)
