"""A compound as its meetings see it: who serves it, who speaks for the owners, how it deliberates (RP-5, RP-14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound, CompoundKindPeriod, CompoundService, Organisation, Person
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.red_property.models import (
    Committee,
    CommitteeMember,
    CompoundMode,
    Meeting,
    MeetingCompound,
    Substitute,
)
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.visibility import of_own_compounds
from shuangluan.red_property.rules import committees, quorum
from shuangluan.red_property.rules.committees import SUBSTITUTE_LABEL, ModePeriod
from shuangluan.red_property.rules.settings import Terms
from shuangluan.red_property.rules.words import SUBMITTED, Mode


@dataclass(frozen=True)
class Standing:
    """A compound on a day."""

    compound_id: int
    mode: Mode
    owners: quorum.OwnersSide
    company_id: int | None
    company_name: str
    committee_id: int | None = None  # the organisation of the newest term that has begun


def compounds(viewer: Viewer, day: date) -> Sequence[Compound]:
    """The compounds for which the viewer can record a meeting, by name."""
    mine = or_(viewer.within(Perm.MEETING_RECORD, Compound.community), of_own_compounds(viewer, day, Compound.id))
    return db.session.scalars(select(Compound).where(mine).order_by(Compound.name, Compound.id)).all()


def compound(compound_id: int, *, viewer: Viewer, permission: str) -> Compound | None:
    """A compound of the areas in which the viewer holds the permission."""
    return db.session.scalar(
        select(Compound).where(Compound.id == compound_id, viewer.within(permission, Compound.community))
    )


def compound_seen(compound_id: int, *, viewer: Viewer, day: date) -> Compound | None:
    """A compound to read: of the viewer's areas, or that his company serves or his committee speaks for on `day`."""
    own = of_own_compounds(viewer, day, Compound.id, Perm.REGISTER_READ)
    seen = or_(viewer.within(Perm.REGISTER_READ, Compound.community), own)
    return db.session.scalar(select(Compound).where(Compound.id == compound_id, seen))


def standings(compound_ids: Sequence[int], day: date, terms: Terms) -> dict[int, Standing]:
    """Each compound's mode, owners' side and company on `day`, in four statements."""
    served = companies_of(compound_ids, day)
    modes = _modes(compound_ids)
    terms_of = _terms(compound_ids, day)
    ends = {key: end for key, (end, _) in terms_of.items()}
    committees_of = {key: organisation_id for key, (_, organisation_id) in terms_of.items()}
    substitutes = _substitutes(compound_ids, day)
    found = {}
    for compound_id in compound_ids:
        company = served.get(compound_id)
        periods = modes.get(compound_id, [])
        owners = quorum.owners_side(
            day,
            ends.get(compound_id),
            substitutes.get(compound_id, ""),
            expired_counts_days=terms.expired_counts_days,
        )
        mode = committees.mode_on(periods, day) if periods else (Mode.THREE if company else Mode.NONE)
        company_id, company_name = company or (None, "")
        found[compound_id] = Standing(
            compound_id, mode, owners, company_id, company_name, committees_of.get(compound_id)
        )
    return found


def members(compound_ids: Sequence[int], day: date) -> Sequence[tuple[int, int, str, str]]:
    """(compound, person, name, position) of the committee members in office on `day`, by name."""
    rows = db.session.execute(
        select(Committee.compound_id, Person.id, Person.name, CommitteeMember.position)
        .join(Committee, Committee.id == CommitteeMember.committee_id)
        .join(Person, Person.id == CommitteeMember.person_id)
        .where(
            Committee.compound_id.in_(compound_ids),
            in_force(CommitteeMember.valid_from, CommitteeMember.valid_to, day),
        )
        .order_by(Person.pinyin, Person.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def committee_size(meeting_id: int, day: date) -> int:
    """All members in office on `day` of the committees of a meeting's compounds; where none is named, the seats."""
    ids = select(MeetingCompound.compound_id).where(MeetingCompound.meeting_id == meeting_id)
    named = len(members(list(db.session.scalars(ids)), day))
    if named:
        return named
    newest = select(Committee.seats).where(
        Committee.compound_id.in_(ids), Committee.elected_on <= day, Committee.term_end > day
    )
    return sum(db.session.scalars(newest))


def last_meeting_on(compound_ids: Sequence[int], before: date) -> date | None:
    """The day of the last submitted meeting of the compounds before a day: 通报 counts from it."""
    return db.session.scalar(
        select(Meeting.held_on)
        .join(MeetingCompound, MeetingCompound.meeting_id == Meeting.id)
        .where(
            MeetingCompound.compound_id.in_(compound_ids), Meeting.held_on < before, Meeting.state.in_(SUBMITTED)
        )
        .order_by(Meeting.held_on.desc())
        .limit(1)
    )


def companies_of(ids: Sequence[int], day: date) -> dict[int, tuple[int, str]]:
    """Compound → (organisation, name) of the company that serves it on a day."""
    rows = db.session.execute(
        select(CompoundService.compound_id, Organisation.id, Organisation.name)
        .join(Organisation, Organisation.id == CompoundService.organisation_id)
        .where(
            CompoundService.compound_id.in_(ids),
            in_force(CompoundService.valid_from, CompoundService.valid_to, day),
        )
        .order_by(CompoundService.valid_from, CompoundService.id)
    )
    return {compound_id: (organisation_id, name) for compound_id, organisation_id, name in rows}


def kinds_of(ids: Sequence[int], day: date) -> dict[int, str]:
    """Compound → its kind on a day; before it was registered, the first one."""
    rows = db.session.execute(
        select(CompoundKindPeriod.compound_id, CompoundKindPeriod.kind, CompoundKindPeriod.valid_from)
        .where(CompoundKindPeriod.compound_id.in_(ids))
        .order_by(CompoundKindPeriod.valid_from)
    )
    found: dict[int, str] = {}
    for compound_id, kind, since in rows:
        if since <= day or compound_id not in found:
            found[compound_id] = kind.value
    return found


def has_committee(compound_id: int, day: date) -> bool:
    """Whether a committee is in its term on a day."""
    sitting = select(Committee.id).where(
        Committee.compound_id == compound_id, Committee.elected_on <= day, Committee.term_end > day
    )
    return db.session.scalar(sitting.limit(1)) is not None


def named_in(viewer: Viewer, permission: str) -> Sequence[Compound]:
    """The compounds of the areas in which the viewer holds a permission, by community and name."""
    held = select(Compound).where(viewer.within(permission, Compound.community))
    return db.session.scalars(held.order_by(Compound.community, Compound.name, Compound.id)).all()


def _modes(ids: Sequence[int]) -> dict[int, list[ModePeriod]]:
    found: dict[int, list[ModePeriod]] = {}
    rows = db.session.execute(
        select(CompoundMode.compound_id, CompoundMode.mode, CompoundMode.valid_from).where(
            CompoundMode.compound_id.in_(ids)
        )
    )
    for compound_id, mode, since in rows:
        found.setdefault(compound_id, []).append(ModePeriod(mode, since))
    return found


def _terms(ids: Sequence[int], day: date) -> dict[int, tuple[date, int]]:
    """The end of the newest term that has begun by `day`, and whose committee it is."""
    rows = db.session.execute(
        select(Committee.compound_id, Committee.term_end, Committee.organisation_id)
        .where(Committee.compound_id.in_(ids), Committee.elected_on <= day)
        .order_by(Committee.elected_on, Committee.id)
    )
    return {compound_id: (end, organisation_id) for compound_id, end, organisation_id in rows}


def _substitutes(ids: Sequence[int], day: date) -> dict[int, str]:
    rows = db.session.execute(
        select(Substitute.compound_id, Substitute.kind).where(
            Substitute.compound_id.in_(ids), in_force(Substitute.valid_from, Substitute.valid_to, day)
        )
    )
    return {compound_id: SUBSTITUTE_LABEL[kind] for compound_id, kind in rows}


def at_table(meeting_id: int) -> Sequence[Compound]:
    """The compounds of a meeting that was found for the viewer, by name."""
    return db.session.scalars(
        select(Compound)
        .join(MeetingCompound, MeetingCompound.compound_id == Compound.id)
        .where(MeetingCompound.meeting_id == meeting_id)
        .order_by(Compound.name, Compound.id)
    ).all()
