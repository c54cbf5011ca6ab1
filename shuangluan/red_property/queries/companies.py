"""物业企业 and 物业合同: who may see them, the rows of their lists, what belongs to one of them (RP-5, RP-34)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound, CompoundService, Organisation, OrganisationKind, PartyUnit, Person
from shuangluan.kernel.permissions import Viewer, area_range, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.tables import Asked, Page
from shuangluan.red_property.models import Company, CompanyUnit, Contract, Instructor
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.registers import Columns, Views, paged, whole
from shuangluan.red_property.rules.companies import ContractKind, Cover

EXPIRING = 90  # days before the end of a contract from which it is among those that expire
Org, C = Organisation, Contract


def own_companies(viewer: Viewer) -> list[int]:
    """The companies for which the viewer is liaison."""
    grants = viewer.roles(Perm.COMPANY_READ)
    return sorted({g.organisation_id for g in grants if g.role == "property_liaison" and g.organisation_id})


def is_visible_company(viewer: Viewer) -> ColumnElement[bool]:
    """Whoever holds an office reads every company: one company serves several streets; a liaison reads his own."""
    if any(grant.role != "property_liaison" for grant in viewer.roles(Perm.COMPANY_READ)):
        return Org.id.is_not(None)
    return Org.id.in_(own_companies(viewer))


def company(organisation_id: int, *, viewer: Viewer) -> Organisation | None:
    """A company that the viewer may read."""
    return db.session.scalar(
        select(Org).where(Org.id == organisation_id, Org.kind == OrganisationKind.COMPANY, is_visible_company(viewer))
    )


def register_of(organisation_id: int) -> Company | None:
    """What is registered of a company beyond its name."""
    return db.session.scalar(select(Company).where(Company.organisation_id == organisation_id))


def _serving(day: date) -> ColumnElement[bool]:
    return exists().where(
        CompoundService.organisation_id == Org.id, in_force(CompoundService.valid_from, CompoundService.valid_to, day)
    )


def _organised(day: date) -> ColumnElement[bool]:
    return exists().where(
        CompanyUnit.organisation_id == Org.id, CompanyUnit.party_unit_id == PartyUnit.id, PartyUnit.closed_on.is_(None),
        in_force(CompanyUnit.valid_from, CompanyUnit.valid_to, day),
    )  # fmt: skip


def _instructed(day: date) -> ColumnElement[bool]:
    return exists().where(
        Instructor.organisation_id == Org.id, in_force(Instructor.valid_from, Instructor.valid_to, day)
    )


def _covered(which: str, day: date) -> ColumnElement[bool]:
    """The very status that `rules.companies.cover` computes, as a condition (RP-34)."""
    rules = {
        Cover.ORGANISED: _organised(day),
        Cover.INSTRUCTED: and_(~_organised(day), _instructed(day)),
        Cover.BLANK: and_(~_organised(day), ~_instructed(day)),
    }
    return rules[Cover(which)]


def _companies(asked: Asked, viewer: Viewer, day: date) -> tuple[Columns, Select[Any], Views]:
    views: Views = {
        "serving": _serving(day),
        "blank": and_(_serving(day), _covered(Cover.BLANK, day)),
        "all": None,
    }
    base = select(Org.id).where(Org.kind == OrganisationKind.COMPANY, is_visible_company(viewer))
    values = asked.values
    if asked.extra.get("area"):
        served = select(CompoundService.organisation_id).join(Compound, Compound.id == CompoundService.compound_id)
        base = base.where(Org.id.in_(served.where(area_range(Compound.community, asked.extra["area"]))))
    if values.get("q"):
        base = base.where(matches(Org.search_text, norm(values["q"])))
    if values.get("kind"):
        base = base.where(Org.id.in_(select(Company.organisation_id).where(Company.kind == values["kind"])))
    if values.get("cover"):
        base = base.where(_covered(values["cover"], day))
    compounds = (
        select(func.count(CompoundService.id))
        .where(CompoundService.organisation_id == Org.id)
        .where(in_force(CompoundService.valid_from, CompoundService.valid_to, day))
        .scalar_subquery()
    )
    columns: Any = select(
        Org.id, Org.name, Company.credit_code, Company.kind, Company.stars, compounds.label("compounds"),
        _organised(day).label("organised"), _instructed(day).label("instructed"),
    ).outerjoin(Company, Company.organisation_id == Org.id)  # fmt: skip
    order = [Org.name.desc(), Org.id.desc()] if asked.desc else [Org.name, Org.id]
    return Columns(columns, Org.id, order), base, views


def company_page(asked: Asked, viewer: Viewer, day: date) -> tuple[Page, dict[str, int]]:
    """The companies asked for, and the numbers of the views."""
    drawn, base, views = _companies(asked, viewer, day)
    return paged(asked, base, views, drawn)


def all_companies(asked: Asked, viewer: Viewer, day: date, most: int) -> Sequence[Any]:
    """Every company asked for, at most one more than `most`."""
    drawn, base, views = _companies(asked, viewer, day)
    return whole(asked, base, views, drawn, None, most)


def is_visible_contract(viewer: Viewer) -> ColumnElement[bool]:
    """Contracts of compounds in the viewer's areas, and those of his company."""
    return or_(viewer.within(Perm.COMPANY_READ, Compound.community), C.organisation_id.in_(own_companies(viewer)))


def contract(contract_id: int, *, viewer: Viewer) -> tuple[Contract, Compound, Organisation] | None:
    """A contract that the viewer may read, with its two sides."""
    row = db.session.execute(
        select(C, Compound, Org)
        .join(Compound, Compound.id == C.compound_id)
        .join(Org, Org.id == C.organisation_id)
        .where(C.id == contract_id, is_visible_contract(viewer))
    ).first()
    return (row[0], row[1], row[2]) if row else None


def contract_views(day: date) -> Mapping[str, ColumnElement[bool] | None]:
    """The views of the list of contracts on a day."""
    current = in_force(C.valid_from, C.valid_to, day)
    return {
        "current": current,
        "expiring": and_(current, C.valid_to <= day + timedelta(days=EXPIRING)),
        "unfiled": and_(current, C.filed_on.is_(None)),
        "ended": C.valid_to <= day,
        "all": None,
    }


def _contracts(asked: Asked, viewer: Viewer, day: date) -> tuple[Columns, Select[Any], Views]:
    base = select(C.id).join(Compound, Compound.id == C.compound_id).where(is_visible_contract(viewer))
    values = asked.values
    if asked.extra.get("area"):
        base = base.where(area_range(Compound.community, asked.extra["area"]))
    if values.get("q"):
        words = norm(values["q"])
        named = select(Org.id).where(Org.kind == OrganisationKind.COMPANY, matches(Org.search_text, words))
        base = base.where(or_(matches(Compound.search_text, words), C.organisation_id.in_(named)))
    if values.get("kind"):
        base = base.where(C.kind == ContractKind(values["kind"]))
    columns: Any = (
        select(
            C.id, C.kind, C.valid_from, C.valid_to, C.fee_text, C.filed_on, C.organisation_id,
            Compound.name.label("compound"), Compound.community, Org.name.label("company"),
        )
        .join(Compound, Compound.id == C.compound_id)
        .join(Org, Org.id == C.organisation_id)
    )  # fmt: skip
    by = {"compound": Compound.name, "valid_from": C.valid_from, "valid_to": C.valid_to}[asked.sort]
    order = [by.desc().nulls_last(), C.id.desc()] if asked.desc else [by.nulls_last(), C.id]
    return Columns(columns, C.id, order), base, contract_views(day)


def contract_page(asked: Asked, viewer: Viewer, day: date) -> tuple[Page, dict[str, int]]:
    """The contracts asked for, and the numbers of the views."""
    drawn, base, views = _contracts(asked, viewer, day)
    return paged(asked, base, views, drawn)


def all_contracts(asked: Asked, viewer: Viewer, day: date, most: int) -> Sequence[Any]:
    """Every contract asked for, at most one more than `most`."""
    drawn, base, views = _contracts(asked, viewer, day)
    return whole(asked, base, views, drawn, None, most)


def contracts_of(organisation_id: int, *, viewer: Viewer) -> Sequence[tuple[Contract, Compound]]:
    """The contracts of a company that the viewer may read, the newest first."""
    rows = db.session.execute(
        select(C, Compound)
        .join(Compound, Compound.id == C.compound_id)
        .where(C.organisation_id == organisation_id, is_visible_contract(viewer))
        .order_by(C.valid_from.desc(), C.id.desc())
    )
    return [(row[0], row[1]) for row in rows]


def contracts_in(compound_id: int) -> Sequence[tuple[Contract, Organisation]]:
    """The contracts of a compound, the newest first."""
    rows = db.session.execute(
        select(C, Org)
        .join(Org, Org.id == C.organisation_id)
        .where(C.compound_id == compound_id)
        .order_by(C.valid_from.desc(), C.id.desc())
    )
    return [(row[0], row[1]) for row in rows]


def units_of(organisation_id: int) -> Sequence[tuple[CompanyUnit, PartyUnit]]:
    """The party units of a company, the newest first."""
    rows = db.session.execute(
        select(CompanyUnit, PartyUnit)
        .join(PartyUnit, PartyUnit.id == CompanyUnit.party_unit_id)
        .where(CompanyUnit.organisation_id == organisation_id)
        .order_by(CompanyUnit.valid_from.desc(), CompanyUnit.id.desc())
    )
    return [(row[0], row[1]) for row in rows]


def instructors_of(organisation_id: int) -> Sequence[tuple[Instructor, Person]]:
    """The instructors of a company, the newest first."""
    rows = db.session.execute(
        select(Instructor, Person)
        .join(Person, Person.id == Instructor.person_id)
        .where(Instructor.organisation_id == organisation_id)
        .order_by(Instructor.valid_from.desc(), Instructor.id.desc())
    )
    return [(row[0], row[1]) for row in rows]


def party_units() -> Sequence[PartyUnit]:
    """Party units that a company can belong to: those that are not closed, by name."""
    return db.session.scalars(
        select(PartyUnit).where(PartyUnit.closed_on.is_(None)).order_by(PartyUnit.name, PartyUnit.id)
    ).all()


def communities_served(organisation_id: int, day: date) -> set[str]:
    """Communities in which a company serves a compound on a day."""
    rows = (
        select(Compound.community)
        .join(CompoundService, CompoundService.compound_id == Compound.id)
        .where(
            CompoundService.organisation_id == organisation_id,
            in_force(CompoundService.valid_from, CompoundService.valid_to, day),
        )
    )
    return set(db.session.scalars(rows))


def companies() -> Sequence[Organisation]:
    """Every company, by name: what a contract offers."""
    return db.session.scalars(
        select(Org).where(Org.kind == OrganisationKind.COMPANY).order_by(Org.name, Org.id)
    ).all()
