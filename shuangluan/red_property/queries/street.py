"""提请街道 and the street's conferences, in the scope of the viewer (RP-61, RP-68)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, between, in_area
from shuangluan.red_property.models import Meeting, MeetingCompound, MeetingItem, StreetConference, StreetEntry
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.visibility import visible
from shuangluan.red_property.rules.street import EntryState

E, C = StreetEntry, StreetConference
OPEN = (EntryState.WAITING, EntryState.ACCEPTED)
ANSWERED = (EntryState.DECIDED, EntryState.RETURNED)


def _visible(viewer: Viewer, *columns: Any) -> Select[Any]:
    """Entries of the viewer's areas, and of the meetings that he may open."""
    own = select(MeetingItem.id).where(MeetingItem.meeting_id.in_(visible(viewer, clock.today(), Meeting.id)))
    return select(*columns or (E,)).where(or_(viewer.within(Perm.MEETING_READ, E.community), E.item_id.in_(own)))


def entry_ids(viewer: Viewer) -> Select[Any]:
    """Ids of the entries that the viewer may open: for threads."""
    return _visible(viewer, E.id)


def entry(entry_id: int, *, viewer: Viewer) -> StreetEntry | None:
    """An entry that exists for the viewer."""
    found: StreetEntry | None = db.session.scalar(_visible(viewer).where(E.id == entry_id))
    return found


def handled(entry_id: int, *, viewer: Viewer) -> StreetEntry | None:
    """An entry of a street that the viewer answers for."""
    own = viewer.within(Perm.STREET_HANDLE, E.community)
    found: StreetEntry | None = db.session.scalar(_visible(viewer).where(E.id == entry_id, own))
    return found


def open_entry(item_id: int, resolution_id: int | None) -> StreetEntry | None:
    """The entry of an item, or of one of its resolutions, that the street has not answered."""
    return db.session.scalar(
        select(E).where(
            E.item_id == item_id, E.resolution_id.is_not_distinct_from(resolution_id), E.state.in_(OPEN)
        )
    )


def of_resolution(resolution_id: int) -> Sequence[StreetEntry]:
    """What was handed up of a resolution, newest first."""
    return db.session.scalars(select(E).where(E.resolution_id == resolution_id).order_by(E.id.desc())).all()


def of_items(item_ids: Sequence[int]) -> dict[int, StreetEntry]:
    """The newest entry of each item itself, its resolutions aside."""
    rows = db.session.scalars(select(E).where(E.item_id.in_(item_ids), E.resolution_id.is_(None)).order_by(E.id))
    return {row.item_id: row for row in rows}


def is_carried(item_id: int) -> bool:
    """Whether a later meeting took an item up."""
    later = select(MeetingItem.id).where(MeetingItem.carried_from_id == item_id).limit(1)
    return db.session.scalar(later) is not None


def unreported(compound_ids: Sequence[int]) -> Sequence[StreetEntry]:
    """What the street answered and no meeting of the compounds was told of, oldest first."""
    meetings = select(MeetingCompound.meeting_id).where(MeetingCompound.compound_id.in_(compound_ids))
    items = select(MeetingItem.id).where(MeetingItem.meeting_id.in_(meetings))
    return db.session.scalars(
        select(E)
        .where(E.item_id.in_(items), E.state.in_(ANSWERED), E.reported_in_id.is_(None))
        .order_by(E.answered_at, E.id)
    ).all()


def conference(conference_id: int, *, viewer: Viewer) -> StreetConference | None:
    """A conference of a street whose meetings the viewer may read."""
    found: StreetConference | None = db.session.scalar(_conferences(viewer).where(C.id == conference_id))
    return found


def _conferences(viewer: Viewer, *columns: Any) -> Select[Any]:
    """Those of the viewer's streets and of his communities' streets, and those that decided what he may open."""
    streets = {code[:9] for code in viewer.areas(Perm.MEETING_READ) if len(code) >= 9}
    decided = _visible(viewer, E.conference_id).where(E.conference_id.is_not(None))
    return select(*columns or (C,)).where(
        or_(viewer.within(Perm.MEETING_READ, C.street), C.street.in_(sorted(streets)), C.id.in_(decided))
    )


def conferences_for(entry: StreetEntry) -> Sequence[StreetConference]:
    """The conferences at which an entry may have been decided, newest first."""
    return db.session.scalars(
        select(C)
        .where(C.street == entry.community[:9], C.held_on >= entry.handed_on)
        .order_by(C.held_on.desc(), C.id.desc())
    ).all()


def decided_at(conference_id: int, *, viewer: Viewer) -> Sequence[StreetEntry]:
    """What a conference decided, as far as the viewer may open it."""
    rows: Sequence[StreetEntry] = db.session.scalars(
        _visible(viewer).where(E.conference_id == conference_id).order_by(E.id)
    ).all()
    return rows


def conference_number(row: Any) -> str:
    """双塔山街道联〔2026〕1号."""
    return f"{areas().name(row.street)}联〔{row.year}〕{row.sequence}号"


ENTRIES = Source(
    key=E.id,
    ids=lambda viewer, _: _visible(viewer, E.id),
    columns=lambda _: select(
        E.id, E.title, E.community, E.reason, E.handed_on, E.handed_name, E.state, E.answer_due_on, E.decision, E.body,
        E.due_on, E.conference_id,
    ),
    orders={"handed_on": (E.handed_on,)},
    filters={"q": lambda text, _: matches(E.search_text, norm(text)), **between("handed", E.handed_on)},
    views=lambda day: {
        "open": E.state.in_(OPEN),
        "overdue": and_(E.state.in_(OPEN), E.answer_due_on < day),
        "decided": E.state == EntryState.DECIDED,
        "returned": E.state == EntryState.RETURNED,
        "all": None,
    },
    area=in_area(E.community),
)  # fmt: skip


def _conference_columns(_: date) -> Any:
    count = select(func.count()).where(E.conference_id == C.id).scalar_subquery()
    return select(C.id, C.street, C.year, C.sequence, C.held_on, C.chair, C.place, C.present, count.label("decided"))


CONFERENCES = Source(
    key=C.id,
    ids=lambda viewer, _: _conferences(viewer, C.id),
    columns=_conference_columns,
    orders={"held_on": (C.held_on,)},
    filters={"q": lambda text, _: matches(C.search_text, norm(text)), **between("held", C.held_on)},
    views=lambda _: {"all": None},
    area=in_area(C.street),
)
