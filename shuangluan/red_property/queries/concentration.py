"""三集中: one row per company with its last visit, what an organisation needs, the step reached (RP-67)."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from shuangluan.kernel.models import Organisation, PartyUnit
from shuangluan.kernel.permissions import in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source
from shuangluan.red_property.models import Company, CompanyParty, CompanyVisit, Instructor
from shuangluan.red_property.queries import company_register
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.rules.companies import Cover
from shuangluan.red_property.rules.visits import FORMAL_NEEDED, months_before

LAST, JOINED, SENT = aliased(CompanyVisit), aliased(CompanyParty), aliased(Instructor)
V, P, N = CompanyVisit, CompanyParty, Instructor


def last_visit(day: date) -> Any:
    """The id of the last visit to a company by a day."""
    held = select(V.id).where(V.organisation_id == Company.organisation_id, V.visited_on <= day)
    newest = held.order_by(V.visited_on.desc(), V.id.desc()).limit(1)
    return newest.correlate(Company).scalar_subquery()


def is_unvisited(day: date) -> ColumnElement[bool]:
    """Companies without a visit in the months of the setting."""
    since = months_before(day, book_on(day).terms.visit_months)
    return ~exists().where(
        V.organisation_id == Company.organisation_id, V.visited_on >= since, V.visited_on <= day
    )


def _is_ready(day: date) -> ColumnElement[bool]:
    """Enough formal members by the last count, and no organisation yet."""
    enough = select(LAST.id).where(LAST.id == last_visit(day), LAST.formal_members >= FORMAL_NEEDED)
    return and_(enough.exists(), ~company_register.organised(day))


def _columns(day: date) -> Select[Any]:
    unit = (
        select(func.min(P.id))
        .join(PartyUnit, PartyUnit.id == P.party_unit_id)
        .where(
            P.organisation_id == Company.organisation_id, in_force(P.valid_from, P.valid_to, day),
            or_(PartyUnit.closed_on.is_(None), PartyUnit.closed_on > day),
        )
        .correlate(Company)
        .scalar_subquery()
    )  # fmt: skip
    sent = (
        select(func.min(N.id))
        .where(N.organisation_id == Company.organisation_id, in_force(N.valid_from, N.valid_to, day))
        .correlate(Company)
        .scalar_subquery()
    )
    columns: Any = select(
        Company.id, Organisation.name, LAST.visited_on, LAST.party_members, LAST.formal_members, LAST.staff,
        JOINED.valid_from.label("joined_on"), JOINED.basis.label("joined_by"), SENT.valid_from.label("sent_on"),
        SENT.basis.label("sent_by"),
    )  # fmt: skip
    found: Select[Any] = (
        columns.join(Organisation, Organisation.id == Company.organisation_id)
        .outerjoin(LAST, LAST.id == last_visit(day))
        .outerjoin(JOINED, JOINED.id == unit)
        .outerjoin(SENT, SENT.id == sent)
    )
    return found


def _visited() -> Any:
    """The day of the last visit; those that never had one come first."""
    held = select(func.max(V.visited_on)).where(V.organisation_id == Company.organisation_id)
    return func.coalesce(held.correlate(Company).scalar_subquery(), date.min)


SOURCE = Source(
    key=Company.id,
    ids=company_register.visible,
    columns=_columns,
    orders={"visited_on": (_visited(), Organisation.name), "name": (Organisation.name,)},
    filters={"q": lambda text, day: matches(Organisation.search_text, norm(text))},
    views=lambda day: {
        "all": None,
        "unvisited": is_unvisited(day),
        "ready": _is_ready(day),
        "organised": company_register.of_cover(Cover.ORGANISED, day),
        "instructed": company_register.of_cover(Cover.INSTRUCTED, day),
        "blank": company_register.of_cover(Cover.BLANK, day),
    },
    area=company_register.serves_in,
)
