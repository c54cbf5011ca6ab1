"""议事方式 as a register: each lasts until the next one of its compound begins (RP-5)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, by_key, in_area
from shuangluan.red_property.models import CompoundMode
from shuangluan.red_property.queries.sources import PLACE, own_compounds
from shuangluan.red_property.rules.words import Mode

P = CompoundMode
LATER = CompoundMode.__table__.alias("later")
Key = tuple[str, str, date]


def _visible(viewer: Viewer, day: date) -> Select[Any]:
    return select(P.id).join(Compound, Compound.id == P.compound_id).where(own_compounds(viewer, day))


def _columns(day: date) -> Select[Any]:
    later = select(func.min(LATER.c.valid_from)).where(
        LATER.c.compound_id == P.compound_id, LATER.c.valid_from > P.valid_from
    )
    columns: Any = select(
        P.id, P.row_version, P.compound_id, P.mode, P.reason, P.valid_from,
        later.scalar_subquery().label("valid_to"), Compound.name.label("compound"), Compound.community,
    )  # fmt: skip
    found: Select[Any] = columns.join(Compound, Compound.id == P.compound_id)
    return found


def _is_followed(day: date) -> ColumnElement[bool]:
    later = select(LATER.c.id).where(
        LATER.c.compound_id == P.compound_id, LATER.c.valid_from > P.valid_from, LATER.c.valid_from <= day
    )
    return later.exists()


SOURCE = Source(
    key=P.id,
    ids=_visible,
    columns=_columns,
    orders={
        "compound": (Compound.community, Compound.name, P.valid_from),
        "valid_from": (P.valid_from,),
    },
    filters={
        "q": lambda text, day: matches(Compound.search_text, norm(text)),
        "mode": lambda text, day: P.mode == Mode(text),
    },
    views=lambda day: {
        "current": and_(P.valid_from <= day, ~_is_followed(day)),
        "coming": P.valid_from > day,
        "former": _is_followed(day),
        "all": None,
    },
    area=in_area(Compound.community),
)


def mode(mode_id: int, *, viewer: Viewer, day: date) -> CompoundMode | None:
    """One of a compound that the viewer may see."""
    return db.session.scalar(select(P).where(P.id == mode_id, P.id.in_(_visible(viewer, day))))


def standing(mode_id: int, day: date) -> Any:
    """The row of one as its list draws it."""
    return db.session.execute(_columns(day).where(P.id == mode_id)).one()


def known(keys: Iterable[Key]) -> Mapping[Key, Any]:
    """(community, compound, first day) → the mode as it stands, for a sheet."""
    return by_key(_columns(date.max), {**PLACE, "valid_from": P.valid_from}, keys)


def by_id(mode_id: int) -> CompoundMode:
    """The one that a checked row is about."""
    return db.session.get_one(CompoundMode, mode_id)
