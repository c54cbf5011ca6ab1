"""The register of appeals 诉求台账: which rows a list asks for, in which order, and how many stand in each view."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, literal, null, or_, select, true
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal, AppealLeg, Appointment
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import conditions as are
from shuangluan.grid.queries.places import own_compounds
from shuangluan.grid.queries.visibility import in_area, visible
from shuangluan.grid.queries.whose import Whose
from shuangluan.grid.rules import AppealState, LegRole, typed_number
from shuangluan.kernel import clock
from shuangluan.kernel.forms import MAX_ID
from shuangluan.kernel.models import Compound
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.search import matches
from shuangluan.kernel.tables import Asked, Options, count_of

SOON_DAYS = 3  # 3 日内到期: today and the three days after it
OFFICES = {12: ("community_admin", "community_staff"), 9: ("street_staff", "street_leader"), 6: ("district_org",)}
later = aliased(AppealLeg, name="later")  # made once: an alias costs as much as its statement
WORDS = ("q", "compound", "handler", "mine")  # filters that have to read every row: asked once for all counts


def _written(state: AppealState) -> Any:
    """A state as a literal of the statement: only so does a planner see that a partial index holds it."""
    return bindparam(None, state, literal_execute=True, unique=True)


def next_due() -> ColumnElement[Any]:
    """What is due next: acceptance of a new appeal, then its promise; empty while the clock stands."""
    return case((Appeal.state == _written(AppealState.REGISTERED), Appeal.accept_due_at), else_=Appeal.due_at)


def _verifying(_now: datetime) -> ColumnElement[bool]:
    """待回访: answered, to be checked and its reporters to be heard."""
    return Appeal.state.in_([AppealState.RESPONDED, AppealState.VERIFYING])


def _soon(now: datetime) -> ColumnElement[bool]:
    until = clock.start_of(clock.local_day(now) + timedelta(days=SOON_DAYS + 1))
    return are.is_due_within(now, until)


VIEWS: dict[str, Callable[[datetime], ColumnElement[bool]]] = {
    "open": lambda _: are.is_open(),
    "overdue": are.is_overdue,
    "soon": _soon,
    "verifying": _verifying,
    "paused": lambda _: are.is_paused(),
    "shelved": lambda _: are.is_shelved(),
    "unlocated": lambda _: are.is_unlocated(),
    "closed": lambda _: are.is_closed(),
    "all": lambda _: true(),
}
"""The tabs of the list (GR-71); those that a figure counts too share its very condition (D6)."""


@dataclass(frozen=True)
class Seen:
    """Through whose eyes and at which moment a list is read."""

    viewer: Viewer
    now: datetime

    @property
    def day(self) -> date:
        """The local day."""
        return clock.local_day(self.now)


def number_or_words(text: str, day: date) -> ColumnElement[bool]:
    """A number, typed long or short, is that appeal; anything else is looked for in title, number and place."""
    number = typed_number(text, day)
    return Appeal.no == number if number else matches(Appeal.search_text, text)


def _state(text: str, seen: Seen) -> ColumnElement[bool]:
    """已归档 is derived: closed, the window to reopen is over (GR-11)."""
    state = AppealState(text)
    if state is AppealState.ARCHIVED:
        return and_(Appeal.state == AppealState.CLOSED, Appeal.reopen_until < seen.day)
    if state is AppealState.CLOSED:
        return and_(Appeal.state == state, Appeal.reopen_until >= seen.day)
    return Appeal.state == state


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19 and int(text) <= MAX_ID


def in_compound(text: str) -> ColumnElement[bool]:
    """One compound by its id, or every one that is called so: without scripts the name is typed."""
    if _is_id(text):
        return Appeal.compound_id == int(text)
    return Appeal.compound_id.in_(select(Compound.id).where(matches(Compound.search_text, text)))


def last_lead(appeal_id: Any) -> Any:
    """The id of the lead leg that holds an appeal, or held it last; returned ones do not count."""
    return (
        select(func.max(later.id))
        .where(later.appeal_id == appeal_id, later.role == LegRole.LEAD, later.returned_at.is_(None))
        .correlate_except(later)
        .scalar_subquery()
    )


def _handled_by(text: str, _seen: Seen) -> ColumnElement[bool]:
    named = select(AppealLeg.appeal_id).where(
        AppealLeg.role == LegRole.LEAD,
        AppealLeg.to_name.contains(text, autoescape=True),
        AppealLeg.id == last_lead(AppealLeg.appeal_id),
    )
    return Appeal.id.in_(named)


def offices_of(viewer: Viewer) -> list[str]:
    """The areas in whose own office the viewer sits: of exactly that level."""
    return [g.area for g in viewer.grants if g.area and g.role in OFFICES.get(len(g.area), ())]


def _mine(_text: str, seen: Seen) -> ColumnElement[bool]:
    """只看我的: registered by me, addressed to me or my office or body, or found where I am appointed."""
    viewer = seen.viewer
    mine = Whose(viewer, seen.day).is_body(AppealLeg)
    addressed = select(AppealLeg.appeal_id).where(AppealLeg.is_current, mine)
    held = and_(
        Appointment.person_id == viewer.person_id,
        in_force(Appointment.valid_from, Appointment.valid_to, seen.day),
    )
    places = ("grid_id", "compound_id", "building_id", "entrance_id")
    return or_(
        Appeal.registered_by_id == viewer.person_id,
        Appeal.id.in_(addressed),
        *(getattr(Appeal, place).in_(select(getattr(Appointment, place)).where(held)) for place in places),
    )


def _from(column: Any) -> Callable[[str, Seen], ColumnElement[bool]]:
    return lambda text, _seen: column >= clock.start_of(date.fromisoformat(text))


def _to(column: Any) -> Callable[[str, Seen], ColumnElement[bool]]:
    """The last day of a range counts to its end."""
    return lambda text, _seen: column < clock.start_of(date.fromisoformat(text) + timedelta(days=1))


FILTERS: Mapping[str, Callable[[str, Seen], ColumnElement[bool]]] = {
    "q": lambda text, seen: number_or_words(text, seen.day),
    "domain": lambda text, _: Appeal.domain == text,
    "category": lambda text, _: Appeal.category == text,
    "level": lambda text, _: Appeal.level == text,
    "state": _state,
    "compound": lambda text, _: in_compound(text),
    "source": lambda text, _: Appeal.source == text,
    "handler": _handled_by,
    "mine": _mine,
    "on_from": _from(Appeal.registered_at),
    "on_to": _to(Appeal.registered_at),
    "closed_from": _from(Appeal.closed_at),
    "closed_to": _to(Appeal.closed_at),
}


def _filtered(asked: Asked, seen: Seen) -> Select[Any]:
    """Ids within the viewer's scope, the chosen area and the filters, whatever the view."""
    chosen = in_area(asked.extra.get("area"))
    rows = visible(seen.viewer, seen.day, Appeal.id)
    if chosen is not None:
        rows = rows.where(chosen)
    held = {key: value for key, value in asked.values.items() if (key, value) != ("mine", "0")}
    return rows.where(*(FILTERS[key](value, seen) for key, value in held.items()))


def selection(asked: Asked, seen: Seen, figure: Select[Any] | None = None) -> Select[Any]:
    """The ids of the list: its filters and its view, or the ids that a figure counts."""
    rows = _filtered(asked, seen)
    if figure is not None:
        return rows.where(Appeal.id.in_(figure))
    return rows.where(VIEWS[asked.view](seen.now))


@dataclass(frozen=True)
class Tally:
    """How many: in each view under the present filters, in the list of a figure, in views that were kept."""

    views: Mapping[str, int]
    figure: int = 0
    kept: Sequence[int] = ()
    compound: str = ""  # the name of the compound that is asked for by its id

    def of(self, asked: Asked) -> int:
        """The number of the list as it is asked for."""
        return self.views[asked.view] if asked.view else self.figure


def tally(asked: Asked, seen: Seen, *, figure: Select[Any] | None = None, kept: Sequence[Asked] = ()) -> Tally:
    """Every number of the page, each counted up to `tables.CAP` + 1, in one statement."""
    rows = _filtered(asked, seen)
    if any(asked.values.get(key) for key in WORDS):  # read every row once, not once for each view
        found = rows.cte("found")
        rows = select(Appeal.id).where(Appeal.id.in_(select(found.c.id)))
    parts = [count_of(rows.where(condition(seen.now))) for condition in VIEWS.values()]
    parts.append(literal(0) if figure is None else count_of(selection(asked, seen, figure)))
    parts += [count_of(selection(one, seen)) for one in kept]
    *numbers, name = db.session.execute(select(*parts, _compound_name(asked.values.get("compound", ""), seen))).one()
    views = dict(zip(VIEWS, numbers, strict=False))
    return Tally(views, numbers[len(VIEWS)], numbers[len(VIEWS) + 1 :], name or "")


def compound_option(wanted: str, seen: Seen) -> Options:
    """The compound of a filter, by its id, with its name; a statement only where one is asked for."""
    name = db.session.scalar(select(_compound_name(wanted, seen))) if wanted else None
    return [(wanted, name)] if name else []


def _compound_name(wanted: str, seen: Seen) -> Any:
    if not _is_id(wanted):
        return null()
    own = own_compounds(seen.viewer, seen.day, Perm.APPEAL_READ)
    return select(Compound.name).where(Compound.id == int(wanted), own).scalar_subquery()


def order(asked: Asked) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """The order of the list: an offered column, then the id, so that no row shows twice; empty ones stand last."""
    column = {"due": next_due(), "closed_at": Appeal.closed_at}.get(asked.sort, Appeal.registered_at)
    may_be_empty = asked.sort == "due"  # the others are filled wherever they are offered
    if asked.desc:
        falling = column.desc()
        return (falling.nulls_first() if may_be_empty else falling), Appeal.id.desc()
    rising = column.asc()
    return (rising.nulls_last() if may_be_empty else rising), Appeal.id.asc()
