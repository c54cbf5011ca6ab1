"""亮点小区 named by the district for days (RP-36)."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Compound
from shuangluan.red_property.models import Showcase
from shuangluan.red_property.queries import compounds
from shuangluan.red_property.rules import sentences, showcases
from shuangluan.red_property.rules.companies import Span
from shuangluan.red_property.rules.showcases import ShowcaseKind


def name_showcase(
    compound: Compound, kind: ShowcaseKind, days: Span, *, basis: str, by: audit.Actor, at: datetime
) -> Showcase:
    """A compound comes on the list. Raises RuleBroken where its kind or its committee does not fit on the first day,
    and where it is on the list of the kind already.
    """
    row = Showcase(compound_id=compound.id, kind=kind, basis=basis)
    _check(row, days)
    row.valid_from, row.valid_to = days.valid_from, days.valid_to
    audit.created(sentences.SHOWCASE_NAMED, row, by=by, at=at)
    return row


def change_showcase(
    row: Showcase, kind: ShowcaseKind, days: Span, *, basis: str, by: audit.Actor, at: datetime
) -> None:
    """Correct what was entered; the compound stays. Raises RuleBroken as `name_showcase` does."""
    with audit.changing(sentences.SHOWCASE_CHANGED, row, by=by, at=at):
        row.kind, row.basis = kind, basis
        _check(row, days)
        row.valid_from, row.valid_to = days.valid_from, days.valid_to


def end_showcase(row: Showcase, *, last_day: date, reason: str, by: audit.Actor, at: datetime) -> None:
    """The last day on the list. Raises RuleBroken before its first day and for one that has ended."""
    if row.valid_to is not None:
        raise RuleBroken(f"已经在 {row.valid_to - timedelta(days=1)} 结束", "last_day")
    if last_day < row.valid_from:
        raise RuleBroken(f"最后一天不能早于开始的 {row.valid_from}", "last_day")
    with audit.changing(sentences.SHOWCASE_ENDED, row, by=by, at=at):
        row.valid_to, row.ended_reason = last_day + timedelta(days=1), reason


def remove_showcase(row: Showcase, *, by: audit.Actor, at: datetime) -> None:
    """Take away what came by mistake."""
    with audit.removing(sentences.SHOWCASE_REMOVED, row, by=by, at=at):
        removal.delete("这条亮点小区", row)


def _check(row: Showcase, days: Span) -> None:
    key, first = row.compound_id, days.valid_from
    kind = compounds.kinds_of([key], first)[key]
    showcases.check_showcase(row.kind, kind, has_committee=compounds.has_committee(key, first))
    with db.session.no_autoflush:
        others = db.session.execute(
            select(Showcase.id, Showcase.valid_from, Showcase.valid_to).where(
                Showcase.compound_id == key, Showcase.kind == row.kind
            )
        ).all()
    showcases.check_days(days, [Span(since, until) for other, since, until in others if other != row.id])
