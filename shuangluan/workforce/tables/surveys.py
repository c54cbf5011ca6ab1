"""满意度测评 declared once (WF-96)."""

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.rules.survey import SURVEY_LABEL, SurveyState
from shuangluan.workforce.tables import FactLine

SURVEY_TONE = {SurveyState.OPEN: "doing", SurveyState.CLOSED: "done"}


class SurveyLine(FactLine):
    """A round in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The community opens the round."""
        return areas().name(self.row.community), f"/workforce/surveys/{self.row.id}"

    @property
    def state(self) -> tuple[str, str]:
        """进行中, 该关闭了 after its last day, 已关闭."""
        if self.row.state is SurveyState.OPEN and self.row.closes_on < self.day:
            return "已到期，没有关闭", "stop"
        return SURVEY_LABEL[self.row.state], SURVEY_TONE[self.row.state]


SURVEYS = Table(
    "satisfaction_surveys",
    "满意度测评",
    (
        Column("community", "社区", sort=True, kind="link", value=lambda x: x.link, width=18),
        Column("street", "街道", shown=False, value=lambda x: areas().name(x.row.community[:9]), width=16),
        Column("year", "年度", value=lambda x: f"{x.row.year} 第 {x.row.round} 轮", width=14),
        Column("opens", "开始", sort=True, kind="date", value=lambda x: x.row.opens_on, width=12),
        Column("closes", "截止", kind="date", value=lambda x: x.row.closes_on, width=12),
        Column("issued", "印发代码", kind="num", value=lambda x: x.row.issued, width=10),
        Column("returned", "收回", kind="num", value=lambda x: x.row.returned, width=8),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=16),
    ),
    (
        Filter("q", "社区"),
        Filter("year", "年度", "choice"),
        Filter("opens", "开始日期", "dates", more=True),
    ),
    (View("all", "全部"), View("open", "进行中"), View("over", "到期没有关闭", hot=True), View("closed", "已关闭")),
    default_sort="opens",
    default_desc=True,
)
