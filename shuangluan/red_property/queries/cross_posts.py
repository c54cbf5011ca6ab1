"""交叉任职: who may see a post, the rows of the list, what the checks ask (RP-5, RP-71)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound, CompoundService, Organisation, OrganisationKind, Person
from shuangluan.kernel.permissions import Viewer, area_range, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.tables import Asked, Page
from shuangluan.red_property.models import CrossPost
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.registers import Columns, Views, paged, whole
from shuangluan.red_property.rules.cross_posts import CrossPostKind

X = CrossPost


def _own_companies(viewer: Viewer) -> list[int]:
    grants = viewer.roles(Perm.REGISTER_READ)
    return sorted({g.organisation_id for g in grants if g.role == "property_liaison" and g.organisation_id})


def is_visible_post(viewer: Viewer) -> ColumnElement[bool]:
    """Posts in the viewer's areas, and those of his company."""
    return or_(viewer.within(Perm.REGISTER_READ, X.host), X.organisation_id.in_(_own_companies(viewer)))


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


def communities_served(organisation_id: int, day: date) -> set[str]:
    """Communities in which a company serves a compound on a day."""
    rows = (
        select(Compound.community)
        .join(CompoundService, CompoundService.compound_id == Compound.id)
        .where(
            CompoundService.organisation_id == organisation_id,
            in_force(CompoundService.valid_from, CompoundService.valid_to, day),
        )
    )
    return set(db.session.scalars(rows))


def companies() -> Sequence[Organisation]:
    """Every company, by name."""
    own = select(Organisation).where(Organisation.kind == OrganisationKind.COMPANY)
    return db.session.scalars(own.order_by(Organisation.name, Organisation.id)).all()
