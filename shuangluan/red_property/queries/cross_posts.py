"""交叉任职: who may see a post, the rows of the list, what the checks ask (RP-5, RP-71)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound, CompoundService, Organisation, OrganisationKind, Person
from shuangluan.kernel.permissions import Viewer, area_range, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, by_key
from shuangluan.red_property.models import Company, CrossPost
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.rules.companies import Span
from shuangluan.red_property.rules.cross_posts import CrossPostKind

X = CrossPost
Key = tuple[str, str, str, str, date]


def is_visible_post(viewer: Viewer) -> ColumnElement[bool]:
    """Posts in the viewer's areas, and those of his company."""
    own = X.organisation_id.in_(viewer.organisations(Perm.REGISTER_READ))
    return or_(viewer.within(Perm.REGISTER_READ, X.host), own)


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        X.id, X.row_version, X.kind, X.host, X.basis, X.valid_from, X.valid_to, Person.name.label("person"),
        Organisation.name.label("company"), Company.id.label("company_id"),
    )  # fmt: skip
    found: Select[Any] = (
        columns.join(Person, Person.id == X.person_id)
        .join(Organisation, Organisation.id == X.organisation_id)
        .outerjoin(Company, Company.organisation_id == X.organisation_id)
    )
    return found


def _named(text: str, day: date) -> ColumnElement[bool]:
    words = norm(text)
    return or_(matches(Person.search_text, words), matches(Organisation.search_text, words))


SOURCE = Source(
    key=X.id,
    ids=lambda viewer, day: (
        select(X.id)
        .join(Person, Person.id == X.person_id)
        .join(Organisation, Organisation.id == X.organisation_id)
        .where(is_visible_post(viewer))
    ),
    columns=_columns,
    orders={
        "person": (Person.pinyin,),
        "company": (Organisation.name,),
        "host": (X.host,),
        "valid_from": (X.valid_from,),
    },
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


def standing(post_id: int, day: date) -> Any:
    """The row of one post as the list draws it."""
    return db.session.execute(_columns(day).where(X.id == post_id)).one()


def known(keys: Iterable[Key]) -> Mapping[Key, Any]:
    """(name, post, company, host, first day) → the post as it stands, for a sheet."""
    by = {
        "person": Person.name, "kind": None, "company": Organisation.name, "host": None, "valid_from": X.valid_from,
    }  # fmt: skip
    return by_key(_columns(date.max), by, keys)


def by_id(post_id: int) -> CrossPost:
    """A post that a checked row is about."""
    return db.session.get_one(CrossPost, post_id)


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


def periods_of(names: Iterable[str]) -> Mapping[str, Sequence[tuple[str, Span]]]:
    """Company by name → in which communities it served, and when; for a sheet."""
    rows = db.session.execute(
        select(Organisation.name, Compound.community, CompoundService.valid_from, CompoundService.valid_to)
        .join(CompoundService, CompoundService.organisation_id == Organisation.id)
        .join(Compound, Compound.id == CompoundService.compound_id)
        .where(Organisation.name.in_(list(names)))
    )
    found: defaultdict[str, list[tuple[str, Span]]] = defaultdict(list)
    for name, community, since, end in rows:
        found[name].append((community, Span(since, end)))
    return found


def companies() -> Sequence[Organisation]:
    """Every company, by name."""
    own = select(Organisation).where(Organisation.kind == OrganisationKind.COMPANY)
    return db.session.scalars(own.order_by(Organisation.name, Organisation.id)).all()
