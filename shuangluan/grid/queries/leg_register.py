"""流转环节: every leg of the viewer's appeals, with what was asked by when; 响应率 opens it (GR-34)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from shuangluan.grid.models import Appeal, AppealLeg
from shuangluan.grid.queries.register import number_or_words
from shuangluan.grid.queries.sources import Line
from shuangluan.grid.queries.visibility import is_visible, of_area
from shuangluan.grid.rules import LegKind, LegRole
from shuangluan.kernel import clock
from shuangluan.kernel.sources import Source

SIGNING: Mapping[str, str] = {
    "in_time": "按时签收",
    "late": "超时签收",
    "unsigned": "超时未签收",
    "open": "待签收",
    "ended": "未签收即结束",
}
"""How it went with the signature; a leg that was returned, waived or handed on unsigned has ended."""
TONE = {"in_time": "done", "late": "stop", "unsigned": "stop", "open": "wait", "ended": "off"}


def signing_of(row: Any, now: datetime) -> str:
    """The code of SIGNING for a row."""
    if row.signed_at is not None:
        return "in_time" if row.signed_at <= row.sign_due_at else "late"
    ended = row.returned_at or row.waived_at
    if ended is not None:
        return "unsigned" if ended > row.sign_due_at else "ended"
    if not row.is_current:
        return "ended"
    return "unsigned" if row.sign_due_at < now else "open"


class LegLine(Line):
    """A leg in words."""

    @property
    def signing(self) -> tuple[str, str]:
        """Whether it was signed in time, and the tone of that."""
        code = signing_of(self.row, self.reader.now)
        return SIGNING[code], TONE[code]

    @property
    def late(self) -> bool:
        """Whether the row is painted: its signature is awaited and late."""
        return bool(self.row.is_current) and signing_of(self.row, self.reader.now) == "unsigned"


def _signing(code: str, now: datetime) -> ColumnElement[bool]:
    leg, due = AppealLeg, AppealLeg.sign_due_at
    unsigned, ended = leg.signed_at.is_(None), func.coalesce(leg.returned_at, leg.waived_at)
    return {
        "in_time": leg.signed_at <= due,
        "late": leg.signed_at > due,
        "unsigned": and_(unsigned, or_(ended > due, and_(leg.is_current, due < now))),
        "open": and_(unsigned, leg.is_current, due >= now),
        "ended": and_(unsigned, leg.is_current.is_(False), func.coalesce(ended <= due, true())),
    }[code]


def _day(text: str, more: int = 0) -> Any:
    return clock.start_of(date.fromisoformat(text) + timedelta(days=more))


def legs(now: datetime) -> Source:
    """The legs of the appeals that a viewer may open, as they stand at a moment."""
    return Source(
        key=AppealLeg.id,
        ids=lambda viewer, day: (
            select(AppealLeg.id).join(Appeal, Appeal.id == AppealLeg.appeal_id).where(is_visible(viewer, day))
        ),
        columns=lambda _: select(
            AppealLeg.id, AppealLeg.kind, AppealLeg.role, AppealLeg.to_name, AppealLeg.issued_at,
            AppealLeg.sign_due_at, AppealLeg.signed_at, AppealLeg.due_at, AppealLeg.done_at, AppealLeg.returned_at,
            AppealLeg.waived_at, AppealLeg.is_current, AppealLeg.appeal_id, Appeal.no, Appeal.title, Appeal.community,
        ).join(Appeal, Appeal.id == AppealLeg.appeal_id),
        orders={"sign_due_at": (AppealLeg.sign_due_at,), "issued_at": (AppealLeg.issued_at,)},
        filters={
            "q": lambda text, day: or_(number_or_words(text, day), AppealLeg.to_name.contains(text, autoescape=True)),
            "signing": lambda text, _: _signing(text, now),
            "role": lambda text, _: AppealLeg.role == LegRole(text),
            "kind": lambda text, _: AppealLeg.kind == LegKind(text),
            "sign_due_from": lambda text, _: AppealLeg.sign_due_at >= _day(text),
            "sign_due_to": lambda text, _: AppealLeg.sign_due_at < _day(text, 1),
        },
        area=lambda code, _: of_area(code),
    )  # fmt: skip
