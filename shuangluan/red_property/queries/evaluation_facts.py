"""What the registers tell of compounds in a year: the inputs of their evaluations, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from shuangluan.extensions import db
from shuangluan.kernel import clock, ports
from shuangluan.kernel.models import Compound, PartyUnit, Person
from shuangluan.kernel.permissions import in_force
from shuangluan.red_property.models import (
    Company,
    CompanyParty,
    Contract,
    CrossPost,
    FeeReport,
    Instructor,
    Meeting,
    MeetingCompound,
    Resolution,
)
from shuangluan.red_property.queries.compounds import companies_of, kinds_of
from shuangluan.red_property.queries.months import Cell, of_year
from shuangluan.red_property.rules.cross_posts import CrossPostKind
from shuangluan.red_property.rules.evaluation import Rate
from shuangluan.red_property.rules.evaluation_facts import Gathered
from shuangluan.red_property.rules.months import MonthStatus
from shuangluan.red_property.rules.words import SUBMITTED, MeetingState

NOTHING: Rate = (0, 0)
SITTING = (CrossPostKind.COMMITTEE_PART_TIME, CrossPostKind.COMMUNITY_PARTY)


def year_of(year: int) -> tuple[date, date]:
    """The half-open days of a year."""
    return date(year, 1, 1), date(year + 1, 1, 1)


def last_looked_at(year: int, at: datetime) -> date:
    """The day as of which a year is looked at: today, or its last day."""
    return min(clock.local_day(at), date(year, 12, 31))


def gathered(compounds: Sequence[Compound], year: int, at: datetime) -> dict[int, Gathered]:
    """The facts of each compound that a company serves at the end of the year (or now); the others are not there."""
    ids, day = [one.id for one in compounds], last_looked_at(year, at)
    served, kinds = companies_of(ids, day), kinds_of(ids, day)
    companies = _covers({organisation for organisation, _ in served.values()}, day)
    posts = _posts(companies, day)
    months, rates = of_year(ids, year, clock.local_day(at)), _rates(ids, year, at)
    found = {}
    for one in compounds:
        if one.id not in served or served[one.id][0] not in companies:
            continue
        organisation, name = served[one.id]
        company_id, units, instructors = companies[organisation]
        found[one.id] = Gathered(
            kinds[one.id], company_id, name, units, instructors,
            supervisors=_named(posts, organisation, one.community, (CrossPostKind.QUALITY_SUPERVISOR,)),
            managers=_named(posts, organisation, one.community, SITTING),
            months=_owed(months[one.id]), **{what: rate.get(one.id, NOTHING) for what, rate in rates.items()},
        )  # fmt: skip
    return found


def _rates(ids: Sequence[int], year: int, at: datetime) -> Mapping[str, Mapping[int, Rate]]:
    appeals = ports.appeal_rates(ids, year, at)
    return {
        "resolutions": _counted(fallen_due(year, at), in_time(), ids),
        "unsigned": _counted(submitted(year), is_unsigned(at), ids),
        "solved": {key: one.solved for key, one in appeals.items()},
        "satisfied": {key: one.satisfied for key, one in appeals.items()},
        "fees": _fees(ids, year),
        "fees_before": _fees(ids, year - 1),
    }


def _covers(organisations: Iterable[int], day: date) -> dict[int, tuple[int, int, int]]:
    """Organisation → (company, active party units, active instructors)."""
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
    rows = db.session.execute(
        select(Company.organisation_id, Company.id, units, instructors).where(
            Company.organisation_id.in_(sorted(organisations))
        )
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


Posts = Mapping[tuple[int, str, CrossPostKind], Sequence[str]]


def _posts(organisations: Iterable[int], day: date) -> Posts:
    """(company's organisation, host, kind) → names of those in office on the day."""
    rows = db.session.execute(
        select(CrossPost.organisation_id, CrossPost.host, CrossPost.kind, Person.name)
        .join(Person, Person.id == CrossPost.person_id)
        .where(
            CrossPost.organisation_id.in_(sorted(organisations)),
            in_force(CrossPost.valid_from, CrossPost.valid_to, day),
        )
        .order_by(Person.pinyin, Person.id)
    )
    found: defaultdict[tuple[int, str, CrossPostKind], list[str]] = defaultdict(list)
    for organisation, host, kind, name in rows:
        found[organisation, host, kind].append(name)
    return found


def _named(posts: Posts, organisation: int, community: str, kinds: Iterable[CrossPostKind]) -> tuple[str, ...]:
    return tuple(name for kind in kinds for name in posts.get((organisation, community, kind), ()))


def _owed(cells: Sequence[Cell]) -> tuple[tuple[str, str], ...]:
    due = [(one.period, one.month.status) for one in cells if one.month]
    return tuple((period, status.value) for period, status in due if status is not MonthStatus.NOT_DUE)


def fallen_due(year: int, at: datetime) -> Select[Any]:
    """(compound, resolution) whose first date lies in the year and is past, unless given up before it (RP-65)."""
    since, until = year_of(year)
    first = Resolution.first_due_on
    standing = or_(Resolution.cancelled_on.is_(None), Resolution.cancelled_on > first)
    columns: Any = select(MeetingCompound.compound_id, Resolution.id)
    found: Select[Any] = (
        columns.join(Resolution, Resolution.meeting_id == MeetingCompound.meeting_id)
        .where(Resolution.in_force, first >= since, first < min(until, clock.local_day(at)), standing)
    )
    return found


def in_time() -> Any:
    """Done by the date that was set first."""
    return Resolution.done_on <= Resolution.first_due_on


def submitted(year: int) -> Select[Any]:
    """(compound, meeting) of the submitted records of the year's meetings."""
    since, until = year_of(year)
    columns: Any = select(MeetingCompound.compound_id, Meeting.id)
    found: Select[Any] = (
        columns.join(Meeting, Meeting.id == MeetingCompound.meeting_id)
        .where(Meeting.held_on >= since, Meeting.held_on < until, Meeting.state.in_(SUBMITTED))
    )
    return found


def is_unsigned(at: datetime) -> Any:
    """Past its sign limit without every signature (RP-65)."""
    return and_(Meeting.state == MeetingState.PENDING, Meeting.sign_due_at < at)


def _counted(rows: Select[Any], part: Any, ids: Sequence[int]) -> dict[int, Rate]:
    """(rows that meet `part`, all rows) of each compound."""
    compound = rows.selected_columns[0]
    counts = (
        rows.with_only_columns(compound, func.count(case((part, 1))), func.count(), maintain_column_froms=True)
        .where(compound.in_(ids))
        .group_by(compound)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(counts)}


def fee_reports(year: int) -> Select[Any]:
    """(compound, report) of the periods that lie in the year."""
    since, until = year_of(year)
    columns: Any = select(Contract.compound_id, FeeReport.id)
    found: Select[Any] = (
        columns.join(FeeReport, FeeReport.contract_id == Contract.id)
        .where(FeeReport.valid_from >= since, FeeReport.valid_to <= until)
    )
    return found


def _fees(ids: Sequence[int], year: int) -> dict[int, Rate]:
    """(分 received, 分 due) of each compound: Σ ÷ Σ (RP-33)."""
    sums = (
        fee_reports(year)
        .with_only_columns(
            Contract.compound_id, func.sum(FeeReport.received_fen), func.sum(FeeReport.due_fen),
            maintain_column_froms=True,
        )
        .where(Contract.compound_id.in_(ids))
        .group_by(Contract.compound_id)
    )  # fmt: skip
    return {row[0]: (int(row[1]), int(row[2])) for row in db.session.execute(sums)}
