"""物业企业 with their party cover, computed as of a day (RP-5, RP-34)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true

from shuangluan.extensions import db
from shuangluan.kernel.models import (
    Account,
    Compound,
    CompoundService,
    Organisation,
    PartyUnit,
    PartyUnitKind,
    Person,
    RoleGrant,
)
from shuangluan.kernel.permissions import Viewer, area_range, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source
from shuangluan.red_property.models import Company, CompanyParty, Instructor
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.sources import own_compounds, reads_district
from shuangluan.red_property.rules.companies import CompanyKind, Cover

UNIT_KINDS = (PartyUnitKind.COMPANY, PartyUnitKind.JOINT_BRANCH)


def organised(day: date) -> ColumnElement[bool]:
    """Companies in any active party unit, own or joint."""
    return exists().where(
        CompanyParty.organisation_id == Company.organisation_id,
        in_force(CompanyParty.valid_from, CompanyParty.valid_to, day),
        PartyUnit.id == CompanyParty.party_unit_id,
        or_(PartyUnit.closed_on.is_(None), PartyUnit.closed_on > day),
    )


def instructed(day: date) -> ColumnElement[bool]:
    """Companies with an active instructor."""
    return exists().where(
        Instructor.organisation_id == Company.organisation_id,
        in_force(Instructor.valid_from, Instructor.valid_to, day),
    )


def of_cover(cover: Cover, day: date) -> ColumnElement[bool]:
    """Companies of one status: an organisation counts before an instructor (RP-34)."""
    return {
        Cover.ORGANISED: organised(day),
        Cover.INSTRUCTED: and_(~organised(day), instructed(day)),
        Cover.BLANK: and_(~organised(day), ~instructed(day)),
    }[cover]


def _serves(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        CompoundService.organisation_id == Company.organisation_id,
        Compound.id == CompoundService.compound_id,
        condition,
    )


def serves_in(code: str, day: date) -> ColumnElement[bool]:
    """Companies that serve a compound of an area on a day."""
    now = in_force(CompoundService.valid_from, CompoundService.valid_to, day)
    return _serves(and_(area_range(Compound.community, code), now))


def serving_in(code: str, day: date) -> Select[Any]:
    """The organisations of these companies."""
    return select(Company.organisation_id).where(serves_in(code, day))


def visible(viewer: Viewer, day: date) -> Select[Any]:
    """Every company for the district; else those that serve, or served, a compound of the viewer's, and his own."""
    whole = true() if reads_district(viewer) else _serves(own_compounds(viewer, day))
    own = Company.organisation_id.in_(viewer.organisations(Perm.REGISTER_READ))
    return select(Company.id).join(Organisation, Organisation.id == Company.organisation_id).where(or_(whole, own))


def _columns(day: date) -> Select[Any]:
    units = (
        select(func.count(CompanyParty.id))
        .join(PartyUnit, PartyUnit.id == CompanyParty.party_unit_id)
        .where(
            CompanyParty.organisation_id == Company.organisation_id,
            in_force(CompanyParty.valid_from, CompanyParty.valid_to, day),
            or_(PartyUnit.closed_on.is_(None), PartyUnit.closed_on > day),
        )
        .scalar_subquery()
    )
    instructors = (
        select(func.count(Instructor.id))
        .where(
            Instructor.organisation_id == Company.organisation_id,
            in_force(Instructor.valid_from, Instructor.valid_to, day),
        )
        .scalar_subquery()
    )
    compounds = (
        select(func.count(CompoundService.compound_id.distinct()))
        .where(
            CompoundService.organisation_id == Company.organisation_id,
            in_force(CompoundService.valid_from, CompoundService.valid_to, day),
        )
        .scalar_subquery()
    )
    return select(
        Company.id, Company.organisation_id, Organisation.name, Company.credit_code, Company.kind, Company.stars,
        Company.row_version, units.label("units"), instructors.label("instructors"), compounds.label("compounds"),
    ).join(Organisation, Organisation.id == Company.organisation_id)  # fmt: skip


SOURCE = Source(
    key=Company.id,
    ids=visible,
    columns=_columns,
    orders={
        "name": (Organisation.name,),
        "stars": (func.coalesce(Company.stars, -1),),
    },
    filters={
        "q": lambda text, day: or_(matches(Organisation.search_text, norm(text)), Company.credit_code == text.upper()),
        "kind": lambda text, day: Company.kind == CompanyKind(text),
        "cover": lambda text, day: of_cover(Cover(text), day),
    },
    views=lambda day: {
        "all": None,
        "organised": of_cover(Cover.ORGANISED, day),
        "instructed": of_cover(Cover.INSTRUCTED, day),
        "blank": of_cover(Cover.BLANK, day),
    },
    area=serves_in,
)


def company(company_id: int, *, viewer: Viewer, day: date) -> Company | None:
    """A company that the viewer may see."""
    return db.session.scalar(select(Company).where(Company.id == company_id, Company.id.in_(visible(viewer, day))))


def standing(company_id: int, day: date) -> Any:
    """The row of one company as its list draws it."""
    return db.session.execute(_columns(day).where(Company.id == company_id)).one()


def organisation_of(company: Company) -> Organisation:
    """The kernel's row of a company."""
    return db.session.get_one(Organisation, company.organisation_id)


def units_of(organisation_id: int) -> Sequence[Any]:
    """(CompanyParty, PartyUnit) of a company, the present ones first."""
    return db.session.execute(
        select(CompanyParty, PartyUnit)
        .join(PartyUnit, PartyUnit.id == CompanyParty.party_unit_id)
        .where(CompanyParty.organisation_id == organisation_id)
        .order_by(CompanyParty.valid_to.is_not(None), CompanyParty.valid_from.desc(), CompanyParty.id)
    ).all()


def unit_row(company: Company, row_id: int) -> CompanyParty | None:
    """One membership of a company."""
    held = select(CompanyParty).where(CompanyParty.id == row_id)
    return db.session.scalar(held.where(CompanyParty.organisation_id == company.organisation_id))


def instructors_of(organisation_id: int) -> Sequence[Any]:
    """(Instructor, name) of a company, the present ones first."""
    return db.session.execute(
        select(Instructor, Person.name)
        .join(Person, Person.id == Instructor.person_id)
        .where(Instructor.organisation_id == organisation_id)
        .order_by(Instructor.valid_to.is_not(None), Instructor.valid_from.desc(), Instructor.id)
    ).all()


def instructor_row(company: Company, row_id: int) -> Instructor | None:
    """One instructor of a company."""
    held = select(Instructor).where(Instructor.id == row_id)
    return db.session.scalar(held.where(Instructor.organisation_id == company.organisation_id))


def liaisons(organisation_id: int, day: date) -> Sequence[Any]:
    """(name, user name, has an open account) of those who write for the company on `day`."""
    return db.session.execute(
        select(Person.name, Account.username, Account.closed_at)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(
            RoleGrant.role == "property_liaison",
            RoleGrant.organisation_id == organisation_id,
            in_force(RoleGrant.valid_from, RoleGrant.valid_to, day),
        )
        .order_by(Person.pinyin, Person.id)
    ).all()


def party_units(day: date) -> Sequence[PartyUnit]:
    """The party units that a company can belong to, by name."""
    held = select(PartyUnit).where(
        PartyUnit.kind.in_(UNIT_KINDS), or_(PartyUnit.closed_on.is_(None), PartyUnit.closed_on > day)
    )
    return db.session.scalars(held.order_by(PartyUnit.name, PartyUnit.id)).all()


def party_unit(unit_id: int) -> PartyUnit | None:
    """One of them."""
    return db.session.scalar(
        select(PartyUnit).where(PartyUnit.id == unit_id, PartyUnit.kind.in_(UNIT_KINDS))
    )


def writable(viewer: Viewer, day: date) -> Sequence[Organisation]:
    """The companies that the viewer may see, by name: those that he may write of."""
    own = select(Company.organisation_id).where(Company.id.in_(visible(viewer, day)))
    held = select(Organisation).where(Organisation.id.in_(own))
    return db.session.scalars(held.order_by(Organisation.name, Organisation.id)).all()


def companies(day: date) -> Sequence[tuple[int, str]]:
    """(id, name) of every company's organisation on `day`, by name: what a contract can be made with."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.name)
        .join(Company, Company.organisation_id == Organisation.id)
        .where(in_force(Organisation.valid_from, Organisation.valid_to, day))
        .order_by(Organisation.name, Organisation.id)
    )
    return [(row[0], row[1]) for row in rows]


def company_organisation(organisation_id: int) -> Organisation | None:
    """The organisation of a registered company."""
    held = select(Organisation).join(Company, Company.organisation_id == Organisation.id)
    return db.session.scalar(held.where(Organisation.id == organisation_id))


def known(codes: Iterable[str]) -> Mapping[str, Any]:
    """Credit code → the company as it stands, for a sheet."""
    rows = db.session.execute(
        select(
            Company.id, Company.row_version, Company.credit_code, Company.kind, Company.stars, Organisation.name,
            Company.organisation_id,
        )
        .join(Organisation, Organisation.id == Company.organisation_id)
        .where(Company.credit_code.in_(list(codes)))
    )  # fmt: skip
    return {row.credit_code: row for row in rows}


def named(names: Iterable[str]) -> Mapping[str, Any]:
    """Name → (organisation id, company id) of registered companies, for a sheet."""
    rows = db.session.execute(
        select(Organisation.name, Organisation.id, Company.id.label("company_id"))
        .join(Company, Company.organisation_id == Organisation.id)
        .where(Organisation.name.in_(list(names)))
    )
    return {row.name: row for row in rows}


def seen(names: Iterable[str], viewer: Viewer, day: date) -> set[str]:
    """The names of those companies that the viewer may see, for a sheet."""
    own = Company.id.in_(visible(viewer, day))
    held = select(Organisation.name).join(Company, Company.organisation_id == Organisation.id)
    return set(db.session.scalars(held.where(Organisation.name.in_(list(names)), own)))


def by_id(company_id: int) -> Company:
    """A company that a checked row is about."""
    return db.session.get_one(Company, company_id)
