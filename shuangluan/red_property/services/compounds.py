"""Committees, the meeting day of a compound, exempted months (RP-5, RP-20, RP-69)."""

from datetime import date, datetime

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, places, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Compound, Organisation, OrganisationKind
from shuangluan.kernel.places import areas
from shuangluan.red_property.models import (
    Committee,
    CommitteeMember,
    CommitteeParty,
    Exemption,
    MeetingDay,
)
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.rules import committees, dates, sentences


def elect_committee(
    organisation: Organisation,
    compound: Compound,
    *,
    elected_on: date,
    term_end: date,
    seats: int,
    by: audit.Actor,
    at: datetime,
    filed_on: date | None = None,
) -> Committee:
    """The next term of a committee; `term_end` is the first day after it. Raises RuleBroken for a term too long,
    an even number of seats, or a term that begins before the last one did.
    """
    if organisation.kind is not OrganisationKind.OWNERS_COMMITTEE:
        raise RuleBroken("这个单位不是业主委员会", "organisation")
    committees.check_term(elected_on, term_end, seats, book_on(elected_on).terms)
    last = db.session.scalar(
        select(Committee).where(Committee.compound_id == compound.id).order_by(Committee.term_no.desc()).limit(1)
    )
    if last is not None and elected_on <= last.elected_on:
        raise RuleBroken("新一届的选举日要晚于上一届", "elected_on")
    committee = Committee(
        organisation_id=organisation.id,
        compound_id=compound.id,
        term_no=last.term_no + 1 if last else 1,
        elected_on=elected_on,
        term_end=term_end,
        seats=seats,
        filed_on=filed_on,
    )
    audit.created(sentences.COMMITTEE_ELECTED, committee, by=by, at=at)
    return committee


def committee_body(compound: Compound, *, by: audit.Actor, at: datetime) -> Organisation:
    """The organisation of a compound's committee, which stays over its terms; made with the first term."""
    held = (
        select(Organisation)
        .join(Committee, Committee.organisation_id == Organisation.id)
        .where(Committee.compound_id == compound.id)
        .order_by(Committee.term_no.desc())
    )
    found = db.session.scalar(held.limit(1))
    if found is not None:
        return found
    name = f"{compound.name}业主委员会"
    kind = OrganisationKind.OWNERS_COMMITTEE
    used = select(Organisation.id).where(Organisation.kind == kind, Organisation.name == name)
    if db.session.scalar(used) is not None:  # a compound of that name in another community
        name = f"{areas().short(compound.community)}{name}"
    return places.add_organisation(
        kind=kind, name=name, area=compound.community, by=by, at=at, valid_from=clock.local_day(at)
    )


def change_committee(
    committee: Committee,
    *,
    elected_on: date,
    term_end: date,
    seats: int,
    filed_on: date | None,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Correct a term, or add its filing. Raises RuleBroken as `elect_committee` does, and for seats that are taken."""
    committees.check_term(elected_on, term_end, seats, book_on(elected_on).terms)
    if filed_on is not None and filed_on < elected_on:
        raise RuleBroken("备案日期不能早于选举日", "filed_on")
    held = select(func.count(CommitteeMember.id)).where(
        CommitteeMember.committee_id == committee.id, CommitteeMember.valid_to.is_(None)
    )
    taken = db.session.scalar(held) or 0
    if taken > seats:
        raise RuleBroken(f"已有 {taken} 位委员在任，席位不能少于这个数", "seats")
    others = select(Committee.term_no, Committee.elected_on).where(
        Committee.compound_id == committee.compound_id, Committee.id != committee.id
    )
    for term_no, day in db.session.execute(others):
        if (term_no < committee.term_no) != (day < elected_on):
            raise RuleBroken("选举日要晚于上一届、早于下一届", "elected_on")
    with audit.changing(sentences.COMMITTEE_CHANGED, committee, by=by, at=at):
        committee.elected_on, committee.term_end = elected_on, term_end
        committee.seats, committee.filed_on = seats, filed_on


def remove_committee(committee: Committee, *, by: audit.Actor, at: datetime) -> None:
    """Take away a term that came by mistake; RuleBroken with what points at it."""
    with audit.removing(sentences.COMMITTEE_REMOVED, committee, by=by, at=at):
        held = select(CommitteeParty).where(CommitteeParty.committee_id == committee.id)
        removal.delete(f"第 {committee.term_no} 届", committee, db.session.scalars(held).all())


def tell_party_side(
    committee: Committee, *, has_party_group: bool, secretary_sits: bool, by: audit.Actor, at: datetime
) -> None:
    """Whether a committee has a party group, and the compound's branch secretary on it (RP-35)."""
    facts = {"has_party_group": has_party_group, "secretary_sits": secretary_sits}
    row = db.session.scalar(select(CommitteeParty).where(CommitteeParty.committee_id == committee.id))
    before = {name: row is not None and getattr(row, name) for name in facts}
    changed = {name: [before[name], value] for name, value in facts.items() if value != before[name]}
    if not changed:
        return
    if row is None:
        row = CommitteeParty(committee_id=committee.id)
        db.session.add(row)
    row.has_party_group, row.secretary_sits = has_party_group, secretary_sits
    audit.noted(sentences.PARTY_SIDE_TOLD, committee, by=by, at=at, detail=changed)


def set_meeting_day(
    compound: Compound, day_of_month: int | None, *, valid_from: date, by: audit.Actor, at: datetime
) -> MeetingDay:
    """联席会日 from a day on, until the next one; None: there is none (RP-69). Raises RuleBroken for the 29th to the
    31st, which not every month has, and where this day or a later one has one already.
    """
    if day_of_month is not None and not 1 <= day_of_month <= dates.LAST_FIXED_DAY:
        raise RuleBroken(f"联席会日要是每个月都有的日子，写 1 到 {dates.LAST_FIXED_DAY}", "day_of_month")
    twin = select(MeetingDay.id).where(MeetingDay.compound_id == compound.id, MeetingDay.valid_from >= valid_from)
    if db.session.scalar(twin.limit(1)) is not None:
        raise RuleBroken("这一天或以后已经定过联席会日", "valid_from")
    row = MeetingDay(compound_id=compound.id, day_of_month=day_of_month, valid_from=valid_from)
    audit.created(sentences.MEETING_DAY_SET, row, by=by, at=at)
    return row


def exempt_month(
    compound: Compound, period: str, *, reason: str, note: str, by: audit.Actor, at: datetime
) -> Exemption:
    """免开 of a month, by the street. Raises RuleBroken for an unknown reason and for a second time."""
    dates.first_of(period)
    if reason not in book_on(clock.local_day(at)).items.exempt_reasons:
        raise RuleBroken("请从列表里选免开的原因", "reason")
    twin = select(Exemption.id).where(Exemption.compound_id == compound.id, Exemption.period == period)
    if db.session.scalar(twin) is not None:
        raise RuleBroken("这个月已经免开", "period")
    row = Exemption(
        compound_id=compound.id, period=period, reason=reason, note=note, given_at=at, given_by_id=by.id or 0
    )
    audit.created(sentences.MONTH_EXEMPTED, row, by=by, at=at)
    return row
