"""方案与标准 as a list: every version of every document, how it stands on a day (WF-46)."""

from collections.abc import Sequence
from datetime import date

from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import norm
from shuangluan.kernel.sources import Reckoned
from shuangluan.workforce.queries.versions import Changed, versions
from shuangluan.workforce.rules.parameters import CODE_LABEL


def listed(viewer: Viewer, day: date) -> Reckoned:
    """By document, the newest first; how a version stands follows from the others, so it is reckoned."""
    rows = [one for found in versions(viewer, day).values() for one in found]
    return Reckoned(
        rows=rows,
        views={
            "all": lambda _: True,
            "in_force": lambda one: one.state == "in_force",
            "coming": lambda one: one.state == "coming",
            "draft": lambda one: one.state == "draft",
            "ended": lambda one: one.state in ("ended", "replaced"),
        },
        filters={
            "q": lambda text, one: norm(text) in norm(f"{one.name} {one.row.document_no or ''}"),
            "code": lambda text, one: one.row.code == text,
        },
        orders={
            "code": lambda one: list(CODE_LABEL).index(one.row.code),
            "from": lambda one: (one.row.effective_from, one.id),
        },
    )


def changes(found: Sequence[Changed]) -> Reckoned:
    """Whose grade or pay a version would change, as it was reckoned."""
    return Reckoned(
        rows=found,
        views={
            "all": lambda _: True,
            "more": lambda one: one.change.after is not None and one.change.difference > 0,
            "less": lambda one: one.change.after is not None and one.change.difference < 0,
            "unknown": lambda one: one.change.after is None,
        },
        filters={"q": lambda text, one: norm(text) in one.search_text},
        orders={
            "name": lambda one: (one.pinyin, one.id),
            "community": lambda one: (one.community, one.pinyin, one.id),
        },
        place=lambda one: one.community,
    )
