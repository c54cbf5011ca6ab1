"""The pay of the demonstration: bases for nearly everybody, one month computed and looked through (WF-90, WF-91).

The table and the rates that ship are samples, so no month can be locked, and nothing is owed for locked ones.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from shuangluan.demo.district import FIRST, SECOND, District
from shuangluan.demo.workforce.lives import Life
from shuangluan.kernel import clock, places
from shuangluan.workforce import services

BEFORE = 8  # days before the last day at which the month is computed
UNKNOWN = 12  # of so many one has no base yet


def pay(district: District, lives: Sequence[Life]) -> Iterator[datetime]:
    """上年月平均工资, one 套改前的月薪, then the month of the day; a deduction is typed afterwards."""
    reviewer = district.holder("district_reviewer", places.DISTRICT).actor
    moment = datetime.combine(district.until - timedelta(days=BEFORE), time(15, 0))
    yield moment
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
    run = services.open_run(month=moment.date().replace(day=1), today=moment.date(), **deed)
    lines, hired = services.lines_of(run), [one for one in staying if one.plan.ground.code == SECOND][5:]
    line = next(lines[one.worker.id] for one in hired if not lines[one.worker.id].problem)
    services.type_line(line, run, deduction="160.00", reason="事假 2 天", tax="0", **deed)
