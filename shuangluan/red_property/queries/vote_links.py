"""The way from a resolution to the vote that decides it, and back (RP-9, RP-17)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound, Matter
from shuangluan.red_property.models import MeetingCompound, MeetingItem, Motion, Resolution
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.rules.resolutions import ResolutionState


@dataclass(frozen=True)
class Origin:
    """A resolution as its vote sees it."""

    resolution: Resolution
    item: Matter
    topic: str
    title: str


def origin(resolution: Resolution) -> Origin:
    """The item behind a resolution: its face, its topic, its title."""
    item = db.session.get_one(MeetingItem, resolution.item_id)
    return Origin(resolution, item.matter, item.topic or "", item.title)


def matter_asked(resolution: Resolution) -> str:
    """The matter of 民法典 278 that the topic of the item names; empty where it names none."""
    found = origin(resolution)
    held_on = book_on(resolution.first_due_on) if resolution.first_due_on else None
    if held_on is None or found.topic not in held_on.items.topics:
        return ""
    return held_on.items.topics[found.topic].vote_matter or ""


def compounds_of(resolution: Resolution) -> Sequence[Compound]:
    """The compounds whose meeting decided it."""
    rows = select(Compound).where(
        Compound.id.in_(select(MeetingCompound.compound_id).where(MeetingCompound.meeting_id == resolution.meeting_id))
    )
    return db.session.scalars(rows.order_by(Compound.name, Compound.id)).all()


def waiting(motion: Motion) -> Resolution | None:
    """The resolution of a motion, if it still waits for the owners."""
    if motion.resolution_id is None:
        return None
    row = db.session.get_one(Resolution, motion.resolution_id)
    return row if row.state is ResolutionState.AWAITS_OWNERS else None


def resolution(resolution_id: int) -> Resolution:
    """The resolution of a motion."""
    return db.session.get_one(Resolution, resolution_id)
