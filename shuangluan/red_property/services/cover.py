"""Party cover of a company: the units it belongs to, the instructors sent to it (RP-5, RP-34)."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, removal, teams
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Organisation, PartyUnit, Person
from shuangluan.kernel.permissions import in_force
from shuangluan.red_property.models import CompanyParty, Instructor
from shuangluan.red_property.rules import sentences
from shuangluan.red_property.rules.companies import Span


def join_party_unit(
    organisation: Organisation, unit: PartyUnit, *, valid_from: date, by: audit.Actor, at: datetime, basis: str = "",
    valid_to: date | None = None,
) -> CompanyParty:  # fmt: skip
    """The company belongs to a party unit from a day on: its own, or one of several companies.

    Raises RuleBroken where it does in these days already, for a closed unit, and for days before it was founded.
    """
    if unit.closed_on is not None:
        raise RuleBroken(f"“{unit.name}”已经撤销，请另选", "party_unit_id")
    row = CompanyParty(
        organisation_id=organisation.id, party_unit_id=unit.id, valid_from=valid_from, valid_to=valid_to, basis=basis
    )
    _check_membership(row, unit, Span(valid_from, valid_to))
    audit.created(sentences.UNIT_JOINED, row, by=by, at=at)
    return row


def correct_membership(
    row: CompanyParty, *, valid_from: date, valid_to: date | None, basis: str, by: audit.Actor, at: datetime
) -> None:
    """Correct the days and the paper of a company in a unit. Raises RuleBroken as `join_party_unit` does."""
    _check_membership(row, db.session.get_one(PartyUnit, row.party_unit_id), Span(valid_from, valid_to))
    with audit.changing(sentences.MEMBERSHIP_CORRECTED, row, by=by, at=at):
        row.valid_from, row.valid_to, row.basis = valid_from, valid_to, basis


def remove_membership(row: CompanyParty, *, by: audit.Actor, at: datetime) -> None:
    """Take away what was entered of a company in a unit by mistake; the unit stays."""
    with audit.removing(sentences.MEMBERSHIP_REMOVED, row, by=by, at=at):
        removal.delete("这家企业", row)


def correct_unit(
    unit: PartyUnit, *, name: str, founded_on: date, closed_on: date | None, by: audit.Actor, at: datetime
) -> None:
    """Correct or close a unit of companies. Raises RuleBroken while a company is in it outside its days."""
    rows = select(CompanyParty.valid_from, CompanyParty.valid_to).where(CompanyParty.party_unit_id == unit.id)
    for since, end in db.session.execute(rows):
        if since < founded_on:
            raise RuleBroken(f"有企业 {since} 就在里面，成立日期不能比它晚", "founded_on")
        if closed_on is not None and (end is None or end > closed_on):
            raise RuleBroken("还有企业在里面，先登记它们在这里的最后一天，再撤销", "closed_on")
    teams.change_party_unit(unit, name=name, founded_on=founded_on, closed_on=closed_on, by=by, at=at)


def _check_membership(row: CompanyParty, unit: PartyUnit, span: Span) -> None:
    if span.valid_from < unit.founded_on:
        raise RuleBroken(f"“{unit.name}”{unit.founded_on} 才成立，请核对日期", "valid_from")
    if span.valid_to is not None and span.valid_to <= span.valid_from:
        raise RuleBroken("最后一天不能早于加入的那天", "last_day")
    others = select(CompanyParty.id, CompanyParty.valid_from, CompanyParty.valid_to).where(
        CompanyParty.organisation_id == row.organisation_id, CompanyParty.party_unit_id == row.party_unit_id
    )
    for other, since, end in db.session.execute(others):
        if other != row.id and span.touches(Span(since, end)):
            raise RuleBroken(f"企业已经在“{unit.name}”里", "party_unit_id")


def leave_party_unit(row: CompanyParty, *, last_day: date, by: audit.Actor, at: datetime) -> None:
    """The last day of a company in a party unit."""
    end = _end(row.valid_from, row.valid_to, last_day, at)
    with audit.changing(sentences.UNIT_LEFT, row, by=by, at=at):
        row.valid_to = end


def send_instructor(
    organisation: Organisation, person: Person, *, valid_from: date, basis: str, by: audit.Actor, at: datetime
) -> Instructor:
    """An instructor for a company. Raises RuleBroken where the person is its instructor on that day already."""
    held = select(Instructor.id).where(
        Instructor.organisation_id == organisation.id,
        Instructor.person_id == person.id,
        in_force(Instructor.valid_from, Instructor.valid_to, valid_from),
    )
    if db.session.scalar(held) is not None:
        raise RuleBroken(f"{person.name}已经是这家企业的指导员", "name")
    row = Instructor(organisation_id=organisation.id, person_id=person.id, valid_from=valid_from, basis=basis)
    audit.created(sentences.INSTRUCTOR_SENT, row, by=by, at=at)
    return row


def recall_instructor(row: Instructor, *, last_day: date, by: audit.Actor, at: datetime) -> None:
    """The last day of an instructor."""
    end = _end(row.valid_from, row.valid_to, last_day, at)
    with audit.changing(sentences.INSTRUCTOR_RECALLED, row, by=by, at=at):
        row.valid_to = end


def correct_instructor(
    row: Instructor, *, valid_from: date, valid_to: date | None, basis: str, by: audit.Actor, at: datetime
) -> None:
    """Correct what was entered of an instructor; `valid_to` is the first day after. Raises RuleBroken for no days."""
    if valid_to is not None and valid_to <= valid_from:
        raise RuleBroken("最后一天不能早于选派日期", "last_day")
    with audit.changing(sentences.INSTRUCTOR_CORRECTED, row, by=by, at=at):
        row.valid_from, row.valid_to, row.basis = valid_from, valid_to, basis


def remove_instructor(row: Instructor, *, by: audit.Actor, at: datetime) -> None:
    """Take away an instructor who came by mistake."""
    with audit.removing(sentences.INSTRUCTOR_REMOVED, row, by=by, at=at):
        removal.delete("这名指导员", row)


def _end(valid_from: date, valid_to: date | None, last_day: date, at: datetime) -> date:
    if valid_to is not None:
        raise RuleBroken("已经结束了，刷新页面看看", "last_day")
    if not valid_from <= last_day <= clock.local_day(at):
        raise RuleBroken("最后一天要在开始以后、今天以前", "last_day")
    return last_day + timedelta(days=1)
