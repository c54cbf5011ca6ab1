"""持证名册: which certificates are registered and valid, expire within 90 days, are expired (WF-79)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from shuangluan.kernel.models import Person
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, between, in_area, within
from shuangluan.workforce.models import Certificate, Registration, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.register import is_employed
from shuangluan.workforce.rules.certificates import RENEWAL_DAYS
from shuangluan.workforce.rules.states import VerifyState

FOREVER = date(9999, 12, 31)  # the end of a registration without one


def ends_on(day: date) -> Any:
    """The last day of the registrations begun by `day`, `FOREVER` for one without end; NULL where none has begun."""
    until = func.max(func.coalesce(Registration.registered_until, FOREVER))
    rows = select(until).where(Registration.certificate_id == Certificate.id, Registration.registered_from <= day)
    return rows.correlate(Certificate).scalar_subquery()


def is_expiring(day: date) -> ColumnElement[bool]:
    """Registered now, to the end of a day within 90 days."""
    return and_(is_employed(), ends_on(day).between(day, day + timedelta(RENEWAL_DAYS)))


def is_valid(day: date) -> ColumnElement[bool]:
    """Of the employed, verified, and registered on `day`."""
    return and_(is_employed(), Certificate.verify_state == VerifyState.VERIFIED, ends_on(day) >= day)


def _is_expired(day: date) -> ColumnElement[bool]:
    return and_(is_employed(), ends_on(day) < day)


def _is_unregistered(day: date) -> ColumnElement[bool]:
    return and_(is_employed(), ends_on(day).is_(None))


def _is_unverified(_: date) -> ColumnElement[bool]:
    waiting = or_(Certificate.verify_state == VerifyState.PENDING, Certificate.verify_state == VerifyState.DOUBTFUL)
    return and_(is_employed(), waiting)


def _joined(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Certificate)
        .join(Worker, Worker.id == Certificate.worker_id)
        .join(Person, Person.id == Worker.person_id)
    )


def _columns(day: date) -> Any:
    return _joined(
        Certificate.id, Certificate.worker_id, Certificate.level, Certificate.cert_no, Certificate.approved_on,
        Certificate.ce_hours_x100, Certificate.verify_state, Worker.staff_no, Worker.community, Worker.state,
        Person.name, ends_on(day).label("ends_on"),
    )  # fmt: skip


CERTIFICATES = Source(
    key=Certificate.id,
    ids=within(_joined(Certificate.id), Perm.WORKER_READ, Worker.community),
    columns=_columns,
    views=lambda day: {
        "held": is_employed(), "valid": is_valid(day), "expiring": is_expiring(day), "expired": _is_expired(day),
        "unregistered": _is_unregistered(day), "unverified": _is_unverified(day), "all": None,
    },
    filters={
        "q": lambda text, _: matches(Worker.search_text, text),
        "level": lambda text, _: Certificate.level == text,
        **between("approved", Certificate.approved_on),
    },
    orders={
        "name": (Person.pinyin,), "community": (Worker.community, Person.pinyin),
        "approved": (Certificate.approved_on,),
    },
    area=in_area(Worker.community),
)  # fmt: skip
