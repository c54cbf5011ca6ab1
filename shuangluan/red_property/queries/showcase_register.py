"""亮点小区 by kind and days (RP-36)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound, CompoundService, Organisation
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, by_key, in_area
from shuangluan.red_property.models import Showcase
from shuangluan.red_property.queries.sources import PLACE, own_compounds
from shuangluan.red_property.rules.showcases import ShowcaseKind

S = Showcase


def _visible(viewer: Viewer, day: date) -> Select[Any]:
    found = select(S.id).join(Compound, Compound.id == S.compound_id)
    return found.where(own_compounds(viewer, day))


def _columns(day: date) -> Select[Any]:
    company = (
        select(Organisation.name)
        .join(CompoundService, CompoundService.organisation_id == Organisation.id)
        .where(
            CompoundService.compound_id == S.compound_id,
            in_force(CompoundService.valid_from, CompoundService.valid_to, day),
        )
        .order_by(CompoundService.valid_from.desc(), CompoundService.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    columns: Any = select(
        S.id, S.row_version, S.compound_id, S.kind, S.basis, S.valid_from, S.valid_to, S.ended_reason,
        Compound.name.label("compound"), Compound.community, company.label("company"),
    )  # fmt: skip
    found: Select[Any] = columns.join(Compound, Compound.id == S.compound_id)
    return found


def of_kind(kind: ShowcaseKind, day: date) -> Any:
    """Showcases of a kind that are in force on a day."""
    return (S.kind == kind) & in_force(S.valid_from, S.valid_to, day)


SOURCE = Source(
    key=S.id,
    ids=_visible,
    columns=_columns,
    orders={
        "valid_from": (S.valid_from,),
        "compound": (Compound.community, Compound.name, S.valid_from),
    },
    filters={
        "q": lambda text, day: matches(Compound.search_text, norm(text)),
        "kind": lambda text, day: S.kind == ShowcaseKind(text),
    },
    views=lambda day: {
        "current": in_force(S.valid_from, S.valid_to, day),
        "ended": S.valid_to <= day,
        "all": None,
    },
    area=in_area(Compound.community),
)


def showcase(showcase_id: int, *, viewer: Viewer, day: date) -> Showcase | None:
    """One that the viewer may see."""
    return db.session.scalar(select(S).where(S.id == showcase_id, S.id.in_(_visible(viewer, day))))


def standing(showcase_id: int, day: date) -> Any:
    """The row of one as its list draws it."""
    return db.session.execute(_columns(day).where(S.id == showcase_id)).one()


def known(keys: Iterable[tuple[str, str, str, date]]) -> Mapping[tuple[str, str, str, date], Any]:
    """(community, compound, kind, first day) → the row as it stands, for a sheet."""
    return by_key(_columns(date.max), {**PLACE, "kind": None, "valid_from": S.valid_from}, keys)


def by_id(showcase_id: int) -> Showcase:
    """One that a checked row is about."""
    return db.session.get_one(Showcase, showcase_id)
