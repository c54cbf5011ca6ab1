"""Written mandates of compounds, and who may be given one (RP-12)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, or_, select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.models import Account, Compound, CompoundService, Person, RoleGrant
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.red_property.models import Committee, Mandate, Meeting, MeetingCompound
from shuangluan.red_property.permissions import PARTIES
from shuangluan.red_property.queries.visibility import visible
from shuangluan.red_property.rules.mandates import MandateFact


def facts_of(compound_id: int) -> list[MandateFact]:
    """Every mandate of a compound, as rules see them."""
    rows = db.session.scalars(select(Mandate).where(Mandate.compound_id == compound_id).order_by(Mandate.id))
    return [
        MandateFact(row.person_id, row.party, row.valid_from, row.valid_until, row.revoked_at is not None)
        for row in rows
    ]


def of_meeting(meeting_id: int) -> Sequence[Mandate]:
    """The mandates of the compounds at a table that were not revoked, newest first."""
    at_table = select(MeetingCompound.compound_id).where(MeetingCompound.meeting_id == meeting_id)
    return db.session.scalars(
        select(Mandate)
        .where(Mandate.compound_id.in_(at_table), Mandate.revoked_at.is_(None))
        .order_by(Mandate.valid_until.desc(), Mandate.id.desc())
    ).all()


def held_by(person_id: int | None, meeting_id: int, day: date) -> Mandate | None:
    """The mandate with which a person may sign on `day` for a party at a table."""
    return next(
        (
            one for one in of_meeting(meeting_id)
            if one.person_id == person_id and one.valid_from <= day <= one.valid_until
        ),
        None,
    )  # fmt: skip


def mandate(mandate_id: int, *, viewer: Viewer) -> Mandate | None:
    """A mandate of a compound whose meetings the viewer may open."""
    own = select(MeetingCompound.compound_id).where(
        MeetingCompound.meeting_id.in_(visible(viewer, clock.today(), Meeting.id))
    )
    return db.session.scalar(select(Mandate).where(Mandate.id == mandate_id, Mandate.compound_id.in_(own)))


def candidates(compound: Compound, day: date) -> Sequence[Person]:
    """Who may be named: persons with an account and a role of a party, for the community, company or committee."""
    companies = select(CompoundService.organisation_id).where(
        CompoundService.compound_id == compound.id,
        in_force(CompoundService.valid_from, CompoundService.valid_to, day),
    )
    committees = select(Committee.organisation_id).where(Committee.compound_id == compound.id)
    scope = or_(
        RoleGrant.area == compound.community,
        RoleGrant.organisation_id.in_(companies),
        RoleGrant.organisation_id.in_(committees),
    )
    holds = select(RoleGrant.person_id).where(
        and_(RoleGrant.role.in_(sorted(PARTIES)), scope, in_force(RoleGrant.valid_from, RoleGrant.valid_to, day))
    )
    return db.session.scalars(
        select(Person)
        .join(Account, Account.person_id == Person.id)
        .where(Person.id.in_(holds), Account.closed_at.is_(None))
        .order_by(Person.pinyin, Person.id)
    ).all()
