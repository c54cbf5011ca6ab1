"""物业服务企业党组织: counted as organisations, a joint branch of several companies once (RP-34, RP-45)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.kernel.models import Organisation, PartyUnit, PartyUnitKind
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source
from shuangluan.red_property.models import Company, CompanyParty
from shuangluan.red_property.queries import company_register
from shuangluan.red_property.queries.company_register import UNIT_KINDS

U, PARENT = PartyUnit, aliased(PartyUnit)


def _joined(*conditions: Any) -> Select[Any]:
    return select(CompanyParty.party_unit_id).where(*conditions)


def visible(viewer: Viewer, day: date) -> Select[Any]:
    """Units of the companies that the viewer may see, those they have left among them."""
    seen = company_register.visible(viewer, day).with_only_columns(Company.organisation_id)
    own = U.id.in_(_joined(CompanyParty.organisation_id.in_(seen)))
    return select(U.id).where(U.kind.in_(UNIT_KINDS), own)


def is_active(day: date) -> ColumnElement[bool]:
    """Units that are not closed and have a company on the day."""
    held = _joined(in_force(CompanyParty.valid_from, CompanyParty.valid_to, day))
    return and_(or_(U.closed_on.is_(None), U.closed_on > day), U.founded_on <= day, U.id.in_(held))


def _columns(day: date) -> Select[Any]:
    members = (
        select(func.count(CompanyParty.id))
        .where(CompanyParty.party_unit_id == U.id, in_force(CompanyParty.valid_from, CompanyParty.valid_to, day))
        .scalar_subquery()
    )
    first = (
        select(func.min(Organisation.name))
        .join(CompanyParty, CompanyParty.organisation_id == Organisation.id)
        .where(CompanyParty.party_unit_id == U.id, in_force(CompanyParty.valid_from, CompanyParty.valid_to, day))
        .scalar_subquery()
    )
    return select(
        U.id, U.name, U.kind, U.parent_id, U.founded_on, U.closed_on, PARENT.name.label("parent"),
        members.label("companies"), first.label("company"),
    ).outerjoin(PARENT, PARENT.id == U.parent_id)  # fmt: skip


def _called(text: str, day: date) -> ColumnElement[bool]:
    words = norm(text)
    own = _joined(
        CompanyParty.organisation_id.in_(select(Organisation.id).where(matches(Organisation.search_text, words)))
    )
    return or_(U.name.contains(text, autoescape=True), U.id.in_(own))


SOURCE = Source(
    key=U.id,
    ids=visible,
    columns=_columns,
    orders={"name": (U.name,), "founded_on": (U.founded_on,)},
    filters={"q": _called, "kind": lambda text, day: U.kind == PartyUnitKind(text)},
    views=lambda day: {
        "active": is_active(day),
        "joint": and_(is_active(day), U.kind == PartyUnitKind.JOINT_BRANCH),
        "former": ~is_active(day),
        "all": None,
    },
    area=lambda code, day: U.id.in_(_joined(CompanyParty.organisation_id.in_(company_register.serving_in(code, day)))),
)


def active(viewer: Viewer, day: date) -> Sequence[Any]:
    """The rows of the active units that the viewer may see, by name."""
    held = _columns(day).where(U.id.in_(visible(viewer, day)), is_active(day))
    return db.session.execute(held.order_by(U.name, U.id)).all()


def unit(unit_id: int, *, viewer: Viewer, day: date) -> PartyUnit | None:
    """A unit that the viewer may see."""
    return db.session.scalar(select(U).where(U.id == unit_id, U.id.in_(visible(viewer, day))))


def companies_of(unit: PartyUnit) -> Sequence[Any]:
    """(CompanyParty, name, company id) of a unit, the present ones first."""
    return db.session.execute(
        select(CompanyParty, Organisation.name, Company.id)
        .join(Organisation, Organisation.id == CompanyParty.organisation_id)
        .join(Company, Company.organisation_id == Organisation.id)
        .where(CompanyParty.party_unit_id == unit.id)
        .order_by(CompanyParty.valid_to.is_not(None), Organisation.name, CompanyParty.id)
    ).all()


def parent_of(unit: PartyUnit) -> PartyUnit | None:
    """The unit above it."""
    return db.session.get(PartyUnit, unit.parent_id) if unit.parent_id else None
