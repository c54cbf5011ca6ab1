"""更正: a slip in the words of an appeal is put right where it stands, both texts in the trail (GR-8)."""

from datetime import datetime

from shuangluan.grid import queries, rules
from shuangluan.grid.models import Appeal
from shuangluan.grid.rules import Level
from shuangluan.grid.services.intake import reclassify_appeal
from shuangluan.grid.services.registration import search_text
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken


def correct_appeal(
    appeal: Appeal,
    *,
    by: audit.Actor,
    at: datetime,
    title: str | None = None,
    address_text: str | None = None,
    description: str | None = None,
) -> None:
    """Put right title, place or description; what is None stays. The clocks and the grid do not move.

    Raises RuleBroken once the appeal is closed or ended, and for who neither registered nor answers for it.
    """
    who = queries.who_is(queries.file_of(appeal), by, clock.local_day(at))
    rules.check_can_correct(appeal.state, who)
    if title == "":
        raise RuleBroken("请填写标题", "title")
    if description == "":
        raise RuleBroken("请填写内容", "description")
    with audit.changing(rules.CORRECTED, appeal, by=by, at=at):
        appeal.title = appeal.title if title is None else title
        appeal.address_text = appeal.address_text if address_text is None else address_text
        appeal.description = appeal.description if description is None else description
        appeal.search_text = search_text(appeal)
        appeal.matter.title = appeal.title


def edit_appeal(
    appeal: Appeal,
    *,
    title: str,
    address_text: str,
    by: audit.Actor,
    at: datetime,
    category: str | None = None,
    level: Level | None = None,
    reason: str = "",
) -> None:
    """A row of the register put right: the words, and with a reason category and level; only what differs is done.

    Raises RuleBroken when category or level change without a reason, or are not this person's to change.
    """
    if (title, address_text) != (appeal.title, appeal.address_text):
        correct_appeal(appeal, title=title, address_text=address_text, by=by, at=at)
    new = (category or appeal.category, level or appeal.level)
    if new == (appeal.category, appeal.level):
        return
    if not reason:
        raise RuleBroken("改了类别或等级，写一句为什么改", "reason")
    reclassify_appeal(appeal, category=new[0], level=new[1], reason=reason, by=by, at=at)
