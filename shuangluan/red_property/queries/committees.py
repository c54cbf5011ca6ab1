"""业委会: their list, one with its members and what makes it a 红色业委会; 交叉任职 (RP-5, RP-11, RP-35, RP-71)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound, CompoundService, Organisation, Person
from shuangluan.kernel.permissions import Viewer, area_range, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.tables import Asked, Page
from shuangluan.red_property.models import Committee, CommitteeMember, CompoundMode, CrossPost, Substitute
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.companies import own_companies
from shuangluan.red_property.queries.registers import Columns, Views, paged, whole
from shuangluan.red_property.rules.cross_posts import CrossPostKind
from shuangluan.red_property.rules.settings import Terms

K, M, X = Committee, CommitteeMember, CrossPost


def is_visible_committee(viewer: Viewer, day: date) -> ColumnElement[bool]:
    """Committees of compounds in the viewer's areas, his own, and those of the compounds that his company serves."""
    grants = viewer.roles(Perm.COMMITTEE_READ)
    own = sorted({g.organisation_id for g in grants if g.role == "owners_delegate" and g.organisation_id})
    served = exists().where(
        CompoundService.compound_id == K.compound_id,
        CompoundService.organisation_id.in_(own_companies(viewer)),
        in_force(CompoundService.valid_from, CompoundService.valid_to, day),
    )
    return or_(viewer.within(Perm.COMMITTEE_READ, Compound.community), K.organisation_id.in_(own), served)


def _last() -> ColumnElement[bool]:
    """No later term of the same compound."""
    later = aliased(Committee)
    return ~exists().where(later.compound_id == K.compound_id, later.term_no > K.term_no)


def _members(day: date, *more: ColumnElement[bool]) -> Any:
    return (
        select(func.count(M.id))
        .where(M.committee_id == K.id, in_force(M.valid_from, M.valid_to, day), *more)
        .scalar_subquery()
    )


def _committees(asked: Asked, viewer: Viewer, day: date, terms: Terms) -> tuple[Columns, Select[Any], Views]:
    serving = and_(K.elected_on <= day, K.term_end > day)
    views: Views = {
        "serving": serving,
        "ending": and_(serving, K.term_end <= day + timedelta(days=max(terms.renew_remind_days))),
        "expired": and_(K.term_end <= day, _last()),
        "unfiled": and_(serving, K.filed_on.is_(None)),
        "all": None,
    }
    base = select(K.id).join(Compound, Compound.id == K.compound_id).where(is_visible_committee(viewer, day))
    if asked.extra.get("area"):
        base = base.where(area_range(Compound.community, asked.extra["area"]))
    if asked.values.get("q"):
        base = base.where(matches(Compound.search_text, norm(asked.values["q"])))
    by = {"compound": Compound.name, "elected_on": K.elected_on, "term_end": K.term_end}[asked.sort]
    order = [by.desc(), K.id.desc()] if asked.desc else [by, K.id]
    return Columns(_columns(day), K.id, order), base, views


def _columns(day: date) -> Any:
    return select(
        K.id, K.term_no, K.elected_on, K.term_end, K.seats, K.filed_on, Compound.name.label("compound"),
        Compound.community, _members(day).label("members"),
        _members(day, M.is_party_member.is_(True)).label("party_members"),
    ).join(Compound, Compound.id == K.compound_id)  # fmt: skip


def committee_page(asked: Asked, viewer: Viewer, day: date, terms: Terms) -> tuple[Page, dict[str, int]]:
    """The committees asked for, and the numbers of the views."""
    drawn, base, views = _committees(asked, viewer, day, terms)
    return paged(asked, base, views, drawn)


def all_committees(asked: Asked, viewer: Viewer, day: date, terms: Terms, most: int) -> Sequence[Any]:
    """Every committee asked for, at most one more than `most`."""
    drawn, base, views = _committees(asked, viewer, day, terms)
    return whole(asked, base, views, drawn, None, most)


def committee(committee_id: int, *, viewer: Viewer, day: date) -> tuple[Committee, Compound] | None:
    """A committee that the viewer may read, and its compound."""
    row = db.session.execute(
        select(K, Compound)
        .join(Compound, Compound.id == K.compound_id)
        .where(K.id == committee_id, is_visible_committee(viewer, day))
    ).first()
    return (row[0], row[1]) if row else None


def members_of(committee_id: int) -> Sequence[tuple[CommitteeMember, Person]]:
    """The members of a term: those in office first, then by name."""
    rows = db.session.execute(
        select(M, Person)
        .join(Person, Person.id == M.person_id)
        .where(M.committee_id == committee_id)
        .order_by(M.valid_to.is_not(None), Person.pinyin, M.id)
    )
    return [(row[0], row[1]) for row in rows]


def member(member_id: int, committee_id: int) -> CommitteeMember | None:
    """A member of this term."""
    return db.session.scalar(select(M).where(M.id == member_id, M.committee_id == committee_id))


def terms_of(compound_id: int, day: date) -> Sequence[Any]:
    """The terms of a compound as rows of the list, the newest first."""
    return db.session.execute(_columns(day).where(K.compound_id == compound_id).order_by(K.term_no.desc())).all()


def substitutes_of(compound_id: int) -> Sequence[Substitute]:
    """Who stood for the owners of a compound, the newest first."""
    own = select(Substitute).where(Substitute.compound_id == compound_id)
    return db.session.scalars(own.order_by(Substitute.valid_from.desc(), Substitute.id.desc())).all()


def modes_of(compound_id: int) -> Sequence[CompoundMode]:
    """The modes of a compound, the newest first."""
    own = select(CompoundMode).where(CompoundMode.compound_id == compound_id)
    return db.session.scalars(own.order_by(CompoundMode.valid_from.desc())).all()


def is_visible_post(viewer: Viewer) -> ColumnElement[bool]:
    """Posts in the viewer's areas, and those of his company."""
    return or_(viewer.within(Perm.COMPANY_READ, X.host), X.organisation_id.in_(own_companies(viewer)))


def _posts(asked: Asked, viewer: Viewer, day: date) -> tuple[Columns, Select[Any], Views]:
    views: Views = {
        "current": in_force(X.valid_from, X.valid_to, day),
        "ended": X.valid_to <= day,
        "all": None,
    }
    base = select(X.id).where(is_visible_post(viewer))
    if asked.extra.get("area"):
        base = base.where(area_range(X.host, asked.extra["area"]))
    if asked.values.get("q"):
        words = norm(asked.values["q"])
        named = select(Person.id).where(matches(Person.search_text, words))
        companies = select(Organisation.id).where(matches(Organisation.search_text, words))
        base = base.where(or_(X.person_id.in_(named), X.organisation_id.in_(companies)))
    if asked.values.get("kind"):
        base = base.where(X.kind == CrossPostKind(asked.values["kind"]))
    columns: Any = (
        select(
            X.id, X.kind, X.host, X.basis, X.valid_from, X.valid_to, X.organisation_id, Person.name.label("person"),
            Organisation.name.label("company"),
        )
        .join(Person, Person.id == X.person_id)
        .join(Organisation, Organisation.id == X.organisation_id)
    )  # fmt: skip
    order = [X.valid_from.desc(), X.id.desc()] if asked.desc else [X.valid_from, X.id]
    return Columns(columns, X.id, order), base, views


def post_page(asked: Asked, viewer: Viewer, day: date) -> tuple[Page, dict[str, int]]:
    """The posts asked for, and the numbers of the views."""
    drawn, base, views = _posts(asked, viewer, day)
    return paged(asked, base, views, drawn)


def all_posts(asked: Asked, viewer: Viewer, day: date, most: int) -> Sequence[Any]:
    """Every post asked for, at most one more than `most`."""
    drawn, base, views = _posts(asked, viewer, day)
    return whole(asked, base, views, drawn, None, most)


def post(post_id: int, *, viewer: Viewer) -> CrossPost | None:
    """A post that the viewer may read."""
    return db.session.scalar(select(X).where(X.id == post_id, is_visible_post(viewer)))


def sides_of(post: CrossPost) -> tuple[Person, Organisation]:
    """Who holds a post, and the company."""
    return db.session.get_one(Person, post.person_id), db.session.get_one(Organisation, post.organisation_id)
