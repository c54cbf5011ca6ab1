"""更正: a slip in the words of an appeal is put right where it stands, both texts in the trail (GR-8)."""

from datetime import datetime

from shuangluan.grid import queries, rules
from shuangluan.grid.models import Appeal
from shuangluan.grid.services.intake import search_text
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
