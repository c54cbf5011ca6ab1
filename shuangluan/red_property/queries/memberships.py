"""Companies in party units, each with its days: the party cover as it is entered (RP-5, RP-34)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Organisation, PartyUnit, PartyUnitKind
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, by_key
from shuangluan.red_property.models import Company, CompanyParty
from shuangluan.red_property.queries import company_register
from shuangluan.red_property.queries.company_register import UNIT_KINDS

X, U = CompanyParty, PartyUnit
Key = tuple[str, str, date]


def _joined(statement: Any) -> Any:
    return (
        statement.join(U, U.id == X.party_unit_id)
        .join(Organisation, Organisation.id == X.organisation_id)
        .join(Company, Company.organisation_id == X.organisation_id)
    )


def _visible(viewer: Viewer, day: date) -> Select[Any]:
    seen = company_register.visible(viewer, day).with_only_columns(Company.organisation_id)
    found: Select[Any] = _joined(select(X.id)).where(X.organisation_id.in_(seen))
    return found


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        X.id, X.row_version, X.party_unit_id, X.basis, X.valid_from, X.valid_to, U.name.label("unit"), U.kind,
        Organisation.name.label("company"), Company.id.label("company_id"),
    )  # fmt: skip
    found: Select[Any] = _joined(columns)
    return found


SOURCE = Source(
    key=X.id,
    ids=_visible,
    columns=_columns,
    orders={
        "company": (Organisation.name, X.valid_from),
        "unit": (U.name, Organisation.name),
        "valid_from": (X.valid_from,),
    },
    filters={
        "q": lambda text, day: or_(
            matches(Organisation.search_text, norm(text)), U.name.contains(text, autoescape=True)
        ),
        "kind": lambda text, day: U.kind == PartyUnitKind(text),
    },
    views=lambda day: {
        "current": in_force(X.valid_from, X.valid_to, day),
        "joint": and_(in_force(X.valid_from, X.valid_to, day), U.kind == PartyUnitKind.JOINT_BRANCH),
        "former": X.valid_to <= day,
        "all": None,
    },
    area=lambda code, day: X.organisation_id.in_(company_register.serving_in(code, day)),
)


def membership(membership_id: int, *, viewer: Viewer, day: date) -> CompanyParty | None:
    """One of a company that the viewer may see."""
    return db.session.scalar(select(X).where(X.id == membership_id, X.id.in_(_visible(viewer, day))))


def standing(membership_id: int, day: date) -> Any:
    """The row of one as the list draws it."""
    return db.session.execute(_columns(day).where(X.id == membership_id)).one()


def known(keys: Iterable[Key]) -> Mapping[Key, Any]:
    """(company, unit, first day) → the company in the unit as it stands, for a sheet."""
    return by_key(_columns(date.max), {"company": Organisation.name, "unit": U.name, "valid_from": X.valid_from}, keys)


def units_named(names: Iterable[str]) -> Mapping[str, PartyUnit]:
    """Name → the unit of companies, for a sheet."""
    held = select(U).where(U.kind.in_(UNIT_KINDS), U.name.in_(list(names)))
    return {row.name: row for row in db.session.scalars(held.order_by(U.id))}


def by_id(membership_id: int) -> CompanyParty:
    """The one that a checked row is about."""
    return db.session.get_one(CompanyParty, membership_id)
