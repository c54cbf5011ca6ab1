"""薪酬 as lists: the months with their sums, and what closed months owe that nobody has decided (WF-90, WF-93)."""

from datetime import date
from typing import Any

from sqlalchemy import extract, func, select, true

from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import norm
from shuangluan.kernel.sources import Reckoned, Source, open_to
from shuangluan.workforce.models import PayLine, PayRun
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.pay import pending

SUMMED = ("gross_fen", "award_fen", "person_fen", "net_fen", "unit_fen")


def _of_run(counted: Any, *conditions: Any) -> Any:
    rows = select(counted).where(PayLine.run_id == PayRun.id, *conditions)
    return rows.correlate(PayRun).scalar_subquery()


def _columns(_day: date) -> Any:
    reckoned = PayLine.problem == ""
    sums = (_of_run(func.sum(getattr(PayLine, name)), reckoned).label(name) for name in SUMMED)
    return select(
        PayRun.id, PayRun.month, PayRun.locked_at, PayRun.is_placeholder, *sums,
        _of_run(func.count(PayLine.id), reckoned).label("people"),
        _of_run(func.count(PayLine.id), ~reckoned).label("problems"),
    )  # fmt: skip


MONTHS = Source(
    key=PayRun.id,
    ids=open_to(select(PayRun.id), Perm.PAY_READ),
    columns=_columns,
    views=lambda _: {
        "all": None,
        "open": PayRun.locked_at.is_(None),
        "locked": PayRun.locked_at.is_not(None),
    },
    filters={
        "year": lambda text, _: extract("year", PayRun.month) == int(text),
        "sample": lambda text, _: PayRun.is_placeholder.is_(True) if text == "1" else true(),
    },
    orders={"month": (PayRun.month,)},
)


def owed(viewer: Viewer) -> Reckoned:
    """Differences of closed months that wait for a decision, by worker."""
    return Reckoned(
        rows=pending(viewer),
        views={
            "all": lambda _: True,
            "more": lambda one: one.sum > 0,
            "less": lambda one: one.sum < 0,
        },
        filters={"q": lambda text, one: norm(text) in one.worker.search_text},
        orders={
            "name": lambda one: (one.worker.person.pinyin, one.id),
            "community": lambda one: (one.worker.community, one.worker.person.pinyin, one.id),
        },
        place=lambda one: one.worker.community,
    )
