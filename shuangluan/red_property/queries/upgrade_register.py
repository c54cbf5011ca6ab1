"""提升计划 with the progress of their milestones, computed as of a day (RP-5, RP-36)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.models import Attachment, Compound
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, between, by_key, in_area
from shuangluan.red_property.models import UpgradeMilestone, UpgradePlan
from shuangluan.red_property.queries.sources import PLACE, own_compounds
from shuangluan.red_property.rules.showcases import Track
from shuangluan.red_property.rules.upgrades import Progress, is_overdue

P, M = UpgradePlan, UpgradeMilestone
NEVER = date(9999, 12, 31)  # sorts after every date: a plan without an open milestone


def _visible(viewer: Viewer, day: date) -> Select[Any]:
    found = select(P.id).join(Compound, Compound.id == P.compound_id)
    return found.where(own_compounds(viewer, day))


def readable_ids(viewer: Viewer) -> Select[Any]:
    """Ids of the plans that the viewer may open today: for threads and attachments."""
    return _visible(viewer, clock.today())


def _has(*conditions: Any) -> ColumnElement[bool]:
    return exists().where(M.plan_id == P.id, *conditions)


def _of(what: Any, *conditions: Any) -> Any:
    return select(what).where(M.plan_id == P.id, *conditions).correlate(P).scalar_subquery()


def _next_due() -> Any:
    return _of(func.min(M.due_on), M.done_on.is_(None))


def _columns(day: date) -> Select[Any]:
    count = func.count(M.id)
    columns: Any = select(
        P.id, P.row_version, P.compound_id, P.title, P.track, P.reason, P.items, P.funding_fen, P.funding_source,
        P.decided_on, Compound.name.label("compound"), Compound.community,
        _of(count).label("total"), _of(count, M.done_on.is_not(None)).label("done"),
        _of(count, M.done_on.is_(None), M.due_on < day).label("overdue"), _next_due().label("next_due"),
    )  # fmt: skip
    found: Select[Any] = columns.join(Compound, Compound.id == P.compound_id)
    return found


SOURCE = Source(
    key=P.id,
    ids=_visible,
    columns=_columns,
    orders={
        "decided_on": (P.decided_on,),
        "compound": (Compound.community, Compound.name, P.decided_on),
        "next_due": (func.coalesce(_next_due(), NEVER),),
    },
    filters={
        "q": lambda text, day: or_(
            matches(P.search_text, norm(text)), matches(Compound.search_text, norm(text))
        ),
        "track": lambda text, day: P.track == Track(text),
        **between("decided", P.decided_on),
    },
    views=lambda day: {
        "running": or_(_has(M.done_on.is_(None)), ~_has()),
        "overdue": _has(M.done_on.is_(None), M.due_on < day),
        "done": and_(_has(), ~_has(M.done_on.is_(None))),
        "all": None,
    },
    area=in_area(Compound.community),
)


def plan(plan_id: int, *, viewer: Viewer, day: date) -> UpgradePlan | None:
    """A plan that the viewer may see."""
    return db.session.scalar(select(P).where(P.id == plan_id, P.id.in_(_visible(viewer, day))))


def standing(plan_id: int, day: date) -> Any:
    """The row of one plan as its list draws it."""
    return db.session.execute(_columns(day).where(P.id == plan_id)).one()


def milestones_of(plan_id: int) -> Sequence[UpgradeMilestone]:
    """The steps of a plan by their date."""
    return db.session.scalars(select(M).where(M.plan_id == plan_id).order_by(M.due_on, M.id)).all()


def milestone(plan_id: int, milestone_id: int) -> UpgradeMilestone | None:
    """A step of a plan that was found for the viewer."""
    return db.session.scalar(select(M).where(M.id == milestone_id, M.plan_id == plan_id))


def progress_of(plan_id: int, day: date) -> Progress:
    """How far a plan is on a day."""
    steps = milestones_of(plan_id)
    done = sum(one.done_on is not None for one in steps)
    return Progress(len(steps), done, sum(is_overdue(one.due_on, one.done_on, day) for one in steps))


def photos_of(row: UpgradePlan) -> Sequence[Attachment]:
    """The photos of a plan, oldest first."""
    own = select(Attachment).where(Attachment.matter_id == row.matter_id)
    return db.session.scalars(own.order_by(Attachment.id)).all()


def known(keys: Iterable[tuple[str, str, str]]) -> Mapping[tuple[str, str, str], Any]:
    """(community, compound, title) → the plan as it stands, for a sheet."""
    return by_key(_columns(date.max), {**PLACE, "title": P.title}, keys)


def by_id(plan_id: int) -> UpgradePlan:
    """A plan that a checked row is about."""
    return db.session.get_one(UpgradePlan, plan_id)
