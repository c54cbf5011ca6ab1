"""质量观察: whose compounds a supervisor looks at, who may see what, what a meeting is told of (RP-70)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.models import Attachment, Compound, CompoundService, Organisation, Person
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, between, in_area
from shuangluan.red_property.models import CrossPost, Observation
from shuangluan.red_property.queries.sources import own_compounds
from shuangluan.red_property.rules.cross_posts import CrossPostKind
from shuangluan.red_property.rules.observations import ServiceItem, Verdict

B, X = Observation, CrossPost


@dataclass(frozen=True)
class Supervised:
    """A compound that a person looks after as 义务质量总监, and by which post."""

    compound: Compound
    post: CrossPost
    company: str


def supervised(person_id: int, day: date) -> list[Supervised]:
    """The compounds of the person's community that his company serves on the day, by name (RP-70)."""
    rows = db.session.execute(
        select(Compound, X, Organisation.name)
        .join(CompoundService, CompoundService.compound_id == Compound.id)
        .join(X, and_(X.organisation_id == CompoundService.organisation_id, X.host == Compound.community))
        .join(Organisation, Organisation.id == X.organisation_id)
        .where(
            X.person_id == person_id, X.kind == CrossPostKind.QUALITY_SUPERVISOR,
            in_force(X.valid_from, X.valid_to, day),
            in_force(CompoundService.valid_from, CompoundService.valid_to, day),
        )
        .order_by(Compound.name, Compound.id)
    )  # fmt: skip
    return [Supervised(*row) for row in rows]


def _joined(statement: Any) -> Any:
    return (
        statement.join(X, X.id == B.post_id)
        .join(Compound, Compound.id == B.compound_id)
        .join(Person, Person.id == X.person_id)
        .join(Organisation, Organisation.id == X.organisation_id)
    )


def visible(viewer: Viewer, day: date) -> Select[Any]:
    """Observations in the viewer's compounds, and his own."""
    found: Select[Any] = _joined(select(B.id)).where(
        or_(own_compounds(viewer, day), X.person_id == viewer.person_id)
    )
    return found


def readable_ids(viewer: Viewer) -> Select[Any]:
    """Ids of those that the viewer may open today: for the photos."""
    return visible(viewer, clock.today())


def is_open() -> ColumnElement[bool]:
    """What is to be mended and is not."""
    return and_(stands(), B.verdict == Verdict.TO_MEND, B.mended_on.is_(None))


def stands() -> ColumnElement[bool]:
    """What was not withdrawn."""
    return B.withdrawn_on.is_(None)


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        B.id, B.observed_on, B.item, B.verdict, B.text, B.mended_on, B.mended_note, B.withdrawn_on, X.person_id,
        Person.name.label("observer"), Organisation.name.label("company"), Compound.name.label("compound"),
        Compound.community,
    )  # fmt: skip
    found: Select[Any] = _joined(columns)
    return found


def _called(text: str, day: date) -> ColumnElement[bool]:
    words = norm(text)
    named = [matches(one.search_text, words) for one in (Compound, Organisation, Person)]
    return or_(B.text.contains(text, autoescape=True), *named)


SOURCE = Source(
    key=B.id,
    ids=visible,
    columns=_columns,
    orders={"observed_on": (B.observed_on,), "compound": (Compound.community, Compound.name)},
    filters={
        "q": _called,
        "item": lambda text, day: B.item == ServiceItem(text),
        **between("observed", B.observed_on),
    },
    views=lambda day: {
        "open": is_open(),
        "mended": and_(stands(), B.mended_on.is_not(None)),
        "good": and_(stands(), B.verdict == Verdict.GOOD),
        "withdrawn": B.withdrawn_on.is_not(None),
        "all": stands(),
    },
    area=in_area(Compound.community),
)


def observation(observation_id: int, *, viewer: Viewer, day: date) -> Observation | None:
    """One that the viewer may see."""
    return db.session.scalar(select(B).where(B.id == observation_id, B.id.in_(visible(viewer, day))))


def standing(observation_id: int, day: date) -> Any:
    """The row of one observation as the list draws it."""
    return db.session.execute(_columns(day).where(B.id == observation_id)).one()


def photos_of(found: Observation) -> Sequence[Attachment]:
    """Its photos, oldest first."""
    held = select(Attachment).where(Attachment.matter_id == found.matter_id)
    return db.session.scalars(held.order_by(Attachment.id)).all()


def to_report(compound_ids: Sequence[int], day: date) -> list[tuple[str, date, ServiceItem, str]]:
    """(compound, day, item, text) of what is open in the compounds on a day, the oldest first."""
    rows = db.session.execute(
        select(Compound.name, B.observed_on, B.item, B.text)
        .join(Compound, Compound.id == B.compound_id)
        .where(B.compound_id.in_(compound_ids), is_open(), B.observed_on <= day)
        .order_by(Compound.name, B.observed_on, B.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
