"""企业走访: who may see a visit, the rows of the list, the help that waits (RP-67, D7)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal_column, null, or_, select

from shuangluan.extensions import UtcDateTime, db
from shuangluan.kernel import clock
from shuangluan.kernel.models import Organisation
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.ports import Step
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, between, by_key
from shuangluan.red_property.models import Company, CompanyVisit
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import company_register

V = CompanyVisit
STEPS: dict[str, Step] = {
    "red_property.help": Step(
        "red_property.help", "red_property", "办结走访答应的事", "red_property.visit_detail", "visit_id", "mine"
    )
}
NEVER = cast(null(), UtcDateTime)
Key = tuple[str, date]


def visible(viewer: Viewer, day: date) -> Select[Any]:
    """Visits to the companies that the viewer may see."""
    seen = company_register.visible(viewer, day).with_only_columns(Company.organisation_id)
    return select(V.id).join(Organisation, Organisation.id == V.organisation_id).where(V.organisation_id.in_(seen))


def is_open() -> ColumnElement[bool]:
    """Help was promised and is not done."""
    return and_(V.promised != "", V.done_on.is_(None))


def is_overdue(day: date) -> ColumnElement[bool]:
    """It should have been done before the day."""
    return and_(is_open(), V.promised_due_on < day)


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        V.id, V.row_version, V.organisation_id, V.visited_on, V.visitors, V.staff, V.party_members, V.formal_members,
        V.problems, V.promised, V.promised_due_on, V.done_on, V.done_note, Organisation.name.label("company"),
        Company.id.label("company_id"),
    )  # fmt: skip
    found: Select[Any] = columns.join(Organisation, Organisation.id == V.organisation_id).join(
        Company, Company.organisation_id == V.organisation_id
    )
    return found


def _called(text: str, day: date) -> ColumnElement[bool]:
    said = [column.contains(text, autoescape=True) for column in (V.visitors, V.problems, V.promised)]
    return or_(matches(Organisation.search_text, norm(text)), *said)


SOURCE = Source(
    key=V.id,
    ids=visible,
    columns=_columns,
    orders={
        "visited_on": (V.visited_on,),
        "company": (Organisation.name, V.visited_on),
        "promised_due_on": (func.coalesce(V.promised_due_on, date.max),),
    },
    filters={
        "q": _called,
        **between("visited", V.visited_on),
    },
    views=lambda day: {"all": None, "open": is_open(), "overdue": is_overdue(day), "done": V.done_on.is_not(None)},
    area=lambda code, day: V.organisation_id.in_(company_register.serving_in(code, day)),
)


def visit(visit_id: int, *, viewer: Viewer, day: date) -> CompanyVisit | None:
    """A visit that the viewer may see."""
    return db.session.scalar(select(V).where(V.id == visit_id, V.id.in_(visible(viewer, day))))


def standing(visit_id: int, day: date) -> Any:
    """The row of one visit as the list draws it."""
    return db.session.execute(_columns(day).where(V.id == visit_id)).one()


def todo(viewer: Viewer, now: datetime) -> Select[Any] | None:
    """Rows (step, record, title, note, due): help that the viewer wrote down and that is due today or past (D7)."""
    if not viewer.can(Perm.VISIT_WRITE):
        return None
    return (
        select(
            literal_column("'red_property.help'", String).label("step"),
            V.id.label("record_id"),
            func.substr(V.promised, 1, 60).label("title"),
            (Organisation.name + literal_column("'，期限 '", String) + cast(V.promised_due_on, String)).label("note"),
            NEVER.label("due_at"),
        )
        .join(Organisation, Organisation.id == V.organisation_id)
        .where(V.recorder_id == viewer.person_id, is_open(), V.promised_due_on <= clock.local_day(now))
    )


def known(keys: Iterable[Key]) -> Mapping[Key, Any]:
    """(company, day) → the visit as it stands, for a sheet."""
    return by_key(_columns(date.max), {"company": Organisation.name, "visited_on": V.visited_on}, keys)


def by_id(visit_id: int) -> CompanyVisit:
    """A visit that a checked row is about."""
    return db.session.get_one(CompanyVisit, visit_id)
