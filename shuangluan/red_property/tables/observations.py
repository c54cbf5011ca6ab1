"""质量观察台账: columns, filters, views, and the words of a row (RP-70, D26)."""

from dataclasses import dataclass

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.red_property.rules.observations import SERVICE_LABEL, VERDICT_LABEL, Verdict
from shuangluan.red_property.tables.lines import Line

ITEMS = tuple((one.value, label) for one, label in SERVICE_LABEL.items())


@dataclass(frozen=True)
class ObservationLine(Line):
    """An observation in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The compound, and the observation's page."""
        return str(self.row.compound), f"/red-property/observations/{self.id}"

    @property
    def state(self) -> tuple[str, str]:
        """Good, to be mended, mended, withdrawn."""
        if self.row.withdrawn_on:
            return "已撤回", "off"
        if self.row.verdict is Verdict.GOOD:
            return VERDICT_LABEL[Verdict.GOOD], "done"
        return ("已整改", "done") if self.row.mended_on else ("待整改", "wait")


OBSERVATIONS = Table(
    "property_observations",
    "质量观察",
    (
        Column("compound", "小区", sort=True, kind="link", value=lambda x: x.link, width=24),
        Column("community", "社区", value=lambda x: x.community, width=18),
        Column("observed_on", "观察日期", sort=True, kind="date", value=lambda x: x.row.observed_on),
        Column("item", "服务事项", value=lambda x: SERVICE_LABEL[x.row.item], width=16),
        Column("text", "看到的", value=lambda x: x.row.text, width=44),
        Column("observer", "义务质量总监", value=lambda x: x.row.observer, width=16),
        Column("company", "物业企业", shown=False, value=lambda x: x.row.company, width=28),
        Column("mended_on", "整改日期", kind="date", value=lambda x: x.row.mended_on),
        Column("state", "状态", kind="state", value=lambda x: x.state),
    ),
    (
        Filter("q", "小区、企业、看到的"),
        Filter("item", "服务事项", "choice", ITEMS),
        Filter("observed", "观察日期", "dates"),
    ),
    (
        View("open", "待整改", hot=True),
        View("mended", "已整改"),
        View("good", "好"),
        View("all", "全部"),
        View("withdrawn", "已撤回"),
    ),
    default_sort="observed_on",
    default_desc=True,
)
