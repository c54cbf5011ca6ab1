"""Saved views 常用视图: a list's conditions under a name, for oneself or for everybody of one's own area."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import or_, select
from werkzeug.datastructures import MultiDict

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import clean
from shuangluan.kernel.models import SavedView
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import SIZES, Filter, Table

MOST = 20  # of one person
MAX_NAME, MAX_QUERY, MAX_VALUE = 30, 1000, 100
MOST_CONDITIONS = 200
TOO_MUCH = "条件太多，存不下；去掉几项再存"
SHARERS = ("community_admin", "street_staff", "street_leader", "district_org")


@dataclass(frozen=True)
class Listing:
    """A register whose conditions can be kept: its declaration, where it is opened, who may open it."""

    table: Table
    endpoint: str
    permission: str


@dataclass(frozen=True)
class Saved:
    """A view as its reader sees it."""

    id: int
    table_key: str
    name: str
    query: str
    is_own: bool
    shared_area: str | None
    can_remove: bool

    @property
    def label(self) -> str:
        """Its name; what somebody else shares says so."""
        return self.name if self.is_own else f"{self.name}（共享）"

    def search(self, area: str | None = None) -> str:
        """`?…` of the list's address; `area` goes along where the view itself names none."""
        pairs = parse_qsl(self.query)
        if area and not any(key == "area" for key, _ in pairs):
            pairs.insert(0, ("area", area))
        return "?" + urlencode(pairs)


LISTINGS: dict[str, Listing] = {}


def register(listing: Listing) -> None:
    """Let the views of a register be kept; called by `create_app` for each."""
    LISTINGS[listing.table.key] = listing


def listing_of(table_key: str, *, viewer: Viewer) -> Listing | None:
    """The register of that key, if the viewer may open it."""
    found = LISTINGS.get(table_key)
    return found if found is not None and viewer.can(found.permission) else None


def views_of(table_key: str | None = None, *, viewer: Viewer) -> list[Saved]:
    """The viewer's own views, then those shared with his area, by name; of one register or of all he may open."""
    known = [key for key in LISTINGS if table_key in (None, key) and listing_of(key, viewer=viewer)]
    if not known:
        return []
    row = SavedView
    own = row.person_id == viewer.person_id
    rows = db.session.execute(
        select(row.id, row.table_key, row.name, row.query, own.label("own"), row.shared_area)
        .where(row.table_key.in_(known), or_(own, row.shared_area.in_(_areas_above(viewer))))
        .order_by(own.desc(), row.name, row.id)
    )
    mine = share_areas(viewer)
    return [
        Saved(r.id, r.table_key, r.name, r.query, bool(r.own), r.shared_area, bool(r.own) or r.shared_area in mine)
        for r in rows
    ]


def share_areas(viewer: Viewer) -> tuple[str, ...]:
    """The areas with whose people the viewer may share, the widest first."""
    held = {grant.area for grant in viewer.grants if grant.area and grant.role in SHARERS}
    return tuple(sorted(held, key=lambda code: (len(code), code)))


def share_name(viewer: Viewer) -> str:
    """With whom a view would be shared; empty for those who may not."""
    held = share_areas(viewer)
    return areas().name(held[0]) if held else ""


def removable(view_id: int, *, viewer: Viewer) -> SavedView | None:
    """A view that the viewer may take away: his own, or one shared with the area for which he shares (B03)."""
    his = or_(SavedView.person_id == viewer.person_id, SavedView.shared_area.in_(share_areas(viewer)))
    return db.session.scalar(select(SavedView).where(SavedView.id == view_id, his))


def add_view(
    listing: Listing, *, name: str, query: str, shared: bool, viewer: Viewer, by: audit.Actor, at: datetime
) -> SavedView:
    """Keep the conditions of a list. Raises RuleBroken with what to change."""
    if not 1 <= len(name) <= MAX_NAME:
        raise RuleBroken(f"给视图起个名字，最多 {MAX_NAME} 个字", "name")
    kept = db.session.scalars(select(SavedView.name).where(SavedView.person_id == viewer.person_id)).all()
    if name in kept:
        raise RuleBroken(f"你已经有一个叫“{name}”的视图，换个名字", "name")
    if len(kept) >= MOST:
        raise RuleBroken(f"每人最多存 {MOST} 个视图，先到“我的视图”里去掉用不着的")
    held = share_areas(viewer)
    if shared and not held:
        raise RuleBroken("你的角色不能共享视图，去掉共享再存，就只有你自己看得到", "shared")
    row = SavedView(
        table_key=listing.table.key,
        name=name,
        query=cleaned(listing.table, query, with_area=not shared),
        person_id=viewer.person_id,
        shared_area=held[0] if shared else None,
    )
    audit.created("kernel.saved_view.added", row, by=by, at=at)
    return row


def remove_view(view: SavedView, *, by: audit.Actor, at: datetime) -> None:
    """Take a view away; the records it showed are untouched."""
    audit.noted("kernel.saved_view.removed", view, by=by, at=at, detail={"name": view.name})
    db.session.delete(view)


def cleaned(table: Table, query: str, *, with_area: bool) -> str:
    """Of a query string what the table itself declares, in its own order; nothing else can be opened by it.

    A shared view carries no area: it opens in its reader's. Raises RuleBroken when there is too much of it.
    """
    try:
        asked = MultiDict(parse_qsl(query.lstrip("?"), max_num_fields=MOST_CONDITIONS))
    except ValueError:
        raise RuleBroken(TOO_MUCH) from None
    text = urlencode([(key, value) for key, value in _declared(table, asked, with_area=with_area) if value])
    if len(text) > MAX_QUERY:
        raise RuleBroken(TOO_MUCH)
    return text


def _declared(table: Table, asked: "MultiDict[str, str]", *, with_area: bool) -> Iterator[tuple[str, str]]:
    area = asked.get("area", "")
    if with_area and area in areas():
        yield "area", area
    for declared in table.filters:
        yield from _conditions(declared, asked)
    view = asked.get("view", "")
    view = view if any(view == one.key for one in table.views) else next((one.key for one in table.views), "")
    yield "view", view
    if asked.get("sort") in table.sorts_in(view):
        yield "sort", asked["sort"]
        yield "desc", asked.get("desc", "") if asked.get("desc") in {"0", "1"} else "0"
    if asked.get("size") in {str(size) for size in SIZES}:
        yield "size", asked["size"]
    shown = {column.key for column in table.columns}
    yield from (("col", key) for key in dict.fromkeys(asked.getlist("col")) if key in shown)


def _conditions(declared: Filter, asked: "MultiDict[str, str]") -> Iterator[tuple[str, str]]:
    keys = (f"{declared.key}_from", f"{declared.key}_to") if declared.kind == "dates" else (declared.key,)
    for key in keys:
        value = clean(asked.get(key, ""))[:MAX_VALUE]
        if _fits(declared, value):
            yield key, value


def _fits(declared: Filter, value: str) -> bool:
    if declared.kind == "dates":
        return _is_date(value)
    if declared.kind == "flag":
        return value == "1"
    offered = dict(declared.options)
    return declared.kind != "choice" or not offered or value in offered


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _areas_above(viewer: Viewer) -> list[str]:
    """The viewer's areas and those that contain them: what is shared there is his to read."""
    held = {grant.area for grant in viewer.grants if grant.area}
    return sorted({code[:length] for code in held for length in (6, 9, 12) if len(code) >= length})
