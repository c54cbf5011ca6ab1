"""退休预告: who reaches the lawful day within a year, who may retire by choice (WF-111, WF-201, WF-221)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, extract, or_, select

from shuangluan.kernel import effective
from shuangluan.kernel.models import Person
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, in_area, within
from shuangluan.workforce.models import Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.departure import RETIREMENT
from shuangluan.workforce.queries.register import is_employed
from shuangluan.workforce.rules.retirement import Retirement, last_birth, notice_until
from shuangluan.workforce.rules.terms import Payload


def retirement_rules(day: date) -> Payload:
    """The law as it stands on `day`."""
    payload: Payload = effective.scheme_on(RETIREMENT, day).payload
    return payload


def _born_for(rules: Payload, reached: Callable[[Retirement], date], day: date) -> ColumnElement[bool]:
    """Whose `reached` is `day` or before it, by class and birth date."""
    kinds = [
        and_(Worker.retire_class == one, Worker.birth_date <= last_birth(rules, one, reached, day))
        for one in rules["classes"]
    ]
    return or_(*kinds)


def retires_by(rules: Payload, day: date) -> ColumnElement[bool]:
    """Employed, and the lawful day is `day` or before it."""
    return and_(is_employed(), _born_for(rules, lambda one: one.lawful, day))


def retires_soon(rules: Payload, day: date) -> ColumnElement[bool]:
    """Of whom the reminder tells: the lawful day is within twelve months, or over (WF-201)."""
    return retires_by(rules, notice_until(day))


def _may_choose(rules: Payload, day: date) -> ColumnElement[bool]:
    return and_(is_employed(), _born_for(rules, lambda one: one.earliest, day), ~retires_by(rules, day))


def _joined(*columns: Any) -> Any:
    return select(*columns).select_from(Worker).join(Person, Person.id == Worker.person_id)


def _lawful_month(rules: Payload) -> Any:
    """The month of the lawful day, counted from the year 0: the order of the list, as `retire_date` reckons it."""
    born = cast(extract("year", Worker.birth_date), Integer) * 12 + cast(extract("month", Worker.birth_date), Integer)
    kinds = {one: _months_to(rule, born) for one, rule in rules["classes"].items()}
    return born + case(kinds, value=Worker.retire_class)


def _months_to(rule: Payload, born: Any) -> Any:
    year, month = (int(part) for part in rule["first_birth_month"].split("-"))
    since, most = born - (year * 12 + month), int(rule["max_delay_months"])
    steps = since // int(rule["months_per_delay"]) + 1
    return int(rule["base_years"]) * 12 + case((since < 0, 0), (steps > most, most), else_=steps)


def _columns(_: date) -> Any:
    return _joined(
        Worker.id, Worker.id.label("worker_id"), Worker.staff_no, Worker.community, Worker.state, Worker.birth_date,
        Worker.archive_birth_date, Worker.retire_class, Person.name,
    )  # fmt: skip


def retirements(rules: Payload) -> Source:
    """The list under the law of a day."""
    return Source(
        key=Worker.id,
        ids=within(_joined(Worker.id), Perm.WORKER_READ, Worker.community),
        columns=_columns,
        views=lambda day: {
            "soon": retires_soon(rules, day),
            "choice": _may_choose(rules, day),
            "over": retires_by(rules, day),
            "employed": is_employed(),
        },
        filters={
            "q": lambda text, _: matches(Worker.search_text, text),
            "kind": lambda text, _: Worker.retire_class == text,
        },
        orders={
            "name": (Person.pinyin,), "community": (Worker.community, Person.pinyin),
            "lawful": (_lawful_month(rules), extract("day", Worker.birth_date)),
        },
        area=in_area(Worker.community),
    )  # fmt: skip
