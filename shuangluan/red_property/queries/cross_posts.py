"""交叉任职: who may see a post, the rows of the list, what the checks ask (RP-5, RP-71)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound, CompoundService, Organisation, OrganisationKind, Person
from shuangluan.kernel.permissions import Viewer, area_range, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.red_property.models import CrossPost
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.sources import Source
from shuangluan.red_property.rules.cross_posts import CrossPostKind

X = CrossPost


def is_visible_post(viewer: Viewer) -> ColumnElement[bool]:
    """Posts in the viewer's areas, and those of his company."""
    own = X.organisation_id.in_(viewer.organisations(Perm.REGISTER_READ))
    return or_(viewer.within(Perm.REGISTER_READ, X.host), own)


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        X.id, X.kind, X.host, X.basis, X.valid_from, X.valid_to, Person.name.label("person"),
        Organisation.name.label("company"),
    )  # fmt: skip
    found: Select[Any] = columns.join(Person, Person.id == X.person_id).join(
        Organisation, Organisation.id == X.organisation_id
    )
    return found


def _named(text: str, day: date) -> ColumnElement[bool]:
    words = norm(text)
    people = select(Person.id).where(matches(Person.search_text, words))
    companies = select(Organisation.id).where(matches(Organisation.search_text, words))
    return or_(X.person_id.in_(people), X.organisation_id.in_(companies))


SOURCE = Source(
    key=X.id,
    ids=lambda viewer, day: select(X.id).where(is_visible_post(viewer)),
    columns=_columns,
    orders={"valid_from": (X.valid_from, X.id)},
    filters={"q": _named, "kind": lambda text, day: X.kind == CrossPostKind(text)},
    views=lambda day: {
        "current": in_force(X.valid_from, X.valid_to, day),
        "ended": X.valid_to <= day,
        "all": None,
    },
    area=lambda code, day: area_range(X.host, code),
)


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
