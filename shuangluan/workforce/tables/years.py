"""年度考核 declared once (WF-44)."""

from shuangluan.kernel import clock
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.rules.years import YEAR_LABEL, YearState
from shuangluan.workforce.tables import FactLine

Y = YearState
YEAR_TONE = {Y.GATHERING: "doing", Y.PROPOSED: "doing", Y.PUBLISHED: "wait", Y.CONFIRMED: "done"}


class YearLine(FactLine):
    """A year in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The year opens its persons."""
        return f"{self.row.year} 年度", f"/workforce/appraisals/{self.row.id}"

    @property
    def state(self) -> tuple[str, str]:
        """How far it is."""
        return YEAR_LABEL[self.row.state], YEAR_TONE[self.row.state]


YEARS = Table(
    "appraisal_years",
    "年度考核",
    (
        Column("year", "年度", sort=True, kind="link", value=lambda x: x.link, width=12),
        Column("people", "参加考核", kind="num", value=lambda x: x.row.people, width=10),
        Column("confirmed", "已确认", kind="num", value=lambda x: x.row.confirmed, width=10),
        Column("held", "暂缓", kind="num", value=lambda x: x.row.held, width=8),
        Column("until", "公示到", kind="date", value=lambda x: x.row.until, width=12),
        Column(
            "confirmed_on", "确认日期", kind="date", width=12,
            value=lambda x: clock.local_day(x.row.confirmed_at) if x.row.confirmed_at else None,
        ),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=12),
    ),
    (Filter("q", "年度"), Filter("state", "环节", "choice", tuple((one.value, YEAR_LABEL[one]) for one in Y))),
    (View("all", "全部"), View("open", "在办"), View("confirmed", "已确认")),
    default_sort="year",
    default_desc=True,
)  # fmt: skip
