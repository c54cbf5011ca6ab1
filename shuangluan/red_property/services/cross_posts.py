"""交叉任职 in both directions (RP-5, RP-71)."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Compound, CompoundService, Organisation, Person, RoleGrant
from shuangluan.kernel.permissions import in_force
from shuangluan.red_property.models import CrossAppointment
from shuangluan.red_property.permissions import COMMUNITY
from shuangluan.red_property.rules import cross_posts, sentences
from shuangluan.red_property.rules.cross_posts import Candidate, CrossPost


def appoint_across(
    person: Person,
    post: CrossPost,
    organisation: Organisation,
    host: str,
    *,
    valid_from: date,
    is_party_member: bool,
    is_responsible: bool,
    by: audit.Actor,
    at: datetime,
) -> CrossAppointment:
    """A post on the other side of the table. Raises RuleBroken for who may not hold it on its first day."""
    candidate = Candidate(
        is_party_member=is_party_member,
        is_responsible=is_responsible,
        community=_community_of(person, valid_from),
        company_communities=_served(organisation, valid_from),
    )
    cross_posts.check_cross_post(post, candidate, host)
    twin = select(CrossAppointment.id).where(
        CrossAppointment.person_id == person.id,
        CrossAppointment.post == post,
        CrossAppointment.host == host,
        CrossAppointment.organisation_id == organisation.id,
        CrossAppointment.valid_to.is_(None),
    )
    if db.session.scalar(twin) is not None:
        raise RuleBroken(f"{person.name}已经担任这个职务", "name")
    row = CrossAppointment(
        person_id=person.id, post=post, organisation_id=organisation.id, host=host, valid_from=valid_from,
        is_party_member=is_party_member, is_responsible=is_responsible,
    )  # fmt: skip
    audit.created(sentences.CROSS_APPOINTED, row, by=by, at=at)
    return row


def end_cross_post(row: CrossAppointment, *, last_day: date, by: audit.Actor, at: datetime) -> None:
    """The last day of a post."""
    if row.valid_to is not None:
        raise RuleBroken("这个职务已经结束", "last_day")
    if not row.valid_from <= last_day <= clock.local_day(at):
        raise RuleBroken("最后一天要在任职以后、今天以前", "last_day")
    with audit.changing(sentences.CROSS_ENDED, row, by=by, at=at):
        row.valid_to = last_day + timedelta(days=1)


def remove_cross_post(row: CrossAppointment, *, by: audit.Actor, at: datetime) -> None:
    """Take away a post that was entered by mistake."""
    with audit.removing(sentences.CROSS_REMOVED, row, by=by, at=at):
        removal.delete("这条任职", row)


def _community_of(person: Person, day: date) -> str | None:
    """The community whose 两委 the person works in, by his roles of the day."""
    held = select(RoleGrant.area).where(
        RoleGrant.person_id == person.id,
        RoleGrant.role.in_(sorted(COMMUNITY)),
        in_force(RoleGrant.valid_from, RoleGrant.valid_to, day),
    )
    return db.session.scalar(held.order_by(RoleGrant.id).limit(1))


def _served(organisation: Organisation, day: date) -> frozenset[str]:
    rows = db.session.scalars(
        select(Compound.community)
        .join(CompoundService, CompoundService.compound_id == Compound.id)
        .where(
            CompoundService.organisation_id == organisation.id,
            in_force(CompoundService.valid_from, CompoundService.valid_to, day),
        )
    )
    return frozenset(rows)
