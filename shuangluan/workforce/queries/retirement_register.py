"""退休预告: who reaches the lawful day within twelve months, who may choose to go now, who is past it (WF-111)."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from shuangluan.kernel import effective
from shuangluan.kernel.models import Person
from shuangluan.kernel.search import matches
from shuangluan.workforce.models import Worker
from shuangluan.workforce.queries.departure import RETIREMENT
from shuangluan.workforce.queries.register import is_employed
from shuangluan.workforce.queries.sources import Source
from shuangluan.workforce.rules.spans import add_months
from shuangluan.workforce.rules.terms import latest_birth, retire_date, voluntary_window

NOTICE_MONTHS = 12  # how early a retirement is told to the worker and to the reviewer (WF-201)
Payload = Mapping[str, Any]


def retirement_rules(day: date) -> Payload:
    """The rules of retirement in force on `day`."""
    return effective.scheme_on(RETIREMENT, day).payload


def lawful_day(rules: Payload, born: date, retire_class: str) -> date:
    """The day on which she retires by law."""
    return date.fromisoformat(retire_date(rules, born.isoformat(), retire_class)["date"])


def earliest_day(rules: Payload, born: date, retire_class: str) -> date:
    """The first day on which she may retire by choice."""
    return voluntary_window(rules, born.isoformat(), retire_class)[0]


def _born_by(rules: Payload, until: date, day_of: Callable[[Payload, date, str], date]) -> ColumnElement[bool]:
    """Whose day comes by `until`: the later the birth the later the day, so one birth date a class divides them."""
    parts = [
        and_(Worker.retire_class == name, Worker.birth_date <= latest_birth(partial(_day, rules, name, day_of), until))
        for name in rules["classes"]
    ]
    return or_(*parts) if parts else false()


def _day(rules: Payload, name: str, day_of: Callable[[Payload, date, str], date], born: date) -> date:
    return day_of(rules, born, name)


def is_retiring(day: date) -> ColumnElement[bool]:
    """Employed, with the lawful day from today to twelve months ahead."""
    rules = retirement_rules(day)
    soon = _born_by(rules, add_months(day, NOTICE_MONTHS), lawful_day)
    return and_(is_employed(), soon, ~is_overdue(day))


def is_overdue(day: date) -> ColumnElement[bool]:
    """Employed after the lawful day."""
    rules = retirement_rules(day)
    yesterday = date.fromordinal(day.toordinal() - 1)
    return and_(is_employed(), _born_by(rules, yesterday, lawful_day))


def may_choose(day: date) -> ColumnElement[bool]:
    """Employed, within the window before the lawful day in which she may go by choice."""
    rules = retirement_rules(day)
    return and_(is_employed(), _born_by(rules, day, earliest_day), ~is_overdue(day))


def _joined(*columns: Any) -> Any:
    return select(*columns).select_from(Worker).join(Person, Person.id == Worker.person_id)


def _columns(_: date) -> Any:
    return _joined(
        Worker.id, Worker.id.label("worker_id"), Worker.staff_no, Worker.community, Worker.state, Worker.birth_date,
        Worker.retire_class, Person.name,
    )  # fmt: skip


RETIREMENTS = Source(
    key=Worker.id,
    ids=_joined(Worker.id),
    columns=_columns,
    views={
        "soon": is_retiring, "overdue": is_overdue, "choice": may_choose, "employed": lambda _: is_employed(),
    },
    filters={
        "q": lambda text: matches(Worker.search_text, text),
        "class": lambda text: Worker.retire_class == text,
    },
    sorts={"name": (Person.pinyin,), "community": (Worker.community, Person.pinyin), "born": (Worker.birth_date,)},
)  # fmt: skip
