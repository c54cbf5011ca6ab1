"""Appeals for the global search: by number, typed long or short, by words of title and place, by pinyin initials."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries.cases import is_archived
from shuangluan.grid.queries.figures import TASK, Register
from shuangluan.grid.queries.visibility import visible
from shuangluan.grid.rules import STATE_LABEL, AppealState, short_number, typed_number
from shuangluan.kernel import clock
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.ports import Hit
from shuangluan.kernel.search import matches, norm

NEWEST = (Appeal.registered_at.desc(), Appeal.id.desc())


def hits(viewer: Viewer, words: str, limit: int) -> Sequence[Hit]:
    """At most `limit` appeals that the viewer may open: the one of that number, else the newest that match."""
    asked = norm(words.replace("\0", ""))
    if not asked or not viewer.can(Perm.APPEAL_READ):
        return []
    day = clock.today()
    ids = _ids(viewer, asked, day).limit(limit).subquery()
    rows = db.session.execute(
        select(
            Appeal.id, Appeal.no, Appeal.title, Appeal.state, Appeal.reopen_until, Appeal.community,
            Appeal.address_text, Appeal.registered_on,
        )
        .where(Appeal.id.in_(select(ids.c.id)))
        .order_by(*NEWEST)
    )  # fmt: skip
    return [_hit(row, day) for row in rows]


def _ids(viewer: Viewer, words: str, day: date) -> Select[Any]:
    """Ids first, along the index of the newest: a common word ends the walk early (performance 4)."""
    number = typed_number(words, day)
    found = visible(viewer, day, Appeal.id)
    if number is not None:
        return found.where(Appeal.no == number)
    return found.where(matches(Appeal.search_text, words)).order_by(*NEWEST)


def _hit(row: Any, day: date) -> Hit:
    state = AppealState.ARCHIVED if is_archived(row, day) else row.state
    place = " ".join(part for part in (areas().short(row.community), row.address_text) if part)
    note = " · ".join((short_number(row.no, day), place, STATE_LABEL[state], f"{row.registered_on:%Y-%m-%d}登记"))
    return Hit(TASK, row.title, note, f"{Register.APPEALS.value}/{row.id}")
