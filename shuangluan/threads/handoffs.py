"""The hand-overs, each in one direction: the later stage's end comes back by the faces (`matters.settle`)."""

from datetime import datetime
from typing import TYPE_CHECKING

from shuangluan.grid import services as grid
from shuangluan.kernel import audit, matters
from shuangluan.kernel.models import Matter
from shuangluan.red_property import services as red_property
from shuangluan.red_property.rules.words import BEFORE, ItemKind

if TYPE_CHECKING:
    from shuangluan.grid.models import Appeal
    from shuangluan.red_property.models import Meeting


def appeal_to_meeting(appeal: "Appeal", meeting: "Meeting", *, by: audit.Actor, at: datetime) -> Matter:
    """诉求 → 议题: an item of a coming meeting, linked with the appeal it comes from.

    Handing over a second time answers with the item that is there already (GR-63). Raises RuleBroken where one side
    refuses; nothing is left behind then.
    """
    source = grid.hand_over(appeal)
    known = matters.linked(source, "discussed_as")
    if known is not None:
        return known
    if meeting.state in BEFORE:
        item = red_property.propose_item(meeting, title=source.title, source=source, by=by, at=at)
    else:
        item = red_property.add_draft_item(
            meeting, kind=ItemKind.NEGOTIATE, topic="other", title=source.title, source=source, by=by, at=at
        )
    return item.matter
