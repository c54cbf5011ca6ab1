"""业主替代方 as a register, and what a workbook of them is compared with (RP-5)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, by_key, in_area
from shuangluan.red_property.models import Substitute
from shuangluan.red_property.queries.sources import PLACE, own_compounds
from shuangluan.red_property.rules.committees import SubstituteKind

S = Substitute
Key = tuple[str, str, date]


def _visible(viewer: Viewer, day: date) -> Select[Any]:
    return select(S.id).join(Compound, Compound.id == S.compound_id).where(own_compounds(viewer, day))


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        S.id, S.row_version, S.compound_id, S.kind, S.basis, S.valid_from, S.valid_to,
        Compound.name.label("compound"), Compound.community,
    )  # fmt: skip
    found: Select[Any] = columns.join(Compound, Compound.id == S.compound_id)
    return found


SOURCE = Source(
    key=S.id,
    ids=_visible,
    columns=_columns,
    orders={
        "compound": (Compound.community, Compound.name, S.valid_from),
        "valid_from": (S.valid_from,),
        "valid_to": (S.valid_to,),
    },
    filters={
        "q": lambda text, day: matches(Compound.search_text, norm(text)),
        "kind": lambda text, day: S.kind == SubstituteKind(text),
    },
    views=lambda day: {
        "current": in_force(S.valid_from, S.valid_to, day),
        "coming": S.valid_from > day,
        "ended": S.valid_to <= day,
        "all": None,
    },
    area=in_area(Compound.community),
)


def substitute(substitute_id: int, *, viewer: Viewer, day: date) -> Substitute | None:
    """One of a compound that the viewer may see."""
    return db.session.scalar(select(S).where(S.id == substitute_id, S.id.in_(_visible(viewer, day))))


def standing(substitute_id: int, day: date) -> Any:
    """The row of one as its list draws it."""
    return db.session.execute(_columns(day).where(S.id == substitute_id)).one()


def known(keys: Iterable[Key]) -> Mapping[Key, Any]:
    """(community, compound, first day) → the substitute as it stands, for a sheet."""
    return by_key(_columns(date.max), {**PLACE, "valid_from": S.valid_from}, keys)


def by_id(substitute_id: int) -> Substitute:
    """The one that a checked row is about."""
    return db.session.get_one(Substitute, substitute_id)
