"""业委会 by term: members, party share, the conditions of 红色业委会, terms that end (RP-5, RP-11, RP-35)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound, Person
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, by_key, in_area
from shuangluan.red_property.models import Committee, CommitteeMember, CommitteeParty, RedAssessment
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.books import Book, book_on
from shuangluan.red_property.queries.months import parts_taken
from shuangluan.red_property.queries.sources import PLACE, own_compounds
from shuangluan.red_property.rules.committees import RedFacts

MOST_SHOWN = 50  # assessments of a committee
LATER = Committee.__table__.alias("later").c  # made once: an alias costs more than the condition it stands in


def is_followed() -> ColumnElement[bool]:
    """Whether a later term of the same compound was elected."""
    return (
        select(LATER.id)
        .where(LATER.compound_id == Committee.compound_id, LATER.term_no > Committee.term_no)
        .exists()
    )


def ending(day: date, book: Book | None = None) -> ColumnElement[bool]:
    """The newest terms that end within the longest reminder, or have ended (RP-11); `book`: of the day, if read."""
    longest = max((book or book_on(day)).terms.renew_remind_days)
    return and_(~is_followed(), Committee.elected_on <= day, Committee.term_end <= day + timedelta(days=longest))


def is_serving(day: date) -> ColumnElement[bool]:
    """The newest terms that have begun and not ended."""
    return and_(~is_followed(), Committee.elected_on <= day, Committee.term_end > day)


def _in_force(day: date) -> Any:
    """The id of the newest assessment of a committee by a day."""
    return (
        select(func.max(RedAssessment.id))
        .where(RedAssessment.committee_id == Committee.id, RedAssessment.assessed_on <= day)
        .correlate(Committee)
        .scalar_subquery()
    )


def is_red(day: date) -> ColumnElement[bool]:
    """Committees with the flag in force: the newest assessment found all conditions met, and the term runs (RP-35)."""
    held = select(RedAssessment.id).where(RedAssessment.id == _in_force(day), RedAssessment.is_red).exists()
    return and_(is_serving(day), held)


def _visible(viewer: Viewer, day: date) -> Select[Any]:
    return (
        select(Committee.id)
        .join(Compound, Compound.id == Committee.compound_id)
        .where(own_compounds(viewer, day))
    )


def _members(day: date, *conditions: Any) -> Any:
    sitting = in_force(CommitteeMember.valid_from, CommitteeMember.valid_to, day)
    return (
        select(func.count(CommitteeMember.id))
        .where(CommitteeMember.committee_id == Committee.id, sitting, *conditions)
        .scalar_subquery()
    )


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        Committee.id, Committee.compound_id, Committee.term_no, Committee.elected_on, Committee.term_end,
        Committee.seats, Committee.filed_on, Compound.name.label("compound"), Compound.community,
        _members(day).label("members"),
        _members(day, CommitteeMember.is_party_member).label("party_members"),
        is_followed().label("is_followed"), is_red(day).label("is_red"),
        is_serving(day).label("is_serving"),
    )  # fmt: skip
    found: Select[Any] = columns.join(Compound, Compound.id == Committee.compound_id)
    return found


SOURCE = Source(
    key=Committee.id,
    ids=_visible,
    columns=_columns,
    orders={
        "compound": (Compound.community, Compound.name, Committee.term_no),
        "term_end": (Committee.term_end,),
        "elected_on": (Committee.elected_on,),
    },
    filters={"q": lambda text, day: matches(Compound.search_text, norm(text))},
    views=lambda day: {
        "current": ~is_followed(),
        "ending": ending(day),
        "unfiled": and_(~is_followed(), Committee.filed_on.is_(None)),
        "red": is_red(day),
        "former": is_followed(),
        "all": None,
    },
    area=in_area(Compound.community),
)


def committee(committee_id: int, *, viewer: Viewer, day: date) -> Committee | None:
    """A term that the viewer may see."""
    held = select(Committee).where(Committee.id == committee_id, Committee.id.in_(_visible(viewer, day)))
    return db.session.scalar(held)


def standing(committee_id: int, day: date) -> Any:
    """The row of one term as its list draws it."""
    return db.session.execute(_columns(day).where(Committee.id == committee_id)).one()


def party_side(committee_id: int) -> tuple[bool, bool]:
    """(has a party group, the branch secretary sits on it); nothing told is no."""
    return _party_sides([committee_id]).get(committee_id, (False, False))


def _party_sides(ids: Sequence[int]) -> dict[int, tuple[bool, bool]]:
    rows = db.session.execute(
        select(CommitteeParty.committee_id, CommitteeParty.has_party_group, CommitteeParty.secretary_sits).where(
            CommitteeParty.committee_id.in_(ids)
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def red_facts(rows: Sequence[Any], day: date) -> dict[int, RedFacts]:
    """What the flag 红色业委会 looks at on a day, of rows of the list, by committee (RP-35)."""
    sides = _party_sides([row.id for row in rows])
    parts = parts_taken([row.compound_id for row in rows], day)
    found = {}
    for row in rows:
        group, secretary = sides.get(row.id, (False, False))
        due, met = parts[row.compound_id]
        found[row.id] = RedFacts(
            members=row.members, party_members=row.party_members, has_party_group=group, secretary_sits=secretary,
            is_filed=row.filed_on is not None and row.filed_on <= day, months_due=due, months_met=met,
        )  # fmt: skip
    return found


def assessments_of(committee_id: int) -> Sequence[RedAssessment]:
    """What was found of a committee, the newest first."""
    held = select(RedAssessment).where(RedAssessment.committee_id == committee_id)
    return db.session.scalars(held.order_by(RedAssessment.id.desc()).limit(MOST_SHOWN)).all()


def newest_assessments(ids: Sequence[int]) -> dict[int, RedAssessment]:
    """The assessment in force of each committee that has one."""
    newest = select(func.max(RedAssessment.id)).where(RedAssessment.committee_id.in_(ids))
    held = select(RedAssessment).where(RedAssessment.id.in_(newest.group_by(RedAssessment.committee_id)))
    return {one.committee_id: one for one in db.session.scalars(held)}


def assessable(viewer: Viewer, day: date) -> Sequence[Any]:
    """The rows of the committees in their term that the viewer may assess, by community and name."""
    own = viewer.within(Perm.COMMITTEE_ASSESS, Compound.community)
    held = _columns(day).where(own, is_serving(day))
    return db.session.execute(held.order_by(Compound.community, Compound.name, Committee.id)).all()


def members_of(committee_id: int) -> Sequence[Any]:
    """(CommitteeMember, name) of a term, those in office first."""
    return db.session.execute(
        select(CommitteeMember, Person.name)
        .join(Person, Person.id == CommitteeMember.person_id)
        .where(CommitteeMember.committee_id == committee_id)
        .order_by(CommitteeMember.valid_to.is_not(None), Person.pinyin, CommitteeMember.id)
    ).all()


def writable_compounds(viewer: Viewer) -> Sequence[Compound]:
    """The compounds for which the viewer registers committees, by community and name."""
    held = select(Compound).where(viewer.within(Perm.COMMITTEE_WRITE, Compound.community))
    return db.session.scalars(held.order_by(Compound.community, Compound.name, Compound.id)).all()


def known(keys: Iterable[tuple[str, str, date]]) -> Mapping[tuple[str, str, date], Any]:
    """(community, compound, day of the election) → the term as it stands, for a sheet."""
    rows: Any = (
        select(
            Committee.id, Committee.row_version, Committee.elected_on, Committee.term_end, Committee.seats,
            Committee.filed_on, Compound.community, Compound.name.label("compound"),
        )
        .join(Compound, Compound.id == Committee.compound_id)
    )  # fmt: skip
    return by_key(rows, {**PLACE, "elected_on": Committee.elected_on}, keys)


def by_id(committee_id: int) -> Committee:
    """A term that a checked row is about."""
    return db.session.get_one(Committee, committee_id)
