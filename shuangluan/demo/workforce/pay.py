"""The pay of the demonstration: its own table and rates, a month locked by two, the next one open (WF-90, WF-91).

The table and the rates that ship are samples by which no month can be locked. The demonstration enters a version of
each with the same amounts, marked 演示 on every line, in force from the locked month on.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from shuangluan.demo.district import FIRST, SECOND, District
from shuangluan.demo.workforce.lives import Life
from shuangluan.demo.workforce.plans import NEWCOMERS
from shuangluan.kernel import clock, effective, places
from shuangluan.workforce import services
from shuangluan.workforce.rules.spans import add_months

BEFORE = 8  # days before the last day at which the months are computed
UNKNOWN = 12  # of so many one has no base yet
ON_TRIAL = NEWCOMERS[2]  # days since the first of those came who are not graded yet
MARK = "（演示金额）"
DOCUMENTS = (("workforce.pay", "社区工作者薪酬表（演示）"), ("workforce.insurance", "缴费标准（演示）"))


def locked_month(until: date) -> date:
    """The last month in which nobody was on trial, so that everybody can be paid."""
    return add_months((until - timedelta(days=ON_TRIAL)).replace(day=1), -1)


def pay(district: District, lives: Sequence[Life]) -> Iterator[datetime]:
    """The documents of the demonstration, bases, one 套改前的月薪; a month locked; the next with a deduction."""
    month = locked_month(district.until)
    moment = datetime.combine(district.until - timedelta(days=BEFORE), time(15, 0))
    yield moment
    _publish(district, month, moment)
    reviewer = district.holder("district_reviewer", places.DISTRICT).actor
    deed: dict[str, Any] = {"by": reviewer, "at": clock.from_wall(moment)}
    year, staying = moment.year, [one for one in lives if one.plan.leaves is None]
    for life in staying:
        if life.plan.entry.year < year and life.plan.number % UNKNOWN:
            average = f"{3300 + life.plan.number * 37 % 1200}.00"
            services.set_basis(life.worker, year=year, average=average, **deed)
    kept = next(one for one in staying if (one.plan.ground.code, one.plan.slot) == (FIRST, 0))
    services.keep_retained(
        kept.worker, counted_from=district.first_day, old_pay="5928.00", doc_no=f"双人社〔{year - 1}〕2号", **deed
    )
    first = services.open_run(month=month, today=moment.date(), **deed)
    moment += timedelta(days=1)
    yield moment
    approver = district.holder("district_approver", places.DISTRICT).actor
    services.lock_run(first, by=approver, at=clock.from_wall(moment))
    run = services.open_run(month=add_months(month, 1), today=moment.date(), by=reviewer, at=clock.from_wall(moment))
    lines, hired = services.lines_of(run), [one for one in staying if one.plan.ground.code == SECOND][5:]
    line = next(lines[one.worker.id] for one in hired if one.worker.id in lines and not lines[one.worker.id].problem)
    services.type_line(
        line, run, deduction="160.00", reason="事假 2 天", tax="0", by=reviewer, at=clock.from_wall(moment)
    )


def _publish(district: District, month: date, moment: datetime) -> None:
    """Drafted by one, published by another; the amounts are those that ship."""
    drafter = district.holder("scheme_admin", places.DISTRICT).actor
    approver, at = district.holder("district_approver", places.DISTRICT).actor, clock.from_wall(moment)
    for place, (code, name) in enumerate(DOCUMENTS, 1):
        payload = {**effective.scheme_on(code, month).payload, "placeholder": False, "name": name, "mark": MARK}
        row = effective.draft_scheme(
            code, payload, effective_from=month, document_no=f"双人社〔演示〕{place}号", by=drafter, at=at
        )
        services.publish_version(row, today=moment.date(), by=approver, at=at)
