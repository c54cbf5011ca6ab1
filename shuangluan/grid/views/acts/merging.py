"""并件 and its undoing (GR-31)."""

from typing import Any

from shuangluan.grid import services
from shuangluan.grid.forms.merging import MergeForm
from shuangluan.grid.models import Appeal
from shuangluan.grid.rules import Action
from shuangluan.grid.views.acts import words
from shuangluan.grid.views.acts.act import Act


def _merge(form: Any, appeal: Appeal, **done: Any) -> None:
    """Telling the reporters of the root's pause is part of merging: both or neither."""
    if form.told_ids:
        services.tell_reporters(appeal, form.told_ids, **done)
    services.merge_appeals(appeal, form.root, **done)


MERGING = (
    Act(
        Action.MERGE,
        title="并入另一件诉求",
        submit="并入这一件",
        said="已并入，进展以主件为准",
        form=MergeForm,
        warning="并入以后编号、诉求人和照片都留着，由主件一起办；主件办结以前可以拆出。",
        do=_merge,
    ),
    Act(
        Action.UNMERGE,
        title="拆出并件",
        submit="从主件拆出",
        said="已拆出，回到并入以前的状态",
        about=words.merged_root,
        warning="拆出以后回到并入以前的状态，各算各的期限。",
        keep="留在主件里",
        do=lambda form, appeal, **done: services.unmerge_appeal(appeal, **done),
    ),
)
