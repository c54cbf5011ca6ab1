"""Conflicts: committee members, or their kin, with a post in the company that serves the compound (RP-35)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound, CompoundService, Organisation, Person, RoleGrant
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, in_area
from shuangluan.red_property.models import Committee, CommitteeMember, CompanyTie, CrossPost
from shuangluan.red_property.queries.sources import own_compounds
from shuangluan.red_property.rules.cross_posts import CrossPostKind

T, M = CompanyTie, CommitteeMember


def visible(viewer: Viewer, day: date) -> Select[Any]:
    """Posts told of the committees of the viewer's compounds."""
    return (
        select(T.id)
        .join(M, M.id == T.member_id)
        .join(Committee, Committee.id == M.committee_id)
        .join(Compound, Compound.id == Committee.compound_id)
        .join(Organisation, Organisation.id == T.organisation_id)
        .join(Person, Person.id == M.person_id)
        .where(own_compounds(viewer, day))
    )


def is_conflict(day: date) -> ColumnElement[bool]:
    """The member is in office, the post is held, and the company serves the compound on the day."""
    serves = exists().where(
        CompoundService.organisation_id == T.organisation_id,
        CompoundService.compound_id == Committee.compound_id,
        in_force(CompoundService.valid_from, CompoundService.valid_to, day),
    )
    return and_(in_force(M.valid_from, M.valid_to, day), in_force(T.valid_from, T.valid_to, day), serves)


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        T.id, T.relation, T.post, T.valid_from, T.valid_to, M.position, M.committee_id, Person.name.label("member"),
        Compound.name.label("compound"), Compound.community, Organisation.name.label("company"),
        is_conflict(day).label("is_conflict"),
    )  # fmt: skip
    found: Select[Any] = (
        columns.join(M, M.id == T.member_id)
        .join(Committee, Committee.id == M.committee_id)
        .join(Compound, Compound.id == Committee.compound_id)
        .join(Organisation, Organisation.id == T.organisation_id)
        .join(Person, Person.id == M.person_id)
    )
    return found


def _called(text: str, day: date) -> ColumnElement[bool]:
    words = norm(text)
    return or_(*(matches(one.search_text, words) for one in (Person, Compound, Organisation)))


SOURCE = Source(
    key=T.id,
    ids=visible,
    columns=_columns,
    orders={"compound": (Compound.community, Compound.name), "valid_from": (T.valid_from,)},
    filters={"q": _called},
    views=lambda day: {"conflict": is_conflict(day), "settled": ~is_conflict(day), "all": None},
    area=in_area(Compound.community),
)


def of_committee(committee_id: int, day: date) -> Sequence[Any]:
    """The rows of one committee, those in force first."""
    held = _columns(day).where(M.committee_id == committee_id)
    return db.session.execute(held.order_by(T.valid_to.is_not(None), T.valid_from.desc(), T.id)).all()


def tie(committee: Committee, tie_id: int) -> CompanyTie | None:
    """One post of a committee's members."""
    held = select(T).join(M, M.id == T.member_id)
    return db.session.scalar(held.where(T.id == tie_id, M.committee_id == committee.id))


def _works(day: date) -> ColumnElement[bool]:
    """A liaison of the company, or its responsible person who sits in the community's or street's body."""
    liaison = exists().where(
        RoleGrant.person_id == M.person_id,
        RoleGrant.role == "property_liaison",
        RoleGrant.organisation_id == CompoundService.organisation_id,
        in_force(RoleGrant.valid_from, RoleGrant.valid_to, day),
    )
    responsible = exists().where(
        CrossPost.person_id == M.person_id,
        CrossPost.kind != CrossPostKind.QUALITY_SUPERVISOR,
        CrossPost.organisation_id == CompoundService.organisation_id,
        in_force(CrossPost.valid_from, CrossPost.valid_to, day),
    )
    return or_(liaison, responsible)


def untold(viewer: Viewer, day: date) -> Sequence[Any]:
    """Members who, by other registers, work for the serving company, and of whom no post is told (RP-35)."""
    told = exists().where(
        T.member_id == M.id, T.organisation_id == CompoundService.organisation_id, T.valid_to.is_(None)
    )
    columns: Any = select(
        M.committee_id, Person.name.label("member"), Compound.name.label("compound"),
        Organisation.name.label("company"),
    )  # fmt: skip
    return db.session.execute(
        columns.join(Committee, Committee.id == M.committee_id)
        .join(Compound, Compound.id == Committee.compound_id)
        .join(CompoundService, CompoundService.compound_id == Compound.id)
        .join(Organisation, Organisation.id == CompoundService.organisation_id)
        .join(Person, Person.id == M.person_id)
        .where(
            own_compounds(viewer, day), in_force(M.valid_from, M.valid_to, day),
            in_force(CompoundService.valid_from, CompoundService.valid_to, day), _works(day), ~told,
        )
        .order_by(Compound.name, Person.pinyin, M.id)
    ).all()  # fmt: skip


def members(committee: Committee, day: date) -> Sequence[tuple[CommitteeMember, str]]:
    """(member, name) of those in office, by name."""
    rows = db.session.execute(
        select(M, Person.name)
        .join(Person, Person.id == M.person_id)
        .where(M.committee_id == committee.id, in_force(M.valid_from, M.valid_to, day))
        .order_by(Person.pinyin, M.id)
    )
    return [(row[0], row[1]) for row in rows]
