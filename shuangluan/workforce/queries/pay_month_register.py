"""薪酬 as lists: the months with their sums, and what closed months owe that nobody has decided (WF-90, WF-93)."""

from datetime import date
from typing import Any

from sqlalchemy import extract, func, select, true

from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import norm
from shuangluan.workforce.models import PayLine, PayRun
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.pay import pending
from shuangluan.workforce.queries.sources import Reckoned, Source

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
    ids=select(PayRun.id),
    columns=_columns,
    views={
        "all": lambda _: true(),
        "open": lambda _: PayRun.locked_at.is_(None),
        "locked": lambda _: PayRun.locked_at.is_not(None),
    },
    filters={
        "year": lambda text: extract("year", PayRun.month) == int(text),
        "sample": lambda text: PayRun.is_placeholder.is_(True) if text == "1" else true(),
    },
    sorts={"month": (PayRun.month,)},
    place=None,
    permission=Perm.PAY_READ,
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
        sorts={
            "name": lambda one: (one.worker.person.pinyin, one.id),
            "community": lambda one: (one.worker.community, one.worker.person.pinyin, one.id),
        },
        place=lambda one: one.worker.community,
    )
