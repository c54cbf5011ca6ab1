"""Party units of companies, instructors sent to them, posts on the other side of the table (RP-5, RP-34, RP-71)."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, people
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Organisation, OrganisationKind, PartyUnit, Person
from shuangluan.kernel.permissions import in_force
from shuangluan.red_property.models import CompanyUnit, CrossPost, Instructor
from shuangluan.red_property.queries.companies import communities_served
from shuangluan.red_property.rules import cross_posts, sentences
from shuangluan.red_property.rules.cross_posts import Candidate, CrossPostKind

Dated = CompanyUnit | Instructor | CrossPost
ENDED = {
    CompanyUnit: sentences.UNIT_LEFT,
    Instructor: sentences.INSTRUCTOR_RECALLED,
    CrossPost: sentences.CROSS_POST_ENDED,
}


def join_unit(
    company: Organisation, unit: PartyUnit, *, valid_from: date, by: audit.Actor, at: datetime
) -> CompanyUnit:
    """The company belongs to a party unit from a day on. Raises RuleBroken where it does so already."""
    _check_company(company)
    twin = select(CompanyUnit.id).where(
        CompanyUnit.organisation_id == company.id, CompanyUnit.party_unit_id == unit.id, CompanyUnit.valid_to.is_(None)
    )
    if db.session.scalar(twin) is not None:
        raise RuleBroken(f"已经登记在“{unit.name}”", "party_unit_id")
    row = CompanyUnit(organisation_id=company.id, party_unit_id=unit.id, valid_from=valid_from)
    audit.created(sentences.UNIT_JOINED, row, by=by, at=at)
    return row


def send_instructor(
    company: Organisation, person: Person, *, basis: str, valid_from: date, by: audit.Actor, at: datetime
) -> Instructor:
    """Send a 党建指导员. Raises RuleBroken while the same person is there already, and without a basis."""
    _check_company(company)
    if not basis.strip():
        raise RuleBroken("写明选派的依据，如文件号", "basis")
    twin = select(Instructor.id).where(
        Instructor.organisation_id == company.id, Instructor.person_id == person.id, Instructor.valid_to.is_(None)
    )
    if db.session.scalar(twin) is not None:
        raise RuleBroken(f"{person.name}已经是这家企业的指导员", "name")
    row = Instructor(organisation_id=company.id, person_id=person.id, basis=basis, valid_from=valid_from)
    audit.created(sentences.INSTRUCTOR_SENT, row, by=by, at=at)
    return row


def take_cross_post(
    company: Organisation, person: Person, kind: CrossPostKind, *, host: str, candidate: tuple[bool, bool, str | None],
    basis: str, valid_from: date, by: audit.Actor, at: datetime,
) -> CrossPost:  # fmt: skip
    """交叉任职 from a day on; `candidate`: party member, 负责人 of the company, community of his 两委.

    Raises RuleBroken where RP-5 does not let the person hold the post.
    """
    _check_company(company)
    served = frozenset(communities_served(company.id, valid_from))
    cross_posts.check_cross_post(kind, Candidate(*candidate, company_communities=served), host)
    twin = select(CrossPost.id).where(
        CrossPost.kind == kind, CrossPost.person_id == person.id, CrossPost.host == host,
        in_force(CrossPost.valid_from, CrossPost.valid_to, valid_from),
    )  # fmt: skip
    if db.session.scalar(twin) is not None:
        raise RuleBroken(f"{person.name}这时已经任这一职务", "name")
    row = CrossPost(
        kind=kind, person_id=person.id, organisation_id=company.id, host=host, basis=basis, valid_from=valid_from
    )
    audit.created(sentences.CROSS_POST_TAKEN, row, by=by, at=at)
    return row


def end(row: Dated, *, last_day: date, by: audit.Actor, at: datetime) -> None:
    """The last day of a membership, an instructor, a post. Raises RuleBroken before its first day, or if it has one."""
    ended = last_day + timedelta(days=1)
    if ended <= row.valid_from:
        raise RuleBroken(f"最后一天不能早于开始的 {row.valid_from}", "last_day")
    if row.valid_to is not None:
        raise RuleBroken(f"已经在 {row.valid_to - timedelta(days=1)} 结束", "last_day")
    with audit.changing(ENDED[type(row)], row, by=by, at=at):
        row.valid_to = ended


def person_named(name: str, phone: str, *, by: audit.Actor, at: datetime) -> Person:
    """The person with this name and telephone number; registered when nobody has them."""
    return people.person_by_phone(name, phone) or people.add_person(name, phone=phone, by=by, at=at)


def _check_company(organisation: Organisation) -> None:
    if organisation.kind is not OrganisationKind.COMPANY:
        raise RuleBroken("这个单位不是物业服务企业", "organisation")
